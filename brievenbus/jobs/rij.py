"""The durable queue, as the service and the web see it: put a job in, in the transaction that makes it needed."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from brievenbus.jobs.motor import Banen
from brievenbus.store import Opslag


@dataclass(frozen=True, slots=True)
class MotorRij:
    """`dienst.Rij` on the job engine. It runs nothing: a worker does."""

    banen: Banen

    def zet(self, conn: sa.Connection, werkstroom: str, object_id: str, voorrang: int) -> None:
        """Queue `werkstroom` for one object, see `dienst.Rij`. Nothing is queued when the transaction does not end well."""
        self.banen.zet(conn, werkstroom, object_id, voorrang)


def maak_rij(opslag: Opslag) -> MotorRij:
    """Return the queue of a store. Raises StoreError `motor_niet_bereikbaar`."""
    return MotorRij(Banen(opslag))
