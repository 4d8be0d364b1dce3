"""Telephone numbers that exist in the Dutch number plan (libphonenumber), and municipal numbers ("14 010")."""

from __future__ import annotations

import re

import phonenumbers

from brievenbus.feiten import Telefoon
from brievenbus.page import Span, Tekst

_SHORT = re.compile(r"(?<![\w.,/-])14[ -]?0\d{2,3}(?![\w]|[ .,/-]\d)")
_CANDIDATE = re.compile(r"(?<![\w.,/€•-])(?<!€ )(?:\+\d|\(0|0)[\d ().\t/-]{5,17}\d")
_LABEL = re.compile(r"(?P<label>\b[A-Za-z][\w-]*(?:[ ][A-Za-z][\w-]*)?)\W{0,4}$")


def phones(tekst: Tekst) -> tuple[Telefoon, ...]:
    """Return every valid number, in reading order."""
    plat = tekst.plat
    found = [
        Telefoon(Span(match.start(), match.end()), " ".join(match[0].split()), _label(plat, match.start()))
        for match in _SHORT.finditer(plat)
    ]
    # libphonenumber's own matcher takes 60 ms on two pages; a candidate has to begin like a Dutch or foreign number.
    for match in _CANDIDATE.finditer(plat):
        phone = _read(plat, match)
        if phone is not None:
            found.append(phone)
    return tuple(sorted(found, key=lambda phone: phone.span.start))


def _read(plat: str, match: re.Match[str]) -> Telefoon | None:
    """Return the longest valid number at the start of the candidate: "0800-0543 28 november" ends before "28"."""
    end = match.end()
    while end - match.start() >= 7:
        try:
            number = phonenumbers.parse(plat[match.start() : end], "NL")
        except phonenumbers.NumberParseException:
            return None
        if phonenumbers.is_valid_number(number) and not plat[end : end + 1].isalnum():
            return Telefoon(Span(match.start(), end), _national(number), _label(plat, match.start()))
        cut = re.search(r"[ ().\t/-]+\d+$", plat[match.start() : end])
        if cut is None:
            return None
        end = match.start() + cut.start()
    return None


def _national(number: phonenumbers.PhoneNumber) -> str:
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if number.country_code == 31 else form.INTERNATIONAL)


def _label(plat: str, start: int) -> str:
    match = _LABEL.search(plat, max(0, start - 40), start)
    return match["label"] if match else ""
