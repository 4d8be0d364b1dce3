"""How well pictures are read, how fast, and how that compares with others.

    python -m tests.zwaar.lezen [--bladen 12] [--zaad 1] [--varianten scan200,chat,middel,moeilijk] [--peers] [--toon]

Makes pictures of the sample letters (`samples/telefoon.py`; "middel+stempel" puts dirt on the sheet first, see
`samples/vuil.py`), reads them with brievenbus and with bare Tesseract, with `--peers` with OCRmyPDF and RapidOCR too, each in one
process, one page at a time, and prints one table. The measure is that of `leesmaat.py`; its ordered CER follows the lines of
the whole page, so columns read one after the other count as errors there: compare fCER. Times are those of this machine now:
compare the ratios. Ends with code 1 where brievenbus shows a wrong value as certain.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from tests.zwaar import lezers
from tests.zwaar.leesblad import Leesblad, choose, render
from tests.zwaar.leesmaat import Gelezen, Maat, meet

STANDAARD = "scan200,scan300,makkelijk,chat,middel,moeilijk"
RECHTOP = 0.3
"""Share of the longer words that must be found for a page to count as read the right way up."""
KOP = "variant         lezer       n   fCER  (mid)    CER  waarden    fout zeker  min   rechtop  cpu s  wand s  bl/min  x tess   piek MB"


@dataclass(frozen=True)
class Beurt:
    """One page read by one reader."""

    blad: Leesblad
    gelezen: Gelezen
    maat: Maat
    cpu: float
    wand: float
    piek: int


def read_all(lezer: str, bladen: Sequence[Leesblad], python: str) -> list[Beurt] | None:
    """Read the pages with one reader; None where it is not installed."""
    paden = "".join(f"{blad.pad}\n" for blad in bladen)
    opdracht = [python, str(Path(lezers.__file__).resolve()), lezer]
    klaar = subprocess.run(opdracht, input=paden, text=True, capture_output=True, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    if klaar.returncode == lezers.NIET:
        return None
    if klaar.returncode:
        raise RuntimeError(f"{lezer}: {klaar.stderr[-800:]}")
    beurten = []
    for blad, regel in zip(bladen, klaar.stdout.splitlines(), strict=True):
        ruw = json.loads(regel)
        gelezen = Gelezen(ruw["tekst"], tuple((van, tot) for van, tot in ruw["onzeker"]))
        maat = meet(blad.gedrukt, gelezen, blad.vrij, blad.onleesbaar)
        beurten.append(Beurt(blad, gelezen, maat, ruw["cpu"], ruw["wand"], ruw["piek"]))
    return beurten


def row(variant: str, lezer: str, beurten: Sequence[Beurt], kaal: float) -> str:
    """Return one row of the table; `kaal` is the processor time of bare Tesseract on these pages."""
    maten = [beurt.maat for beurt in beurten]
    cpu, wand = mean(beurt.cpu for beurt in beurten), mean(beurt.wand for beurt in beurten)
    goed, alles = sum(maat.goed for maat in maten), sum(maat.waarden for maat in maten)
    fout, zeker = sum(len(maat.fout) for maat in maten), sum(len(maat.fout_zeker) for maat in maten)
    piek = max(beurt.piek for beurt in beurten) / 1e6
    minnen = f"{sum(maat.minnen_goed for maat in maten)}/{sum(maat.minnen for maat in maten)}"
    recht = f"{sum(maat.gevonden >= RECHTOP for maat in maten)}/{len(maten)}"
    return (
        f"{variant:<15} {lezer:<10} {len(maten):>2} {mean(maat.fcer for maat in maten):>6.2%} {median(maat.fcer for maat in maten):>6.2%} "
        f"{mean(maat.cer for maat in maten):>6.1%} {goed:>4}/{alles:<4} {fout:>4} {zeker:>5} {minnen:>6} {recht:>7} {cpu:>6.2f} "
        f"{wand:>7.2f} {60 / wand:>7.1f} {cpu / kaal:>6.2f} {piek:>9.0f}"
    )


def show(beurten: Sequence[Beurt]) -> None:
    """Print what went wrong on each page."""
    for beurt in beurten:
        maat = beurt.maat
        print(f"    {beurt.blad.naam}: fCER {maat.fcer:.2%}, gevonden {maat.gevonden:.0%}, {beurt.cpu:.1f} s")
        for wat, dingen in (
            ("gemist", [waarde.tekst for waarde in maat.gemist]),
            ("fout", [waarde.tekst + (" ZEKER" if waarde in maat.fout_zeker else "") for waarde in maat.fout]),
            ("kwijt", maat.kwijt),
            ("verzonnen", maat.verzonnen),
        ):
            if dingen:
                print(f"        {wat}: {', '.join(dingen[:25])}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; see the head of this file."""
    parser = argparse.ArgumentParser(description="Meet hoe goed en hoe snel beelden worden gelezen.")
    parser.add_argument("--bladen", type=int, default=12, metavar="N", help="bladzijden per variant")
    parser.add_argument("--zaad", type=int, default=1, metavar="S", help="andere brieven, opmaak en beelden")
    parser.add_argument("--varianten", default=STANDAARD, help=f"standaard {STANDAARD}; met vuil: middel+stempel")
    parser.add_argument("--peers", action="store_true", help="lees ook met OCRmyPDF en RapidOCR")
    parser.add_argument("--traag", type=int, default=4, metavar="N", help="bladzijden voor OCRmyPDF, dat veel tijd kost")
    parser.add_argument("--rapidocr", default=sys.executable, metavar="PYTHON", help="de Python waarin RapidOCR staat")
    parser.add_argument("--toon", action="store_true", help="laat per bladzijde zien wat er misging bij brievenbus")
    parser.add_argument("--map", type=Path, metavar="MAP", help="bewaar de beelden hier")
    keuze = parser.parse_args(argv)
    bronnen = choose(keuze.bladen, keuze.zaad)
    print(f"{len(bronnen)} bladzijden per variant, zaad {keuze.zaad}; één proces, OMP_THREAD_LIMIT=1; fCER gemiddeld en midden\n{KOP}")
    fouten = 0
    with tempfile.TemporaryDirectory() as kamer:
        uit = keuze.map or Path(kamer)
        uit.mkdir(parents=True, exist_ok=True)
        for variant in keuze.varianten.split(","):
            bladen = list(render(bronnen, variant, keuze.zaad, uit))
            kaal = 0.0
            for lezer in ("tesseract", "brievenbus", *(("ocrmypdf", "rapidocr") if keuze.peers else ())):
                deel = bladen[: keuze.traag] if lezer == "ocrmypdf" else bladen
                beurten = read_all(lezer, deel, keuze.rapidocr if lezer == "rapidocr" else sys.executable)
                if beurten is None:
                    print(f"{variant:<15} {lezer:<10} niet geïnstalleerd", flush=True)
                    continue
                kaal = kaal or mean(beurt.cpu for beurt in beurten)
                print(row(variant, lezer, beurten, kaal), flush=True)
                if lezer == "brievenbus":
                    fouten += sum(len(beurt.maat.fout_zeker) for beurt in beurten)
                    if keuze.toon:
                        show(beurten)
    return 1 if fouten else 0


if __name__ == "__main__":
    sys.exit(main())
