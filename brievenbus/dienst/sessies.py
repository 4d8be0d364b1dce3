"""Sessions: an opaque token of 256 random bits, of which only the hash is stored. Three kinds:

* `mens`: somebody who logged in. Ends after 20 minutes without use and after 10 hours in any case (a long day at a desk).
* `telefoon`: a phone that scanned the desk's code. Brings letters to that desk and that visit and nothing else. The code is good
  for 5 minutes; the session ends after 5 minutes without use and after 30 minutes in any case, so that twelve pages can be sent
  in peace and a phone that went home cannot send any more.
* `apparaat`: a kiosk or app at a desk, under a token that a beheerder made. Brings letters, for a year, until withdrawn.

`gezien` is written at most once a minute, so a session may end up to a minute early, never late.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa

from brievenbus.dienst import Dienst, Rol, Soort, Wie, gebeurtenis
from brievenbus.errors import LoginError, MissingError
from brievenbus.store import audit, gebruikers, new_id, sessies
from brievenbus.store.crypto import blind, token_hash
from brievenbus.store.sessies import Houder, SessieRij


@dataclass(frozen=True, slots=True)
class Duur:
    """How long a kind of session lives: unused (None: as long as it lives) and at most."""

    stil: timedelta | None
    hoogstens: timedelta


DUUR: dict[Soort, Duur] = {
    "mens": Duur(timedelta(minutes=20), timedelta(hours=10)),
    "telefoon": Duur(timedelta(minutes=5), timedelta(minutes=30)),
    "apparaat": Duur(None, timedelta(days=365)),
}
GEZIEN = timedelta(minutes=1)
Sessie = SessieRij


def open_sessie(
    dienst: Dienst, gebruiker_id: str, soort: Soort, *, balie_id: str | None = None, bezoek_id: str | None = None,
    naam: str | None = None,
) -> tuple[str, Sessie]:  # fmt: skip
    """Open a session and return its token, the only time it is in the clear, with the session. Raises MissingError."""
    with dienst.opslag.engine.begin() as conn:
        return begin_sessie(conn, dienst, gebruiker_id, soort, balie_id=balie_id, bezoek_id=bezoek_id, naam=naam)


def begin_sessie(
    conn: sa.Connection, dienst: Dienst, gebruiker_id: str, soort: Soort, *, balie_id: str | None = None,
    bezoek_id: str | None = None, naam: str | None = None,
) -> tuple[str, Sessie]:  # fmt: skip
    """Do as `open_sessie`, in the caller's transaction. Without a desk it is the person's own."""
    person = gebruikers.find(conn, gebruiker_id)
    if person is None or not person.actief:
        raise MissingError("niet_gevonden")
    token, nu = secrets.token_urlsafe(32), dienst.klok()
    sessie = SessieRij(
        id=new_id(), soort=soort, gebruiker_id=gebruiker_id, balie_id=balie_id or person.balie_id, bezoek_id=bezoek_id, naam=naam,
        aangemaakt=nu, gezien=nu, vervalt=nu + DUUR[soort].hoogstens, ingetrokken=None,
    )  # fmt: skip
    sessies.insert(conn, sessie, token_hash(token))
    return token, sessie


def wie_is(dienst: Dienst, token: str, trace_id: str = "") -> Wie:
    """Return who holds this token, with the role and desk they have now. Raises LoginError for any token that is no good."""
    nu = dienst.klok()
    with dienst.opslag.engine.connect() as conn:
        holder = sessies.find_holder(conn, token_hash(token))
    if holder is None or not holder.actief or not _alive(holder.sessie, nu):
        raise LoginError("niet_ingelogd")
    if nu - holder.sessie.gezien >= GEZIEN:
        with dienst.opslag.engine.begin() as conn:
            sessies.see(conn, holder.sessie.id, nu)
    return _wie(holder, trace_id)


def sluit(dienst: Dienst, wie: Wie) -> None:
    """End one's own session. Twice is fine."""
    nu = dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        if sessies.revoke(conn, wie.sessie_id, nu):
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "uitgelogd", "sessie", wie.sessie_id), nu)


def sluit_sessie(dienst: Dienst, wie: Wie, sessie_id: str) -> None:
    """End a session of one's own, a phone of one's own desk, or (beheerder) anybody's. Raises MissingError for another's."""
    nu = dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        sessie = sessies.find(conn, sessie_id)
        if sessie is None or not _may_end(wie, sessie):
            raise MissingError("niet_gevonden")
        if sessies.revoke(conn, sessie_id, nu):
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "sessie_ingetrokken", "sessie", sessie_id, soort=sessie.soort), nu)


def sluit_alle(conn: sa.Connection, dienst: Dienst, gebruiker_id: str, *, ook_apparaten: bool = False) -> int:
    """End every session of a person in the caller's transaction; return how many.

    Devices that this person set up stay: they serve a desk. When somebody is blocked they go too, for that person saw the tokens.
    """
    kinds = ("mens", "telefoon", "apparaat") if ook_apparaten else ("mens", "telefoon")
    return sessies.revoke_all(conn, gebruiker_id, kinds, dienst.klok())


def formuliersleutel(dienst: Dienst, wie: Wie) -> str:
    """Return the word that the forms of one session carry: an HMAC of its id, which no other site can make."""
    return blind(dienst.opslag.huis, "formulier", wie.sessie_id).hex()


def _alive(sessie: SessieRij, nu: datetime) -> bool:
    quiet = DUUR[cast(Soort, sessie.soort)].stil
    return sessie.ingetrokken is None and nu < sessie.vervalt and (quiet is None or nu - sessie.gezien < quiet)


def _wie(holder: Houder, trace_id: str) -> Wie:
    """A phone or device acts for a desk, never with the rights of the person who set it up."""
    s = holder.sessie
    if s.soort == "mens":
        return Wie(s.gebruiker_id, cast(Rol, holder.rol), "mens", holder.balie_id, holder.wijkteam_id, None, s.id, trace_id)
    return Wie(s.gebruiker_id, "vrijwilliger", cast(Soort, s.soort), s.balie_id, None, s.bezoek_id, s.id, trace_id)


def _may_end(wie: Wie, sessie: SessieRij) -> bool:
    if wie.soort not in ("mens", "systeem"):
        return wie.sessie_id == sessie.id
    phone_here = sessie.soort == "telefoon" and wie.rol == "vrijwilliger" and sessie.balie_id == wie.balie_id
    own = sessie.gebruiker_id == wie.gebruiker_id and sessie.soort != "apparaat"
    return own or phone_here or wie.rol == "beheerder"
