"""Strips: pieces of a line, cut from the page for a reader that takes one line at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np

from brievenbus.ocr.engine import Grey
from brievenbus.ocr.pieces import Piece
from brievenbus.ocr.shapes import Edges, Regel, Shapes, inside, line_of
from brievenbus.ocr.tokens import MIDDLE, Token, depth_of, size_of

UP, DOWN = 0.76, 0.25
"""How far a strip reaches above and below the base of its line, in em. Measured: more room (1.0, 0.45) makes twice the errors."""
SIDE = 0.25
"""How far it reaches beside its words, in em; less where another word stands nearer than twice this."""
LONGEST = 13.0
"""Strips are cut at a gap between words before they are this many times wider than high."""
REACH = LONGEST * (UP + DOWN) - 2 * SIDE
"""The same, as the width of the words in em."""
FEWEST = 2
"""So many shapes show where the line stands; with less the boxes of the words must do."""


@dataclass(frozen=True, eq=False)
class Strook:
    """A strip of a line, from `x0` to `x1` in pixels of the page.

    `tokens` are the words that the first reader found there, left to right: none where it found nothing.
    """

    x0: int
    x1: int
    regel: Regel
    tokens: tuple[Token, ...] = ()

    def cut(self, grijs: Grey) -> Grey:
        """Return its pixels, the line made level."""
        line, width = self.regel, self.x1 - self.x0
        top = line.base - UP * line.em + line.helling * ((self.x0 + self.x1) / 2 - line.x)
        high = max(1, round((UP + DOWN) * line.em))
        if abs(line.helling) * width < 1.0:
            y0 = max(0, round(top))
            return np.ascontiguousarray(grijs[y0 : round(top) + high, self.x0 : self.x1])
        shear = np.array([[1.0, 0.0, self.x0], [line.helling, 1.0, top - line.helling * width / 2]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        flat: Any = cv2.warpAffine(grijs, shear, (max(1, width), high), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(flat, dtype=np.uint8)


def strips_of(pieces: Sequence[Piece], wanted: Callable[[Token], bool], shapes: Shapes, maat: tuple[int, int]) -> list[Strook]:
    """Cut strips with the wanted words of each piece, neighbours together.

    `shapes` is the ink of the page; `maat` its height and width in pixels.
    """
    found: list[Strook] = []
    for piece in pieces:
        for first, last in _runs(piece, wanted):
            run = piece.tokens[first : last + 1]
            before = run[0].x0 - piece.tokens[first - 1].x1 if first else 2 * SIDE * piece.em
            after = piece.tokens[last + 1].x0 - run[-1].x1 if last + 1 < len(piece.tokens) else 2 * SIDE * piece.em
            found.append(_word_strip(run, piece.em, (before, after), shapes, maat))
    return found


def strip_at(x0: float, x1: float, regel: Regel, wide: int, room: tuple[float, float], tokens: tuple[Token, ...] = ()) -> Strook:
    """Return the strip round words from `x0` to `x1` on a line, on a page `wide` pixels wide.

    `room` is the white on both sides: half of it at most is taken along.
    """
    side = SIDE * regel.em
    left, right = min(side, max(0.0, room[0] / 2)), min(side, max(0.0, room[1] / 2))
    return Strook(max(0, round(x0 - left)), min(wide, round(x1 + right)), regel, tokens)


def _runs(piece: Piece, wanted: Callable[[Token], bool]) -> list[tuple[int, int]]:
    """Return the first and last index of each run of wanted words that is not too long."""
    runs: list[tuple[int, int]] = []
    start = -1
    for at, token in enumerate(piece.tokens):
        if start >= 0 and (not wanted(token) or token.x1 - piece.tokens[start].x0 > REACH * piece.em):
            runs.append((start, at - 1))
            start = -1
        if start < 0 and wanted(token):
            start = at
    return [*runs, (start, len(piece.tokens) - 1)] if start >= 0 else runs


def _word_strip(run: Sequence[Token], em: float, room: tuple[float, float], shapes: Shapes, maat: tuple[int, int]) -> Strook:
    """Set the strip on the ink within the boxes of its words; without it, on the base that most of its words agree on."""
    height, width = maat
    boxes: list[Edges] = [(token.x0, token.word.vak.y0 * height, token.x1, token.word.vak.y1 * height) for token in run]
    around = inside(shapes, (boxes[0][0], min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)))
    if len(around) >= FEWEST:
        line = line_of(around, em)
    else:
        line = Regel(boxes[0][0], median(_base(token, em, height) for token in run), 0.0, em)
    return strip_at(boxes[0][0], max(b[2] for b in boxes), line, width, room, tuple(run))


def _base(token: Token, em: float, height: int) -> float:
    """Return the height of the line under a word where its ink is: `token.base` is levelled, so it may lie beside it."""
    box = token.word.vak
    if size_of(token.word.tekst, 1.0) is None:
        return box.mid_y * height + MIDDLE * em
    return box.y1 * height - depth_of(token.word.tekst, em)
