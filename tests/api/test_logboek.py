"""The log: JSON lines in which no BSN, name, token, address or path can be, whoever logs what."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from starlette.testclient import TestClient

from brievenbus import logboek
from tests.api.plaatje import bestanden, jpeg

BSN, NAAM, ADRES = "123456782", "Fatima-Voorbeeld", "127.0.0.1"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log of this process, in memory; everything is put back afterwards."""
    root = logging.getLogger()
    before, niveau = list(root.handlers), root.level
    out = io.StringIO()
    logboek.configure(out)
    yield out
    root.handlers[:] = before
    root.setLevel(niveau)
    structlog.reset_defaults()


def parsed(out: io.StringIO) -> list[dict[str, Any]]:
    """Return every line as an object."""
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_nothing_of_a_request_reaches_the_log(balie: TestClient, lines: io.StringIO) -> None:
    token = balie.headers["authorization"].removeprefix("Bearer ")
    balie.post("/v1/brieven", files={"bestanden": (f"{NAAM}-{BSN}.jpg", jpeg(), "image/jpeg")}, headers={"user-agent": NAAM})
    balie.post("/v1/brieven", files=[*bestanden(jpeg()), (NAAM, (None, BSN))])
    balie.get(f"/v1/{NAAM}/{BSN}", params={"naam": NAAM, "bsn": BSN, "token": token})
    balie.get("/v1/brieven", params={"na": BSN})
    balie.get(f"/v1/brieven/{BSN}", headers={"traceparent": BSN, "x-forwarded-for": "203.0.113.7", "referer": NAAM})
    text = lines.getvalue()
    assert len(parsed(lines)) == 5
    for secret in (BSN, NAAM, token, ADRES, "203.0.113.7", "testclient"):
        assert secret not in text, secret
    assert [line["route"] for line in parsed(lines)] == ["/v1/brieven", "/v1/brieven", "onbekend", "/v1/brieven", "/v1/brieven/{brief_id}"]
    assert all(set(line) <= logboek.SLEUTELS for line in parsed(lines))


def test_line_has_what_an_operator_needs(web: TestClient, lines: io.StringIO) -> None:
    answer = web.get("/v1/gezondheid")
    (line,) = parsed(lines)
    assert (line["event"], line["methode"], line["route"], line["status"]) == ("verzoek", "GET", "/v1/gezondheid", 200)
    assert line["duur_ms"] >= 0 and line["niveau"] == "info" and line["tijd"].endswith("Z")
    assert line["trace_id"] in answer.headers["traceparent"]
    assert len(line["adres"]) == 16


@pytest.mark.parametrize(
    "values",
    [
        {"naam": NAAM}, {"code": BSN}, {"code": f"x{BSN}"}, {"aantal": int(BSN)}, {"soort": "Fatima Voorbeeld, Kerkstraat 1"},
        {"plaats": "é"}, {"brief_id": "f" * 31 + "\n"}, {"status": [NAAM]}, {"route": "x" * 200},
        {"adres": "203.0.113.7"}, {"adres": "2001:db8::1:7"},
    ],
)  # fmt: skip
def test_what_may_be_personal_is_dropped(lines: io.StringIO, values: dict[str, Any]) -> None:
    logboek.get_log("proef").info("iets", **values)
    (line,) = parsed(lines)
    assert set(line) & set(values) == set()


def test_a_library_that_was_silenced_earlier_speaks_again() -> None:
    out, other = io.StringIO(), logging.getLogger("dbos")
    other.disabled = True
    other.setLevel(logging.CRITICAL)
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    logboek.configure(out)
    other.warning("iets")
    root.handlers[:] = before
    structlog.reset_defaults()
    assert [line["bron"] for line in parsed(out)] == ["dbos"]


def test_words_of_libraries_are_dropped(lines: io.StringIO) -> None:
    try:
        raise ValueError(f"regel met {BSN}")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("BSN %s", BSN)
    logging.getLogger("dbos").warning("workflow van %s", NAAM)
    logging.getLogger("uvicorn.access").info("GET /%s", BSN)
    first, second = parsed(lines)
    assert (first["bron"], first["soort"], first["niveau"]) == ("uvicorn.error", "ValueError", "error")
    assert second["bron"] == "dbos"
    assert BSN not in lines.getvalue() and NAAM not in lines.getvalue()


def test_level_is_known_by_name() -> None:
    assert logboek.level("debug") == logging.DEBUG
    assert logboek.level("onzin") == logging.INFO
