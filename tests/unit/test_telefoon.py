"""The hard pictures of the sample letters: the same seed gives the same picture, and the truth that goes with it is true."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

pytest.importorskip("reportlab")
WORTEL = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(WORTEL / "samples"))
maak: Any = importlib.import_module("maak")
telefoon: Any = importlib.import_module("telefoon")
velmodule: Any = importlib.import_module("vel")
vuil: Any = importlib.import_module("vuil")
leesblad: Any = importlib.import_module("tests.zwaar.leesblad")


@pytest.fixture(scope="module")
def vel() -> Any:
    """The account of the benchmark."""
    return velmodule.vellen(leesblad.AFREKENING, 3)[0]


def kans(*delen: object) -> np.random.Generator:
    rng: np.random.Generator = maak.generator(*delen)
    return rng


def test_truth_holds_the_words_of_the_letter_with_its_cells_and_its_footer_last(vel: Any) -> None:
    regels = velmodule.plat(vel.regels).splitlines()
    assert "Korting voor vaste klanten\t- € 45,00" in regels
    assert regels[-1].startswith("Energiebedrijf De Noorderkroon is een verzonnen bedrijf.")
    woord = next(w for w in vel.woorden if w.tekst == "Kornoeljepad")
    y0, y1, x0, x1 = (round(waarde * velmodule.PX) for waarde in (woord.y0, woord.y1, woord.x0, woord.x1))
    assert vel.beeld[y0:y1, x0:x1].min() < 60, "the word is printed where the truth says it is"


def test_same_seed_same_bytes(vel: Any) -> None:
    vies = [vuil.bevuil(vel, "stempel", kans("a")).vel for _ in range(2)]
    een, twee, ander = (telefoon.neem(v, "scan200", kans("a", nummer)) for v, nummer in zip([*vies, vies[0]], (1, 1, 2), strict=True))
    assert een.jpeg == twee.jpeg != ander.jpeg
    assert een.gegevens == twee.gegevens
    assert max(Image.open(BytesIO(een.jpeg)).size) == 2339
    assert een.zichtbaar.mean() > 0.97


def test_what_falls_outside_the_picture_is_not_visible(vel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    dichtbij = replace(telefoon.ERNST["chat"], vulling=(1.5, 1.5), lang=(1200, 1200), gedraaid=0.0, klein=0)
    monkeypatch.setitem(telefoon.ERNST, "dichtbij", dichtbij)
    opname = telefoon.neem(vel, "dichtbij", kans("b"))
    assert 0.3 < opname.zichtbaar.mean() < 0.75
    hoog, breed = opname.zichtbaar.shape
    assert opname.zichtbaar[hoog // 2, breed // 2]
    assert not opname.zichtbaar[0, 0]


@pytest.mark.parametrize("soort", sorted(vuil.SOORTEN))
def test_dirt_is_where_it_says_and_nowhere_else(vel: Any, soort: str) -> None:
    vies = vuil.bevuil(vel, soort, kans("c", soort))
    over_alles = soort in ("kleurpapier", "doorschijn")
    assert vies.bedekt.shape == vies.geraakt.shape == vel.beeld.shape[:2]
    verschil = cv2.absdiff(vies.vel.beeld, vel.beeld).max(axis=2) > 110
    if vies.vel.dekking is not None:
        verschil |= vies.vel.dekking < 100
    if vies.vel.boven is not None:
        rand = slice(vies.vel.rand, -vies.vel.rand or None)
        verschil |= vies.vel.boven[rand, rand, 3] > 230
    plek = vies.bedekt | vies.geraakt
    assert over_alles or (plek.any() and plek.mean() < 0.15)
    assert over_alles or not (verschil & ~plek).mean() > 2e-4
    assert bool(vies.geschreven) == (soort == "handschrift")


def test_thumb_may_come_from_every_side(vel: Any) -> None:
    kanten = set()
    for zaad in range(9):
        kolommen = vuil.duim(vel, kans(zaad)).bedekt.any(axis=0)
        kanten.add("links" if kolommen[0] else "rechts" if kolommen[-1] else "onder")
    assert kanten == {"links", "rechts", "onder"}


def test_covered_words_are_not_asked_for(tmp_path: Path, vel: Any) -> None:
    (oor,) = leesblad.render([leesblad.Bron("blad", vel)], "scan200+ezelsoor", 3, tmp_path)
    assert sorted([*oor.gedrukt.split(), *oor.vrij]) == sorted(woord.tekst for woord in vel.woorden)
    assert len(oor.vrij) >= 3
    assert oor.pad.exists()
