"""Dutch postcodes with their place name."""

from __future__ import annotations

import re

from brievenbus.feiten import Adres
from brievenbus.page import Span, Tekst

_SMALL = "aan|den|de|der|het|op|bij|en|in|ten|ter|a/d"
# A capital after the place may begin something else on the same line.
_NAME = (
    r"(?!(?:Telefoon|Tel|Fax|Postbus|KvK|IBAN|Nederland|E-mail|Email|Bezoekadres|Postadres|Website|Datum|BIC)\b)"
    r"[A-Z][\w'’-]*"
)
# No postcode starts with 0; SA, SD and SS are never given out (PostNL).
_POSTCODE = re.compile(
    r"(?<![\w.,/-])(?P<number>[1-9]\d{3})[ \t]?(?P<letters>(?!SA|SD|SS)[A-Z]{2})(?![\w/-])[ \t]{0,2},?[ \t]?"
    rf"(?P<place>(?:St\. )?(?:['’][a-z]-)?{_NAME}(?:[ ](?:{_SMALL}(?= )|{_NAME}))*)?"
)


def addresses(tekst: Tekst) -> tuple[Adres, ...]:
    """Return every postcode, in reading order."""
    return tuple(
        Adres(
            Span(match.start(), match.end("place") if match["place"] else match.end("letters")),
            f"{match['number']} {match['letters']}",
            (match["place"] or "").rstrip(" .-"),
        )
        for match in _POSTCODE.finditer(tekst.plat)
    )
