"""Lines that the first reader passed over, found by their ink: what the recogniser is to read besides doubtful words.

On grainy photos Tesseract's page segmentation leaves out whole blocks that are plain to see (an address, a letterhead).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from brievenbus.ocr.shapes import Edges, Shapes, inside, line_of, outside
from brievenbus.ocr.strips import REACH, Strook, strip_at

GROW = 0.08
"""What lies within this many em of a word was read."""
JUMP, LEVEL = 1.1, 0.4
"""One line goes on over JUMP em of white, with shapes that share LEVEL of their height."""
FEWEST, SHORTEST = 3, 1.0
"""A line has so many shapes or is so many em long: what is less is dirt more often than not."""
NUMBER_WIDE, NUMBER_MOST, NUMBER_LEVEL = 3.0, 3, (0.2, 0.4)
"""A page number between its dashes: its width in em, its digits, how far off each other's middle (em) dashes and digits are."""
MOST = 500.0
"""So many em of lines are looked at on one page, about a full page, those with most shapes first: the grain of a table can look
like very many."""


def find_unread(shapes: Shapes, boxes: Sequence[Edges], em: float, wide: int) -> list[Strook]:
    """Return strips round what looks like text outside `boxes` (words that were read).

    `shapes` is the ink of the page, `em` the size of its letters, `wide` its width in pixels.
    """
    lines = _lines([(x0, y0, x1, y1) for x0, y0, x1, y1 in outside(shapes, boxes, GROW * em).tolist()], em)
    lines.sort(key=len, reverse=True)
    strips: list[Strook] = []
    room = MOST * em
    for line in lines:
        room -= _end(line) - line[0][0]
        if room < 0:
            break
        strips += _strips(line, em, wide, (em, em))
    return strips


def find_numbers(letters: Shapes, dashes: Shapes, em: float, wide: int) -> list[Strook]:
    """Return strips round lone page numbers between dashes ("- 3 -"), too short to pass for a line; both are what was not read."""
    strips: list[Strook] = []
    for left in dashes:
        middle = (left[1] + left[3]) / 2
        level = np.abs((dashes[:, 1] + dashes[:, 3]) / 2 - middle) < NUMBER_LEVEL[0] * em
        for right in dashes[level & (dashes[:, 0] > left[2] + em / 4) & (dashes[:, 0] < left[2] + NUMBER_WIDE * em)]:
            box = (float(left[2]), middle - NUMBER_LEVEL[1] * em, float(right[0]), middle + NUMBER_LEVEL[1] * em)
            digits = inside(letters, box)
            if 1 <= len(digits) <= NUMBER_MOST and (digits[:, 3] - digits[:, 1] > em / 2).all():
                strips.append(strip_at(float(left[0]), float(right[2]), line_of(digits, em), wide, (em, em)))
    return strips


def _lines(shapes: Sequence[Edges], em: float) -> list[list[Edges]]:
    """Chain shapes, given from left to right."""
    lines: list[list[Edges]] = []
    for box in shapes:
        fit = [line for line in lines if _follows(line[-1], box, em)]
        if fit:
            min(fit, key=lambda line: abs(line[-1][3] - box[3])).append(box)
        else:
            lines.append([box])
    return [line for line in lines if len(line) >= FEWEST or _end(line) - line[0][0] >= SHORTEST * em]


def _follows(last: Edges, box: Edges, em: float) -> bool:
    shared = min(last[3], box[3]) - max(last[1], box[1])
    return box[0] - last[2] <= JUMP * em and shared >= LEVEL * min(last[3] - last[1], box[3] - box[1])


def _strips(line: Sequence[Edges], em: float, wide: int, room: tuple[float, float]) -> list[Strook]:
    """Cut a line at wide gaps near its middle until no part is longer than a strip may be."""
    found = line_of(np.array(line), em)
    if len(line) < 2 or _end(line) - line[0][0] <= REACH * found.em:
        return [strip_at(line[0][0], _end(line), found, wide, room)]
    gaps = [line[at][0] - line[at - 1][2] - found.em * abs(at - len(line) / 2) / len(line) for at in range(1, len(line))]
    at = 1 + int(np.argmax(gaps))
    gap = line[at][0] - line[at - 1][2]
    return _strips(line[:at], em, wide, (room[0], gap)) + _strips(line[at:], em, wide, (gap, room[1]))


def _end(line: Sequence[Edges]) -> float:
    return max(box[2] for box in line)
