"""The recogniser of letter types: a linear model over sentences, built from the example sentences on the cards.

Whoever adds a sentence to a card improves it: it is built anew whenever a knowledge file changes (seconds) and kept in
a cache folder under the stamp of the knowledge. Features are word 1-2-grams and character 3-5-grams, hashed, tf-idf
weighted; the classifier is ridge regression on the class labels in its dual form, which has a closed solution (a
logistic regression on the same features took six times as long to build and named fewer unseen letters right) and
gives the answer for every sentence with that sentence left out, at no cost: from those the sharpness of the
probabilities is set, and `kennis check` finds the sentences that point to another type. SciPy builds it; reading a
letter needs NumPy alone, so that a start takes milliseconds.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart, Zinnen
from brievenbus.match import fold, tokenize

BUCKETS = 1 << 17
FORMAT = "3"
MIN_WORDS = 2
MIN_SEEN = 2
RIDGE = 1.0
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


def _weigh(counts: Counter[int], idf: Floats) -> tuple[NDArray[np.int64], Floats]:
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
        buckets, values = _weigh(counts, self.idf)
        scores: Floats = values @ self.gewichten[buckets].astype(np.float32)
        return scores


def card_sentences(zinnen: Zinnen) -> tuple[str, ...]:
    """All example sentences of a card, whatever their function."""
    return tuple(text for name in type(zinnen).model_fields for text in getattr(zinnen, name))


def training_set(kaarten: Iterable[BriefsoortKaart]) -> tuple[list[str], list[str]]:
    """Return sentences and their letter types: the example sentences and the worked examples, cut into sentences."""
    texts: list[str] = []
    labels: list[str] = []
    for card in kaarten:
        pieces = [*card_sentences(card.zinnen)]
        for example in card.voorbeeld:
            pieces.extend(part for part in re.split(r"(?<=[.!?])\s+", example.tekst) if len(part.split()) >= MIN_WORDS)
        texts.extend(pieces)
        labels.extend([card.sleutel] * len(pieces))
    return texts, labels


@dataclass(frozen=True)
class Bouw:
    """A built model with, for every training sentence, the type that the others would have given it."""

    model: Model
    zonder: tuple[str, ...]


def build(texts: Sequence[str], labels: Sequence[str], ridge: float = RIDGE) -> Bouw:
    """Train on sentences with their letter types. Some 10 seconds for 6 000 sentences on one core."""
    from scipy.sparse import csr_matrix  # heavy, and only needed when knowledge has changed

    counted = [features(text) for text in texts]
    seen = Counter(bucket for counts in counted for bucket in counts)
    idf = np.zeros(BUCKETS, np.float32)
    for bucket, n in seen.items():
        if n >= MIN_SEEN:
            idf[bucket] = np.log((1 + len(texts)) / (1 + n)) + 1
    columns = np.flatnonzero(idf)
    place = np.zeros(BUCKETS, np.int64)
    place[columns] = np.arange(len(columns))
    data, row, col = [], [], []
    for i, counts in enumerate(counted):
        buckets, values = _weigh(counts, idf)
        keep = idf[buckets] > 0
        data.append(values[keep])
        row.append(np.full(int(keep.sum()), i))
        col.append(place[buckets[keep]])
    parts = (np.concatenate(data), (np.concatenate(row), np.concatenate(col)))
    matrix = csr_matrix(parts, shape=(len(texts), len(columns)), dtype=np.float32)
    keys = sorted(set(labels))
    y = np.array([keys.index(label) for label in labels])
    alpha, without = _solve((matrix @ matrix.T).toarray(), y, len(keys), ridge)
    sharpness = _sharpness(without, y)
    weights = np.zeros((BUCKETS, len(keys)), np.float16)
    weights[columns] = (sharpness * (matrix.T @ alpha)).astype(np.float16)
    known = frozenset(token.woord for text in texts for token in tokenize(text))
    return Bouw(Model(tuple(keys), weights, idf, known), tuple(keys[i] for i in without.argmax(axis=1)))


def _solve(kernel: Floats, y: NDArray[np.int64], classes: int, ridge: float) -> tuple[Floats, Floats]:
    """Return the dual weights and the leave-one-out scores. Small classes count for more, by the root of their size."""
    sizes = np.bincount(y, minlength=classes).astype(np.float64)
    weight = np.sqrt(sizes.mean() / sizes[y])
    target = np.eye(classes)[y] - 1 / classes
    from scipy.linalg.lapack import (  # Cholesky in single precision: a quarter of the work of a plain inverse
        spotrf,
        spotri,
    )

    damped = np.asfortranarray(kernel, np.float32)
    damped[np.diag_indices_from(damped)] += (ridge / weight).astype(np.float32)
    factor, _ = spotrf(damped, lower=1, overwrite_a=1)
    inverse, _ = spotri(factor, lower=1, overwrite_c=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    alpha = inverse @ target.astype(np.float32)
    without = target - alpha / np.diag(inverse)[:, None]
    return alpha.astype(np.float32), without.astype(np.float32)


def _sharpness(scores: Floats, y: NDArray[np.int64]) -> float:
    """Return the factor that makes the softmax of left-out scores fit best to what the sentences really are."""
    best = (np.inf, 1.0)
    for factor in (4.0, 6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 22.0, 26.0):
        scaled = factor * scores
        scaled -= scaled.max(axis=1, keepdims=True)
        loss = float((np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(y)), y]).mean())
        best = min(best, (loss, factor))
    return best[1]


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
    model = build(*training_set(kennis.briefsoorten.values())).model
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
