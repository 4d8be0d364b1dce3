"""What a controleur may see: the audit trail, and whether it is whole. Looking is itself written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brievenbus.dienst import Dienst, Wie, gebeurtenis
from brievenbus.errors import AccessError
from brievenbus.store import audit
from brievenbus.store.audit import Controle, Kop, Regel

__all__ = ["Controle", "Kop", "Regel", "Zoek", "controleer", "kop", "lijst"]


@dataclass(frozen=True, slots=True)
class Zoek:
    """Which rows: after which number, how many at most, and of which action, object or person (None: any)."""

    na: int = 0
    aantal: int = 50
    actie: str | None = None
    object_id: str | None = None
    actor: str | None = None


def lijst(dienst: Dienst, wie: Wie, zoek: Zoek) -> Sequence[Regel]:
    """Return rows of the trail, oldest first. Raises AccessError for whoever is no controleur."""
    _check(wie)
    with dienst.opslag.engine.begin() as conn:
        rows = audit.lees(conn, zoek.na, zoek.aantal, actie=zoek.actie, object_id=zoek.object_id, actor=zoek.actor)
        event = gebeurtenis(wie, "audit_gelezen", "auditregel", str(zoek.na), aantal=len(rows))
        audit.append(conn, dienst.opslag.huis, event, dienst.klok())
    return rows


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
