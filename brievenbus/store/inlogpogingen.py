"""Attempts to log in, by blind index of the name and of the network address: no name and no address can be read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from brievenbus.store import tables

_t = tables.inlogpoging


@dataclass(frozen=True, slots=True)
class Telling:
    """Failed attempts of one kind: how many, and when the last one was."""

    aantal: int
    laatste: datetime | None


def begin(conn: sa.Connection, naam_index: bytes, adres_index: bytes, nu: datetime) -> int:
    """Write an attempt down as failed, before anything is checked, and return its number.

    Written first, a hundred attempts at once count as a hundred. It also takes SQLite's write lock; PostgreSQL lets one
    attempt a name at a time go on.
    """
    if conn.dialect.name == "postgresql":
        slot = int.from_bytes(naam_index[:8], signed=True)
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(slot)))
    made = conn.execute(_t.insert().values(naam_index=naam_index, adres_index=adres_index, tijd=nu, gelukt=False))
    key = made.inserted_primary_key
    assert key is not None
    return int(key[0])


def succeed(conn: sa.Connection, poging: int) -> None:
    """Turn an attempt into a success."""
    conn.execute(_t.update().where(_t.c.id == poging).values(gelukt=True))


def failed_pair(conn: sa.Connection, poging: int, naam_index: bytes, adres_index: bytes, sinds: datetime) -> Telling:
    """Count the failures of this name from this address before attempt `poging`, since its last success there."""
    pair = (_t.c.naam_index == naam_index, _t.c.adres_index == adres_index)
    last = sa.select(sa.func.max(_t.c.id)).where(*pair, _t.c.gelukt.is_(True)).scalar_subquery()
    return _count(conn, *pair, _t.c.id > sa.func.coalesce(last, 0), _t.c.id != poging, _t.c.tijd > sinds)


def failed_name(conn: sa.Connection, poging: int, naam_index: bytes, sinds: datetime) -> Telling:
    """Count the failures of this name from addresses where it never succeeded."""
    known = sa.select(_t.c.adres_index).where(_t.c.naam_index == naam_index, _t.c.gelukt.is_(True))
    return _count(conn, _t.c.naam_index == naam_index, _t.c.adres_index.not_in(known), _t.c.id != poging, _t.c.tijd > sinds)


def failed_address(conn: sa.Connection, poging: int, adres_index: bytes, sinds: datetime) -> Telling:
    """Count the failures from this address, under any name."""
    return _count(conn, _t.c.adres_index == adres_index, _t.c.id != poging, _t.c.tijd > sinds)


def is_known(conn: sa.Connection, naam_index: bytes, adres_index: bytes) -> bool:
    """Tell whether this name ever succeeded from this address (as long as attempts are kept)."""
    pair = (_t.c.naam_index == naam_index, _t.c.adres_index == adres_index, _t.c.gelukt.is_(True))
    return conn.execute(sa.select(_t.c.id).where(*pair).limit(1)).first() is not None


def _count(conn: sa.Connection, *where: sa.ColumnElement[bool]) -> Telling:
    failures = (*where, _t.c.gelukt.is_(False))
    aantal, laatste = conn.execute(sa.select(sa.func.count(), sa.func.max(_t.c.tijd)).where(*failures)).one()
    return Telling(aantal, laatste)
