"""What a resident gets on request (AVG art. 15 and 20), in one zip: readings, pictures, corrections, answers and consents."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from brievenbus.dienst import Dienst, Wie, antwoorden, gebeurtenis
from brievenbus.dienst import brieven as letters
from brievenbus.dienst.beeld import media_type
from brievenbus.dienst.briefstand import NEDERLAND, BriefStand
from brievenbus.errors import MissingError
from brievenbus.store import audit
from brievenbus.store import bewaren as store

_HEAD = (
    '<!doctype html>\n<html lang="nl"><meta charset="utf-8"><title>Uw brieven</title>\n'
    "<h1>Uw brieven</h1>\n<p>Dit is alles wat brievenbus van deze brieven bewaart. In de plaatjes is het burgerservicenummer afgedekt. "
    "Bij elke brief hoort een bestand lezing.json: dat is wat het programma in de brief las.</p>\n"
)
_STATES = {"klaar": "gelezen", "geweigerd": "kon niet gelezen worden", "mislukt": "lezen is mislukt"}


def exporteer(dienst: Dienst, wie: Wie, brief_ids: Sequence[str] = (), *, bezoek_id: str | None = None) -> bytes:
    """Return a zip with these letters, or those of a visit, and a readable index.html. On the audit trail.

    Raises AccessError, MissingError niet_gevonden (nothing of it is theirs), StoreError.
    """
    stands = [letters.zoek(dienst, wie, brief_id) for brief_id in brief_ids]
    if bezoek_id is not None:
        stands += _of_visit(dienst, wie, bezoek_id)
    stands = [stand for stand in stands if stand.status != "gewist"]
    if not stands:
        raise MissingError("niet_gevonden")
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = [_add(archive, dienst, wie, stand, f"brief-{nummer}") for nummer, stand in enumerate(stands, 1)]
        archive.writestr("index.html", _HEAD + "".join(parts) + "</html>\n")
    with dienst.opslag.engine.begin() as conn:
        for stand in stands:
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "brief_uitgevoerd", "brief", stand.id), dienst.klok())
    return room.getvalue()


def _of_visit(dienst: Dienst, wie: Wie, bezoek_id: str) -> list[BriefStand]:
    """Return every letter of a visit, oldest first, however many there are."""
    found: list[BriefStand] = []
    while True:
        part = letters.lijst(dienst, wie, bezoek_id=bezoek_id, na=found[-1].id if found else None, aantal=letters.MOST)
        found += part
        if len(part) < letters.MOST:
            return found[::-1]


def _add(archive: zipfile.ZipFile, dienst: Dienst, wie: Wie, stand: BriefStand, folder: str) -> str:
    """Put one letter in the zip and return its part of the index."""
    with dienst.opslag.engine.begin() as conn:
        yes = store.consents(conn, stand.id)
    told = [f"Gebracht op {_day(stand.aangemaakt)}; {_STATES.get(stand.status, 'wordt nog gelezen')}.",
            f"Wordt gewist op {_day(stand.bewaren_tot)}, tenzij een wijkteam ermee bezig is."]  # fmt: skip
    told += [_consent(one) for one in yes]
    links: list[str] = []
    if stand.status == "klaar":
        inhoud = letters.lees_inhoud(dienst, wie, stand.id)
        corrections = letters.correcties(dienst, wie, stand.id)
        told += [f"Verbeterd: {one.veld} is {one.waarde}." for one in corrections]
        said = antwoorden.zoek(dienst, wie, stand.id)
        extra = {"verbeteringen": [{"veld": one.veld, "waarde": one.waarde, "tijd": one.tijd.isoformat()} for one in corrections]}
        files = {"lezing.json": _json(inhoud), "verbeteringen.json": _json(extra), "toestemmingen.json": _json({"toestemmingen": yes})}
        if said is not None:
            asked = inhoud["route"]["vraag"]
            told.append(f"Gevraagd: {asked} Uw antwoord: {said.antwoord}, opgeschreven op {_day(said.tijd)}.")
            files["antwoord.json"] = _json({"vraag": asked, "antwoord": said.antwoord, "tijd": said.tijd})
        files |= _pictures(dienst, wie, stand)
        for naam, content in files.items():
            archive.writestr(f"{folder}/{naam}", content)
            links.append(f'<li><a href="{folder}/{naam}">{naam}</a></li>')
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in told)
    return f"<h2>{escape(folder.capitalize().replace('-', ' '))}</h2>\n{lines}<ul>{''.join(links)}</ul>\n"


def _pictures(dienst: Dienst, wie: Wie, stand: BriefStand) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for nummer in range(1, (stand.bladzijden or 0) + 1):
        try:
            content = letters.pagina(dienst, wie, stand.id, nummer)
        except MissingError:  # a page without a picture: it could not be read
            continue
        found[f"bladzijde-{nummer}.{'webp' if media_type(content) == 'image/webp' else 'jpg'}"] = content
    return found


def _consent(one: dict[str, Any]) -> str:
    fields = ", ".join(one["velden"]) + (", de afbeelding" if one["afbeelding"] else "")
    end = f" Ingetrokken op {_day(one['ingetrokken'])}." if one["ingetrokken"] else ""
    return f"Toestemming gegeven op {_day(one['gegeven'])} ({one['wijze']}) om door te geven: {fields}.{end}"


def _day(moment: datetime) -> str:
    local = moment.astimezone(NEDERLAND)
    return f"{local.day}-{local.month}-{local.year}"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_moment).encode()


def _moment(value: datetime) -> str:
    return value.isoformat()
