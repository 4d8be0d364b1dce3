"""The page coach on one photo, at once, so that a better one can be made while the letter is still on the table.

Advice only: nothing is stored, and whoever sent the photo may use it all the same. No text is read here; looking at the
letters' size, edges and light takes about a second for 12 megapixels.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from brievenbus.dienst import Beleid, Dienst
from brievenbus.errors import BusyError, InputError
from brievenbus.image import flatten
from brievenbus.intake import PDF_HEAD, Limits, sniff, take

AT_ONCE = 2
"""Photos looked at side by side in one process. More would only make everybody wait."""
WAIT_SECONDS = 0.5
SHOWN = 2
"""Hints shown to a person at a time (contract: bron.aanwijzingen)."""
MAX_PIXELS = 60_000_000
_MEMORY = Path("/dev/shm")
_ROOM = 3 * MAX_PIXELS + 50_000_000
"""Bytes that one photo takes: decoded, and as it was sent."""

_seats = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Keuring:
    """What the coach says of one photo: at most two labels, their Dutch sentences, and whether it is fine as it is."""

    aanwijzingen: tuple[str, ...]
    zinnen: tuple[str, ...]
    goed: bool


def keur(dienst: Dienst, inhoud: bytes) -> Keuring:
    """Look at one photo. A PDF or TIFF is no photo and is always fine.

    Raises InputError (what `intake.take` refuses; bestand_te_groot), BusyError (keuring_druk: just send the photo).
    """
    if len(inhoud) > dienst.beleid.max_bytes:
        raise InputError("bestand_te_groot", bestand="foto", grens=dienst.beleid.max_bytes)
    if sniff(inhoud[:PDF_HEAD]) in ("pdf", "tiff"):
        return Keuring((), (), True)
    if not _seats.acquire(timeout=WAIT_SECONDS):
        raise BusyError("keuring_druk", seconden=5)
    try:
        found = _look(inhoud, dienst.beleid)
    finally:
        _seats.release()
    hints = found[:SHOWN]
    said = dienst.kennis.talen["nl"].aanwijzingen
    return Keuring(hints, tuple(said[hint] for hint in hints), not hints)


def _look(inhoud: bytes, beleid: Beleid) -> tuple[str, ...]:
    """Decode the photo in the jailed child and return the coach's hints, the gravest first."""
    with tempfile.TemporaryDirectory(prefix="brievenbus-keur-", dir=_place()) as room:
        path = Path(room) / "foto"
        path.write_bytes(inhoud)
        limits = Limits(max_bytes=beleid.max_bytes, max_pages=1, max_pixels=MAX_PIXELS, seconds=10)
        page = take((path,), limits, Path(room)).pages[0]
    assert page.kleur is not None  # only a PDF has pages without a picture
    return flatten(page.kleur, page.soort).aanwijzingen


def _place() -> Path | None:
    """Return memory, where there is enough of it (a container often has 64 MB), else the system's own place."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= AT_ONCE * _ROOM else None
