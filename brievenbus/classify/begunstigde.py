"""Whose account is to be paid: does the holder's name fit the letter, and is it a private person?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz import fuzz, process

from brievenbus.classify.bedragen import own_account
from brievenbus.classify.context import Lezing, fold_words, loose
from brievenbus.feiten import Feiten

_PERSON = re.compile(
    r"(?:(?:de heer|mevrouw|mevr\.?|dhr\.?|mw\.?|mme\.?|mr\.?|mrs\.?)\s+)?(?:[A-Z]\.\s?){1,4}"
    r"(?:(?:van|de|der|den|ter|ten|la|el)\s+)*[A-Z][a-zà-ž]+(?:-[A-Z][a-zà-ž]+)?"
)
"""Initials and a surname, as people print their own name: "J.R. Hoekema", "Mme C. Laurent"."""
_PLAIN = frozenset({
    "stichting", "stg", "nederland", "netherlands", "beheer", "holding", "services", "service", "centrum", "groep", "group", "limited",
    "vereniging", "beheerrekening", "rekening", "international", "europe", "direct", "afdeling", "team", "finance", "van", "der", "den",
    "het", "een", "voor", "and", "the", "kantoor", "bureau", "incasso", "collect",
})  # fmt: skip
"""Words that stand in so many names that they tie an account to nobody."""
_ALIKE = 84
"""How alike (0..100) two words must be to count as one: a misread letter or an inflection, not another name."""


def payees(lezing: Lezing, feiten: Feiten) -> tuple[str, ...]:
    """Return the printed or coded holders of the accounts to pay to, each once; never the resident's own account."""
    printed = [account.tnv for account in feiten.rekeningen if account.tnv and not own_account(lezing, account)]
    return tuple(dict.fromkeys([*printed, *(code.naam for code in feiten.betaalcodes if code.naam)]))


def is_person(name: str) -> bool:
    """Tell whether a holder is printed as a private person."""
    return _PERSON.fullmatch(name.strip()) is not None


def is_known(lezing: Lezing, name: str) -> bool:
    """Tell whether the letter itself explains the holder: a telling word of it, or its initials, stands elsewhere in the letter.

    A client-money account and a payment service (`betaaldienst` in regels/echtheid.toml) explain themselves.
    """
    if any(label == "betaaldienst" for zin in loose(name) for label, _ in lezing.woorden.labels("echtheid", zin)):
        return True
    words = [word for word in fold_words(name) if len(word) >= 3 and word not in _PLAIN]
    if not words:
        return True
    rest = fold_words(lezing.tekst.plat.replace(name, " "))
    if "".join(word[0] for word in fold_words(name)) in rest:
        return True
    wide = set(rest) | set(_joined(rest))
    return any(process.extractOne(word, wide, scorer=fuzz.ratio, score_cutoff=_ALIKE) for word in words)


def _joined(words: tuple[str, ...]) -> Iterator[str]:
    """Two words on end, for a name that is printed as one elsewhere."""
    return (first + second for first, second in pairwise(words))
