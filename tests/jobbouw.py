"""What the tests of the jobs are built with: a store on disk, letters in its queue, and real worker processes that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from brievenbus.dienst import GEWOON, Dienst, Wie
from brievenbus.dienst.brieven import Bijlage, Verzoek, ontvang
from brievenbus.store import migreren, tables
from brievenbus.store.crypto import make_key_file
from brievenbus.store.engine import make_engine
from tests.dienstbouw import maak_wie
from tests.nepwerker import open_work

WORTEL = Path(__file__).resolve().parents[1]
JPEG = b"\xff\xd8\xff\xe0" + bytes(200)
"""Enough of a photo to be taken in; the fake reader never opens it."""
ECHT = ("database_url", "opslag_url", "sleutelbestand", "overdracht", "overdracht_url", "overdracht_token_bestand")
"""What of the workshop the product's own worker is told by its environment."""
PLEK = {"tik": 0.2, "ronde": 0.5, "stil": 2.0, "uitloop": 5, "polling": 0.05, "rust": [0.05, 0.05], "geduld": 2.0}


class Werkplaats:
    """A store with a queue, in a folder of its own, and the workers that were started on it."""

    def __init__(self, map_: Path, database_url: str, **werk: Any) -> None:
        self._map = map_
        standaard: dict[str, Any] = {
            "database_url": database_url, "opslag_url": f"file://{map_ / 'blobs'}",
            "sleutelbestand": str(map_ / "sleutel" / "sleutels.txt"), "dagboek": str(map_ / "dagboek"),
            "gedrag": str(map_ / "gedrag.json"), "seconden": 0.03, "plek": dict(PLEK),
            "brief": {"bron": {"bladzijden": 1, "bestanden": []}}, "overdracht": "", "overdracht_url": "", "overdracht_sleutel": "",
        }  # fmt: skip
        self.werk = standaard | werk
        make_key_file(Path(self.werk["sleutelbestand"]), "test-1")
        self.gedrag({})
        engine = make_engine(database_url)
        migreren.migreer(engine)
        engine.dispose()
        self.dienst: Dienst = open_work(self.werk)
        self.wie: Wie = maak_wie(self.dienst.opslag)
        self.werkers: dict[str, subprocess.Popen[bytes]] = {}

    def gedrag(self, per_brief: dict[str, str]) -> None:
        """Say how the reading of these letters ends from now on."""
        path = Path(self.werk["gedrag"])
        draft = path.with_suffix(".nieuw")
        draft.write_text(json.dumps(per_brief))
        draft.replace(path)

    def brieven(self, aantal: int, voorrang: int = GEWOON) -> list[str]:
        """Send in letters; return their ids."""
        verzoek = Verzoek(voorrang=voorrang)
        return [ontvang(self.dienst, self.wie, [Bijlage("a.jpg", JPEG + os.urandom(8))], verzoek).id for _ in range(aantal)]

    def start(self, naam: str, **plek: Any) -> subprocess.Popen[bytes]:
        """Start a worker process of this name."""
        file = self._map / f"werk-{naam}.json"
        file.write_text(json.dumps(self.werk | {"plek": self.werk["plek"] | plek}))
        return self._spawn(naam, ["tests.nepwerker", str(file), naam])

    def start_echt(self, naam: str) -> subprocess.Popen[bytes]:
        """Start a worker of the product itself; the name ends in its number."""
        env = {f"BRIEVENBUS_{key.upper()}": self.werk[key] for key in ECHT if self.werk.get(key)}
        return self._spawn(naam, ["brievenbus", "werker", "--plek", naam[-1]], os.environ | env)

    def _spawn(self, naam: str, module: Sequence[str], env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        with (self._map / f"{naam}.log").open("ab") as log:
            self.werkers[naam] = subprocess.Popen(
                [sys.executable, "-m", *module], cwd=WORTEL, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env
            )
        return self.werkers[naam]

    def dood(self, naam: str) -> None:
        """Kill a worker process as a power cut would, by its own id."""
        proces = self.werkers.pop(naam)
        proces.send_signal(signal.SIGKILL)
        proces.wait()

    def stop(self) -> None:
        """Stop every worker, and let go of the store."""
        for proces in self.werkers.values():
            proces.terminate()
        for proces in self.werkers.values():
            try:
                proces.wait(60)
            except subprocess.TimeoutExpired:
                proces.kill()
                proces.wait()
        self.dienst.opslag.engine.dispose()

    def log(self, naam: str) -> str:
        """Return what a worker logged."""
        return (self._map / f"{naam}.log").read_text()

    def begonnen(self) -> Counter[str]:
        """Return how often the reading of each letter was begun."""
        file = Path(self.werk["dagboek"])
        return Counter(line.split()[0] for line in file.read_text().splitlines()) if file.exists() else Counter()

    def bezig_met(self, naam: str) -> str | None:
        """Return the letter that a worker process began on last, if it is not ready with it."""
        file, pid = Path(self.werk["dagboek"]), str(self.werkers[naam].pid)
        begun = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
        last = next((brief_id for brief_id, who in reversed(begun) if who == pid), None)
        return last if last and self.standen([last])["bezig"] else None

    def volgorde(self) -> list[str]:
        """Return the letters in the order in which their reading was begun first."""
        return list(self.begonnen())

    def standen(self, ids: Sequence[str] | None = None) -> Counter[str]:
        """Return how many letters there are in each status."""
        b = tables.brief
        with self.dienst.opslag.engine.begin() as conn:
            rows = conn.execute(sa.select(b.c.id, b.c.status))
            return Counter(row.status for row in rows if ids is None or row.id in ids)

    def auditregels(self, actie: str) -> Counter[str]:
        """Return how many audit rows there are for this, per object."""
        a = tables.auditregel
        with self.dienst.opslag.engine.begin() as conn:
            return Counter(conn.execute(sa.select(a.c.object_id).where(a.c.actie == actie)).scalars())

    def wacht(self, until: Callable[[], bool], seconden: float = 300.0) -> None:
        """Wait until something is so. Raises TimeoutError with the states of the letters."""
        end = time.monotonic() + seconden
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(f"{dict(self.standen())} { ({n: p.poll() for n, p in self.werkers.items()}) }")
            time.sleep(0.05)
