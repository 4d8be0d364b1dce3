"""Short notes by hand: in one of Debian's free handwriting fonts, or in strokes of our own."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from ondergrond import clouds
from PIL import Image, ImageDraw, ImageFont
from vel import PX, Beeld

ZINNEN = (
    "gebeld 3/11",
    "betaald?",
    "€ 85,-",
    "15/11 bellen",
    "nee!",
    "€ 120,50",
    "voor vrijdag",
    "3 x € 40",
    "al geregeld",
    "vragen aan Els",
)
FONTS = Path("/usr/share/fonts")
HANDEN = (
    "truetype/femkeklaver/femkeklaver.ttf",
    "truetype/rufscript/Rufscript010.ttf",
    "truetype/breip/Breip.ttf",
    "opentype/bwht/BecauseWeCreate-Regular.otf",
)
"""Packages fonts-femkeklaver, fonts-rufscript, fonts-breip and fonts-bwht; those that are there are used beside our own."""
STREKEN = {
    "a": "0.5,0.5 0.4,0.42 0.2,0.45 0.1,0.7 0.2,0.95 0.4,0.95 0.5,0.75 0.5,0.5 0.5,0.9 0.65,0.95",
    "b": "0.1,0 0.12,0.95 0.35,0.95 0.5,0.7 0.35,0.48 0.12,0.6",
    "d": "0.5,0.5 0.4,0.42 0.2,0.45 0.1,0.7 0.2,0.95 0.4,0.95 0.5,0.75 0.55,0 0.52,0.95",
    "e": "0.1,0.7 0.5,0.66 0.4,0.46 0.2,0.46 0.08,0.7 0.2,0.95 0.5,0.88",
    "g": "0.5,0.5 0.4,0.42 0.2,0.45 0.1,0.7 0.2,0.95 0.4,0.95 0.5,0.75 0.5,0.5 0.5,1.2 0.3,1.35 0.1,1.2",
    "i": "0.2,0.45 0.2,0.9 0.3,0.95|0.2,0.25 0.22,0.28",
    "j": "0.25,0.45 0.25,1.2 0.05,1.3|0.25,0.25 0.27,0.28",
    "l": "0.15,0 0.15,0.88 0.3,0.95",
    "n": "0.1,0.45 0.1,0.95 0.12,0.6 0.35,0.45 0.45,0.6 0.45,0.95",
    "o": "0.3,0.45 0.1,0.6 0.12,0.9 0.35,0.95 0.5,0.7 0.4,0.48 0.3,0.45",
    "r": "0.1,0.45 0.12,0.95 0.15,0.6 0.4,0.45",
    "s": "0.45,0.5 0.2,0.45 0.15,0.6 0.42,0.75 0.4,0.93 0.1,0.92",
    "t": "0.25,0.15 0.22,0.9 0.4,0.92|0.05,0.45 0.45,0.42",
    "v": "0.08,0.45 0.28,0.95 0.48,0.45",
    "x": "0.08,0.45 0.48,0.95|0.48,0.45 0.08,0.95",
    "E": "0.55,0.02 0.1,0.05 0.1,0.95 0.55,0.93|0.1,0.5 0.45,0.48",
    "€": "0.6,0.15 0.4,0.05 0.15,0.3 0.15,0.7 0.4,0.95 0.62,0.85|0,0.4 0.45,0.4|0,0.6 0.45,0.6",
    "0": "0.3,0.05 0.08,0.4 0.15,0.9 0.4,0.9 0.52,0.5 0.4,0.08 0.3,0.05",
    "1": "0.1,0.25 0.3,0.05 0.3,0.95",
    "2": "0.1,0.2 0.3,0.03 0.5,0.25 0.1,0.93 0.55,0.9",
    "3": "0.1,0.1 0.45,0.12 0.25,0.42 0.5,0.65 0.35,0.95 0.08,0.85",
    "4": "0.35,0.05 0.08,0.6 0.55,0.6|0.4,0.4 0.38,0.98",
    "5": "0.5,0.05 0.15,0.08 0.12,0.45 0.45,0.5 0.45,0.9 0.1,0.93",
    "8": "0.4,0.45 0.15,0.25 0.3,0.03 0.48,0.2 0.12,0.7 0.3,0.95 0.5,0.75 0.3,0.45",
    ",": "0.15,0.9 0.08,1.1",
    "-": "0.05,0.6 0.45,0.58",
    "/": "0.5,0 0.02,1.05",
    "?": "0.1,0.2 0.3,0.03 0.48,0.22 0.28,0.5 0.28,0.7|0.28,0.92 0.3,0.95",
    "!": "0.2,0 0.18,0.7|0.18,0.92 0.2,0.95",
}
"""Strokes of a letter in a square of one em: points, strokes parted by a bar."""


def schrijf(tekst: str, rng: np.random.Generator) -> Beeld:
    """Return a note as ink on nothing (uint8, 255 ink), trimmed; letters of 6 to 10 mm."""
    em = rng.uniform(6, 10) * PX
    handen = [pad for pad in HANDEN if (FONTS / pad).exists()]
    keuze = int(rng.integers(len(HANDEN) + 1))
    los = not handen or keuze == len(HANDEN) or "€" in tekst  # these fonts have no euro sign
    inkt = _strokes(tekst, em, rng) if los else _font(tekst, FONTS / handen[keuze % len(handen)], em)
    hoog, breed = inkt.shape
    y, x = np.mgrid[0:hoog, 0:breed].astype(np.float32)
    golf = em * 0.05
    inkt = cv2.remap(inkt, x + golf * clouds(rng, inkt.shape, 6), y + golf * clouds(rng, inkt.shape, 5), cv2.INTER_LINEAR)
    rijen, kolommen = np.flatnonzero(inkt.max(axis=1) > 60), np.flatnonzero(inkt.max(axis=0) > 60)
    return np.ascontiguousarray(inkt[rijen[0] : rijen[-1] + 1, kolommen[0] : kolommen[-1] + 1])


def _font(tekst: str, pad: Path, em: float) -> Beeld:
    letter = ImageFont.truetype(str(pad), round(em * 1.25))
    beeld = Image.new("L", (round(letter.getlength(tekst) + 2 * em), round(3 * em)), 0)
    ImageDraw.Draw(beeld).text((em, em * 0.6), tekst, fill=255, font=letter)
    return np.asarray(beeld)


def _strokes(tekst: str, em: float, rng: np.random.Generator) -> Beeld:
    """Write with our own strokes: uneven letters on a line that is not straight."""
    doek = np.zeros((round(3 * em), round(em * (0.75 * len(tekst) + 2))), np.uint8)
    x, dik = em, max(2, round(rng.uniform(0.35, 0.6) * PX))
    for teken in tekst:
        for streek in filter(None, STREKEN.get(teken, "").split("|")):
            punten = np.array([[float(getal) for getal in punt.split(",")] for punt in streek.split()])
            punten += rng.normal(0, 0.03, punten.shape)
            punten[:, 0] += 0.15 * (1 - punten[:, 1])
            rond = _smooth(punten) * em * rng.uniform(0.92, 1.08) + (x, em * (0.8 + 0.05 * rng.normal()))
            cv2.polylines(doek, [rond.round().astype(np.int32)], False, (255,), dik, cv2.LINE_AA)
        x += em * (0.4 if teken == " " else 0.62 + 0.05 * rng.normal())
    return doek


def _smooth(punten: Beeld) -> Beeld:
    """Draw a curve through points (Catmull-Rom)."""
    p = np.vstack([punten[0], punten, punten[-1]])
    t = np.linspace(0, 1, 8, endpoint=False)[:, None]
    stukken = [
        0.5 * (2 * p[i] + (p[i + 1] - p[i - 1]) * t + (2 * p[i - 1] - 5 * p[i] + 4 * p[i + 1] - p[i + 2]) * t**2
               + (3 * p[i] - p[i - 1] - 3 * p[i + 1] + p[i + 2]) * t**3)
        for i in range(1, len(p) - 2)
    ]  # fmt: skip
    return np.vstack([*stukken, punten[-1:]])
