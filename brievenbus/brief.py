"""The domain words: what brievenbus says of one letter. The JSON of the contract is made from these types alone.

Money is `Decimal`, days are `date`, collections are tuples; nothing here changes after it is made.
Labels are closed lists (`Literal`), so that a typo is a type error and the JSON Schema lists them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

VERSIE = "1"

Urgentie = Literal["kritiek", "hoog", "middel", "laag", "geen", "onbekend"]
GevolgSoort = Literal[
    "verhoging", "boete", "terugvordering", "uitkering_stopt", "beslag", "rechtszaak", "ontruiming", "afsluiting",
    "zorgverzekering", "vrijheidsbeneming", "rijbewijs_voertuig", "verblijfsrecht", "kinderen", "uitschrijving",
    "hulp_minder", "recht_vervalt",
]  # fmt: skip
Actie = Literal[
    "betalen", "regeling", "bezwaar", "inleveren", "afspraak", "bellen", "controleren", "aanvragen", "niet_betalen",
    "bewaren", "niets",
]  # fmt: skip
TermijnSoort = Literal[
    "betalen", "reageren", "inleveren", "bezwaar", "beroep", "verzet", "zienswijze", "afspraak", "zitting",
    "ontruiming", "afsluiting", "inning", "aanvragen", "opzeggen", "ingang",
]  # fmt: skip
BedragSoort = Literal["te_betalen", "te_ontvangen", "termijnbedrag", "kosten", "boete", "oorspronkelijk", "saldo", "overig"]
AfzenderSoort = Literal[
    "belasting", "toeslagen", "justitie", "uitkering", "gemeente", "woning", "zorg", "energie", "water", "incasso",
    "gerechtsdeurwaarder", "rechtspraak", "onderwijs", "migratie", "vervoer", "pensioen", "bank", "telecom", "overig",
]  # fmt: skip
Aanwijzing = Literal[
    "te_donker", "onscherp", "schaduw", "afgesneden", "scheef", "achterkant_ontbreekt", "bladzijde_ontbreekt",
    "meer_brieven", "te_klein", "leeg",
]  # fmt: skip
RouteNaar = Literal["wijkteam", "vrijwilliger", "niemand"]
Herkomst = Literal["gedrukt", "berekend"]
BronSoort = Literal["pdf", "scan", "foto"]
Oordeel = Literal["goed", "matig", "onleesbaar"]

ERNST: dict[Urgentie, int] = {"geen": 0, "laag": 1, "middel": 2, "hoog": 3, "kritiek": 4, "onbekend": 5}
"""Order of seriousness: a letter that could not be read is treated as the most serious."""

GEEN_PLICHT: frozenset[TermijnSoort] = frozenset({"bezwaar", "beroep", "verzet", "opzeggen", "ingang", "inning"})
"""Terms that are no must-terms: rights, starting days and collections (contract, urgentie rule 2)."""


STIL = "stil"
"""Mark of a field that the JSON leaves out while it has this value: it would be in every piece of evidence and say nothing."""


@dataclass(frozen=True, slots=True)
class Bewijs:
    """The words on the paper that prove a fact. `vak` = (x0, y0, x1, y1), fractions of the upright page.

    `zeker` is False where the value may have been misread: no second reading, check digit, sum or repetition confirms it.
    The JSON holds it only then.
    """

    bladzijde: int
    tekst: str
    vak: tuple[float, float, float, float]
    zeker: bool = field(default=True, metadata={STIL: True})


@dataclass(frozen=True, slots=True)
class Bron:
    """Where the letter came from and how well it could be read (`leeskwaliteit` 0..1)."""

    bestanden: tuple[str, ...]
    bladzijden: int
    soort: BronSoort
    leeskwaliteit: float
    oordeel: Oordeel
    aanwijzingen: tuple[Aanwijzing, ...] = ()


@dataclass(frozen=True, slots=True)
class Afzender:
    """Who writes. `sleutel` is a key of `kennis/afzenders`, `naam` as printed on the letter where it could be read."""

    sleutel: str
    naam: str
    soort: AfzenderSoort
    zekerheid: float
    bewijs: tuple[Bewijs, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefsoort:
    """What kind of letter it is. `sleutel` is a key of `kennis/briefsoorten`."""

    sleutel: str
    naam: str
    zekerheid: float
    bewijs: tuple[Bewijs, ...] = ()


@dataclass(frozen=True, slots=True)
class Kenmerk:
    """A reference number on the letter, as printed (never a BSN)."""

    soort: str
    waarde: str
    bewijs: tuple[Bewijs, ...]


@dataclass(frozen=True, slots=True)
class Gevolg:
    """What the letter says, or the law attaches, if nothing is done."""

    soort: GevolgSoort
    bewijs: tuple[Bewijs, ...]


@dataclass(frozen=True, slots=True)
class Termijn:
    """A day that matters. `datum` is the earliest safe day; `juridisch_einde` a later one where the law moves it."""

    soort: TermijnSoort
    datum: date
    herkomst: Herkomst
    juridisch_einde: date | None
    rekenregel: str | None
    verlopen: bool
    bewijs: tuple[Bewijs, ...]


@dataclass(frozen=True, slots=True)
class Bedrag:
    """An amount in euros, always positive: its kind tells the direction."""

    soort: BedragSoort
    bedrag: Decimal
    bewijs: tuple[Bewijs, ...]


@dataclass(frozen=True, slots=True)
class Betaling:
    """How to pay. Withheld (None on the Brief) where the letter is suspect."""

    iban: str | None
    tnv: str | None
    kenmerk: str | None
    bedrag: Decimal | None
    bewijs: tuple[Bewijs, ...]


@dataclass(frozen=True, slots=True)
class Echtheid:
    """Signals that the letter may not be what it says. Never a verdict."""

    verdacht: bool
    signalen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Controle:
    """A fault found in the letter itself, with the rule it breaks."""

    melding: str
    regel: str
    bewijs: tuple[Bewijs, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """To whom the letter is proposed. Nothing leaves the desk without the resident's recorded yes."""

    naar: RouteNaar
    spoed: bool
    redenen: tuple[str, ...]
    werkdagen: int | None = None
    vraag: str | None = None


@dataclass(frozen=True, slots=True)
class Uitleg:
    """The letter in plain words. `lint` is the readability score of the Dutch text (lower is easier)."""

    taal: str
    titel: str
    kern: str
    doen: tuple[str, ...]
    gevolg: str
    hulp: tuple[str, ...]
    lint: float | None


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything brievenbus says of one letter; the one object of the contract."""

    versie: str
    id: str
    peildatum: date
    bron: Bron
    afzender: Afzender
    briefsoort: Briefsoort
    datum: date | None
    kenmerken: tuple[Kenmerk, ...]
    urgentie: Urgentie
    urgentie_reden: str
    gevolgen: tuple[Gevolg, ...]
    acties: tuple[Actie, ...]
    termijnen: tuple[Termijn, ...]
    bedragen: tuple[Bedrag, ...]
    betaling: Betaling | None
    goed_nieuws: bool
    echtheid: Echtheid
    controle: tuple[Controle, ...]
    route: Route
    mens_nodig: bool
    twijfels: tuple[str, ...]
    uitleg: Uitleg


def to_json(value: object) -> object:
    """Return a Brief (or any part of it) as the plain lists, dicts and strings of the contract's JSON."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((part, getattr(value, part.name)) for part in fields(value))
        return {part.name: to_json(held) for part, held in pairs if STIL not in part.metadata or held != part.metadata[STIL]}
    return value
