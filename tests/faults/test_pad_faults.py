"""Odd letters on the whole path: the answer may be 'I do not know', never harmless by mistake and never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from brievenbus.errors import InputError
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.pipeline import Gelezen, Opdracht, read_brief, read_letter
from tests.begrijp import PEIL, Begrip, brief
from tests.voorbeelden import beelden, goud

BRIEF = (
    "Centraal Justitieel Incassobureau",
    "Leeuwarden, 10 november 2026",
    "Geachte heer of mevrouw,",
    "U hebt uw verkeersboete nog niet betaald. Daarom is het bedrag verhoogd.",
    "U moet nu € 346,00 betalen, uiterlijk op 28 november 2026.",
    "Betaalt u niet op tijd? Dan wordt de boete nog een keer hoger.",
)
ENGELS = (
    "Dear Sir or Madam,",
    "We have not received your payment for the invoice of last month. Please pay the amount of EUR 120.00 to our account",
    "before the end of this month. If you do not pay, we will have to ask a collection agency to take over the case, and you",
    "will have to pay the costs of that as well. You can call our office if you have questions about this letter.",
    "Yours sincerely, the accounts department",
)


def pdf(path: Path, *bladen: tuple[str, ...]) -> Path:
    """Write a PDF with its own text layer, one page for each tuple of lines."""
    canvas = Canvas(str(path))
    for regels in bladen:
        for i, regel in enumerate(regels):
            canvas.drawString(40, 780 - 18 * i, regel)
        canvas.showPage()
    canvas.save()
    return path


def lees(begrip: Begrip, *paths: Path) -> Gelezen:
    """Read files as one letter."""
    return read_letter(paths, Opdracht(begrip.lezer, PEIL), Tesseract())


def no_pages(path: Path) -> Path:
    """Write a PDF that is right in every way but has no page."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n99\n%%EOF\n"
    )
    return path


@pytest.mark.parametrize(
    ("inhoud", "code"), [(b"", "bestand_leeg"), (b"%PDF-1.7\n", "bestand_kapot"), (b"%PDF-1.7\n%%EOF", "bestand_kapot")]
)
def test_empty_pdf_is_refused(tmp_path: Path, begrip: Begrip, inhoud: bytes, code: str) -> None:
    (tmp_path / "leeg.pdf").write_bytes(inhoud)
    with pytest.raises(InputError) as caught:
        lees(begrip, tmp_path / "leeg.pdf")
    assert caught.value.code == code


def test_pdf_without_pages_is_refused(tmp_path: Path, begrip: Begrip) -> None:
    with pytest.raises(InputError) as caught:
        lees(begrip, no_pages(tmp_path / "nul.pdf"))
    assert caught.value.code == "bestand_kapot"


def test_page_without_text_is_unreadable_and_needs_a_person(tmp_path: Path, begrip: Begrip) -> None:
    said = lees(begrip, pdf(tmp_path / "wit.pdf", ())).brief
    assert (said.bron.oordeel, said.urgentie, said.briefsoort.sleutel) == ("onleesbaar", "onbekend", "onbekend")
    assert said.mens_nodig
    assert said.route.naar != "niemand"
    assert said.datum is None


def test_page_without_text_behind_a_letter_changes_nothing(tmp_path: Path, begrip: Begrip) -> None:
    said = lees(begrip, pdf(tmp_path / "brief.pdf", BRIEF, ())).brief
    assert said.bron.bladzijden == 2
    assert said.bron.oordeel != "onleesbaar"
    assert [(t.soort, t.datum.isoformat()) for t in said.termijnen] == [("betalen", "2026-11-28")]


def test_forty_pages_are_one_letter_and_the_first_page_still_counts(tmp_path: Path, begrip: Begrip) -> None:
    small_print = tuple(f"Artikel {n}. Dit zijn de algemene voorwaarden. Zij gelden voor iedereen." for n in range(1, 6))
    read = lees(begrip, pdf(tmp_path / "dik.pdf", BRIEF, *[small_print] * 39))
    said = read.brief
    assert said.bron.bladzijden == len(read.tekst.pages) == 40
    assert said.afzender.sleutel == "cjib"
    assert ("betalen", "2026-11-28") in [(t.soort, t.datum.isoformat()) for t in said.termijnen]
    assert all(1 <= b.bladzijde <= 40 for t in said.termijnen for b in t.bewijs)


def test_photo_upside_down_is_the_same_letter(tmp_path: Path, begrip: Begrip) -> None:
    (foto,) = beelden("h08", "foto")
    with Image.open(foto) as picture:
        picture.rotate(180, expand=True).save(tmp_path / "om.jpg", quality=92)
    said, right = lees(begrip, tmp_path / "om.jpg").brief, goud("h08")
    assert said.briefsoort.sleutel == right.briefsoort
    assert {(t.soort, t.datum) for t in right.termijnen} <= {(t.soort, t.datum) for t in said.termijnen}


def test_letter_in_english_is_said_not_to_be_dutch(tmp_path: Path, begrip: Begrip) -> None:
    said = lees(begrip, pdf(tmp_path / "english.pdf", ENGELS)).brief
    assert any("niet in het Nederlands" in zin for zin in said.twijfels)
    assert said.mens_nodig
    assert said.urgentie != "geen"
    assert said.route.naar != "niemand"


@pytest.mark.parametrize(
    "cijfers",
    ["0123 4567 8910 " * 20, "1 2 3\n\n" * 12, "12-11-2026 € 100,00 " * 15, "€ 1.250,00\n\n" * 15, "99999999999999999999 " * 15],
)
def test_text_with_only_digits_is_never_called_sure(cijfers: str, begrip: Begrip) -> None:
    said = read_brief(brief(cijfers, datum=""), "cijfers", Opdracht(begrip.lezer, PEIL))
    assert said.mens_nodig
    assert said.route.naar != "niemand"
    assert said.betaling is None or said.betaling.iban is None


def test_a_few_words_are_not_called_read(begrip: Begrip) -> None:
    said = read_brief(brief("Betaal voor vrijdag.", datum=""), "kort", Opdracht(begrip.lezer, PEIL))
    assert (said.bron.oordeel, said.urgentie) == ("onleesbaar", "onbekend")
