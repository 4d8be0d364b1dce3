"""Every page and state there is, for everybody who can see it: axe, narrow and large, and in a right-to-left language.

A page that nobody put in the list (`bladzijden`) fails the last test. What a volunteer sees in Dutch: `test_elke_bladzijde_balie`.
"""

from __future__ import annotations

import re

import pytest
from fastapi.routing import iter_route_contexts

from api.app import create_app
from tests.browser.bladzijden import Wereld, faults_in_dutch, forget_expected, maak_wereld
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import own_words, sticks_out

_NEDERLANDS = re.compile(
    r"\b(de|het|een|van|niet|uw|u|is|zijn|wij|met|op|bij|voor|naar|dit|deze|geen|moet|kan|maak|brief|brieven)\b", re.IGNORECASE
)  # fmt: skip
_EIGEN = ("Sanne Voorbeeld", "Truus Voorbeeld", "Brievenbus", "Gebeld, afspraak op dinsdag", "Deze straat is van Zuid.")
"""Names, and what people wrote themselves."""
ANDEREN = ("", "leeg", "w", "w2", "b", "c")
"""Who sees pages, beside the volunteer; the first is nobody yet."""


@pytest.fixture
def wereld(stek: Stek) -> Wereld:
    """The world of these tests."""
    return maak_wereld(stek)


@pytest.mark.parametrize("wie", ANDEREN, ids=lambda wie: wie or "niemand")
def test_every_page_of_the_others_is_good_in_dutch(wereld: Wereld, bladen: Bladen, wie: str) -> None:
    assert faults_in_dutch(wereld, bladen, wie) == {}


def test_every_page_is_good_in_arabic_on_a_phone(wereld: Wereld, bladen: Bladen) -> None:
    """Right to left, and no word of Dutch that says it is Arabic: a screen reader would read it out as such."""
    wrong: dict[str, object] = {}
    for staat in wereld.staten:
        page = wereld.open(bladen, staat, "ar", 390)  # the same page in another direction: axe saw its parts in Dutch
        found: list[object] = []
        if sticks_out(page) > 0:
            found.append(f"steekt {sticks_out(page)} px uit")
        if page.locator("html").get_attribute("dir") != "rtl":
            found.append("loopt niet van rechts naar links")
        for text in own_words(page):
            bare = text
            for own in _EIGEN:
                bare = bare.replace(own, "")
            if len(_NEDERLANDS.findall(bare)) >= 2:
                found.append(f"Nederlands: {text}")
        if found:
            wrong[staat.naam] = found
    forget_expected(bladen)
    assert wrong == {}


def test_no_page_is_left_out(wereld: Wereld) -> None:
    assert {staat.wie for staat in wereld.staten} == {"v", *ANDEREN}
    app = create_app(wereld.stek.dienst)
    seen = [re.sub(r"[?#].*", "", staat.pad) for staat in wereld.staten]
    files = re.compile(
        r"\.(ics|pdf|docx|css|wav)$|/paginas/|/json$|/stand$|/overzicht$|/voorlezen$|^/v1|^/taal|^/$|^/static|\{wat\}|^/metrics|^/oidc|openapi"
    )
    for context in iter_route_contexts(app.routes):
        path = str(getattr(context, "path", "") or getattr(context.route, "path", ""))
        if "GET" not in (getattr(context.route, "methods", None) or ()) or files.search(path):
            continue
        shape = re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", path) + "$")
        assert any(shape.match(one) for one in seen), f"{path}: geen test bekijkt deze bladzijde"
