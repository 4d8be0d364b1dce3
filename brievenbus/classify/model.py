"""The recogniser of letter types: a linear model over sentences, built from the example sentences on the cards.

Whoever adds a sentence to a card improves it: it is built anew whenever a knowledge file changes (seconds) and kept in
a cache folder under the stamp of the knowledge. Features are word 1-2-grams and character 3-5-grams, hashed, tf-idf
weighted. `modelbouw` builds it with SciPy; reading a letter needs NumPy alone, so that a start takes milliseconds.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import Zinnen
from brievenbus.match import fold

BUCKETS = 1 << 17
FORMAT = "4"
MIN_WORDS = 2
_MONTH = re.compile(
    r"\b(januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec)\b"
)
_WEEKDAY = re.compile(r"\b(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\b")
_NUMBER = re.compile(r"[\d•]+(?:[.,:\-/][\d•]+)*(?:,-)?")
_WORD = re.compile(r"[a-z0€%]+")
Floats = NDArray[np.float32]


def normalize(sentence: str) -> str:
    """Fold a sentence and put one sign for every number, month and weekday: they say nothing of the letter type."""
    text = _NUMBER.sub(" 0 ", fold(sentence))
    return _WEEKDAY.sub("weekdag", _MONTH.sub("maandnaam", text))


def features(sentence: str) -> Counter[int]:
    """Return bucket → count for word 1-2-grams and character 3-5-grams within words."""
    words = _WORD.findall(normalize(sentence))
    grams: list[str] = [*words, *(f"{a} {b}" for a, b in pairwise(words))]
    for word in words:
        padded = f" {word} "
        for n in (3, 4, 5):
            grams.extend(f"#{padded[i : i + n]}" for i in range(max(1, len(padded) - n + 1)))
    return Counter(zlib.crc32(gram.encode()) % BUCKETS for gram in grams)


def weigh(counts: Counter[int], idf: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return buckets and their tf-idf values, of length one. A bucket never seen in training counts as a rare one."""
    buckets = np.fromiter(counts, np.int64, len(counts))
    known = idf[buckets]
    rare = np.where(known > 0, known, idf.max())
    values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * rare
    length = float(np.sqrt((values**2).sum())) or 1.0
    return buckets, (values / length).astype(np.float32)


@dataclass(frozen=True)
class Voorspelling:
    """Log-probability for each letter type, and for each sentence; `sleutels` names the columns."""

    sleutels: tuple[str, ...]
    zinnen: Floats
    letter: Floats

    def top(self, n: int) -> tuple[tuple[str, float], ...]:
        """Return the n best types with their probability under the whole letter."""
        order = np.argsort(-self.letter)[:n]
        odds = np.exp(self.letter - self.letter.max())
        return tuple((self.sleutels[i], float(odds[i] / odds.sum())) for i in order)


@dataclass(frozen=True)
class Model:
    """A built recogniser. `gewichten` is buckets × types (float16), `idf` one weight a bucket; `woorden` every word it has seen."""

    sleutels: tuple[str, ...]
    gewichten: NDArray[np.float16]
    idf: Floats
    woorden: frozenset[str] = frozenset()

    def predict(self, sentences: Sequence[str], weights: Sequence[float] | None = None) -> Voorspelling:
        """Read the sentences of one letter. `weights` tells how much each counts in the letter's mean."""
        rows = [self._score(sentence) for sentence in sentences]
        if not rows:
            empty = np.full(len(self.sleutels), -np.log(len(self.sleutels)), np.float32)
            return Voorspelling(self.sleutels, np.zeros((0, len(self.sleutels)), np.float32), empty)
        scores = np.stack(rows)
        scores -= scores.max(axis=1, keepdims=True)
        logs = (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))).astype(np.float32)
        w = np.ones(len(rows), np.float32) if weights is None else np.asarray(weights, np.float32)
        letter = (logs * w[:, None]).sum(axis=0) / max(float(w.sum()), 1e-6)
        return Voorspelling(self.sleutels, logs, letter.astype(np.float32))

    def _score(self, sentence: str) -> Floats:
        counts = features(sentence)
        if not counts:
            return np.zeros(len(self.sleutels), np.float32)
        buckets, values = weigh(counts, self.idf)
        scores: Floats = values @ self.gewichten[buckets].astype(np.float32)
        return scores


def card_sentences(zinnen: Zinnen) -> tuple[str, ...]:
    """All example sentences of a card, whatever their function."""
    return tuple(text for name in type(zinnen).model_fields for text in getattr(zinnen, name))


def training_set(kennis: Kennis) -> tuple[list[str], list[str]]:
    """Return sentences and their letter types ('' for the general ones): example sentences, and worked examples cut into sentences."""
    texts: list[str] = []
    labels: list[str] = []
    for card in kennis.briefsoorten.values():
        pieces = [*card_sentences(card.zinnen)]
        for example in card.voorbeeld:
            pieces.extend(part for part in re.split(r"(?<=[.!?])\s+", example.tekst) if len(part.split()) >= MIN_WORDS)
        texts.extend(pieces)
        labels.extend([card.sleutel] * len(pieces))
    general = [text for group in dict(kennis.algemeen).values() for text in group]
    return [*texts, *general], [*labels, *("" for _ in general)]


def load(kennis: Kennis, cache: Path) -> Model:
    """Return the recogniser for this knowledge: from the cache folder, or built now and kept there when that can be."""
    folder = cache / f"herkenner-{FORMAT}-{kennis.stempel[:16]}"
    if (folder / "klaar.json").exists():
        kept = json.loads((folder / "klaar.json").read_text("utf-8"))
        return Model(
            tuple(kept["sleutels"]),
            np.load(folder / "gewichten.npy", mmap_mode="r"),
            np.load(folder / "idf.npy"),
            frozenset(kept["woorden"]),
        )
    from brievenbus.classify.modelbouw import build  # SciPy: only when the knowledge has changed

    model = build(*training_set(kennis))
    try:
        _keep(model, folder)
    except OSError:
        return model  # a read-only or full disk: work on from memory, and build again at the next start
    return model


def _keep(model: Model, folder: Path) -> None:
    """Write the model aside and move it into place whole; another process may have done so first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        np.save(work / "gewichten.npy", model.gewichten)
        np.save(work / "idf.npy", model.idf)
        (work / "klaar.json").write_text(json.dumps({"sleutels": model.sleutels, "woorden": sorted(model.woorden)}), "utf-8")
        work.chmod(0o755)  # mkdtemp closes it for others; a cache may be shared by all users of a machine
        work.rename(folder)
    except OSError:
        shutil.rmtree(work, ignore_errors=True)
        if not (folder / "klaar.json").exists():
            raise
