"""Pair a phone with a desk: make a code, see whether a phone used it, cut it off. The phone trades the code for a session."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from api.auth import get_dienst, get_trace_id, openbaar, vereist
from api.qr import qr_svg
from api.v1 import Id, Model
from brievenbus.dienst import Dienst, Wie, koppelen

router = APIRouter(tags=["koppelingen"])
Balie = Annotated[Wie, vereist("vrijwilliger")]
Telefoon = Annotated[Wie, vereist("vrijwilliger", soorten=("telefoon",))]
Met = Annotated[Dienst, Depends(get_dienst)]


class NieuweKoppeling(Model):
    """Voor welk bezoek de telefoon brieven mag sturen; leeg begint een nieuw bezoek."""

    bezoek_id: str | None = Field(default=None, pattern="^[0-9a-f]{32}$")


class Koppeling(Model):
    """Een nieuwe code. Dit antwoord is de enige plek waar hij staat: laat de QR meteen zien."""

    id: str
    bezoek_id: str
    vervalt: datetime
    url: str = Field(description="Wat in de QR staat: het adres, met de code achter het teken #.")
    qr: str = Field(description="De QR als SVG.")


class KoppelingStand(Model):
    """Hoe het met een koppeling staat. 'vervalt' is het einde van de code, of van de sessie van de telefoon."""

    id: str
    stand: Literal["wacht", "gekoppeld", "verlopen"]
    vervalt: datetime
    bezoek_id: str


class Code(Model):
    """De code uit de QR."""

    code: str = Field(min_length=20, max_length=100, pattern="^[A-Za-z0-9_-]+$", repr=False)


class Toegang(Model):
    """De sleutel waarmee de telefoon brieven mag sturen, aan deze balie en niets anders."""

    token: str
    vervalt: datetime


@router.post("/koppelingen", status_code=201, summary="Maak een code voor een telefoon", operation_id="maakKoppeling")
def make(wie: Balie, dienst: Met, response: Response, body: NieuweKoppeling | None = None) -> Koppeling:
    """Maak een code waarmee één telefoon, binnen vijf minuten, aan uw balie gekoppeld kan worden. Uw vorige code vervalt."""
    made = koppelen.maak(dienst, wie, body.bezoek_id if body else None)
    response.headers["Location"] = f"/v1/koppelingen/{made.id}"
    return Koppeling(id=made.id, bezoek_id=made.bezoek_id, vervalt=made.vervalt, url=made.url, qr=qr_svg(made.url))


@router.post(
    "/koppelingen/_inwisselen", summary="Wissel een code in", operation_id="wisselKoppelingIn", dependencies=[openbaar],
)  # fmt: skip
def trade(dienst: Met, request: Request, body: Code) -> Toegang:
    """Ruil de code uit de QR voor een sleutel waarmee deze telefoon brieven kan brengen. Een code werkt één keer."""
    got = koppelen.wissel_in(dienst, body.code, get_trace_id(request))
    return Toegang(token=got.token, vervalt=got.vervalt)


@router.get("/koppelingen/_eigen", summary="Hoe het met deze telefoon staat", operation_id="geefEigenKoppeling")
def get_own(wie: Telefoon, dienst: Met) -> KoppelingStand:
    """Geef hoe lang deze telefoon nog brieven mag brengen. Vragen telt als gebruik; na dertig minuten is het hoe dan ook voorbij."""
    return KoppelingStand.model_validate(koppelen.eigen(dienst, wie))


@router.get("/koppelingen/{koppeling_id}", summary="Stand van een koppeling", operation_id="geefKoppeling")
def get_one(wie: Balie, dienst: Met, koppeling_id: Id) -> KoppelingStand:
    """Geef of een telefoon de code al gebruikt heeft, en tot wanneer het kan."""
    return KoppelingStand.model_validate(koppelen.stand(dienst, wie, koppeling_id))


@router.delete("/koppelingen/{koppeling_id}", summary="Verbreek een koppeling", operation_id="verbreekKoppeling")
def cut(wie: Balie, dienst: Met, koppeling_id: Id) -> KoppelingStand:
    """Maak de code onbruikbaar en sluit de telefoon die hem gebruikte af."""
    return KoppelingStand.model_validate(koppelen.verbreek(dienst, wie, koppeling_id))
