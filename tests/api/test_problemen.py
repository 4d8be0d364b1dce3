"""Every mistake comes back as a problem: the right status, a Dutch sentence, a code, and nothing of what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.auth import openbaar
from api.problemen import Vangnet
from brievenbus.dienst import Dienst
from tests.api.plaatje import bestanden, jpeg

BSN = "123456782"


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is a problem of this kind, and return it."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = dict(answer.json())
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code), body
    assert body["title"] and body["detail"].endswith((".", "!", "'fouten' wat er anders moet."))
    assert set(body) <= {"status", "title", "detail", "code", "fouten"}
    return body


def test_not_logged_in(web: TestClient) -> None:
    answer = web.get("/v1/brieven")
    problem(answer, 401, "niet_ingelogd")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_wrong_token(web: TestClient) -> None:
    problem(web.get("/v1/brieven", headers={"Authorization": "Bearer onzin"}), 401, "niet_ingelogd")


def test_wrong_role(inloggen: Callable[..., TestClient]) -> None:
    problem(inloggen("controleur").get("/v1/brieven"), 403, "mag_niet")
    problem(inloggen("beheerder").get("/v1/brieven"), 403, "mag_niet")


def test_missing_path_and_missing_letter(web: TestClient, balie: TestClient) -> None:
    problem(web.get("/v1/onzin"), 404, "niet_gevonden")
    problem(web.get("/onzin"), 404, "niet_gevonden")
    problem(balie.get(f"/v1/brieven/{'0' * 32}"), 404, "niet_gevonden")


def test_wrong_method(web: TestClient) -> None:
    answer = web.put("/v1/brieven")
    problem(answer, 405, "methode_kan_niet")
    assert answer.headers["allow"] == "GET, HEAD, POST"


def test_all_mistakes_at_once_and_no_value_comes_back(balie: TestClient) -> None:
    answer = balie.get("/v1/brieven", params={"aantal": "0", "status": BSN, "bezoekId": BSN})
    fouten = problem(answer, 400, "verzoek_ongeldig")["fouten"]
    assert {fout["veld"] for fout in fouten} == {"zoekdeel.aantal", "zoekdeel.status", "zoekdeel.bezoekId"}
    assert all(fout["zin"].endswith(".") for fout in fouten)
    assert BSN not in answer.text


@pytest.mark.parametrize("body", [b"{", b"[]", b'"' + BSN.encode() + b'"', b"{}", b'{"123456782": 1}', b"\xff\xfe"])
def test_broken_json(balie: TestClient, body: bytes) -> None:
    answer = balie.post(f"/v1/brieven/{'0' * 32}/correcties", content=body, headers={"content-type": "application/json"})
    problem(answer, 400, "verzoek_ongeldig")
    assert BSN not in answer.text


def test_too_much_json(balie: TestClient) -> None:
    answer = balie.post(f"/v1/brieven/{'0' * 32}/correcties", json={"veld": "datum", "waarde": "x" * 300_000})
    problem(answer, 413, "verzoek_te_groot")


def test_too_much_json_that_does_not_say_how_much(balie: TestClient) -> None:
    stream = (b" " * 10_000 for _ in range(40))
    answer = balie.post(f"/v1/brieven/{'0' * 32}/correcties", content=stream, headers={"content-type": "application/json"})
    problem(answer, 413, "verzoek_te_groot")


def test_no_form(balie: TestClient) -> None:
    problem(balie.post("/v1/brieven", json={}), 415, "geen_formulier")
    problem(balie.post("/v1/brieven", content=b"", headers={"content-type": "multipart/form-data"}), 415, "geen_formulier")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"--x", b"--x--\r\n", b"--x\r\n\r\nabc\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="bestanden"; filename="a"\r\n\r\nhalf',
        b'--x\r\nContent-Disposition: form-data; name="bestanden"\r\n\r\nzonder naam\r\n--x--\r\n',
    ],
)  # fmt: skip
def test_broken_form(balie: TestClient, body: bytes) -> None:
    answer = balie.post("/v1/brieven", content=body, headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400
    assert answer.json()["code"] in ("formulier_kapot", "geen_bestanden_gestuurd")


def test_form_without_file(balie: TestClient) -> None:
    answer = balie.post("/v1/brieven", files={"taal": (None, "nl")})
    assert "bestanden" in problem(answer, 400, "geen_bestanden_gestuurd")["detail"]


def test_unknown_field(balie: TestClient) -> None:
    answer = balie.post("/v1/brieven", files=[*bestanden(jpeg()), (BSN, (None, "1"))])
    assert problem(answer, 400, "verzoek_ongeldig")["fouten"][0]["code"] == "extra_forbidden"
    assert BSN not in answer.text
    problem(balie.post("/v1/brieven", files=[*bestanden(jpeg()), ("taal", (None, "nl")), ("taal", (None, "nl"))]), 400, "veld_onbekend")


def test_file_of_a_wrong_kind_is_not_named_back(balie: TestClient) -> None:
    answer = balie.post("/v1/brieven", files={"bestanden": (f"brief-{BSN}.exe", b"MZ" + bytes(100), "image/jpeg")})
    assert answer.status_code == 400
    problem(answer, 400, "bestandssoort_onbekend")
    assert BSN not in answer.text


def test_too_many_files(balie: TestClient, dienst: Dienst) -> None:
    answer = balie.post("/v1/brieven", files=bestanden(*[jpeg()] * (dienst.beleid.max_bestanden + 1)))
    problem(answer, 400, "te_veel_bestanden")


def test_same_key_other_letter(balie: TestClient) -> None:
    key = {"Idempotency-Key": "een-sleutel-van-ons"}
    first = balie.post("/v1/brieven", files=bestanden(jpeg(10)), headers=key)
    again = balie.post("/v1/brieven", files=bestanden(jpeg(10)), headers=key)
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json() and first.headers["location"] == again.headers["location"]
    problem(balie.post("/v1/brieven", files=bestanden(jpeg(20)), headers=key), 409, "sleutel_hergebruikt")


def test_reading_before_it_is_read(balie: TestClient) -> None:
    made = balie.post("/v1/brieven", files=bestanden(jpeg())).json()
    problem(balie.get(f"/v1/brieven/{made['id']}/lezing"), 409, "nog_niet_gelezen")


def test_form_from_another_site(web: TestClient) -> None:
    problem(web.post("/v1/brieven", headers={"cookie": "bb=x", "sec-fetch-site": "cross-site"}), 403, "andere_site")


def test_not_ready_names_what_is_missing(web: TestClient) -> None:
    body = problem(web.get("/v1/gereedheid"), 503, "niet_gereed")
    assert [fout["veld"] for fout in body["fouten"]] == ["werker"]


class Kapot:
    """A route that breaks in a way nobody foresaw, with something private in the exception."""

    def __init__(self, app: FastAPI) -> None:
        app.add_api_route("/kapot", self.breek, dependencies=[openbaar])

    def breek(self) -> None:
        """Break."""
        raise ZeroDivisionError(f"burgerservicenummer {BSN}")


def test_unforeseen_is_a_bare_500(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    Kapot(app)
    answer = TestClient(app, client=("127.0.0.1", 1)).get("/kapot")
    problem(answer, 500, "programmafout")
    assert BSN not in answer.text + str(answer.headers)
    out = capsys.readouterr()
    assert "ZeroDivisionError" in out.out + out.err and BSN not in out.out + out.err


def test_half_an_answer_does_not_end_well() -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError(BSN)

    with pytest.raises(ConnectionAbortedError) as caught:
        TestClient(Vangnet(breaks)).get("/")
    assert BSN not in str(caught.value)


def test_who_looks_at_pages_gets_a_page(web: TestClient) -> None:
    answer = web.get("/is-er-niet", headers={"accept": "text/html,application/xhtml+xml"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
