"""What a letter cannot be: a collector who seizes by himself, a last day before its own date, an account that cannot exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from brievenbus.brief import Controle
from brievenbus.classify.bedragen import own_account
from brievenbus.classify.context import part
from brievenbus.classify.controle.zaak import Zaak, daynr
from brievenbus.page import Span

SEIZE = "Rv art. 430 en 439"
PAST = "De brief zelf: een laatste dag ligt na de datum van de brief"
IBAN = "ISO 13616 (controlegetal van een IBAN)"
LONGEST_AGO = timedelta(days=60)
"""A day further back than this is more likely another year that was read wrongly."""
_TOP = 8
"""Sentences in which a letterhead stands."""
_DEADLINE = frozenset({"tot_en_met", "voor"})


def check(zaak: Zaak) -> Iterator[Controle]:
    """Yield one finding of each kind at most."""
    for kind in (_seizes, _past, _account):
        found = next(kind(zaak), None)
        if found is not None:
            yield found


def _seizes(zaak: Zaak) -> Iterator[Controle]:
    """Someone who is no bailiff says that he himself seizes, and speaks of no judge or bailiff beside it."""
    if not zaak.particulier or zaak.afzender.soort == "gerechtsdeurwaarder" or zaak.zekerheid < 0.3:
        return
    if any("rechtsweg" in zaak.labels(zin) for zin in zaak.lezing.zinnen[:_TOP]):
        return
    for zin in zaak.lezing.zinnen:
        near = zaak.around(zin, after=2, before=2)
        if "zelf_beslag" in zaak.labels(zin) and not any("rechtsweg" in zaak.labels(other) for other in near):
            yield zaak.finding("beslag", SEIZE, zin.span)


def _past(zaak: Zaak) -> Iterator[Controle]:
    letter = zaak.dag
    for datum in zaak.feiten.data:
        zin = zaak.lezing.zin_at(datum.span.start)
        if letter is None or zin is None or datum.twijfel or datum.rol or not zaak.sure(datum.span, datum.hersteld):
            continue
        if not letter - LONGEST_AGO <= datum.waarde < letter or "\t" in zin.tekst:
            continue
        recent = part(zin, Span(max(zin.span.start, datum.span.start - 30), datum.span.start))
        marks = [(span.eind, label) for label, span in zaak.lezing.woorden.labels("termijnmarkers", recent)]
        if marks and max(marks)[1] in _DEADLINE and "opdracht" in zaak.labels_of(zaak.lezing.clause(zin, datum.span).tekst):
            yield zaak.finding("voorbij", PAST, zin.span, dag=daynr(datum.waarde), brief=daynr(letter))


def _account(zaak: Zaak) -> Iterator[Controle]:
    for account in zaak.feiten.rekeningen_ongeldig:
        asked = not own_account(zaak.lezing, account) and "•" not in zaak.lezing.tekst.plat[account.span.start : account.span.eind]
        if asked and zaak.sure(account.span, account.hersteld) and zaak.heel:
            yield zaak.finding("iban", IBAN, account.span)
