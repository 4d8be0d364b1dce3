"""Sealing: every letter under its own key, those keys under a key that only the key file holds.

    key file (KEK) ─wraps→ data key of a letter ─AES-256-GCM→ files, pages, fields
                   └wraps→ house key ─derives→ seals of what belongs to no letter, blind indexes, the audit chain

Forgetting a letter's wrapped key erases the letter, in every copy and backup. A sealed value is nonce (12 bytes) + AES-GCM;
its associated data says where it belongs, so that nobody can put one letter's value in another's place.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from brievenbus.errors import SettingsError, StoreError

KEY_BYTES = 32
_NONCE = 12
_Stempel = tuple[int, int, int, int]
_KEY_FILE_HEAD = "# Sleutels van brievenbus. De bovenste is in gebruik. Bewaar een kopie, apart van de back-ups.\n"


@dataclass(frozen=True, slots=True)
class Ingepakt:
    """A data key wrapped under the key-encrypting key named `kek_id`; safe to store."""

    sleutel: bytes
    kek_id: str


class Sleutelbos:
    """The keys of the key file, newest first: the first wraps, all unwrap. Nothing of it is ever printed.

    Made by `read`, it follows its file: a process that goes on while the file changes wraps under the newest key from then on.
    """

    def __init__(self, keks: dict[str, bytes]) -> None:
        if not keks:
            raise SettingsError("sleutels_leeg")
        self._bestand: Path | None = None
        self._gelezen: tuple[_Stempel | None, dict[str, bytes]] = (None, keks)
        """The keys with the stamp of the file they are from, as one value: threads never see one without the other."""

    def __repr__(self) -> str:
        return f"Sleutelbos({', '.join(self._gelezen[1])})"

    @classmethod
    def read(cls, path: Path) -> Sleutelbos:
        """Read a key file: one `naam sleutel` a line, the key 64 hex digits. Raises SettingsError.

        A file that others may read is refused: the keys would be as good as public.
        """
        stempel = _stamp(path)
        bos = cls(_read_keks(path))
        bos._bestand, bos._gelezen = path, (stempel, bos._gelezen[1])
        return bos

    @property
    def actief(self) -> str:
        """The name of the key that wraps. Raises SettingsError where the file changed into one that cannot be read."""
        return next(iter(self._fresh()))

    def wrap(self, key: bytes) -> Ingepakt:
        """Wrap a data key under the active key. Raises SettingsError where the file is gone: what no file opens is lost."""
        naam, kek = next(iter(self._fresh().items()))
        return Ingepakt(aes_key_wrap(kek, key), naam)

    def unwrap(self, ingepakt: Ingepakt) -> bytes:
        """Return the data key. Raises StoreError where the key file no longer has its key."""
        kek = self._gelezen[1].get(ingepakt.kek_id) or self._fresh().get(ingepakt.kek_id)
        if kek is None:
            raise StoreError("sleutel_weg", sleutel=ingepakt.kek_id)
        try:
            return aes_key_unwrap(kek, ingepakt.sleutel)
        except InvalidUnwrap as error:
            raise StoreError("sleutel_kapot") from error

    def eis(self, kek_id: str) -> None:
        """Raise StoreError `sleutel_weg` where the key file does not have this key (any more)."""
        if kek_id not in self._fresh():
            raise StoreError("sleutel_weg", sleutel=kek_id)

    def _fresh(self) -> dict[str, bytes]:
        """Return the keys as the file has them now; it is read only where it changed since the last time."""
        if self._bestand is None:
            return self._gelezen[1]
        stempel = _stamp(self._bestand)
        if stempel is None or stempel != self._gelezen[0]:
            self._gelezen = (stempel, _read_keks(self._bestand))  # stamped before reading: a change in between is seen next time
        return self._gelezen[1]


def _stamp(path: Path) -> _Stempel | None:
    """Return what tells one version of a file from another; None where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size


def _read_keks(path: Path) -> dict[str, bytes]:
    try:
        mode = path.stat().st_mode
        lines = [line.split() for line in path.read_text("ascii").splitlines() if line.strip() and not line.startswith("#")]
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("sleutelbestand_ontbreekt", bestand=str(path)) from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError("sleutelbestand_open", bestand=str(path))
    try:
        keks = {naam: bytes.fromhex(key) for naam, key in lines}
    except ValueError as error:
        raise SettingsError("sleutelbestand_kapot", bestand=str(path)) from error
    if not keks or len(keks) != len(lines) or any(len(key) != KEY_BYTES for key in keks.values()):
        raise SettingsError("sleutelbestand_kapot", bestand=str(path))
    return keks


def make_key_file(path: Path, naam: str) -> None:
    """Write a new key as the first line of the key file, keeping the older ones below. Atomic; mode 0600."""
    older = path.read_text("ascii") if path.exists() else _KEY_FILE_HEAD
    head = [line for line in older.splitlines() if line.startswith("#")]
    rest = [line for line in older.splitlines() if not line.startswith("#")]
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(path.name + ".nieuw")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write("\n".join([*head, f"{naam} {secrets.token_bytes(KEY_BYTES).hex()}", *rest]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def new_key() -> bytes:
    """Return a fresh data key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, where: str, value: bytes) -> bytes:
    """Seal bytes for one place (`tabel|kolom|id`)."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, value, where.encode())


def unseal(key: bytes, where: str, sealed: bytes) -> bytes:
    """Open what was sealed for this place. Raises StoreError: changed, moved, or sealed under another key."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], where.encode())
    except (InvalidTag, ValueError) as error:
        raise StoreError("zegel_kapot", waar=where.split("|")[0]) from error


def seal_json(key: bytes, where: str, value: Any) -> bytes:
    """Seal a plain JSON value."""
    return seal(key, where, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def unseal_json(key: bytes, where: str, sealed: bytes) -> Any:
    """Open a sealed JSON value."""
    return json.loads(unseal(key, where, sealed))


def derive(key: bytes, use: str) -> bytes:
    """Return a key for one use, so that no key serves two purposes."""
    return hmac.new(key, b"brievenbus|" + use.encode(), hashlib.sha256).digest()


def blind(key: bytes, use: str, value: str | bytes) -> bytes:
    """Return a blind index: equal values give equal bytes, and without the key nobody can try values."""
    return hmac.new(derive(key, use), value if isinstance(value, bytes) else value.encode(), hashlib.sha256).digest()


def token_hash(token: str) -> bytes:
    """Return what is stored of a random token. Plain SHA-256 is enough: 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).digest()
