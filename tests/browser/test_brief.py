"""The page of one letter in a real browser: the paper and the card point at each other, by mouse, by keyboard, and without scripts."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from brievenbus.dienst import brieven
from brievenbus.store import tables
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import violations
from tests.browser.vrijwilliger import Vrijwilliger
from tests.leesbouw import leg_neer

BEELDEN = Path(__file__).parents[2] / "samples" / "beelden"


@pytest.fixture
def truus(stek: Stek, bladen: Bladen) -> Iterator[Vrijwilliger]:
    yield Vrijwilliger(stek, bladen)


def marked(page: Page) -> set[str]:
    """Return the facts whose marks are lit on the paper."""
    lit: list[str] = page.locator(".bewijs.aan").evaluate_all("marks => marks.flatMap(m => m.dataset.feiten.split(' '))")
    return set(lit)


def in_frame(page: Page) -> bool:
    """Tell whether a lit mark can be seen in the frame of the paper."""
    seen: bool = page.evaluate(
        """() => { const raam = document.getElementById('raam').getBoundingClientRect();
        return [...document.querySelectorAll('.bewijs.aan')].some(m => { const r = m.getBoundingClientRect();
          return r.height > 0 && r.top >= raam.top - 1 && r.bottom <= Math.min(raam.bottom, innerHeight) + 1; }); }"""
    )
    return seen


def test_a_real_letter_points_at_its_own_words(truus: Vrijwilliger, lees_alles: Callable[[], int]) -> None:
    file = BEELDEN / "g02.pdf"
    letter = brieven.ontvang(truus.stek.dienst, truus.wie, [brieven.Bijlage(file.name, file.read_bytes())], brieven.Verzoek()).id
    page = truus.open(letter)
    expect(page.get_by_role("heading", name="De brief is binnen")).to_be_visible()
    assert violations(page) == []
    assert lees_alles() == 1
    expect(page.get_by_role("heading", name="Uw boete is weer hoger")).to_be_visible()  # by itself
    page.wait_for_load_state()  # its scripts too, or nothing hears the mouse
    page.locator(".tegel", has_text="Uiterlijk").hover()
    fact = page.locator(".tegel", has_text="Uiterlijk").get_attribute("data-feit")
    expect(page.locator(".bewijs.aan").first).to_be_attached()
    assert fact in marked(page)
    assert in_frame(page)
    page.locator(f'.bewijs[data-feiten~="{fact}"]').first.hover()
    expect(page.locator(f"#feit-{fact}")).to_have_class("feit aan")


def test_paper_and_card_point_at_each_other_by_keyboard_alone(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("h06"))
    shown = page.locator("#feit-4")  # the account number, on page 2
    shown.get_by_role("link", name="Toon in de brief").focus()
    expect(page.locator("#vel-2")).to_be_visible()
    assert "4" in marked(page)
    assert in_frame(page)
    page.locator(".bewijs.aan").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator('[id^="feit-"]:focus')).to_have_class("feit aan")

    raam = page.get_by_role("region", name="De bladzijde")
    raam.focus()
    page.keyboard.press("+")
    expect(raam).to_have_attribute("data-zoom", "1")
    page.keyboard.press("-")
    expect(raam).to_have_attribute("data-zoom", "0")
    page.get_by_role("link", name="Bladzijde 1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#vel-1")).to_be_visible()
    expect(page.locator("#vel-2")).to_be_hidden()


def test_every_control_is_reached_by_tab_and_shows_it(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("g15"))
    every = page.locator("a[href]:visible, button:visible:not([disabled]), summary:visible, [tabindex='0']:visible").count()
    seen: set[str] = set()
    for _ in range(every + 4):
        page.keyboard.press("Tab")
        seen.add(str(page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e.matches('.bewijs') ? e.firstElementChild : e);
            const on = e === document.body || s.outlineStyle !== 'none' || s.stroke !== 'none';
            return (on ? '' : 'ONZICHTBAAR ') + (e.id || '') + e.outerHTML.slice(0, 160); }"""
        )))  # fmt: skip
    assert not [one for one in seen if one.startswith("ONZICHTBAAR")]
    for part in ("Toon in de brief", "Klopt dit niet?", 'value="ja"', "bewijs", "wissen", 'id="groter"', 'id="raam"'):
        assert any(part in one for one in seen), part


def test_a_correction_by_keyboard_stays_beside_what_was_read(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("g02"))
    fact = page.locator("#feit-1")
    fact.locator("summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Betalen, uiterlijk: wat moet het zijn?").fill("geen idee")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Dit is geen datum. Typ de dag zo: 28-11-2026.")
    assert violations(page) == []
    page.get_by_label("Betalen, uiterlijk: wat moet het zijn?").fill("5-12-2026")
    page.keyboard.press("Enter")
    expect(fact).to_contain_text("donderdag 3 december 2026")
    expect(fact).to_contain_text("aangepast door u: zaterdag 5 december 2026")
    truus.bladen.klachten[:] = [said for said in truus.bladen.klachten if "400" not in said]


def test_without_scripts_everything_can_be_read_shown_and_corrected(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("h06"), java_script_enabled=False)
    page.locator("#feit-4").get_by_role("link", name="Toon in de brief").click()
    expect(page.locator("#vel-2")).to_be_visible()
    expect(page.locator("#bewijs-4")).to_have_class("bewijs aan")
    page.locator("#bewijs-4").click()
    assert page.url.endswith("#feit-4")
    page.get_by_role("link", name="Bladzijde 1").click()
    expect(page.locator("#vel-1 img")).to_be_visible()
    for name in ("Lees voor", "Druk af", "Groter"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.locator("#feit-3 summary").click()
    page.get_by_label("Te betalen: wat moet het zijn?").fill("1.300,00")
    page.locator("#feit-3").get_by_role("button", name="Bewaar").click()
    expect(page.locator("#feit-3")).to_contain_text("aangepast door u: € 1.300,00")
    page.get_by_role("link", name="Wis deze brief").click()
    page.get_by_role("button", name="Ja, wis de brief").click()
    expect(page.get_by_role("heading", name="Deze brief is gewist")).to_be_visible()


@pytest.mark.parametrize("naam", ["g02", "g07", "g11", "g15", "h06", "h16"])
def test_every_letter_passes_axe_fits_a_small_phone_and_prints_on_one_sheet(truus: Vrijwilliger, naam: str) -> None:
    page = truus.open(truus.leg(naam))
    assert violations(page) == []
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed) == 1
    text = printed[0].get_textpage().get_text_range()
    assert "Wat moet u doen?" in text
    assert "Klopt dit niet?" not in text
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_other_states_pass_axe(truus: Vrijwilliger) -> None:
    for status in ("bezig", "geweigerd", "mislukt", "gewist"):
        page = truus.open(leg_neer(truus.stek.dienst, truus.wie, None, status=status), 320)
        assert violations(page) == [], status
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page = truus.open(truus.leg("g02"), 320, "/wissen")
    assert violations(page) == []


def test_on_a_phone_the_card_comes_first_and_the_words_are_one_tap_away(truus: Vrijwilliger) -> None:
    page = truus.open(truus.leg("g02"), 390, has_touch=True, is_mobile=True)
    title, paper = page.locator("#titel").bounding_box(), page.locator("#papier").bounding_box()
    assert title is not None
    assert paper is not None
    assert title["y"] < paper["y"]
    page.locator(".tegel").get_by_role("link", name="Toon in de brief").first.tap()
    expect(page.locator(".bewijs.aan").first).to_be_in_viewport()
    expect(page.locator(".bewijs:focus")).to_have_count(1)


def test_a_letter_that_fails_can_be_read_again_from_its_page(truus: Vrijwilliger) -> None:
    page = truus.open(leg_neer(truus.stek.dienst, truus.wie, None, status="mislukt"))
    page.get_by_role("button", name="Opnieuw lezen").click()
    expect(page.get_by_role("heading", name="De brief is binnen")).to_be_visible()
    with truus.stek.dienst.opslag.engine.begin() as conn:
        conn.execute(tables.brief.update().values(status="geweigerd", fout="bestand_leeg"))
    expect(page.get_by_role("heading", name="Deze brief konden we niet openen")).to_be_visible()
