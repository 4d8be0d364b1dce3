"""Read letters as the desk has them: real outcomes, with a picture for every page."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from brievenbus.dienst import Dienst, Wie
from brievenbus.store import new_id, tables
from brievenbus.store.crypto import new_key, seal, seal_json
from tests.api.plaatje import jpeg

GOUD = Path(__file__).parent / "golden"
MAAT = (700, 990)


def gelezen(naam: str, **anders: Any) -> dict[str, Any]:
    """The golden outcome of an invented letter, with other values at its top where given."""
    told: dict[str, Any] = json.loads((GOUD / f"{naam}.json").read_text("utf-8"))
    return told | anders


def leg_neer(dienst: Dienst, wie: Wie, inhoud: dict[str, Any] | None, *, status: str = "klaar", beelden: int | None = None) -> str:
    """Store a letter of the person's desk and return its id. `beelden`: how many of its pages have a picture (all, unless said)."""
    made, key, nu = new_id(), new_key(), dienst.klok()
    wrapped = dienst.opslag.sleutels.wrap(key)
    pages = 0 if inhoud is None else int(inhoud["bron"]["bladzijden"])
    row = {
        "id": made, "balie_id": wie.balie_id, "gebruiker_id": wie.gebruiker_id, "status": status, "voorrang": 5, "taal": "nl",
        "peildatum": nu.date(), "aangemaakt": nu, "gelezen": nu, "bewaren_tot": nu + timedelta(days=1), "afdruk": b"x", "bladzijden": pages,
        "sleutel": wrapped.sleutel, "kek_id": wrapped.kek_id, "fout": {"geweigerd": "bestand_leeg", "mislukt": "brief_mislukt"}.get(status),
        "inhoud": None if inhoud is None else seal_json(key, f"brief|inhoud|{made}", inhoud),
    }  # fmt: skip
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.brief.insert().values(**row))
    for nummer in range(1, (pages if beelden is None else beelden) + 1):
        path = f"{made}/p{nummer}"
        dienst.opslag.blobs.put(path, seal(key, f"blob|{path}", jpeg(230, MAAT)))
        with dienst.opslag.engine.begin() as conn:
            conn.execute(tables.pagina.insert().values(brief_id=made, nummer=nummer, breedte=MAAT[0], hoogte=MAAT[1], blob=path))
    return made
