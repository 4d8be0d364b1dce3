"""What tesseract says, word by word, made fit for use: dirt out, boxes that took in a rule mended."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import Any

from brievenbus.ocr.tokens import depth_of, height_of, size_of
from brievenbus.page import Box, Word

COLUMNS = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")

MIN_CONFIDENCE = 25.0
"""Below this (0..100) a word without a letter or digit is dirt: a rule, a fold, the edge of a logo."""
MIN_CONFIDENCE_SHORT = 15.0
"""The same for one or two letters or digits."""
MIN_CONFIDENCE_LONELY = 65.0
"""The same for a mark with white on both sides (a speck of dust)."""
MENDED = 1.22
"""A word whose letters seem this many times larger than those of its line has a box that is too high."""
SLACK = 0.1
"""In em: a slightly tilted word may stick out of the box beside it by this much."""

ALNUM = re.compile(r"[^\W_]")
DASH = re.compile(r"[-–—−]€?")
AMOUNT = re.compile(r"[€\d]")


@dataclass(frozen=True, slots=True)
class Read:
    """One word as the engine gives it: text, confidence 0..100, edges of its box in pixels."""

    tekst: str
    conf: float
    x0: float
    y0: float
    x1: float
    y1: float


def reads_of(data: dict[str, list[Any]]) -> list[Read]:
    """Make words of the columns that `image_to_data` gives, and leave the dirt out."""
    found: list[Read] = []
    columns = zip(*(data[key] for key in COLUMNS), strict=True)
    for _, group in groupby(columns, key=lambda row: row[:3]):
        line = [
            Read(str(row[3]).strip(), float(row[4]), row[5], row[6], row[5] + row[7], row[6] + row[8])
            for row in group
            if str(row[3]).strip()
        ]
        found.extend(word for at, word in enumerate(line) if not _is_dirt_at(line, at))
    return found


def words_of(reads: Sequence[Read], width: int, height: int) -> list[Word]:
    """Mend the boxes and express them as fractions of a page of this many pixels."""
    return [
        Word(
            word.tekst,
            Box(word.x0 / width, word.y0 / height, word.x1 / width, word.y1 / height),
            max(0.0, min(1.0, word.conf / 100)),
        )
        for word in mend(reads)
    ]


def _is_dirt_at(line: Sequence[Read], at: int) -> bool:
    """Judge one word among the words of its line; a lonely mark is dirt sooner than one beside a word."""
    word = line[at]
    before = word.x0 - line[at - 1].x1 if at else math.inf
    after = line[at + 1].x0 - word.x1 if at + 1 < len(line) else math.inf
    following = line[at + 1].tekst if at + 1 < len(line) else ""
    high = median(other.y1 - other.y0 for other in line)
    return is_dirt(word.tekst, word.conf, following, lonely=min(before, after) > high)


def is_dirt(text: str, conf: float, following: str, lonely: bool) -> bool:
    """Tell a mark from a word. A dash before an amount is a minus sign and is kept, however unsure the engine is."""
    if ALNUM.search(text):
        return len(text) <= 2 and conf < MIN_CONFIDENCE_SHORT
    if DASH.fullmatch(text) and AMOUNT.match(following):
        return False
    return conf < (MIN_CONFIDENCE_LONELY if lonely else MIN_CONFIDENCE)


def mend(words: Sequence[Read]) -> list[Read]:
    """Give words whose box is far too high (it took in the rule of a table) the height of the words beside them.

    Letters that are large in themselves have no normal words within the height of their box, and keep it.
    """
    sizes = [size_of(word.tekst, word.y1 - word.y0) for word in words]
    known = [size for size in sizes if size]
    if not known:
        return list(words)
    usual = median(known)
    good = [word for word, size in zip(words, sizes, strict=True) if size and usual / MENDED <= size <= usual * MENDED]
    return [_mended(word, usual, good) if size and size > usual * MENDED else word for word, size in zip(words, sizes, strict=True)]


def _mended(word: Read, usual: float, good: Sequence[Read]) -> Read:
    """Set a box on the base of the nearest good word within its height."""
    slack = SLACK * usual
    beside = [other for other in good if other.y0 >= word.y0 - slack and other.y1 <= word.y1 + slack]
    if not beside:
        return word
    mate = min(beside, key=lambda other: abs(other.x0 - word.x0))
    low = mate.y1 - depth_of(mate.tekst, usual) + depth_of(word.tekst, usual)
    return replace(word, y0=low - height_of(word.tekst, usual), y1=low)
