"""The same claim asked twice: two collectors for one debt. Pure: two read letters in, an amount out."""

from __future__ import annotations

import re
from decimal import Decimal

from brievenbus.brief import Brief
from brievenbus.match import fold
from brievenbus.page import Tekst

LEAST = 5
"""A shorter number can be on two letters by chance."""
_CREDITOR = re.compile(
    r"\b(?i:opdrachtgever|(?:oorspronkelijke\s)?schuldeiser|namens|in opdracht van|vordering van|onze cliënt(?:e)?|cliënt(?:e)?)"
    r"\s?[:\t]?\s+(?P<naam>[A-Z0-9][^\n\f\t,;()]{2,50}?)(?=[\n\f\t,;()]|\.\s|\.$|\s(?:te|inzake|wegens|over|op|hebben|heeft|is|aan|voor|uit|een|deze)\b|$)",
    re.MULTILINE,
)
_FIRMS = re.compile(r"\b(?:b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|stichting|coöperatie|vereniging|de|het)\b")


def creditors(tekst: Tekst) -> frozenset[str]:
    """Return the parties for whom a letter says to collect, folded and without their legal form."""
    return frozenset(name for hit in _CREDITOR.finditer(tekst.plat) if (name := _bare(hit["naam"])))


def same_claim(
    een: Brief, ander: Brief, schuldeisers: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
) -> Decimal | None:
    """Return the amount that two letters seem to ask for the same debt; None where they do not.

    Two different senders, the same original amount, and a shared number or the same creditor (`schuldeisers`: what `creditors`
    gives for each). The sender of one may be the creditor of the other. A letter that replaces another is for the caller to leave
    out: two letters of one sender are never a double claim here.
    """
    if _bare(een.afzender.naam) == _bare(ander.afzender.naam) or een.goed_nieuws or ander.goed_nieuws:
        return None
    shared = _numbers(een) & _numbers(ander)
    one, other = schuldeisers[0] | {_bare(een.afzender.naam)}, schuldeisers[1] | {_bare(ander.afzender.naam)}
    if not shared and not one & other:
        return None
    return max(_claims(een) & _claims(ander), default=None)


def _claims(brief: Brief) -> frozenset[Decimal]:
    """What may be the original amount: what is called so, else what is due, with and without the costs that are named."""
    named = frozenset(sum_.bedrag for sum_ in brief.bedragen if sum_.soort == "oorspronkelijk" and _sure(sum_.bewijs))
    due = [sum_.bedrag for sum_ in brief.bedragen if sum_.soort == "te_betalen" and _sure(sum_.bewijs)]
    costs = sum((sum_.bedrag for sum_ in brief.bedragen if sum_.soort == "kosten"), Decimal(0))
    return named or frozenset((*due, *(sum_ - costs for sum_ in due if sum_ > costs)))


def _sure(bewijs: tuple[object, ...]) -> bool:
    return all(getattr(proof, "zeker", True) for proof in bewijs)


def _numbers(brief: Brief) -> frozenset[str]:
    """The references of a letter, signs and spaces left out; short ones may be alike by chance."""
    bare = ("".join(sign for sign in one.waarde.casefold() if sign.isalnum()) for one in brief.kenmerken)
    return frozenset(one for one in bare if len(one) >= LEAST and any(sign.isdigit() for sign in one))


def _bare(naam: str) -> str:
    return " ".join(_FIRMS.sub(" ", fold(naam)).replace(".", " ").split())
