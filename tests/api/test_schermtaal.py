"""The pages in a language that is not Dutch: every sentence of ours changes, and what comes from the letter stays and says so."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.auth import koekjesnaam
from api.desk import taal, woorden
from api.desk.feitwoorden import NAMEN
from api.desk.kop import make_kop
from api.desk.schermzinnen import AANWIJZINGEN, FOUTEN, SCHERMEN, zinnen
from api.desk.taal import in_taal
from brievenbus.dienst import Dienst, Wie, leesfeiten
from brievenbus.dienst.leesblad import make_leesblad
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.foutzin import fill
from brievenbus.image import ORDE
from tests.api.conftest import THIS_MACHINE
from tests.baliebouw import breng_gelezen
from tests.dienstbouw import Klok, maak_wie
from tests.leesbouw import gelezen, leg_neer

STATIC = Path("api/desk/static")
SCRIPTS = {"telefoon": ("telefoon.js", "pagina.js", "verbinding.js"), "balie": ("balie.js",), "brief": ("brief.js", "brief_stem.js")}
BRIEVEN = ("g02", "g07", "g11", "g15", "h06", "h16")
PROEF = "/oefenen/brieven/g02"
EIGEN = "Brievenbus"
"""The one word that every language shares."""


class Vreemd(gettext.NullTranslations):
    """A language that puts every sentence between brackets, so that one without them was not translated."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def vreemd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 'ar' be the language of brackets."""
    monkeypatch.setattr(taal, "TALEN", {**taal.TALEN, "ar": replace(taal.TALEN["nl"], code="ar", richting="rtl", zinnen=Vreemd())})


class Lezer(HTMLParser):
    """Gathers what is said on a page: (words, language of the element)."""

    LEEG = frozenset({"meta", "link", "input", "img", "br", "rect", "path", "circle"})
    STIL = frozenset({"script", "style"})
    ZINNEN = frozenset({"aria-label", "alt", "title", "placeholder"})

    def __init__(self) -> None:
        super().__init__()
        self.stapel: list[tuple[str, str]] = [("", "")]
        self.gezegd: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        lang = own.get("lang") or self.stapel[-1][1]
        self.gezegd += [(value, lang) for name, value in attrs if name in self.ZINNEN and value]
        if tag not in self.LEEG:
            self.stapel.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        while len(self.stapel) > 1 and self.stapel.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.stapel[-1][0] not in self.STIL and data.strip():
            self.gezegd.append((data, self.stapel[-1][1]))


def read(page: str) -> list[tuple[str, str]]:
    """Return what a page says, bit by bit, each with its language. A sentence in brackets is one bit, whatever tags it holds."""
    reader = Lezer()
    reader.feed(re.sub(r"⟦(.*?)⟧", lambda found: "⟦" + re.sub(r"<[^>]*>", "", found[1]) + "⟧", page, flags=re.DOTALL))
    return reader.gezegd


def left_over(page: str, *bekend: str) -> list[str]:
    """Return the Dutch that a page in brackets still says as if it were its own language."""
    found = []
    for words, lang in read(page):
        bare = re.sub(r"⟦[^⟦⟧]*⟧", "", re.sub(r"⟦[^⟦⟧]*⟧", "", words))
        for name in (*bekend, EIGEN):
            bare = bare.replace(name, "")
        if lang == "ar" and re.search(r"[A-Za-z]{2}", bare):
            found.append(words.strip())
    return found


@pytest.fixture
def wie(dienst: Dienst) -> Wie:
    """A volunteer with a session."""
    made = maak_wie(dienst.opslag)
    return wie_is(dienst, open_sessie(dienst, made.gebruiker_id, "mens")[0])


@pytest.fixture
def zie(dienst: Dienst, app: FastAPI, wie: Wie, vreemd: None) -> Iterator[Callable[[str], str]]:
    """Get a page in the language of brackets, as the volunteer sees it."""
    token, _ = open_sessie(dienst, wie.gebruiker_id, "mens")
    koekjes = {koekjesnaam(dienst.beleid.adres): token, taal.KOEKJE: "ar"}
    with TestClient(app, client=THIS_MACHINE, base_url="http://127.0.0.1:8000", cookies=koekjes) as web:

        def get(pad: str) -> str:
            answer = web.get(pad)
            assert answer.status_code == 200, pad
            assert 'lang="ar" dir="rtl"' in answer.text
            return answer.text

        yield get


def test_no_dutch_of_ours_is_left_and_the_dutch_of_the_letter_says_so(dienst: Dienst, wie: Wie, zie: Callable[[str], str]) -> None:
    bekend = _names(dienst, wie)
    for naam in BRIEVEN:
        letter = leg_neer(dienst, wie, gelezen(naam))
        page = zie(f"/balie/brieven/{letter}")
        said = read(page)
        told = gelezen(naam)["uitleg"]
        assert (told["titel"], "nl") in said
        assert left_over(page, *bekend) == [], naam
        for pad in ("wissen", "meegeven"):
            assert left_over(zie(f"/balie/brieven/{letter}/{pad}"), *bekend) == [], (naam, pad)


def test_a_letter_that_there_is_nothing_to_read_of(dienst: Dienst, wie: Wie, zie: Callable[[str], str]) -> None:
    bekend = _names(dienst, wie)
    for status in ("ontvangen", "bezig", "geweigerd", "mislukt", "gewist"):
        letter = leg_neer(dienst, wie, None, status=status)
        assert left_over(zie(f"/balie/brieven/{letter}"), *bekend) == [], status


def test_the_lists_and_the_practice_pages_too(dienst: Dienst, wie: Wie, zie: Callable[[str], str]) -> None:
    bekend = _names(dienst, wie)
    for naam in BRIEVEN:
        breng_gelezen(dienst, wie, gelezen(naam))
    assert (gelezen("g02")["uitleg"]["titel"], "nl") in read(zie("/balie"))
    for pad in ("/balie", "/balie/overzicht", "/oefenen", "/oefenen?stap=2", PROEF, f"{PROEF}/meegeven", "/telefoon"):
        assert left_over(zie(pad), *bekend) == [], pad


def _names(dienst: Dienst, wie: Wie) -> tuple[str, ...]:
    kop = make_kop(dienst, wie)
    return kop.naam, kop.waar


def test_every_name_of_a_fact_is_in_the_catalogue(dienst: Dienst) -> None:
    for naam in BRIEVEN:
        blad = make_leesblad(dienst.kennis, gelezen(naam), (), Klok()().date())
        names = {feit.naam for feit in blad.feiten if feit.soort != "kenmerk"} | {tegel.naam for tegel in blad.tegels}
        assert names <= NAMEN, names - NAMEN


@pytest.mark.parametrize("scherm", SCHERMEN)
def test_a_script_has_every_sentence_it_asks_for_and_no_other(scherm: str) -> None:
    code = "".join((STATIC / naam).read_text("utf-8") for naam in SCRIPTS[scherm])
    asked = {one for call in re.findall(r"\b(?:zin|inTaal)\(([^;{]*)", code) for one in re.findall(r'"(\w+)"', call)}
    assert asked == set(SCHERMEN[scherm])


def test_the_coach_speaks_as_the_service_does(dienst: Dienst) -> None:
    said = dienst.kennis.talen["nl"].aanwijzingen
    assert {hint: said[hint] for hint in ORDE} == AANWIJZINGEN


def test_every_answer_to_a_phone_has_its_sentence() -> None:
    told: dict[str, Any] = json.loads(zinnen("telefoon"))
    for code in FOUTEN:
        assert told[f"fout_{code}"] == fill(code, {"bestand": "dat u stuurde"})
        assert "?" not in told[f"fout_{code}"], "every slot is filled"


def test_each_kind_of_number_has_its_form(vreemd: None) -> None:
    with in_taal("ar"):
        told = json.loads(zinnen("telefoon"))["verstuur"]
    assert set(told) == {"zero", "one", "two", "few", "many", "other"}
    assert told["one"] == "⟦Stuur de brief op⟧"
    assert json.loads(zinnen("telefoon"))["verstuur"]["other"] == "Stuur de brief op ({n}\u00a0bladzijden)"


@pytest.mark.parametrize("soort", ["betalen", "opzeggen", "bezwaar", "afspraak", "inning"])
@pytest.mark.parametrize("dagen", [-400, -2, -1, 0, 1, 2, 30])
def test_in_dutch_the_page_says_how_far_a_day_is_as_the_service_does(soort: str, dagen: int) -> None:
    today = Klok()().date()
    day = today + timedelta(days=dagen)
    assert woorden.far(soort, day, today) == leesfeiten.far(soort, day, today)[0]
