"""The log of the service: one JSON object a line on standard error, without personal data by construction.

Only the keys of `SLEUTELS` come through, and only short values of plain characters; everything else is dropped, whoever
logs it. Of what libraries log only the place and the kind of an exception is kept: their sentences may hold anything.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

SLEUTELS = frozenset({
    "tijd", "niveau", "event", "deel", "trace_id", "span_id", "methode", "route", "status", "code", "duur_ms", "bytes",
    "adres", "soort", "plaats", "brief_id", "stapel_id", "bezoek_id", "doorverwijzing_id", "gebruiker_id", "sessie_id",
    "werkstroom", "werker", "aantal", "poging", "seconden", "versie", "poort", "bron",
})  # fmt: skip
"""Every key that may be in a line: names, codes, random ids, counts and times."""

_PLAIN = re.compile(r"[\w{}/:.>+ -]{0,120}", re.ASCII)
_DIGITS = re.compile(r"\d{8,}")
_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:[0-9a-f:]+")
_RANDOM_ID = re.compile(r"[0-9a-f]{16}|[0-9a-f]{32}")

Line = MutableMapping[str, Any]


def configure(stroom: TextIO | None = None, niveau: int = logging.INFO) -> None:
    """Send every log of this process, ours and of libraries, as JSON lines to `stroom` (standard error by default)."""
    out = stroom or sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="tijd"),
            _own_names, keep_allowed, structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(niveau),
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=False,
    )  # fmt: skip
    root = logging.getLogger()
    root.handlers[:] = [_Extern()]
    root.setLevel(logging.WARNING)
    for naam in ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos"):
        other = logging.getLogger(naam)
        other.handlers.clear()
        other.disabled = False  # a library's own set-up of the log may have silenced it in this process
        other.setLevel(logging.NOTSET)
        other.propagate = naam != "uvicorn.access"  # its lines hold addresses and whole paths; `api.koppen` writes ours


def level(naam: str) -> int:
    """Return the level of that name ("debug", "info", "warning", "error"); info for another."""
    return logging.getLevelNamesMapping().get(naam.upper(), logging.INFO)


def get_log(deel: str) -> Any:
    """Return the logger of one part: `log.info("gebeurtenis", brief_id=…)`."""
    return structlog.get_logger(deel=deel)


def bind_trace(trace_id: str) -> None:
    """Put this trace id on every line of the running request or job."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(trace_id=trace_id)


def keep_allowed(logger: Any, method: str, line: Line) -> Line:
    """Drop every key outside the list, and every value that is no number, name, code or random id."""
    return {key: value for key, value in line.items() if key in SLEUTELS and (key == "tijd" or _is_harmless(value))}


def _is_harmless(value: Any) -> bool:
    if value is None or isinstance(value, bool | float):
        return True
    if isinstance(value, int):
        return not _DIGITS.search(str(value))
    if not isinstance(value, str) or not _PLAIN.fullmatch(value):
        return False
    if _RANDOM_ID.fullmatch(value):
        return True
    return not _DIGITS.search(value) and not _ADDRESS.search(value)  # 8 digits in a row may be a BSN


def _own_names(logger: Any, method: str, line: Line) -> Line:
    line["niveau"] = line.pop("level", "info")
    return line


class _Extern(logging.Handler):
    """What a library logs: from which part, where in its code, and the kind of exception. Never its words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line for a record of the standard library's logging."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        place = f"{record.module}:{record.lineno}"
        log = get_log("extern")
        getattr(log, record.levelname.lower(), log.warning)("extern", bron=record.name, plaats=place, soort=kind)
