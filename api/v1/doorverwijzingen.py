"""Referrals: propose one for a letter, see the work list, accept, give back, close, add a note, see a page where allowed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import Field

from api.auth import get_dienst, vereist
from api.beeld import SOORTEN, picture
from api.v1 import Aantal, Id, Model, Na
from brievenbus.brief import Urgentie
from brievenbus.dienst import Dienst, Wie, doorverwijzen, werklijst
from brievenbus.dienst.gegevens import MAX_NOTITIE, ContactWijze, Veld
from brievenbus.dienst.klok import Klokstand
from brievenbus.dienst.overgangen import Reden, SluitLabel, Status, TerugLabel, Wijze

router = APIRouter(tags=["doorverwijzingen"])
Met = Annotated[Dienst, Depends(get_dienst)]
Balie = Annotated[Wie, vereist("vrijwilliger")]
Team = Annotated[Wie, vereist("wijkteam")]
Beide = Annotated[Wie, vereist("vrijwilliger", "wijkteam")]
Tekst = Annotated[str, Field(max_length=MAX_NOTITIE, description="Gewone woorden. Een BSN wordt onleesbaar gemaakt.")]


class Contact(Model):
    """Hoe de inwoner bereikt wil worden."""

    wijze: ContactWijze
    waarde: str
    voornaam: str


class Soort(Model):
    """De soort van de brief."""

    sleutel: str
    naam: str


class Gegevens(Model):
    """Wat de inwoner wilde laten doorgeven, en niets anders. Wat niet mocht, staat er niet in."""

    briefsoort: Soort | None = None
    afzender: str | None = None
    uiterste_datum: date | None = None
    urgentie: Urgentie | None = None
    contact: Contact | None = None
    postcode: str | None = None
    vraag: str | None = None


class Toestemming(Model):
    """Het ja van de inwoner voor deze ene brief: wie vroeg het, wanneer, hoe, en wat mag."""

    id: str
    gevraagd_door: str = Field(validation_alias="gebruiker_id")
    gegeven: datetime
    wijze: Wijze
    velden: list[Veld]
    afbeelding: bool
    ingetrokken: datetime | None


class Notitie(Model):
    """Een regel van de warme overdracht."""

    wie: str
    tijd: datetime
    tekst: str


class Doorverwijzing(Model):
    """Een brief die aan een wijkteam is voorgesteld of doorgegeven."""

    id: str
    brief_id: str
    status: Status
    reden: Reden | None = Field(description="Waarom de balie het voorstelde; het wijkteam ziet dit niet.")
    label: str | None = Field(description="Hoe de doorverwijzing terugkwam of eindigde.")
    wijkteam_id: str | None
    wijkteam: str | None
    niveau: int = Field(ge=0, description="Hoe vaak de doorverwijzing naar een hoger team ging.")
    spoed: bool
    werkdagen: int | None
    klok: Klokstand | None = Field(description="Alleen zolang het wijkteam de doorverwijzing nog niet heeft aanvaard.")
    voorgesteld: datetime
    verstuurd: datetime | None
    aanvaarden_voor: datetime | None
    aanvaard: datetime | None
    behandelaar_id: str | None
    gesloten: datetime | None
    ingetrokken: bool = Field(description="De inwoner heeft de toestemming ingetrokken.")
    gegevens: Gegevens | None
    toestemming: Toestemming | None
    notities: list[Notitie]

    @classmethod
    def make(cls, one: werklijst.Doorverwijzing) -> Doorverwijzing:
        """Shape a referral."""
        return cls.model_validate(one)


class DoorverwijzingLijst(Model):
    """Een bladzijde van de werklijst: wat het eerst opgepakt moet worden staat bovenaan. 'volgende' is leeg op de laatste."""

    doorverwijzingen: list[Doorverwijzing]
    volgende: str | None


class Voorstel(Model):
    """Een voorstel. Zonder reden alleen als brievenbus bij deze brief zelf het wijkteam noemt."""

    reden: Reden | None = None


class Teruggave(Model):
    """Waarom het wijkteam de doorverwijzing teruggeeft."""

    label: TerugLabel
    notitie: Tekst = ""


class Sluiting(Model):
    """Hoe het afliep."""

    label: SluitLabel
    notitie: Tekst = ""


class NieuweNotitie(Model):
    """Een regel voor de ander. Schrijf alleen wat de inwoner goed vindt."""

    tekst: Tekst


@router.post(
    "/brieven/{brief_id}/doorverwijzingen", status_code=201, summary="Stel een doorverwijzing voor", operation_id="stelDoorverwijzingVoor"
)
def propose(wie: Balie, dienst: Met, brief_id: Id, voorstel: Voorstel, response: Response) -> Doorverwijzing:
    """Stel voor een gelezen brief aan het wijkteam door te geven. Er gaat nog niets weg: dat gebeurt pas na toestemming."""
    made = doorverwijzen.stel_voor(dienst, wie, brief_id, voorstel.reden)
    response.headers["Location"] = f"/v1/doorverwijzingen/{made.id}"
    return Doorverwijzing.make(made)


@router.get("/doorverwijzingen", summary="De werklijst", operation_id="geefDoorverwijzingen")
def list_referrals(
    wie: Beide, dienst: Met,
    status: Annotated[Status | None, Query(description="Alleen doorverwijzingen met deze status; anders alle die nog open staan.")] = None,
    klok: Annotated[Klokstand | None, Query(description="Alleen wat zo op de klok staat.")] = None,
    na: Na = None, aantal: Aantal = 50,
) -> DoorverwijzingLijst:  # fmt: skip
    """Geef de doorverwijzingen van de eigen balie of het eigen wijkteam, zonder contactgegevens en notities."""
    shown, volgende = werklijst.lijst(dienst, wie, status=status, stand=klok, na=na, aantal=aantal)
    return DoorverwijzingLijst(doorverwijzingen=[Doorverwijzing.make(one) for one in shown], volgende=volgende)


@router.get("/doorverwijzingen/{doorverwijzing_id}", summary="Eén doorverwijzing", operation_id="geefDoorverwijzing")
def get_referral(wie: Beide, dienst: Met, doorverwijzing_id: Id) -> Doorverwijzing:
    """Geef één doorverwijzing met alles wat de inwoner liet doorgeven. Dat iemand van het wijkteam keek, wordt vastgelegd."""
    return Doorverwijzing.make(werklijst.zoek(dienst, wie, doorverwijzing_id))


@router.post("/doorverwijzingen/{doorverwijzing_id}/aanvaardingen", summary="Pak een doorverwijzing op", operation_id="aanvaard")
def accept(wie: Team, dienst: Met, doorverwijzing_id: Id) -> Doorverwijzing:
    """Neem een doorverwijzing op u. Twee keer hetzelfde verzoek is één keer aanvaard."""
    return Doorverwijzing.make(doorverwijzen.aanvaard(dienst, wie, doorverwijzing_id))


@router.post("/doorverwijzingen/{doorverwijzing_id}/teruggaven", summary="Geef een doorverwijzing terug", operation_id="geefTerug")
def give_back(wie: Team, dienst: Met, doorverwijzing_id: Id, teruggave: Teruggave) -> Doorverwijzing:
    """Geef een doorverwijzing terug aan de balie. Voor een ander team is een nieuw ja van de inwoner nodig."""
    return Doorverwijzing.make(doorverwijzen.geef_terug(dienst, wie, doorverwijzing_id, teruggave.label, teruggave.notitie))


@router.post("/doorverwijzingen/{doorverwijzing_id}/sluitingen", summary="Sluit een doorverwijzing", operation_id="sluitDoorverwijzing")
def close(wie: Beide, dienst: Met, doorverwijzing_id: Id, sluiting: Sluiting) -> Doorverwijzing:
    """Sluit een doorverwijzing: het wijkteam wat het aanvaardde, de balie wat bij geen team ligt."""
    return Doorverwijzing.make(doorverwijzen.sluit(dienst, wie, doorverwijzing_id, sluiting.label, sluiting.notitie))


@router.post("/doorverwijzingen/{doorverwijzing_id}/notities", summary="Schrijf een notitie", operation_id="schrijfNotitie")
def add_note(wie: Beide, dienst: Met, doorverwijzing_id: Id, notitie: NieuweNotitie) -> Doorverwijzing:
    """Voeg een regel toe voor de ander, zolang het wijkteam de doorverwijzing heeft."""
    return Doorverwijzing.make(doorverwijzen.noteer(dienst, wie, doorverwijzing_id, notitie.tekst))


@router.get(
    "/doorverwijzingen/{doorverwijzing_id}/paginas/{nummer}", summary="Een bladzijde van de brief", operation_id="geefDoorverwezenPagina",
    response_class=Response, responses={200: {"content": SOORTEN}},
)  # fmt: skip
def get_page(wie: Beide, dienst: Met, doorverwijzing_id: Id, nummer: Annotated[int, Path(ge=1, le=1000)]) -> Response:
    """Geef een bladzijde als plaatje, met het BSN onleesbaar. Het wijkteam alleen als de inwoner dat apart goed vond."""
    return picture(doorverwijzen.pagina(dienst, wie, doorverwijzing_id, nummer))
