"""The jobs. Arguments are ids; what a step gives back is a code or a count: nothing of a letter passes through the engine.

lees_brief   step lees (again after a failure, at most three times) → transaction sluit_af → step ruim_op
zet_over     step zet_over, the same way; what did not arrive then is queued again by the clock
klok         every minute: what a team did not accept in time, what did not arrive, letters that nobody reads
bewaren      every hour: what is kept too long, and the engine's own notes of jobs that are over
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from brievenbus.dienst import Dienst, bewaren, bsnvrij, klok, lezen, overdracht
from brievenbus.errors import BrievenbusError, InputError
from brievenbus.jobs import waakhond
from brievenbus.jobs.motor import Banen, Gepland, Motor
from brievenbus.logboek import get_log
from brievenbus.store import werk as rijen

POGINGEN = 3
MEEST_BEURTEN = 4
"""A letter that took its worker with it this often (once, and after three recoveries) is not begun again."""
RUST = (5.0, 30.0)
"""Seconds between the attempts."""
MOTOR_BEWAREN = timedelta(days=7)
_WEG = (sa.exc.OperationalError, sa.exc.InterfaceError)
"""The database is not there, or not for now."""

T = TypeVar("T")
Uitslag = dict[str, Any]

log = get_log("werk")


@dataclass(slots=True)
class Bezig:
    """What this process is doing: since when it reads a letter (None: it does not), and how many it read."""

    sinds: float | None = None
    gelezen: int = 0

    def __enter__(self) -> None:
        self.sinds = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.sinds = None
        self.gelezen += 1

    def seconden(self) -> float:
        """Return for how long it has been reading one letter."""
        sinds = self.sinds
        return 0.0 if sinds is None else time.monotonic() - sinds


@dataclass(frozen=True, slots=True)
class Werk:
    """What the jobs work with. `lees` reads one letter (`dienst.lezen.lees`) and may be called again at any time."""

    dienst: Dienst
    banen: Banen
    lees: Callable[[str], None]
    bezig: Bezig = field(default_factory=Bezig)
    rust: tuple[float, ...] = RUST


def registreer(motor: Motor, werk: Werk) -> tuple[Gepland, ...]:
    """Tell the engine of every job; return those that the clock begins."""
    stappen = Stappen(werk)
    _register_letters(motor, werk, stappen)
    _register_handover(motor, werk, stappen)
    klok_stap, bewaar_stap = motor.stap("klok", stappen.klok), motor.stap("bewaren", stappen.bewaren)

    def klok_ronde(moment: datetime, _: Any) -> None:
        klok_stap()

    def bewaar_ronde(moment: datetime, _: Any) -> None:
        bewaar_stap()

    return Gepland("klok", "* * * * *", klok_ronde), Gepland("bewaren", "7 * * * *", bewaar_ronde)


@dataclass(frozen=True, slots=True)
class Stappen:
    """The steps. Every one may be run again, and none raises for what can go wrong by itself: that is its result."""

    werk: Werk

    def lees(self, brief_id: str) -> Uitslag:
        """Read a letter: `gelezen`, `geweigerd` with code and values, `fout` with a code, or `gestopt`."""
        engine = self.werk.dienst.opslag.engine
        if geduldig(lambda: _in(engine, rijen.count_turn, brief_id)) > MEEST_BEURTEN:
            log.error("lezer_gestopt", brief_id=brief_id)
            uitslag = {"soort": "gestopt", "code": "lezer_gestopt"}
        else:
            uitslag = geduldig(lambda: self._read(brief_id))
        geduldig(lambda: _in(engine, rijen.end_turns, brief_id))
        return uitslag

    def _read(self, brief_id: str) -> Uitslag:
        start = time.monotonic()
        try:
            with self.werk.bezig:
                self.werk.lees(brief_id)
        except InputError as error:
            return {"soort": "geweigerd", "code": error.code, "waarden": _shown(error.waarden)}
        except BrievenbusError as error:
            log.warning("lezen_mislukt", brief_id=brief_id, code=error.code)
            return {"soort": "fout", "code": error.code}
        log.info("gelezen", brief_id=brief_id, seconden=round(time.monotonic() - start, 2))
        return {"soort": "gelezen"}

    def haal(self, brief_id: str, uitslag: Uitslag) -> tuple[Uitslag, lezen.Uitkomst | None]:
        """Return what was read, with how reading ended: a result that is gone or broken is a failure after all."""
        if uitslag["soort"] != "gelezen":
            return uitslag, None
        try:
            return uitslag, geduldig(lambda: lezen.haal_uitkomst(self.werk.dienst.opslag, brief_id))
        except BrievenbusError as error:
            log.warning("uitkomst_weg", brief_id=brief_id, code=error.code)
            return {"soort": "fout", "code": error.code}, None

    def sluit_af(self, conn: sa.Connection, brief_id: str, uitslag: Uitslag, uitkomst: lezen.Uitkomst | None) -> None:
        """Write how it ended in the row of the letter, once."""
        opslag, nu = self.werk.dienst.opslag, self.werk.dienst.klok()
        match uitslag["soort"]:
            case "gelezen":
                lezen.neem_op(conn, opslag, brief_id, nu, uitkomst)
            case "geweigerd":
                lezen.weiger(conn, opslag, brief_id, nu, uitslag["code"], uitslag["waarden"])
            case "gestopt":
                lezen.mislukt(conn, opslag, brief_id, nu, uitslag["code"])
            case _:  # the code is for who runs the service, and in the log
                lezen.mislukt(conn, opslag, brief_id, nu)

    def ruim_op(self, brief_id: str) -> str:
        """Delete what is not kept of a letter; what cannot be deleted now, the hourly round deletes."""
        return _code(lambda: lezen.ruim_op(self.werk.dienst.opslag, brief_id), "opruimen_mislukt", brief_id=brief_id)

    def zet_over(self, opdracht: str) -> str:
        """Send what waits for a referral."""
        doorverwijzing_id = opdracht.partition(".")[0]
        return _code(lambda: overdracht.zet_over(self.werk.dienst, opdracht), "overzetten_mislukt", doorverwijzing_id=doorverwijzing_id)

    def klok(self) -> str:
        """Do the round of every minute."""
        found = _code(lambda: waakhond.red_brieven(self.werk.dienst, self.werk.banen), "wezen_mislukt")
        return found + _code(lambda: klok.run_klok(self.werk.dienst), "klok_mislukt")

    def bewaren(self) -> str:
        """Do the round of every hour."""
        old = self.werk.dienst.klok() - MOTOR_BEWAREN
        found = _code(lambda: self.werk.banen.vergeet(old), "motor_opruimen_mislukt")
        return found + _code(lambda: bewaren.run_bewaren(self.werk.dienst), "bewaren_mislukt")


def _register_letters(motor: Motor, werk: Werk, stappen: Stappen) -> None:
    lees, ruim_op = motor.stap("lees", stappen.lees), motor.stap("ruim_op", stappen.ruim_op)
    sluit_af = motor.transactie("sluit_af", stappen.sluit_af)

    def lees_brief(opdracht: str) -> None:
        brief_id = opdracht.partition(".")[0]
        for keer in range(POGINGEN):
            uitslag = lees(brief_id)
            if uitslag["soort"] != "fout":
                break
            if keer < POGINGEN - 1:
                motor.wacht(werk.rust[keer])
        uitslag, uitkomst = stappen.haal(brief_id, uitslag)  # no step: the engine keeps results of steps, and this is a letter
        sluit_af(brief_id, uitslag, uitkomst)
        ruim_op(brief_id)

    motor.werkstroom("lees_brief", lees_brief)


def _register_handover(motor: Motor, werk: Werk, stappen: Stappen) -> None:
    stap = motor.stap("zet_over", stappen.zet_over)

    def zet_over(opdracht: str) -> None:
        for keer in range(POGINGEN):
            if not stap(opdracht):
                return
            if keer < POGINGEN - 1:
                motor.wacht(werk.rust[keer])

    motor.werkstroom("zet_over", zet_over)


def geduldig(functie: Callable[[], T]) -> T:
    """Call something again for as long as the database is away, as the engine itself does: no letter fails because of that."""
    wait = 0.25
    while True:
        try:
            return functie()
        except _WEG:
            log.warning("database_niet_bereikbaar", seconden=wait)
            time.sleep(wait)
            wait = min(wait * 2, 10.0)


def _in(engine: sa.Engine, functie: Callable[[sa.Connection, str], T], brief_id: str) -> T:
    with engine.begin() as conn:
        return functie(conn, brief_id)


def _shown(waarden: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
    """Return the values of an error as they may be kept: the engine notes them, under the house key and not the letter's own."""
    return {naam: bsnvrij.mask(value) if isinstance(value, str) else value for naam, value in waarden.items()}


def _code(functie: Callable[[], object], wat: str, **ids: str) -> str:
    """Do something; return the code of what went wrong, or nothing."""
    try:
        geduldig(functie)
    except BrievenbusError as error:
        log.warning(wat, code=error.code, **ids)
        return error.code
    return ""
