"""Desks, and the kiosks and apps that bring letters there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from api.auth import get_dienst, vereist
from api.v1 import Id, JaNee, Model
from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst import balies as werk

router = APIRouter(tags=["balies"])
Beheer = Annotated[Wie, vereist("beheerder")]
Eigen = Annotated[Wie, vereist("beheerder", "vrijwilliger", soorten=("mens", "telefoon", "apparaat"))]
Met = Annotated[Dienst, Depends(get_dienst)]


class NieuweBalie(Model):
    """Een nieuwe balie."""

    naam: str = Field(min_length=1, max_length=200)


class BalieWijziging(NieuweBalie):
    """Hoe de balie moet zijn. Een gesloten balie krijgt geen nieuwe mensen, en haar telefoons en apparaten stoppen."""

    actief: JaNee


class Balie(Model):
    """Een balie."""

    id: str
    naam: str
    actief: bool


class BalieLijst(Model):
    """Alle balies, op naam."""

    balies: list[Balie]


class NieuwApparaat(Model):
    """Een kiosk of app."""

    naam: str = Field(min_length=1, max_length=200, description="Waaraan u het apparaat herkent.")


class Apparaat(Model):
    """Een kiosk of app die brieven brengt. `ingetrokken` is leeg zolang hij mag."""

    id: str
    naam: str
    aangemaakt: datetime
    gezien: datetime
    vervalt: datetime
    ingetrokken: datetime | None


class ApparaatLijst(Model):
    """De apparaten van een balie, het nieuwste eerst."""

    apparaten: list[Apparaat]


class ApparaatToegang(Model):
    """Het nieuwe apparaat met zijn sleutel. Dit antwoord is de enige plek waar die staat."""

    apparaat: Apparaat
    token: str = Field(repr=False)


@router.post("/balies", status_code=201, summary="Maak een balie", operation_id="maakBalie")
def make(wie: Beheer, dienst: Met, response: Response, body: NieuweBalie) -> Balie:
    """Maak een balie."""
    made = werk.maak(dienst, wie, body.naam)
    response.headers["Location"] = f"/v1/balies/{made.id}"
    return Balie.model_validate(made)


@router.get("/balies", summary="Lijst van balies", operation_id="geefBalies")
def list_all(wie: Beheer, dienst: Met) -> BalieLijst:
    """Geef alle balies."""
    return BalieLijst(balies=[Balie.model_validate(row) for row in werk.lijst(dienst, wie)])


@router.get("/balies/{balie_id}", summary="Een balie", operation_id="geefBalie")
def get_one(wie: Eigen, dienst: Met, balie_id: Id) -> Balie:
    """Geef een balie: elke voor een beheerder, anders alleen de eigen."""
    return Balie.model_validate(werk.zoek(dienst, wie, balie_id))


@router.put("/balies/{balie_id}", summary="Wijzig een balie", operation_id="wijzigBalie")
def change(wie: Beheer, dienst: Met, balie_id: Id, body: BalieWijziging) -> Balie:
    """Geef een balie een andere naam, of sluit of open haar."""
    return Balie.model_validate(werk.wijzig(dienst, wie, balie_id, body.naam, body.actief))


@router.delete("/balies/{balie_id}", status_code=204, summary="Haal een balie weg", operation_id="verwijderBalie")
def remove(wie: Beheer, dienst: Met, balie_id: Id) -> None:
    """Haal een balie weg waar nooit iemand of iets bij hoorde. Sluit haar anders."""
    werk.verwijder(dienst, wie, balie_id)


@router.post("/balies/{balie_id}/apparaten", status_code=201, summary="Voeg een apparaat toe", operation_id="maakApparaat")
def add_device(wie: Beheer, dienst: Met, balie_id: Id, body: NieuwApparaat) -> ApparaatToegang:
    """Maak een sleutel waarmee een kiosk of app een jaar lang brieven mag brengen aan deze balie, en niets anders."""
    made = werk.maak_apparaat(dienst, wie, balie_id, body.naam)
    return ApparaatToegang(apparaat=Apparaat.model_validate(made.apparaat), token=made.token)


@router.get("/balies/{balie_id}/apparaten", summary="Apparaten van een balie", operation_id="geefApparaten")
def list_devices(wie: Beheer, dienst: Met, balie_id: Id) -> ApparaatLijst:
    """Geef de apparaten van een balie, ook die gestopt zijn."""
    return ApparaatLijst(apparaten=[Apparaat.model_validate(row) for row in werk.apparaten(dienst, wie, balie_id)])


@router.delete("/balies/{balie_id}/apparaten/{apparaat_id}", status_code=204, summary="Trek een apparaat in", operation_id="trekApparaatIn")
def remove_device(wie: Beheer, dienst: Met, balie_id: Id, apparaat_id: Id) -> None:
    """Laat de sleutel van een apparaat meteen stoppen."""
    werk.trek_apparaat_in(dienst, wie, balie_id, apparaat_id)
