"""A file that holds many letters, for the tests of the service: three sample letters, scanned as one."""

from __future__ import annotations

import io
from functools import cache

import pypdfium2 as pdfium

from brievenbus.dienst import Dienst, Wie, brieven
from brievenbus.dienst.brieven import Bijlage, BriefStand, Verzoek
from brievenbus.store import tables
from tests.voorbeelden import PEIL, beelden, goud

NAMEN = ("g01", "g11", "h08")
"""Two pages, two pages with a BSN, one page."""
BLADEN = (2, 2, 1)
SOORTEN = tuple(goud(naam).afzender.soort for naam in NAMEN)
BESTAND = "post van mevrouw Voorbeeld.pdf"


@cache
def bind(*namen: str) -> bytes:
    """Return sample letters as one PDF. A PDF has a random name inside: made anew it would be another file."""
    bak = io.BytesIO()
    with pdfium.PdfDocument.new() as samen:
        for naam in namen:
            with pdfium.PdfDocument(beelden(naam, "pdf")[0]) as bron:
                samen.import_pages(bron)
        samen.save(bak)
    return bak.getvalue()


def breng_stapel(dienst: Dienst, wie: Wie, verzoek: Verzoek | None = None) -> tuple[str, str]:
    """Bring the file as a pile; return the ids of the pile and of the letter it is until it was read."""
    pile = brieven.maak_stapel(dienst, wie, [Bijlage(BESTAND, bind(*NAMEN))], verzoek or Verzoek(peildatum=PEIL))
    (one,) = brieven.lijst(dienst, wie, stapel_id=pile.id)
    return pile.id, one.id


def delen(dienst: Dienst, wie: Wie, stapel_id: str) -> list[BriefStand]:
    """Return the letters of a pile in the order in which they lay."""
    return sorted(brieven.lijst(dienst, wie, stapel_id=stapel_id), key=lambda stand: stand.deel)


def sleutels(dienst: Dienst) -> set[bytes]:
    """Return the wrapped keys of all letters."""
    with dienst.opslag.engine.begin() as conn:
        return set(conn.execute(tables.brief.select().with_only_columns(tables.brief.c.sleutel)).scalars())
