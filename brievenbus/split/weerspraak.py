"""What a letter has once and shows twice: then two letters may have been joined, whatever else ties the pages together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from brievenbus.split.blad import Blad

OTHER = 75
"""Two references are those of two cases below this likeness (0..100): above it one of them was misread."""


def twice(brief: Sequence[Blad], blad: Blad) -> Iterator[str]:
    """Name what the page shows again after `brief`, the printed pages of the letter so far. An attachment may do so."""
    if other_case(brief, blad):
        yield "ander kenmerk"
    own = [vel for vel in brief if not vel.bijlage]
    if _counts_again(own, blad):
        yield "telt opnieuw"
    if blad.bijlage:
        return
    if blad.aanhef and any(vel.aanhef for vel in own):
        yield "tweede aanhef"
    if closed_before(brief, blad):
        yield "tweede afsluiting"
    if blad.datum and any(vel.datum and vel.datum != blad.datum for vel in own):
        yield "tweede datum"
    if blad.aan and blad.postcode and any(vel.aan and vel.postcode for vel in own):
        yield "tweede adres"


def closed_before(brief: Sequence[Blad], blad: Blad) -> bool:
    """Tell whether the page closes a letter that was closed on a page before it."""
    return blad.slot and not blad.bijlage and any(vel.slot and not vel.bijlage for vel in brief)


def other_case(brief: Sequence[Blad], blad: Blad) -> bool:
    """Tell whether the page bears a reference of a kind that the letter bears too, and none that looks like the letter's."""
    eerder = [pair for vel in brief for pair in vel.kenmerken]
    pairs = [(soort == kind, fuzz.ratio(one, other)) for soort, one in eerder for kind, other in blad.kenmerken]
    return any(same for same, _ in pairs) and not any(ratio >= OTHER for _, ratio in pairs)


def _counts_again(brief: Sequence[Blad], blad: Blad) -> bool:
    """Tell whether the printed number of the page was passed already, or is one of another number of pages.

    An attachment may begin at 1 again, but not at 2.
    """
    nu = blad.telling
    if nu is None or (blad.bijlage and nu.nummer == 1):
        return False
    eerder = [vel.telling for vel in brief if vel.telling and vel.telling.zeker == nu.zeker]
    return any(nu.nummer <= vel.nummer or not nu.same_run(vel) for vel in eerder)
