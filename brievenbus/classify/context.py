"""The letter as classification sees it: sentences, headings, clauses, and the words that stand around a fact."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from brievenbus.kennis import Kennis
from brievenbus.match import Phrasebook, Zin, mend, tokenize, zinnen
from brievenbus.page import Span, Tekst

MAX_HEADING_WORDS = 9
_CLAUSE = re.compile(r"[,;:()–]|\b(?:anders|maar|tenzij|waarna|zodat|doch|terwijl|ook als|zelfs als|mits|en wel)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Woorden:
    """The phrasebooks of kennis/regels, made once for a knowledge base."""

    boeken: dict[str, Phrasebook]
    niet: dict[str, Phrasebook]
    volgorde: dict[str, tuple[str, ...]]
    woordenschat: frozenset[str]
    bekend: frozenset[str]
    geheugen: dict[tuple[object, ...], tuple[tuple[str, Span], ...]] | None = None
    """What has been found in the sentences of one letter; None where nothing may be kept (`for_letter`)."""

    @classmethod
    def make(cls, kennis: Kennis, bekend: frozenset[str]) -> Woorden:
        """Build the phrasebooks of every file in regels/. `bekend` are words that exist: never an OCR slip of another."""
        boeken, niet, volgorde = {}, {}, {}
        schat: set[str] = set()
        for bestand in kennis.woorden:
            groepen = kennis.woorden[bestand]
            boeken[bestand] = Phrasebook(kennis.groep(bestand))
            niet[bestand] = Phrasebook({g.label: g.niet for g in groepen})
            volgorde[bestand] = tuple(dict.fromkeys(g.label for g in groepen))
            schat |= boeken[bestand].words()
        return cls(boeken, niet, volgorde, frozenset(schat), bekend)

    def for_letter(self) -> Woorden:
        """The same books with a memory of their own, that ends with the letter: a sentence is looked at by many."""
        return replace(self, geheugen={})

    def denied(self, bestand: str, zin: Zin) -> frozenset[str]:
        """Return the labels that a `niet` phrase in the sentence takes away."""
        return frozenset(label for label, _, _ in self.niet[bestand].find(zin))

    def labels(self, bestand: str, zin: Zin) -> tuple[tuple[str, Span], ...]:
        """Return (label, span) for each phrase of a file in the sentence, unless a `niet` phrase takes it away."""
        key = (bestand, zin.span, zin.woorden)
        if self.geheugen is not None and key in self.geheugen:
            return self.geheugen[key]
        hits = [(label, span) for label, _, span in self.boeken[bestand].find(zin)]
        denied = self.denied(bestand, zin) if hits else frozenset()
        found = tuple((label, span) for label, span in hits if label not in denied)
        if self.geheugen is not None:
            self.geheugen[key] = found
        return found


@dataclass(frozen=True)
class Lezing:
    """One letter, cut into sentences, with the phrasebooks to read it with."""

    tekst: Tekst
    zinnen: tuple[Zin, ...]
    woorden: Woorden

    @classmethod
    def make(cls, tekst: Tekst, woorden: Woorden) -> Lezing:
        """Cut the letter and mend words that are one OCR slip away from a word the knowledge uses."""
        return cls(tekst, mend(zinnen(tekst), woorden.woordenschat, woorden.bekend), woorden.for_letter())

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(zin.span.start for zin in self.zinnen)

    def zin_at(self, offset: int) -> Zin | None:
        """Return the sentence that holds character `offset` of the letter."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self.zinnen[at].span.eind:
            return None
        return self.zinnen[at]

    def before(self, zin: Zin, n: int = 1) -> tuple[Zin, ...]:
        """Return up to n sentences that stand before `zin`, nearest first."""
        return tuple(self.zinnen[i] for i in range(zin.nummer - 1, max(-1, zin.nummer - 1 - n), -1))

    def after(self, zin: Zin) -> Zin | None:
        """Return the sentence after `zin`."""
        return self.zinnen[zin.nummer + 1] if zin.nummer + 1 < len(self.zinnen) else None

    def heading(self, zin: Zin, reach: int = 14) -> Zin | None:
        """Return the nearest heading above: a short piece on a line of its own without a full stop."""
        for other in self.before(zin, reach):
            if self.is_heading(other):
                return other
        return None

    def is_heading(self, zin: Zin) -> bool:
        """Tell whether a sentence is a heading: short, on its own line, no cells, no full stop at the end."""
        plat = self.tekst.plat
        alone = (zin.span.start == 0 or plat[zin.span.start - 1] in "\n\f") and (
            zin.span.eind >= len(plat) or plat[zin.span.eind] in "\n\f"
        )
        return (
            alone
            and 0 < len(zin.tokens) <= MAX_HEADING_WORDS
            and "\t" not in zin.tekst
            and not zin.tekst.endswith((".", ",", ";"))
            and not any(char.isdigit() for char in zin.tekst[:40])
        )

    def clause(self, zin: Zin, span: Span) -> Zin:
        """Return the part of the sentence between the commas (or words as 'anders') around `span`."""
        text = zin.tekst
        start, end = 0, len(text)
        lo, hi = span.start - zin.span.start, span.eind - zin.span.start
        for m in _CLAUSE.finditer(text):
            if re.match(r"\d,\d", text[max(0, m.start() - 1) : m.end() + 1]):
                continue
            if m.end() <= lo:
                start = m.end() if m.group() in ",;:()–" else m.start()
            elif m.start() >= hi and end == len(text):
                end = m.start()
        return part(zin, Span(zin.span.start + start, zin.span.start + end))


def part(zin: Zin, span: Span) -> Zin:
    """Return the stretch `span` of a sentence as a sentence of its own (with mended words kept)."""
    tokens = tuple(t for t in zin.tokens if t.span.start >= span.start and t.span.eind <= span.eind)
    lo, hi = span.start - zin.span.start, span.eind - zin.span.start
    return Zin(zin.tekst[lo:hi], span, tokens, zin.nummer)


def words_before(zin: Zin, span: Span, n: int) -> tuple[str, ...]:
    """Return the n folded words that stand right before `span` in the sentence."""
    return tuple(t.woord for t in zin.tokens if t.span.eind <= span.start)[-n:]


def loose(text: str) -> tuple[Zin, ...]:
    """Return a piece of text as one sentence outside any letter."""
    return (Zin(text, Span(0, len(text)), tokenize(text), 0),)


def fold_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a piece of text."""
    return tuple(t.woord for t in tokenize(text))
