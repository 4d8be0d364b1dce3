"""Reading aloud in a real browser: with a voice of the computer, else with the sound that the server makes; pause, speed, language."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Page, Route, expect

from brievenbus.voorlezen import espeak
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import violations
from tests.browser.vrijwilliger import Vrijwilliger

GELUID = """
window.gespeeld = [];
window.orde = [];
window.houd = 0;
const echt = window.Audio, haal = window.fetch;
window.Audio = function () {
  const a = new echt(), laad = a.load;
  window.orde.push('speler');
  a.addEventListener('playing', () => {
    window.gespeeld.push(a.currentSrc);
    a.loop = a.currentSrc.includes(`/${window.houd}.wav`);
  });
  a.load = () => { window.orde.push('wek'); laad.call(a); };
  return a;
};
window.fetch = (adres, ...rest) => { if (String(adres).includes('voorlezen')) window.orde.push('haal'); return haal(adres, ...rest); };
"""
"""Notes what is heard. `houd` is the number of the sentence that goes on and on: so it is not over before the test has looked."""
STEM = """
window.gezegd = [];
window.SpeechSynthesisUtterance = function (tekst) {{ this.text = tekst; }};
Object.defineProperty(window, 'speechSynthesis', {{value: {{getVoices: () => {stemmen}, addEventListener() {{}}, cancel() {{}},
  speak(u) {{ window.stem = u.voice.name;
    window.gezegd.push([u.text, u.rate]); if (window.gezegd.length < {tot}) setTimeout(u.onend, 5); }}}}}});
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
    end = monotonic() + 60
    while not page.evaluate(wat):
        assert monotonic() < end, wat
        page.wait_for_timeout(50)


def played(page: Page) -> list[str]:
    """Return the sounds that were heard, as number and question."""
    heard: list[str] = page.evaluate("window.gespeeld.map((adres) => adres.split('/').pop())")
    return heard


def test_the_server_reads_where_the_browser_has_no_voice(truus: Vrijwilliger) -> None:
    page = opened(truus)
    page.evaluate("window.houd = 1")
    read = page.locator("#lees")
    expect(read).to_have_text("▶ Lees voor")
    read.press("Enter")
    expect(page.locator(".leest")).to_have_text("Uw boete is weer hoger: laatste kans")
    until(page, "window.gespeeld.length > 0")
    read.press("Enter")
    expect(read).to_have_text("▶ Lees verder")
    expect(page.locator(".leest")).to_have_count(1)
    page.evaluate("window.houd = 2")
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


def test_one_player_begins_in_the_click_and_says_every_sentence(truus: Vrijwilliger) -> None:
    page = opened(truus)
    page.evaluate("window.houd = 2")
    page.locator("#lees").click()
    until(page, "window.gespeeld.length === 2")
    assert [one.split("?")[0] for one in played(page)] == ["1.wav", "2.wav"]
    assert page.evaluate("window.orde") == ["speler", "wek", "haal"]


def test_another_speed_while_the_sentences_come_does_not_stop_them(truus: Vrijwilliger) -> None:
    page = opened(truus)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/voorlezen?*", hold)
    page.locator("#lees").click()
    expect(page.locator("#lees")).to_contain_text("Pauze")
    page.get_by_label("Snelheid").select_option("snel")
    until_held = monotonic() + 60
    while not held and monotonic() < until_held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator(".leest")).to_have_count(1)
    until(page, "window.gespeeld.length > 0")
    assert played(page)[0] == "1.wav?taal=nl&tempo=snel"


def test_a_sentence_that_no_voice_can_say_lights_up_and_the_reading_goes_on(
    truus: Vrijwilliger, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(espeak.shutil, "which", lambda _: None)
    page = opened(truus, script=STEM.format(stemmen="[{lang: 'en-GB', localService: true}]", tot=99))
    read, lit = page.locator("#lees"), page.locator(".leest")
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    read.click()
    expect(lit).to_have_text("Uw boete is weer hoger: laatste kans")
    expect(page.locator("#lees-zegt")).to_have_text("Op deze computer is geen stem om voor te lezen. Lees samen wat er staat.")
    read.click()
    page.clock.run_for(2000)
    expect(lit).to_have_text("Uw boete is weer hoger: laatste kans")
    read.click()
    page.clock.run_for(2000)
    expect(lit).to_contain_text("Brief van Centraal Justitieel Incassobureau")
    expect(page.locator("#lees-stop")).to_be_enabled()
    assert page.evaluate("window.gezegd") == []


def test_the_voice_that_somebody_chose_on_the_computer_comes_first(truus: Vrijwilliger) -> None:
    voices = ", ".join(
        f"{{lang: '{lang}', name: '{naam}', localService: true, default: {eigen}}}"
        for lang, naam, eigen in (("nl-BE", "eerste", "false"), ("nl-NL", "eigen", "true"), ("en-GB", "ander", "false"))
    )
    page = opened(truus, script=STEM.format(stemmen=f"[{voices}]", tot=3))
    page.locator("#lees").click()
    until(page, "window.stem !== undefined")
    assert page.evaluate("window.stem") == "eigen"


def test_another_language_stands_there_while_it_is_read(truus: Vrijwilliger) -> None:
    page = opened(truus, breed=390)
    page.evaluate("window.houd = 1")
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
    until(page, "window.gespeeld.length > 0")
    assert played(page)[0].startswith("1.wav?taal=nl")
