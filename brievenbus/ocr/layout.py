"""Words with boxes in, a `Page` in reading order out: rows kept whole, columns kept apart, paragraphs marked.

Joining the halves of a hyphenated word is left to whoever searches the text: here no character is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from brievenbus.ocr.columns import ADDRESS_LINES, POSTCODE, Row, is_mark, rows_of
from brievenbus.ocr.pieces import pieces_of
from brievenbus.ocr.tokens import Token, tokens_of
from brievenbus.page import Line, Page, Word

BLOCK_GAP = 1.6
"""A gap of more than this many usual line pitches starts a new block."""
PITCH = 1.3
"""Lines of one paragraph are at most this many usual pitches apart."""
SAME_TOP = 0.7
"""Blocks whose first lines differ less than this many em in height start level; the left one is read first."""
INDENT = 1.0
HANGING = 3.5
"""Left edges in one paragraph differ at most INDENT em; text under a bullet stands at most HANGING em to the right."""
SLACK = 0.6
"""A line counts as full where the next word would have stuck out by more than minus this many em."""
SIZES = 1.25
SMALL = 0.88
OWN_MARGIN = 0.7
"""A block of three lines or more that reaches this share of the page's margin has a margin of its own."""
NARROW = 20.0
"""In a column narrower than this many em lines are items (an address, a label and its value), not running text: only a
line that starts with a small letter can go on with the line before it."""
BULLET = re.compile(r"[•·●▪■◦○*+>–—-]|\(?(\d{1,2}|[a-z])[.)]")
SIGN = re.compile(r"[-–—−+]?\s?(€|EUR|[-–—−+])")
AMOUNT = re.compile(r"[-–—−+]?€?\s?[\d.,]")


def page_of(words: Iterable[Word], nummer: int, breedte: int, hoogte: int, tight: bool = True) -> Page:
    """Order the words of one page. No word is lost, repeated or changed.

    `breedte` and `hoogte` are the page's pixels or points (above zero). `tight` says that boxes fit the ink, as OCR
    gives them; False for a PDF's own words, whose boxes are as high as the font.
    """
    rows = rows_of(pieces_of(tokens_of(words, breedte, hoogte, tight)), tight)
    lines: list[Line] = []
    page_margin = _page_margin(rows)
    for block in _reading_order(rows):
        margin = _margin(block, page_margin)
        pitch = _pitch(block)
        for row, before in zip(block, [None, *block[:-1]], strict=True):
            lines.append(_line(row, before is None or not _carries_on(before, row, margin, pitch)))
    return Page(nummer, tuple(lines), breedte, hoogte)


def _reading_order(rows: Sequence[Row]) -> list[list[Row]]:
    """Cut the main text at its white gaps, keep each side column whole, and read all by height of their first line."""
    columns: dict[int, list[Row]] = {}
    for row in rows:
        columns.setdefault(row.column, []).append(row)
    blocks = _blocks(columns.pop(0, []))
    blocks.extend(columns.values())
    blocks.sort(key=lambda block: block[0].base)
    ordered: list[list[Row]] = []
    level: list[list[Row]] = []
    for block in blocks:
        if level and block[0].base - level[0][0].base > SAME_TOP * block[0].em:
            ordered.extend(sorted(level, key=lambda item: item[0].x0))
            level = []
        level.append(block)
    return _address_first(ordered + sorted(level, key=lambda item: item[0].x0))


def _address_first(blocks: list[list[Row]]) -> list[list[Row]]:
    """Read the address before a column beside it that starts a little higher (date, references): as people do."""
    ordered = list(blocks)
    for at, block in enumerate(blocks):
        if not _is_address(block):
            continue
        while at and _is_beside(ordered[at - 1], block):
            ordered[at - 1], ordered[at] = block, ordered[at - 1]
            at -= 1
    return ordered


def _is_address(block: Sequence[Row]) -> bool:
    return len(block) in ADDRESS_LINES and any(_starts_with_postcode(row) for row in block[-2:])


def _is_beside(column: Sequence[Row], address: Sequence[Row]) -> bool:
    """Tell whether a column reaches the height of the address without touching it, and holds no address of its own (a letterhead)."""
    beside = [row for row in column if address[0].base - row.em < row.base < address[-1].base + row.em]
    if not beside or any(_starts_with_postcode(row) for row in column):
        return False
    left, right = min(row.x0 for row in address), max(row.x1 for row in address)
    return min(row.x0 for row in beside) > right or max(row.x1 for row in beside) < left


def _starts_with_postcode(row: Row) -> bool:
    return POSTCODE.match(row.pieces[0].tekst) is not None


def _blocks(rows: list[Row]) -> list[list[Row]]:
    """Cut rows, given from top to bottom, where the white between them is clearly more than a line."""
    pitch = _pitch(rows)
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and row.base - blocks[-1][-1].base <= BLOCK_GAP * max(pitch, 1.2 * row.em):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _pitch(rows: Sequence[Row]) -> float:
    """Return the usual distance between the bases of two lines of running text, in pixels (0 when unknown)."""
    steps = [b.base - a.base for a, b in pairwise(rows)]
    usual = [step for step, row in zip(steps, rows, strict=False) if 0.9 * row.em <= step <= 2 * row.em]
    return median(usual) if usual else 0.0


def _page_margin(rows: Sequence[Row]) -> float:
    """Return how far to the right the main text reaches, in pixels; small print (a wide footer) does not count."""
    main = [row for row in rows if row.column == 0]
    if not main:
        return 0.0
    usual = median(row.em for row in main)
    return _reach([row for row in main if row.em >= SMALL * usual])


def _reach(rows: Sequence[Row]) -> float:
    """Return the right edge that two rows or more come near to (one may end in a speck); the farthest if none do."""
    edges = sorted((row.x1 for row in rows), reverse=True)
    near = 3 * median(row.em for row in rows) if rows else 0.0
    return next((a for a, b in pairwise(edges) if a - b <= near), edges[0] if edges else 0.0)


def _margin(block: Sequence[Row], page_margin: float) -> float:
    """Return the right margin of a block: its own where it holds a paragraph's worth of long lines, else the page's."""
    own = _reach(block)
    left = min(row.x0 for row in block)
    if block[0].column or (len(block) >= 3 and own - left >= OWN_MARGIN * (page_margin - left)):
        return own
    return max(own, page_margin)


def _carries_on(before: Row, row: Row, margin: float, pitch: float) -> bool:
    """Tell whether a row goes on with the sentence of the row before it (same block, from top to bottom)."""
    if _is_table(before) or _is_table(row) or _is_item(row):
        return False
    if row.base - before.base > PITCH * (pitch or 1.4 * row.em):
        return False
    if not 1 / SIZES <= row.em / before.em <= SIZES:
        return False
    shift = (row.x0 - before.x0) / row.em
    if not -INDENT <= shift <= (HANGING if _is_item(before) else INDENT):
        return False
    first = row.pieces[0].tokens[0]
    if margin - before.x0 < NARROW * row.em and not first.word.tekst[:1].islower():
        return False
    return before.x1 + 0.25 * row.em + first.x1 - first.x0 > margin - SLACK * row.em


def _is_item(row: Row) -> bool:
    """Tell whether the row starts with a bullet or number of a list."""
    first = row.pieces[0]
    return bool(BULLET.fullmatch(first.tokens[0].word.tekst)) or (len(row.pieces) > 1 and _is_hung(row))


def _is_hung(row: Row) -> bool:
    """Tell whether the row is text hung beside a single mark."""
    first, second = row.pieces[0], row.pieces[1]
    return is_mark(first) and second.x0 - first.x1 <= HANGING * row.em


def _is_table(row: Row) -> bool:
    return any(_cells(row))


def _cells(row: Row) -> list[bool]:
    """Return for each word of the row whether a cell gap stands before it.

    A gap after a bullet, or between a currency sign and its number, is no cell gap however wide it is.
    """
    flags: list[bool] = []
    before: Token | None = None
    for number, piece in enumerate(row.pieces):
        hung = number == 1 and len(row.pieces[0].tokens) == 1 and _is_item(row)
        for at, token in enumerate(piece.tokens):
            flags.append(at == 0 and before is not None and not hung and not _is_signed(before, token))
            before = token
    return flags


def _is_signed(before: Token, token: Token) -> bool:
    """Tell whether the words are a sign and its amount."""
    return bool(SIGN.fullmatch(before.word.tekst) and AMOUNT.match(token.word.tekst))


def _line(row: Row, alinea: bool) -> Line:
    words = tuple(token.word for piece in row.pieces for token in piece.tokens)
    return Line(words, tuple(_cells(row)), alinea)


def page_of_words(words: Sequence[Word], nummer: int, maat: tuple[int, int]) -> Page:
    """Make page `nummer` of the words of a text layer; `maat` is its width and height in points."""
    return page_of(words, nummer, *maat, tight=False)
