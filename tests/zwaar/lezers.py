"""One reader in one process of its own: brievenbus, or one of its peers as it comes.

    python tests/zwaar/lezers.py brievenbus < paden > antwoorden

One path a line in, one JSON line a page out: `tekst`, `onzeker` (stretches of it that the reader doubts), `cpu` and
`wand` in seconds (children counted in), and `piek`, the most memory so far in bytes: this process and its largest
child. The first page is read twice and the first time is not counted: programs and models are loaded by then.
Nothing but the standard library is imported before a reader is chosen, so a peer may run in a Python of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

Antwoord = tuple[str, list[tuple[int, int]]]
Lezer = Callable[[Path], Antwoord]
NIET = 3
"""Exit code where what the reader needs is not installed."""


def brievenbus() -> Lezer:
    """The road of `brievenbus lees`, up to and including the words."""
    from brievenbus.bladlezen import read_page
    from brievenbus.errors import StageError
    from brievenbus.intake import Limits, take
    from brievenbus.ocr.tesseract import Tesseract

    engine = Tesseract()

    def read(pad: Path) -> Antwoord:
        try:
            page, _ = read_page(take([pad], Limits()).pages[0], engine)
        except StageError:
            return "", []
        delen, onzeker, plek = [], [], 0
        for line in page.lines:
            for nummer, woord in enumerate(line.woorden):
                delen.append(woord.tekst)
                if not woord.bevestigd:
                    onzeker.append((plek, plek + len(woord.tekst)))
                laatste = nummer + 1 == len(line.woorden)
                delen.append("\n" if laatste else "\t" if line.cel_voor[nummer + 1] else " ")
                plek += len(woord.tekst) + 1
        return "".join(delen), onzeker

    return read


def tesseract() -> Lezer:
    """pytesseract with the Dutch model and its standard page segmentation, nothing before and nothing after."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import pytesseract
    from PIL import Image

    return lambda pad: (pytesseract.image_to_string(Image.open(pad), lang="nld", config="--psm 3"), [])


def ocrmypdf() -> Lezer:
    """OCRmyPDF, told to turn, level and clean the page."""
    if not all(any(Path(map_, naam).exists() for map_ in os.get_exec_path()) for naam in ("ocrmypdf", "unpaper")):
        sys.exit(NIET)
    from PIL import Image

    def read(pad: Path) -> Antwoord:
        with Image.open(pad) as beeld:
            dpi = round(max(beeld.size) / 11.69)
        with tempfile.TemporaryDirectory() as kamer:
            tekst = Path(kamer, "tekst.txt")
            wens = ["--deskew", "--rotate-pages", "--clean", "--jobs", "1", "--output-type", "pdf", "--image-dpi", str(dpi), "-l", "nld"]
            opdracht = ["ocrmypdf", *wens, "--sidecar", str(tekst), str(pad), str(Path(kamer, "uit.pdf"))]
            subprocess.run(opdracht, check=False, capture_output=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"}, timeout=300)
            return tekst.read_text("utf-8") if tekst.exists() else "", []

    return read


def rapidocr() -> Lezer:
    """RapidOCR with its own models and settings."""
    try:
        from rapidocr import RapidOCR
    except ImportError:  # its models may be here without the rest of it
        sys.exit(NIET)

    engine = RapidOCR(params={"Global.log_level": "critical"})
    return lambda pad: ("\n".join(getattr(engine(str(pad)), "txts", None) or ()), [])


LEZERS: dict[str, Callable[[], Lezer]] = {"brievenbus": brievenbus, "tesseract": tesseract, "ocrmypdf": ocrmypdf, "rapidocr": rapidocr}


def _peak() -> int:
    """Return the most memory so far. The kernel's figure, not getrusage's: that one takes over the peak of whoever started us."""
    eigen = next(regel for regel in Path("/proc/self/status").read_text().splitlines() if regel.startswith("VmHWM"))
    return (int(eigen.split()[1]) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * 1024


def main(naam: str) -> None:
    """Read every path on standard input."""
    read = LEZERS[naam]()
    uit = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is not an answer
    for nummer, regel in enumerate(sys.stdin):
        pad = Path(regel.strip())
        if nummer == 0:
            read(pad)
        voor, begin = os.times(), time.perf_counter()
        tekst, onzeker = read(pad)
        na, eind = os.times(), time.perf_counter()
        antwoord = {"tekst": tekst, "onzeker": onzeker, "cpu": sum(na[:4]) - sum(voor[:4]), "wand": eind - begin, "piek": _peak()}
        print(json.dumps(antwoord), file=uit, flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main(sys.argv[1])
