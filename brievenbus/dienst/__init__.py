"""What the service does with letters and people, above the store and below the web and the jobs.

Every function takes the `Dienst` (what it works with), a `Wie` (who asks) and plain values; it checks whether this one may
touch this object, and writes its change and its audit row in one transaction. Nothing here knows of HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

import sqlalchemy as sa

from brievenbus.dienst.bericht import Doorzetter
from brievenbus.kennis import Kennis
from brievenbus.store import Opslag
from brievenbus.store.audit import Gebeurtenis

Rol = Literal["vrijwilliger", "wijkteam", "beheerder", "controleur"]
Soort = Literal["mens", "telefoon", "apparaat", "systeem"]

SPOED, GEWOON, STAPEL = 1, 5, 10
"""Priorities of the queue: lower goes first. A person waiting goes before a pile."""


@dataclass(frozen=True, slots=True)
class Wie:
    """Who asks. `telefoon` and `apparaat` may only bring letters; `systeem` is a worker or the command line."""

    gebruiker_id: str
    rol: Rol
    soort: Soort = "mens"
    balie_id: str | None = None
    wijkteam_id: str | None = None
    bezoek_id: str | None = None
    sessie_id: str = ""
    trace_id: str = ""


SYSTEEM = Wie("systeem", "beheerder", "systeem")


@dataclass(frozen=True, slots=True)
class Beleid:
    """What an organisation may choose. Hours and days are counted as said; see `settings` for the sentences."""

    adres: str = "http://127.0.0.1:8000"
    bewaren_uren: int = 24
    bewaren_doorverwijzing_dagen: int = 30
    bewaren_log_dagen: int = 365
    aanvaard_werkdagen: int = 2
    max_bytes: int = 25_000_000
    max_bestanden: int = 40
    max_bladzijden: int = 40
    clamav: str = ""


class Rij(Protocol):
    """The durable queue, as far as a caller needs it."""

    def zet(self, conn: sa.Connection, werkstroom: str, object_id: str, voorrang: int) -> None:
        """Queue `werkstroom` for one object in the caller's transaction; lower `voorrang` goes first.

        The same pair is one job, also after it ended: a repeated call never does anything twice. Who wants something done anew
        says so in the id, after a point (`opdracht`): `<id>.2` is another job for the same object. Jobs drop what is after it.
        """


def opdracht(object_id: str, keer: int) -> str:
    """Return what to queue when an object is done for the `keer`-th time, counted from 1."""
    return object_id if keer == 1 else f"{object_id}.{keer}"


@dataclass(frozen=True, slots=True)
class Dienst:
    """All that the service works with. `klok` gives now, aware, in UTC; `doorzetter` is the way out to the municipality, if any."""

    opslag: Opslag
    rij: Rij
    beleid: Beleid
    kennis: Kennis
    klok: Callable[[], datetime]
    doorzetter: Doorzetter | None = None


def gebeurtenis(wie: Wie, actie: str, object_soort: str, object_id: str, **bijzonderheden: str | int | bool) -> Gebeurtenis:
    """Return the audit row for something this person did: only ids, labels and counts, never words of a letter."""
    return Gebeurtenis(
        actie=actie, object_soort=object_soort, object_id=object_id, oorsprong=wie.soort, actor=wie.gebruiker_id,
        trace_id=wie.trace_id, bijzonderheden=bijzonderheden,
    )  # fmt: skip
