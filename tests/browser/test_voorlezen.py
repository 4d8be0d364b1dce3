"""Reading aloud in a real browser: with a voice of the computer, else with the sound that the server makes; pause, speed, language."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from brievenbus.voorlezen import espeak
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import violations
from tests.browser.vrijwilliger import Vrijwilliger

GELUID = """
window.gespeeld = [];
const echt = window.Audio;
window.Audio = function (adres) { const a = new echt(adres); a.addEventListener('playing', () => window.gespeeld.push(adres)); return a; };
"""
STEM = """
window.gezegd = [];
window.SpeechSynthesisUtterance = function (tekst) {{ this.text = tekst; }};
Object.defineProperty(window, 'speechSynthesis', {{value: {{getVoices: () => {stemmen}, addEventListener() {{}}, cancel() {{}},
  speak(u) {{ window.gezegd.push([u.text, u.rate]); if (window.gezegd.length < {tot}) setTimeout(u.onend, 5); }}}}}});
"""


@pytest.fixture
def truus(stek: Stek, bladen: Bladen) -> Iterator[Vrijwilliger]:
    yield Vrijwilliger(stek, bladen)


def opened(truus: Vrijwilliger, naam: str = "g02", script: str = GELUID, breed: int = 1280) -> Page:
    """Open a letter with a script that runs before those of the page."""
    page = truus.open(truus.leg(naam), breed)
    page.add_init_script(script)
    page.reload()
    expect(page.locator("#voorlezen")).to_be_visible()
    return page


def until(page: Page, wat: str) -> None:
    """Wait until something holds. Playwright's own waiting evaluates a text in the page, which the policy of the page refuses."""
    end = monotonic() + 20
    while not page.evaluate(wat):
        assert monotonic() < end, wat
        page.wait_for_timeout(50)


def played(page: Page) -> list[str]:
    """Return the sounds that were heard, as number and question."""
    heard: list[str] = page.evaluate("window.gespeeld.map((adres) => adres.split('/').pop())")
    return heard


def test_the_server_reads_where_the_browser_has_no_voice(truus: Vrijwilliger) -> None:
    page = opened(truus)
    read = page.locator("#lees")
    expect(read).to_have_text("▶ Lees voor")
    read.press("Enter")
    expect(page.locator(".leest")).to_have_text("Uw boete is weer hoger: laatste kans")
    until(page, "window.gespeeld.length === 1")
    read.press("Enter")
    expect(read).to_have_text("▶ Lees verder")
    expect(page.locator(".leest")).to_have_count(1)
    read.press("Enter")
    expect(page.locator(".leest")).to_contain_text("Brief van Centraal Justitieel Incassobureau")
    expect(page.locator(".leest")).to_be_in_viewport()
    assert played(page)[0] == "1.wav?taal=nl&tempo=gewoon"
    page.get_by_label("Snelheid").select_option("snel")
    until(page, "window.gespeeld.some((adres) => adres.endsWith('tempo=snel'))")
    assert violations(page) == []
    page.get_by_role("button", name="Stop").press("Enter")
    expect(page.locator(".leest")).to_have_count(0)
    expect(read).to_be_focused()
    expect(read).to_have_text("▶ Lees voor")


def test_another_language_stands_there_while_it_is_read(truus: Vrijwilliger) -> None:
    page = opened(truus, breed=390)
    page.get_by_label("Taal", exact=True).select_option("uk")
    page.locator("#lees").click()
    lines = page.locator("#lees-zinnen")
    expect(lines).to_have_attribute("lang", "uk")
    expect(lines.locator(".leest")).to_have_text("Ваш штраф знову більший: останній шанс")
    expect(page.locator("#titel")).to_have_class("nl-heading nl-heading--level-1 leest")
    assert violations(page) == []
    page.get_by_label("Taal", exact=True).select_option("nl")
    expect(lines).to_be_hidden()
    expect(page.locator(".leest")).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_reads_to_the_end_and_every_dutch_sentence_lights_up(truus: Vrijwilliger) -> None:
    page = opened(truus, "g15", STEM.format(stemmen="[{lang: 'nl-NL', localService: true}]", tot=99))
    page.evaluate(
        """() => { window.verlicht = []; new MutationObserver((alles) => { for (const een of alles)
          if (een.target.classList.contains('leest')) window.verlicht.push(een.target.textContent); })
          .observe(document.body, {subtree: true, attributeFilter: ['class']}); }"""
    )
    page.locator("#lees").click()
    until(page, "window.gezegd.length > 5 && document.getElementById('lees-stop').disabled")
    said, lit = page.evaluate("window.gezegd"), page.evaluate("window.verlicht")
    assert len(lit) == len(said)
    assert not any(sign.isdecimal() for text, _ in said for sign in text)
    assert {rate for _, rate in said} == {0.95}


def test_a_voice_elsewhere_never_hears_the_letter(truus: Vrijwilliger) -> None:
    away = opened(truus, script=STEM.format(stemmen="[{lang: 'nl-NL', localService: false}]", tot=3))
    away.locator("#lees").click()
    expect(away.locator(".leest")).to_have_count(1)
    assert away.evaluate("window.gezegd") == []


def test_without_any_voice_it_says_so(truus: Vrijwilliger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak.shutil, "which", lambda _: None)
    page = opened(truus)
    expect(page.locator("#lees")).to_be_hidden()
    expect(page.locator("#lees-zegt")).to_have_text("Op deze computer is geen stem om voor te lezen. Lees samen wat er staat.")
    assert violations(page) == []


@pytest.mark.parametrize("taal", ["so", "ti"])
def test_a_language_without_voice_is_shown_and_dutch_is_heard(truus: Vrijwilliger, taal: str) -> None:
    page = opened(truus)
    page.get_by_label("Taal", exact=True).select_option(taal)
    page.locator("#lees").click()
    expect(page.locator("#lees-zegt")).to_have_text("Voor deze taal is er geen stem. U hoort het Nederlands.")
    expect(page.locator("#lees-zinnen li").first).to_have_attribute("lang", taal)
    expect(page.locator("#lees-zinnen .leest")).to_have_count(0)
    until(page, "window.gespeeld.length === 1")
    assert played(page)[0].startswith("1.wav?taal=nl")
