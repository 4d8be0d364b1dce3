"""The readers made ready: knowledge, the recogniser built from it, and the trained readers that are there."""

from __future__ import annotations

from pathlib import Path

from brievenbus.classify import Lezer
from brievenbus.classify.hublezer import Hublezer
from brievenbus.classify.model import load as load_model
from brievenbus.classify.netlezer import Netlezer
from brievenbus.classify.stem import Brieflezer
from brievenbus.classify.zinlezer import Zinlezer
from brievenbus.kennis import Kennis

MODELLEN = Path(__file__).resolve().parents[2] / "models"
EIGEN, GEEN = "", "geen"


def open_lezer(kennis: Kennis, cache: Path, naam: str = EIGEN) -> Lezer:
    """Return the reader for a knowledge base. `naam` is the third reader: ours, `geen`, or a model of transformers by folder or hub name.

    Raises ToolError `model_stuk`, `lezer_niet_gevonden` and SettingsError `lezer_past_niet`.
    """
    return Lezer.make(kennis, load_model(kennis, cache), open_net(kennis, naam), open_zinlezer())


def open_net(kennis: Kennis, naam: str = EIGEN) -> Brieflezer | None:
    """Return the third reader; None where it is not wanted, or where the folder with our models was left out."""
    if naam == GEEN:
        return None
    if naam:
        return Hublezer.open(naam, kennis.briefsoorten)
    folder = MODELLEN / "lezer"
    return Netlezer.open(folder) if folder.is_dir() else None


def open_zinlezer() -> Zinlezer | None:
    """Return the reader of sentences; None where its folder was left out. Raises ToolError `model_stuk`."""
    folder = MODELLEN / "zinlezer"
    return Zinlezer.open(folder) if folder.is_dir() else None
