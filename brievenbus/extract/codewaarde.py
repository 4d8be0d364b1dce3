"""The value of a reference number: which words behind its label belong to it."""

from __future__ import annotations

import re

from brievenbus.extract.datewords import MAANDEN
from brievenbus.page import Span

_TOKEN = re.compile(r"[ ]?([^\s]+)")
_NEXT = frozenset({"IBAN", "BIC", "EN", "OP", "VAN", "TNV", "NAAR", "VOOR", "PER", "UW", "DE"})
"""Words in capitals that open something else on the same line."""
_MOST_WORDS = 7


_MONEY = re.compile(r"(?:EUR)?\d{1,3}(?:\.\d{3})*,(?:\d\d|-)")
"""An amount with its cents is no number of a letter."""


def line_end(plat: str, start: int) -> int:
    """Return where the line or cell that holds `start` ends."""
    ends = [end for mark in "\n\f\t" if (end := plat.find(mark, start)) >= 0]
    return min(ends, default=len(plat))


def read_value(plat: str, place: Span) -> Span | None:
    """Return the stretch of codes at the start of `place`: words with digits and short words in capitals.

    A bracket ends it, and so does a lone letter behind nothing but digits ("3360 (O)", "3360 M"): those mark a kind, not the number.
    """
    at, start, end, count = place.start, -1, -1, 0
    while count < _MOST_WORDS and (match := _TOKEN.match(plat, at, place.eind)) is not None:
        token = match[1].rstrip(".,;:?!)('\"")
        word = token.strip("(/-")
        if word.lower() in MAANDEN:
            # The day before a month name belongs to a date, not to the number.
            end = plat.rfind(" ", place.start, end) if count > 1 else -1
            break
        coded = any(char.isdigit() for char in word) or word in ("", "/", "-", "\\") or (word.isupper() and len(word) <= 5)
        if word == "EUR" or _MONEY.fullmatch(word):
            break
        if not coded or "•" in word or "€" in word or word in _NEXT or (start >= 0 and match[1].startswith("(")):
            break
        if start >= 0 and len(word) == 1 and word.isalpha() and not any(char.isalpha() for char in plat[start:end]):
            break
        start = match.start(1) if start < 0 else start
        end, count = match.start(1) + len(token), count + 1
        at = match.end()
        if token != match[1]:
            break
    if start < 0 or end <= start or sum(char.isdigit() for char in plat[start:end]) < 3:
        return None
    return Span(start, end)
