"""What a correction may be learned from, and which words of a letter belong to a person.

Where the text itself is at hand, the words of address and salutation are known. At the desk it is not: there is only the reading, so the
sentences that it gives as its evidence, and the names in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brievenbus.kennis import Kennis
from brievenbus.leren.namen import GEWOON
from brievenbus.leren.voorstel import Functie
from brievenbus.leren.woorden import WORD
from brievenbus.match import fold

ABOVE = 4
"""A postcode closes an address of at most this many lines before it."""
_POSTCODE = re.compile(r"(?<![\w.,])[1-9]\d{3}\s?[A-Z]{2}\b")
_SENDER = re.compile(r"postbus|antwoordnummer|bezoekadres|retouradres", re.IGNORECASE)
_GREETED = re.compile(r"^\s*(?:geachte|beste|hallo|dag)\b(?P<who>[^\n,]{0,80})", re.IGNORECASE | re.MULTILINE)
_NAMED = re.compile(
    r"(?:t\.?n\.?v\.?|t\.?a\.?v\.?|ten name van|naam|geboren|bewoner|huurder|cliënt|verdachte|betrokkene)\s*[:|]\s*(?P<who>[^\n]{1,80})",
    re.IGNORECASE,
)
_FUNCTIES: tuple[tuple[str, Functie], ...] = (
    ("briefsoort", "mededeling"), ("gevolgen", "dreiging"), ("termijnen", "termijn"), ("bedragen", "mededeling"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """A sentence of a letter as it stands there: for the eyes of who may see the letter only. `functie` is a first guess."""

    functie: Functie
    zin: str


def candidates(inhoud: Mapping[str, Any]) -> tuple[Kandidaat, ...]:
    """Return the sentences that a reading rests on, those that made it this letter type first; nothing where it was called suspect."""
    if inhoud["echtheid"]["verdacht"]:
        return ()
    found: dict[str, Kandidaat] = {}
    for part, functie in _FUNCTIES:
        for place in _places(inhoud[part]):
            text = " ".join(str(place["tekst"]).split())
            found.setdefault(fold(text), Kandidaat(functie, text))
    return tuple(found.values())


def names_in(inhoud: Mapping[str, Any], kennis: Kennis) -> frozenset[str]:
    """Return the words of a reading that name somebody: the account holder, and a sender that the knowledge does not know."""
    betaling, afzender = inhoud.get("betaling") or {}, inhoud["afzender"]
    said = [betaling.get("tnv") or ""]
    public = {fold(name) for card in kennis.afzenders.values() for name in (card.naam, *card.namen)}
    return _words([text for text in (*said, afzender["naam"]) if fold(text) not in public])


def own_words(text: str, kennis: Kennis) -> frozenset[str]:
    """Return the words of a letter's text that belong to a person: of its address blocks, its salutation, and where a name is asked for."""
    lines = text.split("\n")
    public = [fold(name) for card in kennis.afzenders.values() for name in card.namen]
    told: list[str] = [hit["who"] for pattern in (_GREETED, _NAMED) for hit in pattern.finditer(text)]
    for number, line in enumerate(lines):
        if not _POSTCODE.search(line):
            continue
        start = number
        while start > max(0, number - ABOVE) and lines[start - 1].strip() and not _POSTCODE.search(lines[start - 1]):
            start -= 1
        block = lines[start : number + 1]
        if not any(_SENDER.search(one) for one in block[-2:]):
            told += [one for one in block if fold(one.strip()) not in public]
    return _words(told)


def _words(texts: list[str]) -> frozenset[str]:
    found = {word for text in texts for hit in WORD.finditer(text) for word in (hit[0], *re.split(r"['’-]", hit[0]))}
    return frozenset(word for word in found if len(word) > 1 and fold(word) not in GEWOON)


def _places(part: Any) -> Iterator[Mapping[str, Any]]:
    for one in part if isinstance(part, list | tuple) else [part]:
        yield from one.get("bewijs", ())
