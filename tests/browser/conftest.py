"""A real browser (Debian's Chromium) against the whole service on a port of this machine, with reading done in this process."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyotp
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.app import create_app
from brievenbus.dienst import SYSTEEM, Beleid, Dienst, accounts, lezen, uitnodigingen
from brievenbus.dienst.accounts import Aanmelding
from brievenbus.dienst.lezen import Leeskamer
from brievenbus.settings import Settings
from tests.dienstbouw import Klok, NepRij, maak_balie
from tests.dienstfixtures import *  # noqa: F403

CHROMIUM = Path("/usr/bin/chromium")
WACHTWOORD = "vier woorden in een zin"
WACHT_MS = 20_000


@dataclass(frozen=True)
class Stek:
    """The running service. `geheim` is the TOTP secret of the volunteer who has an account."""

    dienst: Dienst
    rij: NepRij
    klok: Klok
    adres: str
    gebruikersnaam: str
    geheim: str

    def code(self) -> str:
        """Return what the volunteer's app shows now; each time a new one, for a code works once."""
        self.klok.verder(seconds=30)
        return pyotp.TOTP(self.geheim).at(self.klok())


@dataclass
class Bladen:
    """Opens pages and keeps what their consoles complain of."""

    browser: Browser
    klachten: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, breed: int, hoog: int = 800, **extra: object) -> Page:
        """Return a page in a context of its own, as another device."""
        context = self.browser.new_context(viewport={"width": breed, "height": hoog}, locale="nl-NL", **extra)  # type: ignore[arg-type]
        context.set_default_timeout(WACHT_MS)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.klachten.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.klachten.append(str(error)))
        return page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests. Skips where none is installed."""
    if not CHROMIUM.exists():
        pytest.skip("geen /usr/bin/chromium")
    expect.set_options(timeout=WACHT_MS)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def bladen(browser: Browser) -> Iterator[Bladen]:
    """Pages, all closed afterwards; a complaint on any console fails the test."""
    made = Bladen(browser)
    yield made
    for context in made.contexts:
        context.close()
    assert made.klachten == []


@pytest.fixture
def stek(dienst: Dienst, rij: NepRij, klok: Klok) -> Iterator[Stek]:
    """The whole service on a free port, with one volunteer."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        adres = f"http://127.0.0.1:{place.getsockname()[1]}"
        here = replace(dienst, beleid=replace(dienst.beleid, adres=adres))
        server = uvicorn.Server(uvicorn.Config(create_app(here), log_level="error", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield _with_volunteer(here, rij, klok, adres)
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def leeskamer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Leeskamer]:
    """Knowledge, recogniser and Tesseract, loaded once."""
    tmp_path_factory.getbasetemp()  # before the room becomes the temporary folder of this process
    with Leeskamer.open(Settings.read().cache, Beleid()) as room:
        yield room


@pytest.fixture
def lees_alles(stek: Stek, leeskamer: Leeskamer) -> Callable[[], int]:
    """Read every letter that waits, as a worker would; return how many."""

    def read() -> int:
        waiting, opslag = list(stek.rij.banen), stek.dienst.opslag
        stek.rij.banen.clear()
        for _, brief_id, _ in waiting:
            lezen.lees(opslag, leeskamer, brief_id)
            uitkomst = lezen.haal_uitkomst(opslag, brief_id)
            with opslag.engine.begin() as conn:
                lezen.neem_op(conn, opslag, brief_id, stek.klok(), uitkomst)
            lezen.ruim_op(opslag, brief_id)
        return len(waiting)

    return read


def _with_volunteer(dienst: Dienst, rij: NepRij, klok: Klok, adres: str) -> Stek:
    desk = maak_balie(dienst.opslag, "Buurthuis De Schakel")
    invited = accounts.maak(dienst, SYSTEEM, Aanmelding("truus", "Truus Voorbeeld", "vrijwilliger", balie_id=desk))
    secret = uitnodigingen.bekijk(dienst, invited.token).geheim
    uitnodigingen.aanvaard(dienst, invited.token, WACHTWOORD, pyotp.TOTP(secret).at(klok()), adres="127.0.0.1")
    return Stek(dienst, rij, klok, adres, "truus", secret)
