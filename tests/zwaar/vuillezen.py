"""What dirt on a letter does to the reading of it.

    python -m tests.zwaar.vuillezen [--bladen 6] [--zaad 1] [--camera makkelijk] [--soorten stempel,duim,…] [--toon]

Reads the same pages under the same camera clean and with each kind of dirt of `samples/vuil.py`. Words that are covered are not asked
for. Prints for each kind: errors outside the cover, against those of the clean page; values that were read on the clean page and are
not on the dirty one (and how many of these were touched); values that are wrong on the dirty page alone, and how many of them are shown
as certain; words made up beyond those of the clean page, and how many of them look like what was written by hand.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from rapidfuzz import fuzz

from tests.zwaar.leesblad import Bron, choose, render, vuilsoorten
from tests.zwaar.leesmaat import Waarde, waarden
from tests.zwaar.lezen import Beurt, read_all

LIJKT = 60.0
"""A made-up word this like a handwritten one (0..100) came from it."""


@dataclass(frozen=True)
class Schade:
    """What dirt did to one page."""

    erger: float
    kwijt: tuple[Waarde, ...]
    geraakt: int
    fout: tuple[Waarde, ...]
    zeker: tuple[Waarde, ...]
    verzonnen: tuple[str, ...]
    met_de_hand: tuple[str, ...]


def compare(schoon: Beurt, vies: Beurt) -> Schade:
    """Return what went worse on the dirty page, leaving out what is covered there."""
    leesbaar = set(waarden(vies.blad.gedrukt))
    kwijt = tuple(sorted(leesbaar & (set(vies.maat.gemist) - set(schoon.maat.gemist))))
    fout = tuple(waarde for waarde in vies.maat.fout if waarde not in schoon.maat.fout)
    verzonnen = tuple((Counter(vies.maat.verzonnen) - Counter(schoon.maat.verzonnen)).elements())
    hand = " ".join(vies.blad.geschreven).lower()
    return Schade(
        erger=vies.maat.fcer - schoon.maat.fcer,
        kwijt=kwijt,
        geraakt=len(set(kwijt) & set(waarden(vies.blad.geraakt))),
        fout=fout,
        zeker=tuple(waarde for waarde in fout if waarde in vies.maat.fout_zeker),
        verzonnen=verzonnen,
        met_de_hand=tuple(woord for woord in verzonnen if hand and fuzz.partial_ratio(woord.lower(), hand) >= LIJKT),
    )


def read(bronnen: Sequence[Bron], variant: str, zaad: int, uit: Path) -> list[Beurt]:
    """Render and read the pages of a variant with brievenbus."""
    beurten = read_all("brievenbus", list(render(bronnen, variant, zaad, uit)), sys.executable)
    assert beurten is not None
    return beurten


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; see the head of this file."""
    parser = argparse.ArgumentParser(description="Meet wat vuil op een brief het lezen kost.")
    parser.add_argument("--bladen", type=int, default=6, metavar="N")
    parser.add_argument("--zaad", type=int, default=1, metavar="S")
    parser.add_argument("--camera", default="makkelijk", help="variant van samples/telefoon.py")
    parser.add_argument("--soorten", default=",".join(vuilsoorten()))
    parser.add_argument("--toon", action="store_true", help="noem per bladzijde wat er misging")
    parser.add_argument("--map", type=Path, metavar="MAP", help="bewaar de beelden hier")
    keuze = parser.parse_args(argv)
    bronnen = choose(keuze.bladen, keuze.zaad)
    with tempfile.TemporaryDirectory() as kamer:
        uit = keuze.map or Path(kamer)
        uit.mkdir(parents=True, exist_ok=True)
        schoon = read(bronnen, keuze.camera, keuze.zaad, uit)
        print(f"{len(schoon)} bladzijden, zaad {keuze.zaad}, {keuze.camera}; schoon: fCER {mean(b.maat.fcer for b in schoon):.2%}")
        print("soort           fCER  erger  kwijt (geraakt)  fout zeker  verzonnen (hand)")
        for soort in keuze.soorten.split(","):
            vies = read(bronnen, f"{keuze.camera}+{soort}", keuze.zaad, uit)
            schade = [compare(een, ander) for een, ander in zip(schoon, vies, strict=True)]
            kwijt, geraakt = sum(len(s.kwijt) for s in schade), sum(s.geraakt for s in schade)
            fout, zeker = sum(len(s.fout) for s in schade), sum(len(s.zeker) for s in schade)
            los, hand = sum(len(s.verzonnen) for s in schade), sum(len(s.met_de_hand) for s in schade)
            print(
                f"{soort:<13} {mean(b.maat.fcer for b in vies):>6.2%} {mean(s.erger for s in schade):>+6.2%} {kwijt:>6} ({geraakt:>3})"
                f" {fout:>9} {zeker:>5} {los:>10} ({hand})",
                flush=True,
            )
            for beurt, s in zip(vies, schade, strict=True) if keuze.toon else ():
                print(f"    {beurt.blad.naam} {s.erger:+.2%} kwijt {[w.tekst for w in s.kwijt]} fout {[w.tekst for w in s.fout]} ", end="")
                print(f"zeker {[w.tekst for w in s.zeker]} verzonnen {list(s.verzonnen)[:20]} geschreven {list(beurt.blad.geschreven)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
