"""Which key of the key file wraps what, and putting the wrapped keys under another one."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from brievenbus.store import tables
from brievenbus.store.crypto import Ingepakt, Sleutelbos

_HOLDERS = (tables.huissleutel, tables.brief)


def has_house(conn: sa.Connection) -> bool:
    """Tell whether this database has a house key already: then a key file must exist that opens it."""
    return conn.execute(sa.select(tables.huissleutel.c.id)).first() is not None


def count_used(conn: sa.Connection) -> Counter[str]:
    """Return for each key of the key file how many wrapped keys it still opens."""
    used: Counter[str] = Counter()
    for t in _HOLDERS:
        query = sa.select(t.c.kek_id, sa.func.count()).where(t.c.sleutel.is_not(None), t.c.kek_id.is_not(None)).group_by(t.c.kek_id)
        for kek_id, aantal in conn.execute(query):
            used[kek_id] += aantal
    return used


def hold_letters(conn: sa.Connection) -> None:
    """Keep everybody from storing or changing a letter until this transaction ends."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("LOCK TABLE brief, huissleutel IN SHARE ROW EXCLUSIVE MODE")
    else:  # a change of nothing takes the one write lock
        conn.execute(tables.huissleutel.update().where(tables.huissleutel.c.id == "").values(id=""))


def rewrap(conn: sa.Connection, sleutels: Sleutelbos, aantal: int) -> int:
    """Put at most `aantal` wrapped keys under the active key; return how many that were. 0 means: all done.

    A letter erased meanwhile stays erased: a key is only replaced where it is still the same. Raises StoreError `sleutel_weg`.
    """
    done = 0
    actief = sleutels.actief
    for t in _HOLDERS:
        query = sa.select(t.c.id, t.c.sleutel, t.c.kek_id).where(t.c.sleutel.is_not(None), t.c.kek_id != actief)
        for row in conn.execute(query.order_by(t.c.id).limit(aantal - done)).all():
            made = sleutels.wrap(sleutels.unwrap(Ingepakt(row.sleutel, row.kek_id)))
            same = (t.c.id == row.id) & (t.c.kek_id == row.kek_id) & t.c.sleutel.is_not(None)
            conn.execute(t.update().where(same).values(sleutel=made.sleutel, kek_id=made.kek_id))
            done += 1
        if done == aantal:
            break
    return done
