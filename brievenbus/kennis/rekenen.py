"""Count days as the Dutch Algemene termijnenwet (Awt) does. Pure: no clock, no files; the feast days are an argument.

A year that is missing from the feast days makes every answer earlier, never later: that is the safe side.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from brievenbus.kennis.schema import Feestdag, TermijnRegel

Rekeneenheid = Literal["dagen", "weken", "maanden", "jaren"]

_AWT_MOST: dict[str, int] = {"dagen": 90, "weken": 12, "maanden": 3}
"""Awt art. 4: the law does not move terms longer than 90 days, 12 weeks or 3 months, nor terms in years."""
_MIN_DAYS = 3
_MIN_WORKDAYS = 2
"""Awt art. 2: a statutory term of three days or more holds at least two ordinary working days."""


@dataclass(frozen=True, slots=True)
class Feestdagen:
    """Feast days by use: `awt` counts for the Termijnenwet; `vrij` is without the days only put on a par (T24)."""

    awt: frozenset[date]
    vrij: frozenset[date]


def feestdagen(kaarten: Iterable[Feestdag]) -> Feestdagen:
    """Return the feast days of `feestdagen.toml`, ready to count with."""
    cards = tuple(kaarten)
    return Feestdagen(frozenset(card.datum for card in cards), frozenset(card.datum for card in cards if not card.gelijkgesteld))


def is_feestdag(dag: date, dagen: Feestdagen) -> bool:
    """Tell whether the Awt treats `dag` as a generally recognised feast day (art. 3, days put on a par included)."""
    return dag in dagen.awt


def schuif(dag: date, dagen: Feestdagen) -> date:
    """Return `dag`, or the first day after it that is no Saturday, Sunday or feast day (Awt art. 1 lid 1)."""
    while _is_rest(dag, dagen.awt):
        dag += timedelta(days=1)
    return dag


def plus(basis: date, aantal: int, eenheid: Rekeneenheid) -> date:
    """Return the last day of a term: `basis` itself does not count.

    Months and years keep the day of the month; where that day does not exist it is the last of the month (T25).
    """
    if eenheid in ("dagen", "weken"):
        return basis + timedelta(days=aantal * (7 if eenheid == "weken" else 1))
    months = basis.year * 12 + basis.month - 1 + aantal * (12 if eenheid == "jaren" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(basis.day, monthrange(year, month + 1)[1]))


def werkdagen_na(dag: date, aantal: int, dagen: Feestdagen) -> date:
    """Return the `aantal`-th working day after `dag`: Monday to Friday, feast days left out (Wgs art. 4, T24).

    Days that are only put on a par with feast days are ordinary working days here: the earliest date wins.
    """
    while aantal > 0:
        dag += timedelta(days=1)
        aantal -= not _is_rest(dag, dagen.vrij)
    return dag


def einde(regel: TermijnRegel, basis: date, dagen: Feestdagen) -> tuple[date, date]:
    """Return (raw, legal) last day of a term that starts from `basis`; the same where the Awt does not move it."""
    if regel.eenheid == "werkdagen":
        last = werkdagen_na(basis, regel.aantal, dagen)
        return last, last
    raw = plus(basis, regel.aantal, regel.eenheid)
    if not regel.awt or regel.aantal > _AWT_MOST[regel.eenheid]:
        return raw, raw
    legal = schuif(raw, dagen)
    if regel.min_werkdagen and (raw - basis).days >= _MIN_DAYS:
        legal = max(legal, _with_workdays(basis, dagen))
    return raw, legal


def _with_workdays(basis: date, dagen: Feestdagen) -> date:
    """Return the day on which the second ordinary working day after `basis` falls (Awt art. 2)."""
    day, seen = basis, 0
    while seen < _MIN_WORKDAYS:
        day += timedelta(days=1)
        seen += not _is_rest(day, dagen.awt)
    return day


def _is_rest(dag: date, feest: frozenset[date]) -> bool:
    return dag.weekday() >= 5 or dag in feest
