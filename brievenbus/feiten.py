"""The facts of a letter: days, terms, amounts, numbers, each with the span of text that proves it.

`extract` finds them and `classify` gives them meaning; the types stand here because stages never import each other.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from brievenbus.page import Box, Span

LEAST_REFERENCE = 6
"""A shorter reference may stand in a code by chance."""

Vorm = Literal["voluit", "cijfers", "iso", "woorden", "dag", "plaats", "einde"]
"""How a day is printed. "plaats": by its place ("de eerste vrijdag van december"); "einde": as the last day of a period."""
DuurEenheid = Literal["dagen", "weken", "maanden", "werkdagen", "jaren"]
DuurBasis = Literal["dagtekening", "verzending", "ontvangst", "betekening", "uitspraak", "bekend", "onbekend"]
Marker = Literal["", "binnen", "na", "uiterlijk", "gedurende", "termijn", "heeft", "voor", "per"]


@dataclass(frozen=True, slots=True)
class Datum:
    """A day in the letter.

    `jaar_gelezen` is False where the year (or month and year) was worked out from the letter date. `hersteld`: an OCR
    slip was repaired. `twijfel`: a printed weekday contradicts the day, or the year was guessed without a letter date.
    `rol`: "van" and "tot" are the ends of one range; the span of "van" covers the whole range.
    """

    span: Span
    waarde: date
    vorm: Vorm
    jaar_gelezen: bool = True
    hersteld: bool = False
    twijfel: bool = False
    rol: Literal["", "van", "tot"] = ""


@dataclass(frozen=True, slots=True)
class Maand:
    """A month or a part of it ("eind december"): not a day. `eerste` and `laatste` are the days it may mean."""

    span: Span
    jaar: int
    maand: int
    deel: Literal["", "begin", "half", "eind"]
    jaar_gelezen: bool

    @property
    def eerste(self) -> date:
        """First day that is meant: the 1st, the 11th for "half", the 21st for "eind"."""
        return date(self.jaar, self.maand, {"": 1, "begin": 1, "half": 11, "eind": 21}[self.deel])

    @property
    def laatste(self) -> date:
        """Last day that is meant: the 10th for "begin", the 20th for "half", else the last of the month."""
        end = monthrange(self.jaar, self.maand)[1]
        return date(self.jaar, self.maand, {"": end, "begin": 10, "half": 20, "eind": end}[self.deel])


@dataclass(frozen=True, slots=True)
class Duur:
    """A length of time in the letter.

    `span` runs from the marker to the end of the basis where that stands in the same sentence. `basis` is what the
    letter itself says; "onbekend" where it says nothing. `marker` is the word that makes it a term; "voor" counts
    back from another day; "per" comes back every so often; "" is a length of time without such a word.
    """

    span: Span
    aantal: int
    eenheid: DuurEenheid
    basis: DuurBasis
    marker: Marker
    hersteld: bool = False


@dataclass(frozen=True, slots=True)
class Geld:
    """An amount in euros.

    `waarde` is signed as printed. `label` is the text of the row before it in a table, else the words before it in
    its sentence; `kop` the header of its table column ("" where none); `na` the words after it in its sentence.
    `totaal`: label or header says that this is a total or the sum to pay.
    """

    span: Span
    waarde: Decimal
    label: str
    in_tabel: bool
    totaal: bool
    kop: str = ""
    na: str = ""
    hersteld: bool = False


@dataclass(frozen=True, slots=True)
class Rekening:
    """An account number, without spaces. `tnv` is the holder as printed. `geldig` is False where mod-97 fails.

    A number that fails is never given as the one to pay to: it is kept as a sign of a false or misread letter.
    """

    span: Span
    iban: str
    tnv: str | None
    hersteld: bool
    geldig: bool


@dataclass(frozen=True, slots=True)
class Nummer:
    """A reference number on the letter.

    `soort` is the label in one word ("polisnummer", "ons_kenmerk", "cjib_nummer"), `label` as printed ("" where none).
    `waarde` as printed; a payment reference without spaces. `controle_klopt` is None where the number has no check
    digit. `betaling`: the letter asks to name this number when paying.
    """

    span: Span
    soort: str
    waarde: str
    label: str = ""
    hersteld: bool = False
    controle_klopt: bool | None = None
    betaling: bool = False


@dataclass(frozen=True, slots=True)
class Adres:
    """A postcode as "1234 AB" and the place name behind it ("" where none is printed)."""

    span: Span
    postcode: str
    plaats: str


@dataclass(frozen=True, slots=True)
class Telefoon:
    """A telephone number, in the national form ("088 043 0430"); `label` is the word or two before it ("bel")."""

    span: Span
    nummer: str
    label: str


@dataclass(frozen=True, slots=True)
class Webadres:
    """An address as printed and its domain in small letters without "www."; `soort` tells site from e-mail."""

    span: Span
    adres: str
    domein: str
    soort: Literal["site", "mail"]


@dataclass(frozen=True, slots=True)
class Betaalcode:
    """A payment that a QR code on page `bladzijde` asks for; `vak` is the code. None where the code does not say it."""

    bladzijde: int
    vak: Box
    iban: str
    naam: str | None
    bedrag: Decimal | None
    kenmerk: str | None

    def mentions(self, waarde: str) -> bool:
        """Tell whether the reference of the code holds this number of the letter, or is a part of it."""
        said, printed = ("".join(char for char in text.upper() if char.isalnum()) for text in (self.kenmerk or "", waarde))
        return min(len(said), len(printed)) >= LEAST_REFERENCE and (printed in said or said in printed)


@dataclass(frozen=True, slots=True)
class Codelink:
    """The domain of a web address in a code, and whether it is one at which is paid. The address itself is not kept."""

    bladzijde: int
    vak: Box
    domein: str
    betalen: bool


@dataclass(frozen=True)
class Feiten:
    """Everything found in one letter, each kind in reading order. `briefdatum` is None where the letter prints none.

    `bevestigd` holds the spans of facts that a code on the letter repeats character by character.
    """

    briefdatum: Datum | None = None
    data: tuple[Datum, ...] = ()
    maanden: tuple[Maand, ...] = ()
    duren: tuple[Duur, ...] = ()
    bedragen: tuple[Geld, ...] = ()
    rekeningen: tuple[Rekening, ...] = ()
    rekeningen_ongeldig: tuple[Rekening, ...] = ()
    nummers: tuple[Nummer, ...] = ()
    adressen: tuple[Adres, ...] = ()
    telefoons: tuple[Telefoon, ...] = ()
    webadressen: tuple[Webadres, ...] = ()
    betaalcodes: tuple[Betaalcode, ...] = ()
    codelinks: tuple[Codelink, ...] = ()
    bevestigd: frozenset[Span] = frozenset()
