"""Arithmetic between the amounts of a letter: which one is the sum of others, in a table or in running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from brievenbus.classify.bedragen.stukken import labelled
from brievenbus.classify.context import Lezing, fold_words
from brievenbus.feiten import Feiten, Geld
from brievenbus.page import Span

_OFF = frozenset({"al_betaald", "te_ontvangen", "verrekend"})
_LATER = frozenset({"dreigend", "te_ontvangen", "termijnbedrag"})
"""A total of these is no later state of what is due now: it is what it may become, or how it is paid."""
MOST_ROWS = 14
"""Rows that a total may add up."""
MOST_PARTS = 6
"""Amounts of running text that one sum may have."""
MOST_TIMES = 12
"""A year of months: the most often that one amount is counted in a sum."""


@dataclass(frozen=True, slots=True)
class Tabel:
    """What arithmetic proves of the amounts in tables. `sommen` are totals; `tussen` those of them, and the rows, that a later total
    takes up again (it is that later one that counts); `verrekend` what was taken off on the way to a total that is still to be paid."""

    sommen: frozenset[Span] = frozenset()
    tussen: frozenset[Span] = frozenset()
    verrekend: frozenset[Span] = frozenset()


def add_up(lezing: Lezing, feiten: Feiten) -> frozenset[Span]:
    """Return the table amounts that are the sum of the rows above them: arithmetic proves them to be totals."""
    return reckon(lezing, feiten).sommen


def reckon(lezing: Lezing, feiten: Feiten) -> Tabel:
    """Return which table amounts are proven totals, and which of those lead to another.

    In a table with several columns of money the last column counts; a row of what was already paid is subtracted.
    """
    column: dict[int, Geld] = {}
    for geld in feiten.bedragen:
        zin = lezing.zin_at(geld.span.start)
        if geld.in_tabel and zin is not None:
            column[zin.nummer] = geld
    rows = sorted(column.items())
    sums, within, off = set(), set(), set()
    for i, (nummer, geld) in enumerate(rows):
        above = [other for place, other in reversed(rows[max(0, i - MOST_ROWS) : i]) if nummer - place <= MOST_ROWS]
        used = _used(lezing, geld, above)
        if used:
            sums.add(geld.span)
            if not labelled(lezing, geld.label, geld.span) & _LATER:
                within |= {other.span for other in used}
                off |= {other.span for other in used if geld.waarde > 0 and _is_off(lezing, other)}
        sums |= _split_below(lezing, geld, [other for below, other in rows[i + 1 :] if below - nummer <= MOST_ROWS])
    return Tabel(frozenset(sums), frozenset(within), frozenset(off))


def _used(lezing: Lezing, geld: Geld, above: Sequence[Geld]) -> Sequence[Geld]:
    """The rows right above an amount, two or more, that add up to it; () where none do."""
    signed = printed = Decimal(0)
    for used, other in enumerate(above, start=1):
        signed += -abs(other.waarde) if _is_off(lezing, other) else other.waarde
        printed += other.waarde
        if used >= 2 and geld.waarde in (signed, printed):
            return above[:used]
    return ()


def _is_off(lezing: Lezing, geld: Geld) -> bool:
    """Tell whether a row is taken off: printed with a minus, or named as paid, coming to the resident, or set off."""
    opens = fold_words(geld.label)[:1]
    return geld.waarde < 0 or opens in (("af",), ("min",), ("minus",)) or bool(labelled(lezing, geld.label, geld.span) & _OFF)


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
