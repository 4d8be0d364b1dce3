"""Backup and restore: one folder with the database, the sealed blobs and a manifest. Never the key file.

    brievenbus-<moment>/
      manifest.json      what is in it: a SHA-256 of every file, the head of the audit chain, sealed under the house key
      database.sqlite    (VACUUM INTO: whole, while the service goes on) or database.dump (pg_dump, custom format)
      blobs/…            as they are: sealed

A backup without the key file is unreadable, so keep the two apart. A backup holds what was erased later; drop the key of its time
(`brievenbus beheer sleutel verwijder`) or the backup itself within the term of keeping.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from brievenbus.dienst import SYSTEEM, gebeurtenis
from brievenbus.dienst.delen import OUTCOME
from brievenbus.dienst.opstart import is_empty
from brievenbus.errors import ConflictError, StoreError, ToolError
from brievenbus.store import Opslag, audit, kopie, migreren, open_opslag
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Sleutelbos, derive, unseal
from brievenbus.store.engine import make_engine

VORM = 1
_TRIES = 5
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Kopie:
    """A backup that was made."""

    map: Path
    blobs: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Herstel:
    """What a restore put back and opened: letters, blobs, audit rows."""

    brieven: int
    blobs: int
    auditregels: int


def maak(opslag: Opslag, naar: Path, nu: datetime) -> Kopie:
    """Make a backup below `naar` while the service goes on, and return where. Raises StoreError, ToolError.

    The folder gets its name only when everything is in it and on disk; a half one ends in `.deel` and is thrown away next time.
    """
    eind = naar / f"brievenbus-{nu.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    deel = eind.with_name(eind.name + ".deel")
    try:
        shutil.rmtree(deel, ignore_errors=True)
        (deel / "blobs").mkdir(parents=True, mode=0o700)
        head = _dump_with_blobs(opslag, deel)
        _write_manifest(opslag, deel, head, nu)
        deel.rename(eind)
    except OSError as error:
        raise StoreError("opslag_vol") from error
    finally:
        shutil.rmtree(deel, ignore_errors=True)
    sizes = [path.stat().st_size for path in _files(eind)]
    aantal = sum(1 for path in _files(eind / "blobs"))
    with opslag.engine.begin() as conn:
        audit.append(conn, opslag.huis, gebeurtenis(SYSTEEM, "reservekopie_gemaakt", "reservekopie", eind.name, blobs=aantal), nu)
    return Kopie(eind, aantal, sum(sizes))


def zet_terug(van: Path, database_url: str, blobs: Blobs, sleutels: Sleutelbos, nu: datetime) -> Herstel:
    """Put a backup back into an empty place and open everything in it. Raises ConflictError, StoreError `kopie_kapot`, ToolError.

    Looks before it writes: checksums first, then the seal of the manifest, the audit chain and every letter.
    """
    manifest, engine = _checked_manifest(van), make_engine(database_url)
    try:
        return _put_back(van, engine, blobs, (sleutels, manifest), nu)
    finally:
        engine.dispose()


def _put_back(van: Path, engine: sa.Engine, blobs: Blobs, bekend: tuple[Sleutelbos, dict[str, Any]], nu: datetime) -> Herstel:
    sleutels, manifest = bekend
    if manifest["soort"] != engine.dialect.name:
        raise StoreError("kopie_kapot", waarom=f"hij is van {manifest['soort']}")
    if not is_empty(engine) or any(True for _ in blobs.list()):
        raise ConflictError("plaats_niet_leeg", waar=engine.dialect.name)
    engine.dispose()  # no connection may hold the file that is about to be replaced
    _load(van, engine)
    for path in _files(van / "blobs"):
        blobs.put(path.relative_to(van / "blobs").as_posix(), path.read_bytes())
    opslag = _open(engine, blobs, sleutels, manifest)
    herstel = _prove(opslag, manifest)
    with engine.begin() as conn:
        g = gebeurtenis(SYSTEEM, "reservekopie_teruggezet", "reservekopie", van.name[:64], brieven=herstel.brieven)
        audit.append(conn, opslag.huis, g, nu)
    return herstel


def _dump_with_blobs(opslag: Opslag, deel: Path) -> audit.Kop:
    """Dump until every blob that the dumped letters need is there too.

    Blobs go first and once more after: what was read and cleaned up in between makes the next try, with a newer dump.
    """
    for _ in range(_TRIES):
        _copy_blobs(opslag.blobs, deel / "blobs")
        head, needed = _dump(opslag, deel)
        _copy_blobs(opslag.blobs, deel / "blobs")
        if all((deel / "blobs" / path).exists() for path in needed):
            return head
    raise StoreError("kopie_onvolledig")


def _copy_blobs(bron: Blobs, doel: Path) -> None:
    """Copy what is not there yet. Outcomes are listed first and copied last: a copy that has one has all pages that it names."""
    outcomes = [path for path, _ in bron.list() if path.endswith(f"/{OUTCOME}")]
    rest = (path for path, _ in bron.list() if not path.endswith(f"/{OUTCOME}"))
    for path in (*rest, *outcomes):
        file = doel / path
        if file.exists():
            continue
        try:
            sealed = bron.get(path)
        except StoreError:  # erased since it was listed
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, sealed)


def _dump(opslag: Opslag, deel: Path) -> tuple[audit.Kop, set[str]]:
    """Write the database; return the audit head and the blobs that go with exactly this copy."""
    if opslag.engine.dialect.name == "sqlite":
        file = deel / "database.sqlite"
        file.unlink(missing_ok=True)
        kopie.vacuum_into(opslag.engine, file)
        file.chmod(0o600)
        return kopie.look_into(file)
    with opslag.engine.begin() as conn:
        window = kopie.export_snapshot(conn)
        _postgres("pg_dump", opslag.engine.url, "-Fc", "--no-owner", f"--snapshot={window}", "-f", str(deel / "database.dump"))
        return audit.kop(conn), kopie.blobs_needed(conn)


def _load(van: Path, engine: sa.Engine) -> None:
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        for extra in ("-wal", "-shm"):
            file.with_name(file.name + extra).unlink(missing_ok=True)
        shutil.copyfile(van / "database.sqlite", file)
        file.chmod(0o600)
        return
    dump = str(van / "database.dump")
    _postgres("pg_restore", engine.url, "--no-owner", "--clean", "--if-exists", "--exit-on-error", "--single-transaction", dump)


def _postgres(tool: str, url: sa.URL, *args: str) -> None:
    """Run a tool of PostgreSQL. The password goes by the environment of the child: a command line is for all to see."""
    path = shutil.which(tool) or next(iter(sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{tool}")), reverse=True)), None)
    if path is None:
        raise ToolError("hulpmiddel_ontbreekt", programma=tool)
    target = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    try:
        subprocess.run([path, f"--dbname={target}", *args], env=secret, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ToolError("hulpmiddel_mislukt", programma=tool) from error


def _write_manifest(opslag: Opslag, deel: Path, head: audit.Kop, nu: datetime) -> None:
    told = {
        "vorm": VORM, "gemaakt": nu.astimezone(UTC).isoformat(), "soort": opslag.engine.dialect.name,
        "auditkop": {"volgnummer": head.volgnummer, "hash": head.hash},
        "bestanden": {path.relative_to(deel).as_posix(): _sha(path) for path in _files(deel)},
    }  # fmt: skip
    _write(deel / _MANIFEST, json.dumps(told | {"zegel": _seal(opslag.huis, told)}, indent=1, sort_keys=True).encode())


def _checked_manifest(van: Path) -> dict[str, Any]:
    """Return the manifest of a folder whose files are all there and unchanged, without one too many."""
    try:
        manifest: dict[str, Any] = json.loads((van / _MANIFEST).read_text("utf-8"))
        bestanden: dict[str, str] = manifest["bestanden"]
        if manifest["vorm"] != VORM:
            raise StoreError("kopie_kapot", waarom="hij heeft een andere vorm")
        if {path.relative_to(van).as_posix() for path in _files(van)} != {*bestanden, _MANIFEST}:
            raise StoreError("kopie_kapot", waarom="er mist een bestand of er is er een te veel")
        for naam, sha in bestanden.items():
            if _sha(van / naam) != sha:
                raise StoreError("kopie_kapot", waarom="een bestand is veranderd")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError("kopie_kapot", waarom="het manifest is niet te lezen") from error
    return manifest


def _open(engine: sa.Engine, blobs: Blobs, sleutels: Sleutelbos, manifest: dict[str, Any]) -> Opslag:
    """Open what was put back, and hold the manifest against the house key: it is ours and nobody changed it."""
    with engine.begin() as conn:
        huis = kopie.house_key(conn, sleutels)
    told = {naam: value for naam, value in manifest.items() if naam != "zegel"}
    if not hmac.compare_digest(str(manifest.get("zegel", "")), _seal(huis, told)):
        raise StoreError("kopie_kapot", waarom="het zegel van het manifest klopt niet")
    migreren.migreer(engine)
    return open_opslag(engine, blobs, sleutels)


def _prove(opslag: Opslag, manifest: dict[str, Any]) -> Herstel:
    """Check the audit chain and open every letter with all that belongs to it."""
    brieven = bladen = 0
    with opslag.engine.begin() as conn:
        controle = audit.verify(conn, opslag.huis, audit.Kop(**manifest["auditkop"]))
        letters = list(kopie.sealed_letters(conn))
    if not controle.goed:
        raise StoreError("audit_gebroken", regel=controle.eerste_fout or 0)
    for letter in letters:
        key = opslag.sleutels.unwrap(letter.ingepakt)
        for veld, sealed in letter.velden.items():
            unseal(key, f"brief|{veld}|{letter.id}", sealed)
        for path in letter.blobs:
            unseal(key, f"blob|{path}", opslag.blobs.get(path))
            bladen += 1
        brieven += 1
    return Herstel(brieven, bladen, controle.aantal)


def _seal(huis: bytes, told: dict[str, Any]) -> str:
    return hmac.new(derive(huis, "reservekopie"), json.dumps(told, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _sha(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
