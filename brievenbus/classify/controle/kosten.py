"""Collection costs: the ceiling of the law, asked more than once, and asked before the letter that must come first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from brievenbus.brief import Controle
from brievenbus.classify.bedragen import add_up
from brievenbus.classify.controle.zaak import Zaak, euro
from brievenbus.feiten import Geld

CEILING = "Besluit vergoeding voor buitengerechtelijke incassokosten art. 2"
ONCE = "BW 6:96 lid 7; " + CEILING
FIRST = "BW 6:96 lid 5 en 6"
VAT = Decimal("1.21")
"""VAT comes on top where the creditor cannot reclaim it: a letter cannot show that, so that it is always allowed for."""
_FIRST_LETTERS = frozenset(
    {
        "incasso_14dagenbrief", "huur_aanmaning_14dagen", "incasso_factuur_herinnering", "en_herinnering", "wa_nota_herinnering",
        "huur_achterstand", "zv_premie_herinnering", "zv_zorgnota_eigen_risico",
    }
)  # fmt: skip


def fee_ceiling(claim: Decimal) -> Decimal:
    """Return the highest collection fee for a claim, without VAT (Besluit vergoeding voor buitengerechtelijke incassokosten art. 2)."""
    steps = ((Decimal(2500), "0.15"), (Decimal(2500), "0.10"), (Decimal(5000), "0.05"), (Decimal(190000), "0.01"))
    fee, rest = Decimal(0), claim
    for width, share in steps:
        piece = min(rest, width)
        fee += piece * Decimal(share)
        rest -= piece
    fee += max(rest, Decimal(0)) * Decimal("0.005")
    return min(max(fee, Decimal(40)), Decimal(6775)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def check(zaak: Zaak) -> Iterator[Controle]:
    """Yield what is wrong with the collection costs of a private claim; one finding for their height at most."""
    if not zaak.particulier:
        return
    fees = [geld for geld in zaak.feiten.bedragen if geld.waarde > 0 and is_cost(zaak, geld, "incassokosten")]
    yield from _too_high(zaak, fees)
    yield from _too_early(zaak)


def is_cost(zaak: Zaak, geld: Geld, label: str) -> bool:
    """Tell whether the words of this amount itself say that it is such a cost, and nothing else with it."""
    zin = zaak.lezing.zin_at(geld.span.start)
    if zin is None or not zaak.sure(geld.span, geld.hersteld):
        return False
    if geld.in_tabel:
        said = zaak.labels_of(geld.label)
        return label in said and "gemengd" not in said
    clause = re.split(r"[,;:]\s", geld.label)[-1]
    before, after = " ".join(clause.split()[-5:]), " ".join(geld.na.split()[:4])
    if "totaal" in zaak.sums(before) or zaak.labels_of(before) & {"gemengd", "heel_bedrag"}:
        return False
    return label in zaak.labels_of(before) or (label in zaak.labels_of(after) and not after.lower().startswith(("en ", "met ", "plus ")))


def _claim(zaak: Zaak, fees: list[Geld]) -> Decimal | None:
    """Return the claim over which the costs are counted: the largest asked, without costs that are known to be in it."""
    costs = {geld.waarde for geld in fees}
    printed = {abs(geld.waarde) for geld in zaak.feiten.bedragen}
    asked = {sum_.bedrag for sum_ in zaak.bedragen if sum_.soort in ("te_betalen", "oorspronkelijk", "saldo")} - costs or printed - costs
    if not asked:
        return None
    base = max(asked)
    total = sum((geld.waarde for geld in fees if geld.in_tabel), Decimal(0)) or sum(costs, Decimal(0))
    adds_up = any(geld.waarde == base and geld.span in add_up(zaak.lezing, zaak.feiten) for geld in zaak.feiten.bedragen)
    known = base - total in printed - costs or (adds_up and any(geld.in_tabel for geld in fees))
    return base - total if base > total and known else base


def _too_high(zaak: Zaak, fees: list[Geld]) -> Iterator[Controle]:
    claim = _claim(zaak, fees)
    if claim is None or not fees:
        return
    highest = (fee_ceiling(claim) * VAT).quantize(Decimal("0.01"), ROUND_HALF_UP)
    most = max(fees, key=lambda geld: geld.waarde)
    if most.waarde > highest:
        slots = {"bedrag": euro(most.waarde), "som": euro(claim), "hoogste": euro(highest)}
        yield zaak.finding("kosten_hoog", CEILING, zaak.place(most), **slots)
        return
    rows = {zin.nummer: geld for geld in fees if geld.in_tabel and (zin := zaak.lezing.zin_at(geld.span.start)) is not None}
    total = sum((geld.waarde for geld in rows.values()), Decimal(0))
    if len(rows) > 1 and total > highest:
        slots = {"bedrag": euro(total), "som": euro(claim), "hoogste": euro(highest)}
        yield zaak.finding("kosten_vaak", ONCE, *(zaak.place(geld) for geld in rows.values()), **slots)


def _too_early(zaak: Zaak) -> Iterator[Controle]:
    """Costs in the amount that a first letter asks for, which itself still gives the time to pay without them."""
    if zaak.kaart.sleutel not in _FIRST_LETTERS or zaak.says("eerder", "eerder_geschreven") is not None:
        return
    due = next((sum_.bedrag for sum_ in zaak.bedragen if sum_.soort == "te_betalen"), None)
    printed = {abs(geld.waarde) for geld in zaak.feiten.bedragen}
    proven = {geld.waarde for geld in zaak.feiten.bedragen if geld.span in add_up(zaak.lezing, zaak.feiten)}
    for geld in zaak.feiten.bedragen:
        if due is None or geld.waarde <= 0 or geld.waarde >= due or not is_cost(zaak, geld, "voorkosten") or _is_threatened(zaak, geld):
            continue
        if (geld.in_tabel and due in proven) or due - geld.waarde in printed:
            yield zaak.finding("kosten_vroeg", FIRST, zaak.place(geld), bedrag=euro(geld.waarde))
            return


def _is_threatened(zaak: Zaak, geld: Geld) -> bool:
    """The cost comes only later: its own sentence, or the lines above its table, say so."""
    zin = zaak.lezing.zin_at(geld.span.start)
    if zin is None:
        return True
    above = zaak.around(zin, after=0, before=5 if geld.in_tabel else 1)
    return any(zaak.labels(other) & {"dreiging"} or "dreigend" in zaak.sums(other.tekst) for other in above)
