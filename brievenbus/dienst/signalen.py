"""Which letters come most, over the whole organisation: anonymous counts in which no small number can be read or worked out.

Letters are counted per whole month, sender and type, and nothing leads from a count to a letter. What is shown is made of blocks: of
one sender and type, month after month is added until there are at least `K` letters; that is a block, and the next one begins. Blocks
do not overlap, hold at least `K` each, and never change once they are whole. A period shows the sum of the blocks that lie in it, and
every total is the sum of what is shown. So the difference between any two things that can be asked is a sum of whole blocks: nothing, or
at least `K`. What is in no block yet appears nowhere, not in a total and not as the rest of one. The month at hand is not
counted: it would grow by one letter while somebody looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from brievenbus.dienst import Dienst, Wie, gebeurtenis
from brievenbus.dienst.klok import lokale_dag
from brievenbus.errors import AccessError, InputError
from brievenbus.store import audit, tellingen
from brievenbus.store.tellingen import Telling

K = 10
"""The smallest number that is ever shown."""
_MAAND = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Blok:
    """At least `K` letters of one sender and type, in the months `van`..`tot` (both in)."""

    afzender: str
    briefsoort: str
    van: str
    tot: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Signaal:
    """How many letters of this type came from this sender, at least."""

    afzender: str
    afzender_naam: str
    briefsoort: str
    briefsoort_naam: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Overzicht:
    """What is shown of a period; `totaal` is the sum of what is in `signalen`."""

    van: str
    tot: str
    signalen: tuple[Signaal, ...]

    @property
    def totaal(self) -> int:
        """Return how many letters are shown."""
        return sum(one.aantal for one in self.signalen)


def overzicht(dienst: Dienst, wie: Wie, van: str = "", tot: str = "") -> Overzicht:
    """Return the counts of the months `van`..`tot` (JJJJ-MM), most first; the last twelve whole months where nothing is named.

    Raises AccessError, InputError `maand_ongeldig`.
    """
    if wie.rol not in ("beheerder", "wijkteam") or wie.soort != "mens":
        raise AccessError("mag_niet")
    last = previous(f"{lokale_dag(dienst.klok()):%Y-%m}")
    tot = min(_month(tot) if tot else last, last)
    van = _month(van) if van else previous(tot, 11)
    if van > tot:
        raise InputError("maand_ongeldig")
    with dienst.opslag.engine.begin() as conn:
        counted = tellingen.until(conn, last)
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "signalen_bekeken", "telling", "", van=van, tot=tot), dienst.klok())
    sums: dict[tuple[str, str], int] = {}
    for blok in blokken(counted):
        if van <= blok.van and blok.tot <= tot:
            key = (blok.afzender, blok.briefsoort)
            sums[key] = sums.get(key, 0) + blok.aantal
    shown = [_named(dienst, *key, aantal) for key, aantal in sums.items()]
    return Overzicht(van, tot, tuple(sorted(shown, key=lambda one: (-one.aantal, one.afzender_naam, one.briefsoort_naam))))


def blokken(counted: Iterable[Telling]) -> Iterator[Blok]:
    """Yield the blocks of these counts, which come month by month."""
    waiting: dict[tuple[str, str], tuple[str, int]] = {}
    for one in counted:
        key = (one.afzender, one.briefsoort)
        van, before = waiting.pop(key, (one.maand, 0))
        if before + one.aantal >= K:
            yield Blok(*key, van, one.maand, before + one.aantal)
        else:
            waiting[key] = (van, before + one.aantal)


def previous(maand: str, aantal: int = 1) -> str:
    """Return the month so many months before."""
    year, month = divmod(int(maand[:4]) * 12 + int(maand[5:]) - 1 - aantal, 12)
    return f"{date(year, month + 1, 1):%Y-%m}"


def _month(tekst: str) -> str:
    if not _MAAND.fullmatch(tekst):
        raise InputError("maand_ongeldig")
    return tekst


def _named(dienst: Dienst, afzender: str, briefsoort: str, aantal: int) -> Signaal:
    """Name a count in words; a key that this version of the knowledge has no more is shown as it is."""
    sender, kind = dienst.kennis.afzenders.get(afzender), dienst.kennis.briefsoorten.get(briefsoort)
    return Signaal(afzender, sender.naam if sender else afzender, briefsoort, kind.naam if kind else briefsoort, aantal)
