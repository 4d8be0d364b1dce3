"""Draft letters over the web: Word file and PDF, what the page says of them, and who may have them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.desk.concepten import WORD
from brievenbus.afdruk import pdf
from brievenbus.dienst import Dienst
from brievenbus.dienst.leesblad import leesblad, zeg
from tests.api.test_meegeven import _client as bij
from tests.api.test_meegeven import bewaar
from tests.begrijp import Begrip


@pytest.fixture
def client(dienst: Dienst, app: FastAPI) -> TestClient:
    """A volunteer with a browser."""
    return bij(dienst, app, "vrijwilliger")


@pytest.fixture
def besluit(dienst: Dienst, client: TestClient, begrip: Begrip) -> str:
    """A decision to pay back, read, at the volunteer's desk: both drafts answer it."""
    return bewaar(dienst, client, begrip, "g13")


def woorden(inhoud: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(inhoud)).paragraphs)


def test_page_offers_the_drafts_that_answer_the_letter(dienst: Dienst, client: TestClient, begrip: Begrip, besluit: str) -> None:
    page = client.get(f"/balie/brieven/{besluit}").text
    assert "Conceptbrief: bezwaar" in page and "Conceptbrief: in delen betalen" in page
    assert "Dit is een concept. Lees hem samen na. U stuurt hem zelf." in page
    assert "Doe de brief uiterlijk dinsdag 8 december 2026 op de post, liever een paar dagen eerder." in page
    assert "Hiermee maakt u bezwaar. De redenen mogen later komen." in page and "op tijd bezwaar" not in page
    assert (f"/balie/brieven/{besluit}/concept/bezwaar.pdf" in page) == pdf.has_pdf()
    fine = client.get(f"/balie/brieven/{bewaar(dienst, client, begrip, 'g02')}").text
    assert "concept/regeling.docx" in fine and "concept/bezwaar" not in fine
    for naam in ("h16", "j10", "h15"):  # suspect, good news, advertising
        assert "/concept/" not in client.get(f"/balie/brieven/{bewaar(dienst, client, begrip, naam)}").text


def test_word_file_is_the_same_twice_and_named_after_nobody(client: TestClient, besluit: str) -> None:
    path = f"/balie/brieven/{besluit}/concept/bezwaar.docx"
    first, second = client.get(path), client.get(path)
    assert first.status_code == 200 and first.headers["content-type"] == WORD and first.headers["cache-control"] == "no-store"
    assert first.headers["content-disposition"] == 'attachment; filename="concept-bezwaar.docx"'
    assert first.content == second.content and "uw besluit van 27 oktober 2026" in woorden(first.content)


@pytest.mark.skipif(not pdf.has_pdf(), reason="geen Pango op deze computer")
def test_pdf_is_a_pdf(client: TestClient, besluit: str) -> None:
    answer = client.get(f"/balie/brieven/{besluit}/concept/regeling.pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF") and answer.headers["content-type"] == "application/pdf"


def test_a_correction_is_what_the_letter_says(dienst: Dienst, client: Any, besluit: str) -> None:
    zeg(dienst, client.wie, besluit, "kenmerken.0.waarde", "77-XY")
    assert "met kenmerk 77-XY" in woorden(client.get(f"/balie/brieven/{besluit}/concept/bezwaar.docx").content)
    zeg(dienst, client.wie, besluit, "briefsoort", "nepbrief")
    assert client.get(f"/balie/brieven/{besluit}/concept/bezwaar.docx").status_code == 409


def test_a_draft_that_does_not_fit_says_why(dienst: Dienst, client: TestClient, begrip: Begrip, besluit: str) -> None:
    fine = bewaar(dienst, client, begrip, "g01")
    answer = client.get(f"/balie/brieven/{fine}/concept/bezwaar.docx")
    assert answer.status_code == 409 and "Soms is het beroep of verzet." in answer.text
    assert client.get(f"/balie/brieven/{besluit}/concept/klacht.docx").status_code == 404


def test_a_kind_that_a_volunteer_says_is_wrong_has_no_draft_and_no_advice(dienst: Dienst, client: Any, besluit: str) -> None:
    before = leesblad(dienst, client.wie, besluit)
    assert before.concepten and before.vrijwilliger is not None
    zeg(dienst, client.wie, besluit, "briefsoort", "een heel ander soort brief")
    after = leesblad(dienst, client.wie, besluit)
    assert after.concepten == () and after.vrijwilliger is None
    assert client.get(f"/balie/brieven/{besluit}/concept/regeling.docx").status_code == 409


@pytest.mark.parametrize("deel", ["bezwaar.docx", "bezwaar.pdf"])
def test_only_for_the_own_desk(dienst: Dienst, app: FastAPI, web: TestClient, besluit: str, deel: str) -> None:
    path = f"/balie/brieven/{besluit}/concept/{deel}"
    assert bij(dienst, app, "vrijwilliger").get(path).status_code == 404
    for rol in ("wijkteam", "beheerder", "controleur"):
        assert bij(dienst, app, rol).get(path).status_code == 403
    assert web.get(path, follow_redirects=False).headers["location"].startswith("/inloggen")


def test_practice_letters_make_nothing(client: TestClient) -> None:
    page = client.get("/oefenen/brieven/g02").text
    assert 'href="/oefenen/brieven/g02/concept"' in page and ".docx" not in page
    assert client.get("/oefenen/brieven/g02/concept").status_code == 200
