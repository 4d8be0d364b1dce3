"""Accounts: a beheerder makes, changes, blocks and restores them. Nobody can read a password or set one for another."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from api.auth import get_dienst, vereist
from api.v1 import Id, Model
from brievenbus.dienst import Dienst, Rol, Wie, accounts

router = APIRouter(tags=["gebruikers"])
Beheer = Annotated[Wie, vereist("beheerder")]
Zelf = Annotated[Wie, vereist("vrijwilliger", "wijkteam", "beheerder", "controleur")]
Met = Annotated[Dienst, Depends(get_dienst)]
_ID = "^[0-9a-f]{32}$"


class Wijziging(Model):
    """Wie iemand is en wat die mag. Een vrijwilliger hoort bij een balie, een lid van het wijkteam bij een team."""

    naam: str = Field(min_length=1, max_length=200, repr=False)
    rol: Rol
    balie_id: str | None = Field(default=None, pattern=_ID)
    wijkteam_id: str | None = Field(default=None, pattern=_ID)


class NieuweGebruiker(Wijziging):
    """Een nieuw account. De gebruikersnaam blijft altijd dezelfde."""

    gebruikersnaam: str = Field(min_length=2, max_length=100, repr=False)


class Gebruiker(Model):
    """Een account."""

    id: str
    gebruikersnaam: str
    naam: str
    rol: Rol
    balie_id: str | None
    wijkteam_id: str | None
    actief: bool
    kan_inloggen: bool = Field(description="Of deze persoon nu kan inloggen: niet geblokkeerd, en de uitnodiging is gebruikt.")
    aangemaakt: datetime
    laatst_ingelogd: datetime | None


class GebruikerLijst(Model):
    """Alle accounts, op gebruikersnaam."""

    gebruikers: list[Gebruiker]


class Uitnodiging(Model):
    """De uitnodiging voor een account. Dit antwoord is de enige plek waar de link staat: geef hem aan die persoon en aan niemand anders."""

    gebruiker: Gebruiker
    url: str = Field(repr=False)
    vervalt: datetime


@router.post("/gebruikers", status_code=201, summary="Maak een account", operation_id="maakGebruiker")
def make(wie: Beheer, dienst: Met, response: Response, body: NieuweGebruiker) -> Uitnodiging:
    """Maak een account en een uitnodiging. De persoon kiest daarmee zelf een wachtwoord."""
    told = accounts.Aanmelding(body.gebruikersnaam, body.naam, body.rol, body.balie_id, body.wijkteam_id)
    made = accounts.maak(dienst, wie, told)
    response.headers["Location"] = f"/v1/gebruikers/{made.gebruiker.id}"
    return Uitnodiging.model_validate(made)


@router.get("/gebruikers", summary="Lijst van accounts", operation_id="geefGebruikers")
def list_all(wie: Beheer, dienst: Met) -> GebruikerLijst:
    """Geef alle accounts."""
    return GebruikerLijst(gebruikers=[Gebruiker.model_validate(row) for row in accounts.lijst(dienst, wie)])


@router.get(
    "/gebruikers/_overzicht", summary="Overzicht om na te lopen", operation_id="geefGebruikersOverzicht", response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "De accounts als CSV."}},
)  # fmt: skip
def review(wie: Beheer, dienst: Met) -> Response:
    """Geef alle accounts als CSV, om elk jaar na te lopen wie nog waarbij mag (BIO2 5.18.02)."""
    headers = {"Content-Disposition": 'attachment; filename="accounts.csv"'}
    return Response(accounts.exporteer(dienst, wie), media_type="text/csv", headers=headers)


@router.get("/gebruikers/{gebruiker_id}", summary="Een account", operation_id="geefGebruiker")
def get_one(wie: Zelf, dienst: Met, gebruiker_id: Id) -> Gebruiker:
    """Geef een account: elk voor een beheerder, anders alleen het eigen."""
    return Gebruiker.model_validate(accounts.zoek(dienst, wie, gebruiker_id))


@router.put("/gebruikers/{gebruiker_id}", summary="Wijzig een account", operation_id="wijzigGebruiker")
def change(wie: Beheer, dienst: Met, gebruiker_id: Id, body: Wijziging) -> Gebruiker:
    """Wijzig naam, rol, balie of team. Bij een andere rol, balie of team wordt de persoon overal uitgelogd."""
    now = accounts.zoek(dienst, wie, gebruiker_id)
    told = accounts.Aanmelding(now.gebruikersnaam, body.naam, body.rol, body.balie_id, body.wijkteam_id)
    return Gebruiker.model_validate(accounts.wijzig(dienst, wie, gebruiker_id, told))


@router.put("/gebruikers/{gebruiker_id}/blokkade", summary="Blokkeer een account", operation_id="blokkeerGebruiker")
def block(wie: Beheer, dienst: Met, gebruiker_id: Id) -> Gebruiker:
    """Laat iemand er niet meer in. Sessies, uitnodigingen en apparaten van deze persoon stoppen meteen."""
    return Gebruiker.model_validate(accounts.blokkeer(dienst, wie, gebruiker_id))


@router.delete("/gebruikers/{gebruiker_id}/blokkade", summary="Haal een blokkade weg", operation_id="deblokkeerGebruiker")
def unblock(wie: Beheer, dienst: Met, gebruiker_id: Id) -> Gebruiker:
    """Laat iemand er weer in, met het wachtwoord van voorheen."""
    return Gebruiker.model_validate(accounts.deblokkeer(dienst, wie, gebruiker_id))


@router.post("/gebruikers/{gebruiker_id}/uitnodigingen", status_code=201, summary="Nodig opnieuw uit", operation_id="herstelGebruiker")
def restore(wie: Beheer, dienst: Met, gebruiker_id: Id) -> Uitnodiging:
    """Begin opnieuw voor iemand die wachtwoord of app kwijt is: de oude werken niet meer, een nieuwe uitnodiging wel."""
    return Uitnodiging.model_validate(accounts.herstel(dienst, wie, gebruiker_id))
