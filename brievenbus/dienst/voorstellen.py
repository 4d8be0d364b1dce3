"""Proposing sentences for the knowledge, and deciding on them.

Who may see a letter may propose from it, once it was corrected; who manages may decide, and sees no letter but the anonymous sentence. The
audit trail says that somebody proposed something, on no letter and with no id: no id leads back from a proposal. Where few are made in
a day, the trail and the day of the proposal together may still tell who made it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from brievenbus.dienst import Dienst, Wie, brieven, gebeurtenis
from brievenbus.dienst.briefstand import dutch_day
from brievenbus.errors import AccessError, MissingError
from brievenbus.kennis import Kennis
from brievenbus.leren.anoniem import Anoniem, anonymise
from brievenbus.leren.brieftekst import candidates, names_in
from brievenbus.leren.voorstel import FUNCTIES, Functie, Stand, Voorstel, checked
from brievenbus.leren.woorden import Woordenschat
from brievenbus.store import audit, new_id
from brievenbus.store import voorstellen as store
from brievenbus.store.crypto import seal_json, unseal_json
from brievenbus.store.voorstellen import VoorstelRij

MOST = 500
"""So many proposals may lie open; who decides should come first."""
_SCHAT: dict[str, Woordenschat] = {}
_GELEERD = frozenset({"afzender", "briefsoort"})


@dataclass(frozen=True, slots=True)
class Keus:
    """A sentence of a letter that may be proposed: `zin` as it stands there, `schoon` what would be kept of it, or why it may not go."""

    nummer: int
    functie: Functie
    zin: str
    schoon: Anoniem


def keuzes(dienst: Dienst, wie: Wie, brief_id: str) -> tuple[Keus, ...]:
    """Return what may be proposed from a letter; nothing where sender and letter type were not corrected.

    Raises AccessError; MissingError niet_gevonden, brief_gewist; ConflictError. Looking is on the audit trail, as all looking at a letter.
    """
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id)
    if not any(one.veld.split(".")[0] in _GELEERD for one in brieven.correcties(dienst, wie, brief_id)):
        return ()
    return _choices(dienst.kennis, inhoud)


def stel_voor(
    dienst: Dienst, wie: Wie, brief_id: str, nummer: int, soort: str, functie: str, gewoon: Collection[str] = ()
) -> Anoniem:  # fmt: skip
    """Propose sentence `nummer` of `keuzes` for a letter type; `gewoon` are words that the volunteer says are no names.

    Nothing is kept of a sentence that is refused: the answer says why. Raises as `keuzes`; MissingError niet_gevonden for a sentence that
    is not there; InputError keuze_onbekend.
    """
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id)
    corrected = any(one.veld.split(".")[0] in _GELEERD for one in brieven.correcties(dienst, wie, brief_id))
    chosen = next((one for one in _choices(dienst.kennis, inhoud, gewoon) if one.nummer == nummer), None)
    if chosen is None or not corrected:
        raise MissingError("niet_gevonden")
    said = checked(dienst.kennis, soort, functie)
    clean, read = chosen.schoon, str(inhoud["briefsoort"]["sleutel"])
    return _keep(dienst, wie, Voorstel(new_id(), soort, said, clean.zin, "" if read == soort else read, _day(dienst)), clean)


def schrijf_voor(dienst: Dienst, wie: Wie, soort: str, functie: str, zin: str, eerder: str = "", gewoon: Collection[str] = ()) -> Anoniem:
    """Propose a sentence that a keeper typed. Raises AccessError mag_niet, InputError keuze_onbekend."""
    _keeper(wie)
    said = checked(dienst.kennis, soort, functie, eerder)
    clean = anonymise(zin, _words(dienst.kennis), (), gewoon)
    return _keep(dienst, wie, Voorstel(new_id(), soort, said, clean.zin, eerder, _day(dienst)), clean)


def open_voorstellen(dienst: Dienst, wie: Wie) -> tuple[Voorstel, ...]:
    """Return the proposals that wait, by letter type. Raises AccessError mag_niet, StoreError."""
    _keeper(wie)
    with dienst.opslag.engine.begin() as conn:
        rows = store.with_state(conn, "open", MOST)
    return tuple(_opened(dienst, row) for row in rows)


def zoek(dienst: Dienst, wie: Wie, voorstel_id: str) -> Voorstel:
    """Return an open proposal by its id or the only one whose id begins so. Raises AccessError mag_niet, MissingError niet_gevonden."""
    found = [one for one in open_voorstellen(dienst, wie) if voorstel_id and one.id.startswith(voorstel_id)]
    if len(found) != 1:
        raise MissingError("niet_gevonden")
    return found[0]


def besluit(dienst: Dienst, wie: Wie, voorstel_id: str, stand: Stand) -> None:
    """Close a proposal, `goedgekeurd` or `afgewezen`; its sentence is forgotten here. Raises AccessError, MissingError niet_gevonden."""
    _keeper(wie)
    with dienst.opslag.engine.begin() as conn:
        if stand == "open" or not store.decide(conn, voorstel_id, stand):
            raise MissingError("niet_gevonden")
        told = gebeurtenis(wie, "voorstel_besloten", "voorstel", voorstel_id, stand=stand)
        audit.append(conn, dienst.opslag.huis, told, dienst.klok())


def _keeper(wie: Wie) -> None:
    if wie.rol != "beheerder" or wie.soort not in ("mens", "systeem"):
        raise AccessError("mag_niet")


def _choices(kennis: Kennis, inhoud: Mapping[str, Any], gewoon: Collection[str] = ()) -> tuple[Keus, ...]:
    own, schat = names_in(inhoud, kennis), _words(kennis)
    return tuple(
        Keus(number, one.functie, one.zin, anonymise(one.zin, schat, own, gewoon)) for number, one in enumerate(candidates(inhoud), 1)
    )


def _day(dienst: Dienst) -> date:
    return dutch_day(dienst.klok())


def _words(kennis: Kennis) -> Woordenschat:
    """Return the words of the knowledge; made once for a knowledge base, for that takes a good part of a second."""
    if kennis.stempel not in _SCHAT:
        _SCHAT.clear()
        _SCHAT[kennis.stempel] = Woordenschat.make(kennis)
    return _SCHAT[kennis.stempel]


def _keep(dienst: Dienst, wie: Wie, made: Voorstel, clean: Anoniem) -> Anoniem:
    """Store a proposal unless its sentence was refused or too many lie open; return what came of it."""
    if not clean.zin:
        return clean
    sealed = seal_json(dienst.opslag.huis, f"voorstel|zin|{made.id}", made.zin)
    with dienst.opslag.engine.begin() as conn:
        if store.count(conn, "open") >= MOST:
            return Anoniem("", (f"Er liggen al {MOST} voorstellen. De beheerder moet daar eerst over besluiten.",))
        store.add(conn, VoorstelRij(made.id, made.soort, made.functie, sealed, made.eerder, made.dag, made.stand))
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "voorstel_gedaan", "voorstel", ""), dienst.klok())
    return clean


def _opened(dienst: Dienst, row: VoorstelRij) -> Voorstel:
    zin = "" if row.zin is None else str(unseal_json(dienst.opslag.huis, f"voorstel|zin|{row.id}", row.zin))
    functie = next(one for one in FUNCTIES if one == row.functie)
    stand: Stand = "open" if row.stand == "open" else "goedgekeurd" if row.stand == "goedgekeurd" else "afgewezen"
    return Voorstel(row.id, row.soort, functie, zin, row.eerder, row.dag, stand)
