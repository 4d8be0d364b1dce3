"""Web and e-mail addresses that are not whose they seem to be: a known name in a foreign domain, or one letter off.

Only the domain is looked at; no address is ever followed. The names, endings and mail services are groups of regels/echtheid.toml.
"""

from __future__ import annotations

from string import ascii_lowercase, digits

from brievenbus.classify.context import Lezing, fold_words, loose
from brievenbus.feiten import Webadres
from brievenbus.match import Token, Zin
from brievenbus.page import Span

LEAST_NAME = 5
"""A shorter name stands in other words by chance ("ing" in "mening"): it counts as a part between hyphens only."""
_HOME = frozenset({"nl", "com", "eu", "org", "net", "be", "de", "nu", "frl", "amsterdam"})
_BEFORE = ("mijn", "my", "www", "ik", "betaal")


def labels(lezing: Lezing, *words: str) -> frozenset[str]:
    """Return the labels of regels/echtheid.toml that stand on any of `words` taken by itself."""
    found = set()
    for word in words:
        for zin in loose(word):
            found |= {label for label, _ in lezing.woorden.labels("echtheid", zin)}
    return frozenset(found)


def is_odd(lezing: Lezing, domein: str) -> bool:
    """Tell whether a domain ends in a way that offices and companies in the Netherlands hardly use."""
    return "extensie" in labels(lezing, domein.rpartition(".")[2])


def is_free_mail(lezing: Lezing, adres: Webadres) -> bool:
    """Tell whether an e-mail address is one that anybody gets for nothing."""
    return adres.soort == "mail" and "vrije_mail" in labels(lezing, adres.domein)


def is_own(adres: str, kop: str) -> bool:
    """Tell whether a domain is simply the name in the letterhead with an ordinary ending."""
    parts = adres.split(".")
    name = "".join(fold_words(parts[-2])) if len(parts) > 1 else ""
    return len(name) >= 3 and parts[-1] in _HOME and name in "".join(fold_words(kop))


def is_genuine(lezing: Lezing, domein: str) -> bool:
    """Tell whether a domain is a known name with its own ending, or a part of it ("mijn.digid.nl")."""
    parts = domein.split(".")
    return len(parts) > 1 and parts[-1] in _HOME and _is_name(lezing, parts[-2])


def pretends(lezing: Lezing, domein: str) -> bool:
    """Tell whether a domain borrows a known name without being its own: "digid-controle.nl", "postnl.top", "digid.inlog.com"."""
    parts = domein.split(".")
    if len(parts) < 2 or is_genuine(lezing, domein) or "eigen_adres" in labels(lezing, *parts[:-1]):
        return False
    name = parts[-2]
    if _is_name(lezing, name):
        return True  # its ending is not its own: that was looked at above
    pieces = name.split("-")
    if len(pieces) > 1 and any(_is_name(lezing, piece) for piece in pieces):
        return True
    if any(_is_name(lezing, part) and len(part) >= LEAST_NAME for part in parts[:-2]) and parts[-1] != "nl":
        return True
    return any(_is_name(lezing, inner) for inner in _inside("".join(pieces))) and not name.startswith(_BEFORE)


def is_slip(lezing: Lezing, domein: str) -> bool:
    """Tell whether a domain is one letter off a known name. On a photo that may be a misread letter: never enough by itself."""
    parts = domein.split(".")
    name = parts[-2] if len(parts) > 1 else ""
    if len(name) < LEAST_NAME or _is_name(lezing, name):
        return False
    tokens = tuple(Token(word, Span(0, 0)) for word in sorted(_one_off(name)) if len(word) >= LEAST_NAME)
    return any(label == "merk" for label, _, _ in lezing.woorden.boeken["echtheid"].find(Zin(name, Span(0, 0), tokens, 0)))


def _is_name(lezing: Lezing, word: str) -> bool:
    return "merk" in labels(lezing, word) and len(fold_words(word)) == 1


def _inside(word: str) -> set[str]:
    """Every stretch of the word that is long enough to be a name."""
    size = len(word)
    return {word[i:j] for i in range(size) for j in range(i + LEAST_NAME, size + 1)} if size <= 40 else set()


def _one_off(word: str) -> set[str]:
    """Every word that is one letter replaced, left out, added or swapped away."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = ascii_lowercase + digits
    found = {head + tail[1:] for head, tail in cuts if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    found |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    return found | {head + letter + tail for head, tail in cuts for letter in letters}
