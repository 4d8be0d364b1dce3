"""Where on the paper a stretch of text stands: table cells, the cell under a label, the header over a cell, sentences.

Everything here is geometry and punctuation; what a label means is known by the module that asks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from brievenbus.page import Box, Line, Span, Tekst, Word

_X_SLACK = 0.05
"""Two left edges this close (fraction of the page width) count as one column even where the boxes do not overlap."""
_SENTENCE_END = re.compile(r"[.!?]['\")]?\s+(?=[\"'(•-]?\s?[A-ZÀ-Ý0-9])|[\n\f]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:a\.?s|j\.?l|l\.?l|t\.?n\.?v|o\.?v\.?v|d\.?d|art|nr|dhr|mevr|mw|mr|mrs|drs|ir|dr|ca|evt|incl|excl|blz|tel|"
    r"jan|feb|febr|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec|max|min|resp|bijv|bv|lid|st|vs|p|(?-i:[A-Z]))"
    r")\.\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Words on one line between two cell gaps. `rij` is the line's index in `Tekst.lines`, `plek` counts from 0."""

    span: Span
    tekst: str
    vak: Box
    bladzijde: int
    rij: int
    plek: int


Row = tuple[Cell, ...]


def rows(tekst: Tekst) -> tuple[Row, ...]:
    """Return the cells of every line; a line without gaps is a row of one cell."""
    return tuple(
        _cells(line, start, nummer, index) for index, ((nummer, line), start) in enumerate(zip(tekst.lines, tekst.line_starts, strict=True))
    )


def _cells(line: Line, start: int, nummer: int, rij: int) -> Row:
    cells: list[Cell] = []
    first, at, begin = 0, start, start
    for index, word in enumerate(line.woorden):
        if index and line.cel_voor[index]:
            cells.append(_cell(line.woorden[first:index], Span(begin, at - 1), (nummer, rij, len(cells))))
            first, begin = index, at
        at += len(word.tekst) + 1
    cells.append(_cell(line.woorden[first:], Span(begin, at - 1), (nummer, rij, len(cells))))
    return tuple(cells)


def _cell(words: tuple[Word, ...], span: Span, place: tuple[int, int, int]) -> Cell:
    boxes = [word.vak for word in words]
    # One box in one go: a union for each word would be most of the work of this module.
    box = Box(boxes[0].x0, min(box.y0 for box in boxes), boxes[-1].x1, max(box.y1 for box in boxes))
    return Cell(span, " ".join(word.tekst for word in words), box, *place)


def cell_at(table: tuple[Row, ...], tekst: Tekst, offset: int) -> Cell | None:
    """Return the cell that holds character `offset` of `plat`, or None in an empty text."""
    if not table:
        return None
    row = table[tekst.line_at(offset)]
    return next((cell for cell in row if offset < cell.span.eind), row[-1])


def column_of(row: Row, cell: Cell) -> Cell | None:
    """Return the cell of `row` that stands in the same column as `cell`: most overlap, else the nearest left edge."""
    best, score = None, -_X_SLACK
    for other in row:
        overlap = min(other.vak.x1, cell.vak.x1) - max(other.vak.x0, cell.vak.x0)
        value = overlap if overlap > 0 else -abs(other.vak.x0 - cell.vak.x0)
        if value > score:
            best, score = other, value
    return best


def below(table: tuple[Row, ...], label: Cell) -> Cell | None:
    """Return the cell right under `label`, on the same page and in its own column; None where there is none.

    The cell must belong to this label more than to any other of the label's row: a value under "Uw kenmerk" is not
    the value of the "Datum" beside it.
    """
    if label.rij + 1 >= len(table):
        return None
    row = table[label.rij + 1]
    gap = row[0].vak.y0 - label.vak.y1
    if row[0].bladzijde != label.bladzijde or gap > 3 * max(label.vak.height, 0.005):
        return None
    return next((cell for cell in row if column_of(table[label.rij], cell) == label), None)


def above(table: tuple[Row, ...], cell: Cell, reach: int = 1) -> tuple[Cell, ...]:
    """Return the cells over `cell` in its column, nearest first, at most `reach` lines up on the same page."""
    found: list[Cell] = []
    for index in range(cell.rij - 1, max(-1, cell.rij - 1 - reach), -1):
        row = table[index]
        if row[0].bladzijde != cell.bladzijde:
            break
        other = column_of(row, cell)
        if other is not None:
            found.append(other)
    return tuple(found)


def is_abbreviation(text: str, stop: int) -> bool:
    """Tell whether the full stop at `stop` ends an abbreviation ("t.n.v.", "B.V.") and not a sentence."""
    return text[stop : stop + 1] == "." and _ABBREVIATION.search(text[: stop + 1] + " ") is not None


class Sentences:
    """Where sentences start in `plat`. A line end always parts two sentences; an abbreviation's full stop does not."""

    def __init__(self, plat: str) -> None:
        starts = [0]
        for match in _SENTENCE_END.finditer(plat):
            if not _ABBREVIATION.search(plat, max(0, match.start() - 8), match.end()):
                starts.append(match.end())
        self._starts = starts
        self._length = len(plat)

    def at(self, offset: int) -> Span:
        """Return the sentence that holds `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return Span(self._starts[index], self._end(index))

    def after(self, sentence: Span) -> Span:
        """Return the next sentence; empty at the end of the text."""
        index = bisect_right(self._starts, sentence.start)
        return Span(self._starts[index], self._end(index)) if index < len(self._starts) else Span(self._length, self._length)

    def _end(self, index: int) -> int:
        return self._starts[index + 1] if index + 1 < len(self._starts) else self._length
