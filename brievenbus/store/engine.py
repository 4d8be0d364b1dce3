"""One SQLAlchemy engine for our tables and the job engine's: SQLite on a desk PC, PostgreSQL for many machines."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from brievenbus.errors import SettingsError

BUSY_MS = 30_000
_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "busy_timeout": str(BUSY_MS),
    "foreign_keys": "ON",
    "secure_delete": "ON",
}
"""FULL: what was answered is on disk. secure_delete: a deleted row is overwritten, not just forgotten."""


def make_engine(url: str) -> sa.Engine:
    """Return the engine for `sqlite:///…` or `postgresql://…`. Raises SettingsError for another kind.

    Parameters of a statement stay out of error texts: they may be somebody's name.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise SettingsError("database_url_ongeldig") from error
    kind = parsed.get_backend_name()
    if kind == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        return sa.create_engine(
            parsed, hide_parameters=True, pool_size=20, max_overflow=10, pool_pre_ping=True, pool_recycle=1800,
            connect_args={"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3},
        )  # fmt: skip
    if kind != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise SettingsError("database_url_ongeldig")
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = sa.create_engine(
        parsed.set(drivername="sqlite"),
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False, "isolation_level": "IMMEDIATE"},
        hide_parameters=True,
        pool_size=20,
        max_overflow=10,
    )
    sa.event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, record: Any) -> None:
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
