"""Which words of a sentence belong to one amount, and what they say it is for.

Two amounts often share a clause ("inclusief € 12,50 kosten gaat het om € 238,44"): each keeps the words on its own side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brievenbus.classify.context import Lezing, part
from brievenbus.feiten import Feiten, Geld
from brievenbus.match import Zin, tokenize
from brievenbus.page import Span

BOEK = "bedragsoorten"
_JOINS = frozenset({"en", "plus", "met", "inclusief", "incl", "waarvan", "waarin", "bestaande", "vermeerderd", "waarbij"})
"""Before another amount one of these opens the words of that other one."""
_TIES = frozenset({"aan", "voor", "extra", "per", "wettelijke"})
"""Between an amount and the noun behind it ("€ 40 aan incassokosten") these keep the two together."""
_NOUNS = frozenset({"kosten", "boete", "termijnbedrag", "gegeven"})
_VERBS = frozenset({"is", "zijn", "was", "waren", "bedraagt", "bedragen", "wordt", "worden", "van", "ad", "à"})
"""Between a noun and the amount behind it these keep the two together."""


def labelled(lezing: Lezing, text: str, span: Span) -> frozenset[str]:
    """Return the labels of a piece of text that stands at `span`."""
    piece = Zin(text, span, tokenize(text, span.start), -1)
    return frozenset(label for label, _ in lezing.woorden.labels(BOEK, piece))


def labels(lezing: Lezing, zin: Zin | None) -> frozenset[str]:
    """Return the labels of a whole sentence; none where there is no sentence."""
    return frozenset(label for label, _ in lezing.woorden.labels(BOEK, zin)) if zin is not None else frozenset()


def neighbours(feiten: Feiten, geld: Geld, zin: Zin) -> tuple[Span | None, Span | None]:
    """Return the amounts before and after this one in its sentence."""
    spans = [other.span for other in feiten.bedragen if zin.span.start <= other.span.start < zin.span.eind]
    before = [span for span in spans if span.eind <= geld.span.start]
    after = [span for span in spans if span.start >= geld.span.eind]
    return (before[-1] if before else None), (after[0] if after else None)


def own_labels(lezing: Lezing, feiten: Feiten, geld: Geld, zin: Zin) -> frozenset[str]:
    """Return the labels of the words that belong to an amount of running text."""
    clause = _clause(lezing, zin, geld.span)
    before, after = neighbours(feiten, geld, zin)
    start = max(clause.span.start, before.eind) if before else clause.span.start
    end = min(clause.span.eind, _cut(zin, geld.span, after)) if after else clause.span.eind
    piece = part(zin, Span(min(start, geld.span.start), max(end, geld.span.eind)))
    given = _given_away(lezing, piece, geld.span) if before and before.eind >= clause.span.start else frozenset()
    own = frozenset(label for label, span in lezing.woorden.labels(BOEK, piece) if span not in given)
    return own | _running_in(lezing, zin, piece, before)


def _running_in(lezing: Lezing, zin: Zin, piece: Zin, before: Span | None) -> frozenset[str]:
    """A total whose words run over a comma into those of the amount: "in hoofdsom, rente en kosten € 900"."""
    edge = before.eind if before else zin.span.start
    said = lezing.woorden.labels(BOEK, zin)
    return frozenset(
        label for label, span in said if label == "totaal" and edge <= span.start < piece.span.start < span.eind <= piece.span.eind
    )


def _clause(lezing: Lezing, zin: Zin, span: Span) -> Zin:
    """The clause of the amount; where it has no words of its own ("de achterstand, € 300, …") the one before it is taken in."""
    clause = lezing.clause(zin, span)
    for _ in range(2):
        # The mark that parts two clauses is one character; standing on it, or on the space before it, is standing in the clause before.
        at = clause.span.start - 2
        if _says(clause, span) or at <= zin.span.start:
            break
        wider = lezing.clause(zin, Span(at, at + 1))
        clause = part(zin, Span(min(wider.span.start, at), clause.span.eind))
    return clause


def _says(clause: Zin, span: Span) -> bool:
    return any(token.span.eind <= span.start or token.span.start >= span.eind for token in clause.tokens)


def _cut(zin: Zin, span: Span, after: Span) -> int:
    """Where the words of this amount end: at a joining word, else at the amount behind it."""
    between = [token for token in zin.tokens if span.eind <= token.span.start and token.span.eind <= after.start]
    return next((token.span.start for token in between if token.woord in _JOINS), after.start)


def _given_away(lezing: Lezing, piece: Zin, span: Span) -> frozenset[Span]:
    """The labels right behind the amount before: they name that one ("€ 9,00 administratiekosten, samen € 129,00")."""
    left = [token for token in piece.tokens if token.span.eind <= span.start]
    if not left or (left[0].woord in _JOINS) or (left[-1].woord in _VERBS and len(left) <= 3):
        return frozenset()
    reach = 2 if left[0].woord in _TIES and len(left) > 1 else 1
    edge = left[min(reach, len(left)) - 1].span.eind
    return frozenset(found for label, found in lezing.woorden.labels(BOEK, piece) if label in _NOUNS and found.eind <= edge)


_POINTS_BACK = re.compile(r"\s*(?:;|,|\.|\))?\s*(?:maar\s+|en\s+)?(?:dat|die|dit|deze|aan u|aan jou)\b", re.IGNORECASE)


_NAMES_BACK = re.compile(r"\b(?:dit|dat) (?:hele )?(?:bedrag|geld)\b", re.IGNORECASE)


def said_after(lezing: Lezing, zin: Zin, geld: Geld) -> Iterator[Zin]:
    """Yield what the letter says of an amount right behind it: a clause or sentence that opens with "dat", "die", "dit" or "aan u".

    A next sentence that speaks of "dit bedrag" further on counts too.
    """
    plat = lezing.tekst.plat
    rest = plat[geld.span.eind : zin.span.eind]
    for mark in re.finditer(r"[;,(]", rest):
        tail = geld.span.eind + mark.start()
        if _POINTS_BACK.match(plat, tail):
            yield part(zin, Span(tail, zin.span.eind))
            break
    following = lezing.after(zin)
    if following is not None and (_POINTS_BACK.match(following.tekst) or _NAMES_BACK.search(following.tekst)):
        yield following
