"""An office scanner: a little skew, now and then a sheet upside down, a worn glass, grey or colour."""

from __future__ import annotations

import cv2
import numpy as np
from ondergrond import clouds
from opname import A4_MM, GROF, Opname, as_jpeg, visible
from vel import Beeld, Vel


def scan(vel: Vel, dpi: int, rng: np.random.Generator) -> Opname:
    """Scan a sheet at `dpi`."""
    hoog, breed = round(A4_MM[1] / 25.4 * dpi), round(A4_MM[0] / 25.4 * dpi)
    beeld: Beeld = vel.beeld.astype(np.float32)
    if vel.dekking is not None:
        dicht = (vel.dekking.astype(np.float32) / 255)[..., None]
        beeld = beeld * dicht + 225 * (1 - dicht)
    if vel.boven is not None:
        kern = slice(vel.rand, -vel.rand or None)
        laag = vel.boven[kern, kern].astype(np.float32)
        beeld = beeld + (laag[..., :3] - beeld) * (laag[..., 3:] / 255)
    scheef = float(rng.normal(0, 0.6))
    matrix = np.asarray(cv2.getRotationMatrix2D((breed / 2, hoog / 2), scheef, 1.0), np.float64)
    matrix[:, 2] += rng.uniform(-8, 8, 2) * dpi / 200
    beeld = cv2.resize(beeld, (breed, hoog), interpolation=cv2.INTER_AREA)
    beeld = cv2.warpAffine(beeld, matrix, (breed, hoog), flags=cv2.INTER_CUBIC, borderValue=(236, 236, 236))
    zwart, wit = rng.uniform(15, 45), rng.uniform(240, 252)
    beeld = zwart + beeld / 255 * (wit - zwart) + 2 * clouds(rng, (hoog, breed), 5)[..., None]
    for x, y in rng.uniform((0, 0), (breed, hoog), (int(rng.integers(8, 40)), 2)).astype(int):
        cv2.circle(beeld, (int(x), int(y)), int(rng.integers(1, 3)), [float(rng.uniform(80, 190))] * 3, -1)
    if rng.random() < 0.3:
        x = int(rng.uniform(0.05, 0.95) * breed)
        beeld[:, x : x + 1 + dpi // 300] -= rng.uniform(20, 60)
    beeld = cv2.GaussianBlur(beeld, (0, 0), rng.uniform(0.4, 0.75)) + rng.normal(0, rng.uniform(0.8, 2.2), beeld.shape)
    if rng.random() < 0.7:
        beeld[:] = beeld.mean(axis=2, keepdims=True)
    om = bool(rng.random() < 0.1)
    beeld = np.rot90(beeld, 2) if om else beeld
    jpeg = int(rng.integers(65, 86))
    terug = cv2.invertAffineTransform(matrix)
    y, x = np.mgrid[0:hoog:GROF, 0:breed:GROF].astype(np.float64)
    plek = np.stack([x, y], axis=-1) @ terug[:, :2].T + terug[:, 2]
    gegevens = {"dpi": float(dpi), "rol": scheef, "draai": 180.0 * om, "jpeg": float(jpeg)}
    return Opname(as_jpeg(beeld, jpeg, dpi), gegevens, visible(plek / dpi * 25.4 - A4_MM / 2))
