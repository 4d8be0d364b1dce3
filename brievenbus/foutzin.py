"""The Dutch sentence for a code, the same for terminal, API and desk.

It reads its one table itself: a knowledge file that cannot be loaded is one of the things it has to tell of.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from brievenbus.errors import BrievenbusError

_TALEN = Path(__file__).parent / "kennis" / "talen"


def _dutch(zin: str) -> str:
    return zin


def sentence(error: BrievenbusError, vertaal: Callable[[str], str] = _dutch) -> str:
    """Return the sentence for an error; the bare code where the language file itself cannot be read.

    `vertaal` turns a Dutch sentence, its slots still open, into the language of who reads it.
    """
    return fill(error.code, error.waarden, vertaal) or str(error)


def fill(code: str, waarden: Mapping[str, object] | None = None, vertaal: Callable[[str], str] = _dutch) -> str:
    """Return the sentence of a code with its slots filled ('?' where a value is missing); '' for a code without sentence."""
    template = _fouten().get(code, "")
    return vertaal(template).format_map(_Slots(waarden or {})) if template else ""


@cache
def _fouten() -> dict[str, str]:
    try:
        return dict(tomllib.loads((_TALEN / "nl.toml").read_text("utf-8"))["fouten"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return {}


class _Slots(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"
