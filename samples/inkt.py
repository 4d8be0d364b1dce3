"""Dirt that dyes a sheet: stamps, marker, coloured paper, coffee, the other side shining through, notes by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from handschrift import ZINNEN, schrijf
from ondergrond import clouds
from PIL import Image, ImageDraw, ImageFont
from vel import PX, Beeld, Vel, Woord

STEMPELS = ("ONTVANGEN\n12 NOV 2026", "BETAALD", "INGEKOMEN\n9 NOV. 2026", "KOPIE", "AFGEHANDELD")
INKTEN = ((150, 60, 40), (40, 40, 190), (60, 30, 110), (60, 60, 60))
PENNEN = ((140, 50, 20), (60, 60, 60), (50, 40, 170))
STIFTEN = ((90, 245, 250), (150, 250, 160), (200, 150, 250), (110, 190, 255))
PAPIEREN = ((170, 240, 250), (210, 200, 250), (240, 225, 190), (200, 240, 205), (205, 214, 220))
"""BGR: yellow, pink, blue and green paper, and grey recycled."""
_VET = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"


@dataclass(frozen=True, eq=False)
class Vuil:
    """A dirty sheet; the masks are bool, as large as its picture. `geschreven`: what was written on it by hand."""

    vel: Vel
    bedekt: Beeld
    geraakt: Beeld
    geschreven: tuple[str, ...] = ()


def nothing(vel: Vel) -> Beeld:
    """Return a mask of the sheet with nothing in it."""
    return np.zeros(vel.beeld.shape[:2], bool)


def _dye(vel: Vel, sterkte: Beeld, kleur: Beeld | tuple[int, int, int]) -> Vel:
    """Lay a see-through colour (BGR) over the sheet; `sterkte` is HxW, 0..1."""
    doorlaat = 1 - sterkte[..., None] * (1 - np.asarray(kleur, np.float32) / 255)
    return replace(vel, beeld=np.clip(vel.beeld * doorlaat, 0, 255).round().astype(np.uint8))


def _value(vel: Vel, rng: np.random.Generator) -> Woord:
    """Choose a word with digits in it that is not at the head or foot of the sheet; lacking that, any word."""
    keuze = [w for w in vel.woorden if any(teken.isdigit() for teken in w.tekst) and 45 < w.y0 < 265] or list(vel.woorden)
    return keuze[int(rng.integers(len(keuze)))]


def _place(vel: Vel, beeld: Beeld, midden: tuple[float, float], graden: float) -> Beeld:
    """Turn a small grey picture and lay it on an empty sheet with its middle at `midden` (mm); 0..1."""
    hoog, breed = beeld.shape
    matrix = cv2.getRotationMatrix2D((breed / 2, hoog / 2), graden, 1.0)
    matrix[:, 2] += np.array(midden) * PX - (breed / 2, hoog / 2)
    maat = vel.beeld.shape[1], vel.beeld.shape[0]
    return np.asarray(cv2.warpAffine(beeld, matrix, maat, flags=cv2.INTER_LINEAR)).astype(np.float32) / 255


def stempel(vel: Vel, rng: np.random.Generator) -> Vuil:
    """An ink stamp, badly inked, over a value."""
    tekst, doel = STEMPELS[int(rng.integers(len(STEMPELS)))], _value(vel, rng)
    letter = ImageFont.truetype(_VET, round(rng.uniform(5.5, 8.5) * PX))
    vak = ImageDraw.Draw(Image.new("L", (1, 1))).multiline_textbbox((0, 0), tekst, font=letter)
    kant = round(2.5 * PX)
    beeld = Image.new("L", (round(vak[2]) + 2 * kant, round(vak[3]) + 2 * kant), 0)
    pen = ImageDraw.Draw(beeld)
    pen.multiline_text((kant, kant), tekst, fill=255, font=letter, align="center")
    pen.rounded_rectangle((6, 6, beeld.width - 7, beeld.height - 7), radius=20, outline=255, width=round(0.7 * PX))
    laag = _place(vel, np.asarray(beeld), (doel.x0 + 5, doel.y0 + 2), rng.uniform(-22, 22))
    inkt = laag * np.clip(0.75 + 0.5 * clouds(rng, laag.shape, 60) + 0.25 * clouds(rng, laag.shape, 300), 0.1, 0.95)
    return Vuil(_dye(vel, inkt, INKTEN[int(rng.integers(len(INKTEN)))]), nothing(vel), laag > 0.3)


def kleurpapier(vel: Vel, rng: np.random.Generator) -> Vuil:
    """Coloured paper, with the fibres of cheap paper."""
    kleur = PAPIEREN[int(rng.integers(len(PAPIEREN)))]
    vezels = np.clip(1 + 0.05 * clouds(rng, vel.beeld.shape[:2], 500), 0, 1)
    return Vuil(_dye(vel, vezels, kleur), nothing(vel), nothing(vel))


def doorschijn(vel: Vel, rng: np.random.Generator) -> Vuil:
    """Thin paper: its own print from the other side, mirrored and a little lower."""
    achter = cv2.GaussianBlur(cv2.cvtColor(vel.beeld, cv2.COLOR_BGR2GRAY)[:, ::-1], (0, 0), rng.uniform(1.5, 3.5))
    achter = np.roll(achter, (int(rng.uniform(-4, 4) * PX), int(rng.uniform(-4, 4) * PX)), axis=(0, 1))
    sterkte = (1 - achter.astype(np.float32) / 255) * rng.uniform(0.15, 0.4)
    return Vuil(_dye(vel, sterkte, (60, 60, 60)), nothing(vel), nothing(vel))


def markeerstift(vel: Vel, rng: np.random.Generator) -> Vuil:
    """Fluorescent marker over three values."""
    laag = np.zeros(vel.beeld.shape[:2], np.float32)
    for _ in range(3):
        doel = _value(vel, rng)
        x = np.linspace(doel.x0 - rng.uniform(2, 20), doel.x1 + rng.uniform(1, 15), 12)
        y = (doel.y0 + doel.y1) / 2 + np.cumsum(rng.normal(0, 0.12, 12))
        punten = (np.column_stack([x, y]) * PX).astype(np.int32)
        cv2.polylines(laag, [punten], False, (1.0,), round(rng.uniform(3.8, 5.2) * PX))
    vlek = np.clip(laag * (0.85 + 0.15 * clouds(rng, laag.shape, 90)), 0, 1)
    return Vuil(_dye(vel, vlek, STIFTEN[int(rng.integers(len(STIFTEN)))]), nothing(vel), laag > 0)


def koffie(vel: Vel, rng: np.random.Generator) -> Vuil:
    """The ring of a cup, with a drop beside it."""
    hoog, breed = vel.beeld.shape[:2]
    y, x = np.mgrid[0:hoog, 0:breed].astype(np.float32)
    cx, cy, straal = rng.uniform(0.2, 0.8) * breed, rng.uniform(0.2, 0.8) * hoog, rng.uniform(33, 44) * PX
    ver = np.hypot(x - cx, y - cy) + 0.4 * PX * clouds(rng, (hoog, breed), 25)
    hoek = np.arctan2(y - cy, x - cx)
    ring = np.exp(-(((ver - straal) / (1.1 * PX)) ** 2)) * (0.65 + 0.35 * np.sin(hoek + rng.uniform(0, 6)))
    ring += 0.25 * np.exp(-(((ver - straal + 2.2 * PX) / (2.6 * PX)) ** 2))
    druppel = np.clip(1.5 - np.hypot(x - cx - straal * 1.25, y - cy) / (3 * PX), 0, 0.7)
    vlek = np.clip(ring + druppel, 0, 1).astype(np.float32)
    return Vuil(_dye(vel, vlek * rng.uniform(0.55, 0.8), (50, 85, 130)), nothing(vel), vlek > 0.25)


def pen(vel: Vel, rng: np.random.Generator) -> Vuil:
    """Two or three notes by hand, where the sheet is white."""
    laag, geschreven = np.zeros(vel.beeld.shape[:2], np.float32), list[str]()
    vol = _printed(vel)
    for _ in range(int(rng.integers(2, 4))):
        tekst = ZINNEN[int(rng.integers(len(ZINNEN)))]
        notitie = schrijf(tekst, rng)
        plek = _white_spot(vol, notitie.shape, rng)
        if plek is None:
            continue
        midden = (plek[1] + notitie.shape[1] / 2) / PX, (plek[0] + notitie.shape[0] / 2) / PX
        laag = np.maximum(laag, _place(vel, notitie, midden, rng.uniform(-9, 9)))
        vol[plek[0] : plek[0] + notitie.shape[0], plek[1] : plek[1] + notitie.shape[1]] = True
        geschreven.append(tekst)
    inkt = laag * np.clip(0.85 + 0.2 * clouds(rng, laag.shape, 200), 0, 1)
    vies = _dye(vel, inkt, PENNEN[int(rng.integers(len(PENNEN)))])
    return Vuil(vies, nothing(vel), laag > 0.2, tuple(geschreven))


def _printed(vel: Vel) -> Beeld:
    """Mark where words and rules stand, with half a line round them."""
    inkt = (cv2.cvtColor(vel.beeld, cv2.COLOR_BGR2GRAY) < 200).astype(np.uint8)
    return np.asarray(cv2.dilate(inkt, np.ones((17, 17), np.uint8))) > 0


def _white_spot(vol: Beeld, maat: tuple[int, ...], rng: np.random.Generator) -> tuple[int, int] | None:
    """Find a place for a note that overlaps at most a little print; None where there is none."""
    for _ in range(120):
        y, x = (int(rng.integers(20, max(21, lang - stuk - 20))) for lang, stuk in zip(vol.shape, maat, strict=True))
        if vol[y : y + maat[0], x : x + maat[1]].mean() < 0.03:
            return y, x
    return None
