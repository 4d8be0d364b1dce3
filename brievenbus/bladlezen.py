"""One page: from its picture, or from the words its file holds, to words with their places, the right way up.

    ScanPage ─image→ flat page ─ocr→ words, once more upside down where they read badly ─codes→ Page
"""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from brievenbus.image import flatten, is_bare, read_codes
from brievenbus.intake import ScanPage
from brievenbus.ocr.layout import page_of_words
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Line, Page, Word

Grey = NDArray[np.uint8]
Picture = Grey | None
"""The upright page, HxW uint8; None where there is none, or none that may be kept."""

BLANK_WORDS, SURE_WORD = 3, 0.55
"""A photo of a sheet that looks bare is taken for bare if fewer words than this are read in all of it with this certainty."""
MARGIN = 0.2
"""Share of the page's width in which a line may have been cut off by the edge of the photo."""
LEGIBLE = 0.75
"""Mean certainty of the words of a page from which on it surely lies the right way up."""


def read_page(scan_page: ScanPage, engine: Tesseract) -> tuple[Page, Picture]:
    """Return the words of one page, and its upright grey picture where it has one.

    A side that is blank has no lines and quality 1; one that only seems so, on a photo, has no lines, quality 0 and "leeg".
    """
    if scan_page.woorden is not None:
        page = page_of_words(scan_page.woorden, scan_page.nummer, scan_page.maat)
        return page if scan_page.beeld is None else replace(page, codes=read_codes(scan_page.beeld)), scan_page.beeld
    assert scan_page.kleur is not None
    flat = flatten(scan_page.kleur, scan_page.soort, engine.line_confidence)
    empty = "leeg" in flat.aanwijzingen
    if empty and scan_page.soort == "scan" and is_bare(flat.grijs):  # a blank back was read well: there is nothing on it
        height, width = flat.grijs.shape
        return Page(scan_page.nummer, (), width, height, aanwijzingen=flat.aanwijzingen), flat.grijs
    read, grijs = _read_upright(flat.grijs, scan_page.nummer, engine)
    codes = read_codes(grijs)
    if empty and scan_page.soort == "foto" and _sure_words(read) < BLANK_WORDS:  # or fog hides what is on it: quality 0
        return Page(read.nummer, (), read.breedte, read.hoogte, 0.0, flat.aanwijzingen, codes), grijs
    quality = min(flat.kwaliteit, _certainty(read))
    lines = _doubt_ends(read.lines) if "afgesneden" in flat.aanwijzingen else read.lines
    return Page(read.nummer, lines, read.breedte, read.hoogte, quality, flat.aanwijzingen, codes), grijs


def _read_upright(grijs: Grey, nummer: int, engine: Tesseract) -> tuple[Page, Grey]:
    """Read a page; if it reads badly, the other way up too. Returns the better reading, and the page as it was read.

    Blurred letters hardly show which way is up, and upside down nothing of the page comes through.
    """
    read = engine.read(grijs, nummer)
    if _certainty(read) >= LEGIBLE:
        return read, grijs
    turned = np.ascontiguousarray(grijs[::-1, ::-1])
    other = engine.read(turned, nummer)
    return (other, turned) if _letters_read(other) > _letters_read(read) else (read, grijs)


def _doubt_ends(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Doubt the numbers at the outer ends of lines of a page that sticks out of its photo: "€ 26" may be what is left of "€ 26,40"."""

    def doubted(word: Word, at_end: bool) -> Word:
        is_number = any(char.isdigit() for char in word.tekst)
        return replace(word, bevestigd=False) if at_end and is_number else word

    return tuple(
        replace(
            line,
            woorden=tuple(
                doubted(word, (at == 0 and word.vak.x0 < MARGIN) or (at + 1 == len(line.woorden) and word.vak.x1 > 1 - MARGIN))
                for at, word in enumerate(line.woorden)
            ),
        )
        for line in lines
    )


def _certainty(page: Page) -> float:
    sure = [word.zekerheid for line in page.lines for word in line.woorden]
    return mean(sure) if sure else 0.0


def _letters_read(page: Page) -> float:
    return sum(len(word.tekst) for line in page.lines for word in line.woorden if word.zekerheid >= SURE_WORD)


def _sure_words(page: Page) -> int:
    return sum(word.zekerheid >= SURE_WORD and len(word.tekst) > 1 for line in page.lines for word in line.woorden)
