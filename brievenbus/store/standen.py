"""Counts for whoever keeps the service running: letters by status, the oldest that waits, when each worker was last alive."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from brievenbus.store.tables import brief, tik


def letters_by_status(conn: sa.Connection) -> dict[str, int]:
    """Return how many letters there are in each status."""
    counts = sa.select(brief.c.status, sa.func.count()).group_by(brief.c.status)
    return {row[0]: row[1] for row in conn.execute(counts)}


def oldest_waiting(conn: sa.Connection) -> datetime | None:
    """Return when the oldest letter came in that nobody has read yet."""
    return conn.execute(sa.select(sa.func.min(brief.c.aangemaakt)).where(brief.c.status.in_(("ontvangen", "bezig")))).scalar()


def last_ticks(conn: sa.Connection) -> dict[str, datetime]:
    """Return when each worker was last alive."""
    return {row.werker: row.tijd for row in conn.execute(sa.select(tik.c.werker, tik.c.tijd))}
