"""Files in, one `Scan` out: the pages of one letter, decoded to pixels or to the words a PDF itself holds.

Nothing here parses an untrusted file. That happens in one child process a letter (`brievenbus.intake_kind`), which has
hard limits on memory, processor time and file size; the parent only looks at sizes and first bytes and takes back plain
numbers: raw RGB bytes and a JSON list. A file that breaks a decoder therefore costs one child and one `InputError`.
"""

from __future__ import annotations

import errno
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from brievenbus.errors import InputError
from brievenbus.page import Box, Word

Pixels = np.ndarray[Any, np.dtype[np.uint8]]

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (8, b"WEBP", "webp"),
)
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
CODES = ("bestand_kapot", "bestand_te_zwaar", "pdf_op_slot", "schijf_vol", "te_veel_bladzijden", "te_veel_pixels")
"""What the child may refuse a file for."""
PDF_HEAD = 1024
"""A PDF may carry this many bytes of junk before `%PDF-` (Adobe's own readers allow it)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one letter may cost. `max_bytes` is a file, the others are the whole letter; all must be above zero.

    `max_pixels` holds for one picture, checked on the header before a pixel is decoded. `picture_side` may be zero: the
    longest side of the picture that is also made of a page with a text layer, which reading itself has no need of.
    """

    max_bytes: int = 50_000_000
    max_pages: int = 200
    max_pixels: int = 100_000_000
    seconds: int = 60
    memory_bytes: int = 2_000_000_000
    picture_side: int = 0


@dataclass(frozen=True, eq=False)
class ScanPage:
    """One page, upright as far as the file itself says (EXIF, PDF /Rotate).

    `nummer` counts from 1 over the letter. `soort` is "pdf" (trusted text layer: `woorden` is filled and `kleur` is
    None), "scan" or "foto" (`kleur` is RGB uint8, height x width x 3, read-only). `pdf` is (path, page index from 0)
    where the page came out of a PDF. `dpi` is what the file claims, or what it was rasterised at; None when unknown.
    `maat` is width and height: pixels, or points for "pdf". `hash` is a hex SHA-256 of what is on the page. `beeld` is
    the grey picture (height x width, read-only) of a "pdf" page, where `Limits.picture_side` asks for one.
    """

    bestand: str
    nummer: int
    soort: str
    kleur: Pixels | None
    pdf: tuple[str, int] | None
    dpi: float | None
    maat: tuple[int, int]
    woorden: tuple[Word, ...] | None
    hash: str
    beeld: Pixels | None = None


@dataclass(frozen=True, eq=False)
class Scan:
    """The pages of one letter (or pile), in the order in which the files were given."""

    pages: tuple[ScanPage, ...]
    bestanden: tuple[str, ...]
    soort_bestanden: tuple[str, ...]

    @property
    def id(self) -> str:
        """Hex SHA-256 of the pages: the same letter twice has the same id, whatever its files are called."""
        return letter_id(self.pages)

    @property
    def soort(self) -> str:
        """The least readable kind among the pages: "foto", else "scan", else "pdf"."""
        kinds = {page.soort for page in self.pages}
        return next((kind for kind in ("foto", "scan") if kind in kinds), "pdf")


def letter_id(pages: Sequence[ScanPage]) -> str:
    """Return the hex SHA-256 that names the letter on these pages (a pile has one for each letter in it)."""
    return hashlib.sha256("\n".join(page.hash for page in pages).encode()).hexdigest()


def take(paths: Sequence[Path], limits: Limits | None = None, basis: Path | None = None) -> Scan:
    """Decode the files of one letter, in order. `basis`: where decoded pixels come to stand for a moment (the system's place).

    Raises InputError: geen_bestanden, bestand_ontbreekt, bestand_leeg, bestand_te_groot, bestandssoort_onbekend,
    bestand_kapot, pdf_op_slot, te_veel_bladzijden, te_veel_pixels, bestand_te_zwaar (time or memory), schijf_vol.
    The error's values hold `bestand` (the bare file name) and the limit that was passed.
    """
    limits = limits or Limits()
    if not paths:
        raise InputError("geen_bestanden")
    kinds = tuple(_kind(path, limits) for path in paths)
    try:
        with tempfile.TemporaryDirectory(prefix="brievenbus-", dir=basis) as room:
            answer = _run_child(paths, kinds, limits, Path(room))
            pages = tuple(_page(raw, nummer, paths, Path(room)) for nummer, raw in enumerate(answer, start=1))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise InputError("schijf_vol") from error
        raise
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:  # the child's answer makes no sense
        raise InputError("bestand_kapot", bestand=paths[0].name) from error
    return Scan(pages, tuple(path.name for path in paths), kinds)


def sniff(head: bytes) -> str | None:
    """Return "pdf", "jpeg", "png", "tiff", "webp" or "heic" by the first `PDF_HEAD` bytes of a file, else None."""
    for at, mark, kind in SIGNATURES:
        if head[at : at + len(mark)] == mark:
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return "heic"
    return "pdf" if b"%PDF-" in head else None


def _kind(path: Path, limits: Limits) -> str:
    """Check one file from the outside (presence, size, first bytes) and return its kind."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError("bestand_ontbreekt", bestand=path.name)
        if size == 0:
            raise InputError("bestand_leeg", bestand=path.name)
        if size > limits.max_bytes:
            raise InputError("bestand_te_groot", bestand=path.name, grens=limits.max_bytes)
        with path.open("rb") as file:
            kind = sniff(file.read(PDF_HEAD))
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        raise InputError("bestand_ontbreekt", bestand=path.name) from error
    if kind is None:
        raise InputError("bestandssoort_onbekend", bestand=path.name)
    return kind


def _run_child(paths: Sequence[Path], kinds: Sequence[str], limits: Limits, room: Path) -> list[dict[str, Any]]:
    """Run the child on all files and return what it says of each page; see `intake_kind` for the shape."""
    job = {
        "bestanden": [[str(path.resolve()), kind] for path, kind in zip(paths, kinds, strict=True)],
        "grenzen": asdict(limits),
    }
    env = {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
        "OPENBLAS_NUM_THREADS": "1",  # each BLAS thread reserves address space, which the memory limit counts
        "OMP_NUM_THREADS": "1",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "brievenbus.intake_kind", str(room)],
            input=json.dumps(job).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=env,
            cwd=room,
            timeout=limits.seconds + 5,  # above the processor limit: the clock also counts a busy machine
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError("bestand_te_zwaar", bestand=paths[0].name, grens=limits.seconds) from error
    result = room / "antwoord.json"
    if done.returncode != 0 or not result.exists():
        raise InputError("bestand_te_zwaar", bestand=paths[0].name, grens=limits.seconds)
    answer = json.loads(result.read_bytes())
    if answer.get("fout") in CODES:
        raise InputError(answer["fout"], **{name: answer["waarden"][name] for name in answer["waarden"]})
    pages: list[dict[str, Any]] = answer["bladzijden"]
    if not pages:
        raise InputError("bestand_kapot", bestand=paths[0].name)
    return pages


def _page(raw: dict[str, Any], nummer: int, paths: Sequence[Path], room: Path) -> ScanPage:
    """Turn one entry of the child's answer into a page. Raises ValueError, KeyError… where the child's numbers lie."""
    path = paths[int(raw["bestand"])]
    width, height = int(raw["breedte"]), int(raw["hoogte"])
    words: tuple[Word, ...] | None = None
    pixels: Pixels | None = None
    picture: Pixels | None = None
    digest = hashlib.sha256(f"{width}x{height}".encode())
    if raw["woorden"] is not None:
        words = tuple(_word(item) for item in raw["woorden"])
        digest.update(json.dumps(raw["woorden"]).encode())
        if raw.get("beeld") is not None:
            across, down = raw["beeld"]
            picture = _mapped(room / f"{nummer}.grijs", (int(down), int(across)))
    else:
        pixels = _mapped(room / f"{nummer}.rgb", (height, width, 3))
        digest.update(pixels.data)
    dpi = None if raw["dpi"] is None else float(raw["dpi"])
    index = raw["index"]
    return ScanPage(
        bestand=path.name,
        nummer=nummer,
        soort=str(raw["soort"]),
        kleur=pixels,
        pdf=None if index is None else (str(path), int(index)),
        dpi=dpi if dpi is None or math.isfinite(dpi) else None,
        maat=(width, height),
        woorden=words,
        hash=digest.hexdigest(),
        beeld=picture,
    )


def _mapped(file: Path, shape: tuple[int, ...]) -> Pixels:
    """Map the child's pixels, rather than read them.

    The file is deleted right after, but its pages stay readable until the array is dropped, and a pile of 200 scans need
    not fit in memory.
    """
    return np.asarray(np.memmap(file, dtype=np.uint8, mode="r", shape=shape))


def _word(item: Sequence[Any]) -> Word:
    """Rebuild a word from [text, x0, y0, x1, y1] (fractions of the page)."""
    text, x0, y0, x1, y1 = item
    return Word(str(text), Box(float(x0), float(y0), float(x1), float(y1)))
