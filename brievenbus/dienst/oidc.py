"""Logging in through the municipality (OpenID Connect): what a proven identity may become here.

The web does the protocol (`api/oidc.py`) and hands over claims whose signature, issuer, audience and nonce were checked. Then:

1. An account tied to this subject of this issuer is the one.
2. Otherwise the account whose user name is exactly the claim that was chosen (`naam_claim`), if a beheerder made it and it has
   no password yet: it is tied from then on. An account that is in use with a password is never tied by name alone, for a
   name can be chosen at some providers; a beheerder resets it first.
3. Otherwise, if roles are mapped (`rol_claim`), a new account with the role, desk and team that the claims say.

Where roles are mapped the provider leads: each time the role, desk and team become what the claims say, and without any
there is no way in. A second factor is the provider's work (BIO2 5.17.01); ask for it there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import sqlalchemy as sa

from brievenbus.dienst import SYSTEEM, Dienst, Rol
from brievenbus.dienst.accounts import Aanmelding, Gebruiker, add_account, change_account
from brievenbus.dienst.inloggen import normalize_name
from brievenbus.dienst.sessies import Sessie, begin_sessie
from brievenbus.errors import LoginError, SettingsError
from brievenbus.store import audit, balies, gebruikers, wijkteams
from brievenbus.store.audit import Gebeurtenis
from brievenbus.store.crypto import blind

T = TypeVar("T")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class OidcInstelling:
    """How this organisation logs in. `sleutel` (a private key as PEM) gives private_key_jwt; otherwise `geheim` is sent.

    rollen: value of `rol_claim` → role. balie_claim, wijkteam_claim: where the name of the desk or team stands.
    Raises SettingsError for an issuer that is not https, or without a secret.
    """

    uitgever: str
    client_id: str
    geheim: str = field(default="", repr=False)
    sleutel: str = field(default="", repr=False)
    naam_claim: str = "email"
    rol_claim: str = ""
    rollen: Mapping[str, Rol] = field(default_factory=dict)
    balie_claim: str = ""
    wijkteam_claim: str = ""
    scopes: str = "openid email profile"

    def __post_init__(self) -> None:
        """Refuse what would not be safe."""
        parts = urlsplit(self.uitgever)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise SettingsError("oidc_uitgever_onveilig")
        if not self.client_id or not (self.geheim or self.sleutel) or bool(self.rol_claim) != bool(self.rollen):
            raise SettingsError("oidc_onvolledig")


def log_in(dienst: Dienst, instelling: OidcInstelling, claims: Mapping[str, Any], trace_id: str = "") -> tuple[str, Sessie]:
    """Open a session for who these checked claims are. Raises LoginError `oidc_geen_account` when that is nobody here."""
    sub, nu, huis = str(claims["sub"]), dienst.klok(), dienst.opslag.huis
    with dienst.opslag.engine.begin() as conn:
        admins = gebruikers.lock_admins(conn)
        told = wanted(conn, instelling, claims)
        person = _person(conn, dienst, instelling, claims, told) if told is not None or not instelling.rol_claim else None
        if person is not None and person.actief:
            if told is not None and (told.rol, told.balie_id, told.wijkteam_id) != (person.rol, person.balie_id, person.wijkteam_id):
                change_account(conn, dienst, SYSTEEM, (person, told, admins))
            gebruikers.void_invitations(conn, person.id, nu)
            gebruikers.update(conn, person.id, laatst_ingelogd=nu)
            opened = begin_sessie(conn, dienst, person.id, "mens")
            audit.append(conn, huis, _row(person.id, "gelukt", trace_id), nu)
            return opened
    with dienst.opslag.engine.begin() as conn:
        audit.append(conn, huis, _row(blind(huis, "oidc", f"{instelling.uitgever}|{sub}").hex(), "geweigerd", trace_id), nu)
    raise LoginError("oidc_geen_account")


def wanted(conn: sa.Connection, instelling: OidcInstelling, claims: Mapping[str, Any]) -> Aanmelding | None:
    """Return the account that the claims ask for where roles are mapped; None without a known role, desk or team, or name.

    Of several roles the first in the order of the settings counts.
    """
    said = _values(claims.get(instelling.rol_claim)) if instelling.rol_claim else []
    rol = next((rol for value, rol in instelling.rollen.items() if value in said), None)
    name = claim_name(instelling, claims)
    if rol is None or name is None:
        return None
    full = str(claims.get("name") or name)[:200]
    if rol == "vrijwilliger":
        desk = _first(_values(claims.get(instelling.balie_claim)), lambda naam: balies.find_name(conn, naam))
        return None if desk is None or not desk.actief else Aanmelding(name, full, rol, balie_id=desk.id)
    if rol == "wijkteam":
        team = _first(_values(claims.get(instelling.wijkteam_claim)), lambda naam: wijkteams.find_by_naam(conn, naam))
        return None if team is None else Aanmelding(name, full, rol, wijkteam_id=team.id)
    return Aanmelding(name, full, rol)


def claim_name(instelling: OidcInstelling, claims: Mapping[str, Any]) -> str | None:
    """Return the user name that the claims give, or None. An e-mail address that the provider says is unproven is none.

    Only ASCII, as our user names are: folding "ſ" or "K" would make somebody else's name of it.
    """
    value = claims.get(instelling.naam_claim)
    if not isinstance(value, str) or not value.strip() or not value.isascii():
        return None
    if instelling.naam_claim == "email" and claims.get("email_verified", True) is not True:
        return None
    return normalize_name(value)


def _person(
    conn: sa.Connection, dienst: Dienst, instelling: OidcInstelling, claims: Mapping[str, Any], told: Aanmelding | None
) -> Gebruiker | None:
    """Return the account of these claims: the tied one, one that can be tied, or a new one where `told` says what it is."""
    sub = str(claims["sub"])
    tied = gebruikers.find_oidc(conn, instelling.uitgever, sub)
    if tied is not None:
        return tied
    name = claim_name(instelling, claims)
    waiting = gebruikers.find_name(conn, name) if name else None
    if waiting is not None:
        free = waiting.actief and not waiting.heeft_wachtwoord
        gebruiker_id = waiting.id if free else ""
    else:
        gebruiker_id = "" if told is None else add_account(conn, dienst, SYSTEEM, told)
    if not gebruiker_id or not gebruikers.link_oidc(conn, gebruiker_id, instelling.uitgever, sub):
        return None
    return gebruikers.find(conn, gebruiker_id)


def _values(claim: Any) -> list[str]:
    """Return what a claim holds: one text, or a list of them."""
    return [claim] if isinstance(claim, str) else [value for value in claim if isinstance(value, str)] if isinstance(claim, list) else []


def _first(namen: list[str], find: Callable[[str], T | None]) -> T | None:
    return next((found for naam in namen if (found := find(naam)) is not None), None)


def _row(who: str, resultaat: str, trace_id: str) -> Gebeurtenis:
    actor = who if resultaat == "gelukt" else ""
    return Gebeurtenis("ingelogd_oidc", "gebruiker", who, resultaat, oorsprong="mens", actor=actor, trace_id=trace_id)
