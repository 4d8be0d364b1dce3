"""The sheet as PDF/UA-1 (ISO 14289-1): tagged, with a language and a title, made by WeasyPrint. It never fetches anything.

WeasyPrint needs Pango on the computer (Debian: libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0). Where that is missing the
rest of the program works as ever, and only `make_pdf` says so. Letters: Noto Sans, else DejaVu Sans, which comes with Pango.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from brievenbus.afdruk.blad import Blad
from brievenbus.afdruk.opmaak import EEN_KANT, GESCHAT, STIJL, TWEE_KANTEN, Maat, make_page
from brievenbus.errors import ToolError

try:
    import weasyprint
except (ImportError, OSError):  # OSError: Pango itself is not there
    weasyprint = None

VARIANT = "pdf/ua-1"
_ONE = Lock()
"""One sheet at a time: laying out takes a whole core for a part of a second."""
WACHT = 10.0
"""Seconds to wait for one's turn: whoever keeps asking for sheets must not hold every other page of the service."""


def has_pdf() -> bool:
    """Tell whether this computer can make a PDF."""
    return weasyprint is not None


def make_pdf(blad: Blad) -> bytes:
    """Return the sheet as PDF: one side of paper, or both where the letters would get too small. Raises ToolError pdf_kan_niet
    and pdf_druk."""
    if weasyprint is None:
        raise ToolError("pdf_kan_niet")
    with _turn():
        return bytes(_fit(blad)[1].write_pdf(pdf_variant=VARIANT))


def write_pdf(page: str, style: str) -> bytes:
    """Return a page of HTML with a style as PDF. Raises ToolError pdf_kan_niet and pdf_druk."""
    if weasyprint is None:
        raise ToolError("pdf_kan_niet")
    with _turn():
        sheet = weasyprint.CSS(string=style, url_fetcher=_nothing())
        made = weasyprint.HTML(string=page, url_fetcher=_nothing()).render(stylesheets=[sheet])
        return bytes(made.write_pdf(pdf_variant=VARIANT))


def fitting(blad: Blad) -> Maat:
    """Return the size at which the sheet fits its paper: measured, or a careful guess where nothing can measure it."""
    if weasyprint is None:
        return GESCHAT
    try:
        with _turn():
            return _fit(blad)[0]
    except ToolError:  # too many at once: the careful guess fits as well
        return GESCHAT


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn. Raises ToolError pdf_druk after `WACHT` seconds."""
    if not _ONE.acquire(timeout=WACHT):
        raise ToolError("pdf_druk")
    try:
        yield
    finally:
        _ONE.release()


def _fit(blad: Blad) -> tuple[Maat, Any]:
    """Return the largest size that fits one side, else the largest that fits a front and a back."""
    style = weasyprint.CSS(string=STIJL, url_fetcher=_nothing())
    for sides, sizes in ((1, EEN_KANT), (2, TWEE_KANTEN)):
        found = _largest(blad, sizes, sides, style)
        if found is not None:
            return found
    return TWEE_KANTEN[-1], _layout(blad, TWEE_KANTEN[-1], style)


def _largest(blad: Blad, sizes: Sequence[Maat], sides: int, style: Any) -> tuple[Maat, Any] | None:
    """Find the first size that fits, by halving: what fits at one size fits at every later one."""
    low, high, best = 0, len(sizes), None
    if len(blad.hulp) <= sizes[-1].hulp:
        high -= sizes[-1].achter == sizes[-2].achter  # with so few help lines the last size is the one before it
    while low < high:
        middle = (low + high) // 2
        document = _layout(blad, sizes[middle], style)
        if len(document.pages) <= sides:
            high, best = middle, document
        else:
            low = middle + 1
    return None if best is None else (sizes[low], best)


def _layout(blad: Blad, maat: Maat, style: Any) -> Any:
    return weasyprint.HTML(string=make_page(blad, maat), url_fetcher=_nothing()).render(stylesheets=[style])


def _nothing() -> Any:
    """Return what WeasyPrint asks for files: it refuses all of them."""

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise weasyprint.urls.URLFetchingError("closed")

    return Nothing()
