"""Schemathesis over the whole API, on a real port, as every role: nothing it can think of finds a fault."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.app import Rand
from api.auth import routes_met_merk
from api.grenzen import Grenzen
from brievenbus.dienst import Dienst, Rol
from brievenbus.store import tables

ROOT = Path(__file__).parents[2]
SECONDS = 900
PHASES = "coverage,fuzzing" if os.environ.get("BRIEVENBUS_TOETS") == "alles" else "coverage"
"""Random tries on top of the methodical ones take long: only where everything is asked for (tests/README.md)."""
ROLES: tuple[Rol, ...] = ("vrijwilliger", "wijkteam", "beheerder", "controleur")
SETTINGS = """
# Rules between fields, what is left of a text after masking, and what is a photo worth judging (the picture tried is one
# pixel large) are not to be told in a schema: a 400 is right there.
[[operations]]
include-operation-id = ["legToestemmingVast", "schrijfNotitie", "maakGebruiker", "wijzigGebruiker", "keurFoto"]
checks.positive_data_acceptance.enabled = false
"""


@pytest.fixture
def rand() -> Rand:
    """No brake on how often: that has its own test."""
    return Rand(grenzen=Grenzen(per_sessie=10**6, per_adres=10**6, per_onbekend=10**6))


@pytest.fixture
def port(app: FastAPI) -> Iterator[int]:
    """The app behind a real server on loopback."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, server_header=False, proxy_headers=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def own_operations(app: FastAPI, rol: Rol) -> list[str]:
    """Return the operations to try as this role: each operation once over all roles, as the first role that may do it."""
    api = next(route.app for route in app.routes if isinstance(route, Mount) and route.path == "/v1")
    merken = {(found.pad, found.methoden): found.merk for found in routes_met_merk(api)}
    names = []
    for found in iter_route_contexts(api.routes):  # type: ignore[attr-defined]
        merk = merken[(found.path or "", tuple(sorted(found.methods or ())))]
        first = next((one for one in ROLES if merk is not None and one in merk.rollen), "vrijwilliger")
        if first == rol and getattr(found, "include_in_schema", False) and found.operation_id != "sluitEigenSessie":
            names.append(str(found.operation_id))
    return names


@pytest.mark.parametrize("rol", ROLES)
def test_nothing_is_found(app: FastAPI, port: int, inloggen: Callable[..., TestClient], dienst: Dienst, tmp_path: Path, rol: Rol) -> None:
    names = own_operations(app, rol)
    assert names
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.tik.insert().values(werker="proef", tijd=dienst.klok()))
    token = inloggen(rol).headers["authorization"]
    (tmp_path / "schemathesis.toml").write_text(SETTINGS)
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "--config-file", "schemathesis.toml",
        "run", f"http://127.0.0.1:{port}/v1/openapi.json", "--url", f"http://127.0.0.1:{port}/v1",
        "--header", f"Authorization: {token}", "--mode", "all", "--phases", PHASES,
        "--seed", "20261123", "--max-examples", "4", "--workers", "1", "--no-shrink", "--continue-on-failure", "--warnings", "off",
        *(word for name in names for word in ("--include-operation-id", name)),
    ]  # fmt: skip
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.api.haken", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]


def test_no_operation_is_left_out(app: FastAPI) -> None:
    tried = {name for rol in ROLES for name in own_operations(app, rol)}
    described = TestClient(app).get("/v1/openapi.json").json()["paths"]
    assert tried | {"sluitEigenSessie"} == {operation["operationId"] for path in described.values() for operation in path.values()}
