"""What a worker does with a letter: read, stored, refused, tidied; twice at once, and after being killed halfway."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image
from reportlab.pdfgen import canvas

from brievenbus.brief import to_json
from brievenbus.dienst import Beleid, Dienst, Wie, brieven
from brievenbus.dienst.brieven import Bijlage, Verzoek
from brievenbus.dienst.leeskamer import PICTURE_SIDE, Leeskamer, sweep
from brievenbus.dienst.lezen import haal_uitkomst, lees, mislukt, neem_op, ruim_op, weiger
from brievenbus.errors import ConflictError, InputError, MissingError, StoreError
from brievenbus.intake import Limits, take
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.pipeline import Opdracht, read_letter
from brievenbus.settings import Settings
from brievenbus.store import new_id, tables
from tests.begrijp import Begrip
from tests.dienstbouw import Klok, maak_wie, maak_wijkteam
from tests.voorbeelden import beelden, goud, het_bsn

MET_BSN = "g11"


@pytest.fixture(scope="module")
def leeskamer() -> Iterator[Leeskamer]:
    """A reading room, as a worker opens it."""
    with Leeskamer.open(Settings.read().cache, Beleid()) as made:
        yield made


def breng(dienst: Dienst, wie: Wie, naam: str, vorm: str) -> str:
    """Bring a sample letter and return its id."""
    files = [Bijlage(path.name, path.read_bytes()) for path in beelden(naam, vorm)]
    return brieven.ontvang(dienst, wie, files, Verzoek(peildatum=goud(naam).peildatum)).id


def neem(dienst: Dienst, brief_id: str) -> None:
    """Store the outcome and tidy up, as the workflow does."""
    uitkomst = haal_uitkomst(dienst.opslag, brief_id)
    with dienst.opslag.engine.begin() as conn:
        neem_op(conn, dienst.opslag, brief_id, dienst.klok(), uitkomst)
    ruim_op(dienst.opslag, brief_id)


def blobs(dienst: Dienst, brief_id: str) -> list[str]:
    """Return the names of the blobs of a letter."""
    return sorted(path.removeprefix(brief_id + "/") for path, _ in dienst.opslag.blobs.list(brief_id))


@pytest.mark.beide
def test_a_pdf_is_read_and_only_what_is_masked_stays(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, tmp_path: Path) -> None:
    read_and_erase(dienst, vrijwilliger, leeskamer, "pdf", tmp_path)


def test_a_scan_is_read_and_only_what_is_masked_stays(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, tmp_path: Path) -> None:
    read_and_erase(dienst, vrijwilliger, leeskamer, "scan", tmp_path)


def read_and_erase(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, vorm: str, folder: Path) -> None:
    """Follow a letter with a BSN from upload to erasure; `folder` is where database and blobs are."""
    brief_id = breng(dienst, vrijwilliger, MET_BSN, vorm)
    lees(dienst.opslag, leeskamer, brief_id)
    assert brieven.zoek(dienst, vrijwilliger, brief_id).status == "bezig"
    neem(dienst, brief_id)
    stand = brieven.zoek(dienst, vrijwilliger, brief_id)
    assert (stand.status, stand.bladzijden, stand.gelezen, stand.fout) == ("klaar", 2, dienst.klok(), None)
    assert all(re.fullmatch(r"pagina-[0-9a-f]{8}-\d", name) for name in blobs(dienst, brief_id)) and len(blobs(dienst, brief_id)) == 2

    inhoud = brieven.lees_inhoud(dienst, vrijwilliger, brief_id)
    assert inhoud["afzender"]["soort"] == goud(MET_BSN).afzender.soort and inhoud["bron"]["soort"] == vorm
    assert inhoud["bron"]["bestanden"] == [path.name for path in beelden(MET_BSN, vorm)]
    assert het_bsn(MET_BSN)[-6:] not in re.sub(r"[\s.\-]", "", json.dumps(inhoud, ensure_ascii=False))
    for nummer in (1, 2):
        with Image.open(io.BytesIO(brieven.pagina(dienst, vrijwilliger, brief_id, nummer))) as picture:
            assert (picture.format, picture.mode) == ("WEBP", "RGB") and 1000 < max(picture.size) <= PICTURE_SIDE
    with pytest.raises(MissingError, match="pagina_ontbreekt"):
        brieven.pagina(dienst, vrijwilliger, brief_id, 3)

    on_disk = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert len(on_disk) > 10_000 and het_bsn(MET_BSN).encode() not in on_disk
    receipt = brieven.wis(dienst, vrijwilliger, brief_id)
    assert (receipt.bestanden, receipt.bladzijden, receipt.velden) == (0, 2, 1) and blobs(dienst, brief_id) == []


def test_pages_of_a_pdf_are_shown_with_the_bsn_painted_over(begrip: Begrip) -> None:
    opdracht = Opdracht(begrip.lezer, goud(MET_BSN).peildatum, limits=Limits(picture_side=1500))
    paths = beelden(MET_BSN, "pdf")
    gelezen, plain = read_letter(paths, opdracht, Tesseract()), take(paths, Limits(picture_side=1500))
    assert to_json(gelezen.brief) == to_json(read_letter(paths, Opdracht(begrip.lezer, opdracht.peildatum), Tesseract()).brief)
    painted = 0
    for page, seen, raw in zip(gelezen.tekst.pages, gelezen.beelden, plain.pages, strict=True):
        assert seen is not None and raw.beeld is not None and max(seen.shape) <= 1500 and seen.shape == raw.beeld.shape
        for word in (word for line in page.lines for word in line.woorden if "••" in word.tekst):
            height, width = seen.shape
            box = np.s_[int(word.vak.y0 * height) : int(word.vak.y1 * height), int(word.vak.x0 * width) : int(word.vak.x1 * width)]
            assert raw.beeld[box].min() < 100, "digits stood there"
            assert (seen[box][3:-3, 3:-3] == 255).all()
            painted += 1
    assert painted >= 1


def test_what_no_text_layer_tells_of_is_left_out_of_the_picture(tmp_path: Path) -> None:
    stamp = tmp_path / "stempel.png"
    Image.new("L", (400, 60), 0).save(stamp)
    sheet = canvas.Canvas(str(tmp_path / "brief.pdf"), pagesize=(595, 842))
    for row in range(30):
        sheet.drawString(60, 760 - 20 * row, "Wij vragen u om dit bedrag voor het einde van de maand te betalen aan ons.")
    sheet.drawImage(str(stamp), 60, 60, 200, 30)
    sheet.acroForm.textfield(name="bsn", x=300, y=60, width=200, height=30, value="111222333", fontSize=20)
    sheet.showPage()
    sheet.save()
    (page,) = take([tmp_path / "brief.pdf"], Limits(picture_side=2000)).pages
    assert page.soort == "pdf" and page.beeld is not None and page.beeld.shape == (1404, 992)
    assert page.beeld[1250:1330].min() == 255 and page.beeld[100:1100].min() < 60
    (bare,) = take([tmp_path / "brief.pdf"]).pages
    assert bare.beeld is None and bare.hash == page.hash


@pytest.mark.beide
def test_every_step_may_come_twice(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, klok: Klok) -> None:
    brief_id = breng(dienst, vrijwilliger, "h08", "scan")
    for _ in range(2):
        lees(dienst.opslag, leeskamer, brief_id)
    uitkomst = haal_uitkomst(dienst.opslag, brief_id)
    done = klok.nu
    for _ in range(2):
        with dienst.opslag.engine.begin() as conn:
            neem_op(conn, dienst.opslag, brief_id, klok.nu, uitkomst)
        klok.verder(minutes=1)
    for _ in range(2):
        ruim_op(dienst.opslag, brief_id)
    lees(dienst.opslag, leeskamer, brief_id)
    assert haal_uitkomst(dienst.opslag, brief_id) is None
    stand = brieven.zoek(dienst, vrijwilliger, brief_id)
    assert (stand.status, stand.gelezen) == ("klaar", done) and len(blobs(dienst, brief_id)) == stand.bladzijden == 1
    with dienst.opslag.engine.begin() as conn:
        weiger(conn, dienst.opslag, brief_id, klok.nu, "bestand_kapot", {})
        mislukt(conn, dienst.opslag, brief_id, klok.nu)
        told = conn.execute(sa.select(tables.auditregel.c.actie).order_by("volgnummer")).scalars().all()
    assert brieven.zoek(dienst, vrijwilliger, brief_id).status == "klaar" and told.count("brief_gelezen") == 1


def test_outcome_and_pages_are_of_the_same_run(
    dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief_id = breng(dienst, vrijwilliger, "h08", "scan")
    put, written = dienst.opslag.blobs.put, []

    def slow_disk(path: str, sealed: bytes) -> None:
        if path.endswith("uitkomst") and not written:  # this run stalls here, while another worker takes over and finishes
            written.append(path)
            lees(dienst.opslag, leeskamer, brief_id)
        put(path, sealed)

    monkeypatch.setattr(dienst.opslag.blobs, "put", slow_disk)
    lees(dienst.opslag, leeskamer, brief_id)
    assert len([name for name in blobs(dienst, brief_id) if name.startswith("pagina")]) == 2
    neem(dienst, brief_id)
    assert len(blobs(dienst, brief_id)) == 1 and brieven.pagina(dienst, vrijwilliger, brief_id, 1)[:2] == b"RI"


def test_what_cannot_be_read_is_refused_and_deleted(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer) -> None:
    files = [Bijlage("a.pdf", beelden("h01", "pdf")[0].read_bytes()), Bijlage("van mevrouw Jansen.pdf", b"%PDF-1.7\nniets")]
    brief_id = brieven.ontvang(dienst, vrijwilliger, files, Verzoek()).id
    with pytest.raises(InputError) as caught:
        lees(dienst.opslag, leeskamer, brief_id)
    assert (caught.value.code, caught.value.waarden) == ("bestand_kapot", {"bestand": "nummer 2"})
    with dienst.opslag.engine.begin() as conn:
        weiger(conn, dienst.opslag, brief_id, dienst.klok(), caught.value.code, caught.value.waarden)
    ruim_op(dienst.opslag, brief_id)
    stand = brieven.zoek(dienst, vrijwilliger, brief_id)
    assert (stand.status, stand.fout, stand.fout_waarden) == ("geweigerd", "bestand_kapot", {"bestand": "nummer 2"})
    assert blobs(dienst, brief_id) == []
    with pytest.raises(ConflictError, match="brief_niet_gelezen"):
        brieven.lees_inhoud(dienst, vrijwilliger, brief_id)


def test_our_own_failure_keeps_the_letter_to_be_tried_again(
    dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief_id = breng(dienst, vrijwilliger, "h01", "pdf")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("brievenbus.intake.tempfile.TemporaryDirectory", full)
        with pytest.raises(StoreError, match="schijf_vol"):
            lees(dienst.opslag, leeskamer, brief_id)
    with monkeypatch.context() as patch:
        patch.setattr("brievenbus.intake._run_child", full)
        with pytest.raises(StoreError, match="schijf_vol"):
            lees(dienst.opslag, leeskamer, brief_id)
    with dienst.opslag.engine.begin() as conn:
        mislukt(conn, dienst.opslag, brief_id, dienst.klok())
    ruim_op(dienst.opslag, brief_id)
    assert brieven.zoek(dienst, vrijwilliger, brief_id).status == "mislukt" and blobs(dienst, brief_id) == ["bestand-1"]
    lees(dienst.opslag, leeskamer, brief_id)
    assert blobs(dienst, brief_id) == ["bestand-1"], "nobody asked for it"
    brieven.opnieuw(dienst, vrijwilliger, brief_id)
    lees(dienst.opslag, leeskamer, brief_id)
    neem(dienst, brief_id)
    assert brieven.zoek(dienst, vrijwilliger, brief_id).status == "klaar"


def test_a_letter_erased_while_it_is_read_comes_to_nothing(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer) -> None:
    brief_id = breng(dienst, vrijwilliger, "h01", "pdf")
    lees(dienst.opslag, leeskamer, brief_id)
    uitkomst = haal_uitkomst(dienst.opslag, brief_id)
    brieven.wis(dienst, vrijwilliger, brief_id)
    dienst.opslag.blobs.put(f"{brief_id}/pagina-laat-1", b"van de werker die nog bezig was")
    assert haal_uitkomst(dienst.opslag, brief_id) is None
    with dienst.opslag.engine.begin() as conn:
        neem_op(conn, dienst.opslag, brief_id, dienst.klok(), uitkomst)
        mislukt(conn, dienst.opslag, brief_id, dienst.klok())
    ruim_op(dienst.opslag, brief_id)
    lees(dienst.opslag, leeskamer, brief_id)
    lees(dienst.opslag, leeskamer, new_id())
    assert brieven.zoek(dienst, vrijwilliger, brief_id).status == "gewist" and blobs(dienst, brief_id) == []


def test_a_volunteer_says_what_a_field_should_be(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, klok: Klok) -> None:
    brief_id = breng(dienst, vrijwilliger, "h01", "pdf")
    with pytest.raises(ConflictError, match="nog_niet_gelezen"):
        brieven.corrigeer(dienst, vrijwilliger, brief_id, "datum", "2026-11-01")
    lees(dienst.opslag, leeskamer, brief_id)
    neem(dienst, brief_id)
    before = brieven.lees_inhoud(dienst, vrijwilliger, brief_id)
    made = brieven.corrigeer(dienst, vrijwilliger, brief_id, "datum", "2026-11-01")
    klok.verder(seconds=1)
    masked = brieven.corrigeer(dienst, vrijwilliger, brief_id, "afzender.naam", "Gemeente, BSN 111222333")
    assert masked.waarde == "Gemeente, BSN •••••••••"
    assert brieven.correcties(dienst, vrijwilliger, brief_id) == (made, masked)
    assert brieven.lees_inhoud(dienst, vrijwilliger, brief_id) == before
    for veld, waarde in (("id", "x"), ("bron.soort", "x"), ("datum", "x" * 1001)):
        with pytest.raises(InputError, match=r"correctie_(onbekend|te_lang)"):
            brieven.corrigeer(dienst, vrijwilliger, brief_id, veld, waarde)
    assert brieven.wis(dienst, vrijwilliger, brief_id).velden == 3


def test_a_team_sees_the_picture_only_with_the_residents_yes(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer) -> None:
    brief_id, team = breng(dienst, vrijwilliger, "h01", "pdf"), maak_wijkteam(dienst.opslag)
    lees(dienst.opslag, leeskamer, brief_id)
    neem(dienst, brief_id)
    member, other = maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team), maak_wie(dienst.opslag, "wijkteam")
    yes, nu = new_id(), dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.toestemming.insert().values(
            id=yes, brief_id=brief_id, gebruiker_id=vrijwilliger.gebruiker_id, gegeven=nu, wijze="mondeling", velden=[], afbeelding=True,
        ))  # fmt: skip
        conn.execute(tables.doorverwijzing.insert().values(
            id=new_id(), brief_id=brief_id, balie_id=vrijwilliger.balie_id, gebruiker_id=vrijwilliger.gebruiker_id, wijkteam_id=team,
            toestemming_id=yes, status="verstuurd", spoed=False, voorgesteld=nu, verstuurd=nu, reden="urgent",
        ))  # fmt: skip
    assert brieven.pagina(dienst, member, brief_id, 1)[:2] == b"RI"
    with pytest.raises(MissingError, match="niet_gevonden"):
        brieven.pagina(dienst, other, brief_id, 1)
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.toestemming.update().values(ingetrokken=nu + timedelta(minutes=1)))
    with pytest.raises(MissingError, match="niet_gevonden"):
        brieven.pagina(dienst, member, brief_id, 1)


def test_a_page_that_could_not_be_read_well_is_not_kept_as_a_picture(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer) -> None:
    noise = np.random.default_rng(7).integers(90, 130, (1200, 900), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG")
    brief_id = brieven.ontvang(dienst, vrijwilliger, [Bijlage("foto.png", file.getvalue())], Verzoek()).id
    lees(dienst.opslag, leeskamer, brief_id)
    neem(dienst, brief_id)
    stand = brieven.zoek(dienst, vrijwilliger, brief_id)
    assert (stand.status, stand.bladzijden, blobs(dienst, brief_id)) == ("klaar", 1, [])
    assert brieven.lees_inhoud(dienst, vrijwilliger, brief_id)["bron"]["oordeel"] == "onleesbaar"
    with pytest.raises(MissingError, match="pagina_ontbreekt"):
        brieven.pagina(dienst, vrijwilliger, brief_id, 1)


def test_opened_letters_stand_in_a_private_folder_that_goes_with_the_room(leeskamer: Leeskamer, tmp_path: Path) -> None:
    before = tempfile.gettempdir()
    with Leeskamer(leeskamer.task(goud("h01").peildatum, "nl").lezer, leeskamer.engine, Limits(), tmp_path) as own:
        (room,) = tmp_path.iterdir()
        assert room.stat().st_mode & 0o777 == 0o700
        with pytest.raises(RuntimeError), own.room() as letter:
            (letter / "1.pdf").write_bytes(b"geheim")
            assert letter.parent == room and letter.stat().st_mode & 0o777 == 0o700 and tempfile.gettempdir() == str(letter)
            raise RuntimeError
        assert sweep(tmp_path) == 0 and [path.name for path in room.iterdir()] == ["slot"]
    assert list(tmp_path.iterdir()) == [] and tempfile.gettempdir() == before


def test_a_killed_worker_leaves_its_letter_to_the_sweep_of_the_next(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from brievenbus.dienst import leeskamer as l\n"
        "room, lock = l._open_room(Path(sys.argv[1])); (room / 'brief.pdf').write_bytes(b'geheim')\n"
        "print('open', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."})
    assert child.stdout is not None and child.stdout.readline() == b"open\n"
    assert sweep(tmp_path) == 0 and len(list(tmp_path.glob("*/brief.pdf"))) == 1, "its worker lives"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    deadline = time.monotonic() + 60
    while not sweep(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(tmp_path.iterdir()) == []


def test_a_letter_has_no_more_pages_than_the_policy_allows(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, tmp_path: Path) -> None:
    sheet = canvas.Canvas(str(tmp_path / "dik.pdf"))
    for _ in range(Beleid().max_bladzijden + 1):
        sheet.showPage()
    sheet.save()
    made = brieven.ontvang(dienst, vrijwilliger, [Bijlage("dik.pdf", (tmp_path / "dik.pdf").read_bytes())], Verzoek())
    with pytest.raises(InputError, match="te_veel_bladzijden"):
        lees(dienst.opslag, leeskamer, made.id)
