"""Sessions: who is in. Only the hash of a token is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from brievenbus.store import tables

_t, _g = tables.sessie, tables.gebruiker


@dataclass(frozen=True, slots=True)
class SessieRij:
    """A session as stored, without its token."""

    id: str
    soort: str
    gebruiker_id: str
    balie_id: str | None
    bezoek_id: str | None
    naam: str | None
    aangemaakt: datetime
    gezien: datetime
    vervalt: datetime
    ingetrokken: datetime | None


@dataclass(frozen=True, slots=True)
class Houder:
    """A session with what counts now of the person who holds it."""

    sessie: SessieRij
    rol: str
    balie_id: str | None
    wijkteam_id: str | None
    actief: bool


def insert(conn: sa.Connection, rij: SessieRij, token_hash: bytes) -> None:
    """Keep a new session."""
    conn.execute(_t.insert().values(token_hash=token_hash, **{name: getattr(rij, name) for name in SessieRij.__slots__}))


def find(conn: sa.Connection, sessie_id: str) -> SessieRij | None:
    """Return one session, ended or not."""
    row = conn.execute(sa.select(*_columns()).where(_t.c.id == sessie_id)).one_or_none()
    return None if row is None else SessieRij(*row)


def find_holder(conn: sa.Connection, token_hash: bytes) -> Houder | None:
    """Return the session with this token, ended or not, and its person as they are now."""
    query = sa.select(*_columns(), _g.c.rol, _g.c.balie_id, _g.c.wijkteam_id, _g.c.actief)
    row = conn.execute(query.select_from(_t.join(_g, _g.c.id == _t.c.gebruiker_id)).where(_t.c.token_hash == token_hash)).one_or_none()
    return None if row is None else Houder(SessieRij(*row[:-4]), *row[-4:])


def list_devices(conn: sa.Connection, balie_id: str) -> list[SessieRij]:
    """Return the kiosks and apps of a desk, newest first, also withdrawn ones."""
    query = sa.select(*_columns()).where(_t.c.balie_id == balie_id, _t.c.soort == "apparaat")
    return [SessieRij(*row) for row in conn.execute(query.order_by(_t.c.aangemaakt.desc(), _t.c.id))]


def see(conn: sa.Connection, sessie_id: str, nu: datetime) -> None:
    """Note that a session was used just now."""
    conn.execute(_t.update().where(_t.c.id == sessie_id, _t.c.gezien < nu).values(gezien=nu))


def revoke(conn: sa.Connection, sessie_id: str, nu: datetime) -> bool:
    """End a session; False where it was withdrawn before."""
    return conn.execute(_t.update().where(_t.c.id == sessie_id, _t.c.ingetrokken.is_(None)).values(ingetrokken=nu)).rowcount == 1


def revoke_all(conn: sa.Connection, gebruiker_id: str, soorten: Sequence[str], nu: datetime) -> int:
    """End every session of a person of these kinds; return how many were still open."""
    mine = (_t.c.gebruiker_id == gebruiker_id, _t.c.soort.in_(soorten), _t.c.ingetrokken.is_(None), _t.c.vervalt > nu)
    return conn.execute(_t.update().where(*mine).values(ingetrokken=nu)).rowcount


def revoke_desk(conn: sa.Connection, balie_id: str, nu: datetime) -> int:
    """End every phone and device of a desk."""
    here = (_t.c.balie_id == balie_id, _t.c.soort.in_(("telefoon", "apparaat")), _t.c.ingetrokken.is_(None), _t.c.vervalt > nu)
    return conn.execute(_t.update().where(*here).values(ingetrokken=nu)).rowcount


def _columns() -> list[sa.Column[Any]]:
    return [_t.c[name] for name in SessieRij.__slots__]
