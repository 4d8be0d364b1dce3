"""The gate: what is not in the facts or the knowledge is not said (contract, rule 2)."""

from __future__ import annotations

import pytest

from brievenbus.explain.poort import Poort, digits

FEITEN = ("Centraal Justitieel Incassobureau", "€ 1.346,00", "zaterdag 28 november 2026", "maandag 7 december 2026")
KENNIS = (
    "Betaal {bedrag} uiterlijk {datum}.",
    "Deze brief komt van {afzender}.",
    "U kunt bezwaar maken tot en met {datum}.",
    "het Juridisch Loket 0800-8020",
)


@pytest.fixture
def poort() -> Poort:
    """A gate that knows one letter and four sentences."""
    return Poort(FEITEN, KENNIS)


@pytest.mark.parametrize(
    "zin",
    [
        "Betaal € 1.346,00 uiterlijk zaterdag 28 november 2026.",
        "Betaal € 1346,00 uiterlijk maandag 7 december 2026.",
        "Deze brief komt van Centraal Justitieel Incassobureau.",
        "Deze brief komt van het CENTRAAL JUSTITIEEL INCASSOBUREAU.",
        "Hulp: het Juridisch Loket, telefoon 0800-8020.",
        "U kunt bezwaar maken.",
        "",
    ],
)
def test_what_is_known_passes(poort: Poort, zin: str) -> None:
    assert poort.passes(zin)


@pytest.mark.parametrize(
    "zin",
    [
        "Betaal € 1.364,00 uiterlijk zaterdag 28 november 2026.",
        "Betaal € 346,00 uiterlijk zaterdag 28 november 2026.",
        "Betaal € 1.346,01.",
        "Betaal € 28,00.",
        "Betaal uiterlijk zondag 29 november 2026.",
        "Betaal uiterlijk zaterdag 28 november 2025.",
        "Bel 0800-8021.",
        "Deze brief komt van Vattenfall.",
        "Deze brief komt van Centraal Orgaan Asielzoekers.",
        "Hulp: het Juridisch Instituut, telefoon 0800-8020.",
    ],
)
def test_what_is_not_known_is_refused(poort: Poort, zin: str) -> None:
    assert not poort.passes(zin)


@pytest.mark.parametrize(
    "zin",
    [
        pytest.param("Betaal uiterlijk 28 december 2026.", id="dag van de ene datum, maand van de andere"),
        pytest.param("Betaal uiterlijk 28 maart 2026.", id="maand die nergens staat"),
        pytest.param("Betaal uiterlijk maandag 28 november 2026.", id="weekdag van een andere datum"),
        pytest.param("Betaal € 134.600,00 uiterlijk zaterdag 28 november 2026.", id="honderd keer zo veel, met centen"),
        pytest.param("Betaal € 134.600 uiterlijk zaterdag 28 november 2026.", id="honderd keer zo veel, zonder centen"),
        pytest.param("Betaal € 80,20.", id="cijfers van een telefoonnummer als bedrag"),
        pytest.param("Betaal € 2026 uiterlijk zaterdag 28 november 2026.", id="jaartal als bedrag"),
        pytest.param("Vattenfall stuurt u deze brief.", id="naam aan het begin van de zin"),
        pytest.param("U kunt betalen. Vattenfall wacht niet.", id="naam aan het begin van de tweede zin"),
        pytest.param("Deze brief komt van Şekerbank.", id="naam met een Turkse hoofdletter"),
        pytest.param("Deze brief komt van NS.", id="naam van twee letters"),
        pytest.param("U kunt geen bezwaar maken.", id="ontkenning die er niet stond"),
        pytest.param("Betaal uiterlijk over drie weken.", id="getal in woorden"),
    ],
)
def test_known_parts_put_together_wrongly_are_refused(poort: Poort, zin: str) -> None:
    assert not poort.passes(zin)


def test_keep_leaves_out_the_refused_the_empty_and_the_doubles(poort: Poort) -> None:
    zinnen = ("U kunt bezwaar maken.", "", "Betaal € 9,00.", "U kunt bezwaar maken.", "Deze brief komt van het Juridisch Loket.")
    assert poort.keep(zinnen) == ("U kunt bezwaar maken.", "Deze brief komt van het Juridisch Loket.")


def test_gate_without_facts_lets_no_number_and_no_name_through() -> None:
    leeg = Poort((), ())
    assert leeg.passes("betaal op tijd")
    assert not leeg.passes("betaal 1 euro")
    assert not leeg.passes("deze brief komt van Vattenfall")


@pytest.mark.parametrize(("tekst", "cijfers"), [("1.250,00", "125000"), ("0800-8020", "08008020"), ("geen", "")])
def test_digits_leaves_out_separators(tekst: str, cijfers: str) -> None:
    assert digits(tekst) == cijfers
