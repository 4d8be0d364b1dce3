"""Takes the tilt out of the heights of lines, so that what stands on one line of the letter gets one base.

A page comes here flattened, but a page with little text (a payment slip) gives the flattener little to go by. Each
place gets the slope of the lines around it; the slope of the whole page fills in where there are none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from brievenbus.ocr.tokens import Token

REACH = 8.0
"""How far, in em, the lines around a place count (standard deviation of a Gauss curve)."""
TRUST = 75.0
"""In em squared: spread of words that weighs as much as the slope of the whole page (four words on one short line)."""


@dataclass(frozen=True, slots=True)
class _Slope:
    """One chain of words: its height, and the two sums of a straight line fitted to it (in em squared)."""

    base: float
    spread: float
    product: float


def level(chains: Sequence[Sequence[Token]], bound: float) -> None:
    """Change the base of every token in place by the slope of the lines around it.

    Words more than `bound` em off their line do not count: wide at first, because a tilted line leaves its own middle,
    narrow once the worst is gone, to be rid of boxes that took in a rule or a speck.
    """
    tokens = [token for chain in chains for token in chain]
    if not tokens:
        return
    em = median(token.em for token in tokens)
    middle = (min(token.x0 for token in tokens) + max(token.x1 for token in tokens)) / 2
    whole = _fit([_slope(chain, 0.0, bound) for chain in chains])
    slopes = [_slope(chain, whole, bound) for chain in chains]
    here = {int(slope.base // em): 0.0 for slope in slopes}
    for row in here:
        here[row] = _local(slopes, (row + 0.5) * em, em)
    for chain, slope in zip(chains, slopes, strict=True):
        tilt = whole + here[int(slope.base // em)]
        for token in chain:
            token.base -= tilt * (token.x0 - middle)


def _slope(chain: Sequence[Token], known: float, bound: float) -> _Slope:
    """Sum up how a chain deviates from the `known` slope; words more than `bound` em off their line do not count."""
    x = sum(token.x0 for token in chain) / len(chain)
    base = median(token.base - known * (token.x0 - x) for token in chain)
    spread = product = 0.0
    for token in chain:
        off = (token.base - base - known * (token.x0 - x)) / token.em
        if abs(off) <= bound:
            across = (token.x0 - x) / token.em
            spread += across * across
            product += across * off
    return _Slope(base, spread, product)


def _fit(slopes: Sequence[_Slope]) -> float:
    """Return the slope that fits all chains together; long ones count most."""
    spread = sum(slope.spread for slope in slopes)
    return sum(slope.product for slope in slopes) / spread if spread else 0.0


def _local(slopes: Sequence[_Slope], base: float, em: float) -> float:
    """Return how much steeper the lines around this height are than the page as a whole."""
    away = [(slope.base - base) / (REACH * em) for slope in slopes]
    near = [(slope, math.exp(-(far * far) / 2)) for slope, far in zip(slopes, away, strict=True)]  # a power of a huge number raises
    spread = sum(weight * slope.spread for slope, weight in near)
    return sum(weight * slope.product for slope, weight in near) / (spread + TRUST)
