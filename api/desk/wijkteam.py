"""The neighbourhood team: the inbox with its clock, and one referral with all that the resident allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.beeld import picture
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.overdragen import SLUIT, TERUG, Feit, NotitieBeeld, facts, given_in_words, moment_in_words, notes
from api.desk.taal import N_, _
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, doorverwijzen, postvak, werklijst
from brievenbus.dienst.postvak import Bak
from brievenbus.dienst.werklijst import Doorverwijzing
from brievenbus.errors import AccessError, BrievenbusError, MissingError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Team = Annotated[Wie, vereist("wijkteam")]

KEUZES: Mapping[Bak, str] = {"open": N_("Te doen"), "mijn": N_("Van mij"), "klaar": N_("Klaar")}
_KLOK = {"te_laat": ("!", N_("Te laat")), "bijna": ("▲", N_("Bijna te laat")), "op_tijd": ("●", N_("Op tijd"))}
_BERICHT = {
    "opgepakt": N_("U heeft dit opgepakt. De balie ziet dat."), "terug": N_("De brief is terug bij de balie."),
    "gesloten": N_("Klaar. Dank u wel."), "notitie": N_("De notitie staat erbij."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Regel:
    """One referral in the inbox, and the top of its own page. `klasse` gives the colour, `symbool` and `merk` say the same.

    `genoemd`: the title is the letter's own, in Dutch.
    """

    id: str
    klasse: str
    symbool: str
    merk: str
    titel: str
    genoemd: bool
    afzender: str
    datum: str
    voor: str
    wanneer: str
    spoed: bool
    wettelijk: int | None
    kan_oppakken: bool


@dataclass(frozen=True, slots=True)
class Postvak:
    """A page of the inbox; `vorige` and `volgende` are the addresses of the pages beside it, '' where there is none."""

    team: str
    keuze: Bak
    keuzes: Mapping[Bak, str]
    regels: tuple[Regel, ...]
    te_laat: int
    balies: tuple[tuple[str, str], ...]
    balie: str
    vorige: str
    volgende: str
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
def toon_postvak(
    wie: Team, dienst: Met, *, keuze: str = "open", balie: str = "", na: str = "", voor: str = "", bericht: str = ""
) -> Response:  # fmt: skip
    """Show a page of the inbox: what is too late on top."""
    chosen: Bak = "mijn" if keuze == "mijn" else "klaar" if keuze == "klaar" else "open"
    found = postvak.postvak(dienst, wie, postvak.Vraag(chosen, balie, na, voor))
    kop = make_kop(dienst, wie, "/wijkteam")
    blad = Postvak(
        kop.waar, chosen, KEUZES, tuple(_line(one, wie) for one in found.stukken), found.te_laat, found.balies, balie,
        _beside(chosen, balie, voor=found.vorige), _beside(chosen, balie, na=found.volgende), _(_BERICHT.get(bericht, "")),
    )  # fmt: skip
    return page("wijkteam.html", kop=kop, blad=blad)


@router.get("/wijkteam/{doorverwijzing_id}")
def toon(wie: Team, dienst: Met, doorverwijzing_id: str, bericht: str = "") -> Response:
    """Show one referral. That it was opened is written down."""
    return _show(dienst, wie, doorverwijzing_id, bericht=_(_BERICHT.get(bericht, "")))


@router.get("/wijkteam/{doorverwijzing_id}/paginas/{nummer}")
def pagina(wie: Team, dienst: Met, doorverwijzing_id: str, nummer: str) -> Response:
    """Give a page picture, where the resident allowed it and as long as that holds."""
    if not (nummer.isascii() and nummer.isdecimal() and len(nummer) <= 4):
        raise MissingError("niet_gevonden")
    return picture(doorverwijzen.pagina(dienst, wie, doorverwijzing_id, int(nummer)))


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
        gegeven=given_in_words(one.toestemming.gegeven, one.toestemming.wijze) if one.toestemming else "",
        ingetrokken=one.ingetrokken, bladzijden=werklijst.bladzijden(dienst, wie, one.id), notities=notes(dienst, wie, one), kan=_can(one),
        terug=TERUG, sluit=SLUIT, bericht=bericht, fout=sentence(fout, _) if fout else "",
    )  # fmt: skip
    return page("wijkteam_stuk.html", status=fout.http_status if fout else 200, kop=make_kop(dienst, wie, "/wijkteam"), blad=blad)


def _beside(keuze: Bak, balie: str, **plaats: str) -> str:
    """Return the address of the page after or before a place; '' where there is no place."""
    here = {"keuze": keuze, **({"balie": balie} if balie else {}), **plaats}
    return f"/wijkteam?{urlencode(here)}" if any(plaats.values()) else ""


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
        id=one.id, klasse=klasse, symbool=symbol, merk=_(word), titel=named.get("briefsoort") or _("Een brief"),
        genoemd="briefsoort" in named, afzender=named.get("afzender", ""),
        datum=named.get("uiterste_datum", "") if told.get("uiterste_datum") else "",
        voor=moment_in_words(one.aanvaarden_voor) if one.aanvaarden_voor and one.status == "verstuurd" else "",
        wanneer=moment_in_words(when) if when and one.status != "verstuurd" else "", spoed=one.spoed, wettelijk=one.werkdagen,
        kan_oppakken=one.status == "verstuurd",
    )  # fmt: skip


def _mark(one: Doorverwijzing, wie: Wie) -> tuple[str, str, str]:
    """Return how it stands: the name of its colour, a sign and words, still in Dutch."""
    if one.klok is not None:
        return one.klok, *_KLOK[one.klok]
    if one.status == "aanvaard":
        return "opgepakt", "✓", N_("Van mij") if one.behandelaar_id == wie.gebruiker_id else N_("Opgepakt door een collega")
    return "klaar", "✓", SLUIT.get(one.label or "", N_("Klaar")) if one.status == "gesloten" else N_("Terug bij de balie")
