"""The facts of a read letter in one flat numbered list, each with its words on the paper and with what people said it should be.

The number of a fact is its place in the list: the same letter always gives the same numbers. Whoever shows a fact shows it from
here, so that page, print and test speak of the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from stdnum import iban as stdnum_iban

from brievenbus.explain import schrijf
from brievenbus.kaart import in_fours
from brievenbus.kennis.schema import Taal

FeitSoort = Literal["termijn", "bedrag", "betaling", "kenmerk", "gevolg", "controle", "afzender", "briefsoort", "datum"]
Invoer = Literal["dag", "bedrag", "tekst"]

UITERLIJK = ("betalen", "reageren", "inleveren", "aanvragen", "zienswijze", "opzeggen", "bezwaar", "beroep", "verzet")
"""Kinds of terms that say 'at the latest'; the others are days on which something happens."""
RECHTEN = ("bezwaar", "beroep", "verzet")
_GELD_EERST = ("te_betalen", "te_ontvangen", "termijnbedrag")
_BEDRAG = {
    "te_betalen": "Te betalen", "te_ontvangen": "U krijgt", "termijnbedrag": "Per keer", "kosten": "Kosten", "boete": "Boete",
    "oorspronkelijk": "Eerst was het", "saldo": "Stand", "overig": "Ander bedrag in de brief",
}  # fmt: skip
_NEUTRAAL = "Bedrag waar het om gaat"
"""An amount for the resident in a letter that is no good news: it may well say that this is not paid."""
ONZEKER = "Niet zeker gelezen. Kijk op het papier."
_BETALING = {"iban": "Rekening (IBAN)", "tnv": "Op naam van", "kenmerk": "Zet dit nummer erbij"}


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a fact stands: `vak` is (x0, y0, x1, y1) in fractions of the upright page. `zeker`: see `brief.Bewijs`."""

    bladzijde: int
    tekst: str
    vak: tuple[float, float, float, float]
    zeker: bool = True


@dataclass(frozen=True, slots=True)
class Aanpassing:
    """What somebody says a fact should be. `eigen`: it was the one who looks now."""

    waarde: str
    eigen: bool


@dataclass(frozen=True, slots=True)
class Feit:
    """One fact. `veld` is the name under which it is corrected ('' where it cannot be), `label` its kind within `soort`.

    `rest` tells how far away a day is, `klein` is small print: how a day was computed, what the law says. `ruw` is the value as it is
    kept, '' where it is not the fact itself; `was` what was read, as it is kept, where people put another value in its place ('' where
    they did not). `kopieer`: somebody may copy the value to pay with.
    """

    nummer: int
    soort: FeitSoort
    label: str
    veld: str
    naam: str
    waarde: str
    bewijs: tuple[Plaats, ...] = ()
    invoer: Invoer = "tekst"
    rest: str = ""
    te_laat: bool = False
    klein: tuple[str, ...] = ()
    ruw: str = ""
    was: str = ""
    kopieer: bool = False
    aanpassingen: tuple[Aanpassing, ...] = ()


def make_feiten(inhoud: Mapping[str, Any], taal: Taal, vandaag: date) -> tuple[Feit, ...]:
    """Return the facts of a letter, what matters most first. Of a suspect letter nothing that helps to pay it."""
    made = [
        *_terms(inhoud, taal, vandaag), *_amounts(inhoud, first=True), *_payment(inhoud), *_references(inhoud),
        *_consequences(inhoud, taal), *_checks(inhoud, taal), *_amounts(inhoud, first=False), *_who_and_what(inhoud),
    ]  # fmt: skip
    return tuple(replace(feit, nummer=nummer, klein=(*feit.klein, *_unsure(feit))) for nummer, feit in enumerate(made, start=1))


def _unsure(feit: Feit) -> tuple[str, ...]:
    """Return what to say of a value that may have been misread. An account number has check digits, a name has no reading to doubt."""
    doubted = any(not plaats.zeker for plaats in feit.bewijs)
    return (ONZEKER,) if doubted and feit.label not in ("iban", "tnv") else ()


def show_value(invoer: Invoer, waarde: str) -> str:
    """Return a stored value as people write it; what does not fit its kind is returned as it is."""
    try:
        if invoer == "dag":
            return schrijf.datum(date.fromisoformat(waarde))
        return schrijf.bedrag(Decimal(waarde)) if invoer == "bedrag" else waarde
    except (ValueError, ArithmeticError):
        return waarde


def put_right(feit: Feit, waarde: str, vandaag: date) -> Feit:
    """Return a fact with the value that people say it has. Its number and its place on the paper stay, and what was read stays known."""
    is_iban = feit.soort == "betaling" and feit.label == "iban"
    good = not is_iban or stdnum_iban.is_valid(waarde, check_country=False)
    shown = _shown(feit, stdnum_iban.compact(waarde) if is_iban and good else waarde)
    told = tuple(zin for zin in feit.klein if zin != ONZEKER)
    made = replace(feit, waarde=shown, ruw=waarde, was=feit.ruw, kopieer=feit.kopieer and good, klein=told)
    if feit.soort != "termijn":
        return made
    rest, late = far(feit.label, date.fromisoformat(waarde), vandaag)
    return replace(made, rest=rest, te_laat=late)


def show_was(feit: Feit) -> str:
    """Return what was read of a fact as people write it."""
    return _shown(feit, feit.was)


def _shown(feit: Feit, waarde: str) -> str:
    """Return a value as this fact shows it. Words that somebody typed for a number stay words."""
    numbered = feit.soort == "kenmerk" or (feit.soort == "betaling" and feit.label != "tnv")
    if numbered and 2 * sum(sign.isdigit() for sign in waarde) > len(_compact(waarde)):
        return in_fours(waarde)
    return show_value(feit.invoer, waarde)


def far(soort: str, dag: date, vandaag: date) -> tuple[str, bool]:
    """Return how far away the day of a term is, and whether something is late."""
    if dag >= vandaag:
        return schrijf.over(dag, vandaag), False
    if soort in RECHTEN:
        return "voorbij, maar toch nog bellen kan helpen", True
    if soort in UITERLIJK:
        late = dag + timedelta(days=1)
        return f"te laat sinds {late.day} {schrijf.MAANDEN[late.month - 1]}", soort != "opzeggen"
    return f"was {schrijf.over(dag, vandaag)}", soort not in ("inning", "ingang")


def _terms(inhoud: Mapping[str, Any], taal: Taal, vandaag: date) -> Iterator[Feit]:
    for at, term in enumerate(inhoud["termijnen"]):
        dag, soort = date.fromisoformat(term["datum"]), term["soort"]
        rest, late = far(soort, dag, vandaag)
        word = taal.termijnen[soort].capitalize()
        yield Feit(
            0, "termijn", soort, f"termijnen.{at}.datum", f"{word}, uiterlijk" if soort in UITERLIJK else word,
            schrijf.datum(dag), places(term["bewijs"]), "dag", rest, late, tuple(_small_print(term)), term["datum"],
        )  # fmt: skip


def _small_print(term: Mapping[str, Any]) -> Iterator[str]:
    if term["rekenregel"]:
        yield f"Deze dag staat niet in de brief. Zo is hij uitgerekend: {term['rekenregel']}."
    if term["juridisch_einde"]:
        yield f"Volgens de wet kan het tot en met {schrijf.datum(date.fromisoformat(term['juridisch_einde']))}. Wacht daar niet op."


def _amounts(inhoud: Mapping[str, Any], *, first: bool) -> Iterator[Feit]:
    suspect = inhoud["echtheid"]["verdacht"]
    for at, one in enumerate(inhoud["bedragen"]):
        soort = one["soort"]
        if (soort in _GELD_EERST) != first or (suspect and soort in _GELD_EERST):
            continue
        name = _NEUTRAAL if soort == "te_ontvangen" and not inhoud["goed_nieuws"] else _BEDRAG[soort]
        yield Feit(
            0, "bedrag", soort, f"bedragen.{at}.bedrag", name, schrijf.bedrag(Decimal(one["bedrag"])),
            places(one["bewijs"]), "bedrag", ruw=one["bedrag"],
        )  # fmt: skip


def _payment(inhoud: Mapping[str, Any]) -> Iterator[Feit]:
    pay = inhoud["betaling"]
    if pay is None or inhoud["echtheid"]["verdacht"]:
        return
    for veld, naam in _BETALING.items():
        if pay[veld]:
            value = in_fours(pay[veld]) if veld != "tnv" else pay[veld]
            found = _own(places(pay["bewijs"]), pay[veld])
            yield Feit(0, "betaling", veld, f"betaling.{veld}", naam, value, found, ruw=pay[veld], kopieer=True)


def _references(inhoud: Mapping[str, Any]) -> Iterator[Feit]:
    """The numbers of the letter. Those to pay with stand under the payment, or nowhere where the letter is suspect."""
    paid = _compact((inhoud["betaling"] or {}).get("kenmerk") or "")
    for at, one in enumerate(inhoud["kenmerken"]):
        if _compact(one["waarde"]) == paid or (inhoud["echtheid"]["verdacht"] and one["soort"] == "betalingskenmerk"):
            continue
        yield Feit(
            0, "kenmerk", one["soort"], f"kenmerken.{at}.waarde", _reference_name(one["soort"]), in_fours(one["waarde"]),
            places(one["bewijs"]), ruw=one["waarde"],
        )  # fmt: skip


def _consequences(inhoud: Mapping[str, Any], taal: Taal) -> Iterator[Feit]:
    for at, one in enumerate(inhoud["gevolgen"]):
        yield Feit(
            0, "gevolg", one["soort"], f"gevolgen.{at}.soort", "Wat kan er gebeuren", taal.gevolgen[one["soort"]], places(one["bewijs"])
        )  # fmt: skip


def _checks(inhoud: Mapping[str, Any], taal: Taal) -> Iterator[Feit]:
    for one in inhoud["controle"]:
        small = (f"De regel: {one['regel']}.", taal.zinnen["controle_wie"])
        yield Feit(0, "controle", "", "", "Klopt dit?", one["melding"], places(one["bewijs"]), klein=small)


def _who_and_what(inhoud: Mapping[str, Any]) -> Iterator[Feit]:
    who, what = inhoud["afzender"], inhoud["briefsoort"]
    yield Feit(0, "afzender", who["sleutel"], "afzender.naam", "Wie schrijft", who["naam"], places(who["bewijs"]), ruw=who["naam"])
    kind = places(what["bewijs"])
    yield Feit(0, "briefsoort", what["sleutel"], "briefsoort.naam", "Wat voor brief", what["naam"], kind, ruw=what["naam"])
    if inhoud["datum"]:
        day = inhoud["datum"]
        yield Feit(0, "datum", "", "datum", "Datum van de brief", schrijf.datum(date.fromisoformat(day)), invoer="dag", ruw=day)


def places(bewijs: Sequence[Mapping[str, Any]]) -> tuple[Plaats, ...]:
    """Return the evidence of the contract's JSON as places."""
    return tuple(
        Plaats(one["bladzijde"], one["tekst"], (one["vak"][0], one["vak"][1], one["vak"][2], one["vak"][3]), one.get("zeker", True))
        for one in bewijs
    )


def _own(found: tuple[Plaats, ...], waarde: str) -> tuple[Plaats, ...]:
    """Return the places that hold this very value; all of them where none does (a number cut in two, a name in other words)."""
    return tuple(plaats for plaats in found if _compact(waarde) in _compact(plaats.tekst)) or found


def _compact(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _reference_name(soort: str) -> str:
    if soort.startswith("cjib"):
        return "CJIB-nummer"
    return soort.replace("v_nummer", "v-nummer").replace("_", " ").capitalize()
