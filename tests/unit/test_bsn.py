"""The BSN is found and masked, in text and image; other numbers are left alone. All numbers are invented."""

from __future__ import annotations

import pytest

from brievenbus.extract import extract
from brievenbus.extract.bsn import bsn_spans, mask
from tests.teksten import maak_tekst

BSN = "123456782"


def _masked(plat: str) -> str:
    return mask(maak_tekst(plat))[0].plat


@pytest.mark.parametrize(
    ("plat", "masked"),
    [
        ("BSN: 123456782", "BSN: •••••••••"),
        ("BSN 123.456.782 van u", "BSN •••.•••.••• van u"),
        ("Burgerservicenummer\t1234 56 782", "Burgerservicenummer\t•••• •• •••"),
        ("Naam\tBSN\nJ. Bos\t123456782", "Naam\tBSN\nJ. Bos\t•••••••••"),
        ("BSN\n123456782", "BSN\n•••••••••"),
        ("Het nummer 123456782 staat hier los.", "Het nummer ••••••••• staat hier los."),
        ("Aanslagnummer 1234.56.782.H.66.01", "Aanslagnummer ••••.••.•••.H.66.01"),
        ("Aanslagnummer 1234.56.78Z.H.66.01", "Aanslagnummer ••••.••.•••.H.66.01"),
        ("Beschikkingsnummer 1234.56.789.T.26.1", "Beschikkingsnummer ••••.••.•••.T.26.1"),
        ("Ons kenmerk 123456782", "Ons kenmerk •••••••••"),
        ("BSN 12345678Z", "BSN •••••••••"),
        ("BSN: l2345678O", "BSN: •••••••••"),
        ("8SN 123456789", "8SN •••••••••"),
        ("burgerservlcenummer 123456789", "burgerservlcenummer •••••••••"),
        ("Sofinummer 123456789.", "Sofinummer •••••••••."),
        ("BSN 12345672", "BSN ••••••••"),
        ("Uw BSN is\n 123456782.", "Uw BSN is •••••••••."),
        ("BSN(123456782)", "BSN(•••••••••)"),
    ],
)
def test_masked(plat: str, masked: str) -> None:
    assert _masked(plat) == masked


@pytest.mark.parametrize(
    "plat",
    [
        "Klantnummer 123456782", "Dossiernummer: 123456782", "NL91ABNA0417164300",
        "Betalingskenmerk 5000 0567 8901 2345",
        "Bel 0612345678", "RSIN 123456782", "btw-nummer NL123456782B01", "Nummer 123456789 voldoet niet",
        "€ 123.456.782", "+31 (0)20 123 4567",
        "Bsn staat op uw pas. U bent geboren op 12-11-1980.", "Polisnummer\n123456782",
        "Klantnummer\tNaam\n123456782\tJ. Bos",
    ],
)  # fmt: skip
def test_left_alone(plat: str) -> None:
    assert "•" not in _masked(plat)


def test_found_once_masked_everywhere() -> None:
    masked = _masked("BSN: 123456782\nHeel ver weg\nin een brief\nKlantnummer 123456782 en kenmerk 2026123456782")
    assert BSN not in masked
    assert "Klantnummer •••••••••" in masked


def test_length_and_boxes_stay() -> None:
    tekst = maak_tekst("BSN 1234 56 782 hier")
    masked, boxes = mask(tekst)
    assert len(masked.plat) == len(tekst.plat)
    assert [word.vak for _, line in masked.lines for word in line.woorden] == [word.vak for _, line in tekst.lines for word in line.woorden]
    assert len(boxes) == 3


def test_box_covers_the_digits_within_a_word() -> None:
    tekst = maak_tekst("BSN:123456782/A")
    word = tekst.lines[0][1].woorden[0]
    _, ((page, box),) = mask(tekst)
    step = (word.vak.x1 - word.vak.x0) / len(word.tekst)
    assert page == 1
    assert box.x0 <= word.vak.x0 + 4 * step
    assert box.x1 >= word.vak.x0 + 13 * step
    assert box.x1 <= word.vak.x1


def test_second_page() -> None:
    masked, boxes = mask(maak_tekst("Voorblad\fBSN 123456782"))
    assert masked.plat == "Voorblad\fBSN •••••••••"
    assert [page for page, _ in boxes] == [2]


def test_masking_twice_changes_nothing() -> None:
    masked, _ = mask(maak_tekst("BSN 123456782"))
    assert mask(masked) == (masked, ())
    assert bsn_spans(masked) == ()


def test_no_fact_holds_a_bsn_that_was_not_masked() -> None:
    feiten = extract(maak_tekst("Ons kenmerk 123456782"))
    assert BSN not in repr(feiten)
