"""Who asks, and may they. Deny by default: a route without a mark stops the start of the service (`controleer_routes`).

    @router.get("/brieven")
    def lijst(wie: Annotated[Wie, vereist("vrijwilliger")], dienst: Annotated[Dienst, Depends(get_dienst)]) -> ...
    @router.post("/uitnodigingen", dependencies=[openbaar])

Under `/v1` only `Authorization: Bearer <token>` counts, on pages only the cookie: a browser never sends a Bearer by itself, so
another site can do nothing under `/v1`; what pages send is guarded by `controleer_formulier` and the check of where it comes from.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.routing import iter_route_contexts
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from brievenbus.dienst import Dienst, Rol, Soort, Wie
from brievenbus.dienst.sessies import formuliersleutel, wie_is
from brievenbus.errors import AccessError, LoginError, SettingsError

_MERK = "brievenbus_merk"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Merk:
    """Who may use a route: everybody (`openbaar`), or these roles when they came in in one of these ways."""

    rollen: frozenset[str] = frozenset()
    soorten: frozenset[str] = frozenset()
    openbaar: bool = False


@dataclass(frozen=True, slots=True)
class RouteMerk:
    """A route as it stands in the app: its whole path, its methods and its mark (None: somebody forgot it)."""

    pad: str
    methoden: tuple[str, ...]
    merk: Merk | None


@dataclass(frozen=True, slots=True)
class OpenbaarDeel:
    """A mounted part everybody may read, such as style sheets: `app.mount("/static", OpenbaarDeel(StaticFiles(…)))`."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        await self.app(scope, receive, send)


def get_dienst(request: Request) -> Dienst:
    """Return what the service works with; the app (and each sub-app) has it on `state.dienst`."""
    dienst: Dienst = request.app.state.dienst
    return dienst


def get_wie(request: Request, dienst: Annotated[Dienst, Depends(get_dienst)]) -> Wie:
    """Return who asks. Raises LoginError: no token, or one that is unknown, ended or withdrawn."""
    token = _bearer(request) if _is_api(request) else request.cookies.get(koekjesnaam(dienst.beleid.adres), "")
    if not token:
        raise LoginError("niet_ingelogd")
    return wie_is(dienst, token, get_trace_id(request))


def get_trace_id(request: Request) -> str:
    """Return the trace id of this request, or nothing where none was given."""
    return str(getattr(request.state, "trace_id", ""))


def get_adres(request: Request) -> str:
    """Return the network address of who asks; behind a proxy the server has already put the real one there."""
    return request.client.host if request.client else ""


def vereist(*rollen: Rol, soorten: tuple[Soort, ...] = ("mens",)) -> Any:
    """Let these roles in, when they came in in one of these ways. As `dependencies=[…]` or as the mark of a `Wie` parameter."""

    def check(wie: Annotated[Wie, Depends(get_wie)]) -> Wie:
        if wie.rol not in rollen or wie.soort not in soorten:
            raise AccessError("mag_niet")
        return wie

    setattr(check, _MERK, Merk(frozenset(rollen), frozenset(soorten)))
    return Depends(check)


def _everybody() -> None:
    """Let everybody in."""


setattr(_everybody, _MERK, Merk(openbaar=True))
openbaar: Any = Depends(_everybody)
"""The mark of a route for everybody: `dependencies=[openbaar]`."""


def controleer_routes(app: Any) -> None:
    """Raise SettingsError when a route, also of a mounted app, does not say who may use it, or says two things at once."""
    missing = [route.pad for route in routes_met_merk(app) if route.merk is None]
    if missing:
        raise SettingsError("route_zonder_rol", pad=missing[0])


def routes_met_merk(app: Any, voor: str = "") -> Iterator[RouteMerk]:
    """Give every route of the app and of what is mounted in it."""
    for found in iter_route_contexts(app.routes):
        route: BaseRoute = found.route
        if isinstance(route, Mount):
            yield from _mounted(route, voor)
            continue
        methods = tuple(sorted(getattr(found, "methods", None) or ()))
        dependant = getattr(found, "dependant", None)
        yield RouteMerk(voor + (found.path or str(route)), methods, _only(set(_marks(dependant))))


def _mounted(mount: Mount, voor: str) -> Iterator[RouteMerk]:
    path = voor + mount.path
    if isinstance(mount.app, OpenbaarDeel):
        yield RouteMerk(path, (), Merk(openbaar=True))
    elif hasattr(mount.app, "routes"):
        yield from routes_met_merk(mount.app, path)
    else:
        yield RouteMerk(path, (), None)


def _marks(dependant: Any) -> Iterator[Merk]:
    if dependant is None:
        return
    merk = getattr(dependant.call, _MERK, None)
    if merk is not None:
        yield merk
    for deeper in dependant.dependencies:
        yield from _marks(deeper)


def _only(merken: set[Merk]) -> Merk | None:
    """Return what the marks come to together: all of them must let somebody in. `openbaar` beside a role is a mistake."""
    if not merken or (len(merken) > 1 and any(merk.openbaar for merk in merken)):
        return None
    first, *more = merken
    for merk in more:
        first = Merk(first.rollen & merk.rollen, first.soorten & merk.soorten)
    return first


def _is_api(request: Request) -> bool:
    return str(request.scope.get("root_path", "")).endswith("/v1") or str(request.scope.get("path", "")).startswith("/v1/")


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def is_veilig(adres: str) -> bool:
    """Tell whether cookies can be Secure: always, but for plain http on the machine itself."""
    parts = urlsplit(adres)
    return not (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def koekjesnaam(adres: str) -> str:
    """Return the name of the session's cookie. `__Host-` lets a browser take it over TLS and from this very host only."""
    return "__Host-bb" if is_veilig(adres) else "bb"


def zet_koekje(response: Response, dienst: Dienst, token: str) -> None:
    """Give a browser its session. The cookie goes when the browser closes; the server ends the session in any case.

    Lax, not Strict: after OIDC the browser comes back from another site.
    """
    adres = dienst.beleid.adres
    response.set_cookie(koekjesnaam(adres), token, path="/", httponly=True, secure=is_veilig(adres), samesite="lax")


def wis_koekje(response: Response, dienst: Dienst) -> None:
    """Take a browser's session away."""
    adres = dienst.beleid.adres
    response.delete_cookie(koekjesnaam(adres), path="/", httponly=True, secure=is_veilig(adres), samesite="lax")


def formuliertoken(dienst: Dienst, wie: Wie) -> str:
    """Return what every form of this session carries in the hidden field `formulier`."""
    return formuliersleutel(dienst, wie)


def controleer_formulier(dienst: Dienst, wie: Wie, token: str) -> None:
    """Raise AccessError when a form does not come from a page of this very session."""
    if not hmac.compare_digest(formuliersleutel(dienst, wie).encode(), token.encode()):
        raise AccessError("formulier_ongeldig")
