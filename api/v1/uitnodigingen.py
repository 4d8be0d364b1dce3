"""Using an invitation. Public: who has the token is the one invited. The token is in the body, never in the address."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from api.auth import get_adres, get_dienst, get_trace_id, openbaar
from api.v1 import Model
from api.v1.sessies import Toegang
from brievenbus.dienst import Dienst
from brievenbus.dienst import uitnodigingen as werk

router = APIRouter(tags=["uitnodigingen"], dependencies=[openbaar])
Met = Annotated[Dienst, Depends(get_dienst)]


class Token(Model):
    """Het stuk van de link achter het teken #."""

    token: str = Field(min_length=20, max_length=100, pattern="^[A-Za-z0-9_-]+$", repr=False)


class Keuze(Token):
    """Het gekozen wachtwoord en de code die de app nu laat zien."""

    wachtwoord: str = Field(min_length=1, max_length=1000, repr=False)
    code: str = Field(min_length=6, max_length=12, repr=False)


class Uitnodiging(Model):
    """Voor wie de uitnodiging is, en wat in de app voor codes moet."""

    gebruikersnaam: str
    naam: str
    vervalt: datetime
    otpauth: str = Field(description="Voor in een QR: de app voor codes leest dit.", repr=False)
    geheim: str = Field(description="Hetzelfde om over te typen.", repr=False)


@router.post("/uitnodigingen/_bekijken", summary="Bekijk een uitnodiging", operation_id="bekijkUitnodiging")
def view(dienst: Met, body: Token) -> Uitnodiging:
    """Geef voor wie de uitnodiging is en wat in de app voor codes moet. Vaker kijken mag."""
    return Uitnodiging.model_validate(werk.bekijk(dienst, body.token))


@router.post("/uitnodigingen/_aanvaarden", summary="Gebruik een uitnodiging", operation_id="aanvaardUitnodiging")
def accept(dienst: Met, request: Request, body: Keuze) -> Toegang:
    """Kies het wachtwoord en bevestig de app. De uitnodiging is dan gebruikt, en u bent meteen ingelogd."""
    address, trace = get_adres(request), get_trace_id(request)
    token, sessie = werk.aanvaard(dienst, body.token, body.wachtwoord, body.code, adres=address, trace_id=trace)
    return Toegang(token=token, vervalt=sessie.vervalt)
