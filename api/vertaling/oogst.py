"""Gather every sentence the pages can say, and hold a catalogue against them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

HIER = Path(__file__).parents[1]
MAP = HIER / "desk" / "talen"
_WOORDEN: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_JINJA = {"encoding": "utf-8", "trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.i18n"}
_OPMAAK = re.compile(r"<[^>]*>|[<>\"]")
_GAT = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def harvest() -> Catalog:
    """Return a catalogue of all sentences: of the templates, of the modules, and of the errors."""
    made = Catalog(project="brievenbus", charset="utf-8", fuzzy=False)
    for where, line, text, comments in sorted(_all(), key=lambda found: (found[0], found[1])):
        made.add(text, locations=[(where, line)], auto_comments=comments)
    return made


def _all() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str]]]:
    for file, method, options in _sources():
        for line, text, comments, _context in extract_from_file(method, file, _WOORDEN, ("L10n:",), options):
            yield file.relative_to(HIER.parent).as_posix(), line, text, list(comments)
    errors = tomllib.loads((files("brievenbus") / "kennis" / "talen" / "nl.toml").read_text("utf-8"))["fouten"]
    for text in errors.values():
        yield "brievenbus/kennis/talen/nl.toml", 0, text, []


def _sources() -> Iterable[tuple[Path, str, dict[str, str]]]:
    for file in sorted((HIER / "desk").rglob("*.py")):
        yield file, "python", {}
    for file in sorted((HIER / "desk" / "templates").glob("*.html")):
        yield file, "jinja2.ext:babel_extract", _JINJA


def load(file: Path) -> Catalog:
    """Read a catalogue. Raises OSError, babel's PoFileError."""
    with file.open("rb") as source:
        return read_po(source, locale=file.stem)


def problems(catalogue: Catalog, source: Catalog) -> list[str]:
    """Return what is wrong with a catalogue: sentences that are missing, left over or unsure, and slots that differ."""
    wrong = [f"ontbreekt: {_id(message)}" for message in source if message.id and _id(message) not in _ids(catalogue)]
    wrong += [f"te veel: {_id(message)}" for message in catalogue if message.id and _id(message) not in _ids(source)]
    for message in catalogue:
        if not message.id:
            continue
        said = [form or "" for form in (message.string if isinstance(message.string, tuple | list) else (message.string,))]
        if message.fuzzy or not all(said):
            wrong.append(f"niet vertaald: {_id(message)}")
            continue
        wanted = _slots(message.id if isinstance(message.id, str) else message.id[-1])
        wrong += [f"andere open plekken: {form}" for form in said if not _fits(_slots(form), wanted, many=len(said) > 1)]
        marks = _marks(_id(message))
        wrong += [f"andere opmaak: {form}" for form in said if _marks(form) != marks]
    return wrong


def _fits(has: set[str], wanted: set[str], *, many: bool) -> bool:
    """Tell whether a translation has the slots of its source; in a plural form the number itself may be a word ('one letter')."""
    return has == wanted or (many and has <= wanted and wanted - has <= {"n", "aantal"})


def _marks(text: str) -> Counter[str]:
    """Return the tags of a sentence and the signs that could break out of an attribute: a template does not escape them."""
    return Counter(_OPMAAK.findall(text))


def _slots(text: str) -> set[str]:
    return {found[1] or found[2] for found in _GAT.finditer(text)}


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _ids(catalogue: Catalog) -> set[str]:
    return {_id(message) for message in catalogue if message.id}
