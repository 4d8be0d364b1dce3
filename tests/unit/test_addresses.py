"""Postcodes, telephone numbers and web addresses, on invented lines."""

from __future__ import annotations

import pytest

from brievenbus.extract.addresses import addresses
from brievenbus.extract.phones import phones
from brievenbus.extract.urls import urls
from tests.teksten import maak_tekst


@pytest.mark.parametrize(
    ("plat", "verwacht"),
    [
        ("Coolsingel 40, 3011 AD Rotterdam. Postbus 12", [("3011 AD", "Rotterdam")]),
        ("9000AB  Nergenshuizen", [("9000 AB", "Nergenshuizen")]),
        ("2511 XX Den Haag\nNederland", [("2511 XX", "Den Haag")]),
        ("5211 CC 's-Hertogenbosch Telefoon 073", [("5211 CC", "'s-Hertogenbosch")]),
        ("2911 AA Nieuwerkerk aan den IJssel", [("2911 AA", "Nieuwerkerk aan den IJssel")]),
        ("kenmerk 2026 ZK-12 en 1234 SS Nergens", []),
        ("1234 ab", []),
    ],
)
def test_postcode(plat: str, verwacht: list[tuple[str, str]]) -> None:
    assert [(adres.postcode, adres.plaats) for adres in addresses(maak_tekst(plat))] == verwacht


@pytest.mark.parametrize(
    ("plat", "nummer", "label"),
    [
        ("Bel 088 - 043 04 30 voor vragen", "088 043 0430", "Bel"),
        ("Telefoon: 0900-8844 (lokaal tarief)", "0900 8844", "Telefoon"),
        ("of (030) 123 45 67 28 november", "030 123 4567", "of"),
        ("tel. +31 (0)20 623 4567", "020 623 4567", "tel"),
        ("bel 14 0345.", "14 0345", "bel"),
    ],
)
def test_phone(plat: str, nummer: str, label: str) -> None:
    (telefoon,) = phones(maak_tekst(plat))
    assert (telefoon.nummer, telefoon.label) == (nummer, label)


@pytest.mark.parametrize("plat", ["NL91 ABNA 0417 1643 00", "5000 0567 8901 2345", "28-11-2026", "€ 0.123.456.789", "0612"])
def test_no_phone(plat: str) -> None:
    assert phones(maak_tekst(plat)) == ()


@pytest.mark.parametrize(
    ("plat", "soort", "domein"),
    [
        ("Kijk op www.nergenshuizen.nl/betalen.", "site", "nergenshuizen.nl"),
        ("Ga naar https://Mijn.Voorbeeld.example/x?y=1", "site", "mijn.voorbeeld.example"),
        ("Lees meer op cjib.nl", "site", "cjib.nl"),
        ("Mail info@woonstichting-de-kade.nl vandaag", "mail", "woonstichting-de-kade.nl"),
    ],
)
def test_address(plat: str, soort: str, domein: str) -> None:
    (adres,) = urls(maak_tekst(plat))
    assert (adres.soort, adres.domein) == (soort, domein)


@pytest.mark.parametrize("plat", ["art.nl6", "Bos B.V. te Assen.De brief", "t.n.v. J.de Boer"])
def test_no_address(plat: str) -> None:
    assert urls(maak_tekst(plat)) == ()
