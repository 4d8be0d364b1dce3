"""The clock of referrals: by when a team must have accepted one, and what happens when it did not.

Working days are Monday to Friday without Dutch feast days, as Wgs art. 4 counts them (`kennis.rekenen`). A day ends for this
at 17:00 in the Netherlands: who must accept something is not asked to do so at midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from brievenbus.dienst import SYSTEEM, Dienst, gebeurtenis
from brievenbus.dienst.overdracht import herstel
from brievenbus.kennis.rekenen import Feestdagen, werkdagen_na
from brievenbus.store import audit, wijkteams
from brievenbus.store import doorverwijzingen as store
from brievenbus.store.doorverwijzingen import DoorverwijzingRij
from brievenbus.store.wijkteams import WijkteamRij

Klokstand = Literal["op_tijd", "bijna", "te_laat"]

NEDERLAND = ZoneInfo("Europe/Amsterdam")
SLUITTIJD = time(17)
MEEST_WERKDAGEN = 5
SPOED_WERKDAGEN = 1
MEEST_NIVEAUS = 10
"""A wall: teams that are each other's higher team are refused when they are made, and would stop here all the same."""


@dataclass(frozen=True, slots=True)
class Haast:
    """What of a letter sets the clock: its must-date, the working days of the law (Wgs: 3), and whether it is pressing."""

    uiterste: date | None
    werkdagen: int | None
    spoed: bool


def lokale_dag(moment: datetime) -> date:
    """Return the day that it is in the Netherlands."""
    return moment.astimezone(NEDERLAND).date()


def is_werkdag(dag: date, dagen: Feestdagen) -> bool:
    """Tell whether people work on this day."""
    return dag.weekday() < 5 and dag not in dagen.vrij


def werkdagen_voor(dag: date, aantal: int, dagen: Feestdagen) -> date:
    """Return the `aantal`-th working day before `dag`; for none the last working day up to `dag` itself."""
    while aantal > 0:
        dag -= timedelta(days=1)
        aantal -= is_werkdag(dag, dagen)
    while not is_werkdag(dag, dagen):
        dag -= timedelta(days=1)
    return dag


def sluiting(dag: date) -> datetime:
    """Return the moment at which work on this day ends."""
    return datetime.combine(dag, SLUITTIJD, NEDERLAND).astimezone(UTC)


def eerste_sluiting(na: datetime, dagen: Feestdagen) -> datetime:
    """Return the first end of a working day after this moment: what is due at once is due then."""
    dag = lokale_dag(na)
    while not is_werkdag(dag, dagen) or sluiting(dag) <= na:
        dag += timedelta(days=1)
    return sluiting(dag)


def aanvaarden_voor(verstuurd: datetime, haast: Haast, marge: int, dagen: Feestdagen) -> datetime:
    """Return by when a team must have accepted what was sent at `verstuurd`.

    Within the working days of the law where it names them (Wgs art. 4 lid 2: three), else within one where it is pressing and
    five where not; and `marge` working days before the must-date where that comes first. Past already: at the end of the day.
    """
    aantal = haast.werkdagen or (SPOED_WERKDAGEN if haast.spoed else MEEST_WERKDAGEN)
    laatste = werkdagen_na(lokale_dag(verstuurd), aantal, dagen)
    if haast.uiterste is not None:
        laatste = min(laatste, werkdagen_voor(haast.uiterste, marge, dagen))
    return max(sluiting(laatste), eerste_sluiting(verstuurd, dagen))


def klokstand(rij: DoorverwijzingRij, nu: datetime, dagen: Feestdagen) -> Klokstand | None:
    """Return how a referral stands that waits to be accepted, else None. `bijna`: due before the end of the next working day."""
    if rij.status != "verstuurd" or rij.aanvaarden_voor is None:
        return None
    if rij.overtijd is not None or rij.aanvaarden_voor <= nu:
        return "te_laat"
    return "bijna" if rij.aanvaarden_voor <= sluiting(werkdagen_na(lokale_dag(nu), 1, dagen)) else "op_tijd"


def run_klok(dienst: Dienst) -> int:
    """Bring up what nobody accepted in time and try again what did not arrive; return how many referrals were moved or marked.

    Safe to run twice or on two machines at once: every step is one transaction that only one of them can win.
    """
    nu = dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        late = store.due(conn, nu)
    moved = sum(_escaleer(dienst, doorverwijzing_id, nu) for doorverwijzing_id in late)
    herstel(dienst, nu)
    return moved


def _escaleer(dienst: Dienst, doorverwijzing_id: str, nu: datetime) -> bool:
    with dienst.opslag.engine.begin() as conn:
        rij = store.find(conn, doorverwijzing_id)
        if rij is None or doorverwijzing_id not in store.due(conn, nu):
            return False
        hoger = _higher(conn, rij)
        if hoger is None:
            step, done = "doorverwijzing_overtijd", store.update(conn, rij, overtijd=nu)
        else:
            until = eerste_sluiting(nu, dienst.kennis.dagen)
            values = {"niveau": rij.niveau + 1, "wijkteam_id": hoger.id, "aanvaarden_voor": until}
            step, done = "doorverwijzing_hoger", store.update(conn, rij, **values)
        if not done:  # somebody accepted it, or another machine was first
            return False
        g = gebeurtenis(SYSTEEM, step, "doorverwijzing", rij.id, van=rij.wijkteam_id or "", naar=hoger.id if hoger else "")
        audit.append(conn, dienst.opslag.huis, g, nu)
    return True


def _higher(conn: sa.Connection, rij: DoorverwijzingRij) -> WijkteamRij | None:
    """Return the nearest working team above, or None at the top."""
    team = wijkteams.find(conn, rij.wijkteam_id or "")
    for _ in range(MEEST_NIVEAUS - rij.niveau):
        if team is None or team.hoger_id is None:
            return None
        team = wijkteams.find(conn, team.hoger_id)
        if team is not None and team.actief:
            return team
    return None
