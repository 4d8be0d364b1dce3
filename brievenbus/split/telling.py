"""The page number that is printed on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brievenbus.page import CELL, Page

TOP, HEAD, FOOT = 0.13, 0.45, 0.885
"""Above HEAD stands what opens a letter; above TOP and below FOOT stand names and page numbers."""

_NUMMER = r"(?P<n>\d{1,3}|[lI|])"
_VAN = r"\s*(?:va\w|/|uit)\s*(?P<m>\d{1,3})"
_PAGINA = re.compile(
    rf"\b(?:pagina|bladzijde|blad|blz\.?|pag\.?|vel)\s?(?:nr\.?|nummer)?\s*:?\s*{_NUMMER}(?:{_VAN})?\b(?!\s*(?:en|t/m)\b)",
    re.I,
)
_KAAL = re.compile(rf"(?:[^\W\d]{{3,10}}\.?:?\s)?[-–(\s]*{_NUMMER}{_VAN}[-–)\s]*")
"""A number of how many; the word before it may be misread."""
_LOS = re.compile(rf"[-–\s]*{_NUMMER}[-–\s]*")


@dataclass(frozen=True, slots=True)
class Telling:
    """A printed page number; `totaal` is None where only the number stands there. `zeker`: it says what it counts."""

    nummer: int
    totaal: int | None
    zeker: bool = True

    def same_run(self, other: Telling) -> bool:
        """Tell whether both may count the same pages: as many of them, or one does not say of how many."""
        return self.totaal == other.totaal or None in (self.totaal, other.totaal)


def numbering(page: Page) -> Telling | None:
    """Return the page number that is printed on a page: one that says of how many before one that does not."""
    found: list[Telling] = []
    for line in page.lines:
        cells = [cell.strip() for cell in line.tekst.split(CELL)]
        margin = line.vak.y0 < TOP or line.vak.y0 > FOOT
        for cell in cells:
            match = _PAGINA.search(cell) if margin or line.vak.y0 < HEAD or len(cell) < 25 else None
            match = match or (_KAAL.fullmatch(cell) if margin or line.vak.y0 < HEAD else None)
            if match:
                found.append(_count(match, True))
            elif line.vak.y0 > FOOT and len(cells) == 1 and (match := _LOS.fullmatch(cell)):
                found.append(Telling(_digit(match["n"]), None, False))
    right = [t for t in found if t.nummer and (t.totaal is None or t.nummer <= t.totaal)]
    return max(right, key=lambda t: (t.totaal is not None, t.zeker), default=None)


def _count(match: re.Match[str], sure: bool) -> Telling:
    return Telling(_digit(match["n"]), int(match["m"]) if match["m"] else None, sure)


def _digit(text: str) -> int:
    """Tesseract reads a lone 1 as l, I or a bar."""
    return int(text) if text.isdigit() else 1
