"""Logging in through the municipality: OpenID Connect, code flow, PKCE S256, nonce and state (NL GOV Assurance profile 1.0).

    GET /oidc/inloggen  → to the provider; state, nonce and PKCE verifier go in a sealed cookie of ten minutes
    GET /oidc/terug     ← with a code; checked and traded for an id token, and that for a session of our own

Everything of the protocol that must not be got wrong (request, token call, signature, claims) is Authlib's and joserfc's work.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.routing import APIRoute
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from starlette.responses import RedirectResponse, Response

from api.auth import get_dienst, get_trace_id, is_veilig, openbaar, zet_koekje
from api.desk.weergave import problem
from brievenbus.dienst import Dienst, Rol, oidc
from brievenbus.dienst.oidc import OidcInstelling
from brievenbus.errors import BrievenbusError, LoginError, MissingError, SettingsError, StoreError, ToolError
from brievenbus.store.crypto import derive, seal_json, unseal_json

if TYPE_CHECKING:
    from brievenbus.settings import Settings

ALGORITMEN = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""Signatures that an id token may have: only with a public key, never `none` and never a shared secret."""

GELDIG_SECONDEN = 600
_METADATA_SECONDS, _TIMEOUT, _LEEWAY = 3600, 10.0, 120
_WHERE = "oidc|koekje|heen"


class _Route(APIRoute):
    """What goes wrong is told on a page, with the way back to logging in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        run = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await run(request)
            except BrievenbusError as error:
                return problem(error, terug="/inloggen", terug_tekst="Naar inloggen")

        return handle


router = APIRouter(prefix="/oidc", include_in_schema=False, dependencies=[openbaar], route_class=_Route)


@dataclass(frozen=True, slots=True)
class Heen:
    """What we remember of somebody on the way to the provider."""

    state: str
    nonce: str
    verifier: str
    tot: int

    def __repr__(self) -> str:
        return "Heen(…)"


class Aanbieder:
    """The provider: its discovered addresses and keys, kept for an hour. One per process."""

    def __init__(self, instelling: OidcInstelling) -> None:
        self.instelling = instelling
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._until = 0.0

    def start(self, terug: str, nu: int) -> tuple[str, Heen]:
        """Return the address to send a browser to, and what to remember. Raises ToolError `oidc_weg`."""
        heen = Heen(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), nu + GELDIG_SECONDEN)
        with self._client(terug) as client:
            url, _ = client.create_authorization_url(
                self._address("authorization_endpoint"), state=heen.state, nonce=heen.nonce, code_verifier=heen.verifier
            )
        return str(url), heen

    def finish(self, terug: str, code: str, heen: Heen, nu: int) -> dict[str, Any]:
        """Trade a code for claims that were checked. Raises LoginError `oidc_mislukt`, ToolError `oidc_weg`."""
        try:
            with self._client(terug) as client:
                token = client.fetch_token(self._address("token_endpoint"), code=code, code_verifier=heen.verifier)
            return self._claims(token, heen.nonce, nu)
        except (OAuthError, JoseError, KeyError, TypeError) as error:
            raise LoginError("oidc_mislukt") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise ToolError("oidc_weg") from error

    def _claims(self, token: dict[str, Any], nonce: str, nu: int) -> dict[str, Any]:
        made = self._decode(token["id_token"])
        options = {"iss": {"essential": True, "value": self.instelling.uitgever}}
        params = {"nonce": nonce, "client_id": self.instelling.client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(made.claims, made.header, options, params)
        claims.validate(now=nu, leeway=_LEEWAY)
        audience = made.claims["aud"]
        if self.instelling.client_id not in ([audience] if isinstance(audience, str) else audience) or not made.claims["sub"]:
            raise LoginError("oidc_mislukt")
        return dict(made.claims)

    def _decode(self, id_token: str) -> jwt.Token:
        """Check the signature; a key that is not known yet is fetched once more, for providers change keys."""
        try:
            return jwt.decode(id_token, self._key_set(), algorithms=list(ALGORITMEN))
        except (InvalidKeyIdError, ValueError):
            self._keys = None
            return jwt.decode(id_token, self._key_set(), algorithms=list(ALGORITMEN))

    def _key_set(self) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(self._get(self._address("jwks_uri")))
        return self._keys

    def _address(self, name: str) -> str:
        """Return one address of the provider. Its document must be its own: the issuer in it is the one of the settings."""
        if time.monotonic() >= self._until:
            found = self._get(self.instelling.uitgever.rstrip("/") + "/.well-known/openid-configuration")
            if found.get("issuer") != self.instelling.uitgever:
                raise ToolError("oidc_weg")
            self._metadata, self._keys, self._until = found, None, time.monotonic() + _METADATA_SECONDS
        address = self._metadata.get(name)
        if not isinstance(address, str):
            raise ToolError("oidc_weg")
        return address

    def _get(self, url: str) -> Any:
        try:
            return httpx2.get(url, timeout=_TIMEOUT).raise_for_status().json()
        except (httpx2.HTTPError, ValueError) as error:
            raise ToolError("oidc_weg") from error

    def _client(self, terug: str) -> Any:
        own = self.instelling
        client = OAuth2Client(
            own.client_id, own.sleutel or own.geheim, scope=own.scopes, redirect_uri=terug, code_challenge_method="S256",
            token_endpoint_auth_method="private_key_jwt" if own.sleutel else "client_secret_basic", timeout=_TIMEOUT,
        )  # fmt: skip
        if own.sleutel:
            client.register_client_auth_method(PrivateKeyJWT())
        return client


def mount(app: FastAPI, instelling: OidcInstelling | None) -> None:
    """Give an app the two routes. Without settings they answer that there is nothing here."""
    app.state.oidc = None if instelling is None else Aanbieder(instelling)
    app.include_router(router)


def read_instelling(settings: Settings) -> OidcInstelling | None:
    """Return how this organisation logs in, or None. Raises SettingsError.

    A secret file that holds a private key (PEM) means private_key_jwt.
    """
    if not settings.oidc_uitgever:
        return None
    try:
        secret = Path(settings.oidc_geheim_bestand).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("oidc_onvolledig") from error
    is_key = secret.startswith("-----BEGIN")
    return OidcInstelling(
        settings.oidc_uitgever, settings.oidc_client_id, geheim="" if is_key else secret, sleutel=secret if is_key else "",
        naam_claim=settings.oidc_naam_claim or "email", rol_claim=settings.oidc_rol_claim, rollen=read_rollen(settings.oidc_rollen),
        balie_claim=settings.oidc_balie_claim, wijkteam_claim=settings.oidc_wijkteam_claim,
    )  # fmt: skip


def read_rollen(text: str) -> dict[str, Rol]:
    """Read `waarde=rol,waarde=rol`. Raises SettingsError for a role that does not exist."""
    pairs = [part.rpartition("=") for part in text.split(",") if part.strip()]
    if any(not value.strip() or rol.strip() not in get_args(Rol) for value, _, rol in pairs):
        raise SettingsError("oidc_onvolledig")
    return {value.strip(): cast(Rol, rol.strip()) for value, _, rol in pairs}


def get_aanbieder(request: Request) -> Aanbieder:
    """Return the provider. Raises MissingError where logging in this way was not set up."""
    found: Aanbieder | None = getattr(request.app.state, "oidc", None)
    if found is None:
        raise MissingError("niet_gevonden")
    return found


Met = Annotated[Dienst, Depends(get_dienst)]
Bij = Annotated[Aanbieder, Depends(get_aanbieder)]


@router.get("/inloggen")
def go(dienst: Met, aanbieder: Bij) -> Response:
    """Send the browser to the provider."""
    url, heen = aanbieder.start(_back(dienst), _now(dienst))
    response = RedirectResponse(url, 303)
    values = {"state": heen.state, "nonce": heen.nonce, "verifier": heen.verifier, "tot": heen.tot}
    sealed = urlsafe_b64encode(seal_json(derive(dienst.opslag.huis, "oidc"), _WHERE, values)).decode()
    adres = dienst.beleid.adres
    response.set_cookie(_cookie(adres), sealed, max_age=GELDIG_SECONDEN, path="/", httponly=True, secure=is_veilig(adres), samesite="lax")
    return response


@router.get("/terug")
def come_back(request: Request, dienst: Met, aanbieder: Bij) -> Response:
    """Take the code, and give the browser a session. Raises LoginError, ToolError."""
    heen = _remembered(request, dienst)
    query = request.query_params
    if heen is None or not hmac.compare_digest(heen.state.encode(), query.get("state", "").encode()):
        raise LoginError("oidc_mislukt")
    if "error" in query or not query.get("code") or query.get("iss", aanbieder.instelling.uitgever) != aanbieder.instelling.uitgever:
        raise LoginError("oidc_mislukt")
    claims = aanbieder.finish(_back(dienst), query["code"], heen, _now(dienst))
    token, _ = oidc.log_in(dienst, aanbieder.instelling, claims, get_trace_id(request))
    response = RedirectResponse("/", 303)
    adres = dienst.beleid.adres
    response.delete_cookie(_cookie(adres), path="/", httponly=True, secure=is_veilig(adres), samesite="lax")
    zet_koekje(response, dienst, token)
    return response


def _remembered(request: Request, dienst: Dienst) -> Heen | None:
    """Return what we sealed on the way out; None for no cookie, another's, or one older than ten minutes."""
    try:
        sealed = urlsafe_b64decode(request.cookies.get(_cookie(dienst.beleid.adres), ""))
        heen = Heen(**unseal_json(derive(dienst.opslag.huis, "oidc"), _WHERE, sealed))
    except (Base64Error, ValueError, StoreError):
        return None
    return heen if _now(dienst) < heen.tot else None


def _back(dienst: Dienst) -> str:
    return f"{dienst.beleid.adres.rstrip('/')}/oidc/terug"


def _cookie(adres: str) -> str:
    return "__Host-bb-oidc" if is_veilig(adres) else "bb-oidc"


def _now(dienst: Dienst) -> int:
    return int(dienst.klok().timestamp())
