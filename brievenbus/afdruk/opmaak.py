"""The sheet as HTML: one template and one style for the screen, the printer and the PDF. Nothing in it points outside itself."""

from __future__ import annotations

import re
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
_HEEL = re.compile(r"(\b\d{1,2}) ([a-z]{3,9}) (20\d\d\b)|(€) (?=\d)")


def _whole(text: str) -> str:
    """Return a sentence whose dates and amounts are not cut at the end of a line."""
    return _HEEL.sub(lambda found: "\u00a0".join(part for part in found.groups() if part) + ("\u00a0" if found[4] else ""), text)


_pages.filters["heel"] = _whole

STIJL = (_HIER / "stijl" / "blad.css").read_text("utf-8")
"""The style of the sheet."""


@dataclass(frozen=True, slots=True)
class Maat:
    """How big: the type in points (never under 16), how many help lines at most, and which parts stand on the back of the paper."""

    punten: int
    hulp: int
    achter: frozenset[str] = frozenset()


ALLES = 99
_ACHTER = frozenset({"zeggen", "mee", "hulp", "verbeterd"})
EEN_KANT = (Maat(20, ALLES), Maat(18, ALLES), Maat(16, ALLES), Maat(16, 3))
"""For a sheet of one side: what is wanted first; at last three help lines, those with a telephone number before the others."""
TWEE_KANTEN = (
    Maat(20, ALLES, _ACHTER), Maat(18, ALLES, _ACHTER), Maat(16, ALLES, _ACHTER), Maat(16, ALLES, _ACHTER | {"gevolg"}),
    Maat(16, ALLES, _ACHTER | {"doen"}), Maat(16, ALLES, _ACHTER | {"gevolg", "doen"}), Maat(16, 3, _ACHTER | {"gevolg", "doen"}),
)  # fmt: skip
"""For what does not fit one side: the back takes what is needed later, so that the letters never get smaller. The last nearly always does;
else the back runs on to a next page."""
GESCHAT = TWEE_KANTEN[2]
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
    return fill(name, blad=shown, maat=maat, qr=code)


def fill(name: str, **waarden: object) -> str:
    """Return a template of `sjablonen/`, filled."""
    return _pages.get_template(name).render(**waarden)


def _qr(tekst: str) -> str:
    """Return the code as SVG. Level M: still read with a crease or a stain on it."""
    code = segno.make(tekst, error="m", micro=False, encoding="utf-8")
    return str(code.svg_inline(border=3, omitsize=True, lineclass=None, svgclass=None, light="#fff", title="QR-code"))
