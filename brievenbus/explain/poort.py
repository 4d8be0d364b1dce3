"""The gate: nothing is said that is not a fixed sentence of the knowledge, filled with this letter's own facts.

It runs on every explanation, at run time. A sentence passes only if it is, to the letter, a fixed sentence, or a fixed
sentence whose slots hold values that are in the object; so no number, date, name or negation can slip in, and known
parts cannot be put together wrongly. A sentence that does not pass is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from brievenbus.explain.naam import is_heel

_SLOT = re.compile(r"\{(\w+)\}")
_NAMES = frozenset({"afzender"})
"""Slots filled with what stands on the page as it was read. All others are written by code from a number, a day or the knowledge."""
_MARKS = "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"

Feiten = Mapping[str, Iterable[str]]


class Poort:
    """Knows what may be said about one letter.

    `feiten` holds, for each slot name, the values that the letter's object has for it, as they are written.
    `zinnen` are the fixed sentences, with slots in braces ("Betaal {bedrag} uiterlijk {datum}."). `bij` holds for a fixed sentence the
    values of its own, in place of `feiten`: the day of an appointment is no day to pay by. A name that would end its sentence, or
    say something by itself, is no value.
    """

    def __init__(self, feiten: Feiten, zinnen: Iterable[str], bij: Mapping[str, Feiten] | None = None) -> None:
        shared, own = _values(feiten), {zin: _values(facts) for zin, facts in (bij or {}).items()}
        fixed = dict.fromkeys((*zinnen, *own))
        self._plain = frozenset(zin for zin in fixed if not _SLOT.search(zin))
        self._shapes = tuple((*_shape(zin), own.get(zin, shared)) for zin in fixed if _SLOT.search(zin))

    def passes(self, zin: str) -> bool:
        """Tell whether the sentence is a fixed one, or a fixed one filled with facts of this letter."""
        if zin in self._plain:
            return True
        for shape, slots, facts in self._shapes:
            match = shape.fullmatch(zin)
            values = zip(slots, match.groups(), strict=True) if match is not None else ()
            if match is not None and all(value in facts.get(slot, frozenset()) for slot, value in values):
                return True
        return False

    def keep(self, zinnen: Iterable[str]) -> tuple[str, ...]:
        """Return the sentences that pass, in order, without doubles and empty ones."""
        return tuple(dict.fromkeys(zin for zin in zinnen if zin and self.passes(zin)))


def _values(feiten: Feiten) -> dict[str, frozenset[str]]:
    return {slot: frozenset(v for v in values if slot not in _NAMES or is_heel(v.strip(_MARKS))) for slot, values in feiten.items()}


@lru_cache(maxsize=1024)
def _shape(zin: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return a fixed sentence as a pattern with a group for each slot, and the names of the slots in order."""
    parts = _SLOT.split(zin)
    pattern = "".join("(.+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts))
    return re.compile(pattern, re.DOTALL), tuple(parts[1::2])
