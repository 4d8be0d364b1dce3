"""Accounts: who may come in, and as what. A beheerder makes them; the person chooses the password (`uitnodigingen`).

There is never no way in: the last beheerder who can log in cannot be blocked or made something else, and as long as there is none,
`eerste_start` gives a link to who stands at the machine.
"""

from __future__ import annotations

import csv
import io
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

import sqlalchemy as sa

from brievenbus.dienst import SYSTEEM, Dienst, Rol, Wie, gebeurtenis, wachtwoorden
from brievenbus.dienst.inloggen import normalize_name
from brievenbus.dienst.sessies import sluit_alle
from brievenbus.errors import AccessError, ConflictError, InputError, MissingError
from brievenbus.store import audit, balies, gebruikers, new_id, wijkteams
from brievenbus.store.crypto import derive, seal, token_hash
from brievenbus.store.gebruikers import GebruikerRij

UITNODIGING_GELDIG = timedelta(hours=72)
EERSTE = "beheerder"
_NAME = re.compile(r"[a-z0-9][a-z0-9._@'+-]{1,99}", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Also full-width: some spreadsheets read those as the same signs."""
Gebruiker = GebruikerRij


@dataclass(frozen=True, slots=True)
class Aanmelding:
    """What a beheerder says of a person. A vrijwilliger has a desk, a wijkteam member a team, the others neither."""

    gebruikersnaam: str
    naam: str
    rol: Rol
    balie_id: str | None = None
    wijkteam_id: str | None = None


@dataclass(frozen=True, slots=True)
class Uitgenodigd:
    """An account with its one-time link, the only time the token is in the clear."""

    gebruiker: Gebruiker
    token: str
    url: str
    vervalt: datetime

    def __repr__(self) -> str:
        return f"Uitgenodigd({self.gebruiker.id})"


def maak(dienst: Dienst, wie: Wie, aanmelding: Aanmelding) -> Uitgenodigd:
    """Make an account and invite the person.

    Raises AccessError (no beheerder), InputError (what is said does not fit together), ConflictError (name taken).
    """
    _require_admin(wie)
    with dienst.opslag.engine.begin() as conn:
        gebruiker_id = add_account(conn, dienst, wie, aanmelding)
        return _invite(conn, dienst, wie, gebruiker_id)


def add_account(conn: sa.Connection, dienst: Dienst, wie: Wie, aanmelding: Aanmelding) -> str:
    """Make an account in the caller's transaction, without an invitation, and return its id. Asks nobody's leave."""
    told, nu, gebruiker_id = _checked(conn, aanmelding), dienst.klok(), new_id()
    gebruikers.insert(
        conn, id=gebruiker_id, gebruikersnaam=told.gebruikersnaam, naam=told.naam, rol=told.rol, balie_id=told.balie_id,
        wijkteam_id=told.wijkteam_id, actief=True, aangemaakt=nu,
    )  # fmt: skip
    audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "account_gemaakt", "gebruiker", gebruiker_id, rol=told.rol), nu)
    return gebruiker_id


def zoek(dienst: Dienst, wie: Wie, gebruiker_id: str) -> Gebruiker:
    """Return one account: any for a beheerder, one's own for others. Raises MissingError, AccessError (a phone or device)."""
    if wie.soort not in ("mens", "systeem"):
        raise AccessError("mag_niet")
    if wie.rol != "beheerder" and wie.gebruiker_id != gebruiker_id:
        raise MissingError("niet_gevonden")
    with dienst.opslag.engine.connect() as conn:
        return _known(conn, gebruiker_id)


def lijst(dienst: Dienst, wie: Wie) -> list[Gebruiker]:
    """Return every account. Raises AccessError."""
    _require_admin(wie)
    with dienst.opslag.engine.connect() as conn:
        return gebruikers.list_all(conn)


def wijzig(dienst: Dienst, wie: Wie, gebruiker_id: str, aanmelding: Aanmelding) -> Gebruiker:
    """Make an account as said (all but its user name). Another role, desk or team ends every session.

    Raises AccessError, MissingError, InputError, ConflictError `laatste_beheerder`.
    """
    _require_admin(wie)
    with dienst.opslag.engine.begin() as conn:
        admins = gebruikers.lock_admins(conn)
        change_account(conn, dienst, wie, (_known(conn, gebruiker_id), aanmelding, admins))
        return _known(conn, gebruiker_id)


def change_account(conn: sa.Connection, dienst: Dienst, wie: Wie, change: tuple[Gebruiker, Aanmelding, list[Gebruiker]]) -> None:
    """Change an account (now, as it should be, the locked beheerders) in the caller's transaction. Asks nobody's leave."""
    now, aanmelding, admins = change
    told = _checked(conn, aanmelding)
    if told.rol != now.rol:
        _guard_last(admins, now)
    moved = (told.rol, told.balie_id, told.wijkteam_id) != (now.rol, now.balie_id, now.wijkteam_id)
    gebruikers.update(conn, now.id, naam=told.naam, rol=told.rol, balie_id=told.balie_id, wijkteam_id=told.wijkteam_id)
    ended = sluit_alle(conn, dienst, now.id) if moved else 0
    row = gebeurtenis(wie, "account_gewijzigd", "gebruiker", now.id, rol=told.rol, was=now.rol, sessies=ended)
    audit.append(conn, dienst.opslag.huis, row, dienst.klok())


def blokkeer(dienst: Dienst, wie: Wie, gebruiker_id: str) -> Gebruiker:
    """Keep somebody out from now on: sessions, devices they set up and invitations end. Twice is fine.

    Raises AccessError, MissingError, ConflictError `laatste_beheerder`.
    """
    _require_admin(wie)
    nu = dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        admins = gebruikers.lock_admins(conn)
        now = _known(conn, gebruiker_id)
        if now.actief:
            _guard_last(admins, now)
            gebruikers.update(conn, now.id, actief=False)
            gebruikers.void_invitations(conn, now.id, nu)
            ended = sluit_alle(conn, dienst, now.id, ook_apparaten=True)
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "account_geblokkeerd", "gebruiker", now.id, sessies=ended), nu)
        return _known(conn, gebruiker_id)


def deblokkeer(dienst: Dienst, wie: Wie, gebruiker_id: str) -> Gebruiker:
    """Let somebody in again with the password they had. Twice is fine. Raises AccessError, MissingError."""
    _require_admin(wie)
    with dienst.opslag.engine.begin() as conn:
        if not _known(conn, gebruiker_id).actief:
            gebruikers.update(conn, gebruiker_id, actief=True)
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "account_gedeblokkeerd", "gebruiker", gebruiker_id), dienst.klok())
        return _known(conn, gebruiker_id)


def herstel(dienst: Dienst, wie: Wie, gebruiker_id: str) -> Uitgenodigd:
    """Take password, app and tie to the municipality's login away, end the sessions, and invite again.

    Raises AccessError, MissingError, ConflictError `account_geblokkeerd`.
    """
    _require_admin(wie)
    with dienst.opslag.engine.begin() as conn:
        gebruikers.lock_admins(conn)
        if not _known(conn, gebruiker_id).actief:
            raise ConflictError("account_geblokkeerd")
        gebruikers.update(conn, gebruiker_id, wachtwoord=None, oidc_uitgever=None, oidc_sub=None)
        ended = sluit_alle(conn, dienst, gebruiker_id)
        row = gebeurtenis(wie, "account_hersteld", "gebruiker", gebruiker_id, sessies=ended)
        audit.append(conn, dienst.opslag.huis, row, dienst.klok())
        return _invite(conn, dienst, wie, gebruiker_id)


def exporteer(dienst: Dienst, wie: Wie) -> str:
    """Return every account as CSV for the yearly review of who may do what (BIO2 5.18.02). Raises AccessError."""
    _require_admin(wie)
    with dienst.opslag.engine.begin() as conn:
        people, desks = gebruikers.list_all(conn), {balie.id: balie.naam for balie in balies.list_all(conn)}
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "accounts_uitgevoerd", "gebruiker", "", aantal=len(people)), dienst.klok())
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(["gebruikersnaam", "naam", "rol", "balie", "wijkteam", "actief", "aangemaakt", "laatst ingelogd", "inloggen met"])
    for person in people:
        table.writerow([_safe(cell) for cell in _line(person, desks)])
    return out.getvalue()


def eerste_start(dienst: Dienst) -> str | None:
    """Return the token of a first invitation while no beheerder can log in; None when one can.

    Each start gives a new token and makes the older ones void, so that an old print of the log opens nothing.
    """
    try:
        return _first_start(dienst)
    except ConflictError:  # another machine made the account just then: this start invites for that one
        return _first_start(dienst)


def uitnodigingslink(dienst: Dienst, token: str) -> str:
    """Return the link for a token: behind the #, so that it reaches no log on the way."""
    return f"{dienst.beleid.adres.rstrip('/')}/uitnodiging#{token}"


def _first_start(dienst: Dienst) -> str | None:
    with dienst.opslag.engine.begin() as conn:
        admins = gebruikers.lock_admins(conn)
        if any(admin.kan_inloggen for admin in admins):
            return None
        waiting = [admin.id for admin in admins if admin.actief]
        first = waiting[0] if waiting else add_account(conn, dienst, SYSTEEM, Aanmelding(_free_name(conn), "Eerste beheerder", "beheerder"))
        return _invite(conn, dienst, SYSTEEM, first).token


def _free_name(conn: sa.Connection) -> str:
    number = 1
    while gebruikers.find_name(conn, name := EERSTE if number == 1 else f"{EERSTE}{number}") is not None:
        number += 1
    return name


def _invite(conn: sa.Connection, dienst: Dienst, wie: Wie, gebruiker_id: str) -> Uitgenodigd:
    """Make a new invitation with a new TOTP secret; older ones are void."""
    token, nu, huis = secrets.token_urlsafe(32), dienst.klok(), dienst.opslag.huis
    sealed = seal(derive(huis, "gebruiker"), f"gebruiker|totp|{gebruiker_id}", wachtwoorden.new_secret().encode())
    gebruikers.void_invitations(conn, gebruiker_id, nu)
    gebruikers.update(conn, gebruiker_id, totp=sealed, totp_stap=None)
    gebruikers.insert_invitation(conn, gebruiker_id, token_hash(token), nu + UITNODIGING_GELDIG)
    audit.append(conn, huis, gebeurtenis(wie, "uitgenodigd", "gebruiker", gebruiker_id), nu)
    return Uitgenodigd(_known(conn, gebruiker_id), token, uitnodigingslink(dienst, token), nu + UITNODIGING_GELDIG)


def _require_admin(wie: Wie) -> None:
    if wie.rol != "beheerder" or wie.soort not in ("mens", "systeem"):
        raise AccessError("mag_niet")


def _known(conn: sa.Connection, gebruiker_id: str) -> Gebruiker:
    person = gebruikers.find(conn, gebruiker_id)
    if person is None:
        raise MissingError("niet_gevonden")
    return person


def _guard_last(admins: list[Gebruiker], now: Gebruiker) -> None:
    """Raise ConflictError when nobody else could do a beheerder's work. One who cannot log in (yet) does not count."""
    if now.rol == "beheerder" and now.kan_inloggen and not any(admin.kan_inloggen for admin in admins if admin.id != now.id):
        raise ConflictError("laatste_beheerder")


def _checked(conn: sa.Connection, told: Aanmelding) -> Aanmelding:
    """Return what was said as it is kept. Raises InputError."""
    name, person = normalize_name(told.gebruikersnaam), " ".join(told.naam.split())
    if not _NAME.fullmatch(name):
        raise InputError("gebruikersnaam_ongeldig")
    if not person or len(person) > 200 or not person.isprintable():
        raise InputError("naam_ongeldig")
    if told.rol not in get_args(Rol):
        raise InputError("rol_onbekend")
    if (told.rol == "vrijwilliger") != (told.balie_id is not None) or (told.rol == "wijkteam") != (told.wijkteam_id is not None):
        raise InputError("rol_plaats")
    if told.balie_id is not None:
        desk = balies.find(conn, told.balie_id)
        if desk is None or not desk.actief:
            raise InputError("balie_onbekend")
    if told.wijkteam_id is not None and wijkteams.find(conn, told.wijkteam_id) is None:
        raise InputError("wijkteam_onbekend")
    return Aanmelding(name, person, told.rol, told.balie_id, told.wijkteam_id)


def _line(person: Gebruiker, desks: dict[str, str]) -> list[str]:
    ways = [way for way, has in (("wachtwoord", person.heeft_wachtwoord), ("oidc", person.oidc_sub is not None)) if has]
    return [
        person.gebruikersnaam, person.naam, person.rol, desks.get(person.balie_id or "", ""), person.wijkteam_id or "",
        "ja" if person.actief else "nee", person.aangemaakt.isoformat(timespec="seconds"),
        person.laatst_ingelogd.isoformat(timespec="seconds") if person.laatst_ingelogd else "", " ".join(ways) or "nog niet",
    ]  # fmt: skip


def _safe(cell: str) -> str:
    """Keep a spreadsheet from taking somebody's name for a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell
