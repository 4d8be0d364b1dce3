"""Referrals, consents and teams over HTTP: who may, what is answered, and that a request twice is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from brievenbus.dienst import Dienst, Rol, Wie
from brievenbus.dienst.sessies import open_sessie
from tests.api.conftest import THIS_MACHINE
from tests.dienst.doorverwijsbouw import BSN, JPEG, geef_postcode, inhoud, maak_brief
from tests.dienstbouw import maak_wie, maak_wijkteam

JA: dict[str, Any] = {
    "wijze": "mondeling", "velden": ["briefsoort", "afzender", "uiterste_datum", "contact"], "postcode": "3511",
    "contact": {"wijze": "telefoon", "waarde": "06 12345678", "voornaam": "Noor"},
}  # fmt: skip
ALLE_ROLLEN: tuple[Rol, ...] = ("vrijwilliger", "wijkteam", "beheerder", "controleur")


@pytest.fixture
def als(dienst: Dienst, app: FastAPI) -> Callable[[Wie], TestClient]:
    """A client of this person."""

    def make(wie: Wie) -> TestClient:
        token, _ = open_sessie(dienst, wie.gebruiker_id, "mens")
        return TestClient(app, client=THIS_MACHINE, base_url="http://127.0.0.1:8000", headers={"Authorization": f"Bearer {token}"})

    return make


@pytest.fixture
def desk(als: Callable[[Wie], TestClient], vrijwilliger: Wie) -> TestClient:
    """A client of the volunteer."""
    return als(vrijwilliger)


@pytest.fixture
def team(als: Callable[[Wie], TestClient], dienst: Dienst) -> TestClient:
    """A client of somebody of the team with the test's postcode."""
    made = maak_wijkteam(dienst.opslag, "Wijkteam Zuid")
    geef_postcode(dienst, made)
    return als(maak_wie(dienst.opslag, "wijkteam", wijkteam_id=made))


@pytest.fixture
def pad(dienst: Dienst, vrijwilliger: Wie, desk: TestClient) -> str:
    """Where a proposal stands."""
    made = desk.post(f"/v1/brieven/{maak_brief(dienst, vrijwilliger)}/doorverwijzingen", json={})
    assert made.status_code == 201
    return made.headers["Location"]


def test_from_proposal_to_closing(desk: TestClient, team: TestClient, pad: str) -> None:
    assert desk.get(pad).json()["status"] == "voorgesteld"
    assert team.get(pad).status_code == 404
    sent = desk.post(f"{pad}/toestemmingen", json=JA)
    assert (sent.status_code, sent.json()["status"], sent.json()["wijkteam"]) == (200, "verstuurd", "Wijkteam Zuid")
    assert desk.post(f"{pad}/toestemmingen", json=JA).json() == sent.json()
    [listed] = team.get("/v1/doorverwijzingen").json()["doorverwijzingen"]
    assert (listed["klok"], listed["gegevens"]["contact"], listed["gegevens"]["uitersteDatum"]) == (
        "op_tijd", None, "2026-12-03"
    )  # fmt: skip
    seen = team.get(pad).json()
    assert seen["gegevens"]["contact"] == {"wijze": "telefoon", "waarde": "+31 6 12345678", "voornaam": "Noor"}
    assert seen["toestemming"]["velden"] == JA["velden"]
    assert (seen["reden"], seen["gegevens"]["urgentie"]) == (None, None)
    assert [team.post(f"{pad}/aanvaardingen").json()["status"] for _ in range(2)] == ["aanvaard"] * 2
    noted = team.post(f"{pad}/notities", json={"tekst": f"Gebeld, nummer {BSN}."}).json()
    assert noted["notities"][0]["tekst"] == "Gebeld, nummer •••••••••."
    done = team.post(f"{pad}/sluitingen", json={"label": "geholpen"}).json()
    assert (done["status"], done["label"]) == ("gesloten", "geholpen")
    assert team.get("/v1/doorverwijzingen", params={"status": "gesloten"}).json()["doorverwijzingen"][0]["id"] == done["id"]


def test_a_no_and_a_withdrawal(desk: TestClient, team: TestClient, pad: str) -> None:
    assert desk.post(f"{pad}/weigeringen").json()["status"] == "geweigerd"
    early = desk.post(f"{pad}/toestemmingen", json=JA)
    assert (early.status_code, early.json()["code"]) == (409, "toestemming_opnieuw")
    desk.post(f"{pad}/toestemmingen", json={**JA, "opnieuw": True})
    gone = team.post(f"{pad}/intrekkingen").json()
    assert (gone["status"], gone["label"], gone["gegevens"], gone["ingetrokken"]) == ("teruggegeven", "ingetrokken", None, True)


def test_the_picture_only_where_it_was_allowed(desk: TestClient, team: TestClient, pad: str) -> None:
    desk.post(f"{pad}/toestemmingen", json={**JA, "afbeelding": True})
    page = team.get(f"{pad}/paginas/1")
    assert (page.status_code, page.headers["content-type"], page.content) == (200, "image/jpeg", JPEG)
    desk.post(f"{pad}/intrekkingen")
    closed = team.get(f"{pad}/paginas/1")
    assert (closed.status_code, closed.json()["code"]) == (404, "geen_afbeelding")


def test_given_back_to_the_desk(desk: TestClient, team: TestClient, pad: str) -> None:
    desk.post(f"{pad}/toestemmingen", json=JA)
    assert team.post(f"{pad}/teruggaven", json={"label": "ander_team", "notitie": "Hoort bij Noord."}).json()["status"] == "teruggegeven"
    assert desk.get(pad).json()["notities"][0]["tekst"] == "Hoort bij Noord."


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**JA, "velden": []}, 400, None), ({**JA, "velden": ["bsn"]}, 400, None), ({**JA, "bsn": BSN}, 400, None),
        ({**JA, "postcode": "9711"}, 400, "postcode_onbekend"), ({**JA, "contact": None}, 400, "veld_ontbreekt"),
        ({**JA, "contact": {"wijze": "telefoon", "waarde": BSN}}, 400, "telefoon_ongeldig"), ({}, 400, None), ([], 400, None),
    ],
)  # fmt: skip
def test_a_yes_that_is_wrong_is_said_in_plain_words_and_never_repeated(
    desk: TestClient, team: TestClient, pad: str, body: Any, status: int, code: str | None
) -> None:
    answer = desk.post(f"{pad}/toestemmingen", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert code is None or answer.json()["code"] == code
    assert len(answer.json()["detail"]) > 20
    assert BSN not in answer.text


def test_a_letter_without_a_route_needs_a_reason(dienst: Dienst, vrijwilliger: Wie, desk: TestClient) -> None:
    path = f"/v1/brieven/{maak_brief(dienst, vrijwilliger, inhoud('g07'))}/doorverwijzingen"
    assert desk.post(path, json={}).json()["code"] == "reden_nodig"
    assert desk.post(path, json={"reden": "inwoner_vraagt"}).json()["reden"] == "inwoner_vraagt"


def test_each_route_lets_in_its_own_roles_alone(
    als: Callable[[Wie], TestClient], dienst: Dienst, desk: TestClient, pad: str, web: TestClient
) -> None:
    desk_only, team_only, both = {"vrijwilliger"}, {"wijkteam"}, {"vrijwilliger", "wijkteam"}
    label = {"label": "anders"}
    routes: list[tuple[str, str, Any, set[str]]] = [
        ("POST", f"/v1/brieven/{'0' * 32}/doorverwijzingen", {}, desk_only), ("GET", "/v1/doorverwijzingen", None, both),
        ("GET", pad, None, both), ("POST", f"{pad}/toestemmingen", JA, desk_only), ("POST", f"{pad}/weigeringen", None, desk_only),
        ("POST", f"{pad}/intrekkingen", None, both), ("POST", f"{pad}/aanvaardingen", None, team_only),
        ("POST", f"{pad}/teruggaven", label, team_only), ("POST", f"{pad}/sluitingen", label, both),
        ("POST", f"{pad}/notities", {"tekst": "x"}, both), ("GET", f"{pad}/paginas/1", None, both),
        ("GET", "/v1/wijkteams", None, {*both, "beheerder"}), ("POST", "/v1/wijkteams", {"naam": "Oost"}, {"beheerder"}),
        ("PUT", f"/v1/wijkteams/{'0' * 32}", {"naam": "Oost"}, {"beheerder"}), ("DELETE", f"/v1/wijkteams/{'0' * 32}", None, {"beheerder"}),
        ("PUT", f"/v1/wijkteams/{'0' * 32}/postcodes", {"postcodes": []}, {"beheerder"}),
    ]  # fmt: skip
    people = {rol: als(maak_wie(dienst.opslag, rol)) for rol in ALLE_ROLLEN}
    for method, path, body, rollen in routes:
        assert web.request(method, path, json=body).status_code == 401
        for rol, client in people.items():
            status = client.request(method, path, json=body).status_code
            assert (status == 403) is (rol not in rollen), (method, path, rol, status)
            assert status in ((403,) if rol not in rollen else (200, 201, 404)), (method, path, rol, status)
    assert desk.get(pad).json()["status"] == "voorgesteld"


def test_a_beheerder_keeps_teams_and_postcodes(als: Callable[[Wie], TestClient], dienst: Dienst, desk: TestClient) -> None:
    boss = als(maak_wie(dienst.opslag, "beheerder"))
    made = boss.post("/v1/wijkteams", json={"naam": "Noord"})
    assert (made.status_code, made.json()["postcodes"]) == (201, [])
    path = made.headers["Location"]
    ranges = {"postcodes": [{"van": 1100, "tot": 1199}, {"van": 1000, "tot": 1000}]}
    assert boss.put(f"{path}/postcodes", json=ranges).json()["postcodes"] == [{"van": 1000, "tot": 1000}, {"van": 1100, "tot": 1199}]
    other = boss.post("/v1/wijkteams", json={"naam": "Zuid", "hogerId": made.json()["id"]}).headers["Location"]
    double = boss.put(f"{other}/postcodes", json={"postcodes": [{"van": 1150, "tot": 1250}]})
    assert (double.status_code, double.json()["code"]) == (409, "postcode_dubbel")
    assert "1150 tot en met 1199" in double.json()["detail"]
    assert boss.put(other, json={"naam": "Zuid", "actief": False}).json()["actief"] is False
    assert [one["naam"] for one in desk.get("/v1/wijkteams").json()["wijkteams"]] == ["Noord"]
    assert boss.delete(path).status_code == 204
    assert (boss.get(path).status_code, boss.delete(path).status_code) == (404, 404)
