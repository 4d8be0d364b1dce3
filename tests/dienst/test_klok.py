"""The clock of referrals: working days, by when a team must have accepted, and who gets it when nobody did."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brievenbus.dienst import Dienst, Wie, doorverwijzen, werklijst
from brievenbus.dienst.klok import (
    NEDERLAND,
    SLUITTIJD,
    Haast,
    aanvaarden_voor,
    eerste_sluiting,
    is_werkdag,
    lokale_dag,
    run_klok,
    sluiting,
    werkdagen_voor,
)
from brievenbus.kennis import load
from brievenbus.kennis.rekenen import werkdagen_na
from brievenbus.store import tables
from tests.dienst.doorverwijsbouw import acties, geef_postcode, inhoud, maak_brief, stuur
from tests.dienstbouw import Klok, maak_wie, maak_wijkteam

DAGEN = load().dagen
MAANDAG = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GEWOON = Haast(None, None, False)
dagen = st.dates(date(2025, 1, 1), date(2028, 12, 31))
momenten = st.datetimes(datetime(2025, 1, 1), datetime(2028, 11, 30), timezones=st.just(UTC))


def vijf_uur(dag: str) -> datetime:
    return sluiting(date.fromisoformat(dag))


@pytest.mark.parametrize(
    ("verstuurd", "haast", "marge", "voor"),
    [
        (MAANDAG, GEWOON, 2, "2026-11-30"),
        (MAANDAG, Haast(None, None, True), 2, "2026-11-24"),
        (MAANDAG, Haast(date(2026, 12, 15), 3, True), 2, "2026-11-26"),
        (MAANDAG, Haast(date(2026, 11, 26), 3, True), 2, "2026-11-24"),
        (MAANDAG, Haast(date(2026, 11, 27), None, False), 2, "2026-11-25"),
        (MAANDAG, Haast(date(2026, 11, 29), None, False), 1, "2026-11-27"),
        (MAANDAG, Haast(date(2026, 12, 30), None, False), 2, "2026-11-30"),
        (MAANDAG, Haast(date(2026, 11, 20), None, False), 2, "2026-11-23"),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), Haast(date(2026, 11, 20), None, True), 2, "2026-11-23"),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), Haast(date(2026, 11, 20), None, True), 2, "2026-11-24"),
        (datetime(2026, 12, 23, 12, 0, tzinfo=UTC), Haast(None, 3, True), 2, "2026-12-29"),
        (datetime(2026, 4, 2, 12, 0, tzinfo=UTC), Haast(None, None, True), 2, "2026-04-07"),
    ],
    ids=[
        "five working days", "pressing: one", "Wgs: three", "Wgs never after the term", "term minus two", "a term on Sunday",
        "never later than five", "past: the same day", "past, sent on Saturday", "past, sent at closing time",
        "Wgs over Christmas", "over Easter (Good Friday is a feast day)",
    ],
)  # fmt: skip
def test_by_when_a_team_must_accept(verstuurd: datetime, haast: Haast, marge: int, voor: str) -> None:
    assert aanvaarden_voor(verstuurd, haast, marge, DAGEN) == vijf_uur(voor)


def test_a_day_ends_at_five_in_the_netherlands_in_summer_and_winter() -> None:
    assert vijf_uur("2026-07-01") == datetime(2026, 7, 1, 15, 0, tzinfo=UTC)
    assert vijf_uur("2026-12-01") == datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
    assert lokale_dag(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == date(2026, 11, 24)


@given(dagen, st.integers(0, 15))
def test_working_days_back_and_forth(dag: date, aantal: int) -> None:
    before = werkdagen_voor(dag, aantal, DAGEN)
    assert is_werkdag(before, DAGEN)
    assert before <= dag
    between = sum(is_werkdag(before + timedelta(days=i), DAGEN) for i in range((dag - before).days))
    assert between == aantal or (aantal == 0 and between <= 1)
    if aantal:
        back = werkdagen_na(before, aantal, DAGEN)
        assert back >= dag
        assert not any(is_werkdag(dag + timedelta(days=i), DAGEN) for i in range((back - dag).days))


@given(momenten, st.none() | dagen, st.sampled_from([None, 3]), st.booleans(), st.integers(0, 10))
def test_the_moment_is_always_in_reach_and_never_too_late(
    verstuurd: datetime, uiterste: date | None, werkdagen: int | None, spoed: bool, marge: int
) -> None:
    due = aanvaarden_voor(verstuurd, Haast(uiterste, werkdagen, spoed), marge, DAGEN)
    local = due.astimezone(NEDERLAND)
    most = werkdagen or (1 if spoed else 5)
    assert due > verstuurd
    assert local.time() == SLUITTIJD
    assert is_werkdag(local.date(), DAGEN)
    assert due <= max(sluiting(werkdagen_na(lokale_dag(verstuurd), most, DAGEN)), eerste_sluiting(verstuurd, DAGEN))
    if uiterste is not None:
        assert local.date() <= werkdagen_voor(uiterste, marge, DAGEN) or due == eerste_sluiting(verstuurd, DAGEN)


@given(momenten, dagen, dagen, st.integers(0, 5))
def test_an_earlier_term_is_never_due_later(verstuurd: datetime, een: date, ander: date, marge: int) -> None:
    first, last = sorted([een, ander])
    due = [aanvaarden_voor(verstuurd, Haast(uiterste, None, False), marge, DAGEN) for uiterste in (first, last)]
    assert due[0] <= due[1]


@pytest.fixture
def teams(dienst: Dienst) -> tuple[str, str]:
    """A team with a postcode, and the team above it."""
    hoger = maak_wijkteam(dienst.opslag)
    team = maak_wijkteam(dienst.opslag, hoger_id=hoger)
    geef_postcode(dienst, team)
    return team, hoger


def at_five(klok: Klok, dag: str) -> None:
    klok.nu = vijf_uur(dag)


@pytest.mark.beide
def test_what_nobody_accepts_goes_up_once_and_then_stays(dienst: Dienst, vrijwilliger: Wie, klok: Klok, teams: tuple[str, str]) -> None:
    team, hoger = teams
    sent = stuur(dienst, vrijwilliger)
    assert (sent.wijkteam_id, sent.aanvaarden_voor, run_klok(dienst)) == (team, vijf_uur("2026-11-30"), 0)
    at_five(klok, "2026-11-30")
    assert [run_klok(dienst), run_klok(dienst)] == [1, 0]
    up = werklijst.zoek(dienst, vrijwilliger, sent.id)
    assert (up.wijkteam_id, up.niveau, up.aanvaarden_voor, up.klok) == (hoger, 1, vijf_uur("2026-12-01"), "bijna")
    at_five(klok, "2026-12-01")
    assert [run_klok(dienst), run_klok(dienst)] == [1, 0]
    klok.verder(days=30)
    assert run_klok(dienst) == 0
    top = werklijst.zoek(dienst, vrijwilliger, sent.id)
    assert (top.wijkteam_id, top.niveau, top.klok, top.status) == (hoger, 1, "te_laat", "verstuurd")
    assert acties(dienst)[2:] == ["doorverwijzing_hoger", "doorverwijzing_overtijd"]


def test_the_team_that_let_it_lie_sees_it_no_more_and_the_one_above_can_accept(
    dienst: Dienst, vrijwilliger: Wie, klok: Klok, teams: tuple[str, str]
) -> None:
    team, hoger = (maak_wie(dienst.opslag, "wijkteam", wijkteam_id=one) for one in teams)
    sent = stuur(dienst, vrijwilliger)
    at_five(klok, "2026-11-30")
    run_klok(dienst)
    assert werklijst.lijst(dienst, team)[0] == []
    assert [one.id for one in werklijst.lijst(dienst, hoger)[0]] == [sent.id]
    assert doorverwijzen.aanvaard(dienst, hoger, sent.id).status == "aanvaard"
    klok.verder(days=30)
    assert run_klok(dienst) == 0


def test_a_team_that_stopped_is_passed_over(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    top = maak_wijkteam(dienst.opslag)
    stopped = maak_wijkteam(dienst.opslag, hoger_id=top)
    team = maak_wijkteam(dienst.opslag, hoger_id=stopped)
    geef_postcode(dienst, team)
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.wijkteam.update().where(tables.wijkteam.c.id == stopped).values(actief=False))
    sent = stuur(dienst, vrijwilliger)
    at_five(klok, "2026-11-30")
    run_klok(dienst)
    assert werklijst.zoek(dienst, vrijwilliger, sent.id).wijkteam_id == top


def test_teams_in_a_circle_do_not_go_round_for_ever(dienst: Dienst, vrijwilliger: Wie, klok: Klok, teams: tuple[str, str]) -> None:
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.wijkteam.update().where(tables.wijkteam.c.id == teams[1]).values(hoger_id=teams[0]))
    stuur(dienst, vrijwilliger)
    klok.verder(days=10)
    moved = 0
    for _ in range(40):
        moved += run_klok(dienst)
        klok.verder(days=10)
    assert moved == 11


@pytest.mark.beide
def test_machines_that_tick_at_once_move_each_referral_once(dienst: Dienst, vrijwilliger: Wie, klok: Klok, teams: tuple[str, str]) -> None:
    for _ in range(10):
        stuur(dienst, vrijwilliger)
    at_five(klok, "2026-11-30")
    moved: list[int] = []
    machines = [threading.Thread(target=lambda: moved.append(run_klok(dienst))) for _ in range(4)]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()
    assert sum(moved) == 10
    assert acties(dienst).count("doorverwijzing_hoger") == 10


def test_the_list_shows_what_is_due_first_on_top(dienst: Dienst, vrijwilliger: Wie, klok: Klok, teams: tuple[str, str]) -> None:
    member = maak_wie(dienst.opslag, "wijkteam", wijkteam_id=teams[0])
    calm, pressing = stuur(dienst, vrijwilliger, inhoud("g07")), stuur(dienst, vrijwilliger, inhoud("g11"))
    klok.verder(minutes=1)
    wgs = stuur(dienst, vrijwilliger, inhoud("h06"))
    shown, more = werklijst.lijst(dienst, member)
    assert [(one.id, one.klok) for one in shown] == [(pressing.id, "bijna"), (wgs.id, "op_tijd"), (calm.id, "op_tijd")]
    assert more is None
    first, after = werklijst.lijst(dienst, member, aantal=2)
    rest, end = werklijst.lijst(dienst, member, aantal=2, na=after)
    assert ([one.id for one in first + rest], end) == ([pressing.id, wgs.id, calm.id], None)
    assert [one.id for one in werklijst.lijst(dienst, member, stand="bijna")[0]] == [pressing.id]
    klok.nu = vijf_uur("2026-11-24")
    assert [one.id for one in werklijst.lijst(dienst, member, stand="te_laat")[0]] == [pressing.id]


def test_a_proposal_has_no_clock(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    made = doorverwijzen.stel_voor(dienst, vrijwilliger, maak_brief(dienst, vrijwilliger))
    klok.verder(days=30)
    assert run_klok(dienst) == 0
    assert werklijst.zoek(dienst, vrijwilliger, made.id).klok is None
