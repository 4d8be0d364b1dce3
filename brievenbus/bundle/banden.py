"""What ties two letters together, and how firmly. In doubt they stay apart: a case never swallows another one.

A shared number of the claim ties by itself, unless the letter names it only beside its own. Everything else needs two
kinds of evidence: a name with an amount, a customer number with the next step of the same ladder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Literal

from brievenbus.bundle.sporen import Nummer, Spoor, dates
from brievenbus.bundle.vergelijk import fits, named, near_numbers, one_off, same_sender, shared, shared_claim, shared_creditor, theme
from brievenbus.kennis import Kennis

ZACHT = frozenset(("ons_kenmerk", "kenmerk", "uw_kenmerk", "vermelding", "zaaknummer", "betalingskenmerk"))
"""Numbers that may be of a file, a desk or one letter: a different one does not prove another claim."""
EIGEN = frozenset(("dossiernummer", "incassonummer", "meldingsnummer", *ZACHT))
"""Numbers that each sender gives out: only within one sender they can contradict each other."""
EEN = frozenset(("huur", "zorgpremie", "brp", "duo"))
"""Ladders of which a person climbs one at a time: one home, one health insurance, one address, one study debt."""
SCHULD = frozenset(("huur", "zorgpremie", "energie", "water", "incasso", "duo"))
"""Ladders on which a later letter asks for the whole arrears."""
INNERS = ("incasso", "gerechtsdeurwaarder")
"""Who collects for another; a debt goes from the first kind to the second, not back."""
STAART = 2
"""A number that differs only in its last digits is the next number, not a slip."""

RedenSoort = Literal["nummer", "bijna_nummer", "klantnummer", "bedrag", "afzender", "schuldeiser", "brief", "stap"]


class Rang(IntEnum):
    """How firm a tie is; the firmest wins."""

    MISSCHIEN = 0
    STAP = 1
    SPOREN = 2
    BIJNA = 3
    NUMMER = 4


@dataclass(frozen=True, slots=True)
class Reden:
    """One piece of evidence: its kind, and the number, amount, name or day itself."""

    soort: RedenSoort
    waarde: str | Decimal | date


@dataclass(frozen=True, slots=True)
class Band:
    """A tie from a letter to an older one."""

    rang: Rang
    redenen: tuple[Reden, ...]


def tie(oud: Spoor, nieuw: Spoor, kennis: Kennis) -> Band | None:
    """Return what ties a letter to an older one, None where nothing does."""
    maat = _Maat(oud, nieuw, kennis)
    redenen = maat.redenen()
    if not redenen:
        return None
    rang = maat.rang()
    if rang is None:
        return None
    open_ = oud.brief.echtheid.verdacht or nieuw.brief.echtheid.verdacht or None in (oud.brief.datum, nieuw.brief.datum)
    return Band(Rang.MISSCHIEN if open_ else rang, redenen)


def clashes(one: Spoor, other: Spoor, kennis: Kennis) -> bool:
    """Tell whether two letters are hardly of one case: different numbers of one kind, or collectors that do not know of each other."""
    oud, nieuw = sorted((one, other), key=lambda s: s.volgorde)
    maat = _Maat(oud, nieuw, kennis)
    return not maat.gedeeld and (maat.clash()[0] or maat.rivals())


class _Maat:
    """Two letters held against each other."""

    def __init__(self, oud: Spoor, nieuw: Spoor, kennis: Kennis) -> None:
        self.oud, self.nieuw = oud, nieuw
        self.zelfde = same_sender(oud, nieuw, kennis)
        self.gedeeld = shared(oud.nummers, nieuw) or shared(nieuw.nummers, oud)
        self.partij = (shared(oud.partij, nieuw) or shared(nieuw.partij, oud)) if self.zelfde else ()
        self.bijna = () if self.gedeeld else near_numbers(oud.nummers, nieuw.nummers)
        self.thema = theme(oud, nieuw)
        self.bedrag = shared_claim(oud, nieuw)
        self.past = fits(oud, nieuw)
        self.dag = oud.brief.datum if dates(nieuw, oud.brief.datum) and oud.brief.datum != nieuw.brief.datum else None
        self.afzender = "" if self.zelfde else named(oud, nieuw)
        self.schuldeiser = shared_creditor(oud, nieuw)
        self.hoger = nieuw.trap > oud.trap and bool(oud.ladder)

    def redenen(self) -> tuple[Reden, ...]:
        """Return the evidence there is, the firmest first."""
        found = [Reden("nummer", n.gedrukt) for n in self.gedeeld[:1]]
        found += [Reden("bijna_nummer", n.gedrukt) for n in self.bijna[:1]]
        found += [Reden("klantnummer", n.gedrukt) for n in self.partij[:1]]
        found += [Reden("bedrag", self.bedrag)] if self.bedrag is not None else []
        found += [Reden("afzender", self.oud.brief.afzender.naam)] if self.afzender else []
        found += [Reden("schuldeiser", self.schuldeiser)] if self.schuldeiser and not self.afzender else []
        found += [Reden("brief", self.dag)] if self.dag else []
        if not found and self.zelfde and self.thema == "gelijk" and self.hoger and self.oud.ladder in EEN:
            found.append(Reden("stap", self.oud.brief.afzender.naam))
        return tuple(found)

    def rang(self) -> Rang | None:
        """Return how firm the tie is; None where it is none at all."""
        if self.gedeeld:
            return self._by_number()
        hard, soft = self.clash()
        if hard or self.thema == "anders":
            return Rang.MISSCHIEN if self.bijna and self.thema != "anders" else None
        met_bedrag = self.bedrag is not None and (self.dag is not None or self.hoger or self.nieuw.sluit or self._grown())
        if self.bijna and (self.zelfde or self.afzender) and self.past and self._is_slip():
            return Rang.BIJNA
        if self.nieuw.sluit:
            close = met_bedrag and (self.zelfde or bool(self.afzender)) and not soft
            return Rang.SPOREN if close else Rang.MISSCHIEN
        if self.zelfde:
            return self._same(met_bedrag, soft)
        return self._other()

    def _by_number(self) -> Rang:
        soft = all(n.soort in ZACHT and not _pays_one(n) for n in self.gedeeld)
        claims = self.oud.eis is not None and self.nieuw.eis is not None
        if soft and (self.thema == "anders" or not self.past):
            return Rang.MISSCHIEN
        if soft and claims and self.bedrag is None and self.oud.ladder not in SCHULD:
            return Rang.MISSCHIEN
        if (self._beside(self.nieuw) or self._beside(self.oud)) and not self._adds_up():
            return Rang.MISSCHIEN
        return Rang.NUMMER

    def _beside(self, spoor: Spoor) -> bool:
        """Tell whether a letter is about a number of its own and only mentions the one that is shared."""
        shared = {n.kaal for n in self.gedeeld}
        same = (*self.gedeeld, *(n for n in spoor.nummers if n.kaal in shared))
        kinds = {n.soort for n in same if self.zelfde or n.soort not in EIGEN}
        firsts = {n.soort: n.kaal for n in reversed(spoor.nummers) if n.soort in kinds}
        own = {*firsts.values(), *((spoor.betaal,) if spoor.betaal and (self.zelfde or spoor.betaal in shared) else ())}
        return bool(own) and not any(first in shared or any(one_off(first, one) for one in shared) for first in own)

    def _adds_up(self) -> bool:
        """Tell whether the newer letter claims the older claim together with another one that it names."""
        if self.bedrag is None or self.nieuw.eis is None:
            return False
        rest = self.nieuw.eis - self.bedrag
        return rest in self.nieuw.bedragen and rest not in self.nieuw.kosten

    def _same(self, met_bedrag: bool, soft: bool) -> Rang:
        grows = self.thema == "gelijk" and self.past
        if met_bedrag and (self.thema == "gelijk" or self.dag) and self.past:
            return Rang.SPOREN
        if self.dag and grows and not soft:
            return Rang.SPOREN
        steps = grows and (self.hoger or (self.oud.ladder in EEN and self._more()))
        if soft and not (self.partij and self.oud.ladder in EEN):
            return Rang.MISSCHIEN
        if self.partij and steps and (self.oud.ladder in SCHULD or self.oud.eis is None):
            return Rang.SPOREN
        return Rang.STAP if steps and self.oud.ladder in EEN and not self._other_party() else Rang.MISSCHIEN

    def _other(self) -> Rang | None:
        if self.oud.brief.afzender.soort in INNERS and self.nieuw.brief.afzender.soort not in INNERS:
            return Rang.MISSCHIEN  # a claim does not come back from a collector: this is likely a new bill
        if self.rivals() or self._goes_back():
            return Rang.MISSCHIEN
        by_name = bool(self.afzender or self.schuldeiser)
        if by_name and self.past and (self.bedrag is not None or (self.afzender and self.dag)):
            return Rang.SPOREN
        if self.afzender and self.past and self.hoger and self.thema == "gelijk" and self.oud.ladder in EEN:
            return Rang.STAP
        collects = self.nieuw.brief.afzender.soort in INNERS
        return Rang.MISSCHIEN if collects and (by_name or self.bedrag is not None) else None

    def rivals(self) -> bool:
        """Tell whether two collectors of one kind write without knowing of each other: likely they collect two debts."""
        kinds = {self.oud.brief.afzender.soort, self.nieuw.brief.afzender.soort}
        known = self.zelfde or self.gedeeld or self.afzender
        return len(kinds) == 1 and kinds <= set(INNERS) and not known

    def _goes_back(self) -> bool:
        kinds = (self.oud.brief.afzender.soort, self.nieuw.brief.afzender.soort)
        return kinds == INNERS[::-1] and not self.afzender

    def _grown(self) -> bool:
        """Tell whether the older claim stands in the newer letter as a part of a larger one: a bill that comes back is as large."""
        return self._more() and self.oud.eis in self.nieuw.bedragen

    def _more(self) -> bool:
        return self.oud.eis is not None and self.nieuw.eis is not None and self.oud.eis < self.nieuw.eis

    def _other_party(self) -> bool:
        ours, theirs = {n.soort: n.kaal for n in self.oud.partij}, {n.soort: n.kaal for n in self.nieuw.partij}
        return any(ours[soort] != theirs[soort] for soort in ours.keys() & theirs.keys())

    def clash(self) -> tuple[bool, bool]:
        """Tell whether numbers of one kind differ: (surely another claim, perhaps another claim)."""
        near = {n.kaal for n in self.bijna}
        hard = soft = False
        for soort in {n.soort for n in self.oud.nummers} & {n.soort for n in self.nieuw.nummers} - {"ons_kenmerk", "uw_kenmerk"}:
            ours = {n.kaal for n in self.oud.nummers if n.soort == soort}
            if (near & ours and self._is_slip()) or (soort in EIGEN and not self.zelfde):
                continue
            hard |= soort not in ZACHT
            soft |= soort in ZACHT
        return hard, soft

    def _is_slip(self) -> bool:
        """Tell whether a number that differs in one place was misread, rather than given out next."""
        no_claim = self.oud.eis is None and self.nieuw.eis is None
        if self.dag or (no_claim and self.thema == "gelijk" and self.hoger):
            return True
        if self.bedrag is None:
            return False
        pairs = [(o.kaal, n.kaal) for o in self.bijna for n in self.nieuw.nummers if one_off(o.kaal, n.kaal)]
        return any(o[:-STAART] != n[:-STAART] for o, n in pairs)


def _pays_one(nummer: Nummer) -> bool:
    """Tell whether a number is a payment reference as banks check it: it belongs to one claim."""
    return nummer.soort == "betalingskenmerk" and nummer.gedrukt.isdigit() and len(nummer.gedrukt) == 16
