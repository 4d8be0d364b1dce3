"""A Dutch sentence as a row of words, signs and facts: each number, day, amount and reference as one value, however it is written.

What cannot be read with certainty is not guessed at: then there is no row. Only signs that Dutch print uses are read, each in one form, so
that no invisible or look-alike sign gets through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from brievenbus.explain.schrijf import MAANDEN, WEEKDAGEN

_ONES = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien",
    "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_LETTERS = frozenset("áàäâéèëêíìïîóòöôúùüûçñÁÀÄÉÈËÊÍÏÓÖÚÜ")
_SIGNS = frozenset(" .,;:?!()'\"/&+-€’")


@dataclass(frozen=True, slots=True)
class Feit:
    """A value in a sentence: what kind of fact it is, and what it says."""

    soort: str
    waarde: object


Teken = str | Feit


def _number_words() -> dict[str, int]:
    """Return the number words up to a hundred; "een" is an article."""
    words = {word: number for number, word in enumerate(_ONES)}
    for place, tens in enumerate(_TENS, start=2):
        words[tens] = 10 * place
        for unit in range(1, 10):
            stem = "een" if unit == 1 else _ONES[unit]
            words[f"{stem}{'ën' if stem.endswith('e') else 'en'}{tens}"] = 10 * place + unit
    return words | {"honderd": 100, "duizend": 1000}


_NUMBERS = _number_words()
_MONTHS = {name: number for number, full in enumerate(MAANDEN, start=1) for name in (full, "mrt" if number == 3 else full[:3])}
_DAYS = {name: number for number, full in enumerate(WEEKDAGEN) for name in (full, full[:2])}
_WEEKDAY = rf"(?:(?P<week>{'|'.join(sorted(_DAYS, key=len, reverse=True))})\s+)?"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})\s(?P<maand>{_MONTH})\s(?P<j>\d{{4}})(?!\w)",
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<j>\d{{4}})(?!\w)",
    rf"{_WEEKDAY}(?P<j>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?!\w)",
)
_AMOUNT = r"(?P<heel>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<cent>\d{2}|-))?"
_SUMS = (rf"€ ?{_AMOUNT}(?![\d\w]|[.,]\d)", rf"{_AMOUNT} euro(?!\w)")
_PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, patterns in (
        ("datum", _DATES),
        ("bedrag", _SUMS),
        ("telefoon", (r"0\d{1,3}(?:[- ]\d{2,7}){1,4}(?![\d\w])",)),
        ("code", (r"(?=[A-Z]*\d)[A-Z\d]+(?:[-./,][A-Z\d]+)*(?![\w%])",)),
        ("woord", (r"[^\W\d_]+(?:['’-][^\W\d_]+)*",)),
        ("teken", (r"[.,;:?!()'\"/&+’-]",)),
    )
    for pattern in patterns
)


def lees(tekst: str) -> tuple[Teken, ...] | None:
    """Return the words, signs and facts of a text in order; None where a part of it is nothing that is known."""
    if unicodedata.normalize("NFC", tekst) != tekst or not all(map(_is_plain, tekst)):
        return None
    found: list[Teken] = []
    try:
        found.extend(_read(tekst))
    except ValueError:  # 31 februari, a weekday that is not that day's, a sign that belongs to nothing
        return None
    return tuple(found)


def _is_plain(sign: str) -> bool:
    return (sign.isascii() and sign.isalnum()) or sign in _LETTERS or sign in _SIGNS


def _read(tekst: str) -> Iterator[Teken]:
    at = 0
    while at < len(tekst):
        if tekst[at] == " ":
            at += 1
            continue
        kind, match = _first(tekst, at)
        yield _value(kind, match)
        at = match.end()


def _first(tekst: str, at: int) -> tuple[str, re.Match[str]]:
    for kind, pattern in _PATTERNS:
        match = pattern.match(tekst, at)
        if match is not None:
            return kind, match
    raise ValueError(tekst[at])


def _value(kind: str, match: re.Match[str]) -> Teken:
    text = match.group()
    if kind == "datum":
        return Feit("datum", _day(match))
    if kind == "bedrag":
        return Feit("bedrag", Decimal(f"{match['heel'].replace('.', '')}.{(match['cent'] or '00').replace('-', '00')}"))
    if kind == "telefoon":
        return Feit("telefoon", "".join(sign for sign in text if sign.isdigit()))
    if kind == "code":
        return Feit("getal", int(text)) if text.isdigit() and text[0] != "0" else Feit("code", text)
    number = _NUMBERS.get(text.lower())
    return text if number is None else Feit("getal", number)


def _day(match: re.Match[str]) -> tuple[int | None, date]:
    """Return a day with its weekday, where that is named. Raises ValueError for a day that is none, or another weekday's."""
    parts = match.groupdict()
    month = _MONTHS[parts["maand"].lower()] if parts.get("maand") else int(parts["m"])
    day = date(int(parts["j"]), month, int(parts["d"]))
    week = _DAYS[parts["week"].lower()] if parts["week"] else None
    if week is not None and week != day.weekday():
        raise ValueError(match.group())
    return week, day
