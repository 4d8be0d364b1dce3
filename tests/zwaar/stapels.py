"""How well a pile is cut into letters.

    python -m tests.zwaar.stapels [--n 20] [--vorm pdf|scan] [--ruis] [--reeks ij] [--toon]

Lays piles of some 40 pages (`samples/stapels.py`) and counts: piles without any error, boundaries found and rightly
named, letters joined without a word, and boundaries at which a person is asked to look. A page lies in many piles but
is read once: its reading is kept in the cache folder. `--ruis` puts the slips of a recogniser into the words of a PDF:
most pages get few, some many; that is what a pile of scans looks like without the hours that reading it takes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

WORTEL = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(WORTEL / "samples")]

import maak  # noqa: E402
import numpy as np  # noqa: E402
import stapels  # noqa: E402

from brievenbus.bladlezen import read_page  # noqa: E402
from brievenbus.extract import extract, mask  # noqa: E402
from brievenbus.intake import take  # noqa: E402
from brievenbus.ocr.replay import page_from_json, page_to_json  # noqa: E402
from brievenbus.ocr.tesseract import Tesseract  # noqa: E402
from brievenbus.page import Line, Page, Tekst, Word  # noqa: E402
from brievenbus.pipeline import barred  # noqa: E402
from brievenbus.settings import Settings  # noqa: E402
from brievenbus.split import Snede, split  # noqa: E402

WERKERS = 2
PDFIUM = Lock()
"""PDFium draws one page at a time: two threads in it crash."""
Gezien = tuple[Page, bool]
"""A page, and whether a bar code stands on it."""


@dataclass(frozen=True, slots=True)
class Uitslag:
    """One pile: the boundaries (first pages) that should be there and that were found, in doubt, and joined with a doubt."""

    goed: frozenset[int]
    gevonden: frozenset[int]
    onzeker: frozenset[int]
    los: frozenset[int]
    paginas_goed: bool


def read_all(vellen: Sequence[stapels.Vel], vorm: str) -> dict[tuple[str, int], Gezien]:
    """Return the reading of every different page, from the cache where it was read before."""
    wanted = sorted({(vel.stuk if vorm == "scan" else vel.stuk.removesuffix(stapels.OM), vel.index) for vel in vellen})
    with ThreadPoolExecutor(WERKERS) as pool:
        return dict(zip(wanted, pool.map(lambda key: _read(*key, vorm), wanted), strict=True))


def _read(stuk: str, index: int, vorm: str) -> Gezien:
    file = Settings.read().cache / "stapels" / f"{stuk}.{index}.{vorm}.json"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as room:
            source = Path(room) / ("vel.pdf" if vorm == "pdf" else "vel.jpg")
            with PDFIUM:
                source.write_bytes(stapels.document(stuk) if vorm == "pdf" else stapels.picture(stuk, index))
            pages = take([source]).pages
            page, picture = read_page(pages[index if vorm == "pdf" else 0], Tesseract())
            bars = bool(barred([page], [picture]))
        file.write_text(json.dumps({"blad": page_to_json(page), "streepjes": bars}, ensure_ascii=False), "utf-8")
    read = json.loads(file.read_text("utf-8"))
    return page_from_json(read["blad"]), bool(read["streepjes"])


SLIPS = {
    "l": "I",
    "i": "l",
    "o": "0",
    "e": "c",
    "n": "r",
    "m": "rn",
    "1": "l",
    "0": "O",
    "5": "S",
    "8": "B",
    "g": "q",
    "h": "b",
    ".": ",",
    ":": ".",
}
"""What a recogniser makes of a character now and then."""
LIGHT, HEAVY, HEAVY_SHARE = 0.008, 0.05, 0.15
"""Share of characters misread on most pages, on some, and how many those are."""


def blur(page: Page, rng: np.random.Generator) -> Page:
    """Return the page as a recogniser of scans would read it: slips, lost words, certainty to match."""
    rate = HEAVY if rng.random() < HEAVY_SHARE else LIGHT
    lines = []
    for line in page.lines:
        kept = [(word, cel) for word, cel in zip(line.woorden, line.cel_voor, strict=True) if rng.random() > rate / 2]
        if kept:
            words = tuple(_slip(word, rate, rng) for word, _ in kept)
            lines.append(Line(words, (False, *(cel for _, cel in kept[1:])), line.alinea))
    return replace(page, lines=tuple(lines), kwaliteit=min(page.kwaliteit, 0.93 - 4 * rate) if lines else page.kwaliteit)


def _slip(word: Word, rate: float, rng: np.random.Generator) -> Word:
    text = "".join(
        SLIPS.get(char, char) if draw < 3 * rate else char for char, draw in zip(word.tekst, rng.random(len(word.tekst)), strict=True)
    )
    return replace(word, tekst=text, zekerheid=float(rng.uniform(0.4, 0.8) if text != word.tekst else rng.uniform(0.85, 0.97)))


def measure(stapel: stapels.Stapel, pages: dict[tuple[str, int], Gezien], ruis: str = "") -> tuple[Uitslag, Snede]:
    """Part one pile and compare with how it was laid. `ruis` seeds the slips; "" for none."""
    seen = [pages.get((vel.stuk, vel.index)) or pages[vel.stuk.removesuffix(stapels.OM), vel.index] for vel in stapel.vellen]
    if ruis:
        rng = maak.generator("ruis", ruis)
        seen = [(blur(page, rng), bars) for page, bars in seen]
    tekst = mask(Tekst(tuple(replace(page, nummer=n) for n, (page, _) in enumerate(seen, start=1)), "scan"))[0]
    streepjes = {n for n, (_, bars) in enumerate(seen, start=1) if bars}
    snede = split(tekst, [extract(replace(tekst, pages=(page,))) for page in tekst.pages], streepjes)
    gevonden = tuple(deel.bladzijden for deel in snede.delen)
    begin = {group[0] for group in stapel.groepen[1:]}
    found = {group[0] for group in gevonden[1:]}
    doubt = {grens.voor for grens in snede.grenzen if grens.onzeker}
    loose = {grens.voor for grens in snede.grenzen if grens.los}
    return Uitslag(frozenset(begin), frozenset(found), frozenset(doubt), frozenset(loose), gevonden == stapel.groepen), snede


def show(nummer: int, stapel: stapels.Stapel, uitslag: Uitslag, snede: Snede) -> None:
    """Print every boundary that went wrong or was unsure, with its evidence."""
    vel = {n: f"{v.stuk}.{v.index}" for n, v in enumerate(stapel.vellen, start=1)}
    for grens in snede.grenzen:
        wrong = (grens.voor in uitslag.goed) != grens.nieuw
        if wrong or grens.onzeker or grens.los:
            verdict = ("FOUT+twijfel" if grens.onzeker or grens.los else "FOUT") if wrong else "onzeker"
            print(f"{nummer}: {verdict} {vel[grens.voor - 1]} | {vel[grens.voor]} {grens.kans} {', '.join(grens.redenen)}")
    if not uitslag.paginas_goed and uitslag.goed == uitslag.gevonden:
        print(f"{nummer}: FOUT andere bladzijden, scheidingsbladen {[vel[n] for n in snede.scheidingsbladen]}")


def main() -> int:
    """Lay the piles, part them, and print the figures. Ends with code 1 where two letters were joined in silence."""
    parser = argparse.ArgumentParser(description="Meet hoe goed een stapel in brieven wordt gedeeld.")
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--vorm", choices=("pdf", "scan"), default="pdf")
    parser.add_argument("--reeks", default="ij", help="beginletters van de brieven; gh is om mee te oefenen")
    parser.add_argument("--bladen", type=int, default=40)
    parser.add_argument("--zaad", type=int, default=stapels.ZAAD, help="een ander getal: andere stapels van dezelfde bladen")
    parser.add_argument("--ruis", action="store_true", help="met de leesfouten van een scan")
    parser.add_argument("--toon", action="store_true", help="laat elke fout en elke twijfel zien")
    keuze = parser.parse_args()
    piles = [stapels.compose(stapels.names(keuze.reeks), keuze.bladen, n, keuze.zaad) for n in range(1, keuze.n + 1)]
    pages = read_all([vel for pile in piles for vel in pile.vellen], keuze.vorm)
    done = [measure(pile, pages, f"{keuze.zaad} {n}" if keuze.ruis else "") for n, pile in enumerate(piles)]
    if keuze.toon:
        for nummer, (pile, (uitslag, snede)) in enumerate(zip(piles, done, strict=True), start=1):
            show(nummer, pile, uitslag, snede)
    return report([uitslag for uitslag, _ in done])


def report(uitslagen: Sequence[Uitslag]) -> int:
    """Print the figures of all piles together."""
    good = sum(len(u.goed) for u in uitslagen)
    found = sum(len(u.gevonden) for u in uitslagen)
    hit = sum(len(u.goed & u.gevonden) for u in uitslagen)
    silent = sum(len(u.goed - u.gevonden - u.los) for u in uitslagen)
    print(f"stapels zonder fout        {sum(u.paginas_goed for u in uitslagen)}/{len(uitslagen)}")
    print(f"stapels zonder stille fout {sum(not ((u.goed ^ u.gevonden) - u.onzeker - u.los) for u in uitslagen)}/{len(uitslagen)}")
    print(f"grenzen gevonden           {hit}/{good}")
    print(f"grenzen terecht            {hit}/{found}")
    print(f"samengevoegd met twijfel   {good - hit - silent}")
    print(f"stil samengevoegd          {silent}")
    print(f"grenzen met twijfel        {sum(len(u.onzeker) for u in uitslagen)}/{found}")
    print(f"  waarvan onterecht gedeeld {sum(len(u.onzeker - u.goed) for u in uitslagen)}")
    print(
        f"bladzijden met twijfel erin {sum(len(u.los) for u in uitslagen)}, waarvan terecht {sum(len(u.los & u.goed) for u in uitslagen)}"
    )
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
