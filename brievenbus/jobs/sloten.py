"""One name, one worker: a lock that the system lets go of when its process dies, so that a free lock means a dead worker.

On SQLite all workers are on one machine: a file that is locked (`flock`). On PostgreSQL: an advisory lock of a connection of
its own, which the server drops when the connection does (TCP keepalive notices a machine that is gone within half a minute).
"""

from __future__ import annotations

import fcntl
import os
import zlib
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from brievenbus.store import werk


class Slot(Protocol):
    """A lock that was taken."""

    def houdt(self) -> bool:
        """Tell whether it is still ours; takes it again where that can be done."""

    def los(self) -> None:
        """Let go."""


def pak(engine: sa.Engine, naam: str) -> Slot | None:
    """Take the lock of a worker's name; None where that worker lives. Raises the database's error where it does not answer."""
    slot = _Bestand(_folder(engine), naam) if engine.dialect.name == "sqlite" else _Verbinding(engine, naam)
    if slot.houdt():
        return slot
    slot.los()
    return None


class _Bestand:
    def __init__(self, folder: Path, naam: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(folder / f"{naam}.slot", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)

    def houdt(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def los(self) -> None:
        os.close(self._file)


class _Verbinding:
    def __init__(self, engine: sa.Engine, naam: str) -> None:
        self._engine = engine
        self._nummer = zlib.crc32(naam.encode()) - 2**31
        self._conn: sa.Connection | None = None

    def houdt(self) -> bool:
        if self._conn is not None:
            try:
                werk.ping(self._conn)
                return True
            except sa.exc.DBAPIError:  # the server was away, and the lock with it
                self.los()
        return self._take()

    def _take(self) -> bool:
        conn = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            conn.detach()  # out of the pool: it is this lock
            if werk.try_lock(conn, self._nummer):
                self._conn = conn
                return True
        except sa.exc.DBAPIError:
            conn.close()
            raise
        conn.close()
        return False

    def los(self) -> None:
        if self._conn is not None:
            conn, self._conn = self._conn, None
            conn.invalidate()
            conn.close()


def _folder(engine: sa.Engine) -> Path:
    return Path(str(engine.url.database)).absolute().parent / "werkers"
