"""What an OCR engine is, and which ones there are. To add one: a module beside this one and a line in `ENGINES`."""

from __future__ import annotations

import importlib
from typing import Any, Protocol

import numpy as np

from brievenbus.errors import SettingsError
from brievenbus.page import Page

Grey = np.ndarray[Any, np.dtype[np.uint8]]

ENGINES = {
    "tesseract": "brievenbus.ocr.tesseract:Tesseract",
    "replay": "brievenbus.ocr.replay:Replay",
}
"""Name → "module:class". Strings, so that an engine's libraries are loaded only when it is chosen."""


class Engine(Protocol):
    """Reads one upright, straightened page."""

    def read(self, grijs: Grey, nummer: int) -> Page:
        """Read a grey picture (uint8, height x width, dark text on light paper) as page `nummer` (from 1).

        A page without text gives a Page without lines. Raises ToolError where the outside program is missing, StageError where it fails on
        this page.
        """
        ...


def load_engine(naam: str, **opties: Any) -> Engine:
    """Make the engine called `naam` with its own options. Raises SettingsError (ocr_onbekend) for another name."""
    if naam not in ENGINES:
        raise SettingsError("ocr_onbekend", naam=naam, bekend=", ".join(sorted(ENGINES)))
    module, kind = ENGINES[naam].split(":")
    engine: Engine = getattr(importlib.import_module(module), kind)(**opties)
    return engine
