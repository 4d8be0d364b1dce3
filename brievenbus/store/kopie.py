"""Whole databases: copying one into another, counting, and asking which blobs its letters need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from brievenbus.errors import StoreError
from brievenbus.store import tables
from brievenbus.store.audit import Kop, kop
from brievenbus.store.crypto import Ingepakt, Sleutelbos

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Verzegelde:
    """A letter that still has its key: its sealed values by column, and its blobs."""

    id: str
    ingepakt: Ingepakt
    velden: dict[str, bytes]
    blobs: tuple[str, ...]


def counts(conn: sa.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {t.name: conn.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in tables.meta.sorted_tables}


def is_empty(engine: sa.Engine) -> bool:
    """Tell whether a database holds nothing: no table at all, or the tables of this program without a row."""
    present = set(sa.inspect(engine).get_table_names())
    ours = {t.name for t in tables.meta.sorted_tables}
    if not present & ours:
        return not present
    with engine.begin() as conn:
        return ours <= present and not any(counts(conn).values())


def unfinished(conn: sa.Connection) -> int:
    """Return how much work is under way: letters to be read, and messages to another system that did not arrive yet."""
    b, o = tables.brief, tables.overdracht
    letters = sa.select(sa.func.count()).select_from(b).where(b.c.status.in_(("ontvangen", "bezig")))
    messages = sa.select(sa.func.count()).select_from(o).where(o.c.status == "wacht")
    return int(conn.execute(letters).scalar_one() + conn.execute(messages).scalar_one())


def hold_writers(conn: sa.Connection) -> None:
    """Keep every other writer of an SQLite database waiting until this transaction ends."""
    conn.exec_driver_sql("BEGIN IMMEDIATE")


def copy_all(bron: sa.Connection, doel: sa.Connection) -> dict[str, int]:
    """Copy every row of every table, those that others refer to first; return the counts.

    Raises StoreError `verhuizing_ongelijk` where the target has another number of rows afterwards.
    """
    for t in tables.meta.sorted_tables:
        _copy(t, bron, doel)
    _set_counters(doel)
    before, after = counts(bron), counts(doel)
    for naam, aantal in before.items():
        if after[naam] != aantal:
            raise StoreError("verhuizing_ongelijk", tabel=naam)
    return after


def house_key(conn: sa.Connection, sleutels: Sleutelbos) -> bytes:
    """Return the house key of a database. Raises StoreError where there is none or the key file does not open it."""
    t = tables.huissleutel
    row = conn.execute(sa.select(t.c.sleutel, t.c.kek_id).where(t.c.id == "huis")).one_or_none()
    if row is None:
        raise StoreError("sleutel_kapot")
    return sleutels.unwrap(Ingepakt(row.sleutel, row.kek_id))


def blobs_needed(conn: sa.Connection) -> set[str]:
    """Return the blobs without which a letter of this database cannot be read or shown."""
    needed: set[str] = set()
    for t in (tables.bestand, tables.pagina):
        needed.update(conn.execute(sa.select(t.c.blob)).scalars())
    return needed


def sealed_letters(conn: sa.Connection) -> Iterator[Verzegelde]:
    """Yield every letter that still has its key."""
    b = tables.brief
    query = sa.select(b.c.id, b.c.sleutel, b.c.kek_id, b.c.inhoud, b.c.fout_waarden).where(b.c.sleutel.is_not(None)).order_by(b.c.id)
    for row in conn.execute(query).all():
        velden = {naam: getattr(row, naam) for naam in ("inhoud", "fout_waarden") if getattr(row, naam) is not None}
        blobs: list[str] = []
        for t in (tables.bestand, tables.pagina):
            blobs += conn.execute(sa.select(t.c.blob).where(t.c.brief_id == row.id)).scalars()
        yield Verzegelde(row.id, Ingepakt(row.sleutel, row.kek_id), velden, tuple(blobs))


def export_snapshot(conn: sa.Connection) -> str:
    """Return the name of this PostgreSQL transaction's view of the data, for pg_dump to look through the same window."""
    conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    return str(conn.execute(sa.select(sa.func.pg_export_snapshot())).scalar_one())


def vacuum_into(engine: sa.Engine, bestand: Path) -> None:
    """Write a whole, consistent copy of an SQLite database to a new file, while others go on."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("VACUUM INTO ?", (str(bestand),))


def look_into(bestand: Path) -> tuple[Kop, set[str]]:
    """Return the audit head of such a copy, and the blobs that its letters need."""
    engine = sa.create_engine(f"sqlite:///{bestand}")  # not `make_engine`: that would put a WAL beside the copy
    try:
        with engine.begin() as conn:
            return kop(conn), blobs_needed(conn)
    finally:
        engine.dispose()


def _copy(t: sa.Table, bron: sa.Connection, doel: sa.Connection) -> None:
    """Copy one table; what refers to a row of the same table is filled in when all rows are there."""
    own = [column.name for column in t.columns if any(key.column.table is t for key in column.foreign_keys)]
    keys = [column.name for column in t.primary_key]
    later: list[dict[str, Any]] = []
    with bron.execute(sa.select(t).execution_options(yield_per=_BATCH)) as result:
        for part in result.mappings().partitions():
            rows = [dict(row) for row in part]
            later += [{naam: row[naam] for naam in [*keys, *own]} for row in rows if any(row[naam] for naam in own)]
            doel.execute(t.insert(), [row | dict.fromkeys(own) for row in rows])
    for row in later:
        doel.execute(t.update().where(*(t.c[naam] == row[naam] for naam in keys)).values({naam: row[naam] for naam in own}))


def _set_counters(doel: sa.Connection) -> None:
    """Let PostgreSQL count on from the highest number that was copied."""
    if doel.dialect.name != "postgresql":
        return
    for t in tables.meta.sorted_tables:
        column = t.autoincrement_column
        if column is not None and column.autoincrement is True:
            top = sa.select(sa.func.max(column)).scalar_subquery()
            counter = sa.func.pg_get_serial_sequence(t.name, column.name)
            doel.execute(sa.select(sa.func.setval(counter, sa.func.coalesce(top, 1), top.is_not(None))))
