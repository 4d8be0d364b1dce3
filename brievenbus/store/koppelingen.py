"""The one-time codes with which a phone is paired to a desk. Only the hash of a code is ever stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from brievenbus.store import tables

_t = tables.koppeling


@dataclass(frozen=True, slots=True)
class KoppelingRij:
    """One code as stored; `sessie_id` is the session of the phone that used it."""

    id: str
    gebruiker_id: str
    balie_id: str
    bezoek_id: str
    maker_sessie_id: str
    vervalt: datetime
    gebruikt: datetime | None = None
    sessie_id: str | None = None


def insert(conn: sa.Connection, rij: KoppelingRij, code_hash: bytes, nu: datetime) -> None:
    """Keep a new code."""
    conn.execute(
        _t.insert().values(
            id=rij.id, code_hash=code_hash, gebruiker_id=rij.gebruiker_id, balie_id=rij.balie_id, bezoek_id=rij.bezoek_id,
            aangemaakt=nu, vervalt=rij.vervalt, maker_sessie_id=rij.maker_sessie_id,
        )
    )  # fmt: skip


def find(conn: sa.Connection, koppeling_id: str) -> KoppelingRij | None:
    """Return one code."""
    row = conn.execute(_select().where(_t.c.id == koppeling_id)).one_or_none()
    return None if row is None else KoppelingRij(*row)


def find_of_phone(conn: sa.Connection, sessie_id: str) -> KoppelingRij | None:
    """Return the code that opened this session of a phone."""
    row = conn.execute(_select().where(_t.c.sessie_id == sessie_id)).one_or_none()
    return None if row is None else KoppelingRij(*row)


def find_open(conn: sa.Connection, code_hash: bytes, nu: datetime) -> KoppelingRij | None:
    """Return the code with this hash if it can still be used."""
    row = conn.execute(_select().where(_t.c.code_hash == code_hash, _t.c.gebruikt.is_(None), _t.c.vervalt > nu)).one_or_none()
    return None if row is None else KoppelingRij(*row)


def use(conn: sa.Connection, koppeling_id: str, sessie_id: str, nu: datetime) -> bool:
    """Mark a code as used by this session; False where another phone was first. One statement, so that only one can win."""
    done = conn.execute(
        _t.update().where(_t.c.id == koppeling_id, _t.c.gebruikt.is_(None), _t.c.vervalt > nu).values(gebruikt=nu, sessie_id=sessie_id)
    )  # fmt: skip
    return done.rowcount == 1


def void(conn: sa.Connection, koppeling_id: str, nu: datetime) -> None:
    """Make a code that nobody used yet unusable."""
    conn.execute(_t.update().where(_t.c.id == koppeling_id, _t.c.gebruikt.is_(None), _t.c.vervalt > nu).values(vervalt=nu))


def void_of_session(conn: sa.Connection, maker_sessie_id: str, nu: datetime) -> None:
    """Make every unused code of one desk session unusable: one picture on one screen is one code."""
    conn.execute(
        _t.update().where(_t.c.maker_sessie_id == maker_sessie_id, _t.c.gebruikt.is_(None), _t.c.vervalt > nu).values(vervalt=nu)
    )  # fmt: skip


def _select() -> sa.Select[Any]:
    return sa.select(
        _t.c.id, _t.c.gebruiker_id, _t.c.balie_id, _t.c.bezoek_id, _t.c.maker_sessie_id, _t.c.vervalt, _t.c.gebruikt, _t.c.sessie_id
    )  # fmt: skip
