"""The audit trail: who did what to which object, when, from where, with what result (BIO2 8.15.01). Append only.

Every row carries an HMAC over itself and the row before, under a key that only the key file opens: nobody who can merely
write in the database can change, add, drop or reorder a row unseen. Two things guard the end of the chain, which a chain alone
does not: `auditkop` holds the newest row's number and hash under a seal of its own, so that rows cut off at the end are missed;
and that head is printed every day (`brievenbus beheer audit kop`) and kept elsewhere, so that putting back an old copy of the
whole database is seen too. Rows are never deleted one by one; a year may be exported and archived, the chain stays whole.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from brievenbus.errors import StoreError
from brievenbus.store import tables
from brievenbus.store.crypto import derive

_SLOT = 7342
"""The advisory lock of PostgreSQL under which one transaction at a time adds to the chain."""

_BEGIN = bytes(32)
_LABEL = re.compile(r"[\w.:,+/=-]{0,64}", re.ASCII)
"""A label, an id, a date or a count. No spaces: words of a letter and names of people do not fit in it."""

_LENGTHS = {"actie": 60, "object_soort": 30, "object_id": 64, "resultaat": 20, "oorsprong": 64, "actor": 64, "trace_id": 32}
_MAX_DETAILS = 20


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """One thing that happened. Ids, labels and counts only: no name, no word of a letter, no BSN."""

    actie: str
    object_soort: str
    object_id: str
    resultaat: str = "gelukt"
    oorsprong: str = ""
    actor: str = ""
    trace_id: str = ""
    bijzonderheden: Mapping[str, str | int | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Regel:
    """A row of the trail as it stands."""

    volgnummer: int
    tijd: datetime
    gebeurtenis: Gebeurtenis
    hash: str


@dataclass(frozen=True, slots=True)
class Kop:
    """The newest row: its number and, in hex, the hash that stands for the whole chain before it. 0 when there is none."""

    volgnummer: int
    hash: str


@dataclass(frozen=True, slots=True)
class Keus:
    """Which rows to look back on: of one action, that went well or did not, and of van ≤ tijd < tot (None: any)."""

    actie: str | None = None
    gelukt: bool | None = None
    van: datetime | None = None
    tot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Controle:
    """What a check of the chain found: `eerste_fout` is the number of the first row that is wrong or missing."""

    goed: bool
    aantal: int
    eerste_fout: int | None = None


def append(conn: sa.Connection, huis: bytes, g: Gebeurtenis, nu: datetime) -> None:
    """Add a row, in the caller's transaction; do it last, for on PostgreSQL others wait for this transaction to end.

    Raises StoreError `audit_waarde` for anything that is not a short label or a count.
    """
    _check(g)
    _wait_turn(conn)
    t, kop = tables.auditregel, tables.auditkop
    last = conn.execute(sa.select(kop.c.volgnummer, kop.c.hash).where(kop.c.id == "kop")).one_or_none()
    nummer, vorige = (last.volgnummer + 1, bytes(last.hash)) if last else (1, _BEGIN)
    values: dict[str, Any] = {name: getattr(g, name) for name in _LENGTHS}
    values |= {"volgnummer": nummer, "tijd": nu.astimezone(UTC), "bijzonderheden": dict(g.bijzonderheden)}
    made = _hash(derive(huis, "audit"), vorige, values)
    conn.execute(t.insert().values(**values, vorige=vorige, hash=made))
    head = {"volgnummer": nummer, "hash": made, "zegel": _seal(huis, nummer, made)}
    if last:
        conn.execute(kop.update().where(kop.c.id == "kop").values(**head))
    else:
        conn.execute(kop.insert().values(id="kop", **head))


def verify(conn: sa.Connection, huis: bytes, bekend: Kop | None = None) -> Controle:
    """Check every row from the first to the last, and the sealed head. `bekend` is a head that was kept elsewhere.

    Reads without holding up writers: rows that arrive meanwhile are checked or left for the next time.
    """
    known = {head.volgnummer: head.hash for head in (_head(conn), bekend) if head is not None}
    aantal, whole = _walk(conn, derive(huis, "audit"), known)
    complete = whole and max(known, default=0) <= aantal and _sealed(conn, huis, aantal)
    return Controle(complete, aantal, None if complete else aantal + 1)


def lees(
    conn: sa.Connection, na: int = 0, aantal: int = 50, *, actie: str | None = None, object_id: str | None = None,
    actor: str | None = None, van: datetime | None = None, tot: datetime | None = None,
) -> list[Regel]:  # fmt: skip
    """Return at most `aantal` rows after number `na`, oldest first; of one actie, object or actor, and of van ≤ tijd < tot."""
    c = tables.auditregel.c
    query = sa.select(tables.auditregel).where(c.volgnummer > na).order_by(c.volgnummer).limit(aantal)
    for column, wanted in ((c.actie, actie), (c.object_id, object_id), (c.actor, actor)):
        query = query if wanted is None else query.where(column == wanted)
    query = query if van is None else query.where(c.tijd >= van)
    query = query if tot is None else query.where(c.tijd < tot)
    return [_regel(row) for row in conn.execute(query).mappings()]


def terug(conn: sa.Connection, keus: Keus, aantal: int, *, onder: int | None = None, boven: int | None = None) -> list[Regel]:
    """Return at most `aantal` chosen rows, newest first: the newest of all, those just below number `onder`, or just above `boven`."""
    c = tables.auditregel.c
    query = sa.select(tables.auditregel).where(*_chosen(keus)).limit(aantal)
    if boven is not None:
        rows = conn.execute(query.where(c.volgnummer > boven).order_by(c.volgnummer)).mappings().all()[::-1]
    else:
        query = query if onder is None else query.where(c.volgnummer < onder)
        rows = conn.execute(query.order_by(c.volgnummer.desc())).mappings().all()
    return [_regel(row) for row in rows]


def kop(conn: sa.Connection) -> Kop:
    """Return the head of the chain, to print and keep somewhere else."""
    return _head(conn) or Kop(0, _BEGIN.hex())


def _chosen(keus: Keus) -> list[sa.ColumnElement[bool]]:
    c = tables.auditregel.c
    every = (
        None if keus.actie is None else c.actie == keus.actie,
        None if keus.gelukt is None else c.resultaat == "gelukt" if keus.gelukt else c.resultaat != "gelukt",
        None if keus.van is None else c.tijd >= keus.van,
        None if keus.tot is None else c.tijd < keus.tot,
    )
    return [one for one in every if one is not None]


def _wait_turn(conn: sa.Connection) -> None:
    """Let one transaction at a time read the head and write the next row.

    SQLite takes its write lock at the first change, not at the first question: so the change that changes nothing goes first.
    On PostgreSQL the lock also holds while there is no head yet; the change makes a transaction that saw an older head try again.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_SLOT)))
    t = tables.auditkop
    conn.execute(t.update().where(t.c.id == "kop").values(volgnummer=t.c.volgnummer))


def _check(g: Gebeurtenis) -> None:
    for name, longest in _LENGTHS.items():
        if len(getattr(g, name)) > longest:
            raise StoreError("audit_waarde", veld=name)
    if len(g.bijzonderheden) > _MAX_DETAILS:
        raise StoreError("audit_waarde", veld="bijzonderheden")
    for name, value in g.bijzonderheden.items():
        if not _LABEL.fullmatch(name):
            raise StoreError("audit_waarde", veld="bijzonderheden")
        if not (isinstance(value, int) or (isinstance(value, str) and _LABEL.fullmatch(value))):
            raise StoreError("audit_waarde", veld=name)


def _walk(conn: sa.Connection, key: bytes, known: Mapping[int, str]) -> tuple[int, bool]:
    """Return how many rows from the first on are right, and whether those were all. `known` are hashes that must be found."""
    aantal, vorige = 0, _BEGIN
    query = sa.select(tables.auditregel).order_by(tables.auditregel.c.volgnummer).execution_options(yield_per=1000)
    with conn.execute(query) as result:
        for row in result.mappings():
            right = row["volgnummer"] == aantal + 1 and row["vorige"] == vorige and row["hash"] == _hash(key, vorige, row)
            if not right or known.get(aantal + 1, row["hash"].hex()) != row["hash"].hex():
                return aantal, False
            aantal, vorige = aantal + 1, bytes(row["hash"])
    return aantal, True


def _hash(key: bytes, vorige: bytes, row: sa.RowMapping | dict[str, Any]) -> bytes:
    told = [row["volgnummer"], row["tijd"].astimezone(UTC).isoformat(timespec="microseconds")]
    told += [row[name] for name in _LENGTHS]
    told.append(sorted(row["bijzonderheden"].items()))
    return hmac.new(key, vorige + json.dumps(told, ensure_ascii=False).encode(), hashlib.sha256).digest()


def _seal(huis: bytes, nummer: int, made: bytes) -> bytes:
    return hmac.new(derive(huis, "auditkop"), nummer.to_bytes(8, "big") + made, hashlib.sha256).digest()


def _head(conn: sa.Connection) -> Kop | None:
    t = tables.auditkop
    row = conn.execute(sa.select(t.c.volgnummer, t.c.hash).where(t.c.id == "kop")).one_or_none()
    return None if row is None else Kop(row.volgnummer, bytes(row.hash).hex())


def _sealed(conn: sa.Connection, huis: bytes, aantal: int) -> bool:
    """Tell whether the head is ours and knows of at least these rows. No rows, no head: nothing happened yet."""
    row = conn.execute(sa.select(tables.auditkop).where(tables.auditkop.c.id == "kop")).one_or_none()
    if row is None:
        return aantal == 0
    return row.volgnummer >= aantal and hmac.compare_digest(bytes(row.zegel), _seal(huis, row.volgnummer, bytes(row.hash)))


def _regel(row: sa.RowMapping) -> Regel:
    told = Gebeurtenis(**{name: row[name] for name in _LENGTHS}, bijzonderheden=row["bijzonderheden"])
    return Regel(row["volgnummer"], row["tijd"], told, bytes(row["hash"]).hex())
