"""Keys of the key file: make a new one, put everything under it, drop an old one when nothing uses it any more.

The order for an operator: `nieuw` → copy the key file, also to other machines of the service → `ververs` → much later `verwijder`.
Processes that run notice a changed file by themselves.
What was erased stays readable in an old backup for as long as the key of that time exists; dropping it ends that.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from brievenbus.dienst import SYSTEEM, gebeurtenis
from brievenbus.errors import ConflictError, MissingError, SettingsError
from brievenbus.store import Opslag, audit
from brievenbus.store import sleutels as store
from brievenbus.store.crypto import Sleutelbos, make_key_file

BATCH = 200


@dataclass(frozen=True, slots=True)
class Sleutel:
    """A key of the key file or of the database: whether new letters go under it, whether we have it, how much it opens."""

    naam: str
    actief: bool
    aanwezig: bool
    gebruikt: int


def make_key(bestand: Path, nu: datetime) -> str:
    """Write a new key at the top of the key file and return its name. Processes that read this file take it up at once."""
    naam = f"{nu.astimezone(UTC):%Y-%m-%d}-{secrets.token_hex(2)}"
    make_key_file(bestand, naam)
    return naam


def ververs(opslag: Opslag, nu: datetime, batch: int = BATCH) -> int:
    """Put every wrapped key under the active one, in small transactions; return how many. Stop and start again at will."""
    total = 0
    while done := _one_batch(opslag, batch):
        total += done
    with opslag.engine.begin() as conn:
        g = gebeurtenis(SYSTEEM, "sleutels_ververst", "sleutel", opslag.sleutels.actief, aantal=total)
        audit.append(conn, opslag.huis, g, nu)
    return total


def lijst(opslag: Opslag, bestand: Path) -> list[Sleutel]:
    """Return the keys of the file, newest first, then those that the database asks for and the file lacks."""
    with opslag.engine.begin() as conn:
        used = store.count_used(conn)
    names = list(_names(bestand))
    found = [Sleutel(naam, nummer == 0, True, used[naam]) for nummer, naam in enumerate(names)]
    return found + [Sleutel(naam, False, False, used[naam]) for naam in sorted(set(used) - set(names))]


def verwijder(opslag: Opslag, bestand: Path, naam: str, nu: datetime) -> None:
    """Drop a key from the key file for good: backups of its time can no longer be opened.

    Raises ConflictError `sleutel_in_gebruik` while it opens anything here or is the active key, MissingError `kek_onbekend`.
    """
    names = list(_names(bestand))
    if naam not in names:
        raise MissingError("kek_onbekend", sleutel=naam)
    with opslag.engine.begin() as conn:
        store.hold_letters(conn)  # nothing is stored under it between the last look and its end; who comes later sees the new file
        if naam in (names[0], opslag.sleutels.actief) or store.count_used(conn)[naam]:
            raise ConflictError("sleutel_in_gebruik", sleutel=naam)
        audit.append(conn, opslag.huis, gebeurtenis(SYSTEEM, "sleutel_verwijderd", "sleutel", naam), nu)
        _write_without(bestand, naam)


def _one_batch(opslag: Opslag, batch: int) -> int:
    with opslag.engine.begin() as conn:
        return store.rewrap(conn, opslag.sleutels, batch)


def _names(bestand: Path) -> Iterator[str]:
    Sleutelbos.read(bestand)  # refuses a file that is broken or open to others
    for line in bestand.read_text("ascii").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split()[0]


def _write_without(bestand: Path, naam: str) -> None:
    lines = [line for line in bestand.read_text("ascii").splitlines() if line.startswith("#") or line.split()[:1] != [naam]]
    draft = bestand.with_name(bestand.name + ".nieuw")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(bestand)
    except OSError as error:
        raise SettingsError("sleutelbestand_ontbreekt", bestand=str(bestand)) from error
