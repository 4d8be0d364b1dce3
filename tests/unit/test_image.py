"""The image stage on pages drawn here: what goes in crooked, dark or empty, and what must come out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from brievenbus.image import FlatPage, flatten, mask_boxes
from brievenbus.image.ink import Ink
from brievenbus.image.paper import find_paper, inside, level_edges, text_on_paper
from brievenbus.page import Box

Picture = NDArray[np.uint8]

FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
ZINNEN = (
    "Geachte mevrouw Van der Heuvel,",
    "Hierbij laten wij u weten dat uw aanvraag voor een parkeerbewijs is toegekend.",
    "Het bewijs is geldig op alle dagen van de week, behalve in de binnenstad,",
    "en alleen voor het kenteken dat u bij de aanvraag hebt doorgegeven.",
    "Verandert er iets aan uw auto of verhuist u, meld dat dan binnen veertien dagen.",
    "Dat kan met het formulier op onze site of aan de balie in het stadhuis.",
    "De kosten bedragen 48,50 euro en worden eind mei van uw rekening afgeschreven.",
    "Hebt u nog vragen, bel dan naar de afdeling Vergunningen en Handhaving.",
)


def letter(lines: int = 32) -> Picture:
    """Draw a white A4 at 150 dpi (1754x1240x3) with text at a left margin of 140 px, starting at the top."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 26)
    for index in range(lines):
        pen.text((140, 180 + 44 * index), ZINNEN[index % len(ZINNEN)], fill=(20, 20, 30), font=font)
    return np.asarray(page, dtype=np.uint8)


def turned(page: Picture, degrees: float) -> Picture:
    """Turn a page about its centre, clockwise, on a white ground."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255)), dtype=np.uint8)


def level(page: FlatPage) -> float:
    """Return the share of pixel rows without ink in the middle of the page: over 0.2 if lines of text are level."""
    height, width = page.grijs.shape
    middle = page.grijs[height // 5 : height // 2, width // 5 : width * 4 // 5]
    return float(1 - np.asarray((middle < 140).any(axis=1)).mean())


def ink_starts_high(page: FlatPage) -> bool:
    """Tell whether the text (drawn in the top half) stands in the top half."""
    dark = page.grijs < 140
    half = dark.shape[0] // 2
    return bool(dark[:half].sum() > dark[half:].sum())


def photo(page: Picture, light: float = 0.8) -> Picture:
    """Lay a page askew on a brown table, curl it, and let the light fall off to the right."""
    height, width = 2100, 1600
    corners = np.array([[150, 160], [1420, 210], [1480, 1960], [110, 1900]], np.float32)
    sheet = np.array([[0, 0], [1240, 0], [1240, 1754], [0, 1754]], np.float32)
    matrix = cv2.getPerspectiveTransform(sheet, corners)
    ground = np.full((height, width, 3), (110, 80, 60), np.uint8)
    picture = np.asarray(cv2.warpPerspective(page, matrix, (width, height), ground, borderMode=cv2.BORDER_TRANSPARENT), dtype=np.uint8)
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    curl = (25 * np.sin(across / width * np.pi)).astype(np.float32)
    picture = np.asarray(cv2.remap(picture, across, down + curl, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)
    fall = light * (1 - 0.35 * across / width)
    return np.asarray(picture * fall[:, :, None], dtype=np.uint8)


@pytest.mark.parametrize("degrees", [0.0, 2.0, -2.0, 7.0])
def test_skewed_scan_becomes_level(degrees: float) -> None:
    page = flatten(turned(letter(), degrees), "scan")
    assert level(page) > 0.25
    assert page.x_hoogte == pytest.approx(18, abs=1.5)
    assert page.lijnen == pytest.approx(32, abs=1)
    assert page.aanwijzingen == ()


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("soort", ["scan", "foto"])
def test_quarter_turns_come_out_upright_without_reading(quarters: int, soort: str) -> None:
    def never(strook: Picture) -> float:
        raise AssertionError("the letters show which way is up")

    page = flatten(np.ascontiguousarray(np.rot90(letter(16), quarters)), soort, never)
    assert ink_starts_high(page)
    assert level(page) > 0.25


def test_reading_decides_where_letters_do_not() -> None:
    """Capitals and digits stick out nowhere, so the vote is empty and the strips are read, once each way."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    for index in range(6):
        pen.text((140, 180 + 60 * index), f"NL{index}7 0417 3300 92 8026 1180", "black", ImageFont.truetype(FONT, 30))
    strips: list[Picture] = []

    def lees(strook: Picture) -> float:
        strips.append(strook)
        return float(len(strips) == 1)  # the strip on its head is offered first

    read = flatten(np.asarray(page, dtype=np.uint8), "scan", lees)
    assert len(strips) == 2
    assert np.array_equal(strips[0], strips[1][::-1, ::-1])
    assert not ink_starts_high(read)


@pytest.mark.parametrize("light", [0.9, 0.3])
def test_curled_photo_becomes_flat_and_even(light: float) -> None:
    page = flatten(photo(letter(), light), "foto")
    assert level(page) > 0.2
    assert page.x_hoogte == pytest.approx(18, abs=2)
    assert np.median(page.grijs) > 225
    corner = page.grijs[:40, :40]
    assert corner.mean() > 200, "the table is painted out"


def test_photo_that_passes_for_a_scan_is_straightened_too() -> None:
    assert level(flatten(photo(letter()), "scan")) > 0.2


def test_hard_shadow_does_not_cut_text_away() -> None:
    """Half the sheet in deep shadow: the shadow's edge looks like the paper's edge."""
    picture = photo(letter()).astype(np.float32)
    picture[:, 1000:] *= 0.45
    page = flatten(picture.astype(np.uint8), "foto")
    whole = flatten(photo(letter()), "foto")
    assert (page.grijs < 140).sum() > 0.9 * (whole.grijs < 140).sum()


def test_dark_blurred_and_small_pictures_get_a_hint() -> None:
    dark = (photo(letter()) * 0.18).astype(np.uint8)
    assert "te_donker" in flatten(dark, "foto").aanwijzingen
    blurred = np.asarray(cv2.GaussianBlur(letter(), (0, 0), 4.0), dtype=np.uint8)
    assert "onscherp" in flatten(blurred, "foto").aanwijzingen
    small = np.asarray(cv2.resize(letter(), None, fx=0.38, fy=0.38, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    assert "te_klein" in flatten(small, "foto").aanwijzingen


def test_text_that_runs_off_the_picture_is_cut() -> None:
    assert "afgesneden" in flatten(np.ascontiguousarray(letter()[:, 300:]), "foto").aanwijzingen


def test_good_picture_is_worth_more_than_a_poor_one() -> None:
    clean = flatten(letter(), "scan").kwaliteit
    poor = flatten(np.asarray(cv2.GaussianBlur(photo(letter(), 0.3), (0, 0), 2.0), dtype=np.uint8), "foto").kwaliteit
    assert 0 <= poor < 0.75 * clean <= 1


@pytest.mark.parametrize(
    "picture",
    [
        np.full((1754, 1240, 3), 250, np.uint8),
        np.zeros((1754, 1240, 3), np.uint8),
        np.full((30, 30, 3), 200, np.uint8),
        np.full((1, 1, 3), 9, np.uint8),
        np.full((3, 900, 3), 9, np.uint8),
        np.random.default_rng(4).integers(0, 255, (400, 300, 3), dtype=np.uint8),
        np.full((600, 400), 230, np.uint8),
    ],
    ids=["blank", "black", "30x30", "1x1", "sliver", "snow", "grey"],
)
@pytest.mark.parametrize("soort", ["scan", "foto"])
def test_picture_without_text_is_empty_and_does_not_crash(picture: Picture, soort: str) -> None:
    page = flatten(picture, soort, lambda strook: 0.0)
    assert page.grijs.dtype == np.uint8
    assert page.grijs.ndim == 2
    assert 0 <= page.kwaliteit <= 1
    if picture.min() == picture.max():
        assert page.aanwijzingen == (("te_donker",) if picture.max() < 60 else ("leeg",))
        assert page.lijnen == 0
        assert page.kwaliteit == 0


def test_one_line_on_a_page_is_kept() -> None:
    page = flatten(letter(2), "foto")
    assert page.lijnen == 2
    assert "leeg" not in page.aanwijzingen


def test_huge_scan_is_shrunk_and_grey_is_taken() -> None:
    huge = cv2.resize(cv2.cvtColor(letter(), cv2.COLOR_RGB2GRAY), (4960, 7016), interpolation=cv2.INTER_CUBIC)
    page = flatten(np.asarray(huge, dtype=np.uint8), "scan")
    assert max(page.grijs.shape) < 3500
    assert page.x_hoogte == pytest.approx(18, abs=1.5)


def test_mask_hides_every_pixel_and_leaves_the_original() -> None:
    page = np.full((200, 100), 30, np.uint8)
    masked = mask_boxes(page, [Box(0.101, 0.101, 0.495, 0.195), Box(0.9, 0.9, 1.4, 1.2), Box(0.5, 0.5, 0.5, 0.5)])
    inside = masked[20:39, 10:50]
    assert set(np.unique(inside)) == {0, 255}
    assert (inside[3:-3, 3:-3] == 255).all()
    assert masked[199, 99] == 0
    assert (page == 30).all()


def test_corner_in_a_hard_shadow_stays_on_the_sheet() -> None:
    table = np.full((400, 300, 3), 50, np.uint8)
    cv2.fillPoly(table, [np.array([[40, 30], [250, 50], [270, 370], [30, 360]])], (225, 225, 220))
    shadow = np.zeros(table.shape[:2], np.uint8)
    cv2.circle(shadow, (40, 40), 110, (255,), -1)
    shade = 1 - 0.5 * cv2.GaussianBlur(shadow, (0, 0), 4).astype(np.float32)[:, :, None] / 255
    hull = find_paper((table * shade).astype(np.uint8))
    assert hull is not None
    for corner in ([45, 36], [245, 55], [264, 364], [36, 354]):
        assert inside(hull, *np.array(corner, dtype=np.float64)[:, None])[0]


def test_edges_of_the_sheet_are_level_ones_that_do_not_end_at_the_picture() -> None:
    sheet = np.array([[100.0, 0], [900, 0], [920, 1380], [80, 1350]])
    frame = np.array([[0.0, 0], [1000, 0], [1000, 1400], [0, 1400]])
    assert level_edges(sheet, frame).tolist() == [[920, 1380, 80, 1350]]


def test_bowed_edge_of_a_curled_sheet_is_one_edge() -> None:
    x = np.linspace(100, 900, 9)
    top = np.column_stack([x, 200 - 8 * np.sin(np.pi * (x - 100) / 800)])
    sheet = np.concatenate([top, [[920.0, 1300], [80, 1300]]])
    frame = np.array([[0.0, 0], [1000, 0], [1000, 1400], [0, 1400]])
    assert sorted(level_edges(sheet, frame)[:, 1].tolist()) == [200, 1300]


def row_of_ink(y: float, width: float, count: int) -> list[tuple[float, float, float, float, float]]:
    """Return shapes 10 px high in a row from x = 150, 4 px apart."""
    starts = 150 + (width + 4) * np.arange(count)
    return [(float(x), y, float(x + width), y + 10, width * 7) for x in starts]


@pytest.mark.parametrize(("width", "grows"), [(7.0, True), (26.0, False)], ids=["letters", "pattern of the table"])
def test_sheet_grows_to_hold_letters_but_not_the_pattern_of_the_table(width: float, grows: bool) -> None:
    hull = np.array([[100.0, 100], [900, 100], [900, 900], [100, 900]])
    shapes = [shape for y in range(150, 850, 40) for shape in row_of_ink(y, 7.0, 40)] + row_of_ink(980, width, 8)
    found, lines = text_on_paper(hull, Ink(*np.array(shapes).T))
    assert lines.count == (19 if grows else 18)
    assert found is not None
    assert (found[:, 1].max() > 980) == grows


def test_headline_does_not_shrink_the_small_print_away() -> None:
    page = Image.new("RGB", (2200, 3000), "white")
    pen = ImageDraw.Draw(page)
    for index in range(8):
        pen.text((150, 150 + 200 * index), "Bespaar nu extra veel", "black", ImageFont.truetype(FONT, 150))
    for index in range(6):
        pen.text((150, 1900 + 40 * index), ZINNEN[index], "black", ImageFont.truetype(FONT, 22))
    flat = flatten(np.asarray(page, dtype=np.uint8), "scan").grijs
    assert max(flat.shape) > 2900


def test_letters_far_from_the_text_are_not_cut_off_where_no_sheet_is_found() -> None:
    page = Image.new("RGB", (1400, 2400), (215, 210, 200))
    pen = ImageDraw.Draw(page)
    pen.rectangle((640, 0, 780, 2400), fill=(120, 90, 70))
    for index in range(10):
        pen.text((100, 300 + 44 * index), "Geachte heer, wij schrijven u", "black", ImageFont.truetype(FONT, 26))
    for x in (150, 250, 350, 450):
        pen.text((x, 2200), "H", "black", ImageFont.truetype(FONT, 26))
    picture = np.asarray(page, dtype=np.uint8)
    assert find_paper(picture) is None
    flat = flatten(picture, "foto").grijs
    dark = np.flatnonzero((flat[:, : flat.shape[1] // 3] < 140).any(axis=1))
    assert dark[-1] - dark[0] > 4 * 450, "from the first line to the letters at the foot"
