"""The page on the phone. It is the same for everybody and holds nothing: the code stands behind the # and stays in the phone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.auth import get_dienst, openbaar
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst

router = APIRouter(route_class=PaginaRoute)


@router.get("/telefoon", dependencies=[openbaar])
def telefoon(dienst: Annotated[Dienst, Depends(get_dienst)]) -> Response:
    """Show the page that takes photos."""
    return page("telefoon.html", max_bytes=dienst.beleid.max_bytes, max_bladzijden=dienst.beleid.max_bestanden)
