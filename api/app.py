"""The web service: pages outside, the API under `/v1`, and round both the same headers, limits and log.

`create_app` takes a finished `Dienst`; `from_environment` is what uvicorn calls and the one place here that reads settings.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount
from starlette.types import Scope

from api import desk, oidc, problemen
from api.auth import controleer_routes, openbaar
from api.desk.foutpagina import Foutpagina
from api.desk.taal import Taallaag
from api.grenzen import Grenzen, Lichaam, Teller, Tempo
from api.inpakken import Inpakken
from api.koppen import API_VERSION, EigenSite, Hoofd, Koppen, Proxies, Spoor, client_address, is_address
from api.meters import CONTENT_TYPE, Meters
from api.openapi import describe
from api.v1 import (
    auditregels,
    balies,
    bezoeken,
    brieven,
    doorverwijzingen,
    gebruikers,
    gezondheid,
    keuringen,
    koppelingen,
    sessies,
    stapels,
    toestemmingen,
    uitnodigingen,
    voorstellen,
    wijkteams,
)
from brievenbus import logboek
from brievenbus.dienst import Dienst
from brievenbus.dienst.oidc import OidcInstelling
from brievenbus.dienst.opstart import Plaatsen, open_bewaarplaats, open_dienst
from brievenbus.dienst.overdracht import open_doorzetter
from brievenbus.errors import InputError, LoginError, SettingsError
from brievenbus.jobs.rij import maak_rij
from brievenbus.settings import Settings, beleid, controleer
from brievenbus.store.crypto import blind

ROUTES = (
    sessies, uitnodigingen, gebruikers, balies, brieven, stapels, bezoeken, koppelingen, keuringen, toestemmingen,
    doorverwijzingen, wijkteams, voorstellen, auditregels, gezondheid,
)  # fmt: skip
"""Every module under `/v1`, in the order of the description."""


@dataclass(frozen=True, slots=True)
class Rand:
    """What an operator chooses for the web side alone: trusted proxies, the scrape token, the contact, and how much may come in."""

    proxies: tuple[str, ...] = ()
    meet_token: str = field(default="", repr=False)
    contact: str = "beheer@example.org"
    grenzen: Grenzen = field(default_factory=Grenzen)
    oidc: OidcInstelling | None = None


def create_app(dienst: Dienst, rand: Rand | None = None) -> FastAPI:
    """Build the whole web service around the service. Raises SettingsError when a route does not say who may use it."""
    rand = rand or Rand()
    api, app, meters = _make_api(dienst, rand), _make_pages(dienst), Meters(dienst)
    app.include_router(_metrics(meters, rand))
    oidc.mount(app, rand.oidc)
    app.mount("/v1", api)
    controleer_routes(app)
    templates = dict(_templates(app))

    def template(scope: Scope) -> str:
        return templates.get(scope.get("endpoint"), "onbekend")

    def address(text: str) -> str:
        return blind(dienst.opslag.huis, "logadres", text).hex()[:16] if text else ""

    # the last one added is the outermost
    app.add_middleware(Lichaam, grenzen=rand.grenzen, teller=Teller(rand.grenzen.samen, rand.grenzen.upload))
    app.add_middleware(EigenSite, adres=dienst.beleid.adres)
    app.add_middleware(Tempo, grenzen=rand.grenzen)
    app.add_middleware(Foutpagina)
    app.add_middleware(Taallaag)
    app.add_middleware(Inpakken)
    app.add_middleware(Hoofd)
    app.add_middleware(Koppen)
    app.add_middleware(Spoor, sjabloon=template, adres=address, meld=meters.count)
    app.add_middleware(Proxies, netten=rand.proxies)
    return app


def from_environment() -> FastAPI:
    """Build the web service as the environment says; what uvicorn runs (`--factory api.app:from_environment`).

    Raises SettingsError, StoreError, KennisError: then nothing starts.
    """
    settings = Settings.read()
    controleer(settings)
    logboek.configure(niveau=logboek.level(settings.logniveau))
    log = logboek.get_log("web")
    plaatsen = Plaatsen(settings.database_url, settings.opslag_url, settings.sleutelbestand)
    opslag = open_bewaarplaats(plaatsen, _now(), lambda _: log.warning("eerste_sleutel"))
    doorzetter = open_doorzetter(settings.overdracht, settings.overdracht_url, Path(settings.overdracht_token_bestand))
    dienst = replace(open_dienst(opslag, beleid(settings), maak_rij(opslag), _now), doorzetter=doorzetter)
    return create_app(dienst, _rand(settings))


def _rand(settings: Settings) -> Rand:
    return Rand(
        proxies=tuple(part.strip() for part in settings.proxies.split(",") if part.strip()),
        meet_token=_secret(settings.meet_token_bestand), contact=settings.contact,
        oidc=oidc.read_instelling(settings),
    )  # fmt: skip


def _secret(bestand: str) -> str:
    """Return what a file holds; nothing where no file was named. Raises SettingsError for one that is empty or not to be read."""
    if not bestand:
        return ""
    try:
        found = Path(bestand).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        found = ""
    if not found:
        raise SettingsError("instelling_ongeldig", naam="BRIEVENBUS_MEET_TOKEN_BESTAND", waarde=bestand)
    return found


def _now() -> datetime:
    return datetime.now(UTC)


def _make_api(dienst: Dienst, rand: Rand) -> FastAPI:
    """Make the app under `/v1`: JSON only, and its own description."""
    api = FastAPI(title="brievenbus", version=API_VERSION, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.dienst = dienst
    problemen.install(api)
    for module in ROUTES:
        api.include_router(module.router)
    description = JSONResponse(describe(api, dienst.beleid.adres, rand.contact)).body

    def openapi() -> Response:
        """Return the description, for everybody and from every website."""
        return Response(description, media_type="application/json", headers={"Access-Control-Allow-Origin": "*"})

    api.add_api_route("/openapi.json", openapi, dependencies=[openbaar], include_in_schema=False, response_class=JSONResponse)
    return api


def _make_pages(dienst: Dienst) -> FastAPI:
    """Make the app of the pages at the desk and on the phone."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.dienst = dienst
    problemen.install(app)
    app.add_exception_handler(RequestValidationError, _wrong_form)
    desk.mount(app)
    return app


def _wrong_form(request: Request, error: Exception) -> Response:
    """A page's form is ours: what does not fit it did not come over well. The names of its fields help nobody."""
    return problemen.from_error(InputError("formulier_kapot"))


def _metrics(meters: Meters, rand: Rand) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics", dependencies=[openbaar])
    def metrics(request: Request) -> Response:
        """Give the figures to who has the scrape token or, where none is set, asks from this very machine."""
        if not _may_scrape(request, rand.meet_token):
            raise LoginError("niet_ingelogd")
        return Response(meters.text(), media_type=CONTENT_TYPE)

    return router


def _may_scrape(request: Request, token: str) -> bool:
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    if any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via", "x-real-ip")):
        return False  # a proxy on this machine speaks for somebody elsewhere
    if request.url.hostname not in ("127.0.0.1", "localhost", "::1", "[::1]"):
        return False  # a page elsewhere whose name was made to point at this machine (DNS rebinding)
    address = client_address(request.scope)
    return is_address(address) and ip_address(address).is_loopback


def _templates(app: FastAPI, before: str = "") -> Iterable[tuple[Callable[..., Any] | None, str]]:
    """Yield (route function, path with its slots), for the log and the figures: a path itself may hold anything."""
    for found in iter_route_contexts(app.routes):
        if isinstance(found.original_route, Mount):
            if isinstance(found.original_route.app, FastAPI):
                yield from _templates(found.original_route.app, before + found.original_route.path)
            else:
                yield found.original_route.app, before + found.original_route.path
        else:
            yield found.endpoint, before + (found.path or "")
