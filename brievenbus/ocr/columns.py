"""Which pieces stand in one row of a table, and which belong to a column that only happens to stand beside it.

A run is a column of pieces with one left (or right) edge. Cells of a table share the base of their left neighbours, row
after row; the lines of a margin column or an address block share it by accident at most. So each run is judged as a
whole, and in doubt it counts as a table: a label parted from its amount does more harm than two columns in one line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from brievenbus.ocr.pieces import Piece
from brievenbus.ocr.tokens import ROW

EDGE = 0.6
"""Edges within this many em are one edge."""
RUN_GAP = 4.2
"""A run goes on over at most this many em downwards: three lines of a neighbouring cell."""
BESIDE = 0.8
"""Pieces whose bases differ less than this many em stand beside each other."""
SAME_BASE_PDF, SAME_BASE_OCR = 0.08, 0.22
"""How well bases agree in a table row, in em. A PDF is exact; OCR boxes and a curled sheet are not."""
TABLE_SHARE = 0.7
SIZES = 1.27
"""Letters of a margin column are often smaller than those beside it by more than this."""
SLIP_SIZES = 1.45
"""Up to this difference letters beside each other may be the labels and values of a slip, where each row keeps step with the others."""
SLIP_ROWS = 3
SPILL = 6.0
"""A cell's text may run this many em into the next cell."""
POSTCODE = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b")
ADDRESS_LINES = range(3, 9)


Run = list[Piece]


@dataclass(slots=True, eq=False)
class Row:
    """Pieces on one visual line, left to right. `column` is 0 for the main text, else the number of a side column."""

    pieces: list[Piece]
    column: int = 0

    @property
    def x0(self) -> float:
        """Left edge in pixels."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Right edge in pixels."""
        return max(piece.x1 for piece in self.pieces)

    @property
    def base(self) -> float:
        """Base of the first piece in pixels."""
        return self.pieces[0].base

    @property
    def em(self) -> float:
        """Letter size in pixels."""
        return median(token.em for piece in self.pieces for token in piece.tokens)


def rows_of(pieces: Sequence[Piece], tight: bool) -> list[Row]:
    """Join pieces to rows. Every piece is in exactly one row."""
    ordered = sorted(pieces, key=lambda piece: (piece.base, piece.x0))
    runs = _runs(ordered)
    home = {piece: run for run in runs for piece in run}
    same = SAME_BASE_OCR if tight else SAME_BASE_PDF
    neighbours = _neighbours(ordered)
    links: dict[Piece, Piece] = {}  # left piece → the piece that continues its row
    side: dict[Piece, int] = {}
    for number, run in enumerate(runs, start=1):
        if _stands_apart(run, neighbours, home, same):
            side.update((piece, number) for piece in run)
            continue
        for piece in run:
            left = neighbours.get(piece)
            if left is None or abs(left.base - piece.base) > ROW * max(left.em, piece.em):
                continue
            taken = links.get(left)
            if taken is None or abs(taken.base - left.base) > abs(piece.base - left.base):
                links[left] = piece
    return _assemble(ordered, links, side)


def _assemble(pieces: Sequence[Piece], links: dict[Piece, Piece], side: dict[Piece, int]) -> list[Row]:
    followers = set(links.values())
    rows = []
    for piece in pieces:
        if piece in followers:
            continue
        row = Row([piece], side.get(piece, 0))
        while row.pieces[-1] in links:
            row.pieces.append(links[row.pieces[-1]])
        rows.append(row)
    return rows


def _runs(ordered: Sequence[Piece]) -> list[Run]:
    """Group pieces, given from top to bottom, to columns with one edge."""
    runs: list[Run] = []
    live: list[Run] = []
    for piece in ordered:
        live = [run for run in live if piece.base - run[-1].base <= RUN_GAP * max(piece.em, run[-1].em)]
        fit = [run for run in live if _under(run, piece)]
        if fit:
            min(fit, key=lambda run: abs(run[-1].x0 - piece.x0)).append(piece)
        else:
            live.append([piece])
            runs.append(live[-1])
    return runs


def _under(run: Sequence[Piece], piece: Piece) -> bool:
    """Tell whether the piece carries on the run: below it, with one edge the same."""
    last = run[-1]
    em = max(last.em, piece.em)
    if piece.base - last.base < 0.5 * em:
        return False
    if abs(last.x0 - piece.x0) <= EDGE * em:
        return True
    widths = sorted((last.x1 - last.x0, piece.x1 - piece.x0))
    return abs(last.x1 - piece.x1) <= EDGE * em and widths[0] >= 0.3 * widths[1]


def _neighbours(ordered: Sequence[Piece]) -> dict[Piece, Piece]:
    """For each piece the one to its left: the nearest on its own line, else whatever stands beside it."""
    bases = [piece.base for piece in ordered]
    found: dict[Piece, Piece] = {}
    for piece in ordered:
        reach = BESIDE * piece.em
        beside = ordered[bisect_left(bases, piece.base - reach) : bisect_right(bases, piece.base + reach)]
        left = [other for other in beside if other is not piece and _is_left_of(other, piece)]
        level = [other for other in left if abs(other.base - piece.base) <= ROW * max(other.em, piece.em)]
        if level:
            found[piece] = max(level, key=lambda other: (other.x1, -abs(other.base - piece.base)))
        elif left:
            found[piece] = min(left, key=lambda other: abs(other.base - piece.base))
    return found


def _is_left_of(other: Piece, piece: Piece) -> bool:
    """Tell whether `other` ends before the piece starts; a too long cell may run into the next one on its own line."""
    into = SPILL if abs(other.base - piece.base) < 0.15 * piece.em else 0.3
    return other.x0 < piece.x0 and other.x1 <= min(piece.x0 + into * piece.em, piece.x1)


def _stands_apart(run: Sequence[Piece], neighbours: dict[Piece, Piece], home: dict[Piece, Run], same: float) -> bool:
    """Judge a run: true where it is a column of its own and not a column of the table to its left."""
    pairs = [(neighbours[piece], piece) for piece in run if piece in neighbours]
    if len(run) < 2 or not pairs:
        return False
    if sum(is_mark(left) for left, _ in pairs) * 2 > len(pairs):
        return False
    if _is_address(run, [left for left, _ in pairs]) or any(_is_address(home[left], ()) for left, _ in pairs):
        return True
    ratio = median(piece.em for _, piece in pairs) / median(left.em for left, _ in pairs)
    steps = [(piece.base - left.base) / max(left.em, piece.em) for left, piece in pairs]
    middle = median(steps) if len(steps) >= 3 else 0.0  # a sheet that still curls lifts a whole column
    agree = sum(abs(step - middle) <= same for step in steps) if abs(middle) <= ROW else 0
    rows_left = len({left for left, _ in pairs})
    if not 1 / SIZES <= ratio <= SIZES:
        in_step = agree == len(pairs) == rows_left >= SLIP_ROWS
        return not (in_step and 1 / SLIP_SIZES <= ratio <= SLIP_SIZES)
    return agree < TABLE_SHARE * min(len(pairs), rows_left)


def is_mark(piece: Piece) -> bool:
    """Tell whether the piece is a single character and no digit: the bullet of a list, which OCR may read as an "e"."""
    return len(piece.tekst) == 1 and not piece.tekst.isdigit()


def _is_address(run: Sequence[Piece], labels: Sequence[Piece]) -> bool:
    """Tell whether the run is an address: a few lines of which one of the last two starts with a postcode.

    An address that is filled in behind `labels` ("Adres:") is part of a table all the same.
    """
    if len(run) not in ADDRESS_LINES or not any(POSTCODE.match(piece.tekst) for piece in run[-2:]):
        return False
    return sum(piece.tekst.endswith(":") for piece in labels) * 2 <= len(labels)
