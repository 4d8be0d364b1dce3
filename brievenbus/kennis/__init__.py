"""The knowledge: senders, letter types, terms, helpers, feast days, phrases and fixed sentences, read from TOML.

`load()` reads every file once, holds it against `schema`, and returns one frozen `Kennis`. A file that breaks the rules
stops the start with a `KennisError` naming file, key and the nearest known key.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from brievenbus.errors import KennisError
from brievenbus.kennis import talen as taalbestanden
from brievenbus.kennis.rekenen import Feestdagen
from brievenbus.kennis.rekenen import feestdagen as make_feestdagen
from brievenbus.kennis.schema import (
    AfzenderKaart,
    AlgemeneZinnen,
    BriefsoortKaart,
    Feestdag,
    Hulp,
    Taal,
    TermijnRegel,
    Wetswoord,
    Woordgroep,
)

KENNIS_MAP = Path(__file__).parent
ALGEMEEN = "zinnen/algemeen.toml"
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class Kennis:
    """Everything brievenbus knows beside the letter. `stempel` is a hash of all files: same stamp, same knowledge."""

    afzenders: dict[str, AfzenderKaart]
    briefsoorten: dict[str, BriefsoortKaart]
    termijnregels: dict[str, TermijnRegel]
    hulp: dict[str, Hulp]
    feestdagen: tuple[Feestdag, ...]
    woorden: dict[str, tuple[Woordgroep, ...]]
    talen: dict[str, Taal]
    wetswoorden: tuple[Wetswoord, ...]
    algemeen: AlgemeneZinnen
    stempel: str
    wortel: Path = KENNIS_MAP
    nederlands: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each language the Dutch sentences that it lacks."""

    @cached_property
    def dagen(self) -> Feestdagen:
        """The feast days, ready to count with."""
        return make_feestdagen(self.feestdagen)

    @cached_property
    def namen(self) -> frozenset[str]:
        """The names of all senders, folded."""
        return frozenset(naam.casefold() for card in self.afzenders.values() for naam in (card.naam, *card.namen))

    @cached_property
    def naamwoorden(self) -> frozenset[str]:
        """The words without a capital that stand in the name of a sender ("opvang", "en")."""
        words = (word.strip(",()") for card in self.afzenders.values() for naam in (card.naam, *card.namen) for word in naam.split())
        return frozenset(word for word in words if word == word.casefold() and word.isalpha())

    def kaartzinnen(self, taal: str) -> Mapping[str, str]:
        """Return the sentences of the cards in a language by the Dutch sentence, read when first asked for. Raises KennisError."""
        return taalbestanden.read_kaartzinnen(self.wortel / "talen" / "kaarten" / f"{taal}.toml")

    def groep(self, bestand: str) -> dict[str, tuple[str, ...]]:
        """Return the phrases of one file of regels/ by label, all groups with that label together."""
        found: dict[str, tuple[str, ...]] = {}
        for groep in self.woorden[bestand]:
            found[groep.label] = found.get(groep.label, ()) + groep.zinnen
        return found


def _nearest(loc: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """Return the known key nearest to the last part of `loc`, in the (nested) table where it stands."""
    for part in loc[:-1]:
        field = model.model_fields.get(str(part))  # an index into a list stays in the same table
        kinds = [] if field is None else [field.annotation, *get_args(field.annotation)]
        model = next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), model)
    names = [field.alias or name for name, field in model.model_fields.items()]
    hit = process.extractOne(str(loc[-1]), names, scorer=fuzz.ratio)
    return hit[0] if hit else ""


def _check(data: Any, model: type[_Model], file: Path) -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")  # a typo explains the key it replaces
        key = ".".join(str(part) for part in first["loc"])
        hint = _nearest(first["loc"], model) if first["type"] == "extra_forbidden" else ""
        raise KennisError("kennis_sleutel", bestand=file.name, sleutel=key, reden=first["msg"], bedoeld=hint) from error


def _toml(file: Path) -> tuple[bytes, dict[str, Any]]:
    raw = file.read_bytes()
    try:
        return raw, tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KennisError("kennis_toml", bestand=file.name, reden=str(error)) from error


class _Reader:
    """Reads TOML files of one knowledge folder and keeps the hash of all it read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.hash = hashlib.sha256()

    def toml(self, file: Path) -> dict[str, Any]:
        raw, data = _toml(file)
        self.hash.update(file.relative_to(self.root).as_posix().encode() + b"\0" + raw)
        return data

    def cards(self, folder: str, model: type[_Model]) -> dict[str, _Model]:
        """Read one card a file; the file name must be its key."""
        found: dict[str, _Model] = {}
        for file in sorted((self.root / folder).glob("*.toml")):
            card = _check(self.toml(file), model, file)
            if getattr(card, "sleutel", file.stem) != file.stem:
                raise KennisError("kennis_naam", bestand=file.name, sleutel=str(getattr(card, "sleutel", "")))
            found[file.stem] = card
        return found

    def table(self, name: str, key: str, model: type[_Model]) -> tuple[_Model, ...]:
        """Read the entries [[key]] of one file."""
        file = self.root / name
        data = self.toml(file)
        extra = set(data) - {key}
        if extra:
            raise KennisError("kennis_sleutel", bestand=file.name, sleutel=sorted(extra)[0], reden="onbekend", bedoeld=key)
        return tuple(_check(item, model, file) for item in data.get(key, []))


def _check_references(kennis: Kennis) -> None:
    """Every key that a card names must exist."""
    for card in kennis.briefsoorten.values():
        file = f"briefsoorten/{card.sleutel}.toml"
        for name, keys, known in (
            ("afzenders", card.afzenders, kennis.afzenders),
            ("termijn", tuple(t.regel for t in card.termijn), kennis.termijnregels),
            ("uitleg.hulp", card.uitleg.hulp, kennis.hulp),
            ("voorrang.op", tuple(key for rule in card.voorrang for key in rule.op), kennis.briefsoorten),
            ("tegenvoorbeeld.is", tuple(t.is_ for t in card.tegenvoorbeeld), kennis.briefsoorten),
        ):
            for key in keys:
                if key not in known:
                    hit = process.extractOne(key, list(known))
                    raise KennisError(
                        "kennis_sleutel", bestand=file, sleutel=f"{name}: {key}", reden="bestaat niet",
                        bedoeld=hit[0] if hit else "",
                    )  # fmt: skip


def read_kennis(root: Path = KENNIS_MAP) -> Kennis:
    """Read and check the knowledge folder `root`. Raises KennisError."""
    reader = _Reader(root)
    afzenders = reader.cards("afzenders", AfzenderKaart)
    briefsoorten = reader.cards("briefsoorten", BriefsoortKaart)
    regels = reader.table("regels/termijnen.toml", "regel", TermijnRegel)
    hulp = reader.table("hulp/hulp.toml", "hulp", Hulp)
    feestdagen = reader.table("feestdagen.toml", "feestdag", Feestdag)
    woorden = {
        file.stem: reader.table(f"regels/{file.name}", "groep", Woordgroep)
        for file in sorted((root / "regels").glob("*.toml"))
        if file.stem != "termijnen"
    }
    read = {f.stem: _check(reader.toml(f), Taal, f) for f in sorted((root / "talen").glob("*.toml"))}
    bron = read[taalbestanden.BRON]
    kennis = Kennis(
        afzenders=afzenders,
        briefsoorten=briefsoorten,
        termijnregels={r.sleutel: r for r in regels},
        hulp={h.sleutel: h for h in hulp},
        feestdagen=feestdagen,
        woorden=woorden,
        talen={code: taalbestanden.complete(taal, bron) for code, taal in read.items()},
        algemeen=_check(reader.toml(root / ALGEMEEN), AlgemeneZinnen, root / ALGEMEEN),
        wetswoorden=reader.table("woorden/wetswoorden.toml", "wetswoord", Wetswoord),
        stempel=reader.hash.hexdigest(),
        wortel=root,
        nederlands={code: taalbestanden.unsaid(taal, bron) for code, taal in read.items()},
    )
    _check_references(kennis)
    return kennis


@lru_cache(maxsize=1)
def load() -> Kennis:
    """Return the knowledge that ships with brievenbus, read once a process."""
    return read_kennis()
