"""PDF files: the words of pages that hold trustworthy text, a picture of the pages that do not.

Runs only inside the child process of `intake_kind`. It asks `ocr.textlayer` whether a text layer can be trusted.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from brievenbus.errors import InputError

DPI = 300
"""What a page is drawn at when it must be read as a picture, unless the picture on it is coarser."""
MIN_DPI = 150
MAX_SIDE = 5000
"""Longest side of a drawn page in pixels: a page may claim to be five metres wide."""
FULL_PAGE = 0.8
"""A picture over at least this share of the page makes the page a scan."""
PICTURE_DPI = 120
"""What a page with a text layer is drawn at to be shown: enough to read small print on a screen."""


def pages(path: Path, kind: str, limits: dict[str, int], room: Path, before: int) -> Iterator[dict[str, Any]]:
    """Yield the answer entry of every page of the PDF; see `intake_beeld.pages` for the arguments.

    Raises InputError: pdf_op_slot, te_veel_bladzijden, bestand_kapot, te_veel_pixels.
    """
    with ExitStack() as closing:
        document = closing.enter_context(_open(path))
        if before + len(document) > limits["max_pages"]:
            raise InputError("te_veel_bladzijden", grens=limits["max_pages"])
        if len(document) == 0:
            raise InputError("bestand_kapot")
        layer: Any = None
        for index, page in enumerate(document):
            words: list[list[Any]] | None = None
            if page.get_textpage().count_chars() > 0:
                # Loaded here because most scans need it never, and it costs half of the child's start.
                layer = layer or closing.enter_context(_layer(path))
                words = layer.words(index, page)
            target = room / f"{before + index + 1}.rgb"
            entry = _draw(page, limits, target) if words is None else _describe(page)
            if words is not None and limits["picture_side"]:
                entry["beeld"] = _picture(page, limits["picture_side"], target.with_suffix(".grijs"))
            yield {**entry, "index": index, "woorden": words}
            page.close()


def _layer(path: Path) -> Any:
    return importlib.import_module("brievenbus.ocr.textlayer").Layer(path)


def _describe(page: pdfium.PdfPage) -> dict[str, Any]:
    """Describe a page that need not be drawn; sizes in points."""
    width, height = page.get_size()
    return {"soort": "pdf", "breedte": max(1, round(width)), "hoogte": max(1, round(height)), "dpi": None}


def _open(path: Path) -> pdfium.PdfDocument:
    """Open the document. Raises InputError pdf_op_slot or bestand_kapot."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise InputError("pdf_op_slot" if locked else "bestand_kapot") from error


def _draw(page: pdfium.PdfPage, limits: dict[str, int], target: Path) -> dict[str, Any]:
    """Draw one page into `target` and describe it."""
    width, height = page.get_size()
    dpi = _native_dpi(page)
    dpi = min(dpi, MAX_SIDE / max(width, height, 1) * 72, (limits["max_pixels"] / max(1, width * height)) ** 0.5 * 72)
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True, draw_annots=True, prefer_bgrx=False)
    picture = bitmap.to_pil().convert("RGB")
    target.write_bytes(picture.tobytes())
    return {"soort": "scan", "breedte": picture.width, "hoogte": picture.height, "dpi": dpi}


def _picture(page: pdfium.PdfPage, side: int, target: Path) -> tuple[int, int] | None:
    """Draw a page with a text layer into `target` (grey, row by row); return its width and height, or None if it cannot be drawn.

    Only what the text layer tells of can be masked by whoever reads it. So what it does not tell of is left out: pictures
    (a logo, but also a bar code or the stamp of a number) and annotations (a filled-in form).
    """
    scale = min(PICTURE_DPI / 72, side / max(*page.get_size(), 1))
    try:
        for item in list(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=8)):
            page.remove_obj(item)
        picture = page.render(scale=scale, grayscale=True, draw_annots=False).to_pil().convert("L")
    except pdfium.PdfiumError:
        return None
    picture.thumbnail((side, side))  # rounding up may make it a pixel too long
    target.write_bytes(picture.tobytes())
    return int(picture.width), int(picture.height)


def _native_dpi(page: pdfium.PdfPage) -> float:
    """Return the resolution of the picture that fills the page (MIN_DPI..DPI), so that it is not blown up; else DPI."""
    width, height = page.get_size()
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= FULL_PAGE * width * height:
            across, down = item.get_px_size()
            longest = max(across, down) / max(right - left, top - bottom, 1) * 72
            return float(min(DPI, max(MIN_DPI, longest)))
    return float(DPI)
