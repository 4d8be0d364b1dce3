"""The invented letters of `samples/`: their text, their pictures, and what should be said of them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from brievenbus.brief import Brief
from brievenbus.classify import Lezer
from brievenbus.extract import bsn, mask
from brievenbus.ocr.opmaak import read_markup
from brievenbus.page import Tekst
from brievenbus.pipeline import Opdracht, read_brief
from brievenbus.toetsgoud import Goud, read_gold

WORTEL = Path(__file__).resolve().parents[1]
BRIEVEN = WORTEL / "samples" / "brieven"
BEELDEN = WORTEL / "samples" / "beelden"
NAMEN = tuple(sorted(file.stem for file in BRIEVEN.glob("*.txt")))
PEIL = date(2026, 11, 21)


def goud(naam: str) -> Goud:
    """The right answers to a letter."""
    return read_gold(BRIEVEN / f"{naam}.goud.json")


def tekst(naam: str) -> Tekst:
    """The letter as if it were read without a slip, BSN masked as the path does."""
    return mask(read_markup((BRIEVEN / f"{naam}.txt").read_text("utf-8"), f"{naam}.txt"))[0]


def gelezen(naam: str, lezer: Lezer) -> Brief:
    """What brievenbus says of the text of a letter on the day its gold is about."""
    return read_brief(tekst(naam), naam, Opdracht(lezer, goud(naam).peildatum))


def het_bsn(naam: str) -> str:
    """The invented BSN on a letter that has one."""
    plain = read_markup((BRIEVEN / f"{naam}.txt").read_text("utf-8"), naam)
    (span,) = bsn.bsn_spans(plain)
    return re.sub(r"\D", "", plain.plat[span.start : span.eind])


def beelden(naam: str, vorm: str) -> list[Path]:
    """The pages of a letter in page order; `vorm` is scan, foto or pdf."""
    found = [BEELDEN / f"{naam}.pdf"] if vorm == "pdf" else sorted(BEELDEN.glob(f"{naam}.p*.{vorm}.jpg"))
    assert found, f"maak de beelden eerst: python samples/maak.py {naam}"
    return found
