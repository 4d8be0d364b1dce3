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
from brievenbus.split.grens import JOIN, UNSURE, Grens, weigh
from brievenbus.split.wissel import goes_with_next, may_go_with_next

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
    for at, vel in enumerate(vellen, start=1):
        if vel.scheiding or (vel.soort == "kaal" and sheets[-1:] == [vel.nummer - 1]):  # a sheet and its own back
            sheets.append(vel.nummer)
            apart = True
            continue
        printed = [] if apart or vel.leeg else [other for other in groups[-1] if not other.leeg]
        grens = weigh(printed, vel) if printed else None
        if grens:
            grenzen[vel.nummer] = grens
        volgt = next((other for other in vellen[at:] if not other.leeg), None)
        if grens and grens.nieuw and goes_with_next(printed, grenzen.get(printed[-1].nummer), vel, volgt):
            _move(groups, grenzen, printed[-1], vel)
        elif grens and grens.nieuw and may_go_with_next(printed, vel, volgt):
            _doubt(grenzen, printed[-1])  # page 2 of the letter before it, or of the letter that begins behind it
            groups.append([])
        elif apart or (grens and grens.nieuw):
            groups.append([])
        groups[-1].append(vel)
        apart = False
    if not groups:  # nothing but sheets: a person must see them
        return Snede((Deel(tuple(sheets)),), (), ())
    numbers = [tuple(vel.nummer for vel in group) for group in groups]
    return Snede(_parts(numbers, grenzen), tuple(grenzen.values()), tuple(sheets))


def _move(groups: list[list[Blad]], grenzen: dict[int, Grens], vorige: Blad, blad: Blad) -> None:
    """Take a page and what lies behind it from the letter so far: it is the second page of the letter that begins after it."""
    at = groups[-1].index(vorige)
    taken = groups[-1][at:]
    del groups[-1][at:]
    if not groups[-1]:
        groups.pop()
    groups.append(taken)
    if vorige.nummer in grenzen:
        grenzen[vorige.nummer] = Grens(vorige.nummer, UNSURE, ("hoort bij de bladzijde erna",))
    grenzen[blad.nummer] = Grens(blad.nummer, JOIN, ("bladzijden lagen andersom",))


def _doubt(grenzen: dict[int, Grens], blad: Blad) -> None:
    """Leave a page where it is, and have a person look whether it belongs there."""
    eerder = grenzen.get(blad.nummer)
    if eerder is not None and not eerder.nieuw:
        grenzen[blad.nummer] = Grens(blad.nummer, JOIN, ("misschien lagen bladzijden andersom", *eerder.redenen))


def _parts(groups: Sequence[tuple[int, ...]], grenzen: dict[int, Grens]) -> tuple[Deel, ...]:
    """Write with each letter where its own first page, one within, or the first of the next, may belong to another."""
    delen = []
    for at, pages in enumerate(groups):
        after = groups[at + 1][0] if at + 1 < len(groups) else 0
        doubt = {i for i, page in enumerate(pages, start=1) if page in grenzen and (grenzen[page].onzeker or grenzen[page].los)}
        if after in grenzen and grenzen[after].onzeker:
            doubt.add(len(pages))
        delen.append(Deel(pages, tuple(sorted(doubt))))
    return tuple(delen)
