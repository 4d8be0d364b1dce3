"""How hard a Dutch text is to read, on the scale of LiNT-II (0-100; under 34 is level 1, the easiest of four)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import fmean

from brievenbus.explain.leesbaarheid.ontleding import Kenmerken, kenmerken
from brievenbus.explain.leesbaarheid.woorden import Betekenis

LEVEL_1, LEVEL_2, LEVEL_3 = 34.0, 46.0, 58.0
CONSTANTE, FREQUENTIE, AFSTAND = -4.207827812539932, 17.283729064021745, -1.624415134700866
DICHTHEID, CONCREET = -2.5367797224712945, 16.00123133524857
"""The published coefficients (lint_ii 0.1.3, coefficients.json: core_news_lg 3.7.0 with nouns_sem_types_20251118)."""
_EINDE = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]?[^\W_a-zà-ÿ]|€)")


def formule(frequentie: float, afstand: float, dichtheid: float, concreet: float) -> float:
    """Return the LiNT-II score of four features, held between 0 and 100."""
    raw = CONSTANTE + FREQUENTIE * frequentie + AFSTAND * afstand + DICHTHEID * dichtheid + CONCREET * concreet
    return min(100.0, max(0.0, 100.0 - raw))


def zinnen(tekst: str) -> list[str]:
    """Return the sentences of a text."""
    return [zin for zin in _EINDE.split(tekst) if zin.strip()]


def lint(sentences: list[str]) -> float | None:
    """Return the score of a text given as sentences, or None for a text without content words."""
    found = [kenmerken(zin) for given in sentences for zin in zinnen(given)]
    values = features([k for k in found if k.woorden])
    return None if values is None else round(formule(*values), 1)


def lint_zin(zin: str) -> float | None:
    """Return the score of one sentence, or None where LiNT-II gives none: without a finite verb, a known noun or a content word."""
    found = kenmerken(zin)
    values = features([found])
    if values is None or not (found.persoonsvormen and found.betekenissen):
        return None
    return round(formule(*values), 1)


def features(found: Sequence[Kenmerken]) -> tuple[float, float, float, float] | None:
    """Return the four features of a text from those of its sentences.

    LiNT-II gives no score where one of them is missing. Here a text without nouns counts as half concrete, and where no sentence
    has a finite verb each counts as one clause: a short sentence is measured too.
    """
    frequencies = [value for k in found for value in k.frequenties]
    if not frequencies:
        return None
    kinds = [kind for k in found for kind in k.betekenissen]
    clauses = [k.inhoudswoorden / k.persoonsvormen for k in found if k.persoonsvormen]
    density = fmean(clauses or [k.inhoudswoorden for k in found])
    concrete = sum(kind == Betekenis.CONCREET for kind in kinds) / len(kinds) if kinds else 0.5
    return fmean(frequencies), _mean(k.afstand for k in found), density, concrete


def _mean(values: Iterable[int | None]) -> float:
    known = [value for value in values if value is not None]
    return fmean(known) if known else 0.0


__all__ = ["LEVEL_1", "LEVEL_2", "LEVEL_3", "features", "formule", "lint", "lint_zin", "zinnen"]
