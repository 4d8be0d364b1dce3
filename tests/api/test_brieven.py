"""Letters over HTTP: bring, follow, list, erase; what a phone may and what it may not; and no byte of it on the disk."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from brievenbus.dienst import GEWOON, STAPEL, Dienst
from brievenbus.store import brieven as store
from tests.api.plaatje import bestanden, jpeg
from tests.dienstbouw import NepRij

Inloggen = Callable[..., TestClient]


def test_bring_and_follow(balie: TestClient, rij: NepRij) -> None:
    answer = balie.post("/v1/brieven", files=bestanden(jpeg(1), jpeg(2)))
    assert answer.status_code == 202
    made = answer.json()
    assert made["status"] == "ontvangen" and made["fout"] is None and made["bezoekId"]
    assert rij.banen == [("lees_brief", made["id"], GEWOON)]
    assert answer.headers["location"] == f"/v1/brieven/{made['id']}"
    assert balie.get(answer.headers["location"]).json() == made


def test_list_comes_in_pages_newest_first(balie: TestClient) -> None:
    made = [balie.post("/v1/brieven", files=bestanden(jpeg(grijs))).json()["id"] for grijs in (1, 2, 3)]
    first = balie.get("/v1/brieven", params={"aantal": 2}).json()
    second = balie.get("/v1/brieven", params={"aantal": 2, "na": first["volgende"]}).json()
    assert second["volgende"] is None
    assert {letter["id"] for letter in first["brieven"] + second["brieven"]} == set(made)
    assert len(first["brieven"]) == 2


def test_list_of_one_visit(balie: TestClient) -> None:
    visit = balie.post("/v1/bezoeken").json()["id"]
    inside = balie.post("/v1/brieven", files=[*bestanden(jpeg(1)), ("bezoekId", (None, visit))]).json()["id"]
    other = balie.post("/v1/bezoeken").json()["id"]
    balie.post("/v1/brieven", files=[*bestanden(jpeg(2)), ("bezoekId", (None, other))])
    assert [letter["id"] for letter in balie.get("/v1/brieven", params={"bezoekId": visit}).json()["brieven"]] == [inside]
    assert balie.post(f"/v1/bezoeken/{visit}/sluitingen").json()["gesloten"] is not None
    assert [row["id"] for row in balie.get("/v1/bezoeken").json()["bezoeken"]] == [other]


def test_letter_of_another_desk_does_not_exist(balie: TestClient, inloggen: Inloggen) -> None:
    made = balie.post("/v1/brieven", files=bestanden(jpeg())).json()["id"]
    other = inloggen()
    for path in ("", "/lezing", "/paginas/1", "/correcties"):
        assert other.get(f"/v1/brieven/{made}{path}").status_code == 404
    assert other.delete(f"/v1/brieven/{made}").status_code == 404
    assert other.post(f"/v1/brieven/{made}/herkansingen").status_code == 404


def test_phone_brings_and_follows_and_nothing_else(balie: TestClient, inloggen: Inloggen) -> None:
    phone = inloggen(soort="telefoon")
    made = phone.post("/v1/brieven", files=bestanden(jpeg())).json()["id"]
    assert phone.get(f"/v1/brieven/{made}").json()["status"] == "ontvangen"
    for method, path in [
        ("GET", "/brieven"), ("GET", f"/brieven/{made}/lezing"), ("GET", f"/brieven/{made}/paginas/1"), ("DELETE", f"/brieven/{made}"),
        ("GET", "/bezoeken"), ("GET", f"/brieven/{made}/correcties"), ("GET", "/auditregels"),
    ]:  # fmt: skip
        assert phone.request(method, "/v1" + path).status_code == 403, path
    assert phone.post("/v1/stapels", files=bestanden(jpeg())).status_code == 403


def test_the_state_says_how_far_reading_is(balie: TestClient, dienst: Dienst) -> None:
    made = balie.post("/v1/brieven", files=bestanden(jpeg())).json()
    assert made["fase"] is None
    with dienst.opslag.engine.begin() as conn:
        store.start(conn, made["id"])
    assert balie.get(f"/v1/brieven/{made['id']}").json()["fase"] == "lezen"
    with dienst.opslag.engine.begin() as conn:
        store.pages_read(conn, made["id"])
    assert balie.get("/v1/brieven").json()["brieven"][0]["fase"] == "begrijpen"


def test_erase_gives_a_receipt(balie: TestClient) -> None:
    made = balie.post("/v1/brieven", files=bestanden(jpeg())).json()["id"]
    receipt = balie.delete(f"/v1/brieven/{made}")
    assert receipt.status_code == 200 and receipt.json()["briefId"] == made and receipt.json()["bestanden"] == 1
    assert balie.get(f"/v1/brieven/{made}/lezing").json()["code"] == "brief_gewist"


def test_pile_waits_for_people(balie: TestClient, rij: NepRij) -> None:
    answer = balie.post("/v1/stapels", files=bestanden(jpeg(1), jpeg(2), jpeg(3)))
    assert answer.status_code == 202
    pile = balie.get(answer.headers["location"]).json()
    assert (pile["poststukken"], pile["aantal"], pile["bezig"], pile["klaar"]) == (3, 3, 3, 0)
    assert {voorrang for _, _, voorrang in rij.banen} == {STAPEL}
    letters = balie.get("/v1/brieven", params={"stapelId": pile["id"]}).json()["brieven"]
    assert [(letter["deel"], letter["delen"]) for letter in letters] == [(1, 1)] * 3


def test_day_and_language_of_a_letter(balie: TestClient) -> None:
    good = balie.post("/v1/brieven", files=[*bestanden(jpeg()), ("peildatum", (None, "2026-11-20")), ("taal", (None, "nl"))])
    assert good.status_code == 202
    for field, value in (("peildatum", "morgen"), ("taal", "xx"), ("bezoekId", "0" * 32)):
        answer = balie.post("/v1/brieven", files=[*bestanden(jpeg()), (field, (None, value))])
        assert answer.status_code in (400, 404), field
        assert value not in answer.json()["detail"]


OPENED: list[str] = []
watching = False


def _watch(event: str, args: tuple[Any, ...]) -> None:
    """Note what Python opens to write: unnamed temporary files too, but not what the blob store keeps sealed."""
    if not watching or (event == "open" and (not _writes(args) or "/blobs/" in str(args[0]) or str(args[0]).endswith("/blobs"))):
        return
    if event == "open" or event.startswith("tempfile."):
        OPENED.append(f"{event} {args}")


def _writes(args: tuple[Any, ...]) -> bool:
    path, mode, flags = args
    if isinstance(path, int):  # a file that was opened, and noted, before
        return False
    return bool(isinstance(flags, int) and flags & 3) or bool(isinstance(mode, str) and set(mode) & set("wax+"))


def test_upload_never_touches_the_disk_in_clear(balie: TestClient, dienst: Dienst, tmp_path: Path) -> None:
    global watching
    secret = b"burgerservicenummer 123456782 "
    big = jpeg() + secret * 100_000  # 3 MB: more than any spool would keep in memory
    sys.addaudithook(_watch)
    watching = True
    try:
        answer = balie.post("/v1/brieven", files=bestanden(big))
    finally:
        watching = False
    assert answer.status_code == 202
    assert OPENED == []
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert sum(len(data) for data in written) > len(big)
    assert not any(secret in data for data in written)


@pytest.mark.parametrize("role", ["wijkteam", "beheerder", "controleur"])
def test_other_roles_see_no_letters(inloggen: Inloggen, role: str) -> None:
    who = inloggen(role)
    assert who.post("/v1/brieven", files=bestanden(jpeg())).status_code == 403
    assert who.get("/v1/brieven").status_code == 403


def test_audit_trail_is_paged_and_whole(balie: TestClient, inloggen: Inloggen) -> None:
    for grijs in (1, 2, 3):
        balie.post("/v1/brieven", files=bestanden(jpeg(grijs)))
    who = inloggen("controleur")
    first = who.get("/v1/auditregels", params={"aantal": 2}).json()
    assert [row["volgnummer"] for row in first["auditregels"]] == [1, 2] and first["volgende"] == 2
    rest = who.get("/v1/auditregels", params={"na": 2, "aantal": 200}).json()
    assert rest["auditregels"][0]["volgnummer"] == 3 and rest["volgende"] is None
    checked = who.get("/v1/auditregels/_controle").json()
    assert checked["goed"] is True and checked["eersteFout"] is None
