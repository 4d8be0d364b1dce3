"""The languages of the explanation: the fixed sentences of a language, and those of the cards of letter types.

`talen/<code>.toml` holds the sentences that every letter uses, with the keys of `nl.toml`; `talen/kaarten/<code>.toml` the sentences of the
cards, each Dutch sentence with its translation. What a language does not have is said in Dutch, and the explanation tells that it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from brievenbus.errors import KennisError
from brievenbus.kennis.schema import Taal

BRON = "nl"
DELEN = ("woorden", "zinnen", "aanwijzingen", "twijfels", "gevolgen", "acties", "termijnen", "redenen", "meegeven", "terugvertel")
"""The parts that a resident hears or reads; `fouten` and `concepten` are for whoever sits at the desk, in Dutch."""
BALIE = ("controle_", "tas_", "reden_")
"""How the keys of sentences begin that only the desk shows: they are Dutch everywhere."""
_EIND = re.compile(r"(?<=[.!?؟።፧]) +(?=[^a-z])")
_kaarten = TypeAdapter(dict[str, str])


def splits(tekst: str) -> tuple[str, ...]:
    """Return the sentences of a text, in any of the languages."""
    return tuple(zin for zin in _EIND.split(tekst.strip()) if zin)


def complete(taal: Taal, bron: Taal) -> Taal:
    """Return a language with the Dutch sentence wherever it has none."""
    filled = {deel: {**getattr(bron, deel), **getattr(taal, deel)} for deel in (*DELEN, "fouten", "concepten")}
    return taal.model_copy(update=filled)


def unsaid(taal: Taal, bron: Taal) -> frozenset[str]:
    """Return the Dutch sentences that a language, as its file holds it, does not have."""
    return frozenset(zin for deel in DELEN for key, zin in spoken(bron, deel).items() if key not in getattr(taal, deel))


def spoken(taal: Taal, deel: str) -> dict[str, str]:
    """Return the sentences of a part that a resident hears or reads."""
    return {key: zin for key, zin in getattr(taal, deel).items() if not key.startswith(BALIE)}


@lru_cache(maxsize=32)
def read_kaartzinnen(file: Path) -> Mapping[str, str]:
    """Return the sentences of the cards in a language by the Dutch sentence; none where there is no file. Raises KennisError."""
    if not file.exists():
        return {}
    try:
        return _kaarten.validate_python(tomllib.loads(file.read_text("utf-8")), strict=True)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise KennisError("kennis_toml", bestand=file.name, reden=str(error).splitlines()[0]) from error
