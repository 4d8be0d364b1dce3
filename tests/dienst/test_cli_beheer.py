"""`brievenbus beheer` as an operator meets it: each command on a store of its own; what goes wrong is a Dutch sentence and a code."""

from __future__ import annotations

import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from brievenbus import cli
from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst.bericht import Bericht
from brievenbus.dienst.brieven import lees_inhoud
from brievenbus.dienst.opstart import Plaatsen, open_bewaarplaats, open_dienst
from brievenbus.dienst.overdracht.export import Export
from brievenbus.dienst.sleutels import make_key
from brievenbus.settings import Settings, beleid
from brievenbus.store import tables
from tests.beheerbouw import INHOUD, bring, read_letter, status_of
from tests.dienstbouw import Cluster, NepRij, maak_wie

WORTEL = Path(__file__).resolve().parents[2]


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Uit:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def zin(self) -> str:
        """What it said went wrong: one plain line, and nothing of Python."""
        assert self.code and self.err.count("\n") == 1 and not self.out, self
        assert "Traceback" not in self.err and "Error" not in self.err
        return self.err.strip()


Beheer = Callable[..., Uit]


@pytest.fixture
def plek(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer on which brievenbus was just installed; its data go in this folder."""
    for naam in [naam for naam in os.environ if naam.startswith("BRIEVENBUS_") and naam != "BRIEVENBUS_CACHE"]:
        monkeypatch.delenv(naam)
    monkeypatch.setenv("BRIEVENBUS_MAP", str(tmp_path / "data"))
    monkeypatch.setenv("BRIEVENBUS_SLEUTELBESTAND", str(tmp_path / "sleutels" / "sleutels.txt"))
    return tmp_path


@pytest.fixture
def beheer(plek: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Beheer]:
    """Runs `brievenbus beheer …` through the same `main` as the program itself."""
    handlers = logging.getLogger().handlers[:]

    def run(*args: str | Path) -> Uit:
        monkeypatch.setattr(sys, "argv", ["brievenbus", "beheer", *map(str, args)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        return Uit(int(ended.value.code or 0), out, err)

    yield run
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers


def process(*args: str | Path) -> Uit:
    """Run `brievenbus beheer …` as a process of its own: it lets go of PostgreSQL when it ends."""
    done = subprocess.run(
        [sys.executable, "-m", "brievenbus", "beheer", *map(str, args)], cwd=WORTEL, capture_output=True, text=True, check=False
    )
    return Uit(done.returncode, done.stdout, done.stderr)


def open_here() -> Dienst:
    """Open the store that the environment points at, as the service does."""
    settings = Settings.read()
    opslag = open_bewaarplaats(Plaatsen(settings.database_url, settings.opslag_url, settings.sleutelbestand), now(), lambda _: None)
    return open_dienst(opslag, beleid(settings), NepRij(), now)


@pytest.fixture
def dienst(beheer: Beheer) -> Dienst:
    """The store of that computer, after `migreer`."""
    assert beheer("migreer").code == 0
    return open_here()


@pytest.fixture
def wie(dienst: Dienst) -> Wie:
    return maak_wie(dienst.opslag)


def audit_actions(dienst: Dienst) -> list[str]:
    with dienst.opslag.engine.begin() as conn:
        return list(conn.execute(sa.select(tables.auditregel.c.actie)).scalars())


def test_migreer_makes_everything_and_may_be_given_again(beheer: Beheer, plek: Path) -> None:
    first = beheer("migreer")
    assert (first.code, first.out) == (0, "De database is bij.\n")
    assert "MAAK NU EEN KOPIE" in first.err and (plek / "sleutels" / "sleutels.txt").stat().st_mode & 0o777 == 0o600
    assert beheer("migreer") == Uit(0, "De database is bij.\n", "")


def test_every_command_but_migreer_leaves_an_old_database_alone(beheer: Beheer, plek: Path) -> None:
    for args in (("hervat",), ("sleutel", "ververs"), ("sleutel", "lijst"), ("reservekopie", "maak", plek), ("bewaren", "nu"),
                 ("audit", "kop"), ("audit", "controleer"), ("account", "nieuw-beheerder", "els")):  # fmt: skip
        assert beheer(*args).zin == "De database is nog niet bijgewerkt. Geef eerst: brievenbus beheer migreer"
    assert not (plek / "sleutels").exists()


def test_keys_from_new_to_gone(beheer: Beheer, dienst: Dienst, wie: Wie, monkeypatch: pytest.MonkeyPatch) -> None:
    old = dienst.opslag.sleutels.actief
    brief_id = read_letter(dienst, wie)
    made = beheer("sleutel", "nieuw")
    new = made.out.split()[1]
    assert made.code == 0 and new != old and "Maak een kopie" in made.out and "sleutel ververs" in made.out
    assert beheer("sleutel", "lijst").out.splitlines() == [f"{new}  opent 0  in gebruik voor nieuwe brieven", f"{old}  opent 2"]
    assert beheer("sleutel", "verwijder", old, "--ja").zin == (
        f"De sleutel {old} is nog in gebruik. Geef eerst: brievenbus beheer sleutel ververs"
    )
    assert beheer("sleutel", "ververs").out == f"2 sleutels staan nu onder {new}.\n"
    assert beheer("sleutel", "verwijder", new, "--ja").zin.startswith(f"De sleutel {new} is nog in gebruik.")
    assert beheer("sleutel", "verwijder", "nooit", "--ja").zin == "De sleutel nooit staat niet in het sleutelbestand."
    refused = _answered(monkeypatch, "nee", lambda: beheer("sleutel", "verwijder", old))
    assert (refused.code, refused.err) == (1, "Gestopt: er is niets gedaan.\n") and old in beheer("sleutel", "lijst").out
    gone = _answered(monkeypatch, "ja", lambda: beheer("sleutel", "verwijder", old))
    assert gone.code == 0 and f"Sleutel {old} is weg." in gone.out
    assert beheer("sleutel", "lijst").out == f"{new}  opent 2  in gebruik voor nieuwe brieven\n"
    assert lees_inhoud(dienst, wie, brief_id) == INHOUD  # the process that was there all along
    assert {"sleutels_ververst", "sleutel_verwijderd"} <= set(audit_actions(dienst))


def test_a_backup_goes_there_and_back(beheer: Beheer, dienst: Dienst, wie: Wie, plek: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, waiting = read_letter(dienst, wie), bring(dienst, wie)
    made = beheer("reservekopie", "maak", plek / "kopie")
    assert made.code == 0 and "(2 bestanden van brieven)" in made.out and "Bewaar het sleutelbestand ergens anders" in made.out
    folder = next((plek / "kopie").iterdir())
    assert str(folder) in made.out
    assert beheer("reservekopie", "zet-terug", folder).zin.startswith("Op de nieuwe plaats (sqlite) staat al iets.")
    monkeypatch.setenv("BRIEVENBUS_MAP", str(plek / "nieuw"))
    back = beheer("reservekopie", "zet-terug", folder)
    assert back.code == 0 and back.out.startswith("Teruggezet en geopend: 2 brieven, 2 bestanden, ")
    assert back.out.endswith("Gewist omdat de termijn voorbij is: 0 brieven.\n")
    again = open_here()
    assert again.opslag.engine.url != dienst.opslag.engine.url
    assert lees_inhoud(again, wie, read) == INHOUD and status_of(again.opslag, waiting) == "ontvangen"
    assert beheer("controleer").out.count("goed  ") == 6


def test_a_backup_that_is_wrong_is_a_sentence(
    beheer: Beheer, dienst: Dienst, wie: Wie, plek: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    read_letter(dienst, wie)
    assert beheer("reservekopie", "maak", plek / "kopie").code == 0
    folder = next((plek / "kopie").iterdir())
    (plek / "bestand").touch()
    assert beheer("reservekopie", "maak", plek / "bestand").zin
    monkeypatch.setenv("BRIEVENBUS_MAP", str(plek / "nieuw"))
    assert beheer("reservekopie", "zet-terug", plek / "weg").zin.startswith("De reservekopie klopt niet: het manifest")
    monkeypatch.setenv("BRIEVENBUS_SLEUTELBESTAND", str(plek / "andere" / "sleutels.txt"))
    assert "is er niet of is niet te lezen" in beheer("reservekopie", "zet-terug", folder).zin
    make_key(plek / "andere" / "sleutels.txt", now())
    assert "staat niet meer in het sleutelbestand" in beheer("reservekopie", "zet-terug", folder).zin
    monkeypatch.setenv("BRIEVENBUS_SLEUTELBESTAND", str(plek / "sleutels" / "sleutels.txt"))
    next(path for path in (folder / "blobs").rglob("*") if path.is_file()).unlink()
    assert "er mist een bestand" in beheer("reservekopie", "zet-terug", folder).zin


def test_letters_over_their_term_do_not_come_back(
    beheer: Beheer, dienst: Dienst, plek: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    early = open_dienst(dienst.opslag, dienst.beleid, NepRij(), lambda: now() - timedelta(days=5))
    brief_id = read_letter(early, maak_wie(dienst.opslag))
    assert beheer("reservekopie", "maak", plek / "kopie").code == 0
    monkeypatch.setenv("BRIEVENBUS_MAP", str(plek / "nieuw"))
    back = beheer("reservekopie", "zet-terug", next((plek / "kopie").iterdir()))
    assert "Gewist omdat de termijn voorbij is: 1 brieven." in back.out
    assert status_of(open_here().opslag, brief_id) == "gewist"


def test_bewaren_nu_erases_and_counts(beheer: Beheer, dienst: Dienst) -> None:
    early = open_dienst(dienst.opslag, dienst.beleid, NepRij(), lambda: now() - timedelta(days=5))
    brief_id = read_letter(early, maak_wie(dienst.opslag))
    done = beheer("bewaren", "nu")
    assert done.code == 0 and any(line.split()[:2] == ["1", "gewist"] for line in done.out.splitlines())
    assert status_of(dienst.opslag, brief_id) == "gewist"
    assert all(line.split()[0] == "0" for line in beheer("bewaren", "nu").out.splitlines())


def test_verhuis_takes_letters_to_postgresql(
    dienst: Dienst, wie: Wie, plek: Path, postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief_id, url = read_letter(dienst, wie), postgres.new_database()
    moved = process("verhuis", url, "--opslag", f"file://{plek / 'elders'}")
    assert moved.code == 0 and "Zet nu BRIEVENBUS_DATABASE_URL en BRIEVENBUS_OPSLAG_URL op de nieuwe plaats." in moved.out
    assert process("verhuis", url).zin.startswith("Op de nieuwe plaats (PostgreSQL) staat al iets.")
    monkeypatch.setenv("BRIEVENBUS_DATABASE_URL", url)
    monkeypatch.setenv("BRIEVENBUS_OPSLAG_URL", f"file://{plek / 'elders'}")
    there = open_here()
    assert there.opslag.engine.dialect.name == "postgresql" and lees_inhoud(there, wie, brief_id) == INHOUD
    assert process("audit", "controleer").code == 0 and process("hervat").code == 0
    assert process("reservekopie", "maak", plek / "kopie").code == 0
    assert process("verhuis", url).zin == "Verhuizen gaat van SQLite naar PostgreSQL. Kijk naar de twee adressen."
    there.opslag.engine.dispose()
    postgres.drop_database(url)


def test_verhuis_refuses_what_cannot_be(dienst: Dienst, wie: Wie, postgres: Cluster) -> None:
    assert process("verhuis", "mysql://x/y").zin.startswith("BRIEVENBUS_DATABASE_URL klopt niet.")
    assert process("verhuis", "postgresql://niemand@127.0.0.1:1/b").zin.startswith("De database is niet te bereiken.")
    bring(dienst, wie)
    assert process("verhuis", postgres.new_database()).zin.startswith("Er zijn nog 1 brieven of overdrachten niet klaar.")


def test_the_audit_trail_is_checked_from_outside(beheer: Beheer, dienst: Dienst, wie: Wie) -> None:
    read_letter(dienst, wie)
    head = beheer("audit", "kop").out.strip()
    read_letter(dienst, wie)
    good = beheer("audit", "controleer", "--kop", head)
    assert good.code == 0 and good.out.startswith("Het logboek klopt: ")
    for wrong in ("x", "1", "1:zz", ":" + "0" * 64):
        assert beheer("audit", "controleer", "--kop", wrong).zin.startswith("De kop klopt niet. Schrijf hem zoals 'audit kop' hem geeft")
    assert "klopt niet vanaf regel" in beheer("audit", "controleer", "--kop", f"999:{'0' * 64}").zin  # rows were taken away at the end
    with dienst.opslag.engine.begin() as conn:
        conn.exec_driver_sql("DROP TRIGGER auditregel_geen_update")
        conn.execute(tables.auditregel.update().where(tables.auditregel.c.volgnummer == 2).values(actor="iemand anders"))
    broken = beheer("audit", "controleer")
    assert broken.code == 6 and broken.zin == (
        "Het logboek klopt niet vanaf regel 2. Er kan mee geknoeid zijn. "
        "Bewaar alles zoals het is en bel de functionaris gegevensbescherming."
    )
    all_of_it = beheer("controleer")
    assert all_of_it.code == 6 and "FOUT  het logboek klopt: Het logboek klopt niet vanaf regel 2." in all_of_it.out


def test_hervat_finds_letters_that_were_left(beheer: Beheer, dienst: Dienst) -> None:
    early = open_dienst(dienst.opslag, dienst.beleid, NepRij(), lambda: now() - timedelta(minutes=10))
    bring(early, maak_wie(dienst.opslag))  # in the fake queue: the real one does not know of it
    assert beheer("hervat").out == "Overgenomen van wie er niet meer is: 0. Brieven die waren blijven liggen: 1.\n"
    assert beheer("hervat").out.endswith("liggen: 0.\n")


def test_an_emergency_account_stands_out(beheer: Beheer, dienst: Dienst) -> None:
    made = beheer("account", "nieuw-beheerder", "els", "--naam", "Els Voorbeeld")
    assert made.code == 0 and "    http://127.0.0.1:8000/" in made.out and "functionaris gegevensbescherming" in made.out
    assert "noodtoegang_beheerder" in audit_actions(dienst)
    assert beheer("account", "nieuw-beheerder", "els").zin


def test_controleer_names_what_is_wrong(beheer: Beheer, dienst: Dienst, wie: Wie, plek: Path) -> None:
    brief_id = read_letter(dienst, wie)
    good = beheer("controleer")
    assert good.code == 0 and good.out.count("goed  ") == 6 and "FOUT" not in good.out
    dienst.opslag.blobs.delete_folder(brief_id)
    lost = beheer("controleer")
    assert lost.code == 6 and "FOUT  elk bestand dat bij een brief hoort is er: Een bewaard bestand is er niet meer." in lost.out
    (plek / "sleutels" / "sleutels.txt").unlink()
    lost = beheer("controleer")
    assert lost.code == 6 and "Het sleutelbestand" in lost.out and "Traceback" not in lost.err
    assert not (plek / "sleutels" / "sleutels.txt").exists()


def test_a_database_that_is_none_is_a_sentence(dienst: Dienst) -> None:
    dienst.opslag.engine.dispose()
    file = Path(str(dienst.opslag.engine.url.database))
    for extra in ("-wal", "-shm"):
        file.with_name(file.name + extra).unlink(missing_ok=True)
    file.write_bytes(b"geen database " * 500)
    zin = "De database is geen database van brievenbus, of hij is beschadigd. Zet een reservekopie terug."
    for args in (("migreer",), ("audit", "kop"), ("hervat",)):
        assert process(*args).zin == zin
    assert zin in process("controleer").out


def test_the_export_is_signed_and_can_be_checked(beheer: Beheer, plek: Path) -> None:
    key, outbox = plek / "teken.pem", plek / "uit"
    outbox.mkdir()
    made = beheer("overdracht", "sleutel", key)
    assert made.code == 0 and made.out == (plek / "teken.pem.pub").read_text() and "BEGIN PUBLIC KEY" in made.out
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and "houd hem geheim" in made.err
    assert beheer("overdracht", "sleutel", key).zin.startswith(f"De sleutel {key} is niet gemaakt")
    told = Bericht("doorverwijzing", "abc", now(), "Team Noord", None, {"vraag": "Kan iemand bellen?"}, wissen=False)
    file = outbox / Export.open(str(outbox), key).stuur(told)
    read = beheer("overdracht", "lees", file, "--sleutel", plek / "teken.pem.pub")
    assert read.code == 0 and json.loads(read.out)["gegevens"] == {"vraag": "Kan iemand bellen?"}
    head, payload, mark = file.read_text().split(".")
    file.write_text(f"{head}.{payload[:-3]}AAA.{mark}")
    assert beheer("overdracht", "lees", file, "--sleutel", plek / "teken.pem.pub").zin.startswith("Dit bestand is niet met deze sleutel")
    assert beheer("overdracht", "lees", plek / "weg.jws", "--sleutel", plek / "teken.pem.pub").zin
    assert beheer("overdracht", "lees", file, "--sleutel", plek / "weg.pub").zin.startswith("Het bestand ")


def test_the_signing_key_goes_where_the_settings_say(beheer: Beheer, plek: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for args in (("overdracht", "sleutel"), ("overdracht", "lees", "x.jws")):
        assert beheer(*args).zin.startswith("Zeg in welk bestand de sleutel staat")
    monkeypatch.setenv("BRIEVENBUS_OVERDRACHT_TOKEN_BESTAND", str(plek / "teken.pem"))
    assert beheer("overdracht", "sleutel").code == 0 and (plek / "teken.pem").exists()
    assert beheer("overdracht", "lees", plek / "weg.jws").zin.startswith("Dit bestand is niet met deze sleutel")


@pytest.mark.parametrize(
    ("args", "begin"),
    [
        (("sleutel", "verwijder"), "Bij deze opdracht ontbreekt NAAM. Kijk hoe het moet: brievenbus beheer sleutel verwijder --help"),
        (("reservekopie", "maak"), "Bij deze opdracht ontbreekt MAP."),
        (("verhuis",), "Bij deze opdracht ontbreekt DATABASE_URL."),
        (("wis-alles",), "Zo werkt deze opdracht niet: wat u typte klopt niet. Kijk hoe het wel moet: brievenbus beheer --help"),
        (("bewaren", "nu", "extra"), "Zo werkt deze opdracht niet: wat u typte klopt niet."),
        (("audit", "controleer", "--hoofd", "1"), "Zo werkt deze opdracht niet: --hoofd klopt niet."),
        (("audit", "controleer", "--kop"), "Zo werkt deze opdracht niet: --kop klopt niet."),
    ],
)
def test_wrong_use_is_a_dutch_sentence(beheer: Beheer, args: tuple[str, ...], begin: str) -> None:
    said = beheer(*args)
    assert said.code == 2 and said.zin.startswith(begin)


@pytest.mark.parametrize("args", [(), ("sleutel",), ("reservekopie",), ("audit",), ("overdracht",)])
def test_no_command_shows_which_there_are(beheer: Beheer, args: tuple[str, ...]) -> None:
    said = beheer(*args)
    assert "--help" in said.out + said.err and "Traceback" not in said.err


def test_unsafe_settings_stop_every_command(beheer: Beheer, plek: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEVENBUS_SLEUTELBESTAND", str(plek / "data" / "sleutels.txt"))
    for args in (("migreer",), ("sleutel", "nieuw"), ("audit", "kop"), ("bewaren", "nu")):
        said = beheer(*args)
        assert said.code == 7 and "staat bij de brieven zelf" in said.zin
    assert beheer("controleer").code == 6 and not (plek / "data" / "sleutels.txt").exists()


@pytest.mark.usefixtures("plek")
def test_a_real_process_ends_with_the_code() -> None:
    assert process("audit", "kop") == Uit(6, "", "De database is nog niet bijgewerkt. Geef eerst: brievenbus beheer migreer\n")


def _answered(monkeypatch: pytest.MonkeyPatch, answer: str, run: Callable[[], Uit]) -> Uit:
    monkeypatch.setattr("typer.prompt", lambda *_, **__: answer)
    return run()
