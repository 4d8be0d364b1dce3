"""The gate: no number, date or name in the explanation that is not in the letter's own facts or in the knowledge.

It runs on every explanation, at run time. A sentence that does not pass is left out; the plainer fixed sentences that
carry no facts remain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from brievenbus.match import fold

_NUMBER = re.compile(r"\d[\d.,:]*\d|\d")
_NAME = re.compile(r"(?<![.!?:(] )(?<!^)\b[A-ZÀ-Þ][\w&'-]{2,}(?:\s+[A-ZÀ-Þ][\w&'-]+)*")


def digits(text: str) -> str:
    """Return a number without its separators: "1.250,00" and "1250.00" are both "125000"."""
    return re.sub(r"\D", "", text)


class Poort:
    """Knows what may be said about one letter: its facts, and the fixed sentences of the knowledge."""

    def __init__(self, feiten: Iterable[str], kennis: Iterable[str]) -> None:
        allowed = [*feiten, *kennis]
        self._numbers = {digits(m) for text in allowed for m in _NUMBER.findall(text)}
        self._words = {word for text in allowed for word in re.findall(r"[\w&'-]{3,}", fold(text))}

    def passes(self, zin: str) -> bool:
        """Tell whether every number and every name in the sentence is known."""
        if any(digits(m) not in self._numbers for m in _NUMBER.findall(zin)):
            return False
        names = " ".join(_NAME.findall(zin))
        return all(word in self._words for word in re.findall(r"[\w&'-]{3,}", fold(names)))

    def keep(self, zinnen: Iterable[str]) -> tuple[str, ...]:
        """Return the sentences that pass, in order, without doubles."""
        return tuple(dict.fromkeys(zin for zin in zinnen if zin and self.passes(zin)))
