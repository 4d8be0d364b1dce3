"""No BSN in what people type: the same search as in letters, and stricter, for here no label says what a number is.

UAVG art. 46: a referral may not carry a BSN, also where the resident says it may.
"""

from __future__ import annotations

import re
import unicodedata

from stdnum.nl import bsn

from brievenbus.extract.bsn import bsn_spans
from brievenbus.page import MASK, Box, Line, Page, Span, Tekst, Word

_RUN = re.compile(r"(?<!\d)(?<!\d[\s.,/:_-])\d(?:[\s.,/:_-]{0,2}\d){8}(?![\s.,/:_-]?\d)")
"""Nine digits however they are parted, as long as they stand by themselves: a telephone number has ten."""
_SHAPES = re.compile(r"(?<!\d)(?:\d{9}|\d{3}[ .-]\d{3}[ .-]\d{3}|\d{4}[ .-]\d{2}[ .-]\d{3})(?!\d)")
"""Nine digits in the ways a BSN is written, whatever number stands beside them."""
_ROW = 1 / 60
_COLUMN = 1 / 100


def plain(tekst: str) -> str:
    """Return typed text with one kind of space and of digit, and without signs that nobody sees; line ends stay."""
    shown = (" " if char == "\t" else char for char in unicodedata.normalize("NFKC", tekst.replace("\r\n", "\n")))
    kept = (char for char in shown if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co"))
    digits = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in kept)
    return "\n".join(line for line in (" ".join(line.split()) for line in digits.split("\n")) if line)


def mask(tekst: str) -> str:
    """Return typed text, plain, with every BSN in it replaced by "•". Rather one number too many than one too few."""
    clean = plain(tekst)
    spans = list(bsn_spans(_as_letter(clean))) if clean else []
    for pattern in (_RUN, _SHAPES):
        spans += [Span(hit.start(), hit.end()) for hit in pattern.finditer(clean) if bsn.is_valid(re.sub(r"\D", "", hit[0]))]
    hidden = {at for span in spans for at in range(span.start, span.eind)}
    return "".join(MASK if at in hidden and char.isalnum() else char for at, char in enumerate(clean))


def has_bsn(tekst: str) -> bool:
    """Tell whether something in typed text is, or may be, a BSN."""
    return mask(tekst) != plain(tekst)


def _as_letter(clean: str) -> Tekst:
    """Set typed lines on a page; its `plat` is the same string, so that a place found in it is a place in the text."""
    lines = []
    for row, typed in enumerate(clean.split("\n")):
        words, at = [], 0
        for word in typed.split(" "):
            words.append(Word(word, Box(at * _COLUMN, row * _ROW, (at + len(word)) * _COLUMN, (row + 0.6) * _ROW)))
            at += len(word) + 1
        lines.append(Line(tuple(words), (False,) * len(words)))
    return Tekst((Page(1, tuple(lines), 1000, 1400),), "pdf")
