"""Every page and state there is, for everybody who can see it: a world with something of everything in it, and how to look at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from api.auth import koekjesnaam
from brievenbus.dienst import SYSTEEM, Wie, accounts, doorverwijzen
from brievenbus.dienst.accounts import Aanmelding
from brievenbus.dienst.doorverwijzen import Doorverwijzing
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.store import Opslag, tellingen
from tests.baliebouw import breng_gelezen, voorbeeld
from tests.browser.conftest import Bladen, Stek
from tests.browser.keur import reflows, violations
from tests.dienst.doorverwijsbouw import geef_postcode, inhoud, stuur
from tests.dienstbouw import maak_wie, maak_wijkteam
from tests.leesbouw import gelezen, leg_neer

Doe = Callable[[Page], None]


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


def maak_wereld(stek: Stek) -> Wereld:
    """Put something of everything in the service."""
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
    return Wereld(stek, mensen, list(_states(brieven, sent, taken, back, gast.url.replace(dienst.beleid.adres, ""), mensen)))


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


def faults_in_dutch(wereld: Wereld, bladen: Bladen, wie: str) -> dict[str, list[str]]:
    """Look at the pages of one person in Dutch, on a wide screen, narrow and large; return what is wrong with each that is not good."""
    wrong: dict[str, list[str]] = {}
    for staat in (one for one in wereld.staten if one.wie == wie):
        page = wereld.open(bladen, staat, "nl", 1280)
        found = violations(page)
        if not reflows(page):
            found.append("steekt uit op 320 px of bij letters van 200 %")
        if page.locator("h1:visible").count() > 1:
            found.append("meer dan één kop")
        if found:
            wrong[staat.naam] = found
    forget_expected(bladen)
    return wrong


def forget_expected(bladen: Bladen) -> None:
    """Leave out the complaints in which the browser only says that a page came with the status it should have."""
    bladen.klachten[:] = [
        said for said in bladen.klachten if not re.search(r"Failed to load resource: .* status of (400|401|403|404|409)", said)
    ]
