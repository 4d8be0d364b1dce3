"""What would go to a neighbourhood team, before anybody said yes: the words to read aloud to the resident. Nothing is kept or sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from brievenbus.dienst import Dienst, Wie, antwoorden, brieven
from brievenbus.dienst.antwoorden import Antwoord
from brievenbus.dienst.doorverwijzen import team_for
from brievenbus.dienst.gegevens import Veld, Verzoek, checked, corrected, minimal_set, must_date
from brievenbus.dienst.klok import Haast, aanvaarden_voor, lokale_dag
from brievenbus.dienst.werklijst import check_role
from brievenbus.errors import AccessError

UIT_DE_BRIEF: tuple[Veld, ...] = ("briefsoort", "afzender", "uiterste_datum", "urgentie")
VOORAF: tuple[Veld, ...] = ("briefsoort", "afzender", "uiterste_datum", "contact")
"""Ticked beforehand: what a team needs to call in time, and no more (domain sheet, section 5)."""


@dataclass(frozen=True, slots=True)
class Voorstel:
    """What the letter itself says about handing it over: why, how soon, and the facts of it that could go.

    `naar` follows the answer to its question, `antwoord`, once that was given.
    """

    naar: str
    spoed: bool
    werkdagen: int | None
    redenen: tuple[str, ...]
    vraag: str | None
    titel: str
    feiten: dict[str, Any]
    antwoord: Antwoord | None = None


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """Exactly what goes once the resident says yes: to which team, which fields, and by when the team must have taken it up."""

    wijkteam_id: str
    wijkteam: str
    velden: dict[str, Any]
    aanvaarden_voor: datetime


def voorstel(dienst: Dienst, wie: Wie, brief_id: str) -> Voorstel:
    """Return what there is to propose for a read letter. Raises AccessError, MissingError, ConflictError while it was not read."""
    inhoud = _letter(dienst, wie, brief_id)
    route, said = inhoud["route"], antwoorden.zoek(dienst, wie, brief_id)
    facts = minimal_set(inhoud, Verzoek("mondeling", UIT_DE_BRIEF), lokale_dag(dienst.klok()))
    return Voorstel(
        "wijkteam" if antwoorden.is_voor_team(dienst.kennis, inhoud, said) else route["naar"], route["spoed"], route["werkdagen"],
        tuple(route["redenen"]), route["vraag"], inhoud["uitleg"]["titel"], facts, None if said is None else said.antwoord,
    )  # fmt: skip


def voorbeeld(dienst: Dienst, wie: Wie, brief_id: str, verzoek: Verzoek) -> Voorbeeld:
    """Return what would go. Raises InputError as `doorverwijzen.toestemmen` does, so that it is said before the resident is asked."""
    asked = checked(verzoek)
    inhoud = _letter(dienst, wie, brief_id)
    nu = dienst.klok()
    vandaag, route = lokale_dag(nu), inhoud["route"]
    with dienst.opslag.engine.begin() as conn:
        team = team_for(conn, asked)
    haast = Haast(must_date(inhoud, vandaag), route["werkdagen"], route["spoed"])
    by = aanvaarden_voor(nu, haast, dienst.beleid.aanvaard_werkdagen, dienst.kennis.dagen)
    return Voorbeeld(team.id, team.naam, minimal_set(inhoud, asked, vandaag), by)


def _letter(dienst: Dienst, wie: Wie, brief_id: str) -> dict[str, Any]:
    """Return the letter as the volunteers say it is."""
    check_role(wie)
    if wie.rol != "vrijwilliger":
        raise AccessError("mag_niet")
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id)
    return corrected(inhoud, [(one.veld, one.waarde) for one in brieven.correcties(dienst, wie, brief_id)])
