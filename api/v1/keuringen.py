"""The page coach: one photo in, at once what could be better. Advice only; nothing is stored."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from api.auth import get_dienst, vereist
from api.upload import read_form
from api.v1 import Model
from brievenbus.dienst import Dienst, Wie, keuren
from brievenbus.errors import InputError

router = APIRouter(tags=["keuringen"])
Brenger = Annotated[Wie, vereist("vrijwilliger", soorten=("mens", "telefoon", "apparaat"))]
Met = Annotated[Dienst, Depends(get_dienst)]


_FORM = {
    "type": "object", "required": ["bestand"], "additionalProperties": False,
    "properties": {"bestand": {"type": "string", "format": "binary", "description": "Eén foto van een bladzijde."}},
}  # fmt: skip


class Keuring(Model):
    """Wat er van een foto te zeggen is. 'goed' is waar als er niets te verbeteren valt; gebruiken mag altijd."""

    aanwijzingen: list[str] = Field(max_length=keuren.SHOWN)
    zinnen: list[str] = Field(max_length=keuren.SHOWN)
    goed: bool


async def read_photo(request: Request, wie: Brenger, dienst: Met) -> bytes:
    """Read the one photo of a form into memory, after it is known who sends it."""
    form = await read_form(request, bestandsveld="bestand", aantal=1, per_bestand=dienst.beleid.max_bytes)
    if form.velden:
        raise InputError("veld_onbekend")
    return form.bestanden[0].inhoud


@router.post(
    "/keuringen", summary="Kijk of een foto goed genoeg is", operation_id="keurFoto",
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
)  # fmt: skip
def judge(dienst: Met, foto: Annotated[bytes, Depends(read_photo)]) -> Keuring:
    """Geef binnen een paar tellen hoogstens twee aanwijzingen voor een betere foto. Er wordt niets bewaard."""
    return Keuring.model_validate(keuren.keur(dienst, foto))
