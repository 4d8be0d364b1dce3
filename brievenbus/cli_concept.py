"""`brievenbus concept`: write a letter that answers the letter just read, for the resident to finish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from brievenbus.afdruk.concept.maken import make_concept
from brievenbus.afdruk.concept.vorm import Soort
from brievenbus.errors import InputError
from brievenbus.kennis import Kennis

_VORMEN = (".docx", ".pdf")


def check(soort: str, uit: Path) -> Soort:
    """Return what is asked for, before anything is read. Raises InputError keuze_onbekend, bestand_bestaat."""
    chosen: Soort | None = next((one for one in get_args(Soort) if one == soort), None)
    if chosen is None:
        raise InputError("keuze_onbekend", naam="--soort", keuzes=", ".join(get_args(Soort)))
    if uit.suffix.lower() not in _VORMEN:
        raise InputError("keuze_onbekend", naam="--uit", keuzes=", ".join(f"NAAM{vorm}" for vorm in _VORMEN))
    if uit.exists():  # somebody may have filled it in
        raise InputError("bestand_bestaat", bestand=str(uit))
    return chosen


def run(brief: Mapping[str, Any], kennis: Kennis, soort: Soort, uit: Path, vandaag: date) -> tuple[str, ...]:
    """Write the draft and return what to mind with it.

    Raises InputError concept_bezwaar_niet, concept_regeling_niet, uitvoer_onschrijfbaar; ToolError pdf_kan_niet.
    """
    concept = make_concept(brief, kennis, soort, vandaag)
    if concept is None:
        raise InputError("concept_bezwaar_niet" if soort == "bezwaar" else "concept_regeling_niet")
    if uit.suffix.lower() == ".pdf":
        from brievenbus.afdruk.concept.pdf import make_pdf as make
    else:
        from brievenbus.afdruk.concept.docx import make_docx as make
    made = make(concept)
    try:
        with uit.open("xb") as file:
            file.write(made)
    except OSError as error:
        raise InputError("uitvoer_onschrijfbaar", map=str(uit.parent)) from error
    return concept.opmerkingen
