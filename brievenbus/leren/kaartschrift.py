"""Put one sentence on a letter-type card and leave every other sign of the file as it was: layout, comments, order."""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from brievenbus.errors import KennisError
from brievenbus.leren.voorstel import Functie

_TABLE = re.compile(r"^\[")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#[^\n]*")


def with_sentence(old: str, functie: Functie, zin: str, bestand: str = "") -> str:
    """Return the text of a card with `zin` as the last of `[zinnen] functie`. Raises KennisError kennis_toml where that cannot be."""
    wanted, lines = _parsed(old, bestand), old.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip() == "[zinnen]"), None)
    if start is None:
        raise KennisError("kennis_toml", bestand=bestand, reden="[zinnen] ontbreekt")
    end = next((number for number in range(start + 1, len(lines)) if _TABLE.match(lines[number])), len(lines))
    quoted = json.dumps(zin, ensure_ascii=False)
    key = next((number for number in range(start + 1, end) if re.match(rf"\s*{functie}\s*=\s*\[", lines[number])), None)
    if key is None:
        while end > start + 1 and not lines[end - 1].strip():
            end -= 1
        made = "\n".join([*lines[:end], f"{functie} = [", f"  {quoted},", "]", *lines[end:]])
    else:
        head = "\n".join(lines[:key])
        made = _append(old, len(head) + (1 if key else 0), quoted)
    wanted["zinnen"][functie] = [*wanted["zinnen"].get(functie, []), zin]
    if _parsed(made, bestand) != wanted:
        raise KennisError("kennis_toml", bestand=bestand, reden=f"{functie} is niet bij te werken; doe het met de hand")
    return made


def _append(text: str, at: int, quoted: str) -> str:
    """Put a string at the end of the array that begins behind `at`."""
    opened = text.index("[", at) + 1
    place, last = opened, opened
    while text[place] != "]":
        skipped = _STRING.match(text, place)
        if skipped and not skipped[0].startswith("#"):
            last = skipped.end()
        elif text[place] == ",":
            last = place + 1
        place = skipped.end() if skipped else place + 1
    inside = text[opened:place]
    comma = "" if text[last - 1] in ",[" else ","
    if "\n" not in inside:
        return f"{text[:last]}{comma}{' ' if inside.strip() else ''}{quoted}{text[place:]}"
    indent = re.search(r"\n([ \t]*)[\"']", inside)
    line_end = text.rindex("\n", last, place) if "\n" in text[last:place] else place
    tail = text[line_end:] if line_end < place else "\n" + text[place:]
    return f"{text[:last]}{comma}{text[last:line_end]}\n{indent[1] if indent else '  '}{quoted},{tail}"


def _parsed(text: str, bestand: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KennisError("kennis_toml", bestand=bestand, reden=str(error)) from error


def replace_file(file: Path, text: str) -> None:
    """Write a file in one go: whoever reads it sees the old or the new one. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".nieuw")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        Path(name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
