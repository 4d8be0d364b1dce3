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
from brievenbus.split.weerspraak import closed_before, other_case, twice

JOIN, SURE = 0.2, 0.85
"""Below JOIN the page stays with the letter, above SURE it opens a new one. Between the two it is parted *and* both
letters say that a person must look: a joined letter can hide a threat, a parted page only misses its sender."""
LOOSE = 0.065
"""From here on the page stays, but nothing ties it to the letter: the letter says that a person must look."""
STRANGE = 0.3
"""What a page that counts on, but stands on the paper of another sender, is parted with: a sheet may have been lost."""
CLEAR = 0.9
"""What a page is parted with that stands on other paper in other letters, behind a letter that was whole."""
UNSURE = 0.5
"""How likely a boundary is of which nothing is known."""
SAME, UNLIKE = 85, 65
"""Two printed lines are the same from this likeness on (0..100), and others below UNLIKE: between the two they are misread."""
LARGER = 1.6
"""Letters that are so many times larger or smaller are those of another sheet: a leaflet, a small print."""

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

    @property
    def los(self) -> bool:
        """The page stayed with the letter, but a person must look whether it belongs to it."""
        return LOOSE <= self.kans <= JOIN


def weigh(brief: Sequence[Blad], blad: Blad) -> Grens:
    """Weigh whether `blad` opens a new letter after `brief`, the printed pages (one at least) of the letter so far."""
    band = [*belongs(brief, blad)]
    redenen = [*_opens(blad), *_closes(brief, blad), *_counts(brief, blad)]
    odds = START + sum(points for _, points in redenen) + max(-TIE, sum(points for _, points in band))
    if _is_swapped(brief, blad) and sum(points for _, points in band) <= 0:
        odds, redenen = math.log(JOIN / (1 - JOIN)), [("bladzijden lagen andersom", -9.0), *redenen]
    elif _is_strange(band) and not blad.bijlage and not any(naam == "de zin loopt door" for naam, _ in redenen):
        least = CLEAR if _is_leaflet(brief, blad, band) else STRANGE
        odds = max(odds, math.log(least / (1 - least)))
    dubbel = [*twice(brief, blad)]
    if dubbel:
        odds = max(odds, math.log(LOOSE / (1 - LOOSE)))
    redenen += [*band, *((naam, 0.0) for naam in dubbel if naam not in dict(redenen + band))]
    named = sorted(redenen, key=lambda reden: -abs(reden[1]))
    return Grens(blad.nummer, round(1 / (1 + math.exp(-odds)), 3), tuple(naam for naam, _ in named))


def _is_swapped(brief: Sequence[Blad], blad: Blad) -> bool:
    """Tell whether the letter so far is page 2 alone, and this is the page 1 that goes before it."""
    nu, eerste = blad.telling, brief[0].telling
    if nu is None or eerste is None or len(brief) > 1:
        return False
    return nu.nummer == 1 and eerste.nummer == 2 and nu.totaal == eerste.totaal


def _is_strange(band: Sequence[Reden]) -> bool:
    """Tell whether the page shows the paper of another sender, and nothing of the letter so far."""
    against = {naam for naam, points in band if points > 0}
    return not any(points < 0 for _, points in band) and (bool(against & {"andere voet", "andere letters"}) or len(against) > 1)


def _is_leaflet(brief: Sequence[Blad], blad: Blad, band: Sequence[Reden]) -> bool:
    """Tell whether the letter had its end, and the page is of another sender, in other letters, and bears no number."""
    teken, count = {naam for naam, _ in band}, brief[-1].telling
    whole = brief[-1].slot or brief[-1].bijlage or bool(count and count.nummer == count.totaal)
    return whole and blad.telling is None and {"andere letters", "andere afzender"} <= teken


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
    if blad.bijlage and not (blad.aanhef or (blad.datum and blad.postcode)):
        yield "heet bijlage", -3.0


def _closes(brief: Sequence[Blad], blad: Blad) -> Iterator[Reden]:
    """What the pages before say of their end. What is enclosed comes behind it."""
    vorige = brief[-1]
    if vorige.slot and not blad.bijlage:
        yield "afsluiting op de bladzijde ervoor", 1.0
    if closed_before(brief, blad):
        yield "tweede afsluiting", 1.5
    elif len(brief) == 1 and vorige.aanhef and vorige.vol and not vorige.slot and blad.slot:
        yield "de afsluiting ontbrak nog", -1.0
    if vorige.open_eind:
        yield "de zin loopt door", -2.5
    if not blad.klein_begin or blad.aan or blad.datum or blad.aanhef:
        return
    if vorige.af_eind:
        yield "begint midden in een zin, de zin ervoor was af", 0.5
    elif not vorige.slot or vorige.open_eind:
        yield "begint midden in een zin", -2.5


def _counts(brief: Sequence[Blad], blad: Blad) -> Iterator[Reden]:
    """What the printed page numbers say."""
    nu = blad.telling
    eerder = [vel.telling for vel in brief if vel.telling]
    vorige = brief[-1].telling
    if nu is None:
        if vorige and vorige.totaal and vorige.nummer == vorige.totaal and not blad.bijlage:
            yield "de laatste bladzijde was ervoor", 1.5
        elif vorige and vorige.totaal and vorige.nummer < vorige.totaal:
            yield "er hoort nog een bladzijde te komen", -1.5
        return
    weight = 1.0 if nu.zeker else 0.6
    if nu.nummer == 1:
        yield "bladzijde 1", 4.0 * weight
    elif vorige and nu.nummer == vorige.nummer + 1 and nu.totaal == vorige.totaal:
        yield "bladzijde telt door", -6.0 * weight
    elif vorige and nu.nummer == vorige.nummer + 1 and None in (nu.totaal, vorige.totaal):
        yield "bladzijde telt door", -3.0 * weight
    elif nu.nummer == len(brief) + 1 and not eerder:
        yield ("bladzijde telt door", -4.0 * weight) if not brief[-1].slot else ("bladzijde telt door na een slot", -0.5 * weight)
    elif eerder and None not in (nu.totaal, eerder[-1].totaal) and nu.totaal != eerder[-1].totaal:
        yield "andere telling", 3.0 * weight
    elif eerder and nu.nummer <= eerder[-1].nummer:
        yield "telt opnieuw", 2.0 * weight
    elif eerder and nu.nummer > len(brief):
        yield "vervolgbladzijde", -2.0 * weight
    else:
        yield "telt niet door", 1.0 * weight


def belongs(brief: Sequence[Blad], blad: Blad) -> Iterator[Reden]:
    """What ties the page to the letter so far, or to another sender."""
    waarden = {waarde for vel in brief for _, waarde in vel.kenmerken}
    if any(waarde in waarden for _, waarde in blad.kenmerken):
        yield "zelfde kenmerk", -1.0
    elif other_case(brief, blad):
        yield "ander kenmerk", 1.5
    merken = frozenset(merk for vel in brief for merk in vel.merken)
    if merken & blad.merken:
        yield "zelfde afzender", -0.7
    elif merken and blad.merken:
        yield "andere afzender", 0.5
    if any(vel.bedragen & blad.bedragen for vel in brief):
        yield "zelfde bedrag", -0.7
    if _shared(brief[0].kop, blad.kop):
        yield "zelfde kop", -1.0
    voet = next((vel.voet for vel in brief if vel.voet), ())
    if voet and blad.voet:
        if _shared(voet, blad.voet):
            yield "zelfde voet", -0.7
        elif not _shared(voet, blad.voet, UNLIKE):
            yield "andere voet", 1.5
    small, large = sorted((brief[0].letter, blad.letter))
    if large > LARGER * small > 0:
        yield "andere letters", 1.5


def _shared(one: Sequence[str], other: Sequence[str], least: float = SAME) -> bool:
    return any(len(a) > 3 and fuzz.token_set_ratio(a, b) >= least for a in one for b in other if len(b) > 3)
