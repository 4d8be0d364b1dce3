"""How hard a Dutch text is to read, on the scale of LiNT-II (0-100, under 34 is level 1).

LiNT-II itself needs a parsed text (spaCy model) and its own word data. Where those are not at hand this stand-in is
used: 100 minus the Flesch-Douma index (W.H. Douma, 1960: 206.84 - 0.77 x syllables per 100 words - 0.93 x words per
sentence), held between 0 and 100. It knows sentence and word length only; it is no replacement for LiNT-II.
"""

from __future__ import annotations

import re

_VOWELS = re.compile(r"[aeiouyáéíóúàèëïöü]+", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
LEVEL_1 = 34.0


def lint(sentences: list[str]) -> float | None:
    """Return the stand-in score of a text given as sentences, or None for a text without words."""
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    count = sum(1 for sentence in sentences if _WORD.search(sentence))
    if not words:
        return None
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    flesch = 206.84 - 0.77 * (100 * syllables / len(words)) - 0.93 * (len(words) / count)
    return round(min(100.0, max(0.0, 100.0 - flesch)), 1)
