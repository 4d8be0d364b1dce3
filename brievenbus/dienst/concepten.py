"""A draft letter for a resident to finish: an objection, or a request to pay in parts, as Word document or PDF. Nothing of it is kept."""

from __future__ import annotations

from typing import Literal, get_args

from brievenbus.afdruk.concept.docx import make_docx
from brievenbus.afdruk.concept.maken import make_concept
from brievenbus.afdruk.concept.pdf import make_pdf
from brievenbus.afdruk.concept.vorm import Soort
from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.klok import lokale_dag
from brievenbus.dienst.verbeterd import verbeter
from brievenbus.errors import ConflictError, MissingError

__all__ = ["Vorm", "document"]

Vorm = Literal["docx", "pdf"]
_FOUT: dict[Soort, str] = {"bezwaar": "concept_bezwaar_niet", "regeling": "concept_regeling_niet"}


def document(dienst: Dienst, wie: Wie, brief_id: str, soort: str, vorm: Vorm) -> bytes:
    """Return a draft for a letter as the volunteers say it is.

    Raises MissingError niet_gevonden for a kind that there is not, ConflictError concept_bezwaar_niet or concept_regeling_niet where it is
    no answer to this letter, ToolError pdf_kan_niet, and what `brieven.lees_inhoud` raises.
    """
    chosen: Soort | None = next((one for one in get_args(Soort) if one == soort), None)
    if chosen is None:
        raise MissingError("niet_gevonden")
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id)
    today = lokale_dag(dienst.klok())
    spoken = [(one.veld, one.waarde) for one in brieven.correcties(dienst, wie, brief_id)]
    made, changed = verbeter(inhoud, spoken, dienst.kennis, today)
    concept = make_concept(made, dienst.kennis, chosen, today, changed)
    if concept is None:
        raise ConflictError(_FOUT[chosen])
    return make_docx(concept) if vorm == "docx" else make_pdf(concept)
