"""How near our readability score is to the published one of LiNT-II, sentence by sentence.

    git clone https://github.com/vanboefer/lint_ii
    python -m tests.zwaar.leesniveau lint_ii/examples_for_visualizer

The folder holds published analyses: JSON with for every sentence its words, tags, features and score. They are not part of
brievenbus. Sentences with a published score are held against ours; the even ones (second, fourth, …) were not looked at when the scale of
the word frequencies was fitted on the odd ones. "Given the tags" takes word classes and kinds of nouns from the file, so that only our word
frequencies and distances are left to differ.

On the four published texts (51 sentences with a score, lint_ii 0.1.3): correlation 0.89, mean difference 9.5 points, 28 on the same level,
46 at most one level off, 2 called level 1 that are level 3 or 4. On the 25 sentences not used for the fit: 0.91, 8.6 points (bias +0.8).
With classes and kinds of nouns given: 0.93, 6.8 points. The texts: 18, 37, 53 and 85 against 15, 39, 48 and 100. Weakest is the kind of
nouns (0.20): the table holds the nouns of our own sentences and screens, not those of stories and biology.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import correlation, fmean
from typing import Any

from brievenbus.explain.leesbaarheid import LEVEL_1, LEVEL_2, LEVEL_3, features, formule, lint
from brievenbus.explain.leesbaarheid.ontleding import kenmerken
from brievenbus.explain.leesbaarheid.woorden import Betekenis, woorden

DELEN = ("mean_log_word_frequency", "max_sdl", "content_words_per_clause", "proportion_of_concrete_nouns")


@dataclass(frozen=True)
class Zin:
    """A published sentence: its text, its features and score, and ours."""

    tekst: str
    woorden: Sequence[dict[str, Any]]
    delen: tuple[float | None, ...]
    score: float | None

    @property
    def onze(self) -> tuple[float, float, float, float] | None:
        """Our four features."""
        return features([kenmerken(self.tekst)])


def read(folder: Path) -> list[tuple[str, float, list[Zin]]]:
    """Return the texts of the folder: name, published score and sentences."""
    found = []
    for file in sorted(folder.glob("*.json")):
        data = json.loads(file.read_text("utf-8"))
        sentences = [
            Zin(_text(s["word_features"]), s["word_features"], tuple(s[key] for key in DELEN), s["lint_score"]) for s in data["sentences"]
        ]
        found.append((file.stem, float(data["document_lint_score"]), sentences))
    return found


def _text(words: Sequence[dict[str, Any]]) -> str:
    """Put a sentence together again: the file has it in lower case, so names get their capital back and the first word too."""
    parts = [w["text"].capitalize() if w["pos"] == "PROPN" or "SPEC" in w["tag"] else w["text"] for w in words]
    text = re.sub(r"\s+([.,;:!?)…])", r"\1", " ".join(parts)).strip('" ')
    return text[:1].upper() + text[1:]


def level(score: float) -> int:
    """Return the level of a score, 1 to 4."""
    return 1 + sum(score >= limit for limit in (LEVEL_1, LEVEL_2, LEVEL_3))


def given_tags(zin: Zin) -> tuple[float | None, ...]:
    """Return our features where word classes and kinds of nouns are those of the file."""
    known = woorden()
    counted = [known.vaak(w["text"], w["pos"] == "NOUN") for w in zin.woorden if "word_frequency" in w]
    kinds = [w["super_sem_type"] for w in zin.woorden if w.get("super_sem_type", "unknown") != "unknown"]
    mine = [kind for w in zin.woorden if "super_sem_type" in w and (kind := known.betekenis(w["text"])) is not None]
    concrete = sum(kind == Betekenis.CONCREET for kind in mine) / len(mine) if mine else None
    return (fmean(counted) if counted else None, kenmerken(zin.tekst).afstand, None, concrete if kinds else None)


def report(naam: str, pairs: Sequence[tuple[float, float]]) -> None:
    """Print how far two rows of numbers are apart."""
    if len(pairs) < 3:
        return
    ours, theirs = [p[0] for p in pairs], [p[1] for p in pairs]
    apart = fmean(abs(a - b) for a, b in pairs)
    bias = fmean(a - b for a, b in pairs)
    print(f"{naam:<44} n={len(pairs):<4} r={correlation(ours, theirs):.2f}  verschil {apart:.2f}  scheef {bias:+.2f}")


def levels(naam: str, pairs: Sequence[tuple[float, float]]) -> None:
    """Print how often the level is the same, and how often a hard sentence (level 3 or 4) is called easy (level 1)."""
    same = sum(level(a) == level(b) for a, b in pairs)
    near = sum(abs(level(a) - level(b)) < 2 for a, b in pairs)
    missed = sum(level(a) == 1 and level(b) > 2 for a, b in pairs)
    print(f"{naam:<44} zelfde niveau {same} van {len(pairs)}, hoogstens één ernaast {near}, zwaar maar licht genoemd {missed}")


def main(folder: Path, toon: bool = False) -> int:
    """Print the comparison."""
    texts = read(folder)
    scored = [zin for _, _, zinnen in texts for zin in zinnen if zin.score is not None]
    pairs = [(formule(*zin.onze), float(zin.score or 0)) for zin in scored if zin.onze is not None]
    for zin in scored if toon else []:
        mine = zin.onze or (0.0, 0.0, 0.0, 0.0)
        both = [f"{a:.2f}/{b or 0:.2f}" for a, b in zip(mine, zin.delen, strict=True)]
        print(f"{formule(*mine):6.1f} {zin.score:6.1f}  {' '.join(both)}  {zin.tekst}")
    for naam, part in (("alle zinnen", pairs), ("oneven zinnen (geijkt)", pairs[::2]), ("even zinnen (niet gebruikt)", pairs[1::2])):
        report(naam, part)
        levels("", part)
    for at, key in enumerate(DELEN):
        report(key, [(zin.onze[at], zin.delen[at]) for zin in scored if zin.onze is not None and zin.delen[at] is not None])
        known = [(values[at], zin.delen[at]) for zin in scored if (values := given_tags(zin))[at] is not None and zin.delen[at] is not None]
        report("  met de gegeven woordsoorten", known)
    part_known = [
        (formule(values[0], values[1], zin.delen[2] or 0.0, zin.delen[3] or 0.0), float(zin.score or 0))
        for zin in scored
        if (values := given_tags(zin))[0] is not None and values[1] is not None
    ]
    report("score met de gegeven soorten en betekenissen", part_known)
    report("  even zinnen", part_known[1::2])
    levels("", part_known)
    exact = [(formule(*(value or 0.0 for value in zin.delen)), float(zin.score or 0)) for zin in scored]
    report("formule met alle gegeven kenmerken", exact)
    for naam, theirs, zinnen in texts:
        ours = lint([zin.tekst for zin in zinnen])
        print(f"{naam:<12} onze {ours}, gepubliceerd {theirs:.1f}")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("map", type=Path)
    parser.add_argument("--toon", action="store_true", help="alle zinnen met hun kenmerken")
    arguments = parser.parse_args()
    sys.exit(main(arguments.map, arguments.toon))
