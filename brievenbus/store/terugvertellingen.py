"""How often an explanation was clear, in a month. Counts only: no row here knows of a letter, a desk or a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from brievenbus.store import tables

_t = tables.terugvertelling

Uitkomst = Literal["meteen", "na_uitleg", "mens"]


@dataclass(frozen=True, slots=True)
class Terugvertelling:
    """One count; `maand` is its first day."""

    maand: date
    uitkomst: str
    aantal: int


def add(conn: sa.Connection, dag: date, uitkomst: Uitkomst) -> None:
    """Count one more in the month of a day, in the caller's transaction. Two at once both count."""
    made: sqlite.Insert | postgresql.Insert = sqlite.insert(_t) if conn.dialect.name == "sqlite" else postgresql.insert(_t)
    keys = {"maand": dag.replace(day=1), "uitkomst": uitkomst}
    conn.execute(made.values(**keys, aantal=1).on_conflict_do_update(index_elements=list(keys), set_={"aantal": _t.c.aantal + 1}))


def until(conn: sa.Connection, dag: date) -> list[Terugvertelling]:
    """Return every count up to and with the month of a day, the oldest month first."""
    query = sa.select(_t).where(_t.c.maand <= dag).order_by(_t.c.maand, _t.c.uitkomst)
    return [Terugvertelling(row.maand, row.uitkomst, row.aantal) for row in conn.execute(query)]
