"""How many letters of a type came from a sender in a month. Counts only: no row here knows of a letter, a desk or a person."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from brievenbus.store import tables

_t = tables.telling


@dataclass(frozen=True, slots=True)
class Telling:
    """One count; `maand` as JJJJ-MM."""

    maand: str
    afzender: str
    briefsoort: str
    aantal: int


def add(conn: sa.Connection, maand: str, afzender: str, briefsoort: str) -> None:
    """Count one more, in the caller's transaction. Two at once both count."""
    made: sqlite.Insert | postgresql.Insert = sqlite.insert(_t) if conn.dialect.name == "sqlite" else postgresql.insert(_t)
    keys = {"maand": maand, "afzender_sleutel": afzender, "briefsoort_sleutel": briefsoort}
    conn.execute(made.values(**keys, aantal=1).on_conflict_do_update(index_elements=list(keys), set_={"aantal": _t.c.aantal + 1}))


def until(conn: sa.Connection, maand: str) -> list[Telling]:
    """Return every count up to and with this month, the oldest month first."""
    query = sa.select(_t).where(_t.c.maand <= maand).order_by(_t.c.maand, _t.c.afzender_sleutel, _t.c.briefsoort_sleutel)
    return [Telling(row.maand, row.afzender_sleutel, row.briefsoort_sleutel, row.aantal) for row in conn.execute(query)]
