"""Who may do what at the door: marks on routes, bearer and cookie apart, and the API of accounts, desks and invitations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import pyotp
import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from api import problemen
from api.auth import (
    Merk,
    OpenbaarDeel,
    controleer_formulier,
    controleer_routes,
    formuliertoken,
    koekjesnaam,
    openbaar,
    routes_met_merk,
    vereist,
    wis_koekje,
    zet_koekje,
)
from api.v1 import balies, gebruikers, sessies, uitnodigingen
from brievenbus.dienst import Dienst, Rol, Soort, Wie, accounts
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.errors import AccessError, SettingsError
from tests.dienst.accountbouw import GOED, cheap_hashes
from tests.dienstbouw import Klok, maak_balie, maak_wie

HIER = "http://127.0.0.1:8000"
ROLLEN: tuple[Rol, ...] = ("vrijwilliger", "wijkteam", "beheerder", "controleur")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_hashes(monkeypatch)


@pytest.fixture
def deur(dienst: Dienst) -> TestClient:
    """An app with the API of this part under /v1, and one page for each role."""
    api, app = FastAPI(openapi_url=None), FastAPI(openapi_url=None)
    for part in (api, app):
        part.state.dienst = dienst
        problemen.install(part)
    for module in (sessies, gebruikers, balies, uitnodigingen):
        api.include_router(module.router)

    @app.get("/wie")
    def page(wie: Annotated[Wie, vereist(*ROLLEN, soorten=("mens", "telefoon", "apparaat"))]) -> dict[str, str]:
        return {"id": wie.gebruiker_id}

    app.mount("/v1", api)
    controleer_routes(app)
    return TestClient(app, base_url=HIER)


def _as(dienst: Dienst, deur: TestClient, rol: Rol, soort: Soort = "mens") -> tuple[TestClient, Wie]:
    wie = maak_wie(dienst.opslag, rol)
    token, _ = open_sessie(dienst, wie.gebruiker_id, soort, balie_id=None if soort == "mens" else maak_balie(dienst.opslag))
    return TestClient(deur.app, base_url=HIER, headers={"Authorization": f"Bearer {token}"}), wie


# ---- marks


def _say(wie: Any = None) -> None:
    """Do nothing."""


def test_a_route_without_a_mark_stops_the_start() -> None:
    app = FastAPI(openapi_url=None)
    app.add_api_route("/goed", _say, dependencies=[openbaar])
    controleer_routes(app)
    app.add_api_route("/vergeten", _say)
    with pytest.raises(SettingsError) as error:
        controleer_routes(app)
    assert (error.value.code, error.value.waarden) == ("route_zonder_rol", {"pad": "/vergeten"})


def _framework(app: FastAPI) -> None:
    app.add_route("/los", lambda request: Response())


def _mounted(app: FastAPI) -> None:
    inner = FastAPI(openapi_url=None)
    inner.add_api_route("/diep", _say)
    app.mount("/v1", inner)


def _starlette(app: FastAPI) -> None:
    app.mount("/los", Starlette(routes=[Route("/diep", lambda request: Response())]))


def _asgi(app: FastAPI) -> None:
    app.mount("/los", Response())


def _static(app: FastAPI) -> None:
    app.mount("/static", StaticFiles(directory="."))


def _websocket(app: FastAPI) -> None:
    app.add_api_websocket_route("/ws", lambda websocket: None)


def _router(app: FastAPI) -> None:
    router = APIRouter(prefix="/a")
    router.add_api_route("/b", _say)
    outer = APIRouter(prefix="/v1")
    outer.include_router(router)
    app.include_router(outer)


def _both(app: FastAPI) -> None:
    app.add_api_route("/beide", _say, dependencies=[openbaar, vereist("beheerder")])


def _docs(app: FastAPI) -> None:
    app.mount("/docs", FastAPI())


@pytest.mark.parametrize("add", [_framework, _mounted, _starlette, _asgi, _router, _both, _docs, _websocket])
def test_nothing_slips_past(add: Callable[[FastAPI], None]) -> None:
    app = FastAPI(openapi_url=None)
    add(app)
    with pytest.raises(SettingsError):
        controleer_routes(app)


def test_fixed_files_are_open_only_when_said() -> None:
    app = FastAPI(openapi_url=None)
    app.mount("/static", OpenbaarDeel(StaticFiles(directory=".")))
    controleer_routes(app)
    assert [route.merk for route in routes_met_merk(app)] == [Merk(openbaar=True)]
    bare = FastAPI(openapi_url=None)
    _static(bare)
    with pytest.raises(SettingsError):
        controleer_routes(bare)


def test_the_mark_of_a_router_counts_and_two_marks_both_must_let_in() -> None:
    app = FastAPI(openapi_url=None)
    router = APIRouter(dependencies=[vereist("beheerder", "controleur")])
    router.add_api_route("/a", _say)
    router.add_api_route("/b", _say, dependencies=[vereist("controleur", "wijkteam")])
    app.include_router(router, prefix="/v1")
    assert [(r.pad, r.merk and r.merk.rollen) for r in routes_met_merk(app)] == [
        ("/v1/a", frozenset({"beheerder", "controleur"})), ("/v1/b", frozenset({"controleur"})),
    ]  # fmt: skip


def test_a_mark_is_also_found_behind_another_dependency() -> None:
    def deeper(wie: Annotated[Wie, vereist("wijkteam")]) -> Wie:
        return wie

    app = FastAPI(openapi_url=None)
    app.add_api_route("/a", _say, dependencies=[Depends(deeper)])
    assert [r.merk for r in routes_met_merk(app)] == [Merk(frozenset({"wijkteam"}), frozenset({"mens"}))]


def test_every_route_lets_in_who_its_mark_says_and_nobody_else(deur: TestClient, dienst: Dienst) -> None:
    """Walk every route with every role and kind, and with nobody: 401 without a session, 403 with another role."""
    clients = {(rol, "mens"): _as(dienst, deur, rol)[0] for rol in ROLLEN}
    clients |= {("vrijwilliger", kind): _as(dienst, deur, "vrijwilliger", kind)[0] for kind in ("telefoon", "apparaat")}
    walked = 0
    for route in routes_met_merk(deur.app):
        if not route.pad.startswith("/v1") or route.merk is None:
            continue
        path = route.pad.replace("{gebruiker_id}", "f" * 32).replace("{balie_id}", "f" * 32).replace("{apparaat_id}", "f" * 32)
        for method in route.methoden:
            assert (deur.request(method, path).status_code == 401) == (not route.merk.openbaar), (method, path)
            for (rol, soort), client in clients.items():
                allowed = route.merk.openbaar or (rol in route.merk.rollen and soort in route.merk.soorten)
                if path.endswith("_eigen") and method == "DELETE":
                    continue
                status = client.request(method, path).status_code
                assert (status == 403) == (not allowed), (method, path, rol)
                walked += 1
    assert walked > 100


# ---- bearer and cookie


def test_the_api_takes_a_bearer_and_never_a_cookie_and_a_page_the_other_way_round(deur: TestClient, dienst: Dienst) -> None:
    wie = maak_wie(dienst.opslag)
    token, _ = open_sessie(dienst, wie.gebruiker_id, "mens")
    bearer, cookie = {"Authorization": f"Bearer {token}"}, {"Cookie": f"bb={token}"}
    assert deur.get("/v1/sessies/_eigen", headers=bearer).json()["gebruikerId"] == wie.gebruiker_id
    assert deur.get("/v1/sessies/_eigen", headers=cookie).status_code == 401
    assert deur.get("/wie", headers=cookie).json() == {"id": wie.gebruiker_id}
    assert deur.get("/wie", headers=bearer).status_code == 401
    assert deur.get("/wie", headers={"Cookie": f"__Host-bb={token}"}).status_code == 401


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Basic x", "Token {}", "{}", "Bearer {} x", "Bearer x"])
def test_a_header_that_is_no_bearer_is_nobody(deur: TestClient, dienst: Dienst, value: str) -> None:
    token, _ = open_sessie(dienst, maak_wie(dienst.opslag).gebruiker_id, "mens")
    answer = deur.get("/v1/sessies/_eigen", headers={"Authorization": value.format(token)})
    assert (answer.status_code, answer.json()["code"], answer.headers["www-authenticate"]) == (401, "niet_ingelogd", "Bearer")


@pytest.mark.parametrize(
    ("adres", "naam", "veilig"),
    [
        ("https://brieven.example", "__Host-bb", True), ("http://brieven.example", "__Host-bb", True),
        ("http://127.0.0.1:8000", "bb", False), ("http://localhost", "bb", False), ("https://localhost", "__Host-bb", True),
        ("http://127.0.0.1.boef.example", "__Host-bb", True), ("http://localhost@boef.example", "__Host-bb", True),
    ],
)  # fmt: skip
def test_a_cookie_is_secure_but_for_this_machine_itself(dienst: Dienst, adres: str, naam: str, veilig: bool) -> None:
    there = replace(dienst, beleid=replace(dienst.beleid, adres=adres))
    given, taken = Response(), Response()
    zet_koekje(given, there, "t" * 43)
    wis_koekje(taken, there)
    assert koekjesnaam(adres) == naam
    for answer in (given, taken):
        name, *attributes = answer.headers["set-cookie"].split("; ")
        assert name.split("=")[0] == naam
        said = {part.lower() for part in attributes}
        assert {"httponly", "path=/", "samesite=lax"} <= said and ("secure" in said) == veilig
        assert not any(part.startswith("domain") for part in said)
    assert "max-age" not in given.headers["set-cookie"].lower()


def test_a_form_of_another_session_is_refused(dienst: Dienst) -> None:
    one, two = (replace(maak_wie(dienst.opslag), sessie_id=letter * 32) for letter in "ab")
    controleer_formulier(dienst, one, formuliertoken(dienst, one))
    for wrong in (formuliertoken(dienst, two), "", "é"):
        with pytest.raises(AccessError):
            controleer_formulier(dienst, one, wrong)


# ---- the API


def test_from_the_first_link_to_a_volunteer_at_work(deur: TestClient, dienst: Dienst, klok: Klok) -> None:
    token = accounts.eerste_start(dienst)
    seen = deur.post("/v1/uitnodigingen/_bekijken", json={"token": token}).json()
    assert seen["gebruikersnaam"] == "beheerder" and seen["otpauth"].startswith("otpauth://totp/brievenbus:beheerder?")
    choice = {"token": token, "wachtwoord": GOED, "code": pyotp.TOTP(seen["geheim"]).at(klok.nu)}
    admin = TestClient(deur.app, base_url=HIER)
    admin.headers["Authorization"] = "Bearer " + deur.post("/v1/uitnodigingen/_aanvaarden", json=choice).json()["token"]

    desk = admin.post("/v1/balies", json={"naam": "Balie Noord"}).json()["id"]
    body = {"gebruikersnaam": "noor", "naam": "Noor Voorbeeld", "rol": "vrijwilliger", "balieId": desk}
    made = admin.post("/v1/gebruikers", json=body)
    assert made.status_code == 201 and made.headers["location"] == f"/v1/gebruikers/{made.json()['gebruiker']['id']}"
    token = made.json()["url"].partition("#")[2]
    seen = deur.post("/v1/uitnodigingen/_bekijken", json={"token": token}).json()
    choice = {"token": token, "wachtwoord": GOED, "code": pyotp.TOTP(seen["geheim"]).at(klok.nu)}
    assert deur.post("/v1/uitnodigingen/_aanvaarden", json=choice).status_code == 200

    klok.verder(seconds=30)
    login = {"gebruikersnaam": "noor", "wachtwoord": GOED, "code": pyotp.TOTP(seen["geheim"]).at(klok.nu)}
    answer = deur.post("/v1/sessies", json=login)
    assert answer.status_code == 201
    bearer = {"Authorization": f"Bearer {answer.json()['token']}"}
    own = deur.get("/v1/sessies/_eigen", headers=bearer).json()
    assert (own["rol"], own["soort"], own["balieId"]) == ("vrijwilliger", "mens", desk)
    assert deur.get(f"/v1/balies/{desk}", headers=bearer).json()["naam"] == "Balie Noord"
    assert deur.get(f"/v1/gebruikers/{own['gebruikerId']}", headers=bearer).json()["naam"] == "Noor Voorbeeld"
    assert deur.delete("/v1/sessies/_eigen", headers=bearer).status_code == 204
    assert deur.get("/v1/sessies/_eigen", headers=bearer).status_code == 401


def test_a_wrong_login_says_nothing_and_then_to_wait(deur: TestClient, dienst: Dienst) -> None:
    body = {"gebruikersnaam": "noor", "wachtwoord": "geraden", "code": "000000"}
    answers = [deur.post("/v1/sessies", json=body) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert {answer.json()["code"] for answer in answers[:5]} == {"inloggen_mislukt"}
    assert answers[5].headers["retry-after"] == "30" and "30 seconden" in answers[5].json()["detail"]


def test_a_beheerder_changes_blocks_and_restores(deur: TestClient, dienst: Dienst) -> None:
    admin, _ = _as(dienst, deur, "beheerder")
    person = maak_wie(dienst.opslag, "controleur").gebruiker_id
    token, _ = open_sessie(dienst, person, "mens")
    path = f"/v1/gebruikers/{person}"
    assert admin.put(path, json={"naam": "Sam Anders", "rol": "beheerder"}).json()["rol"] == "beheerder"
    assert deur.get("/v1/sessies/_eigen", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert admin.put(path, json={"naam": "Sam", "rol": "vrijwilliger"}).json()["code"] == "rol_plaats"
    assert admin.put(f"{path}/blokkade").json()["actief"] is False
    assert admin.post(f"{path}/uitnodigingen").json()["code"] == "account_geblokkeerd"
    assert admin.delete(f"{path}/blokkade").json()["actief"] is True
    again = admin.post(f"{path}/uitnodigingen")
    assert again.status_code == 201 and again.json()["url"].startswith(f"{HIER}/uitnodiging#")
    listed = admin.get("/v1/gebruikers").json()["gebruikers"]
    assert {"id", "gebruikersnaam", "naam", "rol", "balieId", "wijkteamId", "actief", "kanInloggen", "aangemaakt", "laatstIngelogd"} == set(
        listed[0]
    )
    review = admin.get("/v1/gebruikers/_overzicht")
    assert review.headers["content-type"].startswith("text/csv") and len(review.text.splitlines()) == 1 + len(listed)
    assert admin.get("/v1/gebruikers/" + "f" * 32).json()["code"] == "niet_gevonden"


def test_a_kiosk_gets_a_token_for_one_desk(deur: TestClient, dienst: Dienst) -> None:
    admin, _ = _as(dienst, deur, "beheerder")
    desk, other = maak_balie(dienst.opslag), maak_balie(dienst.opslag)
    made = admin.post(f"/v1/balies/{desk}/apparaten", json={"naam": "Kiosk hal"}).json()
    kiosk = wie_is(dienst, made["token"])
    assert (kiosk.soort, kiosk.rol, kiosk.balie_id) == ("apparaat", "vrijwilliger", desk)
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert [deur.get(f"/v1/balies/{balie}", headers=bearer).status_code for balie in (desk, other)] == [200, 404]
    assert deur.get("/v1/balies", headers=bearer).status_code == 403
    listed = admin.get(f"/v1/balies/{desk}/apparaten").json()["apparaten"]
    assert [(row["id"], row["naam"], row["ingetrokken"]) for row in listed] == [(made["apparaat"]["id"], "Kiosk hal", None)]
    assert made["token"] not in admin.get(f"/v1/balies/{desk}/apparaten").text
    assert admin.delete(f"/v1/balies/{desk}/apparaten/{made['apparaat']['id']}").status_code == 204
    assert deur.get(f"/v1/balies/{desk}", headers=bearer).status_code == 401


def test_a_desk_is_changed_and_deleted(deur: TestClient, dienst: Dienst) -> None:
    admin, _ = _as(dienst, deur, "beheerder")
    desk = admin.post("/v1/balies", json={"naam": "Balie Noord"}).json()["id"]
    changed = admin.put(f"/v1/balies/{desk}", json={"naam": "Balie Oost", "actief": False}).json()
    assert changed == {"id": desk, "naam": "Balie Oost", "actief": False}
    assert admin.delete(f"/v1/balies/{desk}").status_code == 204
    assert desk not in [row["id"] for row in admin.get("/v1/balies").json()["balies"]]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/sessies", {}), ("/v1/sessies", {"gebruikersnaam": "n", "wachtwoord": "w" * 300, "code": "000000"}),
        ("/v1/sessies", {"gebruikersnaam": "n", "wachtwoord": "geheim-woord", "code": "000000", "extra": 1}),
        ("/v1/uitnodigingen/_bekijken", {"token": "kort"}), ("/v1/uitnodigingen/_bekijken", {"token": "a b" * 10}),
    ],
)  # fmt: skip
def test_a_body_that_is_not_right_is_told_without_what_was_in_it(deur: TestClient, path: str, body: dict[str, Any]) -> None:
    answer = deur.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "verzoek_ongeldig")
    assert "geheim-woord" not in answer.text and "a b" not in answer.text
