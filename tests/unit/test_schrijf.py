"""Days and amounts as people write them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brievenbus.explain.schrijf import MAANDEN, WEEKDAGEN, bedrag, datum, over

VANDAAG = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("dag", "tekst"),
    [
        (date(2026, 11, 28), "zaterdag 28 november 2026"),
        (date(2026, 3, 1), "zondag 1 maart 2026"),
        (date(2028, 2, 29), "dinsdag 29 februari 2028"),
        (date(2027, 1, 4), "maandag 4 januari 2027"),
    ],
)
def test_day_is_written_with_weekday_and_without_leading_zero(dag: date, tekst: str) -> None:
    assert datum(dag) == tekst
    assert datum(dag, jaar=False) == tekst.rsplit(" ", 1)[0]


@given(st.dates())
def test_written_day_says_one_day_only(dag: date) -> None:
    weekdag, nummer, maand, jaar = datum(dag).split()
    assert date(int(jaar), MAANDEN.index(maand) + 1, int(nummer)) == dag
    assert WEEKDAGEN.index(weekdag) == dag.weekday()


@pytest.mark.parametrize(
    ("waarde", "tekst"),
    [
        ("0", "€ 0,00"),
        ("0.05", "€ 0,05"),
        ("346", "€ 346,00"),
        ("999.99", "€ 999,99"),
        ("1250", "€ 1.250,00"),
        ("1234567.8", "€ 1.234.567,80"),
    ],
)
def test_amount_is_written_with_point_and_comma(waarde: str, tekst: str) -> None:
    assert bedrag(Decimal(waarde)) == tekst


@given(st.decimals(0, 10_000_000, places=2))
def test_written_amount_keeps_its_value(waarde: Decimal) -> None:
    assert Decimal(bedrag(waarde).removeprefix("€ ").replace(".", "").replace(",", ".")) == waarde


@pytest.mark.parametrize(
    ("dagen", "tekst"),
    [
        (0, "vandaag"), (1, "morgen"), (2, "nog 2 dagen"), (40, "nog 40 dagen"), (-1, "gisteren"), (-2, "2 dagen geleden"),
    ],
)  # fmt: skip
def test_how_far_away_a_day_is(dagen: int, tekst: str) -> None:
    assert over(VANDAAG + timedelta(days=dagen), VANDAAG) == tekst
