"""The counts: no number below ten can be read or worked out, whatever is asked in whatever order; and a letter counts once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import combinations

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from brievenbus.dienst import Dienst, lezen, signalen
from brievenbus.dienst.lezen import Gevonden, Uitkomst
from brievenbus.dienst.signalen import Blok, K, blokken, previous
from brievenbus.errors import AccessError, InputError
from brievenbus.store import Opslag, tables, tellingen
from brievenbus.store.crypto import new_key
from brievenbus.store.tellingen import Telling
from tests.api.paginabouw import Lezer
from tests.dienst.doorverwijsbouw import maak_brief
from tests.dienstbouw import Klok, maak_telefoon, maak_wie

MAANDEN = [f"2026-{month:02d}" for month in range(1, 11)]
SOORTEN = [("cjib", "cjib_aanmaning_1"), ("cjib", "cjib_aanmaning_2"), ("uwv", "uwv_oproep")]
Tabel = dict[tuple[str, tuple[str, str]], int]
tabellen: st.SearchStrategy[Tabel] = st.dictionaries(
    st.tuples(st.sampled_from(MAANDEN), st.sampled_from(SOORTEN)), st.integers(1, 25), max_size=20
)


def rows(tabel: Tabel) -> list[Telling]:
    """Return a table as the store gives it."""
    return [Telling(maand, *soort, aantal) for (maand, soort), aantal in sorted(tabel.items())]


def shown(made: Sequence[Blok], van: str, tot: str) -> dict[tuple[str, str], int]:
    """Return what a question about these months shows."""
    found: dict[tuple[str, str], int] = {}
    for blok in made:
        if van <= blok.van and blok.tot <= tot:
            found[blok.afzender, blok.briefsoort] = found.get((blok.afzender, blok.briefsoort), 0) + blok.aantal
    return found


def every_question(tabel: Tabel) -> list[dict[tuple[str, str], int]]:
    made = list(blokken(rows(tabel)))
    return [shown(made, MAANDEN[a], MAANDEN[b - 1]) for a, b in combinations(range(len(MAANDEN) + 1), 2)]


@given(tabellen)
@settings(deadline=None, max_examples=50)
def test_nothing_small_is_shown_and_no_difference_of_answers_is_small(tabel: Tabel) -> None:
    answers, made = every_question(tabel), list(blokken(rows(tabel)))
    for soort in SOORTEN:
        ends = sorted({answer.get(soort, 0) for answer in answers})
        assert all(value == 0 or value >= K for value in ends)
    for a, b, c, d in combinations(range(len(MAANDEN)), 4):
        wide, narrow = shown(made, MAANDEN[a], MAANDEN[d]), shown(made, MAANDEN[b], MAANDEN[c])
        rest = [wide.get(soort, 0) - narrow.get(soort, 0) for soort in SOORTEN]
        assert all(value == 0 or value >= K for value in (*rest, sum(rest)))


@given(tabellen, st.data())
@settings(deadline=None, max_examples=60)
def test_a_letter_that_is_in_no_block_changes_no_answer_at_all(tabel: Tabel, data: st.DataObject) -> None:
    covered = {(blok.afzender, blok.briefsoort): blok.tot for blok in blokken(rows(tabel))}
    soort = data.draw(st.sampled_from(SOORTEN))
    after = [maand for maand in MAANDEN if maand > covered.get(soort, "")]
    rest = sum(tabel.get((maand, soort), 0) for maand in after)
    if not after or rest + 1 >= K:
        return
    place = (data.draw(st.sampled_from(after)), soort)
    assert every_question({**tabel, place: tabel.get(place, 0) + 1}) == every_question(tabel)


@given(tabellen, st.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_a_new_month_never_changes_blocks_that_are_whole(tabel: Tabel, aantal: int) -> None:
    before = list(blokken(rows(tabel)))
    later = list(blokken([*rows(tabel), *(Telling("2026-11", *soort, aantal) for soort in SOORTEN)]))
    assert later[: len(before)] == before


def count(opslag: Opslag, maand: str, soort: tuple[str, str], aantal: int) -> None:
    with opslag.engine.begin() as conn:
        for _ in range(aantal):
            tellingen.add(conn, maand, *soort)


@pytest.mark.beide
def test_counts_add_up_on_both_databases(opslag: Opslag) -> None:
    count(opslag, "2026-03", SOORTEN[0], 3)
    count(opslag, "2026-02", SOORTEN[0], 1)
    with opslag.engine.begin() as conn:
        assert tellingen.until(conn, "2026-03") == [Telling("2026-02", *SOORTEN[0], 1), Telling("2026-03", *SOORTEN[0], 3)]
        assert tellingen.until(conn, "2026-02") == [Telling("2026-02", *SOORTEN[0], 1)]


def test_the_month_at_hand_is_not_counted(dienst: Dienst) -> None:
    wie = maak_wie(dienst.opslag, "beheerder")
    count(dienst.opslag, "2026-11", SOORTEN[0], 50)
    assert signalen.overzicht(dienst, wie, "2026-01", "2026-12").signalen == ()
    count(dienst.opslag, "2026-10", SOORTEN[0], 11)
    found = signalen.overzicht(dienst, wie)
    assert (found.van, found.tot, found.totaal) == ("2025-11", "2026-10", 11)
    assert found.signalen[0].afzender_naam == "Centraal Justitieel Incassobureau"


@pytest.mark.parametrize(("van", "tot"), [("2026-13", ""), ("x", ""), ("2026-05", "2026-04"), ("", "2026-1")])
def test_months_that_cannot_be(dienst: Dienst, van: str, tot: str) -> None:
    with pytest.raises(InputError, match="maand_ongeldig"):
        signalen.overzicht(dienst, maak_wie(dienst.opslag, "wijkteam"), van, tot)


def test_only_people_of_two_roles_see_them(dienst: Dienst) -> None:
    beheerder = maak_wie(dienst.opslag, "beheerder")
    for wie in (maak_wie(dienst.opslag), maak_wie(dienst.opslag, "controleur"), maak_telefoon(beheerder)):
        with pytest.raises(AccessError):
            signalen.overzicht(dienst, wie)


def test_previous_months() -> None:
    assert [previous("2026-01"), previous("2026-12", 11), previous("2026-03", 27)] == ["2025-12", "2026-01", "2023-12"]


def test_a_letter_counts_once_when_it_becomes_read_and_leaves_no_trail(dienst: Dienst, klok: Klok) -> None:
    wie = maak_wie(dienst.opslag)
    brief = maak_brief(dienst, wie)
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.brief.update().where(tables.brief.c.id == brief).values(status="bezig"))
        conn.execute(tables.pagina.delete().where(tables.pagina.c.brief_id == brief))
    found = Uitkomst(brief, Gevonden(brief, new_key(), b"x", 1, (), "cjib", "cjib_aanmaning_1"))
    for _ in range(2):
        with dienst.opslag.engine.begin() as conn:
            lezen.neem_op(conn, dienst.opslag, brief, datetime(2026, 10, 31, 23, 30, tzinfo=UTC), found)  # November in the Netherlands
    with dienst.opslag.engine.begin() as conn:
        assert conn.execute(sa.select(tables.telling)).all() == [("2026-11", "cjib", "cjib_aanmaning_1", 1)]
    assert {column.name for column in tables.telling.c} == {"maand", "afzender_sleutel", "briefsoort_sleutel", "aantal"}


@pytest.fixture
def kijker(app: FastAPI, dienst: Dienst) -> Callable[[], Lezer]:
    return lambda: Lezer(app, dienst, maak_wie(dienst.opslag, "beheerder"))


def test_the_page_shows_large_numbers_and_names_no_small_one(dienst: Dienst, kijker: Callable[[], Lezer]) -> None:
    count(dienst.opslag, "2026-09", SOORTEN[0], 12)
    count(dienst.opslag, "2026-09", SOORTEN[1], 4)
    count(dienst.opslag, "2026-09", SOORTEN[2], 9)
    page = kijker().kijk("/signalen")
    assert "Minstens 12 brieven" in page.tekst and "minder dan 10" in page.tekst
    main = page.bron[page.bron.index("<main") :]
    assert "UWV" not in main and "cjib_aanmaning_2" not in main
    assert {int(number) for number in re.findall(r">(\d+)<", main)} <= {12}


def test_a_letter_to_the_sender_is_there_from_ten_on(dienst: Dienst, kijker: Callable[[], Lezer]) -> None:
    count(dienst.opslag, "2026-09", SOORTEN[0], 12)
    count(dienst.opslag, "2026-09", SOORTEN[1], 4)
    person = kijker()
    page = person.kijk("/signalen/brief?afzender=cjib&soort=cjib_aanmaning_1")
    assert "minstens 12 bij ons aan de balie" in page.tekst and "Aan Centraal Justitieel Incassobureau" in page.tekst
    small = person.kijk("/signalen/brief?afzender=cjib&soort=cjib_aanmaning_2")
    assert "minder dan 10" in small.tekst and " 4 " not in small.tekst
    assert small.tekst == person.kijk("/signalen/brief?afzender=cjib&soort=bestaat_niet").tekst


def test_a_wrong_period_is_said(kijker: Callable[[], Lezer]) -> None:
    page = kijker().kijk("/signalen?van=2026-09&tot=2026-01")
    assert page.status == 400 and "Deze maanden kunnen niet" in page.tekst
    assert kijker().kijk("/signalen/brief?van=onzin").status == 400
