"""From values to a page: the templates, what the desk page shows, and the pages that tell what went wrong."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth import is_veilig
from brievenbus.dienst import Dienst, koppelen
from brievenbus.dienst.overzicht import BriefKaart
from brievenbus.errors import BrievenbusError, LoginError
from brievenbus.foutzin import fill, sentence

HIER = Path(__file__).parent
VAST = "/static"

_pages = Environment(loader=FileSystemLoader(HIER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)

_MERK = {
    "kritiek": ("●", "Nu doen"), "hoog": ("▲", "Haast"), "middel": ("◆", "Binnenkort"), "laag": ("■", "Bewaren"),
    "geen": ("✓", "Niets doen"), "onbekend": ("?", "Niet goed te lezen"), "goednieuws": ("✓", "Goed nieuws"),
    "ontvangen": ("", "Binnen"), "bezig": ("", "Bezig"), "geweigerd": ("!", "Niet gelukt"), "mislukt": ("!", "Niet gelukt"),
}  # fmt: skip
_TITEL = {
    "ontvangen": "De brief is binnen", "bezig": "We lezen de brief …", "geweigerd": "Deze brief konden we niet openen",
    "mislukt": "Het lezen lukte niet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KaartBeeld:
    """A letter as the list shows it."""

    id: str
    status: str
    klasse: str
    symbool: str
    merk: str
    bezig: bool
    titel: str
    regel: str
    eerst: str
    verder: tuple[str, ...]
    gevolg: str
    hulp: tuple[str, ...]
    twijfel: str


@dataclass(frozen=True, slots=True)
class KoppelBeeld:
    """The panel of the phone. `qr` is only there in the answer that made the code; `rest` is in seconds."""

    id: str
    stand: str
    rest: int
    minuten: str
    qr: Markup | None
    lokaal: bool


@dataclass(frozen=True, slots=True)
class Blad:
    """All that the desk page shows."""

    balie: str
    naam: str
    formulier: str
    sleutel: str
    max_bytes: int
    bezoek_id: str
    teken: str
    levend: bool
    brieven: tuple[KaartBeeld, ...]
    koppeling: KoppelBeeld | None
    fout: str
    bericht: str


def page(sjabloon: str, /, *, status: int = 200, **gegevens: object) -> HTMLResponse:
    """Return a filled template."""
    return HTMLResponse(_pages.get_template(sjabloon).render(vast=VAST, **gegevens), status)


def card(kaart: BriefKaart) -> KaartBeeld:
    """Shape one letter for the list."""
    symbol, word = _MERK[kaart.klasse]
    return KaartBeeld(
        kaart.id, kaart.status, kaart.klasse, symbol, word, kaart.status in ("ontvangen", "bezig"), kaart.titel or _TITEL[kaart.status],
        kaart.afzender, kaart.eerst or kaart.zin, kaart.verder, kaart.gevolg, kaart.hulp, kaart.twijfel,
    )  # fmt: skip


def pairing(dienst: Dienst, stand: koppelen.KoppelingStand, qr: str = "") -> KoppelBeeld:
    """Shape the panel of the phone."""
    seconds = left(dienst, stand.vervalt)
    minutes = max(1, round(seconds / 60))
    return KoppelBeeld(
        stand.id, stand.stand, seconds, f"nog {minutes} {'minuut' if minutes == 1 else 'minuten'}",
        Markup(qr) if qr else None, not is_veilig(dienst.beleid.adres),
    )  # fmt: skip


def left(dienst: Dienst, vervalt: datetime) -> int:
    """Return the seconds until a moment, never below zero."""
    return max(0, round((vervalt - dienst.klok()).total_seconds()))


def new_key() -> str:
    """Return a key for one sending of a form: pressing twice is one letter."""
    return secrets.token_hex(16)


class PaginaRoute(APIRoute):
    """A route of a page: what goes wrong is told on a page, and who is not logged in is taken there."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the framework's handler."""
        run = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await run(request)
            except LoginError:
                return RedirectResponse("/inloggen", 303)
            except BrievenbusError as error:
                return problem(error)

        return handle


def problem(error: BrievenbusError, terug: str = "/", terug_tekst: str = "Terug") -> Response:
    """Return the page for an error of ours."""
    said = sentence(error) if fill(error.code) else fill("programmafout")
    return page("melding.html", status=error.http_status, kop="Dit lukte niet", fout=said, terug=terug, terug_tekst=terug_tekst)


