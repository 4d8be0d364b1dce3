"""Pairing a phone with a desk: a code of 256 random bits in a QR picture, good for one phone, for five minutes.

The code stands behind the # of the address, which a browser never sends: it reaches no log on the way. The phone gives it
in the body of one request and gets a session that can only bring letters, to this desk and this visit.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, gebeurtenis
from brievenbus.dienst.bezoeken import visit_for
from brievenbus.dienst.sessies import DUUR, begin_sessie, sluit_sessie
from brievenbus.errors import AccessError, LoginError, MissingError
from brievenbus.store import audit, koppelingen, new_id, sessies
from brievenbus.store.crypto import token_hash
from brievenbus.store.koppelingen import KoppelingRij
from brievenbus.store.sessies import SessieRij

Stand = Literal["wacht", "gekoppeld", "verlopen"]

CODE_MINUTES = 5
"""Time to take the phone out and scan."""


@dataclass(frozen=True, slots=True)
class Koppeling:
    """A new code, the only time it is in the clear. `url` is what the QR picture holds."""

    id: str
    code: str
    url: str
    vervalt: datetime
    bezoek_id: str


@dataclass(frozen=True, slots=True)
class KoppelingStand:
    """How a pairing is doing. `vervalt` is the end of the code, or of the phone's session once it is paired."""

    id: str
    stand: Stand
    vervalt: datetime
    bezoek_id: str


@dataclass(frozen=True, slots=True)
class Gekoppeld:
    """What a phone gets for a code: a token, good until `vervalt`, and which visit its letters go to."""

    token: str
    vervalt: datetime
    koppeling_id: str
    bezoek_id: str


def maak(dienst: Dienst, wie: Wie, bezoek_id: str | None = None) -> Koppeling:
    """Make a code for one phone. Without a visit it is for the one at hand, or for a new one. This session's unused code dies.

    Raises AccessError (not a volunteer with a desk), MissingError (not a visit of this desk), ConflictError (bezoek_gesloten).
    """
    desk, nu, code = _desk(wie), dienst.klok(), secrets.token_urlsafe(32)
    with dienst.opslag.engine.begin() as conn:
        visit = visit_for(conn, dienst, wie, bezoek_id, nu)
        rij = KoppelingRij(
            id=new_id(), gebruiker_id=wie.gebruiker_id, balie_id=desk, bezoek_id=visit.id, maker_sessie_id=wie.sessie_id,
            vervalt=nu + timedelta(minutes=CODE_MINUTES),
        )  # fmt: skip
        koppelingen.void_of_session(conn, wie.sessie_id, nu)
        koppelingen.insert(conn, rij, token_hash(code), nu)
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "koppeling_gemaakt", "koppeling", rij.id), nu)
    return Koppeling(rij.id, code, f"{dienst.beleid.adres.rstrip('/')}/telefoon#{code}", rij.vervalt, visit.id)


def wissel_in(dienst: Dienst, code: str, trace_id: str = "") -> Gekoppeld:
    """Give a phone its session for a code; the same code never works again. Raises LoginError (koppelcode_ongeldig)."""
    nu = dienst.klok()
    try:
        with dienst.opslag.engine.begin() as conn:
            rij = koppelingen.find_open(conn, token_hash(code), nu)
            if rij is None or not _is_in(conn, rij.maker_sessie_id):
                raise LoginError("koppelcode_ongeldig")
            token, sessie = begin_sessie(conn, dienst, rij.gebruiker_id, "telefoon", balie_id=rij.balie_id, bezoek_id=rij.bezoek_id)
            if not koppelingen.use(conn, rij.id, sessie.id, nu):
                raise LoginError("koppelcode_ongeldig")
            phone = Wie(rij.gebruiker_id, "vrijwilliger", "telefoon", rij.balie_id, None, rij.bezoek_id, sessie.id, trace_id)
            audit.append(conn, dienst.opslag.huis, gebeurtenis(phone, "koppeling_gebruikt", "koppeling", rij.id), nu)
    except MissingError as error:  # the volunteer was blocked meanwhile
        raise LoginError("koppelcode_ongeldig") from error
    return Gekoppeld(token, _end(sessie), rij.id, rij.bezoek_id)


def stand(dienst: Dienst, wie: Wie, koppeling_id: str) -> KoppelingStand:
    """Return how a pairing of this desk is doing. Raises MissingError."""
    with dienst.opslag.engine.connect() as conn:
        return _stand(conn, _own(conn, wie, koppeling_id), dienst.klok())


def eigen(dienst: Dienst, wie: Wie) -> KoppelingStand:
    """Return how the pairing of the phone that asks is doing; asking counts as use of its session. Raises MissingError."""
    with dienst.opslag.engine.connect() as conn:
        rij = koppelingen.find_of_phone(conn, wie.sessie_id)
        if rij is None or wie.soort != "telefoon":
            raise MissingError("niet_gevonden")
        return _stand(conn, rij, dienst.klok())


def verbreek(dienst: Dienst, wie: Wie, koppeling_id: str) -> KoppelingStand:
    """Make a code unusable and close the session of the phone that used it. Twice is fine. Raises MissingError."""
    nu = dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        koppelingen.void(conn, _own(conn, wie, koppeling_id).id, nu)
        rij = _own(conn, wie, koppeling_id)
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "koppeling_verbroken", "koppeling", rij.id), nu)
    if rij.sessie_id is not None:
        sluit_sessie(dienst, wie, rij.sessie_id)
    return KoppelingStand(rij.id, "verlopen", nu, rij.bezoek_id)


def _desk(wie: Wie) -> str:
    if wie.rol != "vrijwilliger" or wie.soort != "mens" or wie.balie_id is None:
        raise AccessError("mag_niet")
    return wie.balie_id


def _own(conn: sa.Connection, wie: Wie, koppeling_id: str) -> KoppelingRij:
    rij = koppelingen.find(conn, koppeling_id)
    if rij is None or rij.balie_id != _desk(wie):
        raise MissingError("niet_gevonden")
    return rij


def _stand(conn: sa.Connection, rij: KoppelingRij, nu: datetime) -> KoppelingStand:
    sessie = None if rij.sessie_id is None else sessies.find(conn, rij.sessie_id)
    if sessie is None:
        return KoppelingStand(rij.id, "wacht" if rij.vervalt > nu else "verlopen", rij.vervalt, rij.bezoek_id)
    alive = sessie.ingetrokken is None and nu < _end(sessie)
    return KoppelingStand(rij.id, "gekoppeld" if alive else "verlopen", _end(sessie), rij.bezoek_id)


def _is_in(conn: sa.Connection, sessie_id: str) -> bool:
    """Tell whether the desk that showed the code is still logged in: who logs out takes the picture along."""
    sessie = sessies.find(conn, sessie_id)
    return sessie is not None and sessie.ingetrokken is None


def _end(sessie: SessieRij) -> datetime:
    """Return when a phone's session ends if nothing more is done with it."""
    quiet = DUUR["telefoon"].stil
    return sessie.vervalt if quiet is None else min(sessie.vervalt, sessie.gezien + quiet)
