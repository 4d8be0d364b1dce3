"""Way out one: a signed file a message, in a folder that the municipality empties. Needs no system on the other side.

A file `<referentie>.<soort>.jws` is a compact JWS (RFC 7515) with algorithm Ed25519 (RFC 9864) and as payload a JSON object:

    {"versie": "1", "soort": "doorverwijzing" | "intrekking", "referentie": "…", "moment": "2026-11-23T09:00:00+00:00",
     "wijkteam": "…" | "", "aanvaardenVoor": "…" | null, "gegevens": {…}, "wissen": false}

`gegevens` holds what the resident allowed and nothing else: briefsoort {sleutel, naam}, afzender, uiterste_datum, urgentie,
contact {wijze, waarde, voornaam}, postcode, vraag. A withdrawal has the referentie of the referral; with `wissen` what was
received must go. The same message may be written again after it was taken away: its referentie tells so. `read_export` checks one.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from brievenbus.dienst.bericht import Bericht
from brievenbus.errors import InputError, SettingsError, ToolError

VERSIE = "1"
_ALG: Literal["Ed25519"] = "Ed25519"


class Export:
    """Writes each message as a signed file. A file is there whole or not at all."""

    naam = "export"

    def __init__(self, folder: Path, key: OKPKey) -> None:
        self._folder = folder
        self._key = key

    @classmethod
    def open(cls, url: str, geheim: Path) -> Export:
        """Open the folder named by a path or a `file://` URL and read the key to sign with. Raises SettingsError."""
        folder = Path(url.removeprefix("file://"))
        if not folder.is_absolute():
            raise SettingsError("overdracht_url_ongeldig")
        return cls(folder, read_key(geheim))

    def stuur(self, bericht: Bericht) -> str:
        """Write a message; return the name of its file. A withdrawal takes away the referral where it still stands there."""
        name = f"{bericht.referentie}.{bericht.soort}.jws"
        signed = jws.serialize_compact({"alg": _ALG, "kid": self._key.thumbprint()}, _payload(bericht), self._key, algorithms=[_ALG])
        try:
            if bericht.wissen:
                (self._folder / f"{bericht.referentie}.doorverwijzing.jws").unlink(missing_ok=True)
            _write_whole(self._folder / name, signed.encode("ascii"))
        except OSError as error:
            raise ToolError("overdracht_map_vol") from error
        return name

    def controleer(self) -> None:
        """Raise ToolError when nothing can be written in the folder."""
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise ToolError("overdracht_map_vol")


def make_key(path: Path) -> str:
    """Write a new key to sign with (PEM, mode 0600), beside it the public one (`.pub`, to give to the receiver); return the latter.

    Raises SettingsError when there is one already: what it signed could no longer be checked.
    """
    key = OKPKey.generate_key(_ALG)
    public = key.as_pem(private=False).decode("ascii")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key.as_pem(private=True))
        public_half(path).write_text(public, "ascii")
    except OSError as error:
        raise SettingsError("overdracht_sleutel_niet_gemaakt", bestand=str(path)) from error
    return public


def public_half(path: Path) -> Path:
    """Return where the public half of a key to sign with stands."""
    return path.with_name(path.name + ".pub")


def read_public(path: Path) -> bytes:
    """Read the public half of a key. Raises SettingsError when it is not there."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError("overdracht_geheim_ontbreekt", bestand=str(path)) from error


def read_key(path: Path) -> OKPKey:
    """Read the key to sign with. Raises SettingsError: not there, no Ed25519 key, or a file that others may read."""
    try:
        mode = path.stat().st_mode
        key = OKPKey.import_key(path.read_bytes())
    except (OSError, ValueError, JoseError) as error:
        raise SettingsError("overdracht_geheim_ontbreekt", bestand=str(path)) from error
    if not key.is_private or key.curve_name != _ALG:
        raise SettingsError("overdracht_geheim_ontbreekt", bestand=str(path))
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError("overdracht_geheim_open", bestand=str(path))
    return key


def read_export(file: Path, public_key: bytes) -> dict[str, Any]:
    """Return the message of a signed file, for the receiver. Raises InputError when it is not signed with this key or was changed."""
    try:
        signed = jws.deserialize_compact(file.read_bytes().strip(), OKPKey.import_key(public_key), algorithms=[_ALG])
        message: dict[str, Any] = json.loads(signed.payload)
    except (OSError, ValueError, JoseError) as error:
        raise InputError("overdracht_handtekening") from error
    return message


def _payload(bericht: Bericht) -> bytes:
    told = asdict(bericht)
    told["moment"] = bericht.moment.isoformat()
    told["aanvaardenVoor"] = bericht.aanvaarden_voor.isoformat() if bericht.aanvaarden_voor else None
    del told["aanvaarden_voor"]
    return json.dumps({"versie": VERSIE, **told}, ensure_ascii=False, sort_keys=True).encode()


def _write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.nieuw")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
