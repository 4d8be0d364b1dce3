"""From loose words to pieces: words that follow each other on one line without a cell gap.

All lengths here are pixels (or points) of the page, y downwards. `em` is the size of the letters, `base` the height of
the line they stand on; both are estimated from a word's box and the shapes of its letters, because an OCR box fits
tightly round the ink ("uw" is half as high as "bij") while the box of a PDF's own text is as high as the font.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from brievenbus.page import Word

CAPITAL = re.compile(r"[A-Z0-9€%&?!À-ÖØ-Þ]")
TALL = re.compile(r"[bdfhijklt/()\[\]]")
DEEP = re.compile(r"[gjpqy()\[\]/ç;,]")
FLAT = re.compile(r"[-–—−•·.…*_=~'\"`‘’“”,:]+")
"""Marks whose height tells nothing about the size of the letters."""
HIGH_X, HIGH_CAPITAL, HIGH_TALL, LOW = 0.5, 0.69, 0.73, 0.21
"""Of an em: height of an x, of a capital or digit, of a b or k; depth below the base. Within 7 % for usual letter types."""
MIDDLE = 0.28
"""A dash stands this far above the base."""

ROW = 0.35
"""Two words stand on one line where their bases differ less than this many em."""
OVERLAP = 0.6
"""Boxes of neighbours may overlap this many em (slanted letters, generous OCR boxes)."""
SIZES = 1.9
CELL_SURE, CELL_MIN, CELL_SPACES = 1.6, 0.8, 2.5
"""A gap is a cell gap above CELL_SURE em; above CELL_MIN em and CELL_SPACES usual spaces, unless the line is stretched."""
LEVEL = 0.0005
"""A tilt below this (half a millimetre on two metres) is none. A scan that was laid in crookedly has 0.02."""
TILT_ROUNDS = 2
STRETCHED = 1.6
"""In a justified line no gap is this many times wider than the middle one."""


@dataclass(slots=True, eq=False)
class Token:
    """A word with its place in pixels."""

    word: Word
    x0: float
    x1: float
    base: float
    em: float


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


def pieces_of(tokens: Sequence[Token]) -> list[Piece]:
    """Chain tokens to pieces, after taking the page's own tilt out of their bases. Every token is in one piece."""
    for _ in range(TILT_ROUNDS):
        chains = _chains(tokens)
        tilt = _tilt(chains)
        if abs(tilt) < LEVEL:
            break
        for token in tokens:
            token.base -= tilt * token.x0
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
        best = min((chain for chain in near if _follows(chain[-1], token)), key=lambda c: abs(_base(c) - token.base), default=None)
        if best is None:
            best = []
            chains.append(best)
        else:
            ends[int(best[-1].base // step)].remove(best)
        best.append(token)
        ends[at].append(best)
    return chains


def _tilt(chains: Sequence[Sequence[Token]]) -> float:
    """Return how far lines go down for each pixel to the right: one slope fitted to all lines, long ones counting most.

    Fitted twice, the second time without the words that lie off their line (a box that took in a rule or a speck).
    """
    slope = 0.0
    for bound in (ROW, ROW / 3):
        spread = product = 0.0
        for chain in chains:
            x = sum(token.x0 for token in chain) / len(chain)
            base = median(token.base - slope * (token.x0 - x) for token in chain)
            for token in chain:
                off = token.base - base - slope * (token.x0 - x)
                if abs(off) <= bound * token.em:
                    spread += (token.x0 - x) ** 2
                    product += (token.x0 - x) * off
        slope += product / spread if spread > 0 else 0.0
    return slope


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
    usual = median(gaps) if len(gaps) >= 4 else 0.0
    found: list[Piece] = []
    start = 0
    for at, gap in enumerate(gaps, start=1):
        if gap > max(CELL_MIN * chain[at].em, CELL_SPACES * space, STRETCHED * usual):
            found.append(Piece(chain[start:at]))
            start = at
    found.append(Piece(chain[start:]))
    return found
