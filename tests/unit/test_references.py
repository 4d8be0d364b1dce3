"""Reference numbers: labels in sentences, rows and columns, and the check digit of payment references."""

from __future__ import annotations

import pytest

from brievenbus.extract.references import Nummer, payment_check, references
from tests.teksten import maak_tekst


def _pairs(plat: str) -> list[tuple[str, str]]:
    return [(n.soort, n.waarde) for n in references(maak_tekst(plat))]


@pytest.mark.parametrize(
    ("plat", "verwacht"),
    [
        ("Ons kenmerk: Z-2026/00123", [("ons_kenmerk", "Z-2026/00123")]),
        ("Ons kenmerk\tZ-2026/00123", [("ons_kenmerk", "Z-2026/00123")]),
        ("Dossiernummer 2026.1234 behandelt mevrouw Bos.", [("dossiernummer", "2026.1234")]),
        ("In zaak met zaaknummer / rolnummer: 11223344 CV EXPL 26-4321 heeft de rechter", [("zaaknummer",
        "11223344 CV EXPL 26-4321")]),
        ("CJIB-nummer 1 2345 6789 0123", [("cjib_nummer", "1 2345 6789 0123")]),
        ("Polisnr. 12.345.678", [("polisnummer", "12.345.678")]),
        ("Uw klantnummer is 998877.", [("klantnummer", "998877")]),
        ("V-nummer: 2801234567", [("v_nummer", "2801234567")]),
        ("Aanslagnummer\t1234.56.789.V.66.0112", [("aanslagnummer", "1234.56.789.V.66.0112")]),
        ("Cliëntnummer: C 12345", [("clientnummer", "C 12345")]),
        ("Factuurnummer\tFactuurdatum\tKlantnummer\n2026-0045\t12 november 2026\tK 7788", [("factuurnummer",
        "2026-0045"), ("klantnummer", "K 7788")]),
        ("Huurdersnummer 440123 12 november 2026", [("huurdersnummer", "440123")]),
        ("Relatienurnmer: 556677", [("relatienummer", "556677")]),
        ("Ons kenmerk\nTelefoon", []),
        ("Het kenmerk van deze brief is dat hij lang is.", []),
        ("Uw telefoonnummer 0612345678 en huisnummer 12", []),
    ],
)  # fmt: skip
def test_labelled(plat: str, verwacht: list[tuple[str, str]]) -> None:
    assert _pairs(plat) == verwacht


@pytest.mark.parametrize(
    "plat",
    [
        "Betalingskenmerk: 5000 0567 8901 2345", "Betalingskenmerk\t5000 0567 8901 2345",
        "Betalingskenmerk\n5000056789012345",
        "onder vermelding van 5000 0567 8901 2345", "o.v.v. betalingskenmerk 5000.0567.8901.2345",
        "kenmerk 5000 0567 8901 2345",
        "Vermeld daarbij 5000056789012345.", "5000 0567 8901 2345",
    ],
)  # fmt: skip
def test_payment_reference(plat: str) -> None:
    (nummer,) = references(maak_tekst(plat))
    assert (nummer.waarde, nummer.controle_klopt, nummer.betaling, nummer.hersteld) == (
        "5000056789012345",
        True,
        True,
        False,
    )


def test_payment_reference_with_slips() -> None:
    (nummer,) = references(maak_tekst("Betalingskenmerk 5OOO 0567 89O1 2345"))
    assert (nummer.waarde, nummer.hersteld, nummer.controle_klopt) == ("5000056789012345", True, True)


def test_failing_check_digit_is_kept_and_marked() -> None:
    (nummer,) = references(maak_tekst("Betalingskenmerk 6000 0567 8901 2345"))
    assert (nummer.waarde, nummer.controle_klopt) == ("6000056789012345", False)


def test_named_when_paying() -> None:
    (nummer,) = references(maak_tekst("Betaal onder vermelding van dossiernummer 2026-1234."))
    assert (nummer.soort, nummer.waarde, nummer.betaling) == ("dossiernummer", "2026-1234", True)


@pytest.mark.parametrize(
    ("digits", "right"),
    [
        # Examples of betaalvereniging.nl and of the bank's own description of the check.
        ("5000056789012345", True), ("4000056789012345", False), ("12234534622567", True),
        ("123", None), ("500005678901234X", None),
    ],
)  # fmt: skip
def test_payment_check(digits: str, right: bool | None) -> None:
    assert payment_check(digits) is right


def test_every_place_once() -> None:
    tekst = maak_tekst("Betaal onder vermelding van betalingskenmerk 5000 0567 8901 2345 op NL91ABNA0417164300.")
    found: tuple[Nummer, ...] = references(tekst)
    assert len(found) == 1
