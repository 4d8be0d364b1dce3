"""What a volunteer sees of a visit: every letter with what matters most of it, the most urgent on top; and the bag of post as a whole.

A list that refreshes itself is one look, not hundreds: seeing the list of a visit is put on the audit trail once for each session
(`bezoek_ingezien`). Opening a letter is another thing, and is written down every time (`brieven.lees_inhoud`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from brievenbus.dienst import Dienst, Wie, brieven, gebeurtenis
from brievenbus.dienst.bezoeken import BezoekStand, lijst_bezoeken, visit_at_hand, zoek_bezoek
from brievenbus.dienst.briefkaart import BriefKaart, in_order, make_kaart, without_content
from brievenbus.dienst.briefstand import BriefStand, day_begins, dutch_day, key_of, reach_contents
from brievenbus.dienst.eenmaal import Eenmaal
from brievenbus.errors import MissingError
from brievenbus.explain import schrijf
from brievenbus.store import audit
from brievenbus.store import brieven as rijen
from brievenbus.store.crypto import unseal_json

SHOWN = 200
_UNDERWAY = ("ontvangen", "bezig")


@dataclass(frozen=True, slots=True)
class Stand:
    """Whether anything changed: `teken` differs as soon as a letter comes, goes or gets further; `levend` while one will."""

    bezoek_id: str | None
    teken: str
    levend: bool
    brieven: tuple[BriefStand, ...]
    begonnen: datetime | None = None
    gesloten: datetime | None = None


@dataclass(frozen=True, slots=True)
class StapelVoortgang:
    """How far a pile is that is still being read: letters so far, and how many of them are done with. Reading may find more."""

    id: str
    aantal: int
    klaar: int


@dataclass(frozen=True, slots=True)
class Zaak:
    """One thing to do: the newest letter about it, and the earlier ones that it takes the place of."""

    brief: BriefKaart
    eerder: tuple[BriefKaart, ...] = ()


@dataclass(frozen=True, slots=True)
class Tas:
    """A bag of post in three heaps, and what was not read (yet)."""

    doen: tuple[Zaak, ...]
    bewaren: tuple[BriefKaart, ...]
    weg: tuple[BriefKaart, ...]
    niet_gelezen: tuple[BriefKaart, ...]


_written = Eenmaal()


def stand(dienst: Dienst, wie: Wie, bezoek_id: str | None = None) -> Stand:
    """Return how a visit stands, without opening a letter; without `bezoek_id` the visit at hand.

    Raises AccessError, MissingError niet_gevonden.
    """
    visit = None if bezoek_id is None else zoek_bezoek(dienst, wie, bezoek_id)
    chosen = visit_at_hand(dienst, wie) if visit is None else visit.id
    rows = () if chosen is None else tuple(brieven.lijst(dienst, wie, bezoek_id=chosen, aantal=SHOWN))
    closed = None if visit is None else visit.gesloten
    told = "|".join([chosen or "", str(closed), *(f"{row.id}:{row.status}:{row.fase}" for row in rows)])
    return Stand(
        chosen, hashlib.sha256(told.encode()).hexdigest()[:16], any(row.status in _UNDERWAY for row in rows), rows,
        None if visit is None else visit.begonnen, closed,
    )  # fmt: skip


def kaarten(dienst: Dienst, wie: Wie, nu: Stand) -> tuple[BriefKaart, ...]:
    """Return the cards of a visit, the most urgent first. Raises AccessError, StoreError."""
    mens, today = dienst.kennis.talen["nl"].zinnen["mens"], dutch_day(dienst.klok())
    read = _contents(dienst, wie, nu)
    made = []
    for row in nu.brieven:
        if row.status != "klaar":
            made.append(without_content(row))
        elif row.id in read:  # else it was erased a moment ago
            made.append(make_kaart(row, read[row.id], today, mens))
    return in_order(made)


def tas(kaarten: tuple[BriefKaart, ...]) -> Tas:
    """Return the bag of post of these cards: few things to do, what to keep, what can go."""
    return Tas(
        doen=_matters([kaart for kaart in kaarten if kaart.bak == "doen"]),
        bewaren=tuple(kaart for kaart in kaarten if kaart.bak in ("bewaren", "goednieuws")),
        weg=tuple(kaart for kaart in kaarten if kaart.bak == "weg"),
        niet_gelezen=tuple(kaart for kaart in kaarten if kaart.bak in ("bezig", "mislukt")),
    )


def stapels(rows: tuple[BriefStand, ...]) -> tuple[StapelVoortgang, ...]:
    """Return the piles among these letters that are still being read."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.stapel_id is not None:
            found.setdefault(row.stapel_id, []).append(row.status)
    made = (StapelVoortgang(key, len(all_), sum(status not in _UNDERWAY for status in all_)) for key, all_ in found.items())
    return tuple(stapel for stapel in made if stapel.klaar < stapel.aantal)


def eerdere(dienst: Dienst, wie: Wie, behalve: str | None) -> tuple[BezoekStand, ...]:
    """Return the other visits to the own desk of today that hold letters, newest first. Raises AccessError."""
    since = day_begins(dienst.klok())
    found = lijst_bezoeken(dienst, wie, ook_gesloten=True)
    return tuple(visit for visit in found if visit.begonnen >= since and visit.brieven and visit.id != behalve)


def dag_voluit(dag: date) -> str:
    """Return "zaterdag 28 november"."""
    return schrijf.datum(dag, jaar=False)


def _contents(dienst: Dienst, wie: Wie, nu: Stand) -> dict[str, dict[str, Any]]:
    """Open every read letter of a visit. The first time in a session, that is put on the audit trail before anything is opened."""
    bereik, wanted = reach_contents(wie), [row.id for row in nu.brieven if row.status == "klaar"]
    if not wanted or nu.bezoek_id is None:
        return {}
    if _written.is_new(wie.sessie_id, nu.bezoek_id):
        seen = gebeurtenis(wie, "bezoek_ingezien", "bezoek", nu.bezoek_id, brieven=len(wanted))
        with dienst.opslag.engine.begin() as conn:
            audit.append(conn, dienst.opslag.huis, seen, dienst.klok())
        _written.remember(wie.sessie_id, nu.bezoek_id)
    with dienst.opslag.engine.connect() as conn:
        rows = [(rijen.by_id(conn, brief_id, bereik), rijen.content(conn, brief_id)) for brief_id in wanted]
    opened = {}
    for rij, sealed in rows:
        if rij is None or sealed is None:
            continue
        try:
            opened[rij.id] = unseal_json(key_of(dienst.opslag, rij), f"brief|inhoud|{rij.id}", sealed)
        except MissingError:
            continue
    return opened


def _matters(letters: list[BriefKaart]) -> tuple[Zaak, ...]:
    """Put letters about one matter together under the newest, where that is at least as serious: a reminder takes the place of its bill.

    One matter: the same sender and a reference in common. A letter without a printed day, or a suspect one, stands by itself.
    """
    left, made = list(letters), []
    while left:
        head, *left = left  # the most serious first, so no letter ever hides a more serious one
        older = [one for one in left if head.kern & one.kern and head.gedrukt and one.gedrukt and one.gedrukt < head.gedrukt]
        left = [one for one in left if one not in older]
        made.append(Zaak(head, tuple(older)))
    return tuple(made)
