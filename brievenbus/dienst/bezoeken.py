"""Visits: what holds a resident's letters together, and starts the clock of keeping when the resident has left.

A visit belongs to a desk and has no name. A volunteer who brings a letter outside any visit uses the newest one of the own
that is open today, or opens one. A visit that nobody closed counts as closed at the end of its (Dutch) day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from brievenbus.dienst import Beleid, Dienst, Wie, gebeurtenis
from brievenbus.dienst.briefstand import day_begins, day_ends, reach, reach_contents
from brievenbus.errors import ConflictError, MissingError
from brievenbus.store import audit, balies, bezoeken, new_id
from brievenbus.store.bezoeken import BezoekRij

SHOWN_DAYS = 7


@dataclass(frozen=True, slots=True)
class BezoekStand:
    """A visit: when it began and was closed, and how many letters it holds."""

    id: str
    begonnen: datetime
    gesloten: datetime | None
    brieven: int


def open_bezoek(dienst: Dienst, wie: Wie) -> BezoekStand:
    """Open a visit to the own desk. Raises AccessError, ConflictError balie_gesloten."""
    reach_contents(wie)
    nu = dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        _require_open_desk(conn, wie)
        made = _open(conn, dienst, wie, nu)
    return BezoekStand(made.id, made.begonnen, None, 0)


def sluit_bezoek(dienst: Dienst, wie: Wie, bezoek_id: str) -> BezoekStand:
    """Close a visit: from now its letters are kept for as long as the policy says. Closing twice is closing once.

    Raises AccessError, MissingError niet_gevonden.
    """
    bereik, nu = reach_contents(wie), dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        bezoek = bezoeken.by_id(conn, bezoek_id, bereik.balie_id)
        if bezoek is None:
            raise MissingError("niet_gevonden")
        if bezoek.gesloten is None:
            gesloten = min(nu, day_ends(bezoek.begonnen))
            kept = bezoeken.close(conn, bezoek_id, gesloten, gesloten + timedelta(hours=dienst.beleid.bewaren_uren))
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "bezoek_gesloten", "bezoek", bezoek_id, brieven=kept), nu)
        return _stand(conn, bezoeken.by_id(conn, bezoek_id, None) or bezoek)


def lijst_bezoeken(dienst: Dienst, wie: Wie, *, ook_gesloten: bool = False, aantal: int = 50) -> tuple[BezoekStand, ...]:
    """Return the visits to the own desk of the last week, newest first. Raises AccessError."""
    balie_id = reach_contents(wie).balie_id
    if balie_id is None:
        return ()
    since = dienst.klok() - timedelta(days=SHOWN_DAYS)
    with dienst.opslag.engine.begin() as conn:
        rows = bezoeken.recent(conn, balie_id, since, ook_gesloten=ook_gesloten, aantal=aantal)
        counts = bezoeken.count_letters(conn, [row.id for row in rows])
    return tuple(BezoekStand(row.id, row.begonnen, row.gesloten, counts.get(row.id, 0)) for row in rows)


def zoek_bezoek(dienst: Dienst, wie: Wie, bezoek_id: str) -> BezoekStand:
    """Return a visit to the own desk. Raises AccessError, MissingError niet_gevonden."""
    bereik = reach_contents(wie)
    with dienst.opslag.engine.begin() as conn:
        bezoek = bezoeken.by_id(conn, bezoek_id, bereik.balie_id)
        if bezoek is None:
            raise MissingError("niet_gevonden")
        return _stand(conn, bezoek)


def heropen_bezoek(dienst: Dienst, wie: Wie, bezoek_id: str) -> BezoekStand:
    """Go on with a visit of today: letters can be added again, and they are kept as those of an open visit. Twice is once.

    Raises AccessError, MissingError niet_gevonden; ConflictError bezoek_voorbij (of another day), balie_gesloten.
    """
    bereik, nu = reach_contents(wie), dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        _require_open_desk(conn, wie)
        bezoek = bezoeken.by_id(conn, bezoek_id, bereik.balie_id)
        if bezoek is None:
            raise MissingError("niet_gevonden")
        if day_ends(bezoek.begonnen) <= nu:
            raise ConflictError("bezoek_voorbij")
        if bezoek.gesloten is not None:
            kept = bezoeken.reopen(conn, bezoek_id, keep_until(bezoek, dienst.beleid))
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "bezoek_heropend", "bezoek", bezoek_id, brieven=kept), nu)
        return _stand(conn, bezoeken.by_id(conn, bezoek_id, None) or bezoek)


def visit_for(conn: sa.Connection, dienst: Dienst, wie: Wie, bezoek_id: str | None, nu: datetime) -> BezoekRij:
    """Return the visit in which a letter lands, in the caller's transaction.

    A phone's letters land in the visit it was paired for. Raises MissingError niet_gevonden, ConflictError balie_gesloten,
    bezoek_gesloten.
    """
    reach(wie)
    assert wie.balie_id is not None
    _require_open_desk(conn, wie)
    if wie.bezoek_id is not None and bezoek_id not in (None, wie.bezoek_id):
        raise MissingError("niet_gevonden")
    wanted = bezoek_id or wie.bezoek_id
    if wanted is None:
        return bezoeken.latest_open(conn, wie.gebruiker_id, wie.balie_id, day_begins(nu)) or _open(conn, dienst, wie, nu)
    bezoek = bezoeken.by_id(conn, wanted, wie.balie_id)
    if bezoek is None:
        raise MissingError("niet_gevonden")
    if bezoek.gesloten is not None or day_ends(bezoek.begonnen) <= nu:
        raise ConflictError("bezoek_gesloten")
    return bezoek


def visit_at_hand(dienst: Dienst, wie: Wie) -> str | None:
    """Return the visit in which this person's next letter would land, or None where it would open one. Raises AccessError."""
    reach_contents(wie)
    if wie.balie_id is None:
        return None
    with dienst.opslag.engine.begin() as conn:
        found = bezoeken.latest_open(conn, wie.gebruiker_id, wie.balie_id, day_begins(dienst.klok()))
    return None if found is None else found.id


def keep_until(bezoek: BezoekRij, beleid: Beleid) -> datetime:
    """Return until when a letter of an open visit is kept at most: as if the visit ended with its day."""
    return day_ends(bezoek.begonnen) + timedelta(hours=beleid.bewaren_uren)


def _require_open_desk(conn: sa.Connection, wie: Wie) -> None:
    """Refuse what would bring in letters where no one works any more; what is there can still be seen, sent on and erased."""
    balie = None if wie.balie_id is None else balies.find(conn, wie.balie_id)
    if balie is not None and not balie.actief:
        raise ConflictError("balie_gesloten")


def _open(conn: sa.Connection, dienst: Dienst, wie: Wie, nu: datetime) -> BezoekRij:
    if wie.balie_id is None:
        raise MissingError("niet_gevonden")
    made = BezoekRij(new_id(), wie.balie_id, wie.gebruiker_id, nu)
    bezoeken.insert(conn, made)
    audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "bezoek_geopend", "bezoek", made.id), nu)
    return made


def _stand(conn: sa.Connection, rij: BezoekRij) -> BezoekStand:
    return BezoekStand(rij.id, rij.begonnen, rij.gesloten, bezoeken.count_letters(conn, [rij.id]).get(rij.id, 0))
