"""The resident's yes or no for one letter, and a yes that is taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from api.auth import get_dienst, vereist
from api.v1 import Id, JaNee, Model
from api.v1.doorverwijzingen import Doorverwijzing
from brievenbus.dienst import Dienst, Wie, doorverwijzen, gegevens
from brievenbus.dienst.gegevens import MAX_VRAAG, ContactWijze, Veld
from brievenbus.dienst.overgangen import Wijze

router = APIRouter(tags=["toestemmingen"])
Met = Annotated[Dienst, Depends(get_dienst)]
Balie = Annotated[Wie, vereist("vrijwilliger")]
Beide = Annotated[Wie, vereist("vrijwilliger", "wijkteam")]


class Contactwens(Model):
    """Hoe de inwoner bereikt wil worden. Een nummer of adres alleen als de inwoner het hiervoor gaf."""

    wijze: ContactWijze
    waarde: str = Field("", max_length=254)
    voornaam: str = Field("", max_length=40)

    def as_contact(self) -> gegevens.Contact:
        """Return it as the service takes it."""
        return gegevens.Contact(self.wijze, self.waarde, self.voornaam)


class NieuweToestemming(Model):
    """Wat de inwoner goed vond, zoals de vrijwilliger het opschreef."""

    wijze: Wijze
    velden: list[Veld] = Field(min_length=1, max_length=7)
    afbeelding: JaNee = Field(False, description="Mag het wijkteam de brief zelf zien? Vraag dit apart.")
    postcode: str = Field("", max_length=4, description="Vier cijfers, om het wijkteam te vinden.")
    wijkteam_id: str | None = Field(None, pattern="^[0-9a-f]{32}$", description="Een wijkteam dat de vrijwilliger zelf koos.")
    contact: Contactwens | None = None
    vraag: str = Field("", max_length=2 * MAX_VRAAG)
    opnieuw: JaNee = Field(False, description="De inwoner is opnieuw gevraagd, na een nee, een intrekking of een teruggave.")

    def as_request(self) -> gegevens.Verzoek:
        """Return it as the service takes it."""
        return gegevens.Verzoek(
            wijze=self.wijze, velden=tuple(self.velden), afbeelding=self.afbeelding, postcode=self.postcode,
            wijkteam_id=self.wijkteam_id, contact=self.contact.as_contact() if self.contact else None, vraag=self.vraag,
            opnieuw=self.opnieuw,
        )  # fmt: skip


@router.post(
    "/doorverwijzingen/{doorverwijzing_id}/toestemmingen", summary="Leg het ja van de inwoner vast", operation_id="legToestemmingVast"
)
def consent(wie: Balie, dienst: Met, doorverwijzing_id: Id, toestemming: NieuweToestemming) -> Doorverwijzing:
    """Leg vast dat de inwoner voor deze brief ja zegt, en geef door wat mag. Twee keer hetzelfde verzoek gaat één keer weg."""
    return Doorverwijzing.make(doorverwijzen.toestemmen(dienst, wie, doorverwijzing_id, toestemming.as_request()))


@router.post(
    "/doorverwijzingen/{doorverwijzing_id}/weigeringen", summary="Leg het nee van de inwoner vast", operation_id="legWeigeringVast"
)
def refuse(wie: Balie, dienst: Met, doorverwijzing_id: Id) -> Doorverwijzing:
    """Leg vast dat de inwoner nee zegt. Er gaat niets weg, het heeft geen gevolg, en niemand vraagt waarom."""
    return Doorverwijzing.make(doorverwijzen.weiger(dienst, wie, doorverwijzing_id))


@router.post("/doorverwijzingen/{doorverwijzing_id}/intrekkingen", summary="Trek de toestemming in", operation_id="trekToestemmingIn")
def withdraw(wie: Beide, dienst: Met, doorverwijzing_id: Id) -> Doorverwijzing:
    """Leg vast dat de inwoner de toestemming intrekt. De brief is meteen niet meer te zien voor het wijkteam."""
    return Doorverwijzing.make(doorverwijzen.trek_in(dienst, wie, doorverwijzing_id))
