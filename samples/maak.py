"""Make letters to look at from letters in plain text: a PDF, an office scan and a phone photo of every page.

    python samples/maak.py [NAAM…] [--uit MAP] [--vormen pdf,scan,foto] [--zaad N]

Reads samples/brieven/NAAM.txt (all of them without a name; markup: brievenbus/ocr/opmaak.py) and writes NAAM.pdf,
NAAM.p1.scan.jpg … and NAAM.p1.foto.jpg …, with NAAM.goud.json beside them. The same text, name and seed give the same
files. The letters of one sender share a house style; `@layout`, `@font`, `@size` and `@colour` choose it by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pypdfium2 as pdfium
import reportlab.platypus as rl
from reportlab.graphics.shapes import Drawing, PolyLine
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import TopPadder

HIER = Path(__file__).resolve().parent
sys.path[:0] = [str(HIER), str(HIER.parent)]  # works in a clone that is not installed

import camera  # noqa: E402

from brievenbus.ocr.opmaak import Blok, Opmaak, parse  # noqa: E402

VORMEN = ("pdf", "scan", "foto")
FONTS = Path("/usr/share/fonts/truetype")
LETTERTYPEN = {
    "carlito": ("crosextra/Carlito-Regular.ttf", "crosextra/Carlito-Bold.ttf", 11.0),
    "liberation": ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf", 10.0),
    "open-sans": ("open-sans/OpenSans-Regular.ttf", "open-sans/OpenSans-Bold.ttf", 9.4),
    "noto": ("noto/NotoSans-Regular.ttf", "noto/NotoSans-Bold.ttf", 9.4),
    "dejavu": ("dejavu/DejaVuSansCondensed.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf", 9.4),
    "serif": ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf", 11.0),
}
"""Debian's free fonts: regular, bold, and the size that suits a letter."""
KLEUREN = ("154273", "01689B", "275937", "8A1538", "39870C", "5B2D8B", "00505C", "B3400A", "2B2B2B")
EMBLEMEN: Sequence[Sequence[Sequence[tuple[float, float]]]] = (
    [[(0, 0), (0.8, 0), (0.8, 1.4), (0, 1.4)], [(1.1, 0), (1.9, 0), (1.9, 2.4)], [(2.2, 0), (3, 0), (3, 3)]],
    [[(0, 0), (1.5, 1.1), (3, 0), (3, 0.8), (1.5, 1.9), (0, 0.8)], [(0, 1.4), (1.5, 2.5), (3, 1.4), (1.5, 3)]],
    [[(0, 1.5), (1.5, 0), (1.5, 3)], [(1.7, 0), (3, 1.3), (1.7, 1.3)], [(1.7, 1.6), (3, 1.6), (1.7, 3)]],
)  # fmt: skip
"""Logos as polygons in a square of 3 by 3, invented so as to be nobody's."""
ZWART, GRIJS, LICHT = HexColor("#111111"), HexColor("#555555"), HexColor("#EEF0F2")
BREED, HOOG = A4[0] / mm, A4[1] / mm
NUMMERS = {"van": "Pagina {} van {}", "schuin": "{}/{}", "blad": "Blad {}", "los": "{}", "geen": ""}
"""How a letter of more than one page numbers them; `stapels.py` lets its letters differ in this."""
TOTAAL = ("totaal", "te betalen", "nog te", "nu te", "u betaalt", "u krijgt", "samen", "tezamen")


def generator(*delen: object) -> np.random.Generator:
    """Chance that hangs on nothing but these parts."""
    return np.random.default_rng(list(hashlib.sha256("\n".join(map(str, delen)).encode()).digest()))


@dataclass(frozen=True)
class Huisstijl:
    """How the letters of one sender look."""

    layout: str
    font: str
    vet: str
    punten: float
    kleur: Color
    embleem: int

    @classmethod
    def of(cls, brief: Opmaak, zaad: int) -> Huisstijl:
        """Choose by the sender's name, unless the letter's own options say otherwise."""
        rng = generator(brief.briefhoofd[:1], zaad)
        layout, font = (str(rng.choice(list(namen))) for namen in (LAYOUTS, LETTERTYPEN))
        kleur = str(rng.choice(KLEUREN))
        wens = brief.opties
        layout = wens["layout"] if wens.get("layout") in LAYOUTS else layout
        font = wens["font"] if wens.get("font") in LETTERTYPEN else font
        punten = float(wens.get("size", LETTERTYPEN[font][2]))
        kleur = wens.get("colour", kleur).lstrip("#")
        return cls(layout, *_register(font), punten, HexColor(f"#{kleur}"), int(rng.integers(len(EMBLEMEN))))

    def alinea(self, tekst: str, **anders: Any) -> rl.Paragraph:
        """Set a text as body, with `anders` changed; `vet` for bold."""
        groot = anders.get("fontSize", self.punten)
        font = self.vet if anders.pop("vet", False) else self.font
        basis = {"fontName": font, "fontSize": groot, "leading": groot * 1.34, "textColor": ZWART, "spaceAfter": 0}
        bullet = anders.pop("bulletText", None)
        return rl.Paragraph(escape(tekst), ParagraphStyle("alinea", **(basis | anders)), bulletText=bullet)


def _register(naam: str) -> tuple[str, str]:
    """Make a font and its bold known; where they are not on this machine reportlab's own stand in."""
    namen = (naam, f"{naam}-vet")
    for eigen, bestand in zip(namen, LETTERTYPEN[naam][:2], strict=True):
        if not (FONTS / bestand).exists():
            return ("Times-Roman", "Times-Bold") if naam == "serif" else ("Helvetica", "Helvetica-Bold")
        registerFont(TTFont(eigen, str(FONTS / bestand)))
    return namen


@dataclass(frozen=True)
class Blad:
    """One sheet to draw on, in millimetres from its top left corner."""

    canvas: Canvas
    brief: Opmaak
    stijl: Huisstijl

    def text(self, x: float, y: float, regels: Sequence[str], **opties: Any) -> float:
        """Set lines from (x, y) down, broken at `breed` mm; flush right to x where `rechts`. Return the next y."""
        font = self.stijl.vet if opties.get("vet") else self.stijl.font
        punten = opties.get("punten", 8.0)
        self.canvas.setFont(font, punten)
        self.canvas.setFillColor(opties.get("kleur", ZWART))
        breed = opties.get("breed", 170) * mm
        for stuk in (stuk for regel in regels for stuk in simpleSplit(regel, font, punten, breed)):
            links = x * mm - (stringWidth(stuk, font, punten) if opties.get("rechts") else 0)
            self.canvas.drawString(links, (HOOG - y) * mm - punten * 0.8, stuk)
            y += punten * 1.28 / mm
        return y

    def rect(self, x: float, y: float, breed: float, hoog: float) -> None:
        """Fill a rectangle whose top left corner is (x, y) with the house colour."""
        self.canvas.setFillColor(self.stijl.kleur)
        self.canvas.rect(x * mm, (HOOG - y - hoog) * mm, breed * mm, hoog * mm, stroke=0, fill=1)

    def emblem(self, x: float, y: float, maat: float, kleur: Color | None = None) -> None:
        """Draw the logo in a square whose top left corner is (x, y)."""
        pad = self.canvas.beginPath()
        for vorm in EMBLEMEN[self.stijl.embleem]:
            for nummer, (px, py) in enumerate(vorm):
                (pad.lineTo if nummer else pad.moveTo)((x + px * maat / 3) * mm, (HOOG - y - maat + py * maat / 3) * mm)
            pad.close()
        self.canvas.setFillColor(kleur or self.stijl.kleur)
        self.canvas.drawPath(pad, stroke=0, fill=1)

    def address(self, x: float, y: float) -> None:
        """Fill the window: the small return line and the addressee."""
        if self.brief.retour:
            self.text(x, y - 4, [self.brief.retour], punten=6.2, kleur=GRIJS, breed=90)
        self.text(x, y, self.brief.adres, punten=self.stijl.punten, breed=85)


def _rijk(blad: Blad) -> float:
    """Central government: a ribbon in the middle, references in a column at the right."""
    blad.rect(BREED / 2 - 6.5, 0, 13, 29)
    blad.emblem(BREED / 2 - 4, 18, 8, white)
    blad.text(BREED / 2 + 10, 18, blad.brief.briefhoofd[:1], punten=blad.stijl.punten + 2.5, vet=True, breed=70)
    blad.address(25, 54)
    y = blad.text(158, 54, blad.brief.briefhoofd[1:], punten=7, breed=40) + 5
    for label, waarde in blad.brief.kenmerken:
        y = blad.text(158, y, [label] if label else [], punten=7, vet=True, breed=40)
        y = blad.text(158, y, [waarde], punten=7.6, breed=40) + 2
    return 98


def _classic(blad: Blad) -> float:
    """Name and rule at the top, sender's lines at the right; the references come in a row under the window."""
    blad.emblem(23, 13, 13)
    blad.text(40, 15.5, blad.brief.briefhoofd[:1], punten=16, vet=True, kleur=blad.stijl.kleur, breed=147)
    blad.rect(23, 29, BREED - 46, 0.5)
    y = blad.text(BREED - 23, 32, blad.brief.briefhoofd[1:], punten=7.2, rechts=True, kleur=GRIJS, breed=62)
    blad.address(23, 52)
    return max(84, y + 6)


def _right(blad: Blad) -> float:
    """Window at the right, the sender and the references at the left."""
    blad.emblem(23, 14, 10)
    y = blad.text(36, 16, blad.brief.briefhoofd[:1], punten=15, vet=True, kleur=blad.stijl.kleur, breed=150)
    y = blad.text(23, max(y + 4, 32), blad.brief.briefhoofd[1:], punten=7.6, kleur=GRIJS, breed=80) + 4
    blad.address(115, 52)
    for label, waarde in blad.brief.kenmerken:
        blad.text(23, y, [label] if label else [], punten=8, kleur=GRIJS, breed=33)
        y = blad.text(57 if label else 23, y, [waarde], punten=8.4, breed=52)
    return max(90, y + 9)


def _modern(blad: Blad) -> float:
    """A coloured band with the name in white, sender's lines beside the window, references on a tinted strip."""
    blad.rect(0, 0, BREED, 25)
    blad.emblem(20, 7, 11, white)
    blad.text(36, 9.5, blad.brief.briefhoofd[:1], punten=17, vet=True, kleur=white, breed=160)
    y = blad.text(140, 44, blad.brief.briefhoofd[1:], punten=7.6, kleur=GRIJS, breed=52)
    blad.address(20, 52)
    return max(86, y + 6)


LAYOUTS: dict[str, Callable[[Blad], float]] = {"rijk": _rijk, "classic": _classic, "right": _right, "modern": _modern}
"""Each draws the head of page one and says where the body may start, in mm from the top."""
KADERS = {"rijk": (25, 124), "classic": (23, 164), "right": (23, 164), "modern": (20, 170)}
"""Left edge and width of the body in mm."""


def _scribble(rng: np.random.Generator) -> Drawing:
    """A signature in blue ink: loops that get smaller towards the end."""
    t = np.linspace(0, 1, 120)
    lus = 2 * np.pi * rng.uniform(3, 6) * t + rng.uniform(0, 6)
    groot = (1 - 0.7 * t) * (1 + 0.5 * np.sin(rng.uniform(5, 14) * t + rng.uniform(0, 6)))
    x, y = 14 + 85 * t + rng.uniform(6, 14) * np.sin(lus) * groot, 19 + 10 * t + 11 * np.cos(lus) * groot
    lijn = PolyLine(np.column_stack([x, y]).ravel().round(2).tolist(), strokeColor=HexColor("#1B2A6B"), strokeWidth=1)
    return Drawing(40 * mm, 14 * mm, lijn)


def _story(brief: Opmaak, stijl: Huisstijl, breed: float, rng: np.random.Generator) -> list[Any]:
    """Everything that flows: references (where they are a row), subject, body, closing, slip."""
    modern = stijl.layout == "modern"
    stukken: list[Any] = [rl.NextPageTemplate("vervolg")]
    if brief.kenmerken and (modern or stijl.layout == "classic"):
        stukken += [_reference_row(brief, stijl, breed), rl.Spacer(1, 8 * mm)]
    if brief.onderwerp:
        groot, kleur = (stijl.punten + 3.5, stijl.kleur) if modern else (stijl.punten + 0.5, ZWART)
        ruimte = stijl.punten * 1.6
        stukken.append(stijl.alinea(brief.onderwerp, vet=True, fontSize=groot, textColor=kleur, spaceAfter=ruimte))
    for blok, volgende in pairwise((*brief.inhoud, Blok("bladzijde"))):
        stukken.append(_block(blok, stijl, breed))
        if blok.soort == "punt" != volgende.soort:
            stukken.append(rl.Spacer(1, stijl.punten * 0.55))
    if brief.ondertekening:
        naam = _scribble(rng) if len(brief.ondertekening) > 1 and rng.random() < 0.6 else rl.Spacer(1, 7 * mm)
        groet, *rest = [stijl.alinea(regel) for regel in brief.ondertekening]
        laatste = [stukken.pop()] if brief.inhoud and brief.inhoud[-1].soort == "alinea" else []  # no closing all alone
        stukken.append(rl.KeepTogether([*laatste, rl.Spacer(1, 3 * mm), groet, naam, *rest]))
    if brief.strook:
        stukken.append(TopPadder(_slip(brief, stijl, breed)))
    return stukken


def _block(blok: Blok, stijl: Huisstijl, breed: float) -> Any:
    if blok.soort == "bladzijde":
        return rl.PageBreak()
    if blok.soort == "tabel":
        return _table(blok.rijen, stijl, breed)
    if blok.soort == "kop":
        kleur = ZWART if stijl.layout == "classic" else stijl.kleur
        return stijl.alinea(blok.tekst, vet=True, textColor=kleur, spaceAfter=1.5, keepWithNext=1)
    if blok.soort == "punt":
        ruimte = stijl.punten * 0.35
        return stijl.alinea(blok.tekst, bulletText="•", leftIndent=14, bulletIndent=3, spaceAfter=ruimte)
    uitvullen = stijl.layout == "classic" and stijl.font in ("serif", "Times-Roman")
    return stijl.alinea(blok.tekst, spaceAfter=stijl.punten * 0.85, alignment=TA_JUSTIFY if uitvullen else TA_LEFT)


def _grid(cellen: list[list[Any]], maten: Sequence[float], *vak: tuple[Any, ...], **opties: Any) -> rl.Table:
    alles = (0, 0), (-1, -1)
    basis = [("VALIGN", *alles, "TOP"), ("TOPPADDING", *alles, 1.5), ("BOTTOMPADDING", *alles, 2.5)]
    return rl.Table(cellen, maten, style=[*basis, *vak], **opties)


def _table(rijen: Sequence[Sequence[str]], stijl: Huisstijl, breed: float) -> Any:
    """A table over the full width, its last column flush right, with a head and a total where it has them."""
    aantal = max(map(len, rijen), default=0)
    if not aantal:
        return rl.Spacer(1, 1)
    rijen = [[*rij, *[""] * (aantal - len(rij))] for rij in rijen]
    cijfers = [any(teken.isdigit() for teken in rij[-1]) for rij in rijen]
    kop = len(rijen) > 1 and not cijfers[0] and all(cijfers[1:])
    totaal = rijen[-1][0].lower().startswith(TOTAAL)
    dik = ({0} if kop else set()) | ({len(rijen) - 1} if totaal else set())
    zet = partial(stijl.alinea, fontSize=stijl.punten - 0.4)
    kanten = [*[TA_LEFT] * (aantal - 1), TA_RIGHT if aantal > 1 else TA_LEFT]
    cellen = [
        [zet(cel, vet=nummer in dik, alignment=kant) for cel, kant in zip(rij, kanten, strict=True)] for nummer, rij in enumerate(rijen)
    ]
    nodig = [max(stringWidth(cel, stijl.vet, stijl.punten) for cel in kolom) + 14 for kolom in zip(*rijen, strict=True)]
    nodig = [min(maat, max(breed / 2, breed - sum(nodig) + maat)) for maat in nodig]
    vak: list[tuple[Any, ...]] = [("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor("#BBBBBB"))]
    vak += [("LINEBELOW", (0, 0), (-1, 0), 0.9, stijl.kleur)] if kop else []
    vak += [("LINEABOVE", (0, -1), (-1, -1), 0.9, ZWART)] if totaal else []
    vak += [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]
    return _grid(cellen, [maat * breed / sum(nodig) for maat in nodig], *vak, spaceAfter=stijl.punten)


def _reference_row(brief: Opmaak, stijl: Huisstijl, breed: float) -> rl.Table:
    """Labels in small print with their values under them, at most four beside each other."""
    naast = min(4, len(brief.kenmerken))
    paren = [*brief.kenmerken, *[("", "")] * (-len(brief.kenmerken) % naast)]
    rijen = []
    for start in range(0, len(paren), naast):
        rijen.append([stijl.alinea(label, fontSize=7, textColor=GRIJS) for label, _ in paren[start : start + naast]])
        rijen.append([stijl.alinea(waarde, fontSize=stijl.punten - 0.8) for _, waarde in paren[start : start + naast]])
    vak = ("BACKGROUND", LICHT) if stijl.layout == "modern" else ("LEFTPADDING", 0)
    return _grid(rijen, [breed / naast] * naast, (vak[0], (0, 0), (-1, -1), vak[1]))


def _slip(brief: Opmaak, stijl: Huisstijl, breed: float) -> rl.Table:
    """The payment slip: a line to cut along, and a box with its title on a tinted row."""
    rijen: list[list[Any]] = [["", ""]]
    vak: list[tuple[Any, ...]] = [("BOX", (0, 1), (-1, -1), 0.9, stijl.kleur)]
    vak += [("LINEABOVE", (0, 0), (-1, 0), 0.6, GRIJS, None, (3, 3)), ("NOSPLIT", (0, 0), (-1, -1))]
    for nummer, (label, waarde) in enumerate(brief.strook, start=1):
        if label:
            rijen.append([stijl.alinea(label, fontSize=8, leading=stijl.punten * 1.34), stijl.alinea(waarde)])
        else:
            rijen.append([stijl.alinea(waarde, vet=True), ""])
            vak += [("SPAN", (0, nummer), (1, nummer)), ("BACKGROUND", (0, nummer), (1, nummer), LICHT)]
    return _grid(rijen, [breed * 0.3, breed * 0.7], *vak, rowHeights=[10, *[None] * len(brief.strook)])


def make_pdf(brief: Opmaak, naam: str, zaad: int) -> bytes:
    """Typeset a letter, twice: the first time only to count its pages for 'Pagina 1 van 2'."""
    stijl = Huisstijl.of(brief, zaad)
    links, breed = KADERS[stijl.layout]
    voet = [stuk for regel in brief.voet for stuk in simpleSplit(regel, stijl.font, 6.8, breed * mm)]
    brief = replace(brief, voet=tuple(voet))
    onder = 19 + 3.1 * len(voet)
    boven = LAYOUTS[stijl.layout](Blad(Canvas(BytesIO()), brief, stijl))  # a sheet thrown away, to know where it ends
    totaal = 1
    for _ in range(2):
        bak = BytesIO()
        doc = rl.BaseDocTemplate(bak, pagesize=A4, invariant=1, title=brief.onderwerp, lang="nl")
        for soort, top in (("eerste", boven), ("vervolg", 34)):
            kader = rl.Frame(links * mm, onder * mm, breed * mm, (HOOG - top - onder) * mm, 0, 0, 0, 0)
            teken = partial(_furniture, brief=brief, stijl=stijl, totaal=totaal)
            doc.addPageTemplates(rl.PageTemplate(soort, kader, onPage=teken))
        doc.build(_story(brief, stijl, breed * mm, generator(naam, zaad)))
        totaal = doc.page
    return bak.getvalue()


def _furniture(canvas: Canvas, doc: Any, *, brief: Opmaak, stijl: Huisstijl, totaal: int) -> None:
    """What stands outside the flow: the head of this page, its footer and its number."""
    blad = Blad(canvas, brief, stijl)
    links, breed = KADERS[stijl.layout]
    kaal = doc.page > 1 and brief.opties.get("vervolg") == "kaal"
    if doc.page == 1:
        LAYOUTS[stijl.layout](blad)
    elif not kaal:
        blad.emblem(links, 13, 8)
        blad.text(links + 11, 15.5, brief.briefhoofd[:1], punten=9, vet=True, kleur=stijl.kleur)
    y = HOOG - 10 - 3.1 * len(brief.voet)
    if brief.voet and not kaal:
        blad.rect(links, y - 2, breed, 0.2)
        blad.text(links, y, brief.voet, punten=6.8, kleur=GRIJS, breed=breed)
    genummerd = any(label.lower().startswith(("pagina", "blad")) for label, _ in brief.kenmerken)
    nummer = NUMMERS[brief.opties.get("nummers", "van")].format(doc.page, totaal)
    if totaal > 1 and not genummerd and nummer:
        blad.text(links + breed, y - 6, [nummer], punten=7.5, rechts=True, kleur=GRIJS)


def make(bron: Path, uit: Path, vormen: Sequence[str], zaad: int) -> list[Path]:
    """Write the forms asked for of one letter, and its gold; return the pictures and PDF made."""
    pdf = make_pdf(parse(bron.read_text(encoding="utf-8")), bron.stem, zaad)
    inhoud = {f"{bron.stem}.pdf": pdf} if "pdf" in vormen else {}
    with pdfium.PdfDocument(pdf) as document:
        for nummer, page in enumerate(document, start=1):
            for vorm, dpi, neem in (("scan", 200, camera.scan), ("foto", 216, camera.foto)):
                if vorm in vormen:
                    beeld = page.render(scale=dpi / 72).to_numpy()
                    inhoud[f"{bron.stem}.p{nummer}.{vorm}.jpg"] = neem(beeld, generator(bron.stem, zaad, vorm, nummer))
    uit.mkdir(parents=True, exist_ok=True)
    for naam, stuk in inhoud.items():
        (uit / naam).write_bytes(stuk)
    goud = bron.with_suffix(".goud.json")
    if goud.exists() and uit.resolve() != bron.parent.resolve():
        shutil.copyfile(goud, uit / goud.name)
    return [uit / naam for naam in inhoud]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; see the head of this file."""
    parser = argparse.ArgumentParser(description="Maakt van brieven in platte tekst een pdf, een scan en een foto.")
    parser.add_argument("namen", nargs="*", metavar="NAAM", help="brief in samples/brieven, of een .txt; zonder: alle")
    parser.add_argument("--uit", type=Path, default=HIER / "beelden", metavar="MAP", help="standaard samples/beelden")
    parser.add_argument("--vormen", default=",".join(VORMEN), help="pdf, scan en foto, met komma's ertussen")
    parser.add_argument("--zaad", type=int, default=1, metavar="N", help="een ander getal: andere opmaak en beelden")
    keuze = parser.parse_args(argv)
    vormen = keuze.vormen.split(",")
    bronnen = [Path(naam) if naam.endswith(".txt") else HIER / "brieven" / f"{naam}.txt" for naam in keuze.namen]
    bronnen = bronnen or sorted((HIER / "brieven").glob("*.txt"))
    fout = [*(vorm for vorm in vormen if vorm not in VORMEN), *(str(bron) for bron in bronnen if not bron.exists())]
    if fout or not bronnen:
        parser.error(f"bestaat niet: {', '.join(fout) or 'samples/brieven/*.txt'}")
    for bron in bronnen:
        print(*(pad.name for pad in make(bron, keuze.uit, vormen, keuze.zaad)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
