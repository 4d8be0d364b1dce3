"""What a sentence is in its letter: history, a condition, general explanation, or the decision itself.

A letter that withdraws a step tells it first, in the very words of that step; a letter that takes a step explains the law around it.
Whoever reads type, term, sum or consequence from a sentence may ask here how much the sentence says of what happens now. History is
not the same as settled: a term named in a recalled letter may still run.
"""

from __future__ import annotations

from enum import StrEnum

from brievenbus.classify.context import Lezing
from brievenbus.match import Zin

BOEK = "verleden"
_OPENS = 8
"""A condition within so many words of the start governs the whole sentence; one further on may govern a part of it."""
_TURNED = frozenset(["u", "je", "jij", "wij", "we", "ik", "het", "er", "dat", "dit", "de", "uw", "iemand"])
_PLAIN_STARTS = frozenset(
    ["dan", "daarom", "daarmee", "hierbij", "hiermee", "ook", "wel", "niet", "nu", "vanaf", "per", "op", "in", "met", "voor", "na",
     "bij", "tot", "want", "en", "maar", "of", "om", "uit", "over", "door", "tegen", "aan", "naast", "namens", "omdat", "beide",
     "zij", "hij", "daarna", "sinds", "dus", "wat", "hoe", "waarom", "waar", "toch"]
)  # fmt: skip
_SHORT_VERBS = frozenset(["ga", "sta", "doe", "zie", "sla", "wil", "ben", "heb", "kan", "mag", "zul", "kom", "woon", "huur"])
_YOUR = frozenset(["uw", "je", "jouw", "uwe", "de", "het"])


class Slag(StrEnum):
    """What a sentence does: tells what went before, says what happens if, explains in general, decides, or none of these."""

    GESCHIEDENIS = "geschiedenis"
    BEDING = "beding"
    ALGEMEEN = "algemeen"
    BESLUIT = "besluit"
    GEWOON = "gewoon"


def slag(lezing: Lezing, zin: Zin) -> Slag:
    """Tell what a sentence does. General explanation and conditions go before a decision, a decision before history."""
    labels = {label for label, _ in lezing.woorden.labels(BOEK, zin)}
    if "algemeen" in labels or _is_under_general(lezing, zin):
        return Slag.ALGEMEEN
    if is_conditional(lezing, zin):
        return Slag.BEDING
    if "besluit" in labels:
        return Slag.BESLUIT
    return Slag.GESCHIEDENIS if "geschiedenis" in labels else Slag.GEWOON


def is_conditional(lezing: Lezing, zin: Zin) -> bool:
    """Tell whether a condition opens the sentence, a question ends it, or it opens with its verb ('Betaalt u niet, dan ...')."""
    if zin.tekst.rstrip().endswith("?") or is_turned(zin):
        return True
    opens = zin.tokens[min(_OPENS, len(zin.tokens)) - 1].span.eind if zin.tokens else zin.span.start
    return any(label == "beding" and span.start < opens for label, span in lezing.woorden.labels(BOEK, zin))


def is_past(lezing: Lezing, zin: Zin) -> bool:
    """Tell whether the sentence only recalls what went before."""
    return slag(lezing, zin) is Slag.GESCHIEDENIS


def is_turned(zin: Zin) -> bool:
    """Tell whether the sentence opens with its verb and goes on with a comma: a condition without the word 'als'."""
    words = zin.woorden
    if len(words) < 4 or words[1] not in _TURNED or words[0] in _PLAIN_STARTS:
        return False
    return "," in zin.tekst and (words[0] in _SHORT_VERBS or words[0].endswith(("t", "n", "d", "p", "k", "f", "g", "s")))


def _is_under_general(lezing: Lezing, zin: Zin) -> bool:
    """The heading above says that what follows is said to everybody."""
    heading = lezing.heading(zin)
    return heading is not None and any(label == "algemene_kop" for label, _ in lezing.woorden.labels(BOEK, heading))


def takes_away(lezing: Lezing, zin: Zin) -> bool:
    """Tell whether the sentence ends, stops or holds back something of the resident: by its words, or because what is taken back is an
    entitlement and no step of the sender. A condition does not take that away; history and general explanation do."""
    if slag(lezing, zin) in (Slag.GESCHIEDENIS, Slag.ALGEMEEN):
        return False
    if any(label == "verlies" for label, _ in lezing.woorden.labels("signalen", zin)):
        return True
    hits = sorted((span.start, label) for label, span in lezing.woorden.labels(BOEK, zin) if label in ("stap", "aanspraak"))
    taken = any(label == "terugname" for label, _ in lezing.woorden.labels(BOEK, zin))
    return taken and bool(hits) and hits[0][1] == "aanspraak" and bool(_YOUR & set(zin.woorden[:_OPENS]))


def is_half(lezing: Lezing, zin: Zin) -> bool:
    """Tell whether something is taken back in part, for a while, not yet, or under a condition."""
    named = any(label == "terugname" for label, _, _ in lezing.woorden.boeken[BOEK].find(zin))
    if not named or slag(lezing, zin) in (Slag.GESCHIEDENIS, Slag.ALGEMEEN):
        return False
    return "terugname" in lezing.woorden.denied(BOEK, zin) or is_conditional(lezing, zin)


def leaves_rest(lezing: Lezing) -> bool:
    """Tell whether the letter takes something back now and says as well that something stays, is left or comes in its place."""
    speaking = [zin for zin in lezing.zinnen if slag(lezing, zin) in (Slag.GEWOON, Slag.BESLUIT)]
    said = {label for zin in speaking for label, _ in lezing.woorden.labels(BOEK, zin)}
    return {"terugname", "rest"} <= said


def is_given(lezing: Lezing, zin: Zin) -> bool:
    """Tell whether the sentence gives the resident something ('binnen drie weken teruggestort') and asks nothing: its day is the
    sender's."""
    labels = {label for label, _ in lezing.woorden.labels("signalen", zin)}
    rest = any(label == "rest" for label, _ in lezing.woorden.labels(BOEK, zin))
    return "goed_nieuws" in labels and not rest and not labels & {"plicht", "afwijzing", "verlies"}
