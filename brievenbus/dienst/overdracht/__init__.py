"""The hand-over to a system of the municipality: an outbox in our database, and one port (`Doorzetter`) with two ways out.

A message is queued in the transaction of the consent, and made when it goes: what was withdrawn meanwhile is never sent. A
worker may send the same message twice; its `referentie` lets the other side know it, so that it arrives once.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from brievenbus.dienst import GEWOON, SYSTEEM, Dienst, gebeurtenis
from brievenbus.dienst.bericht import Bericht, Doorzetter
from brievenbus.dienst.overdracht.export import Export
from brievenbus.dienst.overdracht.klantinteracties import Klantinteracties
from brievenbus.dienst.overgangen import BIJ_TEAM
from brievenbus.errors import SettingsError, ToolError
from brievenbus.store import audit, overdrachten, wijkteams
from brievenbus.store import doorverwijzingen as store
from brievenbus.store.crypto import blind, derive, unseal_json
from brievenbus.store.doorverwijzingen import DoorverwijzingRij
from brievenbus.store.overdrachten import OverdrachtRij

__all__ = ["Bericht", "Doorzetter", "herstel", "open_doorzetter", "referentie", "zet_over"]

_REST = timedelta(minutes=2)
"""How long a message that is being stopped may still be on its way: longer than any call to another system takes."""
_WAIT = timedelta(minutes=15)
"""After this long without an attempt a waiting message is queued again, and each time twice as long, up to a day."""

_OPENERS: dict[str, Callable[[str, Path], Doorzetter]] = {"export": Export.open, "klantinteracties": Klantinteracties.open}


def open_doorzetter(naam: str, url: str, geheim: Path) -> Doorzetter | None:
    """Return the way out named in the settings; None for none. `geheim` holds the token, or the key to sign with.

    Raises SettingsError for a name, address or file that is wrong.
    """
    if not naam:
        return None
    if naam not in _OPENERS:
        raise SettingsError("overdracht_onbekend", naam=naam, bekend=", ".join(_OPENERS))
    return _OPENERS[naam](url, geheim)


def referentie(huis: bytes, toestemming_id: str) -> str:
    """Return by which the other side knows everything about one consent: 26 characters that tell nothing and never change."""
    return base64.b32encode(blind(huis, "overdracht", toestemming_id)[:16]).decode().rstrip("=").lower()


def zet_over(dienst: Dienst, opdracht: str) -> int:
    """Send what waits for one referral; return how many messages arrived. May be called twice for the same.

    `opdracht` is the id of the referral, with or without a number after a point (each change queues a job of its own). Raises
    ToolError when a message did not surely arrive: it goes on waiting, and the caller tries again.
    """
    doorverwijzing_id = opdracht.partition(".")[0]
    if dienst.doorzetter is None:
        return 0
    with dienst.opslag.engine.begin() as conn:
        every = overdrachten.select(conn, doorverwijzing_id)
    waiting = [rij for rij in every if rij.status == "wacht"]
    return sum(_send(dienst, dienst.doorzetter, rij, every) for rij in waiting)


def herstel(dienst: Dienst, nu: datetime) -> int:
    """Queue again what still waits after its job gave up; return how many. Each attempt is one job, however often this runs."""
    if dienst.doorzetter is None:
        return 0
    with dienst.opslag.engine.begin() as conn:
        stuck = [rij for rij in overdrachten.stuck(conn, nu - _WAIT) if nu - (rij.laatst or rij.aangemaakt) >= _patience(rij)]
    for rij in stuck:
        with dienst.opslag.engine.begin() as conn:
            dienst.rij.zet(conn, "zet_over", f"{rij.doorverwijzing_id}.{rij.soort}.{rij.pogingen}", GEWOON)
    return len(stuck)


def _patience(rij: OverdrachtRij) -> timedelta:
    doubled: timedelta = _WAIT * 2 ** min(rij.pogingen // 3, 7)
    return min(doubled, timedelta(days=1))


def _send(dienst: Dienst, doorzetter: Doorzetter, rij: OverdrachtRij, every: list[OverdrachtRij]) -> bool:
    nu = dienst.klok()
    if rij.soort == "intrekking" and any(_on_its_way(other, rij, nu) for other in every):
        raise ToolError("overdracht_onderweg")
    bericht = _prepare(dienst, rij, nu)
    if bericht is None:
        return False
    try:
        gevonden = doorzetter.stuur(bericht)
    except ToolError as error:
        with dienst.opslag.engine.begin() as conn:
            overdrachten.failed(conn, rij, error.code)
        raise
    with dienst.opslag.engine.begin() as conn:
        arrived = overdrachten.done(conn, rij, gevonden)
        if arrived:
            g = gebeurtenis(SYSTEEM, "overdracht_gedaan", "doorverwijzing", rij.doorverwijzing_id, soort=rij.soort, naar=rij.naar)
            audit.append(conn, dienst.opslag.huis, g, dienst.klok())
    return arrived


def _on_its_way(other: OverdrachtRij, rij: OverdrachtRij, nu: datetime) -> bool:
    """Tell whether the message that is withdrawn may still arrive: its attempt began just now and did not end."""
    same = other.toestemming_id == rij.toestemming_id and other.soort == "doorverwijzing" and other.status == "vervallen"
    return same and other.laatst is not None and other.fout is None and nu - other.laatst < _REST


def _prepare(dienst: Dienst, rij: OverdrachtRij, nu: datetime) -> Bericht | None:
    """Count an attempt and make the message from what may go at this moment; None where nothing has to go any more."""
    with dienst.opslag.engine.begin() as conn:
        if not overdrachten.begin(conn, rij, nu):
            return None
        doorverwijzing = store.find(conn, rij.doorverwijzing_id)
        toestemming = store.find_toestemming(conn, rij.toestemming_id)
        if doorverwijzing is None or toestemming is None:
            return None
        standing = doorverwijzing.toestemming_id == toestemming.id
        if rij.soort == "intrekking":
            kept = standing and doorverwijzing.status in ("aanvaard", "gesloten")
            since = toestemming.ingetrokken or nu
            return Bericht("intrekking", referentie(dienst.opslag.huis, toestemming.id), since, "", None, {}, wissen=not kept)
        if not standing or doorverwijzing.status not in BIJ_TEAM or toestemming.ingetrokken is not None:
            overdrachten.expire(conn, rij)
            return None
        team = wijkteams.find(conn, doorverwijzing.wijkteam_id or "")
    return _referral(dienst, doorverwijzing, toestemming.id, team.naam if team else "")


def _referral(dienst: Dienst, rij: DoorverwijzingRij, toestemming_id: str, team: str) -> Bericht:
    key, where = derive(dienst.opslag.huis, "doorverwijzing"), f"doorverwijzing|gegevens|{rij.id}"
    velden = unseal_json(key, where, rij.gegevens or b"")["velden"]
    moment = rij.verstuurd or dienst.klok()
    return Bericht("doorverwijzing", referentie(dienst.opslag.huis, toestemming_id), moment, team, rij.aanvaarden_voor, velden)
