"""The reading room of a worker: knowledge, recogniser and Tesseract loaded once, and a private folder for opened letters.

Opened letters are kept in memory (/dev/shm) where it is large enough, else in the system's temporary folder; both are seen by
this user alone and emptied after every letter. A worker that is killed cannot tidy up: the next one that starts here does.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import cv2

from brievenbus.classify import Lezer
from brievenbus.classify.lezers import open_lezer
from brievenbus.dienst import Beleid
from brievenbus.explain.herschrijf import Herschrijver
from brievenbus.intake import Limits
from brievenbus.kennis import load as load_kennis
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.pipeline import Opdracht

PICTURE_SIDE = 2000
MAX_PIXELS = 60_000_000
MEMORY = Path("/dev/shm")
ENOUGH = 2_000_000_000
"""Forty photographed pages, decoded, take some 1.5 GB. Containers often have a /dev/shm of 64 MB."""
_PREFIX = "brievenbus-lees-"
_NEW = "brievenbus-nieuw-"
_LOCK = "slot"


class Leeskamer:
    """What reading needs, made once a process, for one letter at a time. Close it (or use `with`)."""

    def __init__(
        self, lezer: Lezer, engine: Tesseract, limits: Limits, basis: Path | None = None, herschrijver: Herschrijver | None = None,
    ) -> None:  # fmt: skip
        """`basis`: where the private folder comes to stand; the best place by default. Sweeps what killed workers left there."""
        self._lezer = lezer
        self._herschrijver = herschrijver
        self._limits = limits
        self.engine = engine
        basis = basis or _best_place()
        sweep(basis)
        self._map, self._lock = _open_room(basis)

    @classmethod
    def open(cls, cache: Path, beleid: Beleid, lezer: str = "", herschrijver: Herschrijver | None = None) -> Leeskamer:
        """Load all that reading needs; `lezer` names the third reader as `open_lezer` takes it.

        Raises ToolError (no Tesseract), KennisError.
        """
        cv2.setNumThreads(1)  # a worker is one of many: threads within a letter would only fight for the same cores
        kennis = load_kennis()
        limits = Limits(
            max_bytes=beleid.max_bytes, max_pages=beleid.max_bladzijden, max_pixels=MAX_PIXELS, picture_side=PICTURE_SIDE
        )  # fmt: skip
        return cls(open_lezer(kennis, cache, lezer), Tesseract(), limits, herschrijver=herschrijver)

    def __enter__(self) -> Leeskamer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the private folder and all in it."""
        shutil.rmtree(self._map, ignore_errors=True)
        os.close(self._lock)

    def task(self, peildatum: date, taal: str) -> Opdracht:
        """Return what the pipeline must know to read one letter."""
        return Opdracht(self._lezer, peildatum, taal, self._limits, self._herschrijver)

    @contextmanager
    def room(self) -> Iterator[Path]:
        """Give a private folder (mode 0700) for one letter, removed with all in it however reading ends.

        Tesseract and the decoding child put pages in the temporary folder of the process: meanwhile that is this one.
        """
        before = tempfile.tempdir
        with tempfile.TemporaryDirectory(prefix="brief-", dir=self._map) as room:
            tempfile.tempdir = room
            try:
                yield Path(room)
            finally:
                tempfile.tempdir = before


def sweep(basis: Path) -> int:
    """Remove the folders of workers that are gone, told by a lock that the system lets go of when a process dies. Return how many."""
    gone = 0
    for room in basis.glob(_PREFIX + "*"):
        try:
            lock = os.open(room / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:  # somebody else's, or just being removed
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(room, ignore_errors=True)
            gone += 1
        except BlockingIOError:  # its worker lives
            pass
        finally:
            os.close(lock)
    return gone


def _open_room(basis: Path) -> tuple[Path, int]:
    """Make a locked private folder and return it with its lock. It gets its name once it is locked, so that no sweep takes it."""
    made = Path(tempfile.mkdtemp(prefix=_NEW, dir=basis))
    lock = os.open(made / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return made.rename(basis / (_PREFIX + made.name.removeprefix(_NEW))), lock


def _best_place() -> Path:
    try:
        free = os.statvfs(MEMORY)
    except OSError:
        return Path(tempfile.gettempdir())
    usable = os.access(MEMORY, os.W_OK | os.X_OK) and free.f_bavail * free.f_frsize >= ENOUGH
    return MEMORY if usable else Path(tempfile.gettempdir())
