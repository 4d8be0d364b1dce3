"""A volunteer with letters of their own, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page

from api.auth import koekjesnaam
from brievenbus.dienst import Wie
from brievenbus.dienst.sessies import open_sessie, wie_is
from tests.browser.conftest import Bladen, Stek
from tests.dienstbouw import maak_wie
from tests.leesbouw import gelezen, leg_neer


class Vrijwilliger:
    """A volunteer who is logged in on every page they open; `waar` is what they look at of a letter, unless said."""

    def __init__(self, stek: Stek, bladen: Bladen, waar: str = "") -> None:
        self.stek, self.bladen, self.waar = stek, bladen, waar
        self.token, _ = open_sessie(stek.dienst, maak_wie(stek.dienst.opslag).gebruiker_id, "mens")
        self.wie: Wie = wie_is(stek.dienst, self.token, "")

    def open(self, brief_id: str, breed: int = 1280, rest: str | None = None, **extra: object) -> Page:
        page = self.bladen.open(breed, 800, **extra)
        naam = koekjesnaam(self.stek.dienst.beleid.adres)
        page.context.add_cookies([{"name": naam, "value": self.token, "url": self.stek.adres}])
        page.goto(f"{self.stek.adres}/balie/brieven/{brief_id}{self.waar if rest is None else rest}")
        return page

    def leg(self, naam: str, **anders: object) -> str:
        return leg_neer(self.stek.dienst, self.wie, gelezen(naam, **anders))
