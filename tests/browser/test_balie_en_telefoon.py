"""A volunteer, a phone and a letter, in a real browser: from logging in to the letter on the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pyotp
import zxingcpp
from PIL import Image, ImageFilter
from playwright.sync_api import Locator, Page, Route, expect

from brievenbus.dienst import SYSTEEM, accounts
from brievenbus.dienst.accounts import Aanmelding
from tests.browser.conftest import WACHTWOORD, Bladen, Stek
from tests.dienstbouw import maak_balie

BEELDEN = Path(__file__).parents[2] / "samples" / "beelden"
VOOR, ACHTER = BEELDEN / "g01.p1.foto.jpg", BEELDEN / "g01.p2.foto.jpg"
SMAL = 320


def log_in(page: Page, stek: Stek) -> None:
    """Log in on the page as a person does."""
    page.goto(stek.adres)
    page.get_by_label("Gebruikersnaam").fill(stek.gebruikersnaam)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Code van 6 cijfers").fill(stek.code())
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", name="Nieuwe brief")).to_be_visible()


def pair(desk: Page, phone: Page) -> None:
    """Show the code on the desk and open on the phone what the picture holds (read off the answer, as a camera would)."""
    with desk.expect_response(re.compile("/balie/telefoon$")):
        desk.get_by_role("button", name="Foto met de telefoon").click()
    expect(desk.locator("#koppeling svg title")).to_have_text("QR-code")
    phone.goto(read_qr(desk))
    expect(phone.get_by_role("heading", name="Maak een foto van de brief")).to_be_visible()


def read_qr(desk: Page) -> str:
    """Return what a phone's camera reads in the picture on the screen."""
    shot = np.frombuffer(desk.locator(".koppel__qr svg").screenshot(), dtype=np.uint8)
    bare = np.asarray(cv2.imdecode(shot, cv2.IMREAD_GRAYSCALE))
    picture = cv2.copyMakeBorder(bare, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=255)
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return str(found.text)


def verdict(phone: Page, zin: str) -> Locator:
    """Return what the page coach says of a photo on the screen."""
    return phone.locator(".pagina__oordeel", has_text=zin)


def fits(page: Page) -> bool:
    """Tell whether nothing sticks out sideways (WCAG 1.4.10) at 320 px."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": SMAL, "height": size["height"]})
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return wide <= SMAL


def test_from_login_to_the_letter_on_the_desk(stek: Stek, bladen: Bladen, lees_alles: Callable[[], int]) -> None:
    desk, phone = bladen.open(1200), bladen.open(390, 844, has_touch=True, is_mobile=True)
    log_in(desk, stek)
    assert fits(desk)
    pair(desk, phone)
    assert phone.url == f"{stek.adres}/telefoon", "the code must be gone from the address"
    expect(desk.get_by_role("heading", name="De telefoon is verbonden")).to_be_visible()

    phone.locator("#camera").set_input_files(VOOR)
    expect(verdict(phone, "Mooi, deze foto is goed.")).to_be_visible()
    phone.locator("#camera").set_input_files(ACHTER)
    expect(phone.locator(".pagina__naam", has_text="Bladzijde 2")).to_be_visible()
    assert fits(phone)
    phone.get_by_role("button", name="Stuur de brief op (2 bladzijden)").click()
    expect(phone.get_by_role("heading", name="Klaar: de brief ligt op de balie")).to_be_visible()

    expect(desk.get_by_role("heading", name="Dit bezoek: 1 brief")).to_be_visible()
    expect(desk.get_by_role("heading", name="De brief is binnen")).to_be_visible()
    assert lees_alles() == 1
    card = desk.locator(".brief")
    expect(card).to_have_attribute("data-status", "klaar")
    expect(card.locator("h3")).not_to_have_text("De brief is binnen")
    assert fits(desk)


def test_a_poor_photo_gets_a_hint_and_can_be_used_all_the_same(stek: Stek, bladen: Bladen, tmp_path: Path) -> None:
    poor = tmp_path / "vaag.jpg"
    with Image.open(VOOR) as file:
        file.filter(ImageFilter.GaussianBlur(6)).save(poor, "JPEG")
    desk, phone = bladen.open(1200), bladen.open(390, 844)
    log_in(desk, stek)
    pair(desk, phone)

    phone.locator("#camera").set_input_files(poor)
    expect(verdict(phone, "De foto is niet scherp. Houd de telefoon stil.")).to_be_visible()
    assert fits(phone)
    with phone.expect_file_chooser() as chosen:
        phone.get_by_role("button", name="Opnieuw").click()
    chosen.value.set_files(poor)
    phone.get_by_role("button", name="Toch gebruiken").wait_for()
    with phone.expect_file_chooser() as chosen:
        phone.get_by_role("button", name="Opnieuw").click()
    chosen.value.set_files(poor)
    expect(verdict(phone, "Dank u. We doen het met deze foto.")).to_be_visible()  # nobody is asked a third time
    phone.get_by_role("button", name="Stuur de brief op").click()
    expect(phone.get_by_role("heading", name="Klaar")).to_be_visible()


def test_a_dropped_connection_is_tried_again_and_brings_one_letter(stek: Stek, bladen: Bladen) -> None:
    desk, phone = bladen.open(1200), bladen.open(390, 844)
    log_in(desk, stek)
    pair(desk, phone)
    phone.locator("#kies").set_input_files([VOOR, BEELDEN / "g01.pdf"])
    expect(phone.locator(".pagina__naam", has_text="Bladzijde 2")).to_be_visible()
    keys: list[str | None] = []

    def drop(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) == 1:
            route.abort("connectionreset")
        elif len(keys) == 2:  # it came in, but the answer got lost
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.route("**/v1/brieven", drop)
    phone.get_by_role("button", name="Stuur de brief op").click()
    expect(phone.get_by_text("proberen we het vanzelf opnieuw")).to_be_visible()
    expect(phone.get_by_role("heading", name="Klaar")).to_be_visible()
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert len(stek.rij.banen) == 1
    bladen.klachten[:] = [said for said in bladen.klachten if "ERR_CONNECTION_RESET" not in said]


def test_a_used_code_and_a_cut_off_phone(stek: Stek, bladen: Bladen) -> None:
    desk, phone, other = bladen.open(1200), bladen.open(390, 844), bladen.open(390, 844)
    log_in(desk, stek)
    desk.get_by_role("button", name="Foto met de telefoon").click()
    url = read_qr(desk)
    phone.goto(url)
    expect(phone.get_by_role("heading", name="Maak een foto")).to_be_visible()
    other.goto(url)
    expect(other.get_by_text("Deze code werkt niet meer.")).to_be_visible()

    desk.get_by_role("button", name="Telefoon loskoppelen").click()
    phone.locator("#camera").set_input_files(VOOR)
    expect(phone.get_by_text("De verbinding met de balie is voorbij.")).to_be_visible()
    assert fits(phone)
    assert all("401" in said for said in bladen.klachten)
    bladen.klachten.clear()


def test_a_reload_of_the_phone_keeps_the_desk(stek: Stek, bladen: Bladen) -> None:
    """Android closes the page while the camera is open, and opens it again."""
    desk, phone = bladen.open(1200), bladen.open(390, 844)
    log_in(desk, stek)
    pair(desk, phone)
    phone.reload()
    expect(phone.get_by_role("heading", name="Maak een foto van de brief")).to_be_visible()
    stored = phone.evaluate("[localStorage.length, document.cookie, sessionStorage.length]")
    assert stored == [0, "", 1]


def test_the_desk_takes_files_and_works_without_javascript(stek: Stek, bladen: Bladen, lees_alles: Callable[[], int]) -> None:
    desk = bladen.open(1000, java_script_enabled=False)
    log_in(desk, stek)
    desk.locator("#bestanden").set_input_files(BEELDEN / "g01.pdf")
    desk.get_by_role("button", name="Stuur op").click()
    expect(desk.get_by_role("heading", name="De brief is binnen")).to_be_visible()
    assert lees_alles() == 1
    desk.get_by_role("link", name="Ververs de lijst").click()
    expect(desk.locator(".brief")).to_have_attribute("data-status", "klaar")

    desk.get_by_role("button", name="Foto met de telefoon").click()
    expect(desk.locator(".koppel__qr svg")).to_be_visible()
    desk.get_by_role("button", name="Klaar, volgende bezoeker").click()
    expect(desk.get_by_text("Dit bezoek is klaar.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Nog geen brieven")).to_be_visible()
    desk.get_by_role("button", name="Uitloggen").click()
    expect(desk.get_by_text("U bent uitgelogd.")).to_be_visible()


def test_an_invitation_ends_at_the_desk(stek: Stek, bladen: Bladen) -> None:
    desk_id = maak_balie(stek.dienst.opslag, "Bibliotheek Noord")
    invited = accounts.maak(stek.dienst, SYSTEEM, Aanmelding("henk", "Henk Voorbeeld", "vrijwilliger", balie_id=desk_id))
    page = bladen.open(390, 844)
    page.goto(invited.url)
    assert invited.token not in page.url
    page.get_by_role("button", name="Verder").click()
    secret = page.locator("p:has-text('Typ dan dit') strong").inner_text().replace(" ", "")
    assert fits(page)
    page.get_by_label("Wachtwoord").fill("een zin van vier woorden")
    page.get_by_label("De code van 6 cijfers").fill(pyotp.TOTP(secret).at(stek.klok()))
    page.get_by_role("button", name="Klaar, maak mijn account").click()
    expect(page.get_by_text("Bibliotheek Noord · Henk Voorbeeld")).to_be_visible()
    assert fits(page)
