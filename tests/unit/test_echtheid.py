"""Signals that a letter may not be what it says, and what is no signal."""

from __future__ import annotations

import pytest

from brievenbus.brief import Echtheid
from brievenbus.classify.echtheid import judge_echtheid
from brievenbus.extract import extract
from tests.begrijp import Begrip, brief

GROET = "Geachte heer De Wit,\n\n"
DUITS, NEDERLANDS = "DE89 3704 0044 0532 0130 00", "NL91 ABNA 0417 1643 00"


def judge(begrip: Begrip, inhoud: str, afzender: str = "cjib", lijkt_nep: float = 0.0) -> Echtheid:
    tekst = brief(GROET + inhoud)
    return judge_echtheid(begrip.lezing(tekst), extract(tekst), begrip.afzender(afzender), lijkt_nep=lijkt_nep)


@pytest.mark.parametrize(
    "zin",
    [
        "U kunt ook betalen door de QR-code te scannen met de app van uw bank.",
        "Scan de QR-code om te betalen.",
        "Betaal binnen 24 uur, anders volgt beslag.",
        f"Betaal € 120,00 op {NEDERLANDS}.",
        "Wij vragen nooit om uw pincode.",
        "Geef nooit uw pincode aan oplichters.",
        "U ontvangt uw pincode in een aparte brief.",
        "U hoeft de pas voor de taxi niet bij ons op te halen, die komt per post.",
    ],
)
def test_one_weak_signal_or_a_warning_is_not_suspect(begrip: Begrip, zin: str) -> None:
    assert not judge(begrip, zin).verdacht


@pytest.mark.parametrize(
    ("zin", "signaal"),
    [
        ("Stuur uw pincode mee met de koerier.", "code_gevraagd"),
        ("Betaal met cadeaukaarten.", "vreemd_betaalmiddel"),
        ("U hebt gewonnen. Betaal de administratiekosten om uw prijs vrij te geven.", "prijs_tegen_betaling"),
        (f"Betaal € 120,00 op {DUITS}.", "buitenlandse_rekening"),
    ],
)
def test_one_strong_signal_makes_suspect(begrip: Begrip, zin: str, signaal: str) -> None:
    oordeel = judge(begrip, zin)
    assert oordeel.verdacht
    assert signaal in oordeel.signalen


def test_two_weak_signals_make_suspect(begrip: Begrip) -> None:
    assert judge(begrip, "Scan de QR-code om te betalen. Betaal binnen 24 uur, anders volgt beslag.").verdacht


def test_foreign_account_alone_is_suspect_for_a_government_only(begrip: Begrip) -> None:
    zin = f"Betaal € 120,00 op {DUITS}."
    assert judge(begrip, zin, "belastingdienst").verdacht
    assert not judge(begrip, zin, "bedrijf_overig").verdacht
    assert judge(begrip, f"{zin} Betaal binnen 24 uur.", "bedrijf_overig").verdacht


def test_likeness_to_false_letters_is_one_weak_signal(begrip: Begrip) -> None:
    assert not judge(begrip, "Betaal nu.", lijkt_nep=0.9).verdacht
    assert judge(begrip, "Betaal binnen 24 uur.", lijkt_nep=0.9).verdacht


def test_account_that_fails_its_check_is_a_signal(begrip: Begrip) -> None:
    assert "rekening_klopt_niet" in judge(begrip, "Betaal € 120,00 op NL91 ABNA 0417 1643 01.").signalen


def test_suspect_letter_withholds_how_to_pay_and_needs_a_person(begrip: Begrip) -> None:
    begrip = begrip.als("cjib_aanmaning_2")
    zin = f"Betaal € 346,00 op {NEDERLANDS} t.n.v. CJIB uiterlijk 28 november 2026."
    echt = begrip.duid(brief(GROET + zin, hoofd="CJIB"))
    nep = begrip.duid(brief(f"{GROET}{zin} Stuur uw pincode mee.", hoofd="CJIB"))
    assert echt.betaling is not None
    assert nep.betaling is None
    assert nep.mens_nodig


def test_warnings_at_the_end_do_not_cover_what_the_letter_asks(begrip: Begrip) -> None:
    vraag = "Uw tegoed kan nog niet worden gestort. Een medewerker belt u en vraagt dan om de code in uw scherm. "
    vulling = "Uw aanvraag loopt gewoon door. Het loket is open. De folder ligt klaar. Wij wensen u een goede week. Tot ziens. "
    waarschuwing = "Er zijn veel valse berichten in omloop. Klik niet op links. Wij vragen nooit om uw wachtwoord."
    assert judge(begrip, vraag + vulling + waarschuwing, "toeslagen").verdacht
    assert not judge(begrip, waarschuwing + " Zo iemand vraagt dan om de code in uw scherm.", "toeslagen").verdacht
