"""Mask: paint over what nobody may see, such as a burgerservicenummer on the picture of a page."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from brievenbus.page import Box


def mask_boxes(grijs: NDArray[np.uint8], boxes: Iterable[Box]) -> NDArray[np.uint8]:
    """Return a copy of the page (HxW or HxWx3 uint8) with each box (fractions 0..1) white inside a black edge.

    Rounded outwards, so that no sliver of a digit remains; boxes outside the page are cut to it.
    """
    masked = np.array(grijs, dtype=np.uint8, order="C")
    height, width = masked.shape[:2]
    for box in boxes:
        left, top = int(np.floor(np.clip(box.x0, 0, 1) * width)), int(np.floor(np.clip(box.y0, 0, 1) * height))
        right, bottom = int(np.ceil(np.clip(box.x1, 0, 1) * width)), int(np.ceil(np.clip(box.y1, 0, 1) * height))
        if right <= left or bottom <= top:
            continue
        masked[top:bottom, left:right] = 255
        cv2.rectangle(masked, (left, top), (right - 1, bottom - 1), (0, 0, 0), 2)
    return masked
