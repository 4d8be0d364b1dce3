"""What the slow proofs share: reach the store of a server that was just started, and give it desks that may send."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from brievenbus.dienst import SYSTEEM, Dienst
from brievenbus.dienst.accounts import Aanmelding, maak
from brievenbus.dienst.balies import maak as maak_balie
from brievenbus.dienst.briefstand import key_of
from brievenbus.dienst.opstart import GeenRij, Plaatsen, open_bewaarplaats, open_dienst
from brievenbus.dienst.sessies import open_sessie
from brievenbus.errors import StoreError
from brievenbus.settings import Settings, beleid
from brievenbus.store import Opslag, brieven
from brievenbus.store.crypto import unseal

START_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk with the token of its volunteer."""

    naam: str
    token: str


def connect(env: Mapping[str, str], adres: str) -> Dienst:
    """Wait until the server at `adres` answers, and open the same store. Raises TimeoutError."""
    until = time.monotonic() + START_SECONDS
    while not _answers(adres):
        if time.monotonic() > until:
            raise TimeoutError("de server start niet")
        time.sleep(0.5)
    settings = Settings.read(env)
    plaatsen = Plaatsen(settings.database_url, settings.opslag_url, settings.sleutelbestand)
    opslag = open_bewaarplaats(plaatsen, datetime.now(UTC), lambda _: None)
    return open_dienst(opslag, beleid(settings), GeenRij(), lambda: datetime.now(UTC))


def make_desks(dienst: Dienst, aantal: int) -> list[Desk]:
    """Make desks, each with a volunteer who is logged in."""
    desks = []
    for number in range(1, aantal + 1):
        balie = maak_balie(dienst, SYSTEEM, f"Balie {number}")
        account = maak(dienst, SYSTEEM, Aanmelding(f"vrijwilliger{number}", f"Vrijwilliger {number}", "vrijwilliger", balie.id))
        token, _ = open_sessie(dienst, account.gebruiker.id, "mens", balie_id=balie.id)
        desks.append(Desk(f"balie-{number}", token))
    return desks


def is_whole(opslag: Opslag, brief_id: str) -> bool:
    """Tell whether a letter was read, or can still be: its row is there and what it needs opens with its key."""
    with opslag.engine.begin() as conn:
        rij, bestanden = brieven.by_id(conn, brief_id), brieven.files(conn, brief_id)
    if rij is None:
        return False
    if rij.status in ("klaar", "geweigerd"):
        return True
    try:
        key = key_of(opslag, rij)
        for bestand in bestanden:
            unseal(key, f"blob|{bestand.blob}", opslag.blobs.get(bestand.blob))
    except StoreError:
        return False
    return bool(bestanden)


def _answers(adres: str) -> bool:
    try:
        with urllib.request.urlopen(f"{adres}/v1/gezondheid", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
