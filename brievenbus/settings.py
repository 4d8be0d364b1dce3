"""One frozen Settings: the only reader of the environment. Every field has a default and a sentence."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brievenbus.errors import SettingsError

PREFIX = "BRIEVENBUS_"
MAX_BYTES, MAX_BLADZIJDEN = 50_000_000, 200


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set, as `BRIEVENBUS_<NAAM>` in the environment.

    cache: folder for the built recogniser. werkers: letters read at the same time in a pile (0: one a core).
    max_bytes, max_bladzijden: the largest file, and the most pages a letter or pile may have.
    """

    cache: Path
    werkers: int = 0
    max_bytes: int = MAX_BYTES
    max_bladzijden: int = MAX_BLADZIJDEN

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the environment (the process's own by default). Raises SettingsError for a value that cannot be."""
        env = os.environ if environment is None else environment
        home = env.get("XDG_CACHE_HOME") or str(Path(env.get("HOME", "/tmp")) / ".cache")
        return cls(
            cache=Path(env.get(PREFIX + "CACHE") or Path(home) / "brievenbus"),
            werkers=_number(env, "WERKERS", 0),
            max_bytes=_number(env, "MAX_BYTES", MAX_BYTES),
            max_bladzijden=_number(env, "MAX_BLADZIJDEN", MAX_BLADZIJDEN),
        )


def _number(env: Mapping[str, str], naam: str, default: int) -> int:
    text = env.get(PREFIX + naam, "")
    if not text:
        return default
    if not text.isdigit():
        raise SettingsError("instelling_ongeldig", naam=PREFIX + naam, waarde=text)
    return int(text)
