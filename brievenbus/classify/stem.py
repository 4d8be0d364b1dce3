"""What a trained reader says of a letter: a share for every label it knows. Readers vote; none decides alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Stem:
    """One reader's view. Every mapping is label → share (0..1); empty where the reader does not speak of it.

    `soorten`, `afzendersoorten` and `urgenties` add up to one; `gevolgen` are shares of their own; `goed_nieuws` is None or a share.
    """

    soorten: Mapping[str, float] = field(default_factory=dict)
    afzendersoorten: Mapping[str, float] = field(default_factory=dict)
    gevolgen: Mapping[str, float] = field(default_factory=dict)
    urgenties: Mapping[str, float] = field(default_factory=dict)
    goed_nieuws: float | None = None


ZWIJGT = Stem()
"""The view of a reader that is not there."""


class Brieflezer(Protocol):
    """A trained reader of whole letters."""

    def read(self, kop: str, zinnen: Sequence[str]) -> Stem:
        """Read a letter: the first lines of its paper, and its sentences in order."""
        ...
