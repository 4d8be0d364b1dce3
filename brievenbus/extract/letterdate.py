"""The date printed on the letter itself. Never today's date, never the date of another letter that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from brievenbus.extract import layout
from brievenbus.extract.datewords import Gedrukt
from brievenbus.page import Tekst

_LABELS = (
    "datum", "dagtekening", "datum brief", "datum van deze brief", "briefdatum", "verzenddatum", "datum verzending",
    "verzonden",
    "verzonden op", "datum dagtekening", "dagtekening brief", "datum van verzending", "datum verzonden",
    "datum van dagtekening",
    "deze brief is van", "brief van", "opgemaakt", "factuurdatum", "notadatum", "datum factuur", "datum nota", "datum beschikking",
    "datum besluit",
)  # fmt: skip
_OTHER_LABEL = re.compile(
    r"\b(?:uw brief|brief van|geboorte\w*|geboren|verval\w*|ingang\w*|betaal\w*|uiterlijk|overtred\w*|pleegdatum"
    r"|zitting\w*|"
    r"afspraak|periode|tot en met|t/m|betalen|voor)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"\b(?:geachte|beste|hallo|goedendag|mijne heren|l\.s\.)\b", re.IGNORECASE)
_PLACE = re.compile(r"(?:^|[\n\f\t])\s*(?:['’]s-?\s?)?[A-Z][\w.'’() -]{1,30},\s*(?:de\s+|den\s+|d\.d\.\s*)?$")
_WRIT = re.compile(
    r"\b(?:heden,?|ten verzoeke|in het jaar tweeduizend[\w\s-]{0,25},?(?:\s+op)?|vandaag,?)\s+(?:op\s+)?(?:den?\s+)?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?:dagtekening(?: van \w+(?: \w+)?)?(?: is)?|deze brief (?:is )?(?:verzonden|verstuurd|gedateerd) op"
    r"|verzonden op|verzonden"
    r"|dit besluit is verzonden op|gedagtekend)[\s:(]{0,3}$",
    re.IGNORECASE,
)
_VERDICT = re.compile(r"(?:uitgesproken|gewezen|gegeven|getekend)\b[^.\n]{0,60}\bop\s+$", re.IGNORECASE)

_TITLE = re.compile(
    r"(?:^|[\n\f])\s*(?:tussen|eind)?(?:vonnis|beschikking|arrest|uitspraak|proces-verbaal)\s+(?:van|d\.d\.)\s+$", re.IGNORECASE
)
"""The first line of a judgment: 'Vonnis van 4 november 2026', alone on its line."""

_DATE_LIKE = re.compile(r"\d{1,2}(?:[-/.]\d{1,2}[-/.]| \w{3,9} )")

# How sure each way of printing the date is. A label beats a place line, which beats a date alone on its line.
_SURE_WRIT, _SURE_LABEL, _SURE_SENTENCE, _SURE_PLACE, _SURE_ALONE, _SURE_VERDICT = 6, 5, 4, 3, 2, 1


def find(tekst: Tekst, days: tuple[Gedrukt, ...]) -> Gedrukt | None:
    """Return the one of `days` that dates this letter, or None where the letter prints no date of its own."""
    table = layout.rows(tekst)
    plat = tekst.plat
    greeting = _SALUTATION.search(plat)
    body = greeting.start() if greeting else len(plat)
    best: Gedrukt | None = None
    sure = 0
    for day in days:
        if day.day() is None or day.rol:
            continue
        score = _score(tekst, table, day, body)
        if score > sure:
            best, sure = day, score
    return best


def _score(tekst: Tekst, table: tuple[layout.Row, ...], day: Gedrukt, body: int) -> int:
    plat = tekst.plat
    lead = plat[max(0, day.span.start - 60) : day.span.start]
    head = day.span.start < body
    if _WRIT.search(lead):
        return _SURE_WRIT
    cell = layout.cell_at(table, tekst, day.span.start)
    if cell is None:
        return 0
    labels = tuple(_labels_of(table, cell, plat[cell.span.start : day.span.start]))
    beside = cell.plek > 0 or plat[cell.span.start : day.span.start].strip() != ""
    if head and beside and labels and _is_label(labels[0]):
        return _SURE_LABEL
    if _in_column_of_dates(table, cell):
        return 0
    if head and any(_is_label(label) for label in labels):
        return _SURE_LABEL
    if _SENTENCE.search(lead):
        return _SURE_SENTENCE
    if any(_OTHER_LABEL.search(label) for label in labels):
        return 0
    alone = plat[day.span.eind : cell.span.eind].strip(" .") == ""
    if alone and _TITLE.search(lead):
        return _SURE_ALONE
    if alone and _PLACE.search(lead):
        return _SURE_PLACE
    if alone and head and plat[cell.span.start : day.span.start].strip() == "":
        return _SURE_ALONE
    return _SURE_VERDICT if _VERDICT.search(lead) else 0


def _labels_of(table: tuple[layout.Row, ...], cell: layout.Cell, before: str) -> Iterator[str]:
    """Yield what could name this cell: the words before it in the cell, the cell to its left, the cell above it."""
    if before.strip():
        yield before
        return
    if cell.plek:
        yield table[cell.rij][cell.plek - 1].tekst
    for other in layout.above(table, cell):
        if layout.below(table, other) == cell:
            yield other.tekst


def _in_column_of_dates(table: tuple[layout.Row, ...], cell: layout.Cell) -> bool:
    """Tell whether another date stands right over or under this one: a list of payments, not the head of a letter."""
    under = layout.below(table, cell)
    around = (*layout.above(table, cell), *((under,) if under else ()))
    return len(table[cell.rij]) > 1 and any(_DATE_LIKE.match(other.tekst) for other in around)


def _is_label(text: str) -> bool:
    key = text.lower().strip(" :.,-").replace("rn", "m")
    return not key.startswith("uw ") and any(key == label or (len(key) > 4 and fuzz.ratio(key, label) >= 85) for label in _LABELS)
