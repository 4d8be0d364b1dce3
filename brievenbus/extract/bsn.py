"""Find the citizen service number (BSN) and mask it in text and image, before anything else sees the letter.

UAVG art. 46: nobody may process a BSN without a law that says so; consent does not help. So rather one number masked
too many than one too few. The numbers themselves never leave this module.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz import fuzz
from stdnum.nl import bsn as stdnum_bsn

from brievenbus.extract import layout, numbers
from brievenbus.extract.layout import Cell, Row
from brievenbus.page import MASK, Box, Code, Span, Tekst, hide

_D = f"[0-9{re.escape(numbers.SLIPS)}]"
_CONTEXT = re.compile(
    r"(?<![A-Za-z])(?:[b8]\.?[s5]\.?n\b\.?(?:[- ]?(?:nummer|nr))?|burger[- ]?service[- ]?(?:nummer|nr)"
    r"|sofi[- ]?(?:nummer|nr)|"
    r"fiscaal ?nummer|fiscale nummer|persoonsgebonden nummer)", re.IGNORECASE
)  # fmt: skip
_LONG_WORD = re.compile(r"[A-Za-z0-9|-]{15,22}")
_LOOSE = re.compile(rf"(?<![\w€]){_D}(?:(?:[ .\-]|[ .]?\t|\n)?{_D}){{7,9}}(?!\w)")
"""Eight to ten characters that may be digits: enough beside a word that says BSN. Ten: reading may double one."""
_STRICT = re.compile(r"(?<![\w•€])(?<!\d[ .,/-])(?<!€ )(?<!\(0\))(?<!\(0\) )\d(?:[ .]?\d){8}(?![ .,/-]?\d)(?=$|[^\w•]|\.?[A-Za-z]\.?\d)")
"""Nine digits by themselves; "1234.56.782.H.66" too: a tax number begins with the BSN."""
_TAX_NUMBER = re.compile(rf"(?<![\w•]){_D}{{4}}[. ]?{_D}{{2}}[. ]?{_D}{{3}}(?=[. ]?[A-Z][. ]\d)")
"""A tax number by its shape alone, "1234.56.782.H.6": hidden too where OCR misread a digit and the elfproef fails."""
_IN_CODE = re.compile(r"(?<!\d)\d(?:[ .]?\d){8}(?!\d)")
_NAMED_IN_CODE = re.compile(r"(?:bsn|sofi|burgerservice)[a-z]{0,8}[^\w\n]{0,3}\d{8,9}(?!\d)", re.IGNORECASE)
"""Eight digits too: in a code the zero before them may be left out."""
_DATE = re.compile(r"[0-3]?\d[-./ ][01]?\d[-./ ](?:19|20)\d\d$")
_OTHER_KIND = re.compile(
    r"(?:klant\w*|dossier\w*|polis\w*|factuur\w*|nota\w*|zaak\w*|rol\w*|relatie\w*|huurder\w*|debiteur\w*"
    r"|contract\w*|kvk|kamer van koophandel|"
    r"rsin|btw|betalings?kenmerk|aanvraag\w*|order\w*|lidmaatschap\w*|lid|deelnemer\w*|parket\w*|vordering\w*"
    r"|subject\w*|tel(?:efoon)?\w*|"
    r"fax|mobiel|rekening\w*|iban|bic|leerling\w*|patient\w*|meter\w*|ean\w*|agb\w*|melding\w*|repertorium\w*|v|cjib"
    r"|overeenkomst\w*|bel)"
    r"[- ]?(?:nummer|nr|code|id)?\.?\s*(?:is)?\s*[:.]?\s*$",
    re.IGNORECASE,
)


def bsn_spans(tekst: Tekst) -> tuple[Span, ...]:
    """Return where every BSN stands, in reading order: by label, by elfproef, and wherever a found one recurs."""
    plat = tekst.plat
    table = layout.rows(tekst)
    words = _context_words(plat)
    found: set[Span] = set()
    if words:
        found |= {
            Span(match.start(), match.end())
            for match in _LOOSE.finditer(plat)
            if _could_be(match[0]) and _in_context(tekst, table, words, match.start())
        }
    found |= {Span(match.start(), match.end()) for match in _TAX_NUMBER.finditer(plat)}
    for match in _STRICT.finditer(plat):
        if stdnum_bsn.is_valid(match[0].replace(".", " ")) and not _other_kind(tekst, table, match.start()):
            found.add(Span(match.start(), match.end()))
    found |= _again(plat, found)
    return tuple(sorted(found, key=lambda span: span.start))


def mask(tekst: Tekst) -> tuple[Tekst, tuple[tuple[int, Box], ...]]:
    """Return the letter with every character of each BSN replaced by "•", and (page number, box) to paint over.

    A code that holds one loses those digits too, and is painted over as a whole: a telephone could still read it.
    """
    spans = bsn_spans(tekst)
    printed = {re.sub(r"\D", "", numbers.digits(tekst.plat[span.start : span.eind])) for span in spans}
    masked, boxes = hide(tekst, spans)
    if not any(page.codes for page in masked.pages):
        return masked, boxes
    clean = {code: _clean(code, printed) for page in masked.pages for code in page.codes}
    pages = tuple(replace(page, codes=tuple(clean[code] for code in page.codes)) for page in masked.pages)
    painted = tuple((page.nummer, code.vak) for page in masked.pages for code in page.codes if clean[code] != code)
    return replace(masked, pages=pages), (*boxes, *painted)


def _clean(code: Code, printed: set[str]) -> Code:
    """Return a code without any BSN: nine digits with the elfproef, digits behind a word that says so, what the letter hid."""
    text = code.tekst
    hidden = [match.span() for match in _IN_CODE.finditer(text) if stdnum_bsn.is_valid(match[0].replace(".", " "))]
    hidden += [match.span() for match in _NAMED_IN_CODE.finditer(text)]
    for digits in (digits for digits in printed if len(digits) >= 8):
        hidden += [match.span() for match in re.finditer(digits, text)]
    for start, end in hidden:
        text = text[:start] + re.sub(r"\d", MASK, text[start:end]) + text[end:]
    return replace(code, tekst=text)


def _context_words(plat: str) -> list[Span]:
    hits = [Span(match.start(), match.end()) for match in _CONTEXT.finditer(plat)]
    hits += [
        Span(match.start(), match.end()) for match in _LONG_WORD.finditer(plat) if fuzz.ratio(match[0].lower(), "burgerservicenummer") >= 80
    ]
    return hits


def _could_be(printed: str) -> bool:
    compact = re.sub(r"[\s.\-]", "", printed)
    if sum(char.isdigit() for char in compact) < 6 or _DATE.match(printed):
        return False
    return len(compact) == 9 or printed == compact


def _in_context(tekst: Tekst, table: tuple[Row, ...], words: list[Span], offset: int) -> bool:
    """Tell whether a word for BSN stands on this line, the line before, or over this column; another label wins."""
    if _other_kind(tekst, table, offset):
        return False
    line = tekst.line_at(offset)
    cell = layout.cell_at(table, tekst, offset)
    over = layout.above(table, cell, 2) if cell is not None else ()
    return any(tekst.line_at(word.start) in (line, line - 1) or any(word.overlaps(other.span) for other in over) for word in words)


def _other_kind(tekst: Tekst, table: tuple[Row, ...], offset: int) -> bool:
    """Tell whether the number at `offset` is labelled as something else: before it, left of it or above it.

    "Ons kenmerk", "aanslagnummer" and "beschikkingsnummer" are no such labels: offices use the BSN for these.
    """
    cell = layout.cell_at(table, tekst, offset)
    if cell is None:
        return False
    before = tekst.plat[cell.span.start : offset]
    if before.strip():
        return _OTHER_KIND.search(numbers.fold(before)) is not None
    return any(_OTHER_KIND.search(numbers.fold(label)) for label in _labels(table, cell))


def _labels(table: tuple[Row, ...], cell: Cell) -> list[str]:
    left = [table[cell.rij][cell.plek - 1].tekst] if cell.plek else []
    return left + [other.tekst for other in layout.above(table, cell) if layout.below(table, other) == cell]


def _again(plat: str, found: set[Span]) -> set[Span]:
    """Return every other place where the digits of a found BSN stand, also inside a longer number."""
    printed = {re.sub(r"\D", "", numbers.digits(plat[span.start : span.eind])) for span in found}
    again: set[Span] = set()
    for digits in printed:
        if len(digits) >= 8:
            shape = re.compile(r"[\s.\-]{0,2}".join(digits))
            again |= {Span(match.start(), match.end()) for match in shape.finditer(plat)}
    return again
