"""What has been kept long enough: finding it, and removing the rows. The audit trail is never touched here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from brievenbus.store import tables

_b, _d, _t, _v, _s = tables.brief, tables.doorverwijzing, tables.toestemming, tables.bezoek, tables.stapel
HELD = ("verstuurd", "aanvaard")
"""A team works on it. Only a resident's recorded yes brings a referral here; a mere proposal keeps nothing longer."""


@dataclass(frozen=True, slots=True)
class Grenzen:
    """Moments before which something has been kept long enough."""

    nu: datetime
    doorverwijzing: datetime
    log: datetime
    sessie: datetime
    poging: datetime


@dataclass(frozen=True, slots=True)
class BriefBlobs:
    """Where a letter stands, and which blobs its rows name."""

    status: str
    blobs: frozenset[str]


def due(conn: sa.Connection, grenzen: Grenzen, aantal: int) -> Sequence[tuple[str, str]]:
    """Return (id, status) of letters whose time is over, the longest overdue first.

    Held: by a team that has it, by a referral that came back or was closed less than its days ago.
    """
    query = sa.select(_b.c.id, _b.c.status).where(*_over(grenzen))
    return [(row.id, row.status) for row in conn.execute(query.order_by(_b.c.bewaren_tot, _b.c.id).limit(aantal))]


def lock_due(conn: sa.Connection, brief_id: str, grenzen: Grenzen) -> bool:
    """Tell whether a letter's time is still over, in the transaction that erases it; nobody changes its referral meanwhile."""
    for t, column in ((_b, _b.c.id), (_d, _d.c.brief_id)):  # on SQLite the change that changes nothing takes the write lock
        conn.execute(t.update().where(column == brief_id).values(balie_id=t.c.balie_id))
    return conn.execute(sa.select(_b.c.id).where(_b.c.id == brief_id, *_over(grenzen))).first() is not None


def erased_with_referral(conn: sa.Connection, grenzen: Grenzen, aantal: int) -> Sequence[str]:
    """Return letters that somebody erased and whose referral, held no longer, still says something."""
    says = sa.or_(_d.c.gegevens.is_not(None), _d.c.notities.is_not(None))
    query = sa.select(_b.c.id).join(_d, _d.c.brief_id == _b.c.id).where(_b.c.status == "gewist", says, ~_held(grenzen))
    return conn.execute(query.order_by(_b.c.id).limit(aantal)).scalars().all()


def empty_referral(conn: sa.Connection, brief_id: str, nu: datetime) -> int:
    """Forget what a letter's referral says, and close it where it was still open; return how many fields that were."""
    row = conn.execute(sa.select(_d.c.gegevens, _d.c.notities, _d.c.gesloten).where(_d.c.brief_id == brief_id)).one_or_none()
    if row is None:
        return 0
    end: dict[str, Any] = {} if row.gesloten else {"status": "gesloten", "label": "anders", "gesloten": nu}
    query = _d.update().where(_d.c.brief_id == brief_id)
    conn.execute(query.values(gegevens=None, notities=None, versie=_d.c.versie + 1, **end))
    return sum(value is not None for value in row[:2])


def open_visits(conn: sa.Connection, voor: datetime) -> Sequence[tuple[str, datetime]]:
    """Return (id, begonnen) of visits that began before then and that nobody closed."""
    query = sa.select(_v.c.id, _v.c.begonnen).where(_v.c.gesloten.is_(None), _v.c.begonnen < voor)
    return [(row.id, row.begonnen) for row in conn.execute(query.order_by(_v.c.begonnen))]


def letters_of(conn: sa.Connection, bezoek_id: str) -> Sequence[str]:
    """Return the letters of a visit that were not erased, in the order in which they came."""
    query = sa.select(_b.c.id).where(_b.c.bezoek_id == bezoek_id, _b.c.status != "gewist").order_by(_b.c.aangemaakt, _b.c.id)
    return conn.execute(query).scalars().all()


def clean_access(conn: sa.Connection, grenzen: Grenzen) -> dict[str, int]:
    """Remove sessions, invitations, phone codes and log-in attempts that have been of no use for long enough."""
    s, u, k, i, w = tables.sessie, tables.uitnodiging, tables.koppeling, tables.inlogpoging, tables.tik
    ended = sa.or_(s.c.vervalt < grenzen.sessie, s.c.ingetrokken < grenzen.sessie)
    over = {
        "sessies": s.delete().where(ended),
        "uitnodigingen": u.delete().where(u.c.vervalt < grenzen.sessie),
        "koppelingen": k.delete().where(k.c.vervalt < grenzen.sessie),
        "pogingen": i.delete().where(i.c.tijd < grenzen.poging),
        "tikken": w.delete().where(w.c.tijd < grenzen.poging),
    }
    return {naam: conn.execute(query).rowcount for naam, query in over.items()}


def clean_tombstones(conn: sa.Connection, grenzen: Grenzen, aantal: int) -> int:
    """Remove what is left of letters erased long ago: the bare rows, their consents and referrals. Return how many letters."""
    query = sa.select(_b.c.id).where(_b.c.status == "gewist", _b.c.gewist < grenzen.log).order_by(_b.c.gewist).limit(aantal)
    ids = conn.execute(query).scalars().all()
    if ids:
        for t in (_d, _t):
            conn.execute(t.delete().where(t.c.brief_id.in_(ids)))
        conn.execute(_b.delete().where(_b.c.id.in_(ids)))
    return len(ids)


def clean_visits(conn: sa.Connection, grenzen: Grenzen) -> int:
    """Remove visits and piles of long ago that hold nothing any more; return how many."""
    done = 0
    for t, moment, holders in ((_s, _s.c.aangemaakt, (_b.c.stapel_id,)), (_v, _v.c.begonnen, (_b.c.bezoek_id, _s.c.bezoek_id))):
        used = [sa.select(sa.literal(1)).where(column == t.c.id).exists() for column in holders]
        done += conn.execute(t.delete().where(moment < grenzen.log, *(~one for one in used))).rowcount
    return done


def blobs_of(conn: sa.Connection, brief_ids: Iterable[str]) -> dict[str, BriefBlobs]:
    """Return for those of these letters that exist where they stand and which blobs belong to them."""
    ids = list(brief_ids)
    found: dict[str, set[str]] = {}
    states = {row.id: row.status for row in conn.execute(sa.select(_b.c.id, _b.c.status).where(_b.c.id.in_(ids)))}
    for t in (tables.bestand, tables.pagina):
        for brief_id, blob in conn.execute(sa.select(t.c.brief_id, t.c.blob).where(t.c.brief_id.in_(ids))):
            found.setdefault(brief_id, set()).add(blob)
    return {brief_id: BriefBlobs(status, frozenset(found.get(brief_id, ()))) for brief_id, status in states.items()}


def consents(conn: sa.Connection, brief_id: str) -> list[dict[str, Any]]:
    """Return the consents for a letter, oldest first, as plain values for the resident to read."""
    query = sa.select(_t.c.gegeven, _t.c.wijze, _t.c.velden, _t.c.afbeelding, _t.c.ingetrokken).where(_t.c.brief_id == brief_id)
    return [dict(row) for row in conn.execute(query.order_by(_t.c.gegeven)).mappings()]


def limits(nu: datetime, doorverwijzing_dagen: int, log_dagen: int) -> Grenzen:
    """Return the moments for now. Ended sessions and codes stay a day, log-in attempts and silent workers 30 days."""
    dagen = timedelta(days=1)
    return Grenzen(nu, nu - doorverwijzing_dagen * dagen, nu - log_dagen * dagen, nu - dagen, nu - 30 * dagen)


def _over(grenzen: Grenzen) -> tuple[sa.ColumnElement[bool], ...]:
    return (_b.c.status != "gewist", _b.c.bewaren_tot <= grenzen.nu, ~_held(grenzen))


def _held(grenzen: Grenzen) -> sa.ColumnElement[bool]:
    """Whether a team has the letter, or its referral was closed (or came back) less than its days ago."""
    d = _d.alias()
    ended = sa.case((d.c.status == "gesloten", d.c.gesloten), else_=d.c.verstuurd)
    ours = sa.and_(d.c.status.in_(("gesloten", "teruggegeven")), d.c.verstuurd.is_not(None))
    recent = sa.and_(ours, ended > sa.literal(grenzen.doorverwijzing, tables.Moment))
    return sa.select(sa.literal(1)).where(d.c.brief_id == _b.c.id, sa.or_(d.c.status.in_(HELD), recent)).exists()
