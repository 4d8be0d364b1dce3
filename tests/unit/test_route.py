"""To whom a letter is proposed: every rule of the contract, with a letter type that shows it."""

from __future__ import annotations

import pytest

from brievenbus.brief import Actie, Route, Urgentie
from brievenbus.route import propose
from tests.begrijp import Begrip


def route(begrip: Begrip, soort: str, urgentie: Urgentie, *acties: Actie, gunstig: bool = False, mens_nodig: bool = False) -> Route:
    return propose(begrip.kaart(soort), urgentie, acties or ("bewaren",), gunstig=gunstig, mens_nodig=mens_nodig)


def test_type_of_the_wijkteam_goes_there(begrip: Begrip) -> None:
    gevonden = route(begrip, "cjib_aanmaning_2", "hoog", "betalen")
    assert (gevonden.naar, gevonden.spoed, gevonden.werkdagen, gevonden.vraag) == ("wijkteam", False, None, None)


def test_critical_goes_to_the_wijkteam_with_haste_whatever_the_type(begrip: Begrip) -> None:
    gevonden = route(begrip, "duo_cjib_deurwaarder", "kritiek", "betalen")
    assert (gevonden.naar, gevonden.spoed) == ("wijkteam", True)


@pytest.mark.parametrize("urgentie", ["hoog", "middel", "laag", "geen", "onbekend"])
def test_haste_only_where_urgency_is_critical(begrip: Begrip, urgentie: Urgentie) -> None:
    assert not route(begrip, "cjib_aanmaning_2", urgentie, "betalen", mens_nodig=True).spoed


@pytest.mark.parametrize(
    ("soort", "werkdagen"),
    [
        ("huur_aanzegging_ontruiming", 3),
        ("huur_vonnis", 3),
        ("en_aankondiging_afsluiting", 3),
        ("wa_aankondiging_afsluiting", 3),
        ("zv_royement", 3),
        ("huur_dagvaarding", None),
        ("dw_dagvaarding", None),
        ("telecom_blokkade", None),
    ],
)
def test_three_working_days_for_home_energy_water_and_health_insurance(begrip: Begrip, soort: str, werkdagen: int | None) -> None:
    gevonden = route(begrip, soort, "hoog", "bellen")
    assert gevonden.werkdagen == werkdagen
    assert werkdagen is None or gevonden.naar == "wijkteam"


def test_condition_asks_one_question_and_goes_to_a_volunteer(begrip: Begrip) -> None:
    gevonden = route(begrip, "cjib_aanmaning_1", "hoog", "betalen")
    assert gevonden.naar == "vrijwilliger"
    assert gevonden.vraag == begrip.kaart("cjib_aanmaning_1").vraag
    assert (gevonden.vraag or "").endswith("?")


@pytest.mark.parametrize(
    ("soort", "urgentie", "acties", "mens_nodig"),
    [
        ("en_herinnering", "middel", ("betalen",), False),
        ("beslissing_op_bezwaar", "hoog", ("bewaren",), False),
        ("info_niets_doen", "onbekend", ("bewaren",), False),
        ("info_niets_doen", "geen", ("bewaren",), True),
    ],
)
def test_volunteer_where_something_must_be_done_seen_or_doubted(
    begrip: Begrip, soort: str, urgentie: Urgentie, acties: tuple[Actie, ...], mens_nodig: bool
) -> None:
    gevonden = route(begrip, soort, urgentie, *acties, mens_nodig=mens_nodig)
    assert (gevonden.naar, gevonden.vraag) == ("vrijwilliger", None)


@pytest.mark.parametrize("acties", [("bewaren",), ("niets",), ("bewaren", "niets")])
def test_nobody_where_nothing_needs_doing(begrip: Begrip, acties: tuple[Actie, ...]) -> None:
    assert route(begrip, "info_niets_doen", "geen", *acties).naar == "niemand"


def test_good_news_never_goes_to_the_wijkteam_by_itself(begrip: Begrip) -> None:
    assert route(begrip, "gem_wmo_besluit", "middel", "bewaren", gunstig=False).naar == "wijkteam"
    assert route(begrip, "gem_wmo_besluit", "middel", "bewaren", gunstig=True).naar == "niemand"
    gevonden = route(begrip, "cjib_aanmaning_1", "laag", "bewaren", gunstig=True)
    assert (gevonden.naar, gevonden.vraag) == ("niemand", None)


def test_every_reason_has_a_dutch_sentence(begrip: Begrip) -> None:
    zinnen = begrip.kennis.talen["nl"].redenen
    for soort in begrip.kennis.briefsoorten:
        for gunstig in (True, False):
            for gevonden in (
                route(begrip, soort, "kritiek", "betalen", gunstig=gunstig),
                route(begrip, soort, "hoog", "betalen", gunstig=gunstig, mens_nodig=True),
                route(begrip, soort, "geen", "bewaren", gunstig=gunstig),
            ):
                assert gevonden.redenen
                assert set(gevonden.redenen) <= set(zinnen)
