"""Whole letters with the whole answer beside them: what changes here changes for a resident.

Write them anew with `pytest tests/golden --schrijf-goud`, read the difference, and commit it (the CI refuses the switch).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brievenbus.brief import to_json
from tests.begrijp import Begrip
from tests.voorbeelden import WORTEL, gelezen

HIER = Path(__file__).parent
LETTERS = {
    "g02": "tweede aanmaning van het CJIB",
    "g07": "goed nieuws: teruggaaf van de Belastingdienst",
    "g11": "bijstand opgeschort; er staat een BSN in",
    "g15": "gemeentelijke aanslag die vanzelf wordt afgeschreven",
    "h06": "energie wordt afgesloten: drie werkdagen",
    "h16": "nepbrief",
}


@pytest.mark.parametrize("naam", sorted(LETTERS))
def test_letter_reads_as_before(naam: str, begrip: Begrip, schrijf_goud: bool) -> None:
    said = to_json(gelezen(naam, begrip.lezer))
    file = HIER / f"{naam}.json"
    if schrijf_goud:
        file.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads(file.read_text("utf-8")) == json.loads(json.dumps(said))


def test_every_golden_file_belongs_to_a_letter() -> None:
    assert {file.stem for file in HIER.glob("*.json")} == set(LETTERS)


def test_the_switch_is_refused_in_ci() -> None:
    before = {file: file.read_bytes() for file in HIER.glob("*.json")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/golden/test_brieven.py", "--schrijf-goud", "-p", "no:cacheprovider"],
        cwd=WORTEL, env={**os.environ, "CI": "true"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--schrijf-goud" in done.stderr
    assert {file: file.read_bytes() for file in HIER.glob("*.json")} == before
