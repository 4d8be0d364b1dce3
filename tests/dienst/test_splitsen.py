"""A file of a pile that holds many letters: each becomes a letter, whole and once, whatever dies or happens in between."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from brievenbus.dienst import Beleid, Dienst, Wie, brieven, lezen
from brievenbus.dienst.bewaren import run_bewaren, wis_bezoek
from brievenbus.dienst.brieven import Bijlage, BriefStand, Verzoek
from brievenbus.dienst.delen import part_id
from brievenbus.dienst.leeskamer import Leeskamer
from brievenbus.errors import MissingError, StoreError
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.pipeline import Gelezen, Opdracht, Sein, read_stapel
from brievenbus.settings import Settings
from brievenbus.store import audit, tables
from tests.dienstbouw import Klok
from tests.jobbouw import Werkplaats
from tests.stapelbouw import BESTAND, BLADEN, NAMEN, SOORTEN, bind, breng_stapel, delen, sleutels
from tests.voorbeelden import PEIL, beelden, het_bsn

TRAAG = 300.0
"""Seconds a real worker may take on a machine with much else to do: it loads everything twice."""


@pytest.fixture(scope="module")
def leeskamer() -> Iterator[Leeskamer]:
    """A reading room, as a worker opens it."""
    with Leeskamer.open(Settings.read().cache, Beleid()) as made:
        yield made


@pytest.fixture(scope="module")
def eens(leeskamer: Leeskamer, tmp_path_factory: pytest.TempPathFactory) -> tuple[Gelezen, ...]:
    """What the pipeline finds in the file, read once for all tests."""
    path = tmp_path_factory.mktemp("stapel") / "1.pdf"
    path.write_bytes(bind(*NAMEN))
    return read_stapel([path], leeskamer.task(PEIL, "nl"), leeskamer.engine)


@pytest.fixture
def vlug(eens: tuple[Gelezen, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a reading find at once what was found before."""

    def read(paths: Sequence[Path], opdracht: Opdracht, engine: Tesseract, sein: Sein) -> tuple[Gelezen, ...]:
        assert [path.read_bytes()[:5] for path in paths] == [b"%PDF-"]
        sein()
        return eens

    monkeypatch.setattr("brievenbus.dienst.lezen.read_stapel", read)


def neem(dienst: Dienst, brief_id: str) -> None:
    """Store the outcome and tidy up, as the workflow does."""
    uitkomst = lezen.haal_uitkomst(dienst.opslag, brief_id)
    with dienst.opslag.engine.begin() as conn:
        lezen.neem_op(conn, dienst.opslag, brief_id, dienst.klok(), uitkomst)
    lezen.ruim_op(dienst.opslag, brief_id)


def mappen(dienst: Dienst) -> dict[str, int]:
    """Return how many blobs there are in each folder."""
    paths = [path.split("/")[0] for path, _ in dienst.opslag.blobs.list()]
    return {folder: paths.count(folder) for folder in paths}


def is_whole(dienst: Dienst, wie: Wie, stand: BriefStand) -> bool:
    """Tell whether a letter says what it should, and shows exactly its own pages."""
    inhoud, bladen = brieven.lees_inhoud(dienst, wie, stand.id), BLADEN[stand.deel - 1]
    seen = [brieven.pagina(dienst, wie, stand.id, nummer)[:4] for nummer in range(1, bladen + 1)]
    with pytest.raises(MissingError, match="pagina_ontbreekt"):
        brieven.pagina(dienst, wie, stand.id, bladen + 1)
    right = inhoud["afzender"]["soort"] == SOORTEN[stand.deel - 1] and inhoud["bron"]["bladzijden"] == stand.bladzijden == bladen
    return right and seen == [b"RIFF"] * bladen and inhoud["bron"]["bestanden"] == [BESTAND]


@pytest.mark.beide
def test_a_file_with_three_letters_becomes_three(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer) -> None:
    pile, first = breng_stapel(dienst, vrijwilliger, Verzoek(peildatum=PEIL, idempotentie="stapel-0001"))
    before = brieven.zoek_stapel(dienst, vrijwilliger, pile)
    assert (before.poststukken, before.aantal, before.bezig) == (1, 1, 1)
    for _ in range(2):
        lezen.lees(dienst.opslag, leeskamer, first)
    uitkomst = lezen.haal_uitkomst(dienst.opslag, first)
    assert uitkomst is not None and all(found.sleutel.hex() not in repr(uitkomst) for found in uitkomst.overige)
    for _ in range(2):
        with dienst.opslag.engine.begin() as conn:
            lezen.neem_op(conn, dienst.opslag, first, dienst.klok(), uitkomst)
    for _ in range(2):
        lezen.ruim_op(dienst.opslag, first)
    lezen.lees(dienst.opslag, leeskamer, first)
    assert lezen.haal_uitkomst(dienst.opslag, first) is None

    letters = delen(dienst, vrijwilliger, pile)
    assert [(one.deel, one.delen, one.status, one.bladzijden) for one in letters] == [(n, 3, "klaar", b) for n, b in enumerate(BLADEN, 1)]
    assert letters[0].id == first and all(is_whole(dienst, vrijwilliger, one) for one in letters)
    assert len({(one.bezoek_id, one.bewaren_tot, one.aangemaakt, one.gelezen) for one in letters}) == 1
    assert len(sleutels(dienst)) == 3 and mappen(dienst) == {one.id: one.bladzijden for one in letters}
    after = brieven.zoek_stapel(dienst, vrijwilliger, pile)
    assert (after.poststukken, after.aantal, after.klaar, after.bezig) == (1, 3, 3, 0)
    again = brieven.maak_stapel(dienst, vrijwilliger, [Bijlage(BESTAND, bind(*NAMEN))], Verzoek(peildatum=PEIL, idempotentie="stapel-0001"))
    assert again == replace(after, herhaald=True)

    with dienst.opslag.engine.begin() as conn:
        assert audit.verify(conn, dienst.opslag.huis).goed
        told = [(r.gebeurtenis.actie, r.gebeurtenis.object_id, dict(r.gebeurtenis.bijzonderheden)) for r in audit.lees(conn, 0, 500)]
    assert [row for row in told if row[0] == "brief_gesplitst"] == [("brief_gesplitst", first, {"delen": 3})]
    read = [(object_id, more.get("uit")) for actie, object_id, more in told if actie == "brief_gelezen"]
    assert sorted(read, key=str) == sorted([(first, None), *((one.id, first) for one in letters[1:])], key=str)
    said = json.dumps([brieven.lees_inhoud(dienst, vrijwilliger, one.id) for one in letters], ensure_ascii=False)
    assert het_bsn("g11")[-6:] not in re.sub(r"[\s.\-]", "", said)


@pytest.mark.beide
@pytest.mark.usefixtures("vlug")
def test_letters_of_one_file_are_erased_one_by_one(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer) -> None:
    pile, first = breng_stapel(dienst, vrijwilliger)
    lezen.lees(dienst.opslag, leeskamer, first)
    neem(dienst, first)
    one, two, three = delen(dienst, vrijwilliger, pile)
    assert brieven.wis(dienst, vrijwilliger, one.id).bladzijden == BLADEN[0]
    lezen.ruim_op(dienst.opslag, first)  # the job was not over yet
    assert is_whole(dienst, vrijwilliger, two) and is_whole(dienst, vrijwilliger, three)
    brieven.wis(dienst, vrijwilliger, three.id)
    assert is_whole(dienst, vrijwilliger, two) and mappen(dienst) == {two.id: 2}
    stand = brieven.zoek_stapel(dienst, vrijwilliger, pile)
    assert (stand.poststukken, stand.aantal, stand.klaar, stand.gewist) == (1, 3, 1, 2)
    assert two.bezoek_id is not None
    assert [receipt.brief_id for receipt in wis_bezoek(dienst, vrijwilliger, two.bezoek_id)] == [two.id]
    assert mappen(dienst) == {} and sleutels(dienst) == {None}


def test_only_a_lone_file_of_a_pile_is_split(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer) -> None:
    by_itself = brieven.ontvang(dienst, vrijwilliger, [Bijlage("a.pdf", bind("g01", "h08"))], Verzoek(peildatum=PEIL)).id
    pages = [Bijlage(f"a.p{n}.pdf", beelden(naam, "pdf")[0].read_bytes()) for n, naam in enumerate(("g01", "h08"), start=1)]
    pile = brieven.maak_stapel(dienst, vrijwilliger, pages, Verzoek(peildatum=PEIL))
    (grouped,) = delen(dienst, vrijwilliger, pile.id)
    for brief_id in (by_itself, grouped.id):
        lezen.lees(dienst.opslag, leeskamer, brief_id)
        neem(dienst, brief_id)
        stand = brieven.zoek(dienst, vrijwilliger, brief_id)
        assert (stand.status, stand.bladzijden, stand.deel, stand.delen) == ("klaar", 3, 1, 1)
        assert "meer_brieven" in brieven.lees_inhoud(dienst, vrijwilliger, brief_id)["bron"]["aanwijzingen"]
    assert len(mappen(dienst)) == 2


@pytest.mark.beide
@pytest.mark.usefixtures("vlug")
def test_a_run_that_dies_before_its_outcome_leaves_nothing_behind(
    dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pile, first = breng_stapel(dienst, vrijwilliger)
    put = dienst.opslag.blobs.put

    def power_cut(path: str, sealed: bytes) -> None:
        if path.endswith("uitkomst"):
            raise StoreError("opslag_vol")
        put(path, sealed)

    with monkeypatch.context() as patch:
        patch.setattr(dienst.opslag.blobs, "put", power_cut)
        with pytest.raises(StoreError):
            lezen.lees(dienst.opslag, leeskamer, first)
    assert brieven.zoek_stapel(dienst, vrijwilliger, pile).aantal == 1 and sum(mappen(dienst).values()) == 1 + sum(BLADEN)
    lezen.lees(dienst.opslag, leeskamer, first)
    assert sum(mappen(dienst).values()) == 2 + 2 * sum(BLADEN)
    neem(dienst, first)
    letters = delen(dienst, vrijwilliger, pile)
    assert len(letters) == 3 and all(is_whole(dienst, vrijwilliger, one) for one in letters)
    assert mappen(dienst) == {one.id: one.bladzijden for one in letters}


@pytest.mark.usefixtures("vlug")
def test_of_two_runs_at_once_one_counts(
    dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    pile, first = breng_stapel(dienst, vrijwilliger)
    put, written = dienst.opslag.blobs.put, []

    def slow_disk(path: str, sealed: bytes) -> None:
        if path.endswith("uitkomst") and not written:  # this run stalls here, while another worker takes over and finishes
            written.append(path)
            lezen.lees(dienst.opslag, leeskamer, first)
            neem(dienst, first)
        put(path, sealed)

    monkeypatch.setattr(dienst.opslag.blobs, "put", slow_disk)
    lezen.lees(dienst.opslag, leeskamer, first)
    neem(dienst, first)
    letters = delen(dienst, vrijwilliger, pile)
    assert len(letters) == 3 and all(is_whole(dienst, vrijwilliger, one) for one in letters)
    assert mappen(dienst) == {one.id: one.bladzijden for one in letters}


@pytest.mark.beide
@pytest.mark.usefixtures("vlug")
def test_what_was_read_waits_for_its_rows_as_long_as_the_letter_does(
    dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, klok: Klok
) -> None:  # fmt: skip
    dienst = replace(dienst, beleid=replace(dienst.beleid, bewaren_uren=10_000))
    klok.nu = datetime.now(UTC)  # the day on which the blobs are written, or the letters may be over their term too
    pile, first = breng_stapel(dienst, vrijwilliger)
    lezen.lees(dienst.opslag, leeskamer, first)  # and here the machine goes down for the weekend
    klok.nu = datetime.now(UTC) + timedelta(days=2)
    assert run_bewaren(dienst).blobs == 0
    with dienst.opslag.engine.begin() as conn:
        lezen.mislukt(conn, dienst.opslag, first, klok.nu)
    assert run_bewaren(dienst).blobs == 0
    brieven.opnieuw(dienst, vrijwilliger, first)
    lezen.lees(dienst.opslag, leeskamer, first)
    neem(dienst, first)
    letters = delen(dienst, vrijwilliger, pile)
    assert len(letters) == 3 and all(is_whole(dienst, vrijwilliger, one) for one in letters)
    dienst.opslag.blobs.put(f"{letters[1].id}/uit-{first}-0badcafe-1", b"a run that came second")
    klok.nu = datetime.now(UTC) + timedelta(days=2)
    assert run_bewaren(dienst).blobs == 1 and all(is_whole(dienst, vrijwilliger, one) for one in letters)


@pytest.mark.beide
@pytest.mark.usefixtures("vlug")
def test_erased_before_it_is_split_nothing_comes_of_it(dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, klok: Klok) -> None:
    pile, first = breng_stapel(dienst, vrijwilliger)
    lezen.lees(dienst.opslag, leeskamer, first)
    uitkomst = lezen.haal_uitkomst(dienst.opslag, first)
    brieven.wis(dienst, vrijwilliger, first)
    with dienst.opslag.engine.begin() as conn:
        lezen.neem_op(conn, dienst.opslag, first, klok.nu, uitkomst)
    lezen.ruim_op(dienst.opslag, first)
    stand = brieven.zoek_stapel(dienst, vrijwilliger, pile)
    assert (stand.aantal, stand.gewist) == (1, 1) and sleutels(dienst) == {None}
    assert set(mappen(dienst)) == {part_id(dienst.opslag.huis, first, nummer) for nummer in (2, 3)}, "sealed under keys nobody has"
    klok.nu = datetime.now(UTC) + timedelta(hours=1, minutes=1)
    run_bewaren(dienst)
    assert mappen(dienst) == {}


@pytest.mark.beide
@pytest.mark.usefixtures("vlug")
def test_a_visit_closed_at_that_moment_closes_for_all_of_them(
    dienst: Dienst, vrijwilliger: Wie, leeskamer: Leeskamer, klok: Klok
) -> None:  # fmt: skip
    pile, first = breng_stapel(dienst, vrijwilliger)
    lezen.lees(dienst.opslag, leeskamer, first)
    uitkomst, visit = lezen.haal_uitkomst(dienst.opslag, first), brieven.zoek(dienst, vrijwilliger, first).bezoek_id
    assert visit is not None
    closing = threading.Thread(target=brieven.sluit_bezoek, args=(dienst, vrijwilliger, visit))
    with dienst.opslag.engine.begin() as conn:
        lezen.neem_op(conn, dienst.opslag, first, klok.nu, uitkomst)
        closing.start()
        time.sleep(0.3)
        assert closing.is_alive(), "it waits for the letters"
    closing.join()
    assert {one.bewaren_tot for one in delen(dienst, vrijwilliger, pile)} == {klok.nu + timedelta(hours=24)}
    assert len(delen(dienst, vrijwilliger, pile)) == 3


@pytest.mark.beide
def test_a_real_worker_killed_while_it_splits(database_url: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    plaats = Werkplaats(tmp_path, database_url, sleutelbestand=str(tmp_path_factory.mktemp("sleutel") / "sleutels.txt"))
    try:
        pile, first = breng_stapel(plaats.dienst, plaats.wie)
        plaats.start_echt("w1")
        plaats.wacht(lambda: any("/uit-" in path for path, _ in plaats.dienst.opslag.blobs.list()), TRAAG)
        plaats.dood("w1")
        plaats.start_echt("w1")
        plaats.wacht(lambda: plaats.standen() == {"klaar": 3}, TRAAG)
        letters = delen(plaats.dienst, plaats.wie, pile)
        plaats.wacht(lambda: mappen(plaats.dienst) == {one.id: one.bladzijden for one in letters})
        assert letters[0].id == first and all(is_whole(plaats.dienst, plaats.wie, one) for one in letters)
        assert plaats.auditregels("brief_gelezen") == {one.id: 1 for one in letters} and plaats.auditregels("brief_gesplitst") == {first: 1}
        with plaats.dienst.opslag.engine.begin() as conn:
            assert conn.execute(sa.select(sa.func.count()).select_from(tables.pagina)).scalar_one() == sum(BLADEN)
    finally:
        plaats.stop()
