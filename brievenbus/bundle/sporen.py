"""What one letter holds that may tie it to another: numbers, amounts, names, days, and the step it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz

from brievenbus.brief import GEEN_PLICHT, Bedrag, Brief, Termijn
from brievenbus.bundle.namen import NAAM_LENGTE, Zinsdelen, core
from brievenbus.explain.schrijf import MAANDEN
from brievenbus.extract.numbers import digits
from brievenbus.kennis import Kennis
from brievenbus.match import tokenize
from brievenbus.page import Tekst

PARTIJ = frozenset((
    "klantnummer", "relatienummer", "huurdersnummer", "debiteurnummer", "contractnummer", "polisnummer", "subjectnummer", "v_nummer",
    "lidmaatschapsnummer", "patientnummer", "clientnummer", "deelnemersnummer", "machtigingskenmerk", "leerlingnummer",
    "studentennummer", "verzekerdennummer", "registratienummer", "onderwijsnummer", "overeenkomstnummer",
))  # fmt: skip
"""Numbers of a person or a contract: many cases share one."""
GEEN_BAND = frozenset(("kenteken", "ean"))
"""Numbers of a thing: two fines for one car are two cases."""
KORTST, MINSTE_CIJFERS = 5, 4
"""A shorter number may be the same by chance."""
GELIJKENDE_NAAM = 85
"""From this likeness (0..100) two printed names are the same sender's: one misread letter in a short name."""
GENOEMDE_NAAM = 90
KLEINST = Decimal(10)


@dataclass(frozen=True, slots=True)
class Stuk:
    """One letter of the bag: the name it goes by, what was read, and the masked text (empty where only the Brief is kept)."""

    naam: str
    brief: Brief
    tekst: Tekst = Tekst((), "pdf")  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Nummer:
    """A reference, made ready to compare: `kaal` is capitals and digits alone, with letters that stand for digits as digits."""

    soort: str
    kaal: str
    gedrukt: str


@dataclass(frozen=True, slots=True)
class Spoor:
    """The traces of one letter. `nummers` are in order of reading: the letter's own number comes first, and so is `betaal`, the one
    to pay with. `eis` is what it wants paid, `sommen` what that was before costs, `posten` its costs and
    `kosten` each sum of some of them."""

    plek: int
    stuk: Stuk
    nummers: tuple[Nummer, ...]
    partij: tuple[Nummer, ...]
    bedragen: frozenset[Decimal]
    eis: Decimal | None
    sommen: frozenset[Decimal]
    posten: frozenset[Decimal]
    kosten: frozenset[Decimal]
    betaal: str
    cijfers: str
    woorden: str
    naam: str
    namen: tuple[str, ...]
    schuldeisers: tuple[str, ...]
    ladder: str
    trap: int
    sluit: bool

    @property
    def brief(self) -> Brief:
        """The letter itself."""
        return self.stuk.brief

    @property
    def dag(self) -> date:
        """The date of the letter; the first day there is where it could not be read."""
        return self.brief.datum or date.min

    @property
    def volgorde(self) -> tuple[date, int, int]:
        """Sort key: date, then step, then place in the bag."""
        return self.dag, self.trap, self.plek

    @property
    def plichten(self) -> tuple[Termijn, ...]:
        """The days on which something must be done, soonest first."""
        return tuple(sorted((t for t in self.brief.termijnen if t.soort not in GEEN_PLICHT), key=lambda t: t.datum))

    @property
    def vervangt(self) -> bool:
        """Tell whether the letter is a step that can take the place of an older one; a receipt or a notice cannot."""
        if self.brief.echtheid.verdacht or self.brief.bron.oordeel == "onleesbaar":
            return False
        return self.sluit or self.eis is not None or bool(self.plichten) or bool(self.ladder) or self.brief.urgentie in ("hoog", "kritiek")


def trace(plek: int, stuk: Stuk, kennis: Kennis, boek: Zinsdelen) -> Spoor:
    """Return the traces of the letter at place `plek` of the bag."""
    brief = stuk.brief
    plat = stuk.tekst.plat or " ".join(_proofs(brief))
    cijfers = bare(plat)
    nummers = sorted(_numbers(brief), key=lambda n: at if (at := cijfers.find(n.kaal)) >= 0 else len(cijfers))
    betaling = brief.betaling.kenmerk if brief.betaling else None
    kaart = kennis.briefsoorten.get(brief.briefsoort.sleutel)
    afzender = kennis.afzenders.get(brief.afzender.sleutel)
    woorden = " ".join(token.woord for token in tokenize(plat))
    printed = naam if (naam := core(brief.afzender.naam)) in woorden else ""  # else it is the name of the card
    aliases = [core(naam) for naam in (afzender.namen if afzender else ())]
    eis = claim(brief)
    closing, creditors = boek.read(stuk.tekst)
    return Spoor(
        plek=plek, stuk=stuk,
        nummers=tuple(n for n in nummers if n.soort not in PARTIJ), partij=tuple(n for n in nummers if n.soort in PARTIJ),
        bedragen=frozenset(b.bedrag for b in brief.bedragen if b.bedrag >= KLEINST), eis=eis, sommen=_principals(brief, eis),
        posten=frozenset(b.bedrag for b in brief.bedragen if b.soort == "kosten"),
        kosten=frozenset(_sums(b for b in brief.bedragen if b.soort == "kosten")),
        betaal=bare(betaling or ""), cijfers=cijfers, woorden=f" {woorden} ", naam=printed,
        namen=tuple(dict.fromkeys(n for n in (printed, *aliases) if len(n) >= NAAM_LENGTE and n in woorden)),
        schuldeisers=creditors, ladder=kaart.ladder if kaart else "", trap=kaart.trap if kaart else 0,
        sluit=closing and eis is None and not any(not t.verlopen for t in brief.termijnen if t.soort not in GEEN_PLICHT),
    )  # fmt: skip


def claim(brief: Brief) -> Decimal | None:
    """Return what the letter wants paid now; a suspect letter claims nothing."""
    due = [b.bedrag for b in brief.bedragen if b.soort == "te_betalen"]
    if not due or brief.echtheid.verdacht:
        return None
    named = brief.betaling.bedrag if brief.betaling else None
    return named if named in due else max(due)


def bare(text: str) -> str:
    """Return the letters and digits of a text in capitals, with every letter that reads like a digit as that digit."""
    return digits(re.sub(r"[^0-9A-Z]", "", text.upper()).replace("L", "I"))


def alike(one: str, other: str) -> bool:
    """Tell whether two printed names are of one sender."""
    return bool(one and other) and fuzz.token_set_ratio(one, other) >= GELIJKENDE_NAAM


def names(spoor: Spoor, naam: str) -> bool:
    """Tell whether a letter names someone, a misread letter allowed."""
    if len(naam) < NAAM_LENGTE:
        return False
    return f" {naam} " in spoor.woorden or (len(naam) > 2 * NAAM_LENGTE and fuzz.partial_ratio(naam, spoor.woorden) >= GENOEMDE_NAAM)


def dates(spoor: Spoor, dag: date | None) -> bool:
    """Tell whether a letter names a day, written out or in figures."""
    if dag is None:
        return False
    day, month, year = dag.day, dag.month, dag.year
    forms = (f"{day} {MAANDEN[month - 1]} {year}", f"{day:02} {month:02} {year}", f"{day} {month} {year}")
    return any(f" {form} " in spoor.woorden for form in forms)


def _proofs(brief: Brief) -> Iterable[str]:
    for proofs in (
        *(k.bewijs for k in brief.kenmerken), *(b.bewijs for b in brief.bedragen), *(t.bewijs for t in brief.termijnen),
        *(g.bewijs for g in brief.gevolgen), brief.afzender.bewijs, brief.briefsoort.bewijs,
    ):  # fmt: skip
        yield from (proof.tekst for proof in proofs)


def _numbers(brief: Brief) -> tuple[Nummer, ...]:
    found = [(k.soort, k.waarde) for k in brief.kenmerken if k.soort not in GEEN_BAND]
    if brief.betaling and brief.betaling.kenmerk:
        found.append(("betalingskenmerk", brief.betaling.kenmerk))
    made = [Nummer(soort, bare(waarde), waarde) for soort, waarde in found]
    firm = [n for n in made if len(n.kaal) >= KORTST and _digits(n.kaal) >= MINSTE_CIJFERS]
    return tuple({n.kaal: n for n in reversed(firm)}.values())


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _principals(brief: Brief, eis: Decimal | None) -> frozenset[Decimal]:
    """What the claim may have been before: what the letter calls so, and the claim without some of its costs."""
    found = {b.bedrag for b in brief.bedragen if b.soort == "oorspronkelijk"}
    if eis is not None:
        found |= {eis - cost for cost in _sums(b for b in brief.bedragen if b.soort == "kosten")}
    return frozenset(som for som in found if som >= KLEINST)


def _sums(costs: Iterable[Bedrag]) -> set[Decimal]:
    values = [b.bedrag for b in costs][:6]
    return {sum(some, Decimal(0)) for size in range(len(values) + 1) for some in combinations(values, size)}


