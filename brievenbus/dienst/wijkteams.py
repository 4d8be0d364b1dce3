"""Neighbourhood teams: which there are, which four digits are theirs, who is one level up. A beheerder changes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, gebeurtenis
from brievenbus.errors import AccessError, ConflictError, InputError, MissingError
from brievenbus.store import audit, new_id
from brievenbus.store import wijkteams as store
from brievenbus.store.wijkteams import Reeks, WijkteamRij

__all__ = ["Reeks", "Wijkteam", "lijst", "maak", "verwijder", "wijzig", "zet_postcodes", "zoek"]

LAAGSTE, HOOGSTE = 1000, 9999
MEEST_REEKSEN = 500
_HOOGTE = 10


@dataclass(frozen=True, slots=True)
class Wijkteam:
    """A team with its postcodes."""

    id: str
    naam: str
    hoger_id: str | None
    actief: bool
    postcodes: tuple[Reeks, ...]


def lijst(dienst: Dienst, wie: Wie) -> list[Wijkteam]:
    """Return all teams by name; whoever is no beheerder sees those that work."""
    _check(wie, "beheerder", "vrijwilliger", "wijkteam")
    with dienst.opslag.engine.begin() as conn:
        reeksen = store.reeksen(conn)
        return [_make(rij, reeksen) for rij in store.select(conn) if rij.actief or wie.rol == "beheerder"]


def zoek(dienst: Dienst, wie: Wie, wijkteam_id: str) -> Wijkteam:
    """Return one team. Raises MissingError."""
    found = next((team for team in lijst(dienst, wie) if team.id == wijkteam_id), None)
    if found is None:
        raise MissingError("niet_gevonden")
    return found


def maak(dienst: Dienst, wie: Wie, naam: str, hoger_id: str | None = None) -> Wijkteam:
    """Make a team without postcodes. Raises ConflictError `wijkteam_bestaat`, InputError for a wrong name or higher team."""
    _check(wie, "beheerder")
    with dienst.opslag.engine.begin() as conn:
        store.lock(conn)
        rij = WijkteamRij(new_id(), _name(naam), hoger_id)
        _check_row(conn, rij)
        store.insert(conn, rij)
        audit.append(
            conn, dienst.opslag.huis, gebeurtenis(wie, "wijkteam_gemaakt", "wijkteam", rij.id, hoger=hoger_id or ""), dienst.klok()
        )
    return _make(rij, {})


def wijzig(dienst: Dienst, wie: Wie, wijkteam_id: str, naam: str, *, hoger_id: str | None, actief: bool) -> Wijkteam:
    """Write a team as it should be. Raises as `maak`, MissingError, and ConflictError `wijkteam_kring` for a circle of teams."""
    _check(wie, "beheerder")
    with dienst.opslag.engine.begin() as conn:
        store.lock(conn)
        _known(conn, wijkteam_id)
        rij = WijkteamRij(wijkteam_id, _name(naam), hoger_id, actief)
        _check_row(conn, rij)
        store.update(conn, rij)
        reeksen = store.reeksen(conn)
        g = gebeurtenis(wie, "wijkteam_gewijzigd", "wijkteam", rij.id, hoger=hoger_id or "", actief=actief)
        audit.append(conn, dienst.opslag.huis, g, dienst.klok())
    return _make(rij, reeksen)


def verwijder(dienst: Dienst, wie: Wie, wijkteam_id: str) -> None:
    """Delete a team that nobody and nothing belongs to. Raises MissingError, ConflictError `wijkteam_in_gebruik`."""
    _check(wie, "beheerder")
    with dienst.opslag.engine.begin() as conn:
        store.lock(conn)
        _known(conn, wijkteam_id)
        if store.in_use(conn, wijkteam_id):
            raise ConflictError("wijkteam_in_gebruik")
        store.delete(conn, wijkteam_id)
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "wijkteam_verwijderd", "wijkteam", wijkteam_id), dienst.klok())


def zet_postcodes(dienst: Dienst, wie: Wie, wijkteam_id: str, reeksen: Sequence[Reeks]) -> Wijkteam:
    """Give a team these postcodes and no others. Raises InputError `reeks_ongeldig`, ConflictError `postcode_dubbel`, MissingError."""
    _check(wie, "beheerder")
    wanted = tuple(sorted(reeksen))
    if len(wanted) > MEEST_REEKSEN or any(not LAAGSTE <= reeks.van <= reeks.tot <= HOOGSTE for reeks in wanted):
        raise InputError("reeks_ongeldig")
    with dienst.opslag.engine.begin() as conn:
        store.lock(conn)
        rij = _known(conn, wijkteam_id)
        others = [reeks for team, held in store.reeksen(conn).items() if team != wijkteam_id for reeks in held]
        _check_overlap([*wanted, *others])
        store.set_reeksen(conn, wijkteam_id, wanted)
        audit.append(
            conn, dienst.opslag.huis, gebeurtenis(wie, "wijkteam_postcodes", "wijkteam", wijkteam_id, aantal=len(wanted)), dienst.klok()
        )
    return _make(rij, {wijkteam_id: wanted})


def _check(wie: Wie, *rollen: str) -> None:
    if wie.rol not in rollen or wie.soort not in ("mens", "systeem"):
        raise AccessError("mag_niet")


def _check_overlap(reeksen: Sequence[Reeks]) -> None:
    in_order = sorted(reeksen)
    for before, after in pairwise(in_order):
        if after.van <= before.tot:
            raise ConflictError("postcode_dubbel", van=after.van, tot=min(before.tot, after.tot))


def _check_row(conn: sa.Connection, rij: WijkteamRij) -> None:
    """Refuse a name that is taken, a higher team that is not there, and teams that would be each other's higher team."""
    same = store.find_by_naam(conn, rij.naam)
    if same is not None and same.id != rij.id:
        raise ConflictError("wijkteam_bestaat")
    above, steps = rij.hoger_id, 0
    while above is not None:
        team, steps = store.find(conn, above), steps + 1
        if team is None:
            raise InputError("wijkteam_onbekend")
        if team.id == rij.id or steps >= _HOOGTE:
            raise ConflictError("wijkteam_kring")
        above = team.hoger_id


def _known(conn: sa.Connection, wijkteam_id: str) -> WijkteamRij:
    rij = store.find(conn, wijkteam_id)
    if rij is None:
        raise MissingError("niet_gevonden")
    return rij


def _make(rij: WijkteamRij, reeksen: dict[str, tuple[Reeks, ...]]) -> Wijkteam:
    return Wijkteam(rij.id, rij.naam, rij.hoger_id, rij.actief, reeksen.get(rij.id, ()))


def _name(naam: str) -> str:
    told = " ".join(naam.split())
    if not told or len(told) > 200 or not told.isprintable():
        raise InputError("naam_ongeldig")
    return told
