"""Amounts as readers give them: which marks mean the same, what an amount comes to, and how the Dutch write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brievenbus.page import Word

_SAME = str.maketrans({**dict.fromkeys("‐‑–—−", "-"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’`´", "'"), "·": "•", "í": "i"})
SIGNS = ("-", "+")
NUMBER = re.compile(r"€?\d{1,3}(\.\d{3})*(,\d\d|,-)?[.,;:)]?")
MIXED = re.compile(r"€?\d{1,3}(,\d{3})+,\d\d[.,;:)]?")
"""A Dutch number; and what becomes of one with its points read as commas."""
CENTS = re.compile(r"[-+]?€?(\d{1,3}(?:[.,]?\d{3})*)[.,](\d\d)[.,;:)]*")
POINTED = re.compile(r"([-–—−+]?€?)(\d{1,3}(?:[.,]\d{3})*)\.(\d\d[.,;:)]*)")
"""An amount with its cents; and one with a point before them."""


def same(text: str) -> str:
    """Return the text with the marks that mean the same written one way."""
    return text.translate(_SAME)


def is_mended(first: str, second: str) -> bool:
    """Tell whether both have the same digits, in the second as a Dutch number and in the first as none: "1,500,00", "1.500,00"."""
    return bool(MIXED.fullmatch(first) and NUMBER.fullmatch(second)) and first.replace(",", ".")[:-1] == second.replace(",", ".")[:-1]


def value_of(text: str) -> str:
    """Return the euros and cents of an amount, whatever marks part them and whatever sign it has; "" if it is none."""
    found = CENTS.fullmatch(same(text))
    return re.sub(r"\D", "", found[1]) + "," + found[2] if found else ""


def dutch(words: Sequence[Word], euro: bool) -> list[Word]:
    """Write the amounts behind a euro sign as the Dutch do: after it "15.00" and "1,500.00" can mean one thing only."""
    found: list[Word] = []
    for word in words:
        if euro or "€" in word.tekst:
            parts = POINTED.fullmatch(word.tekst)
            word = replace(word, tekst=parts[1] + parts[2].replace(",", ".") + "," + parts[3]) if parts else word
        euro = word.tekst.endswith("€")
        found.append(numbered(word))
    return found


def numbered(word: Word) -> Word:
    """Give an amount that both readers saw with commas only ("1,500,00") its points; it remains doubtful."""
    if not MIXED.fullmatch(word.tekst):
        return word
    whole, cents = re.split(r",(?=\d\d\D?$)", word.tekst)
    return replace(word, tekst=f"{whole.replace(',', '.')},{cents}", bevestigd=False)
