"""How well the page coach sees what is wrong with a photo: found and false alarms of each kind.

    python -m tests.zwaar.coach [--zaden 5,6,7] [--n 16] [--soort glans] [--toon]

Letters of samples/brieven are set, laid on a table and photographed here: once well, and once for each thing that can
go wrong, so badly that a person would have to take the photo again. A hint on a good photo is a false alarm, whatever
it says. Thresholds were chosen on seeds 1, 2 and 11.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from brievenbus.image import flatten
from brievenbus.ocr.opmaak import parse

SAMPLES = Path(__file__).parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))

import camera  # noqa: E402
import maak  # noqa: E402

Beeld = NDArray[np.uint8]
Vlak = NDArray[np.float32]
Rng = np.random.Generator

KADER = (2600, 1950)
"""Height and width in px of a photo held upright."""
TAFELS = ((128, 92, 62), (92, 66, 48), (74, 70, 70), (60, 50, 44), (176, 168, 158), (214, 208, 200), (58, 74, 92))
_FULL = 0.015
"""Share of ink from which the middle of a page counts as full of text."""
LOST = 0.04
"""Share of the ink that must lie outside the picture before it is called cut off."""


@dataclass(frozen=True)
class Vel:
    """A sheet (HxWx3 RGB) in a scene: its middle and height as shares of the frame's height and width, degrees clockwise."""

    blad: Beeld
    x: float = 0.5
    y: float = 0.5
    hoog: float = 0.92
    hoek: float = 0.0


@dataclass(frozen=True)
class Licht:
    """Light and lens of a scene: `kracht` what paper returns (0..1), `kleur` its RGB, `val` how far it falls off across."""

    kracht: float = 0.85
    kleur: tuple[float, float, float] = (1.0, 1.0, 1.0)
    val: float = 0.15
    waas: float = 0.7
    ruis: float = 3.0


def pages(naam: str, zaad: int) -> list[Beeld]:
    """Return the pages of a letter as clean RGB pictures of 216 dpi."""
    pdf = maak.make_pdf(parse((SAMPLES / "brieven" / f"{naam}.txt").read_text("utf-8")), naam, zaad)
    with pdfium.PdfDocument(pdf) as document:
        return [np.ascontiguousarray(page.render(scale=3).to_numpy()[..., 2::-1]) for page in document]


def scene(vellen: Sequence[Vel], rng: Rng, licht: Licht | None = None, kader: tuple[int, int] = KADER) -> Vlak:
    """Lay sheets on a table, the last one on top, and photograph them from straight above."""
    licht = licht or Licht()
    beeld = _table(rng, kader)
    for vel in vellen:
        hoog, breed = vel.blad.shape[:2]
        matrix = cv2.getRotationMatrix2D((breed / 2, hoog / 2), -vel.hoek, vel.hoog * KADER[0] / hoog)
        matrix[:, 2] += np.array([vel.x * kader[1] - breed / 2, vel.y * kader[0] - hoog / 2])
        papier = 28 + 0.87 * cv2.warpAffine(vel.blad, matrix, kader[::-1], flags=cv2.INTER_AREA).astype(np.float32)
        masker = cv2.warpAffine(np.ones((hoog, breed), np.float32), matrix, kader[::-1], flags=cv2.INTER_LINEAR)
        schaduw = cv2.GaussianBlur(np.roll(masker, (6, 4), (0, 1)), (0, 0), 9)
        beeld *= 1 - float(rng.uniform(0.15, 0.5)) * schaduw[..., None]
        beeld = papier * masker[..., None] + beeld * (1 - masker[..., None])
    x, y = np.meshgrid(np.linspace(-1, 1, kader[1], dtype=np.float32), np.linspace(-1, 1, kader[0], dtype=np.float32))
    kant = rng.uniform(0, 2 * np.pi)
    veld = licht.kracht * (1 - licht.val / 2 + licht.val / 2 * (np.cos(kant) * x + np.sin(kant) * y)) * 255 / 250
    beeld *= veld[..., None] * np.array(licht.kleur, np.float32)
    return _sensor(np.asarray(cv2.GaussianBlur(beeld, (0, 0), licht.waas), dtype=np.float32), rng, licht.ruis)


def _table(rng: Rng, kader: tuple[int, int]) -> Vlak:
    kleur = np.array(TAFELS[int(rng.integers(len(TAFELS)))], np.float32) * rng.uniform(0.75, 1.1)
    nerf = np.zeros(kader, np.float32)
    for vlekken, rek in ((60, 12), (220, 40), (500, 20 if rng.random() < 0.6 else 1)):
        klein = rng.uniform(-1, 1, (max(2, vlekken // rek), vlekken)).astype(np.float32)
        nerf += cv2.resize(klein, kader[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(kleur * (1 + 0.07 * nerf)[..., None], dtype=np.float32)


def _sensor(beeld: Vlak, rng: Rng, ruis: float) -> Vlak:
    korrel = cv2.GaussianBlur(rng.standard_normal(beeld.shape[:2], np.float32), (0, 0), 0.7)
    return np.asarray(beeld + (korrel * ruis)[..., None], dtype=np.float32)


def _grain(rng: Rng, beeld: Vlak) -> Vlak:
    """Return noise of one grey level: the same in the three colours for the most part."""
    return rng.standard_normal(beeld.shape[:2], np.float32)[..., None]


def store(beeld: Vlak, kwaliteit: int = 82) -> Beeld:
    """Return what is left of a picture after a JPEG."""
    bak = BytesIO()
    Image.fromarray(np.clip(beeld, 0, 255).round().astype(np.uint8)).save(bak, "JPEG", quality=kwaliteit)
    return np.asarray(Image.open(bak).convert("RGB"), dtype=np.uint8)


def photo(blad: Beeld, rng: Rng) -> Vlak:
    """Return a good photo: by the camera of samples/, or of a scene laid here."""
    if rng.random() < 0.4:
        inhoud = camera.foto(np.ascontiguousarray(blad[..., ::-1]), rng)
        return np.asarray(Image.open(BytesIO(inhoud)).convert("RGB"), dtype=np.float32)
    kleur = ((1.0, 1.0, 1.0), (1.0, 0.86, 0.68), (0.93, 0.97, 1.0))[int(rng.integers(3))]
    licht = Licht(rng.uniform(0.42, 1.0), kleur, rng.uniform(0, 0.45), rng.uniform(0.5, 1.1), rng.uniform(2, 5))
    return scene([_vel(blad, rng)], rng, licht)


def _vel(blad: Beeld, rng: Rng, hoek: float | None = None) -> Vel:
    kanteling = rng.uniform(-5, 5) if hoek is None else hoek
    return Vel(blad, 0.5 + rng.uniform(-0.02, 0.02), 0.5 + rng.uniform(-0.015, 0.015), rng.uniform(0.84, 0.95), kanteling)


def good(blad: Beeld, rng: Rng) -> Vlak:
    """Return a good photo that is easily mistaken for a bad one."""
    kind = int(rng.integers(6))
    if kind == 0:  # the edge of the sheet, but no text, lies outside
        return scene([replace(_vel(blad, rng, rng.uniform(-1, 1)), hoog=1.02, x=0.5, y=0.5)], rng)
    if kind == 1:  # a soft shadow that leaves the letters clear
        return _sensor(photo(blad, rng) * _hand(rng, rng.uniform(0.6, 0.8), 60)[..., None], rng, 1.5)
    if kind == 2:  # a band of colour with white letters in it
        band = blad.copy()
        kleur = np.array(((0x15, 0x42, 0x73), (0x8A, 0x15, 0x38), (0x27, 0x59, 0x37))[int(rng.integers(3))])
        strook = band[: band.shape[0] // int(rng.integers(7, 14))]
        strook[:] = (255 - (255 - kleur) * (strook.mean(axis=2, keepdims=True) / 255)).astype(np.uint8)
        return photo(band, rng)
    if kind == 3:  # lamp light that is bright but leaves the letters
        return np.asarray(np.minimum(photo(blad, rng) * rng.uniform(1.0, 1.12), 255), dtype=np.float32)
    if kind == 4:  # a pen lies on the sheet
        beeld = photo(blad, rng)
        van = rng.uniform(0.15, 0.85, 2) * KADER[::-1]
        naar = van + rng.uniform(-400, 400, 2)
        cv2.line(beeld, van.astype(int).tolist(), naar.astype(int).tolist(), rng.uniform(10, 120, 3).tolist(), 26)
        return beeld
    return photo(blad, rng)


def _hand(rng: Rng, rest: float, zacht: float) -> Vlak:
    """Return what is left of the light: 1, and `rest` in the shadow of a hand or a head."""
    hoog, breed = KADER
    vlak = np.ones((hoog // 4, breed // 4), np.float32)
    midden = (int(rng.uniform(0.2, 0.8) * breed / 4), int(rng.uniform(0.45, 0.8) * hoog / 4))
    maat = (int(rng.uniform(0.22, 0.4) * breed / 4), int(rng.uniform(0.25, 0.45) * hoog / 4))
    cv2.ellipse(vlak, midden, maat, float(rng.uniform(0, 90)), 0, 360, rest, -1)
    return np.asarray(cv2.resize(cv2.GaussianBlur(vlak, (0, 0), zacht / 4), (breed, hoog)), dtype=np.float32)


def dark(blad: Beeld, rng: Rng) -> Vlak:
    """Too little light: the sensor's grain eats the letters."""
    beeld = photo(blad, rng)
    beeld *= rng.uniform(8, 34) / np.percentile(beeld, 85)
    return np.asarray(beeld + _grain(rng, beeld) * (1.5 + 0.55 * np.sqrt(np.maximum(beeld, 0))), dtype=np.float32)


def blurred(blad: Beeld, rng: Rng) -> Vlak:
    """Out of focus, or moved."""
    beeld = photo(blad, rng)
    if rng.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(beeld, (0, 0), rng.uniform(4.0, 9.0)), dtype=np.float32)
    lang = int(rng.uniform(15, 34))
    kern = np.zeros((lang, lang), np.float32)
    cv2.line(kern, (0, int(rng.integers(lang))), (lang - 1, int(rng.integers(lang))), 1.0, 1)
    return np.asarray(cv2.filter2D(beeld, -1, kern / kern.sum()), dtype=np.float32)


def shadowed(blad: Beeld, rng: Rng) -> Vlak | None:
    """A hand or head keeps the light from part of the text; None where the page is too empty for that."""
    if (blad[int(0.35 * len(blad)) : int(0.85 * len(blad))].min(axis=2) < 140).mean() < _FULL:
        return None
    beeld = photo(blad, rng) * _hand(rng, rng.uniform(0.06, 0.24), rng.uniform(6, 50))[..., None]
    return np.asarray(beeld + _grain(rng, beeld) * (1 + 0.45 * np.sqrt(np.maximum(beeld, 0))), dtype=np.float32)


def cut(blad: Beeld, rng: Rng) -> Vlak | None:
    """Part of the text lies outside the picture; None where the page is too empty for that."""
    inkt = (blad.min(axis=2) < 140).astype(np.float32)
    for _ in range(20):
        kant, weg = int(rng.integers(4)), rng.uniform(0.05, 0.3)
        hoog, breed = inkt.shape
        buiten = (inkt[: int(weg * hoog)], inkt[-int(weg * hoog) :], inkt[:, : int(weg * breed)], inkt[:, -int(weg * breed) :])[kant]
        if LOST <= buiten.sum() / max(inkt.sum(), 1) <= 0.6:
            break
    else:
        return None
    maat = 0.9
    half_x, half_y = maat * KADER[0] * breed / hoog / KADER[1] / 2, maat / 2
    y = (half_y - weg * maat, 1 - half_y + weg * maat, 0.5, 0.5)[kant]
    x = (0.5, 0.5, half_x - weg * 2 * half_x, 1 - half_x + weg * 2 * half_x)[kant]
    return scene([Vel(blad, x, y, maat, rng.uniform(-2.5, 2.5))], rng, Licht(rng.uniform(0.5, 0.95), val=rng.uniform(0, 0.4)))


def askew(blad: Beeld, rng: Rng) -> Vlak:
    """The sheet lies far from level."""
    hoek = rng.uniform(19, 42) * rng.choice([-1, 1])
    return scene([replace(_vel(blad, rng, hoek), hoog=0.66)], rng, Licht(rng.uniform(0.5, 0.95)))


def small(blad: Beeld, rng: Rng) -> Vlak:
    """Taken from too far, or sent too small."""
    if rng.random() < 0.5:
        return scene([replace(_vel(blad, rng), hoog=rng.uniform(0.2, 0.34))], rng, Licht(rng.uniform(0.5, 0.95)))
    beeld = photo(blad, rng)
    return np.asarray(cv2.resize(beeld, None, fx=(f := rng.uniform(0.2, 0.36)), fy=f, interpolation=cv2.INTER_AREA), dtype=np.float32)


def blank(blad: Beeld, rng: Rng) -> Vlak:
    """A side without print; the other side may shine through."""
    door = 255 - rng.choice([0.0, 0.04, 0.07]) * (255 - cv2.GaussianBlur(blad[:, ::-1], (0, 0), 2).astype(np.float32))
    for derde in (1 / 3, 2 / 3):
        rij = int(derde * blad.shape[0])
        door[rij - 3 : rij + 3] -= rng.uniform(5, 25)
    return photo(np.clip(door, 0, 255).astype(np.uint8), rng)


def double(blad: Beeld, rng: Rng, ander: Beeld) -> Vlak:
    """Two letters in one picture: beside or above each other, or one partly on the other."""
    kind = int(rng.integers(3))
    licht = Licht(rng.uniform(0.5, 0.95), val=rng.uniform(0, 0.35))
    if kind == 0:
        kader, hoog = (1950, 2600), rng.uniform(0.62, 0.68)
        vellen = [Vel(vel, x, 0.5 + rng.uniform(-0.03, 0.03), hoog, rng.uniform(-5, 5)) for vel, x in ((blad, 0.26), (ander, 0.75))]
        return scene(vellen, rng, licht, kader)
    if kind == 1:
        vellen = [Vel(vel, 0.5 + rng.uniform(-0.05, 0.05), y, 0.47, rng.uniform(-5, 5)) for vel, y in ((blad, 0.255), (ander, 0.75))]
        return scene(vellen, rng, licht)
    schuif = rng.uniform(0.16, 0.34) * rng.choice([-1, 1], 2)
    vellen = [Vel(blad, 0.5 - schuif[0] / 2, 0.5 - schuif[1] / 2, 0.66, rng.uniform(-6, 6))]
    vellen += [Vel(ander, 0.5 + schuif[0] / 2, 0.5 + schuif[1] / 2, 0.66, rng.uniform(-6, 6))]
    return scene(vellen, rng, licht)


def glared(blad: Beeld, rng: Rng) -> Vlak | None:
    """A lamp shines in the paper where there is text; None where the page is too empty for that."""
    inkt = cv2.resize((blad.min(axis=2) < 140).astype(np.float32), (150, 212), interpolation=cv2.INTER_AREA)
    vol = cv2.blur(inkt, (21, 21)) > 0.04
    if not vol.any():
        return None
    rij, kolom = _one(vol, rng)
    vel = replace(_vel(blad, rng, rng.uniform(-2, 2)), x=0.5, y=0.5, hoog=0.9)
    beeld = scene([vel], rng, Licht(rng.uniform(0.5, 0.92), val=rng.uniform(0, 0.3)))
    half_y, half_x = 0.45 * KADER[0], 0.45 * KADER[0] * blad.shape[1] / blad.shape[0]
    midden = (KADER[1] / 2 + (kolom / 75 - 1) * half_x, KADER[0] / 2 + (rij / 106 - 1) * half_y)
    x, y = np.meshgrid(np.arange(KADER[1], dtype=np.float32), np.arange(KADER[0], dtype=np.float32))
    lang, kort, hoek = rng.uniform(150, 360), rng.uniform(90, 200), rng.uniform(0, np.pi)
    langs = ((x - midden[0]) * np.cos(hoek) + (y - midden[1]) * np.sin(hoek)) / lang
    dwars = (-(x - midden[0]) * np.sin(hoek) + (y - midden[1]) * np.cos(hoek)) / kort
    gloed = np.asarray(rng.uniform(420, 700) * np.exp(-((langs**2 + dwars**2) ** rng.uniform(0.9, 1.6))), dtype=np.float32)
    return beeld + gloed[..., None]


def _one(where: NDArray[np.bool_], rng: Rng) -> tuple[int, int]:
    rows, columns = np.nonzero(where)
    at = int(rng.integers(len(rows)))
    return int(rows[at]), int(columns[at])


SOORTEN: dict[str, Callable[[Beeld, Rng], Vlak | None]] = {
    "te_donker": dark,
    "onscherp": blurred,
    "schaduw": shadowed,
    "afgesneden": cut,
    "scheef": askew,
    "te_klein": small,
    "leeg": blank,
    "glans": glared,
}
SLECHT = (*SOORTEN, "meer_brieven")
GOED = ("goed", "goed2")


def draw(kind: str, naam: str, nummer: int, zaad: int, bladen: Sequence[Beeld]) -> Beeld | None:
    """Return the photo of one kind of the first of `bladen` (the second lies beside it), or None where it cannot be made."""
    rng = maak.generator(naam, nummer, zaad, kind)
    if kind in GOED:
        beeld: Vlak | None = good(bladen[0], rng)
    else:
        beeld = double(bladen[0], rng, bladen[1]) if kind == "meer_brieven" else SOORTEN[kind](bladen[0], rng)
    return None if beeld is None else store(beeld, 75 if kind == "te_klein" else 82)


def choose(zaad: int, aantal: int) -> list[tuple[str, int, Beeld]]:
    """Return pages (letter, number from 0, clean picture) of so many letters, second pages among them."""
    rng = np.random.default_rng([zaad, 77])
    names = sorted(path.stem for path in (SAMPLES / "brieven").glob("*.txt"))
    chosen = []
    for naam in rng.choice(names, aantal, replace=False):
        bladen = pages(str(naam), zaad)
        nummer = int(rng.integers(len(bladen))) if rng.random() < 0.6 else 0
        chosen.append((str(naam), nummer, bladen[nummer]))
    return chosen


def main(argv: Sequence[str] | None = None) -> int:
    """Print for each kind how many were found, and how many good photos got its hint."""
    parser = argparse.ArgumentParser(description="Meet hoe goed de paginacoach ziet wat er met een foto mis is.")
    parser.add_argument("--zaden", default="11", help="met komma's ertussen; 1 tot 4 dienden om drempels te kiezen")
    parser.add_argument("--n", type=int, default=20, help="brieven per zaad")
    parser.add_argument("--toon", action="store_true", help="noem elke foto die mis ging")
    keuze = parser.parse_args(argv)
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    seconds = 0.0
    for zaad in map(int, keuze.zaden.split(",")):
        chosen = choose(zaad, keuze.n)
        for at, (naam, nummer, blad) in enumerate(chosen):
            for kind in (*GOED, *SLECHT):
                beeld = draw(kind, naam, nummer, zaad, (blad, chosen[(at + 1) % len(chosen)][2]))
                if beeld is None:
                    continue
                start = time.process_time()
                hints = flatten(beeld, "foto").aanwijzingen
                seconds += time.process_time() - start
                made["goed" if kind in GOED else kind] += 1
                found[kind] += kind in hints[:2]
                alarms.update(hints if kind in GOED else ())
                if keuze.toon and (kind not in hints[:2] if kind in SLECHT else hints):
                    print(f"{kind}: {naam}.p{nummer + 1}, zaad {zaad}: {', '.join(hints) or 'niets gezegd'}")
    print(f"{'':14} gevonden         vals alarm")
    for kind in SLECHT:
        share, false = found[kind] / max(made[kind], 1), alarms[kind] / max(made["goed"], 1)
        print(f"{kind:14} {share:5.2f} ({found[kind]}/{made[kind]})   {false:7.3f} ({alarms[kind]}/{made['goed']})")
    print(f"{seconds / max(made.total(), 1):.2f} s processortijd per foto")
    return 0


if __name__ == "__main__":
    sys.exit(main())
