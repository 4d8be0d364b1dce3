"""Reading mistakes as they really happen: from a table counted over readings of rendered photos beside their true text.

`leesfouten.json` holds, for stretches of one to three characters, what they were read as and how often.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

TABEL = Path(__file__).with_name("leesfouten.json")


class Leesfouten:
    """Spoils text the way a reader of photos does."""

    def __init__(self, rng: random.Random, tabel: Path = TABEL) -> None:
        self.rng = rng
        table: dict[str, dict[str, int]] = json.loads(tabel.read_text("utf-8"))["vervangen"]
        self._table = {key: (list(reads), list(reads.values())) for key, reads in table.items()}
        self._lengths = sorted({len(key) for key in table}, reverse=True)

    def spoil(self, text: str, share: float) -> str:
        """Return the text with about `share` of its words misread (0..1), and now and then a word lost or glued to the next."""
        words = []
        for word in text.split(" "):
            chance = self.rng.random()
            if chance >= share:
                words.append(word)
            elif chance > 0.06 * share:
                words.append(self._misread(word))
        joined = " ".join(words)
        if share > 0.1 and self.rng.random() < share:
            joined = joined.replace(" ", "", 1)
        return joined

    def _misread(self, word: str) -> str:
        spots = [(i, word[i : i + n]) for n in self._lengths for i in range(len(word) - n + 1) if word[i : i + n] in self._table]
        if not spots:
            return word
        at, piece = self.rng.choice(spots)
        reads, counts = self._table[piece]
        return word[:at] + self.rng.choices(reads, counts)[0] + word[at + len(piece) :]
