"""Reading order: rows stay whole, columns stay apart, paragraphs are marked, and no word is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

from brievenbus.intake import take
from brievenbus.ocr.layout import page_of, page_of_words
from brievenbus.page import Box, Page, Tekst, Word

Placed = tuple[float, float, str]
BODY = (
    "Wij hebben uw aanvraag beoordeeld en laten u met deze brief weten wat wij hebben",
    "besloten. U kunt binnen zes weken bezwaar maken als u het niet eens bent met dit",
    "besluit van de gemeente.",
)


def words_at(pieces: list[Placed], size: float = 10, tilt: float = 0.0) -> list[Word]:
    """Words as an engine would box them, tight round the ink, on an A4 page in points; `tilt` in points a point."""
    found = []
    for x, base, text in pieces:
        at = x
        for word in text.split():
            wide = stringWidth(word, "Helvetica", size)
            low = base + tilt * at + (0.21 * size if any(c in "gjpqy,;()/" for c in word) else 0)
            if set(word) <= set("-–•"):
                box = (at, low - 0.33 * size, at + wide, low - 0.23 * size)
            else:
                tall = any(c.isupper() or c.isdigit() or c in "bdfhijklt€/()" for c in word)
                box = (at, base + tilt * at - (0.72 if tall else 0.5) * size, at + wide, low)
            found.append(Word(word, Box(box[0] / A4[0], box[1] / A4[1], box[2] / A4[0], box[3] / A4[1]), 0.9))
            at += wide + 0.28 * size
    return found


def read(pieces: list[Placed], **options: float) -> Page:
    return page_of(words_at(pieces, **options), 1, round(A4[0]), round(A4[1]))


def texts(page: Page) -> list[str]:
    return [line.tekst for line in page.lines]


def test_small_labels_of_a_slip_stay_with_their_large_values() -> None:
    rows = [("Te betalen", "€ 1.316,80"), ("IBAN", "NL95 BNGH 0285 7099 13"), ("Ten name van", "Zeedijk"), ("Kenmerk", "2330771526110772")]
    labels: list[Placed] = [(70, 600 + 20 * at, label) for at, (label, _) in enumerate(rows)]
    values: list[Placed] = [(230, 600 + 20 * at, value) for at, (_, value) in enumerate(rows)]
    page = page_of([*words_at(labels, 10), *words_at(values, 13.5)], 1, round(A4[0]), round(A4[1]))
    assert texts(page) == [f"{label}\t{value}" for label, value in rows]


@pytest.mark.parametrize("tilt", [0.0, 0.004, -0.015])
def test_table_rows_keep_label_and_amount_together(tilt: float) -> None:
    rows = [("Omschrijving", "Bedrag"), ("Leges", "€ 84,30"), ("Kosten", "€ 12,50"), ("Korting", "- € 2.376"),
            ("Rente", "-€ 12,00"), ("Saldo", "€ -636,50")]  # fmt: skip
    pieces: list[Placed] = []
    for at, (label, amount) in enumerate(rows):
        pieces += [(70, 300 + 15 * at, label), (520 - stringWidth(amount, "Helvetica", 10), 300 + 15 * at, amount)]
    page = read(pieces, tilt=tilt)
    assert texts(page) == [f"{label}\t{amount}" for label, amount in rows]
    assert all(line.alinea for line in page.lines)


def test_a_slip_on_a_part_of_the_page_that_still_slopes() -> None:
    slip = [("Bedrag", "€ 311,46"), ("IBAN", "NL39 RABO 0300 0652 64"), ("Naam", "Zekerzorg Verzekeringen"),
            ("Betalingskenmerk", "1000 8834 2210 1226")]  # fmt: skip
    above = words_at([(70, 100 + 13.2 * at, line) for at, line in enumerate(BODY * 2)])
    rows = [(x, 650.0 + 13 * at, t) for at, pair in enumerate(slip) for x, t in zip((70.0, 205.0), pair, strict=True)]
    page = page_of([*above, *words_at(rows, tilt=0.04)], 1, round(A4[0]), round(A4[1]))
    assert texts(page)[-4:] == ["\t".join(pair) for pair in slip]


def test_a_row_with_empty_cells_stays_a_row() -> None:
    pieces: list[Placed] = [(70, 300, "Leges"), (250, 300, "1"), (460, 300, "€ 84,30"), (70, 315, "Al betaald"),
                            (460, 315, "€ 50,00"), (70, 330, "Totaal"), (460, 330, "€ 34,30")]  # fmt: skip
    assert texts(read(pieces)) == ["Leges\t1\t€ 84,30", "Al betaald\t€ 50,00", "Totaal\t€ 34,30"]


def test_wide_space_after_a_currency_sign_or_bullet_is_no_cell() -> None:
    pieces: list[Placed] = [(70, 300, "Leges"), (400, 300, "€"), (470, 300, "84,30"), (70, 315, "Kosten"),
                            (400, 315, "€"), (470, 315, "12,50"), (70, 345, "•"), (90, 345, "uw naam")]  # fmt: skip
    assert texts(read(pieces)) == ["Leges\t€ 84,30", "Kosten\t€ 12,50", "• uw naam"]


def test_bullets_read_as_a_letter_stay_with_their_items() -> None:
    items = ["uw naam en adres;", "de datum van uw brief;", "waarom u het niet eens bent;"]
    pieces: list[Placed] = [(70, 300 + 13.2 * at, text) for at, text in enumerate(BODY)]
    for at, text in enumerate(items):
        pieces += [(70, 350 + 16.5 * at, "e"), (84, 350 + 16.5 * at, text)]
    page = read(pieces)
    assert texts(page)[3:] == [f"e {text}" for text in items] and all(line.alinea for line in page.lines[3:])


def test_margin_column_is_not_mixed_with_the_letter() -> None:
    body = [(70.0, 300 + 13.2 * at, line[:62]) for at, line in enumerate(BODY * 3)]
    margin = []
    for at, (label, value) in enumerate([("Datum", "4 mei 2026"), ("Kenmerk", "AB-12"), ("Telefoon", "030 5550112")]):
        margin += [(460.0, 296 + 26.0 * at, label), (460.0, 305.5 + 26 * at, value)]
    page = page_of([*words_at(body), *words_at(margin, size=7.5)], 1, round(A4[0]), round(A4[1]))
    found = texts(page)
    start = found.index("Datum")
    assert found[start : start + 6] == ["Datum", "4 mei 2026", "Kenmerk", "AB-12", "Telefoon", "030 5550112"]
    assert found[:start] + found[start + 6 :] == [line[:62].strip() for line in BODY * 3]
    assert all(line.alinea for line in page.lines[start : start + 6])


def test_address_beside_references_is_its_own_block() -> None:
    left = [(70.0, 145 + 13.2 * at, line) for at, line in enumerate(["Mevrouw A. Smit", "Dorpsstraat 1", "1234 AB DORP"])]
    right = [(330.0, 145 + 13.2 * at, line) for at, line in enumerate(["Datum: 1 mei 2026", "Kenmerk: 77-1", "Bijlagen: 2"])]
    assert texts(read(left + right)) == [text for _, _, text in left + right]


@pytest.mark.parametrize("refs_x", [70, 330])
@pytest.mark.parametrize("lift", [0, 14])
def test_address_is_read_before_the_references_beside_it(refs_x: int, lift: int) -> None:
    away = 400 - refs_x
    letterhead: list[Placed] = [(70, 60, "Gemeente Kampwijk"), (70, 74, "Postbus 12, 7300 AA Kampwijk")]
    address: list[Placed] = [(away, 160, "Mevrouw P. de Vries"), (away, 174, "Dorpsstraat 12"), (away, 188, "7331 CP Eekwoude")]
    refs = ["Datum: 9 december 2026", "Ons kenmerk: 44/71", "Behandeld door: team V3"]
    pieces = letterhead + address + [(refs_x, 160 - lift + 14 * at, text) for at, text in enumerate(refs)]
    pieces += [(70, 300 + 14 * at, text) for at, text in enumerate(BODY)]
    assert texts(read(pieces))[:5] == ["Gemeente Kampwijk", "Postbus 12, 7300 AA Kampwijk", *(text for _, _, text in address)]


def test_labels_above_values_stay_rows() -> None:
    xs = (70.0, 190.0, 310.0, 430.0)
    labels, values = ("Aanslagnummer", "Jaar", "Datum", "Klant"), ("55.120.998", "2026", "30 april 2026", "4410027")
    pieces = [(x, 240.0, t) for x, t in zip(xs, labels, strict=True)] + [(x, 252.0, t) for x, t in zip(xs, values, strict=True)]
    assert texts(read(pieces)) == ["\t".join(labels), "\t".join(values)]


def test_paragraphs_lists_and_headings() -> None:
    item = ("waarom u het niet eens bent met het besluit dat wij over u hebben", "genomen;")
    pieces: list[Placed] = [(70, 300, "Ons besluit"), *((70, 314 + 13.2 * at, line) for at, line in enumerate(BODY))]
    pieces += [(70, 364, "•"), (84, 364, item[0]), (84, 377, item[1]), (70, 393, "•"), (84, 393, "uw handtekening.")]
    pieces += [(70, 416, "Met vriendelijke groet,"), (70, 429, "de directeur")]
    plat = Tekst((read(pieces),), "scan").plat.split("\n")
    items = ["• " + " ".join(item), "• uw handtekening."]
    assert plat == ["Ons besluit", " ".join(BODY), *items, "Met vriendelijke groet,", "de directeur"]


def test_justified_text_has_no_cells() -> None:
    line = ["Deze", "regel", "is", "uitgevuld", "over", "de", "volle", "breedte"]
    pieces: list[Placed] = [(70, 300 + 13 * at, text) for at, text in enumerate(BODY)]
    x = 70.0
    for word in line:
        pieces.append((x, 340, word))
        x += stringWidth(word, "Helvetica", 10) + 13
    assert texts(read(pieces))[-1] == " ".join(line)


def test_reading_order_of_a_real_pdf(tmp_path: Path) -> None:
    page = canvas.Canvas(str(tmp_path / "brief.pdf"), pagesize=A4)

    def put(x: float, y: float, text: str, size: float = 10, bold: bool = False) -> None:
        page.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        page.drawString(x, A4[1] - y, text)

    put(310, 45, "Dienst Wegbeheer", 15, bold=True)
    for at, line in enumerate(["De heer R. van Ommeren", "Kastanjehof 112", "3572 XG UTRECHT"]):
        put(70, 145 + 13.2 * at, line)
    for at, (label, value) in enumerate([("Datum", "4 mei 2026"), ("Kenmerk", "DWB-2026"), ("Bijlagen", "2")]):
        put(440, 130 + 24 * at, label, 7.5, bold=True)
        put(440, 139.4 + 24 * at, value, 7.5)
    put(70, 240, "Besluit op uw aanvraag", 11, bold=True)
    for at, line in enumerate(BODY):
        put(70, 266 + 13.2 * at, line)
    for at, (label, amount) in enumerate([("Leges", "€ 84,30"), ("Al betaald", "- € 50,00")]):
        put(70, 320 + 15 * at, label)
        put(520 - stringWidth(amount, "Helvetica", 10), 320 + 15 * at, amount)
    page.save()
    (taken,) = take([tmp_path / "brief.pdf"]).pages
    assert taken.woorden is not None
    assert texts(page_of_words(taken.woorden, 1, taken.maat)) == [
        "Dienst Wegbeheer", "De heer R. van Ommeren", "Kastanjehof 112", "3572 XG UTRECHT",
        "Datum", "4 mei 2026", "Kenmerk", "DWB-2026", "Bijlagen", "2",
        "Besluit op uw aanvraag", *BODY, "Leges\t€ 84,30", "Al betaald\t- € 50,00",
    ]  # fmt: skip


def test_no_words_no_lines() -> None:
    assert page_of([], 3, 100, 100) == Page(3, (), 100, 100)


edge = st.floats(-0.1, 1.1, allow_nan=False)
boxes = st.tuples(edge, edge, edge, edge).map(lambda e: Box(min(e[0], e[2]), min(e[1], e[3]), max(e[0], e[2]), max(e[1], e[3])))
word_texts = st.sampled_from(["de", "€", "-", "12,00", "•", "Bedrag:", "1234", "AB", ".", "g", "uw", "_", "1234AB"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(Word, word_texts, boxes), max_size=60), st.booleans(), st.integers(1, 3000))
def test_never_loses_or_repeats_a_word(words: list[Word], tight: bool, size: int) -> None:
    page = page_of(words, 1, size, size, tight=tight)
    assert Counter(w for line in page.lines for w in line.woorden) == Counter(words)
    assert all(line.woorden and len(line.cel_voor) == len(line.woorden) and not line.cel_voor[0] for line in page.lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.9), st.integers(0, 40), word_texts), max_size=60))
def test_words_on_a_line_go_from_left_to_right(items: list[tuple[float, int, str]]) -> None:
    words = [Word(text, Box(x, row / 41, x + 0.02, row / 41 + 0.012)) for x, row, text in items]
    for line in page_of(words, 1, 1000, 1400, tight=False).lines:
        starts = [word.vak.x0 for word in line.woorden]
        assert starts == sorted(starts)
