"""Words with their place in pixels: how large the letters are and how high the line is that they stand on.

Both are estimated from a word's box and the shapes of its letters, because an OCR box fits tightly round the ink
("uw" is half as high as "bij") while the box of a PDF's own word is as high as the font.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from brievenbus.page import Word

CAPITAL = re.compile(r"[A-Z0-9€%&?!À-ÖØ-Þ]")
TALL = re.compile(r"[bdfhijklt/()\[\]]")
DEEP = re.compile(r"[gjpqy()\[\]/ç;,]")
FLAT = re.compile(r"[-–—−•·.…*_=~'\"`‘’“”,:]+")
"""Marks whose height tells nothing about the size of the letters."""
HIGH_X, HIGH_CAPITAL, HIGH_TALL, LOW = 0.5, 0.69, 0.73, 0.21
"""Of an em: height of an x, of a capital or digit, of a b; depth below the base. Within 7 % for usual letter types."""
MIDDLE = 0.28
"""A dash stands this far above the base."""

ROW = 0.35
"""Two words stand on one line where their bases differ less than this many em."""


@dataclass(slots=True, eq=False)
class Token:
    """A word, its left and right edge, the height of its line (`base`, downwards) and the size of its letters (`em`).

    All in pixels or points of the page. `base` is levelled by `tilt`, so it may differ from where the ink is.
    """

    word: Word
    x0: float
    x1: float
    base: float
    em: float


def tokens_of(words: Iterable[Word], width: int, height: int, tight: bool) -> list[Token]:
    """Place words on the page. `tight`: boxes fit the ink (OCR); otherwise they are as high as the font (PDF)."""
    words = list(words)
    sized = [(word, (word.vak.y1 - word.vak.y0) * height) for word in words]
    if tight:
        known = [size for word, high in sized if (size := size_of(word.tekst, high)) is not None]
    else:
        known = [high for _, high in sized]
    usual = max(1e-6, median(known)) if known else 1.0
    return [_token(word, high, width, height, usual, tight) for word, high in sized]


def height_of(text: str, em: float) -> float:
    """Return how high the ink of this text is in letters of `em`."""
    top = HIGH_TALL if TALL.search(text) else HIGH_CAPITAL if CAPITAL.search(text) else HIGH_X
    return em * (top + (LOW if DEEP.search(text) else 0.0))


def depth_of(text: str, em: float) -> float:
    """Return how far the ink of this text hangs below the base in letters of `em`."""
    return LOW * em if DEEP.search(text) else 0.0


def size_of(text: str, high: float) -> float | None:
    """Return the em of letters whose ink is `high`; None for marks that do not show it."""
    return None if FLAT.fullmatch(text) else high / height_of(text, 1.0)


def _token(word: Word, high: float, width: int, height: int, usual: float, tight: bool) -> Token:
    bottom = word.vak.y1 * height
    if not tight:
        base, em = bottom - LOW * high, high
    elif FLAT.fullmatch(word.tekst):
        base, em = (bottom if word.tekst[0] in ".,_…" else bottom - high / 2 + MIDDLE * usual), usual
    else:
        em = high / height_of(word.tekst, 1.0)
        base = bottom - depth_of(word.tekst, em)
    return Token(word, word.vak.x0 * width, word.vak.x1 * width, base, max(em, usual / 4))
