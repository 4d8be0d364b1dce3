"""A draft as PDF/UA-1, to print and fill in with a pen: every open place is a line with, behind it, what belongs there."""

from __future__ import annotations

from pathlib import Path

from brievenbus.afdruk.concept.vorm import Concept
from brievenbus.afdruk.opmaak import fill
from brievenbus.afdruk.pdf import write_pdf

_STIJL = (Path(__file__).parents[1] / "stijl" / "concept.css").read_text("utf-8")


def make_pdf(concept: Concept) -> bytes:
    """Return the draft as PDF. Raises ToolError pdf_kan_niet."""
    return write_pdf(fill("concept.html", concept=concept), _STIJL)
