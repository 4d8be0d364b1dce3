"""A page on which no letters were seen: is it a bare back, or does a bar code stand on it that parts two letters?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

DARK = 128
FAINT, DUST = 0.6, 0.002
"""Ink is darker than FAINT times the paper; on less than DUST of a page it is dust, a fold or the edge of the scanner."""
STEP = 1 / 200
"""Two rows this far apart (share of the height) are compared: a bar runs straight on, letters do not."""
EDGES = 30
"""Fewer changes between ink and paper on a row are no bar code."""
ALIKE = 0.9
TALL = 5
"""A bar code holds at least this many steps one under another."""


def is_bare(grijs: Grey) -> bool:
    """Tell whether nothing is printed on the page. What shines through from the other side is no print."""
    paper = float(np.median(grijs))
    return paper > DARK and float((grijs < FAINT * paper).mean()) < DUST


def has_bars(grijs: Grey) -> bool:
    """Tell whether a bar code stands on the upright page, whichever way it was laid."""
    return _rows_alike(grijs) or _rows_alike(grijs.T)


def _rows_alike(grijs: Grey) -> bool:
    step = max(2, round(grijs.shape[0] * STEP))
    ink = grijs[::step] < DARK
    edges = ink[:, 1:] != ink[:, :-1]
    both = (ink[1:] & ink[:-1]).sum(axis=1)
    either = (ink[1:] | ink[:-1]).sum(axis=1)
    straight = (edges[1:].sum(axis=1) >= EDGES) & (both >= ALIKE * either)
    run = 0
    for row in straight:
        run = run + 1 if row else 0
        if run >= TALL:
            return True
    return False
