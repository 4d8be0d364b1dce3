"""The desk in a real browser: by file and by drop, in order, without JavaScript, by keyboard alone, at 320 px, and nothing for axe."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from api.auth import koekjesnaam
from brievenbus.dienst import SYSTEEM, Wie, accounts, overzicht
from brievenbus.dienst.sessies import open_sessie, wie_is
from tests.api.plaatje import jpeg
from tests.baliebouw import breng_gelezen, voorbeeld
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import violations
from tests.dienstbouw import Klok

PDF = Path(__file__).parents[2] / "samples" / "beelden" / "g01.pdf"
SMAL = 320
SLEEP = """async ([plek, bestanden]) => {
  const pakje = new DataTransfer();
  for (const [naam, soort, inhoud] of bestanden) {
    const bytes = Uint8Array.from(atob(inhoud), (teken) => teken.charCodeAt(0));
    pakje.items.add(new File([bytes], naam, { type: soort }));
  }
  const doel = document.querySelector(plek);
  for (const wat of ["dragover", "drop"]) {
    doel.dispatchEvent(new DragEvent(wat, { bubbles: true, cancelable: true, dataTransfer: pakje }));
  }
}"""


@pytest.fixture
def wie(stek: Stek) -> Wie:
    """The volunteer, in a session."""
    truus = next(person for person in accounts.lijst(stek.dienst, SYSTEEM) if person.gebruikersnaam == stek.gebruikersnaam)
    return wie_is(stek.dienst, open_sessie(stek.dienst, truus.id, "mens")[0])


def enter(page: Page, stek: Stek, wie: Wie, pad: str = "/balie") -> None:
    """Open a page as the volunteer who is logged in."""
    token, _ = open_sessie(stek.dienst, wie.gebruiker_id, "mens")
    page.context.add_cookies([{"name": koekjesnaam(stek.adres), "value": token, "url": stek.adres}])
    page.goto(stek.adres + pad)


def drop(page: Page, *names: str, plek: str = "#nieuw") -> None:
    """Drop pictures on the page, as a mouse does, once its scripts are there to see it."""
    page.wait_for_load_state()
    files = [[name, "image/jpeg", base64.b64encode(jpeg(at * 9)).decode()] for at, name in enumerate(names, start=1)]
    page.evaluate(SLEEP, [plek, files])


def check(page: Page) -> None:
    """No violation of axe, and nothing that sticks out at 320 px."""
    assert violations(page) == []
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": SMAL, "height": size["height"]})
    assert page.evaluate("document.documentElement.scrollWidth") <= SMAL, page.url
    page.set_viewport_size(size)


def test_by_file_and_by_drop(stek: Stek, bladen: Bladen, wie: Wie) -> None:
    desk = bladen.open(1280)
    enter(desk, stek, wie)
    check(desk)
    desk.locator("#bestanden").set_input_files(PDF)
    expect(desk.get_by_role("heading", name="Dit bezoek: 1 brief")).to_be_visible()
    drop(desk, "scan.jpg")
    expect(desk.get_by_role("heading", name="Dit bezoek: 2 brieven")).to_be_visible()
    drop(desk, "p1.jpg", "p2.jpg", plek="footer")  # beside the area counts too
    expect(desk.get_by_text("U sleepte 2 bestanden.")).to_be_focused()
    check(desk)
    desk.get_by_role("button", name="Dit zijn meer brieven").click()
    expect(desk.get_by_role("heading", name="Dit bezoek: 4 brieven")).to_be_visible()
    expect(desk.get_by_text("De stapel: 0 van 2 brieven gelezen.")).to_be_visible()
    assert len(stek.rij.banen) == 4
    check(desk)


def test_letters_come_in_by_themselves_the_most_urgent_on_top(stek: Stek, bladen: Bladen, wie: Wie) -> None:
    desk = bladen.open(1280)
    breng_gelezen(stek.dienst, wie, voorbeeld("g15"))
    enter(desk, stek, wie)
    desk.locator("#bestanden").set_input_files(PDF)  # something underway, so that the page looks by itself
    expect(desk.get_by_text("De brief is binnen").first).to_be_visible()
    for naam in ("h16", "h06"):
        breng_gelezen(stek.dienst, wie, voorbeeld(naam))
    titles = desk.locator(".brief h3")
    expect(titles).to_have_text(
        [
            "Uw energie wordt binnenkort afgesloten", "Controleer deze brief eerst", "Het geld gaat vanzelf van uw rekening",
            "De brief is binnen",
        ]
    )  # fmt: skip
    check(desk)
    desk.get_by_role("link", name="Overzicht van alle post").click()
    expect(desk.get_by_role("heading", name="Dit moet u doen")).to_be_visible()
    check(desk)
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button", name="Klaar, volgende bezoeker")).to_be_hidden()
    expect(desk.get_by_role("heading", name="Dit kunt u bewaren")).to_be_visible()


def test_news_leaves_the_screen_as_it_was(stek: Stek, bladen: Bladen, wie: Wie, klok: Klok) -> None:
    """The focus stays where it is, what was unfolded stays so, the code for the phone stays, and the news is said."""
    seen = breng_gelezen(stek.dienst, wie, voorbeeld("g15"))
    desk = bladen.open(1280)
    enter(desk, stek, wie)
    asked: list[int] = []
    sent: list[str] = []
    desk.on("response", lambda answer: asked.append(answer.status) if "/balie/stand" in answer.url else None)
    desk.on("request", lambda request: sent.append(request.url) if "/balie/stand" in request.url else None)
    desk.get_by_role("button", name="Foto met de telefoon").click()
    expect(desk.locator("#koppeling-kop")).to_be_focused()
    expect(desk.locator("#rest")).to_contain_text("sec")
    desk.get_by_text("Een hele stapel in één keer").click()
    desk.locator(f"#open-{seen}").focus()
    end = monotonic() + 60
    while len(asked) < 2:
        assert monotonic() < end, "it looks by itself"
        desk.wait_for_timeout(50)
    assert set(asked) == {204}, "as long as nothing changes nothing is sent"
    klok.verder(seconds=1)  # the newest letter is the one that is told of
    breng_gelezen(stek.dienst, wie, voorbeeld("h06"))
    expect(desk.locator(".brief h3").first).to_have_text("Uw energie wordt binnenkort afgesloten")
    expect(desk.locator("#nieuws")).to_have_text("Er is een brief binnen. Gelezen: Uw energie wordt binnenkort afgesloten.")
    expect(desk.locator(f"#open-{seen}")).to_be_focused()
    assert desk.locator("#stapel").evaluate("(deel) => deel.open")
    expect(desk.locator(".koppel__qr svg")).to_be_visible()
    desk.get_by_role("button", name="Stop").click()
    expect(desk.locator("#koppeling")).to_have_count(0)
    sent.clear()
    desk.wait_for_timeout(1800)
    assert sent == [], "where nothing can come nothing is asked"


def test_a_desk_that_was_left_asks_to_log_in_again(stek: Stek, bladen: Bladen, wie: Wie) -> None:
    desk = bladen.open(1280)
    enter(desk, stek, wie)
    desk.locator("#bestanden").set_input_files(PDF)
    expect(desk.get_by_text("De brief is binnen").first).to_be_visible()
    desk.context.clear_cookies()
    expect(desk.get_by_text("De brieven van dit bezoek staan er nog.")).to_be_visible()
    expect(desk.get_by_label("Gebruikersnaam")).to_be_focused()
    assert all("401" in said for said in bladen.klachten)
    bladen.klachten.clear()


def test_without_javascript(stek: Stek, bladen: Bladen, wie: Wie) -> None:
    desk = bladen.open(1000, java_script_enabled=False)
    enter(desk, stek, wie)
    desk.get_by_text("Een hele stapel in één keer").click()
    desk.locator("#stapel-bestanden").set_input_files([PDF, PDF.with_name("g02.pdf")])
    desk.get_by_role("button", name="Stuur de stapel").click()
    expect(desk.get_by_text("De stapel is binnen.")).to_be_visible()
    breng_gelezen(stek.dienst, wie, voorbeeld("h06"))
    desk.get_by_role("link", name="Ververs de lijst").click()
    expect(desk.locator(".brief h3").first).to_have_text("Uw energie wordt binnenkort afgesloten")
    desk.get_by_role("button", name="Klaar, volgende bezoeker").click()
    desk.get_by_role("link", name="Bezoek van").click()
    expect(desk.get_by_text("is klaar sinds")).to_be_visible()
    desk.get_by_role("button", name="Ga verder met dit bezoek").click()
    expect(desk.get_by_text("U gaat verder met dit bezoek.")).to_be_visible()


def test_with_the_keyboard_alone(stek: Stek, bladen: Bladen, wie: Wie) -> None:
    breng_gelezen(stek.dienst, wie, voorbeeld("h06"))
    desk = bladen.open(1280)
    enter(desk, stek, wie)
    seen = walk(desk, "Klaar, volgende bezoeker")
    assert seen[0] == "Naar de inhoud"
    order = ["Aan de balie", "Oefenen", "Uitloggen", "Foto met de telefoon", "Kies bestanden", "Een hele stapel in één keer",
             "Uw energie wordt binnenkort afgesloten", "Overzicht van alle post", "Klaar, volgende bezoeker"]  # fmt: skip
    assert [name for name in seen if name in order] == order
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Dit bezoek is klaar.")).to_be_visible()
    assert overzicht.stand(stek.dienst, wie).bezoek_id is None


def walk(page: Page, until: str) -> list[str]:
    """Press Tab until something is reached; return what got the focus, each of which must be seen to have it."""
    seen: list[str] = []
    while until not in seen and len(seen) < 40:
        page.keyboard.press("Tab")
        name, shown = page.evaluate(
            """() => {
              const hier = document.activeElement;
              const ring = [hier, hier.parentElement, hier.previousElementSibling].filter(Boolean);
              const te_zien = (wat, deel) => getComputedStyle(wat, deel).outlineStyle !== "none";
              return [(hier.ariaLabel || hier.textContent).trim().replace(/\\s+/g, " "),
                ring.some((wat) => te_zien(wat) || te_zien(wat, "::after"))];
            }"""
        )
        assert shown, f"nobody sees that this has the focus: {name}"
        seen.append(name)
    return seen


@pytest.mark.parametrize("pad", ["/oefenen", "/oefenen?stap=3", "/oefenen/brieven/h06/wissen", "/onzin", "/inloggen"])
def test_other_pages(stek: Stek, bladen: Bladen, wie: Wie, pad: str) -> None:
    page = bladen.open(390)
    enter(page, stek, wie, pad)
    expect(page.locator("h1")).to_have_count(1)
    check(page)
    bladen.klachten[:] = [said for said in bladen.klachten if "404" not in said]


def test_the_tour_from_begin_to_end(stek: Stek, bladen: Bladen, wie: Wie) -> None:
    page = bladen.open(1280)
    enter(page, stek, wie, "/oefenen")
    page.get_by_role("link", name="Begin de rondleiding").click()
    for step in range(1, 5):
        expect(page.get_by_text(f"stap {step} van 5")).to_be_visible()
        page.get_by_role("link", name="Volgende").click()
    page.get_by_role("link", name="Klaar").click()
    page.get_by_role("link", name=re.compile("Uw energie")).click()
    expect(page.get_by_text("OEFENEN: dit is geen echte brief.")).to_be_visible()
    expect(page.locator("img").first).to_be_visible()
    expect(page.locator("img").first).to_have_js_property("complete", True)
    assert page.locator("img").first.evaluate("(beeld) => beeld.naturalWidth > 0")
