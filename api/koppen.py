"""What goes round every request: trace id, access line, security headers, HEAD, trusted proxies, and no foreign forms.

Pure ASGI: Starlette's BaseHTTPMiddleware holds back streams and breaks context variables. Header sources: NL API Design
Rules (security-headers), NCSC web guidelines, W3C Trace Context, Fetch Metadata.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Callable, Sequence
from time import perf_counter
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problemen import Probleem
from brievenbus.logboek import bind_trace, get_log

API_VERSION = "1.0.0"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; "
    "media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FIXED = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_HSTS = "max-age=31536000; includeSubDomains"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")

Meld = Callable[[str, str, int, float], None]
"""(method, route template, status, seconds): what the metrics count."""

log = get_log("web")


class Spoor:
    """Outermost: one trace id for a request, in the log, in the audit row and back to the caller; and one line about it.

    The line has the route's template, never the path, query or address: `adres` is a blind index that differs per house.
    """

    def __init__(self, app: ASGIApp, *, sjabloon: Callable[[Scope], str], adres: Callable[[str], str], meld: Meld) -> None:
        self.app, self.sjabloon, self.adres, self.meld = app, sjabloon, adres, meld

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take over a well-formed `traceparent`, else start a new trace.

        One without a letter was not drawn at random: it may be somebody's number, and it would go into log and audit trail.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        found = _TRACEPARENT.fullmatch(Headers(scope=scope).get("traceparent", ""))
        trace_id = found[1] if found and not found[1].isdigit() else secrets.token_hex(16)
        span_id = secrets.token_hex(8)
        scope.setdefault("state", {})["trace_id"] = trace_id
        bind_trace(trace_id)
        start, status, sent = perf_counter(), 0, 0

        async def watch(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["traceparent"] = f"00-{trace_id}-{span_id}-01"
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        method = scope["method"]
        try:
            await self.app(scope, receive, watch)
        finally:
            seconds, route = perf_counter() - start, self.sjabloon(scope)
            self.meld(method, route, status, seconds)
            log.info(
                "verzoek", methode=method, route=route, status=status, bytes=sent, duur_ms=round(seconds * 1000, 1),
                adres=self.adres(client_address(scope)),
            )  # fmt: skip


class Koppen:
    """The headers that every answer has, pages and API alike. Nothing but static files may be kept by anybody."""

    def __init__(self, app: ASGIApp, *, statisch: str = "/static/") -> None:
        self.app, self.statisch = app, statisch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add what is not there yet; a route may set its own, stricter policy."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _FIXED.items():
                    headers.setdefault(name, value)
                if not path.startswith(self.statisch):
                    headers["cache-control"] = "no-store"
                if scope["scheme"] == "https":
                    headers["strict-transport-security"] = _HSTS
                if path == "/v1" or path.startswith("/v1/"):
                    headers["API-Version"] = API_VERSION
            await send(message)

        await self.app(scope, receive, add)


class Hoofd:
    """HEAD is GET without the body, on every route (NL API Design Rules, http-methods)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run a HEAD as a GET and swallow what it says."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def mute(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"] = "GET"
        await self.app(scope, receive, mute)


class Proxies:
    """Believe `X-Forwarded-For` and `-Proto` of configured proxies only; whoever else sends them is not heard."""

    def __init__(self, app: ASGIApp, *, netten: Sequence[str]) -> None:
        """`netten` are networks such as "10.0.0.0/8". Raises ValueError for one that is none."""
        self.app = app
        self.netten = [ipaddress.ip_network(net, strict=False) for net in netten]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the caller's own address and scheme in the scope, as the nearest trusted proxy saw them."""
        if scope["type"] == "http" and self.netten and self._trusted(client_address(scope)):
            headers = Headers(scope=scope)
            hops = [hop.strip() for hop in ",".join(headers.getlist("x-forwarded-for")).split(",") if hop.strip()]
            outside = next((hop for hop in reversed(hops) if not self._trusted(hop)), None)
            if outside is not None and is_address(outside):
                scope["client"] = (outside, 0)
            if headers.get("x-forwarded-proto", "").strip().lower() in ("http", "https"):
                scope["scheme"] = headers["x-forwarded-proto"].strip().lower()
        await self.app(scope, receive, send)

    def _trusted(self, text: str) -> bool:
        return is_address(text) and any(ipaddress.ip_address(text) in net for net in self.netten)


class EigenSite:
    """Refuse what another site makes a browser do: an unsafe method that carries our cookie must come from our own pages.

    `Sec-Fetch-Site` where the browser sends it (all do since 2023), else `Origin` against our own address and Host. A call
    without cookie (bearer token) is nothing a foreign page can forge. Forms also carry a token of the session.
    """

    def __init__(self, app: ASGIApp, *, adres: str) -> None:
        self.app, self.adres = app, adres

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer 403."""
        if scope["type"] == "http" and scope["method"] not in _SAFE:
            headers = Headers(scope=scope)
            if "cookie" in headers and not is_own(headers, scope["scheme"], self.adres):
                await Probleem(403, "andere_site")(scope, receive, send)
                return
        await self.app(scope, receive, send)


def is_own(headers: Headers, scheme: str, adres: str, *, silent: bool = False) -> bool:
    """Tell whether a browser says that this comes from our own pages; `silent` is the answer where it says nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    if origin is None:
        return silent
    return _origin(origin) in (_origin(adres), f"{scheme}://{headers.get('host', '')}")


def client_address(scope: Scope) -> str:
    """Return the network address of the caller; '' where the server knows none (a local socket)."""
    return str(scope["client"][0]) if scope.get("client") else ""


def is_address(text: str) -> bool:
    """Tell whether this is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _origin(url: str) -> str:
    """Return scheme and host of an address; '' for what is none, which is nobody's."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as "http://["
        return ""
    return f"{parts.scheme}://{parts.netloc}"
