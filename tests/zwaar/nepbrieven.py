"""How many suspect letters are caught, and how many honest letters are wrongly doubted.

    python -m tests.zwaar.nepbrieven            # counts for both halves and for the sample letters
    python -m tests.zwaar.nepbrieven --toon     # and the mistakes in the building half, with their signals

The letters stand in `nepbrieven/*.txt`: all invented, suspect ones beside honest ones that look like them. Where a name stands
behind the kind, it is what a QR code on that letter says. Half of them, chosen by a checksum of their name, is held back: its
mistakes are counted and never shown, so that signals are made on the other half alone. The letters of `naderhand.txt` and `later.txt`
were written after the phrases; those of `later.txt` are counted only. "zonder herkenner" leaves out the recogniser's share: what the
signals catch by themselves.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zlib import crc32

from brievenbus.brief import Echtheid
from brievenbus.classify import Lezer, classify
from brievenbus.classify.afzender import sporen
from brievenbus.classify.context import Lezing
from brievenbus.classify.echtheid import judge_echtheid
from brievenbus.classify.model import load as load_model
from brievenbus.extract import extract, mask
from brievenbus.kennis import load as load_kennis
from brievenbus.ocr.opmaak import read_markup
from brievenbus.page import Box, Code, Tekst
from brievenbus.settings import Settings

MAP = Path(__file__).parent / "nepbrieven"
APART = ("naderhand", "later")
"""Files that are a part of their own."""
SAMPLES = Path(__file__).parents[2] / "samples" / "brieven"
PEIL = date(2026, 11, 19)
QR = Box(0.7, 0.7, 0.85, 0.8)
_KOP = re.compile(r"^=== (?P<naam>\w+) (?P<soort>echt|verdacht)(?: (?P<code>\S+))?\n", re.MULTILINE)


@dataclass(frozen=True)
class Proef:
    """One letter, whether it ought to be doubted, and the part it counts in: bouw, achtergehouden or samples."""

    naam: str
    verdacht: bool
    deel: str
    tekst: Tekst


@dataclass(frozen=True)
class Uitslag:
    """What was said of a letter: with the recogniser and without."""

    proef: Proef
    geheel: Echtheid
    zonder: Echtheid


def proeven() -> Iterator[Proef]:
    """Yield every letter of the set, in the order of the files."""
    for file in sorted(MAP.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        koppen = list(_KOP.finditer(text))
        for kop, end in zip(koppen, [*(k.start() for k in koppen[1:]), len(text)], strict=True):
            tekst = read_markup(text[kop.end() : end], f"{kop['naam']}.txt")
            if kop["code"]:
                first, *rest = tekst.pages
                tekst = replace(tekst, pages=(replace(first, codes=(Code("qr", kop["code"], QR),)), *rest))
            half = "achtergehouden" if crc32(kop["naam"].encode()) % 2 else "bouw"
            deel = file.stem if file.stem in APART else half
            yield Proef(kop["naam"], kop["soort"] == "verdacht", deel, mask(tekst)[0])


def samples() -> Iterator[Proef]:
    """Yield the sample letters: nearly all honest, and made for other questions."""
    for gold in sorted(SAMPLES.glob("*.goud.json")):
        file = gold.with_name(gold.name.replace(".goud.json", ".txt"))
        verdacht = json.loads(gold.read_text(encoding="utf-8"))["verdacht"]
        yield Proef(file.stem, verdacht, "samples", mask(read_markup(file.read_text(encoding="utf-8"), file.name))[0])


def judge(proef: Proef, lezer: Lezer) -> Uitslag:
    """Read one letter as the product does, and once more without what the recogniser thinks of its wording."""
    feiten = extract(proef.tekst)
    geheel = classify(proef.tekst, feiten, lezer, PEIL).echtheid
    lezing = Lezing.make(proef.tekst, lezer.woorden)
    punten = sporen(lezing, feiten, lezer.afzenders).punten
    kaart = lezer.kennis.afzenders[max(punten, key=lambda sleutel: punten[sleutel], default="onbekend")]
    return Uitslag(proef, geheel, judge_echtheid(lezing, feiten, kaart, lijkt_nep=0.0))


def report(uitslagen: Sequence[Uitslag]) -> Iterator[str]:
    """Yield one line for each part: caught of the suspect, doubted of the honest, with the recogniser and without."""
    for deel in dict.fromkeys(uitslag.proef.deel for uitslag in uitslagen):
        suspect = [one for one in uitslagen if one.proef.deel == deel and one.proef.verdacht]
        honest = [one for one in uitslagen if one.proef.deel == deel and not one.proef.verdacht]
        for hoe, said in (("geheel", lambda one: one.geheel), ("zonder herkenner", lambda one: one.zonder)):
            caught, false = (sum(said(one).verdacht for one in group) for group in (suspect, honest))
            yield f"{deel:15s} {hoe:17s} herkend {caught} van {len(suspect)}, vals alarm {false} van {len(honest)}"


def mistakes(uitslagen: Sequence[Uitslag]) -> Iterator[str]:
    """Yield what went wrong in the building half and the samples; never of the letters that are held back."""
    for one in uitslagen:
        if one.proef.deel in ("bouw", "samples") and one.geheel.verdacht != one.proef.verdacht:
            yield f"{'gemist' if one.proef.verdacht else 'vals'}: {one.proef.naam} {', '.join(one.geheel.signalen)}"


def main() -> None:
    """Print the counts; with `--toon` the mistakes that may be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--toon", action="store_true", help="toon de fouten in de bouwhelft")
    keuzes = parser.parse_args()
    kennis = load_kennis()
    lezer = Lezer.make(kennis, load_model(kennis, Settings.read().cache))
    uitslagen = [judge(proef, lezer) for proef in (*proeven(), *samples())]
    for line in (*report(uitslagen), *(mistakes(uitslagen) if keuzes.toon else ())):
        print(line)


if __name__ == "__main__":
    main()
