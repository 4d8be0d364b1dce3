"""What happens to a letter before anyone takes a picture of it: stamps, marker, coffee, notes in the margin, a thumb.

`bevuil(vel, soort, rng)` returns the sheet with one kind of dirt on it, and two masks of the sheet: what can no longer
be read by anyone (`bedekt`) and what was touched but can (`geraakt`). All chance comes from `rng`. What dyes the paper
is in `inkt.py`, what covers it or takes a piece away is here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from inkt import Vuil, doorschijn, kleurpapier, koffie, markeerstift, nothing, pen, stempel
from vel import PX, Vel

HUID = ((150, 175, 225), (110, 140, 195), (70, 95, 140), (45, 60, 95))
RAND_MM = 40
LANG = round(75 * PX)
"""What is seen of a thumb and its hand, on either side of the middle."""


def bevuil(vel: Vel, soort: str, rng: np.random.Generator) -> Vuil:
    """Put one of `SOORTEN` on the sheet."""
    return SOORTEN[soort](vel, rng)


def ezelsoor(vel: Vel, rng: np.random.Generator) -> Vuil:
    """A corner folded inwards: the paper is away behind the fold, and its blank back lies over the print."""
    hoog, breed = vel.beeld.shape[:2]
    benen = rng.uniform(28, 60, 2) * PX
    hoek = np.array([breed * int(rng.integers(2)), hoog * int(rng.integers(2))], np.float64)
    kant = np.where(hoek > 0, -1.0, 1.0)
    een, twee = (hoek + kant * benen * as_ for as_ in np.eye(2))
    langs = (twee - een) / np.linalg.norm(twee - een)
    voet = een + langs * float((hoek - een) @ langs)
    punt = 2 * voet - hoek
    weg, flap = np.zeros((hoog, breed), np.uint8), np.zeros((hoog, breed), np.uint8)
    cv2.fillConvexPoly(weg, np.array([hoek, een, twee]).astype(np.int32), (255,))
    cv2.fillConvexPoly(flap, np.array([punt, een, twee]).astype(np.int32), (255,))
    schaduw = cv2.GaussianBlur(flap, (0, 0), 1.2 * PX).astype(np.float32) / 255 * (flap == 0)
    beeld = vel.beeld * (1 - 0.45 * schaduw[..., None])
    y, x = np.mgrid[0:hoog, 0:breed]
    ver = np.abs((x - een[0]) * langs[1] - (y - een[1]) * langs[0]) / np.linalg.norm(punt - voet)
    beeld = np.where(flap[..., None] > 0, (225 + 22 * np.clip(ver, 0, 1))[..., None], beeld)
    dekking = np.full((hoog, breed), 255, np.uint8) if vel.dekking is None else vel.dekking.copy()
    dekking[(weg > 0) & (flap == 0)] = 0
    vies = replace(vel, beeld=np.clip(beeld, 0, 255).round().astype(np.uint8), dekking=dekking)
    return Vuil(vies, (weg > 0) | (flap > 0), schaduw > 0.05)


def gaatjes(vel: Vel, rng: np.random.Generator) -> Vuil:
    """Two holes of a punch in the left margin, and a staple through a top corner."""
    hoog, breed = vel.beeld.shape[:2]
    dekking = np.full((hoog, breed), 255, np.uint8)
    midden = hoog / 2 + rng.uniform(-4, 4) * PX
    for af in (-40, 40):
        cv2.circle(dekking, (round(rng.uniform(11, 13) * PX), round(midden + af * PX)), round(2.8 * PX), (0,), -1, cv2.LINE_AA)
    beeld, nietje = vel.beeld.copy(), np.zeros((hoog, breed), np.uint8)
    hart = np.array([rng.choice([rng.uniform(8, 16), 210 - rng.uniform(8, 16)]), rng.uniform(7, 15)]) * PX
    hoek = rng.uniform(0, np.pi)
    arm = np.array([np.cos(hoek), np.sin(hoek)]) * 6 * PX
    van, tot = (tuple(punt.astype(int).tolist()) for punt in (hart - arm, hart + arm))
    cv2.line(nietje, van, tot, (255,), round(0.9 * PX), cv2.LINE_AA)
    cv2.line(beeld, (van[0] + 8, van[1] + 8), (tot[0] + 8, tot[1] + 8), (120, 120, 120), round(0.6 * PX), cv2.LINE_AA)
    cv2.line(beeld, van, tot, (140, 140, 145), round(0.6 * PX), cv2.LINE_AA)
    cv2.line(beeld, van, tot, (235, 235, 235), round(0.2 * PX), cv2.LINE_AA)
    return Vuil(replace(vel, beeld=beeld, dekking=dekking), (dekking < 128) | (nietje > 0), nothing(vel))


def duim(vel: Vel, rng: np.random.Generator) -> Vuil:
    """A thumb that holds the sheet down at its side or foot."""
    hoog, breed = vel.beeld.shape[:2]
    rand = round(RAND_MM * PX)
    laag = np.zeros((hoog + 2 * rand, breed + 2 * rand, 4), np.uint8)
    diep, dik = rng.uniform(16, 42) * PX, rng.uniform(17, 22) * PX
    kant = int(rng.integers(3))
    midden, graden = {
        0: (np.array([diep - 35 * PX, rng.uniform(0.25, 0.85) * hoog]), rng.uniform(-25, 25)),
        1: (np.array([breed - diep + 35 * PX, rng.uniform(0.25, 0.85) * hoog]), 180 + rng.uniform(-25, 25)),
        2: (np.array([rng.uniform(0.2, 0.8) * breed, hoog - diep + 35 * PX]), 270 + rng.uniform(-25, 25)),
    }[kant]
    rad = np.deg2rad(graden)
    hart = (midden + rand).astype(int)
    bereik = tuple(slice(max(0, plek - LANG), min(plek + LANG, lang)) for plek, lang in zip(hart[::-1], laag.shape[:2], strict=True))
    y, x = np.mgrid[bereik].astype(np.float32)
    dx, dy = x - hart[0], y - hart[1]
    langs, dwars = dx * np.cos(rad) + dy * np.sin(rad), -dx * np.sin(rad) + dy * np.cos(rad)
    top = 35 * PX - dik * 0.55
    ver = np.where(langs > top, np.hypot((langs - top) / 1.1, dwars), np.abs(dwars)) / (dik / 2)
    kleur = np.array(HUID[int(rng.integers(len(HUID)))], np.float32)
    nagel = np.clip((1 - np.hypot((langs - top) / (dik * 0.42), dwars / (dik * 0.34))) * 8, 0, 1)
    toon = kleur * (1 - 0.45 * np.clip(ver, 0, 1) ** 3)[..., None]
    laag[bereik][..., :3] = np.clip(toon + (nagel * 22)[..., None], 0, 255)
    laag[bereik][..., 3] = np.clip((1 - ver) * 12, 0, 1) * 255
    bedekt = laag[rand:-rand, rand:-rand, 3] > 80
    return Vuil(replace(vel, boven=laag, rand=rand), bedekt, nothing(vel))


def glans(vel: Vel, rng: np.random.Generator) -> Vuil:
    """The white spot of a lamp or flash on the paper."""
    hoog, breed = vel.beeld.shape[:2]
    y, x = np.mgrid[0:hoog, 0:breed].astype(np.float32)
    cx, cy = rng.uniform(0.2, 0.8) * breed, rng.uniform(0.15, 0.8) * hoog
    ver = np.hypot((x - cx) / (rng.uniform(22, 45) * PX), (y - cy) / (rng.uniform(22, 45) * PX))
    sterkte = np.clip(1.15 * np.exp(-(ver**2) * 1.2), 0, 1)
    laag = np.dstack([np.full((hoog, breed, 3), 254, np.float32), sterkte * 255]).round().astype(np.uint8)
    return Vuil(replace(vel, boven=laag, rand=0), sterkte > 0.85, sterkte > 0.2)


SOORTEN: dict[str, Callable[[Vel, np.random.Generator], Vuil]] = {
    "stempel": stempel,
    "kleurpapier": kleurpapier,
    "doorschijn": doorschijn,
    "markeerstift": markeerstift,
    "ezelsoor": ezelsoor,
    "gaatjes": gaatjes,
    "duim": duim,
    "glans": glans,
    "koffie": koffie,
    "handschrift": pen,
}
