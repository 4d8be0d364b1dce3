"""Sealed files beside the database: `file:///…` on one machine, `s3://…` for many. Written once, never changed.

The folder of a letter is its id; deleting the letter deletes the folder. Names say nothing of the content.

What `put` has written survives a power cut. On one machine obstore does not see to that (it writes and links, without fsync),
so there we write ourselves: a draft, fsync, a link to its name (which fails where the name is taken), fsync of the folder.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import from_url

from brievenbus.errors import SettingsError, StoreError


class Blobs:
    """What is under one URL. Paths are `<brief id>/<naam>`. Every failure of the store below is a StoreError."""

    def __init__(self, url: str) -> None:
        """Open (and make) the store. Raises SettingsError for a URL that is no store."""
        self.url = url
        local: dict[str, Any] = {"mkdir": True} if url.startswith("file:") else {}
        try:
            self._store = from_url(url, **local)
        except (BaseError, ValueError, OSError) as error:
            raise SettingsError("opslag_url_ongeldig") from error
        self._root = Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None

    def put(self, path: str, sealed: bytes) -> None:
        """Write a new blob, for good. The same path twice is a repeat of the same work, and keeps what is there."""
        try:
            if self._root is not None:
                _put_local(self._root, path, sealed)
            else:
                obstore.put(self._store, path, sealed, mode="create")
        except AlreadyExistsError:
            return
        except (BaseError, OSError) as error:
            raise StoreError("opslag_vol") from error

    def get(self, path: str) -> bytes:
        """Read a blob. Raises StoreError when it is not there."""
        try:
            return bytes(obstore.get(self._store, path).bytes())
        except (BaseError, OSError) as error:
            raise StoreError("blob_weg") from error

    def list(self, prefix: str | None = None) -> Iterator[tuple[str, float]]:
        """Yield (path, seconds since 1970 of its last change) of everything under a folder, or of everything."""
        try:
            for batch in obstore.list(self._store, prefix):
                for item in batch:
                    yield item["path"], item["last_modified"].timestamp()
        except (BaseError, OSError) as error:
            raise StoreError("blob_weg") from error

    def delete(self, *paths: str) -> None:
        """Delete blobs; one that is gone already is fine."""
        for path in paths:
            try:
                obstore.delete(self._store, path)
            except FileNotFoundError:
                continue
            except (BaseError, OSError) as error:
                raise StoreError("blob_weg") from error

    def delete_folder(self, brief_id: str) -> int:
        """Delete everything of one letter; return how many blobs that were."""
        paths = [path for path, _ in self.list(brief_id)]
        self.delete(*paths)
        if self._root is not None:  # a local folder stays when it is empty, and may hold a draft of a process that was killed
            shutil.rmtree(self._root / brief_id, ignore_errors=True)
        return len(paths)


def _put_local(root: Path, path: str, sealed: bytes) -> None:
    """Write a file that is on the disk, whole, when this returns; one that is there already stays."""
    target = root / path
    fresh = not target.parent.exists()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Names that end in # and digits are obstore's own for drafts: it passes them over when it lists.
    draft = target.with_name(f"{target.name}#{secrets.randbits(63)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    for folder in (target.parent, target.parent.parent) if fresh else (target.parent,):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
