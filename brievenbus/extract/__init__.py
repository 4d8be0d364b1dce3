"""From the text of one letter to its facts: days, terms, amounts, account numbers, references, addresses.

`mask` runs first, right after reading; `extract` sees the masked text. Every fact carries the span that proves it.
"""

from __future__ import annotations

from dataclasses import dataclass

from brievenbus.extract.accounts import Rekening, accounts, broken_accounts
from brievenbus.extract.addresses import Adres, addresses
from brievenbus.extract.amounts import Geld, amounts
from brievenbus.extract.bsn import bsn_spans, mask
from brievenbus.extract.dates import Datum, Maand, letter_date, read_calendar
from brievenbus.extract.durations import Duur, durations
from brievenbus.extract.phones import Telefoon, phones
from brievenbus.extract.references import Nummer, references
from brievenbus.extract.urls import Webadres, urls
from brievenbus.page import Span, Tekst

__all__ = [
    "Adres", "Datum", "Duur", "Feiten", "Geld", "Maand", "Nummer", "Rekening", "Telefoon", "Webadres", "bsn_spans",
    "extract",
    "letter_date", "mask",
]  # fmt: skip


@dataclass(frozen=True)
class Feiten:
    """Everything found in one letter, each kind in reading order. `briefdatum` is None where the letter prints none."""

    briefdatum: Datum | None = None
    data: tuple[Datum, ...] = ()
    maanden: tuple[Maand, ...] = ()
    duren: tuple[Duur, ...] = ()
    bedragen: tuple[Geld, ...] = ()
    rekeningen: tuple[Rekening, ...] = ()
    rekeningen_ongeldig: tuple[Rekening, ...] = ()
    nummers: tuple[Nummer, ...] = ()
    adressen: tuple[Adres, ...] = ()
    telefoons: tuple[Telefoon, ...] = ()
    webadressen: tuple[Webadres, ...] = ()


def extract(tekst: Tekst) -> Feiten:
    """Return the facts of one letter. `tekst` has been masked; a BSN that is still there is in no fact."""
    rekeningen = accounts(tekst)
    hidden = (*(account.span for account in rekeningen), *bsn_spans(tekst))
    calendar = read_calendar(tekst)
    return Feiten(
        briefdatum=calendar.briefdatum,
        data=calendar.data,
        maanden=calendar.maanden,
        duren=durations(tekst),
        bedragen=amounts(tekst),
        rekeningen=rekeningen,
        rekeningen_ongeldig=broken_accounts(tekst),
        nummers=tuple(number for number in references(tekst) if not _touches(number.span, hidden)),
        adressen=addresses(tekst),
        telefoons=tuple(phone for phone in phones(tekst) if not _touches(phone.span, hidden)),
        webadressen=urls(tekst),
    )


def _touches(span: Span, others: tuple[Span, ...]) -> bool:
    return any(span.overlaps(other) for other in others)
