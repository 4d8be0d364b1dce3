"""The words of the readability measure: how often they are used, what class they are of, and whether a noun can be touched or seen.

The tables stand in kennis/woorden; what is not in them is told by rules: regular verbs by their infinitive, adjectives by their ending,
compounds by their last part. What no rule knows is a noun.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from brievenbus.kennis import KENNIS_MAP

MAP = KENNIS_MAP / "woorden"
ZELDZAAM = 1.36
"""What LiNT-II gives a word that was never seen (log10 per billion words)."""
VERSCHIL = -0.1
"""From the frequencies of wordfreq to those of SUBTLEX-NL that LiNT-II counts with: fitted on half of the published sentences, see
`tests.zwaar.leesniveau`."""
_KLINKERS = "aeiouy"
_ONSCHEIDBAAR = ("be", "ge", "er", "her", "ont", "ver")
_SCHEIDBAAR = (
    "aan",
    "af",
    "bij",
    "door",
    "in",
    "na",
    "om",
    "onder",
    "op",
    "over",
    "toe",
    "uit",
    "voor",
    "vol",
    "weer",
    "tegen",
    "mis",
    "ant",
)
_ABSTRACT = (
    "ing",
    "ingen",
    "heid",
    "heden",
    "atie",
    "aties",
    "teit",
    "teiten",
    "isme",
    "schap",
    "nis",
    "nissen",
    "ij",
    "ment",
    "tie",
    "ties",
)


class Betekenis(StrEnum):
    """What kind of thing a noun names, as LiNT-II has it."""

    CONCREET = "concreet"
    ABSTRACT = "abstract"
    BEIDE = "beide"


def _stem(infinitive: str) -> str:
    """Return the stem of a regular verb as it is written: betalen -> betaal, geloven -> geloof, stoppen -> stop, regelen -> regel."""
    stem = infinitive.removesuffix("n") if not infinitive.endswith("en") else infinitive[:-2]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _KLINKERS:
        return stem[:-1]
    weak = len(stem) > 4 and stem[-2] == "e" and stem[-1] in "lrnm" and stem[-3] not in _KLINKERS
    syllables = sum(1 for i, c in enumerate(stem) if c in _KLINKERS and (i == 0 or stem[i - 1] not in _KLINKERS))
    open_syllable = len(stem) > 1 and stem[-1] not in _KLINKERS and stem[-2] in _KLINKERS and (len(stem) < 3 or stem[-3] not in _KLINKERS)
    if open_syllable and not (weak and syllables > 1):
        stem = stem[:-1] + stem[-2] + stem[-1]
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])


def _regular(infinitive: str) -> tuple[set[str], set[str]]:
    """Return the finite forms and the participle of a regular verb."""
    stem, root = _stem(infinitive), infinitive.removesuffix("en")
    hard = root.endswith(("t", "k", "f", "s", "ch", "p", "x"))
    end = "t" if hard else "d"
    finite = {stem, stem if stem.endswith("t") else stem + "t", f"{stem}{end}e", f"{stem}{end}en"}
    glued = any(infinitive.startswith(part) and len(infinitive) - len(part) > 4 for part in (*_ONSCHEIDBAAR, "onder", "over"))
    prefix = "" if glued else "ge"
    return finite, {prefix + (stem if stem.endswith(end) else stem + end)}


@dataclass(frozen=True)
class Woorden:
    """All word tables, read once."""

    tabel: dict[str, Any]
    frequentie: dict[str, float]

    def _set(self, group: str, key: str) -> frozenset[str]:
        return frozenset(str(self.tabel[group][key]).split())

    @cached_property
    def bepalers(self) -> frozenset[str]:
        """Words that stand before a noun: articles and the like."""
        return self._set("functie", "bepalers")

    @cached_property
    def voornaamwoorden(self) -> frozenset[str]:
        """Words that stand for a thing or a person."""
        return self._set("functie", "voornaamwoorden")

    @cached_property
    def voorzetsels(self) -> frozenset[str]:
        """Prepositions."""
        return self._set("functie", "voorzetsels")

    @cached_property
    def onderschikkers(self) -> frozenset[str]:
        """Words that open a subordinate clause."""
        return self._set("functie", "onderschikkers")

    @cached_property
    def nevenschikkers(self) -> frozenset[str]:
        """Words that join two equal parts."""
        return self._set("functie", "nevenschikkers")

    @cached_property
    def functie(self) -> frozenset[str]:
        """Every word that is no content word."""
        groups = ("bepalers", "voornaamwoorden", "voorzetsels", "onderschikkers", "nevenschikkers", "bijwoorden", "telwoorden")
        return frozenset().union(*(self._set("functie", key) for key in groups))

    @cached_property
    def koppel(self) -> frozenset[str]:
        """Forms of zijn and worden: never content words."""
        return self._set("werkwoorden", "koppel")

    @cached_property
    def hulp(self) -> frozenset[str]:
        """Forms of hebben, kunnen, moeten and the like: content words only where no other verb goes with them."""
        return self._set("werkwoorden", "hulp")

    @cached_property
    def hulpdeelwoorden(self) -> frozenset[str]:
        """Participles of the same verbs."""
        return self._set("werkwoorden", "hulp_deelwoorden")

    @cached_property
    def ook_naamwoord(self) -> frozenset[str]:
        """Forms that may be a verb and a noun."""
        return self._set("werkwoorden", "ook_naamwoord")

    @cached_property
    def altijd_naamwoord(self) -> frozenset[str]:
        """Forms of a verb that are a noun in letters."""
        return self._set("werkwoorden", "altijd_naamwoord")

    @cached_property
    def telwoorden(self) -> frozenset[str]:
        """Numbers in letters."""
        return self._set("functie", "telwoorden")

    @cached_property
    def _vervoegd(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        finite: set[str] = set()
        infinitives: set[str] = set()
        participles: set[str] = set()
        for line in str(self.tabel["werkwoorden"]["sterk"]).strip().splitlines():
            infinitive, _, forms = line.partition(":")
            now, _, past = forms.partition("/")
            infinitives.add(infinitive)
            finite.update(now.split())
            participles.update(past.split())
        for infinitive in self._set("werkwoorden", "regelmatig") - infinitives:
            now_set, past_set = _regular(infinitive)
            infinitives.add(infinitive)
            finite |= now_set
            participles |= past_set
        return frozenset(finite), frozenset(infinitives), frozenset(participles)

    def is_persoonsvorm(self, woord: str) -> bool:
        """Tell whether a word can only be a finite verb (or an imperative)."""
        return self._verb(woord, 0)

    def is_heel_werkwoord(self, woord: str) -> bool:
        """Tell whether a word is an infinitive, which is also the form for more than one ("zij betalen")."""
        return self._verb(woord, 1)

    def is_deelwoord(self, woord: str) -> bool:
        """Tell whether a word is a past participle."""
        return self._verb(woord, 2)

    def _verb(self, woord: str, kind: int) -> bool:
        known = self._vervoegd[kind]
        if woord in known:
            return True
        return any(
            woord.startswith(part) and (rest := woord[len(part) :].removeprefix("te" if kind == 1 else "")) in known and len(rest) > 2
            for part in self.deeltjes
        )

    @cached_property
    def deeltjes(self) -> frozenset[str]:
        """What a verb leaves behind at the end: the "op" of "stuur … op"."""
        return self._set("werkwoorden", "deeltjes")

    @cached_property
    def _bijvoeglijk_gewoon(self) -> frozenset[str]:
        return self._set("bijvoeglijk", "woorden")

    @cached_property
    def _bijvoeglijk(self) -> frozenset[str]:
        found = set(self._set("bijvoeglijk", "onregelmatig"))
        for word in self._bijvoeglijk_gewoon:
            long = _inflected(word)
            found |= {word, long, long + "r", long + "re", word + "st", word + "ste"}
            found |= {word + "der", word + "dere"} if word.endswith("r") else set()
        return frozenset(found)

    def is_bijvoeglijk(self, woord: str) -> bool:
        """Tell whether a word is an adjective."""
        if woord in self._betekenis and woord not in self._bijvoeglijk_gewoon:
            return False
        if woord in self._bijvoeglijk:
            return True
        return len(woord) > 5 and woord.endswith(self._uitgangen) and self.betekenis(woord) is None

    @cached_property
    def _uitgangen(self) -> tuple[str, ...]:
        return tuple(ending + more for ending in self._set("bijvoeglijk", "uitgangen") for more in ("", "e", "er", "ere"))

    @cached_property
    def _betekenis(self) -> dict[str, Betekenis]:
        return {word: Betekenis(kind) for kind, words in self.tabel["naamwoorden"].items() for word in str(words).split()}

    def betekenis(self, woord: str) -> Betekenis | None:
        """Return what kind of thing a noun names, by the table, its last part or its ending; None for a noun nobody knows."""
        for form in _singulars(woord):
            if form in self._betekenis:
                return self._betekenis[form]
        base = self._last_part(woord)
        if base is not None:
            return self._betekenis[base]
        return Betekenis.ABSTRACT if woord.endswith(_ABSTRACT) and len(woord) > 5 else None

    def _last_part(self, woord: str) -> str | None:
        """Return the last part of a compound (verkeersboete: boete), if that is a noun of the table and the rest is a word."""
        for at in range(3, len(woord) - 2):
            rest, first = woord[at:].removeprefix("-"), woord[:at].removesuffix("-")
            base = next((form for form in _singulars(rest) if len(form) > 2 and form in self._betekenis), None)
            if (
                base is not None
                and first not in _SCHEIDBAAR
                and any(w in self.frequentie for w in (first, first.removesuffix("s"), first + "en"))
            ):
                return base
        return None

    def vaak(self, woord: str, naamwoord: bool = False) -> float:
        """Return log10 of how often a word is used in a billion words, on the scale of LiNT-II.

        A compound counts as its last part, as in LiNT-II. A word outside the table is at the edge of it (2.4, or 3 in a million) and
        loses 0.15 for each letter over 6: long words are rare words.
        """
        base = self._last_part(woord) if naamwoord else None
        found = self.frequentie.get(base or woord, self.frequentie.get(woord))
        if base is not None and base in self.frequentie:
            found = max(self.frequentie[base], self.frequentie.get(woord, 0.0))
        if found is None:
            found = 2.4 - 0.15 * max(0, len(woord) - 6)
        return max(ZELDZAAM, found + VERSCHIL)


def _inflected(word: str) -> str:
    """Return an adjective with -e: groot -> grote, laag -> lage, dun -> dunne, boos -> boze."""
    if word.endswith("e"):
        return word
    if len(word) > 2 and word[-1] not in _KLINKERS and word[-2] in _KLINKERS:
        double = word[-2] == word[-3]
        if double:
            end = {"f": "v", "s": "z"}.get(word[-1], word[-1])
            return word[:-2] + end + "e"
        if word[-3] not in _KLINKERS and len(word) < 5:
            return word + word[-1] + "e"
        if word[-1] in "fs" and word[-3] in _KLINKERS:
            return word[:-1] + {"f": "v", "s": "z"}[word[-1]] + "e"
    return word + "e"


def _singulars(word: str) -> tuple[str, ...]:
    """Return the word and what it may be the plural or the small form of: boetes -> boete, brieven -> brief, kaartje -> kaart."""
    forms = [word]
    if word.endswith("s"):
        forms += [word[:-1], word[:-2] if word.endswith("'s") else word[:-1]]
    if word.endswith("en") and len(word) > 4:
        stem = word[:-2]
        forms += [stem, _stem(word), stem + "e"]
    if word.endswith("je"):
        forms += [word[:-2], word[:-3]]
    return tuple(dict.fromkeys(forms))


@cache
def woorden() -> Woorden:
    """Return the word tables that ship with brievenbus."""
    tables = {name: tomllib.loads((MAP / f"{name}.toml").read_text("utf-8")) for name in ("woordsoorten", "frequentie")}
    frequencies = {word: float(value) for value, words in tables["frequentie"].items() for word in str(words).split()}
    return Woorden(tables["woordsoorten"], frequencies)
