"""Every page and state there is, for everybody who can see it: axe, narrow and large, in high contrast, and in a right-to-left language.

A page that nobody put in this list fails the last test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Page

from api.app import create_app
from api.auth import koekjesnaam
from brievenbus.dienst import SYSTEEM, Wie, accounts, doorverwijzen
from brievenbus.dienst.accounts import Aanmelding
from brievenbus.dienst.doorverwijzen import Doorverwijzing
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.store import Opslag, tellingen
from tests.baliebouw import breng_gelezen, voorbeeld
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import own_words, reflows, sticks_out, violations
from tests.dienst.doorverwijsbouw import geef_postcode, inhoud, stuur
from tests.dienstbouw import maak_wie, maak_wijkteam
from tests.leesbouw import gelezen, leg_neer

Doe = Callable[[Page], None]
_NEDERLANDS = re.compile(
    r"\b(de|het|een|van|niet|uw|u|is|zijn|wij|met|op|bij|voor|naar|dit|deze|geen|moet|kan|maak|brief|brieven)\b", re.IGNORECASE
)  # fmt: skip
_EIGEN = ("Sanne Voorbeeld", "Truus Voorbeeld", "Brievenbus", "Gebeld, afspraak op dinsdag", "Deze straat is van Zuid.")
"""Names, and what people wrote themselves."""


@dataclass(frozen=True)
class Staat:
    """One page in one state: who sees it, where, and what they do there first."""

    naam: str
    wie: str
    pad: str
    doe: Doe | None = None


@dataclass
class Wereld:
    """The service with something of everything in it."""

    stek: Stek
    mensen: dict[str, Wie]
    staten: list[Staat]
    vensters: dict[str, Page] = field(default_factory=dict)

    def open(self, bladen: Bladen, staat: Staat, taal: str, breed: int, **extra: object) -> Page:
        """Open a page in its state, in a language; everybody keeps one window, as people do."""
        page = self.vensters.get(staat.wie)
        if page is None:
            page = self.vensters[staat.wie] = bladen.open(breed, 900, **extra)
            page.context.add_cookies([{"name": "taal", "value": taal, "url": self.stek.adres}])
            if staat.wie:
                token, _ = open_sessie(self.stek.dienst, self.mensen[staat.wie].gebruiker_id, "mens")
                page.context.add_cookies([{"name": koekjesnaam(self.stek.adres), "value": token, "url": self.stek.adres}])
        page.goto(self.stek.adres + staat.pad)
        if staat.doe is not None:
            staat.doe(page)
        return page


def press(what: str, **velden: str) -> Doe:
    """Fill fields (by CSS) and press a button."""

    def act(page: Page) -> None:
        for naam, value in velden.items():
            page.locator(f"#{naam}").fill(value)
        page.locator(what).first.click()
        page.wait_for_load_state()

    return act


def unfold(page: Page) -> None:
    """Open every part that can be folded."""
    page.evaluate("for (const deel of document.querySelectorAll('main details')) deel.open = true")


def _count(opslag: Opslag, aantal: int) -> None:
    with opslag.engine.begin() as conn:
        for _ in range(aantal):
            tellingen.add(conn, "2026-09", "cjib", "cjib_aanmaning_1")


@pytest.fixture
def wereld(stek: Stek) -> Iterator[Wereld]:
    """Make the world of these tests."""
    dienst = stek.dienst
    team = maak_wijkteam(dienst.opslag, "Wijkteam Noord")
    leeg_team = maak_wijkteam(dienst.opslag, "Wijkteam Zuid")
    geef_postcode(dienst, team)
    truus = next(person for person in accounts.lijst(dienst, SYSTEEM) if person.gebruikersnaam == stek.gebruikersnaam)
    v = wie_is(dienst, open_sessie(dienst, truus.id, "mens")[0])
    mensen = {
        "v": v, "leeg": maak_wie(dienst.opslag), "w": maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team),
        "w2": maak_wie(dienst.opslag, "wijkteam", wijkteam_id=leeg_team), "b": maak_wie(dienst.opslag, "beheerder"),
        "c": maak_wie(dienst.opslag, "controleur"),
    }  # fmt: skip
    brieven = {naam: leg_neer(dienst, v, gelezen(naam)) for naam in ("g02", "g07", "g11", "g15", "h06", "h16")}
    for naam in ("h06", "g02", "g15", "g11", "h16"):
        breng_gelezen(dienst, v, voorbeeld(naam))
    poor = gelezen("g02", urgentie="onbekend", mens_nodig=True, twijfels=["De foto is slecht."], betaling=None, termijnen=[], bedragen=[])
    poor["bron"] = poor["bron"] | {"oordeel": "onleesbaar", "aanwijzingen": ["onscherp", "te_donker"]}
    brieven["vaag"] = leg_neer(dienst, v, poor)
    brieven["bezig"] = leg_neer(dienst, v, None, status="ontvangen")
    brieven["geweigerd"] = leg_neer(dienst, v, None, status="geweigerd")
    brieven["mislukt"] = leg_neer(dienst, v, None, status="mislukt")
    sent, taken, back = (stuur(dienst, v, inhoud("h06")) for _ in range(3))
    _take(dienst, mensen["w"], taken, back)
    _count(dienst.opslag, 14)
    gast = accounts.maak(dienst, SYSTEEM, Aanmelding("gast", "Gast Voorbeeld", "controleur"))
    yield Wereld(stek, mensen, list(_states(brieven, sent, taken, back, gast.url.replace(dienst.beleid.adres, ""), mensen)))


def _take(dienst: Any, member: Wie, taken: Doorverwijzing, back: Doorverwijzing) -> None:
    doorverwijzen.aanvaard(dienst, member, taken.id)
    doorverwijzen.noteer(dienst, member, taken.id, "Gebeld, afspraak op dinsdag")
    doorverwijzen.geef_terug(dienst, member, back.id, "ander_team", "Deze straat is van Zuid.")


def _states(
    brieven: dict[str, str], sent: Doorverwijzing, taken: Doorverwijzing, back: Doorverwijzing, uitnodiging: str, mensen: dict[str, Wie]
) -> Iterator[Staat]:  # fmt: skip
    yield from (Staat("inloggen", "", "/inloggen"), Staat("telefoon zonder code", "", "/telefoon"), Staat("niets hier", "", "/onzin"))
    yield Staat("inloggen mislukt", "", "/inloggen", press("main form button", naam="truus", wachtwoord="verkeerd woord", code="123456"))
    yield Staat("uitnodiging leeg", "", "/uitnodiging")
    yield Staat("uitnodiging", "", uitnodiging, press("main form button"))
    yield from (Staat("lege balie", "leeg", "/balie"), Staat("balie", "v", "/balie", unfold), Staat("overzicht", "v", "/balie/overzicht"))
    yield from (Staat("lege post", "leeg", "/balie/overzicht"), Staat("mag niet", "v", "/beheer"))
    yield Staat("code", "leeg", "/balie", press("form[action='/balie/telefoon'] button"))
    for naam in ("g02", "g07", "g11", "g15", "h06", "h16", "vaag", "bezig", "geweigerd", "mislukt"):
        yield Staat(f"brief {naam}", "v", f"/balie/brieven/{brieven[naam]}", unfold)
    for naam in ("g02", "g07", "h16", "vaag"):
        yield Staat(f"meegeven {naam}", "v", f"/balie/brieven/{brieven[naam]}/meegeven")
    wrong = "main form button:not([value='betalen'])"
    for naam in ("g02", "vaag"):
        yield Staat(f"terugvertel {naam}", "v", f"/balie/brieven/{brieven[naam]}/terugvertel")
    yield Staat("terugvertel nog eens", "v", f"/balie/brieven/{brieven['g02']}/terugvertel", press(wrong))
    yield Staat("wissen", "v", f"/balie/brieven/{brieven['g07']}/wissen")
    ask, go_on = f"/balie/brieven/{brieven['h06']}/doorverwijzen", "main form .nl-button--primary"
    yield Staat("doorverwijzen", "v", ask)
    yield Staat("doorverwijzen fout", "v", ask, press(go_on, postcode="35"))
    yield Staat("voorlezen", "v", ask, press(go_on, postcode="3511", contact_waarde="06 12345678"))
    for naam, one in (("gestuurd", sent), ("opgepakt", taken), ("terug", back)):
        yield Staat(f"doorverwezen {naam}", "v", f"/balie/brieven/{one.brief_id}/doorverwijzen", unfold)
        yield Staat(f"stuk {naam}", "w", f"/wijkteam/{one.id}", unfold)
    yield from (Staat("wijkteam", "w", "/wijkteam"), Staat("leeg wijkteam", "w2", "/wijkteam"))
    yield from (Staat("oefenen", "v", "/oefenen"), *(Staat(f"rondleiding {n}", "v", f"/oefenen?stap={n}") for n in range(1, 6)))
    yield from (Staat(f"oefenbrief {naam}", "v", f"/oefenen/brieven/{naam}", unfold) for naam in ("h06", "h16"))
    yield from (Staat(f"beheer {pad}", "b", f"/beheer/{pad}".rstrip("/"), unfold) for pad in ("", "accounts", "balies", "wijkteams"))
    yield from (Staat(f"beheer {pad}", "b", f"/beheer/{pad}") for pad in ("instellingen", "algoritmeregister"))
    yield Staat("beheer account", "b", f"/beheer/accounts/{mensen['v'].gebruiker_id}", unfold)
    other = f"/beheer/accounts/{mensen['leeg'].gebruiker_id}"
    yield Staat("beheer uitnodiging", "b", other, press("form[action$='/herstellen'] button"))
    yield Staat("signalen", "b", "/signalen", unfold)
    yield Staat("signalen brief", "b", "/signalen/brief?afzender=cjib&soort=cjib_aanmaning_1")
    yield from (Staat("logboek", "c", "/logboek", unfold), Staat("logboek bewijs", "c", "/logboek/kop"))
    yield Staat("logboek controle", "c", "/logboek", press("form[action='/logboek/controle'] button"))


def expected(complaint: str) -> bool:
    """Tell whether the browser only says that a page came with the status it should have."""
    return re.search(r"Failed to load resource: .* status of (400|401|403|404|409)", complaint) is not None


def test_every_page_is_good_in_dutch(wereld: Wereld, bladen: Bladen) -> None:
    wrong: dict[str, object] = {}
    for staat in wereld.staten:
        page = wereld.open(bladen, staat, "nl", 1280)
        found: list[object] = [*violations(page)]
        if not reflows(page):
            found.append("steekt uit op 320 px of bij letters van 200 %")
        if page.locator("h1:visible").count() > 1:
            found.append("meer dan één kop")
        if found:
            wrong[staat.naam] = found
    bladen.klachten[:] = [said for said in bladen.klachten if not expected(said)]
    assert wrong == {}


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
    bladen.klachten[:] = [said for said in bladen.klachten if not expected(said)]
    assert wrong == {}


@pytest.mark.parametrize("naam", ["balie", "brief g02", "brief h16", "doorverwijzen", "wijkteam"])
def test_high_contrast_keeps_what_colour_said(wereld: Wereld, bladen: Bladen, naam: str) -> None:
    """With the colours of the system every button still has an edge, and the urgency is still a word."""
    staat = next(one for one in wereld.staten if one.naam == naam)
    page = wereld.open(bladen, staat, "nl", 1280, forced_colors="active")
    bare = page.evaluate(
        """() => [...document.querySelectorAll('main .nl-button, main .nl-data-badge')].filter((el) => el.offsetParent
        && (getComputedStyle(el).borderStyle === 'none' || parseFloat(getComputedStyle(el).borderWidth) < 1)).map((el) => el.outerHTML)"""
    )
    assert bare == []
    words = page.locator(".nl-data-badge").all_inner_texts()
    assert all(re.search(r"[A-Za-z]{4}", word) for word in words)


def test_no_page_is_left_out(wereld: Wereld) -> None:
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
