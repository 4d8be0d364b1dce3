"""Every route by everybody: who gets through, for whom there is nothing there, who may not, and who must log in first.

`TABEL` is written by hand, from what each role is for; it is not made from the marks in the code. A route that is not in it, or
not in the app any more, fails `test_every_route_is_in_the_table`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import Rand, create_app
from api.auth import formuliertoken, koekjesnaam, routes_met_merk
from api.grenzen import Grenzen
from brievenbus.dienst import Beleid, Dienst
from brievenbus.dienst.sessies import wie_is
from brievenbus.errors import LoginError
from brievenbus.kennis import load as load_kennis
from brievenbus.store import new_id, open_opslag, tables
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Sleutelbos, new_key
from brievenbus.store.engine import make_engine
from tests.api.rollentabel import TABEL, V2, W2, V, W
from tests.api.rollenwereld import BINNEN, BUITEN, Wereld, maak_wereld
from tests.dienst.accountbouw import cheap_hashes
from tests.dienstbouw import Klok, NepRij

HIER = "http://127.0.0.1:8000"
EIGEN = {"sec-fetch-site": "same-origin"}
SCHRIJVEND = [route for route in TABEL if not route.startswith(("GET", "*"))]
PAGINAS = [route for route in SCHRIJVEND if "/v1/" not in route and not TABEL[route].open]


@pytest.fixture(scope="module")
def klok() -> Klok:
    return Klok()


@pytest.fixture(scope="module")
def dienst(tmp_path_factory: pytest.TempPathFactory, klok: Klok) -> Iterator[Dienst]:
    """One service for the whole walk; each route gets a world of its own in it."""
    room = tmp_path_factory.mktemp("rollen")
    engine = make_engine(f"sqlite:///{room / 'brievenbus.sqlite'}")
    tables.meta.create_all(engine)
    opslag = open_opslag(engine, Blobs(f"file://{room / 'blobs'}"), Sleutelbos({"test-1": new_key()}))
    yield Dienst(opslag, NepRij(), Beleid(), load_kennis(), klok)
    engine.dispose()


@pytest.fixture(scope="module")
def app(dienst: Dienst) -> FastAPI:
    wide = Grenzen(per_sessie=10**6, per_adres=10**6, per_onbekend=10**6)
    return create_app(dienst, Rand(grenzen=wide))


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_hashes(monkeypatch)


@pytest.fixture
def wereld(dienst: Dienst, klok: Klok) -> Wereld:
    return maak_wereld(dienst, klok)


@pytest.fixture(scope="module")
def vast(dienst: Dienst, klok: Klok) -> Wereld:
    """A world for what is refused, and so changes nothing in it."""
    return maak_wereld(dienst, klok)


class Loper:
    """Sends what the table says for one route, as anybody."""

    def __init__(self, app: FastAPI, dienst: Dienst, wereld: Wereld, route: str) -> None:
        self.dienst, self.wereld, self.mag = dienst, wereld, TABEL[route]
        self.methode, self.pad = route.split(" ")
        if self.methode == "*":
            self.methode, self.pad = "GET", self.pad + "/basis.css"
        for slot in ("doorverwijzing_id", "gebruiker_id", "balie_id", "brief_id", "stapel_id", "bezoek_id", "koppeling_id", "apparaat_id",
                     "wijkteam_id", "voorstel_id"):  # fmt: skip
            self.pad = self.pad.replace(f"{{{slot}}}", wereld.ids[self.mag.slots.get(slot, slot)])
        for slot, waarde in (("nummer", "1"), ("naam", "h06"), ("wat", "wissen"), ("code", "nl"), ("soort", "regeling")):
            self.pad = self.pad.replace(f"{{{slot}}}", waarde)
        self.web = TestClient(app, client=("127.0.0.1", 50000), base_url=HIER, follow_redirects=False)

    @property
    def is_api(self) -> bool:
        return self.pad.startswith("/v1/")

    def ga(self, wie: str, methode: str = "", **anders: Any) -> Any:
        """Ask as this one; a page gets the cookie, and a form its word."""
        token, said = self.wereld.tokens[wie], self.mag.stuur(self.wereld)
        headers = {**EIGEN, "accept": "text/html"} if not self.is_api else {}
        if token and self.is_api:
            headers["authorization"] = f"Bearer {token}"
        elif token:
            headers["cookie"] = f"{koekjesnaam(self.dienst.beleid.adres)}={token}"
        if not self.is_api and self.methode == "POST":
            said["data"] = {**said.get("data", {}), "formulier": self.woord(token)}
        headers |= anders.pop("headers", {})
        return self.web.request(methode or self.methode, self.pad, headers=headers, **{**said, **anders})

    def woord(self, token: str) -> str:
        """Return the word that the forms of this session carry; one of nobody where there is no session."""
        try:
            return formuliertoken(self.dienst, wie_is(self.dienst, token))
        except LoginError:
            return "0" * 64

    def buiten(self, answer: Any) -> bool:
        """Tell whether somebody was sent to log in."""
        return bool(answer.status_code == 401 if self.is_api else answer.headers.get("location") == "/inloggen")


def test_every_route_is_in_the_table(app: FastAPI) -> None:
    found = {f"{methode} {route.pad}" for route in routes_met_merk(app) for methode in (route.methoden or ("*",))}
    assert found - set(TABEL) == set(), "nieuwe route: zet in TABEL wie er door mag"
    assert set(TABEL) - found == set(), "deze route is er niet meer: haal haar uit TABEL"


def _holds_nothing(answer: Any, words: list[str | bytes], who: str) -> None:
    told = answer.content + str(dict(answer.headers)).encode()
    for word in words:
        assert (word if isinstance(word, bytes) else word.encode()) not in told, who


@pytest.mark.parametrize("route", TABEL)
def test_who_gets_through(app: FastAPI, dienst: Dienst, wereld: Wereld, route: str) -> None:
    loper, mag = Loper(app, dienst, wereld, route), TABEL[route]
    through = {*BUITEN, *BINNEN} if mag.open else set(mag.wie.split())
    for who in sorted({*BUITEN, *BINNEN} - through):  # first those who may not: what they try must change nothing
        answer = loper.ga(who)
        if who in BUITEN:
            assert loper.buiten(answer), (who, answer.status_code)
        else:
            assert answer.status_code == (404 if who in mag.niets.split() else 403), who
        _holds_nothing(answer, wereld.geheim(who), who)
    _head_is_get(loper, through)
    answers = {who: loper.ga(who) for who in [*BUITEN, *BINNEN] if who in through}
    assert mag.goed in {answer.status_code for answer in answers.values()}, {who: one.status_code for who, one in answers.items()}
    for who, answer in answers.items():
        assert answer.status_code < 500 or mag.goed >= 500, who
        assert mag.open or not (loper.buiten(answer) or answer.status_code in (403, 404)), (who, answer.status_code)
        if who not in (V, W):
            _holds_nothing(answer, wereld.briefwoorden, who)


def _head_is_get(loper: Loper, through: set[str]) -> None:
    if loper.methode != "GET":
        return
    for who in [*BUITEN, *BINNEN]:
        head, got = loper.ga(who, "HEAD"), loper.ga(who)
        assert (head.status_code, head.content) == (got.status_code, b""), who
        assert head.headers.get("location") == got.headers.get("location"), who
        if who not in through:
            _holds_nothing(head, loper.wereld.geheim(who), who)


@pytest.mark.parametrize("route", [route for route in TABEL if "{" in route])
def test_another_id_is_answered_as_one_that_does_not_exist(app: FastAPI, dienst: Dienst, wereld: Wereld, route: str) -> None:
    loper = Loper(app, dienst, wereld, route)
    for who in TABEL[route].niets.split():
        real = loper.ga(who)
        kept, loper.pad = loper.pad, "/".join(new_id() if part in wereld.ids.values() else part for part in loper.pad.split("/"))
        unreal, loper.pad = loper.ga(who), kept
        assert (real.status_code, real.content) == (unreal.status_code, unreal.content), who


def test_without_the_yes_to_the_picture_there_is_none(app: FastAPI, dienst: Dienst, wereld: Wereld) -> None:
    for path in (f"/v1/brieven/{wereld.ids['brief_blind']}/paginas/1", f"/v1/doorverwijzingen/{wereld.ids['blind']}/paginas/1"):
        loper = Loper(app, dienst, wereld, "GET /v1/gezondheid")
        loper.pad = path
        assert {who: loper.ga(who).status_code for who in (V, V2, W, W2)} == {V: 200, V2: 404, W: 404, W2: 404}
        _holds_nothing(loper.ga(W), wereld.geheim(W), W)


@pytest.mark.parametrize("route", PAGINAS)
def test_a_form_of_another_site_or_without_the_word_of_this_session_is_refused(
    app: FastAPI, dienst: Dienst, vast: Wereld, route: str
) -> None:  # fmt: skip
    loper = Loper(app, dienst, vast, route)
    for site in ("cross-site", "same-site", "none"):
        assert loper.ga(V, headers={"sec-fetch-site": site, "origin": "https://kwaad.example"}).status_code == 403, site
    for word in ("", "0" * 64, loper.woord(vast.tokens[V2])):
        assert loper.ga(V, data={**loper.mag.stuur(vast).get("data", {}), "formulier": word}).status_code == 403, word


@pytest.mark.parametrize("route", [route for route in TABEL if "/v1/" in route and not TABEL[route].open])
def test_the_cookie_counts_for_nothing_under_v1(app: FastAPI, dienst: Dienst, vast: Wereld, route: str) -> None:
    loper = Loper(app, dienst, vast, route)
    cookie = {"cookie": f"{koekjesnaam(dienst.beleid.adres)}={vast.tokens[V]}"}
    assert loper.ga("anoniem", headers={**cookie, **EIGEN}).status_code == 401
    if route in SCHRIJVEND:
        assert loper.ga("anoniem", headers={**cookie, "origin": "https://kwaad.example"}).status_code == 403


@pytest.mark.parametrize("route", [*PAGINAS, "GET /balie", "GET /balie/stand"])
def test_a_bearer_opens_no_page(app: FastAPI, dienst: Dienst, vast: Wereld, route: str) -> None:
    loper = Loper(app, dienst, vast, route)
    assert loper.buiten(loper.ga("anoniem", headers={"authorization": f"Bearer {vast.tokens[V]}"}))
