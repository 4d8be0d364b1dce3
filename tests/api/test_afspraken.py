"""The NL API Design Rules over the published description and over every route, each rule as a check of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.auth import routes_met_merk
from brievenbus.dienst import Dienst

METHODS = ("get", "post", "put", "patch", "delete")
SOME_ID = "0" * 32


@pytest.fixture
def spec(web: TestClient) -> dict[str, Any]:
    """The description as everybody can fetch it."""
    answer = web.get("/v1/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (path, method, operation)."""
    for path, methods in spec["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def test_description_is_valid_openapi_3_1(spec: dict[str, Any]) -> None:
    assert spec["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(spec).validate()


def test_description_is_open_to_everybody_and_only_the_description(web: TestClient) -> None:
    assert web.get("/v1/openapi.json").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in web.get("/v1/gezondheid").headers
    assert "access-control-allow-origin" not in web.get("/v1/brieven").headers


def test_contact_licence_and_version_are_named(spec: dict[str, Any], dienst: Dienst) -> None:
    assert set(spec["info"]["contact"]) == {"name", "email", "url"}
    assert spec["info"]["license"]["identifier"] == "EUPL-1.2"
    assert re.fullmatch(r"\d+\.\d+\.\d+", spec["info"]["version"])
    assert spec["servers"][0]["url"] == f"{dienst.beleid.adres}/v1"


def test_paths_are_kebab_case_without_slash_at_the_end_or_extension(spec: dict[str, Any]) -> None:
    for path in spec["paths"]:
        assert re.fullmatch(r"(/(_?[a-z]+(-[a-z]+)*|\{[a-z_]+\}))+", path), path


def test_collections_are_plural_nouns(spec: dict[str, Any]) -> None:
    single = {"gezondheid", "gereedheid", "blokkade", "lezing"}  # there is one of each
    for path in spec["paths"]:
        for part in path.split("/"):
            if part and part[0] not in "{_":
                assert part in single or part.endswith(("en", "s")), path


def test_query_parameters_are_camel_case(spec: dict[str, Any]) -> None:
    for path, _, operation in operations(spec):
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query":
                assert re.fullmatch(r"[a-z][a-zA-Z]*", parameter["name"]), (path, parameter["name"])


def test_fields_of_our_own_bodies_are_camel_case(spec: dict[str, Any]) -> None:
    brief = {"Brief", "Uitleg", "Bron", "Route", "Termijn"}  # these follow the contract of a letter
    for name, schema in spec["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            assert name in brief or re.fullmatch(r"[a-z][a-zA-Z0-9]*", field), (name, field)


def test_fields_that_end_in_datum_are_dates(spec: dict[str, Any]) -> None:
    for name, schema in spec["components"]["schemas"].items():
        for field, kind in schema.get("properties", {}).items():
            if field.lower().endswith("datum"):
                assert "date" in str(kind) and "date-time" not in str(kind), (name, field)


def test_every_operation_has_an_own_id_a_title_a_text_and_a_tag(spec: dict[str, Any]) -> None:
    seen = [operation["operationId"] for _, _, operation in operations(spec)]
    assert len(seen) == len(set(seen))
    known = {tag["name"] for tag in spec["tags"]}
    for path, method, operation in operations(spec):
        assert re.fullmatch(r"[a-z][a-zA-Z]+", operation["operationId"]), path
        assert operation["summary"] and operation["description"], (method, path)
        assert set(operation["tags"]) <= known and operation["tags"], (method, path)


def test_every_problem_is_described_as_a_problem(spec: dict[str, Any]) -> None:
    for path, method, operation in operations(spec):
        assert "422" not in operation["responses"], (method, path)
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                assert set(answer["content"]) == {"application/problem+json"}, (method, path, status)


def test_version_header_is_described_on_every_success(spec: dict[str, Any]) -> None:
    for path, method, operation in operations(spec):
        good = [answer for status, answer in operation["responses"].items() if status[0] in "23"]
        assert good, (method, path)
        assert all("API-Version" in answer["headers"] for answer in good), (method, path)


def test_what_is_not_public_asks_for_a_token(spec: dict[str, Any]) -> None:
    for path, method, operation in operations(spec):
        assert operation["security"] == [] or "401" in operation["responses"], (method, path)
    assert spec["paths"]["/gezondheid"]["get"]["security"] == []


def test_no_path_or_query_field_asks_for_a_person(spec: dict[str, Any]) -> None:
    for path, _, operation in operations(spec):
        for parameter in operation.get("parameters", ()):
            if parameter["in"] in ("path", "query"):
                assert not re.search(r"bsn|naam|geboorte|kenmerk", parameter["name"], re.I), (path, parameter["name"])


def test_slash_at_the_end_is_not_found_and_not_sent_on(web: TestClient, spec: dict[str, Any]) -> None:
    for path in spec["paths"]:
        answer = web.get("/v1" + re.sub(r"\{[a-z_]+\}", SOME_ID, path) + "/", follow_redirects=False)
        assert answer.status_code == 404, path


def test_head_is_served_where_get_is(web: TestClient, spec: dict[str, Any]) -> None:
    for path, method, _ in operations(spec):
        if method == "get":
            url = "/v1" + re.sub(r"\{[a-z_]+\}", SOME_ID, path)
            got, head = web.get(url), web.head(url)
            assert (head.status_code, head.content) == (got.status_code, b""), path
            assert head.headers["content-length"] == got.headers["content-length"]


def test_wrong_method_names_every_right_one(web: TestClient, app: FastAPI) -> None:
    right: dict[str, set[str]] = {}
    for route in routes_met_merk(app):
        if "{path" not in route.pad and route.methoden:
            right.setdefault(route.pad, set()).update(route.methoden)
    assert len(right) > 20
    for path, methods in right.items():
        answer = web.request("TRACE", re.sub(r"\{[a-z_]+\}", SOME_ID, path))
        assert answer.status_code == 405, path
        allowed = {method.strip() for method in answer.headers["allow"].split(",")}
        assert methods <= allowed, path
        assert ("HEAD" in allowed) == ("GET" in allowed), path


@pytest.mark.parametrize("path", ["/v1/gezondheid", "/v1/brieven", "/v1/is-er-niet", "/v1/brieven/", "/v1/openapi.json"])
def test_version_header_is_on_every_answer(web: TestClient, path: str) -> None:
    assert web.get(path).headers["api-version"] == "1.0.0"
