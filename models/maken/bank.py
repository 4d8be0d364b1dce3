"""The sentence bank as training material: every sentence of the cards with its letter type and what it does in a letter.

The bank lives in `brievenbus/kennis/`: sentences of one type on its card, sentences that fit many types in `zinnen/algemeen.toml`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart

FUNCTIES = ("onderwerp", "aanleiding", "mededeling", "eis", "termijn", "dreiging", "recht", "hulp")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Zin:
    """One sentence: its letter type ('' where it fits many) and its function in the letter."""

    tekst: str
    soort: str
    functie: str


@dataclass(frozen=True)
class Bank:
    """All sentences, and the cards they belong to."""

    zinnen: tuple[Zin, ...]
    kaarten: dict[str, BriefsoortKaart]
    per_soort: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for zin in self.zinnen:
            self.per_soort.setdefault(zin.soort, {}).setdefault(zin.functie, []).append(zin.tekst)

    @property
    def soorten(self) -> tuple[str, ...]:
        return tuple(sorted(self.kaarten))

    def of(self, soort: str, functie: str) -> Sequence[str]:
        """Return the sentences of one type with one function; type '' holds the general ones."""
        return self.per_soort.get(soort, {}).get(functie, ())


def read_bank(kennis: Kennis) -> Bank:
    """Return the bank of a knowledge base; worked examples are cut into sentences and count as messages."""
    found: list[Zin] = []
    for card in kennis.briefsoorten.values():
        for functie in FUNCTIES:
            found += [Zin(text, card.sleutel, functie) for text in getattr(card.zinnen, functie)]
        for example in card.voorbeeld:
            found += [Zin(part, card.sleutel, "mededeling") for part in _SENTENCE_END.split(example.tekst) if len(part.split()) > 1]
    for functie, texts in dict(kennis.algemeen).items():
        found += [Zin(text, "", functie) for text in texts]
    return Bank(tuple(found), dict(kennis.briefsoorten))


def split_bank(bank: Bank, share: float, zaad: int) -> tuple[Bank, Bank]:
    """Return (to train on, held out): `share` of the sentences of every type and function, drawn with a fixed seed."""
    rng = random.Random(zaad)
    train: list[Zin] = []
    held: list[Zin] = []
    for zin in bank.zinnen:
        (held if zin.soort and rng.random() < share else train).append(zin)
    return Bank(tuple(train), bank.kaarten), Bank((*held, *(z for z in bank.zinnen if not z.soort)), bank.kaarten)
