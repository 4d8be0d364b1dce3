"""Flat: from a photograph or scan to the page as a flatbed would see it: level, evenly lit, letters of one size."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.image.bend import fit_bend, lean
from brievenbus.image.coach import NOTHING, Measures, cut_lines, judge, sharpness
from brievenbus.image.ink import Floats, Ink, find_ink, text_angle
from brievenbus.image.light import PAPER, Grey, background, even_light, fit_within, noise, to_grey
from brievenbus.image.lines import Lines, spans
from brievenbus.image.orient import Lees, is_upside_down
from brievenbus.image.paper import find_paper, inside, text_on_paper
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

_VOTERS = 30
"""Longest lines that may be looked at again to see which way is up."""

_FEW = 40
"""Letters in lines below which nothing but one slope can be seen."""

_SPARSE = 200
"""Letters in lines below which their size may not be that of the page."""


@dataclass(frozen=True)
class FlatPage:
    """A page ready to be read.

    `grijs`: HxW uint8, paper ~240, ink dark, upright; not binary, as tesseract reads grey better. `x_hoogte`: height of
    the small letters in px (about 20; 0.0 where no text was found). `lijnen`: lines of text seen. `aanwijzingen`: hints
    for whoever took the picture (`te_donker` `onscherp` `schaduw` `afgesneden` `scheef` `te_klein` `leeg`).
    `kwaliteit`: 0 (unreadable) .. 1 (a clean scan).
    """

    grijs: Grey
    x_hoogte: float
    lijnen: int
    aanwijzingen: tuple[str, ...]
    kwaliteit: float


@dataclass(frozen=True, slots=True)
class _Seen:
    """The small copy in which the page is sought: `flat` evenly lit, `light` its background, `factor` its size."""

    flat: Grey
    light: Grey
    factor: float


def flatten(kleur: NDArray[np.uint8], soort: str, lees: Lees | None = None) -> FlatPage:
    """Return the flat page of a picture (HxWx3 uint8 RGB, EXIF turn applied; grey HxW is taken too).

    `soort` is "scan" or "foto": in a photo the sheet is looked for and bent lines are straightened. `lees` reads
    lines of text and returns its certainty; it is called (twice) only if the letters do not show which way is up.
    A picture without text comes back with its light evened and the hint `leeg`.
    """
    kleur, _ = fit_within(np.ascontiguousarray(kleur, dtype=np.uint8), _LARGE)
    grey = to_grey(kleur)
    seen = _look(grey)
    paper = _paper(kleur, seen) if soort == "foto" and kleur.ndim == 3 and kleur.shape[2] >= 3 else None
    ink = find_ink(seen.flat)
    angle = text_angle(ink if paper is None else ink.take(inside(paper, ink.mid_x, ink.mid_y)))
    if angle is None:
        return _empty(grey)
    turn, ink, paper = _turn_level(seen, ink, paper, angle)
    paper, lines = text_on_paper(paper, ink)
    if len(lines.letters) < 3:
        return _empty(grey)
    level = _straighten(lines, turn, grey.shape, paper, photo=soort == "foto")
    if soort != "foto" and level.bend is not None:  # a photo in a pdf: start over, and look for the sheet
        return flatten(kleur, "foto", lees)
    drawn = draw(grey, level, paper)
    boxes = _boxes(lines, turn, level)[np.argsort(-lines.lengths())]
    hints, quality = judge(_measure(seen, lines, turn, angle, sharpness(drawn, boxes[:12])))
    if is_upside_down(drawn, lines, boxes[:_VOTERS], lees):
        drawn = np.ascontiguousarray(drawn[::-1, ::-1])
    size = lines.x_height * level.scale * size_of(level.turn) / size_of(turn)
    return FlatPage(drawn, size, lines.count, hints, quality)


def _look(grey: Grey) -> _Seen:
    small, factor = fit_within(grey, _SEEN)
    light = background(small)
    return _Seen(even_light(small, light), light, factor)


def _paper(kleur: NDArray[np.uint8], seen: _Seen) -> Floats | None:
    hull = find_paper(kleur)
    return None if hull is None else hull * seen.factor


def _empty(grey: Grey) -> FlatPage:
    """Return a picture without text, its light evened."""
    return FlatPage(even_light(grey, background(grey)), 0.0, 0, *judge(NOTHING))


def _turn_level(seen: _Seen, ink: Ink, paper: Floats | None, angle: float) -> tuple[Floats, Ink, Floats | None]:
    """Return the affine original → level (2x3), and ink and paper in level px; small skew is left to the lines."""
    scale = np.array([[seen.factor, 0.0, 0.0], [0.0, seen.factor, 0.0]])
    if abs(angle) <= _LEVEL:
        return scale, ink, paper
    turn, size = rotation(angle, *seen.flat.shape)
    turned = cv2.warpAffine(seen.flat, turn, size, flags=cv2.INTER_LINEAR, borderValue=(PAPER,))
    ink = find_ink(np.asarray(turned, dtype=np.uint8))
    return compose(turn, scale), ink, None if paper is None else apply(turn, paper)


def _straighten(lines: Lines, turn: Floats, shape: tuple[int, ...], paper: Floats | None, *, photo: bool) -> Level:
    """Return how the level picture becomes flat: one turn for a scan, a bend for whatever is not straight."""
    few = len(lines.letters) < _FEW
    bend = fit_bend(lines, rigid=few or not photo)
    if not few and bend.rest > _UNEVEN * lines.x_height:
        bend, photo = fit_bend(lines, rigid=False), True
    frame = np.array([[0, 0], [shape[1], 0], [shape[1], shape[0]], [0, shape[0]]], dtype=np.float64)
    if not photo:
        x0, y0, x1, y1 = _box(apply(turn, frame))
        more, (width, height) = rotation(bend.slope(), round(y1 - y0), round(x1 - x0))
        whole = (0.0, 0.0, float(width), float(height))
        level = Level(compose(more, turn), None, 0.0, whole, _scale(lines, turn, whole))
        return untouched(shape) if is_untouched(level) else level
    level = Level(turn, bend, lean(lines, bend), (0, 0, 0, 0), 1.0)
    box = _photo_box(level, lines, apply(turn, frame), paper)
    return replace(level, box=box, scale=_scale(lines, turn, box))


def _scale(lines: Lines, turn: Floats, box: tuple[float, float, float, float]) -> float:
    """Return result px per level px: letters of 20 px, on a nearly empty page no larger than an A4 at 300 dpi.

    There the small print may be most of what is seen, and its size would blow up the rest.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    wanted = X_HEIGHT / max(lines.x_height, 1.0)
    if len(lines.letters) < _SPARSE:
        wanted = min(wanted, _A4_HIGH / max(width, height, 1.0))
    return limit(min(wanted, _ENLARGE * size_of(turn)), width, height)


def _photo_box(level: Level, lines: Lines, frame: Floats, paper: Floats | None) -> tuple[float, float, float, float]:
    """Return the part of the flat picture to draw: the sheet, or lacking that the text with a wide margin.

    Without a sheet the ends of lines that lie in the dark may have been missed, hence the wide margin; the table
    that comes along costs less than the amounts at the end of a line.
    """
    text = np.array(_box(level.to_flat(_corners(spans(lines)))))
    wide = 0.12 * max(text[2] - text[0], text[3] - text[1]) if paper is None else 1.5 * lines.x_height
    text += np.array([-wide, -wide, wide, wide])
    if paper is not None:
        sheet = np.array(_box(level.to_flat(paper)))
        text = np.concatenate([np.minimum(text[:2], sheet[:2]), np.maximum(text[2:], sheet[2:])])
    edge = np.array(_box(level.to_flat(frame)))
    box = np.concatenate([np.maximum(text[:2], edge[:2]), np.minimum(text[2:], edge[2:])])
    return float(box[0]), float(box[1]), float(box[2]), float(box[3])


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


def _measure(seen: _Seen, lines: Lines, turn: Floats, angle: float, sharp: float) -> Measures:
    """Collect what the coach judges; `turn` leads back from level px to the picture as taken."""
    back = np.asarray(cv2.invertAffineTransform(turn), dtype=np.float64)
    height, width = seen.light.shape
    spots = apply(back, np.column_stack([lines.letters.mid_x, lines.letters.mid_y])) * seen.factor
    columns = np.clip(spots[:, 0], 0, width - 1).astype(int)
    paper = seen.light[np.clip(spots[:, 1], 0, height - 1).astype(int), columns]
    size = lines.x_height / seen.factor
    boxes = spans(lines)[lines.lengths() >= 5]
    corners = apply(back, _corners(boxes)).reshape(-1, 4, 2)
    return Measures(
        letters=len(lines.letters),
        x_height=size,
        skew=min(abs(angle), 90 - abs(angle)),
        paper_low=float(np.percentile(paper, 5)),
        paper_high=float(np.percentile(paper, 95)),
        sharp=sharp,
        grain=noise(seen.flat),
        cut=cut_lines(corners, round(width / seen.factor), round(height / seen.factor), 0.35 * size),
    )
