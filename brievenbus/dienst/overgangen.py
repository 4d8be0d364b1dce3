"""The life of a referral in one table: from which state who may bring it to which.

    voorgesteld ─toestemmen→ verstuurd ─aanvaarden→ aanvaard ─sluiten→ gesloten
        │  ↑                     └──────teruggeven / intrekken──→ teruggegeven ─(opnieuw toestemmen)→ verstuurd
        └─weigeren→ geweigerd ─(opnieuw toestemmen)→ verstuurd

Nothing leaves the desk before `verstuurd`, and only the resident's recorded yes brings it there. A "no" has no consequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from brievenbus.dienst import Rol
from brievenbus.errors import AccessError, ConflictError, InputError

Status = Literal["voorgesteld", "verstuurd", "aanvaard", "teruggegeven", "geweigerd", "gesloten"]
Handeling = Literal["toestemmen", "weigeren", "aanvaarden", "teruggeven", "sluiten", "intrekken", "noteren"]
Reden = Literal["route", "inwoner_vraagt", "hulp_nodig", "te_moeilijk", "haast", "anders"]
TerugLabel = Literal["ander_team", "onvoldoende", "niet_voor_ons", "anders"]
SluitLabel = Literal["geholpen", "doorverwezen", "niet_bereikt", "ingetrokken", "anders"]
Wijze = Literal["mondeling", "schriftelijk"]

INGETROKKEN = "ingetrokken"
"""The label of a referral that came back because the resident withdrew."""

BIJ_TEAM: tuple[Status, ...] = ("verstuurd", "aanvaard")
"""States in which a team has work with it."""

ZICHTBAAR: tuple[Status, ...] = ("verstuurd", "aanvaard", "gesloten")
"""States in which the team sees what the resident gave."""


@dataclass(frozen=True, slots=True)
class Overgang:
    """Where an act leads to, and who may do it."""

    naar: Status
    rollen: tuple[Rol, ...]


_BALIE: tuple[Rol, ...] = ("vrijwilliger",)
_TEAM: tuple[Rol, ...] = ("wijkteam",)

OVERGANGEN: dict[tuple[Handeling, Status], Overgang] = {
    ("toestemmen", "voorgesteld"): Overgang("verstuurd", _BALIE),
    ("toestemmen", "teruggegeven"): Overgang("verstuurd", _BALIE),
    ("toestemmen", "geweigerd"): Overgang("verstuurd", _BALIE),
    ("weigeren", "voorgesteld"): Overgang("geweigerd", _BALIE),
    ("weigeren", "teruggegeven"): Overgang("geweigerd", _BALIE),
    ("aanvaarden", "verstuurd"): Overgang("aanvaard", _TEAM),
    ("teruggeven", "verstuurd"): Overgang("teruggegeven", _TEAM),
    ("teruggeven", "aanvaard"): Overgang("teruggegeven", _TEAM),
    ("intrekken", "verstuurd"): Overgang("teruggegeven", _BALIE + _TEAM),
    ("intrekken", "teruggegeven"): Overgang("teruggegeven", _BALIE),
    ("intrekken", "aanvaard"): Overgang("aanvaard", _BALIE + _TEAM),
    ("intrekken", "gesloten"): Overgang("gesloten", _BALIE + _TEAM),
    ("sluiten", "aanvaard"): Overgang("gesloten", _TEAM),
    ("sluiten", "voorgesteld"): Overgang("gesloten", _BALIE),
    ("sluiten", "teruggegeven"): Overgang("gesloten", _BALIE),
    ("sluiten", "geweigerd"): Overgang("gesloten", _BALIE),
    ("noteren", "verstuurd"): Overgang("verstuurd", _BALIE + _TEAM),
    ("noteren", "aanvaard"): Overgang("aanvaard", _BALIE + _TEAM),
}


def next_status(handeling: Handeling, status: str, rol: Rol) -> Status:
    """Return the state that an act leads to.

    Raises AccessError `mag_niet` for a role that never may, ConflictError `overgang_kan_niet` where it cannot be done now.
    """
    if not any(rol in step.rollen for (act, _), step in OVERGANGEN.items() if act == handeling):
        raise AccessError("mag_niet")
    step = next((step for (act, van), step in OVERGANGEN.items() if act == handeling and van == status), None)
    if step is None or rol not in step.rollen:
        raise ConflictError("overgang_kan_niet", status=status)
    return step.naar


def check_label(label: str, soort: object) -> None:
    """Raise InputError `label_onbekend` for a label that is not in its closed list."""
    if label not in get_args(soort):
        raise InputError("label_onbekend", bekend=", ".join(get_args(soort)))
