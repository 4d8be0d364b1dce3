"""All that is known of one letter when it is checked, and how a finding is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from brievenbus.brief import Bedrag, Controle, Termijn
from brievenbus.classify.context import Lezing, fold_words, loose
from brievenbus.feiten import Feiten, Geld
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import AfzenderKaart, BriefsoortKaart
from brievenbus.match import Zin, evidence
from brievenbus.page import Span

BOEK = "controle"
GOOD = 0.75
"""A page that reads worse than this may hide words: what it does not say proves nothing."""
_LOSSY = frozenset(("afgesneden", "glans", "te_donker", "onscherp", "schaduw"))
_MISSING = frozenset(("bladzijde_ontbreekt", "achterkant_ontbreekt", "meer_brieven"))


@dataclass(frozen=True)
class Zaak:
    """One letter as its checks see it. `zekerheid` (0..1) is that of its type; `aanwijzingen` are what seems to be missing."""

    lezing: Lezing
    feiten: Feiten
    kaart: BriefsoortKaart
    afzender: AfzenderKaart
    termijnen: tuple[Termijn, ...]
    bedragen: tuple[Bedrag, ...]
    kennis: Kennis
    zekerheid: float = 1.0
    aanwijzingen: tuple[str, ...] = ()

    @property
    def dag(self) -> date | None:
        """The day printed on the letter; None where it is not there or may be misread."""
        found = self.feiten.briefdatum
        return found.waarde if found is not None and not found.twijfel and self.sure(found.span, found.hersteld) else None

    @property
    def particulier(self) -> bool:
        """The sender is no government: the rules of private claims hold."""
        return not self.afzender.overheid and self.afzender.soort not in ("rechtspraak", "belasting", "justitie")

    @property
    def heel(self) -> bool:
        """Every page is there and reads well, so that what was not found is not printed."""
        pages = self.lezing.tekst.pages
        clear = all(page.kwaliteit >= GOOD and not _LOSSY.intersection(page.aanwijzingen) and not page.seems_bare for page in pages)
        return clear and not _MISSING.intersection(self.aanwijzingen)

    @cached_property
    def _gezegd(self) -> dict[int, frozenset[str]]:
        woorden = self.lezing.woorden
        return {zin.nummer: frozenset(label for label, _ in woorden.labels(BOEK, zin)) for zin in self.lezing.zinnen}

    def labels(self, zin: Zin) -> frozenset[str]:
        """Return what this sentence of the letter speaks of: labels of regels/controle.toml."""
        return self._gezegd[zin.nummer]

    def labels_of(self, text: str) -> frozenset[str]:
        """Return the labels of a piece of text (the words of a table row)."""
        return frozenset(label for label, _ in self.lezing.woorden.labels(BOEK, loose(text)[0]))

    def sums(self, text: str) -> frozenset[str]:
        """Return the labels of regels/bedragsoorten.toml of a piece of text."""
        return frozenset(label for label, _ in self.lezing.woorden.labels("bedragsoorten", loose(text)[0]))

    def says(self, *labels: str) -> Zin | None:
        """Return the first sentence with one of these labels."""
        return next((zin for zin in self.lezing.zinnen if self.labels(zin).intersection(labels)), None)

    def around(self, zin: Zin, after: int = 2, before: int = 1) -> Iterator[Zin]:
        """Yield the sentence, those before it and those after it."""
        zinnen = self.lezing.zinnen
        yield from zinnen[max(0, zin.nummer - before) : zin.nummer + after + 1]

    def sure(self, span: Span, hersteld: bool = False) -> bool:
        """Tell whether the words of a fact were read twice alike (or a code repeats them): else a fault may be a misreading."""
        if span in self.feiten.bevestigd:
            return True
        return not hersteld and all(word.bevestigd for _, word in self.lezing.tekst.words_in(span))

    def finding(self, sleutel: str, regel: str, *spans: Span, **sloten: str) -> Controle:
        """Return a finding with its sentence of [zinnen] filled, its rule, and the words that prove it."""
        proof = tuple(b for span in dict.fromkeys(spans) for b in evidence(self.lezing.tekst, span))
        return Controle(self.kennis.talen["nl"].zinnen[f"controle_{sleutel}"].format(**sloten), regel, proof)

    def place(self, geld: Geld) -> Span:
        """Return the sentence or row of an amount where it is short enough to show, else the amount."""
        zin = self.lezing.zin_at(geld.span.start)
        return zin.span if zin is not None and len(zin.tekst) <= 200 else geld.span


def euro(bedrag: Decimal) -> str:
    """Return "€ 1.250,00"."""
    return "€ " + f"{bedrag:,.2f}".translate(str.maketrans(",.", ".,"))


def daynr(dag: date) -> str:
    """Return "3-12-2026"."""
    return f"{dag.day}-{dag.month}-{dag.year}"


def tail(text: str, words: int = 6) -> str:
    """Return the last few words of a piece of text."""
    return " ".join(fold_words(text)[-words:])
