"""Codes on the page: QR, DataMatrix, Aztec, PDF417 and bar codes, read with zxing-cpp.

A code is ink without the white between lines of text. Only where a patch of the page is that dark a code is sought, so
that a page without codes costs next to nothing and a page with one can be looked at closely.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from zxingcpp import BarcodeFormat, BarcodeFormats

from brievenbus.page import Box, Code, CodeSoort

Grey = NDArray[np.uint8]

_LEAST = 40
"""A picture with a shorter side than this (px) holds no code."""

_SMALL = 4
"""Dark patches are sought in a picture so many times smaller."""

_PAPER = 240.0
"""Grey of the paper of an evened page."""

_PATCH = 1 / 44
"""Side of a dark patch as a share of the longest side: less than 7 mm of an A4, smaller than any code in the post."""

_DARK = 0.3
"""Share of black in a patch; a code has 0.4 to 0.6, a paragraph no more than 0.3."""

_QUIET = 0.03
"""White around a patch that is looked at with it, as a share of the longest side: a code needs a margin."""

_MOST = 10
"""Patches that are looked at, the largest first: a page of photographs must not cost seconds."""

_CLOSE = 1_000_000
"""Patches of no more pixels than this are enlarged once where nothing was read: small or blurred codes."""

_KINDS: dict[BarcodeFormat, CodeSoort] = {
    BarcodeFormat.QRCode: "qr",
    BarcodeFormat.DataMatrix: "datamatrix",
    BarcodeFormat.Aztec: "aztec",
    BarcodeFormat.PDF417: "pdf417",
    BarcodeFormat.Code128: "code128",
    BarcodeFormat.ITF: "itf",
    BarcodeFormat.Code39: "code39",
    BarcodeFormat.EAN13: "ean",
    BarcodeFormat.EAN8: "ean",
}

_LEAST_CHARS: dict[CodeSoort, int] = {"itf": 8, "code39": 6, "code128": 4}
"""Kinds without a strong check of their own: a shorter one may be a row of lines that happens to fit."""


def read_codes(grijs: Grey) -> tuple[Code, ...]:
    """Return the codes on an upright, evened page (HxW uint8), from top to bottom; each content once.

    Nothing is raised for a picture that is empty, tiny or noise: it holds no codes. What a code says is only read,
    an address in it is never opened.
    """
    if grijs.ndim != 2 or min(grijs.shape) < _LEAST:
        return ()
    found: dict[tuple[CodeSoort, str], Code] = {}
    for x0, y0, x1, y1 in _dense(grijs):
        for code in _look(grijs[y0:y1, x0:x1], (x0, y0), grijs.shape):
            found.setdefault((code.soort, code.tekst), code)
    return tuple(sorted(found.values(), key=lambda code: (code.vak.y0, code.vak.x0)))


def _dense(grijs: Grey) -> Iterator[tuple[int, int, int, int]]:
    """Yield the places (x0, y0, x1, y1 in px, with a margin) that are darker than text is, the largest first."""
    height, width = grijs.shape
    small = cv2.resize(grijs, (max(1, width // _SMALL), max(1, height // _SMALL)), interpolation=cv2.INTER_AREA)
    side = max(3, round(max(small.shape) * _PATCH))
    light = np.asarray(cv2.blur(small, (side, side)))
    dark = np.asarray(light < (1 - _DARK) * min(_PAPER, float(np.median(small))), dtype=np.uint8)
    grown = cv2.dilate(dark, np.ones((side, side), np.uint8))  # a patch is as large as the window that saw it
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    spots = np.asarray(stats[1:], dtype=np.int64)
    quiet = round(_QUIET * max(height, width))
    for left, top, wide, high, _area in spots[np.argsort(-spots[:, 4], kind="stable")][:_MOST] if count > 1 else ():
        yield (
            max(0, int(left) * _SMALL - quiet),
            max(0, int(top) * _SMALL - quiet),
            min(width, int(left + wide) * _SMALL + quiet),
            min(height, int(top + high) * _SMALL + quiet),
        )


def _look(patch: Grey, corner: tuple[int, int], shape: tuple[int, ...]) -> Iterator[Code]:
    """Yield the codes in a part of the page that begins at `corner`; enlarged where nothing is read at first."""
    read = _decode(patch)
    scale = 1
    if not read and patch.size <= _CLOSE:
        scale = 2
        read = _decode(np.asarray(cv2.resize(patch, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8))
    for code in read:
        kind, text = _KINDS.get(code.format), code.text.strip()
        if kind is None or len(text) < _LEAST_CHARS.get(kind, 1):
            continue
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
        xs = [(corner[0] + point.x / scale) / shape[1] for point in corners]
        ys = [(corner[1] + point.y / scale) / shape[0] for point in corners]
        yield Code(kind, text, Box(*(min(max(round(edge, 5), 0.0), 1.0) for edge in (min(xs), min(ys), max(xs), max(ys)))))


def _decode(patch: Grey) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        np.ascontiguousarray(patch), formats=BarcodeFormats(tuple(_KINDS)), try_invert=False, text_mode=zxingcpp.TextMode.Plain
    )
