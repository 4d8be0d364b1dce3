"""What a worker does with one letter. Every step may be run again at any moment: after a crash, or by two workers at once.

    lees (CPU)      files → private room → pipeline → page pictures and `uitkomst`, sealed
    haal_uitkomst   the outcome, opened, ready to be stored
    neem_op (DB)    outcome → row `klaar`        or weiger: cannot be read        or mislukt: our failure
    ruim_op         the files as sent and the outcome are deleted: nothing unmasked stays

Each run of `lees` seals its pages under names of its own, and writes last of all `uitkomst`, which names them. `uitkomst` can be
written once only, so the outcome and the pages that are kept always come from the same run; pages of a run that was killed
or came second are named by nobody, and `ruim_op` deletes them.
"""

from __future__ import annotations

import errno
import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from PIL import Image

from brievenbus.brief import to_json
from brievenbus.dienst import SYSTEEM, gebeurtenis
from brievenbus.dienst.briefstand import key_of, sealed_values
from brievenbus.dienst.leeskamer import PICTURE_SIDE, Leeskamer
from brievenbus.errors import InputError, StoreError
from brievenbus.pipeline import FAIR, Gelezen, read_letter
from brievenbus.store import Opslag, audit, brieven
from brievenbus.store.brieven import BestandRij, BriefRij, PaginaRij
from brievenbus.store.crypto import seal, seal_json, unseal, unseal_json

__all__ = ["Leeskamer", "Uitkomst", "haal_uitkomst", "lees", "mislukt", "neem_op", "ruim_op", "weiger"]

JPEG_QUALITY = 80


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What a run of `lees` found: the Brief, sealed for its row, and where the page pictures are."""

    brief_id: str
    inhoud: bytes
    bladzijden: int
    paginas: tuple[PaginaRij, ...]


def lees(opslag: Opslag, leeskamer: Leeskamer, brief_id: str) -> None:
    """Read a letter and put the outcome beside its files. Does nothing for a letter that was read, refused or erased.

    Raises InputError (the letter cannot be read: `weiger` it), ToolError, StoreError (not the letter's fault: try again).
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
            gelezen = _read(paths, leeskamer, rij)
    except OSError as error:  # no room for temporary files, no memory for a child process: ours, and perhaps over by the next try
        raise StoreError("schijf_vol" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "brief_mislukt") from error
    namen = [unseal(key, f"bestand|naam|{brief_id}|{b.volgnummer}", b.naam).decode() for b in bestanden]
    paginas = _seal_pages(opslag, key, brief_id, gelezen)
    _seal_outcome(opslag, key, rij, gelezen, (namen, paginas))


def haal_uitkomst(opslag: Opslag, brief_id: str) -> Uitkomst | None:
    """Return what was read, to be stored by `neem_op`; None where there is nothing (more) to store. Raises StoreError."""
    with opslag.engine.begin() as conn:
        rij = brieven.by_id(conn, brief_id)
    if rij is None or rij.status not in brieven.TE_LEZEN:
        return None
    key, path = key_of(opslag, rij), _outcome_path(brief_id)
    found = unseal_json(key, f"blob|{path}", opslag.blobs.get(path))
    inhoud = seal_json(key, f"brief|inhoud|{brief_id}", found["brief"])
    paginas = tuple(PaginaRij(**pagina) for pagina in found["paginas"])
    return Uitkomst(brief_id, inhoud, found["brief"]["bron"]["bladzijden"], paginas)


def neem_op(conn: sa.Connection, opslag: Opslag, brief_id: str, nu: datetime, uitkomst: Uitkomst | None) -> None:
    """Make a letter `klaar`, in the caller's transaction. A second time, or for an erased letter, it does nothing."""
    if uitkomst is None:
        return
    done = brieven.finish(conn, brief_id, nu, inhoud=uitkomst.inhoud, bladzijden=uitkomst.bladzijden, paginas=uitkomst.paginas)
    if done:
        told = gebeurtenis(SYSTEEM, "brief_gelezen", "brief", brief_id, bladzijden=uitkomst.bladzijden)
        audit.append(conn, opslag.huis, told, nu)


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
    """Delete what a letter's row does not name: the files as sent, the outcome, pages of other runs. Raises StoreError.

    Of a letter that was erased nothing stays; of one that is still to be read, or failed, everything does.
    """
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
    return f"{brief_id}/uitkomst"


def _unseal_file(opslag: Opslag, key: bytes, bestand: BestandRij, room: Path) -> Path:
    """Write one file as it was sent into the private room, under a name that says nothing."""
    path = room / f"{bestand.volgnummer}.{bestand.soort}"
    path.write_bytes(unseal(key, f"blob|{bestand.blob}", opslag.blobs.get(bestand.blob)))
    return path


def _read(paths: Sequence[Path], leeskamer: Leeskamer, rij: BriefRij) -> Gelezen:
    """Read the letter; its errors name a file by its place, and a full disk is not the letter's fault."""
    try:
        return read_letter(paths, leeskamer.task(rij.peildatum, rij.taal), leeskamer.engine)
    except InputError as error:
        if error.code == "schijf_vol":
            raise StoreError("schijf_vol") from None
        waarden = {naam: value for naam, value in error.waarden.items() if naam != "bestand"}
        if "bestand" in error.waarden:
            waarden["bestand"] = f"nummer {Path(str(error.waarden['bestand'])).stem}"
        raise InputError(error.code, **waarden) from None


def _seal_pages(opslag: Opslag, key: bytes, brief_id: str, gelezen: Gelezen) -> tuple[PaginaRij, ...]:
    """Seal the page pictures of this run.

    A page that could not be read well has none: a BSN on it may have gone unseen, and so unmasked.
    """
    run, made = secrets.token_hex(4), []
    for page, picture in zip(gelezen.tekst.pages, gelezen.beelden, strict=True):
        if picture is None or page.kwaliteit < FAIR:
            continue
        jpeg, breedte, hoogte = _jpeg(picture)
        path = f"{brief_id}/pagina-{run}-{page.nummer}"
        opslag.blobs.put(path, seal(key, f"blob|{path}", jpeg))
        made.append(PaginaRij(page.nummer, breedte, hoogte, path))
    return tuple(made)


def _seal_outcome(opslag: Opslag, key: bytes, rij: BriefRij, gelezen: Gelezen, hoort_bij: tuple[list[str], tuple[PaginaRij, ...]]) -> None:
    namen, paginas = hoort_bij
    brief = cast(dict[str, Any], to_json(gelezen.brief))
    brief["bron"]["bestanden"] = namen
    path = _outcome_path(rij.id)
    outcome = {"brief": brief, "paginas": [asdict(pagina) for pagina in paginas]}
    opslag.blobs.put(path, seal_json(key, f"blob|{path}", outcome))


def _jpeg(picture: NDArray[np.uint8]) -> tuple[bytes, int, int]:
    """Return a page as a grey JPEG that a screen can show, with its width and height."""
    image = Image.fromarray(picture).convert("L")
    image.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue(), image.width, image.height
