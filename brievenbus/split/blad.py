"""What one page of a pile shows: is it blank, does a letter begin on it, does one end on it, what number does it bear.

Only the page itself is looked at; `grens` compares it with the pages before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from statistics import mean, median

from brievenbus.feiten import Feiten
from brievenbus.match import fold, tokenize
from brievenbus.page import CELL, Line, Page

LEAST_WORDS = 3
"""A page with fewer sure words is blank, but for dust and folds; a sheet with a bar code has no more than its number."""
SURE = 0.55
FADED = 0.5
"""Where no letters were seen, words that are on average less sure than this are print that shines through."""
BAD = 0.45
"""A page that was read worse than this may be anything."""
MOST_ON_SHEET = 12
"""A separator sheet holds a few words; a page with more is read as a letter, whatever it says."""
HEAD, TOP, FOOT = 0.45, 0.13, 0.885
"""Above HEAD stands what opens a letter; above TOP and below FOOT stand names and page numbers."""
SMALL = 0.9
"""Small print is lower than this share of the usual line."""
LARGE = 0.7
"""A title is at least this share of it: what is less stands in a margin."""

_NUMMER = r"(?P<n>\d{1,3}|[lI|])"
_VAN = r"\s*(?:van|/|uit)\s*(?P<m>\d{1,3})"
_PAGINA = re.compile(
    rf"\b(?:pagina|bladzijde|blad|blz\.?|pag\.?|vel)\s?(?:nr\.?|nummer)?\s*:?\s*{_NUMMER}(?:{_VAN})?\b(?!\s*(?:en|t/m)\b)",
    re.I,
)
_KAAL = re.compile(rf"[-–(\s]*{_NUMMER}{_VAN}[-–)\s]*")
_LOS = re.compile(rf"[-–\s]*{_NUMMER}[-–\s]*")
_PAGINA_LABEL = re.compile(r"(?:pagina|blad|bladzijde)\s*:?", re.I)
_AANHEF = re.compile(
    r"(?:ge[ao]chte?\b|beste\b|hallo\b|hoi\b|goedendag\b|mijne heren|l\.?\s?s\.?\b,?$|dag (?:meneer|mevrouw)|weledel)",
    re.I,
)
_SLOT = re.compile(r"(?:met (?:vriendelijke |hartelijke )?groet|(?:vriendelijke|hartelijke) groet|hoogachtend|was getekend)", re.I)
_AAN = re.compile(
    r"(?:aan\b|t\.?a\.?v\.?\b|de heer\b|dhr\b|mevrouw\b|mevr\b|mw\b|familie\b"
    r"|fam\b|de bewoners?\b|de ouders?\b|firma\b|heer\b|stichting\b)",
    re.I,
)  # fmt: skip
_LABEL = re.compile(
    r"(?:(?:brief|verzend)?datum|dagtekening|ons kenmerk|uw kenmerk|kenmerk|onze referentie|referentie|behandeld door|onderwerp|betreft"
    r"|contactpersoon|doorkiesnummer|\w{2,20}[- ]?nummer|bijlagen?|telefoon)\b\s*:?",
    re.I,
)  # fmt: skip
_BIJLAGE = re.compile(
    r"(?:bijlagen?\b|specificatie\b|toelichting\b|acceptgiro\b|antwoord(?:formulier|kaart|strook)|retourformulier|formulier\b"
    r"|machtiging(?:sformulier)?\b|algemene voorwaarden|overzicht\b|betaal(?:strook|gegevens|bewijs|opdracht)|berekening\b|volmacht\b)",
    re.I,
)  # fmt: skip
_SCHEIDING = re.compile(r"scheidings?(?:blad|vel|pagina)|separator|patch[\s-]?(?:code|t\b|[0-9ivx]+\b)|barcode ?sheet|voorblad scan", re.I)
_ENDS = re.compile(r"[.!?:;)\]\"”’]$|\d$")


@dataclass(frozen=True, slots=True)
class Telling:
    """A printed page number; `totaal` is None where only the number stands there. `zeker`: it says what it counts."""

    nummer: int
    totaal: int | None
    zeker: bool = True


@dataclass(frozen=True)
class Blad:
    """One page of a pile.

    `soort` is "brief", "scheiding", "kaal" (seen to be bare) or "leeg" (nothing was read, which may be our fault). `kop`
    and `voet` are the folded lines at its top and foot; `merken` what shows whose paper it is.
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
    slecht: bool = False
    kop: tuple[str, ...] = ()
    voet: tuple[str, ...] = ()
    kenmerken: frozenset[tuple[str, str]] = frozenset()
    merken: frozenset[str] = frozenset()

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
    soort = _kind(page, streepjes)
    if soort != "brief":
        return Blad(page.nummer, soort)
    head = [cell for line in page.lines if line.vak.y0 < HEAD for cell in line.tekst.split(CELL)]
    body = [line for line in page.lines if TOP < line.vak.y0 < FOOT]
    return Blad(
        nummer=page.nummer,
        soort=soort,
        telling=numbering(page),
        aanhef=any(_AANHEF.match(line.tekst) for line in page.lines if line.vak.y0 < 0.7),
        slot=any(_SLOT.match(line.tekst) for line in page.lines),
        aan=any(_AAN.match(cell) and len(cell) < 50 for cell in head),
        postcode=_has_postcode(page, feiten),
        datum=_head_date(page, feiten),
        labels=len({match[0].lower().strip(" :") for cell in head if (match := _LABEL.match(cell)) and len(cell) < 60}),
        bijlage=_is_attachment(page),
        klein_begin=bool(body) and body[0].tekst[:1].islower() and len(body[0].woorden) > 5,
        open_eind=bool(body) and _runs_on(body),
        slecht=page.kwaliteit < BAD,
        kop=tuple(_folded(line) for line in page.lines if line.vak.y0 < TOP),
        voet=_small_print(page),
        kenmerken=frozenset((number.soort, re.sub(r"\W", "", number.waarde).lower()) for number in feiten.nummers),
        merken=_marks(feiten),
    )


def numbering(page: Page) -> Telling | None:
    """Return the page number that is printed on a page: one that says of how many before one that does not."""
    found: list[Telling] = []
    for line in page.lines:
        cells = [cell.strip() for cell in line.tekst.split(CELL)]
        margin = line.vak.y0 < TOP or line.vak.y0 > FOOT
        for cell in cells:
            match = _PAGINA.search(cell) if margin or line.vak.y0 < HEAD or len(cell) < 25 else None
            match = match or (_KAAL.fullmatch(cell) if margin or line.vak.y0 < HEAD else None)
            if match:
                found.append(_count(match, True))
            elif line.vak.y0 > FOOT and len(cells) == 1 and (match := _LOS.fullmatch(cell)):
                found.append(Telling(_digit(match["n"]), None, False))
    right = [t for t in found if t.nummer and (t.totaal is None or t.nummer <= t.totaal)]
    return max(right, key=lambda t: (t.totaal is not None, t.zeker), default=None)


def _count(match: re.Match[str], sure: bool) -> Telling:
    return Telling(_digit(match["n"]), int(match["m"]) if match["m"] else None, sure)


def _digit(text: str) -> int:
    """Tesseract reads a lone 1 as l, I or a bar."""
    return int(text) if text.isdigit() else 1


def _kind(page: Page, streepjes: bool) -> str:
    words = [word for line in page.lines for word in line.woorden if any(char.isalnum() for char in word.tekst)]
    plain = " ".join(line.tekst for line in page.lines)
    if not page.lines and page.kwaliteit == 1.0 and not streepjes:
        return "kaal"
    if len(words) <= MOST_ON_SHEET and _SCHEIDING.search(plain):
        return "scheiding"
    if streepjes and len(words) <= LEAST_WORDS:
        return "scheiding"
    sure = [word for word in words if word.zekerheid >= SURE and len(word.tekst) > 1]
    faded = "leeg" in page.aanwijzingen and bool(words) and mean(word.zekerheid for word in words) < FADED
    return "leeg" if faded or not words or (len(sure) < LEAST_WORDS and len(words) <= MOST_ON_SHEET) else "brief"


def _has_postcode(page: Page, feiten: Feiten) -> bool:
    """Tell whether an address stands alone on its line in the head: a person's or the sender's own."""
    printed = {adres.postcode.replace(" ", "") for adres in feiten.adressen}
    for line in page.lines:
        if line.vak.y0 < HEAD and len(line.woorden) < 14:
            plain = line.tekst.replace(" ", "").upper()
            if any(code in plain for code in printed):
                return True
    return False


def _head_date(page: Page, feiten: Feiten) -> date | None:
    """Return the day that dates a letter where it is printed in the head of this page."""
    found = feiten.briefdatum
    if found is None:
        return None
    at = 0
    for line in page.lines:
        if found.span.start < at + len(line.tekst) + 1:
            return found.waarde if line.vak.y0 < HEAD else None
        at += len(line.tekst) + 1
    return None


def _is_attachment(page: Page) -> bool:
    """Tell whether the page calls itself one: in its first lines, or in the title of a slip further down."""
    usual = median(line.vak.height for line in page.lines)
    large = [line for line in page.lines if line.vak.height > LARGE * usual]
    first = [line for line in large if line.vak.y0 < HEAD][:5]
    titles = [line for line in large if len(line.woorden) <= 2]
    return any(_BIJLAGE.match(_bare(line.tekst)) for line in (*first, *titles))


def _runs_on(body: list[Line]) -> bool:
    """Tell whether the last line of the text breaks off within a sentence."""
    last = body[-1]
    return len(last.woorden) > 5 and last.vak.y0 > 0.7 and CELL not in last.tekst and not _ENDS.search(last.tekst)


def _bare(text: str) -> str:
    return text.lstrip(" #•*-–0123456789.")


def _folded(line: Line) -> str:
    return " ".join(token.woord for token in tokenize(line.tekst) if not token.woord.isdigit())


def _small_print(page: Page) -> tuple[str, ...]:
    """Return the lines of the footer; a payment slip stands as low, but in letters of the usual size."""
    most = SMALL * median(line.vak.height for line in page.lines)
    small = [line for line in page.lines if line.vak.y0 > FOOT and line.vak.height < most]
    return tuple(_folded(line) for line in small if len(line.woorden) > 2 and CELL not in line.tekst)


def _marks(feiten: Feiten) -> frozenset[str]:
    """Return account numbers and domains: two letters of different senders share none of them."""
    return frozenset([account.iban for account in feiten.rekeningen] + [fold(url.domein) for url in feiten.webadressen])
