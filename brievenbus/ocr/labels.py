"""A second look beside the label of the letter date, where the first look read no date there.

Everything is counted from the date of a letter, and it stands in small type, often in a margin column that the page
segmentation tears apart. The same few words cut out on their own are read well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from brievenbus.ocr.engine import Grey
from brievenbus.ocr.reads import Read

LABELS = frozenset({"datum", "dagtekening", "verzonden", "verzenddatum", "briefdatum", "notadatum", "factuurdatum"})
HEAD = 0.5
"""Labels are sought in this upper part of the page."""
WIDE, DEEP, LIFT = 9.0, 2.4, 0.45
"""The cut, in heights of the label: to the right of its left edge, below its foot, above its head."""
EDGE = 3
"""Words that come nearer than this many pixels to the edge of the cut may be cut in two: they are left out."""
_DATE = re.compile(r"\b\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2,4}|\b\d{1,2}\.?\s+[a-z]{3,9}\.?\s+\d{4}\b", re.IGNORECASE)

Look = Callable[[Grey], list[Read]]


def look_beside_labels(grijs: Grey, reads: Sequence[Read], look: Look) -> list[Read]:
    """Return the words of the page, with those beside a date label replaced where a second look found a date there."""
    kept = list(reads)
    for label in [r for r in reads if r.tekst.strip(" :.").lower() in LABELS and r.y1 < HEAD * grijs.shape[0]]:
        cut = _cut(label, grijs)
        inside = [r for r in kept if r is not label and _within(r, cut)]
        if _DATE.search(_text(inside)):
            continue
        x0, y0, x1, y1 = cut
        seen = look(grijs[y0:y1, x0:x1])
        found = [
            Read(r.tekst, r.conf, r.x0 + x0, r.y0 + y0, r.x1 + x0, r.y1 + y0)
            for r in seen
            if r.x0 > EDGE and r.y0 > EDGE and r.x1 < x1 - x0 - EDGE and r.y1 < y1 - y0 - EDGE
        ]
        fresh = [r for r in found if r.tekst.strip(" :.").lower() != label.tekst.strip(" :.").lower()]
        if _DATE.search(_text(fresh)):
            kept = [r for r in kept if r not in inside] + fresh
    return kept


def _cut(label: Read, grijs: Grey) -> tuple[int, int, int, int]:
    """The piece of the page that holds the label and what stands to its right and under it."""
    high = label.y1 - label.y0
    height, width = grijs.shape
    return (
        max(0, int(label.x0 - high)),
        max(0, int(label.y0 - LIFT * high)),
        min(width, int(label.x0 + max(WIDE * high, 1.5 * (label.x1 - label.x0)) + high)),
        min(height, int(label.y1 + DEEP * high)),
    )


def _within(read: Read, cut: tuple[int, int, int, int]) -> bool:
    mid_x, mid_y = (read.x0 + read.x1) / 2, (read.y0 + read.y1) / 2
    return cut[0] <= mid_x < cut[2] and cut[1] <= mid_y < cut[3]


def _text(reads: Sequence[Read]) -> str:
    """The words in reading order: a word belongs to the line whose first word stands level with it."""
    lines: list[list[Read]] = []
    for read in sorted(reads, key=lambda r: (r.y0 + r.y1) / 2):
        middle = (read.y0 + read.y1) / 2
        if lines and middle < lines[-1][0].y1:
            lines[-1].append(read)
        else:
            lines.append([read])
    return " ".join(r.tekst for line in lines for r in sorted(line, key=lambda r: r.x0))
