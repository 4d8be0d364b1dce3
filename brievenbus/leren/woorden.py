"""The words that the knowledge itself uses: what stands there was invented or public, so it gives nobody away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from brievenbus.kennis import Kennis
from brievenbus.leren.namen import NAMEN
from brievenbus.match import fold

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_START = re.compile(r"(?:^|[.:;!?\n\"“(|\t]|\s[-–—•])\s*$")
_ENDINGS = ("e", "s", "n", "t", "en", "de", "te", "er", "je", "jes")
_LINKS = ("", "s", "e", "en", "n")
_STEM = 4
_PLACE_OR_NAME = re.compile(
    r"(?:straat|laan|plein|hof|gracht|kade|singel|dijk|steeg|weg|pad|dreef|berg|veld|kamp|brink|hoven|huis|stra|sma|inga|man|mans|sen|sson"
    r"|burg|dam|drecht|stad|dorp|wijk|oude|woude|zijl|horst|broek|heide|poort|markt|wal|park|ma|ga)$"
)  # fmt: skip


@dataclass(frozen=True)
class Woordenschat:
    """What may stand in an anonymous sentence: `klein` words in lower case (folded), `afkortingen`, and names of `organisaties`."""

    klein: frozenset[str]
    afkortingen: frozenset[str]
    organisaties: tuple[str, ...]

    @classmethod
    def make(cls, kennis: Kennis) -> Woordenschat:
        """Gather the words of the sentences on the cards and of the names of senders."""
        low: set[str] = set()
        short: set[str] = set()
        for text in _texts(kennis):
            for match in WORD.finditer(text):
                word = match[0]
                if word.isupper() and 2 <= len(word) <= 5:
                    short.add(word)
                elif word[0].islower():
                    low.update(fold(part) for part in (word, *word.split("-")))
        names = {name for card in kennis.afzenders.values() for name in (card.naam, *card.namen)}
        public = (name for name in names if name[:1].isupper() and not any(c.isdigit() or c == "," for c in name))
        kept = (name for name in public if fold(name) not in NAMEN)
        return cls(frozenset(low), frozenset(short), tuple(sorted(kept, key=lambda name: (-len(name), name))))

    @cached_property
    def organisatie(self) -> re.Pattern[str]:
        """What finds the name of a known sender, the longest first."""
        return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in self.organisaties)})(?!\w)")

    def knows(self, word: str) -> bool:
        """Tell whether a word in lower case stands in the knowledge, or is plainly made of such words."""
        key = fold(word).strip("'’-")
        if key in self.klein or all(part in self.klein for part in key.split("-")):
            return True
        if _PLACE_OR_NAME.search(key):
            return False
        stems = [key[: -len(end)] for end in _ENDINGS if key.endswith(end)]
        return any(len(stem) >= _STEM and stem in self.klein for stem in stems) or self._is_compound(key)

    def _is_compound(self, key: str) -> bool:
        for at in range(_STEM, len(key) - _STEM + 1):
            if key[at:] in self.klein and any(
                key[:at].endswith(link) and len(stem := key[: at - len(link)]) >= _STEM and stem in self.klein for link in _LINKS
            ):
                return True
        return False


def begins(text: str, at: int) -> bool:
    """Tell whether a word at `at` has its capital because something begins there: a sentence, or what is behind a colon or dash."""
    return _START.search(text[:at]) is not None


def _texts(kennis: Kennis) -> Iterator[str]:
    for card in kennis.briefsoorten.values():
        for name in type(card.zinnen).model_fields:
            yield from getattr(card.zinnen, name)
        yield from (example.tekst for example in card.voorbeeld)
        yield from (example.tekst for example in card.tegenvoorbeeld)
        yield from (card.uitleg.titel, card.uitleg.kern, *card.uitleg.eerst, *card.uitleg.doen, card.uitleg.gevolg)
    for group in dict(kennis.algemeen).values():
        yield from group
    for taal in kennis.talen.values():
        for table in (taal.zinnen, taal.twijfels, taal.gevolgen, taal.acties, taal.termijnen, taal.redenen, taal.meegeven):
            yield from (re.sub(r"\{[^}]*\}", " ", text) for text in table.values())
