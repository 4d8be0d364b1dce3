"""Choosing the language of the pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from api.auth import get_dienst, is_veilig, openbaar
from api.desk.taal import KOEKJE, TALEN
from api.desk.weergave import PaginaRoute
from brievenbus.dienst import Dienst
from brievenbus.errors import MissingError

router = APIRouter(route_class=PaginaRoute)
_JAAR = 365 * 24 * 3600


@router.get("/taal/{code}", dependencies=[openbaar])
def kies(code: str, dienst: Annotated[Dienst, Depends(get_dienst)], terug: str = "/") -> Response:
    """Keep the language on this device and go back. Raises MissingError for a language that is not here."""
    if code not in TALEN:
        raise MissingError("niet_gevonden")
    answer = RedirectResponse(terug if _is_own_path(terug) else "/", 303)
    answer.set_cookie(KOEKJE, code, max_age=_JAAR, secure=is_veilig(dienst.beleid.adres), httponly=True, samesite="lax")
    return answer


def _is_own_path(path: str) -> bool:
    """Tell whether this is a path here: no other site, and nothing a browser would read as one (`//elders`, `/\\elders`)."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
