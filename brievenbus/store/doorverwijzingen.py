"""Referrals and the consents they rest on. A row is changed only by who names the version that was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from brievenbus.store import tables
from brievenbus.store.tables import Moment

_t, _toe = tables.doorverwijzing, tables.toestemming
WACHT, OPGEPAKT = 0, 1


@dataclass(frozen=True, slots=True)
class DoorverwijzingRij:
    """One referral as stored; `gegevens` and `notities` are sealed."""

    id: str
    brief_id: str
    balie_id: str
    gebruiker_id: str
    status: str
    reden: str
    spoed: bool
    werkdagen: int | None
    voorgesteld: datetime
    wijkteam_id: str | None = None
    toestemming_id: str | None = None
    niveau: int = 0
    label: str | None = None
    versie: int = 0
    verstuurd: datetime | None = None
    aanvaarden_voor: datetime | None = None
    overtijd: datetime | None = None
    aanvaard: datetime | None = None
    behandelaar_id: str | None = None
    gesloten: datetime | None = None
    gegevens: bytes | None = None
    notities: bytes | None = None


@dataclass(frozen=True, slots=True)
class ToestemmingRij:
    """The resident's yes for one letter."""

    id: str
    brief_id: str
    gebruiker_id: str
    gegeven: datetime
    wijze: str
    velden: tuple[str, ...]
    afbeelding: bool
    ingetrokken: datetime | None = None


@dataclass(frozen=True, slots=True)
class Keuze:
    """Which referrals: of a desk, a team or both, in which states, taken up by whom; after the one with id `na`, at most `aantal`."""

    balie_id: str | None = None
    wijkteam_id: str | None = None
    statussen: tuple[str, ...] = ()
    na: str | None = None
    aantal: int = 50
    behandelaar_id: str | None = None


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a referral stands in the pages of an inbox: the values themselves, so that it holds when the referral itself moves on."""

    rang: int
    moment: datetime
    id: str


def insert(conn: sa.Connection, rij: DoorverwijzingRij) -> bool:
    """Keep a new referral; False where the letter has one already, also when somebody was just ahead of us."""
    made: sqlite.Insert | postgresql.Insert = sqlite.insert(_t) if conn.dialect.name == "sqlite" else postgresql.insert(_t)
    query = made.values(**asdict(rij)).on_conflict_do_nothing(index_elements=["brief_id"]).returning(_t.c.id)
    return conn.execute(query).first() is not None  # not by rowcount: PostgreSQL's driver does not know it here


def find(conn: sa.Connection, doorverwijzing_id: str) -> DoorverwijzingRij | None:
    """Return one referral."""
    return _one(conn, _t.c.id == doorverwijzing_id)


def find_by_brief(conn: sa.Connection, brief_id: str) -> DoorverwijzingRij | None:
    """Return the referral of a letter: it has one at most."""
    return _one(conn, _t.c.brief_id == brief_id)


def update(conn: sa.Connection, rij: DoorverwijzingRij, **waarden: Any) -> bool:
    """Change a referral as it was read; False where somebody changed it since. One statement, so that only one can win."""
    done = conn.execute(_t.update().where(_t.c.id == rij.id, _t.c.versie == rij.versie).values(versie=rij.versie + 1, **waarden))
    return done.rowcount == 1


def select(conn: sa.Connection, keuze: Keuze) -> list[DoorverwijzingRij]:
    """Return referrals in the order in which they must be taken up: what was not sent yet by when it was proposed."""
    moment = sa.func.coalesce(_t.c.aanvaarden_voor, _t.c.voorgesteld, type_=Moment)
    query = sa.select(_t).where(*_chosen(keuze)).order_by(moment, _t.c.id).limit(keuze.aantal)
    if keuze.na is not None:
        last = sa.select(moment).where(_t.c.id == keuze.na).scalar_subquery()
        query = query.where(sa.or_(moment > last, sa.and_(moment == last, _t.c.id > keuze.na)))
    return [DoorverwijzingRij(**row) for row in conn.execute(query).mappings()]


def page(conn: sa.Connection, keuze: Keuze, na: Plaats | None, *, terug: bool = False) -> list[DoorverwijzingRij]:
    """Return referrals in the order of `plaats`, from after `na`; with `terug` the last ones before it."""
    rang = sa.case((_t.c.status == "verstuurd", WACHT), else_=OPGEPAKT)
    moment = sa.func.coalesce(_t.c.aanvaarden_voor, _t.c.voorgesteld, type_=Moment)
    query = sa.select(_t).where(*_chosen(keuze)).limit(keuze.aantal)
    keys = (rang, moment, _t.c.id)
    if na is not None:
        here = sa.tuple_(sa.literal(na.rang), sa.literal(na.moment, Moment), sa.literal(na.id))
        query = query.where(sa.tuple_(*keys) < here if terug else sa.tuple_(*keys) > here)
    rows = conn.execute(query.order_by(*(key.desc() if terug else key for key in keys))).mappings()
    found = [DoorverwijzingRij(**row) for row in rows]
    return found[::-1] if terug else found


def plaats(rij: DoorverwijzingRij) -> Plaats:
    """Return where a referral stands in an inbox: what waits first, by when it must be taken up; then what somebody took up."""
    return Plaats(WACHT if rij.status == "verstuurd" else OPGEPAKT, rij.aanvaarden_voor or rij.voorgesteld, rij.id)


def late(conn: sa.Connection, wijkteam_id: str, nu: datetime) -> int:
    """Return how many referrals wait too long at a team."""
    waits = sa.and_(_t.c.status == "verstuurd", sa.or_(_t.c.overtijd.is_not(None), _t.c.aanvaarden_voor <= nu))
    return conn.execute(sa.select(sa.func.count()).select_from(_t).where(_t.c.wijkteam_id == wijkteam_id, waits)).scalar_one()


def desks(conn: sa.Connection, keuze: Keuze) -> list[tuple[str, str]]:
    """Return id and name of the desks that these referrals came from, by name."""
    b = tables.balie
    query = sa.select(b.c.id, b.c.naam).join(_t, _t.c.balie_id == b.c.id).where(*_chosen(keuze)).distinct().order_by(b.c.naam)
    return [(row.id, row.naam) for row in conn.execute(query)]


def due(conn: sa.Connection, nu: datetime) -> Sequence[str]:
    """Return the ids of referrals that nobody accepted in time and that were not yet marked as stuck at the top."""
    late = sa.and_(_t.c.status == "verstuurd", _t.c.aanvaarden_voor <= nu, _t.c.overtijd.is_(None))
    return conn.execute(sa.select(_t.c.id).where(late).order_by(_t.c.aanvaarden_voor, _t.c.id)).scalars().all()


def insert_toestemming(conn: sa.Connection, rij: ToestemmingRij) -> None:
    """Keep a consent."""
    conn.execute(_toe.insert().values(**{**asdict(rij), "velden": list(rij.velden)}))


def find_toestemming(conn: sa.Connection, toestemming_id: str) -> ToestemmingRij | None:
    """Return one consent."""
    row = conn.execute(sa.select(_toe).where(_toe.c.id == toestemming_id)).mappings().one_or_none()
    return None if row is None else ToestemmingRij(**{**row, "velden": tuple(row["velden"])})


def withdraw(conn: sa.Connection, toestemming_id: str, nu: datetime) -> bool:
    """Mark a consent as withdrawn; False where it was so already."""
    done = conn.execute(_toe.update().where(_toe.c.id == toestemming_id, _toe.c.ingetrokken.is_(None)).values(ingetrokken=nu))
    return done.rowcount == 1


def withdrawn(conn: sa.Connection, toestemming_ids: Sequence[str]) -> frozenset[str]:
    """Return which of these consents were withdrawn."""
    gone = sa.select(_toe.c.id).where(_toe.c.id.in_(toestemming_ids), _toe.c.ingetrokken.is_not(None))
    return frozenset(conn.execute(gone).scalars())


def _chosen(keuze: Keuze) -> list[sa.ColumnElement[bool]]:
    of = ((_t.c.balie_id, keuze.balie_id), (_t.c.wijkteam_id, keuze.wijkteam_id), (_t.c.behandelaar_id, keuze.behandelaar_id))
    wanted = [column == value for column, value in of if value is not None]
    return [*wanted, _t.c.status.in_(keuze.statussen)] if keuze.statussen else wanted


def _one(conn: sa.Connection, where: sa.ColumnElement[bool]) -> DoorverwijzingRij | None:
    row = conn.execute(sa.select(_t).where(where)).mappings().one_or_none()
    return None if row is None else DoorverwijzingRij(**row)
