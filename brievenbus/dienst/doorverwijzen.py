"""Hand a letter to the neighbourhood team, with the resident's recorded yes and never without it.

Every act looks up what its own table allows (`overgangen`), changes one row as it was read, and writes its audit row and what
must leave the house in the same transaction. Asked twice, the same act gives the same result; of two people at once the
second is told (ConflictError). A "no" of the resident is written down and has no consequence; nobody asks why.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from brievenbus.dienst import GEWOON, SPOED, Dienst, Wie, antwoorden, brieven, gebeurtenis
from brievenbus.dienst.gegevens import Verzoek, checked, corrected, minimal_set, must_date, note, stamp
from brievenbus.dienst.klok import Haast, aanvaarden_voor, lokale_dag
from brievenbus.dienst.overgangen import INGETROKKEN, Handeling, Reden, SluitLabel, Status, TerugLabel, check_label, next_status
from brievenbus.dienst.werklijst import Doorverwijzing, check_role, find_mine, log, may_see_pages, opened, sealed, show
from brievenbus.errors import AccessError, ConflictError, InputError
from brievenbus.store import doorverwijzingen as store
from brievenbus.store import new_id, overdrachten, wijkteams
from brievenbus.store.doorverwijzingen import DoorverwijzingRij, ToestemmingRij

_CHANGED = "doorverwijzing_veranderd"
MEEST_NOTITIES = 50


def stel_voor(dienst: Dienst, wie: Wie, brief_id: str, reden: str | None = None) -> Doorverwijzing:
    """Propose to hand a read letter to a team; nothing leaves. The same letter again gives the referral that it has.

    Without `reden` only where the team is the letter's own route, by itself or by the answer to its question; what is kept of that
    answer says no more than that help is wanted. Raises InputError
    `reden_nodig`, ConflictError while the letter was not read, MissingError for a letter of another desk.
    """
    check_role(wie)
    if wie.rol != "vrijwilliger" or wie.balie_id is None:
        raise AccessError("mag_niet")
    if reden is not None:
        check_label(reden, Reden)
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id)
    route = inhoud["route"]
    by_route = antwoorden.is_voor_team(dienst.kennis, inhoud, antwoorden.zoek(dienst, wie, brief_id))
    if not by_route and reden in (None, "route"):
        raise InputError("reden_nodig")
    why = reden or ("route" if route["naar"] == "wijkteam" else "hulp_nodig")
    rij = DoorverwijzingRij(
        id=new_id(), brief_id=brief_id, balie_id=wie.balie_id, gebruiker_id=wie.gebruiker_id, status="voorgesteld",
        reden=why, spoed=route["spoed"], werkdagen=route["werkdagen"], voorgesteld=dienst.klok(),
    )  # fmt: skip
    with dienst.opslag.engine.begin() as conn:
        made = store.insert(conn, rij)
        rij = rij if made else _of_letter(conn, wie, brief_id)
        shown = show(dienst, conn, wie, rij)
        if made:
            log(dienst, conn, gebeurtenis(wie, "doorverwijzing_voorgesteld", "doorverwijzing", rij.id, brief=brief_id, reden=rij.reden))
    return shown


def toestemmen(dienst: Dienst, wie: Wie, doorverwijzing_id: str, verzoek: Verzoek) -> Doorverwijzing:
    """Write down the resident's yes for this letter and send the allowed fields to the team of these four digits.

    Raises InputError for a yes that says too little (`toestemming_leeg`, `veld_ontbreekt`, `postcode_onbekend`, …), ConflictError
    `toestemming_opnieuw` where the resident said no or withdrew before and was not asked again.
    """
    asked = checked(verzoek)
    return _again(lambda: _toestemmen(dienst, wie, doorverwijzing_id, asked))


def _toestemmen(dienst: Dienst, wie: Wie, doorverwijzing_id: str, verzoek: Verzoek) -> Doorverwijzing:
    with dienst.opslag.engine.begin() as conn:
        rij = find_mine(conn, wie, doorverwijzing_id)
        if _is_repeat(dienst, wie, rij, verzoek):
            return show(dienst, conn, wie, rij)
        status = next_status("toestemmen", rij.status, wie.rol)
        team = team_for(conn, verzoek).id
    if rij.status != "voorgesteld" and not verzoek.opnieuw:
        raise ConflictError("toestemming_opnieuw")
    said = [(one.veld, one.waarde) for one in brieven.correcties(dienst, wie, rij.brief_id)]
    inhoud = corrected(brieven.lees_inhoud(dienst, wie, rij.brief_id), said)
    nu = dienst.klok()
    vandaag = lokale_dag(nu)
    haast = Haast(must_date(inhoud, vandaag), rij.werkdagen, rij.spoed)
    kept = {"velden": minimal_set(inhoud, verzoek, vandaag), "stempel": stamp(verzoek, wie.gebruiker_id)}
    toestemming = ToestemmingRij(new_id(), rij.brief_id, wie.gebruiker_id, nu, verzoek.wijze, verzoek.velden, verzoek.afbeelding)
    sent = {
        "status": status, "toestemming_id": toestemming.id, "wijkteam_id": team, "niveau": 0, "label": None, "verstuurd": nu,
        "aanvaarden_voor": aanvaarden_voor(nu, haast, dienst.beleid.aanvaard_werkdagen, dienst.kennis.dagen),
        "overtijd": None, "aanvaard": None, "behandelaar_id": None,
        "gegevens": sealed(dienst, "gegevens", rij.id, kept), "notities": None,
    }  # fmt: skip
    with dienst.opslag.engine.begin() as conn:
        store.insert_toestemming(conn, toestemming)
        return _change(
            dienst, conn, wie, rij, "doorverwijzing_verstuurd", sent, bericht="doorverwijzing", toestemming=toestemming.id,
            wijze=verzoek.wijze, velden=len(verzoek.velden), afbeelding=verzoek.afbeelding, wijkteam=team,
        )  # fmt: skip


def weiger(dienst: Dienst, wie: Wie, doorverwijzing_id: str) -> Doorverwijzing:
    """Write down that the resident says no. Nothing goes, nothing else changes, no reason is kept."""
    return _again(lambda: _step(dienst, wie, doorverwijzing_id, "weigeren", lambda rij, naar: {"status": naar}))


def trek_in(dienst: Dienst, wie: Wie, doorverwijzing_id: str) -> Doorverwijzing:
    """Withdraw the consent: the picture closes at once. Nobody accepted yet: back to the desk and all data gone.

    After that the team is told; what it has already follows its own duty to keep records.
    """

    def attempt() -> Doorverwijzing:
        with dienst.opslag.engine.begin() as conn:
            rij = find_mine(conn, wie, doorverwijzing_id)
            given = store.find_toestemming(conn, rij.toestemming_id) if rij.toestemming_id else None
            if given is not None and given.ingetrokken is not None:
                return show(dienst, conn, wie, rij)
            naar = next_status("intrekken", rij.status, wie.rol)
            values: dict[str, Any] = {"status": naar}
            if naar == "teruggegeven":
                values |= {"label": INGETROKKEN, "gegevens": None, "notities": None}
            store.withdraw(conn, rij.toestemming_id or "", dienst.klok())
            followed = overdrachten.drop(conn, rij.toestemming_id or "")
            details = {"toestemming": rij.toestemming_id or "", "van": rij.status, "naar": naar}
            return _change(dienst, conn, wie, rij, "toestemming_ingetrokken", values, bericht="intrekking" if followed else None, **details)

    return _again(attempt)


def aanvaard(dienst: Dienst, wie: Wie, doorverwijzing_id: str) -> Doorverwijzing:
    """Take a referral upon oneself. Raises ConflictError `al_aanvaard` where a colleague was first."""

    def attempt() -> Doorverwijzing:
        with dienst.opslag.engine.begin() as conn:
            rij = find_mine(conn, wie, doorverwijzing_id)
            if rij.status == "aanvaard" and wie.rol == "wijkteam":
                if rij.behandelaar_id == wie.gebruiker_id:
                    return show(dienst, conn, wie, rij)
                raise ConflictError("al_aanvaard")
            naar = next_status("aanvaarden", rij.status, wie.rol)
            values = {"status": naar, "aanvaard": dienst.klok(), "behandelaar_id": wie.gebruiker_id}
            return _change(dienst, conn, wie, rij, "doorverwijzing_aanvaard", values, niveau=rij.niveau)

    return _again(attempt)


def geef_terug(dienst: Dienst, wie: Wie, doorverwijzing_id: str, label: str, notitie: str = "") -> Doorverwijzing:
    """Give a referral back to the desk, with a label and perhaps a note. Another team needs another yes."""
    check_label(label, TerugLabel)
    return _again(lambda: _end(dienst, wie, doorverwijzing_id, "teruggeven", label, notitie))


def sluit(dienst: Dienst, wie: Wie, doorverwijzing_id: str, label: str, notitie: str = "") -> Doorverwijzing:
    """Close a referral: a team what it accepted, a desk what no team has. What the desk closes loses its data at once."""
    check_label(label, SluitLabel)
    return _again(lambda: _end(dienst, wie, doorverwijzing_id, "sluiten", label, notitie))


def noteer(dienst: Dienst, wie: Wie, doorverwijzing_id: str, tekst: str) -> Doorverwijzing:
    """Add a line to the warm hand-over. A BSN in it is masked; the same words by the same person twice are one line."""
    line = note(tekst)

    def attempt() -> Doorverwijzing:
        with dienst.opslag.engine.begin() as conn:
            rij = find_mine(conn, wie, doorverwijzing_id)
            kept = opened(dienst, "notities", rij) or []
            if any(old["wie"] == wie.gebruiker_id and old["tekst"] == line for old in kept):
                return show(dienst, conn, wie, rij)
            next_status("noteren", rij.status, wie.rol)
            values = {"notities": _with_note(dienst, wie, rij, line)}
            return _change(dienst, conn, wie, rij, "doorverwijzing_notitie", values, aantal=len(kept) + 1)

    return _again(attempt)


def pagina(dienst: Dienst, wie: Wie, doorverwijzing_id: str, nummer: int) -> bytes:
    """Return a page picture (BSN painted over) of a referred letter. Raises MissingError where that was not allowed."""
    return brieven.pagina(dienst, wie, may_see_pages(dienst, wie, doorverwijzing_id), nummer)


def _again(attempt: Callable[[], Doorverwijzing]) -> Doorverwijzing:
    """Look once more where somebody was just ahead: then it is a repeat of the same, or a conflict that can be named."""
    try:
        return attempt()
    except ConflictError as error:
        if error.code != _CHANGED:
            raise
    return attempt()


def _step(
    dienst: Dienst, wie: Wie, doorverwijzing_id: str, handeling: Handeling,
    values: Callable[[DoorverwijzingRij, Status], dict[str, Any]],
) -> Doorverwijzing:  # fmt: skip
    with dienst.opslag.engine.begin() as conn:
        rij = find_mine(conn, wie, doorverwijzing_id)
        if handeling == "weigeren" and rij.status == "geweigerd" and wie.rol == "vrijwilliger":
            return show(dienst, conn, wie, rij)
        naar = next_status(handeling, rij.status, wie.rol)
        return _change(dienst, conn, wie, rij, f"doorverwijzing_{naar}", values(rij, naar))


def _end(dienst: Dienst, wie: Wie, doorverwijzing_id: str, handeling: Handeling, label: str, notitie: str) -> Doorverwijzing:
    with dienst.opslag.engine.begin() as conn:
        rij = find_mine(conn, wie, doorverwijzing_id)
        ended: Status = "gesloten" if handeling == "sluiten" else "teruggegeven"
        if rij.status == ended and rij.label == label:
            return show(dienst, conn, wie, rij)
        naar = next_status(handeling, rij.status, wie.rol)
        values: dict[str, Any] = {"status": naar, "label": label}
        if naar == "gesloten":
            values["gesloten"] = dienst.klok()
        if naar == "gesloten" and wie.rol == "vrijwilliger":
            values |= {"gegevens": None, "notities": None}
        elif notitie.strip():
            values["notities"] = _with_note(dienst, wie, rij, note(notitie))
        return _change(dienst, conn, wie, rij, f"doorverwijzing_{naar}", values, label=label)


def _change(
    dienst: Dienst, conn: sa.Connection, wie: Wie, rij: DoorverwijzingRij, actie: str, values: dict[str, Any], *,
    bericht: overdrachten.Soort | None = None, **details: str | int | bool,
) -> Doorverwijzing:  # fmt: skip
    """Change the row as it was read, queue what must leave the house, write the audit row; all in the caller's transaction."""
    if not store.update(conn, rij, **values):
        raise ConflictError(_CHANGED)
    changed = store.find(conn, rij.id)
    assert changed is not None  # it was just changed, in this transaction
    if bericht is not None and dienst.doorzetter is not None and changed.toestemming_id is not None:
        overdrachten.insert(conn, rij.id, changed.toestemming_id, bericht, dienst.doorzetter.naam, dienst.klok())
        dienst.rij.zet(conn, "zet_over", f"{rij.id}.{changed.versie}", SPOED if rij.spoed else GEWOON)
    shown = show(dienst, conn, wie, changed)
    log(dienst, conn, gebeurtenis(wie, actie, "doorverwijzing", rij.id, **details))
    return shown


def _of_letter(conn: sa.Connection, wie: Wie, brief_id: str) -> DoorverwijzingRij:
    rij = store.find_by_brief(conn, brief_id)
    return find_mine(conn, wie, rij.id if rij else "")


def _is_repeat(dienst: Dienst, wie: Wie, rij: DoorverwijzingRij, verzoek: Verzoek) -> bool:
    if rij.status not in ("verstuurd", "aanvaard", "gesloten") or wie.rol != "vrijwilliger":
        return False
    kept = opened(dienst, "gegevens", rij)
    return kept is not None and kept["stempel"] == stamp(verzoek, wie.gebruiker_id)


def team_for(conn: sa.Connection, verzoek: Verzoek) -> wijkteams.WijkteamRij:
    """Return the team: chosen by hand, else by postcode. Raises InputError that says what can be done instead."""
    if verzoek.wijkteam_id is not None:
        team = wijkteams.find(conn, verzoek.wijkteam_id)
        if team is None or not team.actief:
            raise InputError("wijkteam_onbekend")
        return team
    if not verzoek.postcode:
        raise InputError("postcode_nodig")
    team = wijkteams.find_by_postcode(conn, int(verzoek.postcode))
    if team is None:
        raise InputError("postcode_onbekend")
    return team


def _with_note(dienst: Dienst, wie: Wie, rij: DoorverwijzingRij, line: str) -> bytes:
    kept = opened(dienst, "notities", rij) or []
    if len(kept) >= MEEST_NOTITIES:
        raise ConflictError("te_veel_notities", meest=MEEST_NOTITIES)
    made = {"wie": wie.gebruiker_id, "tijd": _iso(dienst.klok()), "tekst": line}
    return sealed(dienst, "notities", rij.id, [*kept, made])


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
