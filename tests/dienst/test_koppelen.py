"""Pairing a phone: one code, one phone, five minutes, one desk; and nothing of the code is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, bezoeken, koppelen, sessies
from brievenbus.errors import AccessError, ConflictError, LoginError, MissingError
from brievenbus.store import tables
from tests.dienstbouw import Klok, maak_telefoon, maak_wie


@pytest.fixture
def aan_balie(dienst: Dienst, vrijwilliger: Wie) -> Wie:
    """A volunteer with a real session, as somebody has who logged in."""
    token, _ = sessies.open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    return sessies.wie_is(dienst, token)


@pytest.mark.beide
def test_a_code_gives_a_phone_that_may_only_bring(dienst: Dienst, aan_balie: Wie) -> None:
    made = koppelen.maak(dienst, aan_balie)
    assert koppelen.stand(dienst, aan_balie, made.id).stand == "wacht"

    got = koppelen.wissel_in(dienst, made.code)
    phone = sessies.wie_is(dienst, got.token)

    assert (phone.soort, phone.balie_id, phone.bezoek_id) == ("telefoon", aan_balie.balie_id, made.bezoek_id)
    assert got.vervalt - dienst.klok() == timedelta(minutes=5)
    assert koppelen.stand(dienst, aan_balie, made.id).stand == "gekoppeld"
    assert koppelen.eigen(dienst, phone).id == made.id


def test_the_code_stands_behind_the_hash_and_is_not_kept(dienst: Dienst, aan_balie: Wie) -> None:
    made = koppelen.maak(dienst, aan_balie)
    koppelen.wissel_in(dienst, made.code)

    assert made.url == f"{dienst.beleid.adres}/telefoon#{made.code}"
    assert len(made.code) >= 43  # 256 bits
    with dienst.opslag.engine.begin() as conn:
        kept = repr([conn.execute(sa.select(table)).all() for table in tables.meta.sorted_tables])
    assert made.code not in kept


@pytest.mark.beide
def test_a_code_works_once(dienst: Dienst, aan_balie: Wie) -> None:
    made = koppelen.maak(dienst, aan_balie)
    koppelen.wissel_in(dienst, made.code)
    with pytest.raises(LoginError, match="koppelcode_ongeldig"):
        koppelen.wissel_in(dienst, made.code)


def test_a_code_works_five_minutes(dienst: Dienst, aan_balie: Wie, klok: Klok) -> None:
    made = koppelen.maak(dienst, aan_balie)
    klok.verder(minutes=5)
    assert koppelen.stand(dienst, aan_balie, made.id).stand == "verlopen"
    with pytest.raises(LoginError):
        koppelen.wissel_in(dienst, made.code)


@pytest.mark.parametrize("code", ["", "x", "a" * 43])
def test_another_code_does_not_work(dienst: Dienst, aan_balie: Wie, code: str) -> None:
    koppelen.maak(dienst, aan_balie)
    with pytest.raises(LoginError, match="koppelcode_ongeldig"):
        koppelen.wissel_in(dienst, code)


def test_a_new_code_voids_the_former_of_this_session_only(dienst: Dienst, aan_balie: Wie) -> None:
    colleague = sessies.wie_is(dienst, sessies.open_sessie(dienst, aan_balie.gebruiker_id, "mens")[0])
    first, other = koppelen.maak(dienst, aan_balie), koppelen.maak(dienst, colleague)
    second = koppelen.maak(dienst, aan_balie)

    with pytest.raises(LoginError):
        koppelen.wissel_in(dienst, first.code)
    koppelen.wissel_in(dienst, second.code)
    koppelen.wissel_in(dienst, other.code)


def test_who_logs_out_takes_the_code_along(dienst: Dienst, aan_balie: Wie) -> None:
    made = koppelen.maak(dienst, aan_balie)
    sessies.sluit(dienst, aan_balie)
    with pytest.raises(LoginError):
        koppelen.wissel_in(dienst, made.code)


def test_the_code_of_a_blocked_volunteer_does_not_work(dienst: Dienst, aan_balie: Wie) -> None:
    made = koppelen.maak(dienst, aan_balie)
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.gebruiker.update().values(actief=False))
    with pytest.raises(LoginError, match="koppelcode_ongeldig"):
        koppelen.wissel_in(dienst, made.code)


def test_cutting_off_ends_code_and_phone(dienst: Dienst, aan_balie: Wie) -> None:
    unused, used = koppelen.maak(dienst, aan_balie), None
    koppelen.verbreek(dienst, aan_balie, unused.id)
    with pytest.raises(LoginError):
        koppelen.wissel_in(dienst, unused.code)

    used = koppelen.maak(dienst, aan_balie)
    token = koppelen.wissel_in(dienst, used.code).token
    assert koppelen.verbreek(dienst, aan_balie, used.id).stand == "verlopen"
    assert koppelen.verbreek(dienst, aan_balie, used.id).stand == "verlopen"
    with pytest.raises(LoginError):
        sessies.wie_is(dienst, token)
    assert koppelen.stand(dienst, aan_balie, used.id).stand == "verlopen"


def test_a_phone_lives_five_minutes_after_its_last_use_and_thirty_in_all(dienst: Dienst, aan_balie: Wie, klok: Klok) -> None:
    token = koppelen.wissel_in(dienst, koppelen.maak(dienst, aan_balie).code).token
    for _ in range(7):
        klok.verder(minutes=4)
        koppelen.eigen(dienst, sessies.wie_is(dienst, token))
    klok.verder(minutes=2)
    with pytest.raises(LoginError):
        sessies.wie_is(dienst, token)


def test_a_code_is_for_the_visit_at_hand(dienst: Dienst, aan_balie: Wie) -> None:
    visit = bezoeken.open_bezoek(dienst, aan_balie).id
    assert koppelen.maak(dienst, aan_balie).bezoek_id == visit
    assert koppelen.maak(dienst, aan_balie, visit).bezoek_id == visit
    bezoeken.sluit_bezoek(dienst, aan_balie, visit)
    with pytest.raises(ConflictError):
        koppelen.maak(dienst, aan_balie, visit)


def test_nobody_else_makes_or_sees_it(dienst: Dienst, aan_balie: Wie) -> None:
    made = koppelen.maak(dienst, aan_balie)
    stranger = maak_wie(dienst.opslag)
    with pytest.raises(MissingError):
        koppelen.maak(dienst, stranger, made.bezoek_id)
    for ask in (koppelen.stand, koppelen.verbreek):
        with pytest.raises(MissingError):
            ask(dienst, stranger, made.id)
        for role in ("wijkteam", "beheerder", "controleur"):
            with pytest.raises((AccessError, MissingError)):
                ask(dienst, replace(aan_balie, rol=role), made.id)  # type: ignore[arg-type]
    with pytest.raises(AccessError):
        koppelen.maak(dienst, maak_telefoon(aan_balie))
    with pytest.raises(MissingError):
        koppelen.eigen(dienst, aan_balie)
