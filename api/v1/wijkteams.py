"""Neighbourhood teams and their postcodes. Everybody who works with referrals sees them; a beheerder changes them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from api.auth import get_dienst, vereist
from api.v1 import Id, JaNee, Model
from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst import wijkteams as werk

router = APIRouter(tags=["wijkteams"])
Met = Annotated[Dienst, Depends(get_dienst)]
Lezer = Annotated[Wie, vereist("vrijwilliger", "wijkteam", "beheerder")]
Beheer = Annotated[Wie, vereist("beheerder")]
HogerId = Annotated[str | None, Field(pattern="^[0-9a-f]{32}$", description="Het team één trap hoger, voor wat niet op tijd is aanvaard.")]
Naam = Annotated[str, Field(min_length=1, max_length=200)]


class Reeks(Model):
    """Vier cijfers van en tot en met."""

    van: int = Field(ge=werk.LAAGSTE, le=werk.HOOGSTE)
    tot: int = Field(ge=werk.LAAGSTE, le=werk.HOOGSTE)


class Wijkteam(Model):
    """Een wijkteam met zijn postcodes."""

    id: str
    naam: str
    hoger_id: str | None
    actief: bool
    postcodes: list[Reeks]


class WijkteamLijst(Model):
    """Alle wijkteams, op naam."""

    wijkteams: list[Wijkteam]


class NieuwWijkteam(Model):
    """Een nieuw wijkteam."""

    naam: Naam
    hoger_id: HogerId = None


class WijzigWijkteam(Model):
    """Een wijkteam zoals het moet worden."""

    naam: Naam
    hoger_id: HogerId = None
    actief: JaNee = True


class Postcodes(Model):
    """Alle postcodes van een wijkteam. Reeksen van teams overlappen nooit."""

    postcodes: list[Reeks] = Field(max_length=werk.MEEST_REEKSEN)


@router.get("/wijkteams", summary="Lijst van wijkteams", operation_id="geefWijkteams")
def list_teams(wie: Lezer, dienst: Met) -> WijkteamLijst:
    """Geef alle wijkteams met hun postcodes."""
    return WijkteamLijst(wijkteams=[Wijkteam.model_validate(one) for one in werk.lijst(dienst, wie)])


@router.post("/wijkteams", status_code=201, summary="Maak een wijkteam", operation_id="maakWijkteam")
def make_team(wie: Beheer, dienst: Met, wijkteam: NieuwWijkteam, response: Response) -> Wijkteam:
    """Maak een wijkteam, nog zonder postcodes."""
    made = Wijkteam.model_validate(werk.maak(dienst, wie, wijkteam.naam, wijkteam.hoger_id))
    response.headers["Location"] = f"/v1/wijkteams/{made.id}"
    return made


@router.get("/wijkteams/{wijkteam_id}", summary="Eén wijkteam", operation_id="geefWijkteam")
def get_team(wie: Lezer, dienst: Met, wijkteam_id: Id) -> Wijkteam:
    """Geef één wijkteam."""
    return Wijkteam.model_validate(werk.zoek(dienst, wie, wijkteam_id))


@router.put("/wijkteams/{wijkteam_id}", summary="Wijzig een wijkteam", operation_id="wijzigWijkteam")
def change_team(wie: Beheer, dienst: Met, wijkteam_id: Id, wijkteam: WijzigWijkteam) -> Wijkteam:
    """Schrijf een wijkteam zoals het moet worden. Zet een team uit in plaats van het te verwijderen als er nog iets bij hoort."""
    changed = werk.wijzig(dienst, wie, wijkteam_id, wijkteam.naam, hoger_id=wijkteam.hoger_id, actief=wijkteam.actief)
    return Wijkteam.model_validate(changed)


@router.delete("/wijkteams/{wijkteam_id}", status_code=204, summary="Verwijder een wijkteam", operation_id="verwijderWijkteam")
def delete_team(wie: Beheer, dienst: Met, wijkteam_id: Id) -> Response:
    """Verwijder een wijkteam waar niemand en niets bij hoort."""
    werk.verwijder(dienst, wie, wijkteam_id)
    return Response(status_code=204)


@router.put("/wijkteams/{wijkteam_id}/postcodes", summary="Geef een wijkteam zijn postcodes", operation_id="zetPostcodes")
def set_postcodes(wie: Beheer, dienst: Met, wijkteam_id: Id, postcodes: Postcodes) -> Wijkteam:
    """Vervang alle postcodes van een wijkteam. Reeksen die overlappen worden geweigerd."""
    wanted = [werk.Reeks(reeks.van, reeks.tot) for reeks in postcodes.postcodes]
    return Wijkteam.model_validate(werk.zet_postcodes(dienst, wie, wijkteam_id, wanted))
