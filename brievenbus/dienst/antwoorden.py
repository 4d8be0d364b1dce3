"""The answer to the one question that decides where a letter goes, such as "Kan de inwoner dit bedrag nu betalen?".

It says something of the resident. So it is sealed under the letter's key, goes when the letter goes, and stands on no audit row:
there it only says that somebody answered. The last answer counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from brievenbus.dienst import Dienst, Wie, gebeurtenis
from brievenbus.dienst.briefstand import eis_gelezen, find, key_of, reach_contents
from brievenbus.dienst.overgangen import check_label
from brievenbus.errors import ConflictError, MissingError
from brievenbus.kennis import Kennis
from brievenbus.store import antwoorden as store
from brievenbus.store import audit, brieven
from brievenbus.store.antwoorden import AntwoordRij
from brievenbus.store.crypto import seal_json, unseal_json

Antwoord = Literal["ja", "nee"]


@dataclass(frozen=True, slots=True)
class Beantwoord:
    """What the resident said, when, and who wrote it down."""

    antwoord: Antwoord
    tijd: datetime
    gebruiker_id: str


def beantwoord(dienst: Dienst, wie: Wie, brief_id: str, antwoord: str) -> Beantwoord:
    """Keep the resident's answer, in place of an earlier one; the same again changes nothing.

    Raises AccessError; MissingError niet_gevonden, brief_gewist; ConflictError nog_niet_gelezen, brief_niet_gelezen, geen_vraag
    (this letter asks nothing); InputError label_onbekend; StoreError.
    """
    check_label(antwoord, Antwoord)
    bereik, nu = reach_contents(wie), dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        key = key_of(dienst.opslag, eis_gelezen(find(conn, brief_id, bereik)))
        sealed = brieven.content(conn, brief_id)
        if sealed is None:
            raise MissingError("brief_gewist")
        if not unseal_json(key, f"brief|inhoud|{brief_id}", sealed)["route"]["vraag"]:
            raise ConflictError("geen_vraag")
        before = _opened(key, store.by_letter(conn, brief_id))
        if before is not None and before.antwoord == antwoord:
            return before
        said = seal_json(key, f"antwoord|antwoord|{brief_id}", antwoord)
        if not store.put(conn, AntwoordRij(brief_id, wie.gebruiker_id, nu, said)):
            raise MissingError("brief_gewist")
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "vraag_beantwoord", "brief", brief_id), nu)
    return Beantwoord("ja" if antwoord == "ja" else "nee", nu, wie.gebruiker_id)


def zoek(dienst: Dienst, wie: Wie, brief_id: str) -> Beantwoord | None:
    """Return the answer that was given for a letter. Raises as `beantwoord`, but for the question."""
    bereik = reach_contents(wie)
    with dienst.opslag.engine.begin() as conn:
        rij, said = eis_gelezen(find(conn, brief_id, bereik)), store.by_letter(conn, brief_id)
    return _opened(key_of(dienst.opslag, rij), said)


def hulp_bij(kennis: Kennis, inhoud: Mapping[str, Any]) -> Antwoord:
    """Return the answer to the question of a read letter that makes a team the next step."""
    card = kennis.briefsoorten.get(inhoud["briefsoort"]["sleutel"])
    return card.hulp_bij if card else "nee"


def is_voor_team(kennis: Kennis, inhoud: Mapping[str, Any], gezegd: Beantwoord | None) -> bool:
    """Tell whether a letter goes to a team by its own route: it says so, or its question was answered that way."""
    route = inhoud["route"]
    asked = bool(route["vraag"]) and gezegd is not None and gezegd.antwoord == hulp_bij(kennis, inhoud)
    return asked or route["naar"] == "wijkteam"


def _opened(key: bytes, rij: AntwoordRij | None) -> Beantwoord | None:
    if rij is None:
        return None
    said = unseal_json(key, f"antwoord|antwoord|{rij.brief_id}", rij.antwoord)
    return next((Beantwoord(one, rij.tijd, rij.gebruiker_id) for one in get_args(Antwoord) if one == said), None)
