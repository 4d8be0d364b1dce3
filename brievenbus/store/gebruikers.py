"""Accounts and their one-time invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from brievenbus.errors import ConflictError
from brievenbus.store import tables

_t, _u = tables.gebruiker, tables.uitnodiging


@dataclass(frozen=True, slots=True)
class GebruikerRij:
    """An account as stored, without its secrets (see `Inloggegevens`)."""

    id: str
    gebruikersnaam: str
    naam: str
    rol: str
    balie_id: str | None
    wijkteam_id: str | None
    actief: bool
    aangemaakt: datetime
    laatst_ingelogd: datetime | None
    oidc_sub: str | None
    heeft_wachtwoord: bool

    @property
    def kan_inloggen(self) -> bool:
        """Tell whether this person can get in today: not blocked, and with a password or a tie to the login of the municipality."""
        return self.actief and (self.heeft_wachtwoord or self.oidc_sub is not None)


@dataclass(frozen=True, slots=True)
class Inloggegevens:
    """What logging in with a password needs. Never printed."""

    id: str
    actief: bool
    wachtwoord: str | None
    totp: bytes | None
    totp_stap: int | None

    def __repr__(self) -> str:
        return f"Inloggegevens({self.id})"


@dataclass(frozen=True, slots=True)
class UitnodigingRij:
    """An invitation that can still be used."""

    gebruiker_id: str
    vervalt: datetime


def insert(conn: sa.Connection, **values: Any) -> None:
    """Keep a new account. Raises ConflictError `gebruikersnaam_bezet`."""
    try:
        conn.execute(_t.insert().values(**values))
    except sa.exc.IntegrityError as error:
        raise ConflictError("gebruikersnaam_bezet") from error


def update(conn: sa.Connection, gebruiker_id: str, **values: Any) -> None:
    """Change columns of one account."""
    conn.execute(_t.update().where(_t.c.id == gebruiker_id).values(**values))


def find(conn: sa.Connection, gebruiker_id: str) -> GebruikerRij | None:
    """Return one account."""
    return _one(conn, _t.c.id == gebruiker_id)


def find_name(conn: sa.Connection, gebruikersnaam: str) -> GebruikerRij | None:
    """Return the account with exactly this name (names are kept in small letters)."""
    return _one(conn, _t.c.gebruikersnaam == gebruikersnaam)


def find_oidc(conn: sa.Connection, uitgever: str, sub: str) -> GebruikerRij | None:
    """Return the account tied to this subject of this issuer."""
    return _one(conn, _t.c.oidc_uitgever == uitgever, _t.c.oidc_sub == sub)


def list_all(conn: sa.Connection) -> list[GebruikerRij]:
    """Return every account by name."""
    return [GebruikerRij(*row) for row in conn.execute(_select().order_by(_t.c.gebruikersnaam))]


def lock_admins(conn: sa.Connection) -> list[GebruikerRij]:
    """Return the beheerders, oldest first, and keep others from changing them until this transaction ends.

    PostgreSQL locks the rows. SQLite takes its one write lock with the change that changes nothing.
    """
    conn.execute(_t.update().where(_t.c.id == "").values(id=""))
    query = _select().where(_t.c.rol == "beheerder").order_by(_t.c.aangemaakt, _t.c.id).with_for_update()
    return [GebruikerRij(*row) for row in conn.execute(query)]


def credentials(conn: sa.Connection, gebruikersnaam: str) -> Inloggegevens | None:
    """Return what logging in under this name needs."""
    query = sa.select(_t.c.id, _t.c.actief, _t.c.wachtwoord, _t.c.totp, _t.c.totp_stap)
    row = conn.execute(query.where(_t.c.gebruikersnaam == gebruikersnaam)).one_or_none()
    return None if row is None else Inloggegevens(*row)


def totp_secret(conn: sa.Connection, gebruiker_id: str) -> bytes | None:
    """Return the sealed TOTP secret of one account."""
    return conn.execute(sa.select(_t.c.totp).where(_t.c.id == gebruiker_id)).scalar_one_or_none()


def use_step(conn: sa.Connection, gebruiker_id: str, stap: int, wachtwoord: str | None) -> bool:
    """Use up a TOTP time step; False where it or a later one was used, or where the password is no longer the one that was checked."""
    fresh = sa.or_(_t.c.totp_stap.is_(None), _t.c.totp_stap < stap)
    same = _t.c.wachtwoord.is_(None) if wachtwoord is None else _t.c.wachtwoord == wachtwoord
    mine = (_t.c.id == gebruiker_id, _t.c.actief.is_(True), same, fresh)
    return conn.execute(_t.update().where(*mine).values(totp_stap=stap)).rowcount == 1


def link_oidc(conn: sa.Connection, gebruiker_id: str, uitgever: str, sub: str) -> bool:
    """Tie an account to a subject of an issuer; False where it is tied already."""
    free = (_t.c.id == gebruiker_id, _t.c.oidc_sub.is_(None))
    return conn.execute(_t.update().where(*free).values(oidc_uitgever=uitgever, oidc_sub=sub)).rowcount == 1


def insert_invitation(conn: sa.Connection, gebruiker_id: str, token_hash: bytes, vervalt: datetime) -> None:
    """Keep a new invitation."""
    conn.execute(_u.insert().values(token_hash=token_hash, gebruiker_id=gebruiker_id, vervalt=vervalt))


def void_invitations(conn: sa.Connection, gebruiker_id: str, nu: datetime) -> None:
    """Make every unused invitation of an account unusable."""
    conn.execute(_u.update().where(_u.c.gebruiker_id == gebruiker_id, _u.c.gebruikt.is_(None), _u.c.vervalt > nu).values(vervalt=nu))


def find_invitation(conn: sa.Connection, token_hash: bytes, nu: datetime) -> UitnodigingRij | None:
    """Return the invitation with this token if it can still be used."""
    query = sa.select(_u.c.gebruiker_id, _u.c.vervalt).where(_u.c.token_hash == token_hash, _u.c.gebruikt.is_(None), _u.c.vervalt > nu)
    row = conn.execute(query).one_or_none()
    return None if row is None else UitnodigingRij(*row)


def use_invitation(conn: sa.Connection, token_hash: bytes, nu: datetime) -> bool:
    """Use an invitation; False where it was used, ran out or was voided. One statement, so that only one can win."""
    mine = (_u.c.token_hash == token_hash, _u.c.gebruikt.is_(None), _u.c.vervalt > nu)
    return conn.execute(_u.update().where(*mine).values(gebruikt=nu)).rowcount == 1


def _one(conn: sa.Connection, *where: sa.ColumnElement[bool]) -> GebruikerRij | None:
    row = conn.execute(_select().where(*where)).one_or_none()
    return None if row is None else GebruikerRij(*row)


def _select() -> sa.Select[Any]:
    names = GebruikerRij.__slots__[:-1]
    return sa.select(*(_t.c[name] for name in names), _t.c.wachtwoord.is_not(None))
