"""From values to a page: the templates, the panel of the phone, and the pages that tell what went wrong."""

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
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from api.auth import is_veilig
from api.desk.htmx import HERLAAD, to_login
from api.desk.kop import Kop, kop_of
from api.desk.schermzinnen import zinnen
from api.desk.taal import BRON, N_, TALEN, _, ltr, ngettext, nu, pad
from api.desk.vast import VAST, thema
from brievenbus.dienst import Dienst, koppelen
from brievenbus.errors import BrievenbusError, InputError, LoginError
from brievenbus.foutzin import fill, sentence

HIER = Path(__file__).parent
_TITELS = {
    403: N_("Dit mag niet met uw account"), 404: N_("Dit hebben wij niet gevonden"), 413: N_("Dit is te groot"),
    429: N_("Even wachten"), 500: N_("Er ging iets mis bij ons"), 503: N_("Even wachten"),
}  # fmt: skip

_NEDERLANDS = Markup(' lang="nl" dir="ltr"')
"""Said of what comes from the letter, on a page in another language: `<p{{ inhoudtaal }}>`."""

_pages = Environment(
    loader=FileSystemLoader(HIER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    extensions=["jinja2.ext.i18n"],
)  # fmt: skip
_pages.policies["ext.i18n.trimmed"] = True
_pages.globals["zinnen"] = zinnen
_pages.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
_pages.filters["ltr"] = ltr

MERK = {
    "kritiek": ("●", N_("Nu doen")), "hoog": ("▲", N_("Haast")), "middel": ("◆", N_("Binnenkort")), "laag": ("■", N_("Bewaren")),
    "geen": ("✓", N_("Niets doen")), "onbekend": ("?", N_("Niet goed te lezen")), "goednieuws": ("✓", N_("Goed nieuws")),
    "ontvangen": ("", N_("Binnen")), "bezig": ("", N_("Bezig")), "geweigerd": ("!", N_("Niet gelukt")),
    "mislukt": ("!", N_("Niet gelukt")),
}  # fmt: skip
"""How dangerous a letter is, or what state it is in, as a sign and a word; `haast--<key>` in the style gives the colour.

The word is still Dutch: a page says `_(…)`."""


_GEEN_HAAST = ("■", N_("Geen haast"))
_WEG = ("✓", N_("Kan weg"))
_VERDACHT = ("!", N_("Controleer eerst"))


def badge(bak: str, klasse: str, *, goed_nieuws: bool, verdacht: bool) -> tuple[str, str, str]:
    """Return the colour, sign and word for a letter: `klasse` is its urgency or state, `bak` where it goes (`briefkaart.sort_out`).

    A suspect letter asks one thing only: to check it first. A calm letter never says "keep" where there is something to do.
    """
    if verdacht:
        return ("hoog", *_VERDACHT)
    if klasse not in ("laag", "geen"):
        return (klasse, *MERK[klasse])
    if goed_nieuws:
        return ("goednieuws", *MERK["goednieuws"])
    if bak == "doen":
        return ("laag", *_GEEN_HAAST)
    return ("geen", *_WEG) if bak == "weg" else ("laag", *MERK["laag"])


@dataclass(frozen=True, slots=True)
class KoppelBeeld:
    """The panel of the phone. `qr` is only there in the answer that made the code; `rest` is in seconds."""

    id: str
    stand: str
    rest: int
    minuten: str
    qr: Markup | None
    lokaal: bool


def page(sjabloon: str, /, *, status: int = 200, **gegevens: object) -> HTMLResponse:
    """Return a filled template."""
    here = pad() if status < 400 else "/"
    gegevens = {"kop": None, "oefenen": False, "taal": nu(), "talen": tuple(TALEN.values()), "hier": here, **gegevens}
    gegevens["inhoudtaal"] = Markup("") if nu().code == BRON else _NEDERLANDS
    return HTMLResponse(_pages.get_template(sjabloon).render(vast=VAST, thema=thema(), **gegevens), status)


def pairing(dienst: Dienst, stand: koppelen.KoppelingStand, qr: str = "") -> KoppelBeeld:
    """Shape the panel of the phone."""
    seconds = left(dienst, stand.vervalt)
    minutes = max(1, round(seconds / 60))
    return KoppelBeeld(
        stand.id, stand.stand, seconds, ngettext("nog %(n)s minuut", "nog %(n)s minuten", minutes) % {"n": minutes},
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
            if any("\0" in value for value in request.query_params.values()):  # no page asks for one, and PostgreSQL takes none
                return problem(InputError("formulier_kapot"))
            try:
                return await run(request)
            except LoginError:
                return to_login(request)
            except BrievenbusError as error:
                if "hx-request" in request.headers and error.http_status in (403, 404):
                    return Response(status_code=error.http_status, headers=HERLAAD)  # the page itself then says what is wrong
                return await run_in_threadpool(problem, error, request)

        return handle


def problem(error: BrievenbusError, request: Request | None = None, *, terug: str = "/", terug_tekst: str = "") -> Response:
    """Return the page for an error of ours, with the menu where it is known who asks."""
    said = sentence(error, _) if fill(error.code) else fill("programmafout", vertaal=_)
    return message(error.http_status, said, None if request is None else kop_of(request), (terug, terug_tekst))


def message(status: int, zin: str, kop: Kop | None = None, terug: tuple[str, str] = ("/", "")) -> Response:
    """Return a page that says what went wrong, what to do, and the way back (path, words)."""
    path, words = terug[0], terug[1] or _("Terug naar het begin")
    title = _(_TITELS.get(status, N_("Dit lukte niet")))
    return page("melding.html", status=status, kop=kop, titel=title, fout=zin, terug=path, terug_tekst=words)
