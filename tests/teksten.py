"""Build a `Tekst` from a plain string, so that a test reads like the letter it is about.

"\\n" starts a new line and a new paragraph, a line that begins with a space carries on the paragraph of the line
before it, "\\t" is a table cell gap and "\\f" a new page. Words stand on a grid of one character: a tab jumps to the
next multiple of `KOLOM` characters, so that cells of one column have the same left edge.
"""

from __future__ import annotations

import re

from brievenbus.page import Box, Line, Page, Tekst, Word

KOLOM = 26
BREEDTE = 104
REGELS = 60


def maak_tekst(plat: str, soort: str = "pdf") -> Tekst:
    """Return a Tekst with one Line for each non-empty line of `plat`."""
    pages: list[Page] = []
    for blad in plat.split("\f"):
        lines: list[Line] = []
        for nummer, regel in enumerate(re.split(r"[\n\r\v\x1c-\x1e\x85\u2028\u2029]", blad)):
            line = _maak_regel(regel, nummer)
            if line is not None:
                lines.append(line)
        if lines:
            pages.append(Page(len(pages) + 1, tuple(lines), 2480, 3508))
    return Tekst(tuple(pages), soort)


def _maak_regel(regel: str, nummer: int) -> Line | None:
    woorden: list[tuple[str, int]] = []
    cellen: list[bool] = []
    plek = 0
    for index, cel in enumerate(regel.split("\t")):
        if index:
            plek = (plek // KOLOM + 1) * KOLOM
        for volgnummer, woord in enumerate(cel.split()):
            cellen.append(bool(woorden) and volgnummer == 0 and index > 0)
            woorden.append((woord, plek))
            plek += len(woord) + 1
    if not woorden:
        return None
    schaal = 1 / max(BREEDTE, plek)
    y0 = (nummer % REGELS) / REGELS
    words = tuple(Word(tekst, Box(x * schaal, y0, (x + len(tekst)) * schaal, y0 + 0.6 / REGELS)) for tekst, x in woorden)
    return Line(words, tuple(cellen), alinea=not regel.startswith(" "))
