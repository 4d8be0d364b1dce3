"""Kill workers while they read, again and again, and count what was lost or done twice.

    python -m tests.zwaar.doden                                   # SQLite, 200 letters, 20 times SIGKILL, two workers
    python -m tests.zwaar.doden --db postgresql --pg-herstart     # a PostgreSQL of its own, that crashes halfway as well
    python -m tests.zwaar.doden --echt --brieven 8 --doden 4      # the product's own worker and reader, on sample photos

Two worker processes with names of their own share the queue. Each is killed in turn, by its own process id, at the moment that
it has a letter in hand, and started again. Of every fourth letter a volunteer hands a referral to a team as soon as it is read,
which is written to a folder as signed files. Prints what was lost or doubled: letters, audit rows, referrals, messages; and how
often reading was begun. Ends with code 1 when anything was lost or doubled, and when fewer workers were killed than asked.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from brievenbus.brief import to_json
from brievenbus.classify.lezers import open_lezer
from brievenbus.dienst import doorverwijzen
from brievenbus.dienst.brieven import Bijlage, ontvang
from brievenbus.dienst.brieven import Verzoek as Zending
from brievenbus.dienst.gegevens import Verzoek
from brievenbus.dienst.overdracht.export import make_key
from brievenbus.kennis import load as load_kennis
from brievenbus.settings import Settings
from brievenbus.store import audit, tables
from tests.dienstbouw import Cluster, maak_wijkteam
from tests.jobbouw import Werkplaats
from tests.voorbeelden import BEELDEN, NAMEN, gelezen

WERKERS = ("w1", "w2")
ELKE = 4
ONCE = ("brief_ontvangen", "brief_gelezen", "doorverwijzing_voorgesteld", "doorverwijzing_verstuurd")
"""What stands on the audit trail once for each letter or referral."""


@dataclass
class Proef:
    """One run: the workshop, its letters, and how far it is."""

    plaats: Werkplaats
    ids: list[str]
    team: str
    echt: bool
    doden: int
    cluster: Cluster | None = None
    gedood: int = 0
    in_de_hand: int = 0
    herstart: int = 0
    doorverwezen: dict[str, str] = field(default_factory=dict)

    def start(self, naam: str) -> None:
        """Start a worker."""
        if self.echt:
            self.plaats.start_echt(naam)
        else:
            self.plaats.start(naam)

    def run(self, seconden: float) -> None:
        """Let the workers read everything, and disturb them. Raises TimeoutError."""
        for naam in WERKERS:
            self.start(naam)
        until = time.monotonic() + seconden
        while not self._finished():
            if time.monotonic() > until:
                raise TimeoutError(f"{dict(self.plaats.standen())}")
            self._revive()
            with suppress(sa.exc.OperationalError):  # PostgreSQL is being restarted
                self._refer()
                self._disturb()
            time.sleep(0.02)

    def _revive(self) -> None:
        """Start a worker again that ended by itself, as `ploeg` does: it found no database when it started."""
        for naam in WERKERS:
            if self.plaats.werkers[naam].poll() is not None:
                self.herstart += 1
                self.start(naam)

    def _finished(self) -> bool:
        with suppress(sa.exc.OperationalError):
            if self.plaats.standen()["klaar"] < len(self.ids) or len(self.doorverwezen) < len(self.ids[::ELKE]):
                return False
            return not outbox(self.plaats, "wacht")
        return False

    def _refer(self) -> None:
        ready = {brief_id for brief_id in self.ids[::ELKE] if brief_id not in self.doorverwezen}
        if not ready:
            return
        dienst, wie, b = self.plaats.dienst, self.plaats.wie, tables.brief
        with dienst.opslag.engine.begin() as conn:
            read = set(conn.execute(sa.select(b.c.id).where(b.c.status == "klaar")).scalars())
        for brief_id in ready & read:
            rij = doorverwijzen.stel_voor(dienst, wie, brief_id, reden="inwoner_vraagt" if self.echt else None)
            yes = Verzoek("mondeling", ("briefsoort", "afzender", "urgentie"), wijkteam_id=self.team)
            doorverwijzen.toestemmen(dienst, wie, rij.id, yes)
            self.doorverwezen[brief_id] = rij.id

    def _disturb(self) -> None:
        """Kill the worker whose turn it is, once it has a letter in hand and there was some progress since the last time."""
        done = self.plaats.standen()["klaar"]
        if self.cluster is not None and done >= len(self.ids) // 2:
            self.cluster.stop("immediate")
            time.sleep(2)
            self.cluster.start()
            self.cluster = None
        if self.gedood >= self.doden or done < len(self.ids) * self.gedood // (self.doden + 1):
            return
        naam = WERKERS[self.gedood % len(WERKERS)]
        held = None if self.echt else self.plaats.bezig_met(naam)
        if held is None and not (self.echt and self.plaats.standen()["bezig"]):
            return
        self.plaats.dood(naam)
        self.gedood += 1
        if held is not None:  # it may just have ended it; nobody else can have taken it up yet
            self.in_de_hand += self.plaats.standen([held])["bezig"]
        self.start(naam)


def outbox(plaats: Werkplaats, status: str) -> int:
    """Return how many messages are in this state."""
    o = tables.overdracht
    with plaats.dienst.opslag.engine.begin() as conn:
        return conn.execute(sa.select(sa.func.count()).where(o.c.status == status)).scalar_one()


def count(proef: Proef, uit: Path) -> dict[str, int]:
    """Return what went wrong, each as a number that should be 0."""
    plaats, d, o = proef.plaats, tables.doorverwijzing, tables.overdracht
    with plaats.dienst.opslag.engine.begin() as conn:
        letters = Counter(conn.execute(sa.select(tables.brief.c.id)).scalars())
        ready = set(conn.execute(sa.select(tables.brief.c.id).where(tables.brief.c.status == "klaar")).scalars())
        referrals = Counter(conn.execute(sa.select(d.c.brief_id)).scalars())
        messages = Counter(conn.execute(sa.select(o.c.doorverwijzing_id)).scalars())
        chain = audit.verify(conn, plaats.dienst.opslag.huis).goed
    rows = sum((plaats.auditregels(actie) for actie in ONCE), Counter[str]())
    wanted = {(actie, key) for actie in ONCE[:2] for key in proef.ids}
    seen = {(actie, key) for actie in ONCE[:2] for key in plaats.auditregels(actie)}
    doubled = {actie: sum(n - 1 for n in plaats.auditregels(actie).values() if n > 1) for actie in (*ONCE, "overdracht_gedaan")}
    files = list(uit.glob("*.doorverwijzing.jws"))
    return {
        "brieven verloren": len(set(proef.ids) - ready), "brieven dubbel": sum(letters.values()) - len(proef.ids),
        "auditregels verloren": len(wanted - seen), "auditregels dubbel": sum(doubled.values()), "auditketen stuk": not chain,
        "doorverwijzingen verloren": len(proef.doorverwezen) - len(referrals),
        "doorverwijzingen dubbel": sum(n - 1 for n in referrals.values()), "berichten dubbel": sum(n - 1 for n in messages.values()),
        "bestanden bij de gemeente te weinig of te veel": abs(len(files) - len(proef.doorverwezen)),
        "auditregels geteld": -sum(rows.values()),
    }  # fmt: skip


def letter() -> dict[str, Any]:
    """Return the reading of a sample letter that goes to a team."""
    kennis = load_kennis()
    lezer = open_lezer(kennis, Settings.read().cache)
    every = (cast(dict[str, Any], to_json(gelezen(naam, lezer))) for naam in NAMEN)
    return next(brief for brief in every if brief["route"]["naar"] == "wijkteam")


def prepare(map_: Path, database_url: str, opties: argparse.Namespace) -> tuple[Proef, Path]:
    """Make the store, the team, the way out, and send in the letters."""
    uit, key = map_ / "uit", map_ / "sleutel" / "teken.pem"
    for folder in (uit, key.parent, map_ / "db"):
        folder.mkdir(exist_ok=True)
    make_key(key)
    out = {"overdracht": "export", "overdracht_url": str(uit), "overdracht_sleutel": str(key), "overdracht_token_bestand": str(key)}
    brief = {} if opties.echt else letter()
    plaats = Werkplaats(map_, database_url, seconden=opties.seconden, brief=brief, **out)
    if opties.echt:
        photos = islice(cycle(sorted(BEELDEN.glob("*.p1.foto.jpg"))), opties.brieven)
        ids = [ontvang(plaats.dienst, plaats.wie, [Bijlage("foto.jpg", photo.read_bytes())], Zending()).id for photo in photos]
    else:
        ids = plaats.brieven(opties.brieven)
    return Proef(plaats, ids, maak_wijkteam(plaats.dienst.opslag), opties.echt, opties.doden), uit


def main() -> None:
    """Run it once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--brieven", type=int, default=200)
    parser.add_argument("--doden", type=int, default=20)
    parser.add_argument("--seconden", type=float, default=0.03, help="tijd die de nagebootste lezer per brief neemt")
    parser.add_argument("--pg-herstart", action="store_true")
    parser.add_argument("--echt", action="store_true")
    parser.add_argument("--wacht", type=float, default=1200.0)
    opties = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # a run that is broken off takes its workers and PostgreSQL along
    cluster = Cluster() if opties.db == "postgresql" else None
    try:
        with tempfile.TemporaryDirectory(prefix="brievenbus-doden-") as room:
            url = cluster.new_database() if cluster else f"sqlite:///{room}/db/brievenbus.sqlite"
            sys.exit(_report(Path(room), url, cluster if opties.pg_herstart else None, opties))
    finally:
        if cluster:
            cluster.close()


def _report(room: Path, url: str, crash: Cluster | None, opties: argparse.Namespace) -> int:
    proef, uit = prepare(room, url, opties)
    proef.cluster = crash
    start = time.monotonic()
    try:
        proef.run(opties.wacht)
        seconds = time.monotonic() - start
        found = count(proef, uit)
    finally:
        proef.plaats.stop()
    begun = sum(proef.plaats.begonnen().values())
    print(f"{opties.db}: {len(proef.ids)} brieven, {len(proef.doorverwezen)} doorverwijzingen", end="")
    print(f", {proef.gedood} van {proef.doden} keer gedood", end="")
    print(f"{', PostgreSQL herstart' if crash else ''}, {seconds:.0f} s")
    if not opties.echt:
        print(f"met een brief in de hand gedood: {proef.in_de_hand}")
        print(f"lezingen begonnen: {begun} ({begun - len(proef.ids)} opnieuw)")
    print(f"vanzelf geëindigd en opnieuw gestart: {proef.herstart}")
    for naam, aantal in found.items():
        print(f"{abs(aantal):6}  {naam}")
    if crash is not None and proef.cluster is not None:
        print("PostgreSQL is NIET herstart")
    asked = proef.gedood == proef.doden and (crash is None or proef.cluster is None)
    return int(not asked or any(aantal > 0 for aantal in found.values()))


if __name__ == "__main__":
    main()
