"""One worker: a process that does jobs under a name of its own until it is told to stop, or has grown too large.

It is nice to the web server beside it (`nice` 10), shows that it lives (`tik`), watches over workers elsewhere, and ends itself
when a letter takes far too long: whoever started it (`ploeg`, systemd) starts it again, and it takes up what it had begun.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from brievenbus.dienst import Dienst
from brievenbus.errors import SettingsError
from brievenbus.jobs import sloten, waakhond
from brievenbus.jobs.motor import Banen, Motor
from brievenbus.jobs.sloten import Slot
from brievenbus.jobs.werkstromen import RUST, Werk, registreer
from brievenbus.logboek import get_log
from brievenbus.store import werk as rijen

Reden = Literal["gestopt", "ouder_weg", "genoeg_gelezen", "te_groot", "naam_kwijt"]

NICE = 10
HANGT = 70
"""The exit code of a process that ended itself because a letter took too long."""
_NAAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

log = get_log("werker")


@dataclass(frozen=True, slots=True)
class Plek:
    """The place of one worker. `naam` is its own for ever, among all machines; the rest is in seconds, letters and megabytes.

    `stil`: silence after which another worker is looked at. `leestijd`: longest that one letter may take. `uitloop`: how long a
    letter that is being read may go on after a stop. `polling`: how often the queue is looked at. `geduld`: how long to try for the
    name at the start (a former holder may just be dying, or a watchdog looking at it). `ouder`: stop when this process is no
    longer the parent (0: do not look).
    """

    naam: str
    tik: float = 5.0
    ronde: float = 15.0
    stil: float = 60.0
    leestijd: float = 900.0
    uitloop: int = 60
    meest_brieven: int = 1000
    meest_mb: int = 1500
    polling: float = 0.2
    geduld: float = 15.0
    rust: tuple[float, ...] = RUST
    ouder: int = 0


def run(dienst: Dienst, lees: Callable[[str], None], plek: Plek) -> Reden:
    """Work until SIGTERM or SIGINT, or another reason to stop; return it. Call from the main thread, once in a process.

    The name is let go of when the process ends. End it with `os._exit`: a job that waits for a database that is gone, or did not
    end within `uitloop`, would hold it up; what was not noted as done is taken up at the next start.

    `lees` reads the letter with an id (`dienst.lezen.lees`). Raises SettingsError `werker_naam_ongeldig`, `werker_naam_bezet`
    (another worker has this name), StoreError.
    """
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    os.setpriority(os.PRIO_PROCESS, 0, NICE)
    slot = _take_name(dienst, plek)
    banen = Banen(dienst.opslag)
    werk = Werk(dienst, banen, lees, rust=plek.rust)
    motor = Motor(dienst.opslag, plek.naam)
    motor.start(registreer(motor, werk), polling=plek.polling)
    log.info("werker_begint", werker=plek.naam)
    reden = Wacht(dienst, werk, plek, slot).until(stop)
    log.info("werker_stopt", werker=plek.naam, soort=reden)
    motor.stop(plek.uitloop)
    _leave(dienst, plek)
    return reden


@dataclass(slots=True)
class Wacht:
    """The main thread of a worker: all it does is look."""

    dienst: Dienst
    werk: Werk
    plek: Plek
    slot: Slot
    volgende_ronde: float = 0.0

    def until(self, stop: threading.Event) -> Reden:
        """Return why the worker must stop, once it must."""
        while not stop.is_set():
            reden = self._look()
            if reden is not None:
                return reden
            stop.wait(self.plek.tik)
        return "gestopt"

    def _look(self) -> Reden | None:
        plek, bezig = self.plek, self.werk.bezig
        if plek.ouder and os.getppid() != plek.ouder:
            return "ouder_weg"
        if bezig.seconden() > plek.leestijd:
            log.error("lezen_hangt", werker=plek.naam, seconden=round(bezig.seconden()))
            os._exit(HANGT)
        if bezig.gelezen >= plek.meest_brieven:
            return "genoeg_gelezen"
        if resident_mb() > plek.meest_mb:
            return "te_groot"
        try:
            return self._show_life()
        except sa.exc.SQLAlchemyError:  # the jobs wait for the database too
            log.warning("database_niet_bereikbaar", werker=plek.naam)
            return None

    def _show_life(self) -> Reden | None:
        if not self.slot.houdt():
            return "naam_kwijt"
        with self.dienst.opslag.engine.begin() as conn:
            rijen.tick(conn, self.plek.naam, self.dienst.klok())
        if time.monotonic() >= self.volgende_ronde:
            self.volgende_ronde = time.monotonic() + self.plek.ronde
            waakhond.neem_over(self.dienst, self.werk.banen, self.plek.naam, timedelta(seconds=self.plek.stil))
        return None


def resident_mb() -> int:
    """Return how much memory this process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def _take_name(dienst: Dienst, plek: Plek) -> Slot:
    """Take the lock of the worker's name. Raises SettingsError."""
    if not _NAAM.fullmatch(plek.naam):
        raise SettingsError("werker_naam_ongeldig", naam=plek.naam)
    until = time.monotonic() + plek.geduld
    while True:
        slot = sloten.pak(dienst.opslag.engine, plek.naam)
        if slot is not None:
            return slot
        if time.monotonic() > until:
            raise SettingsError("werker_naam_bezet", naam=plek.naam)
        time.sleep(0.2)


def _leave(dienst: Dienst, plek: Plek) -> None:
    try:
        with dienst.opslag.engine.begin() as conn:
            rijen.forget_tick(conn, plek.naam)
    except sa.exc.SQLAlchemyError:  # then it is forgotten by its silence
        log.warning("database_niet_bereikbaar", werker=plek.naam)
