"""Is the service alive and ready: figures and yes-or-no answers without any content, for a monitor."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from brievenbus.dienst import Dienst
from brievenbus.errors import SettingsError, StoreError
from brievenbus.store import standen
from brievenbus.store.crypto import new_key

WERKER_STIL = 90.0
"""Seconds without a sign of life after which a worker counts as gone."""


@dataclass(frozen=True, slots=True)
class Standen:
    """Letters by status; seconds that the oldest unread letter waits; seconds since any worker was last alive (None: never)."""

    brieven: dict[str, int]
    oudste_wacht: float
    werker_stil: float | None
    werkers: int


@dataclass(frozen=True, slots=True)
class Gereed:
    """Whether each part that the service needs does its work."""

    database: bool
    opslag: bool
    sleutels: bool
    werker: bool

    @property
    def alles(self) -> bool:
        """Whether letters can be taken and will be read."""
        return self.database and self.opslag and self.sleutels and self.werker


def meet(dienst: Dienst) -> Standen:
    """Count. Raises the database's own error where it does not answer."""
    nu = dienst.klok()
    with dienst.opslag.engine.connect() as conn:
        counts, oldest, ticks = standen.letters_by_status(conn), standen.oldest_waiting(conn), standen.last_ticks(conn)
    silent = [(nu - tijd).total_seconds() for tijd in ticks.values()]
    return Standen(
        counts, (nu - oldest).total_seconds() if oldest else 0.0, min(silent) if silent else None,
        sum(1 for seconds in silent if seconds <= WERKER_STIL),
    )  # fmt: skip


def is_gereed(dienst: Dienst) -> Gereed:
    """Try every part for real: read the database, write and delete a blob, wrap and unwrap a key."""
    try:
        werkers = meet(dienst).werkers
    except sa.exc.SQLAlchemyError:
        return Gereed(False, _tries(lambda: _blob(dienst)), _tries(lambda: _key(dienst)), False)
    return Gereed(True, _tries(lambda: _blob(dienst)), _tries(lambda: _key(dienst)), werkers > 0)


def _tries(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except (StoreError, SettingsError):
        return False
    return True


def _blob(dienst: Dienst) -> None:
    path = f"proef/{secrets.token_hex(8)}"
    dienst.opslag.blobs.put(path, b"proef")
    dienst.opslag.blobs.delete(path)


def _key(dienst: Dienst) -> None:
    key = new_key()
    if dienst.opslag.sleutels.unwrap(dienst.opslag.sleutels.wrap(key)) != key:
        raise StoreError("sleutel_onbekend")
