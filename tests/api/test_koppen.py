"""What goes round every request: headers, trace, proxies, foreign forms, how much and how often; and the figures."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import Rand, create_app
from api.grenzen import Grenzen, Lichaam, Teller, TeTraag, take_upload
from api.koppen import CSP, Proxies, client_address
from brievenbus.dienst import Dienst
from tests.api.plaatje import bestanden, jpeg

Inloggen = Callable[..., TestClient]


def client_of(dienst: Dienst, rand: Rand, address: str = "127.0.0.1", **extra: Any) -> TestClient:
    """Return a client of an app with these choices, calling from this address."""
    return TestClient(create_app(dienst, rand), client=(address, 1), base_url="http://127.0.0.1:8000", **extra)


@pytest.mark.parametrize("path", ["/v1/gezondheid", "/v1/onzin", "/onzin", "/v1/brieven"])
def test_security_headers_are_on_every_answer(web: TestClient, path: str) -> None:
    headers = web.get(path).headers
    assert headers["content-security-policy"] == CSP and "unsafe" not in CSP and "frame-ancestors 'none'" in CSP
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=(self)" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_https_is_kept(app: FastAPI) -> None:
    answer = TestClient(app, base_url="https://brievenbus.example.org").get("/v1/gezondheid")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


def test_trace_is_taken_over_and_a_broken_one_is_not(web: TestClient) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    good = web.get("/v1/gezondheid", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"}).headers["traceparent"]
    assert re.fullmatch(f"00-{trace}-[0-9a-f]{{16}}-01", good) and "b7ad6b7169203331" not in good
    for bad in ("x" * 55, f"00-{'0' * 32}-b7ad6b7169203331-01", ""):
        fresh = web.get("/v1/gezondheid", headers={"traceparent": bad}).headers["traceparent"]
        assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-01", fresh) and "0" * 32 not in fresh


def test_trace_reaches_the_audit_trail(balie: TestClient, inloggen: Inloggen) -> None:
    trace = "1" * 31 + "f"
    balie.post("/v1/brieven", files=bestanden(jpeg()), headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    rows = inloggen("controleur").get("/v1/auditregels").json()["auditregels"]
    assert trace in {row["traceId"] for row in rows}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"cookie": "bb=x", "sec-fetch-site": "cross-site"}, 403),
        ({"cookie": "bb=x", "sec-fetch-site": "same-site"}, 403),
        ({"cookie": "bb=x", "sec-fetch-site": "none"}, 403),
        ({"cookie": "bb=x"}, 403),
        ({"cookie": "bb=x", "origin": "https://kwaad.example"}, 403),
        ({"cookie": "bb=x", "origin": "null"}, 403),
        ({"cookie": "bb=x", "sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"}, 403),
        ({"cookie": "bb=x", "origin": "http://127.0.0.1:8000"}, 401),
        ({"cookie": "bb=x", "sec-fetch-site": "same-origin"}, 401),
        ({"sec-fetch-site": "cross-site"}, 401),
    ],
)
def test_form_of_another_site_is_refused(web: TestClient, headers: dict[str, str], status: int) -> None:
    assert web.post("/v1/brieven", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),  # what a caller put in front is not believed
        ("10.0.0.1", "203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("10.0.0.1", "onzin", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("192.0.2.9", "203.0.113.7", "192.0.2.9"),
    ],
)
def test_only_own_proxies_say_who_calls(peer: str, forwarded: str, seen: str) -> None:
    found: list[tuple[str, str]] = []

    async def note(scope: Any, receive: Any, send: Any) -> None:
        found.append((client_address(scope), scope["scheme"]))

    headers = [(b"x-forwarded-for", forwarded.encode()), (b"x-forwarded-proto", b"https")]
    scope = {"type": "http", "client": (peer, 1), "scheme": "http", "headers": headers}
    asyncio.run(Proxies(note, netten=["10.0.0.0/24"])(scope, None, None))  # type: ignore[arg-type]
    assert found == [(seen, "https" if peer.startswith("10.") else "http")]


@pytest.mark.usefixtures("halverwege")
def test_flood_is_slowed_down_by_session_and_by_address(dienst: Dienst) -> None:
    web = client_of(dienst, Rand(grenzen=Grenzen(per_onbekend=5, per_sessie=3)))
    assert [web.get("/v1/gezondheid").status_code for _ in range(6)] == [200] * 5 + [429]
    answer = web.get("/v1/gezondheid")
    assert answer.json()["code"] == "te_vaak" and 0 < int(answer.headers["retry-after"]) <= 61
    token = {"Authorization": "Bearer een"}
    assert [web.get("/v1/gezondheid", headers=token).status_code for _ in range(4)] == [200] * 3 + [429]
    assert web.get("/v1/gezondheid", headers={"Authorization": "Bearer ander"}).status_code == 200


def test_upload_too_large_is_refused_before_it_is_read(dienst: Dienst, inloggen: Inloggen) -> None:
    web = client_of(dienst, Rand(grenzen=Grenzen(upload=10_000)))
    web.headers["authorization"] = inloggen().headers["authorization"]
    answer = web.post("/v1/brieven", files=bestanden(bytes(20_000)))
    assert (answer.status_code, answer.json()["code"]) == (413, "verzoek_te_groot")
    lie = web.post("/v1/brieven", content=(bytes(1000) for _ in range(30)), headers={"content-type": "multipart/form-data; boundary=x"})
    assert lie.status_code in (400, 413)


def test_who_is_not_logged_in_gets_no_room(dienst: Dienst) -> None:
    web = client_of(dienst, Rand(grenzen=Grenzen(samen=100)))
    assert web.post("/v1/brieven", files=bestanden(bytes(5_000))).status_code == 401


def test_no_room_is_try_again_and_room_comes_back(dienst: Dienst, inloggen: Inloggen) -> None:
    grenzen = Grenzen(samen=3_000)
    web = client_of(dienst, Rand(grenzen=grenzen))
    web.headers["authorization"] = inloggen().headers["authorization"]
    full = web.post("/v1/brieven", files=bestanden(jpeg() + bytes(3_000)))
    assert (full.status_code, full.json()["code"], full.headers["retry-after"]) == (503, "te_druk", "5")
    for grijs in range(5):  # each takes more than a third of the room, one after the other
        assert web.post("/v1/brieven", files=bestanden(jpeg(grijs) + bytes(500))).status_code == 202


def test_counter_is_back_at_nothing_whatever_happens() -> None:
    teller = Teller(1000)
    scope = {"type": "http", "headers": [(b"content-type", b"multipart/form-data; boundary=x"), (b"content-length", b"500")]}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": bytes(100), "more_body": True}

    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        take_upload(scope)
        await receive()
        assert teller.nu == 500
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(Lichaam(breaks, grenzen=Grenzen(), teller=teller)(scope, receive, None))  # type: ignore[arg-type]
    assert teller.nu == 0


def test_slow_body_is_cut_off() -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(10)
        return {}

    async def send(message: Any) -> None:
        sent.append(message)

    async def reads(scope: Any, receive: Any, send: Any) -> None:
        with pytest.raises(TeTraag):
            await receive()
        await send({"type": "http.response.start", "status": 400, "headers": []})

    scope = {"type": "http", "headers": []}
    asyncio.run(Lichaam(reads, grenzen=Grenzen(stuk_seconden=0.01), teller=Teller(1))(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 408


def test_figures_are_for_this_machine_or_who_has_the_token(dienst: Dienst) -> None:
    assert client_of(dienst, Rand()).get("/metrics").status_code == 200
    assert client_of(dienst, Rand()).get("/metrics", headers={"x-forwarded-for": "203.0.113.7"}).status_code == 401
    assert client_of(dienst, Rand(), "203.0.113.7").get("/metrics").status_code == 401
    guarded = Rand(meet_token="een-lang-token")
    assert client_of(dienst, guarded).get("/metrics").status_code == 401
    assert client_of(dienst, guarded, "203.0.113.7").get("/metrics", headers={"authorization": "Bearer een-lang-token"}).status_code == 200
    assert client_of(dienst, guarded).get("/metrics", headers={b"authorization": "Bearer één".encode()}).status_code == 401


def test_figures_count_letters_and_requests_without_ids(balie: TestClient) -> None:
    made = balie.post("/v1/brieven", files=bestanden(jpeg())).json()["id"]
    balie.get(f"/v1/brieven/{made}")
    text = balie.get("/metrics").text
    assert 'brievenbus_brieven{status="ontvangen"} 1.0' in text
    assert "brievenbus_wachtrij 1.0" in text
    assert 'brievenbus_verzoeken_total{methode="GET",route="/v1/brieven/{brief_id}",status="200"} 1.0' in text
    assert made not in text
