"""Flat: from a photograph or scan to the page as a flatbed would see it: level, evenly lit, letters of one size."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.image.bend import fit_bend, lean
from brievenbus.image.coach import judge, judge_bare, sharpness
from brievenbus.image.ink import Floats, Ink, find_ink, text_angle
from brievenbus.image.light import PAPER, Grey, background, even_light, fit_within, to_grey
from brievenbus.image.lines import Lines, find_sized_lines, spans
from brievenbus.image.meten import Taken, measure
from brievenbus.image.orient import Lees, is_upside_down
from brievenbus.image.paper import find_paper, inside, level_edges, text_on_paper
from brievenbus.image.warp import (
    X_HEIGHT,
    Level,
    apply,
    compose,
    draw,
    is_untouched,
    limit,
    rotation,
    size_of,
    untouched,
)

_LARGE = 4400
"""Longest side in px that is worked with at all: an A4 at 375 dpi. Larger pictures are shrunk first."""

_SEEN = 2400
"""Longest side in px of the copy in which the geometry is found."""

_LEVEL = 2.5
"""Degrees of skew up to which lines are found without turning the picture first."""

_UNEVEN = 0.16
"""What a straight slope may leave of a scan's lines, in x-heights; more means a photo that passes for a scan."""

_ENLARGE = 3.0
"""A picture is not enlarged further than this: beyond it there is nothing left to see."""

_A4_HIGH = 3508.0
"""Long side in px of an A4 at 300 dpi."""

_FINE, _LEGIBLE = 10.0, 13.0
"""x-height in px below which no picture is shrunk if small print gets less than `_FINE`: then it gets `_LEGIBLE`."""

_FINE_PRINT = 30
"""Letters in long lines that small print has at least."""

_STRAYS = 3
"""Shapes of letter size that may not be cut off where the sheet was not found: a page number has so many."""

_RIM = 6
"""px along the edge of a turned picture in which a dark table stands out as if it were ink."""

_VOTERS = 30
"""Longest lines that may be looked at again to see which way is up."""

_FEW = 40
"""Letters in lines below which nothing but one slope can be seen."""

_TEXTURE = 80
"""Letters off the sheet below which they are the grain of the table."""

_SPARSE = 200
"""Letters in lines below which their size may not be that of the page."""


@dataclass(frozen=True)
class FlatPage:
    """A page ready to be read.

    `grijs`: HxW uint8, paper ~240, ink dark, upright; not binary, as tesseract reads grey better. `x_hoogte`: height of
    the small letters in px (about 18; 0.0 where no text was found). `lijnen`: lines of text seen. `aanwijzingen`: hints
    for whoever took the picture, of `coach.ORDE` and in that order.
    `kwaliteit`: 0 (unreadable) .. 1 (a clean scan).
    """

    grijs: Grey
    x_hoogte: float
    lijnen: int
    aanwijzingen: tuple[str, ...]
    kwaliteit: float


def flatten(kleur: NDArray[np.uint8], soort: str, lees: Lees | None = None) -> FlatPage:
    """Return the flat page of a picture (HxWx3 uint8 RGB, EXIF turn applied; grey HxW is taken too).

    `soort` is "scan" or "foto": in a photo the sheet is looked for and bent lines are straightened. `lees` reads
    lines of text and returns its certainty; it is called (twice) only if the letters do not show which way is up.
    A picture without text comes back with its light evened and the hint `leeg`.
    """
    kleur, _ = fit_within(np.ascontiguousarray(kleur, dtype=np.uint8), _LARGE)
    grey = to_grey(kleur)
    seen = _look(kleur, grey, photo=soort == "foto")
    ink = find_ink(seen.flat)
    angle = text_angle(ink if seen.sheet is None else ink.take(inside(seen.sheet, ink.mid_x, ink.mid_y)))
    elsewhere = angle is None and seen.sheet is not None  # a shadow may have passed for the sheet
    if elsewhere:
        angle = text_angle(ink)
    if angle is None:
        return _empty(grey, seen)
    turn, ink, paper = _turn_level(seen, ink, angle)
    paper, lines = text_on_paper(paper, ink)
    if len(lines.letters) < (_TEXTURE if elsewhere else 3):
        return _empty(grey, seen)
    level = _straighten(lines, ink, turn, grey.shape, paper, photo=soort == "foto")
    if soort != "foto" and level.bend is not None:  # a photo in a pdf: start over, and look for the sheet
        return flatten(kleur, "foto", lees)
    drawn = draw(grey, level, paper)
    boxes = _boxes(lines, turn, level)[np.argsort(-lines.lengths())]
    back = np.asarray(cv2.invertAffineTransform(turn), dtype=np.float64)
    spots = apply(back, np.column_stack([lines.letters.mid_x, lines.letters.mid_y]))
    corners = apply(back, _corners(spans(lines)[lines.lengths() >= 5])).reshape(-1, 4, 2)
    hints, quality = judge(measure(seen, lines, spots, corners, angle, sharpness(drawn, boxes[:12])))
    if is_upside_down(drawn, lines, boxes[:_VOTERS], lees):
        drawn = np.asarray(cv2.flip(drawn, -1), dtype=np.uint8)
    size = lines.x_height * level.scale * size_of(level.turn) / size_of(turn)
    return FlatPage(drawn, size, lines.count, hints, quality)


def _look(kleur: NDArray[np.uint8], grey: Grey, *, photo: bool) -> Taken:
    """Return the picture with the small copy in which the page is sought, and in a photo the sheet."""
    small, factor = fit_within(grey, _SEEN)
    light = background(small)
    colour = kleur if photo and kleur.ndim == 3 and kleur.shape[2] >= 3 else None
    hull = None if colour is None else find_paper(colour)
    return Taken(colour, even_light(small, light), light, factor, None if hull is None else hull * factor)


def _empty(grey: Grey, seen: Taken) -> FlatPage:
    """Return a picture without letters, its light evened."""
    hints, quality = judge_bare(float(np.percentile(seen.light, 90)), seen.is_marked() or seen.is_foggy())
    return FlatPage(even_light(grey, background(grey)), 0.0, 0, hints, quality)


def _turn_level(seen: Taken, ink: Ink, angle: float) -> tuple[Floats, Ink, Floats | None]:
    """Return the affine original → level (2x3), and ink and paper in level px; small skew is left to the lines.

    A quarter turn leaves the shapes as they are; for any other they are sought anew.
    """
    scale = np.array([[seen.factor, 0.0, 0.0], [0.0, seen.factor, 0.0]])
    if abs(angle) <= _LEVEL:
        return scale, ink, seen.sheet
    quarter = 90.0 * round(angle / 90)
    if abs(angle - quarter) <= _LEVEL:
        turn, _ = rotation(quarter, *seen.flat.shape)
        return compose(turn, scale), ink.turned(turn), None if seen.sheet is None else apply(turn, seen.sheet)
    turn, size = rotation(angle, *seen.flat.shape)
    turned = cv2.warpAffine(seen.flat, turn, size, flags=cv2.INTER_LINEAR, borderValue=(PAPER,))
    ink = find_ink(np.asarray(turned, dtype=np.uint8))
    low, (height, width) = _RIM, np.array(seen.flat.shape) - _RIM
    frame = apply(turn, np.array([[low, low], [width, low], [width, height], [low, height]], dtype=np.float64))
    ink = ink.take(inside(frame, ink.mid_x, ink.mid_y))
    return compose(turn, scale), ink, None if seen.sheet is None else apply(turn, seen.sheet)


def _straighten(lines: Lines, ink: Ink, turn: Floats, shape: tuple[int, ...], paper: Floats | None, *, photo: bool) -> Level:
    """Return how the level picture becomes flat: one turn for a scan, a bend for whatever is not straight."""
    few = len(lines.letters) < _FEW
    frame = apply(turn, np.array([[0, 0], [shape[1], 0], [shape[1], shape[0]], [0, shape[0]]], dtype=np.float64))
    edges = None if paper is None else level_edges(paper, frame)
    held = edges is not None and len(edges) == 2  # then the sheet itself shows what a few words cannot
    bend = fit_bend(lines, rigid=not photo or (few and not held), edges=edges)
    if not few and bend.rest > _UNEVEN * lines.x_height:
        bend, photo = fit_bend(lines, rigid=False), True
    if not photo:
        x0, y0, x1, y1 = _box(frame)
        more, (width, height) = rotation(bend.slope(), round(y1 - y0), round(x1 - x0))
        whole = (0.0, 0.0, float(width), float(height))
        level = Level(compose(more, turn), None, 0.0, whole, _scale(lines, ink, turn, whole))
        return untouched(shape) if is_untouched(level) else level
    level = Level(turn, bend, lean(lines, bend), (0, 0, 0, 0), 1.0)
    box = _photo_box(level, lines, ink, frame, paper)
    return replace(level, box=box, scale=_scale(lines, ink, turn, box))


def _scale(lines: Lines, ink: Ink, turn: Floats, box: tuple[float, float, float, float]) -> float:
    """Return result px per level px: letters of `X_HEIGHT`, on a nearly empty page no larger than an A4 at 300 dpi.

    There the small print may be most of what is seen, and its size would blow up the rest. Elsewhere a headline may
    pass for the text: no picture is shrunk until its small print is gone.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    wanted = X_HEIGHT / max(lines.x_height, 1.0)
    if len(lines.letters) < _SPARSE:
        wanted = min(wanted, _A4_HIGH / max(width, height, 1.0))
    if wanted * size_of(turn) < 1 and (fine := _fine_print(ink, lines.x_height)) * wanted < _FINE:
        wanted = max(wanted, min(_LEGIBLE / fine, 1 / size_of(turn)))
    return limit(min(wanted, _ENLARGE * size_of(turn)), width, height)


def _fine_print(ink: Ink, size: float) -> float:
    """Return the x-height in px of the small print beside text of x-height `size`, or `size` if there is none."""
    lines = find_sized_lines(ink.take(ink.height < 0.8 * size))
    many = lines.count and lines.lengths()[lines.lengths() >= 8].sum() >= _FINE_PRINT
    return lines.x_height if many else size


def _photo_box(level: Level, lines: Lines, ink: Ink, frame: Floats, paper: Floats | None) -> tuple[float, float, float, float]:
    """Return the part of the flat picture to draw: the sheet, or lacking that the text with a wide margin.

    Without a sheet the ends of lines that lie in the dark may have been missed, hence the wide margin, and all that may
    be letters comes along; the table in it costs less than the amounts at the end of a line.
    """
    text = np.array(_box(level.to_flat(_corners(spans(lines)))))
    wide = 0.12 * max(text[2] - text[0], text[3] - text[1]) if paper is None else 1.5 * lines.x_height
    text += np.array([-wide, -wide, wide, wide])
    if paper is None:
        like = (ink.height > 0.6 * lines.x_height) & (ink.height < 2 * lines.x_height) & (ink.width < 2 * ink.height)
        spots = level.to_flat(np.column_stack([ink.mid_x, ink.mid_y])[like])
        text = np.concatenate([-_reach(-spots, -text[:2], wide / 2), _reach(spots, text[2:], wide / 2)])
    if paper is not None:
        sheet = np.array(_box(level.to_flat(paper)))
        text = np.concatenate([np.minimum(text[:2], sheet[:2]), np.maximum(text[2:], sheet[2:])])
    edge = np.array(_box(level.to_flat(frame)))
    box = np.concatenate([np.maximum(text[:2], edge[:2]), np.minimum(text[2:], edge[2:])])
    return float(box[0]), float(box[1]), float(box[2]), float(box[3])


def _reach(spots: Floats, edges: Floats, margin: float) -> Floats:
    """Return the right and lower edge, moved out to hold the spots (n x 2) beyond it if they are enough to be text."""
    beyond = (spots > edges).sum(axis=0) >= _STRAYS
    return np.where(beyond, np.maximum(edges, spots.max(axis=0, initial=-np.inf) + margin), edges)


def _box(points: Floats) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _boxes(lines: Lines, turn: Floats, level: Level) -> Floats:
    """Return the box of each line (count x 4: x0, y0, x1, y1) on the finished page; `turn` is that of the lines."""
    back = np.asarray(cv2.invertAffineTransform(turn), dtype=np.float64)
    flat = level.to_flat(apply(level.turn, apply(back, _corners(spans(lines)))))
    drawn = ((flat - np.array(level.box[:2])) * level.scale).reshape(-1, 4, 2)
    return np.concatenate([drawn.min(axis=1), drawn.max(axis=1)], axis=1)


def _corners(boxes: Floats) -> Floats:
    """Return the four corners of each box (n x 4), one after the other (4n x 2)."""
    return boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)
