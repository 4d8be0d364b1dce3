"""A working service for a test: `dienst`. Mark a test `@pytest.mark.beide` to run it on SQLite and on PostgreSQL.

`database_url` (empty), `opslag` (tables made), `dienst`, `rij`, `klok`, `vrijwilliger`, `telefoon`, `postgres` (the cluster).
A folder of tests gets them by `from tests.dienstfixtures import *` in its conftest.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from brievenbus.dienst import Beleid, Dienst, Wie
from brievenbus.kennis import load as load_kennis
from brievenbus.store import Opslag, open_opslag, tables
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Sleutelbos, new_key
from brievenbus.store.engine import make_engine
from tests.dienstbouw import Cluster, Klok, NepRij, find_postgres, maak_telefoon, maak_wie

__all__ = [
    "database_url", "dienst", "klok", "opslag", "postgres", "pytest_configure", "pytest_generate_tests", "rij", "telefoon", "vrijwilliger",
]  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker (markers are strict)."""
    config.addinivalue_line("markers", "beide(zwaar): on SQLite and on PostgreSQL; a heavy one on PostgreSQL alone unless all is asked for")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a marked test once for each database."""
    mark = metafunc.definition.get_closest_marker("beide")
    if "database_url" in metafunc.fixturenames and mark is not None:
        one = mark.kwargs.get("zwaar", False) and os.environ.get("BRIEVENBUS_TOETS") != "alles"
        metafunc.parametrize("database_url", ["postgresql"] if one else ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL for this run. Skips where none is installed; on the CI that is a failure."""
    try:
        find_postgres()
    except FileNotFoundError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    cluster = Cluster()
    yield cluster
    cluster.close()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{tmp_path / 'brievenbus.sqlite'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.new_database()
    yield url
    cluster.drop_database(url)


@pytest.fixture
def opslag(database_url: str, tmp_path: Path) -> Iterator[Opslag]:
    """A store with all tables, blobs in a temporary folder, and one key."""
    engine = make_engine(database_url)
    tables.meta.create_all(engine)
    yield open_opslag(engine, Blobs(f"file://{tmp_path / 'blobs'}"), Sleutelbos({"test-1": new_key()}))
    engine.dispose()


@pytest.fixture
def klok() -> Klok:
    """A clock that stands still at `dienstbouw.BEGIN`."""
    return Klok()


@pytest.fixture
def rij() -> NepRij:
    """A queue that only remembers: `rij.banen`."""
    return NepRij()


@pytest.fixture
def dienst(opslag: Opslag, rij: NepRij, klok: Klok) -> Dienst:
    """The service with the fake queue and clock, and the standard policy."""
    return Dienst(opslag, rij, Beleid(), load_kennis(), klok)


@pytest.fixture
def vrijwilliger(opslag: Opslag) -> Wie:
    """A volunteer of a desk."""
    return maak_wie(opslag)


@pytest.fixture
def telefoon(vrijwilliger: Wie) -> Wie:
    """A phone that the volunteer let in; it may only bring letters."""
    return maak_telefoon(vrijwilliger)
