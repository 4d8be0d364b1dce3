"""Logging in: one error for everything, a code once, and slowing down a guesser without keeping the real person out."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from brievenbus.dienst import Dienst, inloggen, wachtwoorden
from brievenbus.dienst.inloggen import ADRES_VRIJ, NAAM_VRIJ, PAAR_VRIJ, Inlog, log_in
from brievenbus.dienst.sessies import wie_is
from brievenbus.errors import BusyError, LoginError
from brievenbus.store import Opslag, audit
from tests.dienst.accountbouw import Persoon, cheap_hashes, person
from tests.dienstbouw import Klok

THUIS, ELDERS = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_hashes(monkeypatch)


@pytest.fixture
def sam(dienst: Dienst, klok: Klok) -> Persoon:
    """Somebody who got in from THUIS with an invitation."""
    return person(dienst, klok)


def _wrong(dienst: Dienst, naam: str, adres: str) -> int:
    """Guess; return 0, or after how many seconds one may guess again."""
    try:
        log_in(dienst, Inlog(naam, "geraden wachtwoord", "000000", adres))
    except BusyError as error:
        return int(error.waarden["seconden"])
    except LoginError:
        return 0
    raise AssertionError("a guess got in")


@pytest.mark.beide
def test_name_password_and_code_open_a_session(dienst: Dienst, sam: Persoon) -> None:
    assert wie_is(dienst, sam.in_(dienst)[0]).gebruiker_id == sam.id


def test_a_name_is_typed_in_any_case(dienst: Dienst, sam: Persoon) -> None:
    sam.naam = f"  {sam.naam.upper()} "
    assert sam.in_(dienst)


def test_every_mistake_gives_the_same_error(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    klok.verder(minutes=1)
    seen = set()
    for naam, wachtwoord, code in (
        ("iemand.anders", sam.wachtwoord, sam.code()),
        (sam.naam, "niet het wachtwoord", sam.code()),
        (sam.naam, sam.wachtwoord, "000000"),
        (sam.naam, sam.wachtwoord, ""),
        (sam.naam, sam.wachtwoord, sam.code(-3)),
        ("", "", ""),
    ):
        with pytest.raises(LoginError) as error:
            log_in(dienst, Inlog(naam, wachtwoord, code, THUIS))
        seen.add((error.value.code, str(error.value.waarden)))
    assert seen == {("inloggen_mislukt", "{}")}


def test_an_unknown_name_costs_a_hash_too(dienst: Dienst, sam: Persoon, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    light = wachtwoorden._hasher

    class Watching:
        """A hasher that remembers which hashes it was asked about."""

        def verify_and_update(self, password: str, stored: str) -> tuple[bool, str | None]:
            """Remember and pass on."""
            seen.append(stored)
            return light.verify_and_update(password, stored)

    monkeypatch.setattr(wachtwoorden, "_hasher", Watching())
    _wrong(dienst, sam.naam, ELDERS)
    _wrong(dienst, "niemand", ELDERS)
    assert len(seen) == 2 and seen[1] == wachtwoorden._DUMMY


def test_codes_of_half_a_minute_before_and_after_count(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    for step in (-1, 0, 1):
        klok.verder(minutes=2)
        assert sam.in_(dienst, code=pick(sam, klok, step))
    for step in (-2, 2):
        klok.verder(minutes=2)
        with pytest.raises(LoginError):
            sam.in_(dienst, code=pick(sam, klok, step))


def pick(sam: Persoon, klok: Klok, step: int) -> str:
    """The code some steps from the moment at which `in_` will try it."""
    return sam.code(step + 1)


@pytest.mark.beide
def test_a_code_works_once_even_at_the_same_moment(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    klok.verder(minutes=1)
    typed = Inlog(sam.naam, sam.wachtwoord, sam.code(), THUIS)
    won: list[str] = []
    lost: list[LoginError] = []

    def try_in() -> None:
        try:
            won.append(log_in(dienst, typed)[0])
        except LoginError as error:
            lost.append(error)

    tries = [threading.Thread(target=try_in) for _ in range(4)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert (len(won), len(lost)) == (1, 3)
    klok.verder(seconds=30)
    earlier = Inlog(sam.naam, sam.wachtwoord, sam.code(-1), THUIS)
    with pytest.raises(LoginError):
        log_in(dienst, earlier)


def test_spaces_in_a_code_do_not_matter(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    klok.verder(seconds=30)
    code = sam.code(1)
    assert sam.in_(dienst, code=f" {code[:3]} {code[3:]} ")


def test_after_five_mistakes_a_pair_waits_longer_and_longer_up_to_a_quarter_of_an_hour(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    assert [_wrong(dienst, sam.naam, ELDERS) for _ in range(PAAR_VRIJ)] == [0] * PAAR_VRIJ
    waits = []
    for _ in range(8):
        waits.append(_wrong(dienst, sam.naam, ELDERS))
        klok.verder(seconds=waits[-1] - 1)
        assert _wrong(dienst, sam.naam, ELDERS) == 1
        klok.verder(seconds=1)
        assert _wrong(dienst, sam.naam, ELDERS) == 0
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_wait_is_not_made_longer_by_trying(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    for _ in range(PAAR_VRIJ):
        _wrong(dienst, sam.naam, ELDERS)
    for left in (30, 20, 10):
        assert _wrong(dienst, sam.naam, ELDERS) == left
        klok.verder(seconds=10)
    assert _wrong(dienst, sam.naam, ELDERS) == 0


def test_getting_in_wipes_the_slate_for_that_pair(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    for _ in range(PAAR_VRIJ):
        _wrong(dienst, sam.naam, THUIS)
    with pytest.raises(BusyError):
        log_in(dienst, Inlog(sam.naam, sam.wachtwoord, sam.code(1), THUIS))
    klok.verder(seconds=30)
    assert sam.in_(dienst, adres=THUIS)
    assert [_wrong(dienst, sam.naam, THUIS) for _ in range(PAAR_VRIJ)] == [0] * PAAR_VRIJ


@pytest.mark.beide
def test_a_guesser_elsewhere_is_slowed_down_over_many_addresses_but_cannot_keep_the_person_out(
    dienst: Dienst, sam: Persoon, klok: Klok
) -> None:
    guesses = sum(_wrong(dienst, sam.naam, f"203.0.113.{n}") == 0 for n in range(100))
    assert guesses == NAAM_VRIJ
    assert _wrong(dienst, sam.naam, "203.0.113.200") == 900
    assert sam.in_(dienst, adres=THUIS)
    assert _wrong(dienst, sam.naam, "203.0.113.201") > 0, "getting in at home gives a guesser elsewhere nothing"


def test_the_person_in_a_new_place_waits_at_most_a_quarter_of_an_hour(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    for n in range(NAAM_VRIJ):
        _wrong(dienst, sam.naam, f"203.0.113.{n}")
    with pytest.raises(BusyError):
        sam.in_(dienst, adres=ELDERS)
    klok.verder(minutes=15)
    assert sam.in_(dienst, adres=ELDERS)


def test_one_address_that_tries_many_names_is_slowed_down_and_known_people_there_are_not(dienst: Dienst, sam: Persoon, klok: Klok) -> None:
    assert all(_wrong(dienst, f"naam{n}", THUIS) == 0 for n in range(ADRES_VRIJ))
    assert _wrong(dienst, "nog.een", THUIS) == 60
    assert sam.in_(dienst, adres=THUIS)
    klok.verder(minutes=15)
    assert _wrong(dienst, "nog.een", THUIS) == 0


def test_an_unknown_name_is_slowed_down_just_the_same(dienst: Dienst, sam: Persoon) -> None:
    waits = {naam: [_wrong(dienst, naam, ELDERS) for _ in range(PAAR_VRIJ + 2)] for naam in (sam.naam, "niemand")}
    assert waits[sam.naam] == waits["niemand"]


@pytest.mark.beide
def test_many_guesses_at_once_do_not_slip_through(dienst: Dienst, sam: Persoon) -> None:
    made: list[int] = []
    tries = [threading.Thread(target=lambda: made.append(_wrong(dienst, sam.naam, ELDERS))) for _ in range(20)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert sum(wait == 0 for wait in made) == PAAR_VRIJ


def test_a_subscriber_is_one_address_under_ipv6() -> None:
    assert inloggen.network("2001:db8:1:2::1") == inloggen.network("2001:db8:1:2:ffff::9") != inloggen.network("2001:db8:1:3::1")
    assert inloggen.network("::ffff:192.0.2.1") == inloggen.network("192.0.2.1") != inloggen.network("192.0.2.2")
    assert inloggen.network("fe80::1%eth0") == inloggen.network("fe80::2%eth1")
    assert inloggen.network("") == "" and inloggen.network("testclient") == "testclient"


def test_no_name_and_no_address_is_stored(dienst: Dienst, sam: Persoon, opslag: Opslag) -> None:
    _wrong(dienst, "geheime.naam", ELDERS)
    with opslag.engine.connect() as conn:
        raw = [str(row) for table in ("inlogpoging", "auditregel") for row in conn.exec_driver_sql(f"SELECT * FROM {table}")]
        last = audit.lees(conn, aantal=1000)[-1].gebeurtenis
    assert not any("geheime.naam" in row or ELDERS in row for row in raw)
    assert (last.resultaat, last.actor, len(last.object_id)) == ("geweigerd", "", 64)


def test_the_docstring_says_the_numbers_that_count() -> None:
    said = inloggen.__doc__ or ""
    assert PAAR_VRIJ == 5 and "After 5 failures" in said and "up to 15 minutes" in said
    assert NAAM_VRIJ == 20 and "After 20 failures in an hour" in said and timedelta(hours=1) == inloggen.NAAM_VENSTER
    assert ADRES_VRIJ == 100 and "After 100 failures in 15 minutes" in said and timedelta(minutes=15) == inloggen.ADRES_VENSTER
