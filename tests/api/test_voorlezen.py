"""Reading aloud over the web: the sentences, their sound, and what is answered where there is none."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.auth import koekjesnaam
from brievenbus.dienst import Dienst, Wie, brieven, leesblad
from brievenbus.dienst.leesblad import zeg
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.explain.naam import is_naam
from brievenbus.store import audit
from brievenbus.voorlezen import espeak
from tests.api.conftest import THIS_MACHINE
from tests.dienstbouw import maak_wie
from tests.leesbouw import gelezen, leg_neer

OEFEN = "/oefenen/brieven/g02/voorlezen"
Maker = Callable[..., tuple[TestClient, Wie]]


@pytest.fixture
def kom(dienst: Dienst, app: FastAPI) -> Maker:
    """Come in with a browser in a role."""

    def come(rol: str = "vrijwilliger") -> tuple[TestClient, Wie]:
        token, _ = open_sessie(dienst, maak_wie(dienst.opslag, rol).gebruiker_id, "mens")  # type: ignore[arg-type]
        web = TestClient(app, client=THIS_MACHINE, base_url="http://127.0.0.1:8000", follow_redirects=False)
        web.cookies.set(koekjesnaam(dienst.beleid.adres), token)
        return web, wie_is(dienst, token, "")

    return come


@pytest.fixture
def web(kom: Maker) -> TestClient:
    return kom()[0]


def put(dienst: Dienst, kom: Maker, naam: str = "g02", status: str = "klaar", **anders: Any) -> tuple[TestClient, Wie, str]:
    """A volunteer with a letter, with other values at its top where given; where it is read aloud."""
    client, wie = kom()
    made = leg_neer(dienst, wie, gelezen(naam, **anders) if status == "klaar" else None, status=status)
    return client, wie, f"/balie/brieven/{made}/voorlezen"


def test_the_sentences_say_what_stands_there_and_what_is_said(dienst: Dienst, kom: Maker) -> None:
    client, _, pad = put(dienst, kom)
    answer = client.get(pad)
    assert answer.headers["cache-control"] == "no-store"
    zinnen = answer.json()["zinnen"]
    assert [zin["nummer"] for zin in zinnen] == list(range(1, len(zinnen) + 1))
    pay = next(zin for zin in zinnen if zin["tekst"].startswith("Betaal €"))
    assert pay["tekst"] == "Betaal € 366,00 uiterlijk donderdag 3 december 2026."
    assert pay["zeg"] == "Betaal drie honderd zes en zestig euro uiterlijk donderdag drie december twee duizend zes en twintig."
    assert {zin["plek"] for zin in zinnen} >= {"van", "doen"}
    english = client.get(pad, params={"taal": "en"}).json()["zinnen"]
    assert {zin["richting"] for zin in english} == {"ltr"}
    pay_by = dienst.kennis.talen["en"].zinnen["doe_betalen"].format(bedrag="366 euros", datum="Thursday the 3rd of December 2026")
    assert pay_by in [zin["zeg"] for zin in english]


def test_the_sound_is_a_whole_wav_and_kept_by_nobody(dienst: Dienst, kom: Maker) -> None:
    client, _, pad = put(dienst, kom)
    lengths = []
    for tempo in ("langzaam", "snel"):
        answer = client.get(f"{pad}/1.wav", params={"taal": "nl", "tempo": tempo})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "audio/wav"
        assert answer.headers["cache-control"] == "no-store"
        with wave.open(io.BytesIO(answer.content)) as read:
            lengths.append(read.getnframes() / read.getframerate())
    assert lengths[0] > lengths[1] > 0.3


def test_a_part_of_the_sound_is_given_where_it_is_asked(dienst: Dienst, kom: Maker) -> None:
    client, _, pad = put(dienst, kom)
    whole = client.get(f"{pad}/1.wav").content
    part = client.get(f"{pad}/1.wav", headers={"range": "bytes=0-1"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, whole[:2], f"bytes 0-1/{len(whole)}")
    rest = client.get(f"{pad}/1.wav", headers={"range": "bytes=100-"})
    assert (rest.status_code, rest.content) == (206, whole[100:])
    for odd in ("bytes=-5", "bytes=999999999-", "bytes=5-2", "ponden=1-2", "x" * 500):
        assert client.get(f"{pad}/1.wav", headers={"range": odd}).content == whole


def test_nothing_that_is_sent_is_ever_said(dienst: Dienst, kom: Maker) -> None:
    client, _, pad = put(dienst, kom)
    plain = client.get(f"{pad}/1.wav").content
    assert client.get(f"{pad}/1.wav", params={"tekst": "iets anders", "zin": "iets anders"}).content == plain


@pytest.mark.parametrize(
    ("rest", "status", "zin"),
    [
        ("?taal=xx", 400, "is er nog niet"), ("?taal=%3Cb%3E", 400, "is er nog niet"), ("/1.wav?taal=nl;ls", 400, "is er nog niet"),
        ("/1.wav?tempo=9", 400, "Deze snelheid is er niet."), ("/0.wav", 404, "Deze zin is er niet."),
        *((f"/{odd}.wav", 404, "Deze zin is er niet.") for odd in ("99", "-1", "een", "9999999999")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_plain_dutch(dienst: Dienst, kom: Maker, rest: str, status: int, zin: str) -> None:
    client, _, pad = put(dienst, kom)
    for where in (pad, OEFEN):
        answer = client.get(where + rest)
        assert answer.status_code == status
        assert zin in answer.text
        assert "<b>" not in answer.text


def test_a_letter_that_is_gone_or_not_read_yet(dienst: Dienst, kom: Maker) -> None:
    client, wie, pad = put(dienst, kom)
    brieven.wis(dienst, wie, pad.split("/")[3])
    for rest in ("", "/1.wav"):
        gone = client.get(pad + rest)
        assert gone.status_code == 404
        assert "gewist" in gone.text
    waiting, _, other = put(dienst, kom, status="bezig")
    assert waiting.get(f"{other}/1.wav").status_code == 409


def test_only_for_the_own_desk(dienst: Dienst, kom: Maker) -> None:
    _, _, pad = put(dienst, kom)
    for rest in ("", "/1.wav"):
        assert kom()[0].get(pad + rest).status_code == 404
        assert kom("controleur")[0].get(pad + rest).status_code == 403
        assert kom("controleur")[0].get(OEFEN + rest).status_code == 403
        assert kom("wijkteam")[0].get(OEFEN + rest).status_code == 200


def test_a_correction_is_what_is_read(dienst: Dienst, kom: Maker) -> None:
    client, wie, pad = put(dienst, kom)
    zeg(dienst, wie, pad.split("/")[3], "termijnen.0.datum", "30-11-2026")
    assert any("maandag dertig november" in zin["zeg"] for zin in client.get(pad).json()["zinnen"])


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_after_a_date_that_moves_no_day_the_days_are_doubted_aloud(dienst: Dienst, kom: Maker, taal: str) -> None:
    days = [{**gelezen("g02")["termijnen"][0], "herkomst": "berekend", "rekenregel": "einde van de maand"}]
    client, wie, pad = put(dienst, kom, termijnen=days)
    caution = dienst.kennis.talen[taal].meegeven["narekenen"]
    assert caution not in [zin["tekst"] for zin in client.get(pad, params={"taal": taal}).json()["zinnen"]]
    zeg(dienst, wie, pad.split("/")[3], "datum", "12-11-2026")
    zinnen = client.get(pad, params={"taal": taal}).json()["zinnen"]
    at = next(at for at, zin in enumerate(zinnen) if zin["tekst"] == caution)
    assert at < next(at for at, zin in enumerate(zinnen) if "3 december 2026" in zin["tekst"])
    assert zinnen[at]["plek"] == "mens"  # among the doubts on the card


@pytest.mark.parametrize("naam", ["Regio-02 B.V.", "Regio-020 B.V.", "Taxi 01-Zuid", "Groep T/M Zorg", "Bureau 123456789012A"])
def test_a_letter_is_read_whatever_its_sender_is_called(dienst: Dienst, kom: Maker, naam: str) -> None:
    client, _, pad = put(dienst, kom, afzender={**gelezen("g02")["afzender"], "naam": naam, "sleutel": "ander"})
    for taal in sorted(dienst.kennis.talen):
        answer = client.get(pad, params={"taal": taal})
        assert answer.status_code == 200
        known = is_naam(naam.rstrip("."), dienst.kennis.namen, dienst.kennis.naamwoorden)
        assert any(naam.rstrip(".") in zin["tekst"] for zin in answer.json()["zinnen"]) == known


@pytest.mark.parametrize(("acties", "plek"), [(["betalen"], "mens"), (["niets", "bewaren"], "mens"), ([], "mens"), (["niets"], "niets")])
def test_a_card_without_steps_says_what_the_voice_says(
    dienst: Dienst, kom: Maker, acties: list[str], plek: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(leesblad, "_steps", lambda *_: ())
    client, _, pad = put(dienst, kom, acties=acties)
    text = client.get(pad.removesuffix("/voorlezen")).text
    assert f'<p class="brief-een" data-zin="{plek}">{dienst.kennis.talen["nl"].zinnen[plek]}</p>' in text


def test_listening_is_on_the_trail_once_in_a_session(dienst: Dienst, kom: Maker) -> None:
    client, _, pad = put(dienst, kom)
    for nummer in (1, 2, 3):
        assert client.get(f"{pad}/{nummer}.wav").status_code == 200
    with dienst.opslag.engine.connect() as conn:
        seen = [row.gebeurtenis.actie for row in audit.lees(conn, object_id=pad.split("/")[3])]
    assert seen.count("brief_ingezien") == 1


def test_two_at_once_each_get_their_own(web: TestClient) -> None:
    alone = [web.get(f"{OEFEN}/{nummer}.wav").content for nummer in (1, 2)]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda nummer: web.get(f"{OEFEN}/{nummer}.wav").content, [1, 2] * 3))
    assert together == alone * 3


def test_without_espeak_the_page_works_and_the_sound_says_how(dienst: Dienst, kom: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, pad = put(dienst, kom)
    assert "data-stem" in client.get(pad.removesuffix("/voorlezen")).text
    monkeypatch.setattr(espeak.shutil, "which", lambda _: None)
    page = client.get(pad.removesuffix("/voorlezen"))
    assert page.status_code == 200
    assert "data-stem" not in page.text
    assert client.get(pad).status_code == 200
    answer = client.get(f"{pad}/1.wav")
    assert answer.status_code == 503
    assert "apt-get install espeak-ng" in answer.text


def test_the_policy_lets_sound_in_from_here_alone(web: TestClient) -> None:
    assert "media-src 'self';" in web.get(OEFEN).headers["content-security-policy"]
