"""The language of the pages: chosen, kept, and never able to break a page or lead to another site."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from api.desk import taal, taalkeuze, weergave
from api.desk.foutpagina import Foutpagina
from api.desk.taal import TALEN, Taallaag, in_taal, nu, preferred
from api.problemen import from_error
from brievenbus.dienst import Dienst
from brievenbus.errors import BusyError
from tests.api.paginabouw import HIER, Lezer
from tests.dienst.doorverwijsbouw import inhoud, maak_brief
from tests.dienstbouw import maak_wie

AR = """# Nagekeken: door een spreker, in de lente.
msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\\n"

msgid "Wachtwoord"
msgstr "كلمة السر"

msgid "Dit hebben wij niet gevonden"
msgstr "لم نجد هذا"

msgid "Dit is er niet, of niet voor u."
msgstr "هذا غير موجود."

msgid "U vraagt te snel achter elkaar. Wacht {seconden} seconden."
msgstr "انتظر {seconden} ثوان."

msgid "Hulp van het wijkteam vragen"
msgstr "طلب المساعدة"

msgid "<strong class=\\"getal\\">%(n)s</strong> mens mag erbij"
msgid_plural "<strong class=\\"getal\\">%(n)s</strong> mensen mogen erbij"
msgstr[0] "لا أحد"
msgstr[1] "واحد"
msgstr[2] "اثنان"
msgstr[3] "قليل"
msgstr[4] "كثير"
msgstr[5] "غير ذلك"
"""


@pytest.fixture
def arabisch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages also speak an Arabic of a few sentences, whatever catalogues there are."""
    (tmp_path / "ar.po").write_text(AR, encoding="utf-8")
    spoken = MappingProxyType({"nl": TALEN["nl"], "ar": taal.read(tmp_path / "ar.po")})
    for module in (taal, taalkeuze, weergave):
        monkeypatch.setattr(module, "TALEN", spoken)


@pytest.fixture
def bezoeker(app: FastAPI, arabisch: None) -> Iterator[TestClient]:
    """Somebody without session who looks at pages."""
    with TestClient(app, base_url=HIER, headers={"accept": "text/html"}, follow_redirects=False) as client:
        yield client


def kijk(bezoeker: TestClient, pad: str, **koppen: str) -> str:
    return bezoeker.get(pad, headers=koppen).text


def test_a_choice_is_kept_and_leads_back(bezoeker: TestClient) -> None:
    answer = bezoeker.get("/taal/ar", params={"terug": "/inloggen?uit"})
    kept = answer.headers["set-cookie"].lower()
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen?uit")
    assert kept.startswith("taal=ar;") and "httponly" in kept and "samesite=lax" in kept
    page = kijk(bezoeker, "/inloggen")
    assert '<html lang="ar" dir="rtl"' in page and "كلمة السر" in page and "Wachtwoord" not in page
    bezoeker.get("/taal/nl")
    page = kijk(bezoeker, "/inloggen")
    assert '<html lang="nl" dir="ltr"' in page and "Wachtwoord" in page and "كلمة السر" not in page


def test_the_menu_names_each_language_in_itself_and_comes_back_here(bezoeker: TestClient) -> None:
    page = kijk(bezoeker, "/inloggen?uit")
    assert ">العربية<" in page and 'href="/taal/ar?terug=/inloggen%3Fuit"' in page


@pytest.mark.parametrize("terug", [
    "//elders.example", "/\\elders.example", "https://elders.example/x", "elders.example", "javascript:alert(1)", "", "/\t/elders.example",
    "/\r\nset-cookie: x=1",
])  # fmt: skip
def test_an_address_elsewhere_leads_to_the_beginning(bezoeker: TestClient, terug: str) -> None:
    answer = bezoeker.get(f"/taal/ar?terug={quote(terug, safe='')}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_language_that_is_not_here_is_not_found_and_not_kept(bezoeker: TestClient) -> None:
    for code in ("xx", "AR", "nl.po", "ar%00"):
        answer = bezoeker.get(f"/taal/{code}")
        assert answer.status_code in (400, 404) and "set-cookie" not in answer.headers, code


def test_without_a_cookie_it_is_dutch_whatever_the_browser_asks(bezoeker: TestClient) -> None:
    for koppen in ({}, {"accept-language": "ar"}, {"cookie": "taal=xx"}, {"cookie": "taal="}):
        assert '<html lang="nl" dir="ltr"' in kijk(bezoeker, "/inloggen", **koppen), koppen


def test_the_phone_follows_its_own_language_until_somebody_chooses(bezoeker: TestClient) -> None:
    assert '<html lang="ar" dir="rtl"' in kijk(bezoeker, "/telefoon", **{"accept-language": "ar-SA,nl;q=0.8"})
    assert '<html lang="nl"' in kijk(bezoeker, "/telefoon", **{"accept-language": "ar", "cookie": "taal=nl"})
    assert '<html lang="nl"' in kijk(bezoeker, "/telefoon", **{"accept-language": "zh"})


@pytest.mark.parametrize(("kop", "code"), [
    ("ar", "ar"), ("AR-sa", "ar"), ("nl;q=0.5, ar;q=0.9", "ar"), ("ar; q=0.1 , nl", "nl"), ("zh, ar;q=0.2", "ar"), ("ar;q=0", ""),
    ("ar;q=veel, nl;q=0.1", "nl"), ("*", ""), ("", ""), ("zh," * 20 + "ar", ""),
])  # fmt: skip
@pytest.mark.usefixtures("arabisch")
def test_the_wish_that_weighs_most_wins(kop: str, code: str) -> None:
    assert preferred(kop) == code


def test_what_goes_wrong_is_said_in_the_language_of_the_page(app: FastAPI, dienst: Dienst, arabisch: None) -> None:
    beheer = Lezer(app, dienst, maak_wie(dienst.opslag, "beheerder"), "ar")
    inside, outside = beheer.kijk(f"/beheer/accounts/{'0' * 32}"), beheer.kijk("/zulk-een-bladzijde-is-er-niet")
    for page in (outside, inside):
        assert page.status == 404 and "لم نجد هذا" in page.tekst and "هذا غير موجود." in page.tekst
        assert '<html lang="ar" dir="rtl"' in page.bron


@pytest.mark.usefixtures("arabisch")
@pytest.mark.parametrize(("code", "zin"), [("ar", "انتظر 7 ثوان."), ("nl", "Wacht 7 seconden.")])
def test_what_an_error_outside_the_pages_counts_is_filled_in(code: str, zin: str) -> None:
    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        with in_taal(code):
            await Foutpagina(from_error(BusyError("te_vaak", seconden=7)))(scope, receive, send)

    assert zin in TestClient(busy).get("/", headers={"accept": "text/html"}).text


def test_the_api_stays_dutch(bezoeker: TestClient) -> None:
    answer = bezoeker.get("/v1/brieven/x", headers={"cookie": "taal=ar", "accept-language": "ar"})
    assert answer.status_code == 401 and "Log" in answer.json()["detail"]


def test_words_of_the_letter_say_that_they_are_dutch(app: FastAPI, dienst: Dienst, arabisch: None) -> None:
    lezer = Lezer(app, dienst, maak_wie(dienst.opslag))
    where = f"/balie/brieven/{maak_brief(dienst, lezer.wie, inhoud('h06'))}/doorverwijzen"
    assert ' lang="nl"' not in lezer.kijk(where).bron.partition("<main")[2]
    page = Lezer(app, dienst, lezer.wie, "ar").kijk(where)
    assert "طلب المساعدة" in page.tekst
    assert '<span lang="nl" dir="ltr">Zeedijk Energie B.V.</span>' in page.bron and '<ul class="redenen" lang="nl" dir="ltr">' in page.bron


def test_a_number_takes_the_form_of_the_language(app: FastAPI, dienst: Dienst, arabisch: None) -> None:
    wie = maak_wie(dienst.opslag, "beheerder")
    assert "1 mens mag erbij" in Lezer(app, dienst, wie).kijk("/beheer").tekst
    beheer = Lezer(app, dienst, wie, "ar")
    said = []
    for _more in range(3):
        said.append(next(word for word in ("واحد", "اثنان", "قليل") if word in beheer.kijk("/beheer").tekst))
        maak_wie(dienst.opslag)
    assert said == ["واحد", "اثنان", "قليل"]


def test_the_settings_tell_how_far_each_language_was_checked(app: FastAPI, dienst: Dienst, arabisch: None) -> None:
    page = Lezer(app, dienst, maak_wie(dienst.opslag, "beheerder")).kijk("/beheer/instellingen")
    assert "Nederlands brontaal" in page.tekst and "العربية door een spreker, in de lente." in page.tekst


def test_a_catalogue_that_says_nothing_of_checking(tmp_path: Path) -> None:
    file = tmp_path / "tr.po"
    file.write_text(AR.replace("# Nagekeken: door een spreker, in de lente.\n", "").replace("ar\\n", "tr\\n").split('msgid "<')[0], "utf-8")
    made = taal.read(file)
    assert (made.code, made.naam, made.richting, made.nagekeken) == ("tr", "Türkçe", "ltr", "")


def speaks(koppen: list[tuple[bytes, bytes]], pad: str = "/telefoon") -> str:
    """Return the language in which a page behind the layer would be made."""
    heard: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(nu().code)

    async def never() -> dict[str, str]:
        raise AssertionError

    async def nothing(message: object) -> None: ...

    asyncio.run(Taallaag(app)({"type": "http", "method": "GET", "path": pad, "headers": koppen, "query_string": b""}, never, nothing))  # type: ignore[arg-type]
    return heard[0]


@given(st.text(max_size=80) | st.text("arnltq;=,.- 0123456789*", max_size=80))
def test_any_wish_gives_a_language_or_none(kop: str) -> None:
    assert preferred(kop) in ("", *TALEN)


@given(st.binary(max_size=80) | st.text('taalnr=;," \\', max_size=60).map(str.encode), st.binary(max_size=40))
@example(b"<=1; taal=nl", b"ar;q=")
def test_any_cookie_and_any_wish_give_a_page(koekje: bytes, wens: bytes) -> None:
    assert speaks([(b"cookie", koekje), (b"accept-language", wens)]) in TALEN
    assert speaks([(b"cookie", koekje)], "/inloggen") in TALEN


@pytest.mark.usefixtures("arabisch")
def test_a_number_keeps_its_direction_on_a_page_from_right_to_left() -> None:
    with in_taal("ar"):
        assert (taal.ltr("+31 6 12345678"), taal.ltr("")) == ("\u2066+31 6 12345678\u2069", "")
    assert taal.ltr("+31 6 12345678") == "+31 6 12345678"
