"""The outbox: what has to reach a system of the municipality, and whether it did. A row is a message; its content is made when it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from brievenbus.store import new_id, tables

_t = tables.overdracht

Soort = Literal["doorverwijzing", "intrekking"]
Status = Literal["wacht", "gedaan", "vervallen"]


@dataclass(frozen=True, slots=True)
class OverdrachtRij:
    """One message: for which referral and consent, to which system, and how often it was tried."""

    id: str
    doorverwijzing_id: str
    toestemming_id: str
    soort: Soort
    naar: str
    status: Status
    referentie: str | None
    pogingen: int
    aangemaakt: datetime
    laatst: datetime | None
    fout: str | None


def insert(conn: sa.Connection, doorverwijzing_id: str, toestemming_id: str, soort: Soort, naar: str, nu: datetime) -> None:
    """Put a message in the outbox."""
    conn.execute(
        _t.insert().values(
            id=new_id(), doorverwijzing_id=doorverwijzing_id, toestemming_id=toestemming_id, soort=soort, naar=naar,
            status="wacht", pogingen=0, aangemaakt=nu,
        )
    )  # fmt: skip


def select(conn: sa.Connection, doorverwijzing_id: str) -> list[OverdrachtRij]:
    """Return all messages of a referral, oldest first."""
    rows = conn.execute(sa.select(_t).where(_t.c.doorverwijzing_id == doorverwijzing_id).order_by(_t.c.aangemaakt, _t.c.soort))
    return [OverdrachtRij(**row) for row in rows.mappings()]


def begin(conn: sa.Connection, rij: OverdrachtRij, nu: datetime) -> bool:
    """Count an attempt, before anything leaves the house; False where there is nothing to send any more."""
    done = conn.execute(
        _t.update().where(_t.c.id == rij.id, _t.c.status == "wacht").values(pogingen=_t.c.pogingen + 1, laatst=nu, fout=None)
    )  # fmt: skip
    return done.rowcount == 1


def done(conn: sa.Connection, rij: OverdrachtRij, referentie: str) -> bool:
    """Mark a message as arrived; False where it was so already."""
    made = conn.execute(
        _t.update().where(_t.c.id == rij.id, _t.c.status == "wacht").values(status="gedaan", referentie=referentie, fout=None)
    )  # fmt: skip
    return made.rowcount == 1


def failed(conn: sa.Connection, rij: OverdrachtRij, code: str) -> None:
    """Keep why an attempt failed; the message goes on waiting."""
    conn.execute(_t.update().where(_t.c.id == rij.id, _t.c.status == "wacht").values(fout=code))


def expire(conn: sa.Connection, rij: OverdrachtRij) -> None:
    """Take a message out of the outbox that must not go any more."""
    conn.execute(_t.update().where(_t.c.id == rij.id, _t.c.status == "wacht").values(status="vervallen"))


def drop(conn: sa.Connection, toestemming_id: str) -> bool:
    """Stop the message of a withdrawn consent; True where it left, or may have left, so that the withdrawal must follow it."""
    sent = sa.and_(_t.c.toestemming_id == toestemming_id, _t.c.soort == "doorverwijzing")
    conn.execute(_t.update().where(sent, _t.c.status == "wacht").values(status="vervallen"))
    return conn.execute(sa.select(_t.c.id).where(sent, _t.c.pogingen > 0)).first() is not None


def stuck(conn: sa.Connection, voor: datetime) -> list[OverdrachtRij]:
    """Return the messages that still wait and that nobody tried since `voor`."""
    since = sa.func.coalesce(_t.c.laatst, _t.c.aangemaakt, type_=tables.Moment)
    rows = conn.execute(sa.select(_t).where(_t.c.status == "wacht", since <= voor).order_by(_t.c.aangemaakt))
    return [OverdrachtRij(**row) for row in rows.mappings()]
