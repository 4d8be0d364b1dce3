"""Where letters are kept: sealed, for as long as needed, with a trail of who did what.

Rows go in and out as frozen values; each module owns the SQL of its own tables and takes an open connection, so that the
caller decides what belongs in one transaction.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from brievenbus.store import tables
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Ingepakt, Sleutelbos, new_key


@dataclass(frozen=True, slots=True)
class Opslag:
    """The database, the blobs and the keys: all that a part of the service needs to keep or find something."""

    engine: sa.Engine
    blobs: Blobs
    sleutels: Sleutelbos
    huis: bytes
    """The house key; use it through `crypto.derive`, `crypto.blind` and `crypto.seal`. Never printed."""

    def __repr__(self) -> str:
        return f"Opslag({self.engine.url.render_as_string(hide_password=True)}, {self.blobs.url})"


def open_opslag(engine: sa.Engine, blobs: Blobs, sleutels: Sleutelbos) -> Opslag:
    """Open the store of a migrated database; the first time makes the house key. Raises StoreError, SettingsError."""
    return Opslag(engine, blobs, sleutels, _house_key(engine, sleutels))


def new_id() -> str:
    """Return a new random id: 128 bits as 32 hex digits. Says nothing of when or what."""
    return secrets.token_hex(16)


def _house_key(engine: sa.Engine, sleutels: Sleutelbos) -> bytes:
    t = tables.huissleutel
    fetch = sa.select(t.c.sleutel, t.c.kek_id).where(t.c.id == "huis")
    with engine.begin() as conn:
        row = conn.execute(fetch).one_or_none()
        if row is not None:
            return sleutels.unwrap(Ingepakt(row.sleutel, row.kek_id))
    made = sleutels.wrap(new_key())
    try:
        with engine.begin() as conn:
            conn.execute(t.insert().values(id="huis", sleutel=made.sleutel, kek_id=made.kek_id))
    except sa.exc.IntegrityError:  # another process was first: its key is the one
        pass
    with engine.begin() as conn:
        row = conn.execute(fetch).one()
    return sleutels.unwrap(Ingepakt(row.sleutel, row.kek_id))
