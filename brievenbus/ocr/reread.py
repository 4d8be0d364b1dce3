"""The second look: which words of a page are read again by the recogniser, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from brievenbus.ocr.amounts import same
from brievenbus.ocr.engine import Grey
from brievenbus.ocr.merge import FACT, core, merge
from brievenbus.ocr.pieces import pieces_of
from brievenbus.ocr.ppocr import Herkenner
from brievenbus.ocr.shapes import Edges, Shapes, dashes_of, find_ink, letters_of, outside
from brievenbus.ocr.signs import sign_amounts
from brievenbus.ocr.strips import DOWN, SIDE, UP, Strook, strips_of
from brievenbus.ocr.third import Kijk, confirm
from brievenbus.ocr.tokens import Token, tokens_of
from brievenbus.ocr.unread import GROW, find_numbers, find_unread
from brievenbus.page import Box, Word

DOUBT = 0.90
"""Words below this certainty (0..1) are read again. Of Tesseract's slips 28 of 31 lie below it on scans, in 3 % of the words,
86 of 90 on hard photos, in 16 % (18 and 9 pages)."""
SHARED = 0.5
"""Boxes that share more than this of the smaller one are at the same place."""
GHOST = 0.35
"""Words below this certainty do not stand in the way of what the ink shows: their place counts as unread."""
CLEAR = 0.80
"""Words above this certainty show how large the letters of the page are; MANY of them do."""
MANY = 5
AMOUNT = re.compile(r"€|\d[\d.]*,\d\d")
FARTHEST, WHITE = 2.2, 0.8
"""A sign and its "€" reach at most this many em before a number, with at most so much white between them."""
USUAL = 36.0
"""Size of the letters, in pixels, of a page that `image.flatten` made: an x of 18."""


def reread(grijs: Grey, words: Sequence[Word], herkenner: Herkenner, kijk: Kijk | None = None) -> list[Word]:
    """Return the words of the page (grey, dark on light) after a second look at its facts, its doubts and what was passed over.

    `kijk` takes the third look, at facts that only the recogniser has; None: they stay unconfirmed.
    """
    height, width = int(grijs.shape[0]), int(grijs.shape[1])
    solid = [word for word in words if word.zekerheid >= GHOST]
    tokens = tokens_of(solid, width, height, tight=True)
    clear = [token.em for token in tokens if token.word.zekerheid > CLEAR]
    em = median(clear) if len(clear) > MANY else USUAL
    ink = find_ink(grijs, em)
    shapes = letters_of(ink, em)
    strips = strips_of(pieces_of(tokens), _is_wanted, shapes, (height, width))
    boxes = [(w.vak.x0 * width, w.vak.y0 * height, w.vak.x1 * width, w.vak.y1 * height) for w in solid]
    letters, dashes = outside(shapes, boxes, GROW * em), outside(dashes_of(ink, em), boxes, GROW * em)
    strips += find_unread(shapes, boxes, em, width)
    strips = [_with_sign(strip, np.vstack([letters, dashes])) for strip in strips]
    lines = len(strips)
    strips += find_numbers(letters, dashes, em, width)
    readings = herkenner.read([strip.cut(grijs) for strip in strips])
    again = {id(token.word) for strip in strips for token in strip.tokens}
    found = [word for word in solid if id(word) not in again]
    filled: list[Edges] = []
    merged = [merge(strip, tekens, (height, width)) for strip, tekens in zip(strips, readings, strict=True)]
    merged[lines:] = [here if here and same(here[0].tekst) == "-" else [] for here in merged[lines:]]
    for strip, here in zip(strips, confirm(grijs, strips, merged, kijk) if kijk else merged, strict=True):
        found += here
        if here and not strip.tokens:
            filled.append(_fractions(strip, height, width))
    read = [word.vak for word in found]
    ghosts = [word for word in words if word.zekerheid < GHOST and not _within(word, filled)]
    found += [_doubted(word) for word in ghosts if all(shared(word.vak, box) <= SHARED for box in read)]
    return sign_amounts(once(found), ink, em, (height, width))


def once(words: Sequence[Word]) -> list[Word]:
    """Return the words without those that say again what another says at the same place: the surest of them stays.

    Strips overlap where lines are curved or a thumb hides what parts them. Facts said twice are not more certain by it.
    """
    found: list[Word] = []
    said: dict[str, list[Word]] = {}
    for word in sorted(words, key=lambda word: (-word.bevestigd, -word.zekerheid)):
        mates = said.setdefault(core(word.tekst) or word.tekst, [])
        if not any(shared(word.vak, mate.vak) > SHARED for mate in mates):
            mates.append(word)
            found.append(word)
    kept = {id(word) for word in found}
    return [word for word in words if id(word) in kept]


def shared(one: Box, other: Box) -> float:
    """Return which share of the smaller box lies in the other."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    least = min((one.x1 - one.x0) * (one.y1 - one.y0), (other.x1 - other.x0) * (other.y1 - other.y0))
    return wide * high / least if wide > 0 and high > 0 and least > 0 else 0.0


def _is_wanted(token: Token) -> bool:
    return token.word.zekerheid < DOUBT or bool(FACT.search(token.word.tekst))


def _with_sign(strip: Strook, free: Shapes) -> Strook:
    """Make a strip that starts with an amount, or of which nothing was read, reach to the sign and the "€" before it that nobody read.

    `free` is the ink outside all words.
    """
    em, base = strip.regel.em, strip.regel.base
    if strip.tokens and not AMOUNT.match(strip.tokens[0].word.tekst):
        return strip
    start = end = strip.tokens[0].x0 if strip.tokens else strip.x0 + SIDE * em
    on_line = free[(free[:, 1] < base) & (free[:, 3] > base - UP * em) & (free[:, 0] >= start - FARTHEST * em) & (free[:, 0] < start)]
    for shape in on_line[np.argsort(-on_line[:, 0])]:
        if start - shape[2] <= em * WHITE:
            start = float(shape[0])
    return strip if start == end else replace(strip, x0=max(0, round(start - SIDE * em)))


def _fractions(strip: Strook, height: int, width: int) -> Edges:
    line = strip.regel
    return strip.x0 / width, (line.base - UP * line.em) / height, strip.x1 / width, (line.base + DOWN * line.em) / height


def _within(word: Word, boxes: Sequence[Edges]) -> bool:
    """Tell whether the middle of a word lies in one of the boxes (fractions of the page)."""
    x, y = (word.vak.x0 + word.vak.x1) / 2, word.vak.mid_y
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)


def _doubted(word: Word) -> Word:
    return replace(word, bevestigd=False) if FACT.search(word.tekst) else word
