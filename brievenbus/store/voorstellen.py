"""The rows of proposed sentences. No row here knows of a letter, a desk or a person; the sentence is sealed under the house key."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from brievenbus.store import tables

_v = tables.voorstel


@dataclass(frozen=True, slots=True)
class VoorstelRij:
    """A proposal as stored; `zin` is sealed, and None once it was decided on."""

    id: str
    soort: str
    functie: str
    zin: bytes | None
    eerder: str
    dag: date
    stand: str


def add(conn: sa.Connection, rij: VoorstelRij) -> None:
    """Store a proposal."""
    conn.execute(_v.insert().values(**asdict(rij)))


def with_state(conn: sa.Connection, stand: str, most: int) -> list[VoorstelRij]:
    """Return at most `most` proposals in a state, by letter type; in no order that tells which came first on a day."""
    query = sa.select(_v).where(_v.c.stand == stand).order_by(_v.c.soort, _v.c.dag, _v.c.id).limit(most)
    return [VoorstelRij(**row) for row in conn.execute(query).mappings()]


def by_id(conn: sa.Connection, voorstel_id: str) -> VoorstelRij | None:
    """Return one proposal."""
    row = conn.execute(sa.select(_v).where(_v.c.id == voorstel_id)).mappings().one_or_none()
    return None if row is None else VoorstelRij(**row)


def count(conn: sa.Connection, stand: str) -> int:
    """Return how many proposals are in a state."""
    return int(conn.execute(sa.select(sa.func.count()).select_from(_v).where(_v.c.stand == stand)).scalar_one())


def decide(conn: sa.Connection, voorstel_id: str, stand: str) -> bool:
    """Close an open proposal and forget its sentence; False where it was not open (any more)."""
    closed = _v.update().where(_v.c.id == voorstel_id, _v.c.stand == "open").values(stand=stand, zin=None)
    return conn.execute(closed).rowcount == 1
