"""A backup is whole, useless without the key file, and is put back only when everything in it opens."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie, reservekopie
from brievenbus.dienst.brieven import lees_inhoud, pagina
from brievenbus.dienst.opstart import Plaatsen, open_bewaarplaats
from brievenbus.errors import ConflictError, StoreError
from brievenbus.store import Opslag, audit, open_opslag, tables
from brievenbus.store.blobs import Blobs
from brievenbus.store.crypto import Sleutelbos, new_key
from brievenbus.store.engine import make_engine
from tests.beheerbouw import INHOUD, bring, everything_under, read_letter, status_of
from tests.dienstbouw import BEGIN, Cluster


@pytest.fixture
def opslag(database_url: str, tmp_path: Path) -> Iterator[Opslag]:
    """A migrated store with a key file."""
    opened = open_bewaarplaats(Plaatsen(database_url, f"file://{tmp_path / 'blobs'}", tmp_path / "k" / "s.txt"), BEGIN, lambda _: None)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def elders(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of another empty database of the same kind."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'elders' / 'b.sqlite'}"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database()


@pytest.mark.beide
def test_what_is_put_back_is_what_there_was(dienst: Dienst, vrijwilliger: Wie, elders: str, tmp_path: Path) -> None:
    read, waiting = read_letter(dienst, vrijwilliger), bring(dienst, vrijwilliger)
    made = reservekopie.maak(dienst.opslag, tmp_path / "kopie", BEGIN)
    assert made.blobs == 2
    late = bring(dienst, vrijwilliger)  # after the backup
    blobs = Blobs(f"file://{tmp_path / 'elders-blobs'}")
    done = reservekopie.zet_terug(made.map, elders, blobs, dienst.opslag.sleutels, BEGIN)
    assert (done.brieven, done.blobs) == (2, 2) and done.auditregels > 0
    opslag = open_opslag(make_engine(elders), blobs, dienst.opslag.sleutels)
    again = Dienst(opslag, dienst.rij, dienst.beleid, dienst.kennis, dienst.klok)
    assert lees_inhoud(again, vrijwilliger, read) == INHOUD and pagina(again, vrijwilliger, read, 1)
    assert [status_of(opslag, brief_id) for brief_id in (waiting, late)] == ["ontvangen", None]
    with opslag.engine.begin() as conn:
        assert audit.verify(conn, opslag.huis).goed
        assert audit.lees(conn, actie="reservekopie_teruggezet")
    with pytest.raises(sa.exc.DatabaseError, match="append only"), opslag.engine.begin() as conn:
        conn.execute(tables.auditregel.delete())
    opslag.engine.dispose()


@pytest.mark.beide
def test_a_backup_has_no_key_and_no_word_of_a_letter(dienst: Dienst, vrijwilliger: Wie, tmp_path: Path) -> None:
    read_letter(dienst, vrijwilliger)
    made = reservekopie.maak(dienst.opslag, tmp_path / "kopie", BEGIN)
    found = everything_under(made.map)
    key = (tmp_path / "k" / "s.txt").read_text("ascii").split()[-1]
    for secret in (key.encode(), bytes.fromhex(key), b"Voorbeeldstad", b"brief.png", dienst.opslag.huis):
        assert secret not in found
    assert not [path for path in (tmp_path / "kopie").iterdir() if path.suffix == ".deel"]
    assert {path.stat().st_mode & 0o077 for path in made.map.rglob("*") if path.is_file()} <= {0, 0o044}


@pytest.mark.beide
def test_letters_go_on_coming_in_during_a_backup(dienst: Dienst, vrijwilliger: Wie, elders: str, tmp_path: Path) -> None:
    stop, came = threading.Event(), threading.Event()

    def desk() -> None:
        while not stop.is_set():
            read_letter(dienst, vrijwilliger)
            came.set()

    work = threading.Thread(target=desk)
    work.start()
    try:
        assert came.wait(60)  # or both copies may be made before there is a letter
        made = [reservekopie.maak(dienst.opslag, tmp_path / f"kopie-{n}", BEGIN) for n in range(2)]
    finally:
        stop.set()
        work.join()
    blobs = Blobs(f"file://{tmp_path / 'elders-blobs'}")
    assert reservekopie.zet_terug(made[1].map, elders, blobs, dienst.opslag.sleutels, BEGIN).brieven > 0


@pytest.mark.beide
def test_a_backup_with_an_outcome_has_all_that_it_names(dienst: Dienst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs, made = dienst.opslag.blobs, []
    listing = blobs.list

    def busy(prefix: str | None = None) -> Iterator[tuple[str, float]]:
        """A worker that writes a page in a folder that was just passed, and then its outcome in one that is still to come."""
        yield "0" * 32 + "/bestand-1", 0.0
        number = len(made)
        for path in (f"{number:032x}/uit-{'f' * 32}-0badcafe-1", f"{'f' * 31}{number}/uitkomst"):
            blobs.put(path, b"sealed")
            made.append(path)
        yield from (item for item in listing(prefix) if item[0].endswith("/uitkomst"))
        yield from (item for item in listing(prefix) if not item[0].endswith("/uitkomst") and item[0] != made[-2])

    monkeypatch.setattr(blobs, "list", busy)
    kopie = reservekopie.maak(dienst.opslag, tmp_path / "kopie", BEGIN).map / "blobs"
    copied = {path.relative_to(kopie).as_posix() for path in kopie.rglob("uit*") if path.is_file()}
    pairs = dict(zip(made[1::2], made[::2], strict=True))
    assert any(path in copied for path in pairs) and all(page in copied for path, page in pairs.items() if path in copied)


@pytest.mark.parametrize("schade", ["blob", "database", "extra", "weg", "manifest", "leeg"])
def test_a_damaged_backup_is_not_put_back(dienst: Dienst, vrijwilliger: Wie, elders: str, tmp_path: Path, schade: str) -> None:
    read_letter(dienst, vrijwilliger)
    made = reservekopie.maak(dienst.opslag, tmp_path / "kopie", BEGIN).map
    blob = next(path for path in (made / "blobs").rglob("*") if path.is_file())
    manifest = made / "manifest.json"
    if schade == "blob":
        blob.write_bytes(blob.read_bytes()[:-1] + b"x")
    elif schade == "database":
        with (made / "database.sqlite").open("r+b") as file:
            file.seek(5000)
            file.write(b"xxxx")
    elif schade == "extra":
        (made / "blobs" / "erbij").write_bytes(b"x")
    elif schade == "weg":
        blob.unlink()
    elif schade == "manifest":  # everything fits together, but it is not ours
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"gemaakt": "2020-01-01T00:00:00+00:00"}))
    else:
        manifest.unlink()
    with pytest.raises(StoreError, match="kopie_kapot"):
        reservekopie.zet_terug(made, elders, Blobs(f"file://{tmp_path / 'elders-blobs'}"), dienst.opslag.sleutels, BEGIN)


def test_only_an_empty_place_and_the_right_keys_will_do(dienst: Dienst, vrijwilliger: Wie, elders: str, tmp_path: Path) -> None:
    read_letter(dienst, vrijwilliger)
    made = reservekopie.maak(dienst.opslag, tmp_path / "kopie", BEGIN).map
    with pytest.raises(ConflictError, match="plaats_niet_leeg"):
        reservekopie.zet_terug(made, str(dienst.opslag.engine.url), Blobs(f"file://{tmp_path / 'e1'}"), dienst.opslag.sleutels, BEGIN)
    with pytest.raises(ConflictError, match="plaats_niet_leeg"):
        reservekopie.zet_terug(made, elders, dienst.opslag.blobs, dienst.opslag.sleutels, BEGIN)
    with pytest.raises(StoreError, match="sleutel_weg"):
        reservekopie.zet_terug(made, elders, Blobs(f"file://{tmp_path / 'e2'}"), Sleutelbos({"ander": new_key()}), BEGIN)


def test_a_half_backup_never_looks_like_one(dienst: Dienst, vrijwilliger: Wie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_letter(dienst, vrijwilliger)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="opslag_vol"):
        reservekopie.maak(dienst.opslag, tmp_path / "kopie", BEGIN)
    assert list((tmp_path / "kopie").iterdir()) == []


def test_the_password_of_the_database_is_on_no_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], **kwargs: object) -> None:
        seen.append((command, dict(kwargs["env"])))  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", run)
    reservekopie._postgres("pg_dump", sa.make_url("postgresql+psycopg://els:geheim@db.voorbeeld.nl/b"), "-f", "x")
    assert "geheim" not in " ".join(seen[0][0]) and seen[0][1] == {"PGPASSWORD": "geheim"}
