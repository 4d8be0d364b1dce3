"""From loose words to pieces: words that follow each other on one line without a cell gap.

All lengths are pixels (or points) of the page, y downwards; `em` and `base` as in `tokens`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from brievenbus.ocr.tilt import level
from brievenbus.ocr.tokens import ROW, Token

OVERLAP = 0.6
"""Boxes of neighbours may overlap this many em (slanted letters, generous OCR boxes)."""
SIZES = 1.9
CELL_SURE, CELL_MIN, CELL_SPACES = 1.6, 0.8, 2.5
"""A cell gap is above CELL_SURE em; or above CELL_MIN em and CELL_SPACES usual spaces, on a line not stretched."""
STRETCHED, FEW_GAPS = 1.6, 4
"""In a justified line (FEW_GAPS gaps or more) no gap is STRETCHED times wider than the middle one."""
LEVEL_ROUNDS = (ROW, ROW, ROW / 3)
"""How far off its line, in em, a word may be to count when the page is levelled; round by round."""


@dataclass(slots=True, eq=False)
class Piece:
    """Tokens that follow each other without a cell gap; x-edges, base and letter size in pixels."""

    tokens: list[Token]
    x0: float = field(init=False)
    x1: float = field(init=False)
    base: float = field(init=False)
    em: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0, self.x1 = self.tokens[0].x0, max(token.x1 for token in self.tokens)
        self.base = median(token.base for token in self.tokens)
        self.em = median(token.em for token in self.tokens)

    @property
    def tekst(self) -> str:
        """The words joined by spaces."""
        return " ".join(token.word.tekst for token in self.tokens)


def pieces_of(tokens: Sequence[Token]) -> list[Piece]:
    """Chain tokens to pieces, after levelling their bases. Every token is in exactly one piece."""
    for bound in LEVEL_ROUNDS:
        level(_chains(tokens), bound)
    chains = _chains(tokens)
    gaps = [right.x0 - left.x1 for chain in chains for left, right in pairwise(chain)]
    space = median(gaps) if gaps else 0.0
    return [piece for chain in chains for piece in _split(chain, space)]


def _chains(tokens: Sequence[Token]) -> list[list[Token]]:
    """Link each token, from left to right, to the line end that fits best; gaps up to CELL_SURE em."""
    if not tokens:
        return []
    step = median(token.em for token in tokens)
    ends: dict[int, list[list[Token]]] = defaultdict(list)  # by base, in steps of an em, to look at few of them
    chains: list[list[Token]] = []
    for token in sorted(tokens, key=lambda item: (item.x0, item.base)):
        at = int(token.base // step)
        near = [chain for slot in (at - 1, at, at + 1) for chain in ends[slot]]
        fit = [chain for chain in near if _follows(chain[-1], token)]
        if fit:
            best = min(fit, key=lambda chain: abs(_base(chain) - token.base))
            ends[int(best[-1].base // step)].remove(best)
        else:
            best = []
            chains.append(best)
        best.append(token)
        ends[at].append(best)
    return chains


def _base(chain: Sequence[Token]) -> float:
    """The base at the end of a chain: of its last three tokens, so that a curled line is followed."""
    return median(token.base for token in chain[-3:])


def _follows(last: Token, token: Token) -> bool:
    em = max(last.em, token.em)
    return (
        abs(last.base - token.base) <= ROW * em
        and -OVERLAP * em <= token.x0 - last.x1 <= CELL_SURE * em
        and max(last.em, token.em) <= SIZES * min(last.em, token.em)
    )


def _split(chain: list[Token], space: float) -> list[Piece]:
    """Cut a chain at its cell gaps; a line in which all gaps are wide is justified text and stays whole."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(chain)]
    usual = median(gaps) if len(gaps) >= FEW_GAPS else 0.0
    found: list[Piece] = []
    start = 0
    for at, gap in enumerate(gaps, start=1):
        if gap > max(CELL_MIN * chain[at].em, CELL_SPACES * space, STRETCHED * usual):
            found.append(Piece(chain[start:at]))
            start = at
    found.append(Piece(chain[start:]))
    return found
