"""PP-OCR: a second reader, of one line at a time, that errs elsewhere than Tesseract does. Optional.

The model is the recogniser in the wheel `rapidocr` (PP-OCRv6 small, 21 MB); only its file is used, through onnxruntime.
The list of characters stands in the model itself. What is read is kept to the characters of letters in the Netherlands:
the model knows 18,710, most of them Chinese.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from brievenbus.ocr.engine import Grey

HIGH = 48
"""Height in pixels that the model wants of a strip."""
STEP = 8
"""Pixels of a strip for each step of the answer; a strip's width is rounded up to a whole number of steps."""
NARROWEST, WIDEST = 6, 84
"""Steps of a strip: at least so many, because a shorter one reads as nothing; at most so many (14 times its height),
because the model loses its place in longer ones."""
LAST = "ſ"
"""Letters up to here (Latin-1 and Latin Extended-A) stand in names of people in the Netherlands, Polish and Turkish too."""
SIGNS = frozenset("€•–—’‘“”„…™")
PLAIN = {"−": "-", "・": "·", "●": "•", "、": ",", "。": "."} | {chr(at): chr(at - 0xFEE0) for at in range(0xFF01, 0xFF5F)}
"""Signs, and the Chinese full-width forms of characters, that are the same to a reader of Dutch."""


@dataclass(frozen=True, slots=True)
class Teken:
    """One character of a strip: how surely it was read (0..1) and where, as shares (0..1) of the strip's width."""

    tekst: str
    zekerheid: float
    x0: float
    x1: float


class Herkenner(Protocol):
    """Reads strips of one line each: grey (uint8), dark on light, of any height."""

    def read(self, stroken: Sequence[Grey]) -> list[tuple[Teken, ...]]:
        """Return the characters of every strip, spaces included, from left to right; none where nothing was read."""
        ...


class PpOcr:
    """The recogniser itself. Making one loads the model (0.2 s, 60 MB); raises ImportError where it is not installed."""

    def __init__(self) -> None:
        import onnxruntime

        file = model_file()
        if file is None:
            raise ImportError("rapidocr")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._input: str = self._session.get_inputs()[0].name
        listed = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._classes, self._characters = _allowed(listed)

    def read(self, stroken: Sequence[Grey]) -> list[tuple[Teken, ...]]:
        """Read one by one: strips side by side in one call are no faster (75 ms for 640 px either way, measured)."""
        return [self._read(strook) for strook in stroken]

    def _read(self, strook: Grey) -> tuple[Teken, ...]:
        if 0 in strook.shape:
            return ()
        height, width = strook.shape
        wide = max(1, min(round(width * HIGH / height), WIDEST * STEP))
        steps = max(NARROWEST, -(-wide // STEP))
        small = cv2.resize(strook, (wide, HIGH), interpolation=cv2.INTER_AREA if height > HIGH else cv2.INTER_CUBIC)
        filled = np.full((HIGH, steps * STEP), int(np.median(small[:, -1])), np.uint8)
        filled[:, :wide] = small
        values = np.broadcast_to((filled.astype(np.float32) / 127.5 - 1.0)[None, None], (1, 3, HIGH, steps * STEP))
        answer = self._session.run(None, {self._input: np.ascontiguousarray(values)})[0][0]
        return _decode(answer[:, self._classes], self._characters, steps * STEP / wide)


def is_available() -> bool:
    """Tell whether the recogniser is installed; nothing is loaded for it."""
    return model_file() is not None and importlib.util.find_spec("onnxruntime") is not None


@cache
def model_file() -> Path | None:
    """Return the model in the installed wheel, or None. The wheel itself is not imported: that takes a second."""
    found = importlib.util.find_spec("rapidocr")
    for place in (found.submodule_search_locations or ()) if found else ():
        files = sorted(Path(place, "models").glob("*rec*.onnx"))
        if files:
            return files[0]
    return None


def _allowed(listed: Iterable[str]) -> tuple[np.ndarray[Any, np.dtype[np.intp]], list[str]]:
    """Return the classes that may be answered and what they stand for; class 0 is "no character", the last a space."""
    chosen = [(0, "")]
    for at, name in enumerate([*listed, " "], start=1):
        plain = PLAIN.get(name, name)
        if plain in SIGNS or (len(plain) == 1 and (" " <= plain <= "~" or "¡" <= plain <= LAST)):
            chosen.append((at, plain))
    return np.array([at for at, _ in chosen]), [plain for _, plain in chosen]


def _decode(chances: np.ndarray[Any, np.dtype[np.float32]], characters: Sequence[str], stretch: float) -> tuple[Teken, ...]:
    """Undo the CTC code (steps x classes): equal neighbours are one character, class 0 parts them.

    `stretch` is the width that was read over the width of the strip itself.
    """
    best = chances.argmax(axis=1)
    chance = chances.max(axis=1)
    scale = stretch / len(best)
    found: list[Teken] = []
    before = 0
    for at, (kind, sure) in enumerate(zip(best.tolist(), chance.tolist(), strict=True)):
        if kind and kind == before:
            last = found[-1]
            found[-1] = Teken(last.tekst, max(last.zekerheid, sure), last.x0, min(1.0, (at + 1) * scale))
        elif kind:
            found.append(Teken(characters[kind], sure, min(1.0, at * scale), min(1.0, (at + 1) * scale)))
        before = kind
    return tuple(found)
