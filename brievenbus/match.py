"""Find phrases in a letter despite OCR slips, cut a letter into sentences, and turn a stretch of text into evidence.

A phrase is plain words. Two marks are allowed, both readable by people who do not program:
    "afgeschreven*"      the word may go on ("afgeschreven", "afgeschrevene")
    "leggen … beslag"    up to six other words may stand between the two
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from brievenbus.brief import Bewijs
from brievenbus.page import Span, Tekst

GAP = "…"
MAX_GAP = 6
MAX_EVIDENCE = 220
_TOKEN = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿĀ-žıŞş€%]+")
_ABBREVIATIONS = frozenset(
    [
        "art",
        "artt",
        "bijv",
        "blz",
        "bv",
        "ca",
        "cq",
        "dd",
        "dhr",
        "div",
        "dr",
        "drs",
        "enz",
        "etc",
        "evt",
        "excl",
        "fa",
        "fig",
        "gem",
        "hr",
        "i.v.m",
        "incl",
        "ing",
        "inz",
        "ir",
        "jl",
        "jr",
        "jhr",
        "lid",
        "ltr",
        "max",
        "mevr",
        "min",
        "mr",
        "mrs",
        "mw",
        "nr",
        "nrs",
        "o.a",
        "par",
        "pag",
        "plm",
        "prof",
        "resp",
        "secr",
        "sr",
        "st",
        "str",
        "t.a.v",
        "t.n.v",
        "tel",
        "tov",
        "v.d",
        "vgl",
        "vh",
        "vz",
        "wnd",
        "zgn",
        "zg",
        "a.s",
        "as",
        "jan",
        "feb",
        "mrt",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "okt",
        "nov",
        "dec",
        "m.i.v",
        "m.u.v",
        "p",
        "p.p",
        "o.v",
        "d.d",
        "n.a.v",
        "t/m",
    ]
)
_SENTENCE_END = re.compile(r"[.!?](?=[\"'”’)]*\s)|[\n\f]+")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}(?:\.\d{1,2})*$")


def fold(text: str) -> str:
    """Return `text` in lower case without accents, one character for each character that went in."""
    if text.isascii():
        return text.lower()
    out = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0].lower()
        out.append(base[0] if base else char)
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the letter: folded text and where it stands in `Tekst.plat`."""

    woord: str
    span: Span


@dataclass(frozen=True)
class Zin:
    """One sentence, heading or table row. `tekst` is as printed (cells parted by a tab); `tokens` are its words."""

    tekst: str
    span: Span
    tokens: tuple[Token, ...]
    nummer: int

    @cached_property
    def woorden(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(token.woord for token in self.tokens)


def tokenize(text: str, start: int = 0) -> tuple[Token, ...]:
    """Cut `text` into words; `start` is the place of its first character in the letter."""
    return tuple(Token(fold(m.group()), Span(start + m.start(), start + m.end())) for m in _TOKEN.finditer(text))


def _ends_sentence(plat: str, at: int) -> bool:
    """Tell whether the full stop at `at` ends a sentence rather than an abbreviation, initial or numbering."""
    if plat[at] != ".":
        return True
    before = plat[max(0, at - 12) : at]
    word = re.split(r"[\s(]", before)[-1]
    if fold(word) in _ABBREVIATIONS or re.fullmatch(r"[A-Za-z]", word) or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return False
    if _NUMBERED.search(before) and not re.search(r"\d{4}$|\d,\d\d$", before):
        # "1.2 De huurder" is numbering, "in 2026. De huurder" is an end; "binnen 14. " hardly occurs
        return not re.search(r"(?:^|[\n\f])\s*\d{1,2}(?:\.\d{1,2})*$", plat[max(0, at - 12) : at])
    rest = plat[at + 1 : at + 40].lstrip(" \t\"'”’)")
    return not rest or not rest[0].islower()


def zinnen(tekst: Tekst) -> tuple[Zin, ...]:
    """Cut a letter into sentences; a paragraph end, table row or page end always ends one."""
    plat = tekst.plat
    found: list[Zin] = []
    start = 0
    for m in [*_SENTENCE_END.finditer(plat), None]:
        at = len(plat) if m is None else m.end()
        if m is not None and plat[m.start()] in ".!?" and not _ends_sentence(plat, m.start()):
            continue
        piece = plat[start:at]
        lead = len(piece) - len(piece.lstrip())
        body = piece.strip()
        if body:
            begin = start + lead
            found.append(Zin(body, Span(begin, begin + len(body)), tokenize(body, begin), len(found)))
        start = at
    return tuple(found)


@dataclass(frozen=True)
class Phrase:
    """A plain phrase made ready to look for. `delen` are its words; a tuple (word, prefix?) or None for the gap mark."""

    bron: str
    delen: tuple[tuple[str, bool] | None, ...]

    @classmethod
    def make(cls, phrase: str) -> Phrase:
        """Read a phrase as written in a knowledge file."""
        delen: list[tuple[str, bool] | None] = []
        for part in phrase.replace(GAP, f" {GAP} ").split():
            if part == GAP:
                delen.append(None)
                continue
            words = [t.woord for t in tokenize(part)]
            for word in words[:-1]:
                delen.append((word, False))
            if words:
                delen.append((words[-1], part.endswith("*")))
        return cls(phrase, tuple(delen))

    @cached_property
    def heel(self) -> frozenset[str]:
        """The whole words of the phrase: where one is missing the phrase cannot stand, and nobody need look."""
        return frozenset(piece[0] for piece in self.delen if piece is not None and not piece[1])

    def find(self, words: tuple[str, ...], start: int = 0) -> tuple[int, int] | None:
        """Return (first, last + 1) token numbers of the first place where the phrase stands, or None."""
        for first in range(start, len(words)):
            end = self._match(words, first, 0)
            if end is not None:
                return first, end
        return None

    def _match(self, words: tuple[str, ...], at: int, part: int) -> int | None:
        if part == len(self.delen):
            return at
        piece = self.delen[part]
        if piece is None:
            for skip in range(MAX_GAP + 1):
                end = self._match(words, at + skip, part + 1)
                if end is not None:
                    return end
            return None
        if at >= len(words):
            return None
        word, prefix = piece
        if words[at] == word or (prefix and words[at].startswith(word)):
            return self._match(words, at + 1, part + 1)
        return None


class Phrasebook:
    """Many phrases under names, looked up in one go: name → phrases. Names may be any hashable value."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._first: dict[str, list[tuple[str, Phrase]]] = {}
        open_: list[tuple[str, str, Phrase]] = []
        for name, phrases in groups.items():
            for text in phrases:
                phrase = Phrase.make(text)
                if not phrase.delen or phrase.delen[0] is None:
                    continue
                word, prefix = phrase.delen[0]
                if prefix:
                    open_.append((word, name, phrase))
                else:
                    self._first.setdefault(word, []).append((name, phrase))
        self._short = min((len(start) for start, _, _ in open_), default=1)
        self._open: dict[str, list[tuple[str, str, Phrase]]] = {}
        for one in open_:
            self._open.setdefault(one[0][: self._short], []).append(one)

    def words(self) -> set[str]:
        """Every whole word that stands in some phrase: the spellings that OCR slips are mended to."""
        found: set[str] = set()
        for phrases in self._first.values():
            for _, phrase in phrases:
                found.update(piece[0] for piece in phrase.delen if piece is not None)
        found.update(start for phrases in self._open.values() for start, _, _ in phrases)
        return found

    def find(self, zin: Zin) -> Iterator[tuple[str, Phrase, Span]]:
        """Yield (name, phrase, span in the letter) for every phrase that stands in the sentence."""
        words = zin.woorden
        there = frozenset(words)
        for at, word in enumerate(words):
            begun = [(name, phrase) for start, name, phrase in self._open.get(word[: self._short], ()) if word.startswith(start)]
            for name, phrase in (*self._first.get(word, ()), *begun):
                end = phrase._match(words, at, 0) if phrase.heel <= there else None
                if end is not None:
                    yield name, phrase, Span(zin.tokens[at].span.start, zin.tokens[end - 1].span.eind)


def mend(zinnen_: tuple[Zin, ...], vocabulary: Iterable[str], real: frozenset[str] = frozenset()) -> tuple[Zin, ...]:
    """Return the sentences with words that are one slip away from a known word replaced by it.

    Only words of six letters or more that are themselves unknown are mended (one slip; two from eleven letters on), so
    that a real word never turns into another: `real` holds words that exist and are left alone. Printed text
    (`Zin.tekst`) stays as it is.
    """
    phrases = set(vocabulary)
    choices = sorted(word for word in phrases if len(word) >= 6)
    known = phrases | real
    unknown = {t.woord for z in zinnen_ for t in z.tokens if len(t.woord) >= 6 and t.woord not in known}
    mended: dict[str, str] = {}
    for word in unknown:
        slips = 2 if len(word) >= 11 else 1
        hit = process.extractOne(word, choices, scorer=Levenshtein.distance, score_cutoff=slips)
        if hit is not None and word[:1] == hit[0][:1] and _looks_like_slip(word, hit[0]):
            mended[word] = hit[0]
    if not mended:
        return zinnen_
    return tuple(Zin(z.tekst, z.span, tuple(Token(mended.get(t.woord, t.woord), t.span) for t in z.tokens), z.nummer) for z in zinnen_)


def _looks_like_slip(read: str, known: str) -> bool:
    """Inflections (a changed or added last letter) are words of their own, not slips."""
    shorter, longer = sorted((read, known), key=len)
    return not longer.startswith(shorter) and read[:-1] != known[:-1] and read[:-2] != known[:-2]


def evidence(tekst: Tekst, span: Span) -> tuple[Bewijs, ...]:
    """Return the evidence for a stretch of the letter: one entry for each page it stands on, with a box around it."""
    found: list[Bewijs] = []
    words = " ".join(tekst.plat[span.start : span.eind].split())
    if len(words) > MAX_EVIDENCE:
        words = words[: MAX_EVIDENCE - 1].rsplit(" ", 1)[0] + " …"
    pages: dict[int, list[tuple[float, float, float, float]]] = {}
    for nummer, box in tekst.boxes(span):
        pages.setdefault(nummer, []).append((box.x0, box.y0, box.x1, box.y1))
    for nummer, boxes in pages.items():
        vak = (
            round(min(b[0] for b in boxes), 4),
            round(min(b[1] for b in boxes), 4),
            round(max(b[2] for b in boxes), 4),
            round(max(b[3] for b in boxes), 4),
        )
        found.append(Bewijs(nummer, words, vak))
    return tuple(found[:2])
