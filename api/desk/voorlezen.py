"""Reading aloud at the desk: the sentences of a letter's explanation and the sound of each, also of a practice letter.

The page asks for a sentence by its number; what is said is made here anew, so no text ever comes from a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from starlette.responses import JSONResponse, Response

from api.auth import get_dienst, vereist
from api.desk.briefblad import KOMT_VAN, help_on_card
from api.desk.oefenen import Iemand, OefenBrief, find_letter
from api.desk.weergave import PaginaRoute
from brievenbus.dienst import Dienst, Wie, voorlezen
from brievenbus.dienst.voorlezen import Zin
from brievenbus.kennis import Kennis

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Vrijwilliger = Annotated[Wie, vereist("vrijwilliger")]
Deel = Annotated[str, Header(alias="range")]

_DEEL = re.compile(r"bytes=(\d{1,9})-(\d{0,9})", re.ASCII)
_MEEST = 3
"""How many digits the number of a sentence may have."""


@router.get("/balie/brieven/{brief_id}/voorlezen")
def zinnen(wie: Vrijwilliger, dienst: Met, brief_id: str, taal: str = "nl") -> Response:
    """Give the sentences to read, as JSON: what stands there, what is said, and its place on the card."""
    return _list(voorlezen.zinnen(dienst, wie, brief_id, taal), dienst.kennis)


@router.get("/balie/brieven/{brief_id}/voorlezen/{nummer}.wav")
def geluid(
    wie: Vrijwilliger, dienst: Met, brief_id: str, nummer: str, taal: str = "nl", tempo: str = "gewoon", stuk: Deel = ""
) -> Response:  # fmt: skip
    """Give the sound of one sentence."""
    return _sound(voorlezen.geluid(dienst, wie, brief_id, _number(nummer), taal, tempo), stuk)


@router.get("/oefenen/brieven/{naam}/voorlezen")
def oefenzinnen(wie: Iemand, dienst: Met, naam: str, taal: str = "nl") -> Response:
    """Give the sentences of a practice letter."""
    return _list(_practice(dienst.kennis, find_letter(naam), taal), dienst.kennis)


@router.get("/oefenen/brieven/{naam}/voorlezen/{nummer}.wav")
def oefengeluid(
    wie: Iemand, dienst: Met, naam: str, nummer: str, taal: str = "nl", tempo: str = "gewoon", stuk: Deel = ""
) -> Response:  # fmt: skip
    """Give the sound of one sentence of a practice letter."""
    return _sound(voorlezen.make_geluid(_practice(dienst.kennis, find_letter(naam), taal), _number(nummer), tempo), stuk)


def _practice(kennis: Kennis, letter: OefenBrief, taal: str) -> tuple[Zin, ...]:
    return voorlezen.make_zinnen(kennis, letter.inhoud, taal, letter.gelezen.date())


def _list(zinnen: Iterable[Zin], kennis: Kennis) -> Response:
    way = {one.code: one.richting for one in voorlezen.leestalen(kennis)}
    return JSONResponse(
        {
            "zinnen": [
                {
                    "nummer": nummer, "tekst": zin.tekst, "zeg": zin.gezegd, "taal": zin.taal, "richting": way[zin.taal],
                    "kaart": help_on_card(zin.nederlands), "plek": _place(zin.nederlands, kennis),
                }
                for nummer, zin in enumerate(zinnen, start=1)
            ]
        }
    )  # fmt: skip


def _sound(geluid: bytes, deel: str) -> Response:
    """Answer with the sound, or with the part of it that is asked for: Safari plays nothing that cannot be had in parts."""
    asked, size = _DEEL.fullmatch(deel), len(geluid)
    first, last = (int(asked[1]), min(int(asked[2] or size), size - 1)) if asked else (0, -1)
    if first > last:
        return Response(geluid, headers={"Accept-Ranges": "bytes"}, media_type="audio/wav")
    head = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{last}/{size}"}
    return Response(geluid[first : last + 1], 206, head, "audio/wav")


def _place(zin: str, kennis: Kennis) -> str:
    """Return the place on the card (`data-zin`) of a sentence that stands there in other words; '' for all others."""
    dutch = kennis.talen["nl"]
    # days to be counted again stand among the doubts, under "Kijk even mee"
    known = {
        dutch.meegeven["doen"]: "doen", dutch.zinnen["mens"]: "mens", dutch.meegeven["narekenen"]: "mens", dutch.zinnen["niets"]: "niets",
    }  # fmt: skip
    return "van" if zin.startswith(KOMT_VAN) else known.get(zin, "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MEEST else 0
