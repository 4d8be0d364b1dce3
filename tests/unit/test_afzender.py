"""Who writes: a name says so by where on the paper it stands."""

from __future__ import annotations

import pytest

from brievenbus.classify.afzender import headed, printed_name, sporen
from brievenbus.extract import extract
from brievenbus.page import Tekst
from tests.begrijp import Begrip, brief

GROET = "Geachte heer De Wit,\n\n"
IBAN = "NL91 ABNA 0417 1643 00"


def points(begrip: Begrip, tekst: Tekst) -> dict[str, float]:
    return sporen(begrip.lezing(tekst), extract(tekst), begrip.lezer.afzenders).punten


@pytest.mark.parametrize(
    ("tekst", "sleutel"),
    [
        (brief(GROET + "Uw woningcorporatie vroeg ons de huur te innen.", hoofd="CJIB"), "cjib"),
        (brief(GROET + "U betaalt al aan de Belastingdienst.", hoofd="UWV"), "uwv"),
        (brief("@return\nRetouradres: CAK, Postbus 84015\n@body\n" + GROET + "Uw zorgverzekeraar schreef ons."), "cak"),
        (brief(GROET + "Wij lazen uw brief aan het UWV.", slot="Met vriendelijke groet,\nBelastingdienst"), "belastingdienst"),
        (brief(GROET + "Kijk op www.uwv.nl voor meer informatie."), "uwv"),
        (brief(GROET + "U hebt een schuld.", hoofd="Gerechtsdeurwaarderskantoor Van Dam\nIn opdracht van UWV"), "gerechtsdeurwaarder"),
        (brief(GROET + "Het hout is op.", hoofd="Polderwarmte Lageveen\nin samenwerking met Waterschap Oost"), "warmtebedrijf"),
        (brief(GROET + "U hebt een nota.", hoofd="Rekeningservice Kust\nnamens Tandartspraktijk Zee"), "zorgaanbieder_incasso"),
        (
            brief(GROET + "U krijgt een aanslag.", hoofd="Heffingen Noorderzee\nvoor drie gemeenten en een waterschap"),
            "belastingsamenwerking",
        ),
        (brief(f"{GROET}Betaal op {IBAN}.", hoofd="Woningcorporatie De Linde"), "woningcorporatie"),
    ],
)
def test_place_of_a_name_decides(begrip: Begrip, tekst: Tekst, sleutel: str) -> None:
    found = points(begrip, tekst)
    assert max(found, key=lambda key: found[key]) == sleutel


def test_bank_inside_an_account_number_is_no_sender(begrip: Begrip) -> None:
    assert points(begrip, brief(f"{GROET}Maak het over op {IBAN}.")) == {}


def test_a_name_repeated_is_not_more_surely_the_sender(begrip: Begrip) -> None:
    few = points(begrip, brief(GROET + "De Belastingdienst schreef u.\n\n" * 3))
    many = points(begrip, brief(GROET + "De Belastingdienst schreef u.\n\n" * 12))
    assert many["belastingdienst"] == few["belastingdienst"]


def test_evidence_of_the_sender_is_where_the_name_stands(begrip: Begrip) -> None:
    duiding = begrip.als("cjib_aanmaning_1").duid(brief(GROET + "Dit is een aanmaning voor uw boete.", hoofd="CJIB"))
    assert (duiding.afzender.sleutel, duiding.afzender.soort) == ("cjib", "justitie")
    assert [b.tekst for b in duiding.afzender.bewijs][:1] == ["CJIB"]


def test_private_sender_keeps_the_name_on_the_paper(begrip: Begrip) -> None:
    tekst = brief(GROET + "U hebt een huurachterstand.", hoofd="Woningcorporatie De Linde\nPostbus 1, 1000 AA Veldhove")
    assert begrip.als("huur_achterstand").duid(tekst).afzender.naam == "Woningcorporatie De Linde"


@pytest.mark.parametrize(
    ("hoofd", "naam"),
    [
        ("gemeente Alphen aan den Rijn\nTeam Inkomen", "Gemeente Alphen aan den Rijn"),
        ("Gemeente 's-Hertogenbosch, Werk en Inkomen", "Gemeente 's-Hertogenbosch"),
        ("GEMEENTE ZUIDERMEER\nTeam Inkomen", "GEMEENTE ZUIDERMEER"),
        ("Team Inkomen\nPostbus 1, 1000 AA Veldhove", "Gemeente: werk en inkomen"),  # no name on the paper: the task
    ],
)
def test_municipality_goes_by_its_own_name(begrip: Begrip, hoofd: str, naam: str) -> None:
    tekst = brief(GROET + "Uw bijstandsuitkering stopt. Wij trekken uw recht op bijstand in.", hoofd=hoofd)
    afzender = begrip.als("pw_intrekking").duid(tekst).afzender
    assert (afzender.sleutel, afzender.naam) == ("gemeente_inkomen", naam)


def test_letter_without_any_name_is_an_unsure_sender(begrip: Begrip) -> None:
    duiding = begrip.als("incasso_factuur_herinnering").duid(brief(GROET + "Betaal € 20,00 uiterlijk 1 december 2026."))
    assert "afzender_onzeker" in duiding.twijfels
    assert duiding.mens_nodig


def test_addressee_and_address_are_no_sender_name(begrip: Begrip) -> None:
    tekst = brief("@letterhead\nMevrouw A. de Bruin\n1234 AB Veldhove\nWoonstichting Oost\n@body\nTekst.")
    found = printed_name(begrip.lezing(tekst))
    assert found is not None
    assert found[0] == "Woonstichting Oost"


@pytest.mark.parametrize(
    ("hoofd", "gekozen", "sleutel"),
    [
        ("Woonstichting De Dijk", "gerechtsdeurwaarder", "woningcorporatie"),
        ("Gerechtsdeurwaarderskantoor Van Dam", "gerechtsdeurwaarder", "gerechtsdeurwaarder"),
        ("Zorgkompas Noord", "cak", "onbekend"),
        ("Zorgkompas Noord", "zorgverzekeraar", "zorgverzekeraar"),
    ],
)
def test_who_heads_the_paper_goes_before_the_usual_sender_of_the_type(begrip: Begrip, hoofd: str, gekozen: str, sleutel: str) -> None:
    tekst = brief(GROET + "De sommatie is van de baan.", hoofd=hoofd)
    found = sporen(begrip.lezing(tekst), extract(tekst), begrip.lezer.afzenders)
    assert headed(found, gekozen, begrip.kennis, (), naam=True) == sleutel


def test_a_department_in_the_letterhead_is_not_the_sender(begrip: Begrip) -> None:
    tekst = brief(GROET + "Uw premie is niet betaald.", hoofd="Kustzorg\nDebiteurenbeheer")
    found = sporen(begrip.lezing(tekst), extract(tekst), begrip.lezer.afzenders)
    usual = begrip.kaart("zv_aanmelding_cak_6mnd").afzenders
    assert headed(found, "zorgverzekeraar", begrip.kennis, usual, naam=True) == "zorgverzekeraar"
