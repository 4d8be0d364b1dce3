"""What a controleur may see: the audit trail, and whether it is whole. Looking is itself written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brievenbus.dienst import Dienst, Wie, gebeurtenis
from brievenbus.errors import AccessError
from brievenbus.store import audit
from brievenbus.store.audit import Controle, Keus, Kop, Regel

__all__ = ["Bladzijde", "Controle", "Keus", "Kop", "Regel", "Zoek", "blader", "controleer", "kop", "lijst"]

PER_BLAD = 50


@dataclass(frozen=True, slots=True)
class Zoek:
    """Which rows: after which number, how many at most, and of which action, object or person (None: any)."""

    na: int = 0
    aantal: int = 50
    actie: str | None = None
    object_id: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """Rows, newest first, and whether there are newer and older ones of the same choice."""

    regels: tuple[Regel, ...]
    nieuwer: bool
    ouder: bool


def lijst(dienst: Dienst, wie: Wie, zoek: Zoek) -> Sequence[Regel]:
    """Return rows of the trail, oldest first. Raises AccessError for whoever is no controleur."""
    _check(wie)
    with dienst.opslag.engine.begin() as conn:
        rows = audit.lees(conn, zoek.na, zoek.aantal, actie=zoek.actie, object_id=zoek.object_id, actor=zoek.actor)
        event = gebeurtenis(wie, "audit_gelezen", "auditregel", str(zoek.na), aantal=len(rows))
        audit.append(conn, dienst.opslag.huis, event, dienst.klok())
    return rows


def blader(dienst: Dienst, wie: Wie, keus: Keus, *, onder: int | None = None, boven: int | None = None) -> Bladzijde:
    """Return a page of the chosen rows, newest first: the first one, the one below number `onder`, or the one above `boven`.

    Raises AccessError for whoever is no controleur.
    """
    _check(wie)
    with dienst.opslag.engine.begin() as conn:
        found = audit.terug(conn, keus, PER_BLAD, onder=onder, boven=boven)
        if boven is not None and len(found) < PER_BLAD:  # it reaches the top: a whole first page
            found = audit.terug(conn, keus, PER_BLAD)
        newer = bool(found) and bool(audit.terug(conn, keus, 1, boven=found[0].volgnummer))
        older = bool(found) and bool(audit.terug(conn, keus, 1, onder=found[-1].volgnummer))
        first = found[-1].volgnummer - 1 if found else 0
        audit.append(
            conn, dienst.opslag.huis, gebeurtenis(wie, "audit_gelezen", "auditregel", str(first), aantal=len(found)), dienst.klok()
        )
    return Bladzijde(tuple(found), newer, older)


def kop(dienst: Dienst, wie: Wie) -> Kop:
    """Return the head of the trail: the newest row's number, and the hash that stands for all rows up to it. Raises AccessError."""
    _check(wie)
    with dienst.opslag.engine.connect() as conn:
        return audit.kop(conn)


def controleer(dienst: Dienst, wie: Wie) -> Controle:
    """Check the whole chain. Raises AccessError for whoever is no controleur."""
    _check(wie)
    with dienst.opslag.engine.connect() as conn:
        found = audit.verify(conn, dienst.opslag.huis)
    with dienst.opslag.engine.begin() as conn:
        event = gebeurtenis(wie, "audit_gecontroleerd", "auditregel", "keten", goed=found.goed, aantal=found.aantal)
        audit.append(conn, dienst.opslag.huis, event, dienst.klok())
    return found


def _check(wie: Wie) -> None:
    if wie.rol != "controleur" or wie.soort != "mens":
        raise AccessError("mag_niet")
