"""Light: from a colour picture to grey in which the paper is evenly near-white."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""HxW, 0 = black, 255 = white."""

PAPER = 240
"""The grey of paper once the light is taken out. Below 255, so that brighter specks of paper do not clip."""

_SMALL = 8
"""The background is worked out on a copy this many times smaller: light changes slowly, and it is 64 times faster."""


def to_grey(picture: NDArray[Any]) -> Grey:
    """Return HxW uint8 from HxW, HxWx1, HxWx3 (RGB) or HxWx4 (RGBA) of any number type that holds 0..255."""
    pixels = np.ascontiguousarray(picture, dtype=np.uint8)
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] == 1:
        return np.ascontiguousarray(pixels[:, :, 0])
    code = cv2.COLOR_RGBA2GRAY if pixels.shape[2] == 4 else cv2.COLOR_RGB2GRAY
    return np.asarray(cv2.cvtColor(pixels, code), dtype=np.uint8)


def fit_within(picture: NDArray[np.uint8], long_side: int) -> tuple[NDArray[np.uint8], float]:
    """Shrink so that the longer side is at most `long_side` px; return the picture and the factor used (<= 1)."""
    factor = long_side / max(picture.shape[:2])
    if factor >= 1:
        return picture, 1.0
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    while picture.shape[0] >= 2 * size[1] > 2 and picture.shape[1] >= 2 * size[0] > 2:  # halving goes six times faster
        height, width = picture.shape[0] // 2, picture.shape[1] // 2
        halved = cv2.resize(picture[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
        picture = np.asarray(halved, dtype=np.uint8)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), factor


def background(grey: Grey) -> Grey:
    """Return what the same picture would be without ink: HxW uint8, smooth, nowhere 0.

    Closing wipes out everything dark that is narrower than 1/40 of the long side: letters and rules, not shadows.
    """
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, -(-width // _SMALL)), max(1, -(-height // _SMALL))), interpolation=cv2.INTER_AREA)
    size = max(3, max(small.shape) // 40 | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    smooth = np.maximum(cv2.GaussianBlur(cv2.medianBlur(closed, 5), (0, 0), 2.0), 1)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def even_light(grey: Grey, light: Grey) -> Grey:
    """Divide a picture by its `background`, so that paper becomes `PAPER` everywhere. Both HxW uint8."""
    return np.asarray(cv2.divide(grey, light, scale=float(PAPER)), dtype=np.uint8)


def noise(grey: Grey) -> float:
    """Return the grain of a picture in grey levels: the median absolute Laplacian, turned into a standard deviation.

    A median, because on a letter most pixels are bare paper and only their grain is meant. Taken in the middle.
    """
    top, left = max(0, grey.shape[0] // 2 - 300), max(0, grey.shape[1] // 2 - 300)
    sample = grey[top : top + 600, left : left + 600]
    if min(sample.shape) < 3:
        return 0.0
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    response = np.abs(cv2.filter2D(sample, cv2.CV_16S, kernel)).ravel()
    ranked = np.cumsum(np.bincount(response))  # few values: far faster than sorting them
    return float(np.searchsorted(ranked, response.size / 2)) / (0.6745 * 6.0)
