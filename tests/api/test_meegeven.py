"""The resident's sheet over the web: page, PDF and calendar; who may see them, and what they may not hold."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, cast

import pdfplumber
import pytest
from fastapi import FastAPI
from icalendar import Calendar
from starlette.testclient import TestClient

from api.auth import koekjesnaam
from brievenbus.afdruk import pdf
from brievenbus.brief import to_json
from brievenbus.dienst import Dienst
from brievenbus.dienst.leesblad import zeg
from brievenbus.dienst.sessies import open_sessie
from tests.api.conftest import THIS_MACHINE
from tests.begrijp import Begrip
from tests.dienst.doorverwijsbouw import maak_brief
from tests.dienstbouw import maak_wie
from tests.unit.test_afdruk_tweetalig import maak_taal
from tests.voorbeelden import gelezen


@pytest.fixture
def client(dienst: Dienst, app: FastAPI) -> TestClient:
    """A volunteer with a browser; their desk is on `client.balie`."""
    return _client(dienst, app, "vrijwilliger")


def _client(dienst: Dienst, app: FastAPI, rol: Any) -> TestClient:
    wie = maak_wie(dienst.opslag, rol)
    token, _ = open_sessie(dienst, wie.gebruiker_id, "mens")
    made = TestClient(app, client=THIS_MACHINE, base_url="http://127.0.0.1:8000", follow_redirects=False)
    made.cookies.set(koekjesnaam(dienst.beleid.adres), token)
    made.wie = wie  # type: ignore[attr-defined]
    return made


@pytest.fixture
def brief_id(dienst: Dienst, client: TestClient, begrip: Begrip) -> str:
    """A second reminder of a traffic fine, read, at the volunteer's desk."""
    return bewaar(dienst, client, begrip, "g02")


def bewaar(dienst: Dienst, client: TestClient, begrip: Begrip, naam: str) -> str:
    """Store a sample as a read letter of this volunteer's desk."""
    inhoud = cast(dict[str, Any], to_json(gelezen(naam, begrip.lezer)))
    return maak_brief(dienst, client.wie, inhoud)  # type: ignore[attr-defined]


def test_page_shows_the_sheet(client: TestClient, brief_id: str) -> None:
    answer = client.get(f"/balie/brieven/{brief_id}/meegeven")
    assert answer.status_code == 200
    assert "U betaalt" in answer.text and "donderdag 3 december 2026" in answer.text and "€\u00a0366,00" in answer.text
    assert answer.text.count("<h1") == 1 and "style=" not in answer.text
    assert "agenda.ics" in answer.text and ("meegeven.pdf" in answer.text) == pdf.has_pdf()


@pytest.mark.skipif(not pdf.has_pdf(), reason="geen Pango op deze computer")
def test_pdf_is_kept_by_nobody_and_named_after_nobody(client: TestClient, brief_id: str) -> None:
    answer = client.get(f"/balie/brieven/{brief_id}/meegeven.pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF") and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'inline; filename="uitleg-bij-uw-brief.pdf"'


def test_without_pango_the_page_works_and_the_pdf_says_how(client: TestClient, brief_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "weasyprint", None)
    page = client.get(f"/balie/brieven/{brief_id}/meegeven")
    assert page.status_code == 200 and "meegeven.pdf" not in page.text
    answer = client.get(f"/balie/brieven/{brief_id}/meegeven.pdf")
    assert answer.status_code == 503 and "apt-get install libpango-1.0-0" in answer.text


def test_calendar_is_a_file(client: TestClient, brief_id: str) -> None:
    answer = client.get(f"/balie/brieven/{brief_id}/agenda.ics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Betalen: Centraal Justitieel Incassobureau"
    assert "366" not in answer.text


def test_letter_without_days_has_no_calendar(dienst: Dienst, client: TestClient, begrip: Begrip) -> None:
    reclame = bewaar(dienst, client, begrip, "h15")
    answer = client.get(f"/balie/brieven/{reclame}/agenda.ics")
    assert answer.status_code == 409 and "geen datum" in answer.text
    assert "agenda.ics" not in client.get(f"/balie/brieven/{reclame}/meegeven").text


def test_a_correction_is_what_page_pdf_and_calendar_say(dienst: Dienst, client: TestClient, brief_id: str) -> None:
    zeg(dienst, client.wie, brief_id, "termijnen.0.datum", "30-11-2026")  # type: ignore[attr-defined]
    page = client.get(f"/balie/brieven/{brief_id}/meegeven").text
    assert "Uw verbetering staat op het blad." in page and "verbeterd door de vrijwilliger" in page
    assert "maandag 30 november 2026" in page and "De computer las: donderdag" in page
    (event,) = Calendar.from_ical(client.get(f"/balie/brieven/{brief_id}/agenda.ics").content).walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 11, 30)
    if pdf.has_pdf():
        with pdfplumber.open(io.BytesIO(client.get(f"/balie/brieven/{brief_id}/meegeven.pdf").content)) as opened:
            text = " ".join(sheet.extract_text() for sheet in opened.pages).replace("\u00a0", " ")
        assert "maandag 30 november 2026" in text and "verbeterd door de vrijwilliger" in text


def test_no_correction_makes_a_suspect_letter_payable(dienst: Dienst, client: TestClient, begrip: Begrip) -> None:
    suspect = bewaar(dienst, client, begrip, "h16")
    zeg(dienst, client.wie, suspect, "betaling", "NL91 ABNA 0417 1643 00")  # type: ignore[attr-defined]
    page = client.get(f"/balie/brieven/{suspect}/meegeven").text
    assert "Uw verbetering staat niet op het blad." in page and "NL91" not in page and "agenda.ics" not in page


def test_language_that_is_not_there_is_said(client: TestClient, brief_id: str) -> None:
    for deel in ("meegeven", "meegeven.pdf"):
        answer = client.get(f"/balie/brieven/{brief_id}/{deel}", params={"taal": "<xx>"})
        assert answer.status_code == 400 and "is er nog niet" in answer.text and "<xx>" not in answer.text


@pytest.mark.parametrize("taal", ["tr", "ar"])
def test_second_language_stands_on_page_and_pdf(dienst: Dienst, client: TestClient, brief_id: str, taal: str) -> None:
    made = maak_taal(taal, "woord")
    dienst.kennis.talen[taal] = made
    try:
        page = client.get(f"/balie/brieven/{brief_id}/meegeven", params={"taal": taal}).text
        assert f'class="naast" lang="{taal}" dir="{"rtl" if taal == "ar" else "ltr"}"' in page
        assert f"meegeven.pdf?taal={taal}" in page and "Alleen Nederlands" in page
        assert not pdf.has_pdf() or client.get(f"/balie/brieven/{brief_id}/meegeven.pdf", params={"taal": taal}).status_code == 200
    finally:
        del dienst.kennis.talen[taal]


@pytest.mark.parametrize("deel", ["meegeven", "meegeven.pdf", "agenda.ics"])
def test_only_for_the_own_desk(dienst: Dienst, app: FastAPI, web: TestClient, brief_id: str, deel: str) -> None:
    path = f"/balie/brieven/{brief_id}/{deel}"
    assert _client(dienst, app, "vrijwilliger").get(path).status_code == 404
    for rol in ("wijkteam", "beheerder", "controleur"):
        assert _client(dienst, app, rol).get(path).status_code == 403
    assert web.get(path, follow_redirects=False).headers["location"].startswith("/inloggen")


def test_style_is_for_everybody(web: TestClient) -> None:
    answer = web.get("/blad.css")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/css")
