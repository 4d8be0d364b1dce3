"""The sign before an amount: three witnesses, and it stands where one of them has it.

Tesseract makes a blurred dash a quote, the recogniser drops it; the ink shows it as a low bar. A lost minus sign turns money
to receive into money to pay, so a dash that any of the three has is kept; it is certain where two have it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from brievenbus.ocr.shapes import Regel, Shapes, dashes_of, inside, letters_of, line_of
from brievenbus.page import Box, Word

DASHES = "-‐‑–—−"
MARKS = "„«»~_=.,:;·•'’‘*"
"""What a dash with grain on it is read as before an amount."""
SEEN = re.compile(rf"[{DASHES}„«»~_=](?=€)")
"""A mark right before a euro sign that nobody writes there but a dash."""
SIGN = re.compile(rf"[{DASHES}+]")
LOOSE = re.compile(rf"[{DASHES}{re.escape(MARKS)}]?€|[{DASHES}+]")
"""A word that may stand between a sign and the number of an amount."""
NUMBER = re.compile(rf"[{DASHES}{re.escape(MARKS)}+]*€?\d[\d.,]*[.,](?:\d\d|[{DASHES}]+)\W*")
WHOLE = re.compile(rf"[{DASHES}{re.escape(MARKS)}+]*€?\d[\d.]*\W*")
"""A number that is an amount by itself, and one that is where a euro sign stands before it."""
LEVEL = (0.10, 0.50)
"""A dash stands this far (em) above the base."""
REACH, TOUCH = 1.0, 0.2
"""A dash ends at most this many em before its amount, and has this many em of white at its left or it joins two words."""
SPECK = 0.035
"""Ink of more than this many square em, where a sign could stand, is a mark of which nobody can say that it is none."""


@dataclass(frozen=True, slots=True)
class _Bedrag:
    """An amount in the list of words: the indices of its first and last word, its left edge in pixels, and its line."""

    eerste: int
    laatste: int
    x0: float
    regel: Regel


def plain(text: str) -> str:
    """Return a word of Tesseract's with a mark that stands for a dash before "€" written as a dash."""
    return SEEN.sub("-", text, count=1)


def sign_amounts(words: Sequence[Word], ink: Shapes, em: float, maat: tuple[int, int]) -> list[Word]:
    """Return the words with the signs of amounts that the ink has, those that one witness has not `bevestigd`.

    `ink` is all ink of the page, dashes too (`shapes.find_ink`), `em` the size of its letters and `maat` its height and width.
    """
    letters = letters_of(ink, em)
    ordered = sorted(range(len(words)), key=lambda at: words[at].vak.x0)
    found = list(words)
    for amount in _amounts(words, ordered, letters, em, maat):
        mine = (amount.eerste, amount.laatste)
        first = found[amount.eerste]
        dash, speck = _mark_before(amount, ink, letters)
        if SIGN.match(first.tekst):
            if not dash and not first.tekst.startswith("+"):
                _doubt(found, mine)
            elif dash and LOOSE.fullmatch(first.tekst):
                found[amount.eerste] = replace(first, bevestigd=True)
        elif dash:
            text = first.tekst.lstrip(MARKS)
            x0 = min(first.vak.x0, dash[0] / maat[1])
            found[amount.eerste] = replace(first, tekst="-" + text, vak=replace(first.vak, x0=x0))
            _doubt(found, mine)
        elif speck:
            _doubt(found, mine)
    return found


def _doubt(found: list[Word], which: Sequence[int]) -> None:
    for at in which:
        found[at] = replace(found[at], bevestigd=False)


def _amounts(words: Sequence[Word], ordered: Sequence[int], letters: Shapes, em: float, maat: tuple[int, int]) -> list[_Bedrag]:
    """Find the amounts: a number with what stands close before it of a sign and "€"."""
    height, width = maat
    found: list[_Bedrag] = []
    loose = [at for at in ordered if LOOSE.fullmatch(words[at].tekst)]
    for last in ordered:
        number = words[last]
        if not (NUMBER.fullmatch(number.tekst) or WHOLE.fullmatch(number.tekst)):
            continue
        first = last
        for at in reversed(loose):
            if _is_before(words[at].vak, words[first].vak, em, maat) and not SIGN.match(words[first].tekst):
                first = at
        if not (NUMBER.fullmatch(number.tekst) or any("€" in words[at].tekst for at in (first, last))):
            continue
        box = number.vak
        around = inside(letters, (box.x0 * width, box.y0 * height - em / 4, box.x1 * width, box.y1 * height + em / 4))
        tall = around[around[:, 3] - around[:, 1] > em / 3]
        line = line_of(tall, em) if len(tall) > 1 else Regel(box.x0 * width, box.y1 * height, 0.0, em)
        found.append(_Bedrag(first, last, words[first].vak.x0 * width, line))
    return found


def _is_before(left: Box, right: Box, em: float, maat: tuple[int, int]) -> bool:
    height, width = maat
    gap = (right.x0 - left.x1) * width
    return left.x0 < right.x0 and -0.6 * em <= gap <= REACH * em and abs(left.mid_y - right.mid_y) * height < em / 2


def _mark_before(amount: _Bedrag, ink: Shapes, letters: Shapes) -> tuple[tuple[float, float] | None, bool]:
    """Return the edges of the dash before the amount (None: there is none), and whether there is another mark there."""
    line, em = amount.regel, amount.regel.em
    base = line.base + line.helling * (amount.x0 - line.x)
    level = letters[(letters[:, 3] > base - em / 3) & (letters[:, 1] < base - em / 3) & (letters[:, 3] - letters[:, 1] > em / 3)]
    near = ink[(ink[:, 0] >= amount.x0 - 1.6 * em) & (ink[:, 0] <= amount.x0 + 0.3 * em)]
    middle = (near[:, 1] + near[:, 3]) / 2
    near = near[(middle <= base - LEVEL[0] * em) & (middle >= base - LEVEL[1] * em) & (near[:, 3] - near[:, 1] <= em / 3)]
    speck = False
    for shape in near:
        x0, x1 = float(shape[0]), float(shape[2])
        after, before = level[level[:, 0] >= x1 - em / 10, 0], level[level[:, 2] <= x0 + em / 10, 2]
        start = float(after.min()) if len(after) else x1 + 2 * REACH * em
        if start - x1 > REACH * em or start < amount.x0 - 0.3 * em or (len(before) and x0 - float(before.max()) < TOUCH * em):
            continue
        if len(dashes_of(shape[None], em)):
            return (x0, x1), True
        speck = speck or shape[4] > SPECK * em * em
    return None, speck
