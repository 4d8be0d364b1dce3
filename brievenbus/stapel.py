"""A pile: a folder of letters in; `brieven.jsonl`, `fouten.jsonl` and `rapport.html` out. May be stopped at any moment.

MAP ─find_letters→ Poststuk… ─journal: done already?─→ processes ─→ journal ─→ the three files, at once, at the end
"""

from __future__ import annotations

import filecmp
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from brievenbus import __version__, rapport
from brievenbus.brief import VERSIE
from brievenbus.errors import BrievenbusError, InputError
from brievenbus.kennis import Kennis
from brievenbus.poststuk import group, is_note, natural
from brievenbus.stapel_journaal import NAAM, Journaal, open_private, store_error
from brievenbus.stapel_werk import Maker, Uitkomst, Werk, make_reader, read_all

BRIEVEN, FOUTEN, RAPPORT = "brieven.jsonl", "fouten.jsonl", "rapport.html"
STOPS_ALL = ("schijf_vol", "tesseract_ontbreekt", "tesseract_nld_ontbreekt")
"""Failures that are not the letter's own: going on would only fail every other letter too."""

Poststuk = tuple[str, ...]
"""The files of one letter in page order, relative to the folder of the pile."""


@dataclass(frozen=True, slots=True)
class Taak:
    """What is asked: read all letters in `map`, write to `uit`, with so many processes."""

    map: Path
    uit: Path
    werk: Werk
    werkers: int


@dataclass(frozen=True, slots=True)
class Uitslag:
    """What came of it. `vooraf` letters had been read by an earlier run; `urgenties` counts the read letters."""

    brieven: int
    fouten: int
    vooraf: int
    urgenties: Mapping[str, int]
    rapport: Path


Zin = Callable[[BrievenbusError], str]
Melden = Callable[[int, int], None]


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0))


def run(taak: Taak, kennis: Kennis, *, zin: Zin, melden: Melden, maker: Maker = make_reader) -> Uitslag:
    """Read a pile. `melden` hears (done, all) after every letter; `zin` words an error for people.

    Raises InputError map_ontbreekt, map_leeg, uitvoer_onschrijfbaar; StoreError schijf_vol; ToolError. What was read
    before an error or a kill is kept, and the next run goes on from there.
    """
    stukken = find_letters(taak.map)
    if not stukken:
        raise InputError("map_leeg", map=str(taak.map))
    keys = [_key(stuk, taak, kennis) for stuk in stukken]
    with closing(Journaal(taak.uit)) as journaal:
        todo = [i for i, key in enumerate(keys) if key not in journaal]
        vooraf = len(stukken) - len(todo)
        earlier = sum(len(journaal[key].get("brieven", ["fout"])) for key in keys if key in journaal)
        melden(vooraf, len(stukken))
        with closing(_read(taak, [stukken[i] for i in todo], maker)) as outcomes:
            for done, (i, uitkomst) in enumerate(outcomes, start=vooraf + 1):
                _note(journaal, keys[todo[i]], stukken[todo[i]], uitkomst, zin)
                melden(done, len(stukken))
        fouten = [noted["fout"] for noted in map(journaal.__getitem__, keys) if "fout" in noted]
        urgenties = Counter(brief["urgentie"] for brief in _briefs(journaal, keys))
        page = rapport.render(_placed(journaal, keys), fouten, taak.werk.peildatum, kennis.talen["nl"])
        files: dict[str, Iterable[str]] = {RAPPORT: [page], FOUTEN: map(_line, fouten)}
        _publish(taak.uit, {**files, BRIEVEN: map(_line, _briefs(journaal, keys))})
        journaal.keep_only(keys)
    return Uitslag(urgenties.total(), len(fouten), earlier, urgenties, taak.uit / RAPPORT)


def _read(taak: Taak, stukken: Sequence[Poststuk], maker: Maker) -> Generator[tuple[int, Uitkomst]]:
    if not stukken:
        return
    maker(taak.werk)  # once here: a missing tool stops the run before it starts, and the recogniser is built only once
    paths = [[taak.map / bestand for bestand in stuk] for stuk in stukken]
    try:
        yield from read_all(paths, taak.werk, werkers=min(taak.werkers, len(paths)), maker=maker)
    except OSError as error:  # no room for temporary files, or no more processes
        raise store_error(error, taak.uit) from error


def _note(journaal: Journaal, key: str, stuk: Poststuk, uitkomst: Uitkomst, zin: Zin) -> None:
    if not isinstance(uitkomst, BrievenbusError):
        for gevonden in uitkomst:
            gevonden["brief"]["bron"]["bestanden"] = [_shown(bestand) for bestand in stuk]
        journaal.add(key, brieven=uitkomst)  # all letters of a file in one line: a stop half-way costs none and doubles none
        return
    if uitkomst.code in STOPS_ALL:
        raise uitkomst
    bare = uitkomst.waarden.get("bestand")
    bestand = _shown(next((b for b in stuk if Path(b).name == bare), stuk[0]))
    named = type(uitkomst)(uitkomst.code, **{**uitkomst.waarden, "bestand": bestand})
    fout = {"bestand": bestand, "bestanden": [_shown(b) for b in stuk], "code": named.code, "zin": zin(named)}
    journaal.add(key, fout=fout, definitief=isinstance(uitkomst, InputError))


def _briefs(journaal: Journaal, keys: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The read letters in input order."""
    return (brief for brief, _ in _placed(journaal, keys))


def _placed(journaal: Journaal, keys: Iterable[str]) -> Iterator[tuple[dict[str, Any], tuple[int, ...]]]:
    """The read letters in input order, each with its pages where it shares a file with other letters."""
    for key in keys:
        brieven = journaal[key].get("brieven", [])
        for gevonden in brieven:
            yield gevonden["brief"], tuple(gevonden["bladzijden"]) if len(brieven) > 1 else ()


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _key(stuk: Poststuk, taak: Taak, kennis: Kennis) -> str:
    """Name a letter by all that decides its outcome: same key, same Brief."""
    files = [(bestand, *_state(taak.map / bestand)) for bestand in stuk]
    _, *werk = astuple(taak.werk)  # all but the cache folder
    decides = [__version__, VERSIE, kennis.stempel, *map(str, werk), files]
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return -1, -1
    return stat.st_size, stat.st_mtime_ns


def _shown(bestand: str) -> str:
    """Return a file name as valid Unicode; a name in another encoding loses only the letters that cannot be shown."""
    return os.fsencode(bestand).decode("utf-8", "replace")


def _publish(uit: Path, files: Mapping[str, Iterable[str]]) -> None:
    """Write all files beside their place, then put them in place; a file that stays the same is not touched."""
    temps = {uit / name: uit / f".{name}.deel" for name in files}
    try:
        for lines, temp in zip(files.values(), temps.values(), strict=True):
            with open(temp, "w", encoding="utf-8", newline="\n", opener=open_private) as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
        for target, temp in temps.items():
            if not target.exists() or not filecmp.cmp(temp, target, shallow=False):
                temp.replace(target)
    except OSError as error:
        raise store_error(error, uit) from error
    finally:
        for temp in temps.values():
            temp.unlink(missing_ok=True)


def find_letters(map_: Path) -> tuple[Poststuk, ...]:
    """Return the letters in a folder, in the order a person would lay them. Raises InputError map_ontbreekt.

    A subfolder is one letter; files `naam.p1.jpg, naam.p2.jpg` are one; any other file is one. A folder within a
    subfolder is a letter of its own. Hidden files, notes and our own output are passed over, in silence; anything else
    is a letter, even where it will turn out that it cannot be read.
    """
    if not map_.is_dir():
        raise InputError("map_ontbreekt", map=str(map_))
    files, folders = _entries(map_)
    found = [(name, [tuple(files[at] for at in places)]) for name, places in group(files)]
    found += [(name, _folder(map_, name, frozenset((_identity(map_),)))) for name in folders]
    return tuple(stuk for _, stukken in sorted(found, key=lambda pair: natural(pair[0])) for stuk in stukken)


def _folder(root: Path, name: str, seen: frozenset[tuple[int, int]]) -> list[Poststuk]:
    """A subfolder as a letter, followed by the folders within it. `seen` stops a link that points back up."""
    try:
        here = _identity(root / name)
        files, folders = _entries(root / name) if here not in seen else ([], [])
    except OSError:
        return [(name,)]  # a folder that cannot be opened is a letter that cannot be read
    own = [tuple(f"{name}/{file}" for file in files)] if files else []
    return own + [stuk for folder in folders for stuk in _folder(root, f"{name}/{folder}", seen | {here})]


def _identity(folder: Path) -> tuple[int, int]:
    stat = folder.stat()
    return stat.st_dev, stat.st_ino


def _entries(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files that may be letters, and of the folders, each in natural order."""
    with os.scandir(folder) as entries:
        kinds = {entry.name: entry.is_dir() for entry in entries}
    ours = (BRIEVEN, FOUTEN, RAPPORT) if NAAM in kinds else ()
    names = sorted((n for n in kinds if not n.startswith(".") and n not in ours), key=natural)
    folders = [name for name in names if kinds[name]]
    files = [name for name in names if not kinds[name] and not is_note(name)]
    return files, folders
