"""The sheet a resident takes home: what stands on it, that it fits one page, that a screen reader can read it, and the calendar."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import cv2
import numpy as np
import pdfplumber
import pypdfium2
import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from pdfminer.pdftypes import resolve1

from brievenbus.afdruk import pdf
from brievenbus.afdruk.agenda import make_agenda, qr_tekst
from brievenbus.afdruk.blad import Blad, Naast, Zin, make_blad
from brievenbus.afdruk.dagen import RECHTEN, agendadagen, korte_naam, plichten
from brievenbus.afdruk.opmaak import EEN_KANT, GESCHAT, STIJL, make_html, make_page
from brievenbus.brief import to_json
from brievenbus.errors import ToolError
from brievenbus.explain.leesbaarheid import LEVEL_1, lint
from brievenbus.explain.schrijf import bedrag, datum
from brievenbus.kennis import load
from tests.begrijp import Begrip
from tests.bsnbouw import BSN
from tests.voorbeelden import gelezen

NL = load().talen["nl"]
NU = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BRIEVEN = ("g02", "g06", "g10", "g11", "g19", "h02", "h06", "h13", "h15", "h16", "i09", "i18", "j10")
"""Pay, too late, a talk, papers, nothing to do, eviction, shut-off, hospital, advertising, suspect, doubt, gemeente, good news."""
VERDACHT, RECLAME, BOETE = "h16", "h15", "g02"
_LIJST = re.compile(r"€ [\d.]+,\d\d")

heeft_pango = pytest.mark.skipif(not pdf.has_pdf(), reason="geen Pango op deze computer")


@pytest.fixture(scope="module")
def lees(begrip: Begrip) -> Any:
    """`lees("g02")`: the object of the contract for a sample, read once."""
    known: dict[str, dict[str, Any]] = {}

    def read(naam: str) -> dict[str, Any]:
        if naam not in known:
            known[naam] = cast(dict[str, Any], to_json(gelezen(naam, begrip.lezer)))
        return known[naam]

    return read


def blad_van(brief: Mapping[str, Any]) -> Blad:
    """The sheet on the day that the letter was read."""
    return make_blad(brief, NL, date.fromisoformat(brief["peildatum"]))


def plat(tekst: str) -> str:
    """Text with one kind of space and no soft line ends."""
    return " ".join(tekst.replace("\u00a0", " ").replace("\u2011", "-").split())


def pdf_tekst(inhoud: bytes) -> tuple[int, str]:
    """Pages of a PDF and its text."""
    document = pypdfium2.PdfDocument(inhoud)
    return len(document), plat(" ".join(document[at].get_textpage().get_text_bounded() for at in range(len(document))))


@heeft_pango
@pytest.mark.parametrize("naam", BRIEVEN)
def test_pdf_is_tagged_large_and_says_what_the_letter_says(lees: Any, naam: str) -> None:
    brief = lees(naam)
    made = pdf.make_pdf(blad_van(brief))
    with pdfplumber.open(io.BytesIO(made)) as opened:
        catalog = opened.doc.catalog
        box = opened.pages[0]
        assert all(c["x0"] >= 0 and c["x1"] <= box.width and c["top"] >= 0 and c["bottom"] <= box.height for c in box.chars)
        assert min(c["size"] for page in opened.pages for c in page.chars if c["text"].strip()) >= 15.99
    assert catalog["MarkInfo"]["Marked"] and catalog["Lang"] == b"nl" and "StructTreeRoot" in catalog
    assert catalog["ViewerPreferences"]["DisplayDocTitle"] and opened.metadata["Title"] == NL.meegeven["kop"]
    assert re.search(rb"pdfuaid:part[^0-9]*1", resolve1(catalog["Metadata"]).get_data())
    pages, text = pdf_tekst(made)
    assert pages <= 2
    assert BSN not in text
    assert set(_LIJST.findall(text)) <= {bedrag_van(b) for b in brief["bedragen"]}
    days = {datum(date.fromisoformat(day)) for t in brief["termijnen"] for day in (t["datum"], t["juridisch_einde"]) if day}
    assert set(re.findall(r"\w+dag \d+ \w+ 20\d\d", text)) <= days
    for said in (brief["uitleg"]["titel"], *brief["uitleg"]["doen"], NL.meegeven["advies"]):
        assert plat(said) in text


def bedrag_van(post: Mapping[str, str]) -> str:
    """An amount as it is written on paper."""
    return bedrag(Decimal(post["bedrag"]))


@pytest.mark.parametrize("naam", BRIEVEN)
def test_everything_on_the_sheet_is_explanation_fact_or_fixed_sentence(lees: Any, naam: str) -> None:
    brief = lees(naam)
    facts = [brief["afzender"]["naam"].rstrip("."), brief["briefsoort"]["naam"], *(w.capitalize() for w in NL.termijnen.values())]
    shapes = [re.escape(said) for said in NL.meegeven.values()]
    number = r"[^,;!?]{2,40}"
    slot = "|".join([*(re.escape(fact) for fact in facts), number])
    fixed = re.compile("|".join(re.sub(r"\\\{\w+\\\}", f"(?:{slot})", shape) for shape in shapes))
    blad = blad_van(brief)
    for zin in (*blad.zeggen, *blad.vast.values(), *([blad.mee] if blad.mee else []), *([blad.dag.kop] if blad.dag else [])):
        assert fixed.fullmatch(plat(zin.nl)), zin.nl
    told = brief["uitleg"]
    assert all(zin.nl in told["doen"] for zin in blad.doen)
    assert blad.titel.nl == told["titel"] and told["kern"].startswith(" ".join(zin.nl for zin in blad.kern))
    assert " ".join(zin.nl for zin in blad.gevolg) in told["gevolg"]
    assert all(any(line.lower().endswith(zin.nl.lower()) for line in told["hulp"]) for zin in blad.hulp)


def test_fixed_sentences_are_of_level_1() -> None:
    said = [re.sub(r"\{\w+\}", "", zin) for zin in NL.meegeven.values()]
    sentences = [part for zin in said for part in re.split(r"(?<=[.?!:]) ", zin)]
    assert (lint(sentences) or 0) < LEVEL_1
    longer = [zin for zin in said if len(zin.split()) > 4]  # of a label of a few words the measure says nothing
    assert [zin for zin in longer if (lint(re.split(r"(?<=[.?!:]) ", zin)) or 0) >= LEVEL_1] == []


def test_every_question_on_the_phone_has_its_sentence(lees: Any) -> None:
    brief = lees(BOETE)
    for actie in ("betalen", "regeling", "bezwaar", "inleveren", "afspraak", "controleren", "aanvragen", "bellen"):
        said = [zin.nl for zin in blad_van({**brief, "acties": [actie]}).zeggen]
        assert NL.meegeven[f"zeg_{actie}"] in said
    assert blad_van({**brief, "acties": ["bewaren"]}).zeggen == ()


def test_suspect_letter_gives_no_number_amount_or_date_away(lees: Any) -> None:
    brief = lees(VERDACHT)
    blad = blad_van(brief)
    assert blad.klasse == "verdacht" and blad.bedrag is None and blad.dag is None and blad.strook is None
    shown = plat(make_page(blad, EEN_KANT[0]))
    assert not any(k["waarde"] in shown for k in brief["kenmerken"])
    assert not any(bedrag_van(b) in shown for b in brief["bedragen"])
    assert make_agenda(brief, NL, NU, date(2026, 1, 1)) is None


def test_nothing_to_do_is_said_in_big_type(lees: Any) -> None:
    blad = blad_van(lees(RECLAME))
    assert blad.rust == Zin("U hoeft niets te doen.") and blad.strook is None and blad.zeggen == ()
    assert not any("niets te doen" in zin.nl for zin in blad.kern)  # said once
    assert NL.meegeven["rustig"] in make_html(blad, EEN_KANT[0])


def test_late_letter_says_so(lees: Any) -> None:
    blad = blad_van(lees("g06"))
    assert blad.dag is not None and blad.dag.voorbij and "voorbij" in blad.dag.kop.nl
    assert NL.meegeven["zeg_te_laat"] in [zin.nl for zin in blad.zeggen]


def test_html_has_no_style_script_or_address_in_it(lees: Any) -> None:
    for naam in BRIEVEN:
        made = str(make_html(blad_van(lees(naam)), EEN_KANT[2]))
        assert not re.search(r"style=|<script|<style|https?:|href=|src=|url\(", made.replace('xmlns="http://www.w3.org/2000/svg"', ""))
        assert made.count("<h1") == 1
    assert "url(" not in STIJL and "@import" not in STIJL


def test_words_of_a_letter_are_escaped(lees: Any) -> None:
    brief = lees(BOETE)
    odd = {**brief, "afzender": {**brief["afzender"], "naam": "<img src=x>"}}
    assert "<img" not in make_html(blad_van(odd), EEN_KANT[2])


@heeft_pango
def test_pdf_fetches_nothing(lees: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bait = '<body><img alt="x" src="https://example.org/x.png"><img alt="y" src="file:///etc/hostname">'
    page = make_page(blad_van(lees(BOETE)), EEN_KANT[2]).replace("<body>", bait)
    asked: list[str] = []
    monkeypatch.setattr("socket.socket.connect", lambda *args: asked.append("net"))
    monkeypatch.setattr(pdf, "make_page", lambda blad, maat: page)
    assert pdf.make_pdf(blad_van(lees(BOETE))).startswith(b"%PDF")
    assert asked == []


def test_without_pango_it_says_so(lees: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "weasyprint", None)
    with pytest.raises(ToolError, match="pdf_kan_niet"):
        pdf.make_pdf(blad_van(lees(BOETE)))
    assert pdf.fitting(blad_van(lees(BOETE))) is GESCHAT
    assert "apt-get install libpango" in NL.fouten["pdf_kan_niet"]


@heeft_pango
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    naam=st.one_of(
        st.text(string.ascii_letters, min_size=60, max_size=160), st.text("abc déW&<é ", min_size=1, max_size=160).filter(str.strip)
    ),
    kenmerk=st.text(string.ascii_uppercase + string.digits + "/-", min_size=1, max_size=60),
)  # fmt: skip
def test_long_names_never_leave_the_paper(lees: Any, naam: str, kenmerk: str) -> None:
    brief = lees("h02")
    wild = {
        **brief, "afzender": {**brief["afzender"], "naam": naam}, "kenmerken": [{"soort": "kenmerk", "waarde": kenmerk, "bewijs": []}],
        "briefsoort": {**brief["briefsoort"], "naam": naam}, "uitleg": {**brief["uitleg"], "kern": f"Deze brief komt van {naam}."},
    }  # fmt: skip
    with pdfplumber.open(io.BytesIO(pdf.make_pdf(blad_van(wild)))) as opened:
        for page in opened.pages:
            assert all(c["x0"] >= 0 and c["x1"] <= page.width and c["top"] >= 0 and c["bottom"] <= page.height for c in page.chars)


def test_second_language_stands_beside_the_dutch(lees: Any) -> None:
    brief = lees(BOETE)
    other = NL.model_copy(update={"taal": "ar", "meegeven": {key: f"*{said}" for key, said in NL.meegeven.items()}})
    uitleg = {**brief["uitleg"], "titel": "*titel"}
    blad = make_blad(brief, NL, date.fromisoformat(brief["peildatum"]), Naast(other, uitleg))
    assert blad.titel == Zin(brief["uitleg"]["titel"], "*titel") and blad.naast_richting == "rtl"
    assert 'lang="ar" dir="rtl"' in make_html(blad, EEN_KANT[2])
    assert blad.dag is not None and blad_van(brief).dag is not None and blad.dag.datum == blad_van(brief).dag.datum  # type: ignore[union-attr]


@pytest.mark.parametrize("naam", [naam for naam in BRIEVEN if naam not in (VERDACHT, RECLAME)])
def test_calendar_holds_a_day_a_word_and_a_sender(lees: Any, naam: str) -> None:
    brief = lees(naam)
    today = date.fromisoformat(brief["peildatum"])
    coming = list(agendadagen(brief, today))
    assert {dag for dag in plichten(brief) if dag.datum >= today} <= set(coming)
    made = make_agenda(brief, NL, NU, today)
    assert (made is None) == (not coming)
    if made is None:
        return
    events = list(Calendar.from_ical(made).walk("VEVENT"))
    assert [event["DTSTART"].dt for event in events] == [dag.datum for dag in coming]
    for event, dag in zip(events, coming, strict=True):
        assert event["SUMMARY"] == f"{NL.termijnen[dag.soort].capitalize()}: {korte_naam(brief['afzender']['naam'])}"
        ahead = (0, 3, 7) if dag.soort in RECHTEN else (0, 3)
        assert {a["TRIGGER"].dt for a in event.walk("VALARM")} == {timedelta(days=-days, hours=9) for days in ahead}
        assert set(event) == {"UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "TRANSP", "CLASS"}
    assert make_agenda(brief, NL, NU, max(dag.datum for dag in coming) + timedelta(days=1)) is None
    assert not any(bedrag_van(b).removeprefix("€ ") in made.decode() for b in brief["bedragen"])


def test_code_on_the_strip_is_read_back(lees: Any) -> None:
    brief = lees(BOETE)
    text = qr_tekst(brief, NL, date.fromisoformat(brief["peildatum"]))
    event = Event.from_ical(text.replace("\n", "\r\n"))
    assert event["SUMMARY"] == "Betalen: Centraal Justitieel Incassobureau" and event["DTSTART"].dt == date(2026, 12, 3)
    assert len(text) < 180
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, encoding="utf-8").save(out, kind="png", scale=8, border=4)
    picture = cv2.imdecode(np.frombuffer(out.getvalue(), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == text


def test_a_right_that_the_letter_calls_to_use_is_in_the_calendar(lees: Any) -> None:
    brief = lees("g11")  # papers to send in, and an objection
    today = date.fromisoformat(brief["peildatum"])
    assert [dag.soort for dag in agendadagen(brief, today)] == ["inleveren", "bezwaar"]
    calm, good = {**brief, "acties": ["niets"]}, {**brief, "goed_nieuws": True}
    assert all("bezwaar" not in {dag.soort for dag in agendadagen(one, today)} for one in (calm, good))
    only = {**brief, "termijnen": [term for term in brief["termijnen"] if term["soort"] == "bezwaar"]}
    assert "SUMMARY:Bezwaar" in qr_tekst(only, NL, today) and "SUMMARY:Bezwaar" not in qr_tekst(brief, NL, today)


def test_money_that_comes_is_no_duty(lees: Any) -> None:
    brief = {**lees(BOETE), "goed_nieuws": True, "acties": ["bewaren"], "bedragen": []}
    assert plichten(brief) == ()
