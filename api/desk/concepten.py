"""A draft letter to finish with the visitor: to type in (Word) or to fill in with a pen (PDF)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.auth import get_dienst, vereist
from api.desk.weergave import PaginaRoute
from brievenbus.dienst import Dienst, Wie, concepten

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Vrijwilliger = Annotated[Wie, vereist("vrijwilliger")]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/balie/brieven/{brief_id}/concept/{soort}.docx")
def docx(wie: Vrijwilliger, dienst: Met, brief_id: str, soort: str) -> Response:
    """Give a draft to type in."""
    made = concepten.document(dienst, wie, brief_id, soort, "docx")
    return Response(made, media_type=WORD, headers={"Content-Disposition": f'attachment; filename="concept-{soort}.docx"'})


@router.get("/balie/brieven/{brief_id}/concept/{soort}.pdf")
def pdf(wie: Vrijwilliger, dienst: Met, brief_id: str, soort: str) -> Response:
    """Give a draft to print and fill in with a pen."""
    made = concepten.document(dienst, wie, brief_id, soort, "pdf")
    return Response(made, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="concept-{soort}.pdf"'})
