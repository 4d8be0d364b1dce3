"""The text that a PDF itself holds: its words, and whether they can be believed.

A text layer may be an old OCR pass, a font with scrambled codes, or a footer under a scanned letter. Believing such a
layer means explaining a letter that is not on the paper; so a layer is used only when every test below is passed, and
else the page is read as a picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageDraw, ImageFilter

_FREQUENT = (
    "de het een en van in op te dat die is was zijn er aan met voor niet om ook als bij uit door over naar tot dan of "
    "maar nog wel wij we u uw ik je jij jouw hij zij ze ons onze hun deze dit daar hier wat wie hoe waar wordt worden "
    "werd heeft hebben had kan kunt kunnen moet moeten mag wil zal zullen zou geen meer al alle alleen na per tegen "
    "tussen onder omdat dus zo toe binnen vanaf zoals hebt bent betalen brief datum bedrag nummer kenmerk vragen "
    "pagina geachte heer mevrouw groet gegevens rekening gemeente telefoon postbus uiterlijk euro"
)
FREQUENT = frozenset(_FREQUENT.split())
FREQUENT_SHARE = 0.2
"""In running Dutch 35-50 % of the words are in FREQUENT; in tables and addresses about 10 %."""
RUNNING = 40
"""From this many alphabetic words on, a page is expected to hold running Dutch."""
_PAIRS = (
    "en er de et an te in ee el ge aa re ie ne st be nd ve al va le ar on ij or ti va me oo ng ni ke ri he ch is li ra "
    "se ve it ro da ol la at ma ek is ed es rd oe no we be ig to ta om ou eg op eb bb bi jn rt di ei ui ac sc gs tr sp "
    "br nt ns kt ht hr pe mi ma na ha ka wo ke ks ls rs ts uw u mo do so ho go jd ld lt lo we wi we zi ze va vo vr fd "
    "of ur id ad od ge gi eu ue os as us un um em im am ap ep ip kk ll nn mm tt pp ss rr bl kl gr nk rk rm rg ku bu du "
    "po pa pl pr ag eg og ak ok ik lf lg lk lm lp lv by je ja jk jz ko kr ou au bt ft gd gt pt mt vi ev ov iv av"
)
PAIRS = frozenset(_PAIRS.split())
PAIRS_SHARE = 0.75
"""Share of letter pairs that are ordinary in Dutch: real text has above 0.85, a shifted alphabet below 0.5."""

IN_ORDER = 0.85
"""Share of characters on one line that must follow the one drawn before them."""
BROKEN = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
BULLET, MOST_BULLETS = "•", 0.1
"""A list mark often comes from a font without names for its signs; on a scrambled page such signs are everywhere."""
ALPHABETIC = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
RASTER_DPI = 75
DARK = 140
COVERED = 0.6
"""At least this share of the small dark marks must lie under the layer's words."""
SOLID = 4
"""Squares of this many pixels (at 75 dpi) that are wholly dark belong to bars and logos, not to letters."""
MARKS = 60
"""Fewer dark pixels than this outside the words (at 75 dpi, about two words) are never held against a layer."""
FULL_PAGE = 0.8
INVISIBLE = 3
"""PDF text render mode: neither filled nor stroked."""


class Layer:
    """The text of one PDF file. Opens the file once; parses a page when asked."""

    def __init__(self, path: Path) -> None:
        self._document = pdfplumber.open(path)

    def __enter__(self) -> Layer:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def words(self, index: int, drawn: pdfium.PdfPage) -> list[list[Any]] | None:
        """Return [text, x0, y0, x1, y1] (fractions) for each word of page `index` (from 0), or None if not trusted.

        `drawn` is the same page opened by pypdfium2.
        """
        if is_ocr_under_picture(drawn):
            return None
        page = self._document.pages[index]
        words = words_of(page)
        page.close()
        return words if trusted(words, drawn) else None


def words_of(page: Any) -> list[list[Any]]:
    """Return [text, x0, y0, x1, y1] for each upright word of a pdfplumber page, as fractions of the page."""
    flow = is_in_order(page.chars)
    found = page.extract_words(x_tolerance_ratio=0.15, y_tolerance=2, use_text_flow=flow)
    bullets = _are_bullets([item["text"] for item in found])
    x, y = page.bbox[0], page.bbox[1]
    return [
        [
            BULLET if bullets and BROKEN.fullmatch(item["text"]) else item["text"],
            (item["x0"] - x) / float(page.width),
            (item["top"] - y) / float(page.height),
            (item["x1"] - x) / float(page.width),
            (item["bottom"] - y) / float(page.height),
        ]
        for item in found
        if item.get("upright", True)
    ]


def _are_bullets(texts: Sequence[str]) -> bool:
    """Tell whether the signs that the file cannot name are bullets: single signs by themselves, and few of them."""
    lonely = sum(BROKEN.fullmatch(text) is not None for text in texts)
    return lonely <= MOST_BULLETS * len(texts)


def is_in_order(chars: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the file draws its characters in the order of the words.

    Then words are cut along that order, which keeps a too long table cell apart from the cell it runs into.
    """
    steps = [
        (after["x0"] - before["x1"]) / max(1.0, before["size"])
        for before, after in pairwise(chars)
        if abs(after["top"] - before["top"]) < 1
    ]
    return bool(sum(-0.3 < step < 0.6 for step in steps) >= IN_ORDER * len(steps))


def trusted(words: Sequence[Sequence[Any]], drawn: pdfium.PdfPage) -> bool:
    """Tell whether these words are what the page shows: readable Dutch, whole characters, on top of the ink."""
    text = " ".join(str(word[0]) for word in words)
    return bool(words) and not BROKEN.search(text) and is_plausible(text) and covers_ink(words, drawn)


def is_plausible(text: str) -> bool:
    """Tell running Dutch (or a table with Dutch words) from scrambled letters.

    Says nothing of OCR quality: OCR emits mostly words that it could read.
    """
    found = [word.lower() for word in ALPHABETIC.findall(text)]
    if not found:
        return any(char.isdigit() for char in text)
    pairs = [word[at : at + 2] for word in found for at in range(len(word) - 1)]
    if sum(pair in PAIRS for pair in pairs) < PAIRS_SHARE * len(pairs):
        return False
    return len(found) < RUNNING or sum(word in FREQUENT for word in found) >= FREQUENT_SHARE * len(found)


def is_ocr_under_picture(drawn: pdfium.PdfPage) -> bool:
    """Tell whether the page is a full-page picture with invisible text: someone's OCR, to be done again."""
    width, height = drawn.get_size()
    picture = False
    for item in drawn.get_objects(max_depth=3):
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            picture = picture or (right - left) * (top - bottom) >= FULL_PAGE * width * height
    if not picture:
        return False
    texts = list(drawn.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=3))
    hidden = sum(pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw) == INVISIBLE for item in texts)
    return bool(hidden * 2 > len(texts))


def covers_ink(words: Sequence[Sequence[Any]], drawn: pdfium.PdfPage) -> bool:
    """Tell whether the small dark marks of the page lie under the words; bars and logos do not count."""
    picture = drawn.render(scale=RASTER_DPI / 72, grayscale=True).to_pil().convert("L")
    ink = picture.point(lambda value: 255 if value < DARK else 0)
    squares = ink.reduce(SOLID).point(lambda value: 255 if value > 230 else 0).filter(ImageFilter.MaxFilter(3))
    size = (squares.width * SOLID, squares.height * SOLID)
    solid = squares.resize(size, Image.Resampling.NEAREST).crop((0, 0, *ink.size))
    marks = ImageChops.subtract(ink, solid)
    total = _count(marks)
    pen = ImageDraw.Draw(marks)
    for _, x0, y0, x1, y1 in words:
        box = (x0 * marks.width - 1, y0 * marks.height - 1, x1 * marks.width + 1, y1 * marks.height + 1)
        if box[2] >= box[0] and box[3] >= box[1]:
            pen.rectangle(box, fill=0)
    left = _count(marks)
    return left <= MARKS or left <= (1 - COVERED) * total


def _count(picture: Image.Image) -> int:
    """Return the number of white pixels of a black-and-white picture."""
    return picture.histogram()[255]
