"""The four features of LiNT-II for one sentence, estimated from its words and their order: there is no parser here.

How far apart words that belong together stand is estimated so. A sentence is cut into clauses at commas, brackets and linking words
where both sides have a verb of their own. The head of a clause is its last lexical verb that is not finite ("moet … betalen"), else its
finite verb, else, with zijn or worden, the predicate ("is … hoger"). On it hang the pronouns, adverbs and the last noun of every group of
words; a group with "van" hangs on the noun before it. The head of a further clause hangs on the head of the first; that of a clause with
"die" or "dat", or in brackets, on the noun before it. The feature is the longest such distance, in words that stand in between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from brievenbus.explain.leesbaarheid.woorden import Betekenis, Woorden, woorden

_TOKEN = re.compile(r"€\s?[\d.,]*\d|\d[\d.,:-]*|[^\W\d_]+(?:[-'’][^\W\d_]+)*-?|[(),;:–—]")
_GRENS = frozenset("(),;:–—")


_PERSONEN = frozenset({"u", "ik", "hij", "zij", "wij", "ze", "we", "iemand"})


class Soort(StrEnum):
    """Class of a word, as far as the measure needs it."""

    NAAMWOORD = "naamwoord"
    NAAM = "naam"
    BIJVOEGLIJK = "bijvoeglijk"
    WERKWOORD = "werkwoord"
    HULPWERKWOORD = "hulpwerkwoord"
    VOORNAAMWOORD = "voornaamwoord"
    BEPALER = "bepaler"
    VOORZETSEL = "voorzetsel"
    BIJWOORD = "bijwoord"
    VERBINDER = "verbinder"
    GETAL = "getal"


INHOUD = frozenset({Soort.NAAMWOORD, Soort.NAAM, Soort.BIJVOEGLIJK, Soort.WERKWOORD})


@dataclass
class Woord:
    """A word of a sentence. `grens` holds the signs before it that part clauses, `vervoegd` is true for a finite verb."""

    tekst: str
    laag: str
    grens: str
    soort: Soort = Soort.NAAMWOORD
    vervoegd: bool = False

    @property
    def inhoud(self) -> bool:
        """Tell whether it is a content word."""
        return self.soort in INHOUD


@dataclass(frozen=True)
class Kenmerken:
    """What LiNT-II knows of a sentence. Lists, so that a text can take its means over all its words."""

    frequenties: tuple[float, ...]
    afstand: int | None
    inhoudswoorden: int
    persoonsvormen: int
    betekenissen: tuple[Betekenis, ...]
    woorden: int


def ontleed(zin: str) -> list[Woord]:
    """Return the words of a sentence with their classes."""
    known = woorden()
    found: list[Woord] = []
    sign = ""
    for match in _TOKEN.finditer(zin):
        text = match.group()
        if text in _GRENS:
            sign += text
            continue
        found.append(Woord(text, text.lower().replace("’", "'"), sign))
        sign = ""
    for at, word in enumerate(found):
        word.soort, word.vervoegd = _classify(found, at, known)
    _settle(found, known)
    return found


def _classify(line: list[Woord], at: int, known: Woorden) -> tuple[Soort, bool]:
    word = line[at]
    low = word.laag
    before = line[at - 1] if at and not word.grens else None
    if low[0].isdigit() or low[0] == "€":
        return Soort.GETAL, False
    if (len(low) > 1 and word.tekst.isupper()) or (at and word.tekst[0].isupper() and low not in known.functie):
        return Soort.NAAM, False
    after_noun_opener = before is not None and before.soort in (Soort.BEPALER, Soort.BIJVOEGLIJK, Soort.GETAL, Soort.VOORZETSEL)
    if low == "zijn" and at + 1 < len(line) and before is not None and before.soort == Soort.VOORZETSEL:
        return Soort.BEPALER, False
    if low in known.koppel or low in known.hulp:
        return Soort.HULPWERKWOORD, low not in ("zijn", "worden", "hebben", "kunnen", "moeten", "mogen", "willen", "zullen", "hoeven")
    if low in known.hulpdeelwoorden:
        return Soort.HULPWERKWOORD, False
    if low in known.functie:
        return _function(line, at, known), False
    verb = _verb(line, at, known, after_noun_opener)
    if verb is not None:
        return verb
    if known.is_bijvoeglijk(low) and not (before is not None and before.soort == Soort.BEPALER and known.betekenis(low)):
        return Soort.BIJVOEGLIJK, False
    return Soort.NAAMWOORD, False


def _function(line: list[Woord], at: int, known: Woorden) -> Soort:
    low = line[at].laag
    following = line[at + 1].laag if at + 1 < len(line) and not line[at + 1].grens else ""
    if low in known.voorzetsels and following:
        return Soort.VOORZETSEL
    if low in known.nevenschikkers or (low in known.onderschikkers and low not in known.bepalers):
        return Soort.VERBINDER
    noun_follows = bool(following) and following not in known.functie and following not in known.koppel and following not in known.hulp
    if low in known.bepalers and (low not in known.voornaamwoorden or (noun_follows and not known.is_persoonsvorm(following))):
        return Soort.BEPALER
    if low in known.bepalers and following in known.telwoorden:
        return Soort.BEPALER
    if low in known.voornaamwoorden:
        return Soort.VOORNAAMWOORD
    return Soort.BIJWOORD if low not in known.telwoorden else Soort.GETAL


def _verb(line: list[Woord], at: int, known: Woorden, after_opener: bool) -> tuple[Soort, bool] | None:
    """Return the class of a word that is a verb here, or None. A form that may be a noun is one after "de", "uw" or "met"."""
    low = line[at].laag
    finite, whole, past = known.is_persoonsvorm(low), known.is_heel_werkwoord(low), known.is_deelwoord(low)
    if not (finite or whole or past):
        return None
    before = line[at - 1] if at else None
    to = before is not None and before.laag == "te"
    if to and (whole or past):
        return Soort.WERKWOORD, False
    if low in known.altijd_naamwoord or (low in known.ook_naamwoord and not _is_used_as_verb(line, at, whole)):
        return None
    if after_opener and before is not None:
        attributive = before.soort == Soort.BEPALER or (before.soort == Soort.BIJVOEGLIJK and before.laag.endswith("e"))
        if attributive:
            return (Soort.BIJVOEGLIJK if _noun_after(line, at) else Soort.WERKWOORD, False) if past else None
        if before.soort == Soort.VOORZETSEL and before.laag not in known.deeltjes and not past:
            return None if finite else (Soort.WERKWOORD, False)
    return Soort.WERKWOORD, finite and not whole and not (past and not _is_only_verb(line, at, known))


def _is_used_as_verb(line: list[Woord], at: int, whole: bool) -> bool:
    """Tell whether a form that may be a noun is a verb here."""
    before = line[at - 1] if at else None
    if before is None or line[at].grens in (":", ","):
        return True
    if before.soort == Soort.VERBINDER and before.laag in ("en", "of", "maar"):
        return line[0].vervoegd
    if line[at].grens:
        return False
    if whole and (before.soort == Soort.HULPWERKWOORD or before.laag == "te" or before.laag in _PERSONEN):
        return True
    return before.laag in _PERSONEN and not any(w.vervoegd for w in line[:at])


def _noun_after(line: list[Woord], at: int) -> bool:
    return at + 1 < len(line) and not line[at + 1].grens


def _is_only_verb(line: list[Woord], at: int, known: Woorden) -> bool:
    """Tell whether no other finite verb stands in the line: then a form such as "besloten" or "vertelt" is the finite one."""
    others = (word.laag for i, word in enumerate(line) if i != at)
    return not any(
        low in known.koppel or low in known.hulp or (known.is_persoonsvorm(low) and not known.is_deelwoord(low)) for low in others
    )


def _settle(line: list[Woord], known: Woorden) -> None:
    """Make an infinitive finite where its clause has no finite verb ("de buren klagen"), and a helping verb that helps no other lexical."""
    for clause in _clauses(line):
        verbs = [w for w in clause if w.soort in (Soort.WERKWOORD, Soort.HULPWERKWOORD)]
        if verbs and not any(w.vervoegd for w in verbs) and not any(w.laag in ("te", "om") for w in clause):
            plural = [
                w
                for w in verbs
                if not _after_preposition(line, w) and (known.is_heel_werkwoord(w.laag) or w.laag in known.koppel or w.laag in known.hulp)
            ]
            helping = [w for w in plural if w.soort == Soort.HULPWERKWOORD]
            subject = any(w.soort in (Soort.NAAMWOORD, Soort.VOORNAAMWOORD, Soort.NAAM) for w in clause)
            if plural and subject:
                (helping or plural)[0].vervoegd = True
        lexical = [w for w in clause if w.soort == Soort.WERKWOORD]
        for word in clause:
            if word.soort == Soort.HULPWERKWOORD and word.vervoegd and word.laag in known.hulp and not lexical:
                word.soort = Soort.WERKWOORD


def _after_preposition(line: list[Woord], word: Woord) -> bool:
    """Tell whether a verb stands right behind a preposition: "over inburgeren"."""
    at = next(i for i, other in enumerate(line) if other is word)
    return at > 0 and not word.grens and line[at - 1].soort == Soort.VOORZETSEL


def _clauses(line: list[Woord]) -> list[list[Woord]]:
    """Cut a sentence where a sign or a linking word stands and both sides have a verb."""
    known = woorden()
    parts: list[list[Woord]] = []
    for at, word in enumerate(line):
        opens = bool(word.grens)
        if word.laag in known.onderschikkers and at:
            opens = opens or _is_subordinate(line, at)
        if word.soort == Soort.VERBINDER and word.laag in known.nevenschikkers and at:
            opens = opens or _verb_soon(line, at)
        if not parts or opens:
            parts.append([])
        parts[-1].append(word)
    merged: list[list[Woord]] = []
    for part in parts:
        verb = any(w.soort in (Soort.WERKWOORD, Soort.HULPWERKWOORD) for w in part)
        before = bool(merged) and any(w.soort in (Soort.WERKWOORD, Soort.HULPWERKWOORD) for w in merged[-1])
        if merged and not (verb and before):
            merged[-1] = merged[-1] + part
        else:
            merged.append(part)
    return merged


def _is_subordinate(line: list[Woord], at: int) -> bool:
    """Tell whether "dat", "die", "wat" opens a clause: a subject or the like follows, and a verb later."""
    low = line[at].laag
    rest = line[at + 1 :]
    if low in ("of", "dat", "wanneer", "toen", "terwijl", "zoals") or line[at].soort == Soort.VERBINDER:
        return any(w.soort in (Soort.WERKWOORD, Soort.HULPWERKWOORD) for w in rest)
    return False


def _verb_soon(line: list[Woord], at: int) -> bool:
    """Tell whether "en" or "of" joins two clauses: a finite verb follows before the next sign."""
    for word in line[at + 1 :]:
        if word.grens:
            return False
        if word.soort in (Soort.WERKWOORD, Soort.HULPWERKWOORD) and word.vervoegd:
            return True
    return False


def _distance(line: list[Woord]) -> int | None:
    """Return the longest estimated distance between words that belong together, or None for a sentence of one word."""
    if len(line) < 2:
        return None
    places = {id(word): at for at, word in enumerate(line)}
    longest = 0
    first_head: int | None = None
    for clause in _clauses(line):
        at = [places[id(word)] for word in clause]
        head = _head(line, at)
        opener = clause[0]
        noun_before = at[0] > 0 and line[at[0] - 1].soort in (Soort.NAAMWOORD, Soort.NAAM)
        for spot in _hanging(line, at, head):
            longest = max(longest, abs(head - spot) - 1)
        if first_head is None:
            first_head = head
        elif (opener.laag in ("die", "dat", "waar", "waarmee", "waarvan") or "(" in opener.grens) and noun_before:
            longest = max(longest, head - at[0])
        else:
            longest = max(longest, abs(head - first_head) - 1)
    return longest


def _head(line: list[Woord], at: list[int]) -> int:
    """Return the place of the word that the clause hangs on."""
    lexical = [i for i in at if line[i].soort == Soort.WERKWOORD]
    loose = [i for i in lexical if not line[i].vervoegd and not (i and line[i - 1].laag == "te")]
    if any(line[i].soort == Soort.HULPWERKWOORD and line[i].vervoegd for i in at) and loose:
        return loose[-1]
    finite = [i for i in lexical if line[i].vervoegd]
    if finite:
        return finite[0]
    if lexical:
        return lexical[-1]
    helper = next((i for i in at if line[i].soort == Soort.HULPWERKWOORD), None)
    if helper is not None:
        after = [i for i in at if i > helper and line[i].soort in (Soort.BIJVOEGLIJK, Soort.NAAMWOORD, Soort.NAAM)]
        named = [i for i in after if _group_end(line, i)]
        return named[0] if named else helper
    nouns = [i for i in at if line[i].soort in (Soort.NAAMWOORD, Soort.NAAM, Soort.BIJVOEGLIJK)]
    return nouns[0] if nouns else at[0]


def _group_end(line: list[Woord], at: int) -> bool:
    """Tell whether a noun or adjective is the last of its group ("de eerste aanmaning": aanmaning)."""
    if at + 1 >= len(line) or line[at + 1].grens:
        return True
    return line[at + 1].soort not in (Soort.NAAMWOORD, Soort.NAAM, Soort.BIJVOEGLIJK)


def _hanging(line: list[Woord], at: list[int], head: int) -> list[int]:
    """Return the places of the words that hang on the head of a clause."""
    found = []
    for i in at:
        kind = line[i].soort
        if i == head or kind in (Soort.BEPALER, Soort.VOORZETSEL, Soort.GETAL):
            continue
        if kind in (Soort.NAAMWOORD, Soort.NAAM, Soort.BIJVOEGLIJK):
            if not _group_end(line, i) or _belongs_to_noun(line, i):
                continue
        elif kind == Soort.VERBINDER and line[i].laag in ("en", "of"):
            continue
        found.append(i)
    return found


def _belongs_to_noun(line: list[Woord], at: int) -> bool:
    """Tell whether a noun stands in a group with "van" or a joining word right behind another noun."""
    i = at - 1
    while i > 0 and line[i].soort in (Soort.BEPALER, Soort.BIJVOEGLIJK, Soort.GETAL, Soort.NAAMWOORD, Soort.NAAM) and not line[i + 1].grens:
        i -= 1
    return i > 0 and line[i].laag == "van" and line[i - 1].soort in (Soort.NAAMWOORD, Soort.NAAM)


def kenmerken(zin: str) -> Kenmerken:
    """Return the features of one sentence."""
    known = woorden()
    line = ontleed(zin)
    inner = [w for w in line if w.inhoud]
    counted = [known.vaak(w.laag, w.soort == Soort.NAAMWOORD) for w in inner if w.soort != Soort.NAAM]
    nouns = [known.betekenis(w.laag) for w in line if w.soort in (Soort.NAAMWOORD, Soort.NAAM)]
    return Kenmerken(
        tuple(counted), _distance(line), len(inner), sum(w.vervoegd for w in line), tuple(b for b in nouns if b is not None), len(line)
    )
