"""Letters come in: looked at, sealed, stored, and queued to be read.

    files ─checks→ ─virus scan→ ─seal→ blobs ─→ ONE transaction: letter, files, visit, queue, audit

The blobs go first and reach the disk before the transaction: an answered letter survives a power cut, and a row never lacks
its files. A transaction that surely failed takes its blobs along; where that is not sure (the database vanished during the
commit), they stay: retention sweeps folders older than an hour that have no row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from brievenbus.dienst import GEWOON, STAPEL, Dienst, Wie, bsnvrij, gebeurtenis
from brievenbus.dienst.bezoeken import keep_until, visit_for
from brievenbus.dienst.briefstand import BriefStand, dutch_day, reach, sealed_values, stand
from brievenbus.dienst.virusscan import scan
from brievenbus.errors import BrievenbusError, ConflictError, InputError, MissingError
from brievenbus.intake import PDF_HEAD, sniff
from brievenbus.poststuk import group, is_note
from brievenbus.store import audit, bezoeken, brieven, new_id
from brievenbus.store.bezoeken import BezoekRij, StapelRij
from brievenbus.store.brieven import BestandRij, BriefRij
from brievenbus.store.crypto import blind, new_key, seal

TOTAL = 4
"""All files of one sending together may be this many times as large as one file may be."""
NAME_LENGTH = 200
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Bijlage:
    """A file as somebody sent it."""

    naam: str
    inhoud: bytes


@dataclass(frozen=True, slots=True)
class Verzoek:
    """What is asked with a letter. `peildatum`: the day it is read for; today in the Netherlands where none is given."""

    taal: str = "nl"
    peildatum: date | None = None
    idempotentie: str | None = None
    bezoek_id: str | None = None
    stapel_id: str | None = None
    voorrang: int = GEWOON


@dataclass(frozen=True, slots=True)
class StapelStand:
    """How far a pile is. `aantal` counts every letter of it, also those erased since; `bezig` those that wait too.

    `poststukken` is what was sent: files, or groups of pages. One file may turn out to hold many letters, so `aantal` may grow
    for as long as there are any `bezig`.
    """

    id: str
    aantal: int
    klaar: int
    bezig: int
    geweigerd: int
    mislukt: int
    poststukken: int
    gewist: int = 0
    bezoek_id: str | None = None
    herhaald: bool = False


@dataclass(frozen=True, slots=True)
class _Poststuk:
    """A letter that passed the checks, sealed and in the blob store; without files where `fout` says why it is refused."""

    id: str
    sleutel: bytes
    kek_id: str
    bestanden: tuple[BestandRij, ...]
    fout: str | None
    fout_waarden: bytes | None
    idempotentie: bytes | None
    afdruk: bytes


def ontvang(dienst: Dienst, wie: Wie, bijlagen: Sequence[Bijlage], verzoek: Verzoek) -> BriefStand:
    """Take in one letter: its files are its pages, in order. Sending it again under the same key gives the same letter.

    Raises AccessError; InputError geen_bestanden, te_veel_bestanden, bestand_leeg, bestand_te_groot, zending_te_groot,
    bestandssoort_onbekend, taal_onbekend, virus_gevonden; MissingError niet_gevonden (visit, pile); ConflictError
    sleutel_hergebruikt, balie_gesloten, bezoek_gesloten; ToolError virusscan_weg; StoreError.
    """
    _check_request(dienst, wie, bijlagen, verzoek)
    for nummer, bijlage in enumerate(bijlagen, start=1):
        _check_file(dienst, bijlage, nummer)
    afdruk = _print_of(dienst, bijlagen)
    key = _blind_key(dienst, wie, verzoek, 0)
    earlier = _repeat(dienst, key, afdruk)
    if earlier is not None:
        return stand(dienst.opslag, earlier, herhaald=True)
    stuk = _seal(dienst, bijlagen, key, afdruk)
    try:
        rijen = _store(dienst, wie, verzoek, [stuk], None)
    except sa.exc.IntegrityError:  # the same key at the same moment: the other one is the letter
        dienst.opslag.blobs.delete_folder(stuk.id)
        earlier = _repeat(dienst, key, afdruk)
        if earlier is None:
            raise
        return stand(dienst.opslag, earlier, herhaald=True)
    except BrievenbusError:  # raised before the commit: surely nothing was stored
        dienst.opslag.blobs.delete_folder(stuk.id)
        raise
    return stand(dienst.opslag, rijen[0])


def maak_stapel(dienst: Dienst, wie: Wie, bijlagen: Sequence[Bijlage], verzoek: Verzoek | None = None) -> StapelStand:
    """Take in a pile: `naam.p1.jpg, naam.p2.jpg` are one letter; any other file holds one or, as reading will tell, many.

    Notes between them are passed over.
    A file that cannot be a letter does not stop the others: it becomes a letter that is `geweigerd`. Raises as `ontvang` does
    for the sending as a whole.
    """
    verzoek = verzoek or Verzoek(voorrang=STAPEL)
    bijlagen = [bijlage for bijlage in bijlagen if not is_note(_bare(bijlage.naam))]
    _check_request(dienst, wie, bijlagen, verzoek)
    afdruk = _print_of(dienst, bijlagen)
    first = _blind_key(dienst, wie, verzoek, 1)  # 0 is that of a letter by itself: the same key for both is no clash
    earlier = _repeat(dienst, first, afdruk)
    if earlier is not None and earlier.stapel_id is not None:
        return _progress(dienst, wie, earlier.stapel_id, herhaald=True)
    stukken = []
    for at, (_, places) in enumerate(group([_bare(bijlage.naam) for bijlage in bijlagen])):
        stukken.append(_seal_or_refuse(dienst, bijlagen, places, _blind_key(dienst, wie, verzoek, at + 1), afdruk))
    stapel_id = new_id()
    try:
        _store(dienst, wie, verzoek, stukken, stapel_id)
    except (sa.exc.IntegrityError, BrievenbusError):
        for stuk in stukken:
            dienst.opslag.blobs.delete_folder(stuk.id)
        earlier = _repeat(dienst, first, afdruk)
        if earlier is None or earlier.stapel_id is None:
            raise
        return _progress(dienst, wie, earlier.stapel_id, herhaald=True)
    return _progress(dienst, wie, stapel_id)


def zoek_stapel(dienst: Dienst, wie: Wie, stapel_id: str) -> StapelStand:
    """Return how far a pile is. Raises AccessError, MissingError niet_gevonden."""
    return _progress(dienst, wie, stapel_id)


def _progress(dienst: Dienst, wie: Wie, stapel_id: str, *, herhaald: bool = False) -> StapelStand:
    bereik = reach(wie)
    with dienst.opslag.engine.begin() as conn:
        stapel = bezoeken.pile_by_id(conn, stapel_id, bereik.balie_id)
        counts = bezoeken.pile_progress(conn, stapel_id, bereik.sessie_id)
        sent = bezoeken.pile_items(conn, stapel_id, bereik.sessie_id)
    if stapel is None or (bereik.sessie_id is not None and not counts):
        raise MissingError("niet_gevonden")
    return StapelStand(
        stapel_id, counts.total(), counts["klaar"], counts["ontvangen"] + counts["bezig"], counts["geweigerd"], counts["mislukt"],
        sent, counts["gewist"], stapel.bezoek_id, herhaald,
    )  # fmt: skip


def _check_request(dienst: Dienst, wie: Wie, bijlagen: Sequence[Bijlage], verzoek: Verzoek) -> None:
    reach(wie)
    if wie.balie_id is None:
        raise MissingError("niet_gevonden")  # the system itself brings no letters
    beleid = dienst.beleid
    if not bijlagen:
        raise InputError("geen_bestanden")
    if len(bijlagen) > beleid.max_bestanden:
        raise InputError("te_veel_bestanden", aantal=beleid.max_bestanden)
    if sum(len(bijlage.inhoud) for bijlage in bijlagen) > TOTAL * beleid.max_bytes:
        raise InputError("zending_te_groot", grens=TOTAL * beleid.max_bytes)
    if verzoek.taal not in dienst.kennis.talen:
        raise InputError("taal_onbekend", waarde=verzoek.taal[:8], talen=", ".join(sorted(dienst.kennis.talen)))
    if verzoek.idempotentie is not None and not 0 < len(verzoek.idempotentie) <= LONGEST_KEY:
        raise InputError("sleutel_ongeldig")


def _check_file(dienst: Dienst, bijlage: Bijlage, nummer: int) -> str:
    """Look at one file from the outside and return its kind. Errors name it by its place: its name may hold a person's."""
    bestand = f"nummer {nummer}"
    if not bijlage.inhoud:
        raise InputError("bestand_leeg", bestand=bestand)
    if len(bijlage.inhoud) > dienst.beleid.max_bytes:
        raise InputError("bestand_te_groot", bestand=bestand, grens=dienst.beleid.max_bytes)
    kind = sniff(bijlage.inhoud[:PDF_HEAD])
    if kind is None:
        raise InputError("bestandssoort_onbekend", bestand=bestand)
    scan(dienst.beleid, bijlage.inhoud)
    return kind


def _print_of(dienst: Dienst, bijlagen: Sequence[Bijlage]) -> bytes:
    """Return a blind index of exactly these bytes in this order."""
    digests = b"".join(hashlib.sha256(bijlage.inhoud).digest() for bijlage in bijlagen)
    return blind(dienst.opslag.huis, "afdruk", digests)


def _blind_key(dienst: Dienst, wie: Wie, verzoek: Verzoek, at: int) -> bytes | None:
    """Return the blind index of a sender's idempotency key for letter `at` of a sending. A phone sends under its session."""
    if verzoek.idempotentie is None:
        return None
    sender = wie.gebruiker_id if wie.soort == "mens" else wie.sessie_id
    return blind(dienst.opslag.huis, "idempotentie", f"{wie.soort}|{sender}|{at}|{verzoek.idempotentie}")


def _repeat(dienst: Dienst, key: bytes | None, afdruk: bytes) -> BriefRij | None:
    """Return the letter that was sent under this key. Raises ConflictError sleutel_hergebruikt for other bytes."""
    if key is None:
        return None
    with dienst.opslag.engine.begin() as conn:
        rij = brieven.by_idempotency(conn, key)
    if rij is not None and rij.afdruk != afdruk:
        raise ConflictError("sleutel_hergebruikt")
    return rij


def _seal_or_refuse(dienst: Dienst, bijlagen: Sequence[Bijlage], places: Sequence[int], key: bytes | None, afdruk: bytes) -> _Poststuk:
    try:
        for at in places:
            _check_file(dienst, bijlagen[at], at + 1)
    except InputError as error:
        return _seal(dienst, [], key, afdruk, error)
    return _seal(dienst, [bijlagen[at] for at in places], key, afdruk)


def _seal(
    dienst: Dienst, bijlagen: Sequence[Bijlage], key: bytes | None, afdruk: bytes, fout: InputError | None = None
) -> _Poststuk:  # fmt: skip
    """Seal the files of one letter under a key of its own, and put them on disk."""
    brief_id, data_key, opslag = new_id(), new_key(), dienst.opslag
    rows = []
    for nummer, bijlage in enumerate(bijlagen, start=1):
        path = f"{brief_id}/bestand-{nummer}"
        opslag.blobs.put(path, seal(data_key, f"blob|{path}", bijlage.inhoud))
        naam = seal(data_key, f"bestand|naam|{brief_id}|{nummer}", _clean(bijlage.naam).encode())
        rows.append(BestandRij(nummer, sniff(bijlage.inhoud[:PDF_HEAD]) or "", len(bijlage.inhoud), naam, path))
    made = opslag.sleutels.wrap(data_key)
    code, waarden = (None, None) if fout is None else (fout.code, sealed_values(data_key, brief_id, fout.waarden))
    return _Poststuk(brief_id, made.sleutel, made.kek_id, tuple(rows), code, waarden, key, afdruk)


def _store(dienst: Dienst, wie: Wie, verzoek: Verzoek, stukken: Sequence[_Poststuk], nieuwe_stapel: str | None) -> list[BriefRij]:
    """Write the rows of a sending and queue its letters, in one transaction."""
    nu, huis = dienst.klok(), dienst.opslag.huis
    with dienst.opslag.engine.begin() as conn:
        bezoek = visit_for(conn, dienst, wie, verzoek.bezoek_id, nu)
        if nieuwe_stapel is not None:
            bezoeken.insert_pile(conn, StapelRij(nieuwe_stapel, bezoek.balie_id, bezoek.id, wie.gebruiker_id, nu))
        elif verzoek.stapel_id is not None and bezoeken.pile_by_id(conn, verzoek.stapel_id, bezoek.balie_id) is None:
            raise MissingError("niet_gevonden")
        stapel_id = nieuwe_stapel or verzoek.stapel_id
        rijen = [_row(dienst, wie, verzoek, (stuk, bezoek, stapel_id), nu) for stuk in stukken]
        for rij, stuk in zip(rijen, stukken, strict=True):
            brieven.insert(conn, rij, stuk.idempotentie, stuk.bestanden)
            dienst.opslag.sleutels.eis(stuk.kek_id)  # dropped while the files were sealed? With the row in place it no longer can be
            if stuk.fout is None:
                dienst.rij.zet(conn, "lees_brief", rij.id, verzoek.voorrang)
        for rij, stuk in zip(rijen, stukken, strict=True):
            told = gebeurtenis(wie, "brief_ontvangen", "brief", rij.id, bestanden=len(stuk.bestanden), bezoek=bezoek.id)
            audit.append(conn, huis, told, nu)
    return rijen


def _row(
    dienst: Dienst, wie: Wie, verzoek: Verzoek, waar: tuple[_Poststuk, BezoekRij, str | None], nu: datetime
) -> BriefRij:  # fmt: skip
    stuk, bezoek, stapel_id = waar
    return BriefRij(
        id=stuk.id, balie_id=bezoek.balie_id, bezoek_id=bezoek.id, stapel_id=stapel_id, gebruiker_id=wie.gebruiker_id,
        sessie_id=wie.sessie_id or None, status="ontvangen" if stuk.fout is None else "geweigerd", voorrang=verzoek.voorrang,
        taal=verzoek.taal, peildatum=verzoek.peildatum or dutch_day(nu), aangemaakt=nu, gelezen=None, bladzijden=None,
        deel=1, delen=1, poging=1, fout=stuk.fout, fout_waarden=stuk.fout_waarden, sleutel=stuk.sleutel, kek_id=stuk.kek_id,
        bewaren_tot=keep_until(bezoek, dienst.beleid), gewist=None, afdruk=stuk.afdruk,
    )  # fmt: skip


def _bare(naam: str) -> str:
    """Return the last part of a file name as a browser may send it, with either kind of slash."""
    return naam.replace("\\", "/").rsplit("/", 1)[-1]


def _clean(naam: str) -> str:
    """Return a file name fit to show: bare, short, one line, no BSN (people do name a scan after it)."""
    return bsnvrij.mask(_bare(naam).replace("\n", " "))[:NAME_LENGTH] or "bestand"
