"""The ink of a page as shapes of letter size: where lines stand and how large their letters are, whatever was read there.

The boxes that Tesseract draws on a grainy photo are up to half too high, and some hold four words where it read one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np

from brievenbus.ocr.engine import Grey
from brievenbus.ocr.tokens import HIGH_TALL

Shapes = np.ndarray[Any, np.dtype[np.float64]]
"""One row a shape: left, top, right, bottom in pixels of the page."""
Edges = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the page."""

BLUR, BLOCK, DARKER = 1.0, 1.4, 20.0
"""Ink is DARKER than the mean of a square around it of 2 / BLOCK em; BLUR takes the grain out first."""
LOW, HIGH, WIDE, FULL = 0.2, 1.6, 8.0, 0.1
"""Letters, or letters that touch, are LOW..HIGH em high, up to WIDE em wide and have more than FULL x em pixels of ink."""
SPECK = 0.03
"""Shapes with less than this x em pixels of ink are grain."""
DASH_WIDE, DASH_HIGH, DASH_SLIM = (0.15, 0.8), 0.24, 1.15
"""Width and height of a dash in em, and its width against its height; grain and blur make it thicker."""
SIZES = (0.55, 1.8)
"""Letters of a line are between these times the size of those of the page."""
TILTED = 5.0
"""In em: lines shorter than this do not show whether they are tilted."""
STEEP = 0.06
"""Lines are not steeper than this on a page that was straightened: what seems so is chance."""


@dataclass(frozen=True, slots=True)
class Regel:
    """A line of text: its base in pixels at `x`, how steeply it falls to the right (pixels down a pixel), its letters' size."""

    x: float
    base: float
    helling: float
    em: float


def find_ink(grijs: Grey, em: float) -> Shapes:
    """Return all ink of a page (grey, dark on light) with letters of about `em` pixels, a row a shape, from left to right.

    A row has a fifth number: how many pixels of ink the shape has.
    """
    smooth = cv2.GaussianBlur(grijs, (0, 0), BLUR)
    side = max(3, 2 * int(em / BLOCK) + 1)
    ink = cv2.adaptiveThreshold(smooth, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, DARKER)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, wide, high, area = stats[1:].astype(np.float64).T
    found: Shapes = np.column_stack([x, y, x + wide, y + high, area])[area > SPECK * em]
    return found[np.argsort(found[:, 0], kind="stable")]


def letters_of(ink: Shapes, em: float) -> Shapes:
    """Return the shapes that may be letters of about `em` pixels."""
    wide, high = ink[:, 2] - ink[:, 0], ink[:, 3] - ink[:, 1]
    return ink[(high >= LOW * em) & (high <= HIGH * em) & (wide <= WIDE * em) & (ink[:, 4] > FULL * em)][:, :4]


def dashes_of(ink: Shapes, em: float) -> Shapes:
    """Return the shapes that may be dashes among letters of about `em` pixels."""
    wide, high = ink[:, 2] - ink[:, 0], ink[:, 3] - ink[:, 1]
    low, up = DASH_WIDE
    return ink[(wide >= low * em) & (wide <= up * em) & (high <= DASH_HIGH * em) & (wide >= DASH_SLIM * high)][:, :4]


def inside(shapes: Shapes, box: Edges) -> Shapes:
    """Return the shapes whose middle lies in the box."""
    x, y = (shapes[:, 0] + shapes[:, 2]) / 2, (shapes[:, 1] + shapes[:, 3]) / 2
    return shapes[(x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])]


def outside(shapes: Shapes, boxes: Sequence[Edges], grow: float) -> Shapes:
    """Return the shapes whose middle lies in no box, nor within `grow` pixels of one."""
    x, y = (shapes[:, 0] + shapes[:, 2]) / 2, (shapes[:, 1] + shapes[:, 3]) / 2
    free = np.ones(len(shapes), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        free &= (x < x0 - grow) | (x > x1 + grow) | (y < y0 - grow) | (y > y1 + grow)
    return shapes[free]


def line_of(shapes: Shapes, em: float) -> Regel:
    """Return the line that these shapes (one at least) stand on; `em` is the size of the page's letters.

    The tall ones show the size; the base is where most end, so that a comma or a g does not move it.
    """
    high = shapes[:, 3] - shapes[:, 1]
    size = float(np.clip(np.percentile(high, 80) / HIGH_TALL, SIZES[0] * em, SIZES[1] * em))
    standing = shapes[high > size / 3] if (high > size / 3).any() else shapes
    middle = (standing[:, 0] + standing[:, 2]) / 2
    slope = _slope(middle, standing[:, 3], size)
    x = float(middle.mean())
    return Regel(x, float(median(standing[:, 3] - slope * (middle - x))), slope, size)


def _slope(x: Shapes, y: Shapes, em: float) -> float:
    """Return the middle one of the slopes between shapes that stand far apart."""
    if len(x) < 4 or x[-1] - x[0] < TILTED * em:
        return 0.0
    half = len(x) // 2
    run = x[-half:] - x[:half]
    far = run > TILTED * em / 2
    slope = float(np.median((y[-half:] - y[:half])[far] / run[far])) if far.any() else 0.0
    return slope if abs(slope) <= STEEP else 0.0
