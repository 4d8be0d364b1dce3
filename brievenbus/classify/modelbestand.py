"""A folder with a trained model: read only where every file is the one that was trained."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from brievenbus.errors import ToolError

SUMS = "SHA256SUMS"


def check_model(folder: Path, needed: Sequence[str] = ()) -> None:
    """Compare the files with those named in `SHA256SUMS` of the folder (`<sha256>  <path under the folder>`, one a line).

    Every file named there must be there unchanged, and `needed` must be named there. Raises ToolError `model_stuk`.
    """
    try:
        rows = [line.split(maxsplit=1) for line in (folder / SUMS).read_text("utf-8").splitlines() if line.strip()]
        known = {name.strip(): value for value, name in rows}
        good = bool(known) and set(needed) <= known.keys() and all(_is_inside(name) for name in known)
        good = good and all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == value for name, value in known.items())
    except (OSError, ValueError):
        good = False
    if not good:
        raise ToolError("model_stuk", map=folder.name)


def _is_inside(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts
