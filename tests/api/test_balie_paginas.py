"""The desk's pages over HTTP: order and heaps, the overview, piles, visits again, practice, what is logged, what is kept and packed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from api.auth import koekjesnaam
from api.desk.kop import PLEKKEN
from api.desk.vast import MERK, VAST
from brievenbus.dienst import Dienst, Wie, brieven, koppelen, lezen, overzicht
from brievenbus.dienst.bezoeken import heropen_bezoek
from brievenbus.dienst.briefkaart import make_kaart, short_day, sort_out
from brievenbus.dienst.briefstand import BriefStand
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.errors import ConflictError
from brievenbus.store import audit
from brievenbus.store import brieven as rijen
from tests.api.plaatje import bestanden, jpeg
from tests.baliebouw import breng_gelezen, voorbeeld
from tests.dienst.accountbouw import cheap_hashes
from tests.dienstbouw import Klok, maak_wie

VANDAAG = date(2026, 11, 23)
BUDGET = 150_000


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_hashes(monkeypatch)


@pytest.fixture
def wie(dienst: Dienst) -> Wie:
    """A volunteer with a session."""
    made = maak_wie(dienst.opslag)
    return wie_is(dienst, open_sessie(dienst, made.gebruiker_id, "mens")[0])


@pytest.fixture
def als(dienst: Dienst, web: TestClient) -> Callable[[Wie], TestClient]:
    """A browser of somebody who is logged in."""

    def log_in(who: Wie) -> TestClient:
        token, _ = open_sessie(dienst, who.gebruiker_id, "mens")
        web.cookies.set(koekjesnaam(dienst.beleid.adres), token)
        web.headers.update({"Sec-Fetch-Site": "same-origin", "Accept": "text/html"})
        return web

    return log_in


def word(text: str) -> str:
    """Return what the forms of a page carry."""
    found = re.search(r'name="formulier" value="([0-9a-f]+)"', text)
    assert found is not None
    return found[1]


def titles(text: str) -> list[str]:
    """Return the titles of the letters, from top to bottom."""
    return re.findall(r'class="brief__link"[^>]*>([^<]+)<', text)


def actions(dienst: Dienst) -> list[str]:
    """Return every action on the audit trail."""
    with dienst.opslag.engine.connect() as conn:
        return [row.gebeurtenis.actie for row in audit.lees(conn, 0, 1000)]


def kaart(**anders: Any) -> Any:
    """Make a card of the reminder with something else in it."""
    row = BriefStand("a" * 32, "klaar", Klok()(), None, 1, None, None, None, Klok()())
    return make_kaart(row, {**voorbeeld("g02"), **anders}, VANDAAG, "")


def term(soort: str, dag: str) -> dict[str, Any]:
    """Make a term."""
    return {**voorbeeld("g02")["termijnen"][0], "soort": soort, "datum": dag}


def test_most_urgent_on_top_and_three_heaps(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    for naam in ("g15", "h16", "h06", "g02"):
        breng_gelezen(dienst, wie, voorbeeld(naam))
    text = als(wie).get("/balie").text
    assert titles(text) == [
        "Uw energie wordt binnenkort afgesloten", "Uw boete is weer hoger: laatste kans", "Controleer deze brief eerst",
        "Het geld gaat vanzelf van uw rekening",
    ]  # fmt: skip
    assert re.findall(r"<strong>(\d+)</strong> (?:moet|bewaren|kan weg)", text) == ["3", "1", "0"]
    assert "€ 1.316,80" in text and "ma 7 dec" in text and "nog 14 dagen" in text
    assert "€ 387,50" not in text, "of a suspect letter no amount is shown"
    assert "Kijk even mee:" in text
    assert "hulp binnen 3 werkdagen" in text


def test_a_failed_letter_says_so_clearly_and_can_be_tried_again(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    breng_gelezen(dienst, wie, voorbeeld("h06"))
    failed = brieven.ontvang(dienst, wie, [brieven.Bijlage("a.jpg", jpeg(9))], brieven.Verzoek())
    with dienst.opslag.engine.begin() as conn:
        lezen.mislukt(conn, dienst.opslag, failed.id, dienst.klok())
    page = als(wie)
    text = page.get("/balie").text
    assert titles(text)[0] == "Het lezen lukte niet"
    again = page.post("/balie/opnieuw", data={"formulier": word(text), "brief": failed.id})
    assert "De brief is binnen" in titles(again.text)


def test_a_letter_that_is_read_shows_one_step_at_a_time(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    letter = brieven.ontvang(dienst, wie, [brieven.Bijlage("a.jpg", jpeg(9))], brieven.Verzoek())
    page, said = als(wie), []
    for step in (lambda conn: None, lambda conn: rijen.start(conn, letter.id), lambda conn: rijen.pages_read(conn, letter.id)):
        with dienst.opslag.engine.begin() as conn:
            step(conn)
        text = page.get("/balie").text
        said.append([(naam, re.findall(rf'class="voort__{naam}">(\w+)', text)) for naam in ("klaar", "nu", "straks")])
    assert said == [
        [("klaar", ["ontvangen"]), ("nu", []), ("straks", ["lezen", "begrijpen", "klaar"])],
        [("klaar", ["ontvangen"]), ("nu", ["lezen"]), ("straks", ["begrijpen", "klaar"])],
        [("klaar", ["ontvangen", "lezen"]), ("nu", ["begrijpen"]), ("straks", ["klaar"])],
    ]


@pytest.mark.parametrize(
    ("termijnen", "dag", "te_laat", "wanneer"),
    [
        ([term("betalen", "2026-11-24")], "di 24 nov", "", "morgen"),
        ([term("betalen", "2026-11-23")], "ma 23 nov", "", "vandaag"),
        ([term("betalen", "2026-09-17")], "do 17 sep", "te laat sinds 18 september", ""),
        ([term("betalen", "2025-09-17")], "wo 17 sep", "te laat sinds 18 september 2025", ""),
        ([term("betalen", "2026-09-17"), term("betalen", "2026-12-01")], "di 1 dec", "", "nog 8 dagen"),
        ([term("afspraak", "2026-11-20")], "vr 20 nov", "dit was op 20 november", ""),
        ([term("bezwaar", "2026-11-20")], "", "", ""),
        ([term("inning", "2026-11-30")], "ma 30 nov", "", "nog 7 dagen"),
        ([], "", "", ""),
    ],
)
def test_the_day_that_counts(termijnen: list[dict[str, Any]], dag: str, te_laat: str, wanneer: str) -> None:
    made = kaart(termijnen=termijnen)
    assert (made.dag, made.te_laat, made.wanneer) == (dag, te_laat, wanneer)


def test_a_short_day_in_march_is_mrt() -> None:
    assert short_day(date(2027, 3, 5)) == "vr 5 mrt"


@pytest.mark.parametrize(
    ("anders", "bak"),
    [
        ({"urgentie": "geen", "acties": ["niets"], "termijnen": []}, "weg"),
        ({"urgentie": "geen", "acties": ["niets"], "termijnen": [], "mens_nodig": True}, "bewaren"),
        ({"urgentie": "geen", "acties": ["bewaren"], "termijnen": []}, "bewaren"),
        ({"urgentie": "laag", "acties": ["niets"], "termijnen": []}, "bewaren"),
        ({"urgentie": "laag", "acties": ["bewaren"], "termijnen": [], "goed_nieuws": True}, "goednieuws"),
        ({"urgentie": "laag", "acties": ["bellen"], "termijnen": []}, "doen"),
        ({"urgentie": "geen", "acties": ["niets"], "termijnen": [term("reageren", "2026-12-01")]}, "doen"),
        ({"urgentie": "onbekend", "acties": ["niets"], "termijnen": []}, "doen"),
    ],
)
def test_never_thrown_away_in_doubt(anders: dict[str, Any], bak: str) -> None:
    assert sort_out({**voorbeeld("g02"), "mens_nodig": False, **anders}) == bak


def test_a_bag_of_post_is_a_few_things_to_do(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    reminder = voorbeeld("g02")
    bill = {**reminder, "datum": "2026-09-01", "urgentie": "middel", "uitleg": {**reminder["uitleg"], "titel": "U moet een boete betalen"}}
    calm = {**reminder, "urgentie": "geen", "acties": ["niets"], "termijnen": [], "mens_nodig": False, "kenmerken": []}
    for inhoud in (bill, reminder, {**calm, "uitleg": {**calm["uitleg"], "titel": "Werk aan de straat"}}, voorbeeld("g15")):
        breng_gelezen(dienst, wie, inhoud)
    text = als(wie).get("/balie/overzicht").text
    assert text.count('class="zaak ') == 1, "two letters about one fine are one thing to do"
    assert re.search(r"Hierbij horen ook: <a [^>]*>U moet een boete betalen</a>", text)
    doen, bewaren, weg = (text.index(kop) for kop in ("Dit moet u doen", "Dit kunt u bewaren", "Dit kan weg"))
    assert doen < bewaren < text.index("Het geld gaat vanzelf") < weg < text.index("Werk aan de straat")


def test_an_older_letter_that_is_more_serious_is_not_hidden(dienst: Dienst, wie: Wie) -> None:
    reminder = voorbeeld("g02")
    breng_gelezen(dienst, wie, {**reminder, "datum": "2026-09-01", "urgentie": "kritiek"})
    breng_gelezen(dienst, wie, reminder)
    bag = overzicht.tas(overzicht.kaarten(dienst, wie, overzicht.stand(dienst, wie)))
    assert [len(zaak.eerder) for zaak in bag.doen] == [0, 0]


def test_nothing_to_do_is_said_as_loud(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    breng_gelezen(dienst, wie, voorbeeld("g15"))
    assert re.search(r'<h2 [^>]*id="doen-kop">U hoeft niets te doen</h2>', als(wie).get("/balie/overzicht").text)


def test_a_list_that_refreshes_itself_is_one_look(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    for naam in ("h06", "g02"):
        breng_gelezen(dienst, wie, voorbeeld(naam))
    page = als(wie)
    for _ in range(5):
        page.get("/balie")
        page.get("/balie/overzicht")
        page.get("/balie/stand")
    seen = actions(dienst)
    assert seen.count("bezoek_ingezien") == 1
    assert seen.count("brief_ingezien") == 0
    als(wie).get("/balie")  # the same person in another session
    assert actions(dienst).count("bezoek_ingezien") == 2


def asks(text: str) -> str:
    """Return where a page of the desk asks for news; '' where it does not."""
    found = re.search(r'id="bijwerken" hx-get="([^"]+)"', text)
    return html.unescape(found[1]) if found else ""


def test_the_desk_hears_only_what_differs(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    page = als(wie)
    assert asks(page.get("/balie").text) == "", "a desk where nothing can come asks nothing"
    letter = brieven.ontvang(dienst, wie, [brieven.Bijlage("a.jpg", jpeg(9))], brieven.Verzoek())
    asked = asks(page.get("/balie").text)
    assert page.get(asked).status_code == 204
    with dienst.opslag.engine.begin() as conn:
        rijen.start(conn, letter.id)
    further = page.get(asked).text
    assert 'id="brieven"' in further and 'id="telefoon"' not in further and 'id="nieuws"' not in further
    read = breng_gelezen(dienst, wie, voorbeeld("h06"))
    told = page.get(asks(further)).text
    assert "Er is een brief binnen. Gelezen: Uw energie wordt binnenkort afgesloten." in told and f"brief-{read}" in told
    with dienst.opslag.engine.begin() as conn:
        lezen.weiger(conn, dienst.opslag, letter.id, dienst.klok(), "bestandssoort_onbekend", {})
    end = page.get(asks(told)).text
    assert "Een brief konden we niet lezen." in end and asks(end) == ""


def test_the_desk_hears_of_the_phone_and_keeps_the_code(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    page = als(wie)
    text = page.post("/balie/telefoon", data={"formulier": word(page.get("/balie").text)}).text
    asked = asks(text)
    assert "QR-code" in text and page.get(asked).status_code == 204
    brieven.ontvang(dienst, wie, [brieven.Bijlage("a.jpg", jpeg(9))], brieven.Verzoek())
    assert 'id="telefoon"' not in page.get(asked).text, "the picture of the code is nowhere else: it must stay on the screen"
    koppelen.verbreek(dienst, wie, parse_qs(urlsplit(asked).query)["koppeling"][0])
    assert "De code werkt niet meer" in page.get(asked).text
    assert 'id="nieuws"' not in page.get(asked.replace("gezien=0-0-0", "gezien=x")).text, "a question not made here is told nothing"


def test_a_pile_comes_in_and_shows_how_far_it_is(wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    page = als(wie)
    form = {"formulier": word(page.get("/balie").text), "sleutel": "b" * 32}
    text = page.post("/balie/stapels", data=form, files=bestanden(jpeg(1), jpeg(2), b"hallo")).text
    assert "De stapel is binnen." in text
    assert "De stapel: 1 van 3 brieven gelezen." in text
    assert text.count('data-status="ontvangen"') == 2
    assert "geen foto, scan of PDF" in text


def test_a_visit_is_closed_seen_again_and_gone_on_with(dienst: Dienst, wie: Wie, klok: Klok, als: Callable[[Wie], TestClient]) -> None:
    breng_gelezen(dienst, wie, voorbeeld("h06"))
    page = als(wie)
    text = page.get("/balie").text
    visit = overzicht.stand(dienst, wie).bezoek_id
    assert "wist de computer ze vanzelf" in text
    klok.verder(minutes=10)
    closed = page.post("/balie/klaar", data={"formulier": word(text), "bezoek": visit}).text
    assert "Nog geen brieven" in closed
    assert f'/balie?bezoek={visit}">Bezoek van 10.00 uur' in closed
    again = page.get(f"/balie?bezoek={visit}").text
    assert "is klaar sinds 10.10 uur" in again and "dinsdag 24 november om 10.10 uur" in again
    assert "Nieuwe brief" not in again
    opened = page.post("/balie/verder", data={"formulier": word(again), "bezoek": visit})
    assert opened.url.query == f"bezoek={visit}&verder".encode()
    sent = page.post("/balie/brieven", data={"formulier": word(again), "bezoek": visit}, files=bestanden(jpeg(7)))
    assert sent.text.count('data-status="ontvangen"') == 1 and "Dit bezoek: 2 brieven" in sent.text
    with dienst.opslag.engine.connect() as conn:
        assert [row.gebeurtenis.object_id for row in audit.lees(conn, 0, 100, actie="bezoek_heropend")] == [visit]


def test_a_visit_of_yesterday_stays_closed(dienst: Dienst, wie: Wie, klok: Klok) -> None:
    breng_gelezen(dienst, wie, voorbeeld("h06"))
    visit = overzicht.stand(dienst, wie).bezoek_id or ""
    klok.verder(days=1)
    with pytest.raises(ConflictError, match="bezoek_voorbij"):
        heropen_bezoek(dienst, wie, visit)


def test_a_visit_of_another_desk_is_not_there(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    breng_gelezen(dienst, wie, voorbeeld("h06"))
    visit = overzicht.stand(dienst, wie).bezoek_id
    page = als(maak_wie(dienst.opslag))
    for path in ("/balie", "/balie/overzicht", "/balie/stand"):
        answer = page.get(path, params={"bezoek": visit})
        assert answer.status_code == 404 and "energie" not in answer.text


def test_practice_keeps_nothing(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    page = als(wie)
    before = len(actions(dienst))
    text = page.get("/oefenen").text
    assert len(titles(text)) == 6
    assert "OEFENEN: dit is geen echte brief." in text
    for path in re.findall(r'href="(/oefenen/brieven/\w+)"', text):
        shown = page.get(path)
        assert shown.status_code == 200 and "OEFENEN: dit is geen echte brief." in shown.text
        assert "/balie/brieven/" not in shown.text, "no link of a practice letter leads to a real one"
        assert page.get(f"{path}/paginas/1").headers["content-type"] == "image/jpeg"
    word_ = word(page.get("/oefenen/brieven/h06").text)
    tried = page.post("/oefenen/brieven/h06/correcties", data={"formulier": word_, "veld": "afzender.naam", "waarde": "Iets anders"})
    assert "Nu is er niets bewaard" in tried.text
    assert len(actions(dienst)) == before
    for path in ("/oefenen/brieven/zz9", "/oefenen/brieven/..%2F..", "/oefenen/brieven/h06/paginas/9", "/oefenen/brieven/h06/iets"):
        assert page.get(path).status_code == 404


@pytest.mark.parametrize("stap", range(1, 6))
def test_the_tour_has_five_steps(wie: Wie, als: Callable[[Wie], TestClient], stap: int) -> None:
    text = als(wie).get(f"/oefenen?stap={stap}").text
    assert f"stap {stap} van 5" in text
    assert ("Volgende" in text) == (stap < 5)


def test_practice_letters_are_small_enough_to_ship() -> None:
    folder = Path(__file__).parents[2] / "api" / "desk" / "oefenen"
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 600_000
    assert len(list(folder.glob("*.json"))) == 6


@pytest.mark.parametrize("rol", ["vrijwilliger", "wijkteam", "beheerder", "controleur"])
def test_every_place_in_the_menu_is_there(dienst: Dienst, als: Callable[[Wie], TestClient], rol: Any) -> None:
    page = als(maak_wie(dienst.opslag, rol))
    text = page.get("/").text
    for naam, pad, rollen in PLEKKEN:
        assert (f'href="{pad}"' in text) == (rol in rollen), naam
        if rol in rollen:
            assert page.get(pad).status_code == 200, naam


@pytest.mark.parametrize(("path", "status"), [("/onzin", 404), ("/balie/brieven/xx/yy/zz", 404)])
def test_what_is_not_there_is_a_page(web: TestClient, path: str, status: int) -> None:
    answer = web.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status and answer.headers["content-type"].startswith("text/html")
    assert re.search(r"<h1[^>]*>Dit hebben wij niet gevonden</h1>", answer.text)
    assert web.get(path).headers["content-type"] == "application/problem+json"
    assert web.get("/v1/onzin", headers={"Accept": "text/html"}).headers["content-type"] == "application/problem+json"


def test_too_large_and_not_allowed_are_pages(dienst: Dienst, als: Callable[[Wie], TestClient]) -> None:
    page = als(maak_wie(dienst.opslag, "controleur"))
    assert re.search(r"<h1[^>]*>Dit mag niet met uw account</h1>", page.get("/balie").text)
    large = page.post("/inloggen", content=b"x" * 300_000, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert large.status_code == 413 and re.search(r"<h1[^>]*>Dit is te groot</h1>", large.text)


def test_our_own_fault_is_a_page_that_says_nothing_of_it(
    als: Callable[[Wie], TestClient], wie: Wie, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def broken(*args: object) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr("api.desk.balie.make_kop", broken)
    answer = als(wie).get("/balie")
    assert answer.status_code == 500 and re.search(r"<h1[^>]*>Er ging iets mis bij ons</h1>", answer.text)
    assert "geheim" not in answer.text


def test_fixed_files_are_kept_for_ever_under_their_mark(web: TestClient) -> None:
    kept = web.get(f"{VAST}/basis.css")
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.headers["content-encoding"] == "gzip"
    for path in ("/static/basis.css", "/static/000000000000/basis.css"):
        assert web.get(path).headers["cache-control"] == "no-cache", path
    assert web.get(f"/static/{MERK}/../kop.py").status_code == 404


def test_nothing_secret_is_packed(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient], balie: TestClient) -> None:
    for _ in range(3):
        breng_gelezen(dienst, wie, voorbeeld("h06"))
    assert "content-encoding" in als(wie).get("/static/basis.css").headers
    for path in ("/balie", "/balie/overzicht", "/oefenen"):
        assert "content-encoding" not in als(wie).get(path).headers, path
    assert "content-encoding" not in balie.get("/v1/brieven").headers
    web = als(wie)
    web.cookies.clear()
    assert web.get("/inloggen").headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/balie", "/balie/overzicht", "/oefenen", "/oefenen/brieven/h06", "/inloggen", "/telefoon"])
def test_a_page_weighs_little(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient], path: str) -> None:
    """Page, styles and scripts as they go over the line, with a visit of 24 letters; pictures of pages not counted."""
    for number in range(24):
        breng_gelezen(dienst, wie, voorbeeld(("h06", "g02", "g15")[number % 3]))
    page = als(wie)
    text = page.get(path).text
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
    parts |= {f"{VAST}/{name}" for part in parts if part.endswith(".js") for name in re.findall(r'from "\./([\w.]+)"', page.get(part).text)}
    weight = len(text.encode()) + sum(page.get(part).num_bytes_downloaded for part in parts)  # as it went over the line, packed
    assert weight <= BUDGET, f"{path}: {weight}"


def test_no_style_in_a_page_and_one_heading(dienst: Dienst, wie: Wie, als: Callable[[Wie], TestClient]) -> None:
    breng_gelezen(dienst, wie, voorbeeld("h06"))
    for path in ("/balie", "/balie/overzicht", "/oefenen?stap=1", "/onzin", "/inloggen"):
        text = als(wie).get(path).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=\"/static/)|https?://", text), path
        assert len(re.findall(r"<h1[ >]", text)) == 1, path
        assert "geen juridisch advies" in text and "Dit leest een computer." in text


def test_visits_of_yesterday_are_not_listed(dienst: Dienst, wie: Wie, klok: Klok) -> None:
    breng_gelezen(dienst, wie, voorbeeld("h06"))
    assert len(overzicht.eerdere(dienst, wie, None)) == 1
    klok.nu += timedelta(days=1)
    assert overzicht.eerdere(dienst, wie, None) == ()


def test_practice_json_is_what_the_contract_says() -> None:
    folder = Path(__file__).parents[2] / "api" / "desk" / "oefenen"
    for file in folder.glob("*.json"):
        assert set(json.loads(file.read_text("utf-8"))["brief"]) == set(voorbeeld("g02")), file.name
