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
MERK, HAAST = NL.meegeven["verbeterd"], NL.meegeven["welke_haast"]


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


def na(brief: dict[str, Any], *gezegd: tuple[str, str]) -> dict[str, Any]:
    """The letter itself after what volunteers said of it."""
    return verbeter(brief, gezegd, KENNIS, date.fromisoformat(brief["peildatum"]))[0]


def regels(blad: Blad) -> list[tuple[str, str]]:
    """What the list of corrections says: heading and words."""
    return [(regel.kop.nl if regel.kop else "", regel.waarde) for regel in blad.verbeterd]


def berekend(brief: dict[str, Any], regel: str | None, datum: str) -> dict[str, Any]:
    """The letter with its one day computed by a rule."""
    brief["termijnen"][0] |= {"herkomst": "berekend", "rekenregel": regel, "datum": datum}
    return brief


def test_corrected_sender_speaks_in_the_explanation() -> None:
    blad = blad_na(lees("g02"), ("afzender", "Gemeente Zwaluwdam"))
    assert any("Gemeente Zwaluwdam" in zin.nl and zin.verbeterd for zin in blad.kern)


def test_kind_in_own_words_stands_beside_the_card_and_asks_for_a_person() -> None:
    blad = blad_na(lees("g02"), ("briefsoort.naam", "Brief over de hondenbelasting"))
    assert blad.titel == blad_na(lees("g02")).titel and blad.doen[0].nl == NL.zinnen["mens"]
    assert regels(blad) == [("Soort brief", "Brief over de hondenbelasting")]


def test_kind_in_own_words_takes_away_that_nothing_needs_doing() -> None:
    brief = {**lees("g15"), "urgentie": "geen", "acties": ["niets"], "bedragen": [], "mens_nodig": False}
    brief["termijnen"] = []
    assert blad_na(brief).rust is not None
    assert blad_na(brief, ("briefsoort", "Ontruiming van de woning")).rust is None


def test_known_kind_brings_its_actions_and_good_news_and_the_higher_urgency() -> None:
    calm = {**lees("g02"), "urgentie": "laag", "goed_nieuws": True, "acties": ["bewaren"]}
    card = KENNIS.briefsoorten["huur_aanzegging_ontruiming"]
    made = na(calm, ("briefsoort", card.naam))
    assert (made["urgentie"], made["goed_nieuws"], made["acties"]) == ("kritiek", False, list(card.acties))
    assert {"ontruiming"} <= {one["soort"] for one in made["gevolgen"]}


def test_known_kind_that_is_calm_never_calms_a_letter_that_asks_for_money() -> None:
    brief = lees("g02")
    for card in (KENNIS.briefsoorten["info_niets_doen"], KENNIS.briefsoorten["goed_nieuws"]):
        made = na(brief, ("briefsoort.naam", card.naam))
        blad = blad_na(brief, ("briefsoort.naam", card.naam))
        assert made["urgentie"] == "hoog" and made["mens_nodig"] and blad.rust is None and blad.klasse == "hoog"
        assert blad.bedrag is not None and blad.bedrag.over == ()  # it is no letter to pay


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [("briefsoort", KENNIS.briefsoorten["fraude_verdacht"].naam), ("briefsoort.naam", "Nepbrief!"), ("briefsoort.naam", "lijkt een valse"),
     ("briefsoort.naam", "Oplichting"), ("briefsoort", "phishing"), ("echtheid", "dit is fraude"), ("afzender", "oplichters")],
)  # fmt: skip
def test_letter_that_a_volunteer_calls_false_shows_nothing_to_pay_with(veld: str, waarde: str) -> None:
    said = ((veld, waarde), ("betaling.iban", "NL91ABNA0417164300"), ("bedragen", "stort op NL91 ABNA"), ("urgentie", "kritiek"))
    made, blad = na(lees("g02"), *said), blad_na(lees("g02"), *said)
    assert made["echtheid"]["verdacht"] and made["betaling"] is None
    assert blad.klasse == "verdacht" and blad.bedrag is None and blad.dag is None and blad.strook is None
    assert not [secret for secret in ("NL67", "0512", "NL91", "366,00", "4739") if secret in plat(blad)]


@pytest.mark.parametrize(
    ("veld", "waarde"), [("afzender", "Fraudehelpdesk"), ("briefsoort.naam", "Boete wegens uitkeringsfraude"), ("afzender", "Team fraude")]
)
def test_a_real_letter_about_fraud_is_no_fraud(veld: str, waarde: str) -> None:
    assert not na(lees("g02"), (veld, waarde))["echtheid"]["verdacht"]


def test_corrected_reference_is_the_one_that_is_said_on_the_phone() -> None:
    said = plat(blad_na(lees("g02"), ("betaling.kenmerk", "1111 2222 3333 4444")))
    assert "Op de brief staat dit nummer: 1111 2222 3333 4444." in said


@pytest.mark.parametrize("veld", ["termijnen.datum", "termijnen.-1", "termijnen.9.datum", "termijnen.x.datum"])
def test_a_place_that_is_none_leaves_the_sheet_whole(veld: str) -> None:
    """As a client of the API may send it: the words stand there, and the sheet is made."""
    assert [woorden for _, woorden in regels(blad_na(lees("g02"), (veld, "2026-12-01")))] == ["2026-12-01"]


def test_a_day_at_the_edge_of_time_is_never_put_in() -> None:
    assert na(lees("g02"), ("termijnen.0.datum", "9999-12-31"))["termijnen"] == lees("g02")["termijnen"]


@pytest.mark.parametrize("waarde", ["kritiek", "Kritiek", "NU DOEN", "Nu doen"])
def test_urgency_is_raised_by_code_or_word(waarde: str) -> None:
    blad = blad_na(lees("g02"), ("urgentie", waarde))
    assert blad.klasse == "kritiek" and blad.merk.verbeterd and regels(blad) == [(HAAST, NL.woorden["kritiek"])]


@pytest.mark.parametrize("waarde", ["Niets doen", "laag", "Bewaren", "Binnenkort", "onbekend", "niet goed te lezen"])
def test_lower_urgency_is_said_and_not_done(waarde: str) -> None:
    blad = blad_na(lees("g02"), ("urgentie", waarde))
    assert blad.klasse == "hoog" and blad.dag is not None and not blad.merk.verbeterd
    assert regels(blad) == [(HAAST, waarde)]


def test_wish_below_binnenkort_is_not_met_while_money_is_asked() -> None:
    brief = {**lees("g02"), "urgentie": "geen"}
    brief["termijnen"] = []
    assert regels(blad_na(brief, ("urgentie", "Bewaren"))) == [(HAAST, "Bewaren")]
    assert na(brief, ("urgentie", "Binnenkort"))["urgentie"] == "middel"


def test_day_that_comes_near_lifts_a_letter_that_nobody_corrected() -> None:
    brief = {**lees("g02"), "urgentie": "middel"}
    assert verbeter(brief, (), KENNIS, date(2026, 12, 1))[0]["urgentie"] == "hoog"


@pytest.mark.parametrize("naam", sorted(file.stem for file in GOUD.glob("[ghij]*.json")))
def test_letter_of_today_is_not_lifted_twice(naam: str) -> None:
    assert na(lees(naam))["urgentie"] == lees(naam)["urgentie"]


@pytest.mark.parametrize(
    ("waarde", "rij"),
    [("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"), ("nl91abna0417164300", "NL91 ABNA 0417 1643 00")],
)
def test_account_that_exists_is_taken_however_it_is_typed(waarde: str, rij: str) -> None:
    blad = blad_na(lees("g02"), ("betaling.iban", waarde))
    assert blad.bedrag is not None and blad.bedrag.over[0].waarde == rij and blad.bedrag.over[0].verbeterd


@pytest.mark.parametrize("waarde", ["NL91ABNA0417164301", "klopt niet"])
def test_account_that_is_doubted_is_not_there_to_copy(waarde: str) -> None:
    blad = blad_na(lees("g02"), ("betaling.iban", waarde))
    assert blad.bedrag is not None and [rij.kop.nl for rij in blad.bedrag.over] == ["Op naam van", "Zet dit nummer erbij"]
    assert regels(blad) == [("Over het betalen", waarde)] and "NL67" not in plat(blad)


def test_words_about_paying_have_no_heading_to_copy_from() -> None:
    assert regels(blad_na(lees("g02"), ("betaling", "Vraag eerst Fatma"))) == [("Over het betalen", "Vraag eerst Fatma")]


@pytest.mark.parametrize("waarde", ["weet ik niet", "Onbekend", "?", "Gemeente?", "geen idee", "-"])
def test_sender_that_nobody_knows_is_not_printed_as_a_sender(waarde: str) -> None:
    blad = blad_na(lees("g02"), ("afzender.naam", waarde))
    assert not any(f"van {waarde}" in zin.nl for zin in (*blad.kern, *blad.zeggen))
    assert blad.kern[0].nl == "Deze brief komt waarschijnlijk van Centraal Justitieel Incassobureau."
    assert regels(blad) == [("Wie schrijft", waarde)]


@pytest.mark.parametrize("waarde", ["1e5", "1_000", " 12,50", "12.5", "-1", "Infinity", "٣"])
def test_amount_is_only_what_is_written_as_one(waarde: str) -> None:
    made = na(lees("g02"), ("bedragen.0.bedrag", waarde))
    assert made["bedragen"][0]["bedrag"] == "366.00" == made["betaling"]["bedrag"]


def test_new_date_of_the_letter_moves_the_days_that_are_counted_from_it() -> None:
    brief = berekend(lees("g02"), "datum brief + 14 dagen", "2026-11-19") | {"peildatum": "2026-11-10"}
    blad = blad_na(brief, ("datum", "2026-11-09"))
    assert blad.dag is not None and (blad.dag.datum, blad.dag.las) == ("maandag 23 november 2026", "donderdag 19 november 2026")
    assert blad.strook is not None and "20261123" in blad.strook.qr
    assert blad.doen[0].nl == NL.zinnen["mens"] and NL.meegeven["narekenen"] in plat(blad)


@pytest.mark.parametrize(
    ("regel", "datum", "nu"),
    [(None, "2026-12-03", "2026-11-01"), ("datum brief + 14 dagen", "2026-12-03", "2026-11-01"),
     ("datum brief + 4 weken", "2026-12-03", "2026-11-30")],
)  # fmt: skip
def test_day_that_cannot_be_counted_anew_hangs_on_no_wall(regel: str | None, datum: str, nu: str) -> None:
    blad = blad_na(berekend(lees("g02"), regel, datum), ("datum", nu))
    assert blad.doen[0].nl == NL.meegeven["narekenen"] and blad.doen[1].nl == NL.zinnen["mens"]
    assert blad.strook is None and plat(blad).count(NL.meegeven["narekenen"]) == 1


def test_law_moves_along_with_the_date_of_the_letter() -> None:
    rule = next(one for one in KENNIS.termijnregels.values() if one.awt and (one.aantal, one.eenheid) == (6, "weken"))
    brief = berekend(lees("g02"), f"datum brief + 6 weken ({rule.wet})", "2026-12-17")
    term = na(brief, ("datum", "2026-11-07"))["termijnen"][0]
    assert (term["datum"], term["juridisch_einde"]) == ("2026-12-19", "2026-12-21")  # a Saturday, so Monday


def test_explanation_speaks_of_the_first_day_after_a_correction() -> None:
    brief = lees("g02")
    brief["termijnen"].append({**brief["termijnen"][0], "datum": "2026-12-20"})
    told = " ".join(zin.nl for zin in blad_na(brief, ("termijnen.1.datum", "2026-11-27")).doen)
    assert "vrijdag 27 november 2026" in told


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
