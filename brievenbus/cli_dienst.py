"""`brievenbus server` and `brievenbus werker`: the service. One machine needs no more than the first."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brievenbus.cli_beheer import checked_settings, meld_sleutel, plaatsen
from brievenbus.settings import Settings, beleid

if TYPE_CHECKING:
    from brievenbus.dienst import Dienst

UITLOOP = 75.0
"""Seconds that workers get to finish a letter when the service stops; a little more than they take themselves."""

_EERSTE_START = """
==================================================================================================
Er is nog geen beheerder. Open deze link om er een te maken. Hij werkt één keer, en drie dagen lang:
    {link}
==================================================================================================
"""

Plek = Annotated[int, typer.Option("--plek", min=0, help="Wees zelf één werker, met dit nummer (voor systemd of een container).")]
Ouder = Annotated[int, typer.Option("--ouder", hidden=True)]


def register(app: typer.Typer) -> None:
    """Add the commands of the service."""
    app.command()(server)
    app.command()(werker)


def server(
    werkers: Annotated[int, typer.Option("--werkers", min=0, help="Zoveel werkers op deze computer; 0 als ze ergens anders draaien.")] = 1,
) -> None:
    """Start de dienst: website, API en een werker die brieven leest. Instellingen staan in BRIEVENBUS_…."""
    import signal

    import uvicorn

    from brievenbus.jobs.ploeg import Ploeg

    settings = checked_settings()
    _first_start(settings)
    host, _, port = settings.luister.rpartition(":")
    # uvicorn ends by raising the signal it got once more: unhandled, that would end this process before its workers are stopped
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    ploeg = Ploeg(_commands(werkers))
    ploeg.start()
    try:
        uvicorn.run(
            "api.app:from_environment", factory=True, host=host.strip("[]"), port=int(port), log_config=None, access_log=False,
            server_header=False, proxy_headers=False, timeout_graceful_shutdown=20,
            ssl_certfile=settings.tls_certificaat or None, ssl_keyfile=settings.tls_sleutel or None,
        )  # fmt: skip
    finally:
        ploeg.stop(UITLOOP)


def werker(
    processen: Annotated[int, typer.Option("--processen", min=1, help="Zoveel werkers, ieder een proces; één per processorkern.")] = 1,
    plek: Plek = 0,
    ouder: Ouder = 0,
) -> None:
    """Lees brieven uit de rij. Start dit op zoveel computers als nodig, met dezelfde PostgreSQL en opslag."""
    settings = checked_settings()
    if plek:
        _work(settings, plek, ouder)
        return
    _guard(processen)


def _work(settings: Settings, nummer: int, ouder: int) -> None:
    """Be one worker until it stops."""
    from brievenbus.dienst import lezen
    from brievenbus.jobs.werker import Plek as Werkplek
    from brievenbus.jobs.werker import run
    from brievenbus.taalmodel import Taalmodel

    dienst = _open(settings)
    model = Taalmodel.open(settings.herschrijf_url, settings.herschrijf_model, settings.herschrijf_sleutelbestand)
    with lezen.Leeskamer.open(settings.cache, dienst.beleid, settings.lezer, model) as leeskamer:
        run(dienst, lambda brief_id: lezen.lees(dienst.opslag, leeskamer, brief_id), Werkplek(worker_name(nummer), ouder=ouder))
    os._exit(0)  # see `run`


def _guard(processen: int) -> None:
    """Keep workers alive until a signal says to stop."""
    import signal
    import threading

    from brievenbus.jobs.ploeg import Ploeg

    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    ploeg = Ploeg(_commands(processen))
    ploeg.start()
    stop.wait()
    ploeg.stop(UITLOOP)


def _commands(aantal: int) -> Sequence[Sequence[str]]:
    """Return the command line of each worker, numbered from 1: with its number it has its name back after a crash."""
    me = [sys.executable, "-m", "brievenbus", "werker", "--ouder", str(os.getpid())]
    return [[*me, "--plek", str(nummer)] for nummer in range(1, aantal + 1)]


def worker_name(nummer: int) -> str:
    """Return the name of a worker of this machine: the same at every start, and no other's."""
    host = "".join(sign if sign.isascii() and (sign.isalnum() or sign in ".-") else "-" for sign in socket.gethostname())
    return f"{host.strip('.-')[:50] or 'machine'}-{nummer}"


def _first_start(settings: Settings) -> None:
    """Bring the database up to date, make what a first start needs, and say how to get in while nobody can."""
    from brievenbus.dienst.accounts import eerste_start, uitnodigingslink

    dienst = _open(settings)
    token = eerste_start(dienst)
    if token is not None:
        print(_EERSTE_START.format(link=uitnodigingslink(dienst, token)), file=sys.stderr)
    dienst.opslag.engine.dispose()


def _open(settings: Settings) -> Dienst:
    """Open the service with its queue and its way out to the municipality. Raises SettingsError, StoreError, KennisError."""
    from brievenbus.dienst.opstart import open_bewaarplaats, open_dienst
    from brievenbus.dienst.overdracht import open_doorzetter
    from brievenbus.jobs.rij import maak_rij

    opslag = open_bewaarplaats(plaatsen(settings), _now(), meld_sleutel)
    dienst = open_dienst(opslag, beleid(settings), maak_rij(opslag), _now)
    doorzetter = open_doorzetter(settings.overdracht, settings.overdracht_url, Path(settings.overdracht_token_bestand))
    return replace(dienst, doorzetter=doorzetter)


def _now() -> datetime:
    return datetime.now(UTC)
