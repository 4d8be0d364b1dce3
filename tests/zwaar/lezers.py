"""What each reader adds, and whether certainty means what it says: on letters with known answers, as text, without pictures.

    python -m tests.zwaar.lezers samples/achtergehouden [--begin k,l]

For every combination of readers: how often the letter type, the kind of sender, the urgency and the route are right, how often a person
is asked for, and the expected calibration error of the letter type's certainty (ten bins). Then the bins of all readers together.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brievenbus.brief import Brief
from brievenbus.classify import Lezer
from brievenbus.classify.lezers import open_lezer
from brievenbus.extract import mask
from brievenbus.kennis import load
from brievenbus.ocr.opmaak import read_markup
from brievenbus.page import Tekst
from brievenbus.pipeline import Opdracht, read_brief
from brievenbus.settings import Settings
from brievenbus.toetsgoud import Goud, find_letters

BAKKEN = 10


@dataclass(frozen=True)
class Gelezen:
    """A letter with its answer and what was said of it."""

    goud: Goud
    brief: Brief

    @property
    def soort_goed(self) -> bool:
        return self.brief.briefsoort.sleutel in (self.goud.briefsoort, *self.goud.briefsoort_ook_goed)


def combinations(lezer: Lezer) -> dict[str, Lezer]:
    """The reader alone, with one more, and with all."""
    alone = replace(lezer, net=None, zinlezer=None)
    return {
        "1 kaarten": alone,
        "1 + 2 zinnen": replace(alone, zinlezer=lezer.zinlezer),
        "1 + 3 net": replace(alone, net=lezer.net),
        "1 + 2 + 3": lezer,
    }


def bins(read: Sequence[Gelezen]) -> list[tuple[int, float, float]]:
    """Return for each tenth of certainty: letters, mean certainty, share right."""
    found = []
    for number in range(BAKKEN):
        here = [r for r in read if min(int(r.brief.briefsoort.zekerheid * BAKKEN), BAKKEN - 1) == number]
        if here:
            mean = sum(r.brief.briefsoort.zekerheid for r in here) / len(here)
            found.append((len(here), mean, sum(r.soort_goed for r in here) / len(here)))
    return found


def calibration_error(read: Sequence[Gelezen]) -> float:
    """Return the expected calibration error: the mean distance between certainty and being right, weighed by letters."""
    return sum(n * abs(mean - right) for n, mean, right in bins(read)) / max(1, len(read))


def read_all(letters: Sequence[tuple[Tekst, Goud]], lezer: Lezer) -> tuple[list[Gelezen], float]:
    """Read every letter; return with it the processor milliseconds a letter."""
    start = time.process_time()
    read = [Gelezen(goud, read_brief(tekst, "toets", Opdracht(lezer, goud.peildatum))) for tekst, goud in letters]
    return read, 1000 * (time.process_time() - start) / max(1, len(letters))


def row(name: str, read: Sequence[Gelezen], pace: float) -> str:
    """One row of the table."""
    n = len(read)
    kind = sum(r.brief.afzender.soort == r.goud.afzender.soort for r in read)
    level = sum(r.brief.urgentie in (r.goud.urgentie, *r.goud.urgentie_ook_goed) for r in read)
    route = sum(r.brief.route.naar in r.goud.route for r in read)
    asked = sum(r.brief.mens_nodig for r in read)
    missed = sum(not r.brief.mens_nodig and r.goud.route == ("wijkteam",) and r.brief.route.naar != "wijkteam" for r in read)
    shares = [f"{100 * x / n:.1f}" for x in (sum(r.soort_goed for r in read), kind, level, route, asked)]
    return f"| {name} | {' | '.join(shares)} | {missed} | {calibration_error(read):.3f} | {pace:.0f} |".replace(".", ",")


def main() -> None:
    """Print both tables."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("map", type=Path)
    p.add_argument("--begin", default="", help="alleen brieven waarvan de naam zo begint, met komma's")
    a = p.parse_args()
    wanted = tuple(a.begin.split(",")) if a.begin else ("",)
    found = [one for one in find_letters(a.map) if one.naam.startswith(wanted)]
    letters = [(mask(read_markup((a.map / f"{one.naam}.txt").read_text("utf-8"), one.naam))[0], one.goud) for one in found]
    lezer = open_lezer(load(), Settings.read().cache)
    print(f"{len(letters)} brieven als tekst\n")
    print("| lezers | soort | soort afzender | urgentie | route | mens gevraagd | stil gemist | ECE | ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, readers in combinations(lezer).items():
        read, pace = read_all(letters, readers)
        print(row(name, read, pace), flush=True)
    print("\n| zekerheid | brieven | goed |\n| ---: | ---: | ---: |")
    for n, mean, right in bins(read):
        print(f"| {mean:.2f} | {n} | {right:.2f} |".replace(".", ","))
    print(json.dumps({"ece": round(calibration_error(read), 4), "n": len(read)}))


if __name__ == "__main__":
    main()
