"""Build the recogniser with proposed sentences on top and say what would change, before anything does.

Both recognisers are built from as many rows in the same order, the old one with empty rows where the new one has the sentences. Whatever
differs is then the work of those sentences alone: a rebuild on rows in another order shifts doubtful readings by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from brievenbus.brief import ERNST
from brievenbus.classify.model import Floats, Model
from brievenbus.classify.modelbouw import build
from brievenbus.kennis import Kennis
from brievenbus.kennis.check import GELIJK, Bevinding
from brievenbus.kenniscontrole import TOP, card_rows, check_counterexamples, check_examples, read_types
from brievenbus.leren.geleerd import Geleerd, check_cases
from brievenbus.leren.voorstel import Voorstel
from brievenbus.match import fold, zinnen
from brievenbus.ocr.opmaak import read_markup

NADER = 0.05
"""From so much (in log-probability, mean over the texts of a type) a rival is named as come closer."""
MEEST = 5


@dataclass(frozen=True, slots=True)
class Anders:
    """A text of the knowledge that is read differently: place among the readings (1 is best) of what it should be, before and after.

    `wat`: voorbeeld, tegenvoorbeeld, geleerd or zin. `goed` is the type it should be read as.
    """

    wat: str
    goed: str
    tekst: str
    voor: int
    na: int
    gelezen_voor: str
    gelezen_na: str

    @property
    def beter(self) -> bool:
        """Whether the right type comes further up."""
        return self.na < self.voor


@dataclass(frozen=True, slots=True)
class Lezen:
    """How a proposed sentence itself is read before and after."""

    voorstel: Voorstel
    voor: tuple[str, ...]
    na: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nader:
    """A type that comes `meer` (log-probability) closer to texts of another one."""

    soort: str
    bij: str
    meer: float


@dataclass(frozen=True, slots=True)
class Proef:
    """What would change. `fouten` are errors of `kennis check` that the sentences bring, `weg` those they take away. `milder` are
    texts, or the sentences themselves, that would be read as a less urgent type than before: wrongly called harmless costs most.
    """

    zinnen: tuple[Lezen, ...]
    anders: tuple[Anders, ...]
    nader: tuple[Nader, ...]
    fouten: tuple[Bevinding, ...]
    weg: tuple[Bevinding, ...]
    wenken: tuple[str, ...]
    milder: tuple[str, ...]
    bekeken: int

    @property
    def mag(self) -> bool:
        """Whether nothing stands in the way: no new error, and no sentence of a grave type read as a milder one."""
        return not self.fouten and not self.milder


def probe(kennis: Kennis, voorstellen: Sequence[Voorstel], cases: tuple[Geleerd, ...] = ()) -> Proef:
    """Return what a recogniser with these sentences reads otherwise than one without; two builds, some 10 seconds each."""
    rows = card_rows(kennis)
    labels, texts = [key for key, _ in rows], [text for _, text in rows]
    before = build([*texts, *("" for _ in voorstellen)], [*labels, *("" for _ in voorstellen)])
    after = build([*texts, *(one.zin for one in voorstellen)], [*labels, *(one.soort for one in voorstellen)])
    exam = [*_exam(kennis), *(("geleerd", case.soort, case.geval.zin) for case in cases)]
    odds = _Odds(exam, before), _Odds(exam, after)
    rest = _sentences(rows)
    anders = (*_changed(exam, *odds), *_changed(rest, _Odds(rest, before, whole=False), _Odds(rest, after, whole=False)))
    old, new = _errors(kennis, before, cases), _errors(kennis, after, cases)
    double, hints = _doubles(voorstellen, rows)
    lezen = tuple(Lezen(one, read_types(one.zin, before), read_types(one.zin, after)) for one in voorstellen)
    return Proef(
        zinnen=lezen,
        anders=anders,
        nader=_closer(exam, *odds),
        fouten=(*(one for one in new if one not in old), *double),
        weg=tuple(one for one in old if one not in new),
        wenken=(*hints, *(_unread(one) for one in lezen if one.voorstel.soort not in one.na)),
        milder=tuple(_milder(kennis, lezen, anders)),
        bekeken=len(exam) + len(texts),
    )  # fmt: skip


def _exam(kennis: Kennis) -> Iterator[tuple[str, str, str]]:
    for card in kennis.briefsoorten.values():
        yield from (("voorbeeld", card.sleutel, one.tekst) for one in card.voorbeeld)
        yield from (("tegenvoorbeeld", one.is_, one.tekst) for one in card.tegenvoorbeeld)


def _sentences(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [("zin", key, text) for key, text in rows if key]


def _errors(kennis: Kennis, model: Model, cases: tuple[Geleerd, ...]) -> list[Bevinding]:
    """Return the errors of `kennis check` that depend on the recogniser, without the readings that the complaint ends on."""
    parts = (check_examples(kennis, model), check_counterexamples(kennis, model), check_cases(cases, model))
    found = [fout for part in parts for fout in part.fouten]
    return [Bevinding(one.ernst, one.bestand, one.tekst.rsplit(" herkend als ", 1)[0]) for one in found]


class _Odds:
    """The log-probabilities that a recogniser gives to texts: rows as the texts, columns as `sleutels`."""

    def __init__(self, texts: Sequence[tuple[str, str, str]], model: Model, *, whole: bool = True) -> None:
        self.sleutels = model.sleutels
        self.rows = np.stack([model.predict(_cut(text) if whole else [text]).letter for _, _, text in texts])

    def read(self, at: int, goed: str) -> tuple[int, str]:
        """Return the place of a type among the readings of text `at` (1 is best), and the best reading."""
        row = self.rows[at]
        place = int((row > row[self.sleutels.index(goed)]).sum()) + 1 if goed in self.sleutels else len(self.sleutels)
        return place, self.sleutels[int(row.argmax())]


def _cut(text: str) -> list[str]:
    return [zin.tekst for zin in zinnen(read_markup(f"@body\n{text}", "voorbeeld"))]


def _changed(texts: Sequence[tuple[str, str, str]], before: _Odds, after: _Odds) -> Iterator[Anders]:
    """Yield the texts whose best reading changed, or whose right type crossed the line of the best three."""
    for at, (wat, goed, text) in enumerate(texts):
        (old, old_first), (new, new_first) = before.read(at, goed), after.read(at, goed)
        if old_first != new_first or (old <= TOP) != (new <= TOP):
            yield Anders(wat, goed, text, old, new, old_first, new_first)


def _milder(kennis: Kennis, lezen: Sequence[Lezen], anders: Sequence[Anders]) -> Iterator[str]:
    """Say what would be read as less urgent than it is, or than it is read now, where that is urgent."""
    level = {key: ERNST[card.urgentie] for key, card in kennis.briefsoorten.items()}
    for one in lezen:
        key, now = one.voorstel.soort, one.voor[0]
        if level[now] >= ERNST["hoog"] and level[key] < level[now]:
            yield f"'{one.voorstel.zin}' las als {now} en zou voortaan bij {key} horen: dat is minder dringend"
    for text in anders:
        due, then = level[text.goed], level[text.gelezen_na]
        if due >= ERNST["hoog"] and then < due and then < level[text.gelezen_voor]:
            yield f"{text.wat} van {text.goed} zou als {text.gelezen_na} lezen: dat is minder dringend"


def _doubles(voorstellen: Sequence[Voorstel], rows: Sequence[tuple[str, str]]) -> tuple[list[Bevinding], list[str]]:
    """Find what says all but the same: on another card an error, on its own card a hint that it teaches nothing."""
    folded = [fold(text) for _, text in rows]
    errors: list[Bevinding] = []
    hints: list[str] = []
    for one in voorstellen:
        for _, _, at in process.extract(fold(one.zin), folded, scorer=fuzz.ratio, score_cutoff=GELIJK, limit=None):
            key, text = rows[at]
            words = f"'{one.zin}' lijkt te veel op '{text}' van {key or 'de algemene zinnen'}"
            if key == one.soort:
                hints.append(f"{words}: er valt weinig van te leren")
            else:
                errors.append(Bevinding("fout", f"{one.soort}.toml", words))
    return errors, hints


def _unread(one: Lezen) -> str:
    return f"'{one.voorstel.zin}' komt ook daarna niet bij de eerste {TOP} als {one.voorstel.soort}"


def _closer(texts: Sequence[tuple[str, str, str]], before: _Odds, after: _Odds) -> tuple[Nader, ...]:
    """Name the types that come closer to the texts of another: by how much, on the mean, their log-probability gains on the right one."""
    gained: dict[str, list[Floats]] = {}
    for at, (_, goed, _) in enumerate(texts):
        if goed in before.sleutels:
            column = before.sleutels.index(goed)
            old, new = before.rows[at], after.rows[at]
            gained.setdefault(goed, []).append((new - new[column]) - (old - old[column]))
    found = []
    for goed, rows in gained.items():
        mean = np.stack(rows).mean(axis=0)
        best = int(mean.argmax())
        if mean[best] >= NADER:
            found.append(Nader(before.sleutels[best], goed, float(mean[best])))
    return tuple(sorted(found, key=lambda one: -one.meer)[:MEEST])
