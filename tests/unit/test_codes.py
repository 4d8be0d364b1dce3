"""Codes on the page: read from pictures, understood strictly, set beside the print; nothing of them is believed in silence."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from brievenbus.extract import extract, mask
from brievenbus.extract.codes import Opdracht as Opdracht_
from brievenbus.extract.codes import parse_link, parse_payment
from brievenbus.image import read_codes
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Box, Code, CodeSoort, Tekst
from brievenbus.pipeline import Opdracht, read_letter
from tests.begrijp import PEIL, Begrip, brief
from tests.voorbeelden import beelden

IBAN, ANDER = "NL91ABNA0417164300", "NL53INGB0138879107"
BSN = "123456782"
VAK = Box(0.7, 0.7, 0.85, 0.8)
Beeld = NDArray[np.uint8]


def epc(iban: str = IBAN, bedrag: str = "EUR120.00", kenmerk: str = "20261234", naam: str = "Stichting Woonplaats") -> str:
    """The content of a payment QR code as banks write it."""
    return f"BCD\n002\n1\nSCT\n\n{naam}\n{iban}\n{bedrag}\n\n\n{kenmerk}\n"


def met(tekst: Tekst, *inhoud: str, soort: CodeSoort = "qr") -> Tekst:
    """The letter with these codes on its first page, masked as the path does."""
    first, *rest = tekst.pages
    codes = tuple(Code(soort, text, VAK) for text in inhoud)
    return mask(replace(tekst, pages=(replace(first, codes=codes), *rest)))[0]


def aanmaning(iban: str = IBAN) -> Tekst:
    zin = f"Betaal het totaalbedrag van € 120,00 binnen 14 dagen op {iban} t.n.v. Stichting Woonplaats onder vermelding van 20261234."
    return brief(f"Geachte heer De Wit,\n\n{zin}")


# ---------------------------------------------------------------- from the picture
def qr(text: str, scale: int = 6) -> Beeld:
    bak = io.BytesIO()
    segno.make(text, error="m", boost_error=False, micro=False).save(bak, kind="png", scale=scale, border=4)
    return np.asarray(Image.open(bak).convert("L"), dtype=np.uint8)


def streep(soort: zxingcpp.BarcodeFormat, text: str) -> Beeld:
    made = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, soort), scale=4), dtype=np.uint8)
    return np.asarray(np.repeat(made, 80, axis=0) if made.shape[0] < 8 else made, dtype=np.uint8)


def leg(page: Beeld, code: Beeld, x: int, y: int) -> Beeld:
    """Lay a code on a page, as light and as dark as a scanner gives it."""
    page = page.copy()
    page[y : y + code.shape[0], x : x + code.shape[1]] = 40 + (code / 255 * 200).astype(np.uint8)
    return page


def test_all_kinds_are_read_where_they_stand() -> None:
    page = np.full((2800, 2000), 240, np.uint8)
    page = leg(page, qr(epc()), 1500, 2200)
    page = leg(page, streep(zxingcpp.BarcodeFormat.DataMatrix, "NL-PORT BETAALD"), 1500, 200)
    page = leg(page, streep(zxingcpp.BarcodeFormat.Code128, "DOC-2026-0098812"), 150, 2300)
    page = leg(page, np.asarray(np.rot90(streep(zxingcpp.BarcodeFormat.ITF, "70123456789012")), np.uint8), 100, 300)
    codes = {code.soort: code for code in read_codes(page)}
    assert {soort: code.tekst for soort, code in codes.items()} == {
        "qr": epc().strip(), "datamatrix": "NL-PORT BETAALD", "code128": "DOC-2026-0098812", "itf": "70123456789012",
    }  # fmt: skip
    box = codes["qr"].vak
    assert 0.74 < box.x0 < box.x1 < 0.92 and 0.78 < box.y0 < box.y1 < 0.92


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 70), st.integers(0, 70), st.integers(0, 2**32 - 1), st.booleans())
def test_odd_pictures_hold_no_codes_and_raise_nothing(height: int, width: int, zaad: int, stil: bool) -> None:
    rng = np.random.default_rng(zaad)
    page = np.full((height, width), rng.integers(0, 256), np.uint8) if stil else rng.integers(0, 256, (height, width), np.uint8)
    assert read_codes(page) == ()


def test_page_without_codes_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.full((2800, 2000), 240, np.uint8)
    page[300:2400:40, 200:1800:6] = 30  # rows of print, with white between them
    page[300:2400:40, 201:1800:6] = 30
    monkeypatch.setattr(zxingcpp, "read_barcodes", lambda *_, **__: pytest.fail("searched"))
    assert read_codes(page) == ()


# ---------------------------------------------------------------- what a code says
def test_payment_code_is_understood() -> None:
    assert parse_payment(epc()) == Opdracht_("Stichting Woonplaats", IBAN, Decimal("120.00"), "20261234")
    assert parse_payment(epc(bedrag="", kenmerk="").strip()) == Opdracht_("Stichting Woonplaats", IBAN, None, None)
    assert parse_payment(f"BCD\r\n001\r\n1\r\nSCT\r\nABNANL2A\r\nX\r\n{IBAN}\r\nEUR12.3\r\n\r\nRF18539007547034") == Opdracht_(
        "X", IBAN, Decimal("12.30"), "RF18539007547034"
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "BCD", "BCD\n" * 12, epc(iban="NL92ABNA0417164300"), epc(bedrag="EUR0.00"), epc(bedrag="EUR1000000000"),
        epc(bedrag="EUR12,50"), epc(bedrag="USD12.50"), epc(bedrag="EUR-5"), epc(naam=""), epc(naam="x" * 71), epc(naam="a\tb"),
        epc(kenmerk="x" * 141), epc().replace("002", "003"), epc().replace("SCT", "INST"), epc().replace("\n002\n", "\n001\n"),
        epc() + "meer\nregels\ndan\nmag", f"BCD\n002\n1\nSCT\n\nX\n{IBAN}\nEUR5\n\nRF19539007547034",
        f"BCD\n002\n1\nSCT\n\nX\n{IBAN}\nEUR5\n\nRF18539007547034\nook tekst",
    ],
)  # fmt: skip
def test_code_that_breaks_a_rule_is_no_payment(text: str) -> None:
    assert parse_payment(text) is None


@given(st.text(max_size=400) | st.text(max_size=60).map(lambda staart: f"BCD\n002\n1\nSCT\n{staart}\nX\n{IBAN}\n{staart}"))
def test_parsers_take_any_text(text: str) -> None:
    payment, link = parse_payment(text), parse_link(text)
    assert payment is None or (payment.naam and payment.iban and (payment.bedrag is None or payment.bedrag > 0))
    assert link is None or ("/" not in link[0] and "@" not in link[0])


@given(st.integers(0, 10**10 - 1), st.decimals("0.01", "999999999.99", places=2), st.text("ABC019", min_size=1, max_size=21))
def test_valid_payments_are_read_back(nummer: int, bedrag: Decimal, kenmerk: str) -> None:
    bban = f"INGB{nummer:010d}"
    iban = f"NL{mod_97_10.calc_check_digits(bban + 'NL')}{bban}"
    rf = f"RF{mod_97_10.calc_check_digits(kenmerk + 'RF')}{kenmerk}"
    assert iso11649.is_valid(rf)
    text = f"BCD\n002\n1\nSCT\nINGBNL2A\nGemeente Zó\n{iban}\nEUR{bedrag}\nGOVT\n{rf}\n\n"
    assert parse_payment(text) == Opdracht_("Gemeente Zó", iban, bedrag, rf)


def test_of_a_link_only_the_domain_is_kept() -> None:
    assert parse_link("HTTPS://www.Tikkie.me/pay/geheim123") == ("tikkie.me", True)
    assert parse_link("https://betalen.rabobank.nl/betaalverzoek/?id=geheim") == ("betalen.rabobank.nl", True)
    assert parse_link("https://ing.nl@nep.example/pay") == ("nep.example", True)
    assert parse_link("www.gemeente.nl/afval") == ("gemeente.nl", False)
    assert parse_link("DOC.2026.nl") is None and parse_link("http://[x") is None and parse_link("tel:0612345678") is None
    feiten = extract(met(brief("Dag."), "https://tikkie.me/pay/geheim123"))
    assert feiten.codelinks[0].domein == "tikkie.me" and "geheim" not in repr(feiten)


def test_bsn_in_a_code_is_hidden_and_painted_over() -> None:
    plain = brief(f"Uw burgerservicenummer is {BSN}.")
    codes = (f"99{BSN}00", f"id {BSN}", "BSN=12345678", "7012345678901234", epc(kenmerk=f"{BSN} klant"))
    page = replace(plain.pages[0], codes=tuple(Code("qr", text, VAK) for text in codes))
    masked, boxes = mask(replace(plain, pages=(page,)))
    said = [code.tekst for code in masked.pages[0].codes]
    assert not any("2345678" in text for text in (*said[:3], said[4])) and said[3] == "7012345678901234"
    assert boxes.count((1, VAK)) == 4
    assert extract(masked).betaalcodes[0].kenmerk is None


# ---------------------------------------------------------------- beside the print
def test_letter_without_codes_is_read_as_before() -> None:
    feiten = extract(aanmaning())
    assert feiten.betaalcodes == feiten.codelinks == () and not feiten.bevestigd


def test_code_that_repeats_the_print_confirms_it(begrip: Begrip) -> None:
    tekst = met(aanmaning(), epc())
    feiten = extract(tekst)
    assert {tekst.plat[span.start : span.eind] for span in feiten.bevestigd} >= {IBAN, "20261234"}
    assert any("120,00" in tekst.plat[span.start : span.eind] for span in feiten.bevestigd)
    twijfels = begrip.als("incasso_factuur_herinnering").duid(tekst).twijfels
    assert not any(key.startswith("code_") for key in twijfels)


def test_bar_code_confirms_a_printed_reference() -> None:
    tekst = met(brief("Betalingskenmerk: 5000 0567 8901 2345\n\nKlantnummer: 1234"), "5000056789012345", "1234", soort="itf")
    assert [tekst.plat[span.start : span.eind] for span in extract(tekst).bevestigd] == ["5000 0567 8901 2345"]


def test_misread_account_gets_the_characters_of_the_code() -> None:
    tekst = met(aanmaning("NL91ABNA0417164380"), epc())
    feiten = extract(tekst)
    assert [(r.iban, r.geldig, r.hersteld) for r in feiten.rekeningen] == [(IBAN, True, True)] and not feiten.rekeningen_ongeldig
    assert extract(met(aanmaning("NL91ABNA0417164380"), epc(ANDER))).rekeningen == ()


def test_other_account_in_the_code_is_said_aloud_and_print_is_shown(begrip: Begrip) -> None:
    duiding = begrip.als("incasso_factuur_herinnering").duid(met(aanmaning(), epc(ANDER, "EUR999.00", "88887777")))
    assert {"code_rekening", "code_bedrag", "code_kenmerk"} <= set(duiding.twijfels)
    assert "andere_rekening_in_code" in duiding.echtheid.signalen and not duiding.echtheid.verdacht
    assert duiding.betaling is not None and duiding.betaling.iban == IBAN and duiding.betaling.bedrag == Decimal("120.00")


def test_own_account_of_the_resident_is_no_contradiction(begrip: Begrip) -> None:
    tekst = met(brief(f"Geachte heer,\n\nWij konden € 120,00 niet afschrijven van uw rekening {ANDER}. Betaal met de QR-code."), epc())
    duiding = begrip.als("incasso_factuur_herinnering").duid(tekst)
    assert "code_rekening" not in duiding.twijfels and "code_alleen" in duiding.twijfels
    assert duiding.betaling is not None and duiding.betaling.iban == IBAN


def test_account_that_stands_in_the_code_alone_is_shown_with_its_place_and_a_doubt(begrip: Begrip) -> None:
    tekst = met(brief("Geachte heer De Wit,\n\nBetaal € 120,00 binnen 14 dagen."), epc())
    duiding = begrip.als("incasso_factuur_herinnering").duid(tekst)
    assert duiding.betaling is not None and (duiding.betaling.iban, duiding.betaling.kenmerk) == (IBAN, "20261234")
    (proof,) = duiding.betaling.bewijs
    assert proof.vak == (0.7, 0.7, 0.85, 0.8) and IBAN in proof.tekst
    assert "code_alleen" in duiding.twijfels


def test_code_on_a_letter_that_asks_no_money_is_not_shown_as_how_to_pay(begrip: Begrip) -> None:
    tekst = met(brief("Geachte heer De Wit,\n\nWij schrijven € 30,00 op 1 december 2026 automatisch van uw rekening af."), epc())
    duiding = begrip.als("incasso_factuur_herinnering").duid(tekst)
    assert duiding.betaling is None and "code_bedrag" in duiding.twijfels


def test_codes_that_differ_among_themselves_say_nothing(begrip: Begrip) -> None:
    tekst = met(brief("Geachte heer De Wit,\n\nBetaal € 120,00 binnen 14 dagen."), epc(), epc(ANDER))
    assert begrip.als("incasso_factuur_herinnering").duid(tekst).betaling is None


@pytest.mark.parametrize("dreiging", ["Betaal binnen 24 uur. Dit is de laatste waarschuwing.", ""])
def test_payment_link_in_a_code_counts_only_with_a_threat(begrip: Begrip, dreiging: str) -> None:
    tekst = met(brief(f"Geachte heer De Wit,\n\nU moet nog € 120,00 betalen. {dreiging}"), "https://tikkie.me/pay/x")
    signalen = begrip.als("incasso_factuur_herinnering").duid(tekst).echtheid.signalen
    assert ("betaal_via_link" in signalen) == bool(dreiging)
    printed = met(aanmaning(), "https://tikkie.me/pay/x")
    assert "betaal_via_link" not in begrip.als("incasso_factuur_herinnering").duid(printed).echtheid.signalen


def test_scan_with_a_false_code_keeps_the_print_and_warns(begrip: Begrip, tmp_path: Path) -> None:
    source = beelden("g05", "scan")
    page = np.asarray(Image.open(source[0]).convert("L"), dtype=np.uint8)
    Image.fromarray(leg(page, qr(epc("NL91ABNA0417164300", "EUR322.00"), 4), 1400, 2090)).save(
        tmp_path / "g05.jpg", dpi=(200, 200), quality=85
    )
    brief_ = read_letter([tmp_path / "g05.jpg", *source[1:]], Opdracht(begrip.lezer, PEIL), Tesseract()).brief
    assert "De QR-code zegt een ander rekeningnummer dan de brief. Betaal nog niet." in brief_.twijfels
    assert brief_.betaling is None or brief_.betaling.iban == ANDER
