"""Orient: tell whether a level page is upside down."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from brievenbus.image.ink import Floats, find_ink
from brievenbus.image.light import PAPER, Grey
from brievenbus.image.lines import Lines, find_sized_lines

Lees = Callable[[NDArray[np.uint8]], float]
"""Reads a grey strip of lines (HxW uint8, dark on light) and returns its mean certainty, 0..100 or 0..1."""

_SURE = 0.30
"""Vote (-1..1) from which the ink alone decides. Dutch text the right way up gives about 0.6."""

_READ = 6
"""Lines that are read where the ink does not decide."""


def is_upside_down(grijs: Grey, lines: Lines, boxes: Floats, lees: Lees | None = None) -> bool:
    """Tell whether a level, evenly lit page (HxW uint8) stands on its head.

    `lines` are its letters as first seen; `boxes` (n x 4, px of `grijs`) the longest of them, longest first.

    Letters stick out above the band of the small letters (b d h k l t, capitals, digits) about four times as often
    as below it (g j p). Where that vote is weak it is held again on the page at full size, on which letters touch
    less; where it is still weak the longest lines are read both ways with `lees`.
    """
    up, down = ink_vote(lines)
    if not _decided(up, down):
        up, down = ink_vote(find_sized_lines(find_ink(stack(grijs, boxes))))
    if lees is None or _decided(up, down):
        return down > up
    strip = stack(grijs, boxes[:_READ])
    return lees(np.ascontiguousarray(strip[::-1, ::-1])) > lees(strip)


def _decided(up: int, down: int) -> bool:
    """Tell whether the vote is clear, and more than three deviations from a draw."""
    return abs(up - down) > max(_SURE * (up + down), 3 * math.sqrt(up + down))


def ink_vote(lines: Lines) -> tuple[int, int]:
    """Return how many letters stick out above, and how many below, the band of the small letters of their line."""
    letters, number, size = lines.letters, lines.number, lines.x_height
    height = letters.height
    small = np.abs(height - size) < 0.15 * size + 1
    up = down = 0
    for line in range(lines.count):
        here = number == line
        band = here & small
        # A row of digits or capitals has no band to stick out of.
        if band.sum() < 4 or band.sum() < 0.3 * here.sum():
            continue
        slope = np.polyfit(letters.mid_x[band], letters.mid_y[band], 1)
        off = letters.mid_y[here] - np.polyval(slope, letters.mid_x[here])
        tall = (height[here] > 1.2 * size) & (height[here] < 1.8 * size)
        up += int((tall & (off < -0.1 * size)).sum())
        down += int((tall & (off > 0.1 * size)).sum())
    return up, down


def stack(grijs: Grey, boxes: Floats, margin: int = 14) -> Grey:
    """Return the lines in these boxes (n x 4 px) with `margin` px around, under each other on one white sheet."""
    strips = [np.full((1, 1), PAPER, np.uint8)]
    for x0, y0, x1, y1 in np.round(boxes).astype(int):
        strip = grijs[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin]
        strips.append(np.pad(strip, ((6, 6), (12, 12)), constant_values=PAPER))
    width = max(strip.shape[1] for strip in strips)
    padded = [np.pad(strip, ((0, 0), (0, width - strip.shape[1])), constant_values=PAPER) for strip in strips]
    return np.ascontiguousarray(np.concatenate(padded), dtype=np.uint8)
