"""The generator of sample letters: the same input gives the same files, and they hold the letter's words."""

from __future__ import annotations

import importlib
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from brievenbus.ocr.opmaak import parse, read_markup

pytest.importorskip("reportlab")
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))
maak: Any = importlib.import_module("maak")

BRIEF = """\
@letterhead
Waterbedrijf Oostbeek
Postbus 12, 4000 AA Tiel
@address
Mevrouw A. de Wit
4001 AB Tiel
@refs
Datum: 3 november 2026
Klantnummer: 118.004
@subject
Herinnering van uw rekening
@body
Geachte mevrouw De Wit,

Uw rekening van € 83,50 is nog niet betaald. Betaal uiterlijk op 17 november 2026.

# Hoe betaalt u?
- Maak het bedrag over.
- Noem daarbij R&D <4711>.

| Omschrijving | Bedrag |
| Water | € 83,50 |
| Totaal | € 83,50 |
@sign
Met vriendelijke groet,
J. Jansen
@slip
Betaalgegevens
IBAN: NL91 ABNA 0417 1643 00
@footer
KvK 00000000
"""
LAYOUTS = ("rijk", "classic", "right", "modern")


def words_of(pdf: bytes) -> tuple[str, int]:
    """Return the PDF's own text without white, and its number of pages."""
    with pdfium.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        return re.sub(r"\s", "", text), len(document)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pdf_holds_every_word_of_the_letter(layout: str) -> None:
    text, bladen = words_of(maak.make_pdf(parse(f"@layout: {layout}\n{BRIEF}"), "brief", 1))
    assert bladen == 1
    gelezen = {word.tekst.removesuffix(":") for _, line in read_markup(BRIEF, "").lines for word in line.woorden}
    assert [woord for woord in sorted(gelezen) if woord not in text] == []


def test_long_letters_get_page_numbers() -> None:
    lang = BRIEF.replace("# Hoe", "\n\n".join(["Dit is een alinea. " * 12] * 14) + "\n\n# Hoe")
    text, bladen = words_of(maak.make_pdf(parse(lang), "brief", 1))
    assert bladen == 2
    assert "Pagina1van2" in text
    assert "Pagina2van2" in text


def test_pdf_without_debians_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(maak, "FONTS", tmp_path)
    text, _ = words_of(maak.make_pdf(parse(f"@font: carlito\n{BRIEF}"), "brief", 1))
    assert "€83,50" in text


def test_one_sender_has_one_house_style() -> None:
    stijl = maak.Huisstijl.of(parse(BRIEF), 1)
    assert stijl == maak.Huisstijl.of(parse(BRIEF.replace("Herinnering", "Aanmaning")), 1)
    anders = {maak.Huisstijl.of(parse(BRIEF.replace("Oostbeek", f"Oord {n}")), 1).layout for n in range(12)}
    assert anders == set(LAYOUTS)


@pytest.fixture(scope="module")
def bron(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the letter as a file, with its gold; what was made of it stands in the folder `a` beside it."""
    bron = tmp_path_factory.mktemp("samples") / "oostbeek.txt"
    bron.write_text(BRIEF, encoding="utf-8")
    bron.with_suffix(".goud.json").write_text("{}")
    maak.make(bron, bron.parent / "a", maak.VORMEN, 1)
    return bron


def test_makes_each_form_and_keeps_pictures_small(bron: Path) -> None:
    sizes = {pad.name: pad.stat().st_size for pad in (bron.parent / "a").iterdir()}
    assert set(sizes) == {"oostbeek.pdf", "oostbeek.p1.scan.jpg", "oostbeek.p1.foto.jpg", "oostbeek.goud.json"}
    assert sizes["oostbeek.p1.scan.jpg"] <= 300_000
    assert sizes["oostbeek.p1.foto.jpg"] <= 450_000


def test_same_text_name_and_seed_give_the_same_files(bron: Path) -> None:
    for pad in maak.make(bron, bron.parent / "b", maak.VORMEN, 1):
        assert pad.read_bytes() == (bron.parent / "a" / pad.name).read_bytes(), pad.name


def test_scan_is_grey_paper_and_another_seed_is_another_scan() -> None:
    blad = np.full((2339, 1654, 3), 255, np.uint8)
    blad[400:420, 200:1400] = 0
    scans = [maak.camera.scan(blad, maak.generator("brief", zaad)) for zaad in (1, 2)]
    assert scans[0] != scans[1]
    beeld = Image.open(BytesIO(scans[0]))
    assert (beeld.mode, beeld.size) == ("L", (1654, 2339))
    assert 230 < np.median(np.asarray(beeld)) < 255


def test_photo_shows_the_sheet_on_a_darker_table(bron: Path) -> None:
    beeld = Image.open(bron.parent / "a" / "oostbeek.p1.foto.jpg")
    assert (beeld.mode, max(beeld.size)) == ("RGB", 2600)
    grijs = np.asarray(beeld.convert("L")).astype(float)
    rand = np.concatenate([grijs[:10].ravel(), grijs[-10:].ravel(), grijs[:, :10].ravel(), grijs[:, -10:].ravel()])
    papier = np.median(grijs[1200:1400, 900:1050])
    assert np.median(rand) < papier / 1.5
    assert np.percentile(rand, 99) < papier  # no edge of the sheet touches the edge of the photo


def test_command_writes_and_refuses(bron: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert maak.main([str(bron), "--uit", str(tmp_path / "uit"), "--vormen", "pdf"]) == 0
    assert capsys.readouterr().out == "oostbeek.pdf\n"
    with pytest.raises(SystemExit) as stop:
        maak.main([str(bron), "--vormen", "fax"])
    assert stop.value.code == 2
    assert "fax" in capsys.readouterr().err
