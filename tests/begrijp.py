"""Small invented letters, and the parts of understanding ready to be asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from brievenbus.brief import Bedrag, Betaling, Gevolg, Termijn
from brievenbus.classify import Duiding, Lezer, classify
from brievenbus.classify.bedragen import find_bedragen, find_betaling
from brievenbus.classify.context import Lezing
from brievenbus.classify.gevolgen import find_gevolgen
from brievenbus.classify.model import Floats, Model, Voorspelling
from brievenbus.classify.termijnen import find_termijnen
from brievenbus.extract import extract
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import AfzenderKaart, BriefsoortKaart
from brievenbus.ocr.opmaak import read_markup
from brievenbus.page import Span, Tekst

PEIL = date(2026, 11, 21)
DATUM = "10 november 2026"


def brief(inhoud: str, *, datum: str = DATUM, hoofd: str = "", onderwerp: str = "", strook: str = "", slot: str = "") -> Tekst:
    """Return a letter in the project's own markup as read text. An empty `datum` prints no date."""
    delen = [("letterhead", hoofd), ("refs", f"Datum: {datum}" if datum else ""), ("subject", onderwerp), ("body", inhoud)]
    delen += [("sign", slot), ("slip", strook)]
    return read_markup("\n".join(f"@{naam}\n{tekst}" for naam, tekst in delen if tekst), "brief.txt")


@dataclass(frozen=True, repr=False)
class Begrip:
    """The real knowledge and the real recogniser, with the letter type given where a test is not about choosing it."""

    lezer: Lezer

    def __repr__(self) -> str:
        """Short: a failing test prints it."""
        return "begrip"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Short for Hypothesis too, which would else print the whole knowledge for a falsifying letter."""
        printer.text(repr(self))

    @property
    def kennis(self) -> Kennis:
        """The knowledge that ships with brievenbus."""
        return self.lezer.kennis

    def kaart(self, soort: str) -> BriefsoortKaart:
        """The card of a letter type."""
        return self.kennis.briefsoorten[soort]

    def afzender(self, sleutel: str) -> AfzenderKaart:
        """The card of a sender."""
        return self.kennis.afzenders[sleutel]

    def lezing(self, tekst: Tekst) -> Lezing:
        """The letter cut into sentences."""
        return Lezing.make(tekst, self.lezer.woorden)

    def termijnen(self, tekst: Tekst, soort: str = "incasso_factuur_herinnering", peil: date = PEIL) -> tuple[Termijn, ...]:
        """The terms of a letter of a given type."""
        return find_termijnen(self.lezing(tekst), extract(tekst), self.kaart(soort), self.kennis, peil)

    def dagen(self, tekst: Tekst, soort: str = "incasso_factuur_herinnering") -> list[tuple[str, str]]:
        """Kind and day of each term."""
        return [(t.soort, t.datum.isoformat()) for t in self.termijnen(tekst, soort)]

    def bedragen(self, tekst: Tekst, soort: str = "incasso_factuur_herinnering", *, goed: bool = False) -> tuple[Bedrag, ...]:
        """The amounts of a letter of a given type."""
        return find_bedragen(self.lezing(tekst), extract(tekst), self.kaart(soort), goed)

    def sommen(self, tekst: Tekst, soort: str = "incasso_factuur_herinnering", *, goed: bool = False) -> dict[Decimal, str]:
        """Amount → kind."""
        return {b.bedrag: b.soort for b in self.bedragen(tekst, soort, goed=goed)}

    def betaling(self, tekst: Tekst, soort: str = "incasso_factuur_herinnering", *, goed: bool = False) -> Betaling | None:
        """How a letter of a given type must be paid."""
        return find_betaling(self.lezing(tekst), extract(tekst), self.bedragen(tekst, soort, goed=goed), goed)

    def gevolgen(
        self, tekst: Tekst, soort: str, *, gunstig: bool = False, plicht: bool = False, bewijs: tuple[Span, ...] = ()
    ) -> tuple[Gevolg, ...]:
        """The consequences of a letter of a given type; `bewijs` are the words that show its type."""
        return find_gevolgen(self.lezing(tekst), self.kaart(soort), bewijs, gunstig=gunstig, plicht=plicht)

    def duid(self, tekst: Tekst, peil: date = PEIL) -> Duiding:
        """The whole meaning of a letter: its type is chosen too."""
        return classify(tekst, extract(tekst), self.lezer, peil)

    def als(self, soort: str, **anders: float) -> Begrip:
        """The same understanding with a recogniser that is sure of `soort`; `anders` are log-odds of its runners-up."""
        return replace(self, lezer=replace(self.lezer, model=VasteHerkenner.make(self.kennis, {soort: 0.0, **anders})))


@dataclass(frozen=True)
class VasteHerkenner(Model):
    """A fake recogniser: reads nothing, and gives every letter the same log-odds."""

    vast: Floats = field(default_factory=lambda: np.zeros(0, np.float32))

    @classmethod
    def make(cls, kennis: Kennis, odds: dict[str, float]) -> VasteHerkenner:
        """Give the types in `odds` their log-odds and all others next to none."""
        sleutels = tuple(sorted(kennis.briefsoorten))
        vast = np.array([odds.get(sleutel, -9.0) for sleutel in sleutels], np.float32)
        return cls(sleutels, np.zeros((1, 1), np.float16), np.zeros(1, np.float32), vast=vast)

    def predict(self, sentences: Sequence[str], weights: Sequence[float] | None = None) -> Voorspelling:
        """Return the fixed log-odds for each sentence and for the letter."""
        rows = np.tile(self.vast, (len(sentences), 1)).astype(np.float32)
        return Voorspelling(self.sleutels, rows, self.vast)
