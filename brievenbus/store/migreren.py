"""Bring a database to the tables of this program. Safe when several processes start at once: one does it, the others wait."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from brievenbus.errors import StoreError
from brievenbus.store import tables

_FOLDER = Path(__file__).parent / "migrations"
_SLOT = 7343
"""The advisory lock of PostgreSQL under which one process migrates."""


def migreer(engine: sa.Engine) -> str:
    """Bring the database up to date in one transaction; return the version it has then. Data stays.

    Raises StoreError `database_nieuwer` where a newer program was here: this one does not know what it would break.
    """
    with engine.connect() as conn:
        _lock(conn)
        version = _version(conn)
        _refuse_newer(version)
        if version != _head():
            config = make_config()
            config.attributes["connection"] = conn
            command.upgrade(config, "head")
        conn.commit()
    return _head()


def is_bij(engine: sa.Engine) -> bool:
    """Tell whether the database has the tables of this program. Raises StoreError `database_nieuwer`."""
    with engine.connect() as conn:
        version = _version(conn)
    _refuse_newer(version)
    return version == _head()


def eis_bij(engine: sa.Engine) -> None:
    """Raise StoreError `database_ouder` or `database_nieuwer` where `is_bij` does not hold."""
    if not is_bij(engine):
        raise StoreError("database_ouder")


def verschillen(engine: sa.Engine) -> list[Any]:
    """Return what differs between the database and `tables`: empty after `migreer`. The job engine's tables do not count."""
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "include_object": is_ours})
        return list(compare_metadata(context, tables.meta))


def is_ours(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Leave the tables of the job engine alone: they live in the same database, and it looks after them itself."""
    return kind != "table" or not reflected or name in tables.meta.tables


def make_config() -> Config:
    """Return the settings of Alembic, without alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _head() -> str:
    return str(ScriptDirectory.from_config(make_config()).get_current_head())


def _version(conn: sa.Connection) -> str | None:
    return MigrationContext.configure(conn).get_current_revision()


def _refuse_newer(version: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(make_config()).walk_revisions()}
    if version is not None and version not in known:
        raise StoreError("database_nieuwer", versie=version)


def _lock(conn: sa.Connection) -> None:
    """Hold off others until the transaction ends. SQLite does not begin one by itself for a change of tables."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_SLOT)))
