"""The third reader: the small Dutch transformer of `models/lezer/`, run with onnxruntime on one core.

It reads each sentence into a vector and then the row of vectors as a letter. It sees words without numbers, months and weekdays (as the
first reader does), so nothing personal tells it anything. `models/lezer/CARD.md` says what it was trained on and how well it reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brievenbus.classify.model import normalize
from brievenbus.classify.modelbestand import check_model
from brievenbus.classify.stem import ZWIJGT, Stem

MAX_ZINNEN = 63
"""Sentences of a letter that are read, beside the letterhead: of a longer letter the first 43 and the last 20."""
_LAATSTE = 20
FILES = ("zin.onnx", "brief.onnx", "stukjes.json", "namen.json")
Floats = NDArray[np.float32]


def _softmax(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max())
    shares: Floats = odds / odds.sum()
    return shares


def _named(keys: Sequence[str], shares: Floats) -> Mapping[str, float]:
    return {key: float(share) for key, share in zip(keys, shares, strict=True)}


@dataclass(frozen=True)
class Netlezer:
    """The loaded nets. Made once, used for every letter."""

    zin: Any
    brief: Any
    stukjes: Any
    namen: Mapping[str, Any]

    @classmethod
    def open(cls, folder: Path) -> Netlezer:
        """Load the reader from a folder. Raises ToolError `model_stuk` where a file is missing or is not the one of SHA256SUMS."""
        import onnxruntime  # 60 ms, and only where a letter is read
        from tokenizers import Tokenizer

        check_model(folder, FILES)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        nets = [onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"]) for name in FILES[:2]]
        return cls(nets[0], nets[1], Tokenizer.from_file(str(folder / FILES[2])), json.loads((folder / FILES[3]).read_text("utf-8")))

    def read(self, kop: str, zinnen: Sequence[str]) -> Stem:
        """Read a letter. Without a sentence to read it says nothing."""
        if not zinnen:
            return ZWIJGT
        chosen = list(zinnen) if len(zinnen) <= MAX_ZINNEN else [*zinnen[: MAX_ZINNEN - _LAATSTE], *zinnen[-_LAATSTE:]]
        vectors = self._vectors([kop, *chosen])[None]
        there = np.ones(vectors.shape[:2], np.int64)
        soort, afzender, gevolgen, urgentie, goed = (out[0] for out in self.brief.run(None, {"zinnen": vectors, "masker": there}))
        n = self.namen
        return Stem(
            _named(n["soorten"], _softmax(soort / n["temperatuur"])),
            _named(n["afzendersoorten"], _softmax(afzender)),
            _named(n["gevolgen"], 1 / (1 + np.exp(-gevolgen))),
            _named(n["urgenties"], _softmax(urgentie)),
            float(1 / (1 + np.exp(-goed[0]))),
        )

    def _vectors(self, texts: Sequence[str]) -> Floats:
        """Read sentences, those of like length together: padding costs as much as words."""
        rows = [encoding.ids for encoding in self.stukjes.encode_batch([normalize(text) for text in texts])]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        found: dict[int, Floats] = {}
        for at in range(0, len(order), 16):
            part = order[at : at + 16]
            ids = np.zeros((len(part), len(rows[part[-1]])), np.int64)
            for place, i in enumerate(part):
                ids[place, : len(rows[i])] = rows[i]
            vectors = self.zin.run(["vector"], {"stukjes": ids, "masker": (ids != 0).astype(np.int64)})[0]
            found.update(zip(part, vectors, strict=True))
        return np.stack([found[i] for i in range(len(rows))]).astype(np.float32)
