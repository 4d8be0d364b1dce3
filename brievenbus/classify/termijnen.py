"""The days that matter: printed dates and counted terms, each with what must be done or what happens on that day.

Rules that never bend: a printed date goes before a computed one; a term is never counted from today or from a day the
letter does not show; in doubt the earliest day is given (contract, rules 1 and 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from brievenbus.brief import Termijn
from brievenbus.classify.context import Lezing
from brievenbus.classify.termijngedrukt import printed
from brievenbus.classify.termijngeteld import counted
from brievenbus.classify.termijnsoort import ORDER, RIGHTS
from brievenbus.classify.termijnvondst import Blik, Vondst
from brievenbus.classify.termijnwoorden import DUTY, IF, IF_VERB
from brievenbus.feiten import Feiten
from brievenbus.kennis import Kennis
from brievenbus.kennis.rekenen import einde
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Zin, evidence
from brievenbus.page import Span

_TAKEN_BACK = re.compile(
    r"\b(?:dag|datum|termijn|uiterste datum|betaaldatum|afspraak|zitting|oproep|uitnodiging)\b[^,;]{0,60}"
    r"\b(?:vervalt|vervallen|geldt niet (?:meer|langer)|niet meer geldig|geen betekenis meer|is ingetrokken"
    r"|wordt ingetrokken|gaat niet door|is afgezegd|is geannuleerd|komt te vervallen)\b(?! niet\b)"
)
"""How a letter takes a day back that an earlier one set."""
NEAR = 10
"""Days: a counted term so near to a printed one of its kind is that same term, counted by us from another day."""


def find_termijnen(lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart, kennis: Kennis, peildatum: date) -> tuple[Termijn, ...]:
    """Return the terms of the letter, earliest first. `peildatum` only decides `verlopen`."""
    blik = Blik(lezing, feiten, kaart, kennis)
    gone = _withdrawn(blik)
    found = [v for v in printed(blik) if v.span.start >= gone.get(v.datum, 0)]
    found.extend(counted(blik, found))
    found.extend(_by_law(blik, found))
    return tuple(
        Termijn(
            soort=v.soort,
            datum=v.datum,
            herkomst="berekend" if v.regel else "gedrukt",
            juridisch_einde=v.einde if v.einde and v.einde > v.datum else None,
            rekenregel=v.regel,
            verlopen=v.datum < peildatum,
            bewijs=evidence(lezing.tekst, v.span),
        )
        for v in _settle(found)
    )


def _withdrawn(blik: Blik) -> dict[date, int]:
    """The days that the letter itself takes back ('de dag van 18 november vervalt hiermee'), each with the day before it, and where
    the sentence ends that does so: what is said further on of such a day sets it again."""
    gone: dict[date, int] = {}
    for zin in blik.lezing.zinnen:
        text = zin.tekst.lower()
        if _TAKEN_BACK.search(text) is None or IF.search(text) or IF_VERB.match(text):
            continue
        days = [d.waarde for d in blik.feiten.data if zin.span.start <= d.span.start < zin.span.eind]
        if len(days) == 1:
            day = days.pop()
            gone |= {day: zin.span.eind, day - timedelta(days=1): zin.span.eind}
    return gone


def _by_law(blik: Blik, found: Iterable[Vondst]) -> Iterator[Vondst]:
    """A right that the letter names without a term gets the term of the law, counted from the letter date."""
    have = {v.soort for v in found}
    if blik.letter is None or have & RIGHTS:
        return
    for verwijzing in blik.kaart.termijn:
        rule = blik.kennis.termijnregels[verwijzing.regel]
        if verwijzing.soort not in RIGHTS or rule.onbevestigd or rule.basis not in ("dagtekening", "verzending"):
            continue
        mention = _mention(blik.lezing, verwijzing.soort)
        if mention is None:
            continue
        raw, end = einde(rule, blik.letter, blik.kennis.dagen)
        yield Vondst(verwijzing.soort, raw, mention.span, 0, f"datum brief + {rule.aantal} {rule.eenheid} ({rule.wet})", end)


def _mention(lezing: Lezing, soort: str) -> Zin | None:
    """Return the sentence that tells the resident of the right, not one that says there is none."""
    for zin in lezing.zinnen:
        spans = [span for label, span in lezing.woorden.labels("termijnsoorten", zin) if label == soort]
        if not spans or not any(word in DUTY for word in zin.woorden):
            continue
        denied = any(word in ("geen", "niet", "kon") for word in zin.woorden[:6]) or any(_denied(zin, span) for span in spans)
        if not denied:
            return zin
    return None


def _denied(zin: Zin, span: Span) -> bool:
    """'Hiertegen kunt u nog geen bezwaar maken'."""
    return any(t.woord == "geen" for t in zin.tokens if span.start - 12 <= t.span.start < span.start)


def _settle(found: list[Vondst]) -> list[Vondst]:
    """Take out doubles: one entry a kind and day; a counted term falls away where a printed one of its kind is near.

    A day that one rule saw plainly and another only by its surroundings keeps the plain kind; a right stays beside a duty.
    """
    days = [v for v in found if v.regel is None]
    kept: dict[tuple[str, date], Vondst] = {}
    for v in sorted(found, key=lambda v: (v.regel is not None, -v.kracht)):
        if v.regel is not None and any(p.soort == v.soort and abs((p.datum - v.datum).days) <= NEAR for p in days):
            continue
        rivals = [other for (_, day), other in kept.items() if day == v.datum and other.kracht > v.kracht]
        if v.kracht < 3 and any((v.soort in RIGHTS) == (other.soort in RIGHTS) for other in rivals):
            continue
        kept.setdefault((v.soort, v.datum), v)
    return sorted(kept.values(), key=lambda v: (v.datum, ORDER[v.soort]))
