"""An explanation in other words, as somebody or something else puts it: only where that provably says the same (`feitenpoort`).

What is handed over are sentences that have passed the gate, with a mark (⟦1⟧) wherever a name, an amount or a day stands: no fact of a
letter goes along, and none can come back changed. Titles and helpers stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from brievenbus.brief import Uitleg
from brievenbus.errors import StageError
from brievenbus.explain.feitenpoort import zegt_hetzelfde
from brievenbus.explain.leesbaarheid import LEVEL_1, lint
from brievenbus.kennis.talen import splits

_MARK = re.compile(r"⟦(\d+)⟧")
_LEFT = re.compile(r"[\d€@⟦⟧]")
"""With one of these left, a sentence still holds something of the letter: it is not handed over."""


class Herschrijver(Protocol):
    """Puts Dutch sentences in other words."""

    def __call__(self, zinnen: Sequence[str], /) -> Sequence[str]:
        """Return as many texts as there are sentences, in order. Raises StageError where it cannot."""


@dataclass(frozen=True, slots=True)
class _Stuk:
    """A sentence, or a question with its answer; and how it is handed over."""

    vast: str
    gemerkt: str
    waarden: tuple[str, ...]

    @property
    def is_bare(self) -> bool:
        """Whether nothing of the letter stands in what is handed over; a mark that the text itself holds is of nobody knows what."""
        return len(_MARK.findall(self.gemerkt)) == len(self.waarden) and not _LEFT.search(_MARK.sub("", self.gemerkt))

    def chosen(self, antwoord: str | None) -> str:
        """Return the answer with its facts put back where it says the same, else the fixed text."""
        if antwoord is None or sorted(_MARK.findall(antwoord)) != sorted(str(n) for n in range(1, len(self.waarden) + 1)):
            return self.vast
        said = _MARK.sub(lambda mark: self.waarden[int(mark[1]) - 1], antwoord.strip())
        return said if zegt_hetzelfde(self.vast, said) else self.vast


def herschrijf(uitleg: Uitleg, feiten: Iterable[str], herschrijver: Herschrijver) -> Uitleg:
    """Return a Dutch explanation in other words where they pass. `feiten`: the names, amounts and days of the letter as they are written.

    Without a usable answer, or where it would be harder to read, it comes back as it was.
    """
    values = sorted({value for value in feiten if value}, key=len, reverse=True)
    parts = {tekst: tuple(_stukken(tekst, values)) for tekst in (uitleg.kern, *uitleg.doen, uitleg.gevolg)}
    asked = {stuk.gemerkt: None for stukken in parts.values() for stuk in stukken if stuk.is_bare}
    try:
        answers = dict(zip(asked, herschrijver(tuple(asked)), strict=True)) if asked else {}
    except (StageError, ValueError):  # ValueError: another number of answers than of sentences
        return uitleg

    def said(tekst: str) -> str:
        return " ".join(stuk.chosen(answers.get(stuk.gemerkt)) for stuk in parts[tekst])

    made = replace(uitleg, kern=said(uitleg.kern), doen=tuple(map(said, uitleg.doen)), gevolg=said(uitleg.gevolg))
    score = lint([zin for tekst in (made.titel, made.kern, *made.doen, made.gevolg) for zin in splits(tekst)])
    if score is not None and score > max(LEVEL_1, uitleg.lint or 0.0):
        return uitleg
    return replace(made, lint=score)


def _stukken(tekst: str, waarden: Sequence[str]) -> Iterator[_Stuk]:
    """Yield a text in pieces that can be put in other words by themselves; a question goes with what follows it."""
    found: list[str] = []

    def mark(match: re.Match[str]) -> str:
        found.append(match.group())
        return f"⟦{len(found)}⟧"

    pattern = "|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value in waarden)
    marked = re.sub(pattern, mark, tekst) if waarden and not _MARK.search(tekst) else tekst
    piece = ""
    for zin in splits(marked):
        piece = f"{piece} {zin}" if piece else zin
        if not zin.endswith("?"):
            yield _stuk(piece, found)
            piece = ""
    if piece:
        yield _stuk(piece, found)


def _stuk(gemerkt: str, gevonden: Sequence[str]) -> _Stuk:
    """Return one piece, its marks counted from 1."""
    own = tuple(gevonden[int(n) - 1] for n in _MARK.findall(gemerkt)) if gevonden else ()
    numbers = iter(range(1, len(own) + 1))
    values = iter(own)
    plain = _MARK.sub(lambda _: next(values), gemerkt) if own else gemerkt
    return _Stuk(plain, _MARK.sub(lambda _: f"⟦{next(numbers)}⟧", gemerkt) if own else gemerkt, own)
