"""A pile under bad luck: killed, stopped, disk full, nowhere to write. Real processes, real PDFs with a text layer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from brievenbus import cli
from brievenbus.classify.model import load as load_model
from brievenbus.kennis import load
from brievenbus.settings import Settings

LETTERS = 6
LONG = 300.0
"""Seconds after which something hangs, on a machine with much else to do."""
TEXT = """Centraal Justitieel Incassobureau
Postbus 50000, 8900 MA Leeuwarden
Leeuwarden, 10 november 2026
Onderwerp: aanmaning verkeersboete {n}
Geachte heer of mevrouw,
U hebt uw verkeersboete nog niet betaald. Daarom is het bedrag verhoogd.
U moet nu {n}46,00 euro betalen, uiterlijk op 28 november 2026.
Betaalt u niet op tijd? Dan wordt de boete nog een keer hoger."""
DEUR = """import os, sys, time

def wait(event, args):
    if event == "open" and str(args[0]).endswith(("brief4.pdf", "brief5.pdf", "brief6.pdf")):
        while not os.path.exists(os.environ["BRIEVENBUS_DEUR"]):
            time.sleep(0.01)

sys.addaudithook(wait)
"""
"""Python runs this as it starts: whoever opens a letter of the second half waits at the door."""


def make_pdf(path: Path, n: int) -> None:
    """Write a small letter with its own text layer."""
    canvas = Canvas(str(path))
    for i, line in enumerate(TEXT.format(n=n).split("\n")):
        canvas.drawString(72, 760 - 18 * i, line)
    canvas.save()


@pytest.fixture(scope="module", autouse=True)
def herkenner() -> None:
    """Build the recogniser once, where no cache has it yet."""
    load_model(load(), Settings.read().cache)


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with letters, the third of which is broken."""
    folder = tmp_path / "post"
    folder.mkdir()
    for n in range(1, LETTERS + 1):
        make_pdf(folder / f"brief{n}.pdf", n)
    (folder / "brief3.pdf").write_bytes((folder / "brief3.pdf").read_bytes()[:300])
    return folder


@pytest.fixture
def half_way(tmp_path: Path) -> dict[str, str]:
    """The environment of a run that stays half-way until somebody makes the file BRIEVENBUS_DEUR, however quick the machine is."""
    folder = tmp_path / "deur"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(DEUR)
    return {**os.environ, "PYTHONPATH": str(folder), "BRIEVENBUS_DEUR": str(folder / "open")}


def start(*args: str | Path, shell: str = "", **more: Any) -> subprocess.Popen[str]:
    """Start `brievenbus stapel` as a user would; `shell` comes before it on the same line."""
    command = ["bash", "-c", f'{shell} exec "$0" "$@"', sys.executable, "-m", "brievenbus", "stapel", *map(str, args)]
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def stapel(*args: str | Path, shell: str = "") -> tuple[int, str]:
    """Run `brievenbus stapel` to its end; return the exit code and all that it said."""
    with start(*args, "--peildatum", "2026-11-21", shell=shell) as process:
        out, err = process.communicate(timeout=LONG)
    return process.returncode, out + err


def noted(uit: Path) -> list[str]:
    """Return the keys in the journal, in the order in which they were finished."""
    journal = uit / ".voortgang.jsonl"
    lines = journal.read_bytes().split(b"\n")[:-1] if journal.exists() else []
    return [json.loads(line)["sleutel"] for line in lines]


def wait_for(uit: Path, count: int) -> None:
    """Wait until so many letters are in the journal."""
    end = time.monotonic() + LONG
    while len(noted(uit)) < count:
        assert time.monotonic() < end
        time.sleep(0.01)


def check_whole(uit: Path) -> None:
    """Every letter is there once, in order; the broken one is among the failures."""
    names = [json.loads(line)["bron"]["bestanden"] for line in (uit / "brieven.jsonl").read_text().splitlines()]
    assert names == [[f"brief{n}.pdf"] for n in range(1, LETTERS + 1) if n != 3]
    fouten = [json.loads(line) for line in (uit / "fouten.jsonl").read_text().splitlines()]
    assert [(fout["bestand"], fout["code"]) for fout in fouten] == [("brief3.pdf", "bestand_kapot")]
    assert "brief3.pdf is kapot" in (uit / "rapport.html").read_text()
    files = [".voortgang.jsonl", "brieven.jsonl", "fouten.jsonl", "rapport.html"]
    assert sorted(path.name for path in uit.iterdir()) == files
    assert max(Counter(noted(uit)).values()) == 1


def test_kill_half_way_loses_nothing_and_reads_nothing_twice(pile: Path, tmp_path: Path, half_way: dict[str, str]) -> None:
    uit = tmp_path / "uit"
    room = tmp_path / "tmp"
    room.mkdir()
    mark = {**half_way, "BRIEVENBUS_PROEF": str(tmp_path), "TMPDIR": str(room)}
    with start(pile, "--uit", uit, "--peildatum", "2026-11-21", "--werkers", "2", env=mark) as process:
        wait_for(uit, 2)
        process.send_signal(signal.SIGKILL)
    Path(half_way["BRIEVENBUS_DEUR"]).touch()
    wait_until_gone(str(tmp_path))
    assert list(room.iterdir()) == []  # no page of a letter stays behind
    assert not (uit / "brieven.jsonl").exists()
    before = noted(uit)
    assert 2 <= len(before) < LETTERS
    with (uit / ".voortgang.jsonl").open("ab") as journal:
        journal.write(b'{"sleutel": "half')  # the line that was under way
    code, said = stapel(pile, "--uit", uit, "--werkers", "2")
    assert code == 0 and f"{len(before)} al gelezen" in said and "1  niet gelukt" in said
    assert noted(uit)[: len(before)] == before
    check_whole(uit)
    code, said = stapel(pile, "--uit", uit)
    assert code == 0 and f"{LETTERS} al gelezen" in said
    check_whole(uit)


def wait_until_gone(mark: str) -> None:
    """Wait until no process of a killed run is left; each ends by itself after the letter that it was reading."""
    end = time.monotonic() + LONG
    while left := _marked(mark):
        assert time.monotonic() < end, left
        time.sleep(0.1)


def _marked(mark: str) -> list[str]:
    """Return the processes whose environment holds the mark."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"BRIEVENBUS_PROEF={mark}".encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_text())
        except OSError:
            continue
    return found


def test_ctrl_c_says_how_to_go_on_and_leaves_no_pages_behind(pile: Path, tmp_path: Path, half_way: dict[str, str]) -> None:
    room = tmp_path / "tmp"
    room.mkdir()
    env = {**half_way, "TMPDIR": str(room)}
    args = (pile, "--uit", tmp_path / "uit", "--peildatum", "2026-11-21")
    with start(*args, env=env, start_new_session=True) as process:
        wait_for(tmp_path / "uit", 1)
        assert all(deaf_to_ctrl_c(child) for child in _children(process.pid))
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the run at once
        _, err = process.communicate(timeout=LONG)
    assert process.returncode == 130
    assert "is bewaard" in err and "--peildatum 2026-11-21" in err and "Traceback" not in err
    assert not (tmp_path / "uit" / "brieven.jsonl").exists()
    assert list(room.iterdir()) == []


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def deaf_to_ctrl_c(pid: int) -> bool:
    """Whether a process holds Ctrl-C back or ignores it: its parent alone decides how to stop."""
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return bool((int(status["SigBlk"], 16) | int(status["SigIgn"], 16)) >> (signal.SIGINT - 1) & 1)


def test_full_disk_is_one_sentence_and_the_next_run_goes_on(pile: Path, tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    code, said = stapel(pile, "--uit", uit, shell="ulimit -S -f 8;")  # no file may grow beyond 8 kB
    assert code == 6 and "De schijf is vol" in said and "Traceback" not in said
    assert [path.name for path in uit.iterdir()] == [".voortgang.jsonl"]
    assert (uit / ".voortgang.jsonl").read_bytes().endswith(b"\n")
    done = len(noted(uit))
    code, said = stapel(pile, "--uit", uit)
    assert code == 0 and f"{done} al gelezen" in said
    check_whole(uit)


@pytest.fixture
def own_signals() -> Iterator[None]:
    """Give the signal that the command takes for itself back to the test run."""
    old = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, old)


@pytest.mark.usefixtures("own_signals")
def test_wrong_use_is_one_sentence(pile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "leeg").mkdir()
    (tmp_path / "bestand").touch()
    wrong = [
        ((tmp_path / "leeg", "--uit", tmp_path / "uit"), "staan geen brieven"),
        ((tmp_path / "weg", "--uit", tmp_path / "uit"), "is er niet"),
        ((pile, "--uit", tmp_path / "bestand" / "uit"), "kan niet geschreven worden"),
        ((pile, "--uit", tmp_path / "uit", "--werkers", "-1"), "--werkers"),
        ((pile, "--uit", tmp_path / "uit", "--taal", "xx"), "taal 'xx'"),
    ]
    for args, words in wrong:
        monkeypatch.setattr(sys, "argv", ["brievenbus", "stapel", *map(str, args)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        assert stopped.value.code == 2
        assert words in capsys.readouterr().err
    assert not (tmp_path / "uit").exists()


def test_two_runs_cannot_mix_in_one_folder(pile: Path, tmp_path: Path, half_way: dict[str, str]) -> None:
    uit = tmp_path / "uit"
    with start(pile, "--uit", uit, "--peildatum", "2026-11-21", env=half_way) as first:
        wait_for(uit, 1)
        code, said = stapel(pile, "--uit", uit)
        first.terminate()
        _, err = first.communicate(timeout=LONG)
    assert code == 2 and "kan niet geschreven worden" in said
    assert first.returncode == 130 and "is bewaard" in err  # asked to end by the system: the same as Ctrl-C
