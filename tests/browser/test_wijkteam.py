"""A read letter goes from the desk to the team, in a real browser: the resident is asked first, a team member takes it up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from api.auth import koekjesnaam
from brievenbus.dienst import Wie
from brievenbus.dienst.sessies import open_sessie
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import violations
from tests.dienst.doorverwijsbouw import acties, geef_postcode, inhoud, maak_brief
from tests.dienstbouw import maak_wie, maak_wijkteam

SMAL, TELEFOON = 320, 390


@pytest.fixture
def als(stek: Stek, bladen: Bladen) -> Callable[..., Page]:
    """Open a page as somebody who is logged in."""

    def open_page(wie: Wie, breed: int = 1280, **extra: object) -> Page:
        token, _ = open_sessie(stek.dienst, wie.gebruiker_id, "mens")
        page = bladen.open(breed, 800, **extra)
        page.context.add_cookies([{"name": koekjesnaam(stek.adres), "value": token, "url": stek.adres}])
        return page

    return open_page


@pytest.fixture
def noord(stek: Stek) -> str:
    made = maak_wijkteam(stek.dienst.opslag, "Wijkteam Noord")
    geef_postcode(stek.dienst, made)
    return made


def is_good(page: Page) -> None:
    """Hold a page against axe and against the width of its screen."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("breed", "script"), [(TELEFOON, True), (1280, False)])
def test_from_a_read_letter_through_the_yes_to_the_team(
    stek: Stek, als: Callable[..., Page], noord: str, breed: int, script: bool
) -> None:  # fmt: skip
    volunteer, member = maak_wie(stek.dienst.opslag), maak_wie(stek.dienst.opslag, "wijkteam", wijkteam_id=noord)
    brief = maak_brief(stek.dienst, volunteer, inhoud("h06"))
    desk = als(volunteer, breed, java_script_enabled=script)
    check = is_good if script else lambda page: None  # axe is a script itself
    desk.goto(f"{stek.adres}/balie/brieven/{brief}/doorverwijzen")
    expect(desk.get_by_text("Er gaat nog niets weg")).to_be_visible()
    check(desk)
    desk.get_by_label("De vier cijfers van de postcode").first.fill("3511")
    desk.get_by_label("Telefoonnummer of e-mailadres").fill("06 12345678")
    desk.get_by_label("Voornaam").fill("Noor")
    desk.get_by_role("button", name="Verder: lees het voor").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Lees dit voor aan de inwoner")
    expect(desk.get_by_label("Om voor te lezen")).to_contain_text("Wijkteam Noord")
    check(desk)
    assert acties(stek.dienst) == []
    desk.get_by_label("Ja, hardop gezegd").check()
    desk.get_by_role("button", name="De inwoner zegt ja").click()
    expect(desk.get_by_role("heading", level=2).first).to_contain_text("Doorgegeven")
    check(desk)

    team = als(member, breed, java_script_enabled=script)
    team.goto(f"{stek.adres}/wijkteam")
    expect(team.get_by_text("Op tijd")).to_be_visible()
    check(team)
    team.get_by_role("link", name="Aankondiging: energie wordt afgesloten").click()
    expect(team.get_by_role("link", name="Bel +31 6 12345678")).to_be_visible()
    check(team)
    team.get_by_role("button", name="Ik pak dit op").click()
    expect(team.get_by_role("status")).to_contain_text("U heeft dit opgepakt")
    check(team)
    desk.reload()
    expect(desk.get_by_role("heading", level=2).first).to_contain_text("Het wijkteam heeft dit opgepakt")


def test_a_team_member_works_with_the_keyboard_alone(stek: Stek, als: Callable[..., Page], noord: str) -> None:
    volunteer, member = maak_wie(stek.dienst.opslag), maak_wie(stek.dienst.opslag, "wijkteam", wijkteam_id=noord)
    desk = als(volunteer, SMAL)
    desk.goto(f"{stek.adres}/balie/brieven/{maak_brief(stek.dienst, volunteer, inhoud('h06'))}/doorverwijzen")
    is_good(desk)
    tab_to(desk, "#postcode")
    desk.keyboard.type("3511")
    tab_to(desk, "#contact_waarde")
    desk.keyboard.type("06 12345678")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Lees dit voor aan de inwoner")
    tab_to(desk, "input[name=wijze]")
    desk.keyboard.press("Space")
    tab_to(desk, "button:has-text('stuur door')")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=2).first).to_contain_text("Doorgegeven")
    team = als(member, SMAL)
    team.goto(f"{stek.adres}/wijkteam")
    is_good(team)
    tab_to(team, "button:has-text('Oppakken')")
    team.keyboard.press("Enter")
    expect(team.get_by_text("U heeft dit opgepakt")).to_be_visible()
    tab_to(team, "#notitie")
    team.keyboard.type("Gebeld, afspraak op dinsdag")
    tab_to(team, "button:has-text('Zet erbij')")
    team.keyboard.press("Enter")
    expect(team.locator(".notitie")).to_contain_text("Gebeld, afspraak op dinsdag")


def test_a_no_is_said_kindly_and_the_pages_of_a_beheerder_are_good(stek: Stek, als: Callable[..., Page], noord: str) -> None:
    volunteer, beheerder = maak_wie(stek.dienst.opslag), maak_wie(stek.dienst.opslag, "beheerder")
    desk = als(volunteer, TELEFOON)
    desk.goto(f"{stek.adres}/balie/brieven/{maak_brief(stek.dienst, volunteer, inhoud('h06'))}/doorverwijzen")
    desk.get_by_role("button", name="De inwoner wil dit niet").click()
    expect(desk.get_by_text("Dat is goed.")).to_be_visible()
    is_good(desk)
    page = als(beheerder, TELEFOON)
    for pad in ("", "/accounts", "/balies", "/wijkteams", "/instellingen", "/algoritmeregister", "/../signalen"):
        page.goto(f"{stek.adres}/beheer{pad}")
        is_good(page)
    log = als(maak_wie(stek.dienst.opslag, "controleur"), TELEFOON)
    log.goto(f"{stek.adres}/logboek")
    log.get_by_role("button", name="Controleer of alles klopt").click()
    expect(log.get_by_role("status")).to_contain_text("Het logboek is heel")
    is_good(log)


def tab_to(page: Page, what: str) -> None:
    """Press Tab until this has the focus, as who has no mouse; it must come within sixty keys."""
    wanted = page.locator(what).first
    for _ in range(60):
        if wanted.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no focus on {what}")
