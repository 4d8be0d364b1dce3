"""What a resident takes home of a letter: the sheet, as page or PDF, and the dates for a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from brievenbus.afdruk.agenda import make_agenda
from brievenbus.afdruk.blad import Blad, make_blad, make_naast
from brievenbus.afdruk.heruitleg import make_uitleg
from brievenbus.afdruk.opmaak import STIJL, make_html
from brievenbus.afdruk.pdf import fitting, has_pdf, make_pdf
from brievenbus.afdruk.verbetering import Verbeterd
from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.klok import NEDERLAND
from brievenbus.dienst.verbeterd import verbeter
from brievenbus.errors import ConflictError, InputError

__all__ = ["STIJL", "Vel", "agenda", "pdf", "vel"]

TAAL = "nl"


@dataclass(frozen=True, slots=True)
class Vel:
    """The sheet as HTML in the size that fits its paper, and what can be done with it.

    `taal` is the second language, '' for Dutch alone; `talen` are all that can stand beside it (code, name). `verbeterd`: a volunteer
    put something right and the sheet says so; `verzwegen`: they did, and the sheet of a suspect letter does not show it.
    """

    brief_id: str
    html: Markup
    pdf: bool
    agenda: bool
    twee_kanten: bool
    verbeterd: bool
    verzwegen: bool
    taal: str
    talen: tuple[tuple[str, str], ...]


def vel(dienst: Dienst, wie: Wie, brief_id: str, taal: str = "") -> Vel:
    """Return the sheet for the screen and the printer. Raises InputError taal_onbekend, and what `brieven.lees_inhoud` raises."""
    inhoud, said, spoken = _letter(dienst, wie, brief_id)
    made = _blad(dienst, inhoud, said, taal)
    maat = fitting(made)
    changed = bool(said.feiten or said.erbij)
    others = tuple((code, one.naam) for code, one in dienst.kennis.talen.items() if code != TAAL)
    return Vel(
        brief_id, make_html(made, maat), has_pdf(), made.strook is not None and bool(made.strook.qr), bool(maat.achter),
        changed, spoken and not changed and bool(inhoud["echtheid"]["verdacht"]), made.naast_taal, others,
    )  # fmt: skip


def pdf(dienst: Dienst, wie: Wie, brief_id: str, taal: str = "") -> bytes:
    """Return the sheet as PDF. Raises ToolError pdf_kan_niet, and what `vel` raises."""
    inhoud, said, _ = _letter(dienst, wie, brief_id)
    return make_pdf(_blad(dienst, inhoud, said, taal))


def agenda(dienst: Dienst, wie: Wie, brief_id: str) -> bytes:
    """Return the dates still to come as iCalendar. Raises ConflictError geen_datum, and what `brieven.lees_inhoud` raises."""
    inhoud, _, _ = _letter(dienst, wie, brief_id)
    made = make_agenda(inhoud, dienst.kennis.talen[TAAL], dienst.klok(), _today(dienst))
    if made is None:
        raise ConflictError("geen_datum")
    return made


def _letter(dienst: Dienst, wie: Wie, brief_id: str) -> tuple[dict[str, Any], Verbeterd, bool]:
    """Return the letter as the volunteers say it is, what they changed, and whether they said anything at all."""
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id)
    spoken = [(one.veld, one.waarde) for one in brieven.correcties(dienst, wie, brief_id)]
    return *verbeter(inhoud, spoken, dienst.kennis, _today(dienst)), bool(spoken)


def _blad(dienst: Dienst, inhoud: dict[str, Any], said: Verbeterd, taal: str) -> Blad:
    known, today = dienst.kennis.talen, _today(dienst)
    if taal and taal not in known:
        raise InputError("taal_onbekend", waarde=taal[:20], talen=", ".join(sorted(known)))
    beside = None if taal in ("", TAAL) else make_naast(inhoud, dienst.kennis, taal, today)
    told = {**inhoud, "uitleg": make_uitleg(inhoud, dienst.kennis, TAAL, today)}
    return make_blad(told, known[TAAL], today, beside, verbeterd=said)


def _today(dienst: Dienst) -> date:
    return dienst.klok().astimezone(NEDERLAND).date()
