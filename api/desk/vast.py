"""The fixed files of the pages: styles, scripts and marks, which hold nothing of anybody.

They stand at `/static/<mark>/<file>`. The mark is a hash of all of them together, so a browser may keep a file for ever and still
never mixes two versions: modules import each other by relative paths and so stay under one mark. Any other mark, or none, gives the
file of today, which a browser then has to ask for again.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

MAP = Path(__file__).parent / "static"
WAAR = "/static"
THEMA = "thema.css"
"""What an organisation may put beside the others: its own NL Design System theme, or only a few `--bb-…` properties."""

_THEMAKLAS = re.compile(r"\.([a-z][a-z0-9-]*-theme)\b")
_KEEP = "public, max-age=31536000, immutable"
_ASK = "no-cache"


def _mark() -> str:
    made = hashlib.sha256()
    for file in sorted(MAP.iterdir()):
        made.update(file.name.encode() + b"\0" + file.read_bytes())
    return made.hexdigest()[:12]


MERK = _mark()
VAST = f"{WAAR}/{MERK}"
"""Where pages find the files."""


def thema() -> str | None:
    """Return the class of the organisation's own theme, as its style names it (`.zuidermeer-theme`).

    Empty where the style has no such class, and None where there is no style.
    """
    file = MAP / THEMA
    if not file.is_file():
        return None
    named = _THEMAKLAS.search(file.read_text(encoding="utf-8", errors="replace"))
    return "" if named is None else named[1]


class VasteBestanden(StaticFiles):
    """The folder of fixed files, with or without a mark in front."""

    def __init__(self) -> None:
        super().__init__(directory=MAP)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file, and with how long it may be kept."""
        mark, _, rest = path.partition("/")
        answer = await super().get_response(rest or path, scope)
        answer.headers["cache-control"] = _KEEP if rest and mark == MERK else _ASK
        return answer
