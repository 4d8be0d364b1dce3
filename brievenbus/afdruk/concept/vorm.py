"""What a draft is made of: lines of text with places left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Soort = Literal["bezwaar", "regeling"]


@dataclass(frozen=True, slots=True)
class Gat:
    """A place to fill in.

    `naam` is its slot, `wat` says what belongs there, `tekst` is how it stands in a line of text, after what goes before it (`voor`).
    """

    naam: str
    wat: str
    tekst: str
    voor: str = ""


Regel = tuple[str | Gat, ...]
"""A line of the letter: text and open places, in order."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A draft. `aan` is the addressee, `opmerkingen` are for the volunteer and stand in no letter."""

    soort: Soort
    titel: str
    van: tuple[Regel, ...]
    aan: tuple[Regel, ...]
    plaats: Regel
    onderwerp: Regel
    aanhef: Regel
    alineas: tuple[Regel, ...]
    groet: Regel
    ondertekening: tuple[Regel, ...]
    opmerkingen: tuple[str, ...]

    @property
    def regels(self) -> tuple[Regel, ...]:
        """All lines from top to bottom."""
        return (*self.van, *self.aan, self.plaats, self.onderwerp, self.aanhef, *self.alineas, self.groet, *self.ondertekening)


def as_text(regel: Regel) -> str:
    """Return a line as plain text."""
    return "".join(deel if isinstance(deel, str) else deel.voor + deel.tekst for deel in regel)
