"""Phone and desk over HTTP: what a phone may and may not, what a page carries, and that the code is nowhere to be found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.auth import koekjesnaam
from brievenbus.dienst import Dienst
from brievenbus.dienst.sessies import open_sessie
from tests.api.plaatje import bestanden, jpeg
from tests.dienstbouw import maak_wie

FOTO = Path(__file__).parents[2] / "samples" / "beelden" / "g01.p1.foto.jpg"


def pair(balie: TestClient, web: TestClient) -> tuple[str, dict[str, str]]:
    """Pair a phone; return the id of the pairing and the phone's headers."""
    made = balie.post("/v1/koppelingen").json()
    got = web.post("/v1/koppelingen/_inwisselen", json={"code": made["url"].split("#")[1]})
    assert got.status_code == 200
    return made["id"], {"Authorization": f"Bearer {got.json()['token']}"}


@pytest.fixture
def blad(web: TestClient, dienst: Dienst) -> TestClient:
    """A browser of a volunteer who is logged in."""
    wie = maak_wie(dienst.opslag)
    web.cookies.set(koekjesnaam(dienst.beleid.adres), open_sessie(dienst, wie.gebruiker_id, "mens")[0])
    web.headers["Sec-Fetch-Site"] = "same-origin"
    return web


def form_word(text: str) -> str:
    """Return what the forms of a page carry."""
    found = re.search(r'name="formulier" value="([0-9a-f]+)"', text)
    assert found is not None
    return found[1]


def test_a_pairing_from_code_to_cut_off(balie: TestClient, web: TestClient) -> None:
    koppeling, phone = pair(balie, web)
    assert balie.get(f"/v1/koppelingen/{koppeling}").json()["stand"] == "gekoppeld"
    assert web.get("/v1/koppelingen/_eigen", headers=phone).json()["id"] == koppeling
    assert balie.delete(f"/v1/koppelingen/{koppeling}").json()["stand"] == "verlopen"
    assert web.get("/v1/koppelingen/_eigen", headers=phone).status_code == 401


def test_the_picture_is_only_in_the_answer_that_made_it(balie: TestClient) -> None:
    made = balie.post("/v1/koppelingen", json={}).json()
    assert made["qr"].startswith("<svg")
    assert "style" not in made["qr"]
    assert set(balie.get(f"/v1/koppelingen/{made['id']}").json()) == {"id", "stand", "vervalt", "bezoekId"}


def test_a_phone_brings_and_does_nothing_else(balie: TestClient, web: TestClient) -> None:
    koppeling, phone = pair(balie, web)
    brought = web.post("/v1/brieven", files=bestanden(jpeg()), headers=phone)
    assert brought.status_code == 202
    brief = brought.json()["id"]
    assert balie.get(f"/v1/brieven/{brief}").status_code == 200
    assert web.get(f"/v1/brieven/{brief}", headers=phone).status_code == 200
    for path in (f"/v1/brieven/{brief}/lezing", f"/v1/brieven/{brief}/paginas/1", "/v1/brieven", f"/v1/koppelingen/{koppeling}"):
        assert web.get(path, headers=phone).status_code == 403, path
    assert web.post("/v1/koppelingen", headers=phone).status_code == 403
    assert web.delete(f"/v1/brieven/{brief}", headers=phone).status_code == 403


@pytest.mark.parametrize("code", ["a" * 43, "_" * 20])
def test_a_wrong_code_says_so_plainly(web: TestClient, code: str) -> None:
    answer = web.post("/v1/koppelingen/_inwisselen", json={"code": code})
    assert answer.status_code == 401
    assert answer.json()["code"] == "koppelcode_ongeldig"
    assert code not in answer.text


def test_the_code_reaches_no_log(balie: TestClient, web: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    made = balie.post("/v1/koppelingen").json()
    code = made["url"].split("#")[1]
    token = web.post("/v1/koppelingen/_inwisselen", json={"code": code}).json()["token"]
    web.post("/v1/koppelingen/_inwisselen", json={"code": code})
    said = "".join(capfd.readouterr())
    assert code not in said
    assert token not in said


@pytest.mark.parametrize("soort", ["mens", "telefoon", "apparaat"])
def test_a_verdict_for_whoever_brings(inloggen, soort: str) -> None:  # type: ignore[no-untyped-def]
    answer = inloggen("vrijwilliger", soort).post("/v1/keuringen", files=bestanden(FOTO.read_bytes(), veld="bestand"))
    assert answer.json() == {"aanwijzingen": [], "zinnen": [], "goed": True}


def test_no_verdict_for_others_or_for_no_photo(inloggen, web: TestClient) -> None:  # type: ignore[no-untyped-def]
    photo = bestanden(jpeg(), veld="bestand")
    assert web.post("/v1/keuringen", files=photo).status_code == 401
    assert inloggen("controleur").post("/v1/keuringen", files=photo).status_code == 403
    assert inloggen().post("/v1/keuringen", files=bestanden(b"hallo", veld="bestand")).json()["code"] == "bestandssoort_onbekend"
    assert inloggen().post("/v1/keuringen", files=[*photo, *photo]).status_code == 400


@pytest.mark.parametrize("path", ["/balie", "/balie/stand"])
def test_the_desk_asks_who_is_there(web: TestClient, path: str) -> None:
    answer = web.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    by_script = web.get(path, headers={"HX-Request": "true"}, follow_redirects=False)
    assert (by_script.status_code, by_script.headers["hx-redirect"]) == (401, "/inloggen?verlopen")
    assert "De brieven van dit bezoek staan er nog." in web.get("/inloggen?verlopen").text


def test_the_desk_takes_a_letter(blad: TestClient) -> None:
    word = form_word(blad.get("/balie").text)
    answer = blad.post("/balie/brieven", data={"formulier": word, "sleutel": "a" * 32}, files=bestanden(jpeg()))
    assert "De brief is binnen" in answer.text
    again = blad.post("/balie/brieven", data={"formulier": word, "sleutel": "a" * 32}, files=bestanden(jpeg()))
    assert again.text.count('class="brief ') == 1


def test_the_desk_says_what_is_wrong_with_a_file(blad: TestClient) -> None:
    word = form_word(blad.get("/balie").text)
    answer = blad.post("/balie/brieven", data={"formulier": word}, files=bestanden(b"hallo"))
    assert answer.status_code == 400
    assert "geen foto, scan of PDF" in answer.text
    assert "Nieuwe brief" in answer.text


@pytest.mark.parametrize("path", ["telefoon", "telefoon/stop", "opnieuw", "klaar"])
def test_a_form_of_nobody_does_nothing(blad: TestClient, path: str) -> None:
    for data in ({}, {"formulier": "0" * 64}):
        assert blad.post(f"/balie/{path}", data=data).status_code in (403, 415)
    assert blad.post(f"/balie/{path}", data={"formulier": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_nobody_is_logged_in_by_another_site(web: TestClient) -> None:
    data = {"naam": "truus", "wachtwoord": "x", "code": "000000"}
    assert web.post("/inloggen", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    wrong = web.post("/inloggen", data=data)
    assert wrong.status_code == 401
    assert 'role="alert"' in wrong.text
    assert web.post("/inloggen", files={"naam": ("x", b"x")}).status_code == 415


def test_who_is_no_volunteer_is_told_where_to_work(web: TestClient, dienst: Dienst) -> None:
    wie = maak_wie(dienst.opslag, "beheerder")
    web.cookies.set(koekjesnaam(dienst.beleid.adres), open_sessie(dienst, wie.gebruiker_id, "mens")[0])
    assert "ingelogd als beheerder" in web.get("/").text
    assert web.get("/balie").status_code == 403


@pytest.mark.parametrize("path", ["/inloggen", "/uitnodiging", "/telefoon", "/balie"])
def test_pages_have_no_script_or_style_of_their_own(blad: TestClient, path: str) -> None:
    answer = blad.get(path)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=\"/static/)|https?://", answer.text)
    assert '<html lang="nl" dir="ltr"' in answer.text
