"""Dutch dates and amounts as people write and say them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


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
