"""The right answers to a letter (NAAM.goud.json) and the files of that letter, as `brievenbus toets` finds them.

MAP/NAAM.goud.json beside NAAM.txt (markup), NAAM.pdf, NAAM.jpg or NAAM.p1.scan.jpg, NAAM.p2.scan.jpg …
The files, with or without the gold, may also stand in a folder of their own: MAP/NAAM/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rapidfuzz import fuzz, process

from brievenbus.brief import Actie, AfzenderSoort, BedragSoort, GevolgSoort, RouteNaar, TermijnSoort, Urgentie
from brievenbus.errors import InputError

Vorm = Literal["pdf", "scan", "foto", "tekst"]
VORMEN: tuple[Vorm, ...] = ("pdf", "scan", "foto", "tekst")
"""Best first: without a choice a letter is read from the first form it has."""
GOUD = ".goud.json"
BEELD = frozenset((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif"))
_BLAD = re.compile(r"p(\d+)$")


class _Gesloten(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoudAfzender(_Gesloten):
    """The sender that the letter really has."""

    sleutel: str
    soort: AfzenderSoort


class GoudTermijn(_Gesloten):
    """A day that the letter sets."""

    soort: TermijnSoort
    datum: date


class GoudBedrag(_Gesloten):
    """An amount that the letter names."""

    soort: BedragSoort
    bedrag: Decimal


class GoudBetaling(_Gesloten):
    """Where the money must go."""

    iban: str | None = None
    kenmerk: str | None = None


class Goud(_Gesloten):
    """What brievenbus should say of one letter. `…_ook_goed` is as right; `…_mag` may be said, need not be."""

    peildatum: date
    afzender: GoudAfzender
    afzender_ook_goed: tuple[str, ...] = ()
    briefsoort: str
    briefsoort_ook_goed: tuple[str, ...] = ()
    datum: date | None
    urgentie: Urgentie
    urgentie_ook_goed: tuple[Urgentie, ...] = ()
    gevolgen: tuple[GevolgSoort, ...]
    gevolgen_mag: tuple[GevolgSoort, ...] = ()
    acties: tuple[Actie, ...]
    acties_mag: tuple[Actie, ...] = ()
    termijnen: tuple[GoudTermijn, ...]
    termijnen_mag: tuple[GoudTermijn, ...] = ()
    bedragen: tuple[GoudBedrag, ...]
    betaling: GoudBetaling | None
    goed_nieuws: bool
    verdacht: bool
    route: tuple[RouteNaar, ...] = Field(min_length=1)
    spoed: bool
    werkdagen: int | None
    kernfeiten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Toetsbrief:
    """One letter with its right answers and its files for each form, in page order."""

    naam: str
    goud: Goud
    vormen: Mapping[Vorm, tuple[Path, ...]]

    def best(self, vorm: Vorm | None = None) -> Vorm | None:
        """Return the form to read: the one asked for, else the best there is; None where the letter has it not."""
        return next((v for v in VORMEN if v in self.vormen and vorm in (None, v)), None)

    @property
    def tekst(self) -> str:
        """The letter's own text, or "" where only its pictures are there."""
        return self.vormen["tekst"][0].read_text("utf-8") if "tekst" in self.vormen else ""


def find_letters(folder: Path) -> tuple[Toetsbrief, ...]:
    """Return the letters of a folder by name. Raises InputError: map_ontbreekt, map_leeg, goud_kapot."""
    if not folder.is_dir():
        raise InputError("map_ontbreekt", map=str(folder))
    found = []
    for file in sorted((*folder.glob(f"*{GOUD}"), *folder.glob(f"*/*{GOUD}"))):
        naam = file.name.removesuffix(GOUD)
        vormen = _forms(naam, (file.parent, file.parent / naam))
        if vormen:
            found.append(Toetsbrief(naam, read_gold(file), vormen))
    if not found:
        raise InputError("map_leeg", map=str(folder))
    return tuple(found)


def read_gold(file: Path) -> Goud:
    """Read one gold file. Raises InputError (goud_kapot) with the key that is wrong."""
    try:
        return Goud.model_validate(json.loads(file.read_text("utf-8")))
    except ValidationError as error:
        raise InputError("goud_kapot", bestand=file.name, reden=_reason(error)) from error
    except ValueError as error:
        raise InputError("goud_kapot", bestand=file.name, reden="geen geldige JSON") from error


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    sleutel = ".".join(str(part) for part in first["loc"]) or "het geheel"
    match first["type"]:
        case "missing":
            return f"'{sleutel}' ontbreekt"
        case "extra_forbidden":
            hit = process.extractOne(str(first["loc"][-1]), list(Goud.model_fields), scorer=fuzz.ratio)
            return f"'{sleutel}' bestaat niet. Bedoelt u '{hit[0]}'?"
        case "literal_error":
            return f"'{sleutel}' mag niet {first['input']!r} zijn"
        case _:
            return f"'{sleutel}' heeft een waarde die niet kan: {first.get('input')!r}"


def _forms(naam: str, folders: Iterable[Path]) -> dict[Vorm, tuple[Path, ...]]:
    """Return the files of a letter by form. Of two sets of pictures of one form (scan200, scan300) the first counts."""
    sets: dict[tuple[Vorm, str], list[tuple[int, Path]]] = {}
    for folder in folders:
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        for file in files:
            sort = _sort(file, naam)
            if sort is not None:
                vorm, merk, blad = sort
                sets.setdefault((vorm, merk), []).append((blad, file))
    forms: dict[Vorm, tuple[Path, ...]] = {}
    for (vorm, _), pages in sorted(sets.items()):
        forms.setdefault(vorm, tuple(file for _, file in sorted(pages)))
    return forms


def _sort(file: Path, naam: str) -> tuple[Vorm, str, int] | None:
    """Return the form, the mark ("scan", "scan200", "") and the page number of a file, or None where it is no page."""
    if not file.name.startswith(f"{naam}.") or not file.is_file():
        return None
    if file.name in (f"{naam}.txt", f"{naam}.pdf"):
        return ("tekst" if file.suffix == ".txt" else "pdf"), "", 1
    if file.suffix.lower() not in BEELD:
        return None
    delen = file.name.removeprefix(f"{naam}.").split(".")[:-1]
    blad = next((int(m[1]) for deel in delen if (m := _BLAD.match(deel))), 1)
    merk = ".".join(deel for deel in delen if not _BLAD.match(deel))
    return ("scan" if merk.startswith("scan") else "foto"), merk, blad
