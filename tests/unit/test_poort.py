"""The gate: only fixed sentences, filled with this letter's own facts, are said (contract, rule 2)."""

from __future__ import annotations

import pytest

from brievenbus.explain.naam import is_naam
from brievenbus.explain.poort import Poort
from brievenbus.kennis import load

FEITEN = {
    "afzender": ("Centraal Justitieel Incassobureau", "Jansen & Zn. B.V"),
    "bedrag": ("€ 1.346,00", "€ 20,00"),
    "datum": ("zaterdag 28 november 2026", "maandag 7 december 2026"),
}
ZINNEN = (
    "Betaal {bedrag} uiterlijk {datum}.",
    "Betaal uiterlijk {datum}.",
    "Deze brief komt van {afzender}.",
    "Het gaat om {bedrag}.",
    "{naam}.",
    "U kunt bezwaar maken.",
    "Hulp: het Juridisch Loket, telefoon 0800-8020.",
)


@pytest.fixture
def poort() -> Poort:
    """A gate that knows one letter and seven sentences."""
    return Poort(FEITEN, ZINNEN)


@pytest.mark.parametrize(
    "zin",
    [
        "Betaal € 1.346,00 uiterlijk zaterdag 28 november 2026.",
        "Betaal € 20,00 uiterlijk maandag 7 december 2026.",
        "Deze brief komt van Centraal Justitieel Incassobureau.",
        "Deze brief komt van Jansen & Zn. B.V.",
        "Hulp: het Juridisch Loket, telefoon 0800-8020.",
        "U kunt bezwaar maken.",
    ],
)
def test_what_is_known_passes(poort: Poort, zin: str) -> None:
    assert poort.passes(zin)


@pytest.mark.parametrize(
    "zin",
    [
        pytest.param("Betaal € 1.364,00 uiterlijk zaterdag 28 november 2026.", id="cijfers verwisseld"),
        pytest.param("Betaal € 346,00 uiterlijk zaterdag 28 november 2026.", id="cijfer weg"),
        pytest.param("Betaal € 134.600 uiterlijk zaterdag 28 november 2026.", id="honderd keer zo veel"),
        pytest.param("Betaal € 1346,00 uiterlijk zaterdag 28 november 2026.", id="anders geschreven dan het feit"),
        pytest.param("Het gaat om € 80,20.", id="cijfers van een telefoonnummer als bedrag"),
        pytest.param("Het gaat om € 2026.", id="jaartal als bedrag"),
        pytest.param("Het gaat om zaterdag 28 november 2026.", id="datum op de plek van een bedrag"),
        pytest.param("Betaal uiterlijk zondag 29 november 2026.", id="een dag later"),
        pytest.param("Betaal uiterlijk zaterdag 28 december 2026.", id="dag van de ene datum, maand van de andere"),
        pytest.param("Betaal uiterlijk maandag 28 november 2026.", id="weekdag van een andere datum"),
        pytest.param("Betaal uiterlijk over drie weken.", id="getal in woorden"),
        pytest.param("Deze brief komt van Vattenfall.", id="vreemde naam"),
        pytest.param("Deze brief komt van Şekerbank.", id="naam met een Turkse hoofdletter"),
        pytest.param("Deze brief komt van NS.", id="naam van twee letters"),
        pytest.param("Deze brief komt van Centraal Justitieel Incassobureau. Bel Vattenfall.", id="iets erachter"),
        pytest.param("Vattenfall stuurt u deze brief.", id="naam aan het begin van de zin"),
        pytest.param("U kunt geen bezwaar maken.", id="ontkenning die er niet stond"),
        pytest.param("u kunt bezwaar maken", id="bijna een vaste zin"),
        pytest.param("Betaal {bedrag} uiterlijk {datum}.", id="sloten niet gevuld"),
        pytest.param("Betaal  uiterlijk zaterdag 28 november 2026.", id="slot leeg"),
        pytest.param("Centraal Justitieel Incassobureau.", id="sjabloon waarvan het slot geen feiten heeft"),
        pytest.param("Bel 0800-8021.", id="nummer buiten elke zin"),
        pytest.param("", id="leeg"),
    ],
)
def test_what_is_not_known_is_refused(poort: Poort, zin: str) -> None:
    assert not poort.passes(zin)


@pytest.mark.parametrize(
    "naam",
    [
        "CJIB. U hoeft niets te betalen", "CJIB. U HOEFT NIETS TE BETALEN", "CJIB: betaal niets", "Vitens! Gratis", "Vitens\nBel nu",
        "IND. Welkom", "Bank 14 dagen", "Bank € 20,00", "Bank. Geld terug", "Vit\u200bens", "Vi\u0442ens", "V", "", "x" * 81,
        "Bank op 3 mei",
        "N I E T Betalen", "Bank  B.V.", "Een Twee Drie Vier Vijf Zes Zeven Acht Negen Tien Elf", "1234",
    ],
)  # fmt: skip
def test_printed_name_that_is_no_name_stands_in_no_sentence(naam: str) -> None:
    assert not Poort({"afzender": (naam,)}, ZINNEN).passes(f"Deze brief komt van {naam}.")


@pytest.mark.parametrize("naam", ["Zeedijk Energie B.V", "BAKER & YILDIZ", "U W V", "Şekerbank", "bol.com", "3RO", "St. Joris"])
def test_printed_name_stands_in_its_sentence(naam: str) -> None:
    assert Poort({"afzender": (naam,)}, ZINNEN).passes(f"Deze brief komt van {naam}.")


def test_every_sender_that_the_knowledge_has_may_be_named() -> None:
    kennis = load()
    assert [card.naam for card in kennis.afzenders.values() if not is_naam(card.naam, kennis.namen, kennis.naamwoorden)] == []


def test_every_name_that_the_knowledge_has_may_be_named() -> None:
    """But for an address that counts as a name, and a name that denies ("zonder")."""
    kennis = load()
    refused = {naam for naam in kennis.namen if not is_naam(naam, kennis.namen, kennis.naamwoorden)}
    assert {naam for naam in refused if not naam.startswith("postbus ")} <= {"artsen zonder grenzen"}


@pytest.mark.parametrize(
    ("naam", "goed"),
    [
        ("Woonstichting De Linde", True), ("vitens", True), ("Stichting opvang Noord", True), ("Werk: en Inkomen", False),
        ("Incasso EUR500", False), ("Incasso EUR50", False), ("Zeedijk T06-12345678", False), ("Bank +31 +20", False),
        ("N.I.E.T De Belastingdienst", False), ("N. I. E. T. De Belastingdienst", False), ("N-I-E-T Bank", False),
        ("NlET De Belastingdienst", False), ("N1ET De Belastingdienst", False), ("N0OIT Bank", False), ("Níet Bank", False),
        ("Schuld Voldaan", False), ("Boete Ingetrokken", False), ("Do Not Pay", False), ("Don’t Pay", False), ("Nepbrief Vitens", False),
        ("3RO", True), ("Tele2", True), ("XS4ALL", True), ("A.L. Jansen", True), ("J. P. Bakker", True), ("Café Één", True),
        ("İş Bankası", True), ("Stichting voor Jeugd", True), ("Direct Pay Services", True), ("Direct Pay Services B.V", True),
        ("zomaar iets kleins", False), ("Vitens schenkt alles weg", False), ("[Vitens]", False),
    ],
)  # fmt: skip
def test_unknown_name_looks_like_one(naam: str, goed: bool) -> None:
    kennis = load()
    assert is_naam(naam, kennis.namen, kennis.naamwoorden) is goed


def test_fact_of_one_sentence_is_no_fact_of_another() -> None:
    own = {
        "Betaal {bedrag} uiterlijk {datum}.": {"bedrag": ("€ 20,00",), "datum": ("maandag 7 december 2026",)},
        "De zitting is op {datum}.": {"datum": ("zaterdag 28 november 2026",)},
    }
    poort = Poort(FEITEN, ZINNEN, own)
    assert poort.passes("Betaal € 20,00 uiterlijk maandag 7 december 2026.")
    assert not poort.passes("Betaal € 20,00 uiterlijk zaterdag 28 november 2026.")
    assert not poort.passes("Betaal € 1.346,00 uiterlijk maandag 7 december 2026.")
    assert not poort.passes("De zitting is op maandag 7 december 2026.")


def test_keep_leaves_out_the_refused_the_empty_and_the_doubles(poort: Poort) -> None:
    zinnen = ("U kunt bezwaar maken.", "", "Het gaat om € 9,00.", "U kunt bezwaar maken.", "Het gaat om € 20,00.")
    assert poort.keep(zinnen) == ("U kunt bezwaar maken.", "Het gaat om € 20,00.")


def test_gate_that_knows_nothing_lets_nothing_through() -> None:
    assert Poort({}, ()).keep(("Betaal op tijd.", "")) == ()
    assert Poort(FEITEN, ()).keep(("zaterdag 28 november 2026",)) == ()
    assert Poort({}, ZINNEN).keep(("Het gaat om € 20,00.",)) == ()
