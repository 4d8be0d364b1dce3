"""The history of the tables ends in `tables`, on both databases, however many start at once; and the audit rows are guarded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from brievenbus.errors import StoreError
from brievenbus.store import audit, migreren
from brievenbus.store.audit import Gebeurtenis
from brievenbus.store.engine import make_engine


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.mark.beide
def test_migrated_is_what_the_program_expects(engine: sa.Engine) -> None:
    assert not migreren.is_bij(engine)
    with pytest.raises(StoreError, match="database_ouder"):
        migreren.eis_bij(engine)
    migreren.migreer(engine)
    assert migreren.is_bij(engine)
    assert migreren.verschillen(engine) == []


@pytest.mark.beide
def test_tables_of_the_job_engine_are_left_alone(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        conn.exec_driver_sql("CREATE TABLE workflow_status (id integer)")
    migreren.migreer(engine)
    assert migreren.verschillen(engine) == []


@pytest.mark.beide
def test_many_may_start_at_once(database_url: str) -> None:
    engines, done, failed = [make_engine(database_url) for _ in range(4)], [], []

    def start(engine: sa.Engine) -> None:
        try:
            done.append(migreren.migreer(engine))
        except sa.exc.SQLAlchemyError as error:
            failed.append(error)

    starts = [threading.Thread(target=start, args=(engine,)) for engine in engines]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert failed == [] and len(done) == 4
    for engine in engines:
        engine.dispose()


@pytest.mark.beide
def test_a_database_of_a_newer_program_is_refused_and_unchanged(engine: sa.Engine) -> None:
    migreren.migreer(engine)
    with engine.begin() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for ask in (migreren.migreer, migreren.is_bij):
        with pytest.raises(StoreError, match="database_nieuwer"):
            ask(engine)


@pytest.mark.beide
def test_a_migration_that_fails_leaves_nothing(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        conn.exec_driver_sql("CREATE TABLE tik (werker varchar(100))")  # in the way of the last table
    with pytest.raises(sa.exc.SQLAlchemyError):
        migreren.migreer(engine)
    assert [naam for naam in sa.inspect(engine).get_table_names() if naam != "tik"] == []


@pytest.mark.beide
def test_audit_rows_cannot_be_changed_or_deleted(engine: sa.Engine) -> None:
    migreren.migreer(engine)
    with engine.begin() as conn:
        audit.append(conn, bytes(32), Gebeurtenis("a", "brief", "b"), datetime(2026, 11, 23, tzinfo=UTC))
    verbs = ["UPDATE auditregel SET actor = 'x'", "DELETE FROM auditregel"]
    verbs += ["TRUNCATE auditregel"] if engine.dialect.name == "postgresql" else []
    for verb in verbs:
        with pytest.raises(sa.exc.DatabaseError, match="append only"), engine.begin() as conn:
            conn.execute(sa.text(verb))
    with engine.begin() as conn:
        assert audit.verify(conn, bytes(32)).aantal == 1
