"""What says the same in the explanation: phrases that may stand for each other, and what may change place in a sentence.

Knowledge in woorden/gelijk.toml. A phrase never stands for one with another negation, another 'must' or 'may', another person or another
order in time: such a file is refused as a whole.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from brievenbus.errors import KennisError

BESTAND = Path(__file__).parent / "woorden" / "gelijk.toml"


def _split(waarde: Any) -> Any:
    return frozenset(waarde.split()) if isinstance(waarde, str) else waarde


Woorden = Annotated[frozenset[str], BeforeValidator(_split)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bouw(_Closed):
    """What may change place in a sentence, and what keeps everything in place."""

    los: tuple[str, ...]
    dag: tuple[str, ...]
    gebonden: Woorden
    vast: Woorden
    onderwerp: Woorden
    persoonsvorm: Woorden
    onovergankelijk: Woorden
    hulpwerkwoord: Woorden
    gebiedend: Woorden


class Gelijk(_Closed):
    """The phrases that say the same, row by row; the words that bear a fact, by kind; and how a sentence is built."""

    gelijk: tuple[tuple[str, ...], ...]
    bewaakt: Mapping[str, Woorden]
    bouw: Bouw

    def tel(self, woorden: Iterable[str]) -> Counter[str]:
        """Count the guarded words by their kind."""
        return Counter(soort for woord in woorden for soort, bekend in self.bewaakt.items() if woord in bekend)

    @model_validator(mode="after")
    def _every_row_says_the_same(self) -> Gelijk:
        seen = Counter(zin for rij in self.gelijk for zin in rij)
        double = [zin for zin, count in seen.items() if count > 1]
        if double:
            raise ValueError(f"'{double[0]}' staat er twee keer")
        for first, *others in self.gelijk:
            for other in others:
                if self.tel(first.split()) != self.tel(other.split()):
                    raise ValueError(f"'{other}' zegt iets anders dan '{first}'")
        return self


def read_gelijk(file: Path = BESTAND) -> Gelijk:
    """Read and check a file. Raises KennisError."""
    try:
        return Gelijk.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise KennisError("kennis_toml", bestand=file.name, reden=" ".join(str(error).split())) from error


@lru_cache(maxsize=1)
def load_gelijk() -> Gelijk:
    """Return what ships with brievenbus, read once a process."""
    return read_gelijk()
