"""Lines: which letters stand beside each other on one printed line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brievenbus.image.ink import Floats, Ink, x_height

_GAP = 2.9
"""Widest white between two letters of one line, in x-heights: a wide word gap, not a table gap."""

_OVERLAP = 0.55
"""Share of the lower of two letters that must stand level with the other."""

_CHUNK = 256
"""Letters that are compared with their surroundings at a time."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The letters of a page and the line each belongs to.

    `letters`: shapes of letter size that stand in a line; `number`: for each its line, 0..count-1; `x_height` in px.
    """

    letters: Ink
    number: NDArray[np.int64]
    count: int
    x_height: float

    def lengths(self) -> NDArray[np.int64]:
        """Return for each line how many letters it has."""
        return np.bincount(self.number, minlength=self.count).astype(np.int64)

    def keep(self, which: NDArray[np.bool_]) -> Lines:
        """Return only the letters marked in `which`, with their lines numbered anew."""
        names, number = np.unique(self.number[which], return_inverse=True)
        return Lines(self.letters.take(which), number.astype(np.int64), len(names), self.x_height)


def find_sized_lines(ink: Ink) -> Lines:
    """Return the lines (of three letters or more) in the ink of a roughly level picture, at their own x-height."""
    lines = chain(ink, x_height(ink.height))
    counts = lines.lengths()
    long = counts[lines.number] >= 8
    size = x_height(lines.letters.height[long]) if long.sum() >= 30 else lines.x_height
    # Dust and table texture upset the first guess; inside long lines there are only letters.
    if abs(size - lines.x_height) > 0.12 * lines.x_height:
        lines = chain(ink, size)
    return Lines(lines.letters, lines.number, lines.count, size)


def chain(ink: Ink, size: float) -> Lines:
    """Link letters of x-height `size` px to lines; what stays alone or with one neighbour is left out."""
    # Commas and quotes are lower than 0.6: they stand level with one neighbour only, and would break the line.
    fits = (ink.height > 0.6 * size) & (ink.height < 3.2 * size) & (ink.width < 9 * size) & (ink.width > 0.1 * size)
    letters = ink.take(fits)
    letters = letters.take(np.argsort(letters.mid_y, kind="stable"))
    right = _right_neighbours(letters, size)
    left = np.full(len(letters), -1, np.int64)
    for index in np.argsort(-letters.x0):
        if right[index] >= 0 and left[right[index]] < 0:
            left[right[index]] = index
    number = np.full(len(letters), -1, np.int64)
    for index in np.argsort(letters.mid_x, kind="stable"):
        number[index] = number[left[index]] if left[index] >= 0 else index
    names, inverse, counts = np.unique(number, return_inverse=True, return_counts=True)
    lines = Lines(letters, inverse.astype(np.int64), len(names), size)
    return lines.keep(counts[inverse] >= 3) if len(letters) else lines


def _right_neighbours(letters: Ink, size: float) -> NDArray[np.int64]:
    """Return for each letter (sorted by mid_y) the index of the next one on its line, or -1.

    Done in blocks of rows against the few letters at about the same height: a full table of 4000 x 4000 is slow.
    """
    found = np.full(len(letters), -1, np.int64)
    mid, height = letters.mid_y, letters.height
    for start in range(0, len(letters), _CHUNK):
        rows = slice(start, min(start + _CHUNK, len(letters)))
        low = int(np.searchsorted(mid, mid[rows][0] - 2 * size))
        high = int(np.searchsorted(mid, mid[rows][-1] + 2 * size))
        near = slice(low, high)
        gap = letters.x0[None, near] - letters.x1[rows, None]
        ahead = letters.mid_x[None, near] > letters.mid_x[rows, None] + 0.1 * size
        level = np.minimum(letters.y1[None, near], letters.y1[rows, None])
        level = level - np.maximum(letters.y0[None, near], letters.y0[rows, None])
        lower = np.minimum(height[None, near], height[rows, None])
        good = ahead & (gap < _GAP * size) & (gap > -0.8 * size) & (level > _OVERLAP * lower)
        cost = np.where(good, gap + 0.5 * np.abs(mid[None, near] - mid[rows, None]), np.inf)
        best = np.argmin(cost, axis=1)
        ok = np.isfinite(cost[np.arange(len(best)), best])
        found[rows] = np.where(ok, best + low, -1)
    return found


def spans(lines: Lines) -> Floats:
    """Return for each line its box in px as a row x0, y0, x1, y1 (count x 4)."""
    boxes = np.zeros((lines.count, 4))
    letters = lines.letters
    for column, (values, pick) in enumerate(
        ((letters.x0, np.minimum), (letters.y0, np.minimum), (letters.x1, np.maximum), (letters.y1, np.maximum))
    ):
        edge = np.full(lines.count, np.inf if pick is np.minimum else -np.inf)
        pick.at(edge, lines.number, values)
        boxes[:, column] = edge
    return boxes
