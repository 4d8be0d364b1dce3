"""From SQLite to PostgreSQL: every row and key arrives, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst.brieven import corrigeer, lees_inhoud
from brievenbus.dienst.opstart import Plaatsen, open_bewaarplaats
from brievenbus.dienst.verhuizen import verhuis
from brievenbus.errors import ConflictError, SettingsError, StoreError
from brievenbus.store import Opslag, audit, inlogpogingen, kopie, open_opslag, tables
from brievenbus.store.blobs import Blobs
from brievenbus.store.engine import make_engine
from tests.beheerbouw import INHOUD, Verwijzing, bring, read_letter, refer
from tests.dienstbouw import BEGIN, Cluster, maak_wijkteam


@pytest.fixture
def opslag(database_url: str, tmp_path: Path) -> Iterator[Opslag]:
    """A migrated store with a key file."""
    opened = open_bewaarplaats(Plaatsen(database_url, f"file://{tmp_path / 'blobs'}", tmp_path / "k" / "s.txt"), BEGIN, lambda _: None)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def doel(postgres: Cluster) -> Iterator[sa.Engine]:
    """An empty PostgreSQL."""
    url = postgres.new_database()
    engine = make_engine(url)
    yield engine
    engine.dispose()
    postgres.drop_database(url)


def counts(engine: sa.Engine) -> dict[str, int]:
    with engine.begin() as conn:
        return kopie.counts(conn)


def test_everything_arrives_and_opens(dienst: Dienst, vrijwilliger: Wie, doel: sa.Engine, tmp_path: Path) -> None:
    brief_id = read_letter(dienst, vrijwilliger)
    corrigeer(dienst, vrijwilliger, brief_id, "afzender", "Gemeente Elders")
    refer(dienst, vrijwilliger, brief_id, Verwijzing("verstuurd", verstuurd=BEGIN))
    lower = maak_wijkteam(dienst.opslag, "A", hoger_id=maak_wijkteam(dienst.opslag, "B"))
    with dienst.opslag.engine.begin() as conn:
        inlogpogingen.begin(conn, b"n", b"a", BEGIN)
    before, blobs = counts(dienst.opslag.engine), Blobs(f"file://{tmp_path / 'nieuw'}")
    done = verhuis(dienst.opslag, doel, BEGIN + timedelta(hours=1), blobs)
    assert done.rijen == before == counts(dienst.opslag.engine) and done.blobs == 1
    assert counts(doel) == before | {"auditregel": before["auditregel"] + 1}
    moved = Dienst(open_opslag(doel, blobs, dienst.opslag.sleutels), dienst.rij, dienst.beleid, dienst.kennis, dienst.klok)
    assert moved.opslag.huis == dienst.opslag.huis
    assert lees_inhoud(moved, vrijwilliger, brief_id) == INHOUD
    with doel.begin() as conn:
        assert audit.verify(conn, moved.opslag.huis).goed
        assert conn.execute(sa.select(tables.wijkteam.c.hoger_id).where(tables.wijkteam.c.id == lower)).scalar_one() is not None
        assert inlogpogingen.begin(conn, b"n", b"a", BEGIN) == 2  # it counts on


def test_work_under_way_stops_it(dienst: Dienst, vrijwilliger: Wie, doel: sa.Engine) -> None:
    bring(dienst, vrijwilliger)
    with pytest.raises(ConflictError, match="brieven_onderweg"):
        verhuis(dienst.opslag, doel, BEGIN)
    assert not any(counts(doel).values())


def test_a_target_that_is_not_empty_is_left_alone(dienst: Dienst, vrijwilliger: Wie, doel: sa.Engine) -> None:
    verhuis(dienst.opslag, doel, BEGIN)
    there = counts(doel)
    with pytest.raises(ConflictError, match="plaats_niet_leeg"):
        verhuis(dienst.opslag, doel, BEGIN)
    assert counts(doel) == there


def test_a_broken_trail_does_not_move(dienst: Dienst, vrijwilliger: Wie, doel: sa.Engine) -> None:
    read_letter(dienst, vrijwilliger)
    with dienst.opslag.engine.begin() as conn:
        conn.exec_driver_sql("DROP TRIGGER auditregel_geen_update")
        conn.execute(tables.auditregel.update().where(tables.auditregel.c.volgnummer == 1).values(actor="x"))
    with pytest.raises(StoreError, match="audit_gebroken"):
        verhuis(dienst.opslag, doel, BEGIN)
    assert not any(counts(doel).values())


def test_the_other_way_is_refused(dienst: Dienst, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="verhuizing_richting"):
        verhuis(dienst.opslag, make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}"), BEGIN)
