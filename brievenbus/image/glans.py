"""Glare: a lamp or window that shines back from the paper, so white that the print under it is gone."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.image.ink import Floats
from brievenbus.image.light import fit_within

_LONG = 400
"""Longest side in px of the copy that is looked at: print is averaged into its paper there."""

_WHITE = 250
"""Least of red, green and blue from which nothing is left of print; warm paper in good light keeps its blue lower."""

_SPOT = 0.0015
"""Share of the picture that a spot covers at least: about four lines of ten letters."""

_MOST = 0.30
"""Share of the letters that may stand on such white; more is a bright picture or a clean scan, in which print holds."""

_LESS = 242
"""Least of the three colours that most of the paper around a spot stays below: in bright light all of it is white."""

_AROUND = 8
"""Letters right beside a spot from which it is taken to lie on print, not in a margin or on the table."""


def count_beside_glare(kleur: NDArray[np.uint8], x: Floats, y: Floats, size: float) -> int:
    """Return how many letters (x, y in px of the RGB picture, x-height `size`) stand around spots of glare; 0 without.

    Fewer than 8 beside a spot, and white all over the page, count as none.
    """
    small, factor = fit_within(kleur, _LONG)
    least = small.min(axis=2)
    white = np.asarray(least >= _WHITE, dtype=np.uint8)
    height, width = white.shape
    rows = np.clip((y * factor).astype(int), 0, height - 1)
    columns = np.clip((x * factor).astype(int), 0, width - 1)
    if not white.any() or not len(x):
        return 0
    reach = 2 * max(2, round(3.5 * size * factor)) + 1
    near = np.asarray(cv2.dilate(white, np.ones((5, 5), np.uint8)))
    if near[rows, columns].mean() > _MOST:
        return 0
    solid = cv2.morphologyEx(white, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)))
    count, names, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    beside = 0
    for name in range(1, count):
        if stats[name, cv2.CC_STAT_AREA] < _SPOT * white.size:
            continue
        spot = np.asarray(names == name, dtype=np.uint8)
        ring = np.asarray(cv2.dilate(spot, np.ones((reach, reach), np.uint8))) > 0
        around = least[ring & (cv2.dilate(spot, np.ones((5, 5), np.uint8)) == 0)]
        letters = int(ring[rows, columns].sum())
        if letters >= _AROUND and np.percentile(around, 75) < _LESS:
            beside += letters
    return beside
