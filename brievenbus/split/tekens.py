"""The words by which a page of a letter is known: a greeting, a closing, an addressee, the title of an attachment.

Each is also known where a few of its characters were misread.
"""

from __future__ import annotations

import re
from statistics import median

from rapidfuzz import fuzz, process

from brievenbus.match import fold
from brievenbus.page import Line, Page
from brievenbus.split.telling import HEAD

TITLE = 81
"""A word of a title is that of an attachment from this likeness on (0..100), titles are misread too; "stichting" is none."""
GREETING = 70
"""So like "geachte" is a word of as many letters that was misread from it (0..100)."""
NEAR = 75
"""A short line or word is one of the known ones from this likeness on (0..100)."""
DOTTED = 3
"""A page with as many dotted lines is a form."""
LARGE = 0.7
"""A title is at least this share of the usual line: what is less stands in a margin."""

_AANHEF = re.compile(
    r"(?:ge[ao]chte?\b|beste\b|lieve\b|hallo\b|hoi\b|goedendag\b|mijne heren|l\.?\s?s\.?\b,?$|dag (?:meneer|mevrouw)|weledel)",
    re.I,
)
_SLOT = re.compile(
    r"(?:met (?:vriendelijke |hartelijke )?groet|(?:\w{3,11}e )?groet(?:en|jes)?\b,?$|(?:vriendelijke|hartelijke) groet|hoogachtend"
    r"|was getekend|(?:namens|voor) dezen?\b,?$)",
    re.I,
)
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
_SCHEIDING = re.compile(
    r"scheidings?(?:blad|vel|pagina)|separator|patch[\s-]?(?:code|t\b|[0-9ivx]+\b)|barcode ?sheet|voorblad scan"
    r"|tussen (?:de|twee) (?:brieven|documenten|stukken)|(?:nieuw|volgend|next|new) document\b",
    re.I,
)
_DOTTED = re.compile(r"[.,_…]{8,}")
_POSTCODE = re.compile(r"(?=(?:\S?\d){2})[\dlIOoSB]{4}\s?[A-Z]{2}\s+\S{2}")
_BIJLAGEN = ("bijlage", "bijlagen", "specificatie", "toelichting", "acceptgiro", "antwoordformulier", "machtiging", "machtigingsformulier",
             "betaalgegevens", "betaalstrook", "berekening", "volmacht", "retourformulier", "antwoordkaart")  # fmt: skip
_LABELS = ("kenmerk", "referentie", "onderwerp", "betreft", "dagtekening", "klantnummer", "dossiernummer", "factuurnummer", "zaaknummer")
_VELLEN = ("scheidingsblad", "scheidingsvel", "scheidingspagina", "separator", "streepjescode", "barcode", "patchcode")
_SLOTEN = ("met vriendelijke groet", "met hartelijke groet", "vriendelijke groet", "hartelijke groet", "hoogachtend", "namens deze")
_BEGROET = ("beste mevrouw", "beste meneer", "beste heer", "geachte mevrouw", "geachte heer")
_PERSONEN = ("mevrouw", "familie", "de heer")


def greets(line: Line) -> bool:
    """Tell whether a line greets the reader, also where it was misread."""
    words = [fold(word.tekst) for word in line.woorden]
    if _AANHEF.match(line.tekst):
        return len(words) <= 10
    if len(words) > 6:
        return False
    return (len(words[0]) == 7 and fuzz.ratio(words[0], "geachte") >= GREETING) or _near(" ".join(words[:2]), _BEGROET)


def closes(line: Line) -> bool:
    """Tell whether a line ends a letter, also where it was misread."""
    if _SLOT.match(line.tekst):
        return True
    return len(line.woorden) <= 4 and _near(fold(line.tekst).strip(" ,.:"), _SLOTEN)


def addresses(cell: str) -> bool:
    """Tell whether a piece of a line in the head names the one to whom the letter goes."""
    if len(cell) >= 50:
        return False
    words = cell.split()
    known = bool(words) and (_near(fold(words[0]), _PERSONEN) or _near(fold(" ".join(words[:2])), _PERSONEN))
    return bool(_AAN.match(cell)) or (known and words[-1][:1].isupper() and 1 < len(words) < 7)


def has_postcode(line: Line) -> bool:
    """Tell whether a short line begins with a postcode and a town, also where a digit was read as a letter."""
    return len(line.woorden) < 7 and bool(_POSTCODE.match(line.tekst))


def is_attachment(page: Page) -> bool:
    """Tell whether the page calls itself one, in its first lines or in the title of a slip, or has lines to fill in."""
    usual = median(line.vak.height for line in page.lines)
    large = [line for line in page.lines if line.vak.height > LARGE * usual]
    first = [line for line in large if line.vak.y0 < HEAD][:5]
    titles = [line for line in large if len(line.woorden) <= 2]
    dotted = sum(bool(_DOTTED.search(line.tekst)) for line in page.lines)
    return dotted >= DOTTED or any(_BIJLAGE.match(_bare(line.tekst)) or _like_attachment(line) for line in (*first, *titles))


def label(cell: str) -> str:
    """Return the label of a reference at the start of a piece of a line, "" where there is none."""
    if match := _LABEL.match(cell):
        return match[0].lower().strip(" :")
    word, colon, _ = cell.partition(":")
    return word.lower() if colon and " " not in word and _like(word, _LABELS) else ""


def names_sheet(page: Page) -> bool:
    """Tell whether the page says that it is a separator sheet."""
    return bool(_SCHEIDING.search(" ".join(line.tekst for line in page.lines)))


def hints_sheet(page: Page) -> bool:
    """Tell whether a word on the page is used on separator sheets; a letter may speak of a bar code too."""
    return any(_like(word.tekst, _VELLEN) for line in page.lines for word in line.woorden)


def _like_attachment(line: Line) -> bool:
    few = line.woorden if len(line.woorden) <= 3 else line.woorden[:1]
    return len(line.woorden) <= 4 and any(_like(_bare(word.tekst), _BIJLAGEN) for word in few)


def _like(text: str, known: tuple[str, ...]) -> bool:
    """Tell whether a long word is one of `known`, or was misread from it."""
    word = fold(text).strip(":.,!")
    return len(word) > 6 and process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=TITLE) is not None


def _near(text: str, known: tuple[str, ...]) -> bool:
    return len(text) > 5 and process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=NEAR) is not None


def _bare(text: str) -> str:
    return text.lstrip(" #•*-–0123456789.")
