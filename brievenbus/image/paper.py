"""Paper: where the sheet lies in a photograph, found with a guard that never gives up text for a tidy edge."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.image.ink import Floats, Ink
from brievenbus.image.light import fit_within
from brievenbus.image.lines import Lines, chain, find_sized_lines, spans

_LONG = 300
"""Longest side in px of the copy in which the sheet is sought: small print is gone there, edges are not."""

_LIMITS = (0.05, 0.07, 0.10, 0.14, 0.20, 0.28)
"""Steepest change of (log) colour that still counts as the same sheet; the strictest that works is taken."""

_ALL = 0.97
"""Share of the picture from which the sheet is taken to fill it: its edges then lie outside, or do not matter."""


def find_paper(kleur: NDArray[np.uint8]) -> Floats | None:
    """Return the corners (n x 2, px, convex, in order) of the sheet in an RGB picture, or None if it is not clear.

    Closing wipes out the print; what remains is a calm region that fills the middle of the picture. Its edge is
    where the colour jumps, whichever of table and paper is the lighter.
    """
    small, factor = fit_within(kleur, _LONG)
    height, width = small.shape[:2]
    if min(height, width) < 40:
        return None
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    logs = np.log(np.asarray(closed, dtype=np.float32) + 8)
    jump = np.asarray(cv2.morphologyEx(logs, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))).max(axis=2)
    for limit in _LIMITS:
        calm = np.asarray(jump < limit, dtype=np.uint8)
        hull = _middle_region(calm, height, width)
        if hull is not None:
            return hull / factor
    return None


def _middle_region(calm: NDArray[np.uint8], height: int, width: int) -> Floats | None:
    """Return the hull of the region that fills the picture's middle, if it has the shape and size of a sheet."""
    _, labels = cv2.connectedComponents(calm, connectivity=4)
    names = np.asarray(labels)
    rows = np.linspace(0.3, 0.7, 9) * height
    columns = np.linspace(0.3, 0.7, 9) * width
    grid = names[np.ix_(rows.astype(int), columns.astype(int))].ravel()
    held = np.bincount(grid[grid > 0], minlength=1)
    name = int(np.argmax(held))
    if held[name] < 0.9 * grid.size:
        return None
    region = np.asarray(names == name, dtype=np.uint8)
    outlines, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    area = float(cv2.contourArea(hull))
    solid = float(cv2.contourArea(outline)) / max(area, 1.0)
    share = area / (height * width)
    if share >= _ALL:  # nothing but paper
        return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])
    if solid < 0.88 or share <= 0.20:
        return None
    return np.asarray(hull, dtype=np.float64).reshape(-1, 2)


def inside(hull: Floats, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Tell for each point whether it lies in a convex hull (n x 2, either way round)."""
    here, there = hull, np.roll(hull, -1, axis=0)
    edge = there - here
    side = edge[:, 0, None] * (y[None] - here[:, 1, None]) - edge[:, 1, None] * (x[None] - here[:, 0, None])
    return np.asarray((side >= 0).all(axis=0) | (side <= 0).all(axis=0), dtype=np.bool_)


def text_on_paper(hull: Floats | None, ink: Ink) -> tuple[Floats | None, Lines]:
    """Return the sheet's hull, widened where it would cut through text, and the lines of text on it.

    A hard shadow can pass for the paper's edge. Lines that run on across the edge, or whole lines of the same
    letters beyond it, are text; the hull grows until it holds them. Without a hull all lines of the picture come.
    """
    if hull is None:
        return None, find_sized_lines(ink)
    for _ in range(3):
        lines = find_sized_lines(ink.take(inside(hull, ink.mid_x, ink.mid_y)))
        if not lines.count:
            return None, find_sized_lines(ink)
        lost = _lost_text(hull, chain(ink, lines.x_height))
        if not len(lost):
            break
        wider = cv2.convexHull(np.concatenate([hull, lost]).astype(np.float32))
        hull = np.asarray(wider, dtype=np.float64).reshape(-1, 2)
    return hull, lines


def _lost_text(hull: Floats, lines: Lines) -> Floats:
    """Return the corners (n x 2, px) of the lines that the hull cuts or leaves out though they are text."""
    letters = lines.letters
    held = inside(hull, letters.mid_x, letters.mid_y)
    kept = np.bincount(lines.number, held, minlength=lines.count)
    total = lines.lengths()
    ratio = letters.height / max(lines.x_height, 1.0)
    shaped = np.bincount(lines.number, (ratio > 0.75) & (ratio < 1.7), minlength=lines.count) / np.maximum(total, 1)
    text = shaped > 0.7
    # Even a nearly empty page shows this; the rare chain of texture that passes only brings along a bit of table.
    cut = text & (kept >= 2) & (total - kept >= 2)
    beyond = text & (kept == 0) & (total >= 6)
    lost = cut | beyond
    margin = 1.5 * lines.x_height
    boxes = spans(lines)[lost] + np.array([-margin, -margin, margin, margin])
    return np.concatenate([boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]]])
