"""Advice of a card that a sentence with the day itself says already is left out; what must come first comes first."""

from __future__ import annotations

from datetime import date

from brievenbus.explain import explain
from brievenbus.explain.advies import without_doubles
from brievenbus.kennis.schema import UitlegKaart
from tests.unit.test_uitleg import KENNIS, STRAKS, VOORBIJ, ZIN, alles, inhoud, termijn

LATER = date(2026, 12, 20)


def kaart(*doen: str) -> UitlegKaart:
    """A card with this advice."""
    return UitlegKaart(titel="Titel", kern="Kern.", doen=doen)


def test_paying_is_said_once_and_what_says_more_stays() -> None:
    more = ("Lukt dat niet? Vraag om delen.", "Betaal dan nog niet.", "Betaal alleen met het nummer uit de brief.")
    card = kaart("Betaal op tijd.", "Betaal de huur.", *more)
    kept = without_doubles(card, [termijn("betalen", STRAKS)], ("betalen",)).doen
    assert kept == more
    assert without_doubles(card, [termijn("betalen", VOORBIJ)], ("betalen",)).doen == card.doen


def test_a_right_is_said_once_unless_the_advice_names_a_helper() -> None:
    card = kaart("Niet eens? Maak bezwaar.", "Ga in beroep.", "Maak bezwaar, met hulp van het Juridisch Loket.")
    kept = without_doubles(card, [termijn("bezwaar", STRAKS)], ("bezwaar", "beroep")).doen
    assert kept == card.doen[1:]
    assert without_doubles(card, [termijn("bezwaar", STRAKS)], ()).doen == card.doen


def test_nobody_looks_for_a_day_that_is_said() -> None:
    card = kaart("Zoek de dag van de zitting in de brief.", "Zoek hulp.")
    assert without_doubles(card, [termijn("zitting", STRAKS)], ("zitting",)).doen == ("Zoek hulp.",)
    assert without_doubles(card, [], ("zitting",)).doen == card.doen


def test_another_day_does_not_answer_when_the_hearing_is() -> None:
    card = kaart("Zoek de dag van de zitting in de brief.", "Zoek de laatste dag om te reageren.", "Zoek de datum in de brief.")
    kept = without_doubles(card, [termijn("betalen", STRAKS)], ("betalen", "zitting", "reageren")).doen
    assert kept == card.doen[:2]


def test_what_must_come_first_stands_before_the_day_to_pay() -> None:
    doen = explain(inhoud("incasso_onterecht_verjaard", termijn("betalen", STRAKS), som="564.61"), KENNIS).doen
    assert doen[0] == "Betaal nog niets."
    assert doen.index("Betaal nog niets.") < next(at for at, zin in enumerate(doen) if "564,61" in zin)


def test_a_right_that_passed_does_not_hide_the_one_still_open() -> None:
    doen = explain(inhoud("gem_wmo_besluit", termijn("bezwaar", VOORBIJ), termijn("bezwaar", LATER)), KENNIS).doen
    assert any("dinsdag 10 november 2026" in zin for zin in doen)
    assert ZIN["doe_bezwaar"].format(datum="zondag 20 december 2026") in doen


def test_no_calm_title_beside_a_day_that_counts_and_no_calm_word_beside_an_open_amount() -> None:
    calm = next(key for key, one in KENNIS.briefsoorten.items() if one.acties == ("niets",))
    dated = explain(inhoud(calm, termijn("inleveren", STRAKS)), KENNIS)
    assert dated.titel == ZIN["datum_titel"]
    owed = explain(inhoud(calm, som="366.00"), KENNIS)
    assert ZIN["niets"] not in owed.doen
    assert ZIN["niets_onzeker"] in alles(owed)
