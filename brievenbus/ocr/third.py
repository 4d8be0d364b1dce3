"""The third look: strips whose facts only the recogniser saw, or saw otherwise, are shown to Tesseract by themselves.

What it reads as the recogniser did is certain: two readers of different make agree. Where it was Tesseract's own reading that
stands, a second look of its own proves nothing, and the word stays unconfirmed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz.distance import Levenshtein

from brievenbus.ocr.engine import Grey
from brievenbus.ocr.merge import CURRENCY, FACT, core
from brievenbus.ocr.reads import Read
from brievenbus.ocr.signs import plain
from brievenbus.ocr.strips import Strook
from brievenbus.page import Word

Kijk = Callable[[Grey], list[Read]]
"""Reads a block of lines (grey, dark on light)."""
PARTS = re.compile(r"(?<=€)(?=\d)|(?<=^[-–—])(?=\d)|(?<=\d)(?=[-–—]$)")
"""Where one reader sees white and the other none: behind a euro sign, and in "- 3 -"."""
WHITE = 0.6
"""Strips stand on the sheet with this many times their height of white around them."""
MOST = 40
"""So many strips at most are looked at again: more means a page that cannot be read well anyhow."""


def confirm(grijs: Grey, strips: Sequence[Strook], words: Sequence[list[Word]], kijk: Kijk) -> list[list[Word]]:
    """Return the words of each strip, `bevestigd` where Tesseract reads in the strip what the recogniser did."""
    asked = [at for at, strip in enumerate(strips) if any(_is_asked(word, strip) for word in words[at])][:MOST]
    if not asked:
        return list(words)
    sheet, rows = _sheet([strips[at].cut(grijs) for at in asked])
    reads = sorted(kijk(sheet), key=lambda read: read.x0)
    found = list(words)
    for at, (y0, y1) in zip(asked, rows, strict=True):
        again = [part for read in reads if y0 <= (read.y0 + read.y1) / 2 <= y1 for part in _parts(plain(read.tekst))]
        found[at] = _agreed(found[at], strips[at], again)
    return found


def _is_asked(word: Word, strip: Strook) -> bool:
    """Tell whether it is the recogniser alone that says this."""
    said = core(word.tekst)
    return not word.bevestigd and said != "" and bool(FACT.search(said)) and all(core(token.word.tekst) != said for token in strip.tokens)


def _agreed(words: Sequence[Word], strip: Strook, again: Sequence[str]) -> list[Word]:
    parts = [(at, part) for at, word in enumerate(words) for part in _parts(word.tekst)]
    seen: set[int] = set()
    for op in Levenshtein.opcodes([part for _, part in parts], again):
        if op.tag == "equal":
            seen.update(range(op.src_start, op.src_end))
    missed = {at for i, (at, part) in enumerate(parts) if i not in seen and not CURRENCY.fullmatch(part)}
    found = list(words)
    for at, word in enumerate(words):
        if at not in missed and _is_asked(word, strip) and not _lost_point(found, at):
            found[at] = replace(word, bevestigd=True)
    return found


def _parts(text: str) -> list[str]:
    return [core(part) for part in PARTS.split(text)]


def _lost_point(words: Sequence[Word], at: int) -> bool:
    """Tell whether this may be an amount over a thousand without its point: who misses one mark may miss a digit as well."""
    text = words[at].tekst
    if "€" in text or (at and words[at - 1].tekst.endswith("€")):
        return re.search(r"\d{4}", text) is not None
    return len(words) == 1 and re.fullmatch(r"(?!19|20)\d{4,6}", core(text)) is not None


def _sheet(strips: Sequence[Grey]) -> tuple[Grey, list[tuple[int, int]]]:
    """Return the strips under each other on white paper, and where each stands: its first and last row."""
    room = round(WHITE * max(strip.shape[0] for strip in strips))
    sheet = np.full((room + sum(s.shape[0] + room for s in strips), 2 * room + max(s.shape[1] for s in strips)), 255, np.uint8)
    rows: list[tuple[int, int]] = []
    top = room
    for strip in strips:
        high, wide = strip.shape
        light = strip.astype(np.float32) * (255 / max(1.0, float(np.percentile(strip, 75)))) if strip.size else strip
        sheet[top : top + high, room : room + wide] = np.clip(light, 0, 255).astype(np.uint8)
        rows.append((top - room // 2, top + high + room // 2))
        top += high + room
    return sheet, rows
