"""Paper: where the sheet lies in a photograph, found with a guard that never gives up text for a tidy edge."""

from __future__ import annotations

from itertools import combinations

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

_ROUND_OUT = 1.3
"""Area a sheet with its corners made whole may have, of that seen: a shadow may hide a corner, not half a sheet."""

_HELD = 0.7
"""Share of the picture's middle that a sheet fills."""

_FOUR_SIDED = 0.93
"""Share of the four-sided shape around it that a region fills at least, to be called four-sided itself."""

_LEAK = 2.0
"""How many times larger than the first four-sided region a later one may be: half of a sheet lay in shadow, not more."""

_SNAP = 5
"""px of the small copy within which the sheet is taken to run on to the edge of the picture."""

_MOST_OF = 0.6
"""Share of the sheet's width that its upper or lower edge must hold in one straight piece."""

_BOWED = 0.012
"""Share of the sheet's width by which an edge that counts as straight may bow."""

_BROAD = 1.8
"""x-heights: shapes that are mostly broader are no letters but the pattern of a table."""

_STEEP = 0.64
"""Least sine of the angle between two sides of a sheet, however askew it is taken: 40 degrees."""


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
    found = [hull for limit in _LIMITS if (hull := _middle_region(np.asarray(jump < limit, dtype=np.uint8))) is not None]
    hull = _clearest([_to_edge(hull, height, width) for hull in found], height, width)
    return None if hull is None else hull / factor


def _clearest(hulls: list[Floats], height: int, width: int) -> Floats | None:
    """Return the hull, of those found with ever more tolerance, that is most likely the whole sheet.

    A hard shadow cuts a sheet in two until the tolerance is great enough; with too much of it sheet and table run into
    one. So the largest with four clear sides is meant, if it is not far larger than the first such.
    """
    sheets: list[Floats] = []
    for hull in hulls:
        corners = _with_corners(hull, height, width)
        if corners is None or _area(hull) < _FOUR_SIDED * _area(corners) or _area(hull) >= _ALL * height * width:
            continue
        if not sheets or _area(corners) < _LEAK * _area(sheets[0]):
            sheets.append(corners)
    if sheets:
        return max(sheets, key=_area)
    if not hulls:
        return None
    corners = _with_corners(hulls[0], height, width)
    return hulls[0] if corners is None else corners


def _area(hull: Floats) -> float:
    return float(cv2.contourArea(hull.astype(np.float32)))


def _middle_region(calm: NDArray[np.uint8]) -> Floats | None:
    """Return the hull of the region that fills the picture's middle, if it has the shape and size of a sheet."""
    height, width = calm.shape
    _, labels = cv2.connectedComponents(calm, connectivity=4)
    names = np.asarray(labels)
    rows = np.linspace(0.3, 0.7, 9) * height
    columns = np.linspace(0.3, 0.7, 9) * width
    grid = names[np.ix_(rows.astype(int), columns.astype(int))].ravel()
    held = np.bincount(grid[grid > 0], minlength=1)
    name = int(np.argmax(held))
    if held[name] < _HELD * grid.size:
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


def _to_edge(hull: Floats, height: int, width: int) -> Floats:
    """Return the hull drawn on to the edge of the picture where it comes near: text may stand in the last millimetres."""
    far = np.array([width, height], dtype=np.float64)
    outward = np.where(hull < _SNAP, 0.0, np.where(hull > far - 1 - _SNAP, far, hull))
    return np.asarray(cv2.convexHull(np.concatenate([hull, outward]).astype(np.float32)), np.float64).reshape(-1, 2)


def _with_corners(hull: Floats, height: int, width: int) -> Floats | None:
    """Return the hull with its four sides drawn through to the corners, cut off at the edge of the picture.

    The edge of a shadow cuts corners off a sheet; a sheet has four sides. None where no four sides do.
    """
    points = hull.astype(np.float32)
    reach = 1.5
    while len(points) > 10:
        points = np.asarray(cv2.approxPolyDP(hull.astype(np.float32), reach, closed=True), np.float32).reshape(-1, 2)
        reach *= 1.5
    sides = np.roll(points, -1, axis=0).astype(np.float64) - points
    best, least = None, _ROUND_OUT * float(cv2.contourArea(hull.astype(np.float32)))
    for chosen in combinations(range(len(points)), 4):
        corners = _crossings(points[list(chosen)].astype(np.float64), sides[list(chosen)])
        if corners is not None and (area := float(cv2.contourArea(corners))) < least:
            best, least = corners, area
    if best is None:
        return None
    whole = np.asarray(cv2.convexHull(np.concatenate([hull.astype(np.float32), best])), np.float32)
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    _, cut = cv2.intersectConvexConvex(whole, frame)
    return None if cut is None else np.asarray(cut, dtype=np.float64).reshape(-1, 2)


def _crossings(points: Floats, sides: Floats) -> NDArray[np.float32] | None:
    """Return where four lines (a point and a direction each, in order) meet the next, or None if they are no sheet's."""
    after, there = np.roll(sides, -1, axis=0), np.roll(points, -1, axis=0)
    turn = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    sizes = np.hypot(*sides.T) * np.hypot(*after.T)
    if not ((turn > _STEEP * sizes).all() or (turn < -_STEEP * sizes).all()):
        return None
    gap = there - points
    along = (gap[:, 0] * after[:, 1] - gap[:, 1] * after[:, 0]) / turn
    return np.asarray(points + sides * along[:, None], dtype=np.float32)


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
    broad = np.bincount(lines.number, letters.width > _BROAD * lines.x_height, minlength=lines.count)
    beyond = text & (kept == 0) & (total >= 6) & (broad < total / 2)
    lost = cut | beyond
    margin = 1.5 * lines.x_height
    boxes = spans(lines)[lost] + np.array([-margin, -margin, margin, margin])
    return np.concatenate([boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]]])


def level_edges(hull: Floats, frame: Floats) -> Floats:
    """Return the upper and lower edge of a sheet as rows x0, y0, x1, y1 (px of a roughly level picture), if seen.

    `hull` and `frame` (n x 2, convex): the sheet, and the picture it lies in; where they meet no edge is seen.
    """
    width, height = np.ptp(hull, axis=0)
    bowed = cv2.approxPolyDP(hull.astype(np.float32), _BOWED * width, closed=True)
    hull = np.asarray(bowed, dtype=np.float64).reshape(-1, 2)
    there = np.roll(hull, -1, axis=0)
    long = np.abs(there[:, 0] - hull[:, 0]) > _MOST_OF * width
    flat = np.abs(there[:, 1] - hull[:, 1]) < 0.35 * np.abs(there[:, 0] - hull[:, 0])
    outline = frame.astype(np.float32).reshape(-1, 1, 2)
    middles = (hull + there) / 2
    within = np.array([cv2.pointPolygonTest(outline, (float(x), float(y)), measureDist=True) for x, y in middles])
    seen = long & flat & (np.abs(within) > 0.01 * max(width, height))
    return np.asarray(np.concatenate([hull, there], axis=1)[seen], dtype=np.float64)
