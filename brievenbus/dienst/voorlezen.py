"""Reading a letter's explanation aloud: its sentences, and the sound of one of them.

What is said is made of the letter itself, as the volunteers say it is, on the day that somebody listens. Whoever asks only chooses which
sentence, in which language and how fast; no text comes from outside, and none leaves this machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from brievenbus import voorlezen
from brievenbus.afdruk.heruitleg import is_onleesbaar, make_inhoud
from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.briefstand import dutch_day
from brievenbus.dienst.eenmaal import Eenmaal
from brievenbus.dienst.verbeterd import verbeter
from brievenbus.errors import InputError, MissingError
from brievenbus.explain.schrijf import BRON, richting
from brievenbus.explain.voorgelezen import Zin, read_aloud, read_unreadable
from brievenbus.kennis import Kennis

__all__ = ["TEMPOS", "Leestaal", "Zin", "geluid", "leestalen", "make_geluid", "make_zinnen", "zinnen"]

TEMPOS = tuple(voorlezen.TEMPO)
_heard = Eenmaal()


@dataclass(frozen=True, slots=True)
class Leestaal:
    """A language that a letter can be read in. `stem`: this machine has a voice for it."""

    code: str
    naam: str
    richting: str
    stem: bool


def leestalen(kennis: Kennis) -> tuple[Leestaal, ...]:
    """Return the languages there are, Dutch first."""
    order = sorted(kennis.talen, key=lambda code: (code != BRON, code))
    return tuple(Leestaal(code, kennis.talen[code].naam, richting(code), voorlezen.has_stem(code)) for code in order)


def zinnen(dienst: Dienst, wie: Wie, brief_id: str, taal: str = BRON) -> tuple[Zin, ...]:
    """Return the sentences to read, in order. Raises InputError taal_onbekend, and what `brieven.lees_inhoud` raises."""
    return _sentences(dienst, wie, brief_id, taal, op_spoor=True)


def geluid(dienst: Dienst, wie: Wie, brief_id: str, nummer: int, taal: str = BRON, tempo: str = "gewoon") -> bytes:
    """Return the sound (WAV) of sentence `nummer`, counted from 1. Listening is on the audit trail once in a session.

    Raises MissingError zin_ontbreekt, and what `zinnen` and `make_geluid` raise.
    """
    said = _sentences(dienst, wie, brief_id, taal, op_spoor=_heard.is_new(wie.sessie_id, brief_id))
    _heard.remember(wie.sessie_id, brief_id)
    return make_geluid(said, nummer, tempo)


def make_zinnen(kennis: Kennis, inhoud: Mapping[str, Any], taal: str, vandaag: date, *, narekenen: bool = False) -> tuple[Zin, ...]:
    """Return the sentences to read of a letter (its object) on a day. Raises InputError taal_onbekend.

    `narekenen`: some of its days hang on a date that was put right, and could not be counted anew.
    """
    if taal not in kennis.talen:
        raise InputError("taal_onbekend", waarde=taal[:20], talen=", ".join(sorted(kennis.talen)))
    if is_onleesbaar(inhoud):
        return read_unreadable(kennis, taal)
    return read_aloud(make_inhoud(inhoud, kennis, vandaag), kennis, taal, narekenen=narekenen)


def make_geluid(zinnen: tuple[Zin, ...], nummer: int, tempo: str) -> bytes:
    """Return the sound of a sentence, in its own language. Raises MissingError zin_ontbreekt, and what `voorlezen.spreek` raises."""
    if not 1 <= nummer <= len(zinnen):
        raise MissingError("zin_ontbreekt")
    chosen = zinnen[nummer - 1]
    return voorlezen.spreek(chosen.gezegd, chosen.taal, tempo)


def _sentences(dienst: Dienst, wie: Wie, brief_id: str, taal: str, *, op_spoor: bool) -> tuple[Zin, ...]:
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id, op_spoor=op_spoor)
    today = dutch_day(dienst.klok())
    spoken = [(one.veld, one.waarde) for one in brieven.correcties(dienst, wie, brief_id)]
    as_said, changed = verbeter(inhoud, spoken, dienst.kennis, today)
    return make_zinnen(dienst.kennis, as_said, taal, today, narekenen=bool(changed.narekenen))
