"""A letter that takes back the grave step it recalls: the fine withdrawn, the hearing off, the file closed.

Such a letter names the step in full before it says, once, that it is off. It is believed only on a plain sentence of the sender that
takes the step back now, borne out by a second, and only where nothing else in the letter still asks, threatens, takes or keeps
something: no condition, no part, no sum, no day, no new step. In doubt it is not a withdrawal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from brievenbus.brief import GEEN_PLICHT, Bedrag, Bewijs, Termijn
from brievenbus.classify.context import Lezing
from brievenbus.classify.verleden import BOEK, Slag, is_given, is_half, leaves_rest, slag, takes_away
from brievenbus.classify.zinlezer import LEEG, ONGELEZEN, Zinbeeld
from brievenbus.feiten import Feiten
from brievenbus.match import Zin

_BACK = frozenset(["beide", "deze", "die", "dit", "dat", "zij", "ze", "het", "alles", "alle"])
"""A sentence that opens so speaks of what the sentences before it name."""
YOU = frozenset(["u", "uw", "je", "jij", "jouw"])
_OFF = frozenset(["terugname", "gerust"])
"""The step is taken back; or the resident need not come or pay any more, which alone takes nothing back."""
_DENIAL = frozenset(["geen", "niet", "niets", "nooit", "noch"])
_REACH = 3
_RECALLS = frozenset({Slag.GESCHIEDENIS, Slag.ALGEMEEN, Slag.BEDING})
"""What these sentences ask or threaten is not asked or threatened by this letter."""


@dataclass(frozen=True)
class Herroeping:
    """The sentences (by number) that take a step back. `stil`: sentences that ask nothing now, whatever they name; `voorbij`: those of
    them that only tell what went before. A day ahead under a condition or in a general part may still bind the resident."""

    zinnen: frozenset[int]
    stil: frozenset[int]
    voorbij: frozenset[int]

    def runs(self, lezing: Lezing, term: Termijn, peildatum: date) -> bool:
        """Tell whether a term still runs for the resident: a duty, not past, said by a sentence that speaks of now."""
        return term.soort not in GEEN_PLICHT and term.datum >= peildatum and _says(lezing, term.bewijs, self.voorbij)

    def own(self, lezing: Lezing, termijnen: Iterable[Termijn]) -> tuple[Termijn, ...]:
        """Return the terms that the letter itself sets, without those of the step that is off."""
        return tuple(t for t in termijnen if self.speaks(lezing, t.bewijs))

    def settled(self, lezing: Lezing, bedragen: Iterable[Bedrag]) -> tuple[Bedrag, ...]:
        """Return the amounts: what was due under the step that is off is due no more."""
        due = [b for b in bedragen if b.soort == "te_betalen" and not self.speaks(lezing, b.bewijs)]
        return tuple(replace(b, soort="overig") if b in due else b for b in bedragen)

    def speaks(self, lezing: Lezing, bewijs: tuple[Bewijs, ...]) -> bool:
        """Tell whether some evidence stands in a sentence that speaks of now. What cannot be placed does."""
        return _says(lezing, bewijs, self.stil)


def _says(lezing: Lezing, bewijs: tuple[Bewijs, ...], stil: frozenset[int]) -> bool:
    places = [zin for zin in lezing.zinnen if any(_holds(zin, b.tekst) for b in bewijs)]
    return not places or any(zin.nummer not in stil for zin in places)


def find_herroeping(
    lezing: Lezing, feiten: Feiten, bedragen: tuple[Bedrag, ...], beelden: Mapping[int, Zinbeeld] = ONGELEZEN
) -> Herroeping | None:
    """Return how the letter takes its step back as a whole, or None. `bedragen` as found without a letter type."""
    kinds = {zin.nummer: slag(lezing, zin) for zin in lezing.zinnen}
    taken = [zin for zin in lezing.zinnen if _takes_back(lezing, zin, kinds[zin.nummer])]
    if not any(_is_plain(lezing, zin) for zin in taken) or not _is_borne_out(lezing, taken) or _is_partial(lezing, taken):
        return None
    numbers = frozenset(zin.nummer for zin in taken)
    quiet = {zin.nummer for zin in lezing.zinnen if kinds[zin.nummer] in _RECALLS or is_given(lezing, zin)}
    past = {zin.nummer for zin in lezing.zinnen if kinds[zin.nummer] is Slag.GESCHIEDENIS or is_given(lezing, zin)}
    made = Herroeping(numbers, numbers | quiet, numbers | past)
    speaking = [zin for zin in lezing.zinnen if zin.nummer not in made.stil]
    if any(is_half(lezing, zin) for zin in lezing.zinnen if zin.nummer not in numbers):
        return None
    if leaves_rest(lezing) or any(takes_away(lezing, zin) for zin in lezing.zinnen):
        return None
    if any(_is_left(lezing, feiten, zin, beelden.get(zin.nummer, LEEG)) for zin in speaking):
        return None
    if any(b.soort == "te_betalen" and made.speaks(lezing, b.bewijs) for b in bedragen):
        return None
    return made


def _labels(lezing: Lezing, zin: Zin) -> set[str]:
    return {label for label, _ in lezing.woorden.labels(BOEK, zin)}


def _takes_back(lezing: Lezing, zin: Zin, kind: Slag) -> bool:
    """A sentence of this letter, without condition, that says that something is off. Not one of a table."""
    return kind not in (Slag.ALGEMEEN, Slag.BEDING) and "\t" not in zin.tekst and bool(_OFF & _labels(lezing, zin))


def _is_plain(lezing: Lezing, zin: Zin) -> bool:
    """It says so of now, and what it takes back is a step of the sender and no entitlement of the resident."""
    hits = sorted((span.start, label) for label, span in lezing.woorden.labels(BOEK, zin) if label in ("stap", "aanspraak"))
    if not {"nu", "terugname"} <= _labels(lezing, zin) or slag(lezing, zin) is Slag.GESCHIEDENIS:
        return False
    if hits:
        return hits[0][1] == "stap"
    if zin.woorden[:1] and zin.woorden[0] not in _BACK:
        return False
    return any("stap" in _labels(lezing, other) for other in lezing.before(zin, _REACH))


def _is_borne_out(lezing: Lezing, taken: list[Zin]) -> bool:
    """A second sentence says the same, or that nothing need be done."""
    quiet = any(
        label == "niets_doen" for zin in lezing.zinnen if slag(lezing, zin) not in _RECALLS
        for label, _ in lezing.woorden.labels("signalen", zin)
    )  # fmt: skip
    return len(taken) > 1 or quiet


def _is_partial(lezing: Lezing, taken: list[Zin]) -> bool:
    """The letter is about more than one step, and does not say that all are off."""
    several = any("meer_stappen" in _labels(lezing, zin) for zin in lezing.zinnen)
    return several and not any("alles" in _labels(lezing, zin) for zin in taken)


def _is_left(lezing: Lezing, feiten: Feiten, zin: Zin, beeld: Zinbeeld) -> bool:
    """The sentence, speaking of now, still asks, threatens, refuses, takes or keeps something."""
    labels = {label for label, _ in lezing.woorden.labels("signalen", zin)}
    own = _labels(lezing, zin)
    if "rest" in own or "afwijzing" in labels:
        return True
    if "niets_doen" in labels or "geen_opdracht" in own or "\t" in zin.tekst or lezing.is_heading(zin):
        return False
    facts = (*(d.span for d in feiten.data), *(d.span for d in feiten.duren), *(g.span for g in feiten.bedragen))
    ordered = "plicht" in labels and any(zin.span.overlaps(span) for span in facts)
    return ordered or _names_harm(lezing, zin) or (_is_to_you(zin, beeld) and beeld.orders()) or beeld.threatens()


def _names_harm(lezing: Lezing, zin: Zin) -> bool:
    """The sentence names a consequence, more than mere costs, and does not deny it: of some other step, then."""
    harm = any(label != "verhoging" for label, _ in lezing.woorden.labels("gevolgen", zin))
    return harm and not _DENIAL & set(zin.woorden)


def _is_to_you(zin: Zin, beeld: Zinbeeld) -> bool:
    """The order is given to the reader of the letter: it names them, or opens the sentence."""
    return bool(YOU & set(zin.woorden)) or any(mark.start == zin.span.start for mark in beeld.marked("MOET"))


def _holds(zin: Zin, said: str) -> bool:
    """Evidence is a stretch of a sentence, or a long sentence cut off: compare without the white space."""
    a, b = "".join(zin.tekst.split()), "".join(said.split()).strip("…")
    return bool(b) and (b in a or a in b)
