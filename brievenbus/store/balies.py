"""The desks."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from brievenbus.errors import ConflictError
from brievenbus.store import tables

_t = tables.balie


@dataclass(frozen=True, slots=True)
class Balie:
    """A desk. An inactive one takes no letters and gets no new people; its people and letters stay."""

    id: str
    naam: str
    actief: bool


def insert(conn: sa.Connection, balie: Balie) -> None:
    """Keep a new desk. Raises ConflictError `balienaam_bezet`."""
    _write(conn, "balienaam_bezet", _t.insert().values(id=balie.id, naam=balie.naam, actief=balie.actief))


def update(conn: sa.Connection, balie: Balie) -> None:
    """Write a desk as it should be. Raises ConflictError `balienaam_bezet`."""
    _write(conn, "balienaam_bezet", _t.update().where(_t.c.id == balie.id).values(naam=balie.naam, actief=balie.actief))


def find(conn: sa.Connection, balie_id: str) -> Balie | None:
    """Return one desk."""
    row = conn.execute(sa.select(_t.c.id, _t.c.naam, _t.c.actief).where(_t.c.id == balie_id)).one_or_none()
    return None if row is None else Balie(*row)


def find_name(conn: sa.Connection, naam: str) -> Balie | None:
    """Return the desk with exactly this name."""
    row = conn.execute(sa.select(_t.c.id, _t.c.naam, _t.c.actief).where(_t.c.naam == naam)).one_or_none()
    return None if row is None else Balie(*row)


def list_all(conn: sa.Connection) -> list[Balie]:
    """Return every desk by name."""
    return [Balie(*row) for row in conn.execute(sa.select(_t.c.id, _t.c.naam, _t.c.actief).order_by(_t.c.naam))]


def delete(conn: sa.Connection, balie_id: str) -> None:
    """Delete a desk. Raises ConflictError `balie_in_gebruik` when anything still refers to it."""
    _write(conn, "balie_in_gebruik", _t.delete().where(_t.c.id == balie_id))


def _write(conn: sa.Connection, code: str, statement: sa.Executable) -> None:
    try:
        conn.execute(statement)
    except sa.exc.IntegrityError as error:
        raise ConflictError(code) from error
