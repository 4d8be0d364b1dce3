"""The sheet to take home in a real browser: from the letter to paper, by keyboard, on a phone, and as PDF."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from brievenbus.afdruk import pdf
from brievenbus.dienst.leesblad import zeg
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import violations
from tests.browser.vrijwilliger import Vrijwilliger


@pytest.fixture
def truus(stek: Stek, bladen: Bladen) -> Iterator[Vrijwilliger]:
    yield Vrijwilliger(stek, bladen, "/meegeven")


def printed(page: Page) -> list[str]:
    """Return what the browser puts on A4 paper, side by side."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    return [document[at].get_textpage().get_text_bounded() for at in range(len(document))]


def test_from_the_letter_to_the_sheet_and_its_pdf_by_keyboard_alone(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("g02"), rest="")
    page.get_by_role("link", name="Meegeven").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/meegeven")  # with its scripts: they show the button that prints
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw boete is weer hoger: laatste kans")
    reached: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(str(page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return (e === document.body || s.outlineStyle !== 'none' ? '' : 'ONZICHTBAAR ') + e.textContent.trim(); }"""
        )))  # fmt: skip
    assert not [one for one in reached if one.startswith("ONZICHTBAAR")]
    for name in ("Terug naar de brief", "Druk dit blad af", "Zet in agenda", *(["Open als PDF"] if pdf.has_pdf() else [])):
        assert any(name in one for one in reached), name
    if pdf.has_pdf():
        where = page.get_by_role("link", name="Open als PDF").get_attribute("href")
        answer = page.context.request.get(f"{truus.stek.adres}{where}")
        assert answer.ok and answer.body().startswith(b"%PDF") and len(pypdfium2.PdfDocument(answer.body())) == 2


def test_the_button_prints(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("g02"))
    page.evaluate("() => { window.gedrukt = 0; window.print = () => { window.gedrukt += 1; }; }")
    page.get_by_role("button", name="Druk dit blad af").click()
    assert page.evaluate("() => window.gedrukt") == 1


@pytest.mark.parametrize(("naam", "kanten"), [("g02", 2), ("g15", 1), ("h16", 1)])
def test_paper_holds_the_sheet_and_nothing_else(truus: Vrijwilliger, naam: str, kanten: int) -> None:
    page = truus.open(truus.leg(naam))
    assert violations(page) == []
    sides = printed(page)
    assert len(sides) == kanten
    assert not any("Druk dit blad af" in side or "Terug naar" in side or "Uitloggen" in side for side in sides)
    assert ("Lees ook de achterkant" in sides[0]) == (kanten == 2)
    assert ("Knip deze strook af" in sides[0]) == (naam == "g02")


def test_it_fits_a_phone_of_320_pixels_and_letters_stay_large(truus: Vrijwilliger) -> None:
    for naam in ("g02", "h06", "h16"):
        page = truus.open(truus.leg(naam), 320)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
        small = page.locator("article p").evaluate_all("all => all.filter(p => parseFloat(getComputedStyle(p).fontSize) < 16).length")
        assert small == 0
        assert violations(page) == []


def test_without_scripts_the_sheet_and_its_pdf_are_there(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("g15"), java_script_enabled=False)
    expect(page.get_by_text("U hoeft niets te doen.").first).to_be_visible()
    expect(page.get_by_role("button", name="Druk dit blad af")).to_be_hidden()
    expect(page.get_by_role("link", name="Zet in agenda")).to_have_count(0)  # nothing to do, no day
    expect(page.get_by_role("link", name="Open als PDF")).to_have_count(1 if pdf.has_pdf() else 0)


def test_a_correction_made_at_the_desk_comes_on_paper_as_one(truus: Vrijwilliger) -> None:
    letter = truus.leg("g02")
    zeg(truus.stek.dienst, truus.wie, letter, "termijnen.0.datum", "30-11-2026")
    page = truus.open(letter)
    expect(page.get_by_text("Uw verbetering staat op het blad.")).to_be_visible()
    assert violations(page) == []
    front = " ".join(printed(page)[0].replace("\u00a0", " ").split())
    assert "maandag 30 november 2026" in front and "verbeterd door de vrijwilliger" in front
    assert front.count("3 december 2026") == front.count("De computer las: donderdag 3 december 2026") == 1
