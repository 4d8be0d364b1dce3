"""Hard pictures of a sheet: a phone held any way, over any table, in any light; or an office scanner (`scanner.py`).

`neem(vel, variant, rng)` returns the JPEG, what was done to the sheet (numbers to sort results by) and which part of
the sheet is in the picture. The sheet is a surface in space (curl, folds, a lifted corner) under a pinhole with a lens;
all chance comes from `rng`, so the same sheet and seed give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from ondergrond import shadow_of, tafel, zaallicht
from opname import A4_MM, GROF, Opname, as_jpeg, visible
from scanner import scan
from vel import PX, Beeld, Vel

Bereik = tuple[float, float]


@dataclass(frozen=True)
class Ernst:
    """How bad a photo is: ranges to draw from.

    `lang` long side in px as taken, `klein` as sent; `vulling` share of the frame that the sheet fills (above 1: corners
    fall outside); `helling` and `rol` degrees; `krul`, `vouw` and `hoek` mm of height; `lens` radial distortion;
    `schaduw` and `lamp` shares of the light; `onscherp` and `beweging` px; `ruis` grey levels; `jpeg` quality;
    `gedraaid` chance of a quarter or half turn; `hard` chance of a shadow with a sharp edge.
    """

    lang: Bereik
    vulling: Bereik
    helling: Bereik
    rol: float
    krul: Bereik
    vouw: Bereik
    hoek: Bereik
    lens: float
    schaduw: Bereik
    lamp: Bereik
    onscherp: Bereik
    beweging: Bereik
    ruis: Bereik
    jpeg: tuple[int, int]
    klein: int = 0
    gedraaid: float = 0.0
    hard: float = 0.0


ERNST = {
    "makkelijk": Ernst((3500, 3900), (0.90, 0.96), (0, 6), 2, (0, 2), (0, 1.2), (0, 0), 0.01, (0, 0.15), (0.05, 0.15),
                       (0.5, 0.8), (0, 0), (1.5, 3), (88, 93)),
    "chat": Ernst((3200, 3200), (0.92, 0.97), (0, 10), 4, (0.5, 3), (0.5, 2), (0, 2), 0.02, (0.05, 0.25), (0.08, 0.2),
                  (0.7, 1.1), (0, 1), (2, 4), (45, 60), klein=1600, gedraaid=0.05),
    "middel": Ernst((3000, 3300), (0.88, 0.96), (8, 18), 8, (2, 6), (1, 3.5), (0, 5), 0.03, (0.2, 0.4), (0.15, 0.3),
                    (0.8, 1.1), (0, 1.5), (4, 7), (70, 82), gedraaid=0.15, hard=0.3),
    "moeilijk": Ernst((2500, 3000), (0.88, 1.04), (14, 26), 13, (4, 11), (2, 6), (0, 12), 0.05, (0.38, 0.6), (0.25, 0.45),
                      (1.05, 1.4), (1.5, 3), (7, 11), (50, 68), gedraaid=0.25, hard=0.6),
}  # fmt: skip
SCANS = {"scan200": 200, "scan300": 300}
VARIANTEN = (*SCANS, *ERNST)


def neem(vel: Vel, variant: str, rng: np.random.Generator) -> Opname:
    """Take a picture; `variant` is one of `VARIANTEN`."""
    if variant in SCANS:
        return scan(vel, SCANS[variant], rng)
    return _foto(vel, ERNST[variant], rng)


def _foto(vel: Vel, ernst: Ernst, rng: np.random.Generator) -> Opname:
    lang = round(rng.uniform(*ernst.lang))
    maat = (lang, round(lang * 0.75))
    oppervlak, vorm = _surface(ernst, rng)
    kaart, kijk = _camera(maat, ernst, oppervlak, rng)
    gegevens = vorm | kijk | {"lang": float(lang)}
    beeld = _expose(vel, kaart, oppervlak, maat, ernst, rng, gegevens)
    if ernst.klein:
        kleiner = ernst.klein / max(maat)
        beeld = cv2.resize(beeld, None, fx=kleiner, fy=kleiner, interpolation=cv2.INTER_AREA)
    kwart = int(rng.integers(1, 4)) if rng.random() < ernst.gedraaid else 0
    beeld = np.rot90(beeld, kwart)
    jpeg = int(rng.integers(ernst.jpeg[0], ernst.jpeg[1] + 1))
    gegevens |= {"draai": 90.0 * kwart, "jpeg": float(jpeg)}
    return Opname(as_jpeg(beeld, jpeg), gegevens, visible(kaart))


def _surface(ernst: Ernst, rng: np.random.Generator) -> tuple[Callable[[Beeld], Beeld], dict[str, float]]:
    """Return the height in mm of the paper at (..., 2) mm from its middle, and what was chosen."""
    krul, vouw, hoek = (float(rng.uniform(*bereik)) for bereik in (ernst.krul, ernst.vouw, ernst.hoek))
    richting, fase, golven = rng.normal(0, 0.5) + rng.choice([0, np.pi / 2]), rng.uniform(0, 2 * np.pi), rng.uniform(0.35, 0.8)
    plooien = np.array([-49.5, 49.5]) + rng.uniform(-3, 3, 2)
    knik = vouw / 60 * rng.choice([-1, 1]) * np.array([1, rng.uniform(-1, -0.4)])
    kanten = rng.choice([-1, 1], 2) * A4_MM / 2

    def oppervlak(uv: Beeld) -> Beeld:
        langs = (np.cos(richting) * uv[..., 0] + np.sin(richting) * uv[..., 1]) / 297
        z = krul * np.sin(2 * np.pi * golven * langs + fase)
        for plek, helling in zip(plooien, knik, strict=True):
            z = z + helling * (np.hypot(uv[..., 1] - plek, 2.5) - 60)
        dichtbij = np.clip(1 - np.hypot(uv[..., 0] - kanten[0], uv[..., 1] - kanten[1]) / 90, 0, 1)
        return np.asarray(z + hoek * dichtbij**2)

    return oppervlak, {"krul": krul, "vouw": vouw, "hoek": hoek}


def _camera(
    maat: tuple[int, int], ernst: Ernst, oppervlak: Callable[[Beeld], Beeld], rng: np.random.Generator
) -> tuple[Beeld, dict[str, float]]:
    """Return for one photo pixel in `GROF` where on the sheet it looks (mm from the sheet's middle)."""
    helling, rol = float(rng.uniform(*ernst.helling)), float(rng.uniform(-ernst.rol, ernst.rol))
    as_, ver = rng.uniform(0, 2 * np.pi), rng.uniform(380, 520)
    lens, vulling = float(rng.uniform(-ernst.lens, ernst.lens)), float(rng.uniform(*ernst.vulling))
    kantel, _ = cv2.Rodrigues(np.deg2rad(helling) * np.array([np.cos(as_), np.sin(as_), 0.0]))
    draai, _ = cv2.Rodrigues(np.array([0.0, 0.0, np.deg2rad(rol)]))
    stand = np.asarray(draai @ kantel)

    def project(uv: Beeld, z: Beeld | float) -> Beeld:
        punt = np.stack([uv[..., 0], uv[..., 1], np.broadcast_to(-np.asarray(z), uv.shape[:-1])], axis=-1) @ stand.T
        return np.asarray(punt[..., :2] / (punt[..., 2:] + ver))

    hoeken = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * A4_MM / 2
    plek = project(hoeken, 0.0)
    laag, hoog = plek.min(axis=0), plek.max(axis=0)
    kader = np.array([maat[1], maat[0]], dtype=np.float64)
    schaal = float(np.min(kader * vulling / (hoog - laag)))
    midden = kader / 2 - schaal * (laag + hoog) / 2 + rng.uniform(-0.012, 0.012, 2) * kader
    vlak = cv2.getPerspectiveTransform((plek * schaal + midden).astype(np.float32), hoeken.astype(np.float32))
    y, x = np.mgrid[0 : maat[0] : GROF, 0 : maat[1] : GROF].astype(np.float64)
    straal = ((x - kader[0] / 2) ** 2 + (y - kader[1] / 2) ** 2) / (np.hypot(*kader) / 2) ** 2
    punten = (np.stack([x, y], axis=-1) - kader / 2) * (1 + lens * straal)[..., None] + kader / 2
    uv = _on_sheet(vlak, punten)
    for _ in range(9):  # the sheet is not flat: correct by how far its height moves what is seen there
        binnen = np.clip(uv, -A4_MM * 0.75, A4_MM * 0.75)
        uv = _on_sheet(vlak, punten - schaal * (project(binnen, oppervlak(binnen)) - project(binnen, 0.0)))
    dpi = 25.4 * np.sqrt(np.abs(np.linalg.det((plek[[1, 3]] - plek[0]) * schaal)) / np.prod(A4_MM))
    return uv, {"helling": helling, "rol": rol, "lens": lens, "vulling": vulling, "dpi": float(dpi)}


def _on_sheet(vlak: Beeld, punten: Beeld) -> Beeld:
    platte = punten.reshape(1, -1, 2)
    return np.asarray(cv2.perspectiveTransform(platte, vlak)).reshape(punten.shape)


def _expose(
    vel: Vel,
    kaart: Beeld,
    oppervlak: Callable[[Beeld], Beeld],
    maat: tuple[int, int],
    ernst: Ernst,
    rng: np.random.Generator,
    gegevens: dict[str, float],
) -> Beeld:
    """Paint the photo (BGR float32): sheet, table, light, then what lens and sensor do to it."""
    px_x, px_y = (_enlarge((kaart[..., i] + A4_MM[i] / 2) * PX - 0.5, maat) for i in (0, 1))
    grof = max(0.3, 0.4 * 300 / gegevens["dpi"])
    blad = cv2.GaussianBlur(vel.beeld, (0, 0), grof)
    papier = cv2.remap(blad, px_x, px_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    dekking = np.full(vel.beeld.shape[:2], 255, np.uint8) if vel.dekking is None else vel.dekking
    masker = cv2.remap(dekking, px_x, px_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0,)).astype(np.float32) / 255
    warm = np.array([rng.uniform(0.86, 0.98), rng.uniform(0.95, 0.99), 1.0], np.float32)
    papier = (26 + papier * 0.87) * warm
    papier *= _enlarge(_slopes(kaart, oppervlak, rng), maat)[..., None]
    onder = tafel(maat, rng) * (1 - 0.6 * shadow_of(masker, rng))[..., None]
    beeld = papier * masker[..., None] + onder * (1 - masker[..., None])
    if vel.boven is not None:
        laag = cv2.remap(
            vel.boven, px_x + vel.rand, px_y + vel.rand, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0, 0)
        ).astype(np.float32)
        beeld += (laag[..., :3] - beeld) * (laag[..., 3:] / 255)
    diep, lamp = float(rng.uniform(*ernst.schaduw)), float(rng.uniform(*ernst.lamp))
    beeld *= zaallicht(maat, diep, lamp, bool(rng.random() < ernst.hard), rng)[..., None]
    gegevens |= {"schaduw": diep, "lamp": lamp}
    return _sensor(beeld, ernst, rng, gegevens)


def _slopes(kaart: Beeld, oppervlak: Callable[[Beeld], Beeld], rng: np.random.Generator) -> Beeld:
    """Share of the light that the paper returns: what leans towards the lamp is brighter."""
    kant, sterk = rng.uniform(0, 2 * np.pi), rng.uniform(0.6, 1.3)
    richting = np.array([np.cos(kant), np.sin(kant)])
    return np.clip(1 + sterk * (oppervlak(kaart + richting) - oppervlak(kaart - richting)), 0.55, 1.25)


def _sensor(beeld: Beeld, ernst: Ernst, rng: np.random.Generator, gegevens: dict[str, float]) -> Beeld:
    """Blur of focus and of the hand, grain, and the sharpening that a phone adds to hide both."""
    onscherp, beweging, ruis = (float(rng.uniform(*bereik)) for bereik in (ernst.onscherp, ernst.beweging, ernst.ruis))
    beeld = cv2.GaussianBlur(beeld, (0, 0), onscherp)
    if beweging > 0.3:
        beeld = cv2.filter2D(beeld, -1, _streak(beweging, rng.uniform(0, np.pi)))
    hoog, breed = beeld.shape[:2]
    korrel = cv2.GaussianBlur(rng.standard_normal((hoog, breed), np.float32), (0, 0), 0.6) * (ruis * 1.9)
    vlek = cv2.resize(rng.standard_normal((hoog // 4, breed // 4, 3), np.float32), (breed, hoog)) * (ruis * 0.35)
    beeld = beeld + korrel[..., None] + vlek
    scherper = float(rng.uniform(0, 0.7))
    beeld += scherper * (beeld - cv2.GaussianBlur(beeld, (0, 0), 1.4))
    gegevens |= {"onscherp": onscherp, "beweging": beweging, "ruis": ruis, "scherper": scherper}
    return beeld


def _streak(lang: float, hoek: float) -> Beeld:
    """A kernel that smears along a line of `lang` px."""
    kern = np.zeros((9, 9), np.float32)
    for t in np.linspace(-lang / 2, lang / 2, 33):
        x, y = 4 + t * np.cos(hoek), 4 + t * np.sin(hoek)
        i, j = int(x), int(y)
        kern[j : j + 2, i : i + 2] += np.outer([1 - y + j, y - j], [1 - x + i, x - i]).astype(np.float32)
    return np.asarray(kern / kern.sum())


def _enlarge(grof: Beeld, maat: tuple[int, int]) -> Beeld:
    """Stretch a field that was worked out for one pixel in `GROF` to the whole photo."""
    naar = np.array([[1 / GROF, 0, 0], [0, 1 / GROF, 0]])
    wijze = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    veld = cv2.warpAffine(grof.astype(np.float32), naar, (maat[1], maat[0]), flags=wijze, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(veld)
