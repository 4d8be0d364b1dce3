"""Attacks that were tried on a running server, each as a test: what they found was mended, and what held must go on holding."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pyotp
import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from api.app import Rand, create_app
from api.grenzen import Grenzen, Teller, Vol, credential
from brievenbus.dienst import SYSTEEM, Dienst, Wie, accounts, brieven, doorverwijzen, oidc, overdracht, uitnodigingen, wachtwoorden
from brievenbus.dienst.bericht import Bericht
from brievenbus.dienst.sessies import open_sessie
from brievenbus.errors import BrievenbusError
from tests.api.plaatje import bestanden, jpeg
from tests.api.test_koppen import client_of
from tests.dienst.accountbouw import GOED, cheap_hashes, person
from tests.dienst.doorverwijsbouw import NepDoorzetter, maak_brief, stuur
from tests.dienstbouw import Klok, maak_wie, maak_wijkteam

Inloggen = Callable[..., TestClient]
FORM = {"content-type": "multipart/form-data; boundary=x"}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_hashes(monkeypatch)


def as_(app: FastAPI, dienst: Dienst, wie: Wie) -> TestClient:
    """Return a client of this person."""
    token, _ = open_sessie(dienst, wie.gebruiker_id, "mens")
    return TestClient(app, client=("127.0.0.1", 1), base_url="http://127.0.0.1:8000", headers={"Authorization": f"Bearer {token}"})


def at_once(count: int, act: Callable[[int], Any]) -> Counter[Any]:
    """Do the same from many threads, as nearly at the same moment as can be, and count what came of it."""
    gate = threading.Barrier(count)

    def one(number: int) -> Any:
        gate.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(one, range(count)))


# ---- room and tempo


@pytest.mark.parametrize("path", ["/v1/sessies", "/v1/koppelingen", "/v1/uitnodigingen/_bekijken", "/v1/gebruikers", "/inloggen"])
def test_a_form_sent_where_none_belongs_takes_no_room_of_uploads(dienst: Dienst, path: str) -> None:
    teller_full = client_of(dienst, Rand(grenzen=Grenzen(samen=10)))  # any byte counted among uploads would be a 503
    body = b"--x\r\n" + bytes(1000)
    assert teller_full.post(path, content=body, headers=FORM).status_code in (400, 401, 415)
    assert teller_full.post(path, content=bytes(300_000), headers=FORM).status_code in (401, 413, 415)


def test_a_large_upload_still_comes_in(balie: TestClient) -> None:
    assert balie.post("/v1/brieven", files=bestanden(jpeg() + bytes(1_000_000))).status_code == 202


def test_one_session_cannot_hold_all_room() -> None:
    teller = Teller(300, 100)
    teller.take(100, b"een")
    with pytest.raises(Vol):
        teller.take(1, b"een")
    teller.take(100, b"ander")
    teller.give(100, b"een")
    teller.take(100, b"een")
    assert teller.nu == 200


@pytest.mark.parametrize("kop", ["Bearer abc", "bearer abc", "BEARER   abc ", "Bearer abc\t"])
def test_one_token_is_one_session_however_it_is_written(kop: str) -> None:
    assert credential(Headers({"authorization": kop})) == "abc"
    assert credential(Headers({"cookie": "x=1; bb=abc; y=2"})) == credential(Headers({"cookie": "bb=abc"})) == "abc"
    assert credential(Headers({"cookie": "x=abc"})) == credential(Headers({"authorization": "Basic abc"})) == ""


@pytest.mark.usefixtures("halverwege")
def test_one_subscriber_with_many_addresses_is_one_address(dienst: Dienst) -> None:
    app = create_app(dienst, Rand(grenzen=Grenzen(per_onbekend=3)))
    told = [
        TestClient(app, client=(f"2001:db8::{number:x}", 1), base_url="http://127.0.0.1:8000").get("/v1/gezondheid").status_code
        for number in range(1, 6)
    ]
    assert told == [200, 200, 200, 429, 429]


# ---- headers


@pytest.mark.parametrize("origin", ["http://[", "http://]["])
def test_an_origin_that_is_no_address_is_another_site(web: TestClient, origin: str) -> None:
    assert web.post("/v1/sessies", headers={"cookie": "bb=x", "origin": origin}, json={}).json()["code"] == "andere_site"


@pytest.mark.parametrize("path", ["/inloggen", "/uitnodiging", "/uitnodiging/gebruik"])
def test_an_old_browser_is_not_logged_in_by_another_site(web: TestClient, path: str) -> None:
    data = {"naam": "x", "token": "a" * 43}
    assert web.post(path, data=data, headers={"origin": "https://kwaad.example"}).status_code == 403
    assert web.post(path, data=data, headers={"origin": "http://127.0.0.1:8000"}).status_code != 403


def test_figures_are_not_for_a_name_that_was_made_to_point_here(web: TestClient) -> None:
    assert web.get("/metrics", headers={"host": "kwaad.example:8000"}).status_code == 401


def test_another_host_ends_up_in_no_link(balie: TestClient, dienst: Dienst) -> None:
    evil = {"host": "kwaad.example", "x-forwarded-host": "kwaad.example", "forwarded": "host=kwaad.example"}
    made = balie.post("/v1/koppelingen", headers=evil)
    assert made.json()["url"].startswith(f"{dienst.beleid.adres}/telefoon#") and "kwaad" not in str(made.headers)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nX: y.jpg", "a\0b.jpg", "\u202egpj.exe", "=1+1.jpg", "x" * 3000])
def test_a_file_name_is_only_a_name(balie: TestClient, name: str) -> None:
    answer = balie.post("/v1/brieven", files=[("bestanden", (name, jpeg(), "image/jpeg"))])
    assert answer.status_code == 202 and "x" not in answer.headers


# ---- what people type


@pytest.mark.parametrize("waarde", ["heel hoog", "", "Hoog", "2026-01-01"])
def test_a_corrected_urgency_that_is_none_breaks_no_list(app: FastAPI, dienst: Dienst, vrijwilliger: Wie, waarde: str) -> None:
    desk, team = as_(app, dienst, vrijwilliger), maak_wijkteam(dienst.opslag)
    brief = maak_brief(dienst, vrijwilliger)
    assert desk.post(f"/v1/brieven/{brief}/correcties", json={"veld": "urgentie", "waarde": waarde}).status_code == 201
    made = desk.post(f"/v1/brieven/{brief}/doorverwijzingen", json={"reden": "anders"}).json()["id"]
    yes = {"wijze": "mondeling", "velden": ["urgentie"], "wijkteamId": team}
    assert desk.post(f"/v1/doorverwijzingen/{made}/toestemmingen", json=yes).json()["gegevens"]["urgentie"] == "hoog"
    member = as_(app, dienst, maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team))
    assert [row["id"] for row in member.get("/v1/doorverwijzingen").json()["doorverwijzingen"]] == [made]


def test_a_corrected_urgency_goes_along(app: FastAPI, dienst: Dienst, vrijwilliger: Wie) -> None:
    brief, team = maak_brief(dienst, vrijwilliger), maak_wijkteam(dienst.opslag)
    brieven.corrigeer(dienst, vrijwilliger, brief, "urgentie", "laag")
    desk = as_(app, dienst, vrijwilliger)
    made = desk.post(f"/v1/brieven/{brief}/doorverwijzingen", json={"reden": "anders"}).json()["id"]
    yes = {"wijze": "mondeling", "velden": ["urgentie"], "wijkteamId": team}
    assert desk.post(f"/v1/doorverwijzingen/{made}/toestemmingen", json=yes).json()["gegevens"]["urgentie"] == "laag"


@pytest.mark.parametrize("naam", ["＝1+1", "=1+1", "＠SUM(A1)", "-1", "+1"])
def test_a_name_is_no_formula(dienst: Dienst, naam: str) -> None:
    accounts.maak(dienst, SYSTEEM, accounts.Aanmelding("sam.voorbeeld", naam, "controleur"))
    assert f"sam.voorbeeld;'{naam};" in accounts.exporteer(dienst, SYSTEEM)


@pytest.mark.parametrize("claim", ["\u212aees@example.org", "ſam@example.org", "ｓam@example.org"])
def test_a_name_of_the_municipality_that_only_looks_alike_is_nobody(claim: str) -> None:
    own = oidc.OidcInstelling("https://inlog.example.org", "brievenbus", geheim="x")
    assert oidc.claim_name(own, {"email": claim}) is None
    assert oidc.claim_name(own, {"email": "Kees@example.org"}) == "kees@example.org"


@pytest.mark.beide
def test_a_zero_byte_in_what_is_typed_is_no_failure_of_ours(app: FastAPI, dienst: Dienst, inloggen: Inloggen) -> None:
    admin = inloggen("beheerder")
    calls = [
        admin.post("/v1/sessies", json={"gebruikersnaam": "no\0or", "wachtwoord": "een lang\0woord", "code": "000000"}),
        admin.post("/v1/balies", json={"naam": "Balie\0Noord"}), admin.post("/v1/wijkteams", json={"naam": "Team\0Noord"}),
        admin.post("/v1/gebruikers", json={"gebruikersnaam": "sam", "naam": "Sam\0", "rol": "controleur"}),
        admin.post("/inloggen", data={"naam": "no\0or", "wachtwoord": "x", "code": "000000"}),
    ]  # fmt: skip
    assert [answer.status_code for answer in calls] == [401, 400, 400, 400, 400]
    page = TestClient(app, client=("127.0.0.1", 1), base_url="http://127.0.0.1:8000", headers={"sec-fetch-site": "same-origin"})
    wie = maak_wie(dienst.opslag)
    page.cookies.set("bb", open_sessie(dienst, wie.gebruiker_id, "mens")[0])
    for path in ("/balie/stand?koppeling=a%00b", "/balie?bezoek=%00", "/balie/brieven/a%00b"):
        assert page.get(path).status_code in (400, 404), path


# ---- races


@pytest.mark.beide
def test_of_many_phones_one_gets_the_session(app: FastAPI, inloggen: Inloggen) -> None:
    code = inloggen().post("/v1/koppelingen").json()["url"].split("#")[1]

    def scan(_: int) -> int:
        return TestClient(app, base_url="http://127.0.0.1:8000").post("/v1/koppelingen/_inwisselen", json={"code": code}).status_code

    assert at_once(6, scan) == {200: 1, 401: 5}


@pytest.mark.beide
def test_of_many_uses_of_an_invitation_one_counts(dienst: Dienst, klok: Klok) -> None:
    made = accounts.maak(dienst, SYSTEEM, accounts.Aanmelding("sam.voorbeeld", "Sam Voorbeeld", "controleur"))
    code = pyotp.TOTP(uitnodigingen.bekijk(dienst, made.token).geheim).at(klok.nu)

    def use(number: int) -> str:
        try:
            uitnodigingen.aanvaard(dienst, made.token, f"{GOED} {number}", code, adres="192.0.2.1")
        except BrievenbusError as error:
            return error.code
        return "in"

    assert at_once(2, use) == {"in": 1, "uitnodiging_ongeldig": 1}


@pytest.mark.beide
def test_a_code_of_the_app_lets_one_in(dienst: Dienst, klok: Klok) -> None:
    who = person(dienst, klok)
    code = who.code(1)

    def enter(number: int) -> str:
        try:
            who.in_(dienst, code=code, adres=f"192.0.2.{number}")
        except BrievenbusError as error:
            return error.code
        return "in"

    assert at_once(2, enter) == {"in": 1, "inloggen_mislukt": 1}


@pytest.mark.beide
def test_of_two_colleagues_one_accepts(app: FastAPI, dienst: Dienst, vrijwilliger: Wie) -> None:
    team = maak_wijkteam(dienst.opslag)
    made = stuur(dienst, vrijwilliger, postcode="", wijkteam_id=team)
    people = [as_(app, dienst, maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team)) for _ in range(4)]
    told = at_once(4, lambda number: people[number].post(f"/v1/doorverwijzingen/{made.id}/aanvaardingen").status_code)
    assert told == {200: 1, 409: 3}


def test_what_is_withdrawn_while_it_is_being_sent_is_taken_back(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    class Trekt(NepDoorzetter):
        """The resident withdraws in the very moment in which the message goes."""

        def stuur(self, bericht: Bericht) -> str:
            if not self.berichten:
                doorverwijzen.trek_in(sender, vrijwilliger, made.id)
            return super().stuur(bericht)

    way = Trekt()
    sender = replace(dienst, doorzetter=way)
    made = stuur(sender, vrijwilliger, postcode="", wijkteam_id=maak_wijkteam(dienst.opslag))
    overdracht.zet_over(sender, made.id)
    klok.verder(minutes=3)
    overdracht.zet_over(sender, made.id)
    assert [(bericht.soort, bericht.wissen) for bericht in way.berichten] == [("doorverwijzing", False), ("intrekking", True)]
    assert way.berichten[0].referentie == way.berichten[1].referentie


def test_a_crowd_at_the_door_leaves_threads_for_the_others() -> None:
    told, full = Counter[str](), threading.Event()

    def knock(_: int) -> None:
        try:
            with wachtwoorden._slot():
                full.wait(20)
        except BrievenbusError as error:
            told[error.code] += 1
            if told[error.code] == 20:  # who is not in nor in the line was told at once
                full.set()

    at_once(20 + wachtwoorden._AT_ONCE + wachtwoorden._IN_LINE, knock)
    assert told == {"te_druk_inloggen": 20}


def test_the_key_of_one_sender_says_nothing_to_another(inloggen: Inloggen) -> None:
    key = {"Idempotency-Key": "dezelfde-sleutel"}
    one, other = inloggen(), inloggen()
    first = one.post("/v1/brieven", files=bestanden(jpeg()), headers=key).json()["id"]
    second = other.post("/v1/brieven", files=bestanden(jpeg()), headers=key)
    assert second.status_code == 202 and second.json()["id"] != first
