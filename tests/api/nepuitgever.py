"""A login provider of a municipality, small but strict: what the standard forbids it refuses, and it can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, GEHEIM = "brievenbus-test", "geheim-4829_Qx"


@dataclass
class NepUitgever:
    """The provider. `claims` is who logs in next; `lieg` overrides what goes into the id token; `sleutel` signs it."""

    adres: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "s-1", "email": "noor@example.org", "name": "Noor Voorbeeld"})
    lieg: dict[str, Any] = field(default_factory=dict)
    sleutel: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}))
    toon: RSAKey | None = None
    klant: RSAKey | None = None
    algoritme: str = "RS256"
    nu: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    gezien: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        """Return the provider as an ASGI app."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/jwks", self._jwks),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
            ]
        )

    async def _discovery(self, request: Request) -> Response:
        self.gezien.append("discovery")
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return JSONResponse({"issuer": self.adres, **{name: f"{self.adres}/{path}" for name, path in names.items()}})

    async def _jwks(self, request: Request) -> Response:
        self.gezien.append("jwks")
        return JSONResponse({"keys": [(self.toon or self.sleutel).as_dict(private=False)]})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        right = (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == ("code", "S256", CLIENT)
        if not right or "openid" not in asked["scope"].split() or min(len(asked[k]) for k in ("state", "nonce", "code_challenge")) < 32:
            return Response("bad request", 400)
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return RedirectResponse(asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]}), 302)

    async def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or form.get("redirect_uri") != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if not self._is_client(request, form):
            return JSONResponse({"error": "invalid_client"}, 401)
        body = {"iss": self.adres, "aud": CLIENT, "iat": self.nu, "exp": self.nu + 300, "nonce": asked["nonce"], **self.claims}
        body = {name: value for name, value in (body | self.lieg).items() if value is not None}
        made = jwt.encode({"alg": self.algoritme, "kid": self.sleutel.kid}, body, self.sleutel, algorithms=[self.algoritme])
        return JSONResponse({"access_token": "a-1", "token_type": "Bearer", "expires_in": 300, "id_token": made})

    def _is_client(self, request: Request, form: dict[str, str]) -> bool:
        if self.klant is not None:
            token = jwt.decode(form["client_assertion"], self.klant, algorithms=["RS256"])
            same = token.claims["iss"] == token.claims["sub"] == CLIENT and token.claims["aud"] == f"{self.adres}/token"
            return bool(same and "client_secret" not in form and "authorization" not in request.headers)
        given = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        return given == f"{CLIENT}:{GEHEIM}"


@contextmanager
def serve(uitgever: NepUitgever) -> Iterator[NepUitgever]:
    """Run the provider on loopback in a thread of this process."""
    server = uvicorn.Server(uvicorn.Config(uitgever.app(), host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    uitgever.adres = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield uitgever
    finally:
        server.should_exit = True
        thread.join(10)
