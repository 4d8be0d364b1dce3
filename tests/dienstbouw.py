"""What the tests of the service are built with: a queue that only remembers, a clock that stands still, people, a PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from brievenbus.dienst import Rol, Soort, Wie
from brievenbus.store import Opslag, new_id, tables

BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""When the tests take place: a Monday morning."""


@dataclass
class Klok:
    """A clock that moves only when told to."""

    nu: datetime = BEGIN

    def __call__(self) -> datetime:
        """Return now."""
        return self.nu

    def verder(self, **duur: float) -> datetime:
        """Move on by a timedelta (`hours=1`) and return the new now."""
        self.nu += timedelta(**duur)
        return self.nu


@dataclass
class NepRij:
    """A queue that remembers, as the real one does: a job of a transaction that was rolled back was never there."""

    banen: list[tuple[str, str, int]] = field(default_factory=list)

    def zet(self, conn: sa.Connection, werkstroom: str, object_id: str, voorrang: int) -> None:
        """Remember the job when the caller's transaction is committed; the same pair twice is one job."""

        @sa.event.listens_for(conn, "commit")
        def _add(_: sa.Connection) -> None:
            if (werkstroom, object_id) not in [(w, o) for w, o, _ in self.banen]:
                self.banen.append((werkstroom, object_id, voorrang))


def maak_balie(opslag: Opslag, naam: str | None = None) -> str:
    """Store a desk and return its id."""
    made = new_id()
    with opslag.engine.begin() as conn:
        conn.execute(tables.balie.insert().values(id=made, naam=naam or f"Balie {made[:16]}", actief=True))
    return made


def maak_wijkteam(opslag: Opslag, naam: str | None = None, *, hoger_id: str | None = None) -> str:
    """Store a team and return its id."""
    made = new_id()
    with opslag.engine.begin() as conn:
        conn.execute(tables.wijkteam.insert().values(id=made, naam=naam or f"Team {made[:16]}", hoger_id=hoger_id, actief=True))
    return made


def maak_gebruiker(opslag: Opslag, rol: Rol = "vrijwilliger", *, balie_id: str | None = None, wijkteam_id: str | None = None) -> str:
    """Store a person and return the id."""
    made = new_id()
    values = {"id": made, "gebruikersnaam": f"g-{made[:8]}", "naam": "Sanne Voorbeeld", "rol": rol, "actief": True}
    values |= {"balie_id": balie_id, "wijkteam_id": wijkteam_id, "aangemaakt": BEGIN}
    with opslag.engine.begin() as conn:
        conn.execute(tables.gebruiker.insert().values(**values))
    return made


def maak_wie(opslag: Opslag, rol: Rol = "vrijwilliger", *, balie_id: str | None = None, wijkteam_id: str | None = None) -> Wie:
    """Store a person (a volunteer gets a desk, a team member a team, unless given) and return them as who asks."""
    if rol == "vrijwilliger":
        balie_id = balie_id or maak_balie(opslag)
    if rol == "wijkteam":
        wijkteam_id = wijkteam_id or maak_wijkteam(opslag)
    gebruiker_id = maak_gebruiker(opslag, rol, balie_id=balie_id, wijkteam_id=wijkteam_id)
    return Wie(gebruiker_id, rol, "mens", balie_id, wijkteam_id, sessie_id=new_id(), trace_id=secrets.token_hex(16))


def maak_telefoon(wie: Wie, bezoek_id: str | None = None, soort: Soort = "telefoon") -> Wie:
    """Return an upload-only session (phone, kiosk, app) that somebody opened for their own desk."""
    return Wie(
        wie.gebruiker_id, wie.rol, soort, wie.balie_id, bezoek_id=bezoek_id, sessie_id=new_id(), trace_id=secrets.token_hex(16)
    )


class Cluster:
    """A PostgreSQL of our own in a temporary folder, on loopback; gone after `close`."""

    def __init__(self) -> None:
        self._bin = find_postgres()
        self._room = Path(tempfile.mkdtemp(prefix="brievenbus-pg-"))
        self._as: list[str] = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self._as = ["runuser", "-u", "postgres", "--"]
            shutil.chown(self._room, "postgres", "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._run("initdb", "-D", "data", "-U", "brievenbus", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    def _run(self, tool: str, *args: str) -> None:
        command = [*self._as, str(self._bin / tool), *args]
        with (self._room / "log.txt").open("ab") as log:  # a pipe would stay open as long as the server lives
            subprocess.run(command, cwd=self._room, stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=True, timeout=300)

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self._room} -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "-D", "data", "-w", "-o", options, "-l", "server.log", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; `immediate` is a crash."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", mode, "stop")

    def files(self) -> Path:
        """Return the folder with everything that the server keeps, with all that it still had in memory written to it."""
        self._admin("CHECKPOINT")
        return self._room

    def url(self, database: str) -> str:
        """Return the URL of a database in this cluster, as an operator would write it."""
        return f"postgresql://brievenbus@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = "t" + secrets.token_hex(6)
        self._admin(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database, with whoever is still connected to it."""
        self._admin(f"DROP DATABASE IF EXISTS {cast(str, sa.make_url(url).database)} WITH (FORCE)")

    def _admin(self, sql: str) -> None:
        engine = sa.create_engine(sa.make_url(self.url("postgres")).set(drivername="postgresql+psycopg"), poolclass=sa.NullPool)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(sa.text(sql))

    def close(self) -> None:
        """Stop and remove everything."""
        try:
            self.stop("immediate")
        except subprocess.CalledProcessError:  # a test had stopped it
            pass
        finally:
            shutil.rmtree(self._room, ignore_errors=True)


def find_postgres() -> Path:
    """Return the folder with the programs of the newest PostgreSQL here. Raises FileNotFoundError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise FileNotFoundError("no PostgreSQL in /usr/lib/postgresql")
    return found[-1].parent
