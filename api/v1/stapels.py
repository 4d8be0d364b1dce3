"""Piles: many letters handed in at once, and how far they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from api.auth import get_dienst, vereist
from api.openapi import formulier
from api.upload import Formulier
from api.v1 import Id, Model
from api.v1.brieven import Sleutel, attachments, read_letter_form, request_of
from brievenbus.dienst import STAPEL, Dienst, Wie
from brievenbus.dienst import brieven as werk

router = APIRouter(tags=["stapels"])
Balie = Annotated[Wie, vereist("vrijwilliger")]
Met = Annotated[Dienst, Depends(get_dienst)]


class StapelStand(Model):
    """Hoe ver een stapel is: hoeveel brieven in elke stand."""

    id: str
    poststukken: int = Field(ge=0, description="Hoeveel losse bestanden (of groepen bladzijden) er zijn ingestuurd.")
    aantal: int = Field(
        ge=0, description="Hoeveel brieven daarin zitten. Dit kan groeien zolang er brieven bezig zijn: één bestand kan er meer bevatten."
    )
    klaar: int = Field(ge=0)
    bezig: int = Field(ge=0)
    geweigerd: int = Field(ge=0)
    mislukt: int = Field(ge=0)
    gewist: int = Field(ge=0)
    bezoek_id: str | None

    @classmethod
    def make(cls, stand: werk.StapelStand) -> StapelStand:
        """Shape how far a pile is."""
        return cls(
            id=stand.id, poststukken=stand.poststukken, aantal=stand.aantal, klaar=stand.klaar, bezig=stand.bezig,
            geweigerd=stand.geweigerd, mislukt=stand.mislukt, gewist=stand.gewist, bezoek_id=stand.bezoek_id,
        )  # fmt: skip


@router.post(
    "/stapels", status_code=202, summary="Breng een stapel", operation_id="brengStapel",
    openapi_extra=formulier(
        "Losse bestanden. In een PDF of TIFF mogen meer brieven zitten. 'naam.p1.jpg' en 'naam.p2.jpg' zijn samen één brief.", taal=True
    ),
    responses={200: {"model": StapelStand, "description": "Deze zending was er al; dit is dezelfde stapel."}},
)  # fmt: skip
def bring_pile(
    wie: Balie, dienst: Met, form: Annotated[Formulier, Depends(read_letter_form)], response: Response,
    idempotency_key: Sleutel = "",
) -> StapelStand:  # fmt: skip
    """Stuur veel brieven in één keer. Zij worden gelezen als er niemand aan de balie wacht.

    Een bestand met meer brieven wordt bij het lezen gesplitst. Elke brief staat daarna apart in de lijst met brieven.
    """
    verzoek = replace(request_of(form, wie, idempotency_key), voorrang=STAPEL)
    stand = werk.maak_stapel(dienst, wie, attachments(form.bestanden), verzoek)
    response.status_code = 200 if stand.herhaald else 202
    response.headers["Location"] = f"/v1/stapels/{stand.id}"
    return StapelStand.make(stand)


@router.get("/stapels/{stapel_id}", summary="Stand van een stapel", operation_id="geefStapel")
def get_pile(wie: Balie, dienst: Met, stapel_id: Id) -> StapelStand:
    """Geef hoeveel brieven van de stapel klaar zijn. De brieven zelf staan in de lijst met brieven."""
    return StapelStand.make(werk.zoek_stapel(dienst, wie, stapel_id))
