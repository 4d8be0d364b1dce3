"""Which text layers are believed: good Dutch text on top of the ink, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from brievenbus.ocr.textlayer import Layer, is_in_order, is_plausible, trusted, words_of

FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
BODY = (
    "Geachte mevrouw, u heeft op 11 augustus een aanvraag gedaan voor een vergunning in uw straat.",
    "Wij hebben uw aanvraag beoordeeld en laten u met deze brief weten wat wij hebben besloten.",
    "U kunt binnen zes weken bezwaar maken als u het niet eens bent met dit besluit van de gemeente.",
    "Stuur uw bezwaarschrift naar het adres dat boven deze brief staat of bel ons als u vragen heeft.",
)


def words(path: Path) -> list[str] | None:
    """The words of page 1 if its layer is trusted, else None."""
    with pdfium.PdfDocument(path) as document, Layer(path) as layer:
        found = layer.words(0, document[0])
    return None if found is None else [word[0] for word in found]


def write(path: Path, lines: tuple[str, ...], *, picture: Path | None = None, mode: int = 0) -> Path:
    """A page with these lines; `picture` fills the page behind them, `mode` is the PDF text render mode."""
    page = canvas.Canvas(str(path), pagesize=A4)
    if picture:
        page.drawImage(str(picture), 0, 0, *A4)
    text = page.beginText(60, 740)
    text.setTextRenderMode(mode)
    text.setFont("Helvetica", 10)
    text.setLeading(14)
    for line in lines:
        text.textLine(line)
    page.drawText(text)
    page.save()
    return path


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of a whole page of text, 150 dpi."""
    picture = Image.new("L", (1240, 1754), 250)
    pen = ImageDraw.Draw(picture)
    for at, line in enumerate(BODY * 6):
        pen.text((120, 200 + 36 * at), line, fill=10, font=ImageFont.truetype(FONT, 20))
    path = tmp_path_factory.mktemp("scan") / "scan.png"
    picture.save(path)
    return path


def test_own_text_is_trusted(tmp_path: Path) -> None:
    assert words(write(tmp_path / "a.pdf", BODY)) == " ".join(BODY).split()


def test_minus_signs_and_accents_stay(tmp_path: Path) -> None:
    lines = (*BODY, "Saldo - € 2.376 en -€ 12,00 en € -636,50 voor café Ü")
    found = words(write(tmp_path / "a.pdf", lines))
    assert found is not None
    assert found[-13:] == ["Saldo", "-", "€", "2.376", "en", "-€", "12,00", "en", "€", "-636,50", "voor", "café", "Ü"]


def test_invisible_ocr_over_a_picture_is_done_again(tmp_path: Path, scan: Path) -> None:
    assert words(write(tmp_path / "a.pdf", BODY * 6, picture=scan, mode=3)) is None


def test_visible_text_over_a_picture_of_text_does_not_cover_it(tmp_path: Path, scan: Path) -> None:
    assert words(write(tmp_path / "a.pdf", ("Dit document is voor u gescand door de gemeente.",), picture=scan)) is None


def test_text_on_a_full_page_background_is_trusted(tmp_path: Path) -> None:
    background = tmp_path / "papier.png"
    Image.new("RGB", (600, 850), (245, 245, 235)).save(background)
    assert words(write(tmp_path / "a.pdf", BODY, picture=background)) == " ".join(BODY).split()


def test_shifted_alphabet_is_not_trusted(tmp_path: Path) -> None:
    shifted = tuple("".join(chr(ord(c) + 3) if c.isalpha() else c for c in line) for line in BODY)
    assert words(write(tmp_path / "a.pdf", shifted)) is None


@pytest.mark.parametrize("text", ["(cid:12)(cid:99) de het een", "geachte \ufffd heer", "de \ue012 het"])
def test_broken_characters_are_not_trusted(text: str, tmp_path: Path) -> None:
    with pdfium.PdfDocument(write(tmp_path / "a.pdf", BODY)) as document:
        assert not trusted([[word, 0.1, 0.1, 0.2, 0.12] for word in text.split()], document[0])


def test_dutch_tables_and_numbers_are_plausible_but_noise_is_not() -> None:
    assert is_plausible("Termijn Bedrag Resteert 31 mei 2026 € 21,96 Administratiekosten")
    assert is_plausible("€ 12,00 - € 13,50") and not is_plausible("") and not is_plausible("~ | ^")
    assert not is_plausible("xqz wvx qqr zxw kxq vwz " * 10)
    assert not is_plausible("the quick brown fox jumps over lazy dogs while nobody looks at them " * 5)


def test_drawing_order_is_recognised() -> None:
    def chars(xs: list[float]) -> list[dict[str, float]]:
        return [{"x0": x, "x1": x + 5, "top": 10, "size": 10} for x in xs]

    assert is_in_order(chars([0, 5, 10, 15, 20, 25, 30, 35, 40, 45]))
    assert not is_in_order(chars([40, 0, 35, 5, 30, 10, 25, 15]))


def test_a_long_cell_is_kept_apart_from_the_cell_it_runs_into(tmp_path: Path) -> None:
    page = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    page.setFont("Helvetica", 10)
    for at, line in enumerate(BODY):
        page.drawString(60, 740 - 14 * at, line)
    page.drawString(60, 650, "Vermindering wegens kwijtschelding")
    page.drawString(205, 650, "3 eenheden")
    page.save()
    found = words(tmp_path / "a.pdf")
    assert found is not None and {"kwijtschelding", "3", "eenheden"} <= set(found)


class Blad:
    """A stand-in for a pdfplumber page with these words."""

    bbox, width, height, chars = (0, 0, 100, 100), 100, 100, ()

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def extract_words(self, **_: object) -> list[dict[str, object]]:
        return [{"text": text, "x0": 1, "top": 1, "x1": 9, "bottom": 4, "upright": True} for text in self.texts]


def test_a_nameless_list_mark_is_a_bullet_not_a_broken_layer() -> None:
    texts = ["(cid:127)", *" ".join(BODY).split()]
    assert [word[0] for word in words_of(Blad(texts))][:2] == ["•", "Geachte"]


def test_a_page_of_nameless_signs_stays_broken() -> None:
    texts = ["(cid:3)", "(cid:17)", "Geachte", "mevrouw"]
    assert [word[0] for word in words_of(Blad(texts))] == texts
