"""How many faults in letters are found, and how often a correct letter is called faulty.

    python -m tests.zwaar.controles --zaden 20 --zaad 100
    python -m tests.zwaar.controles --toon strook

Makes letters with one fault each and, for every one of them, its correct twin: the same letter with the fault mended. Both take
the real path from text to findings. Prints for each kind how many faults were found and how many twins raised an alarm, and
the alarms on the sample letters, of which all are correct. The phrases were tuned on seeds below 100.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from brievenbus.brief import Brief
from brievenbus.classify import Lezer
from brievenbus.classify.model import load as load_model
from brievenbus.extract import mask
from brievenbus.kennis import load as load_kennis
from brievenbus.ocr.opmaak import read_markup
from brievenbus.pipeline import Opdracht, read_brief
from brievenbus.settings import Settings
from tests.zwaar.controlebrieven import SOORTEN, Soort
from tests.zwaar.controlevallen import VALLEN

VOORBEELDEN = Path(__file__).parents[2] / "samples" / "brieven"
SAMPLE_DAY = date(2026, 11, 21)


@dataclass
class Telling:
    """Counts of one kind of fault: letters, found, found under another name too, twins with an alarm."""

    brieven: int = 0
    gevonden: int = 0
    bijvangst: int = 0
    vals: int = 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zaden", type=int, default=20, help="letters of each kind")
    parser.add_argument("--zaad", type=int, default=100, help="the first seed")
    parser.add_argument("--toon", default="", help="print the letters of this kind that go wrong")
    args = parser.parse_args()
    kennis = load_kennis()
    lezer = Lezer.make(kennis, load_model(kennis, Settings.read().cache))
    total = Telling()
    for soort in SOORTEN:
        one = measure(soort, lezer, range(args.zaad, args.zaad + args.zaden), args.toon)
        found = f"gevonden {one.gevonden:3}/{one.brieven:3}   vals alarm op tweeling {one.vals:2}/{one.brieven:3}"
        print(f"{soort.naam:16} {found}   ook iets anders gemeld {one.bijvangst}")
        for name in vars(total):
            setattr(total, name, getattr(total, name) + getattr(one, name))
    share = 100 * total.vals / max(1, total.brieven)
    print(f"samen: gevonden {total.gevonden}/{total.brieven}, vals alarm {total.vals}/{total.brieven} ({share:.1f}%)")
    traps = [name for name, letter in VALLEN.items() if lees(letter, lezer).controle]
    print(f"vals alarm op correcte brieven die op een fout lijken: {len(traps)} van {len(VALLEN)} {traps}")
    alarms = Counter(name for name, brief in samples(lezer) if brief.controle)
    print(f"voorbeeldbrieven met een melding: {len(alarms)} van {len(list(VOORBEELDEN.glob('*.txt')))} {sorted(alarms)}")


def measure(soort: Soort, lezer: Lezer, seeds: range, toon: str) -> Telling:
    """Read the letters of one kind and their twins."""
    found = Telling()
    for seed in seeds:
        wrong, right = (soort.maak(random.Random(f"{soort.naam}{seed}"), fout) for fout in (True, False))
        bad, good = lees(wrong, lezer), lees(right, lezer)
        hits = [one for one in bad.controle if soort.teken in one.melding]
        found.brieven += 1
        found.gevonden += bool(hits)
        found.bijvangst += len(bad.controle) > len(hits)
        found.vals += bool(good.controle)
        if toon == soort.naam and (not hits or good.controle):
            print(f"--- zaad {seed} {bad.briefsoort.sleutel} {bad.afzender.sleutel}: {[one.melding for one in bad.controle]}")
            print(f"    tweeling {good.briefsoort.sleutel}: {[one.melding for one in good.controle]}\n{wrong}\n")
    return found


def lees(inhoud: str, lezer: Lezer, dag: date = SAMPLE_DAY) -> Brief:
    """Read one letter in the project's markup."""
    return read_brief(mask(read_markup(inhoud, "brief.txt"))[0], "brief", Opdracht(lezer, dag))


def samples(lezer: Lezer) -> list[tuple[str, Brief]]:
    """Read the sample letters."""
    return [(file.stem, lees(file.read_text("utf-8"), lezer)) for file in sorted(VOORBEELDEN.glob("*.txt"))]


if __name__ == "__main__":
    main()
