"""The pieces of a pile: letters, their reminders and neighbours, what is enclosed, and what is no letter.

A piece has a name: "g01" is a letter, "g01+h" its reminder, "g01+s" another letter of its sender, "g01+d" one of the same
day, "g01+t" one whose second page is a table, "g01+b" its attachment. The same name gives the same PDF.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import maak
import pypdfium2 as pdfium
import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from brievenbus.ocr.opmaak import Blok, Opmaak, Paar, parse

ZAAD = 1
MAANDEN = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
NUMMERS = ("van", "van", "van", "geen", "geen", "geen", "schuin", "blad", "los")
"""How letters number their pages; many do not."""
LEEG, SCHEIDING, FOLDER = "achterkant", "scheidingsblad", "folder"
BLADEN_SCHEIDING = (
    "",
    "Scheidingsblad",
    "PATCH T - Document separator",
    "qr",
    "Leg dit blad steeds tussen twee brieven, met de streepjescode boven.",
)
"""What stands on separator sheets, beside a bar code; "qr": no bar code but a QR code."""
FOLDERS = (
    ("Pizzeria Da Lucio", "Deze week 2 halen, 1 betalen", "Margherita 8,50", "Bezorgen vanaf 17 uur", "Bel 030 - 123 45 67"),
    (
        "Kringloop De Schuur",
        "Zaterdag alles voor de halve prijs",
        "Kasten, fietsen, boeken",
        "Open van 10 tot 17 uur",
        "www.kringloopdeschuur.nl",
    ),
    ("Glasvezel in uw straat!", "Nu 6 maanden voor 25 euro", "Sneller internet", "Kies vandaag nog", "www.snelglas-aanbod.nl"),
)
"""What is pushed through the door beside the letters."""
_DAG = re.compile(r"\b(\d{1,2}) (" + "|".join(MAANDEN) + r") (\d{4})\b")


def chance(*delen: str) -> float:
    """Chance that is the same in every pile, so that few different pages need to be read."""
    return float(maak.generator(*delen).random())


@cache
def document(stuk: str) -> bytes:
    """Return the PDF of a piece."""
    if stuk.startswith((LEEG, SCHEIDING)):
        return _sheet(stuk)
    if stuk.startswith(FOLDER):
        return _flyer(FOLDERS[int(stuk[-1])])
    naam, _, wat = stuk.partition("+")
    brief = parse((Path(__file__).resolve().parent / "brieven" / f"{naam}.txt").read_text("utf-8"))
    brief = {"": lambda b: b, "h": _reminder, "s": _neighbour, "d": _same_day, "t": _long_table}[wat[:1].replace("b", "")](brief)
    if "b" in wat or stuk.count("+") > 1:
        brief = _attachment(brief, stuk)
    keuze = int(chance(stuk, "nummers") * len(NUMMERS))
    opties = {**brief.opties, "nummers": NUMMERS[keuze], "vervolg": "kaal" if chance(stuk, "kaal") < 0.4 else ""}
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


def _same_day(brief: Opmaak) -> Opmaak:
    """Another letter of the same sender, to the same person, of the same day: only the case differs."""
    kenmerken = tuple((label, waarde if _DAG.search(waarde) else _other_case(waarde)) for label, waarde in brief.kenmerken)
    return replace(_neighbour(brief), kenmerken=kenmerken)


def _long_table(brief: Opmaak) -> Opmaak:
    """The letter with a statement that fills its second page: that page begins with a table and has no words of its own."""
    rijen = tuple((f"{1 + n % 28:02}-{1 + n % 12:02}-2026", f"Onderdeel {n + 1}", f"€ {13 * n + 7},25") for n in range(24))
    tabel = (Blok("bladzijde"), Blok("tabel", rijen=(("Datum", "Omschrijving", "Bedrag"), *rijen)))
    return replace(brief, inhoud=(*brief.inhoud, *tabel), strook=())


def _other_case(waarde: str) -> str:
    if _DAG.search(waarde):
        return _later(waarde, 4)
    return re.sub(r"\d", lambda m: str((int(m[0]) + 3) % 10), waarde)


def _attachment(brief: Opmaak, stuk: str) -> Opmaak:
    """A page that belongs to the letter: a statement, a form to send back, notes, or a payment slip."""
    soort = int(chance(stuk, "soort") * 4)
    kenmerk = [paar for paar in brief.kenmerken if "kenmerk" in paar[0].lower() or "nummer" in paar[0].lower()][:1]
    hoofd = brief.briefhoofd[:1] if chance(stuk, "hoofd") < 0.5 else ()
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
    """A blank back, or a separator sheet: a code alone, or with a few words."""
    bak = BytesIO()
    vel = Canvas(bak, pagesize=A4, invariant=1)
    if stuk.startswith(SCHEIDING):
        tekst = BLADEN_SCHEIDING[int(stuk[-1])]
        if tekst == "qr":
            plaatje = BytesIO()
            segno.make(f"BATCH:{stuk[-1]}7731:NEXT", micro=False).save(plaatje, kind="png", scale=10)
            plaatje.seek(0)
            vel.drawImage(ImageReader(plaatje), 70 * mm, 170 * mm, 60 * mm, 60 * mm)
        else:
            Code128(f"BATCH-{stuk[-1]}7731", barHeight=28 * mm, barWidth=1.1).drawOn(vel, 45 * mm, 180 * mm)
            vel.setFont("Helvetica", 26 if len(tekst) < 40 else 14)
            vel.drawCentredString(A4[0] / 2, 130 * mm, tekst)
    vel.showPage()
    vel.save()
    return bak.getvalue()


def _flyer(regels: tuple[str, ...]) -> bytes:
    """A leaflet: large words in the middle, nothing that a letter has."""
    bak = BytesIO()
    vel = Canvas(bak, pagesize=A4, invariant=1)
    for n, regel in enumerate(regels):
        vel.setFont("Helvetica-Bold", 34 - 5 * n)
        vel.drawCentredString(A4[0] / 2, (240 - 38 * n) * mm, regel)
    vel.showPage()
    vel.save()
    return bak.getvalue()
