"""Planted BSNs: letters that hold them in every way they are written, and a search that finds them however they were stored."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

BSN, KORT = "123456782", "83619057"
"""Both pass the eleven test, and nobody has them. The second begins with a zero, which letters leave out."""
VORMEN = (BSN, "1234.56.782", "123.456.782", "123 456 782", "1234 56 782")
REGELS = (
    "Gemeente Voorbeeldstad", "Postbus 1, 1000 AA Voorbeeldstad", "", "Mevrouw S. Voorbeeld", "Dorpsstraat 1", "1234 AB Voorbeeldstad", "",
    "Datum: 16 november 2026", f"Burgerservicenummer: {VORMEN[1]}", "Onderwerp: aanmaning gemeentelijke belastingen", "",
    f"Uw BSN is {BSN}. U moet nog 112,50 euro betalen.", "Betaal voor 7 december 2026.", f"Vermeld altijd het nummer {VORMEN[2]}.", BSN,
    f"Of schrijf {VORMEN[4]} op de overschrijving.", f"Het BSN van uw kind: {KORT}", f"Het sofinummer van uw partner: 0{KORT}",
)  # fmt: skip


def pdf(bladen: int = 1) -> bytes:
    """Return the letter as a PDF with a text layer, not compressed, so that a search finds it."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, pageCompression=0)
    page.setTitle(f"brief {BSN}")
    for _ in range(bladen):
        page.setFont("Helvetica", 12)
        for number, line in enumerate(REGELS):
            page.drawString(70, 770 - 22 * number, line)
        page.showPage()
    page.save()
    return out.getvalue()


def scan(inhoud: bytes) -> bytes:
    """Return the first page of a PDF as a picture, to be read by OCR."""
    document = pypdfium2.PdfDocument(inhoud)
    out = io.BytesIO()
    document[0].render(scale=200 / 72).to_pil().save(out, "PNG")
    document.close()
    return out.getvalue()


def hits(found: bytes) -> list[str]:
    """Return in which ways a BSN is in these bytes: as digits with or without signs between them (also two bytes a sign),
    escaped as in JSON or a URL, in hex, in base64."""
    dense = found.replace(bytes(64), bytes(8))  # what a database keeps free
    return [naam for naam, pattern in _PATTERNS if pattern.search(dense)]


def hits_under(*places: Path) -> dict[str, list[str]]:
    """Return for each file below these places in which a BSN is, in which ways. A file that is just being removed is left out."""
    found: dict[str, list[str]] = {}
    for place in places:
        for path in sorted([place, *place.rglob("*")]):
            try:
                ways = hits(path.read_bytes()) if path.is_file() else []
            except FileNotFoundError:
                continue
            if ways or (ways := hits(path.name.encode())):
                found[str(path)] = ways
    return found


def readable(text: str) -> list[str]:
    """Return which parts of a BSN, five digits or longer, somebody can read in the text of a picture."""
    parts = {bsn[at : at + 5] for bsn in (BSN, KORT) for at in range(len(bsn) - 4)}
    lines = [re.sub(r"[^0-9]", "", line) for line in text.splitlines()]
    return sorted({part for part in parts for line in lines if part in line})


def _ways(bsn: str) -> Iterator[tuple[str, bytes]]:
    if len(bsn) == 9:
        yield bsn, rb"[^0-9A-Za-z]{0,3}".join(d.encode() for d in bsn)
    else:  # eight digits can be part of a random id, and eight small numbers in a row are common in a database
        parts = (rb"\0?".join(d.encode() for d in part) for part in (bsn[:2], bsn[2:5], bsn[5:]))
        yield bsn, rb"(?<![0-9a-f])" + rb"\0?[ .]?\0?".join(parts) + rb"(?![0-9a-f])"
    yield f"{bsn} json", rb"".join(rb"\\+u003" + d.encode() for d in bsn)
    yield f"{bsn} url", rb"(?:%20|%2E|%2D|%2F)?".join(d.encode() for d in bsn)
    yield f"{bsn} hex", bsn.encode().hex().encode()
    for shift, skip in ((0, 0), (1, 2), (2, 3)):
        coded = base64.b64encode(bytes(shift) + bsn.encode())
        yield f"{bsn} base64+{shift}", re.escape(coded[skip : (shift + len(bsn)) * 8 // 6])


_PATTERNS = [(naam, re.compile(pattern)) for bsn in (BSN, KORT) for naam, pattern in _ways(bsn)]
