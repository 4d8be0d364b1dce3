"""A sentence as sound, made on this machine: nothing of a letter leaves it. The voices are those of espeak-ng (Debian: espeak-ng).

Where espeak-ng is missing the rest of the program works as ever: `has_stem` says there is no voice, and `spreek` says what to install.
"""

from __future__ import annotations

from brievenbus.voorlezen.espeak import LANGST, STEMMEN, TEMPO, has_stem, spreek

__all__ = ["LANGST", "STEMMEN", "TEMPO", "has_stem", "spreek"]
