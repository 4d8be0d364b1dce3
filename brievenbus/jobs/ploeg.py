"""A crew: the worker processes of one machine, each started again when it ends, all stopped together."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from brievenbus.logboek import get_log

KORT, LANGST = 10.0, 60.0
"""A worker that lived shorter than this waits before it starts again: each time twice as long, up to the longest."""

log = get_log("ploeg")


@dataclass(slots=True)
class _Lid:
    opdracht: Sequence[str]
    proces: subprocess.Popen[bytes] | None = None
    begonnen: float = 0.0
    rust: float = 0.0


class Ploeg:
    """Starts one process for each command line, and keeps it alive until `stop`."""

    def __init__(self, opdrachten: Sequence[Sequence[str]]) -> None:
        self._leden = [_Lid(opdracht) for opdracht in opdrachten]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="ploeg", daemon=True)

    def start(self) -> None:
        """Start all, and watch them from a thread."""
        for lid in self._leden:
            _start(lid)
        self._thread.start()

    def stop(self, seconden: float) -> None:
        """Ask all to finish what they do, and end those that are not done in time: their work is taken up at the next start."""
        self._stop.set()
        self._thread.join()
        alive = [lid.proces for lid in self._leden if lid.proces is not None and lid.proces.poll() is None]
        for proces in alive:
            proces.terminate()
        until = time.monotonic() + seconden
        for proces in alive:
            try:
                proces.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                proces.kill()
                proces.wait()

    def _watch(self) -> None:
        while not self._stop.wait(0.5):
            for lid in self._leden:
                if lid.proces is not None and lid.proces.poll() is not None:
                    self._ended(lid, lid.proces.returncode)
                elif lid.proces is None and time.monotonic() >= lid.begonnen + lid.rust:
                    _start(lid)

    def _ended(self, lid: _Lid, code: int) -> None:
        short = time.monotonic() - lid.begonnen < KORT
        lid.rust = min(max(1.0, lid.rust * 2), LANGST) if short else 0.0
        lid.proces, lid.begonnen = None, time.monotonic()
        log.warning("werker_geeindigd", status=code, seconden=lid.rust)


def _start(lid: _Lid) -> None:
    lid.proces, lid.begonnen = subprocess.Popen(list(lid.opdracht), stdin=subprocess.DEVNULL), time.monotonic()
