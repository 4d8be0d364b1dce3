"""The markup of letters: its parts, and the reading of it that stands in for a perfect OCR."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brievenbus.errors import InputError
from brievenbus.ocr.opmaak import Blok, parse, read_markup
from brievenbus.page import CELL, Line, Tekst

BRIEF = """\
@layout: classic
@size: 10.5
@letterhead
Waterschap De Linge
Postbus 12, 4000 AA Tiel
@return
Retouradres: Postbus 12, 4000 AA Tiel
@address
Mevrouw A. de Wit
Kerkstraat 1
4001 AB Tiel
@refs
Datum: 3 november 2026
Ons kenmerk: 2026.118.004
@subject
Herinnering: aanslag 2026
@body
Geachte mevrouw De Wit,

U hebt de aanslag van 2 september 2026 nog niet betaald. Wij verzoeken u het hele bedrag uiterlijk
op 17 november 2026 over te maken, zodat er geen kosten bij komen.

# Waarvoor is het?
| Omschrijving | Bedrag |
|---|---:|
| Zuiveringsheffing | € 65,10 |
| Ingezetenen | € 118,40 |

- Betaal in één keer.
- Lukt dat niet? Vraag dan
  een regeling aan.
%%
Een laatste alinea.
@sign
Met vriendelijke groet,

de heffingsambtenaar
@slip
Betaalgegevens
IBAN: NL91 ABNA 0417 1643 00
Bedrag: € 183,50
@footer
KvK 00000000
"""


def line_of(tekst: Tekst, begin: str) -> tuple[int, Line]:
    """Return (page, line) of the first line that starts so."""
    return next((nummer, line) for nummer, line in tekst.lines if line.tekst.startswith(begin))


def test_parse_takes_the_letter_apart() -> None:
    brief = parse(BRIEF)
    assert brief.opties == {"layout": "classic", "size": "10.5"}
    assert brief.briefhoofd == ("Waterschap De Linge", "Postbus 12, 4000 AA Tiel")
    assert brief.kenmerken == (("Datum", "3 november 2026"), ("Ons kenmerk", "2026.118.004"))
    assert brief.onderwerp == "Herinnering: aanslag 2026"
    assert brief.ondertekening == ("Met vriendelijke groet,", "de heffingsambtenaar")
    assert brief.strook[0] == ("", "Betaalgegevens")
    assert [blok.soort for blok in brief.inhoud] == [
        "alinea", "alinea", "kop", "tabel", "punt", "punt", "bladzijde", "alinea",
    ]  # fmt: skip
    assert brief.inhoud[3].rijen[1] == ("Zuiveringsheffing", "€ 65,10")
    assert brief.inhoud[5].tekst == "Lukt dat niet? Vraag dan een regeling aan."


def test_a_file_without_sections_is_all_body() -> None:
    brief = parse("Hallo,\n\nMail naar info@voorbeeld.nl of bel.\n")
    assert brief.inhoud == (Blok("alinea", "Hallo,"), Blok("alinea", "Mail naar info@voorbeeld.nl of bel."))
    assert read_markup("Hallo,\n", "los.txt").plat == "Hallo,"


@pytest.mark.parametrize("regel", ["@sing", "@lay-out: rijk", "@kleur: 154273"])
def test_an_unknown_section_or_option_is_refused(regel: str) -> None:
    text = f"@body\nTekst\n{regel}\n"
    if "-" in regel:  # not a name: ordinary text
        assert regel in parse(text).inhoud[0].tekst
        return
    with pytest.raises(InputError) as fout:
        parse(text)
    assert (fout.value.code, fout.value.waarden["regel"]) == ("opmaak_onbekend", 3)


def test_windows_line_ends_and_byte_order_mark() -> None:
    assert parse("\ufeff" + BRIEF.replace("\n", "\r\n")) == parse(BRIEF)


def test_reading_is_a_pdf_of_two_pages() -> None:
    tekst = read_markup(BRIEF, "linge.txt")
    assert (tekst.soort, tekst.bestanden, [page.nummer for page in tekst.pages]) == ("pdf", ("linge.txt",), [1, 2])
    assert all(word.zekerheid == 1.0 for _, line in tekst.lines for word in line.woorden)


def test_a_wrapped_paragraph_stays_one_paragraph() -> None:
    plat = read_markup(BRIEF, "linge.txt").plat
    zin = "Wij verzoeken u het hele bedrag uiterlijk op 17 november 2026 over te maken, zodat er geen kosten bij komen."
    assert zin in plat
    assert "\nGeachte mevrouw De Wit,\nU hebt" in plat


def test_cells_stand_apart_and_amounts_end_at_one_edge() -> None:
    tekst = read_markup(BRIEF, "linge.txt")
    assert f"\nDatum:{CELL}3 november 2026\nOns kenmerk:{CELL}2026.118.004\n" in tekst.plat
    assert f"Zuiveringsheffing{CELL}€ 65,10\nIngezetenen{CELL}€ 118,40\n" in tekst.plat
    edges = [line_of(tekst, begin)[1].vak.x1 for begin in ("Omschrijving", "Zuiverings", "Ingezetenen")]
    assert max(edges) - min(edges) < 1e-9
    _, datum = line_of(tekst, "Datum:")
    _, kenmerk = line_of(tekst, "Ons kenmerk:")
    assert datum.woorden[1].vak.x0 == kenmerk.woorden[2].vak.x0


def test_each_part_stands_where_letters_have_it() -> None:
    tekst = read_markup(BRIEF, "linge.txt")
    bands = {
        "Waterschap": (0.02, 0.06), "Postbus": (0.05, 0.15), "Retouradres": (0.15, 0.175), "Mevrouw": (0.17, 0.2),
        "4001 AB": (0.19, 0.26), "Datum:": (0.27, 0.3), "Geachte": (0.35, 0.4), "KvK": (0.92, 1.0),
    }  # fmt: skip
    for begin, (top, bottom) in bands.items():
        vak = line_of(tekst, begin)[1].vak
        assert top <= vak.y0 < vak.y1 <= bottom, begin
    body = line_of(tekst, "Geachte")[1].vak.height
    assert line_of(tekst, "Waterschap")[1].vak.height > line_of(tekst, "Herinnering")[1].vak.height > body


def test_slip_and_footer_stand_at_the_foot() -> None:
    tekst = read_markup(BRIEF, "linge.txt")
    nummer, iban = line_of(tekst, "IBAN:")
    assert (nummer, iban.tekst) == (2, f"IBAN:{CELL}NL91 ABNA 0417 1643 00")
    assert 0.8 < iban.vak.y0 < 0.92
    assert [page.lines[-1].tekst for page in tekst.pages] == ["KvK 00000000"] * 2


def test_a_long_letter_goes_on_on_a_next_page_without_cutting_a_paragraph() -> None:
    alinea = "Dit is een alinea van deze lange brief, die over een paar regels van het blad loopt en dan ophoudt. " * 3
    tekst = read_markup("\n\n".join([alinea.strip()] * 30), "lang.txt")
    assert len(tekst.pages) == 3
    assert all(page.lines[0].alinea for page in tekst.pages)
    assert tekst.plat.replace("\f", "\n").split("\n") == [alinea.strip()] * 30


@pytest.mark.parametrize("text", ["", "@body\n", "@body\n%%\n%%\n"])
def test_a_letter_without_words_is_one_empty_page(text: str) -> None:
    tekst = read_markup(text, "leeg.txt")
    assert (len(tekst.pages), tekst.plat) == (1, "")


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=120)
REGELS = st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), max_size=40)


PAREN = st.lists(st.tuples(WORDS, WORDS), max_size=8)
RIJEN = st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=5)
Paren = list[tuple[str, str]]


@settings(deadline=None, max_examples=40)
@given(hoofd=REGELS, kenmerken=PAREN, alineas=REGELS, rijen=RIJEN, strook=PAREN)
def test_no_word_is_lost_and_none_leaves_the_page(
    hoofd: list[str], kenmerken: Paren, alineas: list[str], rijen: list[list[str]], strook: Paren
) -> None:
    delen = ["@letterhead", *hoofd, "@refs", *(f"{label}: {waarde}" for label, waarde in kenmerken)]
    delen += ["@body", "\n\n".join(alineas), "", *("| " + " | ".join(rij) + " |" for rij in rijen)]
    delen += ["@slip", *(f"{label}: {waarde}" for label, waarde in strook)]
    tekst = read_markup("\n".join(delen), "x.txt")
    verwacht = [woord for deel in (hoofd, *kenmerken, alineas, *rijen, *strook) for regel in deel for woord in regel.split()]
    assert [woord.removesuffix(":") for woord in tekst.plat.split()] == verwacht
    boxes = [word.vak for _, line in tekst.lines for word in line.woorden]
    assert all(0 <= box.x0 < box.x1 <= 1 and 0 <= box.y0 < box.y1 <= 1 for box in boxes)
