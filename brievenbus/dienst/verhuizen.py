"""Move from SQLite to PostgreSQL: from one desk computer to many machines. Stop the service first; the old place stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from brievenbus.dienst import SYSTEEM, gebeurtenis
from brievenbus.dienst.opstart import is_empty
from brievenbus.errors import ConflictError, SettingsError, StoreError
from brievenbus.store import Opslag, audit, kopie, migreren
from brievenbus.store.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Verhuizing:
    """What went over: rows by table, and blobs (0 when they stay where they are)."""

    rijen: dict[str, int]
    blobs: int


def verhuis(bron: Opslag, doel: sa.Engine, nu: datetime, doel_blobs: Blobs | None = None) -> Verhuizing:
    """Copy all rows, and the blobs where another place is given; compare the counts and the audit chain. All or nothing.

    Nothing is kept in the target where anything is wrong. Raises SettingsError `verhuizing_richting`, ConflictError
    `brieven_onderweg` (the queue does not move: let the workers finish first) and `plaats_niet_leeg`, StoreError.
    """
    if (bron.engine.dialect.name, doel.dialect.name) != ("sqlite", "postgresql"):
        raise SettingsError("verhuizing_richting")
    migreren.eis_bij(bron.engine)
    if not is_empty(doel) or (doel_blobs is not None and any(True for _ in doel_blobs.list())):
        raise ConflictError("plaats_niet_leeg", waar="PostgreSQL" if doel_blobs is None else "PostgreSQL of de bestanden")
    migreren.migreer(doel)
    with bron.engine.connect() as old, doel.begin() as new:
        kopie.hold_writers(old)
        busy = kopie.unfinished(old)
        if busy:
            raise ConflictError("brieven_onderweg", aantal=busy)
        rijen = kopie.copy_all(old, new)
        blobs = 0 if doel_blobs is None else copy_blobs(bron.blobs, doel_blobs)
        head = audit.kop(old)
        controle = audit.verify(new, bron.huis, head)
        if not controle.goed:
            raise StoreError("audit_gebroken", regel=controle.eerste_fout or 0)
        g = gebeurtenis(SYSTEEM, "verhuisd", "database", "postgresql", rijen=sum(rijen.values()), blobs=blobs)
        audit.append(new, bron.huis, g, nu)
    return Verhuizing(rijen, blobs)


def copy_blobs(bron: Blobs, doel: Blobs) -> int:
    """Copy every blob that is not there yet, sealed as it is; return how many were looked at."""
    aantal = 0
    for path, _ in bron.list():
        doel.put(path, bron.get(path))
        aantal += 1
    return aantal
