"""Measuring for the coach: what can be told of a picture besides its letters, and what of the letters themselves."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.image.coach import Measures, cut_lines
from brievenbus.image.glans import count_beside_glare
from brievenbus.image.ink import Floats
from brievenbus.image.light import PAPER, Grey, fit_within, noise
from brievenbus.image.lines import Lines
from brievenbus.image.vellen import in_two_columns, look_at_sheets

_GLANCE = 600
"""Longest side in px of the colour copy in which glare and a second sheet are looked for."""

_FEW = 60
"""Letters below which they may be the grain of the table or print that shines through from the other side."""

_MARKED, _MARKS = 0.9, 0.004
"""Print makes this share of the paper darker than `_MARKED` times its grey, also where it is too blurred for letters."""

_FOG = 0.15
"""Slope of the sheet's edge per px of a 2400 px copy, as a share of the step: a sharp photo has 0.2."""

_BORDER, _MIDDLE = 0.95, 0.7
"""Share of the sheet about its middle without the shadow at its edge, and without table where its edge was missed."""


@dataclass(frozen=True, eq=False, slots=True)
class Taken:
    """A picture as it was taken.

    `kleur`: HxWx3 RGB of a photo, None for a scan. Of a copy `factor` times as large: `flat`, evenly lit; `light`, its
    background; `sheet`, the hull (n x 2 px) of the sheet where it was found.
    """

    kleur: NDArray[np.uint8] | None
    flat: Grey
    light: Grey
    factor: float
    sheet: Floats | None

    def is_marked(self, share: float = _BORDER) -> bool:
        """Tell whether something, readable or not, is printed on this share of the sheet; False without a sheet."""
        if self.sheet is None:
            return False
        small = np.asarray(cv2.resize(self.flat, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA))
        greys = small[_filled(self.sheet / 8, share, small.shape) > 0]
        return len(greys) > 0 and float((greys < _MARKED * PAPER).mean()) > _MARKS

    def is_foggy(self) -> bool:
        """Tell whether even the edge of the sheet is too soft for print to be seen; False where it shows no edge."""
        if self.sheet is None:
            return False
        grey = cv2.multiply(self.flat, self.light, scale=1 / PAPER)
        band = np.zeros(grey.shape, np.uint8)
        cv2.polylines(band, [np.round(self.sheet).astype(np.int32)], True, (1,), 40)
        across, down = (cv2.Sobel(grey, cv2.CV_32F, axis, 1 - axis, scale=0.125) for axis in (1, 0))
        slope = np.asarray(cv2.magnitude(across, down))[band > 0]
        low, high = np.percentile(np.asarray(grey)[band > 0], (5, 95))
        return bool(high - low > 20 and np.percentile(slope, 98) < _FOG * (high - low))


def measure(taken: Taken, lines: Lines, spots: Floats, corners: Floats, angle: float, sharp: float) -> Measures:
    """Collect what the coach judges.

    `spots` (letters x 2) and `corners` (of the boxes of lines of 5 letters or more, lines x 4 x 2) are in px of the
    picture as taken, `lines` in those of the level copy; `angle`: degrees; `sharp`: see `coach.sharpness`.
    """
    height, width = taken.light.shape
    at = spots * taken.factor
    paper = taken.light[np.clip(at[:, 1], 0, height - 1).astype(int), np.clip(at[:, 0], 0, width - 1).astype(int)]
    size = lines.x_height / taken.factor
    cut, ends = cut_lines(corners, round(width / taken.factor), round(height / taken.factor), size)
    glare, double, off = (0, False, False) if taken.kleur is None else _seen_in_colour(taken.kleur, lines, spots, size)
    return Measures(
        letters=len(lines.letters),
        x_height=size,
        skew=min(abs(angle), 90 - abs(angle)),
        paper_low=float(np.percentile(paper, 5)),
        paper_high=float(np.percentile(paper, 95)),
        sharp=sharp,
        grain=noise(taken.flat),
        cut=cut,
        ends=0 if taken.kleur is None else ends,
        glare=glare,
        double=double,
        off=off,
        marked=taken.sheet is None or taken.is_marked(_MIDDLE if len(lines.letters) < _FEW else _BORDER),
    )


def _seen_in_colour(kleur: NDArray[np.uint8], lines: Lines, spots: Floats, size: float) -> tuple[int, bool, bool]:
    """Return how many letters stand beside glare, whether two sheets are seen, and whether the only one runs off."""
    small, factor = fit_within(kleur, _GLANCE)
    x, y = spots.T * factor
    double, off = look_at_sheets(small, x, y)
    columns = not double and in_two_columns(lines)
    return count_beside_glare(small, x, y, size * factor), double or columns, off and not columns


def _filled(hull: Floats, share: float, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Return a picture of this shape with 1 on `share` of a hull about its middle, 0 elsewhere."""
    middle = hull.mean(axis=0)
    picture = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(picture, np.round(middle + share * (hull - middle)).astype(np.int32), (1,))
    return picture
