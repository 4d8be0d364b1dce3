"""What Tesseract made of three real pictures, stored: understanding must bear its slips. No OCR runs here.

`lezingen/NAAM.VORM.json` holds the pages of a letter (`ocr.replay.page_to_json`). Written by `--schrijf-goud`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brievenbus.bladlezen import read_page
from brievenbus.extract import mask
from brievenbus.intake import take
from brievenbus.ocr.replay import page_from_json, page_to_json
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Tekst
from brievenbus.pipeline import Opdracht, read_brief
from tests.begrijp import Begrip
from tests.voorbeelden import beelden, goud

LEZINGEN = Path(__file__).parent / "lezingen"
LETTERS = (("g02", "foto"), ("h06", "scan"), ("h08", "foto"))


def stored(naam: str, vorm: str, schrijf: bool) -> list[dict[str, Any]]:
    """The stored pages of a letter; read anew and stored first where `schrijf` asks for it."""
    file = LEZINGEN / f"{naam}.{vorm}.json"
    if schrijf:
        engine = Tesseract()
        pages = [page_to_json(read_page(page, engine)[0]) for page in take(beelden(naam, vorm)).pages]
        file.write_text("[\n" + ",\n".join(json.dumps(page, ensure_ascii=False) for page in pages) + "\n]\n", "utf-8")
    return list(json.loads(file.read_text("utf-8")))


@pytest.mark.parametrize(("naam", "vorm"), LETTERS)
def test_stored_reading_is_understood(naam: str, vorm: str, begrip: Begrip, schrijf_goud: bool) -> None:
    pages = tuple(page_from_json(page) for page in stored(naam, vorm, schrijf_goud))
    right = goud(naam)
    brief = read_brief(mask(Tekst(pages, vorm, (f"{naam}.jpg",)))[0], naam, Opdracht(begrip.lezer, right.peildatum))
    assert brief.briefsoort.sleutel in (right.briefsoort, *right.briefsoort_ook_goed)
    assert {(t.soort, t.datum) for t in right.termijnen} <= {(t.soort, t.datum) for t in brief.termijnen}
    assert brief.betaling is not None
    assert right.betaling is not None
    assert brief.betaling.iban == right.betaling.iban
    due = {b.bedrag for b in right.bedragen if b.soort == "te_betalen"}
    assert due <= {b.bedrag for b in brief.bedragen if b.soort == "te_betalen"}
    assert brief.datum == right.datum


@pytest.mark.parametrize(("naam", "vorm"), LETTERS)
def test_stored_page_goes_through_json_unchanged(naam: str, vorm: str) -> None:
    for page in stored(naam, vorm, False):
        assert page_to_json(page_from_json(page)) == page


def test_every_stored_reading_belongs_to_a_letter() -> None:
    assert {file.name for file in LEZINGEN.glob("*.json")} == {f"{naam}.{vorm}.json" for naam, vorm in LETTERS}
