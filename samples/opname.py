"""A picture of a sheet as it was sent, and which part of the sheet is on it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image
from vel import Beeld

A4_MM = np.array([210.0, 297.0])
CEL_MM = 3.0
"""Size of a cell of `Opname.zichtbaar`."""
GROF = 6
"""Where on the sheet a picture looks is worked out for one pixel in so many."""


@dataclass(frozen=True, eq=False)
class Opname:
    """A picture as it was sent. `zichtbaar`: for each cell of `CEL_MM` of the sheet whether it is in the picture."""

    jpeg: bytes
    gegevens: dict[str, float]
    zichtbaar: Beeld


def visible(kaart: Beeld) -> Beeld:
    """Mark the cells of the sheet that some pixel looks at; `kaart` is mm from the middle of the sheet."""
    rijen, kolommen = int(A4_MM[1] / CEL_MM), int(A4_MM[0] / CEL_MM)
    cel = np.floor((kaart + A4_MM / 2) / CEL_MM).astype(int).reshape(-1, 2)
    goed = (cel >= 0).all(axis=1) & (cel < (kolommen, rijen)).all(axis=1)
    gezien = np.zeros((rijen, kolommen), bool)
    gezien[cel[goed, 1], cel[goed, 0]] = True
    return gezien


def as_jpeg(beeld: Beeld, kwaliteit: int, dpi: int = 72) -> bytes:
    """Store a BGR picture, values rounded and cut to 0..255."""
    bak = BytesIO()
    klaar: Any = np.ascontiguousarray(np.clip(beeld[..., ::-1], 0, 255).round().astype(np.uint8))
    Image.fromarray(klaar).save(bak, "JPEG", quality=kwaliteit, dpi=(dpi, dpi))
    return bak.getvalue()
