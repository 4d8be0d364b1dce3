"""The second look beside the date label: only where no date was read, and only when it brings one."""

from __future__ import annotations

import numpy as np

from brievenbus.ocr.engine import Grey
from brievenbus.ocr.labels import look_beside_labels
from brievenbus.ocr.reads import Read

PAGE: Grey = np.full((2000, 1400), 240, np.uint8)
LABEL = Read("Datum", 96, 1000, 400, 1080, 420)


def reads(*words: tuple[str, int, int]) -> list[Read]:
    return [Read(text, 90, x, y, x + 12 * len(text), y + 20) for text, x, y in words]


def test_a_torn_date_is_read_again() -> None:
    torn = [LABEL, *reads(("juli", 1030, 426), ("14", 1000, 452), ("den", 1060, 452))]

    def look(cut: Grey) -> list[Read]:
        return reads(("Datum", 20, 9), ("14", 22, 46), ("juli", 53, 45), ("2026", 105, 45))

    found = look_beside_labels(PAGE, torn, look)
    assert [r.tekst for r in found] == ["Datum", "14", "juli", "2026"]
    assert all(r.x0 >= 1000 and r.y0 >= 400 for r in found)


def test_a_date_that_was_read_is_left_alone() -> None:
    whole = [LABEL, *reads(("14", 1000, 426), ("juli", 1030, 426), ("2026", 1080, 426))]

    def look(cut: Grey) -> list[Read]:
        raise AssertionError("no second look is needed")

    assert look_beside_labels(PAGE, whole, look) == whole


def test_a_second_look_without_a_date_changes_nothing() -> None:
    torn = [LABEL, *reads(("igg", 1000, 426))]
    assert look_beside_labels(PAGE, torn, lambda cut: reads(("vlek", 20, 40))) == torn
