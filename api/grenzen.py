"""How much and how often: bodies in memory only, counted while they come in; a cap on all uploads together; a slow flood.

An upload holds people's letters: it is never spooled to a file. So memory is what must be guarded: every byte that is
received is counted until the answer is given, and who does not fit is asked to come back in a few seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.koppen import client_address
from api.problemen import from_error
from brievenbus.dienst.inloggen import network
from brievenbus.errors import BrievenbusError, BusyError, InputError
from brievenbus.store.crypto import token_hash

_BODY = 262_144
"""Largest body of a call that is no upload: JSON and forms."""
_SCOPE = "brievenbus.lichaam"
_COOKIES = ("__Host-bb", "bb")
"""See `auth.koekjesnaam`."""


@dataclass(frozen=True, slots=True)
class Grenzen:
    """What one process takes. Bytes of one upload, of all uploads together; seconds for a piece and for a whole body.

    `per_sessie`, `per_adres` and `per_onbekend` are calls a minute: of one session, of one network address (a whole centre
    may sit behind one), and of one address without session.
    """

    upload: int = 100_000_000
    samen: int = 256_000_000
    stuk_seconden: float = 20.0
    lichaam_seconden: float = 300.0
    per_sessie: int = 600
    per_adres: int = 12_000
    per_onbekend: int = 600


class TeGroot(InputError):
    """A body larger than this call may have."""

    http_status = 413


class TeTraag(InputError):
    """A body that came in too slowly."""

    http_status = 408


class VerkeerdeSoort(InputError):
    """A body of a kind that this call does not take."""

    http_status = 415


class Vol(BusyError):
    """All memory for uploads is in use."""

    http_status = 503


class Teller:
    """Bytes of uploads now in memory. One per process; touched by the event loop alone, so it needs no lock.

    `per_wie`: how much of it one session may have at a time, so that one phone that sends drop by drop cannot hold all.
    """

    def __init__(self, samen: int, per_wie: int | None = None) -> None:
        self.samen, self.per_wie, self.nu = samen, samen if per_wie is None else per_wie, 0
        self.van: Counter[bytes] = Counter()

    def take(self, count: int, wie: bytes = b"") -> None:
        """Count bytes in. Raises Vol where they do not fit."""
        if self.nu + count > self.samen or self.van[wie] + count > self.per_wie:
            raise Vol("te_druk", seconden=5)
        self.nu += count
        self.van[wie] += count

    def give(self, count: int, wie: bytes = b"") -> None:
        """Count bytes out."""
        self.nu -= count
        self.van[wie] -= count
        if not self.van[wie]:
            del self.van[wie]


class Lichaam:
    """Count a body while it comes in: refuse by Content-Length before a byte is read, and a liar at the byte too many.

    A large body is only for a route that asks for it (`take_upload`), which it does once it knows who is there: what else reads
    a body, the framework too, gets a small one. Room is taken at the first read and given back after the answer.
    """

    def __init__(self, app: ASGIApp, *, grenzen: Grenzen, teller: Teller) -> None:
        self.app, self.grenzen, self.teller = app, grenzen, teller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app with a guarded `receive`, which raises TeGroot, TeTraag or Vol from within the app's own read."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        upload = headers.get("content-type", "").lower().startswith("multipart/form-data")
        most = self.grenzen.upload if upload else _BODY
        length = headers.get("content-length", "")
        announced = int(length) if length.isdecimal() and len(length) < 20 else 0
        if announced > most:
            await from_error(TeGroot("verzoek_te_groot"))(scope, receive, send)
            return
        meter = scope[_SCOPE] = _Meter(self.teller, announced, self.grenzen, token_hash(credential(headers)))
        answered = False

        async def answer(message: Message) -> None:
            """Answer what went wrong with the body, also where the framework made a plain 400 of it."""
            nonlocal answered
            if meter.error is None:
                await send(message)
            elif not answered:
                answered = True
                await from_error(meter.error)(scope, receive, send)

        try:
            await self.app(scope, meter.guard(receive), answer)
        finally:
            meter.close()


class _Meter:
    """One body: how much came, how much room it holds, and when it must be in. Small, until it is said to be an upload."""

    def __init__(self, uploads: Teller, announced: int, grenzen: Grenzen, wie: bytes) -> None:
        self.uploads, self.announced, self.grenzen, self.wie = uploads, announced, grenzen, wie
        self.teller, self.most = Teller(_BODY), _BODY
        self.seen = self.held = 0
        self.until: float | None = None
        self.done = False
        self.error: BrievenbusError | None = None

    def enlarge(self) -> None:
        """Let this body be as large as an upload, and count it among them."""
        self.teller, self.most = self.uploads, self.grenzen.upload

    def guard(self, receive: Receive) -> Receive:
        """Return a `receive` that counts, and remembers why it stopped. Raises TeGroot, TeTraag or Vol."""

        async def read() -> Message:
            if self.done:  # the body is in: what follows is the wait for a caller that hangs up
                return await receive()
            try:
                return await self._read(receive)
            except BrievenbusError as error:
                self.error = error
                raise

        return read

    async def _read(self, receive: Receive) -> Message:
        if self.until is None:
            self.until = time.monotonic() + self.grenzen.lichaam_seconden
            if self.announced > self.most:
                raise TeGroot("verzoek_te_groot")
            self._hold(self.announced)
        try:
            message = await asyncio.wait_for(receive(), min(self.grenzen.stuk_seconden, self._left()))
        except TimeoutError:
            raise TeTraag("verzoek_te_traag") from None
        self._count(message)
        return message

    def close(self) -> None:
        """Give the room back."""
        self.teller.give(self.held, self.wie)
        self.held = 0

    def _left(self) -> float:
        return max(0.001, (self.until or 0) - time.monotonic())

    def _count(self, message: Message) -> None:
        if message["type"] != "http.request":
            self.done = True
            return
        self.seen += len(message.get("body", b""))
        if self.seen > self.most:
            raise TeGroot("verzoek_te_groot")
        self._hold(self.seen - self.held)
        self.done = not message.get("more_body", False)

    def _hold(self, count: int) -> None:
        if count > 0:
            self.teller.take(count, self.wie)
            self.held += count


def take_upload(scope: Scope) -> None:
    """Say that this route takes files and knows who sends them: its body may be large. Before the first read."""
    meter: _Meter | None = scope.get(_SCOPE)
    if meter is not None:
        meter.enlarge()


class Tempo:
    """Stop a slow flood: calls a minute by session and by address, counted in this process. Answers 429 with Retry-After.

    Attempts to log in are counted apart, in the database (`dienst.inloggen`): that must hold over processes and restarts.
    """

    def __init__(self, app: ASGIApp, *, grenzen: Grenzen) -> None:
        self.app = app
        self.teller = SlidingWindowCounterRateLimiter(MemoryStorage())
        self.sessie = RateLimitItemPerMinute(grenzen.per_sessie)
        self.adres = RateLimitItemPerMinute(grenzen.per_adres)
        self.onbekend = RateLimitItemPerMinute(grenzen.per_onbekend)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer 429."""
        if scope["type"] == "http":
            address, token = network(client_address(scope)), credential(Headers(scope=scope))
            hits = [(self.adres, "adres:" + address)]
            hits.append((self.sessie, "sessie:" + token_hash(token).hex()) if token else (self.onbekend, "onbekend:" + address))
            for item, key in hits:
                if not self.teller.hit(item, key):
                    left = max(1, int(self.teller.get_window_stats(item, key).reset_time - time.time()) + 1)
                    await from_error(BusyError("te_vaak", seconden=left))(scope, receive, send)
                    return
        await self.app(scope, receive, send)


def credential(headers: Headers) -> str:
    """Return the token that names the session, of the bearer or else of our cookie; '' where there is neither.

    The token alone: another space, another case or a cookie more must not make another session of it.
    """
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    cookies = cookie_parser(headers.get("cookie", ""))
    return next((cookies[name] for name in _COOKIES if cookies.get(name)), "")
