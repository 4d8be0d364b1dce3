"""Log in, see one's own session, log out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from api.auth import get_adres, get_dienst, get_trace_id, openbaar, vereist
from api.v1 import Model
from brievenbus.dienst import Dienst, Rol, Soort, Wie, inloggen, sessies

router = APIRouter(tags=["sessies"])
Iedereen = Annotated[
    Wie, vereist("vrijwilliger", "wijkteam", "beheerder", "controleur", soorten=("mens", "telefoon", "apparaat"))
]  # fmt: skip
Met = Annotated[Dienst, Depends(get_dienst)]


class Inloggegevens(Model):
    """Wie wil inloggen. De code is de zescijferige van de app voor codes."""

    gebruikersnaam: str = Field(min_length=1, max_length=100, repr=False)
    wachtwoord: str = Field(min_length=1, max_length=256, repr=False)
    code: str = Field(min_length=6, max_length=12, repr=False)


class Toegang(Model):
    """Een sleutel voor de kop Authorization. Dit antwoord is de enige plek waar hij staat."""

    token: str
    vervalt: datetime


class Sessie(Model):
    """Wie u hier bent en wat u mag."""

    gebruiker_id: str
    rol: Rol
    soort: Soort
    balie_id: str | None
    wijkteam_id: str | None
    bezoek_id: str | None


@router.post("/sessies", status_code=201, summary="Log in", operation_id="openSessie", dependencies=[openbaar])
def log_in(dienst: Met, request: Request, response: Response, body: Inloggegevens) -> Toegang:
    """Begin een sessie. Na vijf fouten duurt het steeds langer voor het weer kan; dan staat in Retry-After hoe lang."""
    told = inloggen.Inlog(body.gebruikersnaam, body.wachtwoord, body.code, get_adres(request))
    token, sessie = inloggen.log_in(dienst, told, get_trace_id(request))
    response.headers["Location"] = "/v1/sessies/_eigen"
    return Toegang(token=token, vervalt=sessie.vervalt)


@router.get("/sessies/_eigen", summary="Eigen sessie", operation_id="geefEigenSessie")
def get_own(wie: Iedereen) -> Sessie:
    """Geef wie u bent en wat u mag."""
    return Sessie.model_validate(wie)


@router.delete("/sessies/_eigen", status_code=204, summary="Log uit", operation_id="sluitEigenSessie")
def log_out(wie: Iedereen, dienst: Met) -> None:
    """Sluit uw sessie. De sleutel werkt daarna niet meer."""
    sessies.sluit(dienst, wie)
