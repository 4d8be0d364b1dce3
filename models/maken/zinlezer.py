"""Train the reader of sentences and write it to `models/zinlezer/` as a spaCy pipeline.

    pip install -r models/maken/requirements.txt
    OMP_NUM_THREADS=1 python -m models.maken.zinlezer [--uit models/zinlezer] [--zaad 7]

Two kinds of sentences teach it. Marked by hand (`gemerkt.txt`, pairs with and without denial in `gemerkt_paren.txt`): stretches and
labels. From the bank: the labels that its function tells (what it does not tell is left open), and stretches guessed by `zinraden`.
A share of the sentences is spoilt with reading mistakes. Measured on a part of `gemerkt.txt` and of the bank held out, and on
`gemerkt_toets.txt`, which is never trained on. The same seed and machine give the same pipeline.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brievenbus.classify.zinlezer import LABELS, LONGEST, MERKEN, TOKENIZER, pieces, prepare_spacy
from brievenbus.kennis import read_kennis
from models.maken.bank import Bank, read_bank, split_bank
from models.maken.leesfouten import Leesfouten
from models.maken.zinraden import guess, known_labels

HIER = Path(__file__).resolve().parent
LABEL_OF = {"MOET": "eis", "WANNEER": "termijn", "ANDERS": "dreiging", "MAG": "recht", "GOED": "goed_nieuws", "NIET": "ontkenning"}
BREED, DIEP = 64, 3
ROWS = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 500}
OFTEN = {"ontkenning": 12.0, "goed_nieuws": 8.0}
_MARK = re.compile(r"\[(" + "|".join(MERKEN) + r") ([^\[\]]*)\]")
_EXTRA = re.compile(r"\(([a-z_ ]+)\) ")


@dataclass(frozen=True)
class Voorbeeld:
    """A sentence to learn from. `stukken` are (start, end, mark), None where nobody marked it; a label not in `labels` is left open."""

    tekst: str
    stukken: tuple[tuple[int, int, str], ...] | None
    labels: Mapping[str, float]
    geraden: str = ""
    """The function of the sentence where its stretches were guessed."""


def read_marked(file: Path) -> list[Voorbeeld]:
    """Read sentences marked by hand. A file may name labels without a mark in brackets in front."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        extra = _EXTRA.match(line) if line.startswith("(") else None
        named = set(extra.group(1).split()) if extra else set()
        rest, text, spans, at = line[extra.end() :] if extra else line, "", [], 0
        for m in _MARK.finditer(rest):
            text += rest[at : m.start()]
            spans.append((len(text), len(text) + len(m.group(2)), m.group(1)))
            text, at = text + m.group(2), m.end()
        text += rest[at:]
        named |= {LABEL_OF[mark] for _, _, mark in spans if mark in LABEL_OF}
        open_ = {"hulp"} - named if extra is None else set()
        found.append(Voorbeeld(text, tuple(spans), {label: float(label in named) for label in LABELS if label not in open_}))
    return found


def readknown_labels(bank: Bank) -> list[Voorbeeld]:
    """Return the sentences of the bank with the labels their function tells."""
    rows = bank.zinnen
    return [Voorbeeld(z.tekst, guess(z.tekst, z.functie), known_labels(z.tekst, z.functie, z.soort, bank), z.functie) for z in rows]


def read_apart(bank: Bank) -> list[Voorbeeld]:
    """Return the sentences of the held-out bank that were not learnt from: those of one letter type."""
    return [Voorbeeld(zin.tekst, None, known_labels(zin.tekst, zin.functie, zin.soort, bank)) for zin in bank.zinnen if zin.soort]


def make_pipeline(zaad: int) -> Any:
    """Return an untrained pipeline: one reader of words shared by the marker of stretches and the labeller of sentences."""
    spacy = prepare_spacy()
    spacy.util.fix_random_seed(zaad)
    nlp = spacy.blank("nl", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    embed = {"@architectures": "spacy.MultiHashEmbed.v2", "width": BREED, "attrs": list(ROWS), "rows": list(ROWS.values()),
             "include_static_vectors": False}  # fmt: skip
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": BREED, "depth": DIEP, "window_size": 1, "maxout_pieces": 3}
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}})
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": BREED, "upstream": "tok2vec"}
    parser = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False, "hidden_width": 64,
              "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": shared}  # fmt: skip
    nlp.add_pipe("ner", config={"model": parser, "incorrect_spans_key": None})
    bag = {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": False, "length": 32768, "ngram_size": 2, "no_output_layer": False}
    both = {"@architectures": "spacy.TextCatEnsemble.v2", "tok2vec": shared, "linear_model": bag}
    nlp.add_pipe("textcat_multilabel", config={"model": both, "threshold": 0.5})
    return nlp


class Leraar:
    """Makes spaCy examples out of sentences, some of them spoilt."""

    def __init__(self, nlp: Any, zaad: int) -> None:
        self.nlp = nlp
        self.rng = random.Random(zaad)
        self.fouten = Leesfouten(self.rng)

    def example(self, one: Voorbeeld, spoil: bool = False) -> Any:
        """Return the sentence as an example: words, marks in BILUO, labels."""
        from spacy.tokens import Doc
        from spacy.training import Example

        found = pieces(one.tekst)[:LONGEST]
        words = [word for _, _, word in found]
        tags = ["-"] * len(words) if one.stukken is None else _biluo(found, one.stukken, one.geraden)
        if spoil:
            words = [self._spoilt(word) for word in words]
        return Example.from_dict(Doc(self.nlp.vocab, words=words), {"entities": tags, "cats": dict(one.labels)})

    def _spoilt(self, word: str) -> str:
        read = self.fouten.spoil(word, 0.12)
        return read.replace(" ", "") or word


def _biluo(found: Sequence[tuple[int, int, str]], marks: Iterable[tuple[int, int, str]], guessed: str) -> list[str]:
    """One tag a word; where stretches were guessed, who does it is left open, and of a term all that stands around it."""
    tags = ["-" if guessed == "termijn" else "O"] * len(found)
    if guessed:
        tags[0] = "-"
    for start, end, mark in marks:
        inside = [i for i, (a, b, _) in enumerate(found) if a >= start and b <= end]
        if len(inside) == 1:
            tags[inside[0]] = f"U-{mark}"
        for i in inside if len(inside) > 1 else ():
            tags[i] = f"I-{mark}"
        if len(inside) > 1:
            tags[inside[0]], tags[inside[-1]] = f"B-{mark}", f"L-{mark}"
    return tags


def train(marked: Sequence[Voorbeeld], weak: Sequence[Voorbeeld], zaad: int, rondes: int, per_ronde: int) -> Any:
    """Return the trained pipeline. Each round: every marked sentence three times, `per_ronde` sentences of the bank.

    Of the bank, sentences that do something are drawn three times as often as those that only tell, rare ones more often yet.
    """
    from spacy.util import minibatch

    nlp = make_pipeline(zaad)
    leraar = Leraar(nlp, zaad)
    rng = random.Random(zaad)
    sample = [leraar.example(one) for one in [*marked[:300], *rng.sample(list(weak), 300)]]
    for mark in MERKEN:
        nlp.get_pipe("ner").add_label(mark)
    for label in LABELS:
        nlp.get_pipe("textcat_multilabel").add_label(label)
    optimizer = nlp.initialize(lambda: sample)
    steps = 0
    total = rondes * (3 * len(marked) + per_ronde) // 48
    often = [max((OFTEN.get(label, 3.0) for label, share in one.labels.items() if share), default=1.0) for one in weak]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for ronde in range(rondes):
            rows = [*marked, *marked, *marked, *rng.choices(weak, often, k=per_ronde)]
            rng.shuffle(rows)
            losses: dict[str, float] = {}
            for batch in minibatch(rows, 48):
                optimizer.learn_rate = 0.0015 * max(0.05, 1 - steps / total)
                nlp.update([leraar.example(one, rng.random() < 0.25) for one in batch], drop=0.2, sgd=optimizer, losses=losses)
                steps += 1
            print(time.strftime("%H:%M:%S"), ronde, {k: round(v, 1) for k, v in losses.items()}, flush=True)
    return nlp


def measure(nlp: Any, rows: Sequence[Voorbeeld], spans: bool = True) -> dict[str, Any]:
    """Return precision, recall and count for each label at a share of a half, and for each mark (exact, and with any overlap)."""
    from spacy.tokens import Doc

    cut = [pieces(one.tekst)[:LONGEST] for one in rows]
    docs = list(nlp.pipe([Doc(nlp.vocab, words=[w for _, _, w in found]) for found in cut], batch_size=256))
    told: dict[str, Any] = {"zinnen": len(rows), "labels": {}, "stukken": {}}
    for label in LABELS:
        known = [(one.labels[label] > 0.5, doc.cats[label] > 0.5) for one, doc in zip(rows, docs, strict=True) if label in one.labels]
        told["labels"][label] = _rates(sum(a and b for a, b in known), sum(b for _, b in known), sum(a for a, _ in known))
    for mark in MERKEN if spans else ():
        right = near = given = wanted = 0
        for one, found, doc in zip(rows, cut, docs, strict=True):
            gold = [(a, b) for a, b, m in one.stukken or () if m == mark]
            seen = [(found[e.start][0], found[e.end - 1][1]) for e in doc.ents if e.label_ == mark]
            right += len(set(gold) & set(seen))
            near += sum(any(a < d and c < b for c, d in seen) for a, b in gold)
            given, wanted = given + len(seen), wanted + len(gold)
        told["stukken"][mark] = _rates(right, given, wanted) | {"geraakt": round(near / wanted, 3) if wanted else None}
    return told


def _rates(right: int, given: int, wanted: int) -> dict[str, Any]:
    return {"precisie": round(right / given, 3) if given else None, "gevonden": round(right / wanted, 3) if wanted else None, "n": wanted}


def hold_out(rows: Sequence[Voorbeeld], share: float, zaad: int) -> tuple[list[Voorbeeld], list[Voorbeeld]]:
    """Return (to train on, held out)."""
    rng = random.Random(zaad)
    apart = set(rng.sample(range(len(rows)), round(share * len(rows))))
    return [one for i, one in enumerate(rows) if i not in apart], [one for i, one in enumerate(rows) if i in apart]


def files_of(folder: Path) -> Iterator[Path]:
    """Yield what belongs to the pipeline: not the card, the scores and the sums."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name not in ("CARD.md", "scores.json", "SHA256SUMS"):
            yield file


def main() -> None:
    """Train, measure and write."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--uit", type=Path, default=HIER.parent / "zinlezer")
    p.add_argument("--zaad", type=int, default=7)
    p.add_argument("--rondes", type=int, default=14)
    p.add_argument("--per-ronde", type=int, default=5000, help="zinnen uit de bank in elke ronde")
    a = p.parse_args()
    start = time.time()
    bank, held_bank = split_bank(read_bank(read_kennis()), 0.05, a.zaad)
    marked, held = hold_out(read_marked(HIER / "gemerkt.txt"), 0.15, a.zaad)
    pairs = HIER / "gemerkt_paren.txt"
    marked += read_marked(pairs) if pairs.exists() else []
    nlp = train(marked, readknown_labels(bank), a.zaad, a.rondes, a.per_ronde)
    minutes = round((time.time() - start) / 60, 1)
    scores = {
        "gemerkt_apart": measure(nlp, held),
        "toets": measure(nlp, read_marked(HIER / "gemerkt_toets.txt")),
        "bank_apart": measure(nlp, read_apart(held_bank), spans=False),
        "geleerd": {"gemerkt": len(marked), "bank": len(bank.zinnen), "rondes": a.rondes, "zaad": a.zaad, "minuten": minutes},
    }
    for name, part in scores.items():
        print(name, json.dumps(part, ensure_ascii=False), flush=True)
    nlp.to_disk(a.uit)
    (a.uit / "scores.json").write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", "utf-8")
    sums = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(a.uit).as_posix()}" for f in files_of(a.uit)]
    (a.uit / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")


if __name__ == "__main__":
    main()
