"""How far the reading of a letter is: who waits sees it, while it is read and not a moment longer."""

from __future__ import annotations

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

from brievenbus.dienst import Beleid, Dienst, Wie, brieven, overzicht
from brievenbus.dienst.leeskamer import MAX_PIXELS, PICTURE_SIDE, Leeskamer
from brievenbus.dienst.lezen import lees, mislukt, neem_op, weiger
from brievenbus.intake import Limits
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Page
from brievenbus.store import brieven as store
from brievenbus.store import tables
from tests.begrijp import Begrip
from tests.beheerbouw import bring, finish
from tests.dienst.test_lezen import breng, neem


class Kijker(Tesseract):
    """An engine that looks, at every page, how far its letter is said to be; `breaks`: then the database is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str | None] = []
        self.letter: tuple[Dienst, Wie, str] | None = None
        self.breaks = False

    def read(self, grijs: NDArray[np.uint8], nummer: int) -> Page:
        if self.letter is None:
            return super().read(grijs, nummer)
        dienst, wie, brief_id = self.letter
        self.seen.append(brieven.zoek(dienst, wie, brief_id).fase)
        if self.breaks:
            with dienst.opslag.engine.begin() as conn:
                conn.execute(sa.text("ALTER TABLE brief RENAME TO elders"))
            self.letter = None
        return super().read(grijs, nummer)


@pytest.mark.beide
def test_pages_are_read_then_understood_and_then_it_is_there(dienst: Dienst, vrijwilliger: Wie, begrip: Begrip) -> None:
    engine, brief_id = Kijker(), breng(dienst, vrijwilliger, "g02", "scan")
    engine.letter = (dienst, vrijwilliger, brief_id)
    signs = [overzicht.stand(dienst, vrijwilliger).teken]
    assert brieven.zoek(dienst, vrijwilliger, brief_id).fase is None
    limits = Limits(max_pixels=MAX_PIXELS, picture_side=PICTURE_SIDE, max_pages=Beleid().max_bladzijden)
    with Leeskamer(begrip.lezer, engine, limits) as leeskamer:
        lees(dienst.opslag, leeskamer, brief_id)
    assert engine.seen and set(engine.seen) == {"lezen"}
    now = brieven.zoek(dienst, vrijwilliger, brief_id)
    assert (now.status, now.fase) == ("bezig", "begrijpen")
    signs.append(overzicht.stand(dienst, vrijwilliger).teken)
    neem(dienst, brief_id)
    done = brieven.zoek(dienst, vrijwilliger, brief_id)
    assert (done.status, done.fase) == ("klaar", None)
    signs.append(overzicht.stand(dienst, vrijwilliger).teken)
    assert len(set(signs)) == 3


def test_a_database_that_is_away_between_the_two_costs_no_reading(dienst: Dienst, vrijwilliger: Wie, begrip: Begrip) -> None:
    engine, brief_id = Kijker(), breng(dienst, vrijwilliger, "g02", "scan")
    engine.letter, engine.breaks = (dienst, vrijwilliger, brief_id), True
    with Leeskamer(begrip.lezer, engine, Limits(picture_side=PICTURE_SIDE)) as leeskamer:
        lees(dienst.opslag, leeskamer, brief_id)
    with dienst.opslag.engine.begin() as conn:
        conn.execute(sa.text("ALTER TABLE elders RENAME TO brief"))
    assert brieven.zoek(dienst, vrijwilliger, brief_id).fase == "lezen"
    neem(dienst, brief_id)
    assert brieven.zoek(dienst, vrijwilliger, brief_id).status == "klaar"


def begin(dienst: Dienst, brief_id: str) -> None:
    """Bring a letter to where it is being understood."""
    with dienst.opslag.engine.begin() as conn:
        assert store.start(conn, brief_id) is not None
        assert store.pages_read(conn, brief_id)


@pytest.mark.beide
@pytest.mark.parametrize("einde", ["mislukt", "geweigerd", "gewist"])
def test_however_reading_ends_the_stage_is_over(dienst: Dienst, vrijwilliger: Wie, einde: str) -> None:
    brief_id = bring(dienst, vrijwilliger)
    begin(dienst, brief_id)
    assert brieven.zoek(dienst, vrijwilliger, brief_id).fase == "begrijpen"
    with dienst.opslag.engine.begin() as conn:
        if einde == "mislukt":
            mislukt(conn, dienst.opslag, brief_id, dienst.klok())
        elif einde == "geweigerd":
            weiger(conn, dienst.opslag, brief_id, dienst.klok(), "bestand_kapot", {})
    if einde == "gewist":
        brieven.wis(dienst, vrijwilliger, brief_id)
    now = brieven.zoek(dienst, vrijwilliger, brief_id)
    assert (now.status, now.fase) == (einde, None)


def test_read_anew_it_begins_at_the_pages(dienst: Dienst, vrijwilliger: Wie) -> None:
    brief_id = bring(dienst, vrijwilliger)
    begin(dienst, brief_id)
    with dienst.opslag.engine.begin() as conn:
        mislukt(conn, dienst.opslag, brief_id, dienst.klok())
    assert brieven.opnieuw(dienst, vrijwilliger, brief_id).fase is None
    with dienst.opslag.engine.begin() as conn:
        rij = store.start(conn, brief_id)
        assert rij is not None and rij.fase == "lezen"


def test_a_worker_that_comes_late_changes_nothing(dienst: Dienst, vrijwilliger: Wie) -> None:
    brief_id = bring(dienst, vrijwilliger)
    finish(dienst, brief_id)
    with dienst.opslag.engine.begin() as conn:
        assert not store.pages_read(conn, brief_id)
        neem_op(conn, dienst.opslag, brief_id, dienst.klok(), None)
        assert conn.execute(sa.select(tables.brief.c.fase).where(tables.brief.c.id == brief_id)).scalar_one() is None
