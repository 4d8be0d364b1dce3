"""From the text of one letter to its facts: days, terms, amounts, account numbers, references, addresses.

`mask` runs first, right after reading; `extract` sees the masked text. Every fact carries the span that proves it.
"""

from __future__ import annotations

from brievenbus.extract.accounts import accounts, broken_accounts
from brievenbus.extract.addresses import addresses
from brievenbus.extract.amounts import amounts
from brievenbus.extract.bsn import bsn_spans, mask
from brievenbus.extract.codes import with_codes
from brievenbus.extract.dates import letter_date, read_calendar
from brievenbus.extract.durations import durations
from brievenbus.extract.phones import phones
from brievenbus.extract.references import references
from brievenbus.extract.urls import urls
from brievenbus.feiten import Feiten
from brievenbus.page import Span, Tekst

__all__ = ["bsn_spans", "extract", "letter_date", "mask"]


def extract(tekst: Tekst) -> Feiten:
    """Return the facts of one letter. `tekst` has been masked; a BSN that is still there is in no fact."""
    rekeningen = accounts(tekst)
    hidden = (*(account.span for account in rekeningen), *bsn_spans(tekst))
    calendar = read_calendar(tekst)
    feiten = Feiten(
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
    return with_codes(tekst, feiten)


def _touches(span: Span, others: tuple[Span, ...]) -> bool:
    return any(span.overlaps(other) for other in others)
