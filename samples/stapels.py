"""Lay invented letters on a pile, as a helper scans a carrier bag of post: one file that holds many letters.

    python samples/stapels.py [--n 3] [--vorm pdf|scan] [--bladen 40] [--reeks gh] [--uit MAP] [--zaad N]

Writes stapel-1.pdf … with stapel-1.goud.json beside it: which pages are which letter. In the pile lie reminders of the
same case, letters of one sender in a row, also of one day, attachments, forms and payment slips, tables without a word,
blank backs, separator sheets and leaflets; letters number their pages in several ways or not at all; now and then two
pages changed places, a page lies upside down, or the scanner took two sheets at once. The same arguments give the same files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

HIER = Path(__file__).resolve().parent
sys.path[:0] = [str(HIER), str(HIER.parent)]  # works in a clone that is not installed

import camera  # noqa: E402
import maak  # noqa: E402
from stapelstuk import BLADEN_SCHEIDING, FOLDER, FOLDERS, LEEG, SCHEIDING, ZAAD, chance, count, document  # noqa: E402

OM = "~om"
"""Behind the name of a piece: its page lies upside down."""
KANSEN = {"folder": 0.06, "wissel": 0.03, "om": 0.02, "dubbel": 0.02}
"""How often behind a letter a leaflet lies, its first two pages changed places, a page lies upside down, a sheet was lost."""


@dataclass(frozen=True, slots=True)
class Vel:
    """One page of a pile: page `index` (from 0) of the document `stuk`; `brief` counts the letters from 0, None: no letter."""

    stuk: str
    index: int
    brief: int | None


@dataclass(frozen=True, slots=True)
class Stapel:
    """A pile: its pages in order, and the name of every letter."""

    vellen: tuple[Vel, ...]
    brieven: tuple[str, ...]

    @property
    def groepen(self) -> tuple[tuple[int, ...], ...]:
        """The right answer: for each letter the numbers (from 1) of its pages."""
        return tuple(tuple(n for n, vel in enumerate(self.vellen, start=1) if vel.brief == i) for i in range(len(self.brieven)))


def compose(namen: Sequence[str], bladen: int, nummer: int, zaad: int = ZAAD) -> Stapel:
    """Lay letters on a pile until it has `bladen` pages; the last letter is whole, so it may be a few more."""
    rng = maak.generator("stapel", *namen, nummer, zaad)
    dubbelzijdig, scheiden = rng.random() < 0.5, rng.random() < 0.3
    vellen: list[Vel] = []
    brieven: list[str] = []
    for naam in _order(list(namen), rng):
        if len(vellen) >= bladen:
            break
        if scheiden and vellen:
            vellen.append(Vel(f"{SCHEIDING}{rng.integers(len(BLADEN_SCHEIDING))}", 0, None))
        eigen = _mishap([Vel(naam, i, len(brieven)) for i in range(count(naam))], rng)
        bijlage = f"{naam}+b"
        if chance(naam, "bijlage") < 0.4 and rng.random() < 0.7:
            eigen += [Vel(bijlage, i, len(brieven)) for i in range(count(bijlage))]
        if dubbelzijdig and len(eigen) % 2:
            eigen.append(Vel(f"{LEEG}{rng.integers(4)}", 0, len(brieven)))
        vellen += eigen
        brieven.append(naam)
        if rng.random() < KANSEN["folder"]:
            vellen.append(Vel(f"{FOLDER}{rng.integers(len(FOLDERS))}", 0, len(brieven)))
            brieven.append(vellen[-1].stuk)
    return Stapel(tuple(vellen), tuple(brieven))


def _mishap(eigen: list[Vel], rng: np.random.Generator) -> list[Vel]:
    """What goes wrong with paper now and then: pages in another order, upside down, or lost with a double feed."""
    draw = rng.random(3)
    if len(eigen) > 1 and draw[0] < KANSEN["wissel"]:
        eigen = [eigen[1], eigen[0], *eigen[2:]]
    elif len(eigen) > 2 and draw[1] < KANSEN["dubbel"]:
        eigen = [eigen[0], *eigen[2:]]
    if draw[2] < KANSEN["om"]:
        eigen = [replace(eigen[0], stuk=eigen[0].stuk + OM), *eigen[1:]]
    return eigen


def _order(namen: list[str], rng: np.random.Generator) -> list[str]:
    """Shuffle the letters, and lay with some a reminder, or another letter of the same sender, right behind it."""
    found = []
    for naam in (str(n) for n in rng.permutation(namen)):
        found.append(f"{naam}+t" if chance(naam, "tabel") < 0.12 else naam)
        draw = chance(naam, "vervolg")
        if draw < 0.6 and rng.random() < 0.5:
            found.append(f"{naam}+{'h' if draw < 0.3 else 's' if draw < 0.5 else 'd'}")
    return found


def picture(stuk: str, index: int) -> bytes:
    """Return a page as an office scanner gives it (JPEG); a blank back may show the front through the paper."""
    om, stuk = stuk.endswith(OM), stuk.removesuffix(OM)
    rng = maak.generator(stuk, index, "stapelscan")
    doorschijn = stuk in (f"{LEEG}1", f"{LEEG}3")
    with pdfium.PdfDocument(document("g01" if doorschijn else stuk)) as pdf:
        beeld = pdf[index].render(scale=200 / 72).to_numpy()
    if doorschijn:
        beeld = (255 - (255 - cv2.flip(beeld, 1).astype(np.float32)) * 0.05).astype(np.uint8)
    return camera.scan(np.ascontiguousarray(beeld[::-1, ::-1]) if om else beeld, rng)


def bind(stapel: Stapel, vorm: str) -> bytes:
    """Return the pile as one PDF: with its own text, or of scans."""
    bak = BytesIO()
    if vorm == "scan":
        eerste, *rest = (Image.open(BytesIO(picture(vel.stuk, vel.index))) for vel in stapel.vellen)
        eerste.save(bak, "PDF", save_all=True, append_images=rest, resolution=200)
        return bak.getvalue()
    with pdfium.PdfDocument.new() as samen:
        for vel in stapel.vellen:
            with pdfium.PdfDocument(document(vel.stuk.removesuffix(OM))) as bron:
                samen.import_pages(bron, [vel.index])
        samen.save(bak)
    return bak.getvalue()


def names(reeks: str) -> tuple[str, ...]:
    """Return the names of the sample letters whose first letter is in `reeks`."""
    return tuple(sorted(file.stem for file in (HIER / "brieven").glob("*.txt") if file.stem[0] in reeks))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; see the head of this file."""
    parser = argparse.ArgumentParser(description="Maakt stapels: één pdf met veel brieven.")
    parser.add_argument("--n", type=int, default=3, help="zoveel stapels")
    parser.add_argument("--vorm", choices=("pdf", "scan"), default="pdf")
    parser.add_argument("--bladen", type=int, default=40, help="zoveel bladzijden, of iets meer")
    parser.add_argument("--reeks", default="gh", help="beginletters van de brieven")
    parser.add_argument("--uit", type=Path, default=HIER / "stapels", metavar="MAP")
    parser.add_argument("--zaad", type=int, default=ZAAD)
    keuze = parser.parse_args(argv)
    keuze.uit.mkdir(parents=True, exist_ok=True)
    for nummer in range(1, keuze.n + 1):
        stapel = compose(names(keuze.reeks), keuze.bladen, nummer, keuze.zaad)
        goud = [{"naam": naam, "bladzijden": list(pages)} for naam, pages in zip(stapel.brieven, stapel.groepen, strict=True)]
        (keuze.uit / f"stapel-{nummer}.pdf").write_bytes(bind(stapel, keuze.vorm))
        (keuze.uit / f"stapel-{nummer}.goud.json").write_text(json.dumps({"brieven": goud}, indent=1) + "\n", "utf-8")
        print(f"stapel-{nummer}.pdf: {len(stapel.vellen)} bladzijden, {len(goud)} brieven")
    return 0


if __name__ == "__main__":
    sys.exit(main())
