"""The audit trail: complete, in order, and nobody without the key changes it unseen."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from brievenbus.errors import StoreError
from brievenbus.store import Opslag, audit, tables
from brievenbus.store.audit import Controle, Gebeurtenis, Kop

NU = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_t = tables.auditregel


def add(opslag: Opslag, aantal: int = 1, actie: str = "brief_ontvangen", nu: datetime = NU) -> None:
    for nummer in range(aantal):
        with opslag.engine.begin() as conn:
            audit.append(conn, opslag.huis, Gebeurtenis(actie, "brief", f"b{nummer}", bijzonderheden={"aantal": nummer, "ok": True}), nu)


def check(opslag: Opslag, bekend: Kop | None = None) -> Controle:
    with opslag.engine.begin() as conn:
        return audit.verify(conn, opslag.huis, bekend)


def head(opslag: Opslag) -> Kop:
    with opslag.engine.begin() as conn:
        return audit.kop(conn)


@pytest.mark.beide
def test_a_chain_of_many_writers_is_whole(opslag: Opslag) -> None:
    """Four threads, first statement of their transaction the audit row: no number twice, none missing, no error."""
    writers = [threading.Thread(target=add, args=(opslag, 25)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert check(opslag) == Controle(True, 100)
    assert head(opslag).volgnummer == 100


def test_an_empty_trail_is_good(opslag: Opslag) -> None:
    assert check(opslag) == Controle(True, 0)
    assert head(opslag) == Kop(0, "00" * 32)


@pytest.mark.beide
@pytest.mark.parametrize(
    "values",
    [{"actor": "x"}, {"resultaat": "fout"}, {"object_id": "b"}, {"bijzonderheden": {"aantal": 7, "ok": True}}, {"tijd": NU + timedelta(1)}],
)
def test_a_changed_row_is_seen(opslag: Opslag, values: dict[str, object]) -> None:
    add(opslag, 5)
    with opslag.engine.begin() as conn:
        conn.execute(_t.update().where(_t.c.volgnummer == 3).values(**values))
    assert check(opslag) == Controle(False, 2, 3)


@pytest.mark.parametrize(("weg", "fout"), [(1, 1), (3, 3), (5, 5)])
def test_a_missing_row_is_seen_also_at_the_end(opslag: Opslag, weg: int, fout: int) -> None:
    add(opslag, 5)
    with opslag.engine.begin() as conn:
        conn.execute(_t.delete().where(_t.c.volgnummer == weg))
    assert check(opslag) == Controle(False, fout - 1, fout)


def test_the_head_cannot_be_moved_back_without_the_key(opslag: Opslag) -> None:
    add(opslag, 5)
    with opslag.engine.begin() as conn:
        conn.execute(_t.delete().where(_t.c.volgnummer > 3))
        last = conn.execute(sa.select(_t.c.hash).where(_t.c.volgnummer == 3)).scalar_one()
        conn.execute(tables.auditkop.update().values(volgnummer=3, hash=last))
    assert not check(opslag).goed


def test_a_head_kept_elsewhere_sees_an_old_copy_put_back(opslag: Opslag) -> None:
    add(opslag, 3)
    old = head(opslag)
    with opslag.engine.begin() as conn:
        kept = conn.execute(sa.select(tables.auditkop)).mappings().one()
    add(opslag, 2)
    new = head(opslag)
    assert check(opslag, old).goed and check(opslag, new).goed
    with opslag.engine.begin() as conn:
        conn.execute(_t.delete().where(_t.c.volgnummer > 3))
        conn.execute(tables.auditkop.update().values(**kept))
    assert check(opslag).goed  # nothing inside the database tells
    assert check(opslag, new) == Controle(False, 3, 4)


def test_another_house_key_opens_nothing(opslag: Opslag) -> None:
    add(opslag, 2)
    with opslag.engine.begin() as conn:
        assert audit.verify(conn, bytes(32)) == Controle(False, 0, 1)


@pytest.mark.parametrize(
    "fout",
    [
        {"bijzonderheden": {"naam": "Sanne Voorbeeld"}}, {"bijzonderheden": {"veld": "x" * 65}}, {"bijzonderheden": {"Sanne V": 1}},
        {"bijzonderheden": {"getal": 1.5}}, {"bijzonderheden": {f"v{n}": n for n in range(21)}}, {"actor": "x" * 65}, {"actie": "x" * 61},
    ],
)  # fmt: skip
def test_words_are_refused_and_nothing_is_written(opslag: Opslag, fout: dict[str, object]) -> None:
    values: dict[str, object] = {"actie": "a", "object_soort": "brief", "object_id": "b"} | fout
    with pytest.raises(StoreError, match="audit_waarde"), opslag.engine.begin() as conn:
        audit.append(conn, opslag.huis, Gebeurtenis(**values), NU)  # type: ignore[arg-type]
    assert check(opslag) == Controle(True, 0)


def test_a_row_of_a_failed_transaction_was_never_there(opslag: Opslag) -> None:
    add(opslag)
    with pytest.raises(RuntimeError), opslag.engine.begin() as conn:
        audit.append(conn, opslag.huis, Gebeurtenis("x", "brief", "b"), NU)
        raise RuntimeError
    add(opslag)
    assert check(opslag) == Controle(True, 2)


@pytest.mark.beide
def test_rows_are_found_by_what_and_when(opslag: Opslag) -> None:
    add(opslag, 2)
    add(opslag, 2, "brief_gewist", NU + timedelta(days=1))
    with opslag.engine.begin() as conn:
        assert [r.volgnummer for r in audit.lees(conn, 1, 2)] == [2, 3]
        assert [r.volgnummer for r in audit.lees(conn, actie="brief_gewist")] == [3, 4]
        assert [r.volgnummer for r in audit.lees(conn, object_id="b1")] == [2, 4]
        assert [r.volgnummer for r in audit.lees(conn, tot=NU + timedelta(hours=1))] == [1, 2]
        assert audit.lees(conn)[1].gebeurtenis.bijzonderheden == {"aantal": 1, "ok": True}
