"""The days of a letter that belong on paper and in a calendar: what must be done, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from brievenbus.brief import GEEN_PLICHT

GEBEURT = frozenset({"afspraak", "zitting", "ontruiming", "afsluiting"})
"""Terms on which something happens; all others are days before which something must be done."""
RECHTEN = ("bezwaar", "beroep", "verzet")
_SHORT = 48


@dataclass(frozen=True, slots=True, order=True)
class Dag:
    """One day and the kind of term that falls on it."""

    datum: date
    soort: str


def plichten(brief: Mapping[str, Any]) -> tuple[Dag, ...]:
    """Return the must-terms of a letter, the first one first. A suspect letter has none: nothing of it is acted on."""
    if brief["echtheid"]["verdacht"]:
        return ()
    found = {Dag(date.fromisoformat(t["datum"]), t["soort"]) for t in brief["termijnen"] if t["soort"] not in GEEN_PLICHT}
    return tuple(sorted(dag for dag in found if not _is_theirs(brief, dag)))


def overige(brief: Mapping[str, Any], soorten: tuple[str, ...]) -> tuple[Dag, ...]:
    """Return the terms of these kinds, the first one first; of a suspect letter none."""
    if brief["echtheid"]["verdacht"]:
        return ()
    return tuple(sorted({Dag(date.fromisoformat(t["datum"]), t["soort"]) for t in brief["termijnen"] if t["soort"] in soorten}))


def agendadagen(brief: Mapping[str, Any], vandaag: date) -> tuple[Dag, ...]:
    """Return the days still to come for a calendar: the must-terms, and the last day of a right that the letter calls to use."""
    rights = overige(brief, RECHTEN) if "bezwaar" in brief["acties"] and not brief["goed_nieuws"] else ()
    return tuple(sorted(dag for dag in {*plichten(brief), *rights} if dag.datum >= vandaag))


def korte_naam(naam: str) -> str:
    """Return a name for a narrow place: cut at a word, with an ellipsis, when it is long."""
    clean = " ".join(naam.split()).rstrip(".") if len(naam.split()) > 1 else naam.strip()
    if len(clean) <= _SHORT:
        return clean
    head = clean[: _SHORT - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head) + "…"


def _is_theirs(brief: Mapping[str, Any], dag: Dag) -> bool:
    """Tell whether it is the sender who pays that day: good news that brings money and asks for none."""
    asked = any(b["soort"] == "te_betalen" for b in brief["bedragen"]) or {"betalen", "regeling"} & set(brief["acties"])
    return dag.soort == "betalen" and bool(brief["goed_nieuws"]) and not asked
