"""The command line as a person meets it: a real process, its exit code, and a Dutch sentence instead of a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image

from tests.begrijp import Begrip
from tests.voorbeelden import BEELDEN, WORTEL, goud

BRIEF = BEELDEN / "h01.pdf"
PEIL = str(goud("h01").peildatum)


@pytest.fixture(scope="module", autouse=True)
def herkenner(begrip: Begrip) -> Begrip:
    """The recogniser is in the cache before the first process asks for it."""
    return begrip


def brievenbus(*args: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "brievenbus", *map(str, args)],
        cwd=WORTEL, env={**os.environ, "COLUMNS": "100", **more}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_lees_prints_a_card() -> None:
    done = brievenbus("lees", BRIEF, "--peildatum", PEIL)
    assert (done.returncode, done.stderr) == (0, "")
    for woord in ("Doen", "Voorstel:", "851,28", "geen juridisch advies"):
        assert woord in done.stdout


def test_lees_json_prints_the_object_and_nothing_else() -> None:
    done = brievenbus("lees", BRIEF, "--json", "--peildatum", PEIL)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["versie"] == "1"
    assert said["peildatum"] == PEIL
    assert said["bron"]["bestanden"] == ["h01.pdf"]
    assert said["betaling"]["bedrag"] == "851.28"


@pytest.fixture
def map_met_fouten(tmp_path: Path) -> Path:
    """Files that cannot be read, each in its own way."""
    (tmp_path / "leeg.pdf").touch()
    (tmp_path / "brief.docx").write_bytes(b"PK\x03\x04 geen brief")
    (tmp_path / "kapot.pdf").write_bytes(BRIEF.read_bytes()[:400])
    return tmp_path


@pytest.mark.parametrize(
    ("args", "zin"),
    [
        (("weg.jpg",), "Het bestand weg.jpg is er niet."),
        (("leeg.pdf",), "Het bestand leeg.pdf is leeg."),
        (("brief.docx",), "Het bestand brief.docx is geen foto, scan of PDF."),
        (("kapot.pdf",), "Het bestand kapot.pdf is kapot."),
        ((str(BRIEF), "--peildatum", "2026-02-30"), "'2026-02-30' is geen datum."),
        ((str(BRIEF), "--taal", "xx"), "De taal 'xx' is er nog niet. Kies uit: "),
    ],
)
def test_wrong_use_is_one_dutch_sentence_and_exit_2(map_met_fouten: Path, args: tuple[str, ...], zin: str) -> None:
    file, *rest = args
    done = brievenbus("lees", map_met_fouten / file, *rest)
    assert done.returncode == 2
    assert done.stderr.startswith(zin)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_concept_writes_a_letter_to_finish_and_says_what_to_mind(tmp_path: Path) -> None:
    uit = tmp_path / "brief.docx"
    done = brievenbus("concept", BRIEF, "--soort", "regeling", "--uit", uit, "--peildatum", PEIL)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Dit is een concept." in done.stdout and "- Klopt de schuld niet?" in done.stdout
    assert any("€ 851,28" in paragraph.text for paragraph in Document(str(uit)).paragraphs)
    again = brievenbus("concept", BRIEF, "--soort", "regeling", "--uit", uit, "--peildatum", PEIL)
    assert (again.returncode, again.stderr) == (2, f"Het bestand {uit} is er al. Kies een andere naam.\n")


@pytest.mark.parametrize(
    ("soort", "uit", "zin"),
    [
        ("bezwaar", "brief.docx", "Bij deze brief past geen bezwaar."),
        ("klacht", "brief.docx", "Bij --soort kan dit niet. Kies uit: bezwaar, regeling."),
        ("bezwaar", "brief.odt", "Bij --uit kan dit niet. Kies uit: NAAM.docx, NAAM.pdf."),
        ("regeling", "weg/brief.docx", "In de map "),
    ],
)
def test_concept_that_cannot_be_is_one_dutch_sentence_and_exit_2(tmp_path: Path, soort: str, uit: str, zin: str) -> None:
    done = brievenbus("concept", BRIEF, "--soort", soort, "--uit", tmp_path / uit, "--peildatum", PEIL)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(zin) and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("args", [("lees",), ("lees", "--bestaat-niet")])
def test_wrong_words_are_exit_2_without_traceback(args: tuple[str, ...]) -> None:
    done = brievenbus(*args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_setting_that_cannot_be_is_one_dutch_sentence() -> None:
    done = brievenbus("lees", BRIEF, BRIEVENBUS_MAX_BYTES="veel")
    assert done.returncode == 7
    assert done.stderr == "De instelling BRIEVENBUS_MAX_BYTES heeft een waarde die niet kan: veel\n"


@pytest.fixture
def wit(tmp_path: Path) -> Path:
    """A picture of a page without a word."""
    Image.new("L", (1240, 1754), 255).save(tmp_path / "wit.png")
    return tmp_path / "wit.png"


def test_unreadable_letter_is_exit_3_and_the_object_is_still_printed(wit: Path) -> None:
    done = brievenbus("lees", wit, "--json")
    assert (done.returncode, done.stderr) == (3, "")
    said = json.loads(done.stdout)
    assert (said["bron"]["oordeel"], said["urgentie"], said["mens_nodig"]) == ("onleesbaar", "onbekend", True)
    assert said["uitleg"]["doen"]


def test_unreadable_letter_gives_a_card_too(wit: Path) -> None:
    done = brievenbus("lees", wit)
    assert done.returncode == 3
    assert "NIET GOED TE LEZEN" in done.stdout


@pytest.mark.parametrize("args", [("--help",), ("lees", "--help"), ("kennis", "--help")])
def test_help_is_dutch_and_exit_0(args: tuple[str, ...]) -> None:
    done = brievenbus(*args)
    assert (done.returncode, done.stderr) == (0, "")
    assert "brie" in done.stdout.lower() or "kennis" in done.stdout
