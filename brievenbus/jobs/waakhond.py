"""What the engine does not do by itself: take over from a worker that never comes back, and find letters that nobody reads.

A worker that died and starts again takes up its own jobs. Only one that stays away leaves them begun for ever; any other worker
sees that by its silence and by its lock, which is free only when it is dead.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from brievenbus.dienst import SYSTEEM, Dienst, gebeurtenis, lezen, opdracht
from brievenbus.jobs import sloten
from brievenbus.jobs.motor import Banen, baan_id
from brievenbus.logboek import get_log
from brievenbus.store import audit, werk
from brievenbus.store.werk import Wachtend

JONG = timedelta(minutes=2)
"""A letter younger than this is not looked for."""
_PER_KEER = 200

log = get_log("waakhond")


def neem_over(dienst: Dienst, banen: Banen, eigen: str, stil: timedelta) -> int:
    """Queue again what workers had begun that are silent and dead; return how many jobs. `eigen` is the worker that asks."""
    return sum(_take_over(dienst, banen, naam, stil) for naam in sorted(banen.uitvoerders() - {eigen}))


def red_brieven(dienst: Dienst, banen: Banen) -> int:
    """Find letters to be read whose job is gone or over, and see to them; return how many.

    Gone (a database put back from a copy without the engine's tables): queued again. Over (it stopped on a mistake of ours): the
    letter becomes `mislukt`, so that somebody sees it and can have it tried again.
    """
    total, na, before = 0, "", dienst.klok() - JONG
    while True:
        with dienst.opslag.engine.begin() as conn:
            part = werk.waiting(conn, before, na, _PER_KEER)
        if not part:
            return total
        na = part[-1].id
        ids = {brief.id: baan_id("lees_brief", opdracht(brief.id, brief.poging)) for brief in part}
        over = banen.standen(ids.values())
        total += sum(_see_to(dienst, brief, over.get(ids[brief.id])) for brief in part)


def _take_over(dienst: Dienst, banen: Banen, naam: str, stil: timedelta) -> int:
    engine = dienst.opslag.engine
    with engine.begin() as conn:
        last = werk.last_tick(conn, naam)
    if last is not None and dienst.klok() - last < stil:
        return 0
    slot = sloten.pak(engine, naam)
    if slot is None:
        return 0
    try:  # while we hold its lock it cannot start, so nothing it has is running
        aantal = banen.hervat(naam)
        with engine.begin() as conn:
            werk.forget_tick(conn, naam)
            if aantal:
                told = gebeurtenis(SYSTEEM, "werker_overgenomen", "werker", naam, banen=aantal)
                audit.append(conn, dienst.opslag.huis, told, dienst.klok())
    finally:
        slot.los()
    log.warning("werker_overgenomen", werker=naam, aantal=aantal)
    return aantal


def _see_to(dienst: Dienst, brief: Wachtend, over: bool | None) -> bool:
    if over is False:
        return False
    with dienst.opslag.engine.begin() as conn:
        if over:
            lezen.mislukt(conn, dienst.opslag, brief.id, dienst.klok())
        else:
            _again(conn, dienst, brief)
    log.warning("brief_gevonden", brief_id=brief.id, soort="over" if over else "weg")
    return True


def _again(conn: sa.Connection, dienst: Dienst, brief: Wachtend) -> None:
    dienst.rij.zet(conn, "lees_brief", opdracht(brief.id, brief.poging), brief.voorrang)
