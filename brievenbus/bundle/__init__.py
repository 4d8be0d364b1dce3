"""A bag of post: the letters of one resident, laid in cases.

letters ─trace→ numbers, amounts, names, days ─tie→ older letters of the same case ─stand→ the one letter that counts now

The newest step takes the place of the older ones; what it does not replace (a hearing, an objection term) stays in sight.
In doubt letters stay apart, and the cases name each other (`misschien_zelfde_zaak`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz

from brievenbus.brief import Urgentie
from brievenbus.bundle.banden import Band, Rang, Reden, clashes, tie
from brievenbus.bundle.namen import Zinsdelen
from brievenbus.bundle.sporen import Spoor, Stuk, trace
from brievenbus.bundle.stand import Ook, Rol, Stand, Stap, stand
from brievenbus.classify.controle import creditors, same_claim
from brievenbus.kennis import Kennis

__all__ = ["Ook", "Reden", "Stap", "Stuk", "Tas", "Tweemaal", "Waarom", "Zaak", "bundle"]

GELIJKE_TEKST = 90
"""From this likeness (0..100) two letters of one sender, one day and the same amounts are one letter twice."""
DEEL = Decimal("0.95")
"""A letter that joins several claims asks for about their sum."""


@dataclass(frozen=True, slots=True)
class Waarom:
    """Why a letter (`brief`) lies with an older one (`bij`)."""

    brief: str
    bij: str
    redenen: tuple[Reden, ...]


@dataclass(frozen=True, slots=True)
class Zaak:
    """One case: its letters in order of date, how it stands, and why they belong together.

    `misschien_zelfde_zaak` names letters of other cases that may belong here.
    """

    afzenders: tuple[str, ...]
    stand: Stand
    waarom: tuple[Waarom, ...]
    misschien_zelfde_zaak: tuple[str, ...]

    @property
    def brieven(self) -> tuple[str, ...]:
        """The names of the letters, oldest first."""
        return tuple(stap.brief for stap in self.stand.stappen)

    @property
    def urgentie(self) -> Urgentie:
        """How soon a person must act on the case."""
        return self.stand.urgentie


@dataclass(frozen=True, slots=True)
class Tweemaal:
    """Two living letters of different cases that seem to ask for the same debt, and the amount they share."""

    een: str
    ander: str
    bedrag: Decimal


@dataclass(frozen=True, slots=True)
class Tas:
    """The bag in cases, the most urgent first. Every letter is in one case or in `losse`; `dubbel` holds pairs (letter, copy)."""

    zaken: tuple[Zaak, ...]
    achterhaald: tuple[str, ...]
    losse: tuple[str, ...]
    dubbel: tuple[tuple[str, str], ...]
    tweemaal: tuple[Tweemaal, ...] = ()


def bundle(stukken: Sequence[Stuk], kennis: Kennis) -> Tas:
    """Lay letters in cases. `stukken` are in the order of the bag, with names that differ; nothing is read or kept."""
    boek = Zinsdelen(kennis)
    sporen = [trace(plek, stuk, kennis, boek) for plek, stuk in enumerate(stukken)]
    dubbel = _doubles(sporen, kennis)
    copies = {copy.plek for _, copy in dubbel}
    bundels = _Bundels(kennis)
    for spoor in sorted((s for s in sporen if s.plek not in copies), key=lambda s: s.volgorde):
        bundels.lay(spoor)
    twins: dict[str, list[str]] = {}
    for first, copy in dubbel:
        twins.setdefault(first.stuk.naam, []).append(copy.stuk.naam)
    losse, zaken = [], []
    for leden in bundels.zaken:
        if len(leden) == 1 and _is_loose(leden[0]):
            losse += [leden[0].stuk.naam, *twins.get(leden[0].stuk.naam, ())]
        elif leden:
            zaken.append(_case(leden, bundels, twins))
    order = {stuk.naam: at for at, stuk in enumerate(stukken)}
    zaken.sort(key=lambda zaak: zaak.stand.haast)
    gone = [stap.brief for zaak in zaken for stap in zaak.stand.stappen if stap.rol == "achterhaald"]
    pairs = tuple((first.stuk.naam, copy.stuk.naam) for first, copy in dubbel)
    return Tas(
        tuple(zaken),
        tuple(sorted(gone, key=order.__getitem__)),
        tuple(sorted(losse, key=order.__getitem__)),
        pairs,
        _twice(zaken, stukken),
    )


def _twice(zaken: Sequence[Zaak], stukken: Sequence[Stuk]) -> tuple[Tweemaal, ...]:
    """Find debts that two cases ask: only letters that count now are held side by side, and none that is suspect."""
    by_name = {stuk.naam: stuk for stuk in stukken}
    living = [by_name[zaak.stand.levend] for zaak in zaken if zaak.stand.levend is not None]
    asked = [(stuk, creditors(stuk.tekst)) for stuk in living if not stuk.brief.echtheid.verdacht]
    found = []
    for (een, voor_een), (ander, voor_ander) in combinations(asked, 2):
        amount = same_claim(een.brief, ander.brief, (voor_een, voor_ander))
        if amount is not None:
            found.append(Tweemaal(een.naam, ander.naam, amount))
    return tuple(found)


class _Bundels:
    """The cases while letters are laid in them, oldest letter first. A case that was joined to another is left empty."""

    def __init__(self, kennis: Kennis) -> None:
        self.kennis = kennis
        self.zaken: list[list[Spoor]] = []
        self.rangen: dict[int, Rang] = {}
        self.waarom: list[tuple[int, Waarom]] = []
        self.misschien: list[tuple[str, str]] = []

    def lay(self, spoor: Spoor) -> None:
        """Put a letter with the case that it is tied to most firmly, or begin a new one."""
        best = {at: found for at, leden in enumerate(self.zaken) if leden and (found := self._best(leden, spoor)) is not None}
        top = max((band.rang for _, band in best.values()), default=Rang.MISSCHIEN)
        chosen = [at for at, (_, band) in best.items() if band.rang == top] if top else []
        if len(chosen) > 1:
            chosen = self._choose(chosen, best, spoor)
        self.misschien += [(lid.stuk.naam, spoor.stuk.naam) for at, (lid, _) in best.items() if at not in chosen]
        if not chosen:
            self.zaken.append([spoor])
            return
        first, *more = chosen
        for at in more:
            self.zaken[first] += self.zaken[at]
            self.zaken[at] = []
        self.zaken[first].append(spoor)
        self._put_out(first, spoor)
        for at in chosen:
            lid, band = best[at]
            self.rangen[spoor.plek] = band.rang
            self.waarom.append((spoor.plek, Waarom(spoor.stuk.naam, lid.stuk.naam, band.redenen)))

    def _put_out(self, at: int, spoor: Spoor) -> None:
        """A letter that was laid here by a weaker tie leaves where one that surely belongs here speaks against it."""
        for lid in [one for one in self.zaken[at] if one is not spoor and clashes(one, spoor, self.kennis)]:
            if self.rangen.get(lid.plek, Rang.NUMMER) < Rang.NUMMER:
                self.zaken[at].remove(lid)
                self.zaken.append([lid])
                self.waarom = [(plek, waarom) for plek, waarom in self.waarom if lid.stuk.naam not in (waarom.brief, waarom.bij)]
                self.misschien.append((lid.stuk.naam, spoor.stuk.naam))

    def _best(self, leden: list[Spoor], spoor: Spoor) -> tuple[Spoor, Band] | None:
        bands = [(lid, band) for lid in reversed(leden) if (band := tie(lid, spoor, self.kennis)) is not None]
        lid, band = max(bands, key=lambda pair: (pair[1].rang, len(pair[1].redenen)), default=(None, None))
        if lid is None or band is None:
            return None
        suits = band.rang == Rang.NUMMER or not any(clashes(one, spoor, self.kennis) for one in leden)
        return lid, band if suits else replace(band, rang=Rang.MISSCHIEN)

    def _choose(self, chosen: list[int], best: dict[int, tuple[Spoor, Band]], spoor: Spoor) -> list[int]:
        """A letter that names the numbers of several cases joins them where it claims their sum; else it joins the likeliest, if one is."""
        claims = [max((s.eis for s in self.zaken[at] if s.eis is not None), default=None) for at in chosen]
        known = [min((*best[at][0].sommen, claim)) for at, claim in zip(chosen, claims, strict=True) if claim is not None]
        whole = spoor.eis is not None and len(known) == len(chosen) and spoor.eis >= sum(known) * DEEL
        if best[chosen[0]][1].rang == Rang.NUMMER and whole:
            return chosen
        weights = {at: len(best[at][1].redenen) for at in chosen}
        most = [at for at in chosen if weights[at] == max(weights.values())]
        return most if len(most) == 1 else []


def _case(leden: list[Spoor], bundels: _Bundels, twins: dict[str, list[str]]) -> Zaak:
    leden = sorted(leden, key=lambda s: s.volgorde)
    namen = {lid.stuk.naam for lid in leden}
    own = [waarom for _, waarom in sorted(bundels.waarom, key=lambda pair: pair[0]) if waarom.brief in namen]
    maybe = [b if a in namen else a for a, b in bundels.misschien if (a in namen) != (b in namen)]
    senders = tuple(dict.fromkeys(lid.brief.afzender.naam for lid in leden if not lid.brief.echtheid.verdacht))
    held = stand(leden)
    steps: list[Stap] = []
    for step in held.stappen:
        steps.append(step)
        role: Rol = "achterhaald" if step.rol == "achterhaald" else "dubbel"
        steps += [replace(step, brief=copy, rol=role) for copy in twins.get(step.brief, ())]
    return Zaak(senders, replace(held, stappen=tuple(steps)), tuple(own), tuple(dict.fromkeys(maybe)))


def _is_loose(spoor: Spoor) -> bool:
    """Tell whether a letter by itself is no case: nothing is asked in it, or it may not be what it says."""
    if spoor.brief.echtheid.verdacht:
        return True
    idle = spoor.brief.urgentie in ("geen", "laag") and spoor.eis is None and not spoor.plichten
    return idle or (spoor.sluit and spoor.brief.urgentie not in ("hoog", "kritiek"))


def _doubles(sporen: list[Spoor], kennis: Kennis) -> list[tuple[Spoor, Spoor]]:
    """Return (letter, copy) for each letter that is in the bag twice."""
    found: list[tuple[Spoor, Spoor]] = []
    firsts: list[Spoor] = []
    for spoor in sporen:
        first = next((one for one in firsts if _is_copy(one, spoor)), None)
        if first is None:
            firsts.append(spoor)
        else:
            found.append((first, spoor))
    return found


def _is_copy(one: Spoor, other: Spoor) -> bool:
    if one.brief.id == other.brief.id:
        return True
    if None in (one.brief.datum, other.brief.datum) or one.brief.datum != other.brief.datum or one.eis != other.eis:
        return False
    ours, theirs = ({n.kaal for n in (*s.nummers, *s.partij)} for s in (one, other))
    if one.brief.afzender.sleutel != other.brief.afzender.sleutel or ours != theirs:
        return False
    if ours and one.bedragen == other.bedragen and one.brief.briefsoort.sleutel == other.brief.briefsoort.sleutel:
        return True
    return fuzz.ratio(one.woorden, other.woorden) >= GELIJKE_TEKST
