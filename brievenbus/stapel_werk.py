"""The processes that read a pile: each loads the knowledge once, then reads one letter at a time.

Every process has its own pipe, so that it is always known which letter a process was reading when it died: that letter
alone is tried again, last and in a fresh process. (An executor of the standard library breaks as a whole and cannot
tell.) A process whose parent is gone sees its pipe close and ends after the letter it is reading.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, cast

from brievenbus.errors import BrievenbusError

TRIES = 2
LETTER_SECONDS = 1800.0
"""A process that is at one letter for longer than this hangs, and is ended. 200 scanned pages take some ten minutes."""
TICK = 5.0
GRACE = 5.0
"""Seconds a process gets to clean up (the pages it keeps on disk) before it is killed."""
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Werk:
    """What every process must know: all that decides how a letter is read, beside the knowledge itself."""

    cache: Path
    peildatum: date
    taal: str = "nl"
    max_bytes: int = 50_000_000
    max_pages: int = 200
    lezer: str = ""


Brieven = list[dict[str, Any]]
"""The letters that were found in one input: {"brief": the plain JSON of its Brief, "bladzijden": its pages in there}."""
Lezen = Callable[[Sequence[Path]], Brieven]
"""Reads one input: the pages of one letter in as many files, or a file that may hold many letters. Raises BrievenbusError."""
Maker = Callable[[Werk], Lezen]
Uitkomst = Brieven | BrievenbusError


def make_reader(werk: Werk) -> Lezen:
    """Load the knowledge and the recogniser, and return what reads a letter. The parent must not pay for imports."""
    import cv2

    from brievenbus.brief import to_json
    from brievenbus.classify.lezers import open_lezer
    from brievenbus.intake import Limits
    from brievenbus.kennis import load
    from brievenbus.ocr.tesseract import Tesseract
    from brievenbus.pipeline import Opdracht, read_letter, read_stapel

    cv2.setNumThreads(1)  # the letters run side by side; threads within a letter would only fight for the same cores
    kennis = load()
    limits = Limits(max_bytes=werk.max_bytes, max_pages=werk.max_pages)
    opdracht = Opdracht(open_lezer(kennis, werk.cache, werk.lezer), werk.peildatum, werk.taal, limits)
    engine = Tesseract()

    def read(paths: Sequence[Path]) -> Brieven:
        found = read_stapel(paths, opdracht, engine) if len(paths) == 1 else [read_letter(paths, opdracht, engine)]
        return [{"brief": cast(dict[str, Any], to_json(one.brief)), "bladzijden": list(one.bladzijden)} for one in found]

    return read


def read_all(letters: Sequence[Sequence[Path]], werk: Werk, *, werkers: int, maker: Maker = make_reader) -> Iterator[tuple[int, Uitkomst]]:
    """Read letters in `werkers` processes; yield (place in `letters`, outcome) as each one is finished."""
    with tempfile.TemporaryDirectory(prefix="brievenbus-stapel-", ignore_cleanup_errors=True) as room:
        pool = _Pool(maker, werk, Path(room))
        try:
            yield from pool.read(letters, werkers)
        finally:
            pool.stop()


class _Process:
    """One process, its pipe, its own folder for temporary files, and the letter it is at."""

    def __init__(self, maker: Maker, werk: Werk, room: Path) -> None:
        self.room = Path(tempfile.mkdtemp(dir=room))
        self.conn, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_work, args=(theirs, maker, werk, str(self.room)), daemon=True)
        with _no_interrupt():
            self.process.start()
        theirs.close()
        self.letter = -1
        self.since = 0.0

    def give(self, letter: int, paths: Sequence[Path]) -> None:
        """Hand over a letter; a process that died meanwhile is found out by `take`."""
        self.letter, self.since = letter, time.monotonic()
        try:
            self.conn.send(tuple(paths))
        except OSError:
            self.process.kill()

    def take(self) -> Uitkomst | None:
        """Return the outcome, or None when the process died before it had one."""
        try:
            outcome: Uitkomst = self.conn.recv()
        except (EOFError, OSError):
            return None
        return outcome

    def stop(self) -> None:
        """End the process and remove what it left on disk."""
        self.conn.close()
        self.process.terminate()
        self.process.join(GRACE)
        self.process.kill()
        self.process.join()
        shutil.rmtree(self.room, ignore_errors=True)


class _Pool:
    def __init__(self, maker: Maker, werk: Werk, room: Path) -> None:
        self._maker, self._werk, self._room = maker, werk, room
        self._idle: list[_Process] = []
        self._busy: list[_Process] = []

    def read(self, letters: Sequence[Sequence[Path]], werkers: int) -> Iterator[tuple[int, Uitkomst]]:
        queue = deque(range(len(letters)))
        deaths: Counter[int] = Counter()
        while queue or self._busy:
            while queue and len(self._busy) < werkers:
                self._start(queue.popleft(), letters)
            for process in self._ready():
                letter, outcome = self._finish(process)
                if outcome is None:
                    deaths[letter] += 1
                    if deaths[letter] < TRIES:
                        queue.append(letter)  # at the end: by then there may be more memory to spare
                        continue
                    outcome = BrievenbusError("onverwacht", reden="het leesproces stopte bij deze brief")
                yield letter, outcome

    def stop(self) -> None:
        processes = [*self._idle, *self._busy]
        for process in processes:
            process.process.terminate()  # all at once first, so that they clean up side by side
        for process in processes:
            process.stop()

    def _start(self, letter: int, letters: Sequence[Sequence[Path]]) -> None:
        process = self._idle.pop() if self._idle else _Process(self._maker, self._werk, self._room)
        self._busy.append(process)
        process.give(letter, letters[letter])

    def _ready(self) -> list[_Process]:
        for process in self._busy:
            if time.monotonic() - process.since > LETTER_SECONDS:
                process.process.kill()
        ready = wait([process.conn for process in self._busy], timeout=TICK)
        return [process for process in self._busy if process.conn in ready]

    def _finish(self, process: _Process) -> tuple[int, Uitkomst | None]:
        outcome = process.take()
        self._busy.remove(process)
        if outcome is None:
            process.stop()
        else:
            self._idle.append(process)
        return process.letter, outcome


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back; a process started meanwhile never sees it: the parent alone decides how to stop."""
    resource_tracker.ensure_running()  # first, for it lets Ctrl-C through again when it starts
    old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, old)


def _work(conn: Connection[Any, Any], maker: Maker, werk: Werk, room: str) -> None:
    """The life of a process: load, then read letters until the parent closes the pipe."""
    signal.signal(signal.SIGTERM, _leave)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    tempfile.tempdir = room
    try:
        read = maker(werk)
        while True:
            conn.send(_read_one(read, conn.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        shutil.rmtree(room, ignore_errors=True)  # the parent is gone and cannot do it
        with suppress(OSError):
            Path(room).parent.rmdir()  # works for the last process that leaves


def _leave(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second request must not cut the cleaning up short
    raise SystemExit(1)  # an exception, so that every open folder with pages is removed on the way out


def _read_one(read: Lezen, paths: Sequence[Path]) -> Uitkomst:
    try:
        return read(paths)
    except BrievenbusError as error:
        return error
    except MemoryError:
        os._exit(1)  # whatever this process still holds is not to be trusted: a fresh one tries again
    except Exception as error:  # the worker loop: a bug costs one letter, never the pile
        return BrievenbusError("onverwacht", reden=_where(error))


def _where(error: Exception) -> str:
    """Name a bug by its kind and place alone: its message may hold words of the letter."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, regel {last.lineno}"
