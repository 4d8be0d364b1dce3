"""The whole way, as one visit: a photo on a phone, the letter at the desk, the sheet to take home, the yes, the team that takes it up.

Once as most people see it, once with the desk on a phone, and once in Arabic, which runs from right to left.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from api.auth import koekjesnaam
from brievenbus.dienst.sessies import open_sessie
from tests.browser.conftest import WACHTWOORD, Bladen, Stek
from tests.browser.keur import sticks_out, violations
from tests.browser.test_balie_en_telefoon import read_qr
from tests.dienst.doorverwijsbouw import geef_postcode
from tests.dienstbouw import maak_wie, maak_wijkteam

BEELDEN = Path(__file__).parents[2] / "samples" / "beelden"
FOTOS = (BEELDEN / "h06.p1.foto.jpg", BEELDEN / "h06.p2.foto.jpg")


def is_good(page: Page, taal: str) -> None:
    """Hold a page against axe, its width and the language that was chosen."""
    assert page.locator("html").get_attribute("lang") == taal
    assert page.locator("html").get_attribute("dir") == ("rtl" if taal == "ar" else "ltr")
    assert violations(page) == [], page.url
    assert sticks_out(page) <= 0, page.url


def speak(page: Page, taal: str) -> None:
    """Choose the language of the screen from the menu, as a person does."""
    page.locator(".talen-keuze summary").click()
    page.locator(f".talen-keuze a[hreflang={taal}]").click()
    expect(page.locator("html")).to_have_attribute("lang", taal)


@pytest.mark.parametrize(("taal", "breed"), [("nl", 1280), ("nl", 390), ("ar", 1280)])
def test_from_a_photo_to_the_team_that_takes_it_up(
    stek: Stek, bladen: Bladen, lees_alles: Callable[[], int], taal: str, breed: int
) -> None:  # fmt: skip
    team_id = maak_wijkteam(stek.dienst.opslag, "Wijkteam Noord")
    geef_postcode(stek.dienst, team_id)
    desk, phone = bladen.open(breed, 900), bladen.open(390, 844, has_touch=True, is_mobile=True)

    desk.goto(f"{stek.adres}/inloggen")
    speak(desk, taal)
    is_good(desk, taal)
    desk.locator("#naam").fill(stek.gebruikersnaam)
    desk.locator("#wachtwoord").fill(WACHTWOORD)
    desk.locator("#code").fill(stek.code())
    desk.locator("form[action='/inloggen'] button").click()
    expect(desk).to_have_url(f"{stek.adres}/balie")
    is_good(desk, taal)

    with desk.expect_response(re.compile("/balie/telefoon$")):
        desk.locator("form[action='/balie/telefoon'] button").click()
    expect(desk.locator(".koppel__qr svg")).to_be_visible()
    is_good(desk, taal)
    address = read_qr(desk)
    phone.goto(f"{stek.adres}/telefoon")
    speak(phone, taal)
    phone.goto(address)
    expect(phone.locator("#maak-knop")).to_be_visible()
    phone.locator("#camera").set_input_files(FOTOS[0])
    expect(phone.locator(".pagina--goed")).to_have_count(1)
    phone.locator("#camera").set_input_files(FOTOS[1])
    expect(phone.locator(".pagina--goed")).to_have_count(2)
    is_good(phone, taal)
    phone.locator("#verstuur").click()
    expect(phone.locator("#scherm-klaar")).to_be_visible()
    is_good(phone, taal)

    expect(desk.locator(".brief")).to_have_count(1)
    assert lees_alles() == 1
    expect(desk.locator(".brief")).to_have_attribute("data-status", "klaar")
    is_good(desk, taal)
    desk.locator(".brief__link").click()
    expect(desk.locator(".brief-kop")).to_be_visible()
    assert desk.locator(".haast--kritiek").count() >= 1, "energy that will be cut off"
    is_good(desk, taal)
    letter = desk.url

    desk.locator("a[href$='/meegeven']").first.click()
    is_good(desk, taal)
    printed = desk.locator("a[href*='meegeven.pdf']").first.get_attribute("href")
    sheet = pypdfium2.PdfDocument(io.BytesIO(desk.request.get(f"{stek.adres}{printed}").body()))
    assert "Zeedijk Energie" in sheet[0].get_textpage().get_text_range()

    desk.goto(letter)
    desk.locator("a[href$='/doorverwijzen']").first.click()
    is_good(desk, taal)
    desk.locator("#postcode").fill("3511")
    desk.locator("#contact_waarde").fill("06 12345678")
    desk.locator("main form .nl-button--primary").first.click()
    is_good(desk, taal)
    desk.locator("input[name=wijze]").first.check()
    desk.locator("main form .nl-button--primary").first.click()
    expect(desk.locator("main h2").first).to_be_visible()
    is_good(desk, taal)

    member = maak_wie(stek.dienst.opslag, "wijkteam", wijkteam_id=team_id)
    team = bladen.open(breed, 900)
    token, _ = open_sessie(stek.dienst, member.gebruiker_id, "mens")
    team.context.add_cookies([{"name": koekjesnaam(stek.adres), "value": token, "url": stek.adres}])
    team.goto(f"{stek.adres}/wijkteam")
    speak(team, taal)
    is_good(team, taal)
    team.locator("form[action$='/oppakken'] button").first.click()
    expect(team.locator("[role=status]")).to_be_visible()
    is_good(team, taal)
