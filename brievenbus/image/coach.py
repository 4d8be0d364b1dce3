"""Coach: what is wrong with one picture, so that a person can take a better one. Says nothing rather than nag."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from brievenbus.image.ink import Floats
from brievenbus.image.light import PAPER, Grey

ORDE = ("leeg", "afgesneden", "glans", "te_donker", "onscherp", "te_klein", "meer_brieven", "schaduw", "scheef")
"""Every hint of the coach; what costs most text, and no reading can bring back, is said first."""

_DARK = 60.0
"""Grey of the paper below which grain starts to eat the letters."""

_SHADOW = 0.42
"""Darkest against lightest part of the paper, below which a shadow is worth a word."""

_BLURRED = 0.235
"""Edge sharpness (see `sharpness`) below which tesseract starts to guess; a scan has 0.36, a fair photo 0.28."""

_SMALL = 7.0
"""x-height in px of the picture as taken (measured about 1.5 px too high), below which letters run together."""

_SKEW = 15.0
"""Degrees from level (quarter turns taken off)."""

_FEW = 12
"""Letters in lines below which a page counts as empty."""

_END = 3.0
"""x-heights between a line and the upper or lower edge of the picture, within which the next line may lie outside.

Lines stand 2.6 x-heights apart; a letter keeps at least 10 mm (5 of them) white above and below its text.
"""

_SIDE = 1.2
"""The same at the left and right edge: a cut line ends there within a letter, or in the white between two words."""

_FOG = 0.6
"""Small letters look soft once enlarged; only below this share of `_BLURRED` are they blurred too."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured of one picture. Greys 0..255; px of the picture as taken.

    `paper_low`, `paper_high`: grey of the paper in its darkest and lightest twentieth, where text stands; `sharp`:
    see `sharpness`; `grain`: noise in grey levels after the light was evened; `cut`: lines that run into the edge at
    the left or right; `ends`: lines so close to the upper or lower edge that the next may lie outside; `glare`: letters
    beside white spots of glare; `double`: two sheets are seen; `off`: part of the sheet lies outside the picture;
    `marked`: something is printed on the sheet.
    """

    letters: int
    x_height: float
    skew: float
    paper_low: float
    paper_high: float
    sharp: float
    grain: float
    cut: int
    ends: int = 0
    glare: int = 0
    double: bool = False
    off: bool = False
    marked: bool = True


def judge_bare(paper: float, marked: bool) -> tuple[tuple[str, ...], float]:
    """Return what `judge` does for a picture in which no letters were seen: empty, or only seeming so.

    `paper`: grey of the paper; `marked`: something is printed on it, though no letters can be told.
    """
    if paper < _DARK:  # whether the sheet is empty cannot be seen
        return ("te_donker",), 0.0
    return ("onscherp" if marked else "leeg",), 0.0


def judge(seen: Measures) -> tuple[tuple[str, ...], float]:
    """Return the hints for the person, what costs most text first, and the quality of the picture, 0..1."""
    if seen.letters < _FEW or (not seen.marked and seen.sharp < _FOG * _BLURRED):
        return judge_bare(seen.paper_high, seen.marked)
    dark, small = seen.paper_high < _DARK, seen.x_height < _SMALL
    found = {
        "te_donker": dark,
        "onscherp": seen.sharp < (_FOG * _BLURRED if small else _BLURRED),
        "schaduw": not dark and seen.paper_low < _SHADOW * seen.paper_high,
        "afgesneden": seen.cut >= 3 or seen.ends > 0 or seen.off,
        "glans": seen.glare > 0,
        "scheef": seen.skew > _SKEW,
        "te_klein": small,
        "meer_brieven": seen.double,
    }
    parts = (
        _ramp(seen.sharp, 0.6 * _BLURRED, 1.5 * _BLURRED),
        _ramp(seen.x_height, 4.0, 12.0),
        _ramp(seen.paper_high, 25.0, 110.0),
        _ramp(-seen.grain, -30.0, -6.0),
    )
    return tuple(name for name in ORDE if found.get(name)), float(np.prod(parts))


def _ramp(value: float, worst: float, best: float) -> float:
    """Return 0.3 at `worst` or beyond, 1.0 at `best` or beyond, straight in between."""
    return 0.3 + 0.7 * float(np.clip((value - worst) / (best - worst), 0, 1))


def sharpness(flat: Grey, boxes: Floats) -> float:
    """Return how steep the edges of letters are: 0 (fog) .. about 0.4, for a page at its final size (x-height ~20 px).

    `boxes` (n x 4 px): lines to judge by. The steepest twentieth of the slopes in each, per px, against the contrast of
    ink and paper.
    """
    values: list[float] = []
    for x0, y0, x1, y1 in np.round(boxes).astype(int):
        strip = flat[max(0, y0) : y1, max(0, x0) : x1]
        if min(strip.shape) < 3:
            continue
        soft = cv2.GaussianBlur(strip, (0, 0), 0.8)
        across, down = (cv2.Sobel(soft, cv2.CV_32F, axis, 1 - axis, scale=0.125) for axis in (1, 0))
        slope = cv2.magnitude(across, down)
        contrast = max(20.0, PAPER - float(np.percentile(soft, 3)))
        values.append(float(np.percentile(np.asarray(slope), 95)) / contrast)
    return float(np.median(values)) if values else 0.0


def cut_lines(corners: Floats, width: int, height: int, size: float) -> tuple[int, int]:
    """Return how many lines run into the left or right edge of a picture of width x height px, and into the others.

    `corners` (lines x 4 x 2): the corners of each line's box, in px of that picture; `size`: x-height.
    A line that stands upright in the picture ends at its upper or lower edge: sides are those of the text.
    """
    x, y = corners[:, :, 0], corners[:, :, 1]
    along = np.minimum(x.min(axis=1), width - x.max(axis=1))
    across = np.minimum(y.min(axis=1), height - y.max(axis=1))
    if len(corners) and np.median(np.ptp(x, axis=1)) < np.median(np.ptp(y, axis=1)):
        along, across = across, along
    return int((along < _SIDE * size).sum()), int((across < _END * size).sum())
