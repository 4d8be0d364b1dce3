"""The measure of reading: it sees every kind of error, and only errors."""

from __future__ import annotations

import pytest

from tests.zwaar.leesmaat import Gelezen, Waarde, meet, waarden

BLAD = """\
Gemeente Oostbeek
Betaal € 83,50 uiterlijk op 17 november 2026.
Teruggave\t- € 12,00
IBAN NL91 ABNA 0417 1643 00
Hoogachtend, de heer Bakker"""


def fouten(gelezen: str, blad: str = BLAD) -> int:
    return meet(blad, Gelezen(gelezen)).fouten


def test_what_is_read_as_printed_costs_nothing() -> None:
    maat = meet(BLAD, Gelezen(BLAD))
    assert (maat.fouten, maat.cer, maat.goed, maat.waarden, maat.fout, maat.gemist) == (0, 0, 4, 4, (), ())


def test_other_order_joined_and_cut_lines_cost_nothing_without_order_and_much_with_it() -> None:
    regels = BLAD.replace("\t", "\n").split("\n")
    stukken = (f"{regels[5]} {regels[4]} {regels[3]}", "Betaal € 83,50 uiterlijk", "op 17 november 2026.", regels[2], regels[0])
    door_elkaar = "\n".join(stukken)
    maat = meet(BLAD, Gelezen(door_elkaar))
    assert maat.fouten <= 1  # the space at the cut
    assert maat.cer > 0.3


@pytest.mark.parametrize(
    ("van", "naar", "kosten"),
    [("Bakker", "Bokker", 1), ("Bakker", "", 6), ("€ 83,50", "€ 83.50", 1), ("Gemeente Oostbeek\n", "", 16), ("Oostbeek", "Oost beek", 1)],
)
def test_each_error_is_counted(van: str, naar: str, kosten: int) -> None:
    assert abs(fouten(BLAD.replace(van, naar)) - kosten) <= 1
    assert fouten(BLAD.replace(van, naar)) > 0


def test_short_line_does_not_eat_a_piece_of_a_long_one() -> None:
    blad = "over de periode tot en met 31 oktober 2026. U hebt in het laatste jaar\n2026.\nWilt u meer? Bel ons."
    assert fouten(blad.replace("over de", "ver de"), blad) == 1


def test_what_was_made_up_is_counted() -> None:
    assert fouten(BLAD + "\nxqz wvkj") == 7


def test_nothing_read_costs_all() -> None:
    maat = meet(BLAD, Gelezen(""))
    assert maat.fcer > 0.8
    assert maat.gevonden == 0


def test_sign_is_part_of_an_amount() -> None:
    maat = meet(BLAD, Gelezen(BLAD.replace("- € 12,00", "€ 12,00")))
    assert (maat.minnen, maat.minnen_goed) == (1, 0)
    assert maat.fout == (Waarde("bedrag", "€12,00"),)
    assert maat.gemist == (Waarde("bedrag", "-€12,00"),)
    anders = meet(BLAD, Gelezen(BLAD.replace("- € 12,00", "€ –12,00")))
    assert anders.minnen_goed == 1


def test_wrong_value_is_certain_only_where_no_word_of_it_is_doubted() -> None:
    gelezen = BLAD.replace("83,50", "88,50")
    plek = gelezen.index("88,50")
    assert meet(BLAD, Gelezen(gelezen)).fout_zeker == (Waarde("bedrag", "€88,50"),)
    twijfel = meet(BLAD, Gelezen(gelezen, ((plek, plek + 5),)))
    assert (twijfel.fout_zeker, len(twijfel.fout)) == ((), 1)


def test_right_value_that_is_doubted_is_counted_apart() -> None:
    plek = BLAD.index("83,50")
    maat = meet(BLAD, Gelezen(BLAD, ((plek, plek + 5),)))
    assert (maat.goed, maat.goed_onzeker) == (4, 1)


def test_covered_words_may_be_read_in_part_or_not() -> None:
    blad = BLAD.replace(" de heer Bakker", "")
    for gelezen in (BLAD, BLAD.replace("Bakker", "Bak"), blad):
        assert meet(blad, Gelezen(gelezen), vrij=["de", "heer", "Bakker"]).fouten == 0
    assert meet(blad, Gelezen(BLAD)).fouten > 0
    onder = Waarde("bedrag", "€5,00")
    assert meet(blad, Gelezen(blad + "\n€ 5,00"), vrij=["€", "5,00"], onleesbaar=[onder]).fout == ()


@pytest.mark.parametrize(
    ("tekst", "soort", "waarde"),
    [
        ("vóór 3 december 2026", "datum", "3december2026"),
        ("op 03-12-2026.", "datum", "03-12-2026"),
        ("samen € 1.234,56.", "bedrag", "€1.234,56"),
        ("kenmerk 8640 7353 7038 8636", "kenmerk", "8640735370388636"),
        ("nummer 123456782", "kenmerk", "123456782"),
        ("NL91ABNA0417164300", "iban", "nl91abna0417164300"),
    ],
)
def test_values(tekst: str, soort: str, waarde: str) -> None:
    assert list(waarden(tekst)) == [Waarde(soort, waarde)]
