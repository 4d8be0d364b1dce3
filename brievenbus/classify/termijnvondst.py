"""What the readers of terms share: the letter as they see it, and a term as they find it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from brievenbus.brief import TermijnSoort
from brievenbus.classify.context import Lezing, words_before
from brievenbus.feiten import Datum, Feiten
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Zin
from brievenbus.page import Span

FAR = timedelta(days=210)
"""A day printed without its year is not believed to lie further ahead than this."""


@dataclass(frozen=True, slots=True)
class Vondst:
    """A term found in the letter, before doubles are taken out. `kracht` (0..3) tells how plainly it was said."""

    soort: TermijnSoort
    datum: date
    span: Span
    kracht: int
    regel: str | None = None
    einde: date | None = None


@dataclass(frozen=True, slots=True)
class Blik:
    """What every reader of terms needs to see of one letter."""

    lezing: Lezing
    feiten: Feiten
    kaart: BriefsoortKaart
    kennis: Kennis

    @property
    def letter(self) -> date | None:
        """The day printed on the letter."""
        return self.feiten.briefdatum.waarde if self.feiten.briefdatum else None

    def ahead(self, day: date) -> bool:
        """Tell whether a day lies after the letter (so too where the letter prints no date)."""
        return self.letter is None or day > self.letter

    def day_beside(self, words: tuple[str, ...]) -> date | None:
        """Return the date that has one of the words right before it in its sentence or row."""
        days = [*self.feiten.data, *([self.feiten.briefdatum] if self.feiten.briefdatum else [])]
        for datum in days:
            zin = self.lezing.zin_at(datum.span.start)
            if zin is not None and any(w in words for w in words_before(zin, datum.span, 4)):
                return datum.waarde
        return None


@dataclass(frozen=True, slots=True)
class Dag:
    """A printed day at its place: its sentence, its clause, the words before it and what they make it."""

    datum: Datum
    zin: Zin
    clause: Zin
    marker: str
    soort: str | None
    near: bool

    @property
    def lead(self) -> str:
        """The sentence up to the day, in lower case."""
        return self.zin.tekst[: self.datum.span.start - self.zin.span.start].lower()

    @property
    def rest(self) -> str:
        """The sentence after the day, in lower case."""
        return self.zin.tekst[max(0, self.datum.span.eind - self.zin.span.start) :].lower()

    @property
    def bewijs(self) -> Span:
        """Evidence: the clause if it is short enough to read, else the sentence part around the fact."""
        span = self.datum.span
        if self.clause.span.start <= span.start and self.clause.span.eind >= span.eind and len(self.clause.tekst) >= 25:
            return self.clause.span
        return self.zin.span if len(self.zin.tekst) <= 200 else span
