"""The rows of answers to the question of a letter's route. The answer passes through here only as sealed bytes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from brievenbus.store import tables

_a, _b = tables.antwoord, tables.brief


@dataclass(frozen=True, slots=True)
class AntwoordRij:
    """An answer as stored; `antwoord` is sealed under the letter's key."""

    brief_id: str
    gebruiker_id: str
    tijd: datetime
    antwoord: bytes


def by_letter(conn: sa.Connection, brief_id: str) -> AntwoordRij | None:
    """Return the answer that was given for a letter."""
    row = conn.execute(sa.select(_a).where(_a.c.brief_id == brief_id)).one_or_none()
    return None if row is None else AntwoordRij(row.brief_id, row.gebruiker_id, row.tijd, bytes(row.antwoord))


def put(conn: sa.Connection, rij: AntwoordRij) -> bool:
    """Store an answer in place of an earlier one. False where the letter is not read (any more): nothing is kept of an erased one."""
    held = sa.select(_b.c.id).where(_b.c.id == rij.brief_id, _b.c.status == "klaar").with_for_update()  # who erases it now waits
    if conn.execute(held).first() is None:
        return False
    made: sqlite.Insert | postgresql.Insert = sqlite.insert(_a) if conn.dialect.name == "sqlite" else postgresql.insert(_a)
    said = asdict(rij)
    conn.execute(made.values(**said).on_conflict_do_update(index_elements=["brief_id"], set_=said))
    return True
