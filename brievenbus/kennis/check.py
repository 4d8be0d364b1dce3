"""`brievenbus kennis check`, the part that needs no recogniser: files, worked cases, and what stands on the cards.

Every check returns an `Onderdeel`: one line that says how it went, and the complaints with the file to mend.
What must be *recognised* (senders, letter types) is checked above this layer, in `brievenbus.kenniscontrole`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel
from rapidfuzz import fuzz, process

from brievenbus.errors import KennisError
from brievenbus.kennis import KENNIS_MAP, Kennis, _check, _toml, read_kennis
from brievenbus.kennis.rekenen import einde
from brievenbus.kennis.schema import AfzenderKaart, BriefsoortKaart, Taal, UitlegKaart
from brievenbus.match import fold, tokenize

Ernst = Literal["fout", "waarschuwing"]
ZINNEN_KERN, ZINNEN = 24, 16
"""Fewest example sentences on a card of the core, and on any other: below this the recogniser guesses."""
TITEL_WOORDEN, ZIN_WOORDEN = 8, 20
GELIJK = 92
"""From this likeness (0..100) on, two sentences on different cards teach the recogniser nothing."""
_KAARTEN: dict[str, type[BaseModel]] = {"afzenders": AfzenderKaart, "briefsoorten": BriefsoortKaart, "talen": Taal}


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One thing to mend (`fout`) or to look at (`waarschuwing`), and the file it stands in."""

    ernst: Ernst
    bestand: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Onderdeel:
    """One check: its name, how it went in a few words, and what was found."""

    naam: str
    uitkomst: str
    bevindingen: tuple[Bevinding, ...] = ()

    @property
    def fouten(self) -> tuple[Bevinding, ...]:
        """The findings that make the check fail."""
        return tuple(b for b in self.bevindingen if b.ernst == "fout")


def check_files(root: Path = KENNIS_MAP) -> tuple[Kennis | None, Onderdeel]:
    """Read the knowledge folder. Where it cannot be read, complain of every broken card at once, not of the first."""
    try:
        kennis = read_kennis(root)
    except KennisError as error:
        found = tuple(dict.fromkeys((*_broken_cards(root), _complaint(error))))
        return None, Onderdeel("bestanden", "de kennis is niet te lezen", found)
    words = (
        f"{len(kennis.afzenders)} afzenders, {len(kennis.briefsoorten)} briefsoorten, "
        f"{len(kennis.termijnregels)} rekenregels, {len(kennis.hulp)} helpers, {len(kennis.talen)} talen"
    )
    return kennis, Onderdeel("bestanden", words)


def _broken_cards(root: Path) -> Iterator[Bevinding]:
    for folder, model in _KAARTEN.items():
        for file in sorted((root / folder).glob("*.toml")):
            try:
                _check(_toml(file)[1], model, file)
            except KennisError as error:
                yield _complaint(error)


def _complaint(error: KennisError) -> Bevinding:
    waarden = error.waarden
    words = ": ".join(str(waarden[key]) for key in ("sleutel", "reden") if waarden.get(key))
    if waarden.get("bedoeld"):
        words += f". Bedoelt u '{waarden['bedoeld']}'?"
    if error.code == "kennis_naam":
        words += ": de sleutel is anders dan de naam van het bestand"
    return Bevinding("fout", Path(str(waarden.get("bestand", ""))).name, words)


def check_terms(kennis: Kennis) -> Onderdeel:
    """Work every case of every term rule again and hold the answer against the day that stands there."""
    found = []
    n = 0
    for regel in kennis.termijnregels.values():
        for geval in regel.voorbeeld:
            n += 1
            ruw, last = einde(regel, geval.basis, kennis.dagen)
            if last != geval.einde or geval.ruw not in (None, ruw):
                words = f"{geval.basis} geeft {ruw} en {last}, er staat {geval.einde}"
                found.append(Bevinding("fout", "termijnen.toml", f"{regel.sleutel}, geval {geval.nummer}: {words}"))
        if not regel.voorbeeld:
            found.append(Bevinding("waarschuwing", "termijnen.toml", f"{regel.sleutel}: heeft geen uitgewerkt geval"))
    wrong = sum(b.ernst == "fout" for b in found)
    return Onderdeel("rekenregels", f"{n - wrong} van {n} gevallen kloppen", tuple(found))


def check_names(kennis: Kennis) -> Onderdeel:
    """Find names, trade words, web domains and account numbers that stand on more than one sender card."""
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for card in kennis.afzenders.values():
        for word in card.namen + card.termen:
            holders["naam of term", " ".join(token.woord for token in tokenize(word))].add(card.sleutel)
        for domein in card.domeinen:
            holders["domein", domein].add(card.sleutel)
        for iban in card.ibans:
            holders["IBAN", iban.replace(" ", "")].add(card.sleutel)
    shared = {key: sorted(cards) for key, cards in holders.items() if len(cards) > 1}
    found = tuple(
        Bevinding("fout", f"{cards[0]}.toml", f"{kind} '{word}' staat ook op {', '.join(cards[1:])}")
        for (kind, word), cards in shared.items()
    )
    return Onderdeel("namen van afzenders", f"{len(holders)} namen en termen, {len(shared)} op meer kaarten", found)


def sentences(card: BriefsoortKaart) -> tuple[str, ...]:
    """All example sentences of a letter-type card."""
    return tuple(text for name in type(card.zinnen).model_fields for text in getattr(card.zinnen, name))


def check_cards(kennis: Kennis) -> Onderdeel:
    """Count the sentences of every letter type and measure the words of its explanation."""
    found = []
    for card in kennis.briefsoorten.values():
        file = f"{card.sleutel}.toml"
        n, need = len(sentences(card)), ZINNEN_KERN if card.kern else ZINNEN
        if n < need:
            found.append(Bevinding("fout", file, f"{n} zinnen, nodig zijn er {need}"))
        if not card.voorbeeld or not card.tegenvoorbeeld:
            found.append(Bevinding("fout", file, "heeft een voorbeeld en een tegenvoorbeeld nodig"))
        if len(card.uitleg.titel.split()) > TITEL_WOORDEN:
            found.append(Bevinding("fout", file, f"titel langer dan {TITEL_WOORDEN} woorden: {card.uitleg.titel}"))
        for zin in _long_sentences(card.uitleg):
            found.append(Bevinding("waarschuwing", file, f"zin in de uitleg langer dan {ZIN_WOORDEN} woorden: {zin}"))
    total = sum(len(sentences(card)) for card in kennis.briefsoorten.values())
    return Onderdeel("kaarten van briefsoorten", f"{total} zinnen op {len(kennis.briefsoorten)} kaarten", tuple(found))


def _long_sentences(uitleg: UitlegKaart) -> Iterator[str]:
    for text in (uitleg.kern, *uitleg.eerst, *uitleg.doen, uitleg.gevolg):
        for zin in re.split(r"(?<=[.!?])\s+", text):
            if len(zin.split()) > ZIN_WOORDEN:
                yield zin


def check_doubles(kennis: Kennis) -> Onderdeel:
    """Find sentences that stand, all but the same, on the cards of two letter types."""
    rows = [(card.sleutel, text) for card in kennis.briefsoorten.values() for text in sentences(card)]
    folded = [fold(text) for _, text in rows]
    likeness = process.cdist(folded, folded, scorer=fuzz.ratio, score_cutoff=GELIJK, dtype=np.uint8, workers=-1)
    found = []
    for i, j in zip(*np.nonzero(np.triu(likeness, 1)), strict=True):
        (one, text), (other, same) = rows[i], rows[j]
        if one != other:
            found.append(Bevinding("fout", f"{one}.toml", f"'{text}' lijkt te veel op '{same}' van {other}"))
    return Onderdeel("dubbele zinnen", f"{len(found)} paren op verschillende kaarten", tuple(found))
