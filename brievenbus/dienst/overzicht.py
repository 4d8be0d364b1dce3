"""What a volunteer sees of the visit at hand: every letter with what matters most of it, the newest first."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.bezoeken import visit_at_hand
from brievenbus.dienst.briefstand import BriefStand
from brievenbus.errors import MissingError
from brievenbus.foutzin import fill

SHOWN = 50
_UNDERWAY = ("ontvangen", "bezig")


@dataclass(frozen=True, slots=True)
class BriefKaart:
    """One letter in the list. `eerst` is the first thing to do, `verder` the rest; both empty until it is read.

    `klasse` is the urgency of a read letter or `goednieuws`, else the status. `zin` says what went wrong.
    """

    id: str
    status: str
    klasse: str
    titel: str = ""
    afzender: str = ""
    eerst: str = ""
    verder: tuple[str, ...] = ()
    gevolg: str = ""
    hulp: tuple[str, ...] = ()
    twijfel: str = ""
    zin: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """Whether anything changed: `teken` differs as soon as a letter comes, goes or changes state; `levend` while one will."""

    bezoek_id: str | None
    teken: str
    levend: bool
    brieven: tuple[BriefStand, ...]


def stand(dienst: Dienst, wie: Wie) -> Stand:
    """Return how the visit at hand stands, without opening a letter. Raises AccessError."""
    visit = visit_at_hand(dienst, wie)
    rows = () if visit is None else tuple(brieven.lijst(dienst, wie, bezoek_id=visit, aantal=SHOWN))
    rows = tuple(row for row in rows if row.status != "gewist")
    mark = hashlib.sha256("|".join([visit or "", *(f"{row.id}:{row.status}" for row in rows)]).encode()).hexdigest()[:16]
    return Stand(visit, mark, any(row.status in _UNDERWAY for row in rows), rows)


def kaarten(dienst: Dienst, wie: Wie, rijen: tuple[BriefStand, ...]) -> tuple[BriefKaart, ...]:
    """Return the cards for these letters, opening those that were read. Raises AccessError, StoreError."""
    made, mens = [], dienst.kennis.talen["nl"].zinnen["mens"]
    for row in rijen:
        try:
            made.append(_kaart(row, brieven.lees_inhoud(dienst, wie, row.id) if row.status == "klaar" else None, mens))
        except MissingError:  # erased a moment ago
            continue
    return tuple(made)


def _kaart(row: BriefStand, inhoud: Mapping[str, Any] | None, mens: str) -> BriefKaart:
    """Make one card. The sentence `mens` ("let somebody look along") makes room for the doubt itself: this reader is that somebody."""
    if inhoud is None:
        said = fill(row.fout, row.fout_waarden) or fill("brief_mislukt") if row.fout else ""
        return BriefKaart(row.id, row.status, row.status, zin=said)
    told = inhoud["uitleg"]
    first = tuple(zin for zin in told["doen"] if zin != mens or not inhoud["twijfels"])
    calm = inhoud["goed_nieuws"] and inhoud["urgentie"] in ("laag", "geen")
    return BriefKaart(
        id=row.id, status=row.status, klasse="goednieuws" if calm else inhoud["urgentie"], titel=told["titel"],
        afzender=inhoud["afzender"]["naam"], eerst=first[0] if first else told["kern"], verder=first[1:],
        gevolg=told["gevolg"] or "", hulp=tuple(told["hulp"]), twijfel=inhoud["twijfels"][0] if inhoud["twijfels"] else "",
    )  # fmt: skip
