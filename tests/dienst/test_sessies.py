"""Sessions: a token is good as long as it should be and not a minute longer, and gives no more than its kind may."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst.sessies import begin_sessie, formuliersleutel, open_sessie, sluit, sluit_alle, sluit_sessie, wie_is
from brievenbus.errors import LoginError, MissingError
from brievenbus.store import Opslag, tables
from tests.dienstbouw import Klok, maak_wie


def _gone(dienst: Dienst, token: str) -> bool:
    try:
        wie_is(dienst, token)
    except LoginError as error:
        assert error.code == "niet_ingelogd"
        return True
    return False


@pytest.mark.beide
def test_a_token_says_who_it_is(dienst: Dienst, vrijwilliger: Wie) -> None:
    token, sessie = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    wie = wie_is(dienst, token, "spoor")
    assert wie == dataclasses.replace(vrijwilliger, sessie_id=sessie.id, trace_id="spoor")


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "é" * 500])
def test_any_other_token_is_nobody(dienst: Dienst, vrijwilliger: Wie, token: str) -> None:
    open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    assert _gone(dienst, token)


def test_the_token_itself_is_not_stored(dienst: Dienst, vrijwilliger: Wie, opslag: Opslag) -> None:
    token, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    with opslag.engine.connect() as conn:
        row = conn.execute(sa.select(tables.sessie)).one()
    assert token not in str(row) and token.encode() not in row.token_hash


def test_twenty_quiet_minutes_end_it_and_use_keeps_it(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    token, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    for _ in range(5):
        klok.verder(minutes=19)
        assert not _gone(dienst, token)
    klok.verder(minutes=20)
    assert _gone(dienst, token)


def test_ten_hours_end_it_however_busy(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    token, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    for _ in range(39):
        klok.verder(minutes=15)
        assert not _gone(dienst, token)
    klok.verder(minutes=15)
    assert _gone(dienst, token)


def test_seen_is_written_at_most_once_a_minute(dienst: Dienst, vrijwilliger: Wie, klok: Klok, opslag: Opslag) -> None:
    token, sessie = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    writes: list[str] = []
    sa.event.listen(opslag.engine, "before_cursor_execute", lambda *a: writes.append(a[2]) if a[2].startswith("UPDATE") else None)
    for _ in range(59):
        klok.verder(seconds=1)
        wie_is(dienst, token)
    assert writes == []
    klok.verder(seconds=1)
    wie_is(dienst, token)
    assert len(writes) == 1
    with opslag.engine.connect() as conn:
        assert conn.execute(sa.select(tables.sessie.c.gezien).where(tables.sessie.c.id == sessie.id)).scalar_one() == klok.nu


def test_a_phone_ends_after_five_quiet_minutes_and_after_thirty(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    quiet, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "telefoon", bezoek_id="b" * 32)
    busy, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "telefoon", bezoek_id="b" * 32)
    for _ in range(7):
        klok.verder(minutes=4)
        assert not _gone(dienst, busy)
    klok.verder(minutes=2)
    assert _gone(dienst, busy)
    fresh, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "telefoon", bezoek_id="b" * 32)
    klok.verder(minutes=5)
    assert _gone(dienst, fresh) and _gone(dienst, quiet)


def test_phone_and_device_have_the_desk_and_not_the_rights_of_who_made_them(dienst: Dienst, opslag: Opslag, vrijwilliger: Wie) -> None:
    beheerder = maak_wie(opslag, "beheerder")
    token, _ = open_sessie(dienst, beheerder.gebruiker_id, "apparaat", balie_id=vrijwilliger.balie_id, naam="Kiosk hal")
    kiosk = wie_is(dienst, token)
    assert (kiosk.rol, kiosk.soort, kiosk.balie_id, kiosk.wijkteam_id) == ("vrijwilliger", "apparaat", vrijwilliger.balie_id, None)
    token, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "telefoon", bezoek_id="b" * 32)
    phone = wie_is(dienst, token)
    assert (phone.soort, phone.balie_id, phone.bezoek_id) == ("telefoon", vrijwilliger.balie_id, "b" * 32)


def test_a_device_lasts_a_year(dienst: Dienst, opslag: Opslag, vrijwilliger: Wie, klok: Klok) -> None:
    beheerder = maak_wie(opslag, "beheerder")
    token, _ = open_sessie(dienst, beheerder.gebruiker_id, "apparaat", balie_id=vrijwilliger.balie_id)
    klok.verder(days=364)
    assert not _gone(dienst, token)
    klok.verder(days=1)
    assert _gone(dienst, token)


def test_log_out_ends_only_that_session_and_twice_is_fine(dienst: Dienst, vrijwilliger: Wie) -> None:
    one, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    two, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    wie = wie_is(dienst, one)
    sluit(dienst, wie)
    sluit(dienst, wie)
    assert _gone(dienst, one) and not _gone(dienst, two)


def test_a_blocked_person_is_out_at_once(dienst: Dienst, vrijwilliger: Wie, opslag: Opslag) -> None:
    token, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    with opslag.engine.begin() as conn:
        conn.execute(tables.gebruiker.update().values(actief=False))
    assert _gone(dienst, token)
    with pytest.raises(MissingError):
        open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")


@pytest.mark.beide
def test_ending_all_leaves_devices_unless_asked(dienst: Dienst, opslag: Opslag, vrijwilliger: Wie) -> None:
    beheerder = maak_wie(opslag, "beheerder")
    mens, _ = open_sessie(dienst, beheerder.gebruiker_id, "mens")
    kiosk, _ = open_sessie(dienst, beheerder.gebruiker_id, "apparaat", balie_id=vrijwilliger.balie_id)
    other, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    with opslag.engine.begin() as conn:
        assert sluit_alle(conn, dienst, beheerder.gebruiker_id) == 1
    assert _gone(dienst, mens) and not _gone(dienst, kiosk)
    with opslag.engine.begin() as conn:
        assert sluit_alle(conn, dienst, beheerder.gebruiker_id, ook_apparaten=True) == 1
    assert _gone(dienst, kiosk) and not _gone(dienst, other)


def test_who_may_end_whose_session(dienst: Dienst, opslag: Opslag, vrijwilliger: Wie) -> None:
    colleague, stranger = maak_wie(opslag, balie_id=vrijwilliger.balie_id), maak_wie(opslag)
    mens, own = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    phone, paired = open_sessie(dienst, vrijwilliger.gebruiker_id, "telefoon", bezoek_id="b" * 32)
    wie_phone = wie_is(dienst, phone)
    for who, what in ((stranger, own.id), (stranger, paired.id), (colleague, own.id), (wie_phone, own.id), (stranger, "f" * 32)):
        with pytest.raises(MissingError):
            sluit_sessie(dienst, who, what)
    sluit_sessie(dienst, colleague, paired.id)
    assert _gone(dienst, phone)
    sluit_sessie(dienst, maak_wie(opslag, "beheerder"), own.id)
    assert _gone(dienst, mens)


def test_a_session_of_a_transaction_that_fails_never_was(dienst: Dienst, vrijwilliger: Wie, opslag: Opslag) -> None:
    token = ""
    with pytest.raises(ZeroDivisionError), opslag.engine.begin() as conn:
        token, _ = begin_sessie(conn, dienst, vrijwilliger.gebruiker_id, "mens")
        raise ZeroDivisionError
    assert token and _gone(dienst, token)


def test_each_session_has_its_own_form_key(dienst: Dienst, vrijwilliger: Wie) -> None:
    one, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    two, _ = open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    keys = {formuliersleutel(dienst, wie_is(dienst, token)) for token in (one, two, one)}
    assert len(keys) == 2
