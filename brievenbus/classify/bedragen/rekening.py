"""Whose account a number is: the one to pay to, or the resident's own."""

from __future__ import annotations

from brievenbus.classify.context import Lezing, part
from brievenbus.feiten import Rekening
from brievenbus.page import Span

_OWN = (
    "uw rekening",
    "uw bankrekening",
    "uw eigen rekening",
    "rekeningnummer dat wij van u",
    "jouw rekening",
    "je rekening",
    "u bij ons bekend",
    "bij ons bekend",
    "naar u over op rekening",
    "u terug op rekening",
    "dezelfde rekening",
)


def own_account(lezing: Lezing, account: Rekening) -> bool:
    """The resident's own account, to which money comes or from which it is collected."""
    zin = lezing.zin_at(account.span.start)
    if zin is None:
        return False
    before = " ".join(t.woord for t in part(zin, Span(zin.span.start, account.span.start)).tokens[-12:])
    return any(words in before for words in _OWN)
