"""The child process in which untrusted files are parsed. Started by `intake` by name, never imported by it.

    python -m brievenbus.intake_kind ROOM < job.json

Reads {"bestanden": [[path, kind], …], "grenzen": {…Limits}} and writes ROOM/antwoord.json:
{"bladzijden": [{"bestand": 0, "soort": "pdf|scan|foto", "breedte": 1, "hoogte": 1, "dpi": null, "index": null,
"woorden": null}, …]} with the pixels of page n in ROOM/n.rgb (RGB, row by row), or {"fout": code, "waarden": {…}}. Where
`picture_side` asks for it, a page with words has "beeld": [width, height] too, with its pixels in ROOM/n.grijs (grey).
It imports only what the files at hand need, because it starts anew for every letter.
"""

from __future__ import annotations

import errno
import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Any

from brievenbus.errors import InputError


def main(room: Path, job: dict[str, Any]) -> None:
    """Decode all files into `room` and write the answer there; a refusal is an answer too."""
    limits = job["grenzen"]
    _jail(limits)
    pages: list[dict[str, Any]] = []
    answer: dict[str, Any] = {"bladzijden": pages}
    for number, (path, kind) in enumerate(job["bestanden"]):
        try:
            reader = importlib.import_module("brievenbus.intake_pdf" if kind == "pdf" else "brievenbus.intake_beeld")
            for page in reader.pages(Path(path), kind, limits, room, len(pages)):
                pages.append({"bestand": number, **page})
        except Exception as error:  # the border of the jail: whatever a decoder throws becomes a code
            code, values = _code(error)
            answer = {"fout": code, "waarden": {"bestand": Path(path).name, **values}}
            break
    (room / "antwoord.json").write_text(json.dumps(answer))


def _jail(limits: dict[str, int]) -> None:
    """Give this process hard limits. A core file would hold the letter, so none is written."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * limits["max_pixels"], 4 * limits["max_pixels"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _code(error: Exception) -> tuple[str, dict[str, str | int | float]]:
    """Name a decoder's failure: our own code, out of memory, disk full, or simply broken."""
    if isinstance(error, InputError):
        return error.code, error.waarden
    if isinstance(error, MemoryError):
        return "bestand_te_zwaar", {}
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "schijf_vol", {}
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return "te_veel_pixels", {}
    return "bestand_kapot", {}


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.load(sys.stdin))
