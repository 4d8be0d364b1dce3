"""What each amount is for, which one is due now, and how it must be paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from brievenbus.brief import Bedrag, BedragSoort
from brievenbus.classify.bedragen import keuze
from brievenbus.classify.bedragen.betaling import find_betaling
from brievenbus.classify.bedragen.rekenen import add_up
from brievenbus.classify.bedragen.rekening import own_account
from brievenbus.classify.bedragen.weging import Weging, weigh
from brievenbus.classify.context import Lezing
from brievenbus.feiten import Feiten
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import evidence
from brievenbus.page import Span

__all__ = ["add_up", "choose_bedragen", "find_bedragen", "find_betaling", "own_account"]

_ORDER: tuple[BedragSoort, ...] = ("te_betalen", "te_ontvangen", "boete", "oorspronkelijk", "kosten", "termijnbedrag", "saldo", "overig")


def find_bedragen(lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart | None, goed_nieuws: bool) -> tuple[Bedrag, ...]:
    """Return every amount once, with its kind; at most one is `te_betalen`. An amount due comes first."""
    return choose_bedragen(lezing, feiten, kaart, goed_nieuws)[0]


def choose_bedragen(
    lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart | None, goed_nieuws: bool, *, verdacht: bool = False
) -> tuple[tuple[Bedrag, ...], bool]:
    """Return the amounts as `find_bedragen` does, and whether it is clear which of them is due.

    Of a suspect letter (`verdacht`) nothing is said to come to the resident: such a promise is the bait.
    """
    wegingen = weigh(lezing, feiten)
    due, sure = keuze.due(lezing, wegingen, kaart, goed_nieuws)
    receive = None if verdacht else _receive(wegingen, due, goed_nieuws)
    found: dict[tuple[BedragSoort, Decimal], list[Span]] = {}
    for w in wegingen:
        value = abs(w.waarde)
        back = value == receive and (value != due or keuze.receive_score(w, wegingen) >= keuze.RECEIVE_THRESHOLD)
        kind: BedragSoort = "te_ontvangen" if back else ("te_betalen" if value == due else _plain_kind(w))
        found.setdefault((kind, value), []).append(_row(w))
    result = [
        Bedrag(kind, value.quantize(Decimal("0.01")), tuple(b for span in spans[:2] for b in evidence(lezing.tekst, span)))
        for (kind, value), spans in found.items()
    ]
    return tuple(sorted(result, key=lambda b: _ORDER.index(b.soort))), sure


def _receive(wegingen: Sequence[Weging], due: Decimal | None, goed_nieuws: bool) -> Decimal | None:
    """The amount that comes to the resident: of several the most plainly said, then the one named most often, then the largest."""
    points: dict[Decimal, list[float]] = {}
    for w in wegingen:
        if due is not None and not w.waarde < 0 and "te_ontvangen" not in w.eigen | w.na | w.zin_labels:
            continue
        score = keuze.receive_score(w, wegingen) + (0.5 if goed_nieuws and w.geld.totaal else 0.0)
        score += keuze.MONTHLY if goed_nieuws and w.rest and {"termijnbedrag", "te_ontvangen"} <= w.eigen else 0.0
        if abs(w.waarde) != due or ("te_ontvangen" in w.eigen and "eis" not in w.eigen and not w.gevraagd):
            points.setdefault(abs(w.waarde), []).append(score)
    options = [(max(scores), len(scores), value) for value, scores in points.items() if max(scores) >= keuze.RECEIVE_THRESHOLD]
    return max(options)[2] if options else None


def _plain_kind(w: Weging) -> BedragSoort:
    labels = w.eigen or w.zin_labels
    if "al_betaald" in labels:
        return "overig"
    for name in ("termijnbedrag", "kosten", "boete", "oorspronkelijk", "saldo"):
        if name in labels:
            return name
    return "overig"


def _row(w: Weging) -> Span:
    return w.zin.span if len(w.zin.tekst) <= 200 else w.geld.span
