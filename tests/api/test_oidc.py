"""Logging in through a provider, over the wire, from the first click to a page: and every way in which it may not work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from api import oidc
from api.app import Rand, create_app
from api.oidc import read_instelling, read_rollen
from brievenbus.dienst import SYSTEEM, Dienst, accounts, uitnodigingen
from brievenbus.dienst.accounts import Aanmelding
from brievenbus.dienst.oidc import OidcInstelling, claim_name
from brievenbus.dienst.sessies import wie_is
from brievenbus.errors import MissingError, SettingsError
from brievenbus.foutzin import fill
from brievenbus.settings import Settings
from brievenbus.store import audit
from tests.api.nepuitgever import CLIENT, GEHEIM, NepUitgever, serve
from tests.dienst.accountbouw import accept, cheap_hashes, first_admin
from tests.dienstbouw import Klok, maak_balie, maak_wijkteam

HIER = "http://127.0.0.1:8000"
Maak = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_hashes(monkeypatch)


@pytest.fixture(scope="module")
def poort() -> Iterator[NepUitgever]:
    """One server for all tests here."""
    with serve(NepUitgever()) as running:
        yield running


@pytest.fixture
def uitgever(poort: NepUitgever, klok: Klok) -> NepUitgever:
    """The provider as new, at the time of the test."""
    fresh = NepUitgever(adres=poort.adres, sleutel=poort.sleutel, nu=int(klok().timestamp()))
    vars(poort).update(vars(fresh))
    return poort


@pytest.fixture
def maak(dienst: Dienst, uitgever: NepUitgever) -> Maak:
    """A browser in front of a small app with only the two routes; arguments change the settings."""

    def make(**anders: Any) -> TestClient:
        app = FastAPI()
        app.state.dienst = dienst
        values: dict[str, Any] = {"uitgever": uitgever.adres, "client_id": CLIENT, "geheim": GEHEIM} | anders
        oidc.mount(app, OidcInstelling(**values))
        return TestClient(app, base_url=HIER, follow_redirects=False)

    return make


def _log_in(browser: TestClient) -> httpx2.Response:
    """Click, log in at the provider, come back."""
    out = browser.get("/oidc/inloggen")
    assert out.status_code == 303
    return browser.get(_at_provider(out.headers["location"]))


def _at_provider(url: str) -> str:
    back = httpx2.get(url).headers["location"]
    assert back.startswith(f"{HIER}/oidc/terug?")
    return back


def _code(answer: Any) -> str:
    """Which of our sentences is on the page."""
    assert answer.headers["content-type"].startswith("text/html") and 'href="/inloggen"' in answer.text
    return next((code for code in ("oidc_geen_account", "oidc_mislukt", "oidc_weg") if fill(code) in answer.text), answer.text)


def _invite(dienst: Dienst, naam: str = "noor@example.org") -> str:
    return accounts.maak(dienst, SYSTEEM, Aanmelding(naam, "Noor Voorbeeld", "controleur")).gebruiker.id


def test_a_whole_login(dienst: Dienst, maak: Maak) -> None:
    made = accounts.maak(dienst, SYSTEEM, Aanmelding("Noor@Example.org", "Noor Voorbeeld", "controleur"))
    browser = maak()
    back = _log_in(browser)
    assert (back.status_code, back.headers["location"]) == (303, "/")
    assert "bb-oidc" not in browser.cookies
    wie = wie_is(dienst, browser.cookies["bb"])
    assert (wie.gebruiker_id, wie.rol, wie.soort) == (made.gebruiker.id, "controleur", "mens")
    with pytest.raises(MissingError):  # the invitation is no second way in
        uitnodigingen.bekijk(dienst, made.token)
    with dienst.opslag.engine.connect() as conn:
        last = audit.lees(conn, aantal=100)[-1].gebeurtenis
    assert (last.actie, last.resultaat, last.actor) == ("ingelogd_oidc", "gelukt", made.gebruiker.id)


def test_the_second_time_the_subject_counts_and_not_the_name(dienst: Dienst, maak: Maak, uitgever: NepUitgever) -> None:
    noor, browser = _invite(dienst), maak()
    _log_in(browser)
    uitgever.claims = {"sub": "s-1", "email": "andere.naam@example.org"}
    assert _log_in(browser).status_code == 303
    assert wie_is(dienst, browser.cookies["bb"]).gebruiker_id == noor
    uitgever.claims = {"sub": "s-2", "email": "noor@example.org"}
    assert _code(_log_in(browser)) == "oidc_geen_account"


def test_what_goes_to_the_provider_has_pkce_state_and_nonce_and_no_secret(maak: Maak) -> None:
    browser = maak()
    one, two = (parse_qs(urlsplit(browser.get("/oidc/inloggen").headers["location"]).query) for _ in range(2))
    assert one["code_challenge_method"] == ["S256"] and one["response_type"] == ["code"]
    assert one["redirect_uri"] == [f"{HIER}/oidc/terug"] and "client_secret" not in one
    assert all(one[name] != two[name] for name in ("state", "nonce", "code_challenge"))


def test_the_cookie_on_the_way_is_sealed(maak: Maak) -> None:
    browser = maak()
    out = browser.get("/oidc/inloggen")
    cookie, sent = out.headers["set-cookie"], parse_qs(urlsplit(out.headers["location"]).query)
    assert sent["state"][0] not in cookie and sent["nonce"][0] not in cookie
    assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower() and "Max-Age=600" in cookie


def test_private_key_jwt(dienst: Dienst, maak: Maak, uitgever: NepUitgever) -> None:
    _invite(dienst)
    uitgever.klant = RSAKey.generate_key(2048)
    browser = maak(geheim="", sleutel=uitgever.klant.as_pem(private=True).decode())
    assert _log_in(browser).status_code == 303 and wie_is(dienst, browser.cookies["bb"])


def test_nobody_without_an_account_comes_in(dienst: Dienst, maak: Maak) -> None:
    browser = maak()
    back = _log_in(browser)
    assert (back.status_code, _code(back)) == (401, "oidc_geen_account") and "bb" not in browser.cookies
    with dienst.opslag.engine.connect() as conn:
        last = audit.lees(conn, aantal=100)[-1].gebeurtenis
    assert (last.resultaat, last.actor, len(last.object_id)) == ("geweigerd", "", 64)


def test_an_account_with_a_password_is_not_taken_over_by_a_name(dienst: Dienst, maak: Maak, klok: Klok, uitgever: NepUitgever) -> None:
    first_admin(dienst, klok)
    made = accounts.maak(dienst, SYSTEEM, Aanmelding("noor@example.org", "Noor Voorbeeld", "beheerder"))
    accept(dienst, klok, made.token)
    uitgever.nu = int(klok().timestamp())
    assert _code(_log_in(maak())) == "oidc_geen_account"
    accounts.herstel(dienst, SYSTEEM, made.gebruiker.id)
    assert _log_in(maak()).status_code == 303


def test_a_blocked_account_stays_out(dienst: Dienst, maak: Maak) -> None:
    noor, browser = _invite(dienst), maak()
    _log_in(browser)
    accounts.blokkeer(dienst, SYSTEEM, noor)
    assert _code(_log_in(browser)) == "oidc_geen_account"


def test_a_reset_unties_the_account(dienst: Dienst, maak: Maak, uitgever: NepUitgever) -> None:
    noor, browser = _invite(dienst), maak()
    _log_in(browser)
    accounts.herstel(dienst, SYSTEEM, noor)
    uitgever.claims = {"sub": "s-9", "email": "noor@example.org"}
    assert _log_in(browser).status_code == 303


@pytest.mark.parametrize(
    "lieg",
    [
        {"nonce": "een andere"}, {"nonce": None}, {"aud": "een.ander"}, {"aud": ["een.ander"], "azp": CLIENT}, {"aud": None},
        {"iss": "https://boef.example"}, {"exp": 1}, {"exp": None}, {"sub": None}, {"sub": ""}, {"azp": "een.ander"}, {"iat": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)  # fmt: skip
def test_an_id_token_that_is_not_for_us_now_is_refused(dienst: Dienst, maak: Maak, uitgever: NepUitgever, lieg: dict[str, Any]) -> None:
    _invite(dienst)
    uitgever.lieg = lieg
    browser = maak()
    back = _log_in(browser)
    assert (back.status_code, _code(back)) == (401, "oidc_mislukt") and "bb" not in browser.cookies


def test_an_id_token_signed_by_another_is_refused(dienst: Dienst, maak: Maak, uitgever: NepUitgever) -> None:
    _invite(dienst)
    uitgever.toon, uitgever.sleutel = uitgever.sleutel, RSAKey.generate_key(2048, {"kid": "k1"})
    assert _code(_log_in(maak())) == "oidc_mislukt"


def test_a_provider_may_change_its_key(dienst: Dienst, maak: Maak, uitgever: NepUitgever) -> None:
    _invite(dienst)
    browser = maak()
    assert _log_in(browser).status_code == 303
    uitgever.sleutel = RSAKey.generate_key(2048, {"kid": "k2"})
    assert _log_in(browser).status_code == 303
    assert uitgever.gezien == ["discovery", "jwks", "jwks"]


def test_a_code_state_or_cookie_that_is_not_ours_is_refused(dienst: Dienst, maak: Maak, klok: Klok) -> None:
    _invite(dienst)
    browser, other = maak(), maak()
    back = _at_provider(browser.get("/oidc/inloggen").headers["location"])
    theirs = _at_provider(other.get("/oidc/inloggen").headers["location"])
    assert _code(browser.get(theirs)) == "oidc_mislukt"  # a link from somebody else would log you in as them
    assert _code(maak().get(back)) == "oidc_mislukt"
    assert _code(browser.get(back.split("&state")[0])) == "oidc_mislukt"
    assert _code(browser.get(back + "&iss=https://boef.example")) == "oidc_mislukt"
    assert _code(browser.get("/oidc/terug?error=access_denied&" + back.split("?")[1])) == "oidc_mislukt"
    assert browser.get(back).status_code == 303
    assert _code(browser.get(back)) == "oidc_mislukt"
    late = _at_provider(browser.get("/oidc/inloggen").headers["location"])
    klok.verder(minutes=10)
    assert _code(browser.get(late)) == "oidc_mislukt"


@pytest.mark.parametrize("cookie", ["x", "AAAA", "é", "A" * 200])
def test_a_broken_cookie_is_no_cookie(maak: Maak, cookie: str) -> None:
    answer = maak().get("/oidc/terug?code=c&state=s", headers={"Cookie": f"bb-oidc={cookie}".encode()})
    assert _code(answer) == "oidc_mislukt"


def test_a_wrong_secret_and_a_provider_that_is_away(maak: Maak, dienst: Dienst, uitgever: NepUitgever) -> None:
    _invite(dienst)
    assert _code(_log_in(maak(geheim="fout"))) == "oidc_mislukt"
    away = maak(uitgever="http://127.0.0.1:9").get("/oidc/inloggen")
    assert (away.status_code, _code(away)) == (503, "oidc_weg")
    other = uitgever.adres.replace("127.0.0.1", "localhost")  # its document says it is somebody else
    assert _code(maak(uitgever=other).get("/oidc/inloggen")) == "oidc_weg"


@pytest.mark.parametrize(("instelling", "knop"), [(None, False), (OidcInstelling("https://login.example", CLIENT, GEHEIM), True)])
def test_the_login_page_offers_it_where_it_was_set_up(dienst: Dienst, instelling: OidcInstelling | None, knop: bool) -> None:
    web = TestClient(create_app(dienst, Rand(oidc=instelling)), base_url=HIER)
    assert ('href="/oidc/inloggen"' in web.get("/inloggen").text) == knop
    refused = web.post("/inloggen", data={"naam": "x", "wachtwoord": "y", "code": "1"})
    assert refused.status_code == 401 and ('href="/oidc/inloggen"' in refused.text) == knop


def test_where_it_was_not_set_up_there_is_nothing(dienst: Dienst) -> None:
    app = FastAPI()
    app.state.dienst = dienst
    oidc.mount(app, None)
    browser = TestClient(app, base_url=HIER)
    assert [browser.get(path).status_code for path in ("/oidc/inloggen", "/oidc/terug")] == [404, 404]


# ---- roles that the provider gives

ROLLEN = {"rol_claim": "groups", "rollen": {"bb-beheer": "beheerder", "bb-balie": "vrijwilliger", "bb-team": "wijkteam"},
          "balie_claim": "locatie", "wijkteam_claim": "team"}  # fmt: skip


def test_a_new_person_gets_the_role_and_place_of_the_claims(dienst: Dienst, maak: Maak, uitgever: NepUitgever) -> None:
    desk, team = maak_balie(dienst.opslag, "Balie Noord"), maak_wijkteam(dienst.opslag, "Team Oost")
    browser = maak(**ROLLEN)
    for sub, claims, expected in (
        ("s-1", {"groups": ["x", "bb-balie"], "locatie": "Balie Noord"}, ("vrijwilliger", desk, None)),
        ("s-2", {"groups": "bb-team", "team": ["Onbekend", "Team Oost"]}, ("wijkteam", None, team)),
        ("s-3", {"groups": ["bb-balie", "bb-beheer"]}, ("beheerder", None, None)),
    ):
        uitgever.claims = {"sub": sub, "email": f"{sub}@example.org", "name": "Noor Voorbeeld", **claims}
        assert _log_in(browser).status_code == 303
        wie = wie_is(dienst, browser.cookies["bb"])
        assert (wie.rol, wie.balie_id, wie.wijkteam_id) == expected


@pytest.mark.parametrize(
    "claims",
    [{}, {"groups": []}, {"groups": ["iets"]}, {"groups": {"bb-beheer": 1}}, {"groups": 7}, {"groups": ["bb-balie"], "locatie": "Onbekend"},
     {"groups": ["bb-balie"]}, {"groups": ["bb-team"]}, {"groups": ["bb-beheer"], "email": None}],
    ids=str,
)  # fmt: skip
def test_claims_that_say_no_role_let_nobody_in(dienst: Dienst, maak: Maak, uitgever: NepUitgever, claims: dict[str, Any]) -> None:
    uitgever.claims |= claims
    assert _code(_log_in(maak(**ROLLEN))) == "oidc_geen_account"
    assert accounts.lijst(dienst, SYSTEEM) == []


def test_the_provider_leads_each_time(dienst: Dienst, maak: Maak, uitgever: NepUitgever) -> None:
    one, two = maak_balie(dienst.opslag, "Balie Noord"), maak_balie(dienst.opslag, "Balie Zuid")
    browser = maak(**ROLLEN)
    uitgever.claims |= {"groups": ["bb-balie"], "locatie": "Balie Noord"}
    _log_in(browser)
    first = browser.cookies["bb"]
    assert wie_is(dienst, first).balie_id == one
    uitgever.claims |= {"locatie": "Balie Zuid"}
    _log_in(browser)
    assert wie_is(dienst, browser.cookies["bb"]).balie_id == two and browser.cookies["bb"] != first
    uitgever.claims |= {"groups": []}
    assert _code(_log_in(browser)) == "oidc_geen_account"


def test_an_unproven_address_is_no_name() -> None:
    own = OidcInstelling("https://login.example", CLIENT, GEHEIM)
    assert claim_name(own, {"email": " Noor@Example.ORG "}) == "noor@example.org"
    assert claim_name(own, {"email": "noor@example.org", "email_verified": True}) == "noor@example.org"
    for claims in ({"email": "noor@example.org", "email_verified": False}, {"email": "noor@example.org", "email_verified": "true"},
                   {"email": ""}, {"email": ["noor@example.org"]}, {}):  # fmt: skip
        assert claim_name(own, claims) is None


# ---- settings


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"uitgever": "http://login.example"}, "oidc_uitgever_onveilig"), ({"uitgever": "login.example"}, "oidc_uitgever_onveilig"),
        ({"client_id": ""}, "oidc_onvolledig"), ({"geheim": ""}, "oidc_onvolledig"), ({"rol_claim": "groups"}, "oidc_onvolledig"),
    ],
)  # fmt: skip
def test_unsafe_or_half_settings_are_refused(anders: dict[str, str], code: str) -> None:
    with pytest.raises(SettingsError) as error:
        OidcInstelling(**({"uitgever": "https://login.example", "client_id": CLIENT, "geheim": GEHEIM} | anders))  # type: ignore[arg-type]
    assert error.value.code == code


def test_settings_are_read_with_a_secret_or_a_key(tmp_path: Path) -> None:
    file = tmp_path / "geheim"
    env = {"HOME": str(tmp_path), "BRIEVENBUS_OIDC_UITGEVER": "https://login.example", "BRIEVENBUS_OIDC_CLIENT_ID": CLIENT}
    assert read_instelling(Settings.read({"HOME": str(tmp_path)})) is None
    settings = Settings.read(env | {"BRIEVENBUS_OIDC_GEHEIM_BESTAND": str(file)})
    with pytest.raises(SettingsError):
        read_instelling(settings)
    file.write_text("geheim\n", "utf-8")
    plain = read_instelling(settings)
    assert plain is not None and (plain.geheim, plain.sleutel, plain.naam_claim) == ("geheim", "", "email")
    assert "geheim" not in repr(plain).replace("geheim_", "")
    file.write_text("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n", "utf-8")
    keyed = read_instelling(settings)
    assert keyed is not None and keyed.geheim == "" and keyed.sleutel.startswith("-----BEGIN")


def test_roles_are_read_from_a_line() -> None:
    assert read_rollen("") == {}
    assert read_rollen("cn=bb balie=vrijwilliger, bb-team = wijkteam") == {"cn=bb balie": "vrijwilliger", "bb-team": "wijkteam"}
    for wrong in ("bb-balie", "bb-balie=baas", "=beheerder"):
        with pytest.raises(SettingsError):
            read_rollen(wrong)
