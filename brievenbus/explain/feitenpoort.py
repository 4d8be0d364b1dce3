"""The second gate: a sentence that somebody else wrote anew passes only where it provably says what the fixed sentence says.

It does not look for mistakes, which nobody can list. It brings both texts into one form and lets the new one pass where the forms are
equal. All that may differ is listed: how a day, an amount or a number is written (`feitlezen`), phrases that say the same, and a time that
moves within a simple sentence (`kennis/woorden/gelijk.toml`); and three ways to build, here below: "Doet u niets? Dan …" for "Als u niets
doet, …", two orders joined by "en", and the verb before or after who acts. Whatever else differs, be it better Dutch, is refused: then the
fixed sentence is said. Next to it the words that bear a fact (negation, 'must', 'may', who) are counted by themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from brievenbus.explain.feitlezen import Feit, Teken, lees
from brievenbus.kennis.gelijk import Gelijk, load_gelijk

_ENDS = frozenset(".?!")
_LONGER = 1.5
_ROOM = 20
"""Signs that a short sentence may grow by, beside half its own length."""
_NOBODY = frozenset({"het", "er"})
"""They stand where who acts would stand, and also elsewhere ("het geld"): they are never somebody else who acts."""
_DENIES = frozenset({"niet", "niets", "geen", "nooit"})
_NOUNS = frozenset({"bel", "kom", "lever", "regel", "stop", "teken", "wacht", "zet", "zorg"})
"""Orders that are nouns too: behind "en" they may be a second thing ("over huur en zorg") and no second order."""
_PARTS = frozenset((
    "aan", "achter", "af", "bij", "binnen", "buiten", "door", "heen", "in", "langs", "mee", "met", "na", "naar", "om",
    "onder", "op", "over", "terug", "toe", "uit", "van", "voor", "voort", "vooraf", "weg",
))  # fmt: skip
"""They may belong to the verb of the first order ("neem uw kaart en teken mee")."""
Rij = tuple[Teken, ...]


@dataclass(frozen=True, slots=True)
class _Zin:
    tekens: Rij
    einde: str


@dataclass(frozen=True, slots=True)
class _Deel:
    """One clause: the words in order without its verb and without what may move. `plek`: where the verb stood; None before who acts."""

    soort: str
    werkwoord: Teken
    rest: Rij
    los: tuple[Rij, ...]
    plek: int | None
    onder: bool
    einde: str


def zegt_hetzelfde(vast: str, nieuw: str) -> bool:
    """Tell whether a text provably says what a fixed Dutch text says: every fact, every negation, who must or may do what, and when."""
    if len(nieuw) > len(vast) * _LONGER + _ROOM:
        return False
    ours, theirs = lees(vast), lees(nieuw)
    if not ours or not theirs:
        return False
    gelijk = load_gelijk()
    if _facts(ours) != _facts(theirs) or gelijk.tel(_words(ours)) != gelijk.tel(_words(theirs)):
        return False
    one, other = _zinnen(ours), _zinnen(theirs)
    if not one or not other or len(other) > len(one) + 1 or one[-1].einde != other[-1].einde:
        return False
    bouw = _Bouw(gelijk)
    first, second = bouw.delen(one), bouw.delen(other)
    return len(first) == len(second) and all(map(bouw.same, first, second))


def _facts(rij: Rij) -> Counter[Feit]:
    return Counter(teken for teken in rij if isinstance(teken, Feit))


def _words(rij: Rij) -> list[str]:
    return [teken.casefold() for teken in rij if isinstance(teken, str)]


def _zinnen(rij: Rij) -> tuple[_Zin, ...]:
    """Return the sentences. The first word loses its capital, unless it is all capitals or a name with a capital within.

    None at all where a sign that ends a sentence stands by itself: whoever reads "€ 366,00.?" doubts the amount.
    """
    found: list[_Zin] = []
    start = 0
    for at, teken in enumerate((*rij, "")):
        if teken == "" or teken in _ENDS:
            if at == start and teken:
                return ()
            if at > start:
                found.append(_Zin(_lowered(rij[start:at]), str(teken)))
            start = at + 1
    return tuple(found)


def _lowered(rij: Rij) -> Rij:
    first = rij[0] if rij else ""
    if isinstance(first, str) and (len(first) == 1 or first[1:].islower()):
        return (first.lower(), *rij[1:])
    return rij


@lru_cache(maxsize=1)
def _phrases(rijen: tuple[tuple[str, ...], ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(zin.split()): tuple(rij[0].split()) for rij in rijen for zin in rij}


class _Bouw:
    """Brings sentences into the form in which they are held against each other."""

    def __init__(self, gelijk: Gelijk) -> None:
        self._g = gelijk.bouw
        self._phrases = _phrases(gelijk.gelijk)
        self._longest = max(map(len, self._phrases))
        self._los = {tuple(zin.split()) for zin in self._g.los}
        self._dag = {tuple(zin.split()) for zin in self._g.dag}

    def delen(self, zinnen: tuple[_Zin, ...]) -> list[_Deel]:
        """Return the clauses of a text in order; a condition is a clause too, and what hangs on it is marked so."""
        found: list[_Deel] = []
        waiting = [_Zin(self._plain(zin.tekens), zin.einde) for zin in zinnen]
        while waiting:
            zin = waiting.pop(0)
            found += self._conditional(zin, waiting) or self._orders(zin, onder=False)
        return found

    def same(self, one: _Deel, other: _Deel) -> bool:
        """Tell whether two clauses say the same. With the verb before who acts in one of them, it must be plain in the other who acts.

        With nothing at all before its verb the other asks, whatever sign it ends with ("komen er nu kosten bij").
        """
        if (one.soort, one.werkwoord, one.rest, one.los, one.onder, one.einde) != (
            other.soort, other.werkwoord, other.rest, other.los, other.onder, other.einde,
        ):  # fmt: skip
            return False
        if one.plek is not None and other.plek is not None:
            return one.plek == other.plek
        place = other.plek if one.plek is None else one.plek
        return place is None or (place > 0 and self._is_plain_actor(one.werkwoord, one.rest, place))

    def _plain(self, rij: Rij) -> Rij:
        """Write every known phrase in its first form, the longest first. Facts keep their place in it."""
        found: list[Teken] = []
        at = 0
        while at < len(rij):
            for size in range(min(self._longest, len(rij) - at), 0, -1):
                part = rij[at : at + size]
                facts = [teken for teken in part if isinstance(teken, Feit)]
                first = self._phrases.get(tuple(f"{{{t.soort}}}" if isinstance(t, Feit) else t for t in part))
                if first is not None:
                    found += [facts.pop(0) if word.startswith("{") else word for word in first]
                    at += size
                    break
            else:
                found.append(rij[at])
                at += 1
        return tuple(found)

    def _conditional(self, zin: _Zin, later: list[_Zin]) -> list[_Deel]:
        """Return a condition with what hangs on it, in any of its three forms; nothing where the sentence is none."""
        rij = zin.tekens
        if zin.einde == "?" and rij and rij[0] in self._g.persoonsvorm and "," not in rij and later and later[0].einde == ".":
            then = later[0]
            after = self._then(then.tekens, then.einde)
            if after:
                later.pop(0)
                return [self._if(rij[0], rij[1:]), *after]
        if zin.einde != "." or not rij:
            return []
        if rij.count(",") == 1:
            cut = rij.index(",")
            left, right = rij[:cut], rij[cut + 1 :]
            if left[:1] == ("als",):
                condition = self._turned(left[1:])
                after = self._then(right, zin.einde, required=True)
                return [condition, *after] if condition and after else []
            if left and left[0] in self._g.persoonsvorm and right[:1] == ("dan",):
                after = self._then(right, zin.einde, required=True)
                return [self._if(left[0], left[1:]), *after] if after else []
        if rij.count("als") == 1 and "," not in rij and rij[0] != "als":
            cut = rij.index("als")
            left, condition = rij[:cut], self._turned(rij[cut + 1 :])
            if condition and not self._g.vast & set(left):
                return [condition, *self._orders(_Zin(left, zin.einde), onder=True)]
        return []

    def _then(self, rij: Rij, einde: str, *, required: bool = False) -> list[_Deel]:
        """Return the clauses that hang on a condition. `required`: the verb must come first, as it does behind a comma."""
        bare = rij[1:] if rij[:1] == ("dan",) else rij
        if bare and bare[0] in self._g.gebiedend:
            told = self._plain(bare[:1] + bare[2:]) if bare[1:2] == ("dan",) else bare
            return self._orders(_Zin(told, einde), onder=True)
        if bare and bare[0] in self._g.persoonsvorm and (required or bare is not rij):
            return [self._clause(bare, einde, onder=True, turned=True)]
        return [] if required or bare is not rij else self._orders(_Zin(rij, einde), onder=True)

    def _turned(self, rij: Rij) -> _Deel | None:
        """Return the condition of "als u niet kunt betalen": it has one verb with a person, wherever that stands."""
        verbs = [at for at, teken in enumerate(rij) if teken in self._g.persoonsvorm]
        if len(verbs) != 1 or self._g.vast.intersection(_words(rij)) & {"en", "of", "dat", "om", "te", "als"}:
            return None
        return self._if(rij[verbs[0]], rij[: verbs[0]] + rij[verbs[0] + 1 :])

    def _if(self, werkwoord: Teken, rest: Rij) -> _Deel:
        return _Deel("als", werkwoord, rest, (), None, False, ".")

    def _orders(self, zin: _Zin, *, onder: bool) -> list[_Deel]:
        """Return a sentence as its clauses: two orders joined by "en" are two, where nothing in the first hangs on the second."""
        rij = zin.tekens
        cuts = [at for at in range(1, len(rij) - 1) if rij[at] == "en" and rij[at + 1] in self._g.gebiedend]
        if zin.einde == "." and rij and rij[0] in self._g.gebiedend and len(cuts) == 1:
            first, second = rij[: cuts[0]], rij[cuts[0] + 1 :]
            if not self._is_pinned_but_times(first) and self._is_own_order(first, second):
                return [self._clause(part, ".", onder=onder) for part in (first, second)]
        return [self._clause(rij, zin.einde, onder=onder)]

    def _is_own_order(self, first: Rij, second: Rij) -> bool:
        """Tell whether what follows "en" can only be an order of its own, with nothing that the first one needs. A bare word is none."""
        if len(first) < 2 or len(second) < 2 or second[0] in _NOUNS or _DENIES.intersection(_words(second)):
            return False
        return not _PARTS & {second[1], second[-1]}

    def _is_pinned(self, rij: Rij) -> bool:
        return bool(self._g.vast.intersection(_words(rij))) or any(isinstance(t, str) and not t[0].isalpha() for t in rij)

    def _clause(self, rij: Rij, einde: str, *, onder: bool, turned: bool = False) -> _Deel:
        if einde != "." or (rij and rij[0] in self._g.gebiedend and rij[0] not in self._g.persoonsvorm and self._is_pinned_but_times(rij)):
            return _Deel("vast", "", rij, (), -1, onder, einde)
        rij, turned = self._fronted(rij, turned=turned)
        los, rest, before = self._times(rij)
        if self._is_pinned(rest):
            los, rest, before = self._first_time(rij)
        turned = turned or before
        if rest and rest[0] in self._g.gebiedend and not turned:
            return _Deel("gebod", rest[0], rest[1:], los, 0, onder, einde)
        verbs = [at for at, teken in enumerate(rest) if teken in self._g.persoonsvorm]
        if not verbs or (turned and verbs[0] != 0):
            return _Deel("vast", "", rij, (), -1, onder, einde)
        place = verbs[0]
        return _Deel("zin", rest[place], rest[:place] + rest[place + 1 :], los, None if turned else place, onder, einde)

    def _is_pinned_but_times(self, rij: Rij) -> bool:
        return self._is_pinned(self._times(rij)[1])

    def _fronted(self, rij: Rij, *, turned: bool) -> tuple[Rij, bool]:
        """Bring a time that stands right behind "u moet" to the front, with the verb next: the rest keeps its order."""
        if not turned and len(rij) > 2 and rij[0] in self._g.onderwerp and rij[1] in self._g.persoonsvorm:
            size = self._time_at(rij, 2)
            if size:
                return (*rij[2 : 2 + size], rij[1], rij[0], *rij[2 + size :]), False
        return rij, turned

    def _first_time(self, rij: Rij) -> tuple[tuple[Rij, ...], Rij, bool]:
        """Take away the time that a pinned clause begins with; whatever follows stays as it is."""
        size = self._time_at(rij, 0)
        return ((rij[:size],), rij[size:], True) if size else ((), rij, False)

    def _times(self, rij: Rij) -> tuple[tuple[Rij, ...], Rij, bool]:
        """Take away what may move; tell too whether the clause began with it."""
        los: list[Rij] = []
        rest: list[Teken] = []
        at, before = 0, False
        while at < len(rij):
            bound = bool(rest) and isinstance(rest[-1], str) and (rest[-1] in self._g.gebonden or not rest[-1][0].isalpha())
            size = 0 if bound else self._time_at(rij, at)
            before = before or (size > 0 and at == 0)
            if size:
                los.append(rij[at : at + size])
            else:
                rest.append(rij[at])
            at += size or 1
        return tuple(sorted(los, key=repr)), tuple(rest), before

    def _time_at(self, rij: Rij, at: int) -> int:
        """Return how many words from a place on are a time that may move: a loose word, or a day with what stands before it."""
        for size in (4, 3, 2, 1):
            part = rij[at : at + size]
            if len(part) < size:
                continue
            last = part[-1]
            if part in self._los or (isinstance(last, Feit) and last.soort == "datum" and part[:-1] in self._dag):
                return size
        return 0

    def _is_plain_actor(self, werkwoord: Teken, rest: Rij, place: int) -> bool:
        """Tell whether who acts is plain before and behind the verb: a pronoun, or with a verb that acts on nobody."""
        if place == 1 and rest[0] in self._g.onderwerp:
            return True
        nobody = werkwoord in self._g.onovergankelijk or (werkwoord in self._g.hulpwerkwoord and rest[-1] in self._g.onovergankelijk)
        return nobody and not (self._g.onderwerp - _NOBODY).intersection(_words(rest))
