"""Letters and referrals for the tests of keeping, backups and moving: stored as the service stores them, without reading any."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image

from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst.brieven import Bijlage, Verzoek, ontvang
from brievenbus.dienst.werklijst import sealed
from brievenbus.store import Opslag, brieven, doorverwijzingen, new_id
from brievenbus.store.crypto import Ingepakt, seal, seal_json
from brievenbus.store.doorverwijzingen import DoorverwijzingRij, ToestemmingRij
from tests.dienstbouw import maak_wijkteam

INHOUD = {"afzender": {"naam": "Gemeente Voorbeeldstad"}, "briefsoort": "aanmaning"}


def picture(tint: int = 255) -> bytes:
    """Return a small PNG; another tint is another letter."""
    out = io.BytesIO()
    Image.new("L", (40, 60), tint).save(out, "PNG")
    return out.getvalue()


def bring(dienst: Dienst, wie: Wie, *, bezoek_id: str | None = None) -> str:
    """Bring one letter and return its id; it waits to be read."""
    return ontvang(dienst, wie, [Bijlage("brief.png", picture())], Verzoek(bezoek_id=bezoek_id)).id


def finish(dienst: Dienst, brief_id: str) -> None:
    """Make a waiting letter read, with one page picture, and its files still in the blob store, as just before `ruim_op`."""
    opslag = dienst.opslag
    with opslag.engine.begin() as conn:
        rij = brieven.start(conn, brief_id)
        assert rij is not None
    assert rij.sleutel is not None and rij.kek_id is not None
    key = opslag.sleutels.unwrap(Ingepakt(rij.sleutel, rij.kek_id))
    path = f"{brief_id}/pagina-1"
    opslag.blobs.put(path, seal(key, f"blob|{path}", b"\xff\xd8 picture"))
    with opslag.engine.begin() as conn:
        inhoud = seal_json(key, f"brief|inhoud|{brief_id}", INHOUD)
        brieven.finish(conn, brief_id, dienst.klok(), inhoud=inhoud, bladzijden=1, paginas=[brieven.PaginaRij(1, 40, 60, path)])


def read_letter(dienst: Dienst, wie: Wie, *, bezoek_id: str | None = None) -> str:
    """Bring one letter, make it read and clean up after it; return its id."""
    brief_id = bring(dienst, wie, bezoek_id=bezoek_id)
    finish(dienst, brief_id)
    dienst.opslag.blobs.delete(f"{brief_id}/bestand-1")
    return brief_id


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """How a referral stands."""

    status: str
    verstuurd: datetime | None = None
    gesloten: datetime | None = None


def refer(dienst: Dienst, wie: Wie, brief_id: str, hoe: Verwijzing) -> str:
    """Store a referral with the resident's consent; return its id."""
    made, consent = new_id(), new_id()
    assert wie.balie_id is not None
    with dienst.opslag.engine.begin() as conn:
        doorverwijzingen.insert_toestemming(
            conn, ToestemmingRij(consent, brief_id, wie.gebruiker_id, dienst.klok(), "mondeling", ("briefsoort",), False)
        )
    team = maak_wijkteam(dienst.opslag)
    rij = DoorverwijzingRij(
        made, brief_id, wie.balie_id, wie.gebruiker_id, hoe.status, "route", False, 2, dienst.klok(), wijkteam_id=team,
        toestemming_id=consent, verstuurd=hoe.verstuurd, gesloten=hoe.gesloten,
        gegevens=sealed(dienst, "gegevens", made, {"vraag": "Kan iemand mij bellen?"}),
    )  # fmt: skip
    with dienst.opslag.engine.begin() as conn:
        assert doorverwijzingen.insert(conn, rij)
    return made


def status_of(opslag: Opslag, brief_id: str) -> str | None:
    """Return how a letter stands, None where even its row is gone."""
    with opslag.engine.begin() as conn:
        rij = brieven.by_id(conn, brief_id)
    return None if rij is None else rij.status


def everything_under(*places: Path) -> bytes:
    """Return the bytes of every file below these places, to search in."""
    return b"\n".join(path.read_bytes() for place in places for path in sorted([place, *place.rglob("*")]) if path.is_file())
