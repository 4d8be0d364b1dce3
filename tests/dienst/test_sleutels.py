"""Keys: a new one, everything under it, the old one dropped, and no letter lost at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from brievenbus.dienst import Dienst, Wie, sleutels
from brievenbus.dienst.brieven import lees_inhoud, wis
from brievenbus.dienst.opstart import Plaatsen, open_bewaarplaats
from brievenbus.errors import ConflictError, MissingError, SettingsError, StoreError
from brievenbus.store import Opslag, audit, open_opslag
from brievenbus.store import sleutels as store
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Ingepakt, Sleutelbos
from tests.beheerbouw import INHOUD, bring, finish

NU = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def bestand(tmp_path: Path) -> Path:
    return tmp_path / "sleutels" / "sleutels.txt"


@pytest.fixture
def opslag(database_url: str, tmp_path: Path, bestand: Path) -> Iterator[Opslag]:
    """A store as the program itself opens it, with a key file."""
    opened = open_bewaarplaats(Plaatsen(database_url, f"file://{tmp_path / 'blobs'}", bestand), NU, lambda _: None)
    yield opened
    opened.engine.dispose()


def restart(opslag: Opslag, bestand: Path) -> Opslag:
    return open_opslag(opslag.engine, Blobs(opslag.blobs.url), Sleutelbos.read(bestand))


@pytest.mark.beide
def test_rotation_loses_no_letter_and_can_be_stopped_anywhere(dienst: Dienst, vrijwilliger: Wie, bestand: Path) -> None:
    ids = [bring(dienst, vrijwilliger) for _ in range(5)]
    for brief_id in ids:
        finish(dienst, brief_id)
    old = dienst.opslag.sleutels.actief
    new = sleutels.make_key(bestand, NU)
    opslag = restart(dienst.opslag, bestand)
    assert opslag.sleutels.actief == new and opslag.huis == dienst.opslag.huis
    with opslag.engine.begin() as conn:
        assert store.rewrap(conn, opslag.sleutels, 2) == 2  # and here the power goes
    again = Dienst(restart(opslag, bestand), dienst.rij, dienst.beleid, dienst.kennis, dienst.klok)
    assert [lees_inhoud(again, vrijwilliger, brief_id) for brief_id in ids] == [INHOUD] * 5
    with pytest.raises(ConflictError, match="sleutel_in_gebruik"):
        sleutels.verwijder(opslag, bestand, old, NU)
    assert sleutels.ververs(opslag, NU, batch=2) == 4
    assert [(een.naam, een.actief, een.gebruikt) for een in sleutels.lijst(opslag, bestand)] == [(new, True, 6), (old, False, 0)]
    sleutels.verwijder(opslag, bestand, old, NU)
    last = Dienst(restart(opslag, bestand), dienst.rij, dienst.beleid, dienst.kennis, dienst.klok)
    assert [lees_inhoud(last, vrijwilliger, brief_id) for brief_id in ids] == [INHOUD] * 5
    with last.opslag.engine.begin() as conn:
        assert audit.verify(conn, last.opslag.huis).goed
    assert old not in bestand.read_text("ascii") and bestand.stat().st_mode & 0o777 == 0o600


def test_an_erased_letter_is_not_brought_back(dienst: Dienst, vrijwilliger: Wie, bestand: Path) -> None:
    brief_id = bring(dienst, vrijwilliger)
    wis(dienst, vrijwilliger, brief_id)
    sleutels.make_key(bestand, NU)
    assert sleutels.ververs(restart(dienst.opslag, bestand), NU) == 1  # the house key alone


def test_the_key_in_use_and_an_unknown_one_are_not_dropped(opslag: Opslag, bestand: Path) -> None:
    with pytest.raises(ConflictError, match="sleutel_in_gebruik"):
        sleutels.verwijder(opslag, bestand, opslag.sleutels.actief, NU)
    with pytest.raises(MissingError, match="kek_onbekend"):
        sleutels.verwijder(opslag, bestand, "nooit", NU)


def test_the_first_start_makes_a_key_once_and_says_so(database_url: str, tmp_path: Path, bestand: Path) -> None:
    told: list[Path] = []
    plaatsen = Plaatsen(database_url, f"file://{tmp_path / 'blobs'}", bestand)
    first = open_bewaarplaats(plaatsen, NU, told.append)
    assert told == [bestand] and bestand.stat().st_mode & 0o777 == 0o600
    assert open_bewaarplaats(plaatsen, NU, told.append).huis == first.huis and len(told) == 1


def test_a_lost_key_file_is_never_replaced(opslag: Opslag, tmp_path: Path, bestand: Path) -> None:
    bestand.unlink()
    with pytest.raises(SettingsError, match="sleutelbestand_ontbreekt"):
        open_bewaarplaats(Plaatsen(str(opslag.engine.url), opslag.blobs.url, bestand), NU, lambda _: None)
    assert not bestand.exists()
    sleutels.make_key(bestand, NU)  # a key file of something else
    with pytest.raises(StoreError, match="sleutel_weg"):
        open_bewaarplaats(Plaatsen(str(opslag.engine.url), opslag.blobs.url, bestand), NU, lambda _: None)


@pytest.mark.beide
def test_a_process_that_goes_on_follows_the_key_file(dienst: Dienst, vrijwilliger: Wie, bestand: Path) -> None:
    """No restart: the next letter goes under the new key, and the old key can go once nothing needs it."""
    first, old = bring(dienst, vrijwilliger), dienst.opslag.sleutels.actief
    new = sleutels.make_key(bestand, NU)
    second = bring(dienst, vrijwilliger)
    with dienst.opslag.engine.begin() as conn:
        assert store.count_used(conn) == {old: 2, new: 1}
    other = restart(dienst.opslag, bestand)
    sleutels.ververs(other, NU)
    sleutels.verwijder(other, bestand, old, NU)
    for brief_id in (first, second):
        finish(dienst, brief_id)
        assert lees_inhoud(dienst, vrijwilliger, brief_id) == INHOUD


@pytest.mark.beide
def test_a_key_dropped_while_a_letter_is_sealed_refuses_the_letter(
    dienst: Dienst, vrijwilliger: Wie, bestand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    old, wrap = dienst.opslag.sleutels.actief, Sleutelbos.wrap

    def slow(self: Sleutelbos, key: bytes) -> Ingepakt:
        made = wrap(self, key)
        monkeypatch.undo()  # meanwhile an operator does all of it
        sleutels.make_key(bestand, NU)
        other = restart(dienst.opslag, bestand)
        sleutels.ververs(other, NU)
        sleutels.verwijder(other, bestand, old, NU)
        return made

    monkeypatch.setattr(Sleutelbos, "wrap", slow)
    with pytest.raises(StoreError, match="sleutel_weg"):
        bring(dienst, vrijwilliger)
    assert list(dienst.opslag.blobs.list()) == []
    assert bring(dienst, vrijwilliger)


def test_nothing_is_sealed_under_a_key_that_no_file_holds(dienst: Dienst, vrijwilliger: Wie, bestand: Path) -> None:
    brief_id = bring(dienst, vrijwilliger)
    finish(dienst, brief_id)
    kept = bestand.read_bytes()
    bestand.unlink()
    with pytest.raises(SettingsError, match="sleutelbestand_ontbreekt"):
        bring(dienst, vrijwilliger)
    assert lees_inhoud(dienst, vrijwilliger, brief_id) == INHOUD  # what was open stays open
    bestand.write_bytes(kept)
    with pytest.raises(SettingsError, match="sleutelbestand_open"):
        bring(dienst, vrijwilliger)
    bestand.chmod(0o600)
    assert bring(dienst, vrijwilliger)
