"""The sheet as HTML: one template and one style for the screen, the printer and the PDF. Nothing in it points outside itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from brievenbus.afdruk.blad import Blad

_HIER = Path(__file__).parent
_pages = Environment(
    loader=FileSystemLoader(_HIER / "sjablonen"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip

STIJL = (_HIER / "stijl" / "blad.css").read_text("utf-8")
"""The style of the sheet."""


@dataclass(frozen=True, slots=True)
class Maat:
    """How big: the type in points, how many help lines at most, and whether it may run on to a second page."""

    punten: int
    hulp: int
    tweede_blad: bool = False


MATEN = (
    Maat(20, 5), Maat(18, 4), Maat(16, 4), Maat(16, 3), Maat(16, 2), Maat(15, 2), Maat(14, 2), Maat(13, 2), Maat(14, 5, tweede_blad=True),
)  # fmt: skip
"""From what one wants to what always fits: first fewer help lines, then smaller type, and at last a second page."""
GESCHAT = Maat(14, 2)
"""A size that fits nearly every letter, for where it cannot be measured."""


def make_html(blad: Blad, maat: Maat) -> Markup:
    """Return the sheet as a piece of a page (an `article`)."""
    return Markup(_render("blad.html", blad, maat))


def make_page(blad: Blad, maat: Maat) -> str:
    """Return the sheet as a page by itself, without style."""
    return _render("pdf.html", blad, maat)


def _render(name: str, blad: Blad, maat: Maat) -> str:
    shown = blad.met_hulp(maat.hulp)
    code = Markup(_qr(blad.strook.qr)) if blad.strook is not None and blad.strook.qr else None
    return _pages.get_template(name).render(blad=shown, maat=maat, qr=code)


def _qr(tekst: str) -> str:
    """Return the code as SVG. Level M: still read with a crease or a stain on it."""
    code = segno.make(tekst, error="m", micro=False, encoding="utf-8")
    return str(code.svg_inline(border=3, omitsize=True, lineclass=None, svgclass=None, light="#fff", title="QR-code"))
