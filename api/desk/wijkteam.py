"""The neighbourhood team: the inbox with its clock, and one referral with all that the resident allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.overdragen import SLUIT, TERUG, Feit, NotitieBeeld, facts, moment_in_words, notes
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, doorverwijzen, werklijst
from brievenbus.dienst.werklijst import MEEST, Doorverwijzing
from brievenbus.errors import AccessError, BrievenbusError, MissingError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Team = Annotated[Wie, vereist("wijkteam")]
Keuze = Literal["open", "mijn", "klaar"]

KEUZES: Mapping[Keuze, str] = {"open": "Te doen", "mijn": "Van mij", "klaar": "Klaar"}
_KLOK = {"te_laat": ("!", "Te laat"), "bijna": ("▲", "Bijna te laat"), "op_tijd": ("●", "Op tijd")}
_ORDE = {"te_laat": 0, "bijna": 1, "op_tijd": 2}
_BERICHT = {
    "opgepakt": "U heeft dit opgepakt. De balie ziet dat.", "terug": "De brief is terug bij de balie.", "gesloten": "Klaar. Dank u wel.",
    "notitie": "De notitie staat erbij.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Regel:
    """One referral in the inbox, and the top of its own page. `klasse` gives the colour, `symbool` and `merk` say the same."""

    id: str
    klasse: str
    symbool: str
    merk: str
    titel: str
    afzender: str
    datum: str
    voor: str
    wanneer: str
    spoed: bool
    wettelijk: int | None
    kan_oppakken: bool


@dataclass(frozen=True, slots=True)
class Postvak:
    """The inbox."""

    team: str
    keuze: Keuze
    keuzes: Mapping[Keuze, str]
    regels: tuple[Regel, ...]
    te_laat: int
    meer: bool
    bericht: str


@dataclass(frozen=True, slots=True)
class Stuk:
    """One referral. `mijn`: this person took it up."""

    regel: Regel
    status: str
    mijn: bool
    door: str
    feiten: tuple[Feit, ...]
    telefoon: str
    email: str
    gegeven: str
    ingetrokken: bool
    bladzijden: tuple[int, ...]
    notities: tuple[NotitieBeeld, ...]
    kan: frozenset[str]
    terug: Mapping[str, str]
    sluit: Mapping[str, str]
    bericht: str
    fout: str


@router.get("/wijkteam")
def postvak(wie: Team, dienst: Met, keuze: str = "open", bericht: str = "") -> Response:
    """Show the inbox: what is too late on top."""
    chosen: Keuze = "mijn" if keuze == "mijn" else "klaar" if keuze == "klaar" else "open"
    found, more = werklijst.lijst(dienst, wie, status="gesloten" if chosen == "klaar" else None, aantal=MEEST)
    if chosen == "mijn":
        found = [one for one in found if one.behandelaar_id == wie.gebruiker_id]
    found = sorted(found, key=lambda one: _ORDE.get(one.klok or "", 3))
    kop = make_kop(dienst, wie, "/wijkteam")
    blad = Postvak(
        kop.waar, chosen, KEUZES, tuple(_line(one, wie) for one in found), sum(one.klok == "te_laat" for one in found), more is not None,
        _BERICHT.get(bericht, ""),
    )  # fmt: skip
    return page("wijkteam.html", kop=kop, blad=blad)


@router.get("/wijkteam/{doorverwijzing_id}")
def toon(wie: Team, dienst: Met, doorverwijzing_id: str, bericht: str = "") -> Response:
    """Show one referral. That it was opened is written down."""
    return _show(dienst, wie, doorverwijzing_id, bericht=_BERICHT.get(bericht, ""))


@router.get("/wijkteam/{doorverwijzing_id}/paginas/{nummer}")
def pagina(wie: Team, dienst: Met, doorverwijzing_id: str, nummer: str) -> Response:
    """Give a page picture, where the resident allowed it and as long as that holds."""
    if not (nummer.isascii() and nummer.isdecimal() and len(nummer) <= 4):
        raise MissingError("niet_gevonden")
    return Response(doorverwijzen.pagina(dienst, wie, doorverwijzing_id, int(nummer)), media_type="image/jpeg")


@router.post("/wijkteam/{doorverwijzing_id}/oppakken")
def oppakken(wie: Team, dienst: Met, doorverwijzing_id: str, velden: Velden) -> Response:
    """Take it upon oneself."""
    return _act(dienst, wie, doorverwijzing_id, velden, ("opgepakt", lambda: doorverwijzen.aanvaard(dienst, wie, doorverwijzing_id)))


@router.post("/wijkteam/{doorverwijzing_id}/notities")
def noteer(wie: Team, dienst: Met, doorverwijzing_id: str, velden: Velden) -> Response:
    """Add a line to the warm hand-over."""
    said = velden.get("notitie", "")
    return _act(dienst, wie, doorverwijzing_id, velden, ("notitie", lambda: doorverwijzen.noteer(dienst, wie, doorverwijzing_id, said)))


@router.post("/wijkteam/{doorverwijzing_id}/teruggeven")
def teruggeven(wie: Team, dienst: Met, doorverwijzing_id: str, velden: Velden) -> Response:
    """Give it back to the desk."""
    label, said = velden.get("label", ""), velden.get("notitie", "")
    return _act(
        dienst, wie, doorverwijzing_id, velden, ("terug", lambda: doorverwijzen.geef_terug(dienst, wie, doorverwijzing_id, label, said))
    )


@router.post("/wijkteam/{doorverwijzing_id}/sluiten")
def sluiten(wie: Team, dienst: Met, doorverwijzing_id: str, velden: Velden) -> Response:
    """Close it."""
    label, said = velden.get("label", ""), velden.get("notitie", "")
    return _act(
        dienst, wie, doorverwijzing_id, velden, ("gesloten", lambda: doorverwijzen.sluit(dienst, wie, doorverwijzing_id, label, said))
    )


def _act(
    dienst: Dienst, wie: Wie, doorverwijzing_id: str, velden: Mapping[str, str], act: tuple[str, Callable[[], Doorverwijzing]]
) -> Response:  # fmt: skip
    """Do one thing and say that it was done; what goes wrong is said beside the referral itself."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    said, do = act
    try:
        do()
    except (AccessError, MissingError):
        raise
    except BrievenbusError as error:
        return _show(dienst, wie, doorverwijzing_id, fout=error)
    where = "/wijkteam" if said in ("terug", "gesloten") else f"/wijkteam/{doorverwijzing_id}"
    return RedirectResponse(f"{where}?bericht={said}", 303)


def _show(dienst: Dienst, wie: Wie, doorverwijzing_id: str, *, bericht: str = "", fout: BrievenbusError | None = None) -> Response:
    one = werklijst.zoek(dienst, wie, doorverwijzing_id)
    contact = (one.gegevens or {}).get("contact") or {}
    names, mine = werklijst.namen(dienst, wie, one.id), one.behandelaar_id == wie.gebruiker_id
    blad = Stuk(
        regel=_line(one, wie), status=one.status, mijn=mine, door=names.get(one.behandelaar_id or "", ""), feiten=facts(one.gegevens or {}),
        telefoon=contact.get("waarde", "") if contact.get("wijze") == "telefoon" else "",
        email=contact.get("waarde", "") if contact.get("wijze") == "email" else "",
        gegeven=f"{moment_in_words(one.toestemming.gegeven)}, {one.toestemming.wijze}" if one.toestemming else "",
        ingetrokken=one.ingetrokken, bladzijden=werklijst.bladzijden(dienst, wie, one.id), notities=notes(dienst, wie, one), kan=_can(one),
        terug=TERUG, sluit=SLUIT, bericht=bericht, fout=sentence(fout) if fout else "",
    )  # fmt: skip
    return page("wijkteam_stuk.html", status=fout.http_status if fout else 200, kop=make_kop(dienst, wie, "/wijkteam"), blad=blad)


def _can(one: Doorverwijzing) -> frozenset[str]:
    """Return what can be done with it now."""
    if one.status == "verstuurd":
        return frozenset({"oppakken", "teruggeven", "noteren"})
    return frozenset({"sluiten", "teruggeven", "noteren"} if one.status == "aanvaard" else ())


def _line(one: Doorverwijzing, wie: Wie) -> Regel:
    told = one.gegevens or {}
    klasse, symbol, word = _mark(one, wie)
    named = {fact.sleutel: fact.waarde for fact in facts(told)}
    when = one.gesloten or one.aanvaard
    return Regel(
        id=one.id, klasse=klasse, symbool=symbol, merk=word, titel=named.get("briefsoort", "Een brief"), afzender=named.get("afzender", ""),
        datum=named.get("uiterste_datum", "") if told.get("uiterste_datum") else "",
        voor=moment_in_words(one.aanvaarden_voor) if one.aanvaarden_voor and one.status == "verstuurd" else "",
        wanneer=moment_in_words(when) if when and one.status != "verstuurd" else "", spoed=one.spoed, wettelijk=one.werkdagen,
        kan_oppakken=one.status == "verstuurd",
    )  # fmt: skip


def _mark(one: Doorverwijzing, wie: Wie) -> tuple[str, str, str]:
    """Return how it stands: the name of its colour, a sign and words."""
    if one.klok is not None:
        return one.klok, *_KLOK[one.klok]
    if one.status == "aanvaard":
        return "opgepakt", "✓", "Van mij" if one.behandelaar_id == wie.gebruiker_id else "Opgepakt door een collega"
    return "klaar", "✓", SLUIT.get(one.label or "", "Klaar") if one.status == "gesloten" else "Terug bij de balie"
