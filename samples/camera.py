"""What happens to a printed sheet: an office scanner, or a phone held over a kitchen table.

`scan` and `foto` take the clean page (BGR) and a random generator, and return a JPEG. All chance comes from that
generator, so the same page and seed give the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image

Beeld = np.ndarray[Any, np.dtype[Any]]

MAX_SCAN, MAX_FOTO = 300_000, 450_000
"""Largest file in bytes; JPEG quality gives way first."""
FOTO_HOOGTE, FOTO_BREEDTE = 2600, 1950
TAFELS = ((62, 92, 128), (48, 66, 92), (70, 70, 74), (96, 84, 78), (58, 74, 66))
"""BGR of oak, walnut, slate, cloth and a painted desk."""


def scan(blad: Beeld, rng: np.random.Generator) -> bytes:
    """Grey office scan of 200 dpi: a little skew, paper that is not quite white, folds, dust and sensor noise."""
    grijs: Beeld = _fold(cv2.cvtColor(blad, cv2.COLOR_BGR2GRAY).astype(np.float32), rng, diepte=rng.uniform(4, 12))
    hoogte, breedte = grijs.shape
    draai = cv2.getRotationMatrix2D((breedte / 2, hoogte / 2), rng.uniform(-0.9, 0.9), 1.0)
    draai = draai + np.array([[0, 0, rng.uniform(-6, 6)], [0, 0, rng.uniform(-6, 6)]])
    grijs = cv2.warpAffine(grijs, draai, (breedte, hoogte), flags=cv2.INTER_CUBIC, borderValue=238)
    zwart, wit = rng.uniform(18, 45), rng.uniform(241, 251)
    grijs = zwart + grijs / 255 * (wit - zwart) + 2 * _clouds(rng, hoogte, breedte, 5)
    for x, y in rng.uniform((0, 0), (breedte, hoogte), (int(rng.integers(6, 25)), 2)).astype(int):
        cv2.circle(grijs, (int(x), int(y)), int(rng.integers(1, 3)), float(rng.uniform(90, 190)), -1)
    grijs = cv2.GaussianBlur(grijs, (0, 0), rng.uniform(0.45, 0.75))
    ruis = rng.normal(0, rng.uniform(0.8, 1.8), grijs.shape)
    return _jpeg(grijs + ruis, MAX_SCAN, dpi=200)


def foto(blad: Beeld, rng: np.random.Generator) -> bytes:
    """Phone photo, 2600 pixels high: the sheet slightly curled and seen at an angle, on a table in uneven light."""
    blad = _fold(blad.astype(np.float32), rng, diepte=rng.uniform(10, 24))
    blad = (30 + blad * 0.86) * np.array([0.94, 0.975, 1.0], np.float32)  # warm indoor light, ink that is not black
    kaart_x, kaart_y, vorm = _camera(blad.shape[0], blad.shape[1], rng)
    papier = cv2.remap(blad, kaart_x, kaart_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE) * vorm[..., None]
    rand = np.minimum.reduce([kaart_x, blad.shape[1] - kaart_x, kaart_y, blad.shape[0] - kaart_y])
    masker = np.clip(rand + 0.5, 0, 1).astype(np.float32)[..., None]
    tafel = _table(rng) * (1 - 0.55 * _contact_shadow(masker[..., 0], rng))[..., None]
    beeld = (papier * masker + tafel * (1 - masker)) * _light(rng)[..., None]
    beeld = cv2.GaussianBlur(beeld, (0, 0), rng.uniform(0.6, 1.0))
    ruis = rng.normal(0, 1, beeld.shape[:2]).astype(np.float32)
    beeld += (cv2.GaussianBlur(ruis, (0, 0), 0.7) * rng.uniform(3, 6))[..., None]
    return _jpeg(beeld, MAX_FOTO)


def _clouds(rng: np.random.Generator, hoogte: int, breedte: int, vlekken: int, rek: int = 1) -> Beeld:
    """Smooth chance between about -1 and 1; `rek` stretches the blobs along y, like the grain of wood."""
    klein = rng.uniform(-1, 1, (max(2, vlekken // rek), vlekken)).astype(np.float32)
    return cv2.resize(klein, (breedte, hoogte), interpolation=cv2.INTER_CUBIC)


def _fold(blad: Beeld, rng: np.random.Generator, diepte: float) -> Beeld:
    """Two creases, where the letter was folded in three for its envelope: a dark side and a light side."""
    rijen = np.arange(blad.shape[0], dtype=np.float32)
    schaduw = np.zeros_like(rijen)
    for derde in (1 / 3, 2 / 3):
        plek = (derde + rng.uniform(-0.012, 0.012)) * len(rijen)
        breed = len(rijen) * rng.uniform(0.0010, 0.0022)
        afstand = (rijen - plek) / breed
        schaduw += diepte * (np.exp(-(afstand**2)) - 0.4 * np.exp(-((afstand - 2.2) ** 2)))
    return blad - schaduw.reshape(-1, *([1] * (blad.ndim - 1)))


def _camera(hoogte: int, breedte: int, rng: np.random.Generator) -> tuple[Beeld, Beeld, Beeld]:
    """For each pixel of the photo: where on the sheet it looks (x, y), and how much light the curled paper returns."""
    half_y = FOTO_HOOGTE * rng.uniform(0.445, 0.47)
    half_x = half_y * breedte / hoogte
    smal = 1 - rng.uniform(0.02, 0.07)  # the far edge is shorter
    hoeken = np.array([[-half_x * smal, -half_y], [half_x * smal, -half_y], [half_x, half_y], [-half_x, half_y]])
    hoeken += rng.uniform(-14, 14, (4, 2))
    hoek = np.deg2rad(rng.uniform(-2.2, 2.2))
    draai = np.array([[np.cos(hoek), -np.sin(hoek)], [np.sin(hoek), np.cos(hoek)]])
    midden = np.array([FOTO_BREEDTE / 2, FOTO_HOOGTE / 2]) + rng.uniform(-12, 12, 2)
    doel = (hoeken @ draai.T + midden).astype(np.float32)
    bron = np.array([[0, 0], [breedte, 0], [breedte, hoogte], [0, hoogte]], np.float32)
    matrix = cv2.getPerspectiveTransform(doel, bron)
    x, y = np.meshgrid(np.arange(FOTO_BREEDTE, dtype=np.float32), np.arange(FOTO_HOOGTE, dtype=np.float32))
    noemer = matrix[2, 0] * x + matrix[2, 1] * y + 1
    kaart_x = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / noemer
    kaart_y = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / noemer
    fase, golven, sterk = rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 1.1), rng.uniform(0.002, 0.006)
    golf = 2 * np.pi * golven * kaart_x / breedte + fase + 0.8 * kaart_y / hoogte
    vorm = 1 + 9 * sterk * np.cos(golf)  # what leans towards the lamp is brighter
    kaart_y = kaart_y + sterk * hoogte * np.sin(golf)
    kaart_x = kaart_x + sterk / 3 * breedte * np.sin(2 * np.pi * kaart_y / hoogte + fase)
    return kaart_x.astype(np.float32), kaart_y.astype(np.float32), vorm.astype(np.float32)


def _table(rng: np.random.Generator) -> Beeld:
    """Make a table top: wood grain along the photo, or a cloth or desk with a faint mottle."""
    kleur = np.array(TAFELS[int(rng.integers(len(TAFELS)))], np.float32) * rng.uniform(0.75, 1.15)
    maat = FOTO_HOOGTE, FOTO_BREEDTE
    if rng.random() < 0.6:
        nerf: Beeld = _clouds(rng, *maat, 60, rek=12) + 0.8 * _clouds(rng, *maat, 220, rek=40)
        nerf += 0.35 * _clouds(rng, *maat, 600, rek=30)
    else:
        nerf = 0.7 * _clouds(rng, *maat, 9) + 0.5 * _clouds(rng, *maat, 500)
    return kleur * (1 + 0.13 * nerf)[..., None]


def _contact_shadow(masker: Beeld, rng: np.random.Generator) -> Beeld:
    """Make the soft dark border that a sheet casts on the table."""
    klein = cv2.resize(masker, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    schuif = np.array([[1, 0, rng.uniform(-4, 4)], [0, 1, rng.uniform(1, 5)]], np.float32)
    klein = cv2.GaussianBlur(cv2.warpAffine(klein, schuif, klein.shape[::-1]), (0, 0), 3.5)
    return cv2.resize(klein, masker.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _light(rng: np.random.Generator) -> Beeld:
    """Light with a lamp to one side, and the soft shadow of the hand or head of whoever takes the photo."""
    hoogte, breedte = FOTO_HOOGTE // 10, FOTO_BREEDTE // 10
    y, x = np.mgrid[-1 : 1 : hoogte * 1j, -1 : 1 : breedte * 1j]
    kant = rng.uniform(0, 2 * np.pi)
    licht = 0.93 + rng.uniform(0.04, 0.10) * (np.cos(kant) * x + np.sin(kant) * y) - 0.03 * (x**2 + y**2)
    kant = rng.uniform(0.15, 0.85) * np.pi  # the one who takes the photo stands at the lower side
    diep = (np.cos(kant) * x + np.sin(kant) * y - rng.uniform(0.1, 0.6)) / rng.uniform(0.10, 0.28)
    licht *= 1 - rng.uniform(0.06, 0.24) / (1 + np.exp(-diep - 0.6 * np.sin(3 * x + kant)))
    veld: Beeld = cv2.resize(licht.astype(np.float32), (FOTO_BREEDTE, FOTO_HOOGTE), interpolation=cv2.INTER_CUBIC)
    return veld


def _jpeg(beeld: Beeld, hoogstens: int, dpi: int = 72) -> bytes:
    """Store with the best quality that stays within `hoogstens` bytes."""
    plaatje = Image.fromarray(np.clip(beeld if beeld.ndim == 2 else beeld[..., ::-1], 0, 255).round().astype(np.uint8))
    inhoud = b""
    for kwaliteit in range(84, 28, -5):
        bak = BytesIO()
        plaatje.save(bak, "JPEG", quality=kwaliteit, dpi=(dpi, dpi))
        inhoud = bak.getvalue()
        if len(inhoud) <= hoogstens:
            break
    return inhoud
