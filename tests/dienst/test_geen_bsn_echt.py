"""No BSN anywhere, with the real job engine, server and worker: in their tables, files, logs, backups, memory and pictures."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytesseract
import pytest
import sqlalchemy as sa
from PIL import Image

from brievenbus.dienst import Dienst, reservekopie
from brievenbus.errors import StoreError
from brievenbus.jobs.motor import baan_id
from brievenbus.jobs.rij import MotorRij
from brievenbus.jobs.zegel import Zegel
from tests.begrijp import Begrip
from tests.bsnbouw import BSN, KORT, REGELS, VORMEN, hits, hits_under, pdf, readable, scan
from tests.dienstbouw import Cluster, find_postgres
from tests.jobbouw import WORTEL, Werkplaats
from tests.zwaar.opstelling import connect, make_desks

WACHT = 300.0


def wait(until: Callable[[], Any], what: str, seconds: float = WACHT, rust: float = 0.1) -> Any:
    end = time.monotonic() + seconds
    while not (found := until()):
        assert time.monotonic() < end, what
        time.sleep(rust)
    return found


def rows(engine: sa.Engine) -> list[tuple[Any, ...]]:
    """Return every row of every table, ours and the engine's."""
    found: list[tuple[Any, ...]] = []
    with engine.begin() as conn:
        for schema in ("dbos", None) if engine.dialect.name == "postgresql" else (None,):
            meta = sa.MetaData()
            meta.reflect(conn, schema=schema)
            found += [tuple(row) for table in meta.tables.values() for row in conn.execute(sa.select(table))]
    return found


def opened(huis: bytes, found: list[tuple[Any, ...]]) -> list[str]:
    """Return what is behind every seal of the engine."""
    zegel, texts = Zegel(huis), []
    for value in (value for row in found for value in row if isinstance(value, str) and len(value) > 40):
        try:
            texts.append(repr(zegel.deserialize(value)))
        except StoreError:
            continue
    return texts


def everywhere(request: pytest.FixtureRequest, url: str) -> dict[str, list[str]]:
    """Search the whole PostgreSQL cluster (data, write-ahead log, log of the server) and a dump; nothing on SQLite."""
    if url.startswith("sqlite"):
        return {}
    cluster: Cluster = request.getfixturevalue("postgres")
    found = hits_under(cluster.files())
    dump = subprocess.run([find_postgres() / "pg_dump", url], stdin=subprocess.DEVNULL, capture_output=True, check=True).stdout
    assert b"workflow_status" in dump and b"auditregel" in dump
    return found | ({"pg_dump": hits(dump)} if hits(dump) else {})


@pytest.fixture
def plaats(database_url: str, tmp_path: Path) -> Iterator[Werkplaats]:
    """A workshop whose letters say a BSN in every way."""
    made = Werkplaats(tmp_path, database_url, brief={"bron": {"bladzijden": 1, "bestanden": []}, "samenvatting": " en ".join(VORMEN)})
    yield made
    made.stop()


@pytest.mark.beide(zwaar=True)
def test_the_engine_keeps_no_bsn_of_any_way_a_job_ends(
    plaats: Werkplaats, database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:  # fmt: skip
    read, refused, failed, broken = plaats.brieven(4)
    plaats.gedrag({refused: "bsn_weiger", failed: "bsn_fout", broken: "bsn_kapot"})
    rij = plaats.dienst.rij
    assert isinstance(rij, MotorRij)
    plaats.start("w1")
    plaats.wacht(lambda: plaats.standen([read, refused, failed]) == {"klaar": 1, "geweigerd": 1, "mislukt": 1})
    jobs = [baan_id("lees_brief", brief_id) for brief_id in (read, refused, failed, broken)]
    plaats.wacht(lambda: rij.banen.standen(jobs) == dict.fromkeys(jobs, True))
    found = rows(plaats.dienst.opslag.engine)
    behind = opened(plaats.dienst.opslag.huis, found)
    assert any("ERROR" in row for row in found) and any("SUCCESS" in row for row in found)
    assert any("StoreError" in text for text in behind) and any("geweigerd" in text for text in behind)
    assert hits("\n".join(map(repr, found)).encode()) == [] and hits("\n".join(behind).encode()) == []
    assert hits_under(tmp_path / "blobs", tmp_path / "w1.log", *tmp_path.glob("brievenbus.sqlite*")) == {}
    plaats.stop()
    assert hits_under(tmp_path / "blobs", tmp_path / "w1.log", *tmp_path.glob("brievenbus.sqlite*")) == {}
    assert everywhere(request, database_url) == {}


@dataclass(frozen=True, slots=True)
class Echt:
    """A real server, with its worker, and a desk."""

    proces: subprocess.Popen[bytes]
    dienst: Dienst
    web: httpx2.Client
    map: Path

    def stuur(self, naam: str, inhoud: bytes) -> str:
        """Bring a letter, with a BSN wherever one fits; return its id."""
        head = {"Idempotency-Key": f"{BSN}-{len(naam)}"}
        answer = self.web.post("/v1/brieven", files=[("bestanden", (naam, inhoud))], headers=head)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def wacht(self, brief_id: str, status: str) -> dict[str, Any]:
        """Wait until a letter stands like this."""

        def there() -> dict[str, Any] | None:
            found: dict[str, Any] = self.web.get(f"/v1/brieven/{brief_id}").json()
            return found if found["status"] == status else None

        return dict(wait(there, f"{status}: {self.web.get(f'/v1/brieven/{brief_id}').text} {self.log()[-2000:]}"))

    def werker(self, *, not_pid: int = 0) -> int:
        """Return the process id of the worker."""

        def child() -> int:
            found = Path(f"/proc/{self.proces.pid}/task/{self.proces.pid}/children").read_text().split()
            return next((int(pid) for pid in found if int(pid) != not_pid), 0)

        return int(wait(lambda: child() or _child_of_threads(self.proces.pid, not_pid), "geen werker"))

    def log(self) -> str:
        """Return what server and worker logged."""
        return (self.map / "log").read_text()


def _child_of_threads(pid: int, not_pid: int) -> int:
    """Return a child that another thread than the first one started."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for found in task.read_text().split():
            if int(found) != not_pid:
                return int(found)
    return 0


def room_of(pid: int) -> Path | None:
    """Return the private folder that a worker holds the lock of."""
    for link in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            target = link.readlink()
        except OSError:
            continue
        if target.name == "slot" and target.parent.name.startswith("brievenbus-lees-"):
            return target.parent
    return None


@pytest.fixture
def sleutels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key file: never in the folder of the database."""
    return tmp_path_factory.mktemp("sleutels") / "sleutels.txt"


@pytest.fixture
def echt(database_url: str, tmp_path: Path, sleutels: Path, begrip: Begrip, monkeypatch: pytest.MonkeyPatch) -> Iterator[Echt]:
    """A server as an operator starts it, on SQLite or PostgreSQL, that logs all it can."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    env = {"MAP": tmp_path / "data", "SLEUTELBESTAND": sleutels, "ADRES": f"http://{place}", "LUISTER": place,
           "DATABASE_URL": database_url, "LOGNIVEAU": "debug"}  # fmt: skip
    for naam, value in env.items():
        monkeypatch.setenv(f"BRIEVENBUS_{naam}", str(value))
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "brievenbus", "server"]
        proces = subprocess.Popen(command, cwd=WORTEL, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        dienst = connect(os.environ, f"http://{place}")
        token = make_desks(dienst, 1)[0].token
        with httpx2.Client(base_url=f"http://{place}", headers={"Authorization": f"Bearer {token}"}, timeout=30) as web:
            yield Echt(proces, dienst, web, tmp_path)
        dienst.opslag.engine.dispose()
    finally:
        proces.terminate()
        try:
            proces.wait(90)
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.wait()


def provoke(echt: Echt, brief_id: str) -> list[str]:
    """Put a BSN in every other place of a request; return what the server says."""
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in f"nummer {BSN}")
    body = {"Content-Type": "application/json"}
    answers = [
        echt.web.post(f"/v1/brieven/{brief_id}/correcties", content=f'{{"veld":"afzender.naam","waarde":"{escaped}"}}', headers=body),
        echt.web.post(f"/v1/brieven/{brief_id}/correcties", json={"veld": BSN, "waarde": f"BSN {KORT}"}),
        echt.web.get(f"/v1/brieven/{brief_id}/correcties"),
        echt.web.get(f"/v1/brieven/{BSN}"), echt.web.get(f"/v1/brieven/{brief_id}/paginas/{BSN}"), echt.web.get(f"/{VORMEN[4]}"),
        echt.web.get("/v1/brieven", params={"status": BSN, VORMEN[1]: VORMEN[4]}),
        echt.web.get("/v1/brieven", headers={"traceparent": f"00-{BSN:0>32}-{BSN:0>16}-01", "User-Agent": BSN, "X-Request-Id": BSN}),
        echt.web.get("/v1/brieven", headers={"Authorization": f"Bearer {BSN}"}),
        echt.web.post("/v1/brieven", files=[("bestanden", (f"{BSN}.exe", BSN.encode()))]),
        echt.web.post("/v1/brieven", content=BSN.encode(), headers={"Content-Type": f"multipart/form-data; boundary={BSN}"}),
    ]  # fmt: skip
    assert answers[0].status_code == 201 and all(answer.status_code < 500 for answer in answers), [a.text for a in answers]
    return [answer.text for answer in answers]


def read_picture(jpeg: bytes) -> str:
    """Return all that Tesseract reads on a page, at two sizes and in two ways of looking for text."""
    picture = Image.open(io.BytesIO(jpeg))
    large = picture.resize((picture.width * 2, picture.height * 2))
    return "\n".join(pytesseract.image_to_string(one, lang="nld", config=f"--psm {psm}") for one in (picture, large) for psm in (6, 11))


@pytest.mark.beide(zwaar=True)
def test_server_and_worker_leave_no_bsn_anywhere(echt: Echt, database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    first = echt.werker()
    room = wait(lambda: room_of(first), "geen leeskamer")
    as_pdf = echt.stuur(f"brief {BSN}.pdf", pdf())
    refused = echt.stuur(f"kapot {VORMEN[4]}.pdf", b"%PDF-1.7 " + BSN.encode())
    texts = [str(echt.wacht(as_pdf, "klaar")), str(echt.wacht(refused, "geweigerd"))]
    assert [path.name for path in room.iterdir()] == ["slot"] and hits_under(room) == {}  # the room is empty after reading
    as_scan = echt.stuur(f"scan-{VORMEN[1]}.png", scan(pdf()))
    wait(lambda: list(room.glob("brief-*/1.*")), "leest niet", rust=0.005)
    os.kill(first, signal.SIGKILL)
    second = echt.werker(not_pid=first)
    texts.append(str(echt.wacht(as_scan, "klaar")))
    assert hits_under(wait(lambda: room_of(second), "geen leeskamer")) == {}
    assert not room.exists()  # whoever opens a room sweeps first
    for brief_id in (as_pdf, as_scan):
        texts.append(echt.web.get(f"/v1/brieven/{brief_id}/lezing").text)
        seen = read_picture(echt.web.get(f"/v1/brieven/{brief_id}/paginas/1").content)
        assert "Voorbeeldstad" in seen and "112,50" in seen and readable(seen) == []
    texts += provoke(echt, as_pdf)
    made = reservekopie.maak(echt.dienst.opslag, tmp_path / "kopie", datetime.now(UTC))
    assert made.blobs == 2
    found = rows(echt.dienst.opslag.engine)
    texts += [repr(found), *opened(echt.dienst.opslag.huis, found), echt.log()]
    assert [text for text in texts if hits(text.encode())] == []
    places = [tmp_path / "data", tmp_path / "kopie", tmp_path / "log", *tmp_path.glob("brievenbus.sqlite*")]
    assert hits_under(*places) == {} and everywhere(request, database_url) == {}
    assert re.search(r'"event": ?"gelezen"', echt.log()) and "brief_id" in echt.log()


def test_the_picture_test_can_see(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.open(io.BytesIO(scan(pdf()))).convert("L").save(out, "JPEG", quality=80)
    assert readable(read_picture(out.getvalue())) and len(REGELS) > 10
