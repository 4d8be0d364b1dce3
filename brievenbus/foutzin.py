"""The Dutch sentence for a code, the same for terminal, API and desk.

It reads its one table itself: a knowledge file that cannot be loaded is one of the things it has to tell of.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from brievenbus.errors import BrievenbusError

_TALEN = Path(__file__).parent / "kennis" / "talen"


def sentence(error: BrievenbusError) -> str:
    """Return the sentence for an error; the bare code where the language file itself cannot be read."""
    return fill(error.code, error.waarden) or str(error)


def fill(code: str, waarden: Mapping[str, object] | None = None) -> str:
    """Return the sentence of a code with its slots filled ('?' where a value is missing); '' for a code without sentence."""
    template = _fouten().get(code, "")
    return template.format_map(_Slots(waarden or {}))


@cache
def _fouten() -> dict[str, str]:
    try:
        return dict(tomllib.loads((_TALEN / "nl.toml").read_text("utf-8"))["fouten"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return {}


class _Slots(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"
