"""Two readings of one strip put together: where they agree the words are certain, where they differ one is chosen.

Measured on 90 flattened pages (18 of each: scans at 200 dpi, photos easy, medium, hard and from a chat), 309 places where one of
two differing readings is right: above SURE it is nearly always Tesseract's, as the recogniser drops one of two narrow letters
("uur" → "ur"); below it the recogniser's in four of five. The rules here choose the right one in 250; on these pages
no date, amount or number wholly of words that both agree on was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import mean

from rapidfuzz.distance import Levenshtein

from brievenbus.ocr.amounts import SIGNS, dutch, is_mended, numbered, same, value_of
from brievenbus.ocr.ppocr import Teken
from brievenbus.ocr.signs import plain
from brievenbus.ocr.strips import Strook
from brievenbus.ocr.tokens import depth_of, height_of
from brievenbus.page import Box, Word

SURE = 0.90
"""From this certainty (0..1) on Tesseract's characters stand where the recogniser has others."""
UNSURE = 0.45
"""Below this mean certainty the recogniser's word is not taken over a word of Tesseract's."""
PLAINLY = 0.97
"""From here on the recogniser is believed where it has a point and Tesseract a comma: a time, not an amount."""
NEW = 0.80
"""Mean certainty that a word must have which only the recogniser saw; NEW_SHORT for one or two characters."""
NEW_SHORT = 0.92
GHOST = 0.50
"""A word below this certainty in which the recogniser sees nothing is dirt, if no fact can be in it."""

_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DAYS = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
FACT = re.compile(rf"[\d€%+]|[-–—−]$|^\W*(?:{_MONTHS}|{_DAYS}|niet|geen|euro|eur|nl|iban)\W*$", re.IGNORECASE)
"""A word on which a date, an amount, a number or a denial may stand."""
BULLETS, READ_AS = "•·●○°o*", "eo*«»°·•+"
"""What the recogniser makes of the dot before an item of a list, and what Tesseract does: with both it is that dot."""
PAGE_NUMBER = re.compile(r"- ?\d{1,3} ?-")
_EDGES = " .,:;!?()[]\"'|_*"
CURRENCY = re.compile(r"[-–—−]?€")
_ALNUM = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Gelezen:
    """One word as the recogniser gave it, its place in pixels of the page, and the tokens of the strip that it lies on."""

    tekst: str
    minst: float
    gemiddeld: float
    x0: float
    x1: float
    op: frozenset[int]


def core(text: str) -> str:
    """Return what a word says: without the marks at its ends."""
    return same(text).strip(_EDGES)


def merge(strook: Strook, tekens: Sequence[Teken], maat: tuple[int, int]) -> list[Word]:
    """Return the words of a strip from what Tesseract (`strook.tokens`) and the recogniser made of it.

    `maat` is height and width of the page in pixels. Words keep Tesseract's boxes where it has them.
    """
    words = [replace(token.word, tekst=plain(token.word.tekst)) for token in strook.tokens]
    texts = [word.tekst for word in words]
    seen = _words(strook, tekens, _owners(texts, tekens))
    if not texts and PAGE_NUMBER.fullmatch(same(" ".join(word.tekst for word in seen))) and min(word.gemiddeld for word in seen) > UNSURE:
        marks = [teken for teken in tekens if teken.tekst != " "]
        parts = [list(part) for _, part in groupby(marks, key=lambda teken: teken.tekst.isdigit())]
        return [_placed(_gelezen(part, strook), strook, maat) for part in parts]
    found: list[Word] = []
    for first, second in _signed(_groups(len(texts), seen), seen):
        euro = bool(found) and found[-1].tekst.endswith("€")
        old = [words[at] for at in first]
        found += dutch(_choose(old, [seen[at] for at in second], strook, maat, euro), euro)
    return found


def _owners(texts: Sequence[str], tekens: Sequence[Teken]) -> list[int | None]:
    """Return for each character the index of the word it lies on by the alignment with least changes; None for none."""
    plain = " ".join(texts)
    home: list[int | None] = []
    for at, text in enumerate(texts):
        home += [at] * len(text) + [None]
    owners: list[int | None] = [None] * len(tekens)
    second = "".join(teken.tekst for teken in tekens)
    for op in Levenshtein.opcodes(same(plain), same(second)):
        if op.tag in ("equal", "replace"):
            for a, b in zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True):
                owners[b] = home[a]
    return owners


def _words(strook: Strook, tekens: Sequence[Teken], owners: Sequence[int | None]) -> list[_Gelezen]:
    """Cut the characters at their spaces."""
    found: list[_Gelezen] = []
    start = 0
    for end in range(len(tekens) + 1):
        if end < len(tekens) and tekens[end].tekst != " ":
            continue
        part = tekens[start:end]
        if part:
            found.append(_gelezen(part, strook, frozenset(owner for owner in owners[start:end] if owner is not None)))
        start = end + 1
    return found


def _gelezen(part: Sequence[Teken], strook: Strook, op: frozenset[int] = frozenset()) -> _Gelezen:
    """Make a word of its characters; `op` are the tokens that it lies on."""
    sure, wide = [teken.zekerheid for teken in part], strook.x1 - strook.x0
    x0, x1 = strook.x0 + part[0].x0 * wide, strook.x0 + part[-1].x1 * wide
    return _Gelezen("".join(teken.tekst for teken in part), min(sure), mean(sure), x0, x1, op)


def _groups(count: int, seen: Sequence[_Gelezen]) -> list[tuple[list[int], list[int]]]:
    """Part both readings, in order, into the smallest groups of words that belong together."""
    groups: list[tuple[list[int], list[int]]] = []
    used = 0
    for at, word in enumerate(seen):
        if not word.op:
            groups.append(([], [at]))
            continue
        low, high = min(word.op), max(word.op)
        if low < used:  # the word before lies on the same token
            back = next(i for i in range(len(groups) - 1, -1, -1) if groups[i][0])
            for _, more in groups[back + 1 :]:
                groups[back][1].extend(more)
            del groups[back + 1 :]
            groups[back][1].append(at)
        else:
            groups += [([token], []) for token in range(used, low)]
            groups.append(([low], [at]))
            used = low + 1
        groups[-1][0].extend(range(used, high + 1))
        used = max(used, high + 1)
    return groups + [([token], []) for token in range(used, count)]


def _signed(groups: Sequence[tuple[list[int], list[int]]], seen: Sequence[_Gelezen]) -> list[tuple[list[int], list[int]]]:
    """Put a sign that stands by itself with the euro sign after it."""
    found: list[tuple[list[int], list[int]]] = []
    loose: list[int] = []
    for first, second in groups:
        if loose and not (second and seen[second[0]].tekst.startswith("€")):
            found.append(([], loose))
            loose = []
        if not first and len(second) == 1 and same(seen[second[0]].tekst) in SIGNS:
            loose = second
            continue
        found.append((first, loose + second))
        loose = []
    return [*found, ([], loose)] if loose else found


def _choose(old: Sequence[Word], new: Sequence[_Gelezen], strook: Strook, maat: tuple[int, int], euro: bool) -> list[Word]:
    """Choose between two readings of the same place; `euro`: a euro sign stands before it."""
    if not old:
        signed = bool(CURRENCY.fullmatch("".join(word.tekst for word in new)))
        return [_placed(word, strook, maat) for word in new if signed or _is_new(word)]
    first, second = "".join(word.tekst for word in old), "".join(word.tekst for word in new)
    fact = bool(FACT.search(first) or FACT.search(second))
    sure = min(word.zekerheid for word in old)
    if not second:
        kept = [word for word in old if fact or word.zekerheid >= GHOST]
        return [replace(word, bevestigd=False) for word in kept] if fact else kept
    if first in READ_AS and second in BULLETS:
        return [replace(old[0], tekst="•")]
    least = min(word.minst for word in new)
    if same(first) == same(second):
        if len(new) <= len(old):
            return [numbered(replace(word, zekerheid=max(word.zekerheid, least))) for word in old]
        return [replace(_placed(word, strook, maat), zekerheid=max(sure, least), bevestigd=True) for word in new]
    if (euro or "€" in first + second) and value_of(first) == value_of(second) != "":
        return _one_value(old, second, max(sure, least))
    certain = not fact or core(first) == core(second) != "" or is_mended(first, second)
    if _stands(first, second, sure, mean(word.gemiddeld for word in new), least):
        return [replace(word, bevestigd=certain) for word in old]
    if len(old) == len(new):
        return [Word(word.tekst, before.vak, word.gemiddeld, certain) for word, before in zip(new, old, strict=True)]
    return [replace(_placed(word, strook, maat), bevestigd=certain) for word in new]


def _stands(first: str, second: str, sure: float, other: float, least: float) -> bool:
    """Tell whether Tesseract's reading stands where the recogniser has another one.

    `sure` is Tesseract's certainty, `other` the recogniser's and `least` that of its least sure character.
    """
    if same(first)[:1] in SIGNS and same(second)[:1] not in SIGNS:
        return True  # the recogniser loses minus signs
    if same(second)[:1] in SIGNS and first[:1] == "€":
        return False
    if is_mended(first, second):
        return False
    comma = re.search(r"\d,(\d\d|-)\W*$", first) and first.replace(",", ".") == second.replace(",", ".")
    return sure >= SURE or other < UNSURE or (bool(comma) and least < PLAINLY)


def _one_value(old: Sequence[Word], second: str, sure: float) -> list[Word]:
    """Return Tesseract's words for an amount that both read; the sign that one of them has stays (`signs` judges it)."""
    words = [replace(word, zekerheid=max(word.zekerheid, sure), bevestigd=True) for word in old]
    if same(second)[0] in SIGNS and same(words[0].tekst)[0] not in SIGNS:
        words[0] = replace(words[0], tekst=same(second)[0] + words[0].tekst)
    return words


def _is_new(word: _Gelezen) -> bool:
    """Tell whether a word that Tesseract did not see is one."""
    if not _ALNUM.search(word.tekst) and not CURRENCY.fullmatch(word.tekst):
        return False
    return word.gemiddeld >= (NEW_SHORT if len(word.tekst) <= 2 else NEW)


def _placed(word: _Gelezen, strook: Strook, maat: tuple[int, int]) -> Word:
    """Return the word with a box from where its characters were read. A fact that one reader saw is not confirmed."""
    height, width = maat
    line = strook.regel
    y1 = line.base + line.helling * ((word.x0 + word.x1) / 2 - line.x) + depth_of(word.tekst, line.em)
    box = Box(word.x0 / width, (y1 - height_of(word.tekst, line.em)) / height, word.x1 / width, y1 / height)
    return Word(word.tekst, box, word.gemiddeld, not FACT.search(word.tekst))
