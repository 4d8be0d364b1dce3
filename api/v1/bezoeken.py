"""Visits: what holds the letters of one resident together and, once closed, starts the clock of keeping. They have no name."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from api.auth import get_dienst, vereist
from api.v1 import Aantal, Id, Model
from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst import bezoeken as werk

router = APIRouter(tags=["bezoeken"])
Balie = Annotated[Wie, vereist("vrijwilliger")]
Met = Annotated[Dienst, Depends(get_dienst)]


class Bezoek(Model):
    """Een bezoek van één inwoner aan de balie."""

    id: str
    begonnen: datetime
    gesloten: datetime | None
    brieven: int = Field(ge=0, description="Hoeveel brieven erbij horen.")


class BezoekLijst(Model):
    """De bezoeken van de eigen balie, het nieuwste eerst."""

    bezoeken: list[Bezoek]


@router.post("/bezoeken", status_code=201, summary="Open een bezoek", operation_id="openBezoek")
def open_visit(wie: Balie, dienst: Met, response: Response) -> Bezoek:
    """Begin een bezoek. Brieven die erbij horen, worden na het bezoek samen gewist."""
    made = Bezoek.model_validate(werk.open_bezoek(dienst, wie))
    response.headers["Location"] = f"/v1/bezoeken/{made.id}"
    return made


@router.get("/bezoeken", summary="Lijst van bezoeken", operation_id="geefBezoeken")
def list_visits(
    wie: Balie, dienst: Met,
    ook_gesloten: Annotated[bool, Query(alias="ookGesloten", description="Ook de bezoeken die al gesloten zijn.")] = False,
    aantal: Aantal = 50,
) -> BezoekLijst:  # fmt: skip
    """Geef de bezoeken van de eigen balie van de laatste week, het nieuwste eerst."""
    rows = werk.lijst_bezoeken(dienst, wie, ook_gesloten=ook_gesloten, aantal=aantal)
    return BezoekLijst(bezoeken=[Bezoek.model_validate(row) for row in rows])


@router.post("/bezoeken/{bezoek_id}/sluitingen", summary="Sluit een bezoek", operation_id="sluitBezoek")
def close_visit(wie: Balie, dienst: Met, bezoek_id: Id) -> Bezoek:
    """Sluit een bezoek: vanaf nu loopt de tijd waarna de brieven gewist worden."""
    return Bezoek.model_validate(werk.sluit_bezoek(dienst, wie, bezoek_id))
