"""'Klopt deze brief?': faults in the letter itself that a helper can have looked at. Never advice, always the rule."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from brievenbus.brief import Bedrag, Controle
from brievenbus.classify.context import Lezing
from brievenbus.match import evidence

_FREE = frozenset(
    {
        "incasso_14dagenbrief",
        "huur_aanmaning_14dagen",
        "zv_aanmaning",
        "incasso_sommatie",
        "incasso_factuur_herinnering",
    }
)


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


def check_letter(lezing: Lezing, briefsoort: str, bedragen: tuple[Bedrag, ...]) -> tuple[Controle, ...]:
    """Return the faults found: collection costs above the ceiling; a 14-day term that starts too early."""
    if briefsoort not in _FREE:
        return ()
    found: list[Controle] = []
    all_words = {word for zin in lezing.zinnen for word in zin.woorden}
    early = next((zin for zin in lezing.zinnen if _starts_early(" ".join(zin.woorden))), None)
    if early is not None and all_words & {"incassokosten", "buitengerechtelijke"}:
        rule = "BW 6:96 lid 6; HR 25-11-2016, ECLI:NL:HR:2016:2704"
        found.append(Controle("De termijn van 14 dagen begint te vroeg.", rule, evidence(lezing.tekst, early.span)))
    found.extend(_fees(lezing, bedragen))
    return tuple(found)


def _starts_early(words: str) -> bool:
    """A 14-day term that runs from the letter date instead of the day after delivery."""
    from_date = any(phrase in words for phrase in ("na heden", "na dagtekening", "na de datum van deze brief"))
    return from_date and any(phrase in words for phrase in ("14 dagen", "veertien dagen"))


def _fees(lezing: Lezing, bedragen: tuple[Bedrag, ...]) -> list[Controle]:
    claims = [b.bedrag for b in bedragen if b.soort in ("te_betalen", "oorspronkelijk")]
    if not claims:
        return []
    ceiling = (fee_ceiling(max(claims)) * Decimal("1.21")).quantize(Decimal("0.01"))
    for bedrag in bedragen:
        proof = " ".join(b.tekst.lower() for b in bedrag.bewijs)
        if bedrag.soort == "kosten" and "incassokosten" in proof and bedrag.bedrag > ceiling:
            return [
                Controle(
                    "De incassokosten lijken hoger dan mag.",
                    "Besluit vergoeding voor buitengerechtelijke incassokosten art. 2",
                    bedrag.bewijs,
                )
            ]
    return []
