"""Warp: draw the flat page, in one resampling from the original picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.image.bend import Bend
from brievenbus.image.ink import Floats
from brievenbus.image.light import PAPER, Grey, background, even_light, fit_within

X_HEIGHT = 18.0
"""x-height of the result in px, between edges at half depth; with the blur around it about 20.

At four fifths of it tesseract reads clearly worse, at half as much again no better and a third slower.
"""

_GRID = 32
"""The map from result to original is worked out every so many px and filled in between."""

_BAND = 16 * _GRID
"""Rows of the result drawn at a time: the map of all of it would take eight times the room of the page itself."""

_LARGEST = 5200
"""Longest side of the result in px."""

_SAME = 0.08
"""A picture whose letters are within this share of the wanted size, and that is straight, is not resampled."""

_STRAIGHT = 0.0015
"""Slope that counts as straight: 3 px over a line of 2000."""

_FRAY = 0.6
"""Shrinking further than this is done by averaging, before the one cubic resampling."""

_IDENTITY: Floats = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@dataclass(frozen=True, slots=True)
class Level:
    """From the picture in which the ink was found ("seen") to the level one, and to the original. All px.

    `turn`: 2x3 affine, original → level. `bend` and `lean`: what remains, level → flat (see bend.py).
    `box`: part of the flat picture to draw, x0, y0, x1, y1 in flat px. `scale`: result px per flat px.
    """

    turn: Floats
    bend: Bend | None
    lean: float
    box: tuple[float, float, float, float]
    scale: float

    def to_flat(self, points: Floats) -> Floats:
        """Map level points (n x 2) to flat px."""
        y = points[:, 1] + (self.bend.lift(points[:, 0], points[:, 1]) if self.bend else 0.0)
        return np.column_stack([points[:, 0] - self.lean * y, y])

    def size(self) -> tuple[int, int]:
        """Return width and height of the result in px."""
        x0, y0, x1, y1 = self.box
        return max(1, math.ceil((x1 - x0) * self.scale)), max(1, math.ceil((y1 - y0) * self.scale))


def apply(matrix: Floats, points: Floats) -> Floats:
    """Map points (n x 2) through a 2x3 affine."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], dtype=np.float64)


def size_of(matrix: Floats) -> float:
    """Return how many times a 2x3 affine (turn and scale only) enlarges."""
    return math.hypot(matrix[0, 0], matrix[0, 1])


def compose(then: Floats, first: Floats) -> Floats:
    """Return the 2x3 affine that does `first` and then `then`."""
    return np.column_stack([then[:, :2] @ first[:, :2], then[:, :2] @ first[:, 2] + then[:, 2]])


def rotation(degrees: float, height: int, width: int) -> tuple[Floats, tuple[int, int]]:
    """Return the 2x3 affine that turns a picture so that lines at `degrees` become level, and the new (w, h)."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    wide, high = abs(width * cos) + abs(height * sin), abs(width * sin) + abs(height * cos)
    linear = np.array([[cos, sin], [-sin, cos]])
    shift = np.array([wide, high]) / 2 - linear @ np.array([width, height]) / 2
    return np.column_stack([linear, shift]), (math.ceil(wide), math.ceil(high))


def limit(scale: float, width: float, height: float) -> float:
    """Return the scale, lowered where the result (width x height flat px) would get larger than `_LARGEST`."""
    return min(scale, _LARGEST / max(width, height, 1.0))


def draw(grey: Grey, level: Level, paper: Floats | None) -> Grey:
    """Return the flat, evenly lit page from the original grey picture; white outside `paper` (n x 2, level px)."""
    grey, level = _shrunk(grey, level)
    width, height = level.size()
    if np.array_equal(level.turn, _IDENTITY) and level.bend is None:
        return even_light(grey, background(grey))
    if level.bend is None:
        turn = level.turn.copy()
        turn[:, 2] -= level.box[:2]
        flat = cv2.warpAffine(grey, turn * level.scale, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    else:
        flat = np.empty((height, width), np.uint8)
        for top in range(0, height, _BAND):
            across, down = _maps(level, level.bend, width, range(top, min(top + _BAND, height)))
            flat[top : top + _BAND] = cv2.remap(grey, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    drawn = np.asarray(flat, dtype=np.uint8)
    drawn = even_light(drawn, background(drawn))
    if paper is not None:
        _blank_outside(drawn, level, paper)
    return drawn


def _shrunk(grey: Grey, level: Level) -> tuple[Grey, Level]:
    """Return a smaller original where the result is much smaller: cubic sampling skips pixels, and letters fray."""
    factor = size_of(level.turn) * level.scale
    if factor > _FRAY:
        return grey, level
    small, shrink = fit_within(grey, max(1, round(max(grey.shape) * factor)))
    return small, replace(level, turn=compose(level.turn, np.array([[1 / shrink, 0, 0], [0, 1 / shrink, 0]])))


def is_untouched(level: Level) -> bool:
    """Tell whether the picture already has, nearly, the size and direction that `level` asks for."""
    change = level.turn[:, :2] * level.scale - np.eye(2)
    return bool(level.bend is None and np.abs(change).max() < _SAME and abs(change[0, 1]) < _STRAIGHT)


def untouched(shape: tuple[int, ...]) -> Level:
    """Return the level of a picture (HxW…) that is drawn as it is."""
    return Level(_IDENTITY, None, 0.0, (0.0, 0.0, float(shape[1]), float(shape[0])), 1.0)


def _maps(level: Level, bend: Bend, width: int, band: range) -> tuple[NDArray[np.float32], ...]:
    """Return for every px in these rows of the result the x and y in the original (two HxW float32)."""
    columns = np.arange(-(_GRID + 1) / 2, width + _GRID * 1.5, _GRID)
    rows = band.start + np.arange(-(_GRID + 1) / 2, len(band) + _GRID * 1.5, _GRID)
    x, y = np.meshgrid(columns / level.scale + level.box[0], rows / level.scale + level.box[1])
    x = x + level.lean * y
    points = np.column_stack([x.ravel(), bend.unlift(x.ravel(), y.ravel())])
    inverse = np.asarray(cv2.invertAffineTransform(level.turn), dtype=np.float64)
    source = apply(inverse, points).astype(np.float32).reshape(*x.shape, 2)
    full = (x.shape[1] * _GRID, x.shape[0] * _GRID)
    # Px n of the enlarged grid stands at (n + 0.5) / GRID - 0.5 of the small one.
    maps = [cv2.resize(source[:, :, axis], full, interpolation=cv2.INTER_LINEAR) for axis in (0, 1)]
    return tuple(np.asarray(part, dtype=np.float32)[_GRID : _GRID + len(band), _GRID : _GRID + width] for part in maps)


def _blank_outside(drawn: Grey, level: Level, paper: Floats) -> None:
    """Paint everything outside the sheet as bare paper, in place; the sheet's edges may be curved on the result."""
    steps = np.linspace(0, 1, 24, endpoint=False)[:, None]
    there = np.roll(paper, -1, axis=0)
    edge = np.concatenate([a + (b - a) * steps for a, b in zip(paper, there, strict=True)])
    outline = (level.to_flat(edge) - np.array(level.box[:2])) * level.scale
    mask = np.zeros(drawn.shape, np.uint8)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], (255,))
    drawn[mask == 0] = PAPER
