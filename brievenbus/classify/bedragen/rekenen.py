"""Arithmetic between the amounts of a letter: which one is the sum of others, in a table or in running text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from brievenbus.classify.bedragen.stukken import labelled
from brievenbus.classify.context import Lezing
from brievenbus.feiten import Feiten, Geld
from brievenbus.page import Span

MOST_ROWS = 14
"""Rows that a total may add up."""
MOST_PARTS = 6
"""Amounts of running text that one sum may have."""
MOST_TIMES = 12
"""A year of months: the most often that one amount is counted in a sum."""


def add_up(lezing: Lezing, feiten: Feiten) -> frozenset[Span]:
    """Return the table amounts that are the sum of the rows above them: arithmetic proves them to be totals.

    In a table with several columns of money the last column counts; a row of what was already paid is subtracted.
    """
    column: dict[int, Geld] = {}
    for geld in feiten.bedragen:
        zin = lezing.zin_at(geld.span.start)
        if geld.in_tabel and zin is not None:
            column[zin.nummer] = geld
    rows = sorted(column.items())
    found = set()
    for i, (nummer, geld) in enumerate(rows):
        total = Decimal(0)
        for used, (above, other) in enumerate(reversed(rows[:i]), start=1):
            if nummer - above > MOST_ROWS or used > MOST_ROWS:
                break
            paid = other.waarde < 0 or "al_betaald" in labelled(lezing, other.label, other.span)
            total += -abs(other.waarde) if paid else other.waarde
            if used >= 2 and total == geld.waarde:
                found.add(geld.span)
                break
        found |= _split_below(lezing, geld, [other for below, other in rows[i + 1 :] if below - nummer <= MOST_ROWS])
    return frozenset(found)


def _split_below(lezing: Lezing, geld: Geld, parts: list[Geld]) -> set[Span]:
    """The amount is a total that the rows under it divide into instalments: they start right below and add up to it."""
    total = Decimal(0)
    for used, part_ in enumerate(parts, start=1):
        if labelled(lezing, part_.label, part_.span) & {"al_betaald", "te_ontvangen"}:
            break
        total += part_.waarde
        if used >= 2 and total == geld.waarde:
            return {geld.span}
    return set()


def parts_of(value: Decimal, earlier: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return the amounts named earlier that add up to `value`: two of them, or the last few in a row; () where none do."""
    seen = list(dict.fromkeys(other for other in earlier if 0 < other < value))
    for pair in combinations(reversed(seen), 2):
        if sum(pair) == value:
            return pair
    for n in range(3, min(MOST_PARTS, len(seen)) + 1):
        if sum(seen[-n:]) == value:
            return tuple(seen[-n:])
    return ()


def unit_of(value: Decimal, earlier: Sequence[Decimal]) -> Decimal | None:
    """Return the amount named earlier of which `value` is two to twelve times."""
    return next((other for other in reversed(earlier) if other > 0 and value / other in range(2, MOST_TIMES + 1)), None)


def is_rest(value: Decimal, earlier: Sequence[Decimal]) -> bool:
    """Tell whether `value` is what remains of an earlier amount when another earlier amount is taken off."""
    seen = [other for other in dict.fromkeys(earlier) if other > 0 and other != value]
    return any(first - second == value for first in seen for second in seen)
