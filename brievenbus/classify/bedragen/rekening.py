"""Whose account a number is: the one to pay to, or the resident's own, or one that is no longer used."""

from __future__ import annotations

import re

from brievenbus.classify.bedragen.stukken import labels
from brievenbus.classify.context import Lezing, fold_words, part
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
_PERSON = re.compile(r"(?:(?:de )?(?:heer|mevrouw|mevr|mw|dhr|hr)\b\.?\s|(?:[A-Z]\.\s?)+)", re.IGNORECASE)
_SALUTATION = re.compile(r"^(?:Geachte|Beste|Hallo|Dag)\s+([^,\n]{2,60})", re.MULTILINE)


def own_account(lezing: Lezing, account: Rekening) -> bool:
    """The resident's own account, to which money comes or from which it is collected; an account that is no longer used counts too."""
    zin = lezing.zin_at(account.span.start)
    if zin is None:
        return False
    before = " ".join(t.woord for t in part(zin, Span(zin.span.start, account.span.start)).tokens[-12:])
    if any(words in before for words in _OWN):
        return True
    # Commas part no two accounts: "NL…, het rekeningnummer waarmee u betaalde".
    return "eigen_rekening" in labels(lezing, zin) or _is_addressee(lezing, account)


def _is_addressee(lezing: Lezing, account: Rekening) -> bool:
    """The holder is printed as a person with the surname of the salutation."""
    if account.tnv is None or _PERSON.match(account.tnv) is None:
        return False
    greeted = _SALUTATION.search(lezing.tekst.plat)
    names = fold_words(greeted[1]) if greeted else ()
    return bool(names) and fold_words(account.tnv)[-1:] == names[-1:]
