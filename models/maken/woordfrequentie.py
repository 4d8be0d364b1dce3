"""Make `brievenbus/kennis/woorden/frequentie.toml`: how often Dutch words are used, for the readability measure.

    python -m models.maken.woordfrequentie wordfreq-3.1.1-py3-none-any.whl

The wheel is that of wordfreq (PyPI). Taken over: every word of its small Dutch list (from about one in a million), and from its
large list the words that stand in our own sentences. Nothing else is read. Needs msgpack.
"""

from __future__ import annotations

import gzip
import re
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgpack

from brievenbus.kennis import KENNIS_MAP

DOEL = KENNIS_MAP / "woorden" / "frequentie.toml"
KOP = """\
# Hoe vaak een Nederlands woord gebruikt wordt: log10 van het aantal keer per miljard woorden, en daaronder de woorden.
# Gemaakt met models/maken/woordfrequentie.py uit wordfreq 3.1.1 van Robyn Speer (https://github.com/rspeer/wordfreq).
# Licentie van dit bestand: CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/), anders dan de rest van brievenbus.
# wordfreq telt onder meer in SUBTLEX-NL (Keuleers, Brysbaert en New, 2010), met toestemming van de makers; SUBTLEX is vrij te krijgen:
# http://crr.ugent.be/programs-data/subtitle-frequencies. Verder onder meer in OpenSubtitles 2018 (http://www.opensubtitles.org/),
# Wikipedia, ParaCrawl, het Leeds Internet Corpus en Google Books Ngrams (http://books.google.com/ngrams).
# Veranderd: alleen woorden van letters, afgerond op één cijfer, en uit de grote lijst alleen woorden uit onze eigen kennisbestanden.
"""
_WOORD = re.compile(r"[a-zà-ÿ]+(?:[-'][a-zà-ÿ]+)*")
BREED = 136


def read_list(wheel: zipfile.ZipFile, name: str) -> dict[str, float]:
    """Return the words of one list with their log10 per billion; bin i of the list holds the words of -i centibels."""
    packed: list[Any] = msgpack.unpackb(gzip.decompress(wheel.read(f"wordfreq/data/{name}_nl.msgpack.gz")), raw=False)
    return {word: 9 - number / 100 for number, words in enumerate(packed[1:]) for word in words}


def own_words(root: Path) -> set[str]:
    """Return every word of the cards, the fixed sentences and the word lists."""
    files = (*root.glob("briefsoorten/*.toml"), root / "talen" / "nl.toml", root / "hulp" / "hulp.toml", *root.glob("woorden/w*.toml"))
    return {word for file in files for word in _WOORD.findall(file.read_text("utf-8").lower())}


def wrapped(words: list[str]) -> str:
    """Return the words in lines."""
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) >= BREED:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def main(path: str) -> None:
    """Write the file."""
    with zipfile.ZipFile(path) as wheel:
        small, large = read_list(wheel, "small"), read_list(wheel, "large")
    own = own_words(KENNIS_MAP)
    found = {**{word: value for word, value in large.items() if word in own}, **small}
    bins: dict[str, list[str]] = defaultdict(list)
    for word, value in found.items():
        if _WOORD.fullmatch(word):
            bins[f"{value:.1f}"].append(word)
    blocks = [f'"{value}" = """\n{wrapped(sorted(bins[value]))}\n"""\n' for value in sorted(bins, key=float, reverse=True)]
    DOEL.write_text(KOP + "\n" + "".join(blocks), "utf-8")
    print(f"{sum(len(words) for words in bins.values())} woorden in {DOEL.name}")


if __name__ == "__main__":
    main(sys.argv[1])
