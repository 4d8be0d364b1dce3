"""Tesseract through pytesseract: the only file that knows how this program is called and what it needs."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytesseract
from PIL import Image

from brievenbus.errors import StageError, ToolError
from brievenbus.ocr.engine import Grey
from brievenbus.ocr.gaps import Gaps, find_gaps, only_unread
from brievenbus.ocr.labels import look_beside_labels
from brievenbus.ocr.layout import page_of
from brievenbus.ocr.merge import BULLETS, FACT
from brievenbus.ocr.ppocr import Herkenner, PpOcr, is_available
from brievenbus.ocr.reads import ALNUM, Read, reads_of, words_of
from brievenbus.ocr.reread import DOUBT, reread
from brievenbus.page import Line, Page, Word

# Tesseract's own threads make it seven times slower on two cores (measured: 7.75 s a page against 1.07 s). The child
# inherits this environment; pytesseract has no argument for it.
os.environ["OMP_THREAD_LIMIT"] = "1"

LANGUAGE = "nld"
PSM = 3
"""Page segmentation mode. Measured on 27 flattened pages: 3 misreads least (6 loses lines beside a margin column); the
columns into which it cuts tables are undone by `layout`, the words it skips are fetched by a second look."""
PSM_STRIP, PSM_GAPS = 6, 11

CURRENCY = re.compile(r"[-–—−]?€")
SURE = 50.0
"""Confidence (0..100) that a word of the second look must have; a single character must have SURE_SHORT."""
SURE_SHORT = 75.0
CERTAIN = 85.0
"""From here on a word of the second look counts even where its letters were not seen as such (they touch a rule)."""
TIMEOUT, TIMEOUT_BOTH, TIMEOUT_AGAIN = 120, 45, 20
"""Seconds for one page, for one that a recogniser can read instead, and for a second look at part of it.

A usual page takes one; grain on a photo, taken for thousands of letters, took more than 120.
"""
DIRT, DIRT_LETTERS = 0.40, 8
"""A line of no more letters than this, all words below this certainty (0..1), is no text."""
SPECK = 0.70
"""A bullet in the middle of a line below this certainty (0..1) is none."""
AUTO = "auto"
"""The recogniser where it is installed, Tesseract alone where it is not."""


class Tesseract:
    """The standard engine. Making one checks that the program and its Dutch data are there (ToolError).

    `tweede` reads again what carries facts, what is doubtful and what was passed over; None: Tesseract alone.

    | word | two readers agree | they differ | only one reading |
    | --- | --- | --- | --- |
    | date, amount, number, month, day, "niet" | certain | one is chosen, not `bevestigd` | not `bevestigd` |
    | other words of which Tesseract is unsure | certain | one is chosen | stays where it is sure enough |
    | other words | not read again | | |

    Without `tweede` a word with facts is `bevestigd` from a certainty of `reread.DOUBT` on.
    """

    def __init__(self, psm: int = PSM, taal: str = LANGUAGE, tweede: Herkenner | str | None = AUTO) -> None:
        check_installed(taal)
        self._psm = psm
        self._taal = taal
        self._tweede = tweede

    def read(self, grijs: Grey, nummer: int) -> Page:
        """Read one page; see `Engine.read`. Reads again where that pays; a second look that fails costs nothing but itself."""
        height, width = grijs.shape
        tweede = standard_recogniser() if isinstance(self._tweede, str) else self._tweede
        try:
            seconds = TIMEOUT if tweede is None else TIMEOUT_BOTH
            gaps = find_gaps(grijs, reads_of(_run(grijs, self._taal, self._psm, seconds)))
        except StageError:
            if tweede is None:
                raise
            gaps = Gaps((), [])
        if tweede is None:
            words = _unconfirmed(words_of(self._look_again(grijs, gaps), width, height))
        else:
            first = words_of(gaps.reads, width, height)
            words = reread(grijs, first, tweede, lambda sheet: self._again(sheet, PSM_STRIP))
        return _without_dirt(page_of(words, nummer, width, height))

    def _look_again(self, grijs: Grey, gaps: Gaps) -> list[Read]:
        """Return the words of the first look, and those of a second at unread letters and at date labels without a date."""
        reads = gaps.reads
        if gaps.letters:
            second = self._again(only_unread(grijs, gaps), PSM_GAPS)
            reads = reads + [word for word in second if _is_sure(word) and (word.conf >= CERTAIN or gaps.holds(word))]
        return look_beside_labels(grijs, reads, lambda cut: self._again(cut, PSM_STRIP))

    def _again(self, grijs: Grey, psm: int) -> list[Read]:
        try:
            return reads_of(_run(grijs, self._taal, psm, TIMEOUT_AGAIN))
        except StageError:
            return []

    def line_confidence(self, strook: Grey) -> float:
        """Return 0..1: how surely a strip of a few text lines reads as words (0 without words).

        Meant for choosing between a strip and the same strip upside down: the right one scores clearly higher.
        """
        data = _run(strook, self._taal, PSM_STRIP)
        pairs = [(float(conf), len(text.strip())) for text, conf in zip(data["text"], data["conf"], strict=True) if ALNUM.search(text)]
        total = sum(size for _, size in pairs)
        return sum(conf * size for conf, size in pairs) / total / 100 if total else 0.0


@cache
def standard_recogniser() -> PpOcr | None:
    """Return the one recogniser of this process, or None where it is not installed."""
    return PpOcr() if is_available() else None


def _unconfirmed(words: Sequence[Word]) -> list[Word]:
    """Mark the words with facts of which Tesseract, on its own, is not sure."""
    return [replace(word, bevestigd=word.zekerheid >= DOUBT or not FACT.search(word.tekst)) for word in words]


def _without_dirt(page: Page) -> Page:
    """Leave out lines of a few letters that no reader was sure of: the grain of a table, the edge of the sheet. Never a digit."""
    lines: list[Line] = []
    opens = False
    for line in map(_without_specks, page.lines):
        opens |= line.alinea
        letters = sum(len(word.tekst) for word in line.woorden)
        unsure = all(word.zekerheid < DIRT for word in line.woorden)
        if unsure and letters <= DIRT_LETTERS and not any(char.isdigit() for char in line.tekst):
            continue
        lines.append(replace(line, alinea=opens))
        opens = False
    return replace(page, lines=tuple(lines))


def _without_specks(line: Line) -> Line:
    """Leave out unsure bullets between two words of a line: dust, that would part a day from its year."""
    speck = [
        at > 0 and word.tekst in BULLETS and word.zekerheid < SPECK and not cel
        for at, (word, cel) in enumerate(zip(line.woorden, line.cel_voor, strict=True))
    ]
    kept = [(word, cel) for word, cel, is_speck in zip(line.woorden, line.cel_voor, speck, strict=True) if not is_speck]
    return replace(line, woorden=tuple(word for word, _ in kept), cel_voor=tuple(cel for _, cel in kept)) if any(speck) else line


@cache
def check_installed(taal: str = LANGUAGE) -> None:
    """Raise ToolError tesseract_ontbreekt or tesseract_nld_ontbreekt; a pass is remembered."""
    try:
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise ToolError("tesseract_ontbreekt") from error
    if taal not in languages:
        raise ToolError("tesseract_nld_ontbreekt", taal=taal)


def _run(grijs: Grey, taal: str, psm: int, seconds: int = TIMEOUT) -> dict[str, list[Any]]:
    """Call the program on one picture and return its columns. Raises StageError tesseract_mislukt: this page could not be read."""
    picture = Image.fromarray(grijs)
    picture.format = "PPM"  # what pytesseract hands over; its standard, PNG, costs as much as half the reading itself
    try:
        data: dict[str, list[Any]] = pytesseract.image_to_data(
            picture,
            lang=taal,
            config=f"--psm {psm}",
            output_type=pytesseract.Output.DICT,
            timeout=seconds,
        )
    except pytesseract.TesseractNotFoundError as error:
        raise ToolError("tesseract_ontbreekt") from error
    except (pytesseract.TesseractError, RuntimeError) as error:  # RuntimeError is pytesseract's timeout
        raise StageError("tesseract_mislukt") from error
    return data


def _is_sure(word: Read) -> bool:
    enough = SURE if len(word.tekst) > 1 else SURE_SHORT
    return word.conf >= enough and bool(ALNUM.search(word.tekst) or CURRENCY.fullmatch(word.tekst))
