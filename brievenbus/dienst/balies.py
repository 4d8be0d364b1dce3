"""Desks, and the kiosks and apps that bring letters there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, gebeurtenis
from brievenbus.dienst.sessies import Sessie, begin_sessie
from brievenbus.errors import AccessError, ConflictError, InputError, MissingError
from brievenbus.store import audit, balies, new_id, sessies
from brievenbus.store.balies import Balie

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NieuwApparaat:
    """A device with its token, the only time it is in the clear."""

    apparaat: Sessie
    token: str

    def __repr__(self) -> str:
        return f"NieuwApparaat({self.apparaat.id})"


def maak(dienst: Dienst, wie: Wie, naam: str) -> Balie:
    """Make a desk. Raises AccessError, InputError, ConflictError (name taken)."""
    _require_admin(wie)
    balie = Balie(new_id(), _name(naam), True)
    with dienst.opslag.engine.begin() as conn:
        balies.insert(conn, balie)
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "balie_gemaakt", "balie", balie.id), dienst.klok())
    return balie


def lijst(dienst: Dienst, wie: Wie) -> list[Balie]:
    """Return every desk. Raises AccessError."""
    _require_admin(wie)
    with dienst.opslag.engine.connect() as conn:
        return balies.list_all(conn)


def zoek(dienst: Dienst, wie: Wie, balie_id: str) -> Balie:
    """Return one desk: any for a beheerder, one's own for others. Raises MissingError."""
    with dienst.opslag.engine.connect() as conn:
        balie = balies.find(conn, balie_id)
    if balie is None or not (_is_admin(wie) or wie.balie_id == balie_id):
        raise MissingError("niet_gevonden")
    return balie


def wijzig(dienst: Dienst, wie: Wie, balie_id: str, naam: str, actief: bool) -> Balie:
    """Write a desk as it should be. Closing one ends its phones and devices. Raises as `maak`, and MissingError."""

    def change(conn: sa.Connection) -> Balie:
        now = _known(conn, balie_id)
        balie = Balie(balie_id, _name(naam), actief)
        balies.update(conn, balie)
        ended = sessies.revoke_desk(conn, balie_id, dienst.klok()) if now.actief and not actief else 0
        row = gebeurtenis(wie, "balie_gewijzigd", "balie", balie_id, actief=actief, sessies=ended)
        audit.append(conn, dienst.opslag.huis, row, dienst.klok())
        return balie

    return _do(dienst, wie, change)


def verwijder(dienst: Dienst, wie: Wie, balie_id: str) -> None:
    """Delete a desk that nobody and nothing ever belonged to. Raises AccessError, MissingError, ConflictError `balie_in_gebruik`."""

    def remove(conn: sa.Connection) -> None:
        _known(conn, balie_id)
        balies.delete(conn, balie_id)
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "balie_verwijderd", "balie", balie_id), dienst.klok())

    _do(dienst, wie, remove)


def maak_apparaat(dienst: Dienst, wie: Wie, balie_id: str, naam: str) -> NieuwApparaat:
    """Make a token for a kiosk or app: it can bring letters to this desk, for a year. Raises as `wijzig`."""

    def add(conn: sa.Connection) -> NieuwApparaat:
        if not _known(conn, balie_id).actief:
            raise ConflictError("balie_gesloten")
        token, device = begin_sessie(conn, dienst, wie.gebruiker_id, "apparaat", balie_id=balie_id, naam=_name(naam))
        row = gebeurtenis(wie, "apparaat_gemaakt", "sessie", device.id, balie=balie_id)
        audit.append(conn, dienst.opslag.huis, row, dienst.klok())
        return NieuwApparaat(device, token)

    return _do(dienst, wie, add)


def apparaten(dienst: Dienst, wie: Wie, balie_id: str) -> list[Sessie]:
    """Return the devices of a desk, newest first, also those that ended. Raises AccessError, MissingError."""
    _require_admin(wie)
    with dienst.opslag.engine.connect() as conn:
        _known(conn, balie_id)
        return sessies.list_devices(conn, balie_id)


def trek_apparaat_in(dienst: Dienst, wie: Wie, balie_id: str, apparaat_id: str) -> None:
    """End the token of a device. Twice is fine. Raises AccessError, MissingError."""

    def end(conn: sa.Connection) -> None:
        device, nu = sessies.find(conn, apparaat_id), dienst.klok()
        if device is None or device.soort != "apparaat" or device.balie_id != balie_id:
            raise MissingError("niet_gevonden")
        if sessies.revoke(conn, apparaat_id, nu):
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "apparaat_ingetrokken", "sessie", apparaat_id, balie=balie_id), nu)

    _do(dienst, wie, end)


def _do(dienst: Dienst, wie: Wie, change: Callable[[sa.Connection], T]) -> T:
    _require_admin(wie)
    with dienst.opslag.engine.begin() as conn:
        return change(conn)


def _is_admin(wie: Wie) -> bool:
    return wie.rol == "beheerder" and wie.soort in ("mens", "systeem")


def _require_admin(wie: Wie) -> None:
    if not _is_admin(wie):
        raise AccessError("mag_niet")


def _known(conn: sa.Connection, balie_id: str) -> Balie:
    balie = balies.find(conn, balie_id)
    if balie is None:
        raise MissingError("niet_gevonden")
    return balie


def _name(naam: str) -> str:
    told = " ".join(naam.split())
    if not told or len(told) > 200 or not told.isprintable():
        raise InputError("naam_ongeldig")
    return told
