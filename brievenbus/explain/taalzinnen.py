"""The fixed sentences of one language: those of the language file and those of the card, each in that language or else in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from brievenbus.explain.schrijf import Schrift
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import Hulp, Taal, UitlegKaart
from brievenbus.kennis.talen import BRON, splits


@dataclass(frozen=True)
class Taalzinnen:
    """What can be said in a language, and how facts stand in it."""

    kennis: Kennis
    taal: Taal
    schrift: Schrift

    @property
    def zin(self) -> dict[str, str]:
        """The sentences of [zinnen] by their key."""
        return self.taal.zinnen

    @cached_property
    def _kaart(self) -> Mapping[str, str]:
        return self.kennis.kaartzinnen(self.taal.taal)

    def kaart(self, kaart: UitlegKaart) -> UitlegKaart:
        """Return the explanation of a card in the language, sentence by sentence."""
        if self.taal.taal == BRON:
            return kaart
        texts = {"titel": self._said(kaart.titel), "kern": self._said(kaart.kern), "gevolg": self._said(kaart.gevolg)}
        lists = {part: tuple(self._said(text) for text in getattr(kaart, part)) for part in ("eerst", "doen")}
        return kaart.model_copy(update={**texts, **lists})

    def _said(self, tekst: str) -> str:
        return " ".join(self._kaart.get(zin, zin) for zin in splits(tekst))

    def helper(self, hulp: Hulp) -> str:
        """Return the sentence that names a helper, with a telephone number where one is confirmed."""
        naam = self.schrift.naam(self.taal.hulp.get(hulp.sleutel, hulp.naam))
        if hulp.nummer and hulp.bevestigd:
            return self.zin["hulp_nummer"].format(naam=naam, nummer=self.schrift.nummer(hulp.nummer))
        return self.zin["hulp_naam"].format(naam=naam)

    def dutch(self, kaart: UitlegKaart) -> Iterable[str]:
        """Return the sentences of a card (in Dutch) and of the language file that this language has in Dutch only."""
        if self.taal.taal == BRON:
            return ()
        texts = (kaart.titel, kaart.kern, *kaart.eerst, *kaart.doen, kaart.gevolg)
        own = (zin for text in texts for zin in splits(text) if zin not in self._kaart)
        return (*self.kennis.nederlands.get(self.taal.taal, ()), *own)
