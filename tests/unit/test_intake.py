"""Files in: every kind that is taken, every code with which one is refused, and a child that never stays behind."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from brievenbus import intake
from brievenbus.errors import InputError
from brievenbus.intake import Limits, take
from brievenbus.ocr.layout import page_of_words

SENTENCES = (
    "Geachte heer Jansen, hierbij ontvangt u de rekening voor het gebruik van de sporthal.",
    "U moet het bedrag van € 12,50 uiterlijk op 3 maart 2026 betalen aan de gemeente.",
    "Heeft u vragen over deze brief? Bel dan met ons op werkdagen van negen tot vijf uur.",
)


def letter_pdf(path: Path, pages: int = 1, **options: object) -> Path:
    """A PDF letter with its own text."""
    page = canvas.Canvas(str(path), pagesize=A4, **options)
    for _ in range(pages):
        for at, sentence in enumerate(SENTENCES * 3):
            page.setFont("Helvetica", 10)
            page.drawString(70, 700 - 20 * at, sentence)
        page.showPage()
    page.save()
    return path


def paper(width: int = 620, height: int = 877, text: str = "BRIEF") -> Image.Image:
    """A white page with a dark word in its top left corner."""
    picture = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(picture).text((60, 60), text, fill="black", font_size=40)
    return picture


def code_of(paths: list[Path], limits: Limits | None = None) -> str:
    """The code with which these files are refused."""
    with pytest.raises(InputError) as caught:
        take(paths, limits)
    return caught.value.code


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tiff", "heic"])
def test_takes_every_kind_of_picture_by_content(tmp_path: Path, suffix: str) -> None:
    pillow_heif.register_heif_opener()
    file = tmp_path / f"brief.{suffix}"
    paper().save(file)
    renamed = file.rename(tmp_path / "zonder-naam.bin")
    scan = take([renamed])
    (page,) = scan.pages
    assert page.kleur is not None and page.kleur.shape == (877, 620, 3) and page.kleur.dtype == np.uint8
    assert page.kleur[70:95, 60:160].min() < 100 and page.kleur[-50:].min() > 200
    assert page.soort == ("foto" if suffix == "heic" else "scan")
    assert page.bestand == "zonder-naam.bin" and page.pdf is None and page.woorden is None


def test_pdf_text_is_read_without_drawing(tmp_path: Path) -> None:
    scan = take([letter_pdf(tmp_path / "brief.pdf", pages=2)])
    assert [page.soort for page in scan.pages] == ["pdf", "pdf"] and scan.soort == "pdf"
    first = scan.pages[0]
    assert first.kleur is None and first.pdf == (str(tmp_path / "brief.pdf"), 0) and first.maat == (595, 842)
    assert first.woorden is not None
    page = page_of_words(first.woorden, first.nummer, first.maat)
    assert [line.tekst for line in page.lines] == list(SENTENCES) * 3


def test_scanned_pdf_is_drawn_at_its_own_resolution(tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    paper(1654, 2339).save(picture)
    page = canvas.Canvas(str(tmp_path / "scan.pdf"), pagesize=A4)
    page.drawImage(str(picture), 0, 0, *A4)
    page.save()
    (found,) = take([tmp_path / "scan.pdf"]).pages
    assert found.soort == "scan" and found.dpi == pytest.approx(200, abs=1)
    assert found.kleur is not None and abs(found.kleur.shape[0] - 2339) < 8 and found.kleur[:, :, 0].min() < 60


def test_turned_pdf_text_stands_upright(tmp_path: Path) -> None:
    page = canvas.Canvas(str(tmp_path / "gedraaid.pdf"), pagesize=(A4[1], A4[0]))
    page.translate(A4[1], 0)
    page.rotate(90)
    for at, sentence in enumerate(SENTENCES * 3):
        page.drawString(70, 700 - 20 * at, sentence)
    page.save()
    turn(tmp_path / "gedraaid.pdf", 90)
    (found,) = take([tmp_path / "gedraaid.pdf"]).pages
    assert found.maat == (595, 842) and found.woorden is not None
    read = page_of_words(found.woorden, 1, found.maat)
    assert [line.tekst for line in read.lines] == list(SENTENCES) * 3
    turn(letter_pdf(tmp_path / "zijwaarts.pdf"), 90)
    (found,) = take([tmp_path / "zijwaarts.pdf"]).pages
    assert found.soort == "scan", "text that lies on its side is left to the picture reader, which turns it"


def turn(path: Path, degrees: int) -> None:
    """Set /Rotate of page 1."""
    document = pdfium.PdfDocument(path.read_bytes())
    document[0].set_rotation(degrees)
    document.save(path)
    document.close()


def test_pages_keep_the_order_of_the_files(tmp_path: Path) -> None:
    frames = [paper(text="EEN"), paper(text="TWEE")]
    frames[0].save(tmp_path / "a.tiff", save_all=True, append_images=frames[1:])
    paper(text="DRIE").save(tmp_path / "b.png")
    letter_pdf(tmp_path / "c.pdf")
    scan = take([tmp_path / "a.tiff", tmp_path / "b.png", tmp_path / "c.pdf"])
    assert [(page.nummer, page.bestand) for page in scan.pages] == [
        (1, "a.tiff"), (2, "a.tiff"), (3, "b.png"), (4, "c.pdf"),
    ]  # fmt: skip
    assert scan.soort_bestanden == ("tiff", "png", "pdf") and scan.soort == "scan"
    assert len({page.hash for page in scan.pages}) == 4


def test_same_letter_has_same_id_whatever_it_is_called(tmp_path: Path) -> None:
    paper().save(tmp_path / "a.png")
    (tmp_path / "kopie.jpg").write_bytes((tmp_path / "a.png").read_bytes())
    paper(text="ANDERS").save(tmp_path / "b.png")
    ids = [take([tmp_path / name]).id for name in ("a.png", "kopie.jpg", "b.png")]
    assert ids[0] == ids[1] != ids[2] and len(ids[0]) == 64


def test_same_pdf_letter_downloaded_twice_has_same_id(tmp_path: Path) -> None:
    first = letter_pdf(tmp_path / "a.pdf", invariant=0)
    second = tmp_path / "b.pdf"
    second.write_bytes(first.read_bytes() + b"\n% opnieuw gedownload")
    assert take([first]).id == take([second]).id


def test_exif_orientation_is_applied(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right to see it upright
    paper().rotate(90, expand=True).save(tmp_path / "staand.jpg", exif=exif, quality=95)
    (page,) = take([tmp_path / "staand.jpg"]).pages
    assert page.kleur is not None and page.kleur.shape == (877, 620, 3)
    assert page.kleur[70:95, 60:160].min() < 100


def test_camera_picture_is_a_photo(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[33434] = (1, 60)
    paper().save(tmp_path / "camera.jpg", exif=exif)
    table = Image.new("RGB", (900, 1200), (120, 90, 60))
    table.paste(paper(), (140, 160))
    table.save(tmp_path / "tafel.jpg")
    assert [page.soort for page in take([tmp_path / "camera.jpg", tmp_path / "tafel.jpg"]).pages] == ["foto", "foto"]


def test_transparent_and_grey_pages_become_paper(tmp_path: Path) -> None:
    Image.new("RGBA", (200, 300), (0, 0, 0, 0)).save(tmp_path / "leeg.png")
    Image.fromarray(np.full((300, 200), 65535, dtype=np.uint16)).save(tmp_path / "diep.png")
    Image.new("1", (200, 300), 1).save(tmp_path / "fax.tiff")
    for page in take([tmp_path / "leeg.png", tmp_path / "diep.png", tmp_path / "fax.tiff"]).pages:
        assert page.kleur is not None and page.kleur.min() == 255


def test_refuses_what_is_not_there() -> None:
    assert code_of([]) == "geen_bestanden"
    assert code_of([Path("/bestaat/niet.pdf")]) == "bestand_ontbreekt"
    assert code_of([Path("/tmp")]) == "bestand_ontbreekt"


def test_refuses_empty_large_and_unknown_files(tmp_path: Path) -> None:
    (tmp_path / "leeg.pdf").touch()
    assert code_of([tmp_path / "leeg.pdf"]) == "bestand_leeg"
    (tmp_path / "tekst.pdf").write_text("Dit is gewoon tekst, geen PDF. " * 100)
    assert code_of([tmp_path / "tekst.pdf"]) == "bestandssoort_onbekend"
    (tmp_path / "pagina.jpg").write_text("<html><script>alert(1)</script></html>")
    assert code_of([tmp_path / "pagina.jpg"]) == "bestandssoort_onbekend"
    assert code_of([letter_pdf(tmp_path / "groot.pdf")], Limits(max_bytes=100)) == "bestand_te_groot"


def test_refuses_locked_and_broken_files(tmp_path: Path) -> None:
    locked = letter_pdf(tmp_path / "slot.pdf", encrypt=StandardEncryption("geheim", canPrint=0))
    assert code_of([locked]) == "pdf_op_slot"
    whole = letter_pdf(tmp_path / "heel.pdf").read_bytes()
    (tmp_path / "half.pdf").write_bytes(whole[:40])
    assert code_of([tmp_path / "half.pdf"]) == "bestand_kapot"
    buffer = io.BytesIO()
    paper().save(buffer, "JPEG")
    (tmp_path / "half.jpg").write_bytes(buffer.getvalue()[: len(buffer.getvalue()) // 2])
    assert code_of([tmp_path / "half.jpg"]) == "bestand_kapot"


def test_refuses_a_bomb_by_its_header(tmp_path: Path) -> None:
    head = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + head
    data = b"IDAT" + zlib.compress(b"\x00" * 100_000)
    png = b"\x89PNG\r\n\x1a\n"
    for body in (chunk, data, b"IEND"):
        png += (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    (tmp_path / "bom.png").write_bytes(png)
    assert code_of([tmp_path / "bom.png"]) == "te_veel_pixels"
    paper().save(tmp_path / "klein.png")
    assert code_of([tmp_path / "klein.png"], Limits(max_pixels=1000)) == "te_veel_pixels"


def test_refuses_too_many_pages(tmp_path: Path) -> None:
    assert code_of([letter_pdf(tmp_path / "dik.pdf", pages=5)], Limits(max_pages=4)) == "te_veel_bladzijden"
    paper().save(tmp_path / "a.png")
    assert code_of([tmp_path / "a.png"] * 3, Limits(max_pages=2)) == "te_veel_bladzijden"


def test_a_page_that_claims_to_be_huge_is_drawn_small(tmp_path: Path) -> None:
    page = canvas.Canvas(str(tmp_path / "zaal.pdf"), pagesize=(14_000, 14_000))
    page.rect(100, 100, 9000, 9000, fill=1)
    page.save()
    (found,) = take([tmp_path / "zaal.pdf"]).pages
    assert max(found.maat) <= 5001


def test_a_child_that_runs_out_of_memory_or_time_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper(4000, 5000).save(tmp_path / "a.png")
    assert code_of([tmp_path / "a.png"], Limits(memory_bytes=90_000_000)) == "bestand_te_zwaar"

    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("kind", 1)

    monkeypatch.setattr(intake.subprocess, "run", hang)
    assert code_of([tmp_path / "a.png"]) == "bestand_te_zwaar"


def test_a_child_that_lies_or_dies_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper().save(tmp_path / "a.png")

    def answers(text: str, returncode: int = 0) -> None:
        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
            (Path(command[-1]) / "antwoord.json").write_text(text)
            return subprocess.CompletedProcess(command, returncode)

        monkeypatch.setattr(intake.subprocess, "run", run)

    answers("{}", returncode=-9)
    assert code_of([tmp_path / "a.png"]) == "bestand_te_zwaar"
    for lie in ("[]", "geen json", '{"bladzijden": [{}]}', '{"bladzijden": []}', '{"fout": 7, "waarden": [1]}',
                '{"bladzijden": [{"bestand": 9, "breedte": 1, "hoogte": 1, "woorden": []}]}'):  # fmt: skip
        answers(lie)
        assert code_of([tmp_path / "a.png"]) == "bestand_kapot", lie


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "kamer"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    paper().save(tmp_path / "a.png")
    (tmp_path / "half.pdf").write_bytes(b"%PDF-1.7\nniets")
    page = take([tmp_path / "a.png"]).pages[0]
    assert code_of([tmp_path / "half.pdf"]) == "bestand_kapot"
    assert list(room.iterdir()) == []
    assert page.kleur is not None and page.kleur.mean() > 200, "pixels outlive the file they came in"


def test_a_full_disk_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper().save(tmp_path / "a.png")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake.tempfile, "TemporaryDirectory", full)
    assert code_of([tmp_path / "a.png"]) == "schijf_vol"


def test_the_child_loads_nothing_heavy() -> None:
    """Its start is paid for every letter; a heavy import in `brievenbus/__init__.py` would show here."""
    script = "import sys, brievenbus.intake_kind, brievenbus.intake_beeld; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "cv2", "spacy", "sklearn", "pydantic", "pdfplumber"} & set(loaded)
