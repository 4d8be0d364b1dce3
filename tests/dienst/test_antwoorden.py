"""The answer to the question of a letter's route: kept under the letter's key, changed, given back on request, and erased with it."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, antwoorden, brieven, doorverwijzen
from brievenbus.dienst.uitvoer import exporteer
from brievenbus.errors import AccessError, ConflictError, InputError, MissingError
from brievenbus.store import audit, tables
from tests.dienstbouw import Klok, maak_wie
from tests.leesbouw import gelezen, leg_neer

GEVRAAGD = "g15"
"""A letter that asks "Kan de inwoner dit bedrag betalen?"; no needs a team."""


@pytest.fixture
def letter(dienst: Dienst, vrijwilliger: Wie) -> str:
    return leg_neer(dienst, vrijwilliger, gelezen(GEVRAAGD))


def stored(dienst: Dienst) -> list[bytes]:
    """Return what the database holds of answers."""
    with dienst.opslag.engine.begin() as conn:
        return [bytes(one) for one in conn.execute(sa.select(tables.antwoord.c.antwoord)).scalars()]


def told(dienst: Dienst) -> list[str]:
    """Return every word of the audit trail about answers."""
    with dienst.opslag.engine.begin() as conn:
        return [str(row) for row in audit.lees(conn, 0, 1000) if row.gebeurtenis.actie == "vraag_beantwoord"]


@pytest.mark.beide
def test_the_last_answer_counts_and_is_sealed(dienst: Dienst, vrijwilliger: Wie, letter: str, klok: Klok) -> None:
    assert antwoorden.zoek(dienst, vrijwilliger, letter) is None
    first = antwoorden.beantwoord(dienst, vrijwilliger, letter, "nee")
    assert (first.antwoord, first.tijd, first.gebruiker_id) == ("nee", klok(), vrijwilliger.gebruiker_id)
    klok.nu += timedelta(minutes=3)
    colleague = maak_wie(dienst.opslag, balie_id=vrijwilliger.balie_id)
    assert antwoorden.beantwoord(dienst, colleague, letter, "nee") == first, "the same again changes nothing"
    changed = antwoorden.beantwoord(dienst, colleague, letter, "ja")
    assert changed == antwoorden.zoek(dienst, vrijwilliger, letter)
    assert (changed.antwoord, changed.tijd, changed.gebruiker_id) == ("ja", klok(), colleague.gebruiker_id)
    (kept,) = stored(dienst)
    assert b"ja" not in kept
    assert len(told(dienst)) == 2
    assert not [row for row in told(dienst) if re.search(r"\b(ja|nee)\b", row)]


@pytest.mark.beide
def test_erasing_the_letter_erases_the_answer(dienst: Dienst, vrijwilliger: Wie, letter: str) -> None:
    antwoorden.beantwoord(dienst, vrijwilliger, letter, "nee")
    assert brieven.wis(dienst, vrijwilliger, letter).velden == 2, "the reading and the answer"
    assert stored(dienst) == []
    for ask in (lambda: antwoorden.zoek(dienst, vrijwilliger, letter), lambda: antwoorden.beantwoord(dienst, vrijwilliger, letter, "ja")):
        with pytest.raises(MissingError, match="brief_gewist"):
            ask()
    assert stored(dienst) == []


def test_the_resident_gets_the_question_with_the_answer(dienst: Dienst, vrijwilliger: Wie, letter: str) -> None:
    antwoorden.beantwoord(dienst, vrijwilliger, letter, "nee")
    with zipfile.ZipFile(io.BytesIO(exporteer(dienst, vrijwilliger, [letter]))) as archive:
        made = json.loads(archive.read("brief-1/antwoord.json"))
        index = archive.read("index.html").decode()
    assert (made["vraag"], made["antwoord"]) == ("Kan de inwoner dit bedrag betalen?", "nee")
    assert "Gevraagd: Kan de inwoner dit bedrag betalen? Uw antwoord: nee, opgeschreven op 23-11-2026." in index


def test_without_an_answer_there_is_none_to_give(dienst: Dienst, vrijwilliger: Wie, letter: str) -> None:
    with zipfile.ZipFile(io.BytesIO(exporteer(dienst, vrijwilliger, [letter]))) as archive:
        assert "brief-1/antwoord.json" not in archive.namelist()


def test_who_may_and_what_can_be_answered(dienst: Dienst, vrijwilliger: Wie, telefoon: Wie, letter: str) -> None:
    other, admin = maak_wie(dienst.opslag), maak_wie(dienst.opslag, "beheerder")
    for somebody, wrong in ((other, MissingError), (telefoon, AccessError), (admin, AccessError)):
        with pytest.raises(wrong):
            antwoorden.beantwoord(dienst, somebody, letter, "nee")
    with pytest.raises(InputError, match="label_onbekend"):
        antwoorden.beantwoord(dienst, vrijwilliger, letter, "misschien")
    with pytest.raises(ConflictError, match="geen_vraag"):
        antwoorden.beantwoord(dienst, vrijwilliger, leg_neer(dienst, vrijwilliger, gelezen("g02")), "nee")
    with pytest.raises(ConflictError, match="nog_niet_gelezen"):
        antwoorden.beantwoord(dienst, vrijwilliger, leg_neer(dienst, vrijwilliger, None, status="bezig"), "nee")
    assert stored(dienst) == [] and told(dienst) == []


def test_the_answer_that_needs_help_makes_the_team_the_route_of_the_letter(dienst: Dienst, vrijwilliger: Wie, letter: str) -> None:
    antwoorden.beantwoord(dienst, vrijwilliger, letter, "ja")
    with pytest.raises(InputError, match="reden_nodig"):
        doorverwijzen.stel_voor(dienst, vrijwilliger, letter)
    antwoorden.beantwoord(dienst, vrijwilliger, letter, "nee")
    assert doorverwijzen.stel_voor(dienst, vrijwilliger, letter).reden == "hulp_nodig"  # no word of the answer


@pytest.mark.beide
def test_two_at_once_leave_one_answer(dienst: Dienst, vrijwilliger: Wie, letter: str) -> None:
    failed: list[Exception] = []

    def say(word: str) -> None:
        try:
            antwoorden.beantwoord(dienst, vrijwilliger, letter, word)
        except sa.exc.SQLAlchemyError as error:
            failed.append(error)

    both = [threading.Thread(target=say, args=(word,)) for word in ("ja", "nee", "ja", "nee")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == [] and len(stored(dienst)) == 1


def test_every_question_is_one_question(dienst: Dienst) -> None:
    asked = {card.vraag for card in dienst.kennis.briefsoorten.values() if card.vraag}
    assert len(asked) > 8
    assert not [vraag for vraag in asked if not vraag.endswith("?") or re.search(r", (en|of) |\bof (zijn|kan|heeft|is) ", vraag)]
