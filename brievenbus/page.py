"""What reading produces: boxes, words, lines, pages, and the text of one letter with the way back to the paper.

Every stage after reading works on `Tekst` and nothing else: none of them knows which engine read the page.
All boxes are fractions (0..1) of the upright, straightened page image; (0, 0) is the top left corner.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

MASK = "•"
"""Stands where a character was hidden."""
CELL = "\t"
"""Stands in `Line.tekst` where two words on one line are parted by a gap wider than words in a sentence: a table cell."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, in fractions of its width (x) and height (y)."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    @property
    def height(self) -> float:
        """Height as a fraction of the page height."""
        return self.y1 - self.y0

    @property
    def mid_y(self) -> float:
        """Vertical centre as a fraction of the page height."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word. `zekerheid` (0..1) is the engine's certainty about the characters; 1.0 for a PDF's own text.

    `bevestigd` is False where a second reading gave other characters, or was wanted and could not be had.
    """

    tekst: str
    vak: Box
    zekerheid: float = 1.0
    bevestigd: bool = True


@dataclass(frozen=True)
class Line:
    """Words that stand on one visual line, left to right.

    `cel_voor[i]` is true where a table-cell gap stands before word i. `alinea` is true where this line starts a new
    paragraph, heading or table row; false where it carries on the sentence of the line before it.
    """

    woorden: tuple[Word, ...]
    cel_voor: tuple[bool, ...]
    alinea: bool = True

    @cached_property
    def tekst(self) -> str:
        """The words joined by a space, or by `CELL` where a cell gap stands."""
        parts = [self.woorden[0].tekst]
        for word, cel in zip(self.woorden[1:], self.cel_voor[1:], strict=True):
            parts.append((CELL if cel else " ") + word.tekst)
        return "".join(parts)

    @cached_property
    def vak(self) -> Box:
        """The box around all words."""
        box = self.woorden[0].vak
        for word in self.woorden[1:]:
            box = box.union(word.vak)
        return box


CodeSoort = Literal["qr", "datamatrix", "aztec", "pdf417", "code128", "itf", "code39", "ean"]


@dataclass(frozen=True, slots=True)
class Code:
    """A printed code and all that it says, as it was decoded; never followed, shown or kept as a whole."""

    soort: CodeSoort
    tekst: str
    vak: Box


@dataclass(frozen=True)
class Page:
    """One read page. `nummer` counts from 1; `breedte` and `hoogte` are pixels (or points) of the upright image."""

    nummer: int
    lines: tuple[Line, ...]
    breedte: int
    hoogte: int
    kwaliteit: float = 1.0
    aanwijzingen: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Nothing stands on this side: seen to be so, or only seeming so (`seems_bare`)."""
        return not self.lines and (self.kwaliteit == 1.0 or self.seems_bare)

    @property
    def seems_bare(self) -> bool:
        """Nothing could be seen on this side, but that may be the fault of the picture."""
        return not self.lines and self.kwaliteit < 1.0 and "leeg" in self.aanwijzingen


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `Tekst.plat`: from character `start` up to, not including, `eind`."""

    start: int
    eind: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.eind and other.start < self.eind


@dataclass(frozen=True)
class Tekst:
    """The text of one letter and where every character stands on the paper.

    `soort` is "pdf" (the file's own text layer), "scan" or "foto". In `plat` a line that carries on a paragraph
    is joined by a space, a new paragraph or table row by a line end, a new page by a form feed.
    """

    pages: tuple[Page, ...]
    soort: str
    bestanden: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> tuple[tuple[int, Line], ...]:
        """Every line with the number of its page, in reading order."""
        return tuple((page.nummer, line) for page in self.pages for line in page.lines)

    @cached_property
    def _flow(self) -> tuple[str, tuple[int, ...]]:
        parts: list[str] = []
        starts: list[int] = []
        at, last_page = 0, 0
        for nummer, line in self.lines:
            if at:
                sep = "\f" if nummer != last_page else ("\n" if line.alinea else " ")
                parts.append(sep)
                at += 1
            starts.append(at)
            parts.append(line.tekst)
            at += len(line.tekst)
            last_page = nummer
        return "".join(parts), tuple(starts)

    @property
    def plat(self) -> str:
        """The whole letter as one string; see the class for its separators."""
        return self._flow[0]

    @property
    def line_starts(self) -> tuple[int, ...]:
        """Where each entry of `lines` starts in `plat`."""
        return self._flow[1]

    def line_at(self, offset: int) -> int:
        """Return the index in `lines` of the line that holds character `offset` of `plat`."""
        return max(0, bisect_right(self.line_starts, offset) - 1)

    def words_in(self, span: Span) -> tuple[tuple[int, Word], ...]:
        """Return (page number, word) for every word that the span touches, in reading order."""
        found: list[tuple[int, Word]] = []
        for index in range(self.line_at(span.start), len(self.lines)):
            start = self.line_starts[index]
            if start >= span.eind:
                break
            nummer, line = self.lines[index]
            at = start
            for word in line.woorden:
                if at < span.eind and span.start < at + len(word.tekst):
                    found.append((nummer, word))
                at += len(word.tekst) + 1
        return tuple(found)

    def boxes(self, span: Span) -> tuple[tuple[int, Box], ...]:
        """Return one (page number, box) for each line of paper that the span touches."""
        found: list[tuple[int, Box]] = []
        for index in range(self.line_at(span.start), len(self.lines)):
            start = self.line_starts[index]
            if start >= span.eind:
                break
            nummer, line = self.lines[index]
            box: Box | None = None
            at = start
            for word in line.woorden:
                if at < span.eind and span.start < at + len(word.tekst):
                    box = word.vak if box is None else box.union(word.vak)
                at += len(word.tekst) + 1
            if box is not None:
                found.append((nummer, box))
        return tuple(found)


def hide(tekst: Tekst, spans: Iterable[Span]) -> tuple[Tekst, tuple[tuple[int, Box], ...]]:
    """Return the letter with every letter and digit in `spans` replaced by "•", and (page number, box) to paint over.

    Word boxes and the length of `plat` stay the same, so that spans and evidence keep their place.
    """
    hidden = {offset for span in spans for offset in range(span.start, span.eind)}
    if not hidden:
        return tekst, ()
    boxes: list[tuple[int, Box]] = []
    pages: list[Page] = []
    index = 0
    for page in tekst.pages:
        lines: list[Line] = []
        for line in page.lines:
            masked, painted = _mask_line(line, tekst.line_starts[index], hidden)
            lines.append(masked)
            boxes += [(page.nummer, box) for box in painted]
            index += 1
        pages.append(replace(page, lines=tuple(lines)))
    return replace(tekst, pages=tuple(pages)), tuple(boxes)


def _mask_line(line: Line, start: int, hidden_at: set[int]) -> tuple[Line, list[Box]]:
    """Return the line with the characters of `plat` in `hidden_at` masked, and the boxes to paint over."""
    words: list[Word] = []
    boxes: list[Box] = []
    at = start
    for word in line.woorden:
        hidden = [place for place in range(len(word.tekst)) if at + place in hidden_at and word.tekst[place].isalnum()]
        if hidden:
            boxes.append(_slice(word, hidden[0], hidden[-1] + 1))
            word = replace(word, tekst="".join(MASK if p in hidden else char for p, char in enumerate(word.tekst)))
        words.append(word)
        at += len(word.tekst) + 1
    return (replace(line, woorden=tuple(words)), boxes) if boxes else (line, boxes)


def _slice(word: Word, first: int, last: int) -> Box:
    """Return the part of the word's box over characters `first` to `last`, one character wider on each side."""
    box, step = word.vak, (word.vak.x1 - word.vak.x0) / len(word.tekst)
    return Box(max(box.x0, box.x0 + (first - 1) * step), box.y0, min(box.x1, box.x0 + (last + 1) * step), box.y1)
