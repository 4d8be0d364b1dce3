"""Fixtures of the web: the whole app round a working service, a client that speaks to it in this process, and tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import Rand, create_app
from brievenbus.dienst import Dienst, Rol, Soort
from brievenbus.dienst.sessies import open_sessie
from tests.dienstbouw import maak_wie
from tests.dienstfixtures import *  # noqa: F403

THIS_MACHINE = ("127.0.0.1", 50000)

HALVERWEGE = 1_795_424_430.0
"""Half a minute past nine, on the day of the tests."""


@pytest.fixture
def halverwege(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock that calls a minute are counted by: a test that goes on past a whole minute gets some of its calls back."""
    monkeypatch.setattr("time.time", lambda: HALVERWEGE)


@pytest.fixture
def rand() -> Rand:
    """What the operator chose for the web: the defaults, unless a test says otherwise."""
    return Rand()


@pytest.fixture
def app(dienst: Dienst, rand: Rand) -> FastAPI:
    """The whole web service."""
    return create_app(dienst, rand)


@pytest.fixture
def web(app: FastAPI) -> Iterator[TestClient]:
    """A client without session, on this machine. An exception that the app lets through fails the test."""
    with TestClient(app, client=THIS_MACHINE, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def inloggen(dienst: Dienst, app: FastAPI) -> Callable[..., TestClient]:
    """`inloggen("controleur")`: a client with the token of a new person (or phone) of that role."""

    def make(rol: Rol = "vrijwilliger", soort: Soort = "mens", balie_id: str | None = None) -> TestClient:
        wie = maak_wie(dienst.opslag, rol, balie_id=balie_id)
        extra: dict[str, Any] = {} if soort == "mens" else {"balie_id": wie.balie_id}
        token, _ = open_sessie(dienst, wie.gebruiker_id, soort, **extra)
        return TestClient(app, client=THIS_MACHINE, base_url="http://127.0.0.1:8000", headers={"Authorization": f"Bearer {token}"})

    return make


@pytest.fixture
def balie(inloggen: Callable[..., TestClient]) -> TestClient:
    """A client of a volunteer."""
    return inloggen()
