"""How soon a person must act: the rules of the contract, each with a letter type that shows it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from brievenbus.pipeline import Opdracht, read_brief
from tests.begrijp import PEIL, Begrip, brief
from tests.teksten import maak_tekst

GROET = "Geachte heer De Wit,\n\n"
MAANDEN = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")


def over(dagen: int) -> str:
    """The day so many days after the day of reading, as a letter prints it."""
    dag = PEIL + timedelta(days=dagen)
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def level(begrip: Begrip, soort: str, inhoud: str, peil: date = PEIL) -> str:
    return begrip.als(soort).duid(brief(GROET + inhoud), peil).urgentie


# ---------------------------------------------------------------- 1: the level of the type, or of its step
@pytest.mark.parametrize("soort", ["huur_aanzegging_ontruiming", "cjib_aanmaning_2", "cjib_verkeersboete", "bd_teruggaaf"])
def test_rule_1_the_type_gives_the_level(begrip: Begrip, soort: str) -> None:
    assert level(begrip, soort, "Deze brief gaat over uw dossier.") == begrip.kaart(soort).urgentie


@pytest.mark.parametrize(
    ("inhoud", "urgentie"),
    [
        ("Dit is een dwangbevel. U moet € 300,00 betalen.", "kritiek"),
        ("Dit is een aanmaning. Betaalt u niet, dan volgt een dwangbevel.", "hoog"),
        ("Wij herinneren u aan de aanslag. Dit is een herinnering.", "middel"),
    ],
)
def test_rule_1_the_step_of_this_letter_not_the_one_it_threatens_with(begrip: Begrip, inhoud: str, urgentie: str) -> None:
    assert level(begrip, "gem_herinnering_aanmaning_dwangbevel", inhoud) == urgentie


@pytest.mark.parametrize(
    ("zin", "urgentie"), [("Wij wijzen uw verzoek af.", "hoog"), ("Wij kennen u jeugdhulp toe. U krijgt de hulp.", "middel")]
)
def test_rule_1_a_decision_that_turns_out_well_has_its_own_level(begrip: Begrip, zin: str, urgentie: str) -> None:
    assert level(begrip, "gem_jeugdhulp_besluit", zin) == urgentie


# ---------------------------------------------------------------- 2: a must-term near or past
@pytest.mark.parametrize(("dagen", "urgentie"), [(8, "middel"), (7, "hoog"), (0, "hoog"), (-5, "hoog")])
def test_rule_2_must_term_within_a_week_or_past_lifts_to_high(begrip: Begrip, dagen: int, urgentie: str) -> None:
    assert level(begrip, "cjib_verkeersboete", f"Betaal € 115,00 uiterlijk {over(dagen)}.") == urgentie


@pytest.mark.parametrize(("dagen", "urgentie"), [(3, "hoog"), (2, "kritiek"), (-1, "kritiek")])
def test_rule_2_high_with_a_grave_consequence_becomes_critical_in_two_days(begrip: Begrip, dagen: int, urgentie: str) -> None:
    inhoud = f"Betaal € 346,00 uiterlijk {over(dagen)}. Betaalt u niet, dan leggen wij beslag op uw loon."
    assert level(begrip, "cjib_aanmaning_2", inhoud) == urgentie


def test_rule_2_high_without_a_grave_consequence_stays_high(begrip: Begrip) -> None:
    assert level(begrip, "cjib_aanmaning_1", f"Betaal € 172,00 uiterlijk {over(1)}, anders volgt een verhoging.") == "hoog"


@pytest.mark.parametrize(
    ("soort", "inhoud"),
    [
        ("en_meter_tarief_info", "Geef uw meterstand uiterlijk {dag} door."),
        ("school_info_ouderbijdrage", "Lever het strookje uiterlijk {dag} in."),
    ],
)
def test_rule_2_convenience_lifts_to_middle_only(begrip: Begrip, soort: str, inhoud: str) -> None:
    assert level(begrip, soort, inhoud.format(dag=over(3))) == "middel"
    assert level(begrip, soort, inhoud.format(dag=over(20))) == "laag"


def test_rule_2_invitation_that_may_be_refused_lifts_nothing(begrip: Begrip) -> None:
    zin = f"Wij nodigen u uit voor een prik op {over(3)} om 10.00 uur."
    assert level(begrip, "ggd_oproep", zin) == begrip.kaart("ggd_oproep").urgentie


def test_rule_2_starting_day_is_no_must_term(begrip: Begrip) -> None:
    assert level(begrip, "pw_toekenning", f"Uw uitkering gaat in met ingang van {over(3)}.") == "laag"


# ---------------------------------------------------------------- 3: a right to object that runs out
@pytest.mark.parametrize(("dagen", "urgentie"), [(8, "middel"), (7, "hoog"), (0, "hoog"), (-1, "middel")])
def test_rule_3_objection_to_bad_news_within_a_week(begrip: Begrip, dagen: int, urgentie: str) -> None:
    assert level(begrip, "gem_parkeernaheffing", f"U kunt tot en met {over(dagen)} bezwaar maken.") == urgentie


# ---------------------------------------------------------------- 4: never lower, but for automatic collection
def test_rule_4_far_term_does_not_lower_the_level(begrip: Begrip) -> None:
    assert level(begrip, "huur_dagvaarding", f"De zitting is op {over(90)} om 10.00 uur.") == "kritiek"


def test_rule_4_automatic_collection_that_asks_nothing_is_low(begrip: Begrip) -> None:
    zin = f"Het bedrag van € 80,00 wordt op {over(3)} automatisch van uw rekening afgeschreven."
    assert level(begrip, "en_jaarnota", zin) == "laag"
    assert level(begrip, "zv_waarschuwing_4mnd", zin) != "laag"


@pytest.mark.parametrize("soort", ["huur_achterstand", "zv_premie_herinnering", "en_herinnering", "bd_herinnering"])
def test_rule_4_a_reminder_is_never_taken_for_a_collection(begrip: Begrip, soort: str) -> None:
    zin = f"U loopt achter met betalen. De gewone rekening schrijven wij op {over(3)} automatisch van uw rekening af."
    duiding = begrip.als(soort).duid(brief(GROET + zin))
    assert duiding.acties != ("niets",)
    assert duiding.urgentie == begrip.kaart(soort).urgentie


def test_rule_4_a_suspect_collection_is_urgent_and_asks_not_to_pay(begrip: Begrip) -> None:
    zin = f"Het bedrag van € 80,00 wordt op {over(3)} automatisch van uw rekening afgeschreven. Stuur uw pincode mee met de koerier."
    duiding = begrip.als("en_jaarnota").duid(brief(GROET + zin))
    assert duiding.echtheid.verdacht
    assert (duiding.urgentie, duiding.acties) == ("hoog", ("niet_betalen", "controleren"))


# ---------------------------------------------------------------- 5: unreadable
def test_rule_5_unreadable_is_unknown_and_a_person_looks(begrip: Begrip) -> None:
    gelezen = read_brief(maak_tekst("Ge… h…r\nb…g"), "x", Opdracht(begrip.lezer, PEIL))
    assert (gelezen.urgentie, gelezen.mens_nodig) == ("onbekend", True)
    assert gelezen.route.naar == "vrijwilliger"


# ---------------------------------------------------------------- 6: `geen` only where nothing is asked; past terms stay
@pytest.mark.parametrize(
    "zin", ["Maak het openstaande bedrag van € 80,00 over.", "Betaal uiterlijk {dag}.", "Lever het formulier uiterlijk {dag} in."]
)
def test_rule_6_never_nothing_with_an_amount_or_order(begrip: Begrip, zin: str) -> None:
    assert level(begrip, "reclame_loterij_enquete", zin.format(dag=over(30))) != "geen"
    assert level(begrip, "reclame_loterij_enquete", "Wij wensen u een mooie dag.") == "geen"


def test_overdue_term_is_named_in_the_reason(begrip: Begrip) -> None:
    duiding = begrip.als("cjib_verkeersboete").duid(brief(f"{GROET}Betaal € 115,00 uiterlijk {over(-5)}."))
    assert duiding.urgentie_termijn is not None
    assert duiding.urgentie_termijn.verlopen
