"""Which values of the letter may have been misread: those that only one reading gave and nothing on the paper confirms.

A value is certain where two readings of its words agree (`Word.bevestigd`), where its check digits are right, where a
bar code or QR code says the same, where a table adds up to it, or where the letter prints it twice. All others are said aloud as doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from brievenbus.brief import Bedrag, Betaling, Bewijs, Kenmerk, Termijn
from brievenbus.feiten import Feiten
from brievenbus.page import Span, Tekst

Waarde = TypeVar("Waarde")

_ASKED = frozenset({"te_betalen", "te_ontvangen", "termijnbedrag"})
"""Amounts that a misread digit or sign makes wrong advice. Where none is due, any unsure amount may be the one that is."""


@dataclass(frozen=True)
class Onzeker:
    """The values of a letter that may have been misread. `duren`: so may a length of time ("binnen 14 dagen")."""

    dagen: frozenset[date] = frozenset()
    bedragen: frozenset[Decimal] = frozenset()
    nummers: frozenset[str] = frozenset()
    duren: bool = False

    def of_term(self, term: Termijn) -> bool:
        """Tell whether the day of this term may be wrong by a misreading. What was counted may rest on any day or length of time."""
        if term.herkomst == "berekend":
            return self.duren or bool(self.dagen)
        return term.datum in self.dagen


def doubtful(tekst: Tekst, feiten: Feiten, sommen: frozenset[Span] = frozenset()) -> Onzeker:
    """Return the doubtful values of a letter. `sommen` are the amounts that the rows of their table add up to."""

    def sure(span: Span, hersteld: bool) -> bool:
        if span in feiten.bevestigd:
            return True
        return not hersteld and all(word.bevestigd for _, word in tekst.words_in(span))

    days = _unconfirmed((d.waarde, sure(d.span, d.hersteld)) for d in feiten.data) | {d.waarde for d in feiten.data if d.twijfel}
    sums = _unconfirmed((abs(g.waarde), g.span in sommen or sure(g.span, g.hersteld)) for g in feiten.bedragen)
    numbers = _unconfirmed((n.waarde, bool(n.controle_klopt) or sure(n.span, n.hersteld)) for n in feiten.nummers)
    return Onzeker(
        frozenset(day - timedelta(days=back) for day in days for back in (0, 1)),  # "before" such a day is the day before it
        sums,
        numbers,
        any(not sure(duur.span, duur.hersteld) for duur in feiten.duren),
    )


def mark_terms(terms: Iterable[Termijn], onzeker: Onzeker) -> tuple[Termijn, ...]:
    """Return the terms with `Bewijs.zeker` false on the doubtful ones."""
    return tuple(replace(term, bewijs=_doubted(term.bewijs)) if onzeker.of_term(term) else term for term in terms)


def mark_sums(sums: Iterable[Bedrag], onzeker: Onzeker) -> tuple[Bedrag, ...]:
    """Return the amounts with `Bewijs.zeker` false on the doubtful ones."""
    return tuple(replace(sum_, bewijs=_doubted(sum_.bewijs)) if sum_.bedrag in onzeker.bedragen else sum_ for sum_ in sums)


def mark_numbers(numbers: Iterable[Kenmerk], onzeker: Onzeker) -> tuple[Kenmerk, ...]:
    """Return the references with `Bewijs.zeker` false on the doubtful ones."""
    return tuple(replace(number, bewijs=_doubted(number.bewijs)) if number.waarde in onzeker.nummers else number for number in numbers)


def mark_payment(betaling: Betaling | None, onzeker: Onzeker) -> Betaling | None:
    """Return how to pay with `Bewijs.zeker` false where its reference or amount is doubtful."""
    if betaling is None or (betaling.kenmerk not in onzeker.nummers and betaling.bedrag not in onzeker.bedragen):
        return betaling
    return replace(betaling, bewijs=_doubted(betaling.bewijs))


def spoken(onzeker: Onzeker, terms: Iterable[Termijn], sums: Iterable[Bedrag], betaling: Betaling | None) -> tuple[str, ...]:
    """Return the keys of [twijfels] for what may have been misread of a day, of the amount asked, of how to pay."""
    found = []
    if any(onzeker.of_term(term) for term in terms):
        found.append("termijn_onzeker")
    unsure = [sum_.soort for sum_ in sums if sum_.bedrag in onzeker.bedragen]
    if unsure and (_ASKED.intersection(unsure) or all(sum_.soort != "te_betalen" for sum_ in sums)):
        found.append("bedrag_onzeker")
    if betaling is not None and betaling.kenmerk in onzeker.nummers:
        found.append("kenmerk_onzeker")
    return tuple(found)


def _unconfirmed(printed: Iterable[tuple[Waarde, bool]]) -> frozenset[Waarde]:
    """Return the values of which no printing is sure and which the letter does not print twice."""
    pairs = list(printed)
    times = Counter(value for value, _ in pairs)
    sure = {value for value, is_sure in pairs if is_sure}
    return frozenset(value for value in times if value not in sure and times[value] < 2)


def _doubted(bewijs: tuple[Bewijs, ...]) -> tuple[Bewijs, ...]:
    return tuple(replace(proof, zeker=False) for proof in bewijs)
