"""What a resident takes home of a letter: the sheet, as page or PDF, and the dates for a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from brievenbus.afdruk.agenda import make_agenda
from brievenbus.afdruk.blad import Blad, make_blad
from brievenbus.afdruk.opmaak import STIJL, make_html
from brievenbus.afdruk.pdf import fitting, has_pdf, make_pdf
from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.klok import NEDERLAND
from brievenbus.errors import ConflictError

__all__ = ["STIJL", "Vel", "agenda", "pdf", "vel"]

TAAL = "nl"


@dataclass(frozen=True, slots=True)
class Vel:
    """The sheet as HTML in the size that fits one page, and what can be done with it.

    `verbeterd`: somebody said that a fact should be different, while the sheet shows what was read.
    """

    brief_id: str
    html: Markup
    pdf: bool
    agenda: bool
    verbeterd: bool


def vel(dienst: Dienst, wie: Wie, brief_id: str) -> Vel:
    """Return the sheet for the screen and the printer. Raises what `brieven.lees_inhoud` raises."""
    made = _blad(dienst, wie, brief_id)
    said = brieven.correcties(dienst, wie, brief_id)
    dated = made.strook is not None and bool(made.strook.qr)
    return Vel(brief_id, make_html(made, fitting(made)), has_pdf(), dated, bool(said))


def pdf(dienst: Dienst, wie: Wie, brief_id: str) -> bytes:
    """Return the sheet as PDF. Raises ToolError pdf_kan_niet, and what `brieven.lees_inhoud` raises."""
    return make_pdf(_blad(dienst, wie, brief_id))


def agenda(dienst: Dienst, wie: Wie, brief_id: str) -> bytes:
    """Return the dates still to come as iCalendar. Raises ConflictError geen_datum, and what `brieven.lees_inhoud` raises."""
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id)
    made = make_agenda(inhoud, dienst.kennis.talen[TAAL], dienst.klok(), _today(dienst))
    if made is None:
        raise ConflictError("geen_datum")
    return made


def _blad(dienst: Dienst, wie: Wie, brief_id: str) -> Blad:
    return make_blad(brieven.lees_inhoud(dienst, wie, brief_id), dienst.kennis.talen[TAAL], _today(dienst))


def _today(dienst: Dienst) -> date:
    return dienst.klok().astimezone(NEDERLAND).date()
