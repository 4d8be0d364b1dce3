"""How a case stands: which letter counts now, what it asks, by when, and what older letters still hold open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from brievenbus.brief import ERNST, GEEN_PLICHT, Termijn, TermijnSoort, Urgentie
from brievenbus.bundle.sporen import Spoor

Rol = Literal["levend", "achterhaald", "mededeling", "afsluiting", "dubbel"]
AANGEHAALD: frozenset[TermijnSoort] = frozenset(("bezwaar", "beroep", "verzet", "zienswijze", "zitting", "ontruiming"))
"""Days of a letter that only the same day in a newer letter replaces: each hangs on its own decision or summons."""
ERNSTIG: frozenset[TermijnSoort] = frozenset(("zitting", "ontruiming", "afsluiting"))
VERVALT: frozenset[TermijnSoort] = frozenset(("betalen", "inning", "ingang", "opzeggen"))
"""Days that the next step of the claim replaces."""


@dataclass(frozen=True, slots=True)
class Stap:
    """One letter in its case: when, what kind, and what it is now. `trap` is the step on the ladder of its kind, 0 for none."""

    brief: str
    datum: date | None
    soort: str
    ladder: str
    trap: int
    rol: Rol


@dataclass(frozen=True, slots=True)
class Ook:
    """A day of an older letter that still stands beside the newest."""

    brief: str
    termijn: Termijn


@dataclass(frozen=True, slots=True)
class Stand:
    """`levend` is the letter that counts now, None where the case is closed. `bedrag` and `termijn` are that letter's."""

    stappen: tuple[Stap, ...]
    levend: str | None
    bedrag: Decimal | None
    termijn: Termijn | None
    urgentie: Urgentie
    ook: tuple[Ook, ...]

    @property
    def haast(self) -> tuple[int, date, str]:
        """Sort key: the most urgent case first, then the soonest day."""
        days = [t.datum for t in (self.termijn, *(o.termijn for o in self.ook)) if t is not None]
        return -ERNST[self.urgentie], min(days, default=date.max), self.stappen[0].brief


def stand(leden: Sequence[Spoor]) -> Stand:
    """Return how a case stands. `leden` are its letters, oldest first, at least one."""
    steps = [lid for lid in leden if lid.vervangt]
    last = steps[-1] if steps else leden[-1]
    closed = last.sluit and _may_close(last, [lid for lid in steps if not lid.sluit])
    if last.sluit and not closed:
        last = [lid for lid in steps if not lid.sluit][-1]
    ook = () if closed else tuple(_still_open(leden, last))
    urgentie: Urgentie = "geen" if closed else _urgency(leden, last, ook)
    return Stand(
        stappen=tuple(_step(lid, last, closed) for lid in leden),
        levend=None if closed else last.stuk.naam,
        bedrag=None if closed else last.eis,
        termijn=None if closed else live_term(last),
        urgentie=urgentie,
        ook=ook,
    )


def live_term(spoor: Spoor) -> Termijn | None:
    """Return the day that counts, the earliest where there are more: to pay for a claim, past or not, unless something graver
    comes first; else the first must-day to come, else a past one, else a right, else any day."""
    ahead = [t for t in spoor.plichten if not t.verlopen]
    pay = [t for t in spoor.plichten if t.soort == "betalen" and spoor.eis is not None and t.datum >= spoor.dag]
    grave = [t for t in ahead if t.soort in ERNSTIG and (not pay or t.datum < pay[0].datum)]
    rights = sorted((t for t in spoor.brief.termijnen if t.soort in GEEN_PLICHT and not t.verlopen), key=lambda t: t.datum)
    return next(iter((*grave, *pay, *ahead, *reversed(spoor.plichten), *rights)), None)


def _may_close(last: Spoor, demands: Sequence[Spoor]) -> bool:
    """Only who asked last can say that it is over: a creditor's receipt does not end what a bailiff began."""
    if not demands:
        return True
    asked = demands[-1]
    return asked.naam == last.naam or not asked.naam or not last.naam or asked.brief.afzender.sleutel == last.brief.afzender.sleutel


def _step(lid: Spoor, last: Spoor, closed: bool) -> Stap:
    rol: Rol
    if lid is last:
        rol = "afsluiting" if closed else "levend"
    elif lid.dag < last.dag or (lid.vervangt and lid.volgorde < last.volgorde and lid.trap < last.trap):
        rol = "achterhaald"
    else:
        rol = "mededeling"
    soort = lid.brief.briefsoort
    return Stap(lid.stuk.naam, lid.brief.datum, soort.naam, lid.ladder, lid.trap, rol)


def _still_open(leden: Sequence[Spoor], last: Spoor) -> list[Ook]:
    here = {(t.soort, t.datum) for t in last.brief.termijnen}
    kinds = {soort for soort, _ in here}
    found: dict[tuple[TermijnSoort, date], Ook] = {}
    for lid in leden:
        for term in lid.brief.termijnen:
            key = (term.soort, term.datum)
            gone = lid is last or term.verlopen or key in here
            if lid.vervangt and lid.dag <= last.dag:
                gone |= term.soort in VERVALT or (term.soort not in AANGEHAALD and term.soort in kinds)
            if not gone:
                found[key] = Ook(lid.stuk.naam, term)
    return sorted(found.values(), key=lambda o: o.termijn.datum)


def _urgency(leden: Sequence[Spoor], last: Spoor, ook: Sequence[Ook]) -> Urgentie:
    """The live letter's, and no lower than that of an older letter whose must-day still stands."""
    holding = {o.brief for o in ook if o.termijn.soort not in GEEN_PLICHT}
    levels = [last.brief.urgentie, *(lid.brief.urgentie for lid in leden if lid.stuk.naam in holding)]
    return max(levels, key=ERNST.__getitem__)
