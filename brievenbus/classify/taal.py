"""Is the letter in Dutch? Everything else here reads Dutch only, so another language must be said aloud."""

from __future__ import annotations

from brievenbus.match import Zin

_DUTCH = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "van",
        "u",
        "uw",
        "is",
        "op",
        "voor",
        "in",
        "te",
        "dat",
        "niet",
        "wij",
        "met",
        "zijn",
        "aan",
        "deze",
        "kunt",
        "moet",
        "dit",
        "bij",
        "om",
        "naar",
        "ons",
        "wordt",
        "hebt",
        "heeft",
        "als",
        "dan",
    ]
)
_OTHER = {
    "en": frozenset(
        [
            "the",
            "and",
            "of",
            "you",
            "your",
            "to",
            "is",
            "in",
            "we",
            "that",
            "for",
            "this",
            "not",
            "be",
            "are",
            "by",
            "with",
            "have",
            "must",
            "will",
            "if",
            "our",
            "on",
            "from",
            "please",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "sie",
            "ihr",
            "ihre",
            "ist",
            "zu",
            "nicht",
            "wir",
            "mit",
            "den",
            "dem",
            "von",
            "auf",
            "für",
            "ein",
            "eine",
            "werden",
            "haben",
            "bitte",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "et",
            "vous",
            "votre",
            "est",
            "de",
            "des",
            "du",
            "nous",
            "pour",
            "ne",
            "pas",
            "que",
            "dans",
            "une",
            "un",
            "avec",
            "sur",
            "avez",
            "devez",
        ]
    ),
    "tr": frozenset(
        [
            "ve",
            "bir",
            "bu",
            "için",
            "ile",
            "olarak",
            "size",
            "sizin",
            "değil",
            "da",
            "de",
            "olan",
            "gibi",
            "kadar",
            "daha",
        ]
    ),
    "pl": frozenset(
        [
            "i",
            "w",
            "na",
            "z",
            "do",
            "nie",
            "że",
            "się",
            "jest",
            "od",
            "pan",
            "pani",
            "oraz",
            "przez",
            "dla",
            "po",
            "tym",
            "państwa",
        ]
    ),
}
FEWEST = 40


def foreign(zinnen: tuple[Zin, ...]) -> str | None:
    """Return the code of the language where the letter is clearly not in Dutch, else None."""
    words = [t.woord for zin in zinnen for t in zin.tokens if t.woord.isalpha()]
    if len(words) < FEWEST:
        return None
    dutch = sum(word in _DUTCH for word in words)
    best = max(_OTHER, key=lambda code: sum(word in _OTHER[code] for word in words))
    other = sum(word in _OTHER[best] for word in words)
    return best if other > 1.5 * dutch and other > 0.1 * len(words) else None
