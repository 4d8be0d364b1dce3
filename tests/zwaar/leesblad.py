"""Pages to read for the benchmark: the sample letters under a hard camera, with what can be read on each picture."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.voorbeelden import BRIEVEN, WORTEL
from tests.zwaar.leesmaat import Waarde, waarden

sys.path.insert(0, str(WORTEL / "samples"))

from inkt import Vuil
from maak import generator
from opname import CEL_MM
from telefoon import neem
from vel import PX, Beeld, Vel, Woord, plat, vellen
from vuil import SOORTEN, bevuil

AFREKENING = Path(__file__).parent / "afrekening.txt"
"""A page with amounts below zero, which the sample letters hardly have; it is always among the pages."""
MIN_WOORDEN = 25
"""A page with fewer words is not measured: one error would weigh as much as a page."""
ZICHTBAAR = 0.85
"""A word of which less than this share can be seen is not expected to be read."""


@dataclass(frozen=True)
class Leesblad:
    """A picture on disk. `gedrukt` can be read on it; `vrij` are the words that are covered or outside the picture.

    `geraakt` are the words over or beside which something was put, though they can still be read; `geschreven` is
    what was written on it by hand.
    """

    pad: Path
    naam: str
    gedrukt: str
    vrij: tuple[str, ...]
    onleesbaar: frozenset[Waarde]
    geraakt: str
    geschreven: tuple[str, ...]
    gegevens: dict[str, float]


@dataclass(frozen=True, eq=False)
class Bron:
    """A clean sheet and its name."""

    naam: str
    vel: Vel


def choose(bladen: int, zaad: int) -> list[Bron]:
    """Choose pages by seed: the account first, then pages of sample letters in chance order."""
    brieven = sorted(BRIEVEN.glob("*.txt"))
    random.Random(zaad).shuffle(brieven)
    gekozen: list[Bron] = []
    for brief in (AFREKENING, *brieven):
        for nummer, vel in enumerate(vellen(brief, zaad), start=1):
            if len(vel.woorden) >= MIN_WOORDEN:
                gekozen.append(Bron(f"{brief.stem}.p{nummer}", vel))
        if len(gekozen) >= bladen:
            break
    return gekozen[:bladen]


def render(bronnen: Sequence[Bron], variant: str, zaad: int, uit: Path) -> Iterator[Leesblad]:
    """Write the pictures of a variant ("middel", or "middel+stempel" with dirt) and yield them."""
    camera, _, soort = variant.partition("+")
    for bron in bronnen:
        schoon = np.zeros(bron.vel.beeld.shape[:2], bool)
        vuil = bevuil(bron.vel, soort, generator(bron.naam, zaad, soort)) if soort else Vuil(bron.vel, schoon, schoon)
        opname = neem(vuil.vel, camera, generator(bron.naam, zaad, camera))
        pad = uit / f"{bron.naam}.{variant}.jpg"
        pad.write_bytes(opname.jpeg)
        weg = {
            w for w in bron.vel.woorden if _share(w, opname.zichtbaar, 1 / CEL_MM) < ZICHTBAAR or _share(w, vuil.bedekt, PX) > 1 - ZICHTBAAR
        }
        regels = [[woord for woord in regel if woord not in weg] for regel in bron.vel.regels]
        gedrukt = plat(regels)
        yield Leesblad(
            pad,
            bron.naam,
            gedrukt,
            tuple(woord.tekst for woord in bron.vel.woorden if woord in weg),
            frozenset(waarden(plat(bron.vel.regels))) - frozenset(waarden(gedrukt)),
            plat([[woord for woord in regel if _share(woord, vuil.geraakt, PX) > 0.03] for regel in regels]),
            vuil.geschreven,
            opname.gegevens,
        )


def _share(woord: Woord, masker: Beeld, schaal: float) -> float:
    """Return the share of the word's box where the mask is set; `schaal` is cells per mm."""
    y0, y1, x0, x1 = (round(waarde * schaal) for waarde in (woord.y0, woord.y1, woord.x0, woord.x1))
    stuk = masker[max(0, y0) : max(y1, y0 + 1), max(0, x0) : max(x1, x0 + 1)]
    return float(stuk.mean()) if stuk.size else 0.0


def vuilsoorten() -> tuple[str, ...]:
    """The kinds of dirt that `render` knows."""
    return tuple(SOORTEN)
