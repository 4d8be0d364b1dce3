"""A worker as in production, with a reader that reads nothing: for tests that kill it. `python -m tests.nepwerker BESTAND NAAM`.

BESTAND is what `jobbouw.Werkplaats` wrote. Every reading that is begun is a line in its `dagboek`, written at once, so that
repeats are counted outside the engine. `gedrag` says per letter how reading ends: dood (SIGKILL of this process), weiger,
fout, bsn_weiger, bsn_fout, bsn_kapot (the same, and an exception that nobody expects, each with a BSN in it).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from brievenbus import logboek
from brievenbus.dienst import Beleid, Dienst
from brievenbus.dienst.briefstand import key_of
from brievenbus.dienst.overdracht import open_doorzetter
from brievenbus.errors import InputError, ToolError
from brievenbus.jobs.rij import maak_rij
from brievenbus.jobs.werker import Plek, run
from brievenbus.kennis import load as load_kennis
from brievenbus.store import Opslag, brieven, open_opslag
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Sleutelbos, seal_json
from brievenbus.store.engine import make_engine
from tests.bsnbouw import BSN


def now() -> datetime:
    """The real time: a worker's life is measured by it."""
    return datetime.now(UTC)


class NepLezer:
    """Reads a letter by waiting a little, and always finds the same in it."""

    def __init__(self, opslag: Opslag, werk: dict[str, Any]) -> None:
        self._opslag = opslag
        self._werk = werk
        self._dagboek = os.open(werk["dagboek"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def lees(self, brief_id: str) -> None:
        """As `dienst.lezen.lees`."""
        os.write(self._dagboek, f"{brief_id} {os.getpid()}\n".encode())
        with self._opslag.engine.begin() as conn:
            rij = brieven.start(conn, brief_id)
        if rij is None:
            return
        self._behave(brief_id)
        until = time.perf_counter() + self._werk["seconden"]
        while time.perf_counter() < until:
            pass
        path, key = f"{brief_id}/uitkomst", key_of(self._opslag, rij)
        unknown = {"afzender": {"sleutel": "onbekend"}, "briefsoort": {"sleutel": "onbekend"}}
        found = {"id": brief_id, "brief": {**unknown, **self._werk["brief"], "id": brief_id}, "paginas": []}
        self._opslag.blobs.put(path, seal_json(key, f"blob|{path}", {"brieven": [found]}))

    def _behave(self, brief_id: str) -> None:
        match json.loads(Path(self._werk["gedrag"]).read_text()).get(brief_id):
            case "dood":
                os.kill(os.getpid(), signal.SIGKILL)
            case "weiger":
                raise InputError("bestand_leeg", bestand="nummer 1")
            case "fout":
                raise ToolError("tesseract_ontbreekt")
            case "bsn_weiger":
                raise InputError("bestand_kapot", bestand=f"brief {BSN}.pdf")
            case "bsn_fout":
                raise ToolError("hulpmiddel_mislukt", programma=f"/bin/{BSN}")
            case "bsn_kapot":
                raise RuntimeError(f"no such key: {BSN}")  # a mistake of ours, with a word of the letter in its text


def open_work(werk: dict[str, Any]) -> Dienst:
    """Open the service that the file describes."""
    opslag = open_opslag(make_engine(werk["database_url"]), Blobs(werk["opslag_url"]), Sleutelbos.read(Path(werk["sleutelbestand"])))
    dienst = Dienst(opslag, maak_rij(opslag), Beleid(), load_kennis(), now)
    return replace(dienst, doorzetter=open_doorzetter(werk["overdracht"], werk["overdracht_url"], Path(werk["overdracht_sleutel"])))


def main() -> None:
    """Be that worker."""
    werk = json.loads(Path(sys.argv[1]).read_text())
    logboek.configure()
    dienst = open_work(werk)
    rust = tuple(werk["plek"].pop("rust"))
    run(dienst, NepLezer(dienst.opslag, werk).lees, Plek(sys.argv[2], rust=rust, **werk["plek"]))
    os._exit(0)


if __name__ == "__main__":
    main()
