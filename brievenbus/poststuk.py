"""Which files are one letter, by their names alone: `naam.p1.jpg, naam.p2.jpg` are the pages of one, any other file is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

NO_LETTER = (".json", ".jsonl", ".txt", ".md")
NO_LETTER_NAMES = ("thumbs.db", "desktop.ini")
_PAGE = re.compile(r"(.+)\.p(\d+)\.[^.]+", re.IGNORECASE)


def group(names: Sequence[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return (name of the letter, places in `names` of its pages in order) for each letter, in the order of `names`."""
    groups: dict[tuple[str, int], list[int]] = {}
    for at, name in enumerate(names):
        page = _PAGE.fullmatch(name)
        groups.setdefault((page[1], -1) if page else (name, at), []).append(at)
    return tuple((name, tuple(sorted(places, key=lambda at: natural(names[at])))) for (name, _), places in groups.items())


def is_note(name: str) -> bool:
    """Tell whether a file is no letter but something that lies beside it: notes, answers, what a system leaves behind."""
    return name.startswith(".") or name.lower().endswith(NO_LETTER) or name.lower() in NO_LETTER_NAMES


def natural(name: str) -> tuple[object, ...]:
    """Sort key in which p2 comes before p10."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts), name
