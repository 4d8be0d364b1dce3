"""The picture of a page as it is kept and shown: grey, sharp enough to enlarge, and small enough for an old line.

Grey WebP of 2000 pixels takes a third of the bytes of a JPEG that reads as well: 50-75 kB for the photos and scans of
`samples/beelden`, where JPEG took 180-325 kB. A page of the desk may weigh 150 kB with everything on it, so noisy paper is
pressed harder, and at last made smaller, until it fits.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MOST = 75_000
"""What a picture should weigh at most, in bytes: the page of a letter takes some 65 kB without it."""
_STEPS = ((1.0, 40), (1.0, 25), (0.8, 25), (0.65, 20))
"""Of the longest side, and WebP quality: the first that fits is taken, else the last."""
_EFFORT = 3
"""Of 0 to 6. Above this a page takes longer and becomes no smaller."""


def encode(picture: NDArray[np.uint8], side: int) -> tuple[bytes, int, int]:
    """Return a page, at most `side` pixels long or wide, with its width and height. What must not be seen is masked before."""
    full = Image.fromarray(picture).convert("L")
    for part, quality in _STEPS:
        image, longest = full.copy(), round(side * part)
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=_EFFORT)
        if out.tell() <= MOST:
            break
    return out.getvalue(), image.width, image.height


def media_type(picture: bytes) -> str:
    """Return what kind of picture this is. Those kept by an earlier version are JPEG."""
    return "image/webp" if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP" else "image/jpeg"
