"""The raises of a traffic fine: first half of the fine, then as much again as fine and first raise (Wahv art. 23 and 25)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from brievenbus.brief import Controle
from brievenbus.classify.controle.zaak import Zaak, euro, tail
from brievenbus.feiten import Geld

REGEL = "Wahv art. 23 en 25"
KAARTEN = frozenset({"cjib_aanmaning_1", "cjib_aanmaning_2", "cjib_kennisgeving_verhaal", "cjib_dwangbevel_deurwaarder"})
HALF = Decimal("0.5")
COSTS = Decimal(9)
"""Administration costs of a fine."""
ROUNDING = Decimal(1)
"""Raises may be rounded to whole euros."""
_SHARE = re.compile(r"\b(\d{1,3})\s?(?:%|procent)")


def check(zaak: Zaak) -> Iterator[Controle]:
    """Yield the first raise that does not follow from the amounts the letter prints."""
    if zaak.kaart.sleutel not in KAARTEN or zaak.afzender.sleutel != "cjib" or zaak.says("ander_recht") is not None:
        return
    found = next(_shares(zaak), None) or next(_amounts(zaak), None)
    if found is not None:
        yield found


def _shares(zaak: Zaak) -> Iterator[Controle]:
    """A share that the law does not know."""
    first = zaak.kaart.sleutel == "cjib_aanmaning_1"
    for zin in zaak.lezing.zinnen:
        hit = _SHARE.search(zin.tekst)
        if hit is None or "verhogingsrij" not in zaak.labels(zin) or not zaak.sure(zin.span):
            continue
        if hit[1] not in ("50", "100"):
            yield zaak.finding("cjib_procent", REGEL, zin.span, brief=hit[1], wet="50" if first else "50 en 100")


def _amounts(zaak: Zaak) -> Iterator[Controle]:
    fines, raises = _named(zaak, "sanctierij"), _named(zaak, "verhogingsrij")
    if not fines or not raises or len({geld.waarde for geld in fines}) > 1:
        return
    fine = fines[0].waarde
    alone = zaak.kaart.sleutel != "cjib_aanmaning_1" and len(raises) == 1
    for shares, geld in zip(((HALF,), (HALF * 3,)), raises, strict=False):
        options = [base * share for base in _bases(zaak, fine) for share in ((HALF, HALF * 3, Decimal(1)) if alone else shares)]
        if all(abs(geld.waarde - right) >= ROUNDING for right in options):
            right = min(options[: len(options) // len(_bases(zaak, fine))], key=lambda option: abs(option - geld.waarde))
            yield zaak.finding("cjib", REGEL, zaak.place(fines[0]), zaak.place(geld), bedrag=euro(geld.waarde), goed=euro(right))


def _named(zaak: Zaak, label: str) -> list[Geld]:
    """Return the amounts whose own words say that they are this, each value once, in reading order; none where one is unsure."""
    found: dict[Decimal, Geld] = {}
    for geld in zaak.feiten.bedragen:
        words = geld.label if geld.in_tabel else tail(geld.label, 4)
        if geld.waarde > 0 and label in zaak.labels_of(words) and "dreigend" not in zaak.sums(words):
            if not zaak.sure(geld.span, geld.hersteld):
                return []
            found.setdefault(geld.waarde, geld)
    return list(found.values())


def _bases(zaak: Zaak, fine: Decimal) -> list[Decimal]:
    """Return over what the raise may be counted: the fine, and, where no administration costs stand apart, the fine without them."""
    apart = any("administratiekosten" in geld.label.lower() for geld in zaak.feiten.bedragen)
    return [fine] if apart else [fine, fine - COSTS]
