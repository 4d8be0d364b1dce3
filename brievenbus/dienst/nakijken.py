"""Look whether everything is there and fits together, without changing anything: for `brievenbus beheer controleer`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa

from brievenbus.dienst.opstart import Plaatsen, wrong_database
from brievenbus.errors import BrievenbusError, StoreError
from brievenbus.ocr.tesseract import check_installed
from brievenbus.store import Opslag, audit, kopie, migreren
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Sleutelbos
from brievenbus.store.engine import make_engine

Uitslag = tuple[str, BrievenbusError | None]


def nakijken(instellingen: Callable[[], None], plaatsen: Plaatsen) -> Iterator[Uitslag]:
    """Yield what was looked at and what is wrong with it, None for nothing. What rests on something broken is left out."""
    yield "de instellingen passen bij elkaar", _try(instellingen)
    yield "tesseract met Nederlands", _try(check_installed)
    parts: list[Opslag] = []
    fout = _try(lambda: parts.append(_open(plaatsen)))
    yield "de database is bij, en het sleutelbestand opent haar", fout
    for opslag in parts:
        yield "elke sleutel die de brieven nodig hebben is er", _try(partial(_check_keys, opslag))
        yield "elk bestand dat bij een brief hoort is er", _try(partial(_check_blobs, opslag))
        yield "het logboek klopt", _try(partial(_check_audit, opslag))


def _try(look: Callable[[], object]) -> BrievenbusError | None:
    try:
        look()
    except BrievenbusError as error:
        return error
    except sa.exc.DatabaseError as error:
        return wrong_database(error)
    return None


def _open(plaatsen: Plaatsen) -> Opslag:
    """Open what is there; unlike `opstart` this makes no key, no table and no house key."""
    engine = make_engine(plaatsen.database_url)
    sleutels = Sleutelbos.read(plaatsen.sleutelbestand)
    migreren.eis_bij(engine)
    with engine.connect() as conn:
        huis = kopie.house_key(conn, sleutels)
    return Opslag(engine, Blobs(plaatsen.opslag_url), sleutels, huis)


def _check_keys(opslag: Opslag) -> None:
    with opslag.engine.connect() as conn:
        for letter in kopie.sealed_letters(conn):
            opslag.sleutels.unwrap(letter.ingepakt)


def _check_blobs(opslag: Opslag) -> None:
    with opslag.engine.connect() as conn:
        needed = kopie.blobs_needed(conn)
    if needed - {path for path, _ in opslag.blobs.list()}:
        raise StoreError("blob_weg")


def _check_audit(opslag: Opslag) -> None:
    with opslag.engine.connect() as conn:
        found = audit.verify(conn, opslag.huis)
    if not found.goed:
        raise StoreError("audit_gebroken", regel=found.eerste_fout or 0)
