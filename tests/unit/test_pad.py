"""The whole path with the real Tesseract: pictures and a PDF in, one Brief out, the BSN nowhere."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from brievenbus.brief import to_json
from brievenbus.extract import bsn
from brievenbus.ocr.opmaak import read_markup
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import MASK, Page
from brievenbus.pipeline import Gelezen, Opdracht, read_brief, read_letter
from tests.begrijp import PEIL, Begrip
from tests.teksten import maak_tekst
from tests.voorbeelden import BRIEVEN, beelden, goud

MET_BSN = "g11"


def lees(naam: str, vorm: str, begrip: Begrip) -> Gelezen:
    """Read the pictures of a sample letter."""
    return read_letter(beelden(naam, vorm), Opdracht(begrip.lezer, goud(naam).peildatum), Tesseract())


@pytest.fixture(scope="module")
def gemaskeerd(begrip: Begrip) -> Gelezen:
    """A scanned letter with a BSN on it, read."""
    return lees(MET_BSN, "scan", begrip)


def het_bsn() -> str:
    """The invented BSN that stands on the letter, as the text beside the picture has it."""
    plain = read_markup((BRIEVEN / f"{MET_BSN}.txt").read_text("utf-8"), MET_BSN)
    (span,) = bsn.bsn_spans(plain)
    return re.sub(r"\D", "", plain.plat[span.start : span.eind])


@pytest.mark.parametrize(("naam", "vorm"), [("h08", "scan"), ("h08", "foto"), ("g02", "scan"), ("g02", "foto"), ("h01", "pdf")])
def test_sender_term_and_amount_are_read_off_the_paper(naam: str, vorm: str, begrip: Begrip) -> None:
    right, read = goud(naam), lees(naam, vorm, begrip)
    brief = read.brief
    assert (brief.bron.soort, brief.bron.oordeel) == (vorm, "goed")
    assert brief.bron.bladzijden == len(read.beelden) == len(read.tekst.pages)
    assert brief.bron.bestanden == tuple(path.name for path in beelden(naam, vorm))
    assert brief.afzender.soort == right.afzender.soort
    assert {(t.soort, t.datum) for t in right.termijnen} & {(t.soort, t.datum) for t in brief.termijnen}
    assert {b.bedrag for b in right.bedragen if b.soort == "te_betalen"} == {b.bedrag for b in brief.bedragen if b.soort == "te_betalen"}
    assert all((beeld is None) == (vorm == "pdf") for beeld in read.beelden)


@pytest.mark.parametrize(("kwaliteit", "gezegd"), [(0.0, True), (1.0, False)])
@pytest.mark.parametrize("soort", ["foto", "scan"])
def test_a_side_that_only_seems_empty_is_said_aloud(begrip: Begrip, soort: str, kwaliteit: float, gezegd: bool) -> None:
    """Fog can make a printed page look blank; a back that was seen to be blank is nothing to worry about."""
    tekst = maak_tekst("Betaal € 50,00 uiterlijk op 28 november 2026 aan Gemeente Kampwijk op rekening NL91 ABNA 0417 1643 00.", soort)
    both = replace(tekst, pages=(*tekst.pages, Page(2, (), 1000, 1400, kwaliteit, ("leeg",))))
    brief = read_brief(both, "id", Opdracht(begrip.lezer, PEIL))
    assert (begrip.lezer.kennis.talen["nl"].twijfels["bladzijde_leeg"].format(nummer=2) in brief.twijfels) is gezegd
    assert brief.bron.leeskwaliteit == 1.0, "it says nothing of how well the rest was read"


@pytest.mark.parametrize(
    ("hint", "kwaliteit", "gezegd"),
    [("onscherp", 0.9, False), ("onscherp", 0.6, True), ("afgesneden", 0.9, True), ("glans", 0.9, True), ("scheef", 0.6, False)],
)
def test_a_page_of_which_words_may_be_gone_is_said_aloud(begrip: Begrip, hint: str, kwaliteit: float, gezegd: bool) -> None:
    tekst = maak_tekst("Betaal € 50,00 uiterlijk op 28 november 2026 aan Gemeente Kampwijk op rekening NL91 ABNA 0417 1643 00.", "foto")
    poor = replace(tekst, pages=tuple(replace(page, kwaliteit=kwaliteit, aanwijzingen=(hint,)) for page in tekst.pages))
    brief = read_brief(poor, "id", Opdracht(begrip.lezer, PEIL))
    assert (begrip.lezer.kennis.talen["nl"].twijfels["bladzijde_onzeker"].format(nummer=1) in brief.twijfels) is gezegd
    assert hint == "glans" or hint in brief.bron.aanwijzingen


def test_same_letter_twice_has_the_same_id(begrip: Begrip) -> None:
    assert lees("h01", "pdf", begrip).brief.id == lees("h01", "pdf", begrip).brief.id


def test_bsn_is_not_in_the_object_and_not_in_the_text(gemaskeerd: Gelezen) -> None:
    secret = het_bsn()
    for said in (json.dumps(to_json(gemaskeerd.brief), ensure_ascii=False), gemaskeerd.tekst.plat):
        assert secret[-6:] not in re.sub(r"[\s.\-]", "", said)  # the first digits are all alike: OCR may miscount them
    assert MASK * (len(secret) - 1) in gemaskeerd.tekst.plat


def test_bsn_is_white_in_the_picture_and_the_rest_is_not(gemaskeerd: Gelezen) -> None:
    every = [(page.nummer, w) for page in gemaskeerd.tekst.pages for line in page.lines for w in line.woorden]
    words = [(nummer, w) for nummer, w in every if len(w.tekst) > 1 and set(w.tekst) == {MASK}]  # a lone one is the bullet of a list
    assert words
    for nummer, word in words:
        picture = gemaskeerd.beelden[nummer - 1]
        assert picture is not None
        height, width = picture.shape
        box = word.vak
        edge = 3  # the black edge that shows that something was painted over
        inside = picture[
            int(np.floor(box.y0 * height)) + edge : int(np.ceil(box.y1 * height)) - edge,
            int(np.floor(box.x0 * width)) + edge : int(np.ceil(box.x1 * width)) - edge,
        ]
        assert inside.size > 0
        assert (inside == 255).all()
    assert all(picture is not None and (picture < 128).any() for picture in gemaskeerd.beelden)


def test_painted_picture_shows_no_bsn_to_a_second_reading(gemaskeerd: Gelezen) -> None:
    secret, engine = het_bsn(), Tesseract()
    pages = {page.nummer for page in gemaskeerd.tekst.pages if any(MASK in line.tekst for line in page.lines)}
    for nummer in pages:
        picture = gemaskeerd.beelden[nummer - 1]
        assert picture is not None
        again = "".join(line.tekst for line in engine.read(picture, nummer).lines)
        assert secret[-6:] not in re.sub(r"\D", "", again)


@pytest.mark.parametrize("gelezen", ["999994244", "99994244", "9999994244", "99999424 4", "9999.94.244"])
def test_number_under_the_label_is_masked_however_it_was_misread(gelezen: str) -> None:
    """Tesseract reads the row of nines of `g11` one short on the scan, and one too long on the photo."""
    masked, boxes = bsn.mask(maak_tekst(f"Burgerservicenummer\tBehandeld door\n{gelezen}\tmw. C. Derks"))
    assert boxes
    assert not re.search(r"\d", masked.plat)
