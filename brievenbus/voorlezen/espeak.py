"""espeak-ng, run for one sentence at a time. The sentence goes in by its standard input and never stands on a command line.

It takes about 25 ms a sentence, so nothing is kept. Tigrinya and Somali have no voice in espeak-ng 1.51.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
import wave
from collections.abc import Mapping
from threading import BoundedSemaphore
from types import MappingProxyType

from brievenbus.errors import InputError, ToolError

STEMMEN: Mapping[str, str] = MappingProxyType(
    {"nl": "nl", "en": "en-gb", "tr": "tr", "ar": "ar", "pl": "pl", "uk": "uk", "fr": "fr-fr", "fa": "fa"}
)
"""The voice of each language that was listened to; what comes from outside only chooses from these."""
TEMPO: Mapping[str, int] = MappingProxyType({"langzaam": 115, "gewoon": 145, "snel": 180})
"""Words a minute. People speak Dutch at 150 to 180; who learns it follows a slower voice better."""
LANGST = 1000
"""Characters. No sentence of an explanation comes near; a longer text is a mistake of ours."""

_SECONDEN = 10.0
_MEEST_BYTES = 10_000_000
_TEGELIJK = BoundedSemaphore(2)
"""More at once would take the processor from reading letters; who comes third waits a moment."""
_OMGEVING = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
_STIL = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_IN_EEN_WOORD = "\u200c\u200d"
"""Joiners: Persian words are written with them."""


def has_stem(taal: str) -> bool:
    """Tell whether this computer can say something in a language."""
    return taal in STEMMEN and _program() is not None


def spreek(zin: str, taal: str, tempo: str = "gewoon") -> bytes:
    """Return a sentence as WAV (16 bits, one channel).

    Raises InputError stem_ontbreekt, tempo_onbekend; ToolError voorlezen_kan_niet (no espeak-ng here), voorlezen_mislukt.
    """
    if taal not in STEMMEN:
        raise InputError("stem_ontbreekt")
    if tempo not in TEMPO:
        raise InputError("tempo_onbekend", tempos=", ".join(TEMPO))
    text = _plain(zin)
    if not text or len(text) > LANGST:
        raise ToolError("voorlezen_mislukt")
    program = _program()
    if program is None:
        raise ToolError("voorlezen_kan_niet")
    return _wav(_run([program, "-b", "1", "-v", STEMMEN[taal], "-s", str(TEMPO[tempo]), "--stdin", "--stdout"], text))


def _program() -> str | None:
    return shutil.which("espeak-ng")


def _plain(zin: str) -> str:
    """Return one line without signs that a voice takes as an order: control characters, and [[…]], which espeak-ng reads as sounds."""
    kept = "".join(" " if unicodedata.category(sign) in _STIL and sign not in _IN_EEN_WOORD else sign for sign in zin)
    return " ".join(kept.replace("[", " ").replace("]", " ").split())


def _run(opdracht: list[str], tekst: str) -> bytes:
    if not _TEGELIJK.acquire(timeout=_SECONDEN):
        raise ToolError("voorlezen_mislukt")
    try:
        done = subprocess.run(
            opdracht, input=tekst.encode(), capture_output=True, timeout=_SECONDEN, check=True, env=_OMGEVING, cwd="/"
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolError("voorlezen_mislukt") from error
    finally:
        _TEGELIJK.release()
    return done.stdout


def _wav(geluid: bytes) -> bytes:
    """Return the sound with the lengths it has: espeak-ng writes its head before it knows them. Raises ToolError voorlezen_mislukt."""
    made = io.BytesIO()
    try:
        with wave.open(io.BytesIO(geluid)) as read:
            params, frames = read.getparams(), geluid[44:]
    except (wave.Error, EOFError) as error:
        raise ToolError("voorlezen_mislukt") from error
    if params.sampwidth != 2 or params.nchannels != 1 or not 0 < len(frames) <= _MEEST_BYTES:
        raise ToolError("voorlezen_mislukt")
    with wave.open(made, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(params.framerate)
        written.writeframes(frames)
    return made.getvalue()
