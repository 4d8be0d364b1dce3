"""Dates and amounts as people write and say them, and how they stand in a sentence of another language.

Amounts, names, numbers and dates are copied, never translated: the resident lays the sentence beside the paper. Behind a Dutch date
stands the same day in the words of the other language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
BRON = "nl"
_LOS, _EINDE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


class Schrift(Protocol):
    """How the facts of a letter stand in a sentence: on paper, or as a voice says them."""

    def datum(self, dag: date) -> str:
        """Return a day with its weekday and year."""

    def bedrag(self, waarde: Decimal) -> str:
        """Return an amount in euros."""

    def naam(self, tekst: str) -> str:
        """Return a name."""

    def nummer(self, tekst: str) -> str:
        """Return a telephone number or reference."""


@dataclass(frozen=True, slots=True)
class OpPapier:
    """The facts as they are written in a language (its code). In one that runs from right to left each fact is kept apart."""

    taal: str = BRON

    def datum(self, dag: date) -> str:
        """Return "zaterdag 28 november 2026", with the same day in the other language behind it where there is one."""
        own = datum(dag)
        other = "" if self.taal == BRON else in_taal(dag, self.taal)
        return f"{self.los(own)} ({other})" if other else self.los(own)

    def bedrag(self, waarde: Decimal) -> str:
        """Return "€ 1.250,00", the same in every language."""
        return self.los(bedrag(waarde))

    def naam(self, tekst: str) -> str:
        """Return the name as it stands on the letter."""
        return self.los(tekst)

    def nummer(self, tekst: str) -> str:
        """Return the number as it stands on the letter."""
        return self.los(tekst)

    def los(self, tekst: str) -> str:
        """Return a copied text; in a language from right to left between marks (Unicode isolates) that keep its parts in order."""
        return f"{_LOS}{tekst}{_EINDE}" if tekst and richting(self.taal) == "rtl" else tekst


@dataclass(frozen=True, slots=True)
class NaastNederlands(OpPapier):
    """The facts in a sentence that stands under the Dutch one: the date is there already, so here it is in the other language alone."""

    def datum(self, dag: date) -> str:
        """Return the day in the words of the language; in Dutch where CLDR does not have it."""
        return in_taal(dag, self.taal) or self.los(datum(dag))


def datum(dag: date, *, jaar: bool = True) -> str:
    """Return "zaterdag 28 november 2026"; the year is left out on request."""
    text = f"{WEEKDAGEN[dag.weekday()]} {dag.day} {MAANDEN[dag.month - 1]}"
    return f"{text} {dag.year}" if jaar else text


def bedrag(waarde: Decimal) -> str:
    """Return "€ 1.250,00"."""
    whole, cents = f"{waarde:.2f}".split(".")
    groups = f"{int(whole):,}".replace(",", ".")
    return f"€ {groups},{cents}"


def over(dag: date, vandaag: date) -> str:
    """Return how far away a day is in plain words: "vandaag", "morgen", "nog 5 dagen", "3 dagen geleden"."""
    days = (dag - vandaag).days
    if days == 0:
        return "vandaag"
    if days == 1:
        return "morgen"
    if days == -1:
        return "gisteren"
    return f"nog {days} dagen" if days > 0 else f"{-days} dagen geleden"


def in_taal(dag: date, taal: str) -> str:
    """Return a day in the words of a language (CLDR), its number in 0-9; '' for a language that CLDR does not know."""
    locale = _locale(taal)
    return str(format_date(dag, "EEEE d MMMM y", locale=locale)) if locale is not None else ""


def richting(taal: str) -> str:
    """Return how a language is written: 'ltr' or 'rtl'; 'ltr' where CLDR does not know it."""
    locale = _locale(taal)
    return "rtl" if locale is not None and locale.character_order == "right-to-left" else "ltr"


@lru_cache(maxsize=64)
def _locale(taal: str) -> Locale | None:
    try:
        return Locale.parse(taal)
    except (UnknownLocaleError, ValueError):
        return None
