"""One reading of a pile in, its letters out: which pages are one letter, how sure each boundary is, and what is missing.

Every page lands in exactly one letter, in the order in which it lay; only separator sheets are left out. Two letters are
never joined in silence: where it is not sure, the pile is parted and both sides say so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from brievenbus.feiten import Feiten
from brievenbus.page import Tekst
from brievenbus.split.blad import Blad, look
from brievenbus.split.gaten import missing
from brievenbus.split.grens import Grens, weigh

__all__ = ["Deel", "Grens", "Snede", "missing", "split"]


@dataclass(frozen=True, slots=True)
class Deel:
    """One letter of a pile. `bladzijden` are numbers in the pile, blank backs among them.

    `twijfel` holds, counted within the letter, the pages of which a person must look whether they belong to it.
    """

    bladzijden: tuple[int, ...]
    twijfel: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Snede:
    """A pile, parted. `grenzen` are the places that were weighed, `scheidingsbladen` the sheets that were left out."""

    delen: tuple[Deel, ...]
    grenzen: tuple[Grens, ...]
    scheidingsbladen: tuple[int, ...]


def split(tekst: Tekst, feiten: Sequence[Feiten], streepjes: Collection[int] = ()) -> Snede:
    """Part a pile into letters.

    `feiten` are the facts of each page by itself, in the order of `tekst.pages`; `streepjes` the numbers of the pages
    that hold a bar code.
    """
    vellen = [look(page, facts, page.nummer in streepjes) for page, facts in zip(tekst.pages, feiten, strict=True)]
    groups: list[list[Blad]] = []
    grenzen: dict[int, Grens] = {}
    sheets: list[int] = []
    apart = True
    for vel in vellen:
        if vel.scheiding or (vel.soort == "kaal" and sheets[-1:] == [vel.nummer - 1]):  # a sheet and its own back
            sheets.append(vel.nummer)
            apart = True
            continue
        printed = [] if apart or vel.leeg else [other for other in groups[-1] if not other.leeg]
        grens = weigh(printed, vel) if printed else None
        if grens:
            grenzen[vel.nummer] = grens
        if apart or (grens and grens.nieuw):
            groups.append([])
        groups[-1].append(vel)
        apart = False
    if not groups:  # nothing but sheets: a person must see them
        return Snede((Deel(tuple(sheets)),), (), ())
    numbers = [tuple(vel.nummer for vel in group) for group in groups]
    return Snede(_parts(numbers, grenzen), tuple(grenzen.values()), tuple(sheets))


def _parts(groups: Sequence[tuple[int, ...]], grenzen: dict[int, Grens]) -> tuple[Deel, ...]:
    """Write with each letter where its own first page, or the first page of the next, may belong to another."""
    delen = []
    for at, pages in enumerate(groups):
        after = groups[at + 1][0] if at + 1 < len(groups) else 0
        begin = pages[0] in grenzen and grenzen[pages[0]].onzeker
        end = after in grenzen and grenzen[after].onzeker
        delen.append(Deel(pages, (*((1,) if begin else ()), *((len(pages),) if end else ()))))
    return tuple(delen)
