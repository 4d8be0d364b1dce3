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
from brievenbus.page import Page, Tekst
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
    assert missing(genummerd("Pagina 1 van 2")) == ("bladzijde_ontbreekt",)
    assert missing(genummerd("Pagina 1 van 2", "Pagina 2 van 2")) == ()
    assert missing(genummerd("Pagina 1 van 2", "geen nummer")) == ()
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
