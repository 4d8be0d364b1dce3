"""Letters: bring one, follow it, read what it says, see its pages, correct a field, try it again, erase it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError

from api.auth import get_dienst, vereist
from api.beeld import SOORTEN, picture
from api.openapi import formulier
from api.problemen import plain_sentence
from api.upload import Deel, Formulier, read_form
from api.v1 import Aantal, Id, Model, Na, OptioneelId
from brievenbus.brief import Brief
from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst import brieven as werk

router = APIRouter(tags=["brieven"])
Balie = Annotated[Wie, vereist("vrijwilliger")]
Brenger = Annotated[Wie, vereist("vrijwilliger", soorten=("mens", "telefoon", "apparaat"))]
Kijker = Annotated[Wie, vereist("vrijwilliger", "wijkteam")]
Nummer = Annotated[int, Path(ge=1, le=10_000, description="Het nummer van de bladzijde; de eerste is 1.")]
Met = Annotated[Dienst, Depends(get_dienst)]
Sleutel = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=8, max_length=128, pattern="^[A-Za-z0-9._:-]+$",
        description="Een eigen, willekeurig kenmerk van deze zending. Dezelfde zending nog eens geeft dezelfde brief terug.",
    ),
]  # fmt: skip
Status = Literal["ontvangen", "bezig", "klaar", "geweigerd", "mislukt", "gewist"]
Fase = Literal["lezen", "begrijpen"]


class Fout(Model):
    """Waarom een brief niet gelezen is: een vaste code en een zin in gewoon Nederlands."""

    code: str
    zin: str


class BriefStand(Model):
    """Hoe het met een brief staat."""

    id: str
    status: Status
    fase: Fase | None = Field(
        description="Hoe ver het lezen is zolang de brief 'bezig' is: eerst de bladzijden (lezen), dan wat er staat (begrijpen)."
    )
    aangemaakt: datetime
    gelezen: datetime | None
    bladzijden: int | None = Field(description="Hoeveel bladzijden er te zien zijn; leeg zolang de brief niet gelezen is.")
    fout: Fout | None
    bezoek_id: str | None
    stapel_id: str | None
    deel: int = Field(ge=1, description="De hoeveelste brief dit is in het bestand waarin hij zat.")
    delen: int = Field(ge=1, description="Hoeveel brieven er in dat bestand zaten; alleen bij een stapel kan dat er meer dan één zijn.")
    bewaren_tot: datetime

    @classmethod
    def make(cls, stand: werk.BriefStand) -> BriefStand:
        """Shape the state of a letter."""
        fout = Fout(code=stand.fout, zin=plain_sentence(stand.fout, stand.fout_waarden)) if stand.fout else None
        return cls(
            id=stand.id, status=cast(Status, stand.status), fase=cast(Fase | None, stand.fase), aangemaakt=stand.aangemaakt,
            gelezen=stand.gelezen, bladzijden=stand.bladzijden, fout=fout, bezoek_id=stand.bezoek_id, stapel_id=stand.stapel_id,
            deel=stand.deel, delen=stand.delen, bewaren_tot=stand.bewaren_tot,
        )  # fmt: skip


class BriefLijst(Model):
    """Een bladzijde van de lijst; 'volgende' is leeg op de laatste."""

    brieven: list[BriefStand]
    volgende: str | None


class LeesWens(Model):
    """De gewone velden van het formulier: in welke taal, voor welke dag, bij welk bezoek."""

    taal: str = Field(default="nl", pattern="^[a-z]{2,3}$")
    peildatum: date | None = None
    bezoek_id: str | None = Field(default=None, pattern="^[0-9a-f]{32}$")


class NieuweCorrectie(Model):
    """Wat een veld volgens de vrijwilliger moet zijn."""

    veld: str = Field(
        pattern=f"^({'|'.join(sorted(werk.VELDEN))})(\\.[a-z_]{{1,30}})?$", max_length=60,
        description="De naam van het veld, bijvoorbeeld 'datum' of 'afzender.naam'.",
    )  # fmt: skip
    waarde: str = Field(max_length=1000)


class Correctie(Model):
    """Een verbetering van een vrijwilliger. De lezing zelf verandert nooit."""

    id: str
    veld: str
    waarde: str
    tijd: datetime


class CorrectieLijst(Model):
    """Alle verbeteringen bij één brief, de oudste eerst."""

    correcties: list[Correctie]


class Wisbewijs(Model):
    """Het bewijs dat een brief gewist is: aantallen, geen inhoud."""

    id: str = Field(description="Het nummer van dit bewijs; het staat ook in het auditspoor.")
    brief_id: str
    gewist: datetime
    bestanden: int
    bladzijden: int
    velden: int


async def read_letter_form(request: Request, dienst: Met) -> Formulier:
    """Read the files of one letter into memory."""
    return await read_form(request, aantal=dienst.beleid.max_bestanden, per_bestand=dienst.beleid.max_bytes)


@router.post(
    "/brieven", status_code=202, summary="Breng een brief", operation_id="brengBrief", response_model=BriefStand,
    openapi_extra=formulier("De bladzijden van één brief, in volgorde: foto's, scans of een PDF.", taal=True),
    responses={200: {"model": BriefStand, "description": "Deze zending was er al; dit is dezelfde brief."}},
)  # fmt: skip
def bring(
    wie: Brenger, dienst: Met, form: Annotated[Formulier, Depends(read_letter_form)], response: Response,
    idempotency_key: Sleutel = "",
) -> BriefStand:  # fmt: skip
    """Stuur één brief in, als één of meer foto's, scans of een PDF. De brief wordt verzegeld bewaard en daarna gelezen."""
    stand = werk.ontvang(dienst, wie, attachments(form.bestanden), request_of(form, wie, idempotency_key))
    response.status_code = 200 if stand.herhaald else 202
    response.headers["Location"] = f"/v1/brieven/{stand.id}"
    return BriefStand.make(stand)


@router.get("/brieven", summary="Lijst van brieven", operation_id="geefBrieven")
def list_letters(
    wie: Balie, dienst: Met,
    bezoek: Annotated[OptioneelId, Query(alias="bezoekId")] = None,
    stapel: Annotated[OptioneelId, Query(alias="stapelId")] = None,
    status: Annotated[Status | None, Query(description="Alleen brieven met deze stand.")] = None,
    na: Na = None, aantal: Aantal = 50,
) -> BriefLijst:  # fmt: skip
    """Geef de brieven van de eigen balie, de nieuwste eerst."""
    rows = werk.lijst(dienst, wie, bezoek_id=bezoek, stapel_id=stapel, status=status, na=na, aantal=aantal + 1)
    more = len(rows) > aantal
    return BriefLijst(brieven=[BriefStand.make(row) for row in rows[:aantal]], volgende=rows[aantal - 1].id if more else None)


@router.get("/brieven/{brief_id}", summary="Stand van een brief", operation_id="geefBrief")
def get_letter(wie: Brenger, dienst: Met, brief_id: Id) -> BriefStand:
    """Geef hoe het met een brief staat. Vraag dit niet vaker dan één keer per seconde."""
    return BriefStand.make(werk.zoek(dienst, wie, brief_id))


@router.get("/brieven/{brief_id}/lezing", summary="Wat er in een brief staat", operation_id="geefLezing", response_model=Brief)
def get_reading(wie: Balie, dienst: Met, brief_id: Id) -> Any:
    """Geef de hele lezing: afzender, soort, urgentie, termijnen, bedragen, uitleg, en het bewijs op de bladzijde."""
    return werk.lees_inhoud(dienst, wie, brief_id)


@router.get(
    "/brieven/{brief_id}/paginas/{nummer}", summary="Beeld van een bladzijde", operation_id="geefPagina", response_class=Response,
    responses={200: {"content": SOORTEN, "description": "De bladzijde, meestal als WebP."}},
)  # fmt: skip
def get_page(wie: Kijker, dienst: Met, brief_id: Id, nummer: Nummer) -> Response:
    """Geef het rechtgezette beeld van één bladzijde, met het burgerservicenummer afgedekt. De eerste bladzijde is 1."""
    return picture(werk.pagina(dienst, wie, brief_id, nummer))


@router.post(
    "/brieven/{brief_id}/correcties", status_code=201, summary="Verbeter een veld", operation_id="verbeterBrief",
)  # fmt: skip
def correct(wie: Balie, dienst: Met, brief_id: Id, body: NieuweCorrectie) -> Correctie:
    """Leg vast wat een veld volgens u moet zijn. De lezing blijft zoals zij was; de verbetering staat ernaast."""
    return Correctie.model_validate(werk.corrigeer(dienst, wie, brief_id, body.veld, body.waarde))


@router.get("/brieven/{brief_id}/correcties", summary="Verbeteringen bij een brief", operation_id="geefCorrecties")
def list_corrections(wie: Balie, dienst: Met, brief_id: Id) -> CorrectieLijst:
    """Geef alle verbeteringen bij een brief, de oudste eerst."""
    return CorrectieLijst(correcties=[Correctie.model_validate(row) for row in werk.correcties(dienst, wie, brief_id)])


@router.post("/brieven/{brief_id}/herkansingen", status_code=202, summary="Lees een brief opnieuw", operation_id="herkansBrief")
def retry(wie: Balie, dienst: Met, brief_id: Id) -> BriefStand:
    """Probeer een brief opnieuw te lezen waarvan het lezen mislukt is."""
    return BriefStand.make(werk.opnieuw(dienst, wie, brief_id))


@router.delete("/brieven/{brief_id}", summary="Wis een brief", operation_id="wisBrief")
def erase(wie: Balie, dienst: Met, brief_id: Id) -> Wisbewijs:
    """Wis een brief met alles wat erbij hoort. Het antwoord is het bewijs dat het gebeurd is."""
    return Wisbewijs.model_validate(werk.wis(dienst, wie, brief_id))


def attachments(delen: list[Deel]) -> list[werk.Bijlage]:
    """Return the files of a form as the service takes them."""
    return [werk.Bijlage(deel.naam, deel.inhoud) for deel in delen]


def request_of(form: Formulier, wie: Wie, sleutel: str) -> werk.Verzoek:
    """Return what the plain fields of a form ask. Raises RequestValidationError for a field that is unknown or cannot be."""
    try:
        asked = LeesWens.model_validate_strings(form.velden, strict=True)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from None
    return werk.Verzoek(
        taal=asked.taal, peildatum=asked.peildatum, idempotentie=sleutel or None, bezoek_id=asked.bezoek_id or wie.bezoek_id,
    )  # fmt: skip
