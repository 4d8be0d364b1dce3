"""Other words for an explanation: what a model on this machine may add, and all that it may not, whatever it answers."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from brievenbus import taalmodel
from brievenbus.brief import Afzender, Bedrag, Gevolg, Termijn, Uitleg
from brievenbus.errors import SettingsError, StageError
from brievenbus.explain import Inhoud, explain, waarden
from brievenbus.explain.herschrijf import herschrijf
from brievenbus.kennis import load
from brievenbus.pipeline import Opdracht, read_brief
from brievenbus.taalmodel import MOST_BYTES, Taalmodel, check_url, read_key
from tests.begrijp import Begrip
from tests.voorbeelden import goud, tekst

KENNIS = load()
DAG = date(2026, 12, 3)
NAAM = "Zeedijk & Zn. B.V."


def _inhoud(*, soort: str = "en_herinnering") -> Inhoud:
    kaart = KENNIS.briefsoorten[soort]
    return Inhoud(
        Afzender("energieleverancier", NAAM, "energie", 0.9), kaart, kaart.urgentie, tuple(Gevolg(g, ()) for g in kaart.gevolgen),
        kaart.acties, (Termijn("betalen", DAG, "gedrukt", None, None, False, ()),), (Bedrag("te_betalen", Decimal(366), ()),),
        False, False, False, date(2026, 11, 21),
    )  # fmt: skip


INHOUD = _inhoud()
VAST = explain(INHOUD, KENNIS)
FEITEN = waarden(INHOUD, KENNIS)
EERLIJK = {"Het gaat om ⟦1⟧.": "Het bedrag is ⟦1⟧.", "Betaal ⟦1⟧ uiterlijk ⟦2⟧.": "Betaal op zijn laatst ⟦2⟧ ⟦1⟧."}


@dataclass
class Nep:
    """A model in this process: says what it is told to, and keeps what it was asked."""

    zeg: Callable[[str], str]
    gevraagd: list[str] = field(default_factory=list)

    def __call__(self, zinnen: Sequence[str], /) -> Sequence[str]:
        self.gevraagd += zinnen
        return [self.zeg(zin) for zin in zinnen]


def test_true_words_take_the_place_of_the_fixed_ones() -> None:
    said = herschrijf(VAST, FEITEN, Nep(lambda zin: EERLIJK.get(zin, zin)))
    assert "Het bedrag is € 366,00." in said.kern
    assert said.doen[0] == "Betaal op zijn laatst donderdag 3 december 2026 € 366,00."
    assert (said.titel, said.hulp, said.gevolg) == (VAST.titel, VAST.hulp, VAST.gevolg)


def test_nothing_of_the_letter_is_handed_over() -> None:
    nep = Nep(str)
    assert replace(herschrijf(VAST, FEITEN, nep), lint=VAST.lint) == VAST
    asked = " ".join(nep.gevraagd)
    assert "Het gaat om ⟦1⟧." in nep.gevraagd
    assert "Betaal ⟦1⟧ uiterlijk ⟦2⟧." in nep.gevraagd
    assert not any(word in asked for word in ("Zeedijk", "366", "december", "donderdag", "€", "2026"))


@pytest.mark.parametrize(
    "zeg",
    [
        pytest.param(lambda zin: zin.replace("Betaal", "Betaal niet"), id="ontkenning"),
        pytest.param(lambda zin: zin.replace("⟦1⟧", "€ 1,00"), id="bedrag voor het merk"),
        pytest.param(lambda zin: zin.replace("⟦1⟧", "⟦2⟧"), id="merk verwisseld"),
        pytest.param(lambda zin: zin.replace("⟦1⟧", "⟦9⟧"), id="merk dat er niet is"),
        pytest.param(lambda zin: zin + " ⟦1⟧", id="merk twee keer"),
        pytest.param(lambda zin: zin.replace("uiterlijk", "vanaf"), id="volgorde"),
        pytest.param(lambda zin: zin + " Bel 0900-1234.", id="nummer erbij"),
        pytest.param(lambda zin: zin + "\u200b", id="onzichtbaar teken"),
        pytest.param(lambda _: "", id="leeg"),
        pytest.param(lambda _: "U hoeft niets te doen.", id="steeds hetzelfde"),
        pytest.param(lambda zin: zin * 50, id="lang"),
        pytest.param(lambda zin: zin.replace("⟦", "{").replace("⟧", "}") + "{0.__class__}", id="accolades"),
    ],
)
def test_a_lie_leaves_the_fixed_words(zeg: Callable[[str], str]) -> None:
    assert replace(herschrijf(VAST, FEITEN, Nep(zeg)), lint=VAST.lint) == VAST


def test_marks_that_change_places_are_no_facts() -> None:
    def turned(zin: str) -> str:
        return zin.replace("⟦1⟧", "⟦x⟧").replace("⟦2⟧", "⟦1⟧").replace("⟦x⟧", "⟦2⟧") if "⟦2⟧" in zin else zin

    assert replace(herschrijf(VAST, FEITEN, Nep(turned)), lint=VAST.lint) == VAST


def test_another_number_of_answers_or_none_leaves_the_fixed_words() -> None:
    def fails(zinnen: Sequence[str], /) -> Sequence[str]:
        raise StageError("herschrijven_mislukt")

    for one in (fails, lambda zinnen: zinnen[1:], lambda zinnen: (*zinnen, "x"), lambda _: ()):
        assert herschrijf(VAST, FEITEN, one) == VAST


def test_text_that_holds_a_mark_or_a_strange_number_is_not_handed_over() -> None:
    odd = Uitleg("nl", "Titel", "Er staat ⟦1⟧ in. Dit is 12 keer gezegd.", (), "", (), None)
    nep = Nep(str)
    assert herschrijf(odd, (), nep).kern == odd.kern
    assert nep.gevraagd == []


# --- a server on this machine that answers in many ways


Antwoord = Callable[[BaseHTTPRequestHandler, list[str]], None]


def _told(handler: BaseHTTPRequestHandler, content: Any, status: int = 200) -> None:
    body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
    _raw(handler, body, status)


def _raw(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **koppen: str) -> None:
    handler.send_response(status)
    for naam, waarde in {"Content-Length": str(len(body)), **koppen}.items():
        handler.send_header(naam.replace("_", "-"), waarde)
    handler.end_headers()
    handler.wfile.write(body)


def _zinnen(zinnen: Sequence[str]) -> str:
    return json.dumps({"zinnen": list(zinnen)})


def _slow(handler: BaseHTTPRequestHandler, zinnen: list[str]) -> None:
    time.sleep(20)
    _told(handler, _zinnen([EERLIJK.get(zin, zin) for zin in zinnen]))


def _drip(handler: BaseHTTPRequestHandler, zinnen: list[str]) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def _drip_head(handler: BaseHTTPRequestHandler, zinnen: list[str]) -> None:
    """Each byte comes in time, the head as a whole does not."""
    for sign in b"HTTP/1.1 200 OK\r\nX-Druppel: " + b"x" * 200:
        handler.wfile.write(bytes((sign,)))
        handler.wfile.flush()
        time.sleep(0.2)


LEUGENS: dict[str, Antwoord] = {
    "ontkenning": lambda h, z: _told(h, _zinnen([zin.replace("Betaal", "Betaal niet").replace("gaat", "gaat niet") for zin in z])),
    "ander bedrag": lambda h, z: _told(h, _zinnen([zin.replace("⟦1⟧", "€ 3,66") for zin in z])),
    "zin erbij": lambda h, z: _told(h, _zinnen([zin + " Dit is gratis." for zin in z])),
    "te weinig": lambda h, z: _told(h, _zinnen(z[1:])),
    "te veel": lambda h, z: _told(h, _zinnen([*z, "x"])),
    "geen tekst": lambda h, z: _told(h, json.dumps({"zinnen": [1] * len(z)})),
    "geen lijst": lambda h, z: _told(h, json.dumps({"zinnen": {zin: zin for zin in z}})),
    "praat erbij": lambda h, z: _told(h, "Hier zijn ze: " + _zinnen([EERLIJK.get(zin, zin) for zin in z])),
    "niets": lambda h, z: _told(h, None),
    "leeg": lambda h, z: _raw(h, b""),
    "rommel": lambda h, z: _raw(h, b"\xff\xfe<html>"),
    "diep": lambda h, z: _raw(h, b"[" * 100_000),
    "groot": lambda h, z: _told(h, _zinnen([EERLIJK.get(zin, zin) for zin in z]) + " " * (MOST_BYTES + 1)),
    "fout 500": lambda h, z: _told(h, _zinnen([EERLIJK.get(zin, zin) for zin in z]), 500),
    "fout 401": lambda h, z: _raw(h, b"{}", 401),
    "verwezen": lambda h, z: _raw(h, b"", 307, Location="/elders"),
    "traag": _slow,
    "druppelt": _drip,
    "druppelt de kop": _drip_head,
    "hangt op": lambda h, z: h.connection.close(),
    "geen keuze": lambda h, z: _raw(h, b'{"choices": []}'),
}


@dataclass
class Server:
    """Where it listens, how it answers now, and what came in."""

    url: str = ""
    antwoord: Antwoord = LEUGENS["leeg"]
    gezien: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.gezien.append((self.path, dict(self.headers), body))
            try:
                state.antwoord(self, json.loads(body["messages"][-1]["content"])["zinnen"])
            except OSError:  # the client does not wait for a slow or endless answer
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Print nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    state.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield state
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.mark.parametrize("soort", LEUGENS)
def test_server_that_lies_or_fails_leaves_the_fixed_words(server: Server, soort: str) -> None:
    server.antwoord = LEUGENS[soort]
    start = time.monotonic()
    said = herschrijf(VAST, FEITEN, Taalmodel(server.url, "m", seconds=0.6))
    assert replace(said, lint=VAST.lint) == VAST
    assert time.monotonic() - start < 15  # the slow ones take longer


def test_server_that_tells_the_truth_is_heard(server: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.antwoord = lambda h, z: _told(h, _zinnen([EERLIJK.get(zin, zin) for zin in z]))
    server.gezien.clear()
    with caplog.at_level(logging.DEBUG):
        said = herschrijf(VAST, FEITEN, Taalmodel(server.url, "klein", "geheim-123"))
    assert "Het bedrag is € 366,00." in said.kern
    ((path, koppen, body),) = server.gezien
    assert (path, koppen["Authorization"], body["model"]) == ("/v1/chat/completions", "Bearer geheim-123", "klein")
    sent = json.dumps(body, ensure_ascii=False)
    assert not any(word in sent for word in ("Zeedijk", "366", "december", NAAM))
    assert "geheim-123" not in caplog.text
    assert "Betaal" not in caplog.text


def test_a_redirect_is_not_followed(server: Server) -> None:
    server.antwoord = LEUGENS["verwezen"]
    server.gezien.clear()
    with pytest.raises(StageError):
        Taalmodel(server.url, "m")(("Bel.",))
    assert [path for path, _, _ in server.gezien] == ["/v1/chat/completions"]


def test_nobody_there_leaves_the_fixed_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert herschrijf(VAST, FEITEN, Taalmodel(f"http://127.0.0.1:{port}/v1", "m")) == VAST


@pytest.mark.parametrize("address", ["8.8.8.8", "169.254.169.254", "2001:4860:4860::8888"])
def test_name_that_is_outside_after_all_is_not_called(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(taalmodel.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(StageError):
        Taalmodel("https://model.local/v1", "m")(("Bel.",))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:11434/v1", "http://localhost:8080/v1", "http://[::1]:8080/v1", "https://10.0.0.5/v1", "https://192.168.1.9:8443/v1",
        "https://172.20.0.3/v1", "https://model.local/v1", "https://rekenbak/v1", "https://llm.intern.lan/v1", "https://[fd12::1]/v1",
    ],
)  # fmt: skip
def test_address_within_the_own_network_is_taken(url: str) -> None:
    assert check_url(url).geturl() == url


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1", "https://8.8.8.8/v1", "http://10.0.0.5/v1", "http://model.local/v1", "http://0.0.0.0/v1", "https://172.32.0.1/v1",
        "https://169.254.169.254/v1", "https://localhost.evil.nl/v1", "https://2130706433/v1", "https://0x7f000001.nl/v1", "https://user@model.local/v1",
        "https://model.local/v1?x=1", "https://model.local/v1#x", "ftp://127.0.0.1/v1", "127.0.0.1:80", "http://[::1/v1", "http://127.0.0.1:x/v1",
        "https:///v1", "https://[2001:db8::1]/v1", "http://[::ffff:8.8.8.8]/v1", "https://134744072/v1",
        "http://localhost/\x7f", "http://localhost/v1\n", "http://localhost/v 1", " http://localhost/v1", "http://localhost/v1\u00a0",
    ],
)  # fmt: skip
def test_address_outside_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="herschrijf_adres"):
        check_url(url)


def test_address_that_the_client_refuses_leaves_the_fixed_words(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Taalmodel("http://127.0.0.1:1/v1", "m")
    monkeypatch.setattr(model, "_parts", urlsplit("http://127.0.0.1:1/\x7f"))
    assert herschrijf(VAST, FEITEN, model) == VAST


def test_key_stands_in_a_file_that_only_we_read(tmp_path: Path) -> None:
    file = tmp_path / "sleutel"
    for text, mode, code in (("", 0o600, "herschrijf_sleutel"), ("é", 0o600, "herschrijf_sleutel"), ("abc", 0o640, "sleutelbestand_open")):
        file.write_text(text, "utf-8")
        file.chmod(mode)
        with pytest.raises(SettingsError, match=code):
            read_key(file)
    with pytest.raises(SettingsError, match="herschrijf_sleutel"):
        read_key(tmp_path / "weg")
    file.chmod(0o600)
    assert read_key(file) == "abc"
    assert Taalmodel.open("", "", "") is None
    assert Taalmodel.open("http://127.0.0.1:1/v1", "m", str(file)) is not None


def test_path_of_a_letter_uses_it_in_dutch_and_never_for_a_suspect_letter(begrip: Begrip) -> None:
    for naam, taal, asked in (("g02", "nl", True), ("g02", "en", False), ("h16", "nl", False)):
        nep = Nep(lambda zin: zin.replace("Het gaat om ⟦1⟧.", "Het bedrag is ⟦1⟧."))
        opdracht = Opdracht(begrip.lezer, goud(naam).peildatum, taal)
        plain = read_brief(tekst(naam), naam, opdracht)
        said = read_brief(tekst(naam), naam, replace(opdracht, herschrijver=nep))
        assert bool(nep.gevraagd) is asked
        assert replace(said, uitleg=plain.uitleg) == plain
        assert ("Het bedrag is" in said.uitleg.kern) is (asked and "Het gaat om" in plain.uitleg.kern)
