"""Fifty desks send letters at once to a real server, and nothing may be lost.

    python -m tests.zwaar.belasting --balies 50 --seconden 300 --pauze 3
    python -m tests.zwaar.belasting --db postgresql://gebruiker@host/leeg

Starts `brievenbus server` with one worker on an empty data folder, gives every desk a session, and lets each of them send a
sample photo or PDF, wait for the answer, pause, and send again. Prints the waiting times of answered uploads, what was refused,
the memory of the server and its worker over time, and, after the run, how many answered letters are missing from the
database or do not unseal. Ends with code 1 when a letter was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from brievenbus.dienst import Dienst
from tests.zwaar.opstelling import Desk, connect, is_whole, make_desks

BEELDEN = Path(__file__).parents[2] / "samples" / "beelden"
SAMPLE_SECONDS = 5.0


@dataclass
class Verloop:
    """What happened: waiting times in seconds of answered uploads, answers by status, ids promised, memory in MB."""

    tijden: list[float] = field(default_factory=list)
    antwoorden: Counter[str] = field(default_factory=Counter)
    beloofd: set[str] = field(default_factory=set)
    geheugen: list[dict[str, float]] = field(default_factory=list)


async def desk(client: httpx2.AsyncClient, balie: Desk, until: float, pauze: float, verloop: Verloop) -> None:
    """One desk: send, wait, pause, until the time is up."""
    dice = random.Random(balie.naam)
    files = sorted(BEELDEN.glob("*.foto.jpg")) + sorted(BEELDEN.glob("*.pdf"))
    await asyncio.sleep(dice.random() * max(pauze, 0.2))
    while time.monotonic() < until:
        file = dice.choice(files)
        # Every letter is another: the same bytes again would be easy on the store.
        content = file.read_bytes() + f"\n%{dice.random()}".encode()
        start = time.monotonic()
        try:
            answer = await client.post(
                "/v1/brieven",
                headers={"Authorization": f"Bearer {balie.token}", "Idempotency-Key": f"{balie.naam}-{dice.getrandbits(64):x}"},
                files={"bestanden": (file.name, content)},
            )
        except httpx2.HTTPError as error:
            verloop.antwoorden[type(error).__name__] += 1
            continue
        verloop.antwoorden[str(answer.status_code)] += 1
        if answer.status_code == 202:
            verloop.tijden.append(time.monotonic() - start)
            verloop.beloofd.add(answer.json()["id"])
        await asyncio.sleep(dice.uniform(0.5, 1.5) * pauze)


async def watch(server: subprocess.Popen[bytes], until: float, verloop: Verloop) -> None:
    """Note the memory of the server and of all its children."""
    while time.monotonic() < until:
        verloop.geheugen.append(dict(memory(server.pid)))
        await asyncio.sleep(SAMPLE_SECONDS)


def memory(pid: int) -> list[tuple[str, float]]:
    """Return (name, resident MB) of a process and what it started."""
    found = [("server", _resident(pid))]
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found.append(("werker", sum(mb for _, mb in memory(int(child)))))
    return found


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


async def run(adres: str, desks: list[Desk], seconds: float, pauze: float, server: subprocess.Popen[bytes]) -> Verloop:
    """Let all desks send at once."""
    verloop, until = Verloop(), time.monotonic() + seconds
    limits = httpx2.Limits(max_connections=len(desks))
    async with httpx2.AsyncClient(base_url=adres, timeout=60, limits=limits) as client:
        await asyncio.gather(watch(server, until, verloop), *(desk(client, d, until, pauze, verloop) for d in desks))
    return verloop


def lost(dienst: Dienst, promised: set[str]) -> list[str]:
    """Return the answered letters that were not read and cannot be any more."""
    return [brief_id for brief_id in sorted(promised) if not is_whole(dienst.opslag, brief_id)]


def report(verloop: Verloop, missing: list[str]) -> None:
    """Print what happened."""
    times = sorted(verloop.tijden)
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    p50, p95, p99 = cuts[49], cuts[94], cuts[98]
    print(f"antwoorden: {dict(verloop.antwoorden)}")
    print(f"uploads beantwoord: {len(times)}; p50 {p50:.3f} s, p95 {p95:.3f} s, p99 {p99:.3f} s, langst {max(times, default=0):.3f} s")
    for name in ("server", "werker"):
        row = [sample.get(name, 0.0) for sample in verloop.geheugen]
        third = max(1, len(row) // 3)
        begin, end = statistics.mean(row[:third]), statistics.mean(row[-third:])
        print(f"geheugen {name} (MB): eerste derde {begin:.0f}, laatste derde {end:.0f}, hoogst {max(row):.0f}")
    print(f"verloren: {len(missing)} van {len(verloop.beloofd)}")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--balies", type=int, default=50)
    parser.add_argument("--seconden", type=float, default=300)
    parser.add_argument("--pauze", type=float, default=3)
    parser.add_argument("--db", default="")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brievenbus-belasting-") as room:
        port = free_port()
        place = f"127.0.0.1:{port}"
        env = os.environ | {"BRIEVENBUS_MAP": room, "BRIEVENBUS_ADRES": f"http://{place}", "BRIEVENBUS_LUISTER": place}
        if wish.db:
            env["BRIEVENBUS_DATABASE_URL"] = wish.db
        with Path(room, "log").open("wb") as log:
            command = [sys.executable, "-m", "brievenbus", "server"]
            server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            dienst = connect(env, f"http://{place}")
            desks = make_desks(dienst, wish.balies)
            verloop = asyncio.run(run(f"http://{place}", desks, wish.seconden, wish.pauze, server))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
        missing = lost(dienst, verloop.beloofd)
    report(verloop, missing)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
