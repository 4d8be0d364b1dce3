"""What the engine passed over: letters it did not read, and dashes before amounts.

A skipped column of a table or a lost minus sign is the worst kind of reading error, because nothing in the text shows
it. The ink does: whatever dark shapes of letter size lie outside all words have not been read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np

from brievenbus.ocr.engine import Grey
from brievenbus.ocr.reads import AMOUNT, Read, size_of

Boxes = np.ndarray[Any, np.dtype[np.float64]]

DARKEST, LIGHTEST = 100, 190
"""The threshold between ink and paper is Otsu's, kept within these grey levels."""
GROW = 0.08
"""Words are painted over with this many em around them."""
LOW, HIGH, WIDE = 0.28, 1.2, 3.0
"""A letter, or letters that touch, is LOW..HIGH em high and up to WIDE em wide."""
DENSE = (0.12, 0.85)
"""Share of its box that a letter fills; a frame fills less, a bar or a smudge more."""
NEIGHBOUR = 1.0
"""Letters stand within this many em of another letter; a lone shape is dirt."""
FEWEST = 3
DASH_WIDTH, DASH_HEIGHT, DASH_GAP = (0.18, 0.7), 0.16, 0.7
DASH_LEVEL = (0.3, 0.75)
"""A minus sign stands between these shares of the height of the amount after it, at most DASH_GAP em before it."""
DASH_CONFIDENCE = 50.0


@dataclass(frozen=True, eq=False)
class Gaps:
    """What was not read. `letters` are boxes (x0, y0, x1, y1 in pixels); `rest` is the page with all words painted over."""

    letters: tuple[tuple[float, float, float, float], ...]
    dashes: list[Read]
    rest: Grey

    def holds(self, word: Read) -> bool:
        """Tell whether the word stands on unread letters."""
        return any(
            x0 < word.x1 and word.x0 < x1 and y0 < word.y1 and word.y0 < y1 for x0, y0, x1, y1 in self.letters
        )


def find_gaps(grijs: Grey, reads: Sequence[Read]) -> Gaps:
    """Look for unread letters and dashes on a page (grey, dark on light) of which `reads` are the words so far."""
    sizes = [size for word in reads if (size := size_of(word.tekst, word.y1 - word.y0))]
    if not sizes:
        return Gaps((), [], grijs)
    em = median(sizes)
    otsu, _ = cv2.threshold(grijs, 0, 255, cv2.THRESH_OTSU)
    rest = _painted_over(grijs, reads, em)
    ink = (rest < min(max(otsu, DARKEST), LIGHTEST)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    shapes = stats[1:].astype(np.float64)  # x, y, width, height, area
    letters = _letters(shapes, em)
    found = tuple((float(x), float(y), float(x + w), float(y + h)) for x, y, w, h in letters[:, :4])
    return Gaps(found if len(found) >= FEWEST else (), _dashes(shapes, reads, em), rest)


def _painted_over(grijs: Grey, reads: Sequence[Read], em: float) -> Grey:
    """Return the page with paper where words were read."""
    rest = grijs.copy()
    paper = int(np.percentile(grijs[::8, ::8], 75))
    grow = GROW * em
    for word in reads:
        x0, y0 = max(0, round(word.x0 - grow)), max(0, round(word.y0 - grow))
        rest[y0 : round(word.y1 + grow) + 1, x0 : round(word.x1 + grow) + 1] = paper
    return rest


def _letters(shapes: Boxes, em: float) -> Boxes:
    """Keep the shapes that look like letters and have another one beside them."""
    wide, high, area = shapes[:, 2], shapes[:, 3], shapes[:, 4]
    fill = area / (wide * high)
    like = (high >= LOW * em) & (high <= HIGH * em) & (wide <= WIDE * em) & (fill >= DENSE[0]) & (fill <= DENSE[1])
    kept = shapes[like]
    kept = kept[np.argsort(kept[:, 0])]
    has_mate = np.zeros(len(kept), dtype=bool)
    for at, (x, y, w, h, _) in enumerate(kept):
        reach = np.searchsorted(kept[:, 0], x + w + NEIGHBOUR * em)
        after = kept[at + 1 : reach]
        level = (after[:, 1] < y + h) & (y < after[:, 1] + after[:, 3])
        if level.any():
            has_mate[at] = True
            has_mate[at + 1 : reach] |= level
    return kept[has_mate]


def _dashes(shapes: Boxes, reads: Sequence[Read], em: float) -> list[Read]:
    """Return a "-" for each unread dash that stands where the minus sign of an amount stands."""
    wide, high = shapes[:, 2], shapes[:, 3]
    like = (wide >= DASH_WIDTH[0] * em) & (wide <= DASH_WIDTH[1] * em) & (high <= DASH_HEIGHT * em) & (wide >= 1.6 * high)
    amounts = [word for word in reads if AMOUNT.match(word.tekst)]
    found: list[Read] = []
    for x, y, w, h, _ in shapes[like]:
        for word in amounts:
            level = (y + h / 2 - word.y0) / max(1.0, word.y1 - word.y0)
            if -0.1 * em <= word.x0 - (x + w) <= DASH_GAP * em and DASH_LEVEL[0] <= level <= DASH_LEVEL[1]:
                found.append(Read("-", DASH_CONFIDENCE, float(x), float(y), float(x + w), float(y + h)))
                break
    return found
