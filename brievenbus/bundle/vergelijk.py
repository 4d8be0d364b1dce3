"""Comparisons of two letters, each by one thing: numbers, claims, names, ladders."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import Literal

from rapidfuzz.distance import Levenshtein

from brievenbus.bundle.sporen import Nummer, Spoor, alike, names
from brievenbus.kennis import Kennis

BIJNA_LANG = 7
"""Shorter numbers that differ in one place are just different numbers."""
KLEINE_KOSTEN = Decimal(75)
"""Costs up to this much are the same in many letters: they tie nothing."""

Thema = Literal["gelijk", "volgt", "onbekend", "anders"]


def same_sender(one: Spoor, other: Spoor, kennis: Kennis) -> bool:
    """Tell whether two letters come from one sender; two collectors share a key, not a name."""
    mine, theirs = one.brief.afzender, other.brief.afzender
    if one.naam and other.naam and alike(one.naam, other.naam):
        return True
    card = kennis.afzenders.get(mine.sleutel)
    if mine.sleutel != theirs.sleutel or card is None or mine.sleutel.startswith("onbekend"):
        return False
    return card.overheid or not one.naam or not other.naam or card.naam in (mine.naam, theirs.naam)


def shared(nummers: tuple[Nummer, ...], ander: Spoor) -> tuple[Nummer, ...]:
    """Return the numbers that stand in the other letter, with a label or without."""
    return tuple(n for n in nummers if n.kaal in ander.cijfers)


def near_numbers(ours: tuple[Nummer, ...], theirs: tuple[Nummer, ...]) -> tuple[Nummer, ...]:
    """Return our numbers that differ from one of theirs in one place."""
    return tuple(n for n in ours if any(one_off(n.kaal, m.kaal) for m in theirs))


def one_off(one: str, other: str) -> bool:
    """Tell whether two numbers, long enough to compare, differ in one place."""
    return min(len(one), len(other)) >= BIJNA_LANG and Levenshtein.distance(one, other, score_cutoff=1) == 1


def theme(oud: Spoor, nieuw: Spoor) -> Thema:
    """Tell whether two letters stand on one ladder, or a debt may have gone on to a collector."""
    if not oud.ladder or not nieuw.ladder:
        return "onbekend"
    if oud.ladder == nieuw.ladder:
        return "gelijk"
    return "volgt" if "incasso" in (oud.ladder, nieuw.ladder) else "anders"


def shared_claim(oud: Spoor, nieuw: Spoor) -> Decimal | None:
    """Return the claim of the older letter, with costs or without, where the newer one names it too."""
    claims = (*((oud.eis,) if oud.eis is not None else ()), *sorted(oud.sommen, reverse=True))
    here = nieuw.bedragen | nieuw.sommen
    return next((som for som in claims if som in here and not (som in nieuw.posten and som <= KLEINE_KOSTEN)), None)


def fits(oud: Spoor, nieuw: Spoor) -> bool:
    """Tell whether what the newer letter claims can hold the older claim: as much or more, or less after a payment."""
    if oud.eis is None or nieuw.eis is None:
        return True
    least = min((*oud.sommen, oud.eis))
    if nieuw.eis >= least:
        return True
    known = sorted(nieuw.bedragen, reverse=True)[:12]
    tops = {som + extra for som in oud.sommen | {oud.eis} for extra in (Decimal(0), *known) if som in nieuw.bedragen or extra == 0}
    return any(top - paid == nieuw.eis for top in tops for paid in known) or any(
        som + one - two == nieuw.eis for som in oud.sommen & nieuw.bedragen for one, two in combinations(known, 2)
    )


def shared_creditor(oud: Spoor, nieuw: Spoor) -> str:
    """Return the name that one letter collects for and the other names too."""
    found = (*(naam for naam in oud.schuldeisers if names(nieuw, naam)), *(naam for naam in nieuw.schuldeisers if names(oud, naam)))
    return next(iter(found), "")


def named(oud: Spoor, nieuw: Spoor) -> str:
    """Return the name that ties letters of two senders: one names the other, or collects for it."""
    for naam in oud.namen:
        if names(nieuw, naam):
            return naam
    if any(alike(creditor, oud.naam) for creditor in nieuw.schuldeisers):
        return oud.naam
    return next((naam for naam in nieuw.namen if names(oud, naam)), "")
