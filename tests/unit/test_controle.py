"""'Klopt deze brief?': the ceiling of collection costs, and a 14-day term that starts too early."""

from __future__ import annotations

from decimal import Decimal

import pytest

from brievenbus.classify.controle import check_letter, fee_ceiling
from tests.begrijp import Begrip, brief

GROET = "Geachte heer De Wit,\n\n"
VROEG, HOOG = "De termijn van 14 dagen begint te vroeg.", "De incassokosten lijken hoger dan mag."


@pytest.mark.parametrize(
    ("vordering", "kosten"),
    [
        ("100", "40.00"),
        ("266.66", "40.00"),
        ("300", "45.00"),
        ("2500", "375.00"),
        ("5000", "625.00"),
        ("10000", "875.00"),
        ("200000", "2775.00"),
        ("1000000", "6775.00"),
        ("5000000", "6775.00"),
    ],
)
def test_ceiling(vordering: str, kosten: str) -> None:
    assert fee_ceiling(Decimal(vordering)) == Decimal(kosten)


def faults(begrip: Begrip, inhoud: str, soort: str = "incasso_14dagenbrief") -> list[str]:
    tekst = brief(GROET + inhoud)
    found = check_letter(begrip.lezing(tekst), soort, begrip.bedragen(tekst, soort))
    assert all(controle.regel and controle.bewijs for controle in found)
    return [controle.melding for controle in found]


@pytest.mark.parametrize(
    ("vordering", "kosten", "melding"),
    [("300,00", "45,00", []), ("300,00", "54,45", []), ("300,00", "60,00", [HOOG]), ("100,00", "48,40", []), ("100,00", "50,00", [HOOG])],
)
def test_costs_above_the_ceiling_with_vat(begrip: Begrip, vordering: str, kosten: str, melding: list[str]) -> None:
    inhoud = f"U moet € {vordering} betalen. Betaalt u niet, dan rekenen wij € {kosten} incassokosten."
    assert faults(begrip, inhoud) == melding


@pytest.mark.parametrize(
    ("zin", "melding"),
    [
        ("Betaal binnen 14 dagen na heden, anders volgen incassokosten.", [VROEG]),
        ("Betaal binnen veertien dagen na dagtekening, anders volgen incassokosten.", [VROEG]),
        ("Betaal binnen 14 dagen na de dag waarop u deze brief kreeg, anders volgen incassokosten.", []),
        ("Betaal binnen 15 dagen na heden, anders volgen incassokosten.", []),
        ("Betaal binnen 14 dagen na heden.", []),
    ],
)
def test_fourteen_days_count_from_the_day_after_delivery(begrip: Begrip, zin: str, melding: list[str]) -> None:
    assert faults(begrip, zin) == melding


def test_rules_for_private_collectors_do_not_hold_for_the_government(begrip: Begrip) -> None:
    inhoud = "U moet € 100,00 betalen binnen 14 dagen na heden. Betaalt u niet, dan rekenen wij € 90,00 incassokosten."
    assert faults(begrip, inhoud) == [VROEG, HOOG]
    assert faults(begrip, inhoud, "bd_aanmaning") == []
