"""The top of every page for who is logged in: where one can go, at which desk one sits, and the way out."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from api.auth import formuliertoken, get_dienst, get_wie
from api.desk.taal import N_, _
from brievenbus.dienst import Dienst, Rol, Wie, accounts, balies, wijkteams
from brievenbus.errors import BrievenbusError, LoginError

PLEKKEN: tuple[tuple[str, str, tuple[Rol, ...]], ...] = (
    (N_("Aan de balie"), "/balie", ("vrijwilliger",)),
    (N_("Wijkteam"), "/wijkteam", ("wijkteam",)),
    (N_("Oefenen"), "/oefenen", ("vrijwilliger", "wijkteam", "beheerder")),
    (N_("Beheer"), "/beheer", ("beheerder",)),
    (N_("Signalen"), "/signalen", ("beheerder", "wijkteam")),
    (N_("Logboek"), "/logboek", ("controleur",)),
)
"""Every place in the menu: its name, its path and who sees it. The routes themselves say who may come in."""


WERKPLEK: dict[Rol, str] = {"vrijwilliger": "/balie", "wijkteam": "/wijkteam"}
"""Where somebody goes straight after logging in; others choose."""


@dataclass(frozen=True, slots=True)
class Plek:
    """One place in the menu; `hier`: it is where one is now."""

    naam: str
    pad: str
    hier: bool


@dataclass(frozen=True, slots=True)
class Kop:
    """What the top of the page shows. `waar` is the desk or team, '' for who has none."""

    naam: str
    waar: str
    formulier: str
    plekken: tuple[Plek, ...]


def make_kop(dienst: Dienst, wie: Wie, hier: str = "") -> Kop:
    """Return the top for who asks; `hier` is the path of the place (`/balie`). Pages pass it on as `kop=`."""
    places = tuple(Plek(_(naam), pad, pad == hier) for naam, pad, rollen in PLEKKEN if wie.rol in rollen)
    return Kop(accounts.zoek(dienst, wie, wie.gebruiker_id).naam, _where(dienst, wie), formuliertoken(dienst, wie), places)


def kop_of(request: Request) -> Kop | None:
    """Return the top for who sends this request; None for who is not logged in."""
    dienst = get_dienst(request)
    try:
        return make_kop(dienst, get_wie(request, dienst))
    except LoginError:
        return None


def _where(dienst: Dienst, wie: Wie) -> str:
    try:
        if wie.balie_id is not None:
            return balies.zoek(dienst, wie, wie.balie_id).naam
        if wie.wijkteam_id is not None:
            return wijkteams.zoek(dienst, wie, wie.wijkteam_id).naam
    except BrievenbusError:  # a team that was just put away: the page is still there
        return ""
    return ""
