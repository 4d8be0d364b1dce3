"""Lay invented letters on a pile, as a helper scans a carrier bag of post: one file that holds many letters.

    python samples/stapels.py [--n 3] [--vorm pdf|scan] [--bladen 40] [--reeks gh] [--uit MAP] [--zaad N]

Writes stapel-1.pdf … with stapel-1.goud.json beside it: which pages are which letter. In the pile lie reminders of the
same case, two letters of one sender in a row, attachments, blank backs, separator sheets, and letters that number
their pages in several ways or not at all. The same arguments give the same files.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

HIER = Path(__file__).resolve().parent
sys.path[:0] = [str(HIER), str(HIER.parent)]  # works in a clone that is not installed

import camera  # noqa: E402
import maak  # noqa: E402

from brievenbus.ocr.opmaak import Blok, Opmaak, Paar, parse  # noqa: E402

ZAAD = 1
MAANDEN = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
NUMMERS = ("van", "van", "van", "geen", "geen", "geen", "schuin", "blad", "los")
"""How letters number their pages; many do not."""
LEEG, SCHEIDING = "achterkant", "scheidingsblad"
_DAG = re.compile(r"\b(\d{1,2}) (" + "|".join(MAANDEN) + r") (\d{4})\b")


@dataclass(frozen=True, slots=True)
class Vel:
    """One page of a pile: page `index` (from 0) of the document `stuk`; `brief` counts the letters from 0, None: no letter."""

    stuk: str
    index: int
    brief: int | None


@dataclass(frozen=True, slots=True)
class Stapel:
    """A pile: its pages in order, and the name of every letter."""

    vellen: tuple[Vel, ...]
    brieven: tuple[str, ...]

    @property
    def groepen(self) -> tuple[tuple[int, ...], ...]:
        """The right answer: for each letter the numbers (from 1) of its pages."""
        return tuple(tuple(n for n, vel in enumerate(self.vellen, start=1) if vel.brief == i) for i in range(len(self.brieven)))


def compose(namen: Sequence[str], bladen: int, nummer: int, zaad: int = ZAAD) -> Stapel:
    """Lay letters on a pile until it has `bladen` pages; the last letter is whole, so it may be a few more."""
    rng = maak.generator("stapel", *namen, nummer, zaad)
    dubbelzijdig, scheiden = rng.random() < 0.5, rng.random() < 0.3
    vellen: list[Vel] = []
    brieven: list[str] = []
    for naam in _order(list(namen), rng):
        if len(vellen) >= bladen:
            break
        if scheiden and vellen:
            vellen.append(Vel(f"{SCHEIDING}{rng.integers(3)}", 0, None))
        eigen = [Vel(naam, i, len(brieven)) for i in range(count(naam))]
        bijlage = f"{naam}+b"
        if _chance(naam, "bijlage") < 0.4 and rng.random() < 0.7:
            eigen += [Vel(bijlage, i, len(brieven)) for i in range(count(bijlage))]
        if dubbelzijdig and len(eigen) % 2:
            eigen.append(Vel(f"{LEEG}{rng.integers(4)}", 0, len(brieven)))
        vellen += eigen
        brieven.append(naam)
    return Stapel(tuple(vellen), tuple(brieven))


def _order(namen: list[str], rng: np.random.Generator) -> list[str]:
    """Shuffle the letters, and lay with some a reminder, or another letter of the same sender, right behind it."""
    found = []
    for naam in (str(n) for n in rng.permutation(namen)):
        found.append(naam)
        draw = _chance(naam, "vervolg")
        if draw < 0.5 and rng.random() < 0.5:
            found.append(f"{naam}+{'h' if draw < 0.3 else 's'}")
    return found


def _chance(*delen: str) -> float:
    """Chance that is the same in every pile, so that few different pages need to be read."""
    return float(maak.generator(*delen).random())


@cache
def document(stuk: str) -> bytes:
    """Return the PDF of a letter ("g01"), its reminder ("g01+h"), its neighbour ("g01+s"), its attachment ("g01+b") or a sheet."""
    if stuk.startswith((LEEG, SCHEIDING)):
        return _sheet(stuk)
    naam, _, wat = stuk.partition("+")
    brief = parse((HIER / "brieven" / f"{naam}.txt").read_text("utf-8"))
    brief = {"": lambda b: b, "h": _reminder, "s": _neighbour}[wat[:1].replace("b", "")](brief)
    if "b" in wat or stuk.count("+") > 1:
        brief = _attachment(brief, stuk)
    keuze = int(_chance(stuk, "nummers") * len(NUMMERS))
    opties = {**brief.opties, "nummers": NUMMERS[keuze], "vervolg": "kaal" if _chance(stuk, "kaal") < 0.4 else ""}
    return maak.make_pdf(replace(brief, opties=opties), stuk, ZAAD)


@cache
def count(stuk: str) -> int:
    """Return how many pages a document has."""
    with pdfium.PdfDocument(document(stuk)) as pdf:
        return len(pdf)


def _later(tekst: str, dagen: int) -> str:
    def later(m: re.Match[str]) -> str:
        dag = date(int(m[3]), MAANDEN.index(m[2]) + 1, int(m[1])) + timedelta(dagen)
        return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"

    return _DAG.sub(later, tekst)


def _reminder(brief: Opmaak) -> Opmaak:
    """The same case, three weeks on: same sender, person and reference, another date."""
    kenmerken = tuple((label, _later(waarde, 21)) for label, waarde in brief.kenmerken)
    eerder = Blok("alinea", "Wij schreven u hier eerder over. U hebt nog niet gereageerd. Daarom sturen wij u deze brief.")
    plek = 1 if brief.inhoud and brief.inhoud[0].tekst.lower().startswith(("geachte", "beste")) else 0
    inhoud = (*brief.inhoud[:plek], eerder, *brief.inhoud[plek:])
    return replace(brief, kenmerken=kenmerken, onderwerp=f"Herinnering: {brief.onderwerp}", inhoud=inhoud)


def _neighbour(brief: Opmaak) -> Opmaak:
    """Another letter of the same sender to the same person, about another case."""
    kenmerken = tuple((label, _other_case(waarde)) for label, waarde in brief.kenmerken)
    begroet = bool(brief.inhoud) and brief.inhoud[0].tekst.lower().startswith(("geachte", "beste"))
    aanhef = brief.inhoud[0] if begroet else Blok("alinea", "Geachte heer, mevrouw,")
    inhoud = (
        aanhef,
        Blok("alinea", "U hebt een wijziging doorgegeven. Wij hebben uw gegevens aangepast en rekenen daar voortaan mee."),
        Blok("alinea", "Klopt er iets niet? Laat het ons dan weten. Wij kijken er dan nog een keer naar. U hoeft verder niets te doen."),
    )
    return replace(brief, kenmerken=kenmerken, onderwerp="Uw gegevens zijn gewijzigd", inhoud=inhoud, strook=())


def _other_case(waarde: str) -> str:
    if _DAG.search(waarde):
        return _later(waarde, 4)
    return re.sub(r"\d", lambda m: str((int(m[0]) + 3) % 10), waarde)


def _attachment(brief: Opmaak, stuk: str) -> Opmaak:
    """A page that belongs to the letter: a statement, a form to send back, notes, or a payment slip."""
    soort = int(_chance(stuk, "soort") * 4)
    kenmerk = [paar for paar in brief.kenmerken if "kenmerk" in paar[0].lower() or "nummer" in paar[0].lower()][:1]
    hoofd = brief.briefhoofd[:1] if _chance(stuk, "hoofd") < 0.5 else ()
    onderwerp, inhoud, strook = (_statement, _form, _notes, _pay)[soort](kenmerk)
    return Opmaak(briefhoofd=hoofd, onderwerp=onderwerp, inhoud=inhoud, strook=strook, opties={"layout": "classic"})


Deel = tuple[str, tuple[Blok, ...], tuple[Paar, ...]]


def _statement(kenmerk: list[Paar]) -> Deel:
    rijen = tuple((f"Onderdeel {n}", f"€ {17 * n + 4},50") for n in range(1, 9))
    return "Bijlage: specificatie", (Blok("tabel", rijen=(("Omschrijving", "Bedrag"), *kenmerk, *rijen)),), ()


def _form(kenmerk: list[Paar]) -> Deel:
    vragen = ("Naam", "Adres", "Postcode en woonplaats", "Telefoonnummer", "Datum", "Handtekening")
    regels = tuple(Blok("alinea", f"{vraag}: ....................................................") for vraag in vragen)
    kop = Blok("alinea", "Vul dit formulier in en stuur het terug in de bijgevoegde envelop.")
    return "Antwoordformulier", (kop, *(Blok("alinea", f"{a}: {b}") for a, b in kenmerk), *regels), ()


def _notes(kenmerk: list[Paar]) -> Deel:
    alinea = "In deze toelichting leest u hoe wij het bedrag hebben berekend en welke regels daarvoor gelden. "
    return "Toelichting", tuple(Blok("alinea", alinea * 3) for _ in range(4)), ()


def _pay(kenmerk: list[Paar]) -> Deel:
    strook = (("", "Acceptgiro"), ("Bedrag", "€ 48,20"), ("IBAN", "NL91 ABNA 0417 1643 00"), *kenmerk)
    return "", (Blok("alinea", "Gebruik deze gegevens om te betalen."),), strook


def _sheet(stuk: str) -> bytes:
    """A blank back, or a separator sheet: a bar code alone, with its name, or a patch code with its text."""
    bak = BytesIO()
    vel = Canvas(bak, pagesize=A4, invariant=1)
    if stuk.startswith(SCHEIDING):
        Code128(f"BATCH-{stuk[-1]}7731", barHeight=28 * mm, barWidth=1.1).drawOn(vel, 45 * mm, 180 * mm)
        vel.setFont("Helvetica", 26)
        vel.drawCentredString(A4[0] / 2, 130 * mm, ("", "Scheidingsblad", "PATCH T - Document separator")[int(stuk[-1])])
    vel.showPage()
    vel.save()
    return bak.getvalue()


def picture(stuk: str, index: int) -> bytes:
    """Return a page as an office scanner gives it (JPEG); a blank back may show the front through the paper."""
    rng = maak.generator(stuk, index, "stapelscan")
    doorschijn = stuk in (f"{LEEG}1", f"{LEEG}3")
    with pdfium.PdfDocument(document("g01" if doorschijn else stuk)) as pdf:
        beeld = pdf[index].render(scale=200 / 72).to_numpy()
    if doorschijn:
        beeld = (255 - (255 - cv2.flip(beeld, 1).astype(np.float32)) * 0.05).astype(np.uint8)
    return camera.scan(beeld, rng)


def bind(stapel: Stapel, vorm: str) -> bytes:
    """Return the pile as one PDF: with its own text, or of scans."""
    bak = BytesIO()
    if vorm == "scan":
        eerste, *rest = (Image.open(BytesIO(picture(vel.stuk, vel.index))) for vel in stapel.vellen)
        eerste.save(bak, "PDF", save_all=True, append_images=rest, resolution=200)
        return bak.getvalue()
    with pdfium.PdfDocument.new() as samen:
        for vel in stapel.vellen:
            with pdfium.PdfDocument(document(vel.stuk)) as bron:
                samen.import_pages(bron, [vel.index])
        samen.save(bak)
    return bak.getvalue()


def names(reeks: str) -> tuple[str, ...]:
    """Return the names of the sample letters whose first letter is in `reeks`."""
    return tuple(sorted(file.stem for file in (HIER / "brieven").glob("*.txt") if file.stem[0] in reeks))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; see the head of this file."""
    parser = argparse.ArgumentParser(description="Maakt stapels: één pdf met veel brieven.")
    parser.add_argument("--n", type=int, default=3, help="zoveel stapels")
    parser.add_argument("--vorm", choices=("pdf", "scan"), default="pdf")
    parser.add_argument("--bladen", type=int, default=40, help="zoveel bladzijden, of iets meer")
    parser.add_argument("--reeks", default="gh", help="beginletters van de brieven")
    parser.add_argument("--uit", type=Path, default=HIER / "stapels", metavar="MAP")
    parser.add_argument("--zaad", type=int, default=ZAAD)
    keuze = parser.parse_args(argv)
    keuze.uit.mkdir(parents=True, exist_ok=True)
    for nummer in range(1, keuze.n + 1):
        stapel = compose(names(keuze.reeks), keuze.bladen, nummer, keuze.zaad)
        goud = [{"naam": naam, "bladzijden": list(pages)} for naam, pages in zip(stapel.brieven, stapel.groepen, strict=True)]
        (keuze.uit / f"stapel-{nummer}.pdf").write_bytes(bind(stapel, keuze.vorm))
        (keuze.uit / f"stapel-{nummer}.goud.json").write_text(json.dumps({"brieven": goud}, indent=1) + "\n", "utf-8")
        print(f"stapel-{nummer}.pdf: {len(stapel.vellen)} bladzijden, {len(goud)} brieven")
    return 0


if __name__ == "__main__":
    sys.exit(main())
