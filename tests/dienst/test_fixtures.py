"""The fixtures themselves: both databases start, and the fake queue keeps no job of a transaction that failed."""

from __future__ import annotations

import pytest

from brievenbus.dienst import Dienst, Wie
from tests.dienstbouw import NepRij


@pytest.mark.beide
def test_a_job_of_a_failed_transaction_was_never_there(dienst: Dienst, vrijwilliger: Wie, rij: NepRij) -> None:
    with pytest.raises(RuntimeError), dienst.opslag.engine.begin() as conn:
        dienst.rij.zet(conn, "lees_brief", "a", 5)
        raise RuntimeError
    assert rij.banen == []
    for _ in range(2):
        with dienst.opslag.engine.begin() as conn:
            dienst.rij.zet(conn, "lees_brief", "a", 5)
    assert rij.banen == [("lees_brief", "a", 5)] and vrijwilliger.balie_id
