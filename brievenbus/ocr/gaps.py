"""What the engine passed over: letters it did not read, and dashes before amounts.

A skipped column of a table or a lost minus sign is the worst kind of reading error, because nothing in the text shows
it. The ink does: whatever dark shapes of letter size lie outside all words have not been read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import cv2
import numpy as np

from brievenbus.ocr.engine import Grey
from brievenbus.ocr.reads import Read
from brievenbus.ocr.tokens import size_of

Boxes = np.ndarray[Any, np.dtype[np.float64]]

DARKEST, LIGHTEST = 100, 190
"""The threshold between ink and paper is Otsu's, kept within these grey levels."""
GROW = 0.08
"""Words are painted over with this many em around them."""
AROUND, ASIDE = 0.5, 2.0
"""Unread letters are shown again with this many times their height above and below, and beside them: a minus sign and a € too."""
LOW, HIGH, WIDE = 0.28, 1.2, 3.0
"""A letter, or letters that touch, is LOW..HIGH em high and up to WIDE em wide."""
DENSE = (0.12, 0.85)
"""Share of its box that a letter fills; a frame fills less, a bar or a smudge more."""
NEIGHBOUR = 1.0
"""Letters stand within this many em of another letter; a lone shape is dirt."""
FEWEST = 3
DASH_WIDTH, DASH_HEIGHT, DASH_GAP, DASH_SLIM = (0.18, 0.7), 0.17, 0.7, 1.6
"""A minus sign: its width and height in em, its farthest place before the amount in em, width against height."""
DASH_LEVEL = (0.3, 0.75)
"""… and stands between these shares of the height of the amount."""
DASH_CONFIDENCE = 50.0
AMOUNT = re.compile(r"[„~_=.,:«»]?(€|\d[\d.]*,\d\d\b|\d[\d.]*$)")
"""A word that can have a sign, with the mark that a blurred minus sign is sometimes read as."""
MARK = re.compile(r"^[„~_=.,:«»]?")


@dataclass(frozen=True, eq=False)
class Gaps:
    """What was not read: `letters` are boxes (x0, y0, x1, y1 in pixels). `reads` are the words, lost signs put back."""

    letters: tuple[tuple[float, float, float, float], ...]
    reads: list[Read]

    def holds(self, word: Read) -> bool:
        """Tell whether the word stands on unread letters."""
        return any(x0 < word.x1 and word.x0 < x1 and y0 < word.y1 and word.y0 < y1 for x0, y0, x1, y1 in self.letters)


def find_gaps(grijs: Grey, reads: Sequence[Read]) -> Gaps:
    """Look for unread letters and signs on a page (grey, dark on light) of which `reads` are the words so far."""
    sizes = [size for word in reads if (size := size_of(word.tekst, word.y1 - word.y0))]
    if not sizes:
        return Gaps((), list(reads))
    em = median(sizes)
    otsu, _ = cv2.threshold(grijs, 0, 255, cv2.THRESH_OTSU)
    ink = (grijs < min(max(otsu, DARKEST), LIGHTEST)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    shapes = stats[1:].astype(np.float64)  # x, y, width, height, area
    holders = _holders(shapes, reads, GROW * em)
    letters = _letters(shapes[holders < 0], em)
    found = tuple((float(x), float(y), float(x + w), float(y + h)) for x, y, w, h in letters[:, :4])
    return Gaps(found if len(found) >= FEWEST else (), _with_signs(shapes, holders, reads, em))


def only_unread(grijs: Grey, gaps: Gaps) -> Grey:
    """Return a copy of the page with paper everywhere but round unread letters, and where words were read.

    With the rest of the page left in, the grain of the table round the sheet can cost a minute.
    """
    paper = int(np.percentile(grijs[::8, ::8], 75))
    rest = np.full_like(grijs, paper)
    for left, top, right, bottom in gaps.letters:
        high = bottom - top
        x0, y0 = max(0, round(left - ASIDE * high)), max(0, round(top - AROUND * high))
        x1, y1 = round(right + ASIDE * high) + 1, round(bottom + AROUND * high) + 1
        rest[y0:y1, x0:x1] = grijs[y0:y1, x0:x1]
    for word in gaps.reads:
        grow = GROW * (word.y1 - word.y0)
        x0, y0 = max(0, round(word.x0 - grow)), max(0, round(word.y0 - grow))
        rest[y0 : round(word.y1 + grow) + 1, x0 : round(word.x1 + grow) + 1] = paper
    return rest


def _holders(shapes: Boxes, reads: Sequence[Read], grow: float) -> Boxes:
    """Return for each shape the index of a word in whose box its middle lies, -1 for none."""
    x, y = shapes[:, 0] + shapes[:, 2] / 2, shapes[:, 1] + shapes[:, 3] / 2
    holders = np.full(len(shapes), -1.0)
    for at, word in enumerate(reads):
        inside = (x >= word.x0 - grow) & (x <= word.x1 + grow) & (y >= word.y0 - grow) & (y <= word.y1 + grow)
        holders[inside] = at
    return holders


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


def _with_signs(shapes: Boxes, holders: Boxes, reads: Sequence[Read], em: float) -> list[Read]:
    """Return the words with a "-" wherever the ink has a dash before an amount and the text has none."""
    wide, high = shapes[:, 2], shapes[:, 3]
    low, up = DASH_WIDTH
    like = (wide >= low * em) & (wide <= up * em) & (high <= DASH_HEIGHT * em) & (wide >= DASH_SLIM * high)
    found = list(reads)
    for (x, y, w, h, _), holder in zip(shapes[like], holders[like], strict=True):
        dash = Read("-", DASH_CONFIDENCE, float(x), float(y), float(x + w), float(y + h))
        if holder < 0:
            if any(_is_sign_of(dash, word, em) for word in reads):
                found.append(dash)
            continue
        word = found[int(holder)]
        if dash.x0 <= word.x0 + GROW * em and _is_sign_of(dash, replace(word, x0=dash.x1), em):
            found[int(holder)] = replace(word, tekst=MARK.sub("-", word.tekst, count=1))
    return found


def _is_sign_of(dash: Read, word: Read, em: float) -> bool:
    """Tell whether the dash stands where the minus sign of this word would stand."""
    level = ((dash.y0 + dash.y1) / 2 - word.y0) / max(1.0, word.y1 - word.y0)
    near = -0.1 * em <= word.x0 - dash.x1 <= DASH_GAP * em
    return near and DASH_LEVEL[0] <= level <= DASH_LEVEL[1] and bool(AMOUNT.match(word.tekst))
