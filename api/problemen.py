"""Every answer that is not a success: `application/problem+json` with a Dutch sentence, never with a value of the request.

Follows the NL API Design Rules (problem-details, invalid-input, all-errors) and RFC 9457.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brievenbus.errors import BrievenbusError
from brievenbus.foutzin import fill
from brievenbus.logboek import get_log

MEDIA_TYPE = "application/problem+json"
TITELS = {
    400: "Het verzoek klopt niet", 401: "Niet ingelogd", 403: "Niet toegestaan", 404: "Niet gevonden",
    405: "Deze methode kan hier niet", 406: "Deze vorm kan niet", 408: "Het duurde te lang", 409: "Dat kan nu niet",
    413: "Te groot", 415: "Deze soort kan niet", 429: "Te vaak of te veel", 500: "Fout in het programma",
    503: "Nu niet beschikbaar", 507: "Geen ruimte",
}  # fmt: skip
_CODES = {400: "verzoek_ongeldig", 404: "niet_gevonden", 405: "methode_kan_niet", 413: "verzoek_te_groot", 415: "soort_kan_niet"}

_UNSAID = {"bestand": "dat u stuurde", "waarde": "…", "reden": "…", "map": "…"}
"""Slots that hold what somebody sent, or a place on this machine: an answer names neither."""

log = get_log("api")


class Probleem(JSONResponse):
    """One problem as an answer: `status`, `title`, `detail`, `code`, and `fouten` where several things are wrong."""

    media_type = MEDIA_TYPE

    def __init__(
        self, status: int, code: str, detail: str = "", *,
        fouten: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.code = code
        body: dict[str, Any] = {
            "status": status, "title": TITELS.get(status, TITELS[400 if status < 500 else 500]),
            "detail": detail or fill(code) or TITELS.get(status, ""), "code": code,
        }  # fmt: skip
        if fouten:
            body["fouten"] = list(fouten)
        super().__init__(body, status, headers=dict(headers or {}))


def from_error(error: BrievenbusError) -> Probleem:
    """Return the problem for an error of ours: its status, its sentence, and when it may be tried again."""
    headers = {}
    if error.http_status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if error.http_status in (429, 503):
        headers["Retry-After"] = str(error.waarden.get("seconden", 5))
    return Probleem(error.http_status, error.code, plain_sentence(error.code, error.waarden), headers=headers)


def plain_sentence(code: str, waarden: Mapping[str, object]) -> str:
    """Return the sentence of a code without what somebody sent: an answer may be logged or kept on the way."""
    return fill(code, {name: _UNSAID.get(name, value) for name, value in waarden.items()}) or fill("programmafout")


def install(app: FastAPI) -> None:
    """Give an app all its handlers, so that no answer of the framework itself goes out."""
    app.add_exception_handler(BrievenbusError, _own_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_middleware(Vangnet)


class Vangnet:
    """The one place where an unexpected exception stops: logged by kind and place, answered with a bare 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app; nothing of an exception's text, which may hold anything, reaches the log or the answer."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            log.error("onverwachte_fout", soort=type(error).__name__, plaats=place(error))
            if started or scope["type"] != "http":
                raise ConnectionAbortedError from None  # half an answer must not look like a whole one
            await Probleem(500, "programmafout")(scope, receive, send)


def place(error: BaseException) -> str:
    """Return file and line where an exception came up, deepest first place of our own code: never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "/brievenbus/" in f.filename or "/api/" in f.filename]
    return ">".join(f"{Path(f.filename).name}:{f.lineno}" for f in ([*own[-1:], *frames[-1:]]))


def _own_error(request: Request, error: Exception) -> Response:
    return from_error(cast(BrievenbusError, error))


def _http_error(request: Request, error: Exception) -> Response:
    error = cast(HTTPException, error)
    status = error.status_code if error.status_code in TITELS else (400 if error.status_code < 500 else 500)
    headers = dict(error.headers or {})
    if status == 405:
        headers["Allow"] = ", ".join(allowed_methods(request.scope))
    return Probleem(status, _CODES.get(status, "verzoek_ongeldig"), headers=headers)


def allowed_methods(scope: Scope) -> list[str]:
    """Return every method that some route has for this path (the framework names only the first route's)."""
    methods: set[str] = set()
    for context in iter_route_contexts(scope["app"].router.routes):
        if context.methods is None or isinstance(context.original_route, Mount):
            continue
        for method in context.methods:
            if context.matches({**scope, "method": method})[0] is Match.FULL:
                methods.add(method)
    if "GET" in methods:
        methods.add("HEAD")
    return sorted(methods)


def _invalid(request: Request, error: Exception) -> Response:
    fouten = [_fout(one) for one in cast(RequestValidationError, error).errors()]
    unique = list({(f["veld"], f["code"]): f for f in fouten}.values())
    return Probleem(400, "verzoek_ongeldig", fouten=unique)


_ZINNEN = {
    "missing": "Dit veld ontbreekt.",
    "extra_forbidden": "Er staat een veld in dat hier niet hoort.",
    "json_invalid": "Dit is geen geldige JSON.",
    "string_too_short": "Dit is te kort.",
    "string_too_long": "Dit is te lang.",
    "string_pattern_mismatch": "Dit heeft niet de goede vorm.",
    "literal_error": "Dit is geen van de waarden die hier kunnen.",
    "enum": "Dit is geen van de waarden die hier kunnen.",
    "int_parsing": "Dit is geen heel getal.",
    "int_type": "Dit is geen heel getal.",
    "greater_than_equal": "Dit getal is te klein.",
    "less_than_equal": "Dit getal is te groot.",
    "bool_parsing": "Dit moet true of false zijn.",
    "bool_type": "Dit moet true of false zijn.",
    "too_short": "Dit zijn er te weinig.",
    "too_long": "Dit zijn er te veel.",
    "date_from_datetime_parsing": "Dit is geen datum. Schrijf JJJJ-MM-DD.",
    "date_parsing": "Dit is geen datum. Schrijf JJJJ-MM-DD.",
}
_WAAR = {"body": "inhoud", "query": "zoekdeel", "path": "pad", "header": "kop", "cookie": "cookie"}


def _fout(one: Mapping[str, Any]) -> dict[str, str]:
    kind = str(one["type"])
    where: Iterable[Any] = one["loc"]
    parts = list(where)
    if kind in ("extra_forbidden", "json_invalid"):  # the last part is what was sent, not a name of ours
        parts = parts[:-1]
    names = [_WAAR.get(str(parts[0]), "verzoek"), *(str(p) for p in parts[1:])] if parts else ["verzoek"]
    return {"veld": ".".join(names), "code": kind, "zin": _ZINNEN.get(kind, "Dit heeft niet de goede vorm.")}
