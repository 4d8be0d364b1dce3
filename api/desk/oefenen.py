"""Practice: six letters that nobody ever got, on the same pages as real ones, with a guided tour. Nothing is kept.

The letters ship with the pages (`oefenen/`, made by `samples/oefenen.py`): what was read of them, and their pages. To whoever practises
it is always the day they were read, so that "nog 5 dagen" stays true.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.desk.balieblad import KaartBeeld, card
from api.desk.briefblad import BriefBlad, Keuze, make_blad
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.taal import N_, _, dag
from api.desk.weergave import HIER as BALIE
from api.desk.weergave import PaginaRoute, page
from api.desk.woorden import ZONDER_JAAR
from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst.briefkaart import in_order, make_kaart
from brievenbus.dienst.briefstand import BriefStand
from brievenbus.dienst.leesblad import Bladzijde, make_leesblad
from brievenbus.dienst.voorlezen import leestalen
from brievenbus.errors import MissingError

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Iemand = Annotated[Wie, vereist("vrijwilliger", "wijkteam", "beheerder")]

HIER = "/oefenen"
BRIEVEN = BALIE / "oefenen"
STAPPEN = (
    (N_("Een brief komt binnen"), (
        N_("De bezoeker geeft u een brief. U maakt een foto met uw telefoon, of u legt hem in de scanner."),
        N_("Alle bladzijden van één brief horen bij elkaar. Vergeet de achterkant niet."),
        N_("Na een halve minuut staat de brief in de lijst. Hieronder staan er al zes."),
    )),
    (N_("Kijk eerst bovenaan"), (
        N_("De brief met de meeste haast staat bovenaan. De kleur, het teken en het woord zeggen hetzelfde."),
        N_("Rechts staan het bedrag en de dag. Is die dag voorbij? Dan staat er ‘te laat sinds’."),
        N_("Onderaan staan brieven waar u niets mee hoeft. Zeg dat ook: ‘U hoeft niets te doen’ is fijn om te horen."),
    )),
    (N_("Open een brief"), (
        N_("Open hieronder de bovenste brief. U ziet het papier, en daarnaast wat er staat in gewone woorden."),
        N_("Druk bij een bedrag of dag op ‘Toon in de brief’. Dan ziet u de plek op het papier."),
        N_("Lees voor wat de bezoeker moet doen. Eén ding tegelijk."),
    )),
    (N_("Kijk even mee"), (
        N_("Dit leest een computer. Soms twijfelt hij. Dan staat er ‘Kijk even mee’. Pak dan het papier erbij."),
        N_("Klopt iets niet? Druk op ‘Klopt dit niet?’ en typ wat er wel staat."),
        N_("Eén van de zes brieven is niet te vertrouwen. Zoek hem eens op. Wat raadt Brievenbus aan?"),
    )),
    (N_("Rond het bezoek af"), (
        N_("Geef de bezoeker een blad mee met wat hij moet doen. Er is meer hulp nodig? Vraag of het wijkteam mee mag kijken."),
        N_("Zonder een ja van de bezoeker gaat er niets naar het wijkteam."),
        N_("Alles gehad? Druk op ‘Klaar, volgende bezoeker’. De brieven worden daarna vanzelf gewist. Geef het papier terug."),
    )),
)  # fmt: skip
"""The tour: a heading and what to tell at each step."""

_WAT = {
    "correcties": N_("Uw verbetering komt dan bij de brief te staan. Wat de computer las, blijft er ook staan."),
    "meegeven": N_("U krijgt dan een blad om af te drukken, met grote letters, voor de bezoeker thuis."),
    "agenda.ics": N_("De dag komt dan in de agenda van de bezoeker."),
    "concept": N_("U krijgt dan een brief die u samen afmaakt. De bezoeker stuurt hem zelf."),
    "terugvertel": N_("De bezoeker kiest dan zelf een plaatje: wat moet ik doen? Zo ziet u samen of de uitleg duidelijk was."),
    "doorverwijzen": N_("U ziet dan eerst precies wat er naar het wijkteam zou gaan. Pas na een ja van de bezoeker gaat het weg."),
    "wissen": N_("De brief en alles wat eruit gelezen is, zijn dan meteen weg."),
}
_NAAM = re.compile(r"[a-z]\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OefenBrief:
    """A practice letter as it ships."""

    naam: str
    inhoud: dict[str, Any]
    bladzijden: tuple[Bladzijde, ...]
    gelezen: datetime

    @property
    def stand(self) -> BriefStand:
        """Return it as a letter that was just read."""
        pages = len(self.bladzijden)
        return BriefStand(self.naam, "klaar", self.gelezen, self.gelezen, pages, None, None, None, self.gelezen)


@dataclass(frozen=True, slots=True)
class OefenBlad:
    """The start of practising: the step of the tour, and the letters. `stap` is 0 before the tour begins."""

    dag: str
    stap: int
    stappen: int
    titel: str
    zinnen: tuple[str, ...]
    brieven: tuple[KaartBeeld, ...]


@dataclass(frozen=True, slots=True)
class ProefBlad:
    """What would have happened with a real letter."""

    naam: str
    titel: str
    zin: str


@router.get("/oefenen")
def toon(wie: Iemand, dienst: Met, stap: str = "") -> Response:
    """Show the practice letters, with a step of the tour."""
    at = int(stap) if stap in {str(n) for n in range(1, len(STAPPEN) + 1)} else 0
    title, told = STAPPEN[at - 1] if at else ("", ())
    letters, mens = _letters(), dienst.kennis.talen["nl"].zinnen["mens"]
    day = next(iter(letters.values())).gelezen.date()
    cards = in_order([make_kaart(letter.stand, letter.inhoud, day, mens) for letter in letters.values()])
    shown = tuple(card(kaart, day, "/oefenen/brieven/") for kaart in cards)
    blad = OefenBlad(dag(day, ZONDER_JAAR), at, len(STAPPEN), _(title), tuple(_(zin) for zin in told), shown)
    return page("oefenen.html", blad=blad, kop=make_kop(dienst, wie, HIER), oefenen=True)


@router.get("/oefenen/brieven/{naam}")
def toon_brief(wie: Iemand, dienst: Met, naam: str, bladzijde: str = "", bewijs: str = "", antwoord: str = "") -> Response:
    """Show a practice letter on the page of a real one."""
    letter = find_letter(naam)
    keuze = Keuze(_number(bladzijde), _number(bewijs), antwoord if antwoord in ("ja", "nee") else "")
    return page(
        "brief.html", blad=_blad(dienst, letter, keuze), kop=make_kop(dienst, wie, HIER), leestalen=leestalen(dienst.kennis), oefenen=True
    )  # fmt: skip


@router.get("/oefenen/brieven/{naam}/paginas/{nummer}")
def pagina(wie: Iemand, naam: str, nummer: str) -> Response:
    """Give the picture of a page."""
    wanted = _number(nummer)
    if wanted not in {one.nummer for one in find_letter(naam).bladzijden}:
        raise MissingError("pagina_ontbreekt")
    return Response((BRIEVEN / f"{naam}.{wanted}.jpg").read_bytes(), media_type="image/jpeg")


@router.get("/oefenen/brieven/{naam}/{wat}")
def proef(wie: Iemand, dienst: Met, naam: str, wat: str) -> Response:
    """Tell what would happen with a real letter."""
    letter = find_letter(naam)
    if wat not in _WAT:
        raise MissingError("niet_gevonden")
    blad = ProefBlad(naam, letter.inhoud["uitleg"]["titel"], _(_WAT[wat]))
    return page("oefenproef.html", blad=blad, kop=make_kop(dienst, wie, HIER), oefenen=True)


@router.post("/oefenen/brieven/{naam}/{wat}")
def doe_alsof(wie: Iemand, dienst: Met, naam: str, wat: str, velden: Velden) -> Response:
    """Take what was typed, and keep nothing of it."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    if wat not in _WAT:
        raise MissingError("niet_gevonden")
    return RedirectResponse(f"/oefenen/brieven/{find_letter(naam).naam}/{wat}", 303)


def _blad(dienst: Dienst, letter: OefenBrief, keuze: Keuze) -> BriefBlad:
    read = make_leesblad(dienst.kennis, letter.inhoud, letter.bladzijden, letter.gelezen.date())
    made = make_blad(letter.stand, read, {}, keuze)
    return replace(made, vellen=tuple(replace(vel, beeld=f"/oefenen/brieven/{letter.naam}/paginas/{vel.nummer}") for vel in made.vellen))


@cache
def _letters() -> dict[str, OefenBrief]:
    return {file.stem: _open(file.stem) for file in sorted(BRIEVEN.glob("*.json"))}


def _open(naam: str) -> OefenBrief:
    told = json.loads((BRIEVEN / f"{naam}.json").read_text("utf-8"))
    pages = tuple(Bladzijde(nummer, *size) for nummer, size in enumerate(told["paginas"], start=1))
    day = datetime.fromisoformat(told["brief"]["peildatum"]).replace(hour=9, tzinfo=UTC)
    return OefenBrief(naam, told["brief"], pages, day)


def find_letter(naam: str) -> OefenBrief:
    """Return a practice letter. Raises MissingError niet_gevonden."""
    found = _letters().get(naam) if _NAAM.fullmatch(naam) else None
    if found is None:
        raise MissingError("niet_gevonden")
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
