"""The rows that hold letters together: a resident's visit to a desk, and a pile handed in at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from brievenbus.store import tables

_v, _s, _b = tables.bezoek, tables.stapel, tables.brief


@dataclass(frozen=True, slots=True)
class BezoekRij:
    """A visit as stored."""

    id: str
    balie_id: str
    gebruiker_id: str
    begonnen: datetime
    gesloten: datetime | None = None


@dataclass(frozen=True, slots=True)
class StapelRij:
    """A pile as stored."""

    id: str
    balie_id: str
    bezoek_id: str | None
    gebruiker_id: str
    aangemaakt: datetime


def insert(conn: sa.Connection, bezoek: BezoekRij) -> None:
    """Store a new visit."""
    conn.execute(_v.insert().values(**asdict(bezoek)))


def by_id(conn: sa.Connection, bezoek_id: str, balie_id: str | None) -> BezoekRij | None:
    """Return a visit to this desk (None: to any); on PostgreSQL it cannot be closed until this transaction ends."""
    query = sa.select(_v).where(_v.c.id == bezoek_id).with_for_update()
    row = conn.execute(query if balie_id is None else query.where(_v.c.balie_id == balie_id)).one_or_none()
    return None if row is None else BezoekRij(row.id, row.balie_id, row.gebruiker_id, row.begonnen, row.gesloten)


def latest_open(conn: sa.Connection, gebruiker_id: str, balie_id: str, sinds: datetime) -> BezoekRij | None:
    """Return the newest visit that this person opened at this desk since then and did not close."""
    query = sa.select(_v).where(
        _v.c.gebruiker_id == gebruiker_id, _v.c.balie_id == balie_id, _v.c.begonnen >= sinds, _v.c.gesloten.is_(None)
    )  # fmt: skip
    row = conn.execute(query.order_by(_v.c.begonnen.desc(), _v.c.id.desc()).limit(1).with_for_update()).one_or_none()
    return None if row is None else BezoekRij(row.id, row.balie_id, row.gebruiker_id, row.begonnen, row.gesloten)


def recent(conn: sa.Connection, balie_id: str, sinds: datetime, *, ook_gesloten: bool, aantal: int) -> tuple[BezoekRij, ...]:
    """Return the visits to a desk since then, newest first."""
    query = sa.select(_v).where(_v.c.balie_id == balie_id, _v.c.begonnen >= sinds)
    query = query if ook_gesloten else query.where(_v.c.gesloten.is_(None))
    rows = conn.execute(query.order_by(_v.c.begonnen.desc(), _v.c.id.desc()).limit(aantal))
    return tuple(BezoekRij(r.id, r.balie_id, r.gebruiker_id, r.begonnen, r.gesloten) for r in rows)


def count_letters(conn: sa.Connection, bezoek_ids: list[str]) -> dict[str, int]:
    """Return how many letters each visit holds, erased ones not counted."""
    query = sa.select(_b.c.bezoek_id, sa.func.count()).where(_b.c.bezoek_id.in_(bezoek_ids), _b.c.status != "gewist")
    return {row[0]: row[1] for row in conn.execute(query.group_by(_b.c.bezoek_id))}


def close(conn: sa.Connection, bezoek_id: str, gesloten: datetime, bewaren_tot: datetime) -> int:
    """Close a visit; its letters are kept until `bewaren_tot`. Return how many. Letters handed to a team keep their own time."""
    conn.execute(_v.update().where(_v.c.id == bezoek_id, _v.c.gesloten.is_(None)).values(gesloten=gesloten))
    return _keep(conn, bezoek_id, bewaren_tot)


def reopen(conn: sa.Connection, bezoek_id: str, bewaren_tot: datetime) -> int:
    """Open a visit again; its letters are kept until `bewaren_tot`. Return how many. Letters handed to a team keep their own time."""
    conn.execute(_v.update().where(_v.c.id == bezoek_id).values(gesloten=None))
    return _keep(conn, bezoek_id, bewaren_tot)


def _keep(conn: sa.Connection, bezoek_id: str, bewaren_tot: datetime) -> int:
    handed = sa.select(tables.doorverwijzing.c.brief_id).where(tables.doorverwijzing.c.brief_id == _b.c.id).exists()
    query = _b.update().where(_b.c.bezoek_id == bezoek_id, _b.c.status != "gewist", ~handed)
    return conn.execute(query.values(bewaren_tot=bewaren_tot)).rowcount


def insert_pile(conn: sa.Connection, stapel: StapelRij) -> None:
    """Store a new pile."""
    conn.execute(_s.insert().values(**asdict(stapel)))


def pile_by_id(conn: sa.Connection, stapel_id: str, balie_id: str | None) -> StapelRij | None:
    """Return a pile of this desk (None: of any)."""
    query = sa.select(_s).where(_s.c.id == stapel_id)
    row = conn.execute(query if balie_id is None else query.where(_s.c.balie_id == balie_id)).one_or_none()
    return None if row is None else StapelRij(row.id, row.balie_id, row.bezoek_id, row.gebruiker_id, row.aangemaakt)


def pile_progress(conn: sa.Connection, stapel_id: str, sessie_id: str | None) -> Counter[str]:
    """Return how many letters of a pile are in each state; where a session is given, of those it brought."""
    query = sa.select(_b.c.status, sa.func.count()).where(_b.c.stapel_id == stapel_id)
    query = query if sessie_id is None else query.where(_b.c.sessie_id == sessie_id)
    return Counter({row[0]: row[1] for row in conn.execute(query.group_by(_b.c.status))})


def pile_items(conn: sa.Connection, stapel_id: str, sessie_id: str | None) -> int:
    """Return how many items were sent with a pile; a file that held many letters is one."""
    query = sa.select(sa.func.count()).where(_b.c.stapel_id == stapel_id, _b.c.deel == 1)
    return conn.execute(query if sessie_id is None else query.where(_b.c.sessie_id == sessie_id)).scalar_one()
