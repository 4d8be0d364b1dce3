"""The words of a draft: fixed sentences of [concepten] in the language file, filled with the sure facts of the letter.

Every filled line passes the gate (`explain.poort`). What Awb 6:5 lid 1 asks of an objection all has its place: name and address, date,
the decision, the signature; the reasons may follow within a term that the body must give (Awb 6:6). Late is not lost: Awb 6:11.
Nothing of the resident is filled in, and no address that was not read; a BSN is never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

from brievenbus.afdruk.concept.gegevens import Gegevens, named_number, one_line, sure_facts
from brievenbus.afdruk.concept.keuze import fits
from brievenbus.afdruk.concept.vorm import Concept, Gat, Regel, Soort, as_text
from brievenbus.afdruk.dagen import GEBEURT, plichten
from brievenbus.afdruk.verbetering import GEEN, Verbeterd
from brievenbus.explain import schrijf
from brievenbus.explain.poort import Poort
from brievenbus.kennis import Kennis

_SLOT = re.compile(r"\{(\w+)\}")
_KORT = timedelta(days=7)
"""Within so many days a letter by post may come too late: somebody must call as well."""
_GAAT_DOOR = frozenset({"rechtszaak", "ontruiming", "afsluiting", "vrijheidsbeneming"})
"""What a request to pay in parts does not stop: whoever waits for its answer stays away from a hearing."""
_LOOPT_DOOR = frozenset({"uitkering_stopt", "hulp_minder"})
"""What an objection does not stop (Awb 6:16). The right to stay is apart: there it often does (Vw 73), but not always."""


def offered(brief: Mapping[str, Any], kennis: Kennis, vandaag: date, verbeterd: Verbeterd = GEEN) -> tuple[Concept, ...]:
    """Return every draft that answers the letter (the object of the contract, as the volunteers say it is)."""
    made = (make_concept(brief, kennis, soort, vandaag, verbeterd) for soort in get_args(Soort))
    return tuple(one for one in made if one is not None)


def make_concept(
    brief: Mapping[str, Any], kennis: Kennis, soort: Soort, vandaag: date, verbeterd: Verbeterd = GEEN
) -> Concept | None:  # fmt: skip
    """Return a draft of this kind on a day, None where it is not the answer to this letter."""
    if not fits(brief, kennis, soort, verbeterd):
        return None
    facts = sure_facts(brief, kennis, soort, verbeterd, vandaag)
    pen = _Pen.make(brief, kennis, facts)
    doubt = _days_in_doubt(verbeterd)
    late = soort == "bezwaar" and not doubt and _is_late(brief, vandaag)
    return Concept(
        soort, kennis.talen["nl"].concepten[soort],
        van=pen.lines("van_naam", "van_straat", "van_plaats", "van_telefoon"), aan=pen.lines("aan_naam", "aan_adres"),
        plaats=pen.line("plaats_datum"), onderwerp=pen.subject(soort), aanhef=pen.line("aanhef"),
        alineas=pen.lines(*_body(soort, late=late)), groet=pen.line("groet"), ondertekening=pen.lines("handtekening", "van_naam"),
        opmerkingen=tuple(as_text(pen.line(key)) for key in (*_remarks(brief, soort, vandaag, late=late, doubt=doubt), *facts.let_op)),
    )  # fmt: skip


def _body(soort: Soort, *, late: bool) -> tuple[str, ...]:
    if soort == "regeling":
        return ("regeling_bedrag", "regeling_delen", "regeling_wachten", "regeling_antwoord")
    return ("bezwaar_tegen", "bezwaar_redenen", *(("bezwaar_laat",) if late else ()), "bezwaar_bijlage", "bezwaar_ontvangst")


def _objections(brief: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [term for term in brief["termijnen"] if term["soort"] == "bezwaar"]


def _is_sure_day(term: Mapping[str, Any]) -> bool:
    return all(one.get("zeker", True) for one in term["bewijs"])


def _days_in_doubt(verbeterd: Verbeterd) -> bool:
    """Tell whether volunteers doubt a day, or the date that days were counted from: then nobody owns up to being late."""
    return bool(verbeterd.narekenen) or any(veld.split(".")[0] in ("termijnen", "datum") for veld, _ in verbeterd.erbij)


def _is_late(brief: Mapping[str, Any], vandaag: date) -> bool:
    """Tell whether the last day for objecting has passed for certain, by the law too."""
    terms = _objections(brief)
    return bool(terms) and all(
        _is_sure_day(term) and date.fromisoformat(term["juridisch_einde"] or term["datum"]) < vandaag for term in terms
    )  # fmt: skip


def _remarks(brief: Mapping[str, Any], soort: Soort, vandaag: date, *, late: bool, doubt: bool) -> list[str]:
    """Return the keys of what the volunteer should know, the most pressing first."""
    goes_on = _goes_on(brief, soort)
    if soort == "regeling":
        days = [dag.datum for dag in plichten(brief)]
        hurry = brief["urgentie"] == "kritiek" or any(day <= vandaag + _KORT for day in days)
        return [*goes_on, *(["let_op_bellen"] if hurry else []), "let_op_haalbaar", "let_op_schuld"]
    terms = _objections(brief)
    first = min((date.fromisoformat(term["datum"]) for term in terms), default=None)
    if late:
        day = "let_op_te_laat"
    elif doubt or first is None or first < vandaag or not all(_is_sure_day(term) for term in terms):
        day = "let_op_dag_onzeker"
    else:
        day = "let_op_dag"
    pays = {"betalen", "regeling"} & set(brief["acties"])
    return [*goes_on, day, "let_op_bewijs", "let_op_redenen", *(["let_op_betalen"] if pays else [])]


def _goes_on(brief: Mapping[str, Any], soort: Soort) -> list[str]:
    """Return the key of what this draft does not stop: whoever sends it may believe that the rest waits."""
    threats = {one["soort"] for one in brief["gevolgen"]}
    if soort == "regeling":
        return ["let_op_gaat_door"] if threats & _GAAT_DOOR or any(t["soort"] in GEBEURT for t in brief["termijnen"]) else []
    if "verblijfsrecht" in threats:
        return ["let_op_verblijf"]
    return ["let_op_loopt_door"] if threats & _LOOPT_DOOR else []


@dataclass(frozen=True)
class _Pen:
    """Writes lines of [concepten]: `waarden` are the sure facts by their slot; a slot without one becomes a place to fill in."""

    zinnen: Mapping[str, str]
    waarden: Mapping[str, str]
    poort: Poort

    @classmethod
    def make(cls, brief: Mapping[str, Any], kennis: Kennis, facts: Gegevens) -> _Pen:
        zinnen = kennis.talen["nl"].concepten
        days = [date.fromisoformat(term["datum"]) for term in _objections(brief)]
        values = {
            "afzender": facts.afzender, "datum": facts.datum, "nummer": facts.nummer, "bedrag": facts.bedrag,
            "dag": schrijf.datum(min(days)) if days else "",
        }  # fmt: skip
        return cls(zinnen, {slot: value for slot, value in values.items() if value}, _gate(brief, zinnen))

    def lines(self, *keys: str) -> tuple[Regel, ...]:
        return tuple(self.line(key) for key in keys)

    def line(self, key: str) -> Regel:
        """Return a line; one that the gate refuses is left open where a fact stood."""
        made = self._fill(key, self.waarden)
        return made if self.poort.passes(as_text(made)) else self._fill(key, {})

    def subject(self, soort: Soort) -> Regel:
        """Return what the letter is about; what must be filled in stands in the letter itself and not here once more."""
        keys = (f"onderwerp_{soort}", *(f"onderwerp_{slot}" for slot in ("datum", "nummer") if slot in self.waarden))
        return tuple(deel for key in keys for deel in self.line(key))

    def _fill(self, key: str, waarden: Mapping[str, str]) -> Regel:
        parts = _SLOT.split(self.zinnen[key])
        filled = ((waarden.get(part) or _gap(self.zinnen, part)) if at % 2 else part for at, part in enumerate(parts))
        return tuple(deel for deel in filled if deel)


def _gap(zinnen: Mapping[str, str], slot: str) -> Gat:
    what = zinnen[f"gat_{slot}"]
    return Gat(slot, what, zinnen["vul_in"].format(gat=what), zinnen.get(f"voor_{slot}", ""))


def _gate(brief: Mapping[str, Any], zinnen: Mapping[str, str]) -> Poort:
    """Return the gate: what the object holds, as it is written in a letter, and the places to fill in."""
    days = [date.fromisoformat(term["datum"]) for term in brief["termijnen"]]
    facts = {
        "afzender": [one_line(brief["afzender"]["naam"])],
        "datum": [schrijf.datum(date.fromisoformat(brief["datum"])).split(" ", 1)[1]] if brief["datum"] else [],
        "nummer": [named_number(one) for one in brief["kenmerken"]],
        "bedrag": [schrijf.bedrag(Decimal(one["bedrag"])) for one in brief["bedragen"]],
        "dag": [schrijf.datum(day) for day in days],
    }
    slots = [key.removeprefix("gat_") for key in zinnen if key.startswith("gat_")]
    gaps = {slot: as_text((_gap(zinnen, slot),)) for slot in slots}
    return Poort({slot: [*facts.get(slot, ()), gap] for slot, gap in gaps.items()}, zinnen.values())
