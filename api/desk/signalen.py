"""Signals: which letters come most, and a letter to who sends them. Counts only, of the whole organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.auth import get_dienst, vereist
from api.desk.kop import make_kop
from api.desk.taal import N_, _, dag
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, signalen, terugvertel
from brievenbus.dienst.klok import lokale_dag
from brievenbus.dienst.overdracht.woorden import day_in_words, month_in_words
from brievenbus.dienst.signalen import K, Signaal
from brievenbus.errors import InputError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Kijker = Annotated[Wie, vereist("beheerder", "wijkteam")]

_NAGEKEKEN = {
    "meteen": N_("De uitleg was meteen duidelijk"),
    "na_uitleg": N_("Duidelijk na nog eens kijken"),
    "mens": N_("Iemand keek mee"),
}


@dataclass(frozen=True, slots=True)
class AfzenderBeeld:
    """One sender with its types; `aantal` is the sum of what is shown of it."""

    naam: str
    aantal: int
    soorten: tuple[Signaal, ...]


@dataclass(frozen=True, slots=True)
class SignalenBlad:
    """The counts of a period."""

    van: str
    tot: str
    van_woord: str
    tot_woord: str
    afzenders: tuple[AfzenderBeeld, ...]
    totaal: int
    nagekeken: tuple[tuple[str, int], ...]
    minstens: int
    fout: str


@router.get("/signalen")
def toon(wie: Kijker, dienst: Met, van: str = "", tot: str = "") -> Response:
    """Show the counts."""
    fout = ""
    try:
        found = signalen.overzicht(dienst, wie, van, tot)
    except InputError as error:
        fout, found = sentence(error, _), signalen.overzicht(dienst, wie)
    asked = terugvertel.geteld(dienst, wie, found.van, found.tot)
    grouped: dict[str, list[Signaal]] = {}
    for one in found.signalen:
        grouped.setdefault(one.afzender, []).append(one)
    senders = [AfzenderBeeld(kinds[0].afzender_naam, sum(one.aantal for one in kinds), tuple(kinds)) for kinds in grouped.values()]
    blad = SignalenBlad(
        found.van, found.tot, _month(found.van), _month(found.tot),
        tuple(sorted(senders, key=lambda one: (-one.aantal, one.naam))), found.totaal,
        tuple((_(woord), asked[key]) for key, woord in _NAGEKEKEN.items() if key in asked), K, fout,
    )  # fmt: skip
    return page("signalen.html", status=400 if fout else 200, kop=make_kop(dienst, wie, "/signalen"), blad=blad)


@router.get("/signalen/brief")
def brief(wie: Kijker, dienst: Met, afzender: str = "", soort: str = "", van: str = "", tot: str = "") -> Response:
    """Show a letter to a sender, to print: in Dutch, whatever the page speaks. Below the smallest number there is none."""
    found = signalen.overzicht(dienst, wie, van, tot)
    hit = next((one for one in found.signalen if (one.afzender, one.briefsoort) == (afzender, soort)), None)
    return page(
        "signalen_brief.html", kop=make_kop(dienst, wie, "/signalen"), signaal=hit, van=month_in_words(found.van),
        tot=month_in_words(found.tot),
        vandaag=day_in_words(lokale_dag(dienst.klok())).partition(" ")[2], minstens=K, terug=f"/signalen?van={found.van}&tot={found.tot}",
    )  # fmt: skip


def _month(maand: str) -> str:
    """Return a month (JJJJ-MM) in the language of the page."""
    return dag(date.fromisoformat(f"{maand}-01"), "LLLL y")
