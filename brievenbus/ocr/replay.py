"""Stored readings: an engine that answers from JSON instead of reading. For tests, and for showing what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from brievenbus.errors import ToolError
from brievenbus.ocr.engine import Grey
from brievenbus.page import Box, Line, Page, Word


class Replay:
    """Returns the stored reading of a picture. `lezingen` maps `image_hash` to what `page_to_json` made.

    An unknown picture raises ToolError (lezing_onbekend), or reads as a page without lines where `leeg` is true.
    """

    def __init__(self, lezingen: Mapping[str, Mapping[str, Any]] | None = None, leeg: bool = False) -> None:
        self._readings = dict(lezingen or {})
        self._blank = leeg

    def read(self, grijs: Grey, nummer: int) -> Page:
        """Return the stored page under the number asked for; see `Engine.read`."""
        key = image_hash(grijs)
        if key in self._readings:
            return page_from_json({**self._readings[key], "nummer": nummer})
        if self._blank:
            return Page(nummer, (), int(grijs.shape[1]), int(grijs.shape[0]))
        raise ToolError("lezing_onbekend", beeld=key)


def image_hash(grijs: Grey) -> str:
    """Return the hex SHA-256 of a picture's size and pixels."""
    return hashlib.sha256(f"{grijs.shape}".encode() + grijs.tobytes()).hexdigest()


def page_to_json(page: Page) -> dict[str, Any]:
    """Return the page as JSON values; `page_from_json` gives the same page back."""
    return {
        "nummer": page.nummer,
        "breedte": page.breedte,
        "hoogte": page.hoogte,
        "kwaliteit": page.kwaliteit,
        "aanwijzingen": list(page.aanwijzingen),
        "regels": [
            {
                "alinea": line.alinea,
                "woorden": [
                    [word.tekst, word.vak.x0, word.vak.y0, word.vak.x1, word.vak.y1, word.zekerheid, int(cel), *_doubt(word)]
                    for word, cel in zip(line.woorden, line.cel_voor, strict=True)
                ],
            }
            for line in page.lines
        ],
    }


def page_from_json(data: Mapping[str, Any]) -> Page:
    """Rebuild a page. Raises KeyError, TypeError or ValueError where the JSON has another shape."""
    return Page(
        nummer=int(data["nummer"]),
        lines=tuple(_line(item) for item in data["regels"]),
        breedte=int(data["breedte"]),
        hoogte=int(data["hoogte"]),
        kwaliteit=float(data["kwaliteit"]),
        aanwijzingen=tuple(data["aanwijzingen"]),
    )


def _doubt(word: Word) -> list[int]:
    """Return what is stored of a word that is not confirmed; of the others nothing, as in readings stored before."""
    return [] if word.bevestigd else [0]


def _line(item: Mapping[str, Any]) -> Line:
    """Rebuild a line from its words and the flag of a new paragraph."""
    words = tuple(Word(str(w[0]), Box(*(float(v) for v in w[1:5])), float(w[5]), len(w) < 8 or bool(w[7])) for w in item["woorden"])
    return Line(words, tuple(bool(w[6]) for w in item["woorden"]), bool(item["alinea"]))
