"""The room round a sheet: tables, lamps, shadows."""

from __future__ import annotations

import cv2
import numpy as np
from vel import Beeld

HOUT = ((58, 88, 124), (44, 62, 90), (96, 128, 160), (30, 44, 66))
EFFEN = ((74, 72, 70), (190, 186, 180), (222, 222, 218), (60, 76, 64), (84, 60, 50))
"""BGR of slate, a grey desk, a white desk (paper hardly stands out on it), a green and a blue cloth."""
SOORTEN = ("hout", "planken", "effen", "ruit", "spikkel", "streep")


def clouds(rng: np.random.Generator, maat: tuple[int, int], vlekken: int, rek: int = 1) -> Beeld:
    """Smooth chance between about -1 and 1; `rek` stretches the blobs along y."""
    klein = rng.uniform(-1, 1, (max(2, vlekken // rek), max(2, vlekken))).astype(np.float32)
    return np.asarray(cv2.resize(klein, (maat[1], maat[0]), interpolation=cv2.INTER_CUBIC))


def tafel(maat: tuple[int, int], rng: np.random.Generator) -> Beeld:
    """A table top of `maat` (height, width), BGR float32."""
    half = (maat[0] // 2 + 1, maat[1] // 2 + 1)
    soort = SOORTEN[int(rng.integers(len(SOORTEN)))]
    kleuren = HOUT if soort in ("hout", "planken") else EFFEN
    kleur = np.array(kleuren[int(rng.integers(len(kleuren)))], np.float32) * rng.uniform(0.8, 1.1)
    patroon = _pattern(soort, half, rng)
    blad = np.clip(kleur * (1 + patroon)[..., None], 0, 255)
    if rng.random() < 0.5:
        blad = np.ascontiguousarray(np.rot90(blad))
    return np.asarray(cv2.resize(blad, (maat[1], maat[0]), interpolation=cv2.INTER_LINEAR))


def _pattern(soort: str, maat: tuple[int, int], rng: np.random.Generator) -> Beeld:
    """Light and dark of a top, as shares of its colour."""
    y, x = np.mgrid[0 : maat[0], 0 : maat[1]].astype(np.float32)
    korrel = 0.05 * clouds(rng, maat, 400)
    if soort == "effen":
        return np.asarray(korrel + 0.05 * clouds(rng, maat, 7))
    if soort == "spikkel":
        stip = cv2.GaussianBlur(rng.standard_normal(maat, np.float32), (0, 0), 1.6)
        return np.asarray(0.35 * np.tanh(6 * stip) + korrel)
    stap = float(rng.uniform(40, 160))
    if soort == "ruit":
        return np.asarray(0.18 * np.sign(np.sin(np.pi * x / stap)) + 0.18 * np.sign(np.sin(np.pi * y / stap)) + korrel)
    if soort == "streep":
        return np.asarray(0.3 * np.sign(np.sin(2 * np.pi * x / stap)) + korrel)
    nerf = 0.12 * clouds(rng, maat, 70, rek=14) + 0.09 * clouds(rng, maat, 320, rek=40)
    if soort == "planken":
        breed = rng.uniform(180, 420)
        tint = rng.uniform(-0.22, 0.22, int(maat[1] / breed) + 2).astype(np.float32)
        naad = np.exp(-(((x % breed) / 2.5) ** 2)).astype(np.float32)
        nerf = nerf + tint[(x / breed).astype(int)] - 0.6 * naad
    return np.asarray(nerf + korrel)


def shadow_of(masker: Beeld, rng: np.random.Generator) -> Beeld:
    """The soft dark border that a sheet casts on the table."""
    klein = cv2.resize(masker, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    schuif = np.array([[1, 0, rng.uniform(-5, 5)], [0, 1, rng.uniform(-2, 6)]], np.float32)
    klein = cv2.GaussianBlur(cv2.warpAffine(klein, schuif, klein.shape[::-1]), (0, 0), rng.uniform(2, 6))
    return np.asarray(cv2.resize(klein, masker.shape[::-1], interpolation=cv2.INTER_LINEAR))


def zaallicht(maat: tuple[int, int], diep: float, lamp: float, hard: bool, rng: np.random.Generator) -> Beeld:
    """Share of light for each pixel: a lamp to one side, dark corners, and the shadow of whoever takes the photo."""
    grof = (maat[0] // 8 + 1, maat[1] // 8 + 1)
    y, x = np.mgrid[-1 : 1 : grof[0] * 1j, -1 : 1 : grof[1] * 1j].astype(np.float32)
    kant = rng.uniform(0, 2 * np.pi)
    licht = 0.98 - lamp / 2 + lamp / 2 * (np.cos(kant) * x + np.sin(kant) * y) - 0.05 * (x**2 + y**2)
    licht *= 1 - diep * _hand(grof, hard, rng)
    return np.asarray(cv2.resize(licht.astype(np.float32), (maat[1], maat[0]), interpolation=cv2.INTER_CUBIC))


def _hand(maat: tuple[int, int], hard: bool, rng: np.random.Generator) -> Beeld:
    """0..1: an arm with a phone in it, from some edge of the picture; a sharp edge under a lamp, a soft one by a window."""
    laag = np.zeros(maat, np.float32)
    groot = np.array([maat[1], maat[0]], np.float64)
    doel = groot * rng.uniform(0.3, 0.7, 2)
    begin = groot / 2 + groot * 0.9 * np.array([np.cos(hoek := rng.uniform(0.05, 0.95) * np.pi), np.sin(hoek)])
    cv2.line(laag, _pt(begin), _pt(doel), (1.0,), int(min(maat) * rng.uniform(0.12, 0.3)), cv2.LINE_AA)
    telefoon = cv2.boxPoints((tuple(doel), tuple(groot * rng.uniform(0.28, 0.5, 2)), float(rng.uniform(0, 90))))
    cv2.fillPoly(laag, [telefoon.astype(np.int32)], (1.0,))
    zacht = rng.uniform(0.8, 3) if hard else rng.uniform(12, 40)
    return np.asarray(cv2.GaussianBlur(laag, (0, 0), zacht))


def _pt(punt: Beeld) -> tuple[int, int]:
    return int(punt[0]), int(punt[1])
