"""The page of one letter as it leaves the server: what a browser without scripts gets."""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.auth import formuliertoken, koekjesnaam
from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.leesblad import leesblad, zeg
from brievenbus.dienst.leesfeiten import ONZEKER, far, make_feiten, put_right
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.errors import InputError
from brievenbus.store import brieven as rijen
from tests.api.conftest import THIS_MACHINE
from tests.baliebouw import breng_gelezen
from tests.dienstbouw import Klok, maak_wie
from tests.leesbouw import gelezen, leg_neer

HIER = "http://127.0.0.1:8000"
OEFENBRIEVEN = ("g02", "g15", "h06", "h15", "h16", "j10")
ALLE = ("g02", "g07", "g11", "g15", "h06", "h16")


class Balie:
    """A browser without scripts, logged in as a volunteer."""

    def __init__(self, dienst: Dienst, app: FastAPI, balie_id: str | None = None) -> None:
        self.dienst = dienst
        token, _ = open_sessie(dienst, maak_wie(dienst.opslag, balie_id=balie_id).gebruiker_id, "mens")
        self.wie: Wie = wie_is(dienst, token, "")
        self.web = TestClient(
            app, client=THIS_MACHINE, base_url=HIER, follow_redirects=False, cookies={koekjesnaam(dienst.beleid.adres): token},
            headers={"sec-fetch-site": "same-origin"},
        )  # fmt: skip

    def leg(self, naam: str, **anders: Any) -> str:
        return leg_neer(self.dienst, self.wie, gelezen(naam, **anders))

    def zie(self, brief_id: str, vraag: str = "", status: int = 200) -> str:
        answer = self.web.get(f"/balie/brieven/{brief_id}{vraag}")
        assert answer.status_code == status, answer.text[:400]
        return html.unescape(answer.text)

    def stuur(self, pad: str, **velden: str) -> Any:
        return self.web.post(f"/balie/brieven/{pad}", data={"formulier": formuliertoken(self.dienst, self.wie), **velden})


@pytest.fixture
def balie(dienst: Dienst, app: FastAPI) -> Balie:
    return Balie(dienst, app)


def words(page: str) -> str:
    """Return what a person reads on a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_page_says_what_to_do_before_when_and_what_else(balie: Balie) -> None:
    said = words(balie.zie(balie.leg("g02")))
    for part in (
        "▲ Haast", "Uw boete is weer hoger: laatste kans", "Brief van Centraal Justitieel Incassobureau", "Tweede aanmaning verkeersboete",
        "Betaal € 366,00", "Uiterlijk donderdag 3 december nog 10 dagen", "Lukt dat niet? Bel vandaag en vraag om een regeling.",
        "Doet u niets?", "NL67 INGB 0512 9805 98", "CJIB Leeuwarden", "4739 6401 7572 2846", "Geldfit, telefoon 0800-8115",
        "Zo zegt u het", "Stel het wijkteam voor", "Wis deze brief",
    ):  # fmt: skip
        assert part in said, part


def test_a_name_that_ends_in_a_stop_ends_a_sentence_once(balie: Balie) -> None:
    said = words(balie.zie(balie.leg("h06")))
    assert "Brief van Zeedijk Energie B.V ." in said
    assert "B.V.." not in said.replace(" ", "")


def test_days_are_counted_from_today_and_what_is_past_says_since_when(balie: Balie, klok: Klok) -> None:
    letter = balie.leg("g02")
    klok.nu = klok.nu.replace(month=12, day=3)
    balie = Balie(balie.dienst, balie.web.app, balie.wie.balie_id)  # type: ignore[arg-type]
    assert "donderdag 3 december vandaag" in words(balie.zie(letter))
    klok.nu = klok.nu.replace(day=5)
    balie = Balie(balie.dienst, balie.web.app, balie.wie.balie_id)  # type: ignore[arg-type]
    page = balie.zie(letter)
    assert "te laat sinds 4 december" in words(page)
    assert "tegel--laat" in page


@pytest.mark.parametrize("naam", ALLE)
def test_every_fact_has_one_number_one_place_on_the_page_and_its_evidence(balie: Balie, naam: str) -> None:
    letter = balie.leg(naam)
    shown = leesblad(balie.dienst, balie.wie, letter)
    page = balie.zie(letter)
    assert [feit.nummer for feit in shown.feiten] == list(range(1, len(shown.feiten) + 1))
    for feit in shown.feiten:
        assert page.count(f'id="feit-{feit.nummer}"') == 1, feit
        if feit.bewijs:
            marked = balie.zie(letter, f"?bewijs={feit.nummer}")
            mark = re.search(rf'<a class="bewijs aan" id="bewijs-{feit.nummer}"[^>]*data-feiten="([0-9 ]+)"', marked)
            assert mark, feit
            assert str(feit.nummer) in mark[1].split()
            figure = re.search(rf'<figure class="vel" id="vel-{feit.bewijs[0].bladzijde}"[^>]*>', marked)
            assert figure
            assert "hidden" not in figure[0]
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("naam", ALLE)
def test_no_style_or_script_stands_in_the_page(balie: Balie, naam: str) -> None:
    page = balie.zie(balie.leg(naam))
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    assert re.findall(r"<script[^>]*>", page) == re.findall(r'<script type="module" src="/static/[^"]+">', page)
    assert len(re.findall(r"<h1[ >]", page)) == 1


def test_a_mark_lies_where_the_words_stand(balie: Balie) -> None:
    inhoud = gelezen("g02")
    x0, y0, x1, y1 = inhoud["termijnen"][0]["bewijs"][0]["vak"]
    page = balie.zie(leg_neer(balie.dienst, balie.wie, inhoud))
    rects = [tuple(map(int, found)) for found in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', page)]
    high = int(re.findall(r'viewBox="0 0 1000 (\d+)"', page)[0])
    want = (x0 * 1000, y0 * high, (x1 - x0) * 1000, (y1 - y0) * high)
    assert any(all(abs(a - b) < 14 for a, b in zip(rect, want, strict=True)) for rect in rects)


def test_a_suspect_letter_gives_nothing_to_pay_with(balie: Balie) -> None:
    bad = gelezen("g02")
    bad["echtheid"] = {"verdacht": True, "signalen": ["haast", "buitenlandse_rekening"]}
    page = words(balie.zie(leg_neer(balie.dienst, balie.wie, bad)))
    assert "! Controleer eerst" in page
    assert "Controleer bij de afzender" in page
    assert "Op de brief staat deze afzender" in page
    for part in ("NL67", "0512 9805", "4739 6401", "Zo betaalt u", "Te betalen"):
        assert part not in page, part
    real = words(balie.zie(balie.leg("h16")))
    assert "De brief dringt erg aan." in real
    assert "IBAN" not in real


def test_good_news_is_said_as_good_news(balie: Balie) -> None:
    page = balie.zie(balie.leg("g07", twijfels=[], mens_nodig=False))
    assert "haast--goednieuws" in page
    assert "Goed nieuws" in page
    assert "U krijgt € 437,00" in words(page)


def test_doubts_are_said_aloud_and_a_poor_letter_never_looks_harmless(balie: Balie) -> None:
    (who, fake) = gelezen("h16")["twijfels"]
    page = balie.zie(balie.leg("h16"))
    assert who in page
    assert fake in page
    bron = gelezen("g02")["bron"] | {"oordeel": "onleesbaar", "aanwijzingen": ["onscherp", "te_donker", "scheef"]}
    empty: dict[str, Any] = {"kenmerken": [], "gevolgen": [], "termijnen": [], "bedragen": [], "betaling": None, "acties": []}
    told = gelezen("g02")["uitleg"] | {"titel": "Deze brief is niet goed te lezen", "kern": "Wij kunnen deze brief niet goed lezen.",
                                       "doen": ["Maak een nieuwe foto."], "gevolg": "", "hulp": []}  # fmt: skip
    empty |= {"bron": bron, "urgentie": "onbekend", "uitleg": told, "mens_nodig": True, "twijfels": ["De foto is slecht."]}
    page = balie.zie(balie.leg("g02", **empty))
    said = words(page)
    assert "haast--onbekend" in page
    assert "? Niet goed te lezen" in said
    assert "Lees de brief zelf op het papier." in said
    assert "De foto is niet scherp." in said
    assert "De brief ligt scheef." not in said  # two hints at most
    assert "U hoeft niets te doen" not in said


def test_a_page_without_picture_says_so_and_its_facts_stay(balie: Balie) -> None:
    letter = leg_neer(balie.dienst, balie.wie, gelezen("g02"), beelden=1)
    page = balie.zie(letter, "?bladzijde=2")
    assert "Van bladzijde 2 is geen beeld." in page
    assert balie.web.get(f"/balie/brieven/{letter}/paginas/2").status_code == 404
    assert balie.web.get(f"/balie/brieven/{letter}/paginas/x").status_code == 404


def test_the_law_and_the_reckoning_stand_in_small_print(balie: Balie) -> None:
    inhoud = gelezen("g02")
    inhoud["termijnen"][0] |= {"juridisch_einde": "2026-12-07", "rekenregel": "datum brief + 4 weken (Awb 4:87)"}
    page = words(balie.zie(leg_neer(balie.dienst, balie.wie, inhoud)))
    assert "Zo is hij uitgerekend: datum brief + 4 weken (Awb 4:87)." in page
    assert "Volgens de wet kan het tot en met maandag 7 december 2026. Wacht daar niet op." in page


def test_a_fault_in_the_letter_itself_is_shown_with_its_rule(balie: Balie) -> None:
    found = [{"melding": "De incassokosten lijken hoger dan mag.", "regel": "Besluit BIK art. 2",
              "bewijs": [{"bladzijde": 1, "tekst": "kosten", "vak": [0.1, 0.2, 0.3, 0.22]}]}]  # fmt: skip
    page = words(balie.zie(balie.leg("g02", controle=found)))
    assert "Klopt deze brief?" in page
    assert "De incassokosten lijken hoger dan mag. De regel: Besluit BIK art. 2." in page


def test_the_question_of_the_route_leads_to_the_team_on_the_right_answer(balie: Balie) -> None:
    letter = balie.leg("g15")  # "Kan de inwoner dit bedrag betalen?": no needs help
    page = balie.zie(letter)
    assert "Kan de inwoner dit bedrag betalen?" in page
    assert "Stel het wijkteam voor" not in page and "Antwoord:" not in page
    here = f"/balie/brieven/{letter}"
    assert balie.stuur(f"{letter}/antwoord", antwoord="nee").headers["location"] == f"{here}/doorverwijzen"
    page = words(balie.zie(letter))
    assert "Antwoord: nee , om 10.00 uur" in page and "Verander het antwoord" in page
    assert "Dan kan het wijkteam helpen." in page and "Stel het wijkteam voor" in page
    proposal = words(balie.zie(letter, "/doorverwijzen"))
    assert "Kan de inwoner dit bedrag betalen? Antwoord: nee." in proposal
    assert "Waarom vraagt u hulp?" not in proposal, "the answer says why"
    assert balie.stuur(f"{letter}/antwoord", antwoord="ja").headers["location"] == f"{here}#route"
    page = words(balie.zie(letter))
    assert "Antwoord: ja , om 10.00 uur" in page and "Toch het wijkteam voorstellen" in page
    assert "Stel het wijkteam voor" not in page
    paid = balie.leg("h16")  # "Heeft de inwoner al betaald of gegevens doorgegeven?": yes needs help
    assert balie.stuur(f"{paid}/antwoord", antwoord="ja").headers["location"].endswith("/doorverwijzen")
    assert balie.stuur(f"{paid}/antwoord", antwoord="nee").headers["location"].endswith("#route")


@pytest.mark.parametrize(
    ("soort", "dag", "verdacht"),
    [("betalen", "2026-12-01", False), ("betalen", "2026-11-23", False), ("betalen", "2026-11-22", False), ("bezwaar", "2026-12-01", False),
     ("inning", "2026-12-01", False), ("afspraak", "2026-12-01", False), ("betalen", "2026-12-01", True)],
)  # fmt: skip
def test_the_calendar_is_offered_exactly_when_there_is_one(balie: Balie, soort: str, dag: str, verdacht: bool) -> None:
    term = gelezen("g02")["termijnen"][0] | {"soort": soort, "datum": dag}
    letter = balie.leg("g02", termijnen=[term], echtheid={"verdacht": verdacht, "signalen": []})
    made = balie.web.get(f"/balie/brieven/{letter}/agenda.ics").status_code
    assert made in (200, 409)
    assert (f"/balie/brieven/{letter}/agenda.ics" in balie.zie(letter)) == (made == 200)


def test_a_day_that_somebody_puts_right_decides_about_the_calendar(balie: Balie, klok: Klok) -> None:
    letter = balie.leg("g02")
    ics = f"/balie/brieven/{letter}/agenda.ics"
    for day, made in (("2026-11-20", 409), ("2026-12-05", 200)):
        balie.stuur(f"{letter}/correcties", veld="termijnen.0.datum", feit="1", waarde=day)
        klok.nu += timedelta(seconds=1)
        assert (balie.web.get(ics).status_code, ics in balie.zie(letter)) == (made, made == 200)


def test_practice_letters_offer_no_calendar_without_a_day_to_come(balie: Balie) -> None:
    offered = {naam: "agenda.ics" in balie.web.get(f"/oefenen/brieven/{naam}").text for naam in OEFENBRIEVEN}
    assert offered == {"g02": True, "g15": False, "h06": True, "h15": False, "h16": False, "j10": True}


def test_when_practising_an_answer_is_shown_and_kept_nowhere(balie: Balie) -> None:
    page = words(html.unescape(balie.web.get("/oefenen/brieven/g15?antwoord=nee").text))
    assert "Antwoord: nee Dan kan het wijkteam helpen." in page
    assert "Antwoord:" not in balie.web.get("/oefenen/brieven/g15?antwoord=misschien").text


def test_an_answer_of_an_earlier_day_says_which_day(balie: Balie, app: FastAPI, klok: Klok) -> None:
    letter = balie.leg("g15")
    balie.stuur(f"{letter}/antwoord", antwoord="nee")
    klok.nu += timedelta(days=1)
    page = words(Balie(balie.dienst, app, balie.wie.balie_id).zie(letter))
    assert "Antwoord: nee , op maandag 23 november om 10.00 uur" in page


def test_an_answer_needs_the_word_of_the_form_and_is_one_of_two(balie: Balie) -> None:
    letter = balie.leg("g15")
    assert balie.web.post(f"/balie/brieven/{letter}/antwoord", data={"antwoord": "nee"}).status_code == 403
    assert balie.stuur(f"{letter}/antwoord", antwoord="misschien").status_code == 400
    assert balie.stuur(f"{balie.leg('g02')}/antwoord", antwoord="nee").status_code == 409
    assert "Antwoord:" not in balie.zie(letter)


def test_a_correction_is_kept_beside_the_reading(balie: Balie, dienst: Dienst, app: FastAPI) -> None:
    letter = balie.leg("g02")
    done = balie.stuur(f"{letter}/correcties", veld="termijnen.0.datum", feit="1", waarde=" 5-12-2026 ")
    assert (done.status_code, done.headers["location"]) == (303, f"/balie/brieven/{letter}?bewijs=1#feit-1")
    page = words(balie.zie(letter))
    assert "aangepast door u: zaterdag 5 december 2026" in page
    assert "donderdag 3 december" in page
    assert [one.waarde for one in brieven.correcties(dienst, balie.wie, letter)] == ["2026-12-05"]
    other = Balie(dienst, app, balie.wie.balie_id)
    assert "aangepast door een collega: zaterdag 5 december 2026" in words(other.zie(letter))


def part(page: str, begin: str, end: str) -> str:
    """Return what stands between two marks of a page."""
    return page.split(begin, 1)[1].split(end, 1)[0]


def asked(page: str) -> str:
    """Return what the page asks somebody to do, with what it lets them say aloud."""
    return words(part(page, 'id="doen-kop"', "feit__naam") + part(page, 'id="zo-kop"', "</blockquote>"))


def test_after_a_correction_the_page_speaks_of_the_day_as_it_is_now(balie: Balie) -> None:
    letter = balie.leg("g02")
    balie.stuur(f"{letter}/correcties", veld="termijnen.0.datum", feit="1", waarde="25-11-2026")
    page = balie.zie(letter)
    said = asked(page)
    assert said.count("Betaal € 366,00 uiterlijk woensdag 25 november 2026.") == 2
    assert "3 december" not in said
    assert re.search(r'<li data-feit="1"><span data-zin[^>]*>Betaal € 366,00 uiterlijk woensdag 25 november 2026', page)
    tile = words(part(page, '<ul class="tegels">', "</ul>"))
    assert "Uiterlijk woensdag 25 november nog 2 dagen" in tile
    assert "De computer las: donderdag 3 december 2026" in tile
    fact = words(part(page, '<li class="feit" id="feit-1"', "<details"))
    assert "woensdag 25 november 2026 (nog 2 dagen)" in fact
    assert "De computer las: donderdag 3 december 2026" in fact
    assert balie.zie(letter, "?bewijs=1").count('id="bewijs-1"') == 1  # still where it stands on the paper


def test_after_a_correction_of_the_amount_every_sentence_has_the_new_one(balie: Balie) -> None:
    letter = balie.leg("g02")
    balie.stuur(f"{letter}/correcties", veld="bedragen.0.bedrag", feit="2", waarde="266")
    page = balie.zie(letter)
    heart = words(part(page, '<p class="brief-kern"', "</p>"))
    assert "Het gaat om € 266,00." in heart
    assert "€ 366" not in asked(page) + heart
    assert "De computer las: € 366,00" in words(page)


def test_a_day_put_right_twice_is_the_last_one_and_put_back_it_is_what_was_read(balie: Balie, klok: Klok) -> None:
    letter = balie.leg("g02")
    days = {"25-11-2026": "woensdag 25 november", "26-11-2026": "donderdag 26 november", "3-12-2026": "donderdag 3 december"}
    for typed, now in days.items():
        balie.stuur(f"{letter}/correcties", veld="termijnen.0.datum", feit="1", waarde=typed)
        klok.nu += timedelta(seconds=1)
        page = balie.zie(letter)
        assert f"uiterlijk {now} 2026" in asked(page)
        assert ("De computer las:" in page) == (typed != "3-12-2026")


@pytest.mark.parametrize(
    ("typed", "shown", "copied"),
    [("NL91 ABNA 0417 1643 00", "NL91 ABNA 0417 1643 00", True), ("nl91abna0417164300", "NL91 ABNA 0417 1643 00", True),
     ("NL91 ABNA 0417 1643 01", "NL91 ABNA 0417 1643 01", False), ("dit nummer is fout", "dit nummer is fout", False)],
)  # fmt: skip
@pytest.mark.parametrize("oordeel", ["goed", "onleesbaar"])
def test_what_is_copied_to_pay_with_is_the_last_correction(balie: Balie, typed: str, shown: str, copied: bool, oordeel: str) -> None:
    letter = balie.leg("g02", bron=gelezen("g02")["bron"] | {"oordeel": oordeel})
    assert 'data-kopieer="NL67 INGB 0512 9805 98"' in balie.zie(letter)
    balie.stuur(f"{letter}/correcties", veld="betaling.iban", waarde=typed)
    pay = part(balie.zie(letter), '<div class="betaal">', "</ul>")
    assert "NL67 INGB 0512 9805 98" not in re.findall(r'data-kopieer="([^"]*)"', pay)
    assert (f'data-kopieer="{shown}"' in pay) == copied
    assert pay.count("data-kopieer=") == 2 + copied  # the name and the number to pay with stay
    first = words(part(pay, "<li", "</li>").split(">", 1)[1])
    assert f"Rekening (IBAN) {shown}" in first
    assert "De computer las: NL67 INGB 0512 9805 98" in first


def test_on_a_later_day_the_page_asks_what_can_still_be_done(balie: Balie, klok: Klok) -> None:
    letter = balie.leg("g02")
    klok.nu = klok.nu.replace(month=12, day=5)
    page = Balie(balie.dienst, balie.web.app, balie.wie.balie_id).zie(letter)  # type: ignore[arg-type]
    said = asked(page)
    assert "Betaal € 366,00 uiterlijk" not in said
    assert said.count("Let op: de datum was donderdag 3 december 2026. Die is voorbij.") == 2
    assert re.search(r'<li data-feit="1"><span data-zin[^>]*>Let op: de datum was donderdag 3 december 2026', page)


def test_of_a_suspect_letter_a_correction_stands_beside_and_changes_nothing(balie: Balie) -> None:
    letter = balie.leg("g02", echtheid={"verdacht": True, "signalen": ["haast"]})
    before = asked_of_suspect(balie.zie(letter))
    balie.stuur(f"{letter}/correcties", veld="termijnen.0.datum", feit="1", waarde="25-11-2026")
    balie.stuur(f"{letter}/correcties", veld="betaling.iban", waarde="NL91ABNA0417164300")
    page = balie.zie(letter)
    assert asked_of_suspect(page) == before
    assert "aangepast door u: woensdag 25 november 2026" in words(page)
    assert "data-kopieer" not in page


def asked_of_suspect(page: str) -> str:
    return words(part(page, 'id="doen-kop"', '<div class="utrecht-alert')) + words(part(page, 'id="zo-kop"', "</blockquote>"))


def test_a_correction_changes_no_number_of_a_fact(balie: Balie) -> None:
    letter = balie.leg("h06")
    before = leesblad(balie.dienst, balie.wie, letter).feiten
    said = {"termijnen.0.datum": "24-12-2026", "bedragen.0.bedrag": "12,50", "betaling.kenmerk": "1234 5678 9012 3456", "afzender": "Duin"}
    for veld, waarde in said.items():
        zeg(balie.dienst, balie.wie, letter, veld, waarde)
    after = leesblad(balie.dienst, balie.wie, letter).feiten
    assert [(one.nummer, one.veld, one.bewijs) for one in after] == [(one.nummer, one.veld, one.bewijs) for one in before]
    assert sum(bool(one.was) for one in after) == 4


def test_a_letter_that_somebody_calls_false_gives_nothing_to_pay_with(balie: Balie) -> None:
    letter = balie.leg("g02")
    balie.stuur(f"{letter}/correcties", veld="betaling.iban", waarde="NL91ABNA0417164300")
    balie.stuur(f"{letter}/correcties", veld="briefsoort.naam", waarde="nepbrief")
    page = balie.zie(letter)
    for pay in ("data-kopieer", "NL67", "0512 9805", "NL91", "4739 6401", "Zo betaalt u", "Te betalen"):
        assert pay not in page, pay
    assert "aangepast door u: nepbrief" in words(page)


def test_a_date_of_the_letter_that_is_put_right_moves_the_days_that_hang_on_it(balie: Balie) -> None:
    inhoud = gelezen("g02")
    inhoud["datum"] = "2026-11-05"
    inhoud["termijnen"][0] |= {"herkomst": "berekend", "rekenregel": "datum brief + 4 weken"}
    letter = leg_neer(balie.dienst, balie.wie, inhoud)
    balie.stuur(f"{letter}/correcties", veld="datum", waarde="12-11-2026")
    page = balie.zie(letter)
    assert "uiterlijk donderdag 10 december 2026" in asked(page)
    fact = words(part(page, '<li class="feit" id="feit-1"', "<details"))
    assert "De computer las: donderdag 3 december 2026" in fact
    assert "Zo is hij uitgerekend: datum brief + 4 weken." in fact


def test_days_that_must_be_counted_again_are_a_doubt(balie: Balie) -> None:
    inhoud = gelezen("g02")
    inhoud["termijnen"][0] |= {"herkomst": "berekend", "rekenregel": "einde van de maand"}
    letter = leg_neer(balie.dienst, balie.wie, inhoud)
    zin = balie.dienst.kennis.talen["nl"].meegeven["narekenen"]
    assert zin not in words(balie.zie(letter))
    balie.stuur(f"{letter}/correcties", veld="datum", waarde="12-11-2026")
    assert zin in words(part(balie.zie(letter), "Kijk even mee", "</ul>"))


def test_an_amount_that_is_not_paid_is_no_amount_that_you_get(balie: Balie) -> None:
    inhoud = gelezen("g11")
    inhoud["bedragen"] = [{**inhoud["bedragen"][0], "soort": "te_ontvangen", "bedrag": "1401.50"}]
    letter = breng_gelezen(balie.dienst, balie.wie, inhoud)
    page = words(balie.zie(letter))  # benefit stopped: the letter says that it is not paid
    assert "Bedrag waar het om gaat € 1.401,50" in page
    assert "U krijgt" not in page
    cards = words(html.unescape(balie.web.get("/balie").text))
    assert "het gaat om € 1.401,50" in cards
    assert "u krijgt" not in cards


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [("termijnen.0.datum", "31-2-2026", "Dit is geen datum."), ("bedragen.0.bedrag", "veel", "Dit is geen bedrag."),
     ("afzender.naam", "  ", "U vulde niets in."), ("uitleg", "x" * 1001, "te lang")],
)  # fmt: skip
def test_a_correction_that_says_nothing_is_told_beside_its_field(balie: Balie, veld: str, waarde: str, zin: str) -> None:
    letter = balie.leg("g02")
    answer = balie.stuur(f"{letter}/correcties", veld=veld, feit="1", waarde=waarde)
    assert answer.status_code == 400
    assert zin in words(html.unescape(answer.text))
    assert 'aria-invalid="true"' in answer.text
    assert brieven.correcties(balie.dienst, balie.wie, letter) == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("346", "346.00"), ("€ 1.346,5", None), ("1.346,50", "1346.50"), ("346.50", "346.50"), ("€ 12,-", "12.00"), ("-5", None)],
)
def test_an_amount_is_understood_as_people_type_it(balie: Balie, typed: str, kept: str | None) -> None:
    letter = balie.leg("g02")
    if kept is None:
        with pytest.raises(InputError):
            zeg(balie.dienst, balie.wie, letter, "bedragen.0.bedrag", typed)
    else:
        assert zeg(balie.dienst, balie.wie, letter, "bedragen.0.bedrag", typed).waarde == kept


def test_what_is_missing_can_be_said(balie: Balie) -> None:
    letter = balie.leg("g02")
    assert balie.stuur(f"{letter}/correcties", veld="termijnen", waarde="Er staat ook 1 januari").status_code == 303
    assert "Een datum, gezegd door u: Er staat ook 1 januari" in words(balie.zie(letter))


def test_words_of_a_letter_never_become_page(balie: Balie) -> None:
    inhoud = copy.deepcopy(gelezen("g02"))
    inhoud["afzender"]["naam"] = '"><script>alert(1)</script>'
    inhoud["termijnen"][0]["bewijs"][0]["tekst"] = "<img src=x onerror=alert(1)>"
    letter = leg_neer(balie.dienst, balie.wie, inhoud)
    balie.stuur(f"{letter}/correcties", veld="afzender.naam", waarde="<b>vet</b>")
    raw = balie.web.get(f"/balie/brieven/{letter}").text
    for part in ("<script>alert", "<img src=x", "<b>vet"):
        assert part not in raw


@pytest.mark.parametrize(
    ("status", "zin"),
    [("ontvangen", "De brief wacht op zijn beurt."), ("bezig", "Begrijpen"),
     ("geweigerd", "Wij weten niet wat er in de brief staat."), ("mislukt", "Opnieuw lezen")],
)  # fmt: skip
def test_a_letter_that_is_not_read_says_how_it_stands(balie: Balie, status: str, zin: str) -> None:
    letter = leg_neer(balie.dienst, balie.wie, None, status=status)
    page = balie.zie(letter)
    assert zin in page
    waits = status in ("ontvangen", "bezig")
    assert ("htmx.min.js" in page) == waits
    assert balie.web.get(f"/balie/brieven/{letter}/stand?teken={status}").status_code == 204
    answer = balie.web.get(f"/balie/brieven/{letter}/stand?teken=iets")
    assert ('id="stand"' in answer.text, "hx-refresh" in answer.headers) == (waits, not waits)


def test_what_is_done_of_reading_is_said_step_by_step(balie: Balie) -> None:
    letter = leg_neer(balie.dienst, balie.wie, None, status="ontvangen")
    said = []
    for step in (lambda conn: None, lambda conn: rijen.start(conn, letter), lambda conn: rijen.pages_read(conn, letter)):
        with balie.dienst.opslag.engine.begin() as conn:
            step(conn)
        page = balie.zie(letter)
        said.append((re.findall(r'class="gedaan">.*?</span> (\w+)', page), re.findall(r'aria-current="step">.*?</span> (\w+)', page)))
    assert said == [(["Ontvangen"], []), (["Ontvangen"], ["Lezen"]), (["Ontvangen", "Lezen"], ["Begrijpen"])]
    assert balie.web.get(f"/balie/brieven/{letter}/stand?teken=begrijpen").status_code == 204


def test_a_failed_letter_is_tried_again_and_an_erased_one_is_gone(balie: Balie) -> None:
    failed = leg_neer(balie.dienst, balie.wie, None, status="mislukt")
    assert balie.stuur(f"{failed}/opnieuw").headers["location"] == f"/balie/brieven/{failed}"
    assert "De brief is binnen" in balie.zie(failed)
    letter = balie.leg("h06")
    assert "Wilt u deze brief wissen?" in balie.zie(letter, "/wissen")
    assert "afgesloten" in balie.zie(letter)  # asking erases nothing
    assert balie.stuur(f"{letter}/wissen").status_code == 303
    page = balie.zie(letter)
    assert "Deze brief is gewist" in page
    assert "afgesloten" not in page
    assert balie.web.get(f"/balie/brieven/{letter}/paginas/1").status_code == 404


def test_another_desk_finds_nothing(balie: Balie, dienst: Dienst, app: FastAPI) -> None:
    letter, other = balie.leg("g02"), Balie(dienst, app)
    for path in ("", "/stand", "/paginas/1", "/wissen"):
        assert other.web.get(f"/balie/brieven/{letter}{path}").status_code == 404
    assert balie.web.get(f"/balie/brieven/{letter}/paginas/1").headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("soort", "dag", "gezegd"),
    [("betalen", "2026-11-23", ("vandaag", False)), ("betalen", "2026-11-22", ("te laat sinds 23 november", True)),
     ("bezwaar", "2026-11-20", ("voorbij, maar toch nog bellen kan helpen", True)), ("afspraak", "2026-11-22", ("was gisteren", True)),
     ("inning", "2026-11-20", ("was 3 dagen geleden", False))],
)  # fmt: skip
def test_how_far_a_day_is(klok: Klok, soort: str, dag: str, gezegd: tuple[str, bool]) -> None:
    assert far(soort, type(klok().date()).fromisoformat(dag), klok().date()) == gezegd


def test_the_numbers_of_facts_are_the_same_every_time(dienst: Dienst, klok: Klok) -> None:
    make: Callable[[], object] = lambda: make_feiten(gelezen("h06"), dienst.kennis.talen["nl"], klok().date())  # noqa: E731
    assert make() == make()


def test_a_value_that_may_be_misread_says_so_until_somebody_put_it_right(dienst: Dienst, klok: Klok) -> None:
    letter = gelezen("h06")
    for one in letter["bedragen"]:
        one["bewijs"] = [{**proof, "zeker": False} for proof in one["bewijs"]]
    made = make_feiten(letter, dienst.kennis.talen["nl"], klok().date())
    assert {feit.soort for feit in made if ONZEKER in feit.klein} == {"bedrag"}
    asked = next(feit for feit in made if ONZEKER in feit.klein)
    assert ONZEKER not in put_right(asked, "12.50", klok().date()).klein
