"""The reader of sentences: the small Dutch spaCy pipeline of `models/zinlezer/`, run on one core.

Of each sentence it says what it does (demand, term, threat, right, good news, denial, help) and marks who must or may do what, before
when, what happens otherwise, what is good news and what is denied. Numbers, months and weekdays are hidden from it: it can neither
learn nor read one. It adds to the phrases of `kennis/regels`; alone it decides nothing. `models/zinlezer/CARD.md` says what it was
trained on and how well it reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from brievenbus.classify.modelbestand import check_model
from brievenbus.match import Zin
from brievenbus.page import Span

LABELS = ("eis", "termijn", "dreiging", "recht", "goed_nieuws", "ontkenning", "hulp")
MERKEN = ("WIE", "MOET", "MAG", "WANNEER", "ANDERS", "GOED", "NIET")
FILES = ("config.cfg", "meta.json", "tok2vec/model", "ner/model", "textcat_multilabel/model", "vocab/strings.json")
TOKENIZER = "brievenbus.Stukjes.v1"
CLEAR, LIKELY = 0.8, 0.5
"""Shares from which the reader is believed against the phrases, and from which its marks count beside them."""
SHORTEST, LONGEST = 2, 90
"""Words from which a sentence is read, and words and marks of it that are read: what is longer is a list or a table."""
_PIECE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ž]+|\d+|\S|\t")
_MONTHS = frozenset(
    ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"]
)
_DAYS = frozenset(["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"])


@dataclass(frozen=True, slots=True)
class Stuk:
    """A marked stretch of a sentence: one of `MERKEN`, and where it stands in the letter."""

    label: str
    span: Span


@dataclass(frozen=True)
class Zinbeeld:
    """What the reader sees in one sentence: for each of `LABELS` a share (0..1, each on its own), and the marked stretches in order."""

    labels: Mapping[str, float] = field(default_factory=dict)
    stukken: tuple[Stuk, ...] = ()

    def share(self, label: str) -> float:
        """Return how much the reader believes that the sentence does this (0..1; 0 where it did not read it)."""
        return self.labels.get(label, 0.0)

    def marked(self, label: str) -> tuple[Span, ...]:
        """Return the stretches with this mark."""
        return tuple(stuk.span for stuk in self.stukken if stuk.label == label)

    def threatens(self, span: Span | None = None) -> bool:
        """Tell whether the sentence says what is done to the resident: at `span`, or anywhere. Label and mark must agree."""
        marks = self.marked("ANDERS")
        if span is not None and any(mark.overlaps(span) for mark in marks):
            return self.share("dreiging") >= LIKELY
        return bool(marks) and self.share("dreiging") >= CLEAR

    def orders(self) -> bool:
        """Tell whether the sentence orders the resident to do something: label and mark agree, and it is not left free or denied."""
        return self.share("eis") >= CLEAR and bool(self.marked("MOET")) and self.share("ontkenning") < LIKELY


LEEG = Zinbeeld()
ONGELEZEN: Mapping[int, Zinbeeld] = MappingProxyType({})
"""What is seen where there is no reader: of a sentence, and of a letter."""


def pieces(text: str) -> list[tuple[int, int, str]]:
    """Cut a sentence into (start, end, word as the reader sees it): digits become noughts, a month or weekday its kind."""
    found = []
    for m in _PIECE.finditer(text):
        word = m.group()
        if word.isdecimal():
            word = "0" * min(len(word), 5)
        elif word.lower() in _MONTHS:
            word = "maandnaam"
        elif word.lower() in _DAYS:
            word = "weekdag"
        elif word == "\t":
            word = "|"
        found.append((m.start(), m.end(), word))
    return found


class Stukjes:
    """The tokenizer of the pipeline: `pieces`, with nothing of its own to store."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Any:
        """Return the sentence as a spaCy Doc."""
        from spacy.tokens import Doc

        return Doc(self.vocab, words=[word for _, _, word in pieces(text)])

    def to_disk(self, path: Path, **_: Any) -> None:
        """Store nothing."""

    def from_disk(self, path: Path, **_: Any) -> Stukjes:
        """Read nothing."""
        return self


def _make_tokenizer() -> Callable[[Any], Stukjes]:
    return lambda nlp: Stukjes(nlp.vocab)


@cache
def prepare_spacy() -> Any:
    """Import spaCy (a second, and only where a letter is read) and tell it of our tokenizer. Returns the module."""
    import spacy

    registry: Any = spacy.util.registry
    registry.tokenizers(TOKENIZER)(_make_tokenizer)
    return spacy


@dataclass(frozen=True)
class Zinlezer:
    """The pipeline in a checked folder. Made once, used for every letter."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Zinlezer:
        """Check the folder; the pipeline itself is loaded at the first letter.

        Raises ToolError `model_stuk` where a file is missing or is not the one of SHA256SUMS.
        """
        check_model(folder, FILES)
        return cls(folder)

    @cached_property
    def nlp(self) -> Any:
        """The pipeline."""
        return prepare_spacy().load(self.folder)

    def read(self, zinnen: Sequence[Zin]) -> Mapping[int, Zinbeeld]:
        """Return what it sees in each sentence, by `Zin.nummer`; nothing of one without words. The words are forgotten afterwards."""
        cut = [(zin, pieces(zin.tekst)[:LONGEST]) for zin in zinnen]
        cut = [(zin, found) for zin, found in cut if sum(word.isalpha() for _, _, word in found) >= SHORTEST]
        with self.nlp.memory_zone():
            docs = [self._doc(found) for _, found in cut]
            seen = self.nlp.pipe(docs, batch_size=256)
            return {zin.nummer: _view(zin, found, doc) for (zin, found), doc in zip(cut, seen, strict=True)}

    def _doc(self, found: Sequence[tuple[int, int, str]]) -> Any:
        from spacy.tokens import Doc

        return Doc(self.nlp.vocab, words=[word for _, _, word in found])


def _view(zin: Zin, found: Sequence[tuple[int, int, str]], doc: Any) -> Zinbeeld:
    return Zinbeeld({label: float(share) for label, share in doc.cats.items()}, tuple(_marks(zin, found, doc)))


def _marks(zin: Zin, found: Sequence[tuple[int, int, str]], doc: Any) -> Iterator[Stuk]:
    start = zin.span.start
    for ent in doc.ents:
        yield Stuk(ent.label_, Span(start + found[ent.start][0], start + found[ent.end - 1][1]))
