"""What a desk or a team sees of its referrals: the list, one referral, and a page picture where the resident allowed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, gebeurtenis
from brievenbus.dienst.klok import Klokstand, klokstand
from brievenbus.dienst.overgangen import BIJ_TEAM, ZICHTBAAR, Status
from brievenbus.errors import AccessError, MissingError
from brievenbus.store import audit, brieven, gebruikers, wijkteams
from brievenbus.store import doorverwijzingen as store
from brievenbus.store.crypto import derive, seal_json, unseal_json
from brievenbus.store.doorverwijzingen import DoorverwijzingRij, Keuze, ToestemmingRij

MEEST = 200
OPEN_BALIE: tuple[Status, ...] = ("voorgesteld", "verstuurd", "aanvaard", "teruggegeven")
IN_LIJST = ("briefsoort", "afzender", "uiterste_datum", "urgentie")
"""What a list shows; who wants to know how to reach the resident opens the referral, and that is written down."""


@dataclass(frozen=True, slots=True)
class Notitie:
    """A line of the warm hand-over: who wrote it, when, and what."""

    wie: str
    tijd: datetime
    tekst: str


@dataclass(frozen=True, slots=True)
class Doorverwijzing:
    """A referral as one who asks may see it. Nothing in it says more of the letter than the resident allowed."""

    id: str
    brief_id: str
    status: str
    reden: str | None
    label: str | None
    wijkteam_id: str | None
    wijkteam: str | None
    niveau: int
    spoed: bool
    werkdagen: int | None
    klok: Klokstand | None
    voorgesteld: datetime
    verstuurd: datetime | None
    aanvaarden_voor: datetime | None
    aanvaard: datetime | None
    behandelaar_id: str | None
    gesloten: datetime | None
    ingetrokken: bool
    gegevens: dict[str, Any] | None
    toestemming: ToestemmingRij | None = None
    notities: tuple[Notitie, ...] = ()


def find_mine(conn: sa.Connection, wie: Wie, doorverwijzing_id: str) -> DoorverwijzingRij:
    """Return a referral of one's own desk or team. Raises AccessError `mag_niet`, MissingError `niet_gevonden`."""
    check_role(wie)
    rij = store.find(conn, doorverwijzing_id)
    own = rij is not None and (
        (wie.rol == "vrijwilliger" and wie.balie_id is not None and rij.balie_id == wie.balie_id)
        or (wie.rol == "wijkteam" and wie.wijkteam_id is not None and rij.wijkteam_id == wie.wijkteam_id)
    )
    if rij is None or not own:
        raise MissingError("niet_gevonden")
    return rij


def check_role(wie: Wie) -> None:
    """Raise AccessError for who has no business with referrals at all."""
    if wie.soort != "mens" or wie.rol not in ("vrijwilliger", "wijkteam"):
        raise AccessError("mag_niet")


def zoek(dienst: Dienst, wie: Wie, doorverwijzing_id: str) -> Doorverwijzing:
    """Return one referral with its data and notes. That somebody of a team opened it is written down."""
    with dienst.opslag.engine.begin() as conn:
        rij = find_mine(conn, wie, doorverwijzing_id)
        shown = show(dienst, conn, wie, rij)
        if wie.rol == "wijkteam":
            log(dienst, conn, gebeurtenis(wie, "doorverwijzing_ingezien", "doorverwijzing", rij.id))
    return shown


def bij_brief(dienst: Dienst, wie: Wie, brief_id: str) -> Doorverwijzing | None:
    """Return the referral of a letter of one's own desk; None where it has none. Raises MissingError for one of another desk."""
    check_role(wie)
    with dienst.opslag.engine.begin() as conn:
        rij = store.find_by_brief(conn, brief_id)
        return None if rij is None else show(dienst, conn, wie, find_mine(conn, wie, rij.id))


def namen(dienst: Dienst, wie: Wie, doorverwijzing_id: str) -> dict[str, str]:
    """Return by id what those are called who wrote a note with a referral or took it up: who hands over warmly has a name."""
    with dienst.opslag.engine.begin() as conn:
        rij = find_mine(conn, wie, doorverwijzing_id)
        seen = {note.wie for note in show(dienst, conn, wie, rij).notities} | ({rij.behandelaar_id} if rij.behandelaar_id else set())
        people = [gebruikers.find(conn, gebruiker_id) for gebruiker_id in sorted(seen)]
    return {person.id: person.naam for person in people if person is not None}


def bladzijden(dienst: Dienst, wie: Wie, doorverwijzing_id: str) -> tuple[int, ...]:
    """Return the numbers of the page pictures that this person may see now; none where the resident did not allow it."""
    try:
        brief_id = may_see_pages(dienst, wie, doorverwijzing_id)
    except MissingError as error:
        if error.code != "geen_afbeelding":
            raise
        return ()
    with dienst.opslag.engine.begin() as conn:
        return tuple(page.nummer for page in brieven.pages(conn, brief_id))


def lijst(
    dienst: Dienst, wie: Wie, *, status: str | None = None, stand: Klokstand | None = None, na: str | None = None, aantal: int = 50,
) -> tuple[list[Doorverwijzing], str | None]:  # fmt: skip
    """Return the referrals of one's own desk or team, what must be taken up first on top; the open ones unless `status` is named.

    `stand` keeps of these those of one state of the clock. Beside them after which id there are more (`na`), or None.
    """
    check_role(wie)
    mine = wie.balie_id if wie.rol == "vrijwilliger" else wie.wijkteam_id
    if mine is None:
        return [], None
    of_team = wie.rol == "wijkteam"
    states: tuple[str, ...] = (status,) if status else (BIJ_TEAM if of_team else OPEN_BALIE)
    aantal = min(aantal, MEEST)
    keuze = Keuze(None if of_team else mine, mine if of_team else None, states, na, aantal + 1)
    with dienst.opslag.engine.begin() as conn:
        found = store.select(conn, keuze)
        shown = in_list(dienst, conn, wie, found[:aantal])
    return [one for one in shown if stand is None or one.klok == stand], found[aantal - 1].id if len(found) > aantal else None


def in_list(dienst: Dienst, conn: sa.Connection, wie: Wie, rijen: Sequence[DoorverwijzingRij]) -> list[Doorverwijzing]:
    """Return referrals as a list shows them: nothing of how to reach the resident."""
    gone = store.withdrawn(conn, [rij.toestemming_id for rij in rijen if rij.toestemming_id])
    names = {team.id: team.naam for team in wijkteams.select(conn)}
    shown = [_shown(dienst, wie, rij, names.get(rij.wijkteam_id or ""), ingetrokken=rij.toestemming_id in gone) for rij in rijen]
    return [_short(one) for one in shown]


def show(dienst: Dienst, conn: sa.Connection, wie: Wie, rij: DoorverwijzingRij) -> Doorverwijzing:
    """Return a referral with all that this person may see of it."""
    team = wijkteams.find(conn, rij.wijkteam_id) if rij.wijkteam_id else None
    toestemming = store.find_toestemming(conn, rij.toestemming_id) if rij.toestemming_id else None
    ingetrokken = toestemming is not None and toestemming.ingetrokken is not None
    return _shown(dienst, wie, rij, team.naam if team else None, ingetrokken=ingetrokken, toestemming=toestemming)


def may_see_pages(dienst: Dienst, wie: Wie, doorverwijzing_id: str) -> str:
    """Return the id of the letter whose pictures this person may see now; else raise MissingError.

    A team: only where the resident allowed it apart, only while it has the referral, and no moment after a withdrawal.
    """
    with dienst.opslag.engine.begin() as conn:
        rij = find_mine(conn, wie, doorverwijzing_id)
        if wie.rol == "wijkteam":
            given = store.find_toestemming(conn, rij.toestemming_id) if rij.toestemming_id else None
            if given is None or not given.afbeelding or given.ingetrokken is not None or rij.status not in BIJ_TEAM:
                raise MissingError("geen_afbeelding")
    return rij.brief_id


def log(dienst: Dienst, conn: sa.Connection, g: audit.Gebeurtenis) -> None:
    """Write an audit row in the caller's transaction; the last thing in it."""
    audit.append(conn, dienst.opslag.huis, g, dienst.klok())


def sealed(dienst: Dienst, kolom: Literal["gegevens", "notities"], doorverwijzing_id: str, value: Any) -> bytes:
    """Seal a value for its column under the house key: it outlives the letter, and is erased by clearing the column."""
    return seal_json(derive(dienst.opslag.huis, "doorverwijzing"), f"doorverwijzing|{kolom}|{doorverwijzing_id}", value)


def opened(dienst: Dienst, kolom: Literal["gegevens", "notities"], rij: DoorverwijzingRij) -> Any | None:
    """Open a sealed column; None where it is empty."""
    value = rij.gegevens if kolom == "gegevens" else rij.notities
    if value is None:
        return None
    return unseal_json(derive(dienst.opslag.huis, "doorverwijzing"), f"doorverwijzing|{kolom}|{rij.id}", value)


def _shown(
    dienst: Dienst, wie: Wie, rij: DoorverwijzingRij, team: str | None, *,
    ingetrokken: bool, toestemming: ToestemmingRij | None = None,
) -> Doorverwijzing:  # fmt: skip
    of_team = wie.rol == "wijkteam"
    open_ = not of_team or rij.status in ZICHTBAAR
    kept = opened(dienst, "gegevens", rij) if open_ else None
    gegevens = None if kept is None else kept["velden"]
    haast = not of_team or (gegevens is not None and "urgentie" in gegevens)
    notes = (opened(dienst, "notities", rij) or []) if open_ else []
    return Doorverwijzing(
        id=rij.id, brief_id=rij.brief_id, status=rij.status, reden=None if of_team else rij.reden, label=rij.label,
        wijkteam_id=rij.wijkteam_id, wijkteam=team, niveau=rij.niveau, spoed=rij.spoed and haast,
        werkdagen=rij.werkdagen if haast else None, klok=klokstand(rij, dienst.klok(), dienst.kennis.dagen),
        voorgesteld=rij.voorgesteld, verstuurd=rij.verstuurd, aanvaarden_voor=rij.aanvaarden_voor, aanvaard=rij.aanvaard,
        behandelaar_id=rij.behandelaar_id, gesloten=rij.gesloten, ingetrokken=ingetrokken, gegevens=gegevens,
        toestemming=toestemming if open_ else None,
        notities=tuple(Notitie(note["wie"], datetime.fromisoformat(note["tijd"]), note["tekst"]) for note in notes),
    )  # fmt: skip


def _short(one: Doorverwijzing) -> Doorverwijzing:
    values = {name: getattr(one, name) for name in one.__dataclass_fields__}
    kept = None if one.gegevens is None else {key: one.gegevens[key] for key in IN_LIJST if key in one.gegevens}
    return Doorverwijzing(**{**values, "gegevens": kept, "notities": ()})
