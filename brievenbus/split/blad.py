"""What one page of a pile shows: is it blank, does a letter begin on it, does one end on it, what number does it bear.

Only the page itself is looked at; `grens` compares it with the pages before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import mean, median

from brievenbus.feiten import Feiten
from brievenbus.match import fold, tokenize
from brievenbus.page import CELL, Line, Page
from brievenbus.split import tekens
from brievenbus.split.telling import FOOT, HEAD, TOP, Telling, numbering

LEAST_WORDS = 3
"""A page with fewer sure words is blank, but for dust and folds; a sheet with a bar code has no more than its number."""
SURE = 0.55
FADED = 0.5
"""Where no letters were seen, words that are on average less sure than this are print that shines through."""
BAD = 0.45
"""A page that was read worse than this may be anything."""
MOST_ON_SHEET = 12
"""A separator sheet holds a few words; a page with more is read as a letter, whatever it says."""
PAGE_NUMBER = 14
"""Letters of a page number without its digits ("bladzijde van"), at most."""
TELLING_SUM = 20
"""Euros: a smaller sum may stand in any letter."""
LONG = 5
"""A line of more words than this is one of running text."""
FULL = 0.7
"""Where the last line of the text stands above this, the text ends on the page."""
SMALL = 0.9
"""Small print is lower than this share of the usual line."""

_ENDS = re.compile(r"[.!?:;)\]\"”’]$|\d$")
_SENTENCE_END = re.compile(r"[.!?]$")
_SUM = re.compile(r"€|\d,\d\d\b")
_DIGITS = str.maketrans("olisbz", "011582")
"""What a recogniser makes of digits: a reference that differs by these alone is the same one."""


@dataclass(frozen=True)
class Blad:
    """One page of a pile.

    `soort` is "brief", "scheiding", "kaal" (seen to be bare) or "leeg" (nothing was read, which may be our fault). `kop`
    and `voet` are the folded lines at its top and foot; `merken` what shows whose paper it is; `letter` the height of its
    usual line as a share of the page. `klein_begin`: the text begins within a sentence, `open_eind`: it breaks off within
    one, `af_eind`: it ends with a whole one or halfway down the page, `vol`: it goes on to the foot.
    """

    nummer: int
    soort: str
    telling: Telling | None = None
    aanhef: bool = False
    slot: bool = False
    aan: bool = False
    postcode: bool = False
    datum: date | None = None
    labels: int = 0
    bijlage: bool = False
    klein_begin: bool = False
    open_eind: bool = False
    af_eind: bool = False
    vol: bool = False
    slecht: bool = False
    letter: float = 0.0
    kop: tuple[str, ...] = ()
    voet: tuple[str, ...] = ()
    kenmerken: frozenset[tuple[str, str]] = frozenset()
    merken: frozenset[str] = frozenset()
    bedragen: frozenset[Decimal] = frozenset()

    @property
    def leeg(self) -> bool:
        """Nothing could be read on this side."""
        return self.soort in ("leeg", "kaal")

    @property
    def scheiding(self) -> bool:
        """This sheet was laid between two letters, and is part of none."""
        return self.soort == "scheiding"


def look(page: Page, feiten: Feiten, streepjes: bool = False) -> Blad:
    """Return what the page shows. `feiten` are the facts of this page alone; `streepjes`: a bar code stands on it."""
    soort = _kind(page, streepjes and not (feiten.betaalcodes or feiten.codelinks))  # who may pay by it must see it
    if soort != "brief":
        return Blad(page.nummer, soort)
    head = [cell for line in page.lines if line.vak.y0 < HEAD for cell in line.tekst.split(CELL)]
    body = _text(page)
    slot = any(tekens.closes(line) for line in page.lines)
    return Blad(
        nummer=page.nummer,
        soort=soort,
        telling=numbering(page),
        aanhef=any(tekens.greets(line) for line in page.lines if line.vak.y0 < 0.7),
        slot=slot,
        aan=any(tekens.addresses(cell) for cell in head),
        postcode=_has_postcode(page, feiten),
        datum=_head_date(page, feiten),
        labels=len({label for cell in head if len(cell) < 60 and (label := tekens.label(cell))}),
        bijlage=not slot and tekens.is_attachment(page),
        klein_begin=bool(body) and body[0].tekst[:1].islower() and len(body[0].woorden) > LONG,
        open_eind=bool(body) and _runs_on(body[-1]),
        af_eind=bool(body) and _is_whole(body[-1]),
        vol=bool(body) and body[-1].vak.y0 > FULL,
        slecht=page.kwaliteit < BAD,
        letter=median(line.vak.height for line in page.lines),
        kop=tuple(_folded(line) for line in page.lines if line.vak.y0 < TOP),
        voet=_small_print(page),
        kenmerken=frozenset((number.soort, _plain(number.waarde)) for number in feiten.nummers),
        merken=_marks(feiten),
        bedragen=frozenset(abs(geld.waarde) for geld in feiten.bedragen if abs(geld.waarde) >= TELLING_SUM),
    )


def _kind(page: Page, streepjes: bool) -> str:
    words = [word for line in page.lines for word in line.woorden if any(char.isalnum() for char in word.tekst)]
    if not page.lines and page.kwaliteit == 1.0 and not streepjes:
        return "kaal"
    if len(words) <= MOST_ON_SHEET and (tekens.names_sheet(page) or (streepjes and tekens.hints_sheet(page))):
        return "scheiding"
    if streepjes and len(words) <= LEAST_WORDS:
        return "scheiding"
    sure = [word for word in words if word.zekerheid >= SURE and len(word.tekst) > 1]
    faded = "leeg" in page.aanwijzingen and bool(words) and mean(word.zekerheid for word in words) < FADED
    return "leeg" if faded or not words or (len(sure) < LEAST_WORDS and len(words) <= MOST_ON_SHEET) else "brief"


def _text(page: Page) -> list[Line]:
    """Return the lines of the text: those between the margins, and long ones of the usual size within them."""
    least = _usual(page)
    return [
        line
        for line in page.lines
        if TOP < line.vak.y0 < FOOT or (len(line.woorden) > LONG and line.vak.height >= least and CELL not in line.tekst)
    ]


def _usual(page: Page) -> float:
    """Return the height from which a line is no small print."""
    return SMALL * median(line.vak.height for line in page.lines)


def _has_postcode(page: Page, feiten: Feiten) -> bool:
    """Tell whether an address stands alone on its line in the head: a person's or the sender's own."""
    printed = {adres.postcode.replace(" ", "") for adres in feiten.adressen}
    for line in page.lines:
        if line.vak.y0 < HEAD and len(line.woorden) < 14:
            plain = line.tekst.replace(" ", "").upper()
            if tekens.has_postcode(line) or any(code in plain for code in printed):
                return True
    return False


def _head_date(page: Page, feiten: Feiten) -> date | None:
    """Return the day that dates a letter where it is printed in the head of this page; that of a row of a table is none."""
    found = feiten.briefdatum
    if found is None:
        return None
    at = 0
    for line in page.lines:
        if found.span.start < at + len(line.tekst) + 1:
            return found.waarde if line.vak.y0 < HEAD and not _SUM.search(line.tekst) else None
        at += len(line.tekst) + 1
    return None


def _runs_on(last: Line) -> bool:
    """Tell whether the last line of the text breaks off within a sentence."""
    return len(last.woorden) > LONG and last.vak.y0 > FULL and CELL not in last.tekst and not _ENDS.search(last.tekst)


def _is_whole(last: Line) -> bool:
    """Tell whether the last line of the text ends it: with a sentence, or far above the foot."""
    return last.vak.y0 <= FULL or (len(last.woorden) > 2 and bool(_SENTENCE_END.search(last.tekst)))


def _plain(waarde: str) -> str:
    return re.sub(r"\W", "", waarde).lower().translate(_DIGITS)


def _folded(line: Line) -> str:
    return " ".join(token.woord for token in tokenize(line.tekst) if not token.woord.isdigit())


def _small_print(page: Page) -> tuple[str, ...]:
    """Return the lines of the footer; a payment slip stands as low, but in letters of the usual size. A page number is none."""
    least = _usual(page)
    small = [line for line in page.lines if line.vak.y0 > FOOT and line.vak.height < least]
    found = (_folded(line) for line in small if len(line.woorden) > 2 and CELL not in line.tekst)
    return tuple(line for line in found if len(line) > PAGE_NUMBER)


def _marks(feiten: Feiten) -> frozenset[str]:
    """Return account numbers and domains: two letters of different senders share none of them."""
    return frozenset([account.iban for account in feiten.rekeningen] + [fold(url.domein) for url in feiten.webadressen])
