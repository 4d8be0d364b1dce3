"""The question in pictures in a real browser: from the letter, by keyboard, on a phone, without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from brievenbus.store import tables
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import reflows, violations
from tests.browser.vrijwilliger import Vrijwilliger

DUIM = 44


@pytest.fixture
def truus(stek: Stek, bladen: Bladen) -> Iterator[Vrijwilliger]:
    yield Vrijwilliger(stek, bladen)


def counts(truus: Vrijwilliger) -> dict[str, int]:
    with truus.stek.dienst.opslag.engine.begin() as conn:
        return {row.uitkomst: row.aantal for row in conn.execute(sa.select(tables.terugvertelling))}


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_from_the_letter_by_keyboard_and_asked_again_is_one_count(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("g02"), java_script_enabled=False)
    page.get_by_role("link", name="Samen nakijken: wat moet u doen?").focus()
    page.keyboard.press("Enter")
    heading(page, "Wat moet u doen?")
    page.locator("button[name='keuze']:not([value='betalen'])").first.focus()
    page.keyboard.press("Enter")
    heading(page, "Kijk nog eens samen.")
    expect(page.get_by_text("Doe dit uiterlijk op donderdag 3 december 2026.")).to_be_visible()
    page.locator("button[value='betalen']").focus()
    page.keyboard.press("Space")
    heading(page, "Ja, dat klopt.")
    page.goto(page.url)
    heading(page, "Wat moet u doen?")
    page.locator("button[value='betalen']").click()
    heading(page, "Ja, dat klopt.")
    assert counts(truus) == {"na_uitleg": 1}


def test_on_a_phone_the_answers_are_large_and_nothing_sticks_out(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("g02"), 390, "/terugvertel")
    for kop in ("Wat moet u doen?", "Kijk nog eens samen."):
        heading(page, kop)
        assert violations(page) == [] and reflows(page)
        sizes = page.locator("button[name='keuze']").evaluate_all("all => all.map(b => [b.offsetWidth, b.offsetHeight])")
        assert len(sizes) == 3 and all(min(size) >= 2 * DUIM for size in sizes)
        page.locator("button[name='keuze']:not([value='betalen'])").first.click()
    heading(page, "Vraag iemand om mee te kijken.")
    assert violations(page) == [] and reflows(page)
