"""Neighbourhood teams and which four digits of a postcode are theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from brievenbus.store import tables

_t, _p = tables.wijkteam, tables.wijkteam_postcode
_USED = (tables.gebruiker.c.wijkteam_id, tables.doorverwijzing.c.wijkteam_id, _t.c.hoger_id)


@dataclass(frozen=True, slots=True)
class WijkteamRij:
    """A team; `hoger_id` is the team one level up."""

    id: str
    naam: str
    hoger_id: str | None = None
    actief: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Reeks:
    """The four digits `van`..`tot`, both in."""

    van: int
    tot: int


def lock(conn: sa.Connection) -> None:
    """Let one beheerder at a time change teams: what is checked here (overlap, circles) spans more than one row.

    SQLite takes its write lock at the first change, not at the first question: so the change that changes nothing goes first.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(sa.text("LOCK TABLE wijkteam IN SHARE ROW EXCLUSIVE MODE"))
    else:
        conn.execute(_t.update().where(sa.false()).values(naam=_t.c.naam))


def insert(conn: sa.Connection, rij: WijkteamRij) -> None:
    """Keep a new team."""
    conn.execute(_t.insert().values(**asdict(rij)))


def update(conn: sa.Connection, rij: WijkteamRij) -> None:
    """Change a team."""
    conn.execute(_t.update().where(_t.c.id == rij.id).values(naam=rij.naam, hoger_id=rij.hoger_id, actief=rij.actief))


def delete(conn: sa.Connection, wijkteam_id: str) -> None:
    """Delete a team that nothing refers to, with its postcodes."""
    conn.execute(_t.delete().where(_t.c.id == wijkteam_id))


def find(conn: sa.Connection, wijkteam_id: str) -> WijkteamRij | None:
    """Return one team."""
    row = conn.execute(sa.select(_t).where(_t.c.id == wijkteam_id)).mappings().one_or_none()
    return None if row is None else WijkteamRij(**row)


def find_by_naam(conn: sa.Connection, naam: str) -> WijkteamRij | None:
    """Return the team with this name."""
    row = conn.execute(sa.select(_t).where(_t.c.naam == naam)).mappings().one_or_none()
    return None if row is None else WijkteamRij(**row)


def select(conn: sa.Connection) -> list[WijkteamRij]:
    """Return all teams by name."""
    return [WijkteamRij(**row) for row in conn.execute(sa.select(_t).order_by(_t.c.naam)).mappings()]


def in_use(conn: sa.Connection, wijkteam_id: str) -> bool:
    """Tell whether a person, a referral or another team refers to this team."""
    return any(conn.execute(sa.select(column).where(column == wijkteam_id).limit(1)).first() for column in _USED)


def find_by_postcode(conn: sa.Connection, postcode: int) -> WijkteamRij | None:
    """Return the working team whose postcodes hold these four digits."""
    query = sa.select(_t).join(_p, _p.c.wijkteam_id == _t.c.id).where(_p.c.van <= postcode, _p.c.tot >= postcode, _t.c.actief)
    row = conn.execute(query).mappings().first()
    return None if row is None else WijkteamRij(**row)


def reeksen(conn: sa.Connection) -> dict[str, tuple[Reeks, ...]]:
    """Return the postcodes of every team by its id, in order."""
    found: dict[str, tuple[Reeks, ...]] = {}
    for row in conn.execute(sa.select(_p).order_by(_p.c.van)):
        found[row.wijkteam_id] = (*found.get(row.wijkteam_id, ()), Reeks(row.van, row.tot))
    return found


def set_reeksen(conn: sa.Connection, wijkteam_id: str, reeksen: Sequence[Reeks]) -> None:
    """Replace the postcodes of a team."""
    conn.execute(_p.delete().where(_p.c.wijkteam_id == wijkteam_id))
    if reeksen:
        conn.execute(_p.insert(), [{"van": reeks.van, "tot": reeks.tot, "wijkteam_id": wijkteam_id} for reeks in reeksen])
