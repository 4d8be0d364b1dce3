"""Using an invitation: the person sets up the authenticator app, chooses a password, and is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, gebeurtenis, wachtwoorden
from brievenbus.dienst.inloggen import note_success
from brievenbus.dienst.sessies import Sessie, begin_sessie, sluit_alle
from brievenbus.errors import InputError, MissingError
from brievenbus.store import audit, gebruikers
from brievenbus.store.crypto import derive, token_hash, unseal
from brievenbus.store.gebruikers import GebruikerRij


@dataclass(frozen=True, slots=True)
class Uitnodiging:
    """What an invited person needs to see. `otpauth` goes in a QR picture, `geheim` is the same to type over."""

    gebruikersnaam: str
    naam: str
    vervalt: datetime
    otpauth: str
    geheim: str

    def __repr__(self) -> str:
        return "Uitnodiging(…)"


def bekijk(dienst: Dienst, token: str) -> Uitnodiging:
    """Return what an open invitation is about. Raises MissingError: unknown, used, void, or older than 72 hours."""
    with dienst.opslag.engine.connect() as conn:
        person, vervalt = _open(conn, dienst, token)
        secret = _secret(conn, dienst, person.id)
    uri = wachtwoorden.otpauth_uri(secret, person.gebruikersnaam)
    return Uitnodiging(person.gebruikersnaam, person.naam, vervalt, uri, secret)


def aanvaard(dienst: Dienst, token: str, wachtwoord: str, code: str, *, adres: str, trace_id: str = "") -> tuple[str, Sessie]:
    """Set the password, mark the app as working, use the invitation up, and open a session.

    Raises MissingError (no such invitation), InputError (password refused; `code_onjuist` when the app gives another code).
    """
    with dienst.opslag.engine.connect() as conn:
        person, _ = _open(conn, dienst, token)
        secret = _secret(conn, dienst, person.id)
    wachtwoorden.check_rule(wachtwoord, person.gebruikersnaam)
    nu = dienst.klok()
    step = wachtwoorden.find_step(secret, code, nu, None)
    if step is None:
        raise InputError("code_onjuist")
    made = wachtwoorden.make_hash(wachtwoord)
    with dienst.opslag.engine.begin() as conn:
        if not gebruikers.use_invitation(conn, token_hash(token), nu):
            raise MissingError("uitnodiging_ongeldig")
        gebruikers.void_invitations(conn, person.id, nu)
        gebruikers.update(conn, person.id, wachtwoord=made, totp_stap=step, laatst_ingelogd=nu)
        sluit_alle(conn, dienst, person.id)
        note_success(conn, dienst, person.gebruikersnaam, adres)
        opened = begin_sessie(conn, dienst, person.id, "mens")
        who = Wie(person.id, "vrijwilliger", sessie_id=opened[1].id, trace_id=trace_id)
        audit.append(conn, dienst.opslag.huis, gebeurtenis(who, "uitnodiging_gebruikt", "gebruiker", person.id), nu)
    return opened


def _open(conn: sa.Connection, dienst: Dienst, token: str) -> tuple[GebruikerRij, datetime]:
    found = gebruikers.find_invitation(conn, token_hash(token), dienst.klok())
    person = gebruikers.find(conn, found.gebruiker_id) if found else None
    if found is None or person is None or not person.actief:
        raise MissingError("uitnodiging_ongeldig")
    return person, found.vervalt


def _secret(conn: sa.Connection, dienst: Dienst, gebruiker_id: str) -> str:
    sealed = gebruikers.totp_secret(conn, gebruiker_id)
    if sealed is None:
        raise MissingError("uitnodiging_ongeldig")
    return unseal(derive(dienst.opslag.huis, "gebruiker"), f"gebruiker|totp|{gebruiker_id}", sealed).decode()
