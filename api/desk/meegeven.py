"""What the resident takes home: the sheet to print, the same as PDF, and the dates for a calendar."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.auth import get_dienst, openbaar, vereist
from api.desk.kop import make_kop
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, meegeven

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Vrijwilliger = Annotated[Wie, vereist("vrijwilliger")]

HIER = "/balie"


@router.get("/blad.css", dependencies=[openbaar])
def stijl() -> Response:
    """Give the style of the sheet, the same that the PDF is made with."""
    return Response(meegeven.STIJL, media_type="text/css")


@router.get("/balie/brieven/{brief_id}/meegeven")
def toon(wie: Vrijwilliger, dienst: Met, brief_id: str, taal: str = "") -> Response:
    """Show the sheet as it comes on paper, with the second language `taal` beside the Dutch where one is asked for."""
    return page("meegeven.html", blad=meegeven.vel(dienst, wie, brief_id, taal), kop=make_kop(dienst, wie, HIER))


@router.get("/balie/brieven/{brief_id}/meegeven.pdf")
def pdf(wie: Vrijwilliger, dienst: Met, brief_id: str, taal: str = "") -> Response:
    """Give the sheet as PDF."""
    made = meegeven.pdf(dienst, wie, brief_id, taal)
    return Response(made, media_type="application/pdf", headers={"Content-Disposition": 'inline; filename="uitleg-bij-uw-brief.pdf"'})


@router.get("/balie/brieven/{brief_id}/agenda.ics")
def agenda(wie: Vrijwilliger, dienst: Met, brief_id: str) -> Response:
    """Give the dates of the letter for a calendar."""
    made = meegeven.agenda(dienst, wie, brief_id)
    return Response(made, media_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="agenda.ics"'})
