"""For a monitor: is the web process alive, and can letters be taken and read."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response

from api.auth import get_dienst, openbaar
from api.problemen import Probleem
from api.v1 import Model
from brievenbus.dienst import Dienst
from brievenbus.dienst.gezondheid import is_gereed

router = APIRouter(tags=["gezondheid"], dependencies=[openbaar])


class Gezondheid(Model):
    """Het webproces leeft."""

    status: Literal["goed"] = "goed"


class Gereedheid(Model):
    """Elk onderdeel doet zijn werk."""

    status: Literal["goed"] = "goed"
    database: Literal[True] = True
    opslag: Literal[True] = True
    sleutels: Literal[True] = True
    werker: Literal[True] = True


@router.get("/gezondheid", summary="Leeft de dienst", operation_id="geefGezondheid")
def is_alive() -> Gezondheid:
    """Zeg dat het webproces leeft. Kijkt nergens anders naar."""
    return Gezondheid()


@router.get("/gereedheid", summary="Is de dienst gereed", operation_id="geefGereedheid", response_model=Gereedheid)
def is_ready(dienst: Annotated[Dienst, Depends(get_dienst)]) -> Gereedheid | Response:
    """Probeer elk onderdeel. Geeft 503 zolang er een is dat zijn werk niet doet; 'fouten' noemt welk."""
    found = is_gereed(dienst)
    missing = [naam for naam in ("database", "opslag", "sleutels", "werker") if not getattr(found, naam)]
    if not missing:
        return Gereedheid()
    fouten = [{"veld": naam, "code": "niet_gereed", "zin": _ZINNEN[naam]} for naam in missing]
    return Probleem(503, "niet_gereed", fouten=fouten, headers={"Retry-After": "10"})


_ZINNEN = {
    "database": "De database antwoordt niet.",
    "opslag": "In de opslag voor bestanden kan niet geschreven worden.",
    "sleutels": "De sleutels werken niet.",
    "werker": "Er is geen werker die brieven leest.",
}
