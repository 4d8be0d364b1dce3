"""The inbox of a team, a page at a time: what waits longest past its time on top, then what somebody took up.

A place in it is named by the values it is ordered by (`1.1795442400000000.<id>`), not by the row that stands there: a colleague may
take that one up while somebody reads on, and nothing may be passed over because of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst.overgangen import BIJ_TEAM, Status
from brievenbus.dienst.werklijst import Doorverwijzing, in_list
from brievenbus.errors import AccessError
from brievenbus.store import doorverwijzingen as store
from brievenbus.store.doorverwijzingen import DoorverwijzingRij, Keuze, Plaats

Bak = Literal["open", "mijn", "klaar"]
PER_BLAD = 50
_PLAATS = re.compile(r"([01])\.([0-9]{1,17})\.([0-9a-f]{32})")
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Vraag:
    """Which page: what is open, what I took up, or what is closed; of one desk; after the place `na`, or before `voor`."""

    bak: Bak = "open"
    balie_id: str = ""
    na: str = ""
    voor: str = ""


@dataclass(frozen=True, slots=True)
class Postvak:
    """A page. `vorige` and `volgende` are the places to go on from, '' where there is nothing more; `te_laat` counts all pages.

    `balies`: id and name of the desks that this heap came from.
    """

    stukken: tuple[Doorverwijzing, ...]
    vorige: str
    volgende: str
    te_laat: int
    balies: tuple[tuple[str, str], ...]


def postvak(dienst: Dienst, wie: Wie, vraag: Vraag, aantal: int = PER_BLAD) -> Postvak:
    """Return a page of the inbox of one's own team. A place that names none, or after which nothing is left, is the first page.

    Raises AccessError mag_niet.
    """
    if wie.soort != "mens" or wie.rol != "wijkteam" or wie.wijkteam_id is None:
        raise AccessError("mag_niet")
    states: tuple[Status, ...] = ("gesloten",) if vraag.bak == "klaar" else BIJ_TEAM
    keuze = Keuze(
        wijkteam_id=wie.wijkteam_id, statussen=states, aantal=aantal + 1, behandelaar_id=wie.gebruiker_id if vraag.bak == "mijn" else None
    )
    with dienst.opslag.engine.begin() as conn:
        rijen, before, after = _cut(conn, replace(keuze, balie_id=vraag.balie_id or None), vraag)
        return Postvak(
            tuple(in_list(dienst, conn, wie, rijen)), _written(rijen[0]) if before else "", _written(rijen[-1]) if after else "",
            store.late(conn, wie.wijkteam_id, dienst.klok()), tuple(store.desks(conn, keuze)),
        )  # fmt: skip


def _cut(conn: sa.Connection, keuze: Keuze, vraag: Vraag) -> tuple[list[DoorverwijzingRij], bool, bool]:
    """Return the rows of a page, and whether there are more before and after it."""
    most, back, on = keuze.aantal - 1, _read(vraag.voor), _read(vraag.na)
    if back is not None:
        found = store.page(conn, keuze, back, terug=True)
        if len(found) > most:
            return found[1:], True, True
        on = None  # it reaches the top: a whole first page
    found = store.page(conn, keuze, on)
    if not found and on is not None:
        on, found = None, store.page(conn, keuze, None)
    return found[:most], on is not None, len(found) > most


def _written(rij: DoorverwijzingRij) -> str:
    at = store.plaats(rij)
    return f"{at.rang}.{(at.moment - _BEGIN) // timedelta(microseconds=1)}.{at.id}"


def _read(text: str) -> Plaats | None:
    found = _PLAATS.fullmatch(text)
    return None if found is None else Plaats(int(found[1]), _BEGIN + int(found[2]) * timedelta(microseconds=1), found[3])
