"""Coach: what is wrong with one picture, so that a person can take a better one. Says nothing rather than nag."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from brievenbus.image.ink import Floats
from brievenbus.image.light import PAPER, Grey

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


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured of one picture. Greys 0..255; px of the picture as taken.

    `paper_low`, `paper_high`: grey of the paper in its darkest and lightest twentieth, where text stands; `sharp`:
    see `sharpness`; `grain`: noise in grey levels after the light was evened; `cut`: lines that run into the edge.
    """

    letters: int
    x_height: float
    skew: float
    paper_low: float
    paper_high: float
    sharp: float
    grain: float
    cut: int


NOTHING = Measures(letters=0, x_height=0.0, skew=0.0, paper_low=0.0, paper_high=0.0, sharp=0.0, grain=0.0, cut=0)
"""A picture without text."""


def judge(seen: Measures) -> tuple[tuple[str, ...], float]:
    """Return the hints for the person (`te_donker`, `onscherp`, …) and the quality of the picture, 0..1."""
    if seen.letters < _FEW:
        return ("leeg",), 0.0
    found = {
        "te_donker": seen.paper_high < _DARK,
        "onscherp": seen.sharp < _BLURRED,
        "schaduw": seen.paper_low < _SHADOW * seen.paper_high,
        "afgesneden": seen.cut >= 3,
        "scheef": seen.skew > _SKEW,
        "te_klein": seen.x_height < _SMALL,
    }
    parts = (
        _ramp(seen.sharp, 0.6 * _BLURRED, 1.5 * _BLURRED),
        _ramp(seen.x_height, 4.0, 12.0),
        _ramp(seen.paper_high, 25.0, 110.0),
        _ramp(-seen.grain, -30.0, -6.0),
    )
    return tuple(name for name, is_so in found.items() if is_so), float(np.prod(parts))


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


def cut_lines(corners: Floats, width: int, height: int, near: float) -> int:
    """Return how many lines come within `near` px of the edge of a picture of width x height px.

    `corners` (lines x 4 x 2): the corners of each line's box, in px of that picture.
    """
    x, y = corners[:, :, 0], corners[:, :, 1]
    at_edge = (x < near) | (x > width - near) | (y < near) | (y > height - near)
    return int(at_edge.any(axis=1).sum())
