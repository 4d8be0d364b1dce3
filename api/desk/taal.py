"""The language of the pages: Dutch in the source, other languages as catalogues (`talen/<code>.po`) that Babel reads.

A page speaks one language from top to bottom, chosen by whoever sits before it and kept in a cookie that says nothing else. What a
letter says is never translated here: the words of a letter and its explanation carry their own `lang` and `dir`.

In a template: `{{ _("Nieuwe brief") }}`, `{% trans n=3 %}…{% pluralize %}…{% endtrans %}`. In a module: `_("…")` while a page is
being made, `N_("…")` for a table that is filled before there is a page; the template then says `_(…)` of what it shows.
"""

from __future__ import annotations

import gettext
import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency
from starlette.types import ASGIApp, Receive, Scope, Send

MAP = Path(__file__).parent / "talen"
BRON = "nl"
KOEKJE = "taal"
_NEDERLAND = ZoneInfo("Europe/Amsterdam")
_NAGEKEKEN = re.compile(r"^# *Nagekeken: *(.+?) *$", re.MULTILINE)
_WENS = re.compile(r"\s*([a-z]{1,8})(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.ASCII | re.IGNORECASE)
_VOLGORDE = ("nl", "en", "tr", "ar")
"""How the menu lists them; a catalogue that is not named here comes after, by its code."""


@dataclass(frozen=True, slots=True)
class Taal:
    """One language of the pages: its code, its own name and the way it is written ('ltr' or 'rtl').

    `nagekeken`: who went through its sentences, as the head of the catalogue tells; '' where it does not.
    """

    code: str
    naam: str
    richting: str
    zinnen: gettext.NullTranslations
    nagekeken: str


@dataclass(frozen=True, slots=True)
class _Nu:
    taal: Taal
    pad: str


def _open(code: str, zinnen: gettext.NullTranslations, nagekeken: str) -> Taal:
    locale = Locale.parse(code)
    name = locale.get_display_name(code) or code
    return Taal(code, name[0].upper() + name[1:], "rtl" if locale.character_order == "right-to-left" else "ltr", zinnen, nagekeken)


def read(file: Path) -> Taal:
    """Return the language of a catalogue. Raises OSError, babel's PoFileError."""
    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.stem)
    made = BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    checked = _NAGEKEKEN.search(catalogue.header_comment)
    return _open(file.stem, gettext.GNUTranslations(made), checked[1] if checked else "")


class _Later(gettext.NullTranslations):
    """A catalogue that is read when its first sentence is asked for: reading takes half a second, and most desks speak one language."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    @cached_property
    def _read(self) -> gettext.NullTranslations:
        return read(self._file).zinnen

    def gettext(self, message: str) -> str:
        return self._read.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._read.ngettext(msgid1, msgid2, n)


def _later(file: Path) -> Taal:
    with file.open(encoding="utf-8") as source:
        head = "".join(itertools.takewhile(lambda line: line.startswith("#"), source))
    checked = _NAGEKEKEN.search(head)
    return _open(file.stem, _Later(file), checked[1] if checked else "")


def _all() -> Mapping[str, Taal]:
    found = {BRON: _open(BRON, gettext.NullTranslations(), "brontaal")}
    found |= {file.stem: _later(file) for file in MAP.glob("*.po")}
    order = sorted(found, key=lambda code: (_VOLGORDE.index(code) if code in _VOLGORDE else len(_VOLGORDE), code))
    return MappingProxyType({code: found[code] for code in order})


TALEN = _all()
"""Every language the pages speak, Dutch first."""

_nu: ContextVar[_Nu] = ContextVar("taal")
_begin = _Nu(TALEN[BRON], "/")


def nu() -> Taal:
    """Return the language of the page that is being made."""
    return _nu.get(_begin).taal


def pad() -> str:
    """Return the path (and question) that was asked for, to come back to after choosing a language."""
    return _nu.get(_begin).pad


def _(zin: str) -> str:
    """Return a Dutch sentence in the language of the page; in Dutch where the catalogue does not have it."""
    return nu().zinnen.gettext(zin) if zin else ""


def ngettext(een: str, meer: str, aantal: int) -> str:
    """Return the form that goes with a number, in the language of the page."""
    return nu().zinnen.ngettext(een, meer, aantal)


def N_(zin: str) -> str:
    """Mark a sentence of a table for the catalogue; it is said in the language of the page later."""
    return zin


def dag(value: date, vorm: str = "EEEE d MMMM y") -> str:
    """Return a day in words of the page: 'donderdag 3 december 2026'. `vorm` is a pattern of Unicode (CLDR)."""
    return format_date(value, vorm, locale=nu().code)


def uur(moment: datetime) -> str:
    """Return a moment as the clock in the Netherlands shows it, such as '10:42'."""
    return format_time(moment.astimezone(_NEDERLAND), "HH:mm", locale=nu().code)


def bedrag(value: Decimal) -> str:
    """Return an amount as it stands on the letter, "€ 1.250,00", in every language: people lay the two side by side."""
    return ltr(format_currency(value, "EUR", locale=BRON).replace("\N{NO-BREAK SPACE}", " "))


def ltr(tekst: str) -> str:
    """Return a number or code that is read from left to right; on a page that runs the other way it is kept apart, so that it stays so."""
    return f"\u2066{tekst}\u2069" if tekst and nu().richting == "rtl" else tekst


@contextmanager
def in_taal(code: str, waar: str = "/") -> Iterator[Taal]:
    """Make pages in this language within the block; Dutch where the language is not here."""
    token = _nu.set(_Nu(TALEN.get(code, TALEN[BRON]), waar))
    try:
        yield nu()
    finally:
        _nu.reset(token)


class Taallaag:
    """Round every page: read the cookie, and make what follows in that language.

    Without a cookie it is Dutch, or at the paths of `voorkeur` what the device asks: a phone may be the resident's own.
    """

    def __init__(self, app: ASGIApp, *, voorkeur: tuple[str, ...] = ("/telefoon",)) -> None:
        self.app, self.voorkeur = app, voorkeur

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        heads = {key: value.decode("latin-1") for key, value in scope["headers"] if key in (b"cookie", b"accept-language")}
        code = _cookie(heads.get(b"cookie", ""))
        if not code and scope["path"] in self.voorkeur:
            code = preferred(heads.get(b"accept-language", ""))
        question = scope.get("query_string", b"").decode("latin-1")
        asked = scope["path"] + (f"?{question}" if question else "")
        with in_taal(code, asked if scope["method"] in ("GET", "HEAD") else "/"):  # what a form was sent to cannot be asked for again
            await self.app(scope, receive, send)


def preferred(header: str) -> str:
    """Return the first language of an `Accept-Language` header that the pages speak, '' for none."""
    wishes = [(float(hit[2] or 1), hit[1].lower()) for part in header.split(",")[:20] if (hit := _WENS.fullmatch(part))]
    ranked = sorted((wish for wish in wishes if wish[0] > 0), key=lambda wish: -wish[0])
    return next((name for _weight, name in ranked if name in TALEN), "")


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(KOEKJE)
    except CookieError:
        return ""
    return found.value if found is not None and found.value in TALEN else ""
