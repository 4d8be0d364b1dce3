"""Logging in with a name, a password and a code; slowing down who guesses without locking out who belongs.

Failures are counted by blind index of name and of network address. For one attempt, of a name from an address:

1. *The pair.* After 5 failures since its last success (in 24 hours) the same name from the same address waits 30 seconds after
   each failure, and twice as long each next time, up to 15 minutes.
2. *The name.* After 20 failures in an hour from addresses where this name never succeeded, it waits 15 minutes after each one, at
   all such addresses together. Where the name did succeed before (attempts are kept 30 days), this does not count: who guesses
   from elsewhere cannot keep the real person out of her own desk.
3. *The address.* After 100 failures in 15 minutes under any names, an address waits a minute after each one; again not for a name
   that succeeded there before, so that one visitor cannot close a whole centre behind one address.

Against one account that leaves a guesser at most some 500 passwords a day from anywhere, and a code besides. A name that does
not exist is counted, and takes as long, as one that does. An attempt is written down as failed before it is checked, so many
at once do not slip through; an attempt that must wait is not counted and is not checked.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from brievenbus.dienst import Dienst, wachtwoorden
from brievenbus.dienst.sessies import Sessie, begin_sessie
from brievenbus.errors import BusyError, LoginError
from brievenbus.store import audit, gebruikers, inlogpogingen
from brievenbus.store.audit import Gebeurtenis
from brievenbus.store.crypto import blind, derive, unseal
from brievenbus.store.gebruikers import Inloggegevens
from brievenbus.store.inlogpogingen import Telling

PAAR_VRIJ, PAAR_EERSTE, PAAR_LANGST, PAAR_VENSTER = 5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24)
NAAM_VRIJ, NAAM_WACHT, NAAM_VENSTER = 20, timedelta(minutes=15), timedelta(hours=1)
ADRES_VRIJ, ADRES_WACHT, ADRES_VENSTER = 100, timedelta(minutes=1), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Inlog:
    """What somebody typed, and from which network address."""

    gebruikersnaam: str = field(repr=False)
    wachtwoord: str = field(repr=False)
    code: str = field(repr=False)
    adres: str = field(repr=False)


def log_in(dienst: Dienst, inlog: Inlog, trace_id: str = "") -> tuple[str, Sessie]:
    """Open a session for who gave the right name, password and code.

    Raises LoginError `inloggen_mislukt` for anything that is wrong, always the same, and BusyError when it has to wait.
    """
    naam = normalize_name(inlog.gebruikersnaam)
    poging = _begin(dienst, naam, inlog.adres)
    with dienst.opslag.engine.connect() as conn:
        known = gebruikers.credentials(conn, naam)
    right, renewed = wachtwoorden.verify(inlog.wachtwoord, known.wachtwoord if known else None)
    step = _step(dienst, known, inlog.code)
    if known is None or not right or step is None or not known.actief:
        raise _refuse(dienst, known, naam, trace_id)
    nu = dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        fresh = gebruikers.use_step(conn, known.id, step, known.wachtwoord)
        if fresh:
            inlogpogingen.succeed(conn, poging)
            gebruikers.update(conn, known.id, laatst_ingelogd=nu, **({"wachtwoord": renewed} if renewed else {}))
            token, sessie = begin_sessie(conn, dienst, known.id, "mens")
            audit.append(conn, dienst.opslag.huis, _row("ingelogd", known.id, "gelukt", trace_id), nu)
    if not fresh:
        raise _refuse(dienst, known, naam, trace_id)
    return token, sessie


def note_success(conn: sa.Connection, dienst: Dienst, gebruikersnaam: str, adres: str) -> None:
    """Remember, in the caller's transaction, that this person got in from this address in another safe way (an invitation)."""
    naam_index, adres_index = _indexes(dienst, gebruikersnaam, adres)
    inlogpogingen.succeed(conn, inlogpogingen.begin(conn, naam_index, adres_index, dienst.klok()))


def normalize_name(gebruikersnaam: str) -> str:
    """Return a user name as it is kept: no case, no spaces around. PostgreSQL takes no zero byte, and no account has its stand-in."""
    return unicodedata.normalize("NFKC", gebruikersnaam).strip().casefold().replace("\0", "\ufffd")


def _begin(dienst: Dienst, naam: str, adres: str) -> int:
    """Write the attempt down and return its number. Raises BusyError, and then nothing was written down."""
    nu = dienst.klok()
    naam_index, adres_index = _indexes(dienst, naam, adres)
    with dienst.opslag.engine.begin() as conn:
        poging = inlogpogingen.begin(conn, naam_index, adres_index, nu)
        until = _wait_until(conn, poging, (naam_index, adres_index), nu)
        if until is not None and until > nu:
            raise BusyError("te_vaak_geprobeerd", seconden=max(1, round((until - nu).total_seconds())))
    return poging


def _wait_until(conn: sa.Connection, poging: int, indexes: tuple[bytes, bytes], nu: datetime) -> datetime | None:
    """Return the moment from which this attempt may be made: the latest that the three rules say."""
    naam_index, adres_index = indexes
    pair = inlogpogingen.failed_pair(conn, poging, naam_index, adres_index, nu - PAAR_VENSTER)
    waits = [_after(pair, PAAR_VRIJ, min(PAAR_EERSTE * 2 ** min(max(pair.aantal - PAAR_VRIJ, 0), 10), PAAR_LANGST))]
    if not inlogpogingen.is_known(conn, naam_index, adres_index):
        waits.append(_after(inlogpogingen.failed_name(conn, poging, naam_index, nu - NAAM_VENSTER), NAAM_VRIJ, NAAM_WACHT))
        waits.append(_after(inlogpogingen.failed_address(conn, poging, adres_index, nu - ADRES_VENSTER), ADRES_VRIJ, ADRES_WACHT))
    return max((moment for moment in waits if moment is not None), default=None)


def _after(telling: Telling, vrij: int, wacht: timedelta) -> datetime | None:
    return telling.laatste + wacht if telling.laatste is not None and telling.aantal >= vrij else None


def _indexes(dienst: Dienst, naam: str, adres: str) -> tuple[bytes, bytes]:
    huis = dienst.opslag.huis
    return blind(huis, "inlogpoging|naam", naam), blind(huis, "inlogpoging|adres", network(adres))


def network(adres: str) -> str:
    """Return what counts as one address: of IPv6 the /64 that one subscriber has."""
    try:
        ip = ipaddress.ip_address(adres.partition("%")[0])
    except ValueError:
        return adres
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((ip, 64 if ip.version == 6 else 32), strict=False))


def _step(dienst: Dienst, known: Inloggegevens | None, code: str) -> int | None:
    if known is None or known.totp is None:
        return None
    secret = unseal(derive(dienst.opslag.huis, "gebruiker"), f"gebruiker|totp|{known.id}", known.totp).decode()
    return wachtwoorden.find_step(secret, code, dienst.klok(), known.totp_stap)


def _refuse(dienst: Dienst, known: Inloggegevens | None, naam: str, trace_id: str) -> LoginError:
    """Write the failure down and return the one error there is. A name without an account goes in blind."""
    who = known.id if known else blind(dienst.opslag.huis, "inlogpoging|naam", naam).hex()
    with dienst.opslag.engine.begin() as conn:
        audit.append(conn, dienst.opslag.huis, _row("ingelogd", who, "geweigerd", trace_id), dienst.klok())
    return LoginError("inloggen_mislukt")


def _row(actie: str, who: str, resultaat: str, trace_id: str) -> Gebeurtenis:
    actor = who if resultaat == "gelukt" else ""
    return Gebeurtenis(actie, "gebruiker", who, resultaat, oorsprong="mens", actor=actor, trace_id=trace_id)
