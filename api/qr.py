"""A QR picture of a link, as SVG without any style of its own, so that it fits a strict content policy."""

from __future__ import annotations

import segno


def qr_svg(tekst: str) -> str:
    """Return the picture for a text. Level M: still read where a thumb or a reflection hides a part of the screen."""
    code = segno.make(tekst, error="m", micro=False)
    return str(code.svg_inline(scale=6, border=3, omitsize=True, lineclass=None, svgclass=None, light="#fff", title="QR-code"))
