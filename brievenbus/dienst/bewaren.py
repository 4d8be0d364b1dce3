"""Keeping no longer than promised: the hourly round that erases, and what a resident may ask for at any time.

A letter goes when its `bewaren_tot` is over, unless a team has it with the resident's yes: then its days run from the closing of
the referral. Also a letter that was never read goes: the promise is to the resident. Audit rows are never deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import groupby

from brievenbus.dienst import SYSTEEM, Dienst, Wie, gebeurtenis
from brievenbus.dienst import brieven as letters
from brievenbus.dienst.briefstand import day_begins, day_ends
from brievenbus.dienst.delen import origin
from brievenbus.dienst.uitvoer import exporteer
from brievenbus.store import audit, bezoeken, brieven, new_id
from brievenbus.store import bewaren as store

__all__ = ["Bewijs", "exporteer", "run_bewaren", "wis_bezoek"]

BATCH = 100
ORPHAN = timedelta(hours=1)
"""A blob without a row may belong to an upload that is just being stored."""


@dataclass(frozen=True, slots=True)
class Bewijs:
    """What a round removed, in numbers. `ongelezen`: how many of the erased letters had not been read (for whatever reason)."""

    gewist: int = 0
    ongelezen: int = 0
    bezoeken_gesloten: int = 0
    doorverwijzingen: int = 0
    blobs: int = 0
    sessies: int = 0
    uitnodigingen: int = 0
    koppelingen: int = 0
    pogingen: int = 0
    tikken: int = 0
    resten: int = 0
    bezoeken: int = 0


def run_bewaren(dienst: Dienst) -> Bewijs:
    """Do one round and return the receipt; it is on the audit trail too. Stop and start again at will. Raises StoreError."""
    beleid = dienst.beleid
    grenzen = store.limits(dienst.klok(), beleid.bewaren_doorverwijzing_dagen, beleid.bewaren_log_dagen)
    bewijs = Bewijs(bezoeken_gesloten=_close_visits(dienst, grenzen))
    gewist, ongelezen = _erase_due(dienst, grenzen)
    doorverwijzingen = _empty_referrals(dienst, grenzen)
    resten = _tombstones(dienst, grenzen)
    with dienst.opslag.engine.begin() as conn:
        access = store.clean_access(conn, grenzen)
        bezoeken_weg = store.clean_visits(conn, grenzen)
    bewijs = replace(
        bewijs, gewist=gewist, ongelezen=ongelezen, doorverwijzingen=doorverwijzingen, blobs=_orphans(dienst, grenzen),
        resten=resten, bezoeken=bezoeken_weg, **access,
    )  # fmt: skip
    if bewijs != Bewijs():
        with dienst.opslag.engine.begin() as conn:
            told = {naam: aantal for naam, aantal in asdict(bewijs).items() if aantal}
            audit.append(conn, dienst.opslag.huis, gebeurtenis(SYSTEEM, "bewaartermijn", "database", "", **told), grenzen.nu)
    return bewijs


def wis_bezoek(dienst: Dienst, wie: Wie, bezoek_id: str) -> tuple[letters.Wisbewijs, ...]:
    """Erase every letter of a visit, as the resident asks, with what their referrals say; return the receipts.

    What a team was sent before stays with that team: withdraw the consent first (`doorverwijzen.trek_in`).
    Raises AccessError, StoreError.
    """
    done = []
    while part := letters.lijst(dienst, wie, bezoek_id=bezoek_id, aantal=letters.MOST):  # until none is left: a file may just be split
        for stand in part:
            done.append(letters.wis(dienst, wie, stand.id))
            with dienst.opslag.engine.begin() as conn:
                store.empty_referral(conn, stand.id, dienst.klok())
    return tuple(done)


def _close_visits(dienst: Dienst, grenzen: store.Grenzen) -> int:
    """Close the visits of former days that nobody closed, as of the end of their day."""
    with dienst.opslag.engine.begin() as conn:
        visits = store.open_visits(conn, day_begins(grenzen.nu))
    for bezoek_id, begonnen in visits:
        ended = day_ends(begonnen)
        with dienst.opslag.engine.begin() as conn:
            kept = bezoeken.close(conn, bezoek_id, ended, ended + timedelta(hours=dienst.beleid.bewaren_uren))
            told = gebeurtenis(SYSTEEM, "bezoek_gesloten", "bezoek", bezoek_id, brieven=kept)
            audit.append(conn, dienst.opslag.huis, told, grenzen.nu)
    return len(visits)


def _erase_due(dienst: Dienst, grenzen: store.Grenzen) -> tuple[int, int]:
    """Erase what is due; return how many, and how many of those had not been read."""
    gewist = ongelezen = 0
    while True:
        with dienst.opslag.engine.begin() as conn:
            found = store.due(conn, grenzen, BATCH)
        done = [status for brief_id, status in found if _erase(dienst, brief_id, grenzen)]
        gewist += len(done)
        ongelezen += sum(status != "klaar" for status in done)
        if not done:  # nothing more, or only what changed a moment ago
            return gewist, ongelezen


def _erase(dienst: Dienst, brief_id: str, grenzen: store.Grenzen) -> bool:
    """Erase one letter with its receipt; the key goes first, in the transaction, and what cannot be opened any more after it."""
    with dienst.opslag.engine.begin() as conn:
        if not store.lock_due(conn, brief_id, grenzen):
            return False
        gone = brieven.erase(conn, brief_id, grenzen.nu)
        if gone is None:
            return False
        fields = gone.velden + store.empty_referral(conn, brief_id, grenzen.nu)
        told = gebeurtenis(
            SYSTEEM, "brief_gewist", "brief", brief_id, reden="termijn", bewijs=new_id(), bestanden=gone.bestanden,
            bladzijden=gone.bladzijden, velden=fields,
        )  # fmt: skip
        audit.append(conn, dienst.opslag.huis, told, grenzen.nu)
    dienst.opslag.blobs.delete_folder(brief_id)
    return True


def _empty_referrals(dienst: Dienst, grenzen: store.Grenzen) -> int:
    """Forget what the referrals of letters erased by hand still say, once no team has them any more."""
    total = 0
    while True:
        with dienst.opslag.engine.begin() as conn:
            ids = store.erased_with_referral(conn, grenzen, BATCH)
            for brief_id in ids:
                store.empty_referral(conn, brief_id, grenzen.nu)
        total += len(ids)
        if not ids:
            return total


def _tombstones(dienst: Dienst, grenzen: store.Grenzen) -> int:
    total = 0
    while True:
        with dienst.opslag.engine.begin() as conn:
            done = store.clean_tombstones(conn, grenzen, BATCH)
        total += done
        if not done:
            return total


def _orphans(dienst: Dienst, grenzen: store.Grenzen) -> int:
    """Delete blobs that no row needs: of letters that are gone, and originals of letters that were read.

    A letter that was found in the file of another has no row until that one is stored: as long as that waits, its pages stay.
    """
    before = (grenzen.nu - ORPHAN).timestamp()
    paths = sorted(path for path, changed in dienst.opslag.blobs.list() if changed < before)
    folders = {folder: list(part) for folder, part in groupby(paths, key=lambda path: path.split("/")[0])}
    names, total = list(folders), 0
    for start in range(0, len(names), BATCH):
        part = names[start : start + BATCH]
        sources = {source for folder in part for path in folders[folder] if (source := origin(path))}
        with dienst.opslag.engine.begin() as conn:
            known = store.blobs_of(conn, {*part, *sources})
        for folder in part:
            spare = _spare(folders[folder], known.get(folder), known)
            dienst.opslag.blobs.delete(*spare)
            total += len(spare)
    return total


def _spare(paths: list[str], row: store.BriefBlobs | None, known: Mapping[str, store.BriefBlobs]) -> list[str]:
    """Return the blobs of one folder that can go: a letter still to be read needs all of them."""
    if row is None:
        return [path for path in paths if not _waits(known.get(origin(path) or ""))]
    if row.status == "gewist":
        return paths
    return [] if _waits(row) else [path for path in paths if path not in row.blobs]


def _waits(row: store.BriefBlobs | None) -> bool:
    return row is not None and row.status in (*brieven.TE_LEZEN, "mislukt")
