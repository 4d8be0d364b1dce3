"""What a worker does with one letter. Every step may be run again at any moment: after a crash, or by two workers at once.

    lees (CPU)      files → private room → pipeline → page pictures and `uitkomst`, sealed
    haal_uitkomst   the outcome, opened, ready to be stored
    neem_op (DB)    outcome → row(s) `klaar`     or weiger: cannot be read        or mislukt: our failure
    ruim_op         the files as sent and the outcome are deleted: nothing unmasked stays

Each run of `lees` seals its pages under names of its own, and writes last of all `uitkomst`, which names them. `uitkomst` can be
written once only, so the outcome and the pages that are kept always come from the same run; pages of a run that was killed
or came second are named by nobody, and `ruim_op` deletes them.

A file by itself in a pile may hold many letters. The first gets the row that came with the file; each of the others gets a row,
a key and a folder of its own, in the transaction that makes the first one `klaar`. Until then their keys stand in `uitkomst`
alone, sealed: where the file is erased before that, nothing of them can be opened any more.
"""

from __future__ import annotations

import errno
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from brievenbus.brief import to_json
from brievenbus.dienst import SYSTEEM, gebeurtenis
from brievenbus.dienst.beeld import encode
from brievenbus.dienst.briefstand import NEDERLAND, key_of, sealed_values
from brievenbus.dienst.delen import OUTCOME, page_blob, part_id
from brievenbus.dienst.leeskamer import PICTURE_SIDE, Leeskamer
from brievenbus.errors import InputError, StoreError
from brievenbus.pipeline import FAIR, Gelezen, Sein, read_letter, read_stapel
from brievenbus.store import Opslag, audit, bezoeken, brieven, tellingen
from brievenbus.store.brieven import BestandRij, BriefRij, PaginaRij
from brievenbus.store.crypto import new_key, seal, seal_json, unseal, unseal_json

__all__ = ["Gevonden", "Leeskamer", "Uitkomst", "haal_uitkomst", "lees", "mislukt", "neem_op", "ruim_op", "weiger"]


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A letter that was found: its own key, its Brief, sealed for its row, and where its page pictures are."""

    id: str
    sleutel: bytes = field(repr=False)
    inhoud: bytes
    bladzijden: int
    paginas: tuple[PaginaRij, ...]
    afzender: str
    briefsoort: str


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What a run of `lees` found: `eerste` is for the row that was read, each of the others for a row of its own."""

    brief_id: str
    eerste: Gevonden
    overige: tuple[Gevonden, ...] = ()


def lees(opslag: Opslag, leeskamer: Leeskamer, brief_id: str) -> None:
    """Read a letter and put the outcome beside its files. Does nothing for a letter that was read, refused or erased.

    Between reading the pages and understanding them it says so in the row, for who waits. Raises InputError (the letter cannot be
    read: `weiger` it), ToolError, StoreError (not the letter's fault: try again).
    """
    with opslag.engine.begin() as conn:
        rij = brieven.start(conn, brief_id)
        bestanden = brieven.files(conn, brief_id)
    if rij is None or _outcome_path(brief_id) in {path for path, _ in opslag.blobs.list(brief_id)}:
        return
    key = key_of(opslag, rij)
    try:
        with leeskamer.room() as room:
            paths = [_unseal_file(opslag, key, bestand, room) for bestand in bestanden]
            gelezen = _read(paths, leeskamer, rij, lambda: _tell_pages_read(opslag, brief_id))
    except OSError as error:  # no room for temporary files, no memory for a child process: ours, and perhaps over by the next try
        raise StoreError("schijf_vol" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "brief_mislukt") from error
    namen = [unseal(key, f"bestand|naam|{brief_id}|{b.volgnummer}", b.naam).decode() for b in bestanden]
    run = secrets.token_hex(4)
    found = [_seal_letter(opslag, (brief_id, run, nummer), key, one, namen) for nummer, one in enumerate(gelezen, start=1)]
    path = _outcome_path(brief_id)
    opslag.blobs.put(path, seal_json(key, f"blob|{path}", {"brieven": found}))


def haal_uitkomst(opslag: Opslag, brief_id: str) -> Uitkomst | None:
    """Return what was read, to be stored by `neem_op`; None where there is nothing (more) to store. Raises StoreError."""
    with opslag.engine.begin() as conn:
        rij = brieven.by_id(conn, brief_id)
    if rij is None or rij.status not in brieven.TE_LEZEN:
        return None
    key, path = key_of(opslag, rij), _outcome_path(brief_id)
    eerste, *overige = unseal_json(key, f"blob|{path}", opslag.blobs.get(path))["brieven"]
    return Uitkomst(brief_id, _found(eerste, key), tuple(_found(one, bytes.fromhex(one["sleutel"])) for one in overige))


def neem_op(conn: sa.Connection, opslag: Opslag, brief_id: str, nu: datetime, uitkomst: Uitkomst | None) -> None:
    """Make a letter `klaar`, and store the others of its file, in the caller's transaction.

    A second time, or for an erased letter, it does nothing. Raises StoreError sleutel_weg.
    """
    if uitkomst is None:
        return
    eerste, delen = uitkomst.eerste, 1 + len(uitkomst.overige)
    if uitkomst.overige:
        _hold_visit(conn, brief_id)
    if not brieven.finish(
        conn, brief_id, nu, inhoud=eerste.inhoud, bladzijden=eerste.bladzijden, paginas=eerste.paginas, delen=delen
    ):  # fmt: skip
        return
    for nummer, deel in enumerate(uitkomst.overige, start=2):
        _add_part(conn, opslag, brief_id, nummer, deel)
    for afzender, briefsoort in sorted((deel.afzender, deel.briefsoort) for deel in (eerste, *uitkomst.overige)):
        tellingen.add(conn, f"{nu.astimezone(NEDERLAND):%Y-%m}", afzender, briefsoort)  # in order: two workers never wait for each other
    told = [gebeurtenis(SYSTEEM, "brief_gelezen", "brief", brief_id, bladzijden=eerste.bladzijden)]
    if uitkomst.overige:
        told.append(gebeurtenis(SYSTEEM, "brief_gesplitst", "brief", brief_id, delen=delen))
    told += [gebeurtenis(SYSTEEM, "brief_gelezen", "brief", d.id, bladzijden=d.bladzijden, uit=brief_id) for d in uitkomst.overige]
    for one in told:
        audit.append(conn, opslag.huis, one, nu)


def weiger(
    conn: sa.Connection, opslag: Opslag, brief_id: str, nu: datetime, code: str, waarden: Mapping[str, str | int | float]
) -> None:  # fmt: skip
    """Make a letter `geweigerd`: its files cannot be read, `code` says why. Does nothing for one that is not being read."""
    rij = brieven.by_id(conn, brief_id)
    if rij is None or rij.status not in brieven.TE_LEZEN:
        return
    brieven.refuse(conn, brief_id, nu, code, sealed_values(key_of(opslag, rij), brief_id, waarden))
    audit.append(conn, opslag.huis, gebeurtenis(SYSTEEM, "brief_geweigerd", "brief", brief_id, code=code), nu)


def mislukt(conn: sa.Connection, opslag: Opslag, brief_id: str, nu: datetime, code: str = "brief_mislukt") -> None:
    """Make a letter `mislukt`: we could not read it. Its files stay, so that a person can have it tried again."""
    if brieven.fail(conn, brief_id, code):
        audit.append(conn, opslag.huis, gebeurtenis(SYSTEEM, "brief_mislukt", "brief", brief_id, code=code), nu)


def ruim_op(opslag: Opslag, brief_id: str) -> None:
    """Delete what the rows of a letter, and of the others of its file, do not name. Raises StoreError.

    That is: the files as sent, the outcome, pages of other runs. Of a letter that was erased nothing stays; of one that is still to
    be read, or failed, everything does.
    """
    with opslag.engine.begin() as conn:
        rij = brieven.by_id(conn, brief_id)
    for nummer in range(1, (1 if rij is None else rij.delen) + 1):
        _tidy(opslag, part_id(opslag.huis, brief_id, nummer))


def _tidy(opslag: Opslag, brief_id: str) -> None:
    with opslag.engine.begin() as conn:
        rij = brieven.by_id(conn, brief_id)
        kept = {pagina.blob for pagina in brieven.pages(conn, brief_id)}
    if rij is not None and rij.status in (*brieven.TE_LEZEN, "mislukt"):
        return
    if kept:
        opslag.blobs.delete(*(path for path, _ in opslag.blobs.list(brief_id) if path not in kept))
    else:
        opslag.blobs.delete_folder(brief_id)


def _outcome_path(brief_id: str) -> str:
    return f"{brief_id}/{OUTCOME}"


def _unseal_file(opslag: Opslag, key: bytes, bestand: BestandRij, room: Path) -> Path:
    """Write one file as it was sent into the private room, under a name that says nothing."""
    path = room / f"{bestand.volgnummer}.{bestand.soort}"
    path.write_bytes(unseal(key, f"blob|{bestand.blob}", opslag.blobs.get(bestand.blob)))
    return path


def _tell_pages_read(opslag: Opslag, brief_id: str) -> None:
    """Say that the pages were read. Where the database is away just now, nobody is told: that is not worth reading them again."""
    with suppress(sa.exc.SQLAlchemyError), opslag.engine.begin() as conn:
        brieven.pages_read(conn, brief_id)


def _read(paths: Sequence[Path], leeskamer: Leeskamer, rij: BriefRij, sein: Sein) -> tuple[Gelezen, ...]:
    """Read the letter, or the letters of a lone file in a pile.

    Errors name a file by its place, and a full disk is not the letter's fault.
    """
    opdracht = leeskamer.task(rij.peildatum, rij.taal)
    try:
        if rij.stapel_id is not None and len(paths) == 1:
            return read_stapel(paths, opdracht, leeskamer.engine, sein)
        return (read_letter(paths, opdracht, leeskamer.engine, sein),)
    except InputError as error:
        if error.code == "schijf_vol":
            raise StoreError("schijf_vol") from None
        waarden = {naam: value for naam, value in error.waarden.items() if naam != "bestand"}
        if "bestand" in error.waarden:
            waarden["bestand"] = f"nummer {Path(str(error.waarden['bestand'])).stem}"
        raise InputError(error.code, **waarden) from None


def _seal_letter(opslag: Opslag, waar: tuple[str, str, int], key: bytes, gelezen: Gelezen, namen: list[str]) -> dict[str, Any]:
    """Seal the pages of letter `nummer` of what came as `brief_id`; return what the outcome says of it.

    The first is sealed under the key of its row, each of the others under a new one: letters of a file are erased one by one.
    """
    brief_id, run, nummer = waar
    deel_id, own = part_id(opslag.huis, brief_id, nummer), key if nummer == 1 else new_key()
    brief = cast(dict[str, Any], to_json(gelezen.brief))
    brief["bron"]["bestanden"] = namen
    paginas = _seal_pages(opslag, own, lambda bladzijde: page_blob(deel_id, brief_id, run, bladzijde), gelezen)
    told = {"id": deel_id, "brief": brief, "paginas": [asdict(pagina) for pagina in paginas]}
    return told if nummer == 1 else told | {"sleutel": own.hex()}


def _seal_pages(opslag: Opslag, key: bytes, place: Callable[[int], str], gelezen: Gelezen) -> tuple[PaginaRij, ...]:
    """Seal the page pictures of a letter.

    A page that could not be read well has none: a BSN on it may have gone unseen, and so unmasked.
    """
    made = []
    for page, picture in zip(gelezen.tekst.pages, gelezen.beelden, strict=True):
        if picture is None or page.kwaliteit < FAIR:
            continue
        sent, breedte, hoogte = encode(picture, PICTURE_SIDE)
        path = place(page.nummer)
        opslag.blobs.put(path, seal(key, f"blob|{path}", sent))
        made.append(PaginaRij(page.nummer, breedte, hoogte, path))
    return tuple(made)


def _found(told: dict[str, Any], key: bytes) -> Gevonden:
    """Return a letter as the outcome tells of it."""
    inhoud = seal_json(key, f"brief|inhoud|{told['id']}", told["brief"])
    paginas = tuple(PaginaRij(**pagina) for pagina in told["paginas"])
    brief = told["brief"]
    return Gevonden(
        told["id"], key, inhoud, brief["bron"]["bladzijden"], paginas, brief["afzender"]["sleutel"], brief["briefsoort"]["sleutel"]
    )


def _hold_visit(conn: sa.Connection, brief_id: str) -> None:
    """Keep the visit from being closed until this transaction ends: letters that come to it now must get the time of its closing."""
    rij = brieven.by_id(conn, brief_id)
    if rij is not None and rij.bezoek_id is not None:
        bezoeken.by_id(conn, rij.bezoek_id, None)


def _add_part(conn: sa.Connection, opslag: Opslag, brief_id: str, nummer: int, deel: Gevonden) -> None:
    """Store letter `nummer` of a file beside the first, of which it has everything but content, key and pages."""
    eerste = brieven.by_id(conn, brief_id)
    assert eerste is not None  # it became `klaar` in this transaction
    made = opslag.sleutels.wrap(deel.sleutel)
    rij = replace(eerste, id=deel.id, sleutel=made.sleutel, kek_id=made.kek_id, bladzijden=deel.bladzijden, deel=nummer, poging=1)
    brieven.insert_part(conn, rij, deel.inhoud, deel.paginas)
    opslag.sleutels.eis(made.kek_id)  # with the row in place the key can no longer be dropped
