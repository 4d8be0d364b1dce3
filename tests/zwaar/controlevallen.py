"""Correct letters that look like faulty ones: each does lawfully what a check might take for a fault. Invented senders only."""

from __future__ import annotations

import re
from pathlib import Path

_BRIEVEN = re.split(r"^=== (.+)\n", Path(__file__).with_suffix(".txt").read_text("utf-8"), flags=re.MULTILINE)[1:]
VALLEN = dict(zip(_BRIEVEN[::2], _BRIEVEN[1::2], strict=True))
"""Name → letter in the project's markup."""
