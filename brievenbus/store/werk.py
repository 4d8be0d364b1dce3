"""The rows of the work itself: which workers live, which letters wait, and how often a letter took its worker with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from brievenbus.store import tables
from brievenbus.store.brieven import TE_LEZEN

_b, _t = tables.brief, tables.tik


@dataclass(frozen=True, slots=True)
class Wachtend:
    """A letter that waits to be read, or is being read."""

    id: str
    poging: int
    voorrang: int


def tick(conn: sa.Connection, werker: str, nu: datetime) -> None:
    """Note that a worker is alive. Only the holder of its lock writes its row."""
    if not conn.execute(_t.update().where(_t.c.werker == werker).values(tijd=nu)).rowcount:
        conn.execute(_t.insert().values(werker=werker, tijd=nu))


def forget_tick(conn: sa.Connection, werker: str) -> None:
    """Note that a worker stopped."""
    conn.execute(_t.delete().where(_t.c.werker == werker))


def last_tick(conn: sa.Connection, werker: str) -> datetime | None:
    """Return when a worker was last alive; None for one that stopped or was never there."""
    return conn.execute(sa.select(_t.c.tijd).where(_t.c.werker == werker)).scalar_one_or_none()


def count_turn(conn: sa.Connection, brief_id: str) -> int:
    """Note that a worker begins on a letter; return how many did so since one last came to an end with it."""
    conn.execute(_b.update().where(_b.c.id == brief_id).values(beurten=_b.c.beurten + 1))
    return conn.execute(sa.select(_b.c.beurten).where(_b.c.id == brief_id)).scalar_one_or_none() or 0


def end_turns(conn: sa.Connection, brief_id: str) -> None:
    """Note that a worker came to an end with a letter, whatever that end was."""
    conn.execute(_b.update().where(_b.c.id == brief_id).values(beurten=0))


def waiting(conn: sa.Connection, voor: datetime, na: str, aantal: int) -> tuple[Wachtend, ...]:
    """Return letters to be read that came in before a moment, in the order of their ids, from after `na`."""
    query = sa.select(_b.c.id, _b.c.poging, _b.c.voorrang).where(_b.c.status.in_(TE_LEZEN), _b.c.aangemaakt < voor, _b.c.id > na)
    return tuple(Wachtend(row.id, row.poging, row.voorrang) for row in conn.execute(query.order_by(_b.c.id).limit(aantal)))


def try_lock(conn: sa.Connection, nummer: int) -> bool:
    """Take a lock of PostgreSQL that lasts as long as this connection; False where somebody has it."""
    return bool(conn.execute(sa.select(sa.func.pg_try_advisory_lock(_SLOT, nummer))).scalar_one())


def ping(conn: sa.Connection) -> None:
    """Ask nothing, to see whether the connection is still there."""
    conn.execute(sa.select(sa.literal(1))).scalar_one()


_SLOT = 7341
"""The first half of the number of every worker's lock."""
