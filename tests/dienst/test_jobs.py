"""Durable work, with real worker processes that are really killed: nothing is lost, and everything happens once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from brievenbus.dienst import SPOED, STAPEL, brieven, opdracht
from brievenbus.jobs import waakhond
from brievenbus.jobs.motor import Banen, baan_id
from brievenbus.jobs.rij import MotorRij
from brievenbus.store import new_id, tables
from tests.dienstbouw import Cluster
from tests.jobbouw import Werkplaats

Maker = Callable[..., Werkplaats]
LANG = 120.0
"""Seconds after which a worker hangs, on a machine with much else to do."""


@pytest.fixture
def maak(tmp_path: Path) -> Iterator[Maker]:
    """Makes workshops, and stops their workers afterwards."""
    made: list[Werkplaats] = []

    def make(database_url: str, **werk: object) -> Werkplaats:
        made.append(Werkplaats(tmp_path, database_url, **werk))
        return made[-1]

    yield make
    for plaats in made:
        plaats.stop()


@pytest.fixture
def plaats(database_url: str, maak: Maker) -> Werkplaats:
    """A workshop on an empty database; its workers are gone before the database is."""
    return maak(database_url)


def banen(plaats: Werkplaats) -> Banen:
    rij = plaats.dienst.rij
    assert isinstance(rij, MotorRij)
    return rij.banen


def is_queued(plaats: Werkplaats, brief_id: str) -> bool:
    return baan_id("lees_brief", brief_id) in banen(plaats).standen([baan_id("lees_brief", brief_id)])


def all_read(plaats: Werkplaats, aantal: int) -> Callable[[], bool]:
    return lambda: plaats.standen()["klaar"] == aantal


@pytest.mark.beide
def test_row_and_job_stand_or_fall_together(plaats: Werkplaats) -> None:
    balie_id = new_id()
    balie = {"id": balie_id, "naam": "Buurthuis Noord", "actief": True}
    with pytest.raises(RuntimeError), plaats.dienst.opslag.engine.begin() as conn:
        conn.execute(tables.balie.insert().values(**balie))
        plaats.dienst.rij.zet(conn, "lees_brief", balie_id, 5)
        raise RuntimeError
    with plaats.dienst.opslag.engine.begin() as conn:
        assert conn.execute(sa.select(tables.balie.c.id).where(tables.balie.c.id == balie_id)).all() == []
    assert not is_queued(plaats, balie_id)
    assert is_queued(plaats, plaats.brieven(1)[0])


@pytest.mark.beide
def test_the_same_pair_is_one_job_and_a_number_makes_another(plaats: Werkplaats) -> None:
    brief_id = plaats.brieven(1)[0]
    plaats.start("w1")
    plaats.wacht(all_read(plaats, 1))
    for keer in (1, 1, 2, 2):
        with plaats.dienst.opslag.engine.begin() as conn:
            plaats.dienst.rij.zet(conn, "lees_brief", opdracht(brief_id, keer), 5)
    plaats.wacht(lambda: plaats.begonnen()[brief_id] == 2)  # the second job looks, and finds the letter read
    assert plaats.auditregels("brief_gelezen") == {brief_id: 1} and plaats.standen() == {"klaar": 1}


def test_who_waits_goes_before_a_pile(plaats: Werkplaats) -> None:
    stapel, spoed = plaats.brieven(6, STAPEL), plaats.brieven(3, SPOED)
    plaats.start("w1")
    plaats.wacht(all_read(plaats, 9))
    assert set(plaats.volgorde()[:3]) == set(spoed) and set(plaats.volgorde()[3:]) == set(stapel)


@pytest.mark.beide
def test_killed_workers_lose_nothing_and_repeat_no_effect(plaats: Werkplaats) -> None:
    ids = plaats.brieven(40)
    for naam in ("w1", "w2"):
        plaats.start(naam)
    for keer, naam in enumerate(("w1", "w2"), start=1):
        plaats.wacht(lambda k=keer: plaats.standen()["klaar"] >= 10 * k)  # type: ignore[misc]
        plaats.dood(naam)
        plaats.start(naam)
    plaats.wacht(all_read(plaats, 40))
    assert plaats.auditregels("brief_gelezen") == dict.fromkeys(ids, 1)
    assert sum(plaats.begonnen().values()) <= 42
    plaats.wacht(lambda: not [path for path, _ in plaats.dienst.opslag.blobs.list()])  # what was sent is gone, unread and read


@pytest.mark.beide
def test_the_jobs_of_a_machine_that_never_comes_back_are_taken_over(plaats: Werkplaats) -> None:
    plaats.werk["seconden"] = 300.0  # it never ends by itself
    ids = plaats.brieven(4)
    plaats.start("w1")
    plaats.wacht(lambda: plaats.standen()["bezig"] == 1)
    plaats.dood("w1")
    plaats.werk["seconden"] = 0.03
    plaats.start("w2")
    plaats.wacht(all_read(plaats, 4))
    assert plaats.auditregels("brief_gelezen") == dict.fromkeys(ids, 1) and plaats.auditregels("werker_overgenomen") == {"w1": 1}


def test_of_a_living_worker_nothing_is_taken_over(plaats: Werkplaats) -> None:
    plaats.werk["seconden"] = 3.0
    plaats.brieven(1)
    plaats.start("w1")
    plaats.wacht(lambda: plaats.standen()["bezig"] == 1)
    assert waakhond.neem_over(plaats.dienst, banen(plaats), "ander", timedelta(0)) == 0
    plaats.wacht(all_read(plaats, 1))
    assert sum(plaats.begonnen().values()) == 1


@pytest.mark.beide
def test_refused_at_once_failed_after_three_attempts_and_read_when_a_person_asks_again(plaats: Werkplaats) -> None:
    weiger, fout, goed = plaats.brieven(3)
    plaats.gedrag({weiger: "weiger", fout: "fout"})
    plaats.start("w1")
    plaats.wacht(lambda: plaats.standen() == {"geweigerd": 1, "mislukt": 1, "klaar": 1})
    assert plaats.begonnen() == {weiger: 1, fout: 3, goed: 1}
    stand = brieven.zoek(plaats.dienst, plaats.wie, weiger)
    assert (stand.fout, stand.fout_waarden) == ("bestand_leeg", {"bestand": "nummer 1"})
    assert brieven.zoek(plaats.dienst, plaats.wie, fout).fout == "brief_mislukt"
    plaats.gedrag({})
    brieven.opnieuw(plaats.dienst, plaats.wie, fout)
    plaats.wacht(lambda: plaats.standen() == {"geweigerd": 1, "klaar": 2})
    assert plaats.begonnen()[fout] == 4


def test_a_letter_that_kills_its_worker_is_given_up_after_three_recoveries(maak: Maker, tmp_path: Path) -> None:
    plaats = maak(f"sqlite:///{tmp_path / 'b.sqlite'}")
    slecht, *goed = plaats.brieven(3)
    plaats.gedrag({slecht: "dood"})
    for _ in range(6):
        proces = plaats.start("w1")
        plaats.wacht(lambda p=proces: p.poll() is not None or plaats.standen() == {"mislukt": 1, "klaar": 2})  # type: ignore[misc]
        if proces.poll() is None:
            break
    assert plaats.begonnen()[slecht] == 4 and plaats.standen() == {"mislukt": 1, "klaar": 2}
    assert brieven.zoek(plaats.dienst, plaats.wie, slecht).fout == "lezer_gestopt" and len(goed) == 2


def test_a_letter_whose_job_is_gone_is_queued_again_and_one_whose_job_stopped_fails(plaats: Werkplaats) -> None:
    weg, over = plaats.brieven(2)
    rij, b = plaats.dienst.rij, tables.brief
    plaats.start("w1")
    plaats.wacht(all_read(plaats, 2))
    plaats.stop()
    with plaats.dienst.opslag.engine.begin() as conn:  # as if the engine's tables were of another day than ours
        old = plaats.dienst.klok() - timedelta(hours=1)
        conn.execute(b.update().values(status="bezig", aangemaakt=old))
        conn.execute(b.update().where(b.c.id == weg).values(poging=7))
    assert waakhond.red_brieven(plaats.dienst, banen(plaats)) == 2
    assert is_queued(plaats, opdracht(weg, 7)) and rij is plaats.dienst.rij
    assert plaats.standen([over]) == {"mislukt": 1} and plaats.standen([weg]) == {"bezig": 1}


def test_postgresql_restarted_mid_run_loses_nothing(maak: Maker) -> None:
    cluster = pg_or_skip()
    try:
        plaats = maak(cluster.new_database())
        ids = plaats.brieven(30)
        for naam in ("w1", "w2"):
            plaats.start(naam)
        plaats.wacht(lambda: plaats.standen()["klaar"] >= 5)
        cluster.stop("immediate")
        cluster.start()
        plaats.wacht(all_read(plaats, 30))
        assert plaats.auditregels("brief_gelezen") == dict.fromkeys(ids, 1)
        plaats.stop()
    finally:
        cluster.close()


def pg_or_skip() -> Cluster:
    """A cluster of this test alone: it is about to crash."""
    try:
        return Cluster()
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.mark.beide
def test_two_workers_never_have_one_name(plaats: Werkplaats) -> None:
    first = plaats.start("w1")
    plaats.brieven(1)
    plaats.wacht(all_read(plaats, 1))
    second = plaats.start("w1")
    assert second.wait(LANG) != 0 and "werker_naam_bezet" in plaats.log("w1")
    assert first.poll() is None
    first.terminate()
    assert first.wait(LANG) == 0


def test_a_worker_ends_itself_when_it_read_enough_when_a_letter_hangs_and_when_its_parent_is_gone(maak: Maker, tmp_path: Path) -> None:
    plaats = maak(f"sqlite:///{tmp_path / 'b.sqlite'}")
    plaats.brieven(60)  # more than can be read between two looks of a worker at itself
    assert plaats.start("genoeg", meest_brieven=2).wait(LANG) == 0
    assert 2 <= plaats.standen()["klaar"] < 60
    assert plaats.start("groot", meest_mb=1).wait(LANG) == 0
    assert plaats.start("wees", ouder=1).wait(LANG) == 0
    plaats.werk["seconden"] = 30.0
    plaats.brieven(1)
    assert plaats.start("hangt", leestijd=0.5).wait(LANG) == 70


@pytest.mark.beide
def test_nothing_of_a_letter_stands_readable_in_the_tables_of_the_engine(plaats: Werkplaats) -> None:
    geheim = "Mevrouw Voorbeeld 999990019"
    plaats.werk["brief"] = {"bron": {"bladzijden": 1, "bestanden": [geheim]}, "samenvatting": geheim}
    weiger, _ = plaats.brieven(2)
    plaats.gedrag({weiger: "weiger"})
    plaats.start("w1")
    plaats.wacht(lambda: plaats.standen() == {"geweigerd": 1, "klaar": 1})
    plaats.stop()
    dump = everything(plaats.dienst.opslag.engine)
    assert "lees_brief" in dump and "999990019" not in dump and "nummer 1" not in dump
    assert "Voorbeeld 9" not in plaats.log("w1") and "999990019" not in plaats.log("w1")


def everything(engine: sa.Engine) -> str:
    """Return every row of every table, ours and the engine's, as text."""
    found = []
    with engine.begin() as conn:
        for schema in ("dbos", None) if engine.dialect.name == "postgresql" else (None,):
            meta = sa.MetaData()
            meta.reflect(conn, schema=schema)
            found += [repr(tuple(row)) for table in meta.tables.values() for row in conn.execute(sa.select(table))]
    return "\n".join(found)
