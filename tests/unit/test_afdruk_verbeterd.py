"""What a volunteer put right stands on the sheet, marked as theirs; what must never be printed is not, whoever typed it."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from brievenbus.afdruk.blad import Blad, make_blad
from brievenbus.afdruk.heruitleg import make_uitleg
from brievenbus.afdruk.opmaak import EEN_KANT, TWEE_KANTEN, make_html
from brievenbus.dienst.verbeterd import verbeter
from brievenbus.kennis import load

GOUD = Path(__file__).parents[1] / "golden"
KENNIS = load()
NL = KENNIS.talen["nl"]
MERK = NL.meegeven["verbeterd"]


def lees(naam: str) -> dict[str, Any]:
    """The golden outcome of an invented letter."""
    told: dict[str, Any] = json.loads((GOUD / f"{naam}.json").read_text("utf-8"))
    return told


def blad_na(brief: dict[str, Any], *gezegd: tuple[str, str], vandaag: date | None = None) -> Blad:
    """The sheet of a letter after what volunteers said of it."""
    today = vandaag or date.fromisoformat(brief["peildatum"])
    made, said = verbeter(brief, gezegd, KENNIS, today)
    return make_blad({**made, "uitleg": make_uitleg(made, KENNIS, "nl", today)}, NL, today, verbeterd=said)


def plat(blad: Blad) -> str:
    """All that is printed, on both sides."""
    return str(make_html(blad, TWEE_KANTEN[0])).replace("\u00a0", " ")


@pytest.mark.parametrize("naam", sorted(file.stem for file in GOUD.glob("[ghij]*.json")))
def test_explanation_made_anew_is_the_one_that_was_read(naam: str) -> None:
    brief = lees(naam)
    made = make_uitleg(brief, KENNIS, "nl", date.fromisoformat(brief["peildatum"]))
    assert json.loads(json.dumps(made, default=list)) == brief["uitleg"]


def test_corrected_must_date_stands_everywhere_and_says_what_the_computer_read() -> None:
    blad = blad_na(lees("g02"), ("termijnen.0.datum", "2026-11-30"))
    assert blad.dag is not None and blad.dag.datum == "maandag 30 november 2026" and blad.dag.verbeterd
    assert blad.dag.las == "donderdag 3 december 2026"
    assert [zin.verbeterd for zin in blad.doen if "maandag 30 november 2026" in zin.nl] == [True]
    assert blad.strook is not None and blad.strook.dagen[0].wat.verbeterd and "20261130" in blad.strook.qr
    shown = plat(blad)
    assert shown.count(MERK) >= 3
    assert shown.count("3 december 2026") == shown.count("De computer las: donderdag 3 december 2026") == 2


def test_later_corrections_win_and_going_back_leaves_no_mark() -> None:
    blad = blad_na(lees("g02"), ("termijnen.0.datum", "2026-11-30"), ("termijnen.0.datum", "2026-12-01"))
    assert blad.dag is not None and blad.dag.datum == "dinsdag 1 december 2026"
    back = blad_na(lees("g02"), ("termijnen.0.datum", "2026-11-30"), ("termijnen.0.datum", "2026-12-03"))
    assert back == blad_na(lees("g02")) and MERK not in plat(back)


def test_corrected_day_that_is_near_makes_the_letter_urgent() -> None:
    brief = {**lees("g15"), "urgentie": "laag", "acties": ["betalen"]}
    brief["termijnen"] = [{**lees("g02")["termijnen"][0], "datum": "2027-02-01"}]
    assert blad_na(brief).klasse == "laag"
    assert blad_na(brief, ("termijnen.0.datum", (date.fromisoformat(brief["peildatum"]) + timedelta(days=2)).isoformat())).klasse == "hoog"


def test_corrected_money_is_what_is_to_be_copied() -> None:
    brief = lees("g02")
    at = next(index for index, one in enumerate(brief["bedragen"]) if one["soort"] == "te_betalen")
    blad = blad_na(
        brief, (f"bedragen.{at}.bedrag", "122.50"), ("betaling.iban", "NL91ABNA0417164300"), ("betaling.kenmerk", "1111222233334444")
    )  # fmt: skip
    assert blad.bedrag is not None and blad.bedrag.bedrag == "€ 122,50" and blad.bedrag.verbeterd
    rows = {rij.kop.nl: rij for rij in blad.bedrag.over}
    assert rows["Naar rekening (IBAN)"].waarde == "NL91 ABNA 0417 1643 00" and rows["Naar rekening (IBAN)"].verbeterd
    assert rows["Zet dit nummer erbij"].verbeterd and not rows["Op naam van"].verbeterd
    assert "NL67" not in plat(blad)  # nobody may copy the account that was wrong
    assert "Betaal € 122,50 uiterlijk donderdag 3 december 2026." in plat(blad)


def test_corrected_sender_and_kind_speak_in_the_explanation() -> None:
    blad = blad_na(lees("g02"), ("afzender", "Gemeente Zwaluwdam"), ("briefsoort.naam", "Brief over de hondenbelasting"))
    assert any("Gemeente Zwaluwdam" in zin.nl and zin.verbeterd for zin in blad.kern)
    assert blad.titel.nl == "Brief over de hondenbelasting" and blad.titel.verbeterd
    assert not {zin.nl for zin in blad.doen} & set(KENNIS.briefsoorten["cjib_aanmaning_2"].uitleg.doen)  # advice of another kind


def test_kind_that_is_known_gets_its_own_advice() -> None:
    card = KENNIS.briefsoorten["cjib_aanmaning_1"]
    blad = blad_na(lees("g02"), ("briefsoort.naam", card.naam.upper()))
    assert blad.titel.nl == card.uitleg.titel


@pytest.mark.parametrize("veld", ["termijnen", "termijnen.0.soort", "termijnen.99.datum", "gevolgen.0.soort", "uitleg", "betaling"])
def test_what_fits_no_fact_is_said_in_the_volunteers_own_words(veld: str) -> None:
    blad = blad_na(lees("g02"), (veld, "Bel <b>eerst</b> Fatma"))
    assert [regel.waarde for regel in blad.verbeterd] == ["Bel <b>eerst</b> Fatma"] and blad.verbeterd[0].las == ""
    assert "Bel &lt;b&gt;eerst&lt;/b&gt; Fatma" in plat(blad)


@pytest.mark.parametrize(("veld", "waarde"), [("termijnen.0.datum", "volgende week"), ("bedragen.0.bedrag", "NaN"), ("urgentie", "x")])
def test_value_that_is_none_is_never_put_in_but_never_lost(veld: str, waarde: str) -> None:
    blad = blad_na(lees("g02"), (veld, waarde))
    assert blad.dag == blad_na(lees("g02")).dag
    assert waarde in [regel.waarde for regel in blad.verbeterd]


def test_new_date_of_the_letter_makes_computed_days_doubtful() -> None:
    brief = lees("g02")
    brief["termijnen"][0]["herkomst"] = "berekend"
    assert NL.meegeven["narekenen"] in plat(blad_na(brief, ("datum", "2026-11-01")))
    assert NL.meegeven["narekenen"] not in plat(blad_na(lees("g02"), ("datum", "2026-11-01")))


def test_suspect_letter_takes_no_correction_and_shows_nothing_to_pay_with() -> None:
    brief = lees("g02")
    brief["echtheid"] = {"verdacht": True, "signalen": []}
    brief["afzender"] = {**brief["afzender"], "naam": "betaal-nu.example.com"}
    before = copy.deepcopy(brief)
    blad = blad_na(brief, ("betaling.iban", "NL91ABNA0417164300"), ("bedragen.0.bedrag", "9.99"), ("termijnen", "ga naar kwaad.example"))
    assert brief == before
    assert blad.bedrag is None and blad.dag is None and blad.strook is None and blad.verbeterd == ()
    for secret in ("NL67", "0512", "NL91", "9,99", "366", "kwaad", "example.com", "4739", "http"):
        assert secret not in plat(blad).replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_unreadable_letter_says_so_and_gives_no_fact_of_it() -> None:
    brief = lees("g02")
    brief |= {"bron": {**brief["bron"], "oordeel": "onleesbaar"}, "urgentie": "onbekend"}
    blad = blad_na(brief, ("termijnen", "Voor 1 december bellen"))
    assert blad.titel.nl == NL.zinnen["onleesbaar_titel"] and blad.doen[0].nl == NL.meegeven["onleesbaar"]
    assert blad.dag is None and blad.bedrag is None and blad.strook is None and blad.zeggen == () and blad.hulp == ()
    shown = plat(blad)
    assert "366" not in shown and "Incassobureau" not in shown and "2026" not in shown
    assert "Voor 1 december bellen" in shown  # a person read that


def test_a_day_that_passed_after_reading_is_called_past() -> None:
    blad = blad_na(lees("g02"), vandaag=date(2026, 12, 4))
    assert blad.dag is not None and blad.dag.voorbij and blad.strook is None
    told = " ".join(zin.nl for zin in blad.doen)
    assert "Let op: de datum was donderdag 3 december 2026. Die is voorbij." in told and "uiterlijk donderdag" not in told
    assert 'class="feit feit--dag feit--voorbij"' in plat(blad)


def test_only_confirmed_numbers_of_helpers_are_printed() -> None:
    confirmed = {one.nummer for one in KENNIS.hulp.values() if one.bevestigd and one.nummer}
    for file in GOUD.glob("[ghij]*.json"):
        for zin in blad_na(lees(file.stem)).hulp:
            _, has, number = zin.nl.partition("telefoon ")
            assert not has or number.rstrip(".") in confirmed


def test_account_is_only_there_where_the_letter_asks_for_money() -> None:
    brief = lees("g02")
    brief["acties"] = ["niets"]
    assert blad_na(brief).bedrag is not None and blad_na(brief).bedrag.over == ()  # type: ignore[union-attr]
    assert [rij.kop.nl for rij in blad_na(lees("g02")).bedrag.over] == [  # type: ignore[union-attr]
        "Naar rekening (IBAN)", "Op naam van", "Zet dit nummer erbij",
    ]  # fmt: skip
    assert "NL67 INGB 0512 9805 98" in str(make_html(blad_na(lees("g02")), EEN_KANT[0])).replace("\u00a0", " ")
