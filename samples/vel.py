"""A printed sheet: its picture at 300 dpi, and every printed word with its place.

    vellen(Path("brieven/g01.txt"), zaad=3)  ->  one `Vel` a page

The words come out of the PDF that `maak.py` typesets, so they are what is on the paper, whatever a camera makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
from maak import HOOG, make_pdf

from brievenbus.ocr.opmaak import parse

Beeld = np.ndarray[Any, np.dtype[Any]]

DPI = 300
PX = DPI / 25.4
"""Pixels in a millimetre of the sheet."""
VOET = 19.0
"""What stands lower than this many mm from the foot is small print; the typesetter draws it first, a reader reads it last."""
CEL = 1.3
"""A gap wider than this many letter heights parts two cells of a table."""
CEL_TEKEN = "\t"


@dataclass(frozen=True, slots=True)
class Woord:
    """A printed word and its box in mm from the top left corner of the sheet."""

    tekst: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, eq=False)
class Vel:
    """One sheet. `beeld`: BGR uint8. `dekking`: HxW uint8, 0 where the paper is away. `boven`: BGRA uint8 of what lies on
    the sheet or is held over it, `rand` pixels larger on every side. `regels`: the printed lines in the order of reading.
    """  # fmt: skip

    beeld: Beeld
    regels: tuple[tuple[Woord, ...], ...]
    dekking: Beeld | None = None
    boven: Beeld | None = None
    rand: int = 0

    @property
    def woorden(self) -> tuple[Woord, ...]:
        """All words in the order of reading."""
        return tuple(woord for regel in self.regels for woord in regel)


def vellen(bron: Path, zaad: int) -> list[Vel]:
    """Typeset a letter and return its sheets."""
    brief = parse(bron.read_text(encoding="utf-8"))
    pdf = make_pdf(brief, bron.stem, zaad)
    with pdfium.PdfDocument(pdf) as document, pdfplumber.open(BytesIO(pdf)) as tekst:
        beelden = [page.render(scale=DPI / 72).to_numpy()[:, :, :3].copy() for page in document]
        regels = [_lines(page.extract_words(use_text_flow=True, x_tolerance=1.5)) for page in tekst.pages]
    return [Vel(beeld, rij) for beeld, rij in zip(beelden, regels, strict=True)]


def plat(regels: Iterable[Sequence[Woord]]) -> str:
    """Return lines as text: a tab where a table cell begins."""
    return "\n".join(_text(regel) for regel in regels if regel)


def _text(regel: Sequence[Woord]) -> str:
    delen = [regel[0].tekst]
    for links, rechts in pairwise(regel):
        wijd = rechts.x0 - links.x1 > CEL * (links.y1 - links.y0)
        delen.append((CEL_TEKEN if wijd else " ") + rechts.tekst)
    return "".join(delen)


def _lines(ruw: Iterable[dict[str, Any]]) -> tuple[tuple[Woord, ...], ...]:
    """Join the words of a page, in drawing order, to lines; the small print at the foot goes last."""
    mm = 25.4 / 72
    woorden = [Woord(w["text"], w["x0"] * mm, w["top"] * mm, w["x1"] * mm, w["bottom"] * mm) for w in ruw]
    regel, nummers = 0, []
    for vorig, woord in zip([None, *woorden], woorden, strict=False):
        if vorig is not None and not (woord.x0 >= vorig.x1 - 0.5 and abs(woord.y1 - vorig.y1) < 0.4 * (vorig.y1 - vorig.y0)):
            regel += 1
        nummers.append(regel)
    paren = groupby(zip(nummers, woorden, strict=True), key=lambda paar: paar[0])
    regels = [tuple(woord for _, woord in groep) for _, groep in paren]
    return tuple(sorted(regels, key=lambda regel: regel[0].y0 > HOOG - VOET))
