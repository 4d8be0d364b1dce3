"""How a letter stands, and who may see it: what every function about letters starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from datetime import date as Date
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from brievenbus.dienst import Wie
from brievenbus.errors import AccessError, ConflictError, MissingError
from brievenbus.store import Opslag, brieven
from brievenbus.store.brieven import Bereik, BriefRij
from brievenbus.store.crypto import Ingepakt, seal_json, unseal_json

NEDERLAND = ZoneInfo("Europe/Amsterdam")

Waarden = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class BriefStand:
    """Where a letter is on its way. `fout` is the code of what went wrong, `fout_waarden` fill the slots of its sentence.

    `bladzijden` is 0 until it is read. It is letter `deel` of the `delen` that were found in one file; until that was read, and for
    most, 1 of 1. `herhaald`: this upload was a repeat of an earlier one, and this is that letter. `fase` is how far reading is, only
    while it is `bezig` (`store.brieven.FASEN`).
    """

    id: str
    status: str
    aangemaakt: datetime
    gelezen: datetime | None
    bladzijden: int
    fout: str | None
    bezoek_id: str | None
    stapel_id: str | None
    bewaren_tot: datetime
    herhaald: bool = False
    fout_waarden: Waarden = field(default_factory=dict)
    deel: int = 1
    delen: int = 1
    fase: str | None = None


def stand(opslag: Opslag, rij: BriefRij, *, herhaald: bool = False) -> BriefStand:
    """Return how a stored letter stands."""
    waarden: Waarden = {}
    if rij.fout_waarden is not None:
        waarden = unseal_json(key_of(opslag, rij), f"brief|fout_waarden|{rij.id}", rij.fout_waarden)
    return BriefStand(
        rij.id, rij.status, rij.aangemaakt, rij.gelezen, rij.bladzijden or 0, rij.fout, rij.bezoek_id, rij.stapel_id,
        rij.bewaren_tot, herhaald, waarden, rij.deel, rij.delen, rij.fase,
    )  # fmt: skip


def key_of(opslag: Opslag, rij: BriefRij) -> bytes:
    """Return the letter's own key. Raises MissingError brief_gewist once it was erased, StoreError."""
    if rij.sleutel is None or rij.kek_id is None:
        raise MissingError("brief_gewist")
    return opslag.sleutels.unwrap(Ingepakt(rij.sleutel, rij.kek_id))


def sealed_values(key: bytes, brief_id: str, waarden: Waarden) -> bytes | None:
    """Seal what fills the slots of an error's sentence; None where there is nothing."""
    return seal_json(key, f"brief|fout_waarden|{brief_id}", dict(waarden)) if waarden else None


def reach(wie: Wie) -> Bereik:
    """Return which letters somebody may bring and see the state of. Raises AccessError mag_niet.

    A volunteer: those of the own desk. A phone or kiosk: those it brought itself. The system (worker, command line): all.
    """
    if wie.soort == "systeem":
        return Bereik()
    if wie.rol != "vrijwilliger" or wie.balie_id is None:
        raise AccessError("mag_niet")
    return Bereik(wie.balie_id) if wie.soort == "mens" else Bereik(wie.balie_id, wie.sessie_id)


def reach_contents(wie: Wie) -> Bereik:
    """Return which letters somebody may read, correct and erase: as `reach`, but never by phone or kiosk."""
    if wie.soort in ("telefoon", "apparaat"):
        raise AccessError("mag_niet")
    return reach(wie)


def find(conn: sa.Connection, brief_id: str, bereik: Bereik) -> BriefRij:
    """Return a letter within reach. Raises MissingError niet_gevonden, whether it does not exist or is not theirs."""
    rij = brieven.by_id(conn, brief_id, bereik)
    if rij is None:
        raise MissingError("niet_gevonden")
    return rij


def eis_gelezen(rij: BriefRij) -> BriefRij:
    """Return the letter if it was read. Raises MissingError brief_gewist; ConflictError nog_niet_gelezen, brief_niet_gelezen."""
    if rij.status == "gewist":
        raise MissingError("brief_gewist")
    if rij.status in brieven.TE_LEZEN:
        raise ConflictError("nog_niet_gelezen")
    if rij.status != "klaar":
        raise ConflictError("brief_niet_gelezen")
    return rij


def dutch_day(nu: datetime) -> Date:
    """Return the day that it is in the Netherlands."""
    return nu.astimezone(NEDERLAND).date()


def day_begins(nu: datetime) -> datetime:
    """Return when the Dutch day of `nu` began."""
    return datetime.combine(dutch_day(nu), time(), NEDERLAND).astimezone(UTC)


def day_ends(nu: datetime) -> datetime:
    """Return when the Dutch day of `nu` ends; a visit that nobody closed counts as closed then."""
    return datetime.combine(dutch_day(nu) + timedelta(days=1), time(), NEDERLAND).astimezone(UTC)
