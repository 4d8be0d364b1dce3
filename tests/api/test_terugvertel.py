"""The question in pictures over the web: how it goes on, what is counted and what is not, and for whom it is there."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from brievenbus.dienst import Dienst, terugvertel
from brievenbus.dienst.leesblad import zeg
from brievenbus.dienst.signalen import K
from brievenbus.errors import AccessError
from brievenbus.store import Opslag, tables, terugvertellingen
from brievenbus.store.terugvertellingen import Terugvertelling
from tests.api.paginabouw import Antwoord, Lezer
from tests.dienstbouw import maak_wie
from tests.leesbouw import gelezen, leg_neer

GOED, ANDERS = "betalen", re.compile(r'name="keuze" value="(?!betalen")(\w+)"')


@pytest.fixture
def balie(app: FastAPI, dienst: Dienst) -> Lezer:
    """A volunteer with a browser."""
    return Lezer(app, dienst, maak_wie(dienst.opslag))


@pytest.fixture
def pad(dienst: Dienst, balie: Lezer) -> str:
    """The question of a second reminder of a traffic fine."""
    return vraagpad(dienst, balie)


def vraagpad(dienst: Dienst, balie: Lezer, naam: str = "g02", **anders: Any) -> str:
    return f"/balie/brieven/{leg_neer(dienst, balie.wie, gelezen(naam, **anders))}/terugvertel"


def begin(balie: Lezer, pad: str) -> tuple[Antwoord, str]:
    """Open the question; return its page and the word to answer with."""
    page = balie.kijk(pad)
    found = re.search(r'name="beurt" value="([^"]+)"', page.bron)
    return page, found[1] if found else ""


def kies(balie: Lezer, pad: str, keuze: str, beurt: str, **meer: str) -> Antwoord:
    return balie.stuur(pad, keuze=keuze, beurt=beurt, **meer)


def counts(opslag: Opslag) -> dict[str, int]:
    with opslag.engine.begin() as conn:
        return {row.uitkomst: row.aantal for row in conn.execute(sa.select(tables.terugvertelling))}


def wrong(page: Antwoord) -> str:
    found = ANDERS.search(page.bron)
    assert found is not None
    return found[1]


def test_the_right_picture_at_once(dienst: Dienst, balie: Lezer, pad: str) -> None:
    page, beurt = begin(balie, pad)
    assert page.status == 200 and page.tekst.count("Wat moet u doen?") == 2  # its title and its heading
    assert page.bron.count('name="keuze"') == page.bron.count('class="daad"') == 3 and "style=" not in page.bron
    done = kies(balie, pad, GOED, beurt)
    assert done.status == 200 and "Ja, dat klopt." in done.tekst and "donderdag 3 december 2026" in done.tekst
    assert counts(dienst.opslag) == {"meteen": 1}


def test_another_picture_shows_an_easier_version_and_asks_once_more(dienst: Dienst, balie: Lezer, pad: str) -> None:
    page, beurt = begin(balie, pad)
    again = kies(balie, pad, wrong(page), beurt)
    assert "Kijk nog eens samen." in again.tekst and "Doe dit uiterlijk op donderdag 3 december 2026." in again.tekst
    assert 'name="keer" value="2"' in again.bron and counts(dienst.opslag) == {}
    order = re.findall(r'name="keuze" value="(\w+)"', page.bron)
    assert re.findall(r'name="keuze" value="(\w+)"', again.bron) == order
    assert "Ja, dat klopt." in kies(balie, pad, GOED, beurt, keer="2").tekst
    assert counts(dienst.opslag) == {"na_uitleg": 1}


def test_twice_another_picture_asks_a_person_along(dienst: Dienst, balie: Lezer, pad: str) -> None:
    page, beurt = begin(balie, pad)
    done = kies(balie, pad, wrong(page), beurt, keer="2")
    assert "Vraag iemand om mee te kijken." in done.tekst and "Hier krijgt u hulp" in done.tekst
    assert "/doorverwijzen" in done.bron  # the route of this letter is a team
    assert counts(dienst.opslag) == {"mens": 1}


def test_nobody_is_ever_told_to_be_wrong(balie: Lezer, pad: str) -> None:
    page, beurt = begin(balie, pad)
    for answer in (page, kies(balie, pad, wrong(page), beurt), kies(balie, pad, wrong(page), beurt, keer="2")):
        assert not re.search(r"\b(fout|verkeerd|onjuist|helaas|jammer|score)\b", answer.tekst, re.IGNORECASE)


def test_once_asked_is_once_counted(dienst: Dienst, balie: Lezer, pad: str) -> None:
    """Pressed twice, sent anew, or back and another answer."""
    page, beurt = begin(balie, pad)
    for keuze in (GOED, GOED, wrong(page)):
        kies(balie, pad, keuze, beurt, keer="2")
    assert counts(dienst.opslag) == {"na_uitleg": 1}
    kies(balie, pad, GOED, begin(balie, pad)[1])
    assert counts(dienst.opslag) == {"na_uitleg": 1}
    other = vraagpad(dienst, balie)
    kies(balie, other, GOED, begin(balie, other)[1])
    assert counts(dienst.opslag) == {"na_uitleg": 1, "meteen": 1}


def test_nothing_of_an_answer_stays_but_the_count(dienst: Dienst, balie: Lezer, pad: str) -> None:
    page, beurt = begin(balie, pad)

    def everything() -> dict[str, Any]:
        with dienst.opslag.engine.begin() as conn:
            kept = {t.name: conn.execute(sa.select(t)).all() for t in tables.meta.sorted_tables}
        return {naam: rows for naam, rows in kept.items() if naam not in ("terugvertelling", "sessie")}

    before = everything()
    for keuze, keer in ((wrong(page), ""), (wrong(page), "2"), (GOED, "2")):
        kies(balie, pad, keuze, beurt, keer=keer)
    assert everything() == before  # no row of the audit trail either: their number would tell how often somebody tried
    assert {column.name for column in tables.terugvertelling.c} == {"maand", "uitkomst", "aantal"}


def test_an_answer_before_the_question_opens_it(dienst: Dienst, balie: Lezer, pad: str) -> None:
    _, beurt = begin(balie, pad)
    other = vraagpad(dienst, balie)
    for where, word in ((pad, ""), (pad, "é"), (other, beurt)):
        sent = kies(balie, where, GOED, word)
        assert (sent.status, sent.waarheen) == (303, where)
    assert balie.vervals(pad, keuze=GOED, beurt=beurt).status == 403
    assert counts(dienst.opslag) == {}


def test_what_is_no_answer_is_refused(dienst: Dienst, balie: Lezer, pad: str) -> None:
    _, beurt = begin(balie, pad)
    assert kies(balie, pad, "inloggen", beurt).status == 400
    assert kies(balie, pad, GOED, beurt, taal="<xx>").status == 400
    assert counts(dienst.opslag) == {}


@pytest.mark.parametrize("anders", [{"urgentie": "onbekend"}, {"mens_nodig": True, "twijfels": ["Iets is niet zeker."]}])
def test_a_letter_that_is_not_sure_has_no_question(dienst: Dienst, balie: Lezer, anders: dict[str, Any]) -> None:
    pad = vraagpad(dienst, balie, **anders)
    page, beurt = begin(balie, pad)
    assert "kijkt eerst iemand met u mee" in page.tekst and 'name="keuze"' not in page.bron
    assert pad not in balie.kijk(pad.removesuffix("/terugvertel")).bron  # and no link to it
    word = terugvertel.make_beurt(dienst, balie.wie, pad.split("/")[3])
    assert beurt == "" and "kijkt eerst iemand" in kies(balie, pad, GOED, word).tekst
    assert counts(dienst.opslag) == {}


def test_the_letter_has_a_link_to_it_and_a_letter_with_words_added_has_not(dienst: Dienst, balie: Lezer, pad: str) -> None:
    letter = pad.removesuffix("/terugvertel")
    assert pad in balie.kijk(letter).bron
    zeg(dienst, balie.wie, letter.rpartition("/")[2], "termijnen", "Ook een gesprek op 2 december")
    assert pad not in balie.kijk(letter).bron
    assert "kijkt eerst iemand met u mee" in begin(balie, pad)[0].tekst


def test_a_suspect_letter_asks_whether_one_pays(dienst: Dienst, balie: Lezer) -> None:
    pad = vraagpad(dienst, balie, "h16")
    page, beurt = begin(balie, pad)
    assert {"niet_betalen", "betalen", "gegevens"} == set(re.findall(r'name="keuze" value="(\w+)"', page.bron))
    assert "Kijk nog eens samen." in kies(balie, pad, "betalen", beurt).tekst


def test_a_second_language_stands_there_whole_or_not_at_all(dienst: Dienst, app: FastAPI) -> None:
    nl = dienst.kennis.talen["nl"]
    ar = dienst.kennis.talen["ar"].model_copy(update={"terugvertel": {key: f"ع {zin}" for key, zin in nl.terugvertel.items()}})
    kennis = replace(
        dienst.kennis, talen={**dienst.kennis.talen, "ar": ar}, nederlands={**dienst.kennis.nederlands, "ar": frozenset()}
    )  # fmt: skip
    here = replace(dienst, kennis=kennis)
    wie = maak_wie(dienst.opslag)
    letter = leg_neer(here, wie, gelezen("g02"))
    blad = terugvertel.kijk_weer(here, wie, letter, "ar")
    assert blad.richting == "rtl" and ("ar", ar.naam) in blad.talen and blad.vraag is not None
    assert all(one.woorden == f"ع {one.dutch}" for one in blad.vraag.antwoorden)
    assert len(blad.vraag.uitleg) == 2 and "donderdag 3 december 2026" in blad.vraag.uitleg[1]


def test_a_language_that_nobody_of_it_read_says_so(dienst: Dienst, balie: Lezer, pad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    talen = dienst.kennis.talen
    line = talen["en"].meegeven["niet_nagekeken"]
    monkeypatch.setitem(dienst.kennis.nederlands, "en", frozenset())  # every sentence of it is there
    assert line in balie.kijk(f"{pad}?taal=en").tekst
    assert talen["nl"].meegeven["niet_nagekeken"] not in balie.kijk(pad).tekst
    monkeypatch.setitem(talen, "en", talen["en"].model_copy(update={"gecontroleerd": "moedertaal"}))
    assert line not in balie.kijk(f"{pad}?taal=en").tekst


def test_practice_says_what_it_would_do(balie: Lezer) -> None:
    assert "/oefenen/brieven/h06/terugvertel" in balie.kijk("/oefenen/brieven/h06").bron
    assert "kiest dan zelf een plaatje" in balie.kijk("/oefenen/brieven/h06/terugvertel").tekst


@pytest.mark.beide
def test_two_at_once_both_count(opslag: Opslag) -> None:
    def add() -> None:
        for _ in range(5):
            with opslag.engine.begin() as conn:
                terugvertellingen.add(conn, date(2026, 11, 21), "meteen")

    threads = [threading.Thread(target=add) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with opslag.engine.begin() as conn:
        terugvertellingen.add(conn, date(2026, 10, 31), "mens")
        assert terugvertellingen.until(conn, date(2026, 11, 30)) == [
            Terugvertelling(date(2026, 10, 1), "mens", 1), Terugvertelling(date(2026, 11, 1), "meteen", 10),
        ]  # fmt: skip
        assert len(terugvertellingen.until(conn, date(2026, 10, 31))) == 1


def _add(opslag: Opslag, maand: int, uitkomst: Any, aantal: int) -> None:
    with opslag.engine.begin() as conn:
        for _ in range(aantal):
            terugvertellingen.add(conn, date(2026, maand, 5), uitkomst)


def test_the_keeper_sees_no_small_number(dienst: Dienst, app: FastAPI) -> None:
    _add(dienst.opslag, 9, "meteen", K + 2)
    _add(dienst.opslag, 9, "mens", K - 1)
    _add(dienst.opslag, 11, "na_uitleg", 3 * K)  # the month at hand
    keeper = maak_wie(dienst.opslag, "beheerder")
    assert terugvertel.geteld(dienst, keeper, "2026-01", "2026-12") == {"meteen": K + 2}
    assert terugvertel.geteld(dienst, keeper, "2026-10", "2026-12") == {}
    page = Lezer(app, dienst, keeper).kijk("/signalen")
    assert "De uitleg was meteen duidelijk: minstens 12" in page.tekst and "Iemand keek mee" not in page.tekst


@pytest.mark.parametrize("rol", ["vrijwilliger", "controleur"])
def test_others_see_no_counts(dienst: Dienst, rol: Any) -> None:
    with pytest.raises(AccessError):
        terugvertel.geteld(dienst, maak_wie(dienst.opslag, rol), "2026-01", "2026-12")
