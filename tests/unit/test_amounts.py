"""Amounts of money: every printed form, tables, and what is no money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from brievenbus.extract.amounts import amounts
from tests.teksten import maak_tekst


@pytest.mark.parametrize(
    ("printed", "waarde"),
    [
        ("€ 1.250,-", "1250"), ("€ 1.250,00", "1250"), ("EUR 346,00", "346"), ("346,00 euro", "346"), ("€346", "346"),
        ("€ 12,5O", "12.50"), ("€ -636,50", "-636.50"), ("- € 2.376", "-2376"), ("min € 20", "-20"), ("€ 1.250,—",
        "1250"),
        ("€ 1 250,00", "1250"), ("1.250 euro", "1250"), ("€ 20,00-", "-20"), ("-/- € 20,00", "-20"), ("-€ 20,00",
        "-20"),
        ("€ 1.250.000,00", "1250000"), ("€ 346.00", "346"), ("€ 0,50", "0.50"), ("€ l2,50", "12.50"), ("€ 1.25O,0O",
        "1250"),
        ("E 346,00", "346"), ("€ 9", "9"), ("Eur 15,95", "15.95"), ("€ 346,=", "346"), ("€ 346,--", "346"),
        ("€ 12.345", "12345"), ("€  75,50", "75.50"), ("€ 1 .250,00", "1250"), ("€ 1,250.00", "1250"),
        ("€ 346 ,00", "346"), ("€ −5,00", "-5"),
    ],
)  # fmt: skip
def test_form(printed: str, waarde: str) -> None:
    (geld,) = amounts(maak_tekst(f"U betaalt {printed} aan ons."))
    assert geld.waarde == Decimal(waarde)


@pytest.mark.parametrize(
    "zin",
    [
        "De rente is 6,5% per jaar.", "In 2026 en 2027.", "Zie artikel 6.15 en 6:96.",
        "U verbruikte 1.250 m3 of 12,50 kWh.",
        "Om 12.30 uur of 12,30.", "Bel 0800-1234.", "1234 AB Utrecht", "Het kost € 1,5 miljoen.", "Nummer 1.250,00.",
        "van 9,00 tot 17,00 uur", "€ 1. 250,00",
    ],
)  # fmt: skip
def test_no_money(zin: str) -> None:
    assert amounts(maak_tekst(zin)) == ()


def test_sentence_gives_label_and_what_follows() -> None:
    zin = "Eerder betaalde u niet. De hoofdsom is € 300,00 en de kosten zijn € 45,00 per keer."
    first, second = amounts(maak_tekst(zin))
    assert (first.label, first.na) == ("De hoofdsom is", "en de kosten zijn")
    assert (second.label, second.na) == ("en de kosten zijn", "per keer")
    assert not first.in_tabel


def test_table_with_header_and_without_euro_signs() -> None:
    tekst = maak_tekst("Omschrijving\tAantal\tBedrag\nHuur mei\t3\t1.250,00\nKosten\t2,50\t12,50-\nTotaal\t\t1.237,50")
    found = amounts(tekst)
    assert [(g.label, g.waarde, g.kop, g.totaal) for g in found] == [
        ("Huur mei 3", Decimal("1250.00"), "Bedrag", False),
        ("Kosten 2,50", Decimal("-12.50"), "Bedrag", False),
        ("Totaal", Decimal("1237.50"), "Bedrag", True),
    ]
    assert all(g.in_tabel for g in found)


def test_neighbours_with_a_euro_sign_make_a_bare_number_money() -> None:
    found = amounts(maak_tekst("Hoofdsom\t€ 300,00\nVertraging\t3,15\nTe betalen\t€\t303,15"))
    assert [g.waarde for g in found] == [Decimal("300.00"), Decimal("3.15"), Decimal("303.15")]
    assert [g.totaal for g in found] == [False, False, True]


def test_table_of_meter_readings_is_no_money() -> None:
    assert amounts(maak_tekst("Meter\tVerbruik in m3\nGas\t1.250,00\nWater\t12,50")) == ()


def test_amount_over_a_wrapped_line() -> None:
    (geld,) = amounts(maak_tekst("U betaalt €\n 346,00 aan ons."))
    assert geld.waarde == 346


def test_minimum_is_no_minus() -> None:
    (geld,) = amounts(maak_tekst("U betaalt min. € 20 per maand."))
    assert geld.waarde == 20


def test_bullet_is_no_minus_but_a_cell_is() -> None:
    assert [g.waarde for g in amounts(maak_tekst("- € 20,00 kosten\nKorting\t- € 5,00"))] == [20, -5]


@pytest.mark.parametrize("zin", ["Betaal € 20. 14 dagen later komt er meer bij.", "Betaal € 20, 14 dagen later € 30."])
def test_number_of_the_next_sentence_is_no_cents(zin: str) -> None:
    assert amounts(maak_tekst(zin))[0].waarde == 20


def test_repaired() -> None:
    assert amounts(maak_tekst("€ 12,5O"))[0].hersteld
    assert not amounts(maak_tekst("€ 12,50"))[0].hersteld


def test_long_dash_in_a_sentence_is_no_minus() -> None:
    (geld,) = amounts(maak_tekst("Het totaal – € 20,00 – betaalt u nu."))
    assert geld.waarde == 20


def test_a_minus_behind_the_amount_makes_it_negative() -> None:
    tekst = maak_tekst("Omschrijving\tBedrag\nLoonheffing\t€ 2.310\nBedrag van deze aanslag\t€ 812 -")
    assert [geld.waarde for geld in amounts(tekst)] == [Decimal("2310"), Decimal("-812")]


def test_a_dash_in_the_next_column_is_no_minus() -> None:
    tekst = maak_tekst("Maand\tBedrag\tOntvangen\njuli 2026\t€ 61,20\t-\naugustus 2026\t€ 61,20\t-")
    assert [geld.waarde for geld in amounts(tekst)] == [Decimal("61.20")] * 2


def test_a_dash_for_no_cents_is_no_minus() -> None:
    tekst = maak_tekst("U betaalt € 812,- aan ons.\nTotaal\t€ 812,-")
    assert all(geld.waarde > 0 for geld in amounts(tekst))
