"""What the tests of referrals are built with: a read letter, a resident's yes, a team with a postcode."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, doorverwijzen
from brievenbus.dienst.bericht import Bericht
from brievenbus.dienst.gegevens import Contact, Verzoek
from brievenbus.dienst.werklijst import Doorverwijzing
from brievenbus.errors import ToolError
from brievenbus.store import audit, new_id, tables
from brievenbus.store.crypto import new_key, seal, seal_json

GOUD = Path(__file__).parents[1] / "golden"
JPEG = b"\xff\xd8\xff\xe0bladzijde"
BSN = "123456782"
POSTCODE = "3511"
JA = Verzoek(
    wijze="mondeling", velden=("briefsoort", "afzender", "uiterste_datum", "urgentie", "contact"), postcode=POSTCODE,
    contact=Contact("telefoon", "06 12345678", "Noor"),
)  # fmt: skip


def inhoud(naam: str = "g02") -> dict[str, Any]:
    """The golden outcome of an invented letter: g02 a fine, h06 a shut-off of energy (Wgs), g07 good news, g11 pressing."""
    told: dict[str, Any] = json.loads((GOUD / f"{naam}.json").read_text("utf-8"))
    return told


def maak_brief(dienst: Dienst, wie: Wie, gelezen: dict[str, Any] | None = None) -> str:
    """Store a letter of the person's desk as reading leaves it, with one page, and return its id."""
    made, key, nu = new_id(), new_key(), dienst.klok()
    wrapped = dienst.opslag.sleutels.wrap(key)
    row = {
        "id": made, "balie_id": wie.balie_id, "gebruiker_id": wie.gebruiker_id, "status": "klaar", "voorrang": 5, "taal": "nl",
        "peildatum": nu.date(), "aangemaakt": nu, "gelezen": nu, "bewaren_tot": nu + timedelta(days=1), "afdruk": b"x", "bladzijden": 1,
        "sleutel": wrapped.sleutel, "kek_id": wrapped.kek_id, "inhoud": seal_json(key, f"brief|inhoud|{made}", gelezen or inhoud()),
    }  # fmt: skip
    path = f"{made}/p1"
    dienst.opslag.blobs.put(path, seal(key, f"blob|{path}", JPEG))
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.brief.insert().values(**row))
        conn.execute(tables.pagina.insert().values(brief_id=made, nummer=1, breedte=100, hoogte=140, blob=path))
    return made


def geef_postcode(dienst: Dienst, wijkteam_id: str, van: int = 3500, tot: int = 3599) -> None:
    """Give a team its four digits."""
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.wijkteam_postcode.insert().values(van=van, tot=tot, wijkteam_id=wijkteam_id))


def stuur(dienst: Dienst, wie: Wie, gelezen: dict[str, Any] | None = None, **anders: Any) -> Doorverwijzing:
    """Propose a new letter and send it with the resident's yes."""
    made = doorverwijzen.stel_voor(dienst, wie, maak_brief(dienst, wie, gelezen), "anders")
    return doorverwijzen.toestemmen(dienst, wie, made.id, replace(JA, **anders))


def acties(dienst: Dienst) -> list[str]:
    """Return the actions on the audit trail about referrals, oldest first; the chain must be whole."""
    with dienst.opslag.engine.begin() as conn:
        assert audit.verify(conn, dienst.opslag.huis).goed
        rows = conn.execute(sa.select(tables.auditregel).order_by("volgnummer")).all()
    return [row.actie for row in rows if row.object_soort == "doorverwijzing"]


class NepDoorzetter:
    """A way out that remembers what was sent; `fouten` are raised first, one a call."""

    naam = "nep"

    def __init__(self, *fouten: str) -> None:
        self.berichten: list[Bericht] = []
        self.fouten = list(fouten)

    def stuur(self, bericht: Bericht) -> str:
        """Remember."""
        if self.fouten:
            raise ToolError(self.fouten.pop(0))
        self.berichten.append(bericht)
        return f"nr-{len(self.berichten)}"

    def controleer(self) -> None:
        """All is well."""
