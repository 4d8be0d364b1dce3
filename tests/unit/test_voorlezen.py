"""espeak-ng itself: sentences become sound, and no sentence is ever an order."""

from __future__ import annotations

import io
import subprocess
import wave
from pathlib import Path
from typing import Any

import pytest

from brievenbus.errors import InputError, ToolError
from brievenbus.kennis import load
from brievenbus.voorlezen import LANGST, STEMMEN, TEMPO, espeak, has_stem, spreek

ZIN = "Betaal drie honderd zes en zestig euro uiterlijk donderdag drie december."
IN_TAAL = {"ar": "الخميس الثالث من ديسمبر", "fa": "پنجشنبه سی‌ام دسامبر", "uk": "четвер третього грудня"}


def seconds(geluid: bytes) -> float:
    """Return how long a sound is, and see that it is whole."""
    with wave.open(io.BytesIO(geluid)) as read:
        assert (read.getsampwidth(), read.getnchannels()) == (2, 1)
        assert len(read.readframes(10**9)) == read.getnframes() * 2 == len(geluid) - 44
        return read.getnframes() / read.getframerate()


@pytest.mark.parametrize("taal", sorted(STEMMEN))
def test_every_voice_speaks(taal: str) -> None:
    assert has_stem(taal)
    assert seconds(spreek(IN_TAAL.get(taal, "1250 euro"), taal)) > 0.3


def test_slower_is_longer() -> None:
    lengths = [seconds(spreek(ZIN, "nl", tempo)) for tempo in TEMPO]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > 1.3 * lengths[-1]


@pytest.mark.parametrize(
    "zin",
    [
        "-w {plek}", "--help", "-f /etc/passwd", "'; touch {plek}; '", "$(touch {plek})", "`touch {plek}`",
        "<speak><audio src='file:///etc/passwd'/>hallo</speak>", "[[hE'loU]] hallo", "hallo\n-w {plek}\n",
        "\x00\x1b]0;hallo\x07", '"hallo" & \'u\'',
    ],
)  # fmt: skip
def test_a_sentence_is_never_an_order(zin: str, tmp_path: Path) -> None:
    place = tmp_path / "weg"
    assert seconds(spreek(zin.format(plek=place), "nl")) > 0.3
    assert not place.exists()


def test_no_word_of_a_letter_stands_on_a_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def watch(opdracht: list[str], **rest: Any) -> None:
        seen.append((opdracht, rest))
        raise subprocess.TimeoutExpired(opdracht, 1)

    monkeypatch.setattr(espeak.subprocess, "run", watch)
    with pytest.raises(ToolError, match="voorlezen_mislukt"):
        spreek("Uw geheime brief.", "nl")
    ((opdracht, rest),) = seen
    assert "geheime" not in " ".join(opdracht)
    assert rest["input"] == b"Uw geheime brief."
    assert set(rest["env"]) == {"PATH", "LC_ALL"}
    assert "shell" not in rest
    assert rest["timeout"] <= 10


def test_language_speed_and_length_are_from_a_closed_list() -> None:
    for taal in ("ti", "so", "nl; rm", "../nl", ""):
        assert not has_stem(taal)
        with pytest.raises(InputError, match="stem_ontbreekt"):
            spreek(ZIN, taal)
    with pytest.raises(InputError, match="tempo_onbekend"):
        spreek(ZIN, "nl", "999")
    for zin in ("", " \n", "a" * (LANGST + 1)):
        with pytest.raises(ToolError, match="voorlezen_mislukt"):
            spreek(zin, "nl")


def test_what_is_no_sound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "_run", lambda *_: b"geen geluid")
    with pytest.raises(ToolError, match="voorlezen_mislukt"):
        spreek(ZIN, "nl")


def test_without_espeak_there_is_no_voice_and_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak.shutil, "which", lambda _: None)
    assert not has_stem("nl")
    with pytest.raises(ToolError, match="voorlezen_kan_niet"):
        spreek(ZIN, "nl")
    assert "apt-get install espeak-ng" in load().talen["nl"].fouten["voorlezen_kan_niet"]
