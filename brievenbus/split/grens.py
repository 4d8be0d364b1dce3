"""Does a new letter begin on this page? Evidence for and against is added up, as the logarithm of odds.

A page is weighed against the letter it would belong to, not only against the page before it: a reference or a name that
stood on page one may come back on page three.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from brievenbus.split.blad import Blad

JOIN, SURE = 0.2, 0.85
"""Below JOIN the page stays with the letter, above SURE it opens a new one. Between the two it is parted *and* both
letters say that a person must look: a joined letter can hide a threat, a parted page only misses its sender."""
SAME = 85
"""Two printed lines are the same from this likeness on (0..100)."""

Reden = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Grens:
    """The place before page `voor` of the pile: how likely a letter begins there, and why (strongest first)."""

    voor: int
    kans: float
    redenen: tuple[str, ...]

    @property
    def nieuw(self) -> bool:
        """The pile is parted here."""
        return self.kans > JOIN

    @property
    def onzeker(self) -> bool:
        """A person must look whether it was right to part the pile here."""
        return JOIN < self.kans < SURE


def weigh(brief: Sequence[Blad], blad: Blad) -> Grens:
    """Weigh whether `blad` opens a new letter after `brief`, the printed pages (one at least) of the letter so far."""
    band = [*_belongs(brief, blad)]
    redenen = [*_opens(blad), *_closes(brief[-1], blad), *_counts(brief, blad)]
    odds = START + sum(points for _, points in redenen) + max(-TIE, sum(points for _, points in band))
    redenen += band
    named = sorted(redenen, key=lambda reden: -abs(reden[1]))
    return Grens(blad.nummer, round(1 / (1 + math.exp(-odds)), 3), tuple(naam for naam, _ in named))


START = -2.6
"""A page on which nothing is found goes on with the letter before it."""
TIE = 2.0
"""Name, reference and footer together weigh no more than this: the next letter of one sender shares them all."""


def _opens(blad: Blad) -> Iterator[Reden]:
    """What opens a letter. An attachment that is a form may ask for a name, an address and a date too."""
    if blad.aanhef:
        yield "aanhef", 3.0
    if blad.datum:
        yield "datum in het briefhoofd", 2.0
    if blad.aan and blad.postcode:
        yield "adres van de ontvanger", 2.5
    elif blad.postcode:
        yield "adres in het briefhoofd", 1.0
    if blad.labels > 1:
        yield "blok met kenmerken", 1.5
    if blad.slecht and not blad.bijlage and not blad.telling:
        yield "slecht te lezen", 1.5
    if blad.bijlage and not (blad.aanhef or blad.datum):
        yield "heet bijlage", -2.5


def _closes(vorige: Blad, blad: Blad) -> Iterator[Reden]:
    """What the page before says of its end."""
    if vorige.slot:
        yield "afsluiting op de bladzijde ervoor", 1.0
    if vorige.open_eind:
        yield "de zin loopt door", -2.5
    if blad.klein_begin and not (blad.aan or blad.datum or blad.aanhef):
        yield "begint midden in een zin", -2.5


def _counts(brief: Sequence[Blad], blad: Blad) -> Iterator[Reden]:
    """What the printed page numbers say."""
    nu = blad.telling
    eerder = [vel.telling for vel in brief if vel.telling]
    vorige = brief[-1].telling
    if nu is None:
        if vorige and vorige.totaal and vorige.nummer == vorige.totaal:
            yield "de laatste bladzijde was ervoor", 1.5
        elif vorige and vorige.totaal and vorige.nummer < vorige.totaal:
            yield "er hoort nog een bladzijde te komen", -1.5
        return
    weight = 1.0 if nu.zeker else 0.6
    if nu.nummer == 1:
        yield "bladzijde 1", 4.0 * weight
    elif vorige and nu.nummer == vorige.nummer + 1 and nu.totaal == vorige.totaal:
        yield "bladzijde telt door", -6.0 * weight
    elif nu.nummer == len(brief) + 1 and not eerder:
        yield "bladzijde telt door", -4.0 * weight
    elif eerder and nu.totaal != eerder[-1].totaal:
        yield "andere telling", 3.0 * weight
    elif eerder and nu.nummer <= eerder[-1].nummer:
        yield "telt opnieuw", 2.0 * weight
    else:
        yield "vervolgbladzijde", -2.0 * weight


def _belongs(brief: Sequence[Blad], blad: Blad) -> Iterator[Reden]:
    """What ties the page to the letter so far, or to another sender."""
    eerder = frozenset(pair for vel in brief for pair in vel.kenmerken)
    waarden, soorten = {waarde for _, waarde in eerder}, {soort for soort, _ in eerder}
    if any(waarde in waarden for _, waarde in blad.kenmerken):
        yield "zelfde kenmerk", -1.0
    elif any(soort in soorten for soort, _ in blad.kenmerken):
        yield "ander kenmerk", 1.5
    merken = frozenset(merk for vel in brief for merk in vel.merken)
    if merken & blad.merken:
        yield "zelfde afzender", -0.7
    elif merken and blad.merken:
        yield "andere afzender", 0.5
    if _shared(brief[0].kop, blad.kop):
        yield "zelfde kop", -1.0
    voet = next((vel.voet for vel in brief if vel.voet), ())
    if voet and blad.voet:
        yield ("zelfde voet", -0.7) if _shared(voet, blad.voet) else ("andere voet", 1.5)


def _shared(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(len(a) > 3 and fuzz.token_set_ratio(a, b) >= SAME for a in one for b in other if len(b) > 3)
