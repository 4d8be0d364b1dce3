"""Pictures of pages: JPEG, PNG, TIFF, WEBP, HEIC → upright RGB on disk, and whether each is a scan or a photo.

Runs only inside the child process of `intake_kind`.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from brievenbus.errors import InputError

FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "tiff": ("TIFF",), "webp": ("WEBP",), "heic": ("HEIF",)}
EXIF_IFD = 0x8769
CAMERA_TAGS = (33434, 33437, 37386)
"""Exposure time, f-number, focal length: only a camera writes them. A scanner may write a maker's name too."""

A4 = 297 / 210
A4_TOLERANCE = 0.03
BORDER = 0.03
"""Share of width and height that counts as the border of a picture."""
WHITE = 215
WHITE_BORDER = 0.97
"""A scan's border is paper: this share of it is lighter than WHITE (0..255). A photo shows table, shadow or hands."""
MIN_SCAN_DPI = 90


def pages(path: Path, kind: str, limits: dict[str, int], room: Path, before: int) -> Iterator[dict[str, Any]]:
    """Yield the answer entry of every frame of one picture file; its pixels are in `room` by then.

    `before` is the number of pages of the letter so far. Raises InputError (te_veel_bladzijden, te_veel_pixels,
    bestand_kapot) or whatever Pillow throws on a broken file.
    """
    Image.MAX_IMAGE_PIXELS = limits["max_pixels"]
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if kind == "heic":
        importlib.import_module("pi_heif").register_heif_opener(thumbnails=False)
    try:
        with Image.open(path, formats=FORMATS[kind]) as file:
            # Several frames are several pages in a TIFF only: an MPO or WEBP holds previews or an animation.
            frames = getattr(file, "n_frames", 1) if kind == "tiff" else 1
            if before + frames > limits["max_pages"]:
                raise InputError("te_veel_bladzijden", grens=limits["max_pages"])
            for at, frame in enumerate(ImageSequence.Iterator(file) if kind == "tiff" else [file], start=1):
                yield _page(frame, kind, limits, room / f"{before + at}.rgb")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputError("te_veel_pixels", grens=limits["max_pixels"]) from error
    except UnidentifiedImageError as error:
        raise InputError("bestand_kapot") from error


def _page(frame: Image.Image, kind: str, limits: dict[str, int], target: Path) -> dict[str, Any]:
    """Decode one frame upright into `target` and describe it."""
    if frame.width * frame.height > limits["max_pixels"]:
        raise InputError("te_veel_pixels", grens=limits["max_pixels"])
    dpi = _dpi(frame)
    camera = kind == "heic" or _has_camera_tags(frame)
    picture = rgb(ImageOps.exif_transpose(frame))
    target.write_bytes(picture.tobytes())
    soort = "foto" if camera or not looks_scanned(picture, dpi) else "scan"
    width, height = picture.size
    return {"soort": soort, "breedte": width, "hoogte": height, "dpi": dpi, "index": None, "woorden": None}


def rgb(picture: Image.Image) -> Image.Image:
    """Return the picture as 8-bit RGB; transparent parts become white paper, 16-bit grey is scaled down."""
    if picture.mode in ("I;16", "I;16B", "I;16L", "I"):
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture)
    return picture.convert("RGB")


def looks_scanned(picture: Image.Image, dpi: float | None) -> bool:
    """Tell a flat-bed scan from a camera picture by its border: paper all round, or nearly so at exact A4 size.

    `dpi` is the resolution the file claims. Wrong answers cost time or a little quality, never the page.
    """
    small = picture.convert("L")
    small.thumbnail((400, 400))
    width, height = small.size
    edge_x, edge_y = max(1, round(width * BORDER)), max(1, round(height * BORDER))
    inner = small.crop((edge_x, edge_y, width - edge_x, height - edge_y))
    border = [a - b for a, b in zip(small.histogram(), inner.histogram(), strict=True)]
    white = sum(border[WHITE:]) / max(1, sum(border))
    ratio = max(picture.size) / max(1, min(picture.size))
    a4 = abs(ratio / A4 - 1) < A4_TOLERANCE
    claimed = dpi is not None and dpi >= MIN_SCAN_DPI and abs(max(picture.size) / dpi * 25.4 - 297) < 297 * A4_TOLERANCE
    return white >= WHITE_BORDER or (a4 and claimed and white >= WHITE_BORDER - 0.25)


def _dpi(frame: Image.Image) -> float | None:
    """Return the resolution that the file claims (dots an inch), or None; 1 and 72 are what programs write unasked."""
    claimed = frame.info.get("dpi")
    try:
        value = float(claimed[0]) if claimed else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return value if 73 <= value <= 2400 else None


def _has_camera_tags(frame: Image.Image) -> bool:
    """Tell whether the EXIF data holds what only a camera writes; broken EXIF counts as none."""
    try:
        tags = frame.getexif().get_ifd(EXIF_IFD)
    except (ValueError, TypeError, KeyError, SyntaxError, OSError):
        return False
    return any(tag in tags for tag in CAMERA_TAGS)
