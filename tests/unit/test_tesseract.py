"""The engine itself (real pictures, real tesseract), its second look, and stored readings."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytesseract
import pytest
from PIL import Image, ImageDraw, ImageFont

from brievenbus.errors import SettingsError, StageError, ToolError
from brievenbus.ocr import tesseract
from brievenbus.ocr.engine import Grey, load_engine
from brievenbus.ocr.gaps import find_gaps, only_unread
from brievenbus.ocr.reads import Read, is_dirt, mend
from brievenbus.ocr.replay import Replay, image_hash, page_from_json, page_to_json
from brievenbus.ocr.tesseract import Tesseract, _without_dirt, check_installed
from brievenbus.page import Box, Line, Page, Word

FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
ROWS = (("Leges", "€ 84,30"), ("Kosten", "€ 12,50"), ("Korting", "- € 50,00"), ("Totaal", "€ 46,80"))


def draw(pieces: list[tuple[int, int, str]], size: tuple[int, int] = (1400, 700)) -> Grey:
    """A grey page with each text at its place, 38 pixels an em."""
    picture = Image.new("L", size, 240)
    pen = ImageDraw.Draw(picture)
    for x, y, text in pieces:
        pen.text((x, y), text, fill=20, font=ImageFont.truetype(FONT, 38))
    return np.asarray(picture)


@pytest.fixture(scope="module")
def table() -> Grey:
    pieces = [(80, 60, "U moet dit bedrag uiterlijk op 3 maart 2026 betalen aan de gemeente.")]
    for at, (label, amount) in enumerate(ROWS):
        pieces += [(80, 160 + 60 * at, label), (1050, 160 + 60 * at, amount)]
    return draw(pieces)


def test_reads_a_table_row_by_row_with_its_minus_sign(table: Grey) -> None:
    page = Tesseract().read(table, 2)
    assert page.nummer == 2 and (page.breedte, page.hoogte) == (1400, 700)
    lines = [line.tekst.replace(" ", "") for line in page.lines]
    assert lines[0] == "Umoetditbedraguiterlijkop3maart2026betalenaandegemeente."
    assert lines[1:] == [f"{label}\t{amount.replace(' ', '')}" for label, amount in ROWS]
    assert all(0 <= word.zekerheid <= 1 and 0 <= word.vak.x0 < word.vak.x1 <= 1 for w in page.lines for word in w.woorden)


def test_an_empty_page_has_no_lines() -> None:
    assert Tesseract().read(np.full((500, 400), 240, dtype=np.uint8), 1).lines == ()


def test_upright_strip_is_surer_than_the_same_upside_down(table: Grey) -> None:
    engine = Tesseract()
    strip = table[40:130]
    assert engine.line_confidence(strip) > 0.8 > engine.line_confidence(np.ascontiguousarray(strip[::-1, ::-1])) + 0.2
    assert engine.line_confidence(np.full((60, 300), 240, dtype=np.uint8)) == 0.0


def test_missing_program_and_missing_language_have_their_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> list[str]:
        raise pytesseract.TesseractNotFoundError

    check_installed.cache_clear()
    monkeypatch.setattr(tesseract.pytesseract, "get_languages", lambda: ["eng", "osd"])
    with pytest.raises(ToolError) as caught:
        Tesseract()
    assert caught.value.code == "tesseract_nld_ontbreekt"
    monkeypatch.setattr(tesseract.pytesseract, "get_languages", gone)
    with pytest.raises(ToolError) as caught:
        Tesseract()
    assert caught.value.code == "tesseract_ontbreekt"
    check_installed.cache_clear()


def test_a_column_that_was_passed_over_is_read_by_the_second_look(monkeypatch: pytest.MonkeyPatch, table: Grey) -> None:
    real = tesseract.reads_of
    calls: list[int] = []

    def forgetful(data: dict[str, list[object]]) -> list[Read]:
        calls.append(1)
        return [word for word in real(data) if len(calls) > 1 or word.x0 < 900]

    monkeypatch.setattr(tesseract, "reads_of", forgetful)
    lines = [line.tekst.replace(" ", "") for line in Tesseract(tweede=None).read(table, 1).lines]
    assert len(calls) == 2 and "Totaal\t€46,80" in lines and "Korting\t-€50,00" in lines


def test_a_lost_minus_sign_is_put_back_from_the_ink() -> None:
    grey = draw([(100, 100, "- € 50,00"), (100, 200, "€ 12,50")])
    dash_x = 100
    amount = Read("€50,00", 90, 130, 106, 290, 140)
    other = Read("€12,50", 90, 100, 206, 260, 240)
    (first, second, sign) = find_gaps(grey, [amount, other]).reads
    assert (first.tekst, second.tekst, sign.tekst) == ("€50,00", "€12,50", "-") and abs(sign.x0 - dash_x) < 6
    inside = Read("„€50,00", 30, 100, 106, 290, 140)
    assert [word.tekst for word in find_gaps(grey, [inside, other]).reads] == ["-€50,00", "€12,50"]


def test_a_page_wholly_read_has_no_gaps() -> None:
    grey = draw([(100, 100, "Totaal")])
    whole = [Read("Totaal", 95, 100, 105, 215, 140)]
    assert find_gaps(grey, whole).letters == ()
    more = draw([(100, 100, "Totaal"), (600, 100, "bedrag")])
    gaps = find_gaps(more, whole)
    assert len(gaps.letters) == 6
    shown = only_unread(more, gaps)
    assert shown[:, :500].min() > 200 and (shown[90:150, 590:740] == more[90:150, 590:740]).all()


def test_a_second_look_that_fails_leaves_the_first(monkeypatch: pytest.MonkeyPatch, table: Grey) -> None:
    real, psms = tesseract._run, []

    def failing(grijs: Grey, taal: str, psm: int, seconds: int = 120) -> dict[str, list[object]]:
        psms.append(psm)
        if len(psms) > 1:
            raise StageError("tesseract_mislukt")
        data = real(grijs, taal, psm, seconds)
        keep = [at for at, left in enumerate(data["left"]) if left < 900]
        return {key: [values[at] for at in keep] for key, values in data.items()}

    monkeypatch.setattr(tesseract, "_run", failing)
    lines = Tesseract(tweede=None).read(table, 1).lines
    assert psms == [3, 11] and lines[1].tekst == "Leges"


def test_alone_an_unsure_fact_is_not_confirmed(monkeypatch: pytest.MonkeyPatch, table: Grey) -> None:
    real = tesseract.reads_of

    def unsure(data: dict[str, list[object]]) -> list[Read]:
        return [replace(word, conf=60.0) if word.tekst in ("maart", "gemeente.", "84,30") else word for word in real(data)]

    monkeypatch.setattr(tesseract, "reads_of", unsure)
    words = [word for line in Tesseract(tweede=None).read(table, 1).lines for word in line.woorden]
    assert [word.tekst for word in words if not word.bevestigd] == ["maart", "84,30"]


def test_dirt_is_told_from_words() -> None:
    assert is_dirt("|", 20, "", lonely=False) and is_dirt(".", 50, "", lonely=True) and is_dirt("Ë", 3, "", lonely=True)
    assert not is_dirt("-", 5, "€", lonely=True) and not is_dirt("-", 5, "12,00", lonely=True)
    assert not is_dirt("u", 40, "", lonely=False) and not is_dirt("•", 70, "", lonely=False)


def test_a_box_that_took_in_a_rule_is_mended() -> None:
    line = [
        Read("Datum", 96, 0, 100, 80, 127),
        Read("Ziekenhuis", 96, 120, 93, 280, 139),
        Read("Bedrag", 96, 320, 100, 400, 135),
    ]
    mended = mend(line)
    assert mended[0] == line[0] and mended[2] == line[2]
    assert abs(mended[1].y1 - 127) < 3 and abs(mended[1].y0 - 100) < 5
    large = [*line[:1], Read("Gemeente", 96, 0, 10, 300, 60), *line[2:]]
    assert mend(large)[1] == large[1], "a letterhead is large in itself"


def test_stored_reading_comes_back_word_for_word(table: Grey) -> None:
    page = Tesseract(tweede=None).read(table, 1)
    line = page.lines[0]
    page = replace(page, lines=(replace(line, woorden=(replace(line.woorden[0], bevestigd=False), *line.woorden[1:])), *page.lines[1:]))
    stored = json.loads(json.dumps(page_to_json(page)))
    assert page_from_json(stored) == page
    engine = load_engine("replay", lezingen={image_hash(table): stored})
    assert engine.read(table, 1) == page and engine.read(table, 5).nummer == 5
    assert [word.bevestigd for word in page_from_json(stored).lines[0].woorden][:2] == [False, True]
    with pytest.raises(ToolError) as caught:
        engine.read(table[:300], 1)
    assert caught.value.code == "lezing_onbekend"
    assert Replay(leeg=True).read(table, 1).lines == ()


def test_engines_are_found_by_name() -> None:
    assert isinstance(load_engine("tesseract"), Tesseract)
    with pytest.raises(SettingsError):
        load_engine("tesserakt")


def test_lines_that_are_nothing_but_grain_are_left_out_and_their_paragraph_still_starts() -> None:
    def line(text: str, sure: float, y: float, alinea: bool) -> Line:
        words = tuple(Word(part, Box(0.1 + 0.1 * at, y, 0.18 + 0.1 * at, y + 0.01), sure) for at, part in enumerate(text.split()))
        return Line(words, (False,) * len(words), alinea)

    lines = (
        line("Geachte heer", 0.95, 0.1, True), line("Ent dn", 0.2, 0.2, True), line("u moet betalen", 0.9, 0.3, False),
        line("12", 0.2, 0.4, True), line("misschien onleesbaar", 0.3, 0.5, True), line("he", 0.5, 0.6, True),
    )  # fmt: skip
    left = _without_dirt(Page(1, lines, 100, 100)).lines
    assert [one.tekst for one in left] == ["Geachte heer", "u moet betalen", "12", "misschien onleesbaar", "he"]
    assert [one.alinea for one in left] == [True, True, True, True, True]


def test_dust_does_not_part_a_day_from_its_year_but_the_bullet_of_a_list_stays() -> None:
    def line(parts: str, sure: dict[str, float]) -> Line:
        found = parts.split()
        words = tuple(Word(part, Box(0.1 * at, 0.1, 0.1 * at + 0.08, 0.11), sure.get(part, 0.95)) for at, part in enumerate(found))
        return Line(words, (False,) * len(words))

    day, item = line("5 februari • 2027", {"•": 0.48}), line("• uw paspoort", {"•": 0.5})
    foot = line("Postbus 12 • Kampwijk", {"•": 0.9})
    left = _without_dirt(Page(1, (day, item, foot), 100, 100)).lines
    assert [one.tekst for one in left] == ["5 februari 2027", "• uw paspoort", "Postbus 12 • Kampwijk"]
