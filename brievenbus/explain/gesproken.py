"""The facts of a letter as a voice says them, and the small signs of writing that people never say.

In Dutch every number is written out, so that each voice says it as people do. In another language its figures stay, for a voice of that
language says them well; a day is said in that language alone, without the Dutch that stands beside it on paper.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_name

from brievenbus.explain.naam import is_heel
from brievenbus.explain.schrijf import BRON, MAANDEN, WEEKDAGEN
from brievenbus.explain.telwoorden import DAGWOORD, JAARWOORD, cijfers, rangwoord, telwoord

_CENT: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "en": ("and ", {"one": "cent", "other": "cents"}), "tr": ("", {"other": "sent"}), "ar": ("و ", {"few": "سنتات", "other": "سنت"}),
    "pl": ("i ", {"one": "cent", "few": "centy", "other": "centów"}), "uk": ("і ", {"one": "цент", "few": "центи", "other": "центів"}),
    "fr": ("et ", {"one": "centime", "other": "centimes"}), "fa": ("و ", {"other": "سنت"}),
}  # fmt: skip
"""What stands between euros and cents, and the word for cents by the kind of number (CLDR)."""
_MIN: Mapping[str, str] = {
    BRON: "min ", "en": "minus ", "tr": "eksi ", "ar": "ناقص ", "pl": "minus ", "uk": "мінус ", "fr": "moins ", "fa": "منفی ",
}  # fmt: skip
"""What stands before an amount below zero; a language that is not here has the sign."""
_DAGVORM: Mapping[str, str] = {
    "en": "{weekdag} the {dag} of {maand} {jaar}", "tr": "{dag} {maand} {jaar} {weekdag}", "ar": "{weekdag} {dag} من {maand} {jaar}",
}  # fmt: skip
_GEWOON = "{weekdag} {dag} {maand} {jaar}"

_VOLUIT: Mapping[str, str] = {
    "art.": "artikel", "blz.": "bladzijde", "bijv.": "bijvoorbeeld", "bv.": "bijvoorbeeld", "ca.": "ongeveer", "dhr.": "de heer",
    "e.d.": "en dergelijke", "enz.": "enzovoort", "excl.": "exclusief", "incl.": "inclusief", "i.v.m.": "in verband met",
    "m.b.t.": "met betrekking tot", "mevr.": "mevrouw", "mr.": "meester", "mw.": "mevrouw", "nr.": "nummer", "o.a.": "onder andere",
    "p.m.": "per maand", "t/m": "tot en met", "t.a.v.": "ter attentie van", "t.n.v.": "ten name van", "tel.": "telefoon",
}  # fmt: skip
_TEKENS: Mapping[str, str] = {"%": " procent", "&": " en ", "+": " plus ", "€": "euro "}
_LETTERS_GEZEGD = ("Wmo", "Wlz", "Zvw", "btw", "apk", "ggz", "B.V.", "N.V.", "V.O.F.")
"""Said letter by letter, though not written in capitals alone."""
_ALS_WOORD = frozenset({"DUO", "WIA", "IBAN", "PIN", "NIBUD", "NIET", "WEL", "NU"})
"""Capitals that people say as a word."""

_RANDEN = r"(?<![\w.]){}(?!\w)"
_KORT = re.compile("|".join(_RANDEN.format(re.escape(kort)) for kort in _VOLUIT), re.IGNORECASE)
_GESPELD = re.compile("|".join(_RANDEN.format(re.escape(woord)) for woord in _LETTERS_GEZEGD))
_HOOFDLETTERS = re.compile(r"\b[A-Z]{2,5}\b")
_HAAKJES = re.compile(r"\s*\(([^()]*)\)\s*(?=([.,;:!?]?))")
_EUROS = re.compile(r"€\s*([-−]?)(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,(\d{2}))?")
_TIJD = re.compile(r"\b(\d{1,2})[.:](\d{2}) uur\b")
_RANG = re.compile(r"\b(\d{1,2})(?:e|de|ste)\b")
_GETAL = re.compile(r"\d+(?:\.\d{3})*(?:,(\d{1,2}))?")
_NUMMER = re.compile(r"[A-Z]+|[a-z]+|\d+")
_LANGST = 6
"""A longer row of figures is no quantity: it is said figure by figure, as one that begins with 0."""
_GROEP = 3


@dataclass(frozen=True, slots=True)
class Gesproken:
    """The facts as they are said in a language (its code)."""

    taal: str = BRON

    def datum(self, dag: date) -> str:
        """Return "donderdag drie december twee duizend zes en twintig"; in another language its own words for the day, and no Dutch."""
        if self.taal == BRON:
            return f"{WEEKDAGEN[dag.weekday()]} {telwoord(dag.day)} {MAANDEN[dag.month - 1]} {telwoord(dag.year)}"
        # the month as it stands beside a day of it: "grudnia", not "grudzień"
        weekday, month = (format_date(dag, part, locale=self.taal) for part in ("EEEE", "MMMM"))
        said = DAGWOORD.get(self.taal)
        day = said[dag.day - 1] if said else str(dag.day)
        return _DAGVORM.get(self.taal, _GEWOON).format(weekdag=weekday, dag=day, maand=month, jaar=self._year(dag.year))

    def bedrag(self, waarde: Decimal) -> str:
        """Return "twaalf honderd vijftig euro vijftig"; cents are said only where there are any.

        The sign is said apart from the figures: "-0" is 0, and fifty cents below zero would be heard as fifty cents to pay.
        """
        whole, cents = (int(part) for part in f"{abs(waarde):.2f}".split("."))
        said = _dutch_euros(whole, cents) if self.taal == BRON else self._euros(whole, cents)
        return _MIN.get(self.taal, "-") + said if waarde < 0 and (whole or cents) else said

    def naam(self, tekst: str) -> str:
        """Return the name with its capitals apart where people spell it: "C J I B".

        A name whose words would not pass the gate as a name ("Groep tot en met Zorg", one that grew too long) stays as it is written:
        else the sentence that names who wrote would be gone.
        """
        said = zeg(tekst, self.taal)
        return said if is_heel(said) else tekst

    def nummer(self, tekst: str) -> str:
        """Return a telephone number or reference figure by figure, with a rest between its groups."""
        groups = [group for part in re.split(r"[\s\-./]+", tekst) for piece in _NUMMER.findall(part) for group in _groups(piece)]
        said = [cijfers(group) if group.isdecimal() and self.taal == BRON else " ".join(group.upper()) for group in groups]
        return ", ".join(said)

    def _year(self, jaar: int) -> str:
        shape, words = JAARWOORD.get(self.taal, "{jaar}"), DAGWOORD.get(self.taal, ())
        if self.taal in JAARWOORD and 2000 < jaar <= 2000 + len(words):
            return shape.format(jaar=words[jaar - 2001])
        return str(jaar)

    def _euros(self, whole: int, cents: int) -> str:
        euros = f"{whole} {get_currency_name('EUR', whole, locale=self.taal).lower()}"
        if not cents:
            return euros
        joint, forms = _CENT.get(self.taal, ("", {"other": "cent"}))
        part = f"{cents} {forms.get(Locale.parse(self.taal).plural_form(cents), forms['other'])}"
        return f"{euros} {joint}{part}" if whole else part


def zeg(zin: str, taal: str = BRON) -> str:
    """Return a fixed sentence as it is said in a language: no brackets and short forms, capitals apart, Dutch numbers in words.

    What `Gesproken` wrote stays as it is, so a sentence may go through it with its facts filled in.
    """
    said = _HAAKJES.sub(lambda hit: f", {hit[1]}" + ("" if hit[2] else ", "), zin)
    said = _GESPELD.sub(lambda hit: " ".join(hit[0].replace(".", "").upper()), said)
    said = _HOOFDLETTERS.sub(lambda hit: hit[0] if hit[0] in _ALS_WOORD else " ".join(hit[0]), said)
    if taal == BRON:
        said = _in_dutch(said)
    return " ".join(said.split()).strip(" ,").replace(" ,", ",").replace(",,", ",")


def _in_dutch(zin: str) -> str:
    said = _KORT.sub(lambda hit: _VOLUIT[hit[0].lower()], zin)
    said = _EUROS.sub(_written_euros, said)
    said = _TIJD.sub(lambda hit: f"{telwoord(int(hit[1]))} uur" + (f" {telwoord(int(hit[2]))}" if int(hit[2]) else ""), said)
    said = _RANG.sub(lambda hit: rangwoord(int(hit[1])), said)
    said = _GETAL.sub(_number, said)
    for sign, word in _TEKENS.items():
        said = said.replace(sign, word)
    return said


def _number(hit: re.Match[str]) -> str:
    figures = hit[0].split(",")[0].replace(".", "")
    one_by_one = len(figures) > _LANGST or (figures.startswith("0") and len(figures) > 1)
    said = cijfers(figures) if one_by_one else telwoord(int(figures))
    return f"{said} komma {cijfers(hit[1])}" if hit[1] else said


def _written_euros(hit: re.Match[str]) -> str:
    whole, cents = int(hit[2].replace(".", "")), int(hit[3] or 0)
    return (_MIN[BRON] if hit[1] and (whole or cents) else "") + _dutch_euros(whole, cents)


def _dutch_euros(whole: int, cents: int) -> str:
    if not cents:
        return f"{telwoord(whole)} euro"
    if not whole:
        return f"{telwoord(cents)} cent"
    # "twaalf euro vijf" is heard as fifty too easily
    return f"{telwoord(whole)} euro {telwoord(cents)}" if cents > 9 else f"{telwoord(whole)} euro en {telwoord(cents)} cent"


def _groups(deel: str) -> list[str]:
    """Cut a row of more than four figures into threes; what would be left alone goes with the last."""
    if not deel.isdecimal() or len(deel) <= _GROEP + 1:
        return [deel]
    cuts = [*range(0, len(deel) - 1, _GROEP), len(deel)]
    return [deel[a:b] for a, b in pairwise(cuts)]
