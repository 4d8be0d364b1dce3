"""The job engine: DBOS on our own database, and all there is of it in this program.

`Banen` looks at the jobs from outside and queues them; any process may. `Motor` runs them; a process has one at most. Were
the engine ever to be replaced, these two classes and `zegel` are what there is to write anew.

Rules that keep this sound: arguments and results are ids, codes and counts; a step may be run again after a crash, so it must
not mind; a `transactie` is done once, together with the engine's note that it was done; and `VERSIE` stays what it is,
because a job that waits is only picked up by the version that queued it or any, never by another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, ScheduleInput, SQLAlchemyDatasource, WorkflowStatus

from brievenbus.errors import StoreError
from brievenbus.jobs.zegel import Zegel
from brievenbus.store import Opslag

NAAM, VERSIE = "brievenbus", "1"
BRIEVEN, OVERDRACHT, BEHEER = "brieven", "overdracht", "beheer"
"""The queues: reading (one letter at a time in a process), handing over (waits for other systems), the rounds."""
WACHTRIJ = {"lees_brief": BRIEVEN, "zet_over": OVERDRACHT}
"""Which queue a job that a caller may ask for belongs in."""
MEEST_HERVAT = 20
"""A wall far behind the one of `werkstromen`: a job that was begun this often is never begun again."""
_PER_KEER = 500
_OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gepland:
    """A job that is begun by the clock: `cron` has five fields; its function takes the moment and nothing that matters."""

    naam: str
    cron: str
    functie: Callable[[datetime, Any], None]


class Banen:
    """The jobs as seen from outside. The tables of the engine are made on first use; safe when several processes do so."""

    def __init__(self, opslag: Opslag) -> None:
        """Raises StoreError `motor_niet_bereikbaar`."""
        try:
            DBOS.migrate(opslag.engine.url.render_as_string(hide_password=False))
            self._client = DBOSClient(
                system_database_engine=opslag.engine, serializer=Zegel(opslag.huis), application_name=NAAM, retry_connection_errors=False
            )
        except sa.exc.SQLAlchemyError as error:
            raise StoreError("motor_niet_bereikbaar") from error

    def zet(self, conn: sa.Connection, werkstroom: str, object_id: str, voorrang: int) -> None:
        """Queue a job in the caller's transaction. One that was queued before, however it ended, is left as it is."""
        if werkstroom not in WACHTRIJ:
            raise StoreError("werkstroom_onbekend", naam=werkstroom)
        options: EnqueueOptions = {
            "workflow_name": werkstroom, "queue_name": WACHTRIJ[werkstroom], "workflow_id": baan_id(werkstroom, object_id),
            "priority": voorrang,
        }  # fmt: skip
        self._client.enqueue_in_transaction(conn, options, object_id)

    def uitvoerders(self) -> set[str]:
        """Return the names of the workers that have begun jobs and not ended them, alive or not."""
        return {found.executor_id for found in self._list(status="PENDING") if found.executor_id}

    def hervat(self, uitvoerder: str) -> int:
        """Queue again what a worker had begun. Only call this while no such worker can run (`sloten`). Return how many."""
        begun = self._list(status="PENDING", executor_id=uitvoerder)
        for queue in {found.queue_name for found in begun}:
            self._client.resume_workflows([found.workflow_id for found in begun if found.queue_name == queue], queue_name=queue)
        return len(begun)

    def standen(self, ids: Iterable[str]) -> dict[str, bool]:
        """Return of the jobs that the engine knows of whether they are over, by job id."""
        wanted = list(ids)
        return {found.workflow_id: found.status in _OVER for found in self._list(workflow_ids=wanted)} if wanted else {}

    def vergeet(self, voor: datetime) -> int:
        """Delete jobs that were over before a moment; return how many."""
        total = 0
        while ids := [f.workflow_id for f in self._list(status=_OVER, completed_before=voor.isoformat(), limit=_PER_KEER)]:
            self._client.delete_workflows(ids)
            total += len(ids)
        return total

    def sluit(self) -> None:
        """Let go of the engine; the database connection stays with its owner."""
        self._client.destroy()

    def _list(self, **filters: Any) -> list[WorkflowStatus]:
        return self._client.list_workflows(load_input=False, load_output=False, application_name=NAAM, **filters)


class Motor:
    """What runs jobs in this process, under the name of the worker. Register everything first, then `start`."""

    def __init__(self, opslag: Opslag, uitvoerder: str) -> None:
        zegel, engine = Zegel(opslag.huis), opslag.engine
        config: DBOSConfig = {
            "name": NAAM, "application_version": VERSIE, "executor_id": uitvoerder, "system_database_engine": engine, "serializer": zegel,
            "log_level": "WARNING",
        }  # fmt: skip
        # Without a handler of ours it makes one itself, and prints its lines whole: past the filter of `logboek`.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        self._sqlite = engine.dialect.name == "sqlite"
        DBOS(config=config)
        self._bron = SQLAlchemyDatasource.create("sqlite://" if self._sqlite else "postgresql://", engine=engine, serializer=zegel)

    def stap(self, naam: str, functie: Callable[..., T]) -> Callable[..., T]:
        """Make a step: run at least once, its result noted."""

        def in_stap(*args: Any) -> T:  # the engine marks the function it is given, and a method cannot be marked
            return functie(*args)

        return DBOS.step(name=naam)(in_stap)

    def transactie(self, naam: str, functie: Callable[..., T]) -> Callable[..., T]:
        """Make a step that changes our own tables: done once. `functie` gets the open connection first.

        On PostgreSQL each statement sees what others committed (READ COMMITTED), as everywhere in this program.
        """

        def in_transactie(*args: Any) -> T:
            return functie(self._bron.sql_session().connection(), *args)

        level: Any = "SERIALIZABLE" if self._sqlite else "READ COMMITTED"
        made: Callable[..., T] = self._bron.transaction(name=naam, isolation_level=level)(in_transactie)
        return made

    def werkstroom(self, naam: str, functie: Callable[..., T]) -> Callable[..., T]:
        """Make a job of steps and transactions. After a crash it starts anew and skips what was noted as done."""
        return DBOS.workflow(name=naam, max_recovery_attempts=MEEST_HERVAT)(functie)

    def wacht(self, seconden: float) -> None:
        """Wait within a job."""
        DBOS.sleep(seconden)

    def start(self, gepland: Iterable[Gepland], polling: float = 0.2, naast_elkaar: Mapping[str, int] | None = None) -> None:
        """Take up what this worker had begun before, and start taking jobs. `naast_elkaar`: jobs at once in this process."""
        DBOS.launch()
        for naam, aantal in (naast_elkaar or {BRIEVEN: 1, OVERDRACHT: 2}).items():
            DBOS.register_queue(naam, worker_concurrency=aantal, polling_interval_sec=polling, on_conflict="always_update")
        DBOS.register_queue(BEHEER, global_concurrency=1, worker_concurrency=1, polling_interval_sec=1.0, on_conflict="always_update")
        schedules: list[ScheduleInput] = [
            {"schedule_name": g.naam, "workflow_fn": self.werkstroom(g.naam, g.functie), "schedule": g.cron, "queue_name": BEHEER}
            for g in gepland
        ]
        DBOS.apply_schedules(schedules)

    def stop(self, seconden: int) -> None:
        """Take no more jobs, give those that run this long to end, and stop. What did not end is taken up at the next start."""
        DBOS.destroy(workflow_completion_timeout_sec=seconden, destroy_registry=True)


def baan_id(werkstroom: str, object_id: str) -> str:
    """Return the id of a job. The engine shows it in plain sight: it is made of a name and a random id."""
    return f"{werkstroom}-{object_id}"
