"""Ink: the separate dark shapes of a page (mostly letters), their direction and their size."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.image.light import Grey, noise

Floats = NDArray[np.float64]

_CONTRAST = 28
"""Grey levels that ink must at least be darker than the mean of its surroundings (paper at 240)."""

_CORE = 0.4
"""Share of the contrast of print that ink must have: in a blurred photo letters touch at their faint edges."""

_BLOCK = 45
"""Side in px of those surroundings; about three lines of text on a page of 2400 px."""

_DEEP = 0.5
"""Share of the contrast of print that a shape must have. Grey small print has about 0.6, wood grain 0.3."""

_TYPICAL = 25
"""Rank of the shape whose contrast stands for print: even a nearly empty page has so many letters."""

_MOST = 12_000
"""Shapes that are looked at in one picture; a full page has some 3,000."""

_NOISY = 4.0
"""Grain (standard deviation in grey levels) from which the picture is blurred a little before looking for ink."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Dark shapes of a picture, one row each: edges of the box in px (x1, y1 exclusive) and dark pixels in it."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    area: Floats

    def __len__(self) -> int:
        return len(self.x0)

    @property
    def width(self) -> Floats:
        """Widths in px."""
        return self.x1 - self.x0

    @property
    def height(self) -> Floats:
        """Heights in px."""
        return self.y1 - self.y0

    @property
    def mid_x(self) -> Floats:
        """Horizontal centres in px."""
        return (self.x0 + self.x1) / 2

    @property
    def mid_y(self) -> Floats:
        """Vertical centres in px."""
        return (self.y0 + self.y1) / 2

    def take(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Ink:
        """Return only these rows, given as a mask or as indices."""
        return Ink(self.x0[which], self.y0[which], self.x1[which], self.y1[which], self.area[which])

    def turned(self, matrix: Floats) -> Ink:
        """Return these shapes on the picture turned by a 2x3 affine of whole quarters."""
        pairs = ((self.x0, self.y0), (self.x1, self.y1))
        starts, ends = (np.column_stack(pair) @ matrix[:, :2].T + matrix[:, 2] for pair in pairs)
        low, high = np.minimum(starts, ends), np.maximum(starts, ends)
        return Ink(low[:, 0], low[:, 1], high[:, 0], high[:, 1], self.area)


def find_ink(flat: Grey) -> Ink:
    """Return the dark shapes of an evenly lit picture (HxW uint8): no rules, no frames, little dust and texture.

    Capped at `_MOST` shapes (the biggest stay): table cloth and coarse grain must not cost seconds.
    """
    soft = cv2.GaussianBlur(flat, (0, 0), 1.0 if noise(flat) > _NOISY else 0.8)
    depth = np.asarray(cv2.subtract(cv2.blur(soft, (_BLOCK, _BLOCK)), soft), dtype=np.uint8)
    # How deep print goes shows at half the size too, at a quarter of the cost.
    half = np.asarray(cv2.dilate(depth, np.ones((2, 2), np.uint8), anchor=(0, 0)))[::2, ::2]
    core = round(_CORE * _print_depth(_shapes(np.ascontiguousarray(half), _CONTRAST, 2)[1]))
    ink, deepest = _shapes(depth, max(core, _CONTRAST), 4)
    ink = ink.take(deepest >= _DEEP * _print_depth(deepest))
    if len(ink) > _MOST:
        ink = ink.take(np.argsort(-ink.area)[:_MOST])
    return ink


def _shapes(depth: NDArray[np.uint8], limit: int, least: int) -> tuple[Ink, NDArray[np.uint8]]:
    """Return the shapes of letter size that are deeper than `limit`, and how deep each is at its darkest.

    `depth` (HxW uint8): how much darker each pixel is than its surroundings; `least`: px that a shape is high at least.
    """
    _, dark = cv2.threshold(depth, limit, 1, cv2.THRESH_BINARY)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height, area = np.asarray(stats)[:, 2:].T
    tall = max(depth.shape) / 12
    keep = (height >= least) & (area >= 1.5 * least) & (height < tall) & (width < tall) & (area > 0.06 * width * height)
    keep[0] = False  # the paper itself
    deepest = np.zeros(len(keep), np.uint8)
    inked = np.asarray(dark) > 0
    np.maximum.at(deepest, np.asarray(labels, dtype=np.int32)[inked], depth[inked])
    kept = np.asarray(stats, dtype=np.float64)[keep]
    return Ink(kept[:, 0], kept[:, 1], kept[:, 0] + kept[:, 2], kept[:, 1] + kept[:, 3], kept[:, 4]), deepest[keep]


def _print_depth(deepest: NDArray[np.uint8]) -> float:
    """Return the contrast of print, in grey levels: that of the darkest shapes but a few; 0.0 without shapes.

    Print comes up to a good part of it, the grain of a table or a shadow does not.
    """
    ranked = np.sort(deepest)[::-1]
    return float(ranked[min(_TYPICAL, len(ranked) // 4)]) if len(ranked) else 0.0


def text_angle(ink: Ink) -> float | None:
    """Return the direction of the lines in degrees, -90 < angle <= 90, clockwise on the picture; None if unclear.

    Docstrum: the nearest neighbour of a letter is nearly always the letter beside it on its line. The mode of those
    directions therefore gives small skew and quarter turns in one go; upside down cannot be seen this way.
    """
    size = np.median(ink.height) if len(ink) else 0.0
    letters = ink.take((np.maximum(ink.height, ink.width) > 0.5 * size) & (ink.height < 4 * size))
    if len(letters) < 12:
        return None
    points = np.column_stack([letters.mid_x, letters.mid_y])
    queries = points[:: max(1, len(points) // 1500)]
    parts = np.array_split(queries, len(queries) // 200 + 1)
    angles = np.concatenate([_nearest_angles(part, points) for part in parts])
    counts = np.bincount(np.round(angles).astype(np.int64) % 180, minlength=180).astype(np.float64)
    wrapped = np.concatenate([counts[-6:], counts, counts[:6]])
    smooth = np.convolve(wrapped, np.hanning(9), "same")[6:-6]
    peak = int(np.argmax(smooth))
    off = (angles - peak + 90) % 180 - 90
    near = np.abs(off) < 6
    angle = (peak + float(np.median(off[near]))) % 180 if near.any() else float(peak)
    return angle - 180 if angle > 90 else angle


def _nearest_angles(queries: Floats, points: Floats) -> Floats:
    """Return for each query point the direction (degrees, 0..180) to the nearest of `points` that is not itself."""
    dx = points[None, :, 0] - queries[:, None, 0]
    dy = points[None, :, 1] - queries[:, None, 1]
    distance = dx * dx + dy * dy
    distance[distance == 0] = np.inf
    best = np.argmin(distance, axis=1)
    row = np.arange(len(queries))
    return np.asarray(np.degrees(np.arctan2(dy[row, best], dx[row, best])) % 180, dtype=np.float64)


def x_height(heights: Floats) -> float:
    """Return the height in px of the small letters among these shapes; 0.0 if there are none.

    The mode, weighted by the height squared (grain is many but tiny). If the mode turns out to be that of the
    capitals and digits, a second peak stands 1.27 to 1.5 times lower, and that one is meant.
    """
    if not len(heights):
        return 0.0
    counts = np.bincount(np.clip(np.round(heights), 0, 400).astype(np.int64), minlength=8).astype(np.float64)
    smooth = np.convolve(counts, [0.25, 0.5, 0.25], "same")
    # A handful of large shapes is a logo or a mug ring, whatever its weight.
    often = np.where(smooth >= max(1.0, 0.02 * len(heights)), smooth, 0.0)
    weighted = (often if often.any() else smooth) * np.arange(len(smooth)) ** 2
    peak = int(np.argmax(weighted))
    low, high = round(peak / 1.5), round(peak / 1.27)
    if high > low and smooth[low : high + 1].max() > 0.25 * smooth[peak]:
        inside = int(np.argmax(smooth[low : high + 1])) + low
        if inside > low or smooth[low] > smooth[low - 1]:
            peak = inside
    window = heights[np.abs(heights - peak) <= max(1.0, 0.08 * peak)]
    return float(window.mean()) if len(window) else float(peak)
