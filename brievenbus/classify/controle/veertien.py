"""The 14-day letter: full 14 days from the day after delivery, and the costs that follow named (BW 6:96 lid 6).

Only what the letter itself ties together is checked: a term to pay, and collection costs that follow when it is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from brievenbus.brief import Controle
from brievenbus.classify.context import part
from brievenbus.classify.controle.zaak import Zaak, daynr
from brievenbus.feiten import Datum, Duur
from brievenbus.match import Zin
from brievenbus.page import Span

REGEL = "BW 6:96 lid 6; HR 25-11-2016, ECLI:NL:HR:2016:2704"
KAARTEN = frozenset({"incasso_14dagenbrief", "huur_aanmaning_14dagen"})
HERINNERING = frozenset(
    {
        "zv_aanmaning", "zv_premie_herinnering", "incasso_factuur_herinnering", "incasso_sommatie", "huur_achterstand", "en_herinnering",
        "wa_nota_herinnering", "telecom_blokkade", "kinderopvang_factuur_opzegging", "incasso_onterecht_verjaard",
        "huur_deurwaarder_sommatie", "en_aanmaning_schuldhulpaanbod", "zv_zorgnota_eigen_risico", "zv_regeling_2mnd",
    }
)  # fmt: skip
DAYS = 14
NEXT_DAY = timedelta(days=1)
"""The post is never delivered before the day after the letter: the shortest way is the one that is held against no letter."""
_DEADLINE = frozenset({"tot_en_met", "voor", "tot"})


def check(zaak: Zaak) -> Iterator[Controle]:
    """Yield what is wrong with the 14 days of this letter; one finding for the term at most, and one for the costs."""
    if not zaak.particulier or zaak.kaart.sleutel not in KAARTEN | HERINNERING:
        return
    term = next(_terms(zaak), None)
    if term is not None:
        yield term
    yield from _unnamed(zaak)


def _terms(zaak: Zaak) -> Iterator[Controle]:
    for duur in zaak.feiten.duren:
        zin = zaak.lezing.zin_at(duur.span.start)
        if zin is None or not zaak.sure(duur.span, duur.hersteld) or not _is_term(zaak, zin):
            continue
        days = _days(duur)
        rest = part(zin, Span(duur.span.start, zin.span.eind))
        following = zaak.lezing.after(zin)
        delivered = "bezorgd" in zaak.labels_of(rest.tekst) or (following is not None and "bezorgd" in zaak.labels(following))
        if days == DAYS and duur.basis in ("dagtekening", "verzending") and not delivered:
            yield zaak.finding("14_vroeg", REGEL, zin.span)
        elif days is not None and days < DAYS:
            yield zaak.finding("14_kort", REGEL, zin.span, dagen=f"{duur.aantal} {duur.eenheid}" if duur.aantal > 1 else "1 week")
    for datum in zaak.feiten.data:
        zin = zaak.lezing.zin_at(datum.span.start)
        if zin is not None and _is_term(zaak, zin) and _is_too_soon(zaak, zin, datum):
            yield zaak.finding("14_datum", REGEL, zin.span, dag=daynr(datum.waarde))


def _is_term(zaak: Zaak, zin: Zin) -> bool:
    """Tell whether this sentence asks to pay, and collection costs follow only when that is not done."""
    warned = zaak.says("eerder", "eerder_geschreven") is not None and zaak.kaart.sleutel not in KAARTEN
    if "betaalzin" not in zaak.labels(zin) or warned:
        return False
    near = tuple(zaak.around(zin))
    if any("volgende_brief" in zaak.labels(other) for other in near):
        return False
    return any({"incassokosten", "dreiging"} <= zaak.labels(other) for other in near)


def _days(duur: Duur) -> int | None:
    """Return the length in days where it is a term that runs from the letter; None for any other length of time."""
    if duur.marker not in ("binnen", "heeft", "termijn", "uiterlijk"):
        return None
    if duur.eenheid == "werkdagen":
        return duur.aantal * 7 // 5
    return {"dagen": 1, "weken": 7}.get(duur.eenheid, DAYS + 1) * duur.aantal


def _is_too_soon(zaak: Zaak, zin: Zin, datum: Datum) -> bool:
    """A printed last day before the 14th day after the first day on which the letter can have come."""
    letter = zaak.dag
    if letter is None or datum.twijfel or not zaak.sure(datum.span, datum.hersteld) or datum.waarde <= letter:
        return False
    recent = part(zin, Span(max(zin.span.start, datum.span.start - 45), datum.span.start))
    marks = [(span.eind, label) for label, span in zaak.lezing.woorden.labels("termijnmarkers", recent)]
    if not marks or max(marks)[1] not in _DEADLINE:
        return False
    last = datum.waarde - NEXT_DAY if max(marks)[1] in ("voor", "tot") else datum.waarde
    return last < letter + NEXT_DAY + timedelta(days=DAYS)


def _unnamed(zaak: Zaak) -> Iterator[Controle]:
    """The costs that follow must be named: a letter with the 14 days, a threat of costs, and no amount or share of them."""
    if zaak.kaart.sleutel not in KAARTEN or not zaak.heel:
        return
    threats = [zin for zin in zaak.lezing.zinnen if {"incassokosten", "dreiging"} <= zaak.labels(zin)]
    if not threats or not any(_days(duur) in (DAYS, DAYS + 1) for duur in zaak.feiten.duren):
        return
    costly = [zin for zin in zaak.lezing.zinnen if zaak.labels(zin) & {"incassokosten"} or "kosten" in zaak.sums(zin.tekst)]
    near = {zin.nummer for first in costly for zin in zaak.around(first, after=2, before=0)}
    most = max((geld.waarde for geld in zaak.feiten.bedragen), default=0)
    due = {sum_.bedrag for sum_ in zaak.bedragen if sum_.soort == "te_betalen"}
    for geld in zaak.feiten.bedragen:
        place = zaak.lezing.zin_at(geld.span.start)
        if place is not None and place.nummer in near and (geld.waarde not in due or geld.waarde < most):
            return
    if any("%" in zin.tekst or "procent" in zin.woorden for zin in zaak.lezing.zinnen):
        return
    yield zaak.finding("14_bedrag", REGEL, threats[0].span)
