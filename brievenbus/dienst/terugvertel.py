"""The question whether an explanation came across: asked of one letter, and counted. Nothing of an answer is kept but the count.

Looking at the letter is on the audit trail once, when the question is opened. Answering is not: the number of rows of a letter would
tell how often somebody tried. So an answer counts only with the word that opening gave (`make_beurt`).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from brievenbus.afdruk.heruitleg import make_uitleg
from brievenbus.afdruk.terugvertel import Antwoord, Vraag, make_vraag
from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.briefstand import dutch_day, eis_gelezen, find, key_of, reach_contents
from brievenbus.dienst.klok import lokale_dag
from brievenbus.dienst.signalen import blokken, previous
from brievenbus.dienst.verbeterd import verbeter
from brievenbus.errors import AccessError, InputError, MissingError
from brievenbus.explain.schrijf import richting
from brievenbus.kennis import Kennis
from brievenbus.store import brieven as rijen
from brievenbus.store import terugvertellingen
from brievenbus.store.crypto import blind, unseal_json
from brievenbus.store.tellingen import Telling
from brievenbus.store.terugvertellingen import Uitkomst

__all__ = ["Antwoord", "Nakijkblad", "Uitkomst", "Vraag", "beoordeel", "geteld", "is_beurt", "kijk", "kijk_weer", "make_beurt", "tel"]

BRON = "nl"


@dataclass(frozen=True, slots=True)
class Nakijkblad:
    """The question of a letter, None where a person looks first; who helps with it, and the fixed words, in one language.

    `talen` are the languages that have every sentence of it.
    """

    brief_id: str
    vraag: Vraag | None
    hulp: tuple[str, ...]
    wijkteam: bool
    zinnen: Mapping[str, str]
    taal: str
    richting: str
    talen: tuple[tuple[str, str], ...]


def make_beurt(dienst: Dienst, wie: Wie, brief_id: str) -> str:
    """Return the word with which this session answers for this letter. It tells a repeat from another time, and is nowhere kept."""
    return blind(dienst.opslag.huis, "terugvertel", f"{wie.sessie_id}|{brief_id}").hex()


def is_beurt(dienst: Dienst, wie: Wie, brief_id: str, beurt: str) -> bool:
    """Tell whether this is that word: then the question was opened. Raises as `brieven.zoek`."""
    brieven.zoek(dienst, wie, brief_id)
    return hmac.compare_digest(make_beurt(dienst, wie, brief_id).encode(), beurt.encode())


def kijk(dienst: Dienst, wie: Wie, brief_id: str, taal: str = BRON) -> Nakijkblad:
    """Return the question. Raises InputError taal_onbekend, and what `brieven.lees_inhoud` raises."""
    return _make(dienst, wie, brieven.lees_inhoud(dienst, wie, brief_id), brief_id, taal)


def kijk_weer(dienst: Dienst, wie: Wie, brief_id: str, taal: str = BRON) -> Nakijkblad:
    """Return it again for an answer. Raises as `kijk`."""
    with dienst.opslag.engine.begin() as conn:
        rij = eis_gelezen(find(conn, brief_id, reach_contents(wie)))
        sealed = rijen.content(conn, brief_id)
    if sealed is None:
        raise MissingError("brief_gewist")
    inhoud = cast(dict[str, Any], unseal_json(key_of(dienst.opslag, rij), f"brief|inhoud|{brief_id}", sealed))
    return _make(dienst, wie, inhoud, brief_id, taal)


def beoordeel(vraag: Vraag, keuze: str, *, eerder: bool) -> Uitkomst | None:
    """Return how the question ended with this answer; None where it is asked once more. Raises InputError for what is no answer.

    `eerder`: it was asked before, and the easier version shown.
    """
    if keuze not in {one.sleutel for one in vraag.antwoorden}:
        raise InputError("formulier_kapot")
    if keuze == vraag.goed:
        return "na_uitleg" if eerder else "meteen"
    return "mens" if eerder else None


def tel(dienst: Dienst, uitkomst: Uitkomst) -> None:
    """Count how a question ended."""
    with dienst.opslag.engine.begin() as conn:
        terugvertellingen.add(conn, lokale_dag(dienst.klok()), uitkomst)


def geteld(dienst: Dienst, wie: Wie, van: str, tot: str) -> dict[str, int]:
    """Return how often each outcome came in the months `van`..`tot` (JJJJ-MM), at least; the rules of `signalen` hold.

    Raises AccessError.
    """
    if wie.rol not in ("beheerder", "wijkteam") or wie.soort != "mens":
        raise AccessError("mag_niet")
    last = previous(f"{lokale_dag(dienst.klok()):%Y-%m}")
    with dienst.opslag.engine.begin() as conn:
        rows = terugvertellingen.until(conn, date.fromisoformat(f"{last}-01"))
    found: dict[str, int] = {}
    for blok in blokken(Telling(f"{one.maand:%Y-%m}", "", one.uitkomst, one.aantal) for one in rows):
        if van <= blok.van and blok.tot <= tot:
            found[blok.briefsoort] = found.get(blok.briefsoort, 0) + blok.aantal
    return found


def _make(dienst: Dienst, wie: Wie, inhoud: Mapping[str, Any], brief_id: str, taal: str) -> Nakijkblad:
    kennis, today = dienst.kennis, dutch_day(dienst.klok())
    talen = _languages(kennis)
    if taal not in talen:
        raise InputError("taal_onbekend", waarde=taal[:20], talen=", ".join(sorted(talen)))
    spoken = [(one.veld, one.waarde) for one in brieven.correcties(dienst, wie, brief_id)]
    as_said, changed = verbeter(inhoud, spoken, kennis, today)
    told = {**as_said, "uitleg": make_uitleg(as_said, kennis, BRON, today)}
    words = kennis.talen[taal]
    vraag = None if changed.erbij or changed.narekenen else make_vraag(told, words, kennis.talen[BRON], today)
    hulp = told["uitleg"]["hulp"] if taal == BRON else make_uitleg(as_said, kennis, taal, today)["hulp"]
    bare = (zin.removeprefix(words.zinnen["hulp_naam"].partition("{")[0]) for zin in hulp if zin != words.meegeven["deels"])
    return Nakijkblad(
        brief_id, vraag, tuple(zin[:1].upper() + zin[1:] for zin in bare), as_said["route"]["naar"] == "wijkteam",
        {**words.terugvertel, "hulp": words.meegeven["hulp"]}, taal,
        richting(taal), tuple((code, kennis.talen[code].naam) for code in talen),
    )  # fmt: skip


def _languages(kennis: Kennis) -> tuple[str, ...]:
    """Return the languages in which every sentence of the question is there: half a question is none."""
    needed = set(kennis.talen[BRON].terugvertel.values())
    return tuple(code for code in kennis.talen if code == BRON or not needed & kennis.nederlands[code])
