"""A pile is parted into letters: every page lands in one letter, in order, and nothing is joined in silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from brievenbus.extract import extract
from brievenbus.image import has_bars, is_bare
from brievenbus.ocr.opmaak import read_markup
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Box, Code, Page, Tekst
from brievenbus.pipeline import Opdracht, read_letter, read_stapel
from brievenbus.split import Snede, missing, split
from tests.begrijp import Begrip
from tests.voorbeelden import NAMEN, PEIL, beelden, tekst

LETTERS = ("g02", "g05", "h06", "h08")


def vel(*regels: str) -> Page:
    """A page with these lines as its body."""
    return read_markup("@body\n" + "\n\n".join(regels), "vel").pages[0]


KAAL = Page(1, (), 595, 842)
SCHEIDING = vel("Scheidingsblad")
BIJLAGE = vel("Bijlage: specificatie", "Huur € 500,00", "Servicekosten € 20,00")


def deel(*pages: Page, streepjes: tuple[int, ...] = ()) -> Snede:
    """Part these pages, laid in this order."""
    pile = Tekst(tuple(replace(page, nummer=n) for n, page in enumerate(pages, start=1)), "scan")
    return split(pile, [extract(replace(pile, pages=(page,))) for page in pile.pages], streepjes)


def groepen(snede: Snede) -> list[tuple[int, ...]]:
    return [part.bladzijden for part in snede.delen]


def test_letters_are_parted_and_second_pages_stay() -> None:
    piles = [tekst(naam).pages for naam in LETTERS]
    snede = deel(*(page for pages in piles for page in pages))
    assert [len(group) for group in groepen(snede)] == [len(pages) for pages in piles]
    assert not any(part.twijfel for part in snede.delen)


def test_blank_backs_and_attachments_stay_with_the_letter_before() -> None:
    one, two = tekst("h08").pages[0], tekst("g05").pages[0]
    assert groepen(deel(one, KAAL, BIJLAGE, two, KAAL)) == [(1, 2, 3), (4, 5)]


def test_separator_sheets_part_and_are_left_out_with_their_backs() -> None:
    one, two = tekst("h08").pages[0], tekst("g05").pages[0]
    snede = deel(SCHEIDING, one, SCHEIDING, KAAL, BIJLAGE, KAAL, two, streepjes=(6,))
    assert snede.scheidingsbladen == (1, 3, 4, 6)
    assert groepen(snede) == [(2,), (5,), (7,)]


def test_nothing_but_sheets_is_still_shown_to_a_person() -> None:
    assert groepen(deel(SCHEIDING, SCHEIDING)) == [(1, 2)]


def test_unsure_boundary_parts_and_both_sides_say_so() -> None:
    snede = deel(*tekst("h08").pages[:1], vel("Beste bewoner,", "De lift is kapot."))
    assert groepen(snede) == [(1,), (2,)]
    assert [part.twijfel for part in snede.delen] == [(1,), (1,)]
    assert snede.grenzen[0].onzeker and "aanhef" in snede.grenzen[0].redenen


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*NAMEN[:8], "kaal", "scheiding", "bijlage"]), min_size=1, max_size=8))
def test_every_page_is_in_one_letter_and_order_is_kept(stukken: list[str]) -> None:
    loose = {"kaal": (KAAL,), "scheiding": (SCHEIDING,), "bijlage": (BIJLAGE,)}
    pages = [page for stuk in stukken for page in (loose[stuk] if stuk in loose else tekst(stuk).pages)]
    snede = deel(*pages)
    placed = [nummer for group in groepen(snede) for nummer in group]
    assert placed == sorted(placed)
    assert sorted({*placed, *snede.scheidingsbladen}) == list(range(1, len(pages) + 1))
    assert len(placed) + len(snede.scheidingsbladen) == len(pages)
    assert all(groepen(snede))


def genummerd(*teksten: str) -> list[Page]:
    return [vel("Dit is een bladzijde met tekst.", text) for text in teksten]


def test_missing_pages_are_named_only_where_the_letter_says_so() -> None:
    assert missing(genummerd("Pagina 1 van 3", "Pagina 3 van 3", "Pagina 1 van 1")) == ("achterkant_ontbreekt",)
    assert missing(genummerd("Pagina 1 van 4", "Pagina 3 van 4")) == ("achterkant_ontbreekt",)
    assert missing(genummerd("Pagina 2 van 3", "Pagina 3 van 3")) == ("bladzijde_ontbreekt",)
    assert missing(genummerd("Pagina 1 van 2")) == ("achterkant_ontbreekt",)
    assert missing([*genummerd("Pagina 1 van 2"), Page(2, (), 100, 100)]) == ("bladzijde_ontbreekt",), "its back was seen, and is blank"
    assert missing(genummerd("Pagina 1 van 4")) == ("bladzijde_ontbreekt",)
    assert missing(genummerd("Vervolg op de achterzijde.")) == ("achterkant_ontbreekt",)
    assert missing(genummerd("Pagina 1 van 2", "Pagina 2 van 2")) == ()
    assert missing(genummerd("Pagina 1 van 2", "geen nummer")) == ()
    assert missing(genummerd("Pagina 2 van 2", "Pagina 1 van 2")) == ()
    assert missing(genummerd("Zie ommezijde.")) == ("achterkant_ontbreekt",)
    assert missing(genummerd("Zie ommezijde.", "verder")) == ()
    assert missing(genummerd("U vindt het nummer op de achterkant van uw pas.")) == ()


def test_two_letters_given_as_one_are_told_and_as_a_pile_are_parted(begrip: Begrip) -> None:
    files, task, engine = [*beelden("g05", "pdf"), *beelden("h08", "pdf")], Opdracht(begrip.lezer, PEIL), Tesseract()
    samen = read_letter(files, task, engine).brief
    assert "meer_brieven" in samen.bron.aanwijzingen and samen.mens_nodig
    apart = read_stapel(files, task, engine)
    assert [one.brief.id for one in apart] == [read_letter([file], task, engine).brief.id for file in files]
    assert [one.brief.bron.bestanden for one in apart] == [("g05.pdf",), ("h08.pdf",)]
    assert apart[1].bladzijden[0] == apart[0].bladzijden[-1] + 1
    assert not any("meer_brieven" in one.brief.bron.aanwijzingen for one in apart)


def test_bar_code_is_no_blank_back() -> None:
    page = np.full((800, 600), 245, np.uint8)
    assert is_bare(page) and not has_bars(page)
    page[100:200, 100:500:8] = 20
    page[100:200, 102:500:8] = 20
    assert has_bars(page) and has_bars(np.rot90(page)) and not is_bare(page)


def brievenvel(afzender: str, nummer: str, *regels: str, opening: str = "Geachte heer De Wit,") -> Page:
    """A page of a letter on the paper of a sender, with its number at the foot."""
    kop = f"@letterhead\n{afzender}\n" + (
        "@address\nDe heer J. de Wit\nDorpsweg 1\n1234 AB Ergens\n@refs\nDatum: 10 november 2026\n" if opening else ""
    )
    return read_markup(kop + "@body\n" + "\n\n".join(([opening] if opening else []) + [*regels, nummer]), "vel").pages[0]


def test_leaflet_behind_a_letter_is_parted_with_a_doubt() -> None:
    letter = tekst("g05").pages
    large = tuple(
        replace(line, woorden=tuple(replace(w, vak=replace(w.vak, y1=w.vak.y0 + 0.05)) for w in line.woorden))
        for line in vel("Pizzeria Da Lucio", "Deze week twee halen, een betalen", "Bezorgen vanaf 17 uur").lines
    )
    snede = deel(*letter, replace(KAAL, lines=large))
    assert groepen(snede) == [tuple(range(1, len(letter) + 1)), (len(letter) + 1,)]
    assert all(part.twijfel for part in snede.delen)


def test_page_that_nothing_ties_to_the_letter_stays_with_a_doubt() -> None:
    snede = deel(vel("Geachte heer,", "Dit is een brief."), vel("Nog een stuk tekst dat nergens bij lijkt te horen.", "En nog een."))
    assert groepen(snede) == [(1, 2)] and snede.delen[0].twijfel == (2,)


def test_pages_that_changed_places_stay_together_and_are_told() -> None:
    one, two = tekst("h08").pages[0], brievenvel("Stichting Woonplaats", "Pagina 1 van 2")
    back = brievenvel("Stichting Woonplaats", "Pagina 2 van 2", "Daarna kijken wij verder.", opening="")
    snede = deel(one, back, two)
    assert groepen(snede) == [(1,), (2, 3)]
    assert snede.delen[1].twijfel == (1, 2)


def test_page_two_of_another_sender_is_not_joined_in_silence() -> None:
    """A double feed took the end of one letter and the beginning of the next: the numbers alone go on."""
    one = brievenvel("Stichting Woonplaats", "Pagina 1 van 2", "Klantnummer: 4455667. Betaal op NL91 ABNA 0417 1643 00.")
    two = brievenvel("Energie Noord", "Pagina 2 van 2", "Klantnummer: 9911223. Wij schrijven af van NL53 INGB 0138 8791 07.", opening="")
    snede = deel(one, two)
    assert groepen(snede) == [(1,), (2,)] and all(part.twijfel for part in snede.delen)


def test_sheet_with_a_code_and_its_use_is_a_separator_but_a_payment_code_is_not() -> None:
    one, two = tekst("h08").pages[0], tekst("g05").pages[0]
    uitleg = vel("Leg dit vel steeds voor een brief, met de strcepjescode boven.")
    assert deel(one, uitleg, two, streepjes=(2,)).scheidingsbladen == (2,)
    betaal = replace(
        vel("Scan en betaal"), codes=(Code("qr", f"BCD\n002\n1\nSCT\n\nX\n{'NL91ABNA0417164300'}\nEUR5", Box(0.1, 0.1, 0.3, 0.3)),)
    )
    assert deel(one, betaal, two, streepjes=(2,)).scheidingsbladen == ()


def test_second_closing_in_one_letter_is_never_silent() -> None:
    one = brievenvel("Stichting Woonplaats", "Pagina 1 van 2", "Met vriendelijke groet,", "J. Kuiper")
    two = brievenvel("Stichting Woonplaats", "Pagina 2 van 2", "Wij horen graag van u.", "Met vriendelijke groet,", opening="")
    assert any(part.twijfel for part in deel(one, two).delen)
