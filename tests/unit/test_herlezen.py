"""The second reader: what it reads, and what becomes of words that it reads otherwise than Tesseract did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from brievenbus.ocr import ppocr, tesseract
from brievenbus.ocr.engine import Grey
from brievenbus.ocr.merge import merge
from brievenbus.ocr.ppocr import PpOcr, Teken, is_available
from brievenbus.ocr.reads import Read
from brievenbus.ocr.reread import once, reread, shared
from brievenbus.ocr.shapes import Regel, find_ink, letters_of, line_of
from brievenbus.ocr.signs import sign_amounts
from brievenbus.ocr.strips import Strook
from brievenbus.ocr.third import confirm
from brievenbus.ocr.tokens import tokens_of
from brievenbus.ocr.unread import find_unread
from brievenbus.page import Box, Word

FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
MAAT = (1000, 1000)
installed = pytest.mark.skipif(not is_available(), reason="de herkenner is niet geïnstalleerd")


def words(*texts: tuple[str, float]) -> list[Word]:
    """Words on one line, 20 px a character, with their certainty."""
    found, x = [], 100.0
    for text, sure in texts:
        wide = 20.0 * len(text)
        found.append(Word(text, Box(x / 1000, 0.470, (x + wide) / 1000, 0.5), sure))
        x += wide + 15
    return found


def strip(line: Sequence[Word]) -> Strook:
    tokens = tuple(tokens_of(line, 1000, 1000, tight=True))
    return Strook(90, 960, Regel(100.0, 500.0, 0.0, 40.0), tokens)


def signs(text: str, sure: float = 0.99) -> tuple[Teken, ...]:
    step = 1 / max(1, len(text))
    return tuple(Teken(char, sure, at * step, (at + 1) * step) for at, char in enumerate(text))


def merged(line: Sequence[Word], second: str, sure: float = 0.99) -> list[tuple[str, bool]]:
    return [(word.tekst, word.bevestigd) for word in merge(strip(line), signs(second, sure), MAAT)]


@pytest.mark.parametrize(
    ("first", "second", "sure", "result"),
    [
        ([("€", 0.9), ("129,00", 0.9)], "€ 129,00", 0.99, [("€", True), ("129,00", True)]),
        ([("3", 0.9), ("maart", 0.95)], "8 maart", 0.99, [("3", False), ("maart", True)]),
        ([("Sss", 0.56)], "555", 0.99, [("555", False)]),
        ([("Geachle", 0.5)], "Geachte", 0.99, [("Geachte", True)]),
        ([("uur", 0.96)], "ur", 0.99, [("uur", True)]),
        ([("12", 0.6)], "58", 0.3, [("12", False)]),
        ([("-€", 0.5), ("50,00", 0.9)], "€ 50,00", 0.99, [("-€", False), ("50,00", True)]),
        ([("1,500,00", 0.8)], "1.500,00", 0.99, [("1.500,00", True)]),
        ([("1,500,00", 0.95)], "1,500,00", 0.99, [("1.500,00", False)]),
        ([("3,895,00,", 0.8)], "3,895,00,", 0.99, [("3.895,00,", False)]),
        ([("17,", 0.8)], "17.", 0.4, [("17,", True)]),
        ([("1,50", 0.5)], "1.50", 0.9, [("1,50", False)]),
        ([("Eris", 0.5)], "Er is", 0.99, [("Er", True), ("is", True)]),
        ([("4410,", 0.9), ("4190", 0.9)], "4410,4190", 0.99, [("4410,", True), ("4190", True)]),
        ([("officier", 0.96), ("bij", 0.96)], "officier van justitie, bij", 0.99,
         [("officier", True), ("van", True), ("justitie,", True), ("bij", True)]),
        ([("betaal", 0.95)], "betaal 65,00", 0.99, [("betaal", True), ("65,00", False)]),
        ([("Mn", 0.34), ("en", 0.8)], "en", 0.99, [("en", True)]),
        ([("12,00", 0.34)], "", 0.99, [("12,00", False)]),
        ([("€", 0.95), ("76,80", 0.8)], "-€76.80", 0.99, [("-€", True), ("76,80", True)]),
        ([("„€", 0.46), ("11,00", 0.85)], "- € 11,00", 0.99, [("-", True), ("€", True), ("11,00", True)]),
        ([("„€", 0.78), ("132,00", 0.95)], "€ 132,00", 0.99, [("-€", False), ("132,00", True)]),
        ([("45,00", 0.5)], "- € 45.00", 0.99, [("-", False), ("€", False), ("45,00", True)]),
        ([("€", 0.9), ("15.00", 0.8)], "€ 15,00", 0.99, [("€", True), ("15,00", True)]),
        ([("€", 0.9), ("1,500,00", 0.8)], "€ 1,500.00", 0.9, [("€", True), ("1.500,00", False)]),
        ([("15,00", 0.95)], "15.00", 0.99, [("15,00", False)]),
        ([("e", 0.89), ("een", 0.95)], "o een", 0.4, [("•", True), ("een", True)]),
    ],
)  # fmt: skip
def test_two_readings_become_one(first: list[tuple[str, float]], second: str, sure: float, result: list[tuple[str, bool]]) -> None:
    assert merged(words(*first), second, sure) == result


def test_a_page_number_between_dashes_stays_as_three_words() -> None:
    lone = Strook(90, 960, Regel(100.0, 500.0, 0.0, 40.0))
    assert [word.tekst for word in merge(lone, signs("- 3 -", 0.7), MAAT)] == ["-", "3", "-"]
    assert [word.tekst for word in merge(lone, signs("-12-", 0.7), MAAT)] == ["-", "12", "-"]


def test_words_that_only_the_second_saw_get_their_own_place() -> None:
    found = merge(strip(words(("officier", 0.96))), signs("officier van"), MAAT)
    first, new = found
    assert first.vak.x1 < new.vak.x0 + 0.5 and new.vak.x1 <= 0.96 and abs(new.vak.y1 - 0.5) < 0.001 and 0.47 < new.vak.y0 < 0.49
    assert merge(Strook(90, 960, Regel(100.0, 500.0, 0.0, 40.0)), signs("vlek", 0.6), MAAT) == []


BOXES = st.tuples(
    st.sampled_from(["van", "der", "3", "€", "-"]),
    st.integers(0, 60),
    st.integers(0, 6),
    st.integers(2, 12),
    st.floats(0, 1),
    st.booleans(),
)


@given(st.lists(BOXES, max_size=20))
def test_no_word_is_said_twice_at_one_place(drawn: list[tuple[str, int, int, int, float, bool]]) -> None:
    line = [Word(text, Box(x / 100, y / 100, (x + wide) / 100, (y + 3) / 100), sure, sworn) for text, x, y, wide, sure, sworn in drawn]
    kept = once(line)
    assert all(one.tekst != other.tekst or shared(one.vak, other.vak) <= 0.5 for one, other in combinations(kept, 2))
    assert [word for word in line if word in kept] == kept or len(set(line)) < len(line)
    gone = [word for word in line if word not in kept]
    assert all(any(word.tekst == mate.tekst and shared(word.vak, mate.vak) > 0.5 for mate in kept) for word in gone)


class Dubbel:
    """A recogniser that reads the same two words in every strip."""

    def read(self, stroken: Sequence[Grey]) -> list[tuple[Teken, ...]]:
        return [signs("van der") for _ in stroken]


def test_strips_over_each_other_do_not_double_their_words() -> None:
    one, two = Word("van", Box(0.1, 0.47, 0.16, 0.5), 0.6), Word("der", Box(0.17, 0.47, 0.23, 0.5), 0.6)
    again = Word("van", Box(0.105, 0.462, 0.165, 0.492), 0.3)
    found = reread(np.full(MAAT, 240, np.uint8), [one, two, again], Dubbel())
    assert [word.tekst for word in found] == ["van", "der"]


class Stil:
    """A recogniser that reads nothing and remembers how many strips it got."""

    def __init__(self) -> None:
        self.widths: list[int] = []

    def read(self, stroken: Sequence[Grey]) -> list[tuple[Teken, ...]]:
        self.widths += [strook.shape[1] for strook in stroken]
        return [() for _ in stroken]


def page(*lines: tuple[int, int, str]) -> Grey:
    picture = Image.new("L", (1400, 500), 240)
    pen = ImageDraw.Draw(picture)
    for x, y, text in lines:
        pen.text((x, y), text, fill=20, font=ImageFont.truetype(FONT, 40))
    return np.asarray(picture)


def test_only_facts_and_doubts_are_read_again_and_all_else_stays() -> None:
    line = words(("Betaal", 0.96), ("voor", 0.96), ("3", 0.97), ("maart", 0.96), ("aan", 0.96), ("omn", 0.5))
    stil = Stil()
    found = reread(np.full(MAAT, 240, np.uint8), line, stil)
    assert len(stil.widths) == 2
    assert [(word.tekst, word.bevestigd) for word in found if not word.bevestigd] == [("3", False), ("maart", False)]
    assert {word.tekst for word in found} == {word.tekst for word in line}


def test_a_line_that_was_passed_over_is_found_by_its_ink_and_a_long_one_is_cut() -> None:
    grey = page((100, 100, "Gemeente Oosterwaard"), (100, 300, "Op grond van artikel 17 van de wet bent u verplicht om alles te melden"))
    shapes = letters_of(find_ink(grey, 40.0), 40.0)
    strips = find_unread(shapes, [], 40.0, 1400)
    assert sorted(strip.x0 > 400 for strip in strips) and len(strips) >= 3
    assert all((strip.x1 - strip.x0) <= 14 * strip.cut(grey).shape[0] for strip in strips)
    assert find_unread(shapes, [(0.0, 0.0, 1400.0, 500.0)], 40.0, 1400) == []


def test_a_tilted_line_is_seen_and_made_level() -> None:
    shapes = np.array([[x, 100 + 0.04 * x, x + 20, 128 + 0.04 * x] for x in range(0, 600, 30)], dtype=np.float64)
    line = line_of(shapes, 40.0)
    assert abs(line.helling - 0.04) < 0.002 and 30 < line.em < 45
    grey = np.full((400, 700), 240, np.uint8)
    for x0, y0, x1, y1 in shapes.astype(int):
        grey[y0:y1, x0:x1] = 20
    rows = np.flatnonzero(Strook(0, 620, line).cut(grey).min(axis=1) < 100)
    assert rows[-1] - rows[0] < 34, "28 px of ink; 52 where the tilt is left in"


@installed
def test_the_recogniser_reads_a_strip_with_its_spaces_and_places() -> None:
    grey = page((20, 10, "Betaal € 1.401,50 vóór 3 maart 2026 aan Łukasz"))[:60, :980]
    (tekens, none) = PpOcr().read([grey, np.full((48, 300), 240, np.uint8)])
    assert "".join(teken.tekst for teken in tekens) == "Betaal € 1.401,50 vóór 3 maart 2026 aan Łukasz"
    assert none == () and min(teken.zekerheid for teken in tekens) > 0.5
    assert all(0 <= teken.x0 < teken.x1 <= 1 for teken in tekens) and tekens[0].x0 < 0.06


@installed
def test_a_column_that_tesseract_passed_over_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    grey = page((80, 60, "U moet dit bedrag betalen aan de gemeente."), (80, 160, "Totaal"), (1050, 160, "- € 46,80"), (80, 240, "Korting"))
    real = tesseract.reads_of
    monkeypatch.setattr(tesseract, "reads_of", lambda data: [word for word in real(data) if word.x0 < 900])
    lines = [line.tekst.replace(" ", "") for line in tesseract.Tesseract().read(grey, 1).lines]
    assert "Totaal\t-€46,80" in lines


@installed
@pytest.mark.parametrize("shade", [20, 120])
def test_a_minus_sign_that_no_reader_saw_is_taken_from_the_ink(shade: int) -> None:
    grey = page((80, 100, "Te betalen"), (1000, 100, "€ 46,80"), (1000, 200, "- € 50,00"), (1000, 300, "12 - 15,00")).copy()
    grey[200:250, 990:1016] = np.where(grey[200:250, 990:1016] < 200, shade, 240)
    placed = (("€", 1000, 107, 22), ("46,80", 1034, 107, 100), ("€", 1025, 207, 22), ("50,00", 1059, 207, 100))
    blind = [Word(text, Box(x / 1400, y / 500, (x + wide) / 1400, (y + 32) / 500), 0.95) for text, x, y, wide in placed]
    found = sign_amounts(blind, find_ink(grey, 40.0), 40.0, (500, 1400))
    assert [(word.tekst, word.bevestigd) for word in found] == [("€", True), ("46,80", True), ("-€", False), ("50,00", False)]
    sworn = [blind[0], replace(blind[1], tekst="-46,80"), replace(blind[2], tekst="-€", bevestigd=False), blind[3]]
    judged = sign_amounts(sworn, find_ink(grey, 40.0), 40.0, (500, 1400))
    assert [word.bevestigd for word in judged] == [True, False, True, True], "a sign without ink is doubtful, one with ink is certain"


def test_the_third_look_confirms_what_the_recogniser_alone_said() -> None:
    lone = Strook(90, 960, Regel(100.0, 500.0, 0.0, 40.0))
    said = [replace(word, bevestigd=False) for word in words(("3", 0.9), ("maart", 0.9), ("-€141,91", 0.9), ("€", 0.9), ("3622", 0.9))]
    seen = [Read(text, 90.0, float(at), 30.0, at + 1.0, 50.0) for at, text in enumerate(["8", "maart", "„€", "141,91", "€", "3622"])]
    (found,) = confirm(np.full(MAAT, 240, np.uint8), [lone], [said], lambda sheet: seen)
    assert [word.bevestigd for word in found] == [False, True, True, True, False]
    (same,) = confirm(np.full(MAAT, 240, np.uint8), [strip(words(("3", 0.5)))], [said[:1]], lambda sheet: [replace(seen[0], tekst="3")])
    assert same == said[:1], "Tesseract's own reading, read again by Tesseract"


@installed
def test_a_lone_page_number_between_dashes_is_read() -> None:
    grey = page((80, 60, "U moet dit bedrag betalen aan de gemeente."), (650, 400, "- 2 -"))
    assert [line.tekst for line in tesseract.Tesseract().read(grey, 1).lines][-1] == "- 2 -"


def test_without_the_wheel_there_is_no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    ppocr.model_file.cache_clear()
    tesseract.standard_recogniser.cache_clear()
    monkeypatch.setattr(ppocr.importlib.util, "find_spec", lambda name: None)
    assert not is_available() and tesseract.standard_recogniser() is None
    ppocr.model_file.cache_clear()
    tesseract.standard_recogniser.cache_clear()
