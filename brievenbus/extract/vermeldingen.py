"""Where a letter asks to name a number with the payment, and where a number follows a bare noun ("factuur 2026-0733")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brievenbus.extract.codewaarde import line_end, read_value
from brievenbus.page import Span

_ASKS = re.compile(
    r"(?<!\w)(?:(?:onder|met) (?:vermelding|opgave|opgaaf|toevoeging)(?: van)?|o\.v\.v\.?|ovv|o\.v\.v|onder nummer"
    r"|vermeldt? (?:u |je )?(?:daarbij|hierbij|altijd|erbij|bij (?:uw|de|je)? ?(?:betaling|overboeking))?"
    r"|(?:met |als |in de )?omschrijving(?: van (?:uw|de) (?:betaling|overboeking))?|(?:met |als |gebruik )(?:als )?(?:kenmerk|referentie))"
    r"\s*:?\s*(?:altijd\s+)?(?:(?:het|uw|ons|onze|mijn|dit|de|als)\s+)?(?:(?:nummer|kenmerk|referentie|code)\s*:?\s+)?",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?<!\w)(?:met|zet|noem|schrijf|gebruik)\s+(?:daarbij\s+|er\s+)?", re.IGNORECASE)
_CLOSES = re.compile(
    r"\s+(?:erbij|er bij|(?:in|bij) de omschrijving|als (?:omschrijving|kenmerk|referentie|betalingskenmerk)|bij)\b", re.IGNORECASE
)
_NOUN = re.compile(
    r"(?<![\w-])(?P<noun>huurcontract|contract|dossier|klant|factuur|nota|zaak|polis|aanslag|relatie|huurder|vordering|lening|krediet"
    r"|order|abonnement|debiteur|overeenkomst|nummer|nr)(?:\s?nr)?\.?\s*:?[ \t]+",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(?<!\w)(?:met|vermeld|noem|schrijf|zet|omschrijving|vermelding(?: van)?|o\.v\.v\.?|ovv|kenmerk)\s*:?\s*(?:daarbij\s+)?"
    r"[\"'„“‘«](?P<value>[^\"'”’»\n\f]{2,30})[\"'”’»]",
    re.IGNORECASE,
)
_NO_CODE = re.compile(
    r"(?:19|20)\d\d(?:\s?[-/]\s?(?:19|20)?\d\d)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,3}(?:\.\d{3})+(?:,\d\d)?|[\d.]+,(?:\d\d|-)"
    r"|0[\d -]{8,}"
)
"""A year, a school or tax year, a day, an amount, a telephone number: what may follow such a noun without being its number."""


def asked(plat: str) -> Iterator[int]:
    """Yield where a number (or its label) starts that the letter asks to name when paying."""
    for match in _ASKS.finditer(plat):
        yield match.end()
    for match in _OPENS.finditer(plat):
        value = read_value(plat, Span(match.end(), line_end(plat, match.end())))
        if value is not None and _CLOSES.match(plat, value.eind):
            yield match.end()


def quoted(plat: str) -> Iterator[Span]:
    """Yield the words between quotation marks that the letter asks to write with the payment, where they hold a number."""
    for match in _QUOTED.finditer(plat):
        if any(char.isdigit() for char in match["value"]):
            yield Span(match.start("value"), match.end("value"))


def bare(plat: str) -> Iterator[tuple[str, Span, Span]]:
    """Yield (kind, place of the noun, place of the value) for nouns that a code follows."""
    for match in _NOUN.finditer(plat):
        value = read_value(plat, Span(match.end(), line_end(plat, match.end())))
        if value is None or value.start != match.end():
            continue
        code = plat[value.start : value.eind]
        if _NO_CODE.fullmatch(code) or _NO_CODE.fullmatch(code.split()[0]):
            continue
        if code.isdigit() and len(code) < 5:
            continue
        noun = match["noun"].lower().removeprefix("huur")
        yield "kenmerk" if noun in ("nummer", "nr") else f"{noun}nummer", Span(match.start("noun"), match.end("noun")), value
