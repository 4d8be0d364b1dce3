"""Makes the six letters of the practice pages: what brievenbus says of them, and their pages as small pictures.

    python -m samples.oefenen            # writes api/desk/oefenen/NAAM.json and NAAM.N.jpg

They are letters of `samples/`, so everything in them was made up. Run it again when reading changes; look at the pages afterwards.
Needs Tesseract, and the cache of the recogniser (built the first time).
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from brievenbus.brief import to_json
from brievenbus.classify.lezers import open_lezer
from brievenbus.intake import Limits
from brievenbus.kennis import load as load_kennis
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.pipeline import Gelezen, Opdracht, read_letter
from brievenbus.settings import Settings

MAAK = Path(__file__).parent / "maak.py"
UIT = Path(__file__).parents[1] / "api" / "desk" / "oefenen"
PEIL = date(2026, 11, 23)
NAMEN = ("h06", "g02", "h16", "g15", "j10", "h15")
"""A shut-off announced, a reminder, a letter not to be trusted, one with a doubt in it, good news, and one with nothing to do."""
BREED = 900
SCHERP = 2000
MOST = 600_000


def main() -> None:
    """Write the files; stop where they are too large to ship."""
    kennis = load_kennis()
    lezer, engine = open_lezer(kennis, Settings.read().cache), Tesseract()
    opdracht = Opdracht(lezer, PEIL, limits=Limits(picture_side=SCHERP))
    UIT.mkdir(exist_ok=True)
    for old in UIT.glob("*.*"):
        old.unlink()
    with tempfile.TemporaryDirectory() as room:
        subprocess.run([sys.executable, str(MAAK), *NAMEN, "--vormen", "pdf", "--uit", room], check=True, stdout=subprocess.DEVNULL)
        for naam in NAMEN:
            write(naam, read_letter([Path(room) / f"{naam}.pdf"], opdracht, engine))
    total = sum(file.stat().st_size for file in UIT.iterdir())
    print(f"{len(NAMEN)} brieven, {total // 1000} kB in {UIT}")
    if total > MOST:
        raise SystemExit(f"te groot: hoogstens {MOST // 1000} kB")


def write(naam: str, gelezen: Gelezen) -> None:
    """Write one letter: its Brief, with the size of each page, and the pages."""
    brief = replace(gelezen.brief, id=naam, bron=replace(gelezen.brief.bron, bestanden=("oefenbrief.pdf",)))
    sizes = [write_page(naam, nummer, picture) for nummer, picture in enumerate(gelezen.beelden, start=1)]
    told: dict[str, Any] = {"brief": to_json(brief), "paginas": sizes}
    (UIT / f"{naam}.json").write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def write_page(naam: str, nummer: int, picture: np.ndarray[Any, Any] | None) -> list[int]:
    """Write a page as a small picture and return its size."""
    assert picture is not None, f"{naam}: bladzijde {nummer} is niet te lezen"
    page = Image.fromarray(picture).convert("RGB")
    page = page.resize((BREED, round(BREED * page.height / page.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=42, optimize=True, progressive=True)
    (UIT / f"{naam}.{nummer}.jpg").write_bytes(out.getvalue())
    return [page.width, page.height]


if __name__ == "__main__":
    main()
