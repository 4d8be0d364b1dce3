"""The right to object: a decision that does not name it, and a term that is not the one of the law (Awb 3:45, 6:7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from brievenbus.brief import Controle, Termijn
from brievenbus.classify.controle.zaak import Zaak, daynr
from brievenbus.feiten import Duur
from brievenbus.kennis.rekenen import einde, plus
from brievenbus.kennis.schema import TermijnRegel
from brievenbus.page import Span

CLAUSE = "Awb 3:45 en 6:23"
RIGHTS = frozenset({"bezwaar", "beroep", "verzet"})
SURE = 0.5
"""Below this certainty of the letter type its law is not held against the letter."""
LATER = timedelta(days=1)
"""A day earlier may be a way of counting ('vóór'), not another term."""
_LENGTH = {"dagen": 1, "weken": 7, "maanden": 30}


def check(zaak: Zaak) -> Iterator[Controle]:
    """Yield a clause that is missing, or the first term of objection that is not the one of the law."""
    if zaak.zekerheid < SURE or not zaak.afzender.overheid:
        return
    yield from _no_clause(zaak)
    found = next(_terms(zaak), None)
    if found is not None:
        yield found


def _no_clause(zaak: Zaak) -> Iterator[Controle]:
    """A decision with bad news and nowhere a word of objection, on pages that are all there and end with a greeting."""
    rights = any(verwijzing.soort in ("bezwaar", "beroep") for verwijzing in zaak.kaart.termijn)
    if not (zaak.kaart.slecht_nieuws and rights and zaak.heel) or zaak.says("tegenspraak") is not None:
        return
    decision = zaak.says("besluit")
    if decision is not None and zaak.says("slotgroet") is not None:
        yield zaak.finding("clausule", CLAUSE, decision.span)


def _terms(zaak: Zaak) -> Iterator[Controle]:
    letter = zaak.dag
    if letter is None:
        return
    for term in zaak.termijnen:
        rules = _rules(zaak, term)
        if term.soort not in RIGHTS or not rules or not all(proof.zeker for proof in term.bewijs):
            continue
        if term.herkomst == "berekend":
            yield from _length(zaak, term, rules, letter)
        else:
            yield from _last_day(zaak, term, rules, letter)


def _rules(zaak: Zaak, term: Termijn) -> list[TermijnRegel]:
    """Return the laws this term may rest on; none where one of them was never confirmed.

    Those of the letter type, and those of other types of this sender whose own words stand in the letter.
    """
    own = [ref.regel for ref in zaak.kaart.termijn if ref.soort == term.soort]
    if not own:
        return []
    other = [
        ref.regel
        for card in zaak.kennis.briefsoorten.values()
        if zaak.afzender.sleutel in card.afzenders
        for ref in card.termijn
        if ref.soort == term.soort and zaak.says(ref.regel) is not None
    ]
    rules = [zaak.kennis.termijnregels[key] for key in dict.fromkeys((*own, *other))]
    fit = all(not rule.onbevestigd and rule.basis in ("verzending", "dagtekening") for rule in rules)
    return rules if fit else []


def _days(aantal: int, eenheid: str) -> int:
    return aantal * _LENGTH.get(eenheid, 1)


def _length(zaak: Zaak, term: Termijn, rules: list[TermijnRegel], letter: date) -> Iterator[Controle]:
    duur = _behind(zaak, term, letter)
    if duur is None or any(_days(rule.aantal, rule.eenheid) == _days(duur.aantal, duur.eenheid) for rule in rules):
        return
    rule = rules[0]
    zin = zaak.lezing.zin_at(duur.span.start)
    span = zin.span if zin is not None and len(zin.tekst) <= 200 else duur.span
    slots = {"brief": _spoken(duur.aantal, duur.eenheid), "wet": _spoken(rule.aantal, rule.eenheid)}
    yield zaak.finding("recht_duur", rule.wet, span, **slots)


def _behind(zaak: Zaak, term: Termijn, letter: date) -> Duur | None:
    """Return the length of time from which this day was counted, where it was read without doubt."""
    for duur in zaak.feiten.duren:
        if duur.eenheid not in _LENGTH or not zaak.sure(duur.span, duur.hersteld):
            continue
        if plus(letter, duur.aantal, duur.eenheid) == term.datum:  # type: ignore[arg-type]
            return duur
    return None


def _spoken(aantal: int, eenheid: str) -> str:
    return f"{aantal} {eenheid}" if aantal != 1 else f"1 {({'dagen': 'dag', 'weken': 'week', 'maanden': 'maand'})[eenheid]}"


def _last_day(zaak: Zaak, term: Termijn, rules: list[TermijnRegel], letter: date) -> Iterator[Controle]:
    """A printed last day before the first day that any of these laws gives, of this decision and of no earlier one."""
    first = min(rules, key=lambda rule: einde(rule, letter, zaak.kennis.dagen))
    raw, legal = einde(first, letter, zaak.kennis.dagen)
    if not letter < term.datum < raw - LATER:
        return
    near = {term.datum + timedelta(days=back) for back in (0, 1)}
    for datum in zaak.feiten.data:
        zin = zaak.lezing.zin_at(datum.span.start)
        if datum.waarde not in near or zin is None or not zaak.sure(datum.span, datum.hersteld) or datum.twijfel:
            continue
        if any("ouder_besluit" in zaak.labels(other) for other in zaak.around(zin, after=1)):
            return
        span = zin.span if len(zin.tekst) <= 200 else Span(datum.span.start, datum.span.eind)
        yield zaak.finding("recht_dag", first.wet, span, dag=daynr(term.datum), wet=daynr(legal))
        return
