"""Image: from the picture that came in to an upright, evenly lit page with letters of one size.

    kleur (RGB) ─light→ even grey ─paper, ink→ letters ─lines→ lines ─bend, warp→ flat page ─orient→ upright
                                                                         └─coach→ hints for whoever took the picture

OpenCV starts threads of its own. Here it may not: pages are read by several processes side by side, and threads of one
page only take the cores of the next. This import sets that, once, for the whole process.
"""

import cv2

from brievenbus.image.coach import ORDE
from brievenbus.image.codes import read_codes
from brievenbus.image.flat import FlatPage, flatten
from brievenbus.image.mask import mask_boxes
from brievenbus.image.orient import Lees
from brievenbus.image.sheet import has_bars, is_bare

cv2.setNumThreads(1)

__all__ = ["ORDE", "FlatPage", "Lees", "flatten", "has_bars", "is_bare", "mask_boxes", "read_codes"]
