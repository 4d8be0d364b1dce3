"""The page of one letter: the paper on one side, what it says on the other, and the words that prove it marked on the paper."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.beeld import picture
from api.desk.balieblad import steps
from api.desk.briefblad import Keuze, StandBlad, make_blad
from api.desk.formulier import read_fields
from api.desk.htmx import HERLAAD
from api.desk.kop import make_kop
from api.desk.taal import _
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, antwoorden, brieven, voorbeeld
from brievenbus.dienst.briefstand import BriefStand
from brievenbus.dienst.leesblad import leesblad, zeg
from brievenbus.dienst.voorlezen import leestalen
from brievenbus.errors import InputError
from brievenbus.foutzin import fill, sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Vrijwilliger = Annotated[Wie, vereist("vrijwilliger")]
Kijker = Annotated[Wie, vereist("vrijwilliger", "wijkteam")]

HIER = "/balie"
_VEEL = 6
"""How many digits a number in the address may have; more is nobody's page."""


@router.get("/balie/brieven/{brief_id}")
def toon(wie: Vrijwilliger, dienst: Met, brief_id: str, bladzijde: str = "", bewijs: str = "") -> Response:
    """Show a letter, or how it stands where there is nothing to read of it."""
    return _show(dienst, wie, brief_id, Keuze(_number(bladzijde), _number(bewijs)))


@router.get("/balie/brieven/{brief_id}/stand")
def stand(wie: Vrijwilliger, dienst: Met, brief_id: str, teken: str = "") -> Response:
    """Answer the page that waits: nothing where the letter is no further, else how far it is; at the end it is to load itself anew."""
    now = brieven.zoek(dienst, wie, brief_id)
    if _mark(now) == teken:
        return Response(status_code=204)
    blad = _state(now)
    return page("brief_stand.html", blad=blad, kop=make_kop(dienst, wie, HIER)) if blad.stappen else Response(headers=HERLAAD)


@router.get("/balie/brieven/{brief_id}/paginas/{nummer}")
def pagina(wie: Kijker, dienst: Met, brief_id: str, nummer: str) -> Response:
    """Give the picture of a page."""
    return picture(brieven.pagina(dienst, wie, brief_id, _number(nummer)))


@router.post("/balie/brieven/{brief_id}/correcties")
def corrigeer(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Keep what somebody says a fact should be, and show the letter with it."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    feit, veld, waarde = _number(velden.get("feit", "")), velden.get("veld", ""), velden.get("waarde", "")
    try:
        zeg(dienst, wie, brief_id, veld, waarde)
    except InputError as error:
        return _show(dienst, wie, brief_id, Keuze(0, feit, "", sentence(error, _), veld, waarde[:1000]), status=error.http_status)
    here = f"#feit-{feit}" if feit else "#aanvullen"
    return RedirectResponse(f"/balie/brieven/{brief_id}?bewijs={feit}{here}", 303)


@router.post("/balie/brieven/{brief_id}/antwoord")
def beantwoord(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Keep the answer to the question of the route, and go where it leads: to the team's page, or back to the letter."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    antwoorden.beantwoord(dienst, wie, brief_id, velden.get("antwoord", ""))
    to_team = voorbeeld.voorstel(dienst, wie, brief_id).naar == "wijkteam"
    return RedirectResponse(f"/balie/brieven/{brief_id}{'/doorverwijzen' if to_team else '#route'}", 303)


@router.post("/balie/brieven/{brief_id}/opnieuw")
def opnieuw(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Try a letter again that could not be read."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    brieven.opnieuw(dienst, wie, brief_id)
    return RedirectResponse(f"/balie/brieven/{brief_id}", 303)


@router.get("/balie/brieven/{brief_id}/wissen")
def vraag_wissen(wie: Vrijwilliger, dienst: Met, brief_id: str) -> Response:
    """Ask whether the letter may really go."""
    now = brieven.zoek(dienst, wie, brief_id)
    return page("brief_wissen.html", blad=_state(now), kop=make_kop(dienst, wie, HIER))


@router.post("/balie/brieven/{brief_id}/wissen")
def wis(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Erase the letter."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    brieven.wis(dienst, wie, brief_id)
    return RedirectResponse(f"/balie/brieven/{brief_id}", 303)


def _show(dienst: Dienst, wie: Wie, brief_id: str, keuze: Keuze, *, status: int = 200) -> Response:
    now = brieven.zoek(dienst, wie, brief_id)
    if now.status != "klaar":
        return page("brief_stand.html", blad=_state(now), kop=make_kop(dienst, wie, HIER))
    talen = {code: taal.naam for code, taal in dienst.kennis.talen.items()}
    blad = make_blad(now, leesblad(dienst, wie, brief_id), talen, keuze)
    return page("brief.html", status=status, blad=blad, kop=make_kop(dienst, wie, HIER), leestalen=leestalen(dienst.kennis))


def _state(now: BriefStand) -> StandBlad:
    said = fill(now.fout, now.fout_waarden, _) or fill("brief_mislukt", vertaal=_) if now.fout else ""
    return StandBlad(now.id, now.status, said, _mark(now), steps(now.status, now.fase or ""))


def _mark(now: BriefStand) -> str:
    """Return how far a letter is, in one word."""
    return now.fase or now.status


def _number(text: str) -> int:
    """Return a number from an address or a form; 0, which is no page and no fact, for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _VEEL else 0
