"""Dutch number words, and characters that OCR mistakes for digits.

`fold` keeps the length of its text, so that a match in the folded text has the same span in `Tekst.plat`.
"""

from __future__ import annotations

_UNITS = (
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
    "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_TENS = {2: "twintig", 3: "dertig", 4: "veertig", 5: "vijftig", 6: "zestig", 7: "zeventig", 8: "tachtig", 9: "negentig"}
_ODD_ORDINALS = {1: "eerste", 3: "derde", 8: "achtste"}

_FOLD = str.maketrans("éèëêïíöóüÉÈËÊÏÖÜ", "eeeeiioouEEEEIOU")
_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})

SLIPS = "OolI|SBZ"
"""Characters that Tesseract is known to print in place of a digit."""


def fold(text: str) -> str:
    """Return `text` without accents on Dutch vowels; same length."""
    return text.translate(_FOLD)


def digits(text: str) -> str:
    """Return `text` with every character of `SLIPS` replaced by the digit it stands for."""
    return text.translate(_DIGITS)


def _cardinals() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_UNITS) if number}
    for tens, name in _TENS.items():
        words[name] = tens * 10
        words |= {f"{_UNITS[unit]}en{name}": tens * 10 + unit for unit in range(1, 10)}
    return words | {"honderd": 100}


def _ordinals() -> dict[str, int]:
    words: dict[str, int] = {}
    for word, number in _cardinals().items():
        if number <= 31:
            words[_ODD_ORDINALS.get(number, word + ("de" if number < 20 else "ste"))] = number
    return words


CARDINALS = _cardinals()
"""Folded word → number, 1 to 100."""
ORDINALS = _ordinals()
"""Folded word → number, 1 to 31: the days of a month."""


def pattern(words: dict[str, int]) -> str:
    """Return a regular expression for these number words; longer words first, "zes en twintig" as well as one word."""
    tens = tuple(_TENS.values())
    parts: list[str] = []
    for word in sorted(words, key=len, reverse=True):
        stem = next((t for t in tens if f"en{t}" in word), None)
        parts.append(word if stem is None else word.replace(f"en{stem}", rf"\s?en\s?{stem}"))
    return "|".join(parts)


def value(word: str) -> int | None:
    """Return the number that a folded Dutch word (cardinal or ordinal, spaces allowed inside) stands for."""
    key = "".join(word.lower().split())
    return CARDINALS.get(key, ORDINALS.get(key))
