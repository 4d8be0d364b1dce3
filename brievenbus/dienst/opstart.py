"""Open what the service works with, from plain values: the command line and the web read the settings and pass them on."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from brievenbus.dienst import Beleid, Dienst, Rij
from brievenbus.dienst.sleutels import make_key
from brievenbus.errors import SettingsError, StoreError
from brievenbus.kennis import Kennis
from brievenbus.kennis import load as load_kennis
from brievenbus.store import Opslag, kopie, migreren, open_opslag
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Sleutelbos
from brievenbus.store.engine import make_engine
from brievenbus.store.sleutels import has_house


@dataclass(frozen=True, slots=True)
class Plaatsen:
    """Where everything is kept: the settings of the same name."""

    database_url: str
    opslag_url: str
    sleutelbestand: Path


class GeenRij:
    """The queue of a command that gives nothing to do: what does is refused, loudly, before anything is stored."""

    def zet(self, conn: sa.Connection, werkstroom: str, object_id: str, voorrang: int) -> None:
        """Raise StoreError `rij_dicht`."""
        raise StoreError("rij_dicht")


def open_bewaarplaats(plaatsen: Plaatsen, nu: datetime, eerste: Callable[[Path], None], *, migreer: bool = True) -> Opslag:
    """Open the store. Its tables are brought up to date first; with `migreer=False` old tables are refused instead.

    On the very first start this makes the key file and says so through `eerste`: a copy must be kept, apart from backups. A key
    file that is gone while the database has letters is never replaced. Raises SettingsError, StoreError.
    """
    engine = make_engine(plaatsen.database_url)
    try:
        if migreer:
            migreren.migreer(engine)
        else:
            migreren.eis_bij(engine)
        _first_key(engine, plaatsen.sleutelbestand, nu, eerste)
        return open_opslag(engine, Blobs(plaatsen.opslag_url), Sleutelbos.read(plaatsen.sleutelbestand))
    except sa.exc.DatabaseError as error:
        raise wrong_database(error) from error


def wrong_database(error: sa.exc.DatabaseError) -> StoreError:
    """Return what is wrong with a database that could not be opened: it does not answer, or it is not one of ours."""
    return StoreError("database_niet_bereikbaar" if isinstance(error, sa.exc.OperationalError) else "database_kapot")


def is_empty(engine: sa.Engine) -> bool:
    """Tell whether a database holds nothing yet. Raises StoreError where it cannot be opened."""
    try:
        return kopie.is_empty(engine)
    except sa.exc.DatabaseError as error:
        raise wrong_database(error) from error


def open_dienst(opslag: Opslag, beleid: Beleid, rij: Rij, klok: Callable[[], datetime], kennis: Kennis | None = None) -> Dienst:
    """Put the service together around an open store and a queue."""
    return Dienst(opslag, rij, beleid, kennis or load_kennis(), klok)


def _first_key(engine: sa.Engine, bestand: Path, nu: datetime, eerste: Callable[[Path], None]) -> None:
    if bestand.exists():
        return
    with engine.begin() as conn:
        if has_house(conn):
            raise SettingsError("sleutelbestand_ontbreekt", bestand=str(bestand))
    try:
        bestand.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with bestand.with_name(bestand.name + ".slot").open("w") as slot:
            fcntl.flock(slot, fcntl.LOCK_EX)  # two processes that start together make one key
            if bestand.exists():
                return
            make_key(bestand, nu)
    except OSError as error:
        raise SettingsError("sleutelbestand_ontbreekt", bestand=str(bestand)) from error
    eerste(bestand)
