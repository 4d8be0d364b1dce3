"""Sheets: does one letter lie in the photo, or two beside or upon each other?"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.image.ink import Floats
from brievenbus.image.light import fit_within
from brievenbus.image.lines import Lines, spans

_LONG = 300
"""Longest side in px of the copy that is looked at."""

_STEPS = (0.05, 0.10, 0.20)
"""Steepest change of (log) colour that still counts as one sheet; white sheets on a white table need the strictest."""

_AREA = 0.03
"""Share of the picture that a sheet covers at least."""

_LETTERS, _SHARE = 20, 0.015
"""Letters on a sheet, and their share of all in the picture, below which it is a note, a slip or a bit of table."""

_GAP = 4.0
"""px of table between two sheets; the border of a hard shadow on one sheet is about as wide, but does not dip."""

_DIP = 0.9
"""Between two sheets it is darker than this share of the darker one: table, or the shadow that a sheet casts."""

_ALIKE = 0.6
"""Light on the one sheet as a share of that on the other; less is one sheet, half in shadow."""

_NOTCH = 0.025
"""Share of the outline that two open corners must each cover where one sheet lies on another."""

_BESIDE, _TOGETHER = 4, 12
"""Lines (of `_LONG_LINE` letters) that two sheets edge to edge have at least: each, and both."""

_LONG_LINE = 8

_EDGE = 0.015
"""Share of the picture's side within which a sheet counts as running off it."""

_A4_LEFT = 1.28
"""Long side by short side of what is seen of a sheet (an A4 has 1.41, less when seen aslant) from which it is whole."""

_OFF = 0.12
"""How far lines of two sheets miss each other, as a share of the distance between lines; rows of a table do not."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Vel:
    """A calm region with text: its pixels with all that is printed on them, how light it is, and its letters."""

    masker: Mask
    licht: float
    letters: int


def look_at_sheets(kleur: NDArray[np.uint8], x: Floats, y: Floats) -> tuple[bool, bool]:
    """Tell whether two sheets with text lie in an RGB photo, and whether the only one runs off it.

    (x, y) are the letters in the photo, in px. True only where it is plain. Two sheets are two calm regions with the
    table between them, or one whose outline is that of two rectangles, one partly on the other; for sheets edge to edge
    see `in_two_columns`.
    """
    small, factor = fit_within(kleur, _LONG)
    if min(small.shape[:2]) < 40 or not len(x):
        return False, False
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    logs = np.log(np.asarray(closed, dtype=np.float32) + 8)
    jump = np.asarray(cv2.morphologyEx(logs, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))).max(axis=2)
    grey = np.asarray(closed, dtype=np.float32).mean(axis=2)
    rows = np.clip((y * factor).astype(int), 0, grey.shape[0] - 1)
    columns = np.clip((x * factor).astype(int), 0, grey.shape[1] - 1)
    off = False
    for limit in _STEPS:
        vellen = _regions(np.asarray(jump < limit, dtype=np.uint8), grey, rows, columns)
        if len(vellen) > 1 and _apart(vellen[0], vellen[1], grey):
            return True, False
        if len(vellen) == 1 and vellen[0].letters > 0.9 * len(x):
            if _two_corners_open(vellen[0].masker):
                return True, False
            off = off or _runs_off(vellen[0].masker)
    return False, off


def runs_off(paper: Floats, width: int, height: int) -> bool:
    """Tell whether so much of an upright or lying A4 lies outside a picture of width x height px that text may too.

    `paper`: the hull (n x 2) of what is seen of the sheet. Of the side that lies outside both neighbours must be in
    the picture, so that it shows how long the sheet is.
    """
    x, y = paper[:, 0], paper[:, 1]
    left, right = x.min() < _EDGE * width, x.max() > (1 - _EDGE) * width
    top, bottom = y.min() < _EDGE * height, y.max() > (1 - _EDGE) * height
    (_, sides, turn) = cv2.minAreaRect(paper.astype(np.float32))
    across, down = sides if abs(turn % 180 - 90) > 45 else sides[::-1]
    if (top or bottom) and not (left or right):
        return bool(down < _A4_LEFT * across)
    return bool((left or right) and not (top or bottom) and down > 2.0 / _A4_LEFT * across)


def _runs_off(masker: Mask) -> bool:
    edge = cv2.findNonZero(masker.astype(np.uint8))
    return runs_off(np.asarray(cv2.convexHull(edge), dtype=np.float64).reshape(-1, 2), masker.shape[1], masker.shape[0])


def in_two_columns(lines: Lines) -> bool:
    """Tell whether the lines of a level picture stand side by side as those of two sheets do, not as rows of a table.

    The text is wider than high, no long line crosses the white between the halves, and the lines of the one half do
    not stand level with those of the other.
    """
    boxes = spans(lines)[lines.lengths() >= _LONG_LINE]
    if len(boxes) < _TOGETHER:
        return False
    boxes = boxes[np.argsort(boxes[:, 0])]
    wide, high = boxes[:, 2].max() - boxes[:, 0].min(), boxes[:, 3].max() - boxes[:, 1].min()
    reach = np.maximum.accumulate(boxes[:, 2])
    white = boxes[1:, 0] - reach[:-1]
    middle = ((boxes[1:, 0] + reach[:-1]) / 2 - boxes[:, 0].min()) / max(wide, 1.0)
    white = np.where((middle > 0.35) & (middle < 0.65), white, 0.0)
    cut = int(np.argmax(white)) + 1
    if wide < 1.1 * high or white[cut - 1] < 3 * lines.x_height or min(cut, len(boxes) - cut) < _BESIDE:
        return False
    left, right = (np.sort((part[:, 1] + part[:, 3]) / 2) for part in (boxes[:cut], boxes[cut:]))
    step = float(np.median(np.diff(left)))
    off = np.abs(right[:, None] - left[None]).min(axis=1)
    return float(np.median(off[off < step])) > _OFF * step if (off < step).any() else True


def _regions(calm: NDArray[np.uint8], grey: NDArray[np.float32], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> list[_Vel]:
    """Return the calm regions that carry text, the one with most letters first; one within another is counted apart."""
    count, names, stats, _ = cv2.connectedComponentsWithStats(calm, connectivity=4)
    sizes = np.asarray(stats)[:, cv2.CC_STAT_AREA]
    taken = np.zeros(grey.shape, np.bool_)
    found: list[_Vel] = []
    for name in sorted(range(1, count), key=lambda number: sizes[number]):
        if sizes[name] < _AREA * grey.size:
            continue
        region = np.asarray(names == name)
        outlines, _ = cv2.findContours(region.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        filled = np.zeros(grey.shape, np.uint8)
        cv2.drawContours(filled, list(outlines), -1, (1,), -1)
        own = (filled > 0) & ~taken
        taken |= own
        letters = int(own[rows, columns].sum())
        if letters >= max(_LETTERS, _SHARE * len(rows)):
            found.append(_Vel(own, float(np.median(grey[region])), letters))
    return sorted(found, key=lambda vel: -vel.letters)


def _apart(one: _Vel, other: _Vel, grey: NDArray[np.float32]) -> bool:
    """Tell whether table shows between two regions that are about as light as each other."""
    low, high = sorted((one.licht, other.licht))
    if low < _ALIKE * high:
        return False
    away, nearest = cv2.distanceTransformWithLabels((~one.masker).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    distance = np.where(other.masker, away, np.inf)
    there = np.array(np.unravel_index(int(np.argmin(distance)), distance.shape))
    if distance[tuple(there)] < _GAP:
        return False
    here = np.argwhere(one.masker & (nearest == nearest[tuple(there)]))[0]
    path = np.round(here + (there - here) * np.linspace(0, 1, 9)[:, None]).astype(int)
    return bool(grey[path[:, 0], path[:, 1]].min() < _DIP * low)


def _two_corners_open(masker: Mask) -> bool:
    """Tell whether the outline lacks two corners on opposite sides, as two sheets do that partly cover each other."""
    closed = cv2.morphologyEx(masker.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    full = np.zeros(masker.shape, np.uint8)
    cv2.drawContours(full, [hull], -1, (1,), -1)
    lacking = cv2.morphologyEx(np.where(np.asarray(closed) > 0, 0, full).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, _, stats, middles = cv2.connectedComponentsWithStats(lacking, connectivity=4)
    large = [n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] >= _NOTCH * full.sum()]
    if len(large) < 2:
        return False
    middle = np.array([np.argwhere(full).mean(axis=0)[::-1]])
    out = np.asarray(middles, dtype=np.float64)[large] - middle
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
    return bool((out @ out.T).min() < -0.7)
