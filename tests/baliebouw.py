"""Letters on a desk that were read: from stored readings, so that a test need not read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.briefstand import key_of
from brievenbus.store import brieven as rijen
from brievenbus.store import new_id
from brievenbus.store.crypto import seal_json
from tests.api.plaatje import jpeg

_GOUD = Path(__file__).parent / "golden"


def voorbeeld(naam: str) -> dict[str, Any]:
    """Return what was read of a letter of `tests/golden`."""
    return cast(dict[str, Any], json.loads((_GOUD / f"{naam}.json").read_text("utf-8")))


def breng_gelezen(dienst: Dienst, wie: Wie, inhoud: dict[str, Any]) -> str:
    """Bring a letter and have this read of it; return its id."""
    unique = jpeg(sum(new_id().encode()) % 250)
    made = brieven.ontvang(dienst, wie, [brieven.Bijlage("brief.jpg", unique)], brieven.Verzoek())
    with dienst.opslag.engine.begin() as conn:
        rij = rijen.start(conn, made.id)
        assert rij is not None
        sealed = seal_json(key_of(dienst.opslag, rij), f"brief|inhoud|{made.id}", {**inhoud, "id": made.id})
        rijen.finish(conn, made.id, dienst.klok(), inhoud=sealed, bladzijden=inhoud["bron"]["bladzijden"], paginas=(), delen=1)
    return made.id
