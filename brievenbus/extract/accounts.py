"""Account numbers (IBAN, ISO 13616): read over cell gaps and line ends, checked with mod-97, slips repaired."""

from __future__ import annotations

import re
from itertools import product

from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError

from brievenbus.extract import layout
from brievenbus.feiten import Rekening
from brievenbus.page import Span, Tekst

_LENGTH = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18,
    "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20,
    "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27,
    "TR": 26, "UA": 29, "VA": 22,
}  # fmt: skip
"""Length by country, from the IBAN registry (SWIFT): the SEPA countries, Turkey and Ukraine."""
_START = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_LENGTH)}|N[1lI|])[ \t]?(?=[0-9OolIS|B]{{2}}[ \t.\n-]?[A-Z0-9])")
_SKIP = " \t\n.-"
_TO_DIGIT = {"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8"}
_TO_LETTER = {"0": "O", "1": "IL", "5": "S", "8": "B", "o": "O", "l": "L", "|": "I"}
_NL_LETTERS = range(4, 8)
_HOLDER = re.compile(
    r"(?:\bt[.,‚]{0,2}\s?n[.,‚]{0,2}\s?v\b[.,‚]?|\bten name van|\bop naam van|\bten gunste van|\brekeninghouder"
    r"|\bbegunstigde"
    r"|\bnaam ontvanger)[:\s]+"
    r"(?P<name>[A-Z0-9][^\n\f\t,;()]{1,60})",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\s*(?:,?\s*van\s+(?:de\s+|het\s+)?|[.,;]?\s*[Nn]aam\s*:\s*|\((?!t\.?n\.?v|BIC|[A-Z]{6}[A-Z0-9]{2,5}\)))"
    r"(?P<name>[A-Z][^\n\f\t,;()]{1,60})"
)
"""The holder right behind the number, without a word that says so: "NL… van Sportclub West", "NL… (Sportclub West)"."""
_LABELS = (
    r"(?:betalings)?kenmerk|omschrijving|referentie|vermelding|bedrag|datum|iban|bic|(?:factuur|klant|dossier|nota|polis|zaak|relatie)\w*"
)
_HOLDER_END = re.compile(
    rf"\.(?=\s|$)|\s+(?:te|o\.v\.v\.?|ovv|vermeld|vóór|uiterlijk|op rekening|op iban|rekening|binnen|{_LABELS})\b"
    # "Stichting Rust en Ruimte" goes on; "Stichting Rust en vermeld …" and "… met kenmerk" do not.
    rf"|\s+(?:en|met|voor|onder)\b(?:(?!\s+(?-i:[A-ZÀ-Ý]))|(?=\s+(?:{_LABELS})\b))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:stg|st|fa|mij|ver|gem|afd|ned|dir|fin|adm|co[öo]p|ass|int|bur|vd|v\.d|prot|chr|kath|alg|prov|waterl|woningst)\.$", re.IGNORECASE
)
"""Abbreviations that stand in names of holders, and whose full stop does not end the name."""
_KOPJE = frozenset({
    "uw", "ons", "het", "te", "betalen", "kenmerk", "betalingskenmerk", "referentie", "bedrag", "iban", "bic", "rekening", "datum",
    "uiterlijk", "omschrijving", "vervaldatum",
})  # fmt: skip
"""Words of a heading of the next column: on a payment slip it can be read where the name was expected."""
_NEAR = 160
"""How many characters before or after the number the account holder may stand."""


def accounts(tekst: Tekst) -> tuple[Rekening, ...]:
    """Return every account number whose check digits are right, in reading order."""
    return tuple(account for account in _all(tekst) if account.geldig)


def broken_accounts(tekst: Tekst) -> tuple[Rekening, ...]:
    """Return numbers shaped like an IBAN whose check digits are wrong and cannot be repaired in one way only."""
    return tuple(account for account in _all(tekst) if not account.geldig)


def _all(tekst: Tekst) -> tuple[Rekening, ...]:
    plat = tekst.plat
    found: list[Rekening] = []
    for match in _START.finditer(plat):
        if found and match.start() < found[-1].span.eind:
            continue
        account = _read(tekst, match.start())
        if account is not None:
            found.append(account)
    return tuple(found)


def _read(tekst: Tekst, start: int) -> Rekening | None:
    plat = tekst.plat
    country = "NL" if plat[start + 1] in "1lI|" else plat[start : start + 2]
    collected = _collect(plat, start, _LENGTH[country])
    if collected is None:
        return None
    printed, end = collected
    span = Span(start, end)
    fixes = _repairs(country + printed[2:])
    if len(fixes) == 1:
        return Rekening(span, fixes[0], _holder(tekst, span), fixes[0] != printed, True)
    # Words in capitals can begin like a country code ("DE 10 STAPPEN"): without enough digits it is no number at all.
    if sum(char.isdigit() for char in printed) < len(printed) // 2:
        return None
    return Rekening(span, printed.upper(), _holder(tekst, span), False, False)


def _collect(plat: str, start: int, length: int) -> tuple[str, int] | None:
    """Return the next `length` letters and digits and where they end, passing over separators; None if cut off."""
    chars: list[str] = []
    at, gap = start, 0
    while at < len(plat) and len(chars) < length:
        char = plat[at]
        if char in _SKIP:
            gap += 1
        elif char.isascii() and (char.isalnum() or char == "|"):
            chars.append(char)
            gap = 0
        else:
            return None
        if gap > 2:
            return None
        at += 1
    if len(chars) < length or (at < len(plat) and plat[at].isalnum()):
        return None
    return "".join(chars), at


def _repairs(printed: str) -> list[str]:
    """Return every reading of `printed` with right check digits: itself, else those with slips put right by place."""
    if _valid(printed):
        return [printed]
    digits_only = printed[:2] == "NL"
    options = [
        _options(char, letter=digits_only and place in _NL_LETTERS, free=not digits_only and place > 3)
        for place, char in enumerate(printed[2:], 2)
    ]
    readings = {printed[:2] + "".join(chars) for chars in product(*options)} if _few(options) else set()
    return sorted(reading for reading in readings if _valid(reading))


def _options(char: str, *, letter: bool, free: bool) -> str:
    """Return the characters that `char` may stand for at a place for a letter, for a digit, or for either (`free`)."""
    if letter:
        return _TO_LETTER.get(char, char.upper())
    digit = _TO_DIGIT.get(char, char)
    return digit if not free or digit == char else char.upper() + digit


def _few(options: list[str]) -> bool:
    count = 1
    for option in options:
        count *= len(option)
    return count <= 64


def _valid(number: str) -> bool:
    try:
        stdnum_iban.validate(number, check_country=False)
    except ValidationError:
        return False
    return number.isupper() or number.isdigit()


def _holder(tekst: Tekst, span: Span) -> str | None:
    """Return the account holder nearest to the number, after it or before it."""
    plat = tekst.plat
    low = max(0, span.start - _NEAR)
    after = _HOLDER.search(plat, span.eind, min(len(plat), span.eind + _NEAR))
    before = list(_HOLDER.finditer(plat, low, span.start))
    match = after if after is not None and (not before or after.start() - span.eind <= span.start - before[-1].end()) else None
    if match is None and before:
        match = before[-1]
    match = match if match is not None else _BESIDE.match(plat, span.eind)
    if match is None:
        return None
    name = match["name"]
    stops = (stop.start() for stop in _HOLDER_END.finditer(name))
    name = name[: next((stop for stop in stops if not _goes_on(name, stop)), len(name))].strip(" :-")
    if name.endswith(".") and not layout.is_abbreviation(name, len(name) - 1):
        name = name.rstrip(" .")
    return None if all(word in _KOPJE or word.endswith("nummer") for word in re.findall(r"\w+", name.lower())) else name


def _goes_on(name: str, stop: int) -> bool:
    """Tell whether the full stop at `stop` belongs to an abbreviation inside the name ("Stg. Derdengelden …")."""
    return layout.is_abbreviation(name, stop) or (name[stop] == "." and _SHORT.search(name[: stop + 1]) is not None)
