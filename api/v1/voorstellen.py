"""Sentences for the knowledge: propose one from a corrected letter, see what waits, turn one down. Accepting is done at the keyboard."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from api.auth import get_dienst, vereist
from api.v1 import Id, Model
from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst import voorstellen as werk

router = APIRouter(tags=["voorstellen"])
Balie = Annotated[Wie, vereist("vrijwilliger")]
Beheerder = Annotated[Wie, vereist("beheerder")]
Met = Annotated[Dienst, Depends(get_dienst)]
Functie = Literal["onderwerp", "aanleiding", "mededeling", "eis", "termijn", "dreiging", "recht", "hulp"]
Woord = Annotated[str, Field(min_length=1, max_length=40)]


class Schoon(Model):
    """Wat er van een zin bewaard zou worden; leeg als hij geweigerd is, en dan staat erbij waarom."""

    zin: str
    redenen: list[str]
    woorden: list[str] = Field(description="Onbekende woorden. Zijn het zeker geen namen, noem ze dan bij 'gewoneWoorden'.")


class Keus(Model):
    """Een zin van de brief die voorgesteld kan worden."""

    nummer: int
    functie: Functie
    zin: str = Field(description="De zin zoals hij in de brief staat. Deze wordt niet bewaard.")
    schoon: Schoon


class KeusLijst(Model):
    """De zinnen waarop de lezing rust; leeg zolang afzender en briefsoort niet verbeterd zijn."""

    keuzes: list[Keus]


class NieuwVoorstel(Model):
    """Welke zin, en wat hij leert."""

    nummer: int = Field(ge=1, le=1000, description="Het nummer van de zin in de lijst van keuzes.")
    soort: str = Field(min_length=1, max_length=80, pattern="^[a-z0-9_]+$", description="De sleutel van de briefsoort.")
    functie: Functie
    gewone_woorden: list[Woord] = Field(default=[], max_length=20, description="Onbekende woorden die geen namen zijn.")


class Voorstel(Model):
    """Een voorstel dat op een besluit wacht. Het weet van geen brief en geen mens."""

    id: str
    soort: str
    functie: Functie
    zin: str
    eerder: str = Field(description="De soort waarvoor de brief werd aangezien; leeg als dat niet bekend is.")
    dag: date


class VoorstelLijst(Model):
    """De open voorstellen, per briefsoort."""

    voorstellen: list[Voorstel]


@router.get("/brieven/{brief_id}/voorstellen", summary="Zinnen die u kunt voorstellen", operation_id="geefKeuzes")
def choices(wie: Balie, dienst: Met, brief_id: Id) -> KeusLijst:
    """Geef de zinnen van een verbeterde brief, met wat er na het weghalen van persoonsgegevens van overblijft."""
    return KeusLijst(keuzes=[Keus.model_validate(one) for one in werk.keuzes(dienst, wie, brief_id)])


@router.post("/brieven/{brief_id}/voorstellen", summary="Stel een zin voor de kennis voor", operation_id="stelZinVoor")
def propose(wie: Balie, dienst: Met, brief_id: Id, body: NieuwVoorstel) -> Schoon:
    """Stel een zin voor, zonder persoonsgegevens. Is het antwoord zonder zin, dan is er niets bewaard."""
    made = werk.stel_voor(dienst, wie, brief_id, body.nummer, body.soort, body.functie, body.gewone_woorden)
    return Schoon.model_validate(made)


@router.get("/voorstellen", summary="Open voorstellen voor de kennis", operation_id="geefVoorstellen")
def waiting(wie: Beheerder, dienst: Met) -> VoorstelLijst:
    """Geef de voorstellen die op een besluit wachten."""
    return VoorstelLijst(voorstellen=[Voorstel.model_validate(one) for one in werk.open_voorstellen(dienst, wie)])


@router.delete("/voorstellen/{voorstel_id}", status_code=204, summary="Wijs een voorstel af", operation_id="wijsVoorstelAf")
def turn_down(wie: Beheerder, dienst: Met, voorstel_id: Id) -> None:
    """Wijs een voorstel af. De zin wordt vergeten."""
    werk.besluit(dienst, wie, voorstel_id, "afgewezen")
