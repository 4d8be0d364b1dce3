"""What the tests of pages are built with: a person with a cookie, their form's word, and reading a page without its tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.auth import formuliertoken, koekjesnaam
from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst.sessies import open_sessie, wie_is

HIER = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Antwoord:
    """A page: its status, its words, and what it came as."""

    status: int
    tekst: str
    bron: str
    waarheen: str
    kop: dict[str, str]
    inhoud: bytes


class Lezer:
    """Somebody who is logged in and looks at pages, in Dutch or in the language that was chosen."""

    def __init__(self, app: FastAPI, dienst: Dienst, wie: Wie, taal: str = "") -> None:
        token, _ = open_sessie(dienst, wie.gebruiker_id, "mens")
        self.wie = wie_is(dienst, token)
        self._woord = formuliertoken(dienst, self.wie)
        cookies = f"{koekjesnaam(dienst.beleid.adres)}={token}" + (f"; taal={taal}" if taal else "")
        headers = {"accept": "text/html", "sec-fetch-site": "same-origin", "cookie": cookies}
        self._web = TestClient(app, client=("127.0.0.1", 50000), base_url=HIER, headers=headers, follow_redirects=False)

    def kijk(self, pad: str) -> Antwoord:
        """Open a page."""
        return _read(self._web.get(pad))

    def stuur(self, pad: str, /, **velden: str) -> Antwoord:
        """Send a form with the word of this session."""
        return _read(self._web.post(pad, data={"formulier": self._woord, **velden}))

    def vervals(self, pad: str, /, **velden: str) -> Antwoord:
        """Send a form without that word."""
        return _read(self._web.post(pad, data=velden))


def _read(answer: Any) -> Antwoord:
    words = answer.text
    if "html" in answer.headers.get("content-type", ""):
        words = " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())
    return Antwoord(answer.status_code, words, answer.text, answer.headers.get("location", ""), dict(answer.headers), answer.content)
