"""The page coach: what is said of a photo, what is not said of a good one, and what the letter carries of it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from brievenbus.bladlezen import read_page
from brievenbus.brief import to_json
from brievenbus.image import ORDE, flatten
from brievenbus.image.coach import Measures, judge, judge_bare
from brievenbus.image.glans import count_beside_glare
from brievenbus.image.vellen import runs_off
from brievenbus.intake import ScanPage
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Page
from brievenbus.pipeline import Opdracht, read_brief
from tests.begrijp import PEIL, Begrip, brief
from tests.unit.test_image import letter, photo

Picture = NDArray[np.uint8]

GOOD = Measures(letters=900, x_height=16, skew=1, paper_low=180, paper_high=220, sharp=0.3, grain=1, cut=0)


def hints(picture: Picture) -> tuple[str, ...]:
    """Return what the coach says of a photo."""
    return flatten(picture, "foto").aanwijzingen


def on_table(*sheets: tuple[Picture, int, int, float]) -> Picture:
    """Lay sheets on a brown table of 1600x2000, each with its middle at (x, y) and turned, the last one on top."""
    picture = np.full((2000, 1600, 3), (110, 80, 60), np.uint8)
    for sheet, x, y, degrees in sheets:
        height, width = sheet.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        matrix[:, 2] += (x - width / 2, y - height / 2)
        cv2.warpAffine((sheet * 0.85).astype(np.uint8), matrix, (1600, 2000), picture, borderMode=cv2.BORDER_TRANSPARENT)
    return picture


def half(lines: int = 32) -> Picture:
    """Return a letter at 0.53 of its size."""
    return np.asarray(cv2.resize(letter(lines), None, fx=0.53, fy=0.53, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def glared(at: tuple[int, int], lines: int = 32) -> Picture:
    """Let a lamp shine back from a photo around `at` (x, y)."""
    picture = photo(letter(lines), 0.8).astype(np.float32)
    spot = np.zeros(picture.shape[:2], np.float32)
    cv2.ellipse(spot, at, (190, 120), 20, 0, 360, 400.0, -1)
    return np.clip(picture + cv2.GaussianBlur(spot, (0, 0), 25)[..., None], 0, 255).astype(np.uint8)


def test_nothing_is_said_of_a_good_photo() -> None:
    assert hints(photo(letter())) == ()
    assert judge(GOOD)[0] == ()


def test_glare_on_print_is_said_and_glare_in_the_margin_is_not() -> None:
    assert hints(glared((700, 900))) == ("glans",)
    assert hints(glared((760, 1600), 20)) == ()


def test_bright_paper_is_no_glare() -> None:
    bright = np.clip(photo(letter(), 1.0).astype(np.float32) * 1.35, 0, 255).astype(np.uint8)
    assert (bright.min(axis=2) >= 250).mean() > 0.2
    assert "glans" not in hints(bright)
    assert count_beside_glare(np.full((400, 300, 3), 255, np.uint8), np.array([50.0]), np.array([50.0]), 9) == 0


@pytest.mark.parametrize(
    "picture",
    [on_table((half(), 420, 950, 2), (half(), 1190, 1000, -3)), on_table((half(), 600, 700, 3), (half(), 950, 1250, -4))],
    ids=["beside", "upon"],
)
def test_two_sheets_are_seen(picture: Picture) -> None:
    assert "meer_brieven" in hints(picture)


def test_one_sheet_half_in_shadow_is_one_sheet() -> None:
    picture = photo(letter()).astype(np.float32)
    picture[:, 800:] *= 0.65
    assert "meer_brieven" not in hints(picture.astype(np.uint8))


def test_text_that_goes_on_above_or_below_the_picture_is_cut_off() -> None:
    assert "afgesneden" in hints(np.ascontiguousarray(letter()[300:]))
    assert "afgesneden" in hints(np.ascontiguousarray(letter()[:1200]))
    assert hints(letter()) == ()


@pytest.mark.parametrize(
    ("sheet", "off"),
    [
        ([[100, 0], [900, 0], [900, 900], [100, 900]], True),
        ([[100, 0], [900, 0], [900, 1120], [100, 1120]], False),
        ([[100, 50], [900, 50], [900, 900], [100, 900]], False),
        ([[0, 20], [500, 20], [500, 1130], [0, 1130]], True),
        ([[0, 0], [1000, 0], [1000, 1200], [0, 1200]], False),
    ],
    ids=["a third outside", "only its edge", "small but whole", "a third outside at the left", "nothing but paper"],
)
def test_a_sheet_runs_off_where_its_shape_says_so(sheet: list[list[int]], off: bool) -> None:
    assert runs_off(np.array(sheet, dtype=np.float64), 1000, 1200) is off


def test_an_empty_side_is_empty_and_a_page_in_a_fog_is_not() -> None:
    blank = flatten(on_table((np.full((1650, 1170, 3), 250, np.uint8), 800, 1000, 2)), "foto")
    assert blank.aanwijzingen == ("leeg",)
    fog = np.asarray(cv2.GaussianBlur(photo(letter()), (0, 0), 14), dtype=np.uint8)
    assert "onscherp" in hints(fog)
    assert judge_bare(20.0, marked=False)[0] == ("te_donker",)


def test_small_letters_are_not_called_blurred_too() -> None:
    assert judge(replace(GOOD, x_height=5.0, sharp=0.21))[0] == ("te_klein",)
    assert judge(replace(GOOD, sharp=0.21))[0] == ("onscherp",)


def test_what_costs_most_text_comes_first() -> None:
    said, _ = judge(replace(GOOD, ends=2, paper_high=30, sharp=0.1, skew=30, double=True))
    assert said == ("afgesneden", "te_donker", "onscherp", "meer_brieven", "scheef")
    assert sorted(said, key=ORDE.index) == list(said)


def test_a_blank_back_on_a_photo_seems_bare() -> None:
    picture = on_table((np.full((1650, 1170, 3), 250, np.uint8), 800, 1000, 2))
    taken = ScanPage("achter.jpg", 1, "foto", picture, None, None, (1600, 2000), None, "0" * 64)
    page, _ = read_page(taken, Tesseract())
    assert (page.lines, page.aanwijzingen, page.seems_bare) == ((), ("leeg",), True)


@pytest.mark.parametrize("hint", ["afgesneden", "glans", "te_donker", "onscherp", "te_klein", "schaduw"])
def test_a_poor_photo_is_taken_and_the_letter_carries_the_doubt(hint: str, begrip: Begrip) -> None:
    tekst = brief("U moet voor 1 december 2026 een bedrag van € 83,50 betalen. Doet u dat niet, dan komen er kosten bij.")
    poor = replace(tekst, pages=(replace(tekst.pages[0], kwaliteit=0.6, aanwijzingen=(hint,)),))
    found = read_brief(poor, "0" * 16, Opdracht(begrip.lezer, PEIL))
    assert found.mens_nodig
    assert "Bladzijde 1 staat niet goed op de foto. Lees het papier na." in found.twijfels
    assert found.bron.aanwijzingen == (() if hint == "glans" else (hint,)), "the contract has no label for glare"
    assert ("Er glimt iets op de brief. Houd de telefoon schuin." in found.twijfels) == (hint == "glans")
    assert to_json(found)


def test_a_crooked_photo_is_no_doubt(begrip: Begrip) -> None:
    tekst = brief("U moet voor 1 december 2026 een bedrag van € 83,50 betalen. Doet u dat niet, dan komen er kosten bij.")
    pages = (replace(tekst.pages[0], aanwijzingen=("scheef",)), Page(2, (), 100, 100, aanwijzingen=("leeg",)))
    found = read_brief(replace(tekst, pages=pages), "0" * 16, Opdracht(begrip.lezer, PEIL))
    assert not any("op de foto" in zin for zin in found.twijfels)
    assert found.bron.aanwijzingen == ("scheef",)
