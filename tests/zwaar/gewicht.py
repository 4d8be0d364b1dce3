"""What the pages weigh, how soon they can be read, and how soon a letter that was read stands on the desk's screen.

    python -m tests.zwaar.gewicht [--keer 10]

Starts `brievenbus server` on an empty data folder, brings five sample letters (photos, scans and a PDF, read here), and opens every
page in a headless Chromium that has seen nothing before: on a desk, and on a phone of 390 pixels with a processor four times slower
and a slow 4G line. Then measures, a number of times, from the moment the outcome of a letter is stored to its card being on the screen
of the desk. Prints a table. Ends with code 1 when a page weighs more than 150 kB, or a card comes later than a second.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from api.auth import koekjesnaam
from brievenbus.dienst import SYSTEEM, Beleid, Dienst, Wie, accounts, brieven, doorverwijzen, lezen, wijkteams
from brievenbus.dienst.accounts import Aanmelding
from brievenbus.dienst.balies import maak as maak_balie
from brievenbus.dienst.briefstand import key_of
from brievenbus.dienst.gegevens import Contact, Verzoek
from brievenbus.dienst.leeskamer import Leeskamer
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.settings import Settings
from brievenbus.store import brieven as rijen
from brievenbus.store.crypto import seal_json
from brievenbus.store.wijkteams import Reeks
from tests.baliebouw import voorbeeld
from tests.dienstbouw import NepRij
from tests.zwaar.belasting import BEELDEN, free_port
from tests.zwaar.bladmeting import BUDGET, BUREAU, TELEFOON, Meting, weigh
from tests.zwaar.opstelling import connect

CHROMIUM = "/usr/bin/chromium"
BRIEVEN = (("g12.p1.foto.jpg", "g12.p2.foto.jpg"), ("h06.p1.foto.jpg", "h06.p2.foto.jpg"), ("h16.p1.scan.jpg",), ("g02.pdf",), ("g15.pdf",))
"""The first is the heaviest picture there is in the samples."""
GRENS_S = 1.0
_POSTCODE = "3511"
_WACHT = """(id) => { window.gezien = new Promise((klaar) => {
  const kijk = () => { if (document.querySelector(`#brief-${id}[data-status=klaar]`)) requestAnimationFrame(() => klaar(Date.now())); };
  new MutationObserver(kijk).observe(document.body, { childList: true, subtree: true });
}); }"""


@dataclass(frozen=True, slots=True)
class Wereld:
    """The service with something on every page: who is there (by role, with a token), and the paths."""

    dienst: Dienst
    wie: Wie
    tokens: dict[str, str]
    paden: dict[str, tuple[str, str]]


@contextmanager
def service(room: str) -> Iterator[Dienst]:
    """A server of its own in an empty folder; this process reaches the same store."""
    place = f"127.0.0.1:{free_port()}"
    env = os.environ | {"BRIEVENBUS_MAP": room, "BRIEVENBUS_ADRES": f"http://{place}", "BRIEVENBUS_LUISTER": place}
    with Path(room, "log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "brievenbus", "server"], env=env, stdout=log, stderr=log)
    try:
        yield replace(connect(env, f"http://{place}"), rij=NepRij())
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def furnish(dienst: Dienst) -> Wereld:
    """Bring and read the letters, refer one, and make who looks."""
    desk, team = maak_balie(dienst, SYSTEEM, "Buurthuis De Schakel"), wijkteams.maak(dienst, SYSTEEM, "Wijkteam Noord")
    wijkteams.zet_postcodes(dienst, SYSTEEM, team.id, [Reeks(3500, 3599)])
    places = {"vrijwilliger": {"balie_id": desk.id}, "wijkteam": {"wijkteam_id": team.id}, "beheerder": {}, "controleur": {}}
    tokens = {}
    for rol, place in places.items():
        made = accounts.maak(dienst, SYSTEEM, Aanmelding(f"meet-{rol}", f"{rol.capitalize()} Voorbeeld", rol, **place))  # type: ignore[arg-type]
        tokens[rol] = open_sessie(dienst, made.gebruiker.id, "mens", balie_id=place.get("balie_id"))[0]
    wie = wie_is(dienst, tokens["vrijwilliger"])
    with Leeskamer.open(Settings.read().cache, Beleid()) as room:
        letters = [read(dienst, wie, room, names) for names in BRIEVEN]
    said = doorverwijzen.stel_voor(dienst, wie, letters[1], "anders")
    yes = Verzoek(wijze="mondeling", velden=("briefsoort", "afzender", "contact"), postcode=_POSTCODE,
                  contact=Contact("telefoon", "06 12345678", "Noor"))  # fmt: skip
    doorverwijzen.toestemmen(dienst, wie, said.id, yes)
    letter = f"/balie/brieven/{letters[0]}"
    return Wereld(dienst, wie, tokens, {
        "inloggen": ("", "/inloggen"), "balie": ("vrijwilliger", "/balie"), "brief": ("vrijwilliger", letter),
        "meegeven": ("vrijwilliger", f"{letter}/meegeven"), "doorverwijzen": ("vrijwilliger", f"{letter}/doorverwijzen"),
        "wijkteam": ("wijkteam", "/wijkteam"), "telefoon": ("", "/telefoon"), "oefenen": ("vrijwilliger", "/oefenen"),
        "beheer": ("beheerder", "/beheer"), "logboek": ("controleur", "/logboek"),
    })  # fmt: skip


def read(dienst: Dienst, wie: Wie, room: Leeskamer, names: Sequence[str]) -> str:
    """Bring a letter and read it, as a worker would; return its id."""
    files = [brieven.Bijlage(name, (BEELDEN / name).read_bytes()) for name in names]
    brief_id = brieven.ontvang(dienst, wie, files, brieven.Verzoek()).id
    lezen.lees(dienst.opslag, room, brief_id)
    uitkomst = lezen.haal_uitkomst(dienst.opslag, brief_id)
    with dienst.opslag.engine.begin() as conn:
        lezen.neem_op(conn, dienst.opslag, brief_id, dienst.klok(), uitkomst)
    lezen.ruim_op(dienst.opslag, brief_id)
    return brief_id


def pages(browser: Browser, wereld: Wereld) -> list[str]:
    """Measure every page on both machines, print the table, and return what was too heavy."""
    heavy, adres = [], wereld.dienst.beleid.adres
    print(f"{'bladzijde':<14} {'toestel':<9} {'kB':>6} {'verz.':>5} {'FCP ms':>7} {'LCP ms':>7} {'CLS':>6} {'TBT ms':>7}")
    for naam, (rol, pad) in wereld.paden.items():
        cookies = {koekjesnaam(adres): wereld.tokens[rol]} if rol else {}
        for toestel in (BUREAU, TELEFOON):
            m = weigh(browser, adres + pad, toestel, cookies)
            print(row(naam, toestel.naam, m), flush=True)
            if m.bytes > BUDGET:
                heavy.append(f"{naam} ({toestel.naam}): {m.bytes} bytes")
    return heavy


def row(naam: str, toestel: str, m: Meting) -> str:
    """Return a line of the table."""
    return f"{naam:<14} {toestel:<9} {m.bytes / 1000:>6.1f} {m.verzoeken:>5} {m.fcp:>7.0f} {m.lcp:>7.0f} {m.cls:>6.3f} {m.tbt:>7.0f}"


def cards(browser: Browser, wereld: Wereld, keer: int) -> list[float]:
    """Return, for a number of letters, the seconds from the outcome being stored to the card being on the screen."""
    dienst, adres, dice = wereld.dienst, wereld.dienst.beleid.adres, random.Random(4)
    context = browser.new_context(viewport={"width": BUREAU.breed, "height": BUREAU.hoog})
    context.add_cookies([{"name": koekjesnaam(adres), "value": wereld.tokens["vrijwilliger"], "url": adres}])
    page, took = context.new_page(), []
    for number in range(keer):
        letter = brieven.ontvang(dienst, wereld.wie, [brieven.Bijlage("a.pdf", _other_pdf(number))], brieven.Verzoek()).id
        page.goto(f"{adres}/balie")
        page.evaluate(_WACHT, letter)
        page.wait_for_timeout(dice.uniform(700, 1700))  # anywhere between two looks
        with dienst.opslag.engine.begin() as conn:
            rijen.start(conn, letter)
        page.wait_for_selector(f"#brief-{letter}[data-status=bezig]")
        page.wait_for_timeout(dice.uniform(0, 1000))
        finish(dienst, letter)
        stored = time.time()
        took.append(page.evaluate("gezien") / 1000 - stored)
    context.close()
    return took


def finish(dienst: Dienst, brief_id: str) -> None:
    """Store the outcome of a letter: one that was read before, for reading is not what is measured here."""
    inhoud = voorbeeld("h06") | {"id": brief_id}
    with dienst.opslag.engine.begin() as conn:
        rij = rijen.by_id(conn, brief_id)
        assert rij is not None
        sealed = seal_json(key_of(dienst.opslag, rij), f"brief|inhoud|{brief_id}", inhoud)
        rijen.finish(conn, brief_id, dienst.klok(), inhoud=sealed, bladzijden=inhoud["bron"]["bladzijden"], paginas=(), delen=1)


def _other_pdf(number: int) -> bytes:
    """Return a PDF that differs from the others: the same letter twice would be told apart by nobody."""
    return (BEELDEN / "g15.pdf").read_bytes() + f"\n%{number}".encode()


def main() -> int:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keer", type=int, default=10)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brievenbus-gewicht-") as room, service(room) as dienst, sync_playwright() as play:
        wereld = furnish(dienst)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        heavy = pages(browser, wereld)
        took = cards(browser, wereld, wish.keer)
        browser.close()
    print(f"kaart op het scherm na: mediaan {statistics.median(took):.2f} s, langst {max(took):.2f} s ({len(took)} keer)")
    for said in heavy:
        print(f"te zwaar: {said}")
    return 1 if heavy or max(took) > GRENS_S else 0


if __name__ == "__main__":
    sys.exit(main())
