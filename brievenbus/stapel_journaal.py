"""The journal of a pile: one line for each finished letter, on the disk before the next is counted.

A run that was killed goes on where it was. A last line that was cut off in writing is taken away; that letter is read
again. The file is locked while a run is at work: two runs cannot mix in one folder.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from brievenbus.errors import BrievenbusError, InputError, StoreError

NAAM = ".voortgang.jsonl"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def store_error(error: OSError, uit: Path) -> BrievenbusError:
    """Name a failed write: the disk is full, or the folder cannot be written."""
    if error.errno in FULL:
        return StoreError("schijf_vol")
    return InputError("uitvoer_onschrijfbaar", map=str(uit))


def open_private(path: str, flags: int) -> int:
    """Opener for files that hold what letters say: for the owner alone."""
    return os.open(path, flags, 0o600)


class Journaal:
    """The finished letters in `uit`, by key. Raises StoreError schijf_vol, InputError uitvoer_onschrijfbaar."""

    def __init__(self, uit: Path) -> None:
        self._uit = uit
        self._lines: dict[str, bytes] = {}
        self._stale = False
        try:
            uit.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = open(uit / NAAM, "ab+", buffering=0, opener=open_private)  # noqa: SIM115
            _lock(self._file)
            self._end = self._load()
        except OSError as error:
            raise store_error(error, uit) from error

    def __contains__(self, sleutel: str) -> bool:
        return sleutel in self._lines

    def __getitem__(self, sleutel: str) -> dict[str, Any]:
        """Return what was noted of a letter: {"sleutel", "brieven"} or {"sleutel", "fout", "definitief"}."""
        noted: dict[str, Any] = json.loads(self._lines[sleutel])
        return noted

    def add(self, sleutel: str, **inhoud: object) -> None:
        """Note a finished letter; on return it is on the disk, whole."""
        line = json.dumps({"sleutel": sleutel, **inhoud}).encode() + b"\n"
        try:
            _write(self._file, line)
            os.fsync(self._file.fileno())
        except OSError as error:
            self._cut()
            raise store_error(error, self._uit) from error
        self._end += len(line)
        self._stale |= sleutel in self._lines
        self._lines[sleutel] = line

    def keep_only(self, sleutels: Iterable[str]) -> None:
        """Forget letters that are no longer in the pile: what they said need not stay on this disk."""
        wanted = {sleutel: self._lines[sleutel] for sleutel in sleutels}
        if not self._stale and len(wanted) == len(self._lines):
            return
        temp = self._uit / (NAAM + ".deel")
        try:
            with open(temp, "wb", opener=open_private) as file:
                file.writelines(wanted.values())
                file.flush()
                os.fsync(file.fileno())
            temp.replace(self._uit / NAAM)
        except OSError as error:
            temp.unlink(missing_ok=True)
            raise store_error(error, self._uit) from error
        self._lines, self._stale = wanted, False

    def close(self) -> None:
        """Let go of the file and its lock."""
        self._file.close()

    def _load(self) -> int:
        """Read the lines, cut off a broken last one, and return where the next line goes."""
        self._file.seek(0)
        good = 0
        for line in self._file.readlines():
            if not line.endswith(b"\n"):
                self._file.truncate(good)
                break
            good += len(line)
            sleutel = _key(line)
            self._stale |= sleutel is None or sleutel in self._lines
            if sleutel is not None:
                self._lines[sleutel] = line
        return good

    def _cut(self) -> None:
        try:
            self._file.truncate(self._end)
        except OSError:
            return  # then the half line stays, and the next run takes it away


def _lock(file: BinaryIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return  # a network disk that knows no locks


def _write(file: BinaryIO, data: bytes) -> None:
    while data:
        data = data[file.write(data) :]


def _key(line: bytes) -> str | None:
    """Return the key of a line, or None where it is no line of ours; a failure that may pass is tried again."""
    try:
        noted = json.loads(line)
    except ValueError:
        return None
    if not isinstance(noted, dict) or not isinstance(noted.get("sleutel"), str):
        return None
    whole = isinstance(noted.get("brieven"), list) or (isinstance(noted.get("fout"), dict) and noted.get("definitief"))
    return noted["sleutel"] if whole else None
