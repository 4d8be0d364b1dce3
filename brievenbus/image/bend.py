"""Bend: the printed lines themselves are the grid from which skew, perspective, lens, curl and folds are undone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.polynomial import polyval2d
from numpy.typing import NDArray

from brievenbus.image.ink import Floats, Ink
from brievenbus.image.lines import Lines, spans

_ROUNDS = 6
"""Rounds of reweighting, in which descenders and stray shapes lose their say."""

_RIDGE = 1e-5
"""Pull towards zero, as a share of the number of letters: keeps the corners that hold no text calm.

A hundred times more (measured on 22 hard photos) leaves twice as many lines bent.
"""

_RICH = 350
"""Letters from which the text alone tells of every curve."""

_MARKS = 30
"""Places on an edge of the sheet that count as letters, where it helps out sparse text."""

_EDGE = 0.05
"""The polynomial is held constant further than this (fraction of the text's size) outside the text it was fitted on."""

_NEAR = 0.02
"""px by which a substitution may still change a place that counts as found."""

_PAIRS = 3000
"""Pairs of line starts above which only every third is asked about the lean of the margin."""


@dataclass(frozen=True, slots=True)
class Bend:
    """f(x, y) in px, such that y + f(x, y) is constant along every printed line.

    `powers` holds (i, j) of each term x^i y^j, on x and y scaled by `centre` and `radius` (px); `box` is the area
    x0, y0, x1, y1 (px) that f is trusted in; `rest` is what is left of the unevenness, in px (robust deviation).
    """

    powers: tuple[tuple[int, int], ...]
    weights: Floats
    centre: tuple[float, float]
    radius: float
    box: tuple[float, float, float, float]
    rest: float

    def lift(self, x: Floats, y: Floats) -> Floats:
        """Return f at these places (px in, px out); outside `box` the value at its edge."""
        left, top, right, bottom = self.box
        across = (np.clip(x, left, right) - self.centre[0]) / self.radius
        down = (np.clip(y, top, bottom) - self.centre[1]) / self.radius
        table = np.zeros((max(i for i, _ in self.powers) + 1, max(j for _, j in self.powers) + 1))
        table[tuple(np.transpose(self.powers))] = self.weights
        return np.asarray(polyval2d(across, down, table), dtype=np.float64)

    def unlift(self, x: Floats, level: Floats) -> Floats:
        """Return the y for which y + f(x, y) = level, by repeated substitution (f changes slowly with y)."""
        y = level
        for _ in range(8):
            before, y = y, level - self.lift(x, y)
            if np.abs(y - before).max(initial=0.0) < _NEAR:
                break
        return y

    def slope(self) -> float:
        """Return the direction of the lines in degrees (clockwise), as far as one slope can tell."""
        return math.degrees(math.atan2(-float(self.weights[0]), self.radius))

    def calm(self) -> bool:
        """Tell whether lines keep their order: no place where the page would fold over itself or stretch wildly."""
        left, top, right, bottom = self.box
        x, y = np.meshgrid(np.linspace(left, right, 12), np.linspace(top, bottom, 24))
        steps = np.diff(y + self.lift(x, y), axis=0) / np.diff(y, axis=0)
        return bool(steps.min() > 0.6 and steps.max() < 1.6)


def _terms(across: Floats, down: Floats, powers: tuple[tuple[int, int], ...]) -> Floats:
    wide = [np.ones_like(across)]
    high = [np.ones_like(down)]
    for _ in range(4):  # by repeated multiplication: numpy's power is far slower
        wide.append(wide[-1] * across)
        high.append(high[-1] * down)
    return np.stack([wide[i] * high[j] for i, j in powers], axis=-1)


def _powers(letters: int, count: int) -> list[tuple[tuple[int, int], ...]]:
    """Return the polynomials to try, richest first; fewer letters and lines carry fewer terms."""
    slope: tuple[tuple[int, int], ...] = ((1, 0),)
    simple = ((1, 0), (2, 0), (1, 1))
    full = tuple((i, j) for i in range(1, 5) for j in range(4) if i + j <= 5)
    if letters < 120 or count < 7:
        return [slope]
    return [simple, slope] if letters < _RICH or count < 14 else [full, simple, slope]


def fit_bend(lines: Lines, *, rigid: bool, edges: Floats | None = None) -> Bend:
    """Fit the bend on the undersides of the letters; `rigid` allows one slope only (a sheet on a flatbed).

    `edges` (n x 4: x0, y0, x1, y1 in px): the upper and lower edge of the sheet, as far as they are straight and seen.
    Where text is sparse they count as lines: they lie furthest apart, and tell of the slope between.
    """
    counts = lines.lengths()
    shortest = 6 if (counts >= 6).sum() >= 5 else 3
    lines = lines.keep(counts[lines.number] >= shortest)
    tries = _powers(len(lines.letters), lines.count)
    if edges is not None and len(edges) and len(lines.letters) < _RICH and not rigid:
        lines = _with_edges(lines, edges)
        tries = _powers(max(len(lines.letters), 120), 7)
    bend = _fit(lines, tries[-1])
    for powers in [] if rigid else tries[:-1]:
        richer = _fit(lines, powers)
        if richer.calm() and richer.rest <= bend.rest * 1.05:
            return richer
    return bend


def _with_edges(lines: Lines, edges: Floats) -> Lines:
    """Return the lines with each edge as one more, of letters without size."""
    share = (np.arange(_MARKS) + 0.5) / _MARKS
    x, y = (edges[:, [axis]] + share * (edges[:, [axis + 2]] - edges[:, [axis]]) for axis in (0, 1))
    letters = lines.letters
    more = (x.ravel(), y.ravel(), x.ravel(), y.ravel(), np.zeros(x.size))
    held = (letters.x0, letters.y0, letters.x1, letters.y1, letters.area)
    number = np.concatenate([lines.number, lines.count + np.repeat(np.arange(len(edges)), _MARKS)])
    both = Ink(*(np.concatenate(pair) for pair in zip(held, more, strict=True)))
    return Lines(both, number.astype(np.int64), lines.count + len(edges), lines.x_height)


def _fit(lines: Lines, powers: tuple[tuple[int, int], ...]) -> Bend:
    """Weighted least squares with one free height a line, taken out by centring each line on its weighted mean."""
    x, number = lines.letters.mid_x, lines.number
    y: Floats = lines.letters.y1
    left, right, top, bottom = (float(edge) for edge in (x.min(), x.max(), y.min(), y.max()))
    centre = ((left + right) / 2, (top + bottom) / 2)
    radius = max(right - left, bottom - top) / 2 or 1.0
    terms = _terms((x - centre[0]) / radius, (y - centre[1]) / radius, powers)
    trust: Floats = np.ones(len(x))
    weights: Floats = np.zeros(len(powers))
    rest = 0.0
    for _ in range(_ROUNDS):
        flat_terms = terms - _line_means(terms, trust, number)
        flat_y = y - _line_means(y[:, None], trust, number)[:, 0]
        normal = flat_terms.T @ (flat_terms * trust[:, None]) + np.eye(len(powers)) * _RIDGE * len(x)
        weights = np.asarray(-np.linalg.solve(normal, flat_terms.T @ (flat_y * trust)), dtype=np.float64)
        off = flat_y + flat_terms @ weights
        rest = 1.48 * float(np.median(np.abs(off)))
        scale = max(rest, 0.03 * lines.x_height)
        trust = 1 / (1 + (off / (2 * scale)) ** 2) ** 2
    edge_x, edge_y = _EDGE * (right - left), _EDGE * (bottom - top)
    box = (left - edge_x, top - edge_y, right + edge_x, bottom + edge_y)
    return Bend(powers, weights, centre, radius, box, rest)


def _line_means(values: Floats, trust: Floats, number: NDArray[np.int64]) -> Floats:
    """Return for each letter the weighted mean of `values` (n x k) over its line."""
    total = np.bincount(number, trust)
    means = np.stack([np.bincount(number, trust * column) for column in values.T], axis=1) / total[:, None]
    return np.asarray(means[number], dtype=np.float64)


def lean(lines: Lines, bend: Bend) -> float:
    """Return how far the left margin leans: px to the right per px down, after the bend; 0.0 where it cannot be seen.

    Many lines start at the same margin. Every pair of line starts proposes a lean; the one that most starts agree
    with wins, if that are at least five and a quarter of all.
    """
    boxes = spans(lines)
    x = boxes[:, 0]
    mid = (boxes[:, 1] + boxes[:, 3]) / 2
    y = mid + bend.lift(x, mid)
    first, second = np.triu_indices(len(x), 1)
    far = np.abs(y[first] - y[second]) > 12 * lines.x_height
    step = 3 if far.sum() > _PAIRS else 1
    first, second = first[far][::step], second[far][::step]
    if not len(first):
        return 0.0
    slopes = (x[second] - x[first]) / (y[second] - y[first])
    ok = np.abs(slopes) < 0.35
    first, slopes = first[ok], slopes[ok]
    best, votes = 0.0, 0
    for part in np.array_split(np.arange(len(slopes)), len(slopes) // 500 + 1):
        start = x[first[part], None] + slopes[part, None] * (y[None, :] - y[first[part], None])
        agree = (np.abs(start - x[None, :]) < 0.35 * lines.x_height).sum(axis=1)
        if len(agree) and agree.max() > votes:
            best, votes = float(slopes[part][np.argmax(agree)]), int(agree.max())
    return best if votes >= max(5, len(x) // 4) else 0.0
