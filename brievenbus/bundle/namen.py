"""Names of senders and creditors in a letter, and the phrases that say whom it collects for or that a case is done."""

from __future__ import annotations

from brievenbus.kennis import Kennis
from brievenbus.match import Phrasebook, tokenize, zinnen
from brievenbus.page import Tekst

RECHTSVORM = frozenset(("b", "v", "n", "u", "a", "o", "f", "bv", "nv", "vof", "ua"))
VOORAAN = frozenset(("de", "het", "stichting"))
NAAM_LENGTE = 5
SCHULDEISER_WOORDEN = 6


def core(naam: str) -> str:
    """Return a name as folded words without the form of the company."""
    words = [token.woord for token in tokenize(naam)]
    while words and words[0] in VOORAAN:
        words.pop(0)
    while words and words[-1] in RECHTSVORM:
        words.pop()
    return " ".join(words)


class Zinsdelen:
    """The phrases of regels/zaken.toml, made ready to look for."""

    def __init__(self, kennis: Kennis) -> None:
        self._boek = Phrasebook(kennis.groep("zaken"))
        self._niet = Phrasebook({groep.label: groep.niet for groep in kennis.woorden["zaken"]})

    def read(self, tekst: Tekst) -> tuple[bool, tuple[str, ...]]:
        """Return (the letter says that the case is done, whom it collects for)."""
        closing, creditors = False, []
        for zin in zinnen(tekst):
            denied = {label for label, _, _ in self._niet.find(zin)}
            for label, _, span in self._boek.find(zin):
                if label == "schuldeiser":
                    creditors.append(_name_after(tekst.plat[span.eind : zin.span.eind]))
                elif label not in denied:
                    closing = True
        return closing, tuple(dict.fromkeys(naam for naam in creditors if len(naam) >= NAAM_LENGTE))


def _name_after(text: str) -> str:
    """Return the name that a stretch of text starts with: words in capitals, and what stands between them."""
    words: list[str] = []
    for word in text.lstrip(" :\t\n").split()[:SCHULDEISER_WOORDEN]:
        if any(char.isdigit() for char in word) or not (word[0].isupper() or word in ("&", "en", "van", "de", "der", "het", "'t")):
            break
        words.append(word)
        if word[-1] in ",;" or (word.endswith(".") and len(word) > 4 and "." not in word[:-1]):
            break
    while words and words[-1].islower():
        words.pop()
    return core(" ".join(words))
