"""Managing, for a beheerder: accounts. Links that let somebody in are shown once, in the answer that made them, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.overdragen import moment_in_words
from api.desk.taal import N_, _
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Rol, Wie, accounts, balies, wijkteams
from brievenbus.dienst.accounts import Aanmelding, Gebruiker, Uitgenodigd
from brievenbus.errors import BrievenbusError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Beheer = Annotated[Wie, vereist("beheerder")]

ROLLEN: Mapping[str, str] = {
    "vrijwilliger": N_("Vrijwilliger aan een balie"), "wijkteam": N_("Medewerker van een wijkteam"), "beheerder": N_("Beheerder"),
    "controleur": N_("Controleur (ziet alleen het logboek)"),
}  # fmt: skip
_BERICHT = {
    "gewijzigd": N_("Het account is gewijzigd."), "geblokkeerd": N_("Deze persoon kan niet meer inloggen."),
    "open": N_("Deze persoon mag weer inloggen."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountBeeld:
    """One account as the list shows it."""

    id: str
    gebruikersnaam: str
    naam: str
    rol: str
    plek: str
    stand: str
    klasse: str
    laatst: str


@dataclass(frozen=True, slots=True)
class Plaatsen:
    """What can be chosen for an account: desks and teams that are open."""

    balies: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Uitnodiging:
    """The link that lets somebody in, the only time it is shown."""

    naam: str
    gebruikersnaam: str
    url: str
    vervalt: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """The page of accounts."""

    accounts: tuple[AccountBeeld, ...]
    plaatsen: Plaatsen
    rollen: Mapping[str, str]
    in_: Mapping[str, str]
    fout: str


@dataclass(frozen=True, slots=True)
class Account:
    """The page of one account."""

    account: AccountBeeld
    actief: bool
    zelf: bool
    plaatsen: Plaatsen
    rollen: Mapping[str, str]
    in_: Mapping[str, str]
    bericht: str
    fout: str


@router.get("/beheer")
def begin(wie: Beheer, dienst: Met) -> Response:
    """Show what there is to manage."""
    people, desks, teams = accounts.lijst(dienst, wie), balies.lijst(dienst, wie), wijkteams.lijst(dienst, wie)
    counts = {
        "accounts": sum(one.actief for one in people), "balies": sum(one.actief for one in desks),
        "wijkteams": sum(one.actief for one in teams),
        "zonder_postcode": sum(one.actief and not one.postcodes for one in teams),
    }  # fmt: skip
    return page("beheer.html", kop=make_kop(dienst, wie, "/beheer"), aantallen=counts)


@router.get("/beheer/accounts")
def toon_accounts(wie: Beheer, dienst: Met) -> Response:
    """Show all accounts."""
    return _accounts(dienst, wie)


@router.get("/beheer/accounts/overzicht")
def overzicht(wie: Beheer, dienst: Met) -> Response:
    """Give all accounts as CSV, for the yearly review of who may do what."""
    headers = {"Content-Disposition": 'attachment; filename="accounts.csv"'}
    return Response("\ufeff" + accounts.exporteer(dienst, wie), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/beheer/accounts")
def maak(wie: Beheer, dienst: Met, velden: Velden) -> Response:
    """Make an account and show its link."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    try:
        made = accounts.maak(dienst, wie, _told(velden, velden.get("gebruikersnaam", "")))
    except BrievenbusError as error:
        return _accounts(dienst, wie, velden, error)
    return _invited(dienst, wie, made)


@router.get("/beheer/accounts/{gebruiker_id}")
def toon_account(wie: Beheer, dienst: Met, gebruiker_id: str, bericht: str = "") -> Response:
    """Show one account."""
    return _account(dienst, wie, gebruiker_id, bericht=_(_BERICHT.get(bericht, "")))


@router.post("/beheer/accounts/{gebruiker_id}")
def wijzig(wie: Beheer, dienst: Met, gebruiker_id: str, velden: Velden) -> Response:
    """Change name, role, desk or team."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    now = accounts.zoek(dienst, wie, gebruiker_id)
    try:
        accounts.wijzig(dienst, wie, gebruiker_id, _told(velden, now.gebruikersnaam))
    except BrievenbusError as error:
        return _account(dienst, wie, gebruiker_id, velden=velden, fout=error)
    if gebruiker_id == wie.gebruiker_id and velden.get("rol") != "beheerder":  # this very session has ended with it
        return RedirectResponse("/", 303)
    return _back(gebruiker_id, "gewijzigd")


@router.post("/beheer/accounts/{gebruiker_id}/blokkeren")
def blokkeer(wie: Beheer, dienst: Met, gebruiker_id: str, velden: Velden) -> Response:
    """Keep somebody out."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    try:
        accounts.blokkeer(dienst, wie, gebruiker_id)
    except BrievenbusError as error:
        if error.http_status == 404:
            raise
        return _account(dienst, wie, gebruiker_id, fout=error)
    return RedirectResponse("/", 303) if gebruiker_id == wie.gebruiker_id else _back(gebruiker_id, "geblokkeerd")


@router.post("/beheer/accounts/{gebruiker_id}/deblokkeren")
def deblokkeer(wie: Beheer, dienst: Met, gebruiker_id: str, velden: Velden) -> Response:
    """Let somebody in again."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    accounts.deblokkeer(dienst, wie, gebruiker_id)
    return _back(gebruiker_id, "open")


@router.post("/beheer/accounts/{gebruiker_id}/herstellen")
def herstel(wie: Beheer, dienst: Met, gebruiker_id: str, velden: Velden) -> Response:
    """Begin anew for somebody who lost password or app, and show the new link."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    try:
        made = accounts.herstel(dienst, wie, gebruiker_id)
    except BrievenbusError as error:
        if error.http_status == 404:
            raise
        return _account(dienst, wie, gebruiker_id, fout=error)
    return _invited(dienst, wie, made)


def _told(velden: Mapping[str, str], gebruikersnaam: str) -> Aanmelding:
    """Return what the form says. A desk goes with a volunteer only, a team with a team member only: the rest is left out."""
    rol = velden.get("rol", "")
    desk = (velden.get("balie") or None) if rol == "vrijwilliger" else None
    team = (velden.get("wijkteam") or None) if rol == "wijkteam" else None
    return Aanmelding(gebruikersnaam, velden.get("naam", ""), cast(Rol, rol), desk, team)


def _accounts(dienst: Dienst, wie: Wie, velden: Mapping[str, str] | None = None, fout: BrievenbusError | None = None) -> Response:
    named = _names(dienst, wie)
    shown = tuple(_shown(one, named) for one in accounts.lijst(dienst, wie))
    blad = Accounts(shown, _places(dienst, wie), ROLLEN, velden or {}, sentence(fout, _) if fout else "")
    return page("beheer_accounts.html", status=fout.http_status if fout else 200, kop=make_kop(dienst, wie, "/beheer"), blad=blad)


def _account(
    dienst: Dienst, wie: Wie, gebruiker_id: str, *, bericht: str = "", velden: Mapping[str, str] | None = None,
    fout: BrievenbusError | None = None,
) -> Response:  # fmt: skip
    now = accounts.zoek(dienst, wie, gebruiker_id)
    filled = velden or {"naam": now.naam, "rol": now.rol, "balie": now.balie_id or "", "wijkteam": now.wijkteam_id or ""}
    blad = Account(
        _shown(now, _names(dienst, wie)), now.actief, now.id == wie.gebruiker_id, _places(dienst, wie), ROLLEN, filled, bericht,
        sentence(fout, _) if fout else "",
    )  # fmt: skip
    return page("beheer_account.html", status=fout.http_status if fout else 200, kop=make_kop(dienst, wie, "/beheer"), blad=blad)


def _invited(dienst: Dienst, wie: Wie, made: Uitgenodigd) -> Response:
    shown = Uitnodiging(made.gebruiker.naam, made.gebruiker.gebruikersnaam, made.url, moment_in_words(made.vervalt))
    return page("beheer_uitnodiging.html", kop=make_kop(dienst, wie, "/beheer"), blad=shown)


def _places(dienst: Dienst, wie: Wie) -> Plaatsen:
    desks = tuple((one.id, one.naam) for one in balies.lijst(dienst, wie) if one.actief)
    return Plaatsen(desks, tuple((one.id, one.naam) for one in wijkteams.lijst(dienst, wie) if one.actief))


def _names(dienst: Dienst, wie: Wie) -> dict[str, str]:
    desks = {one.id: one.naam for one in balies.lijst(dienst, wie)}
    return desks | {one.id: one.naam for one in wijkteams.lijst(dienst, wie)}


def _shown(one: Gebruiker, named: Mapping[str, str]) -> AccountBeeld:
    stand, klasse = (_("Kan inloggen"), "goed") if one.kan_inloggen else (_("Nog niet begonnen"), "wacht")
    if not one.actief:
        stand, klasse = _("Geblokkeerd"), "dicht"
    role, place = _(ROLLEN[one.rol]).partition(" (")[0], named.get(one.balie_id or one.wijkteam_id or "", "")
    return AccountBeeld(
        one.id, one.gebruikersnaam, one.naam, role, place, stand, klasse,
        moment_in_words(one.laatst_ingelogd) if one.laatst_ingelogd else _("nog nooit"),
    )  # fmt: skip


def _back(gebruiker_id: str, bericht: str) -> Response:
    return RedirectResponse(f"/beheer/accounts/{gebruiker_id}?bericht={bericht}", 303)
