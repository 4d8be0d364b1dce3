"""The question after reading aloud: what must you do? In pictures, and without a script.

How far it is travels in the form and not in the address, which ends in a history and a log of requests; nothing of an answer stays.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, terugvertel
from brievenbus.dienst.terugvertel import Nakijkblad
from brievenbus.kennis import Kennis

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Vrijwilliger = Annotated[Wie, vereist("vrijwilliger")]

HIER = "/balie"
_NOG_EENS = "2"
_MEEST = 1000
Stand = Literal["vraag", "nog_eens", "klopt", "mens", "eerst_mens"]
_gehad: OrderedDict[str, None] = OrderedDict()
_slot = Lock()


@router.get("/balie/brieven/{brief_id}/terugvertel")
def toon(wie: Vrijwilliger, dienst: Met, brief_id: str, taal: str = terugvertel.BRON) -> Response:
    """Ask the question."""
    blad = terugvertel.kijk(dienst, wie, brief_id, taal)
    return _page(dienst, wie, blad, "vraag" if blad.vraag else "eerst_mens")


@router.post("/balie/brieven/{brief_id}/terugvertel")
def kies(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Take an answer: it is clear, or it is asked again after an easier version, or a person is to look."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    beurt, taal = velden.get("beurt", ""), velden.get("taal", terugvertel.BRON)
    if not terugvertel.is_beurt(dienst, wie, brief_id, beurt):
        return RedirectResponse(f"/balie/brieven/{brief_id}/terugvertel", 303)
    blad = terugvertel.kijk_weer(dienst, wie, brief_id, taal)
    if blad.vraag is None:
        return _page(dienst, wie, blad, "eerst_mens")
    ended = terugvertel.beoordeel(blad.vraag, velden.get("keuze", ""), eerder=velden.get("keer") == _NOG_EENS)
    if ended is None:
        return _page(dienst, wie, blad, "nog_eens")
    if _is_new(beurt):
        terugvertel.tel(dienst, ended)
    return _page(dienst, wie, blad, "mens" if ended == "mens" else "klopt")


def _page(dienst: Dienst, wie: Wie, blad: Nakijkblad, stand: Stand) -> Response:
    beurt = terugvertel.make_beurt(dienst, wie, blad.brief_id)
    kop = make_kop(dienst, wie, HIER)
    return page("terugvertel.html", blad=blad, stand=stand, beurt=beurt, kop=kop, niet_nagekeken=_unchecked(dienst.kennis, blad.taal))


def _unchecked(kennis: Kennis, code: str) -> str:
    """Return the line that nobody whose own language it is has read it; '' where somebody has, and for Dutch."""
    taal = kennis.talen[code]
    return "" if code == terugvertel.BRON or taal.gecontroleerd == "moedertaal" else taal.meegeven["niet_nagekeken"]


def _is_new(beurt: str) -> bool:
    """Tell whether this was not counted yet, so that a button pressed twice, a page sent anew or a way back is one count.

    Only the memory of this process knows, and not for long: a row of it would say who was asked.
    """
    with _slot:
        new = beurt not in _gehad
        _gehad[beurt] = None
        while len(_gehad) > _MEEST:
            _gehad.popitem(last=False)
    return new
