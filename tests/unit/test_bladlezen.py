"""One page is read the right way up, whatever the geometry made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from brievenbus.bladlezen import _doubt_ends, read_page
from brievenbus.intake import take
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Box, Line, Page, Word
from tests.voorbeelden import beelden

Grey = NDArray[np.uint8]


@dataclass
class NepLezer:
    """A fake engine: reads well only the picture that is the first one turned upside down, or (`goed`) the first one."""

    goed: bool
    gezien: list[Grey] = field(default_factory=list)

    def line_confidence(self, strook: Grey) -> float:
        """Say nothing about which way is up."""
        return 0.5

    def read(self, grijs: Grey, nummer: int) -> Page:
        """Return one line, sure or not."""
        self.gezien.append(grijs)
        turned = len(self.gezien) > 1 and np.array_equal(grijs, self.gezien[0][::-1, ::-1])
        sure = 0.95 if turned or self.goed else 0.3
        words = tuple(Word("woning" if sure > 0.5 else "Bujuom", Box(x / 10, 0.1, x / 10 + 0.08, 0.12), sure) for x in range(1, 8))
        return Page(nummer, (Line(words, (False,) * 7),), grijs.shape[1], grijs.shape[0])


def read(engine: NepLezer) -> tuple[Page, Grey]:
    (taken,) = take([beelden("g01", "scan")[0]]).pages
    page, picture = read_page(taken, cast(Tesseract, engine))
    assert picture is not None
    return page, picture


def test_a_page_that_reads_badly_is_tried_the_other_way_up() -> None:
    engine = NepLezer(goed=False)
    page, picture = read(engine)
    assert [word.tekst for line in page.lines for word in line.woorden] == ["woning"] * 7
    assert np.array_equal(picture, engine.gezien[0][::-1, ::-1]), "the picture must be the one that was read"


def test_a_page_that_reads_well_is_read_once() -> None:
    engine = NepLezer(goed=True)
    read(engine)
    assert len(engine.gezien) == 1


def test_numbers_at_the_cut_edge_of_a_page_are_doubted() -> None:
    def line(*words: tuple[str, float]) -> Line:
        return Line(tuple(Word(text, Box(x, 0.1, x + 0.05, 0.12)) for text, x in words), (False,) * len(words))

    cut = line(("betaal", 0.1), ("26", 0.5), ("26", 0.93))
    lines = (cut, line(("5", 0.02), ("november", 0.4)), line(("kosten", 0.9)), line(("12", 0.5)))
    found = [[word.bevestigd for word in one.woorden] for one in _doubt_ends(lines)]
    assert found == [[True, True, False], [False, True], [True], [True]]
