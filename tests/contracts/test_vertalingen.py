"""Every language says the same facts as the Dutch: amounts, dates, names and numbers, letter type by letter type."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from brievenbus.brief import Termijn, TermijnSoort, Uitleg
from brievenbus.explain import Inhoud, explain, unreadable
from brievenbus.explain.schrijf import datum, in_taal, richting
from brievenbus.kennis import Kennis, load
from brievenbus.kennis.taalcheck import card_sentences, check_talen
from tests.unit.test_uitleg import BEWIJS, alles, inhoud

KENNIS = load()
ANDERE = sorted(set(KENNIS.talen) - {"nl"})
DAG = date(2026, 12, 3)
_BEDRAG = re.compile(r"€ [\d.]+,\d\d")
_DATUM = re.compile(r"\b(?:maan|dins|woens|donder|vrij|zater|zon)dag \d{1,2} [a-z]+ 20\d\d")
_NUMMER = re.compile(r"\b0[\d -]{7,}\d")
_LOS = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


def vol(soort: str, *, goed: bool = False, verdacht: bool = False) -> Inhoud:
    """A letter of this type with every term of its card, a term that has passed, and an amount."""
    kaart = KENNIS.briefsoorten[soort]
    kinds: list[TermijnSoort] = list(dict.fromkeys(("betalen", *(one.soort for one in kaart.termijn))))
    terms = tuple(Termijn(kind, date(2026, 12, 3 + at), "gedrukt", None, None, at == 1, BEWIJS) for at, kind in enumerate(kinds))
    return inhoud(soort, *terms, som="1250.50", verdacht=verdacht, goed_nieuws=goed or kaart.goed_nieuws, mens_nodig=True)


def feiten(uitleg: Uitleg) -> dict[str, list[str]]:
    """The facts of an explanation, field by field, in the order in which they are said."""
    text = alles(uitleg).translate(_LOS)
    names = [name for name in ("Centraal Justitieel Incassobureau",) if name in text]
    return {"bedragen": _BEDRAG.findall(text), "datums": _DATUM.findall(text), "nummers": _NUMMER.findall(text), "namen": names}


@pytest.mark.parametrize("taal", ANDERE)
def test_facts_are_those_of_the_dutch_for_every_letter_type(taal: str) -> None:
    other = {}
    for soort in KENNIS.briefsoorten:
        for verdacht in (False, True):
            told = vol(soort, verdacht=verdacht)
            dutch, said = explain(told, KENNIS), explain(told, KENNIS, taal)
            if feiten(dutch) != feiten(said) or len(dutch.doen) != len(said.doen):
                other[soort] = (feiten(dutch), feiten(said))
            assert said.lint == dutch.lint
    assert other == {}


@pytest.mark.parametrize("taal", ANDERE)
def test_the_day_stands_behind_the_dutch_one_in_the_words_of_the_language(taal: str) -> None:
    said = alles(explain(vol("cjib_aanmaning_2"), KENNIS, taal)).translate(_LOS)
    assert f"{datum(DAG)} ({in_taal(DAG, taal)})" in said


@pytest.mark.parametrize("taal", ANDERE)
def test_copied_facts_keep_their_order_where_a_language_runs_the_other_way(taal: str) -> None:
    said = alles(explain(vol("cjib_aanmaning_2"), KENNIS, taal))
    assert ("\u2068€ 1.250,50\u2069" in said) == (richting(taal) == "rtl")
    assert said.count("\u2068") == said.count("\u2069")


def test_the_files_hold_what_the_dutch_holds() -> None:
    assert [f"{one.bestand}: {one.tekst}" for one in check_talen(KENNIS).fouten] == []


@pytest.mark.parametrize("taal", ANDERE)
def test_a_file_says_how_far_it_was_checked(taal: str) -> None:
    assert KENNIS.talen[taal].gecontroleerd in ("niet", "vergeleken", "moedertaal")


def without(zin: str, taal: str) -> Kennis:
    """The knowledge in which a language lacks one sentence of [zinnen]."""
    dutch = KENNIS.talen["nl"].zinnen[zin]
    said = KENNIS.talen[taal].model_copy(update={"zinnen": {**KENNIS.talen[taal].zinnen, zin: dutch}})
    return replace(KENNIS, talen={**KENNIS.talen, taal: said}, nederlands={**KENNIS.nederlands, taal: frozenset({dutch})})


@pytest.mark.parametrize("taal", ["en", "ar"])
def test_a_missing_sentence_is_dutch_and_the_explanation_says_so(taal: str) -> None:
    told, deels = vol("cjib_aanmaning_2"), KENNIS.talen[taal].meegeven["deels"]
    whole, lacking = explain(told, KENNIS, taal), explain(told, without("doe_betalen", taal), taal)
    assert deels not in whole.hulp
    assert lacking.hulp[-1] == deels
    assert any(zin.translate(_LOS).startswith("Betaal € 1.250,50 uiterlijk donderdag 3 december 2026") for zin in lacking.doen)


def test_a_missing_sentence_of_a_card_is_dutch_and_the_explanation_says_so() -> None:
    told = vol("cjib_aanmaning_2")
    bare = replace(KENNIS, wortel=KENNIS.wortel / "bestaat_niet")
    said = explain(told, bare, "en")
    assert said.titel == KENNIS.briefsoorten["cjib_aanmaning_2"].uitleg.titel
    assert said.hulp[-1] == KENNIS.talen["en"].meegeven["deels"]


@pytest.mark.parametrize("taal", ANDERE)
def test_an_unreadable_letter_is_told_in_the_language(taal: str) -> None:
    said, dutch = unreadable(KENNIS, taal), unreadable(KENNIS)
    assert {said.titel, said.kern, *said.doen}.isdisjoint({dutch.titel, dutch.kern, *dutch.doen})


def test_the_cards_have_sentences_to_translate() -> None:
    assert len(card_sentences(KENNIS)) > 1000
