"""The sheet with a made-up second language beside the Dutch: one from left to right and one, in Arabic letters, from right to left."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from brievenbus.afdruk import pdf
from brievenbus.afdruk.blad import Blad, Zin, make_blad, make_naast
from brievenbus.afdruk.opmaak import TWEE_KANTEN, make_html
from brievenbus.afdruk.tweetalig import join
from brievenbus.kennis import Kennis, load
from brievenbus.kennis.schema import Taal

GOUD = Path(__file__).parents[1] / "golden"
NL = load().talen["nl"]
_SLOT = re.compile(r"(\{\w+\})")
heeft_pango = pytest.mark.skipif(not pdf.has_pdf(), reason="geen Pango op deze computer")


def maak_taal(code: str, woord: str) -> Taal:
    """A language of one word: each Dutch word is that word, slots and sentence ends stay."""

    def other(zin: str) -> str:
        parts = [part if _SLOT.fullmatch(part) else re.sub(r"[^\W\d]+", woord, part) for part in _SLOT.split(zin)]
        return "".join(parts)

    delen = ("woorden", "zinnen", "gevolgen", "termijnen", "meegeven")
    return NL.model_copy(
        update={"taal": code, "naam": woord, **{deel: {key: other(zin) for key, zin in getattr(NL, deel).items()} for deel in delen}}
    )


TALEN = {"xx": maak_taal("xx", "blorp"), "ur": maak_taal("ur", "كلمة")}


def _numbers(zin: str) -> list[str]:
    """The amounts and numbers of a sentence in their order, each once: a date may stand there in the words of both languages."""
    return list(dict.fromkeys(re.findall(r"€ [\d.,]+|\d+", zin)))


def kennis_met(code: str) -> Kennis:
    known = load()
    return replace(known, talen={**known.talen, code: TALEN[code]})


def lees(naam: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((GOUD / f"{naam}.json").read_text("utf-8"))
    return told


def tweetalig(naam: str, code: str) -> tuple[dict[str, Any], Blad]:
    brief = lees(naam)
    today = date.fromisoformat(brief["peildatum"])
    return brief, make_blad(brief, NL, today, make_naast(brief, kennis_met(code), code, today))


@pytest.mark.parametrize("code", TALEN)
@pytest.mark.parametrize("naam", ["g02", "g15", "h06", "h16"])
def test_every_fixed_sentence_has_the_other_beside_it_and_facts_stand_once(naam: str, code: str) -> None:
    brief, blad = tweetalig(naam, code)
    dutch = make_blad(brief, NL, date.fromisoformat(brief["peildatum"]))
    assert blad.naast_taal == code and blad.naast_richting == ("rtl" if code == "ur" else "ltr")
    assert [zin.nl for zin in blad.doen] == [zin.nl for zin in dutch.doen]
    card = load().briefsoorten[brief["briefsoort"]["sleutel"]].uitleg
    for zin in (*blad.doen, *blad.zeggen, *blad.vast.values(), blad.merk):
        assert bool(zin.naast) == (zin.nl not in card.doen and bool(re.search(r"[^\W\d]", zin.nl))), zin
    assert (blad.dag and blad.dag.datum) == (dutch.dag and dutch.dag.datum)
    assert (blad.bedrag and [rij.waarde for rij in blad.bedrag.over]) == (dutch.bedrag and [rij.waarde for rij in dutch.bedrag.over])
    for zin in blad.doen:  # every date and amount of a sentence is the same in the other
        if zin.naast:
            assert _numbers(zin.naast) == _numbers(zin.nl)


def test_what_is_not_translated_is_dutch_alone_and_the_sheet_says_so() -> None:
    _, blad = tweetalig("g02", "xx")
    assert blad.deels and NL.meegeven["deels"] in make_html(blad, TWEE_KANTEN[0])
    assert any(not zin.naast for zin in blad.doen)


def test_lists_of_unequal_length_are_never_paired_wrongly() -> None:
    brief, blad = tweetalig("g02", "xx")
    dutch = make_blad(brief, NL, date.fromisoformat(brief["peildatum"]))
    short = make_blad({**brief, "uitleg": {**brief["uitleg"], "doen": ["blorp."]}}, TALEN["xx"], date.fromisoformat(brief["peildatum"]))
    assert all(zin.naast == "" for zin in join(dutch, short, "xx").doen)
    assert blad.vast["gevolg"] == Zin(NL.meegeven["gevolg"], TALEN["xx"].meegeven["gevolg"])


@heeft_pango
@pytest.mark.parametrize("code", TALEN)
@pytest.mark.parametrize("naam", ["g02", "h06", "h16"])
def test_pdf_in_two_languages_stays_large_on_the_paper(naam: str, code: str) -> None:
    _, blad = tweetalig(naam, code)
    made = pdf.make_pdf(blad)
    with pdfplumber.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) <= 4
        strip = opened.pages[0].extract_text() or ""
        assert (blad.strook is None) == (NL.meegeven["knip"].split()[0] not in strip)
        for page in opened.pages:
            assert min(c["size"] for c in page.chars if c["text"].strip()) >= 15.99
            assert all(c["x0"] >= -0.1 and c["x1"] <= page.width + 0.1 and c["bottom"] <= page.height for c in page.chars)
        letters = {c["text"] for page in opened.pages for c in page.chars}
        arabic = any("\u0600" <= sign[0] <= "\u06ff" or "\ufb50" <= sign[0] <= "\ufeff" for sign in letters)
        assert "\ufffd" not in letters and arabic == (code == "ur")


def test_right_to_left_is_marked_on_every_sentence_of_it() -> None:
    _, blad = tweetalig("g02", "ur")
    html = str(make_html(blad, TWEE_KANTEN[0]))
    marks = re.findall(r'<span class="(?:naast|ook)"([^>]*)>', html)
    assert len(marks) > 15 and set(marks) == {' lang="ur" dir="rtl"'}
