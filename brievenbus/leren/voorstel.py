"""A proposed sentence: what it is, and reading a file of them. It knows of no letter and of no person."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from rapidfuzz import fuzz, process

from brievenbus.errors import InputError, KennisError
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import Zinnen

Functie = Literal["onderwerp", "aanleiding", "mededeling", "eis", "termijn", "dreiging", "recht", "hulp"]
Stand = Literal["open", "goedgekeurd", "afgewezen"]
FUNCTIES: tuple[Functie, ...] = get_args(Functie)
assert set(FUNCTIES) == set(Zinnen.model_fields)


@dataclass(frozen=True, slots=True)
class Voorstel:
    """An anonymous sentence for the card `soort`. `eerder` is the type that the letter was read as, "" if unknown. `dag`: made on."""

    id: str
    soort: str
    functie: Functie
    zin: str
    eerder: str
    dag: date
    stand: Stand = "open"


def checked(kennis: Kennis, soort: str, functie: str, eerder: str = "") -> Functie:
    """Return the function if it and the types exist. Raises InputError keuze_onbekend."""
    for name, key in (("soort", soort), ("eerder", eerder)):
        if key not in kennis.briefsoorten and (key or name == "soort"):
            near = process.extract(key, list(kennis.briefsoorten), scorer=fuzz.WRatio, limit=5)
            raise InputError("keuze_onbekend", naam=name, keuzes=", ".join(hit for hit, _, _ in near))
    for one in FUNCTIES:
        if one == functie:
            return one
    raise InputError("keuze_onbekend", naam="functie", keuzes=", ".join(FUNCTIES))


def read_file(file: Path, kennis: Kennis, vandaag: date) -> tuple[Voorstel, ...]:
    """Read proposals from TOML: [[voorstel]] with `soort`, `functie`, `zin` and, if known, `eerder`. Raises KennisError, InputError."""
    if not file.is_file():
        raise InputError("bestand_ontbreekt", bestand=file.name)
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KennisError("kennis_toml", bestand=file.name, reden=str(error)) from error
    rows = data.get("voorstel", [])
    return tuple(_one(file, f"{file.name}-{number}", row, kennis, vandaag) for number, row in enumerate(rows, 1))


def _one(file: Path, naam: str, row: Any, kennis: Kennis, vandaag: date) -> Voorstel:
    known = ("soort", "functie", "zin", "eerder")
    for key in row if isinstance(row, dict) else ("voorstel",):
        if key not in known or not isinstance(row[key], str):
            raise KennisError("kennis_sleutel", bestand=file.name, sleutel=key, reden="onbekend", bedoeld=", ".join(known))
    said = {key: str(row.get(key, "")) for key in known}
    functie = checked(kennis, said["soort"], said["functie"], said["eerder"])
    return Voorstel(naam, said["soort"], functie, said["zin"], said["eerder"], vandaag)
