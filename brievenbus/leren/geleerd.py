"""Regression cases: sentences that were learned, and must go on being read as their type.

They stand in kennis/geleerd/SOORT.toml, outside what the recogniser is built from: such a file changes no reading.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from brievenbus.classify.model import Model, load
from brievenbus.errors import KennisError
from brievenbus.kennis import Kennis, _check, _toml, read_kennis
from brievenbus.kennis.check import Bevinding, Onderdeel, _complaint
from brievenbus.kenniscontrole import TOP
from brievenbus.leren.voorstel import Functie

MAP = "geleerd"
_KOP = """# Zinnen die geleerd zijn van een verbetering. `brievenbus kennis check` kijkt of ze nog goed gelezen worden.
# Een zin moet bij de eerste drie als deze soort komen, en vóór de soort waarvoor hij eerder werd aangezien (niet).
"""


class Geval(BaseModel):
    """A learned sentence. `niet` is the type it was read as before it was learned, "" where nobody says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zin: str
    functie: Functie
    niet: str = ""
    sinds: date


class _Blad(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    geval: tuple[Geval, ...] = ()


@dataclass(frozen=True, slots=True)
class Geleerd:
    """A case with the type it belongs to."""

    soort: str
    geval: Geval


def read_cases(root: Path, kennis: Kennis) -> tuple[Geleerd, ...]:
    """Return every case below a knowledge folder whose letter type still is there. Raises KennisError."""
    found: list[Geleerd] = []
    for file in sorted((root / MAP).glob("*.toml")):
        if file.stem in kennis.briefsoorten:
            found += [Geleerd(file.stem, case) for case in _check(_toml(file)[1], _Blad, file).geval]
    return tuple(found)


def with_case(old: str, geval: Geval) -> str:
    """Return the text of a file of cases with one more; the lines that stand there stay as they are."""
    rows = [f"zin = {json.dumps(geval.zin, ensure_ascii=False)}", f'functie = "{geval.functie}"']
    rows += [f'niet = "{geval.niet}"'] if geval.niet else []
    return "\n".join([(old or _KOP).rstrip("\n"), "", "[[geval]]", *rows, f"sinds = {geval.sinds.isoformat()}", ""])


def check_cases(cases: tuple[Geleerd, ...], model: Model) -> Onderdeel:
    """Every learned sentence must be among the best three readings, and before the type it was once mistaken for."""
    found = []
    for case in cases:
        order = [key for key, _ in model.predict([case.geval.zin]).top(len(model.sleutels))]
        wrong = case.soort not in order[:TOP]
        behind = case.geval.niet in order and order.index(case.geval.niet) < order.index(case.soort) if not wrong else False
        if wrong or behind:
            words = f"geleerde zin '{case.geval.zin}' herkend als {', '.join(order[:TOP])}"
            found.append(Bevinding("fout", f"{MAP}/{case.soort}.toml", words))
    return Onderdeel("geleerde zinnen", f"{len(cases) - len(found)} van {len(cases)} goed gelezen", tuple(found))


def check_learned(root: Path, cache: Path) -> tuple[Onderdeel, ...]:
    """Check the cases of a knowledge folder with the recogniser that reads letters; nothing where there are none, or no knowledge."""
    try:
        kennis = read_kennis(root)
        cases = read_cases(root, kennis)
    except KennisError as error:
        return (Onderdeel("geleerde zinnen", "niet te lezen", (_complaint(error),)),) if (root / MAP).is_dir() else ()
    return (check_cases(cases, load(kennis, cache)),) if cases else ()
