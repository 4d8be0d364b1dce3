"""Amounts of money: signed as printed, with the words that say what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from brievenbus.extract import layout, numbers
from brievenbus.extract.layout import Cell, Row, Sentences
from brievenbus.feiten import Geld
from brievenbus.page import Span, Tekst

_D = f"[0-9{re.escape(numbers.SLIPS)}]"
_WHOLE = (
    rf"(?:{_D}{{1,3}}(?:\s?\.{_D}{{3}})+|\d{{1,3}}(?:,\d{{3}})+(?=\.\d\d)|{_D}{{1,3}}(?: {_D}{{3}})+(?=[,.])"
    rf"|\d{_D}{{0,6}}|[lIO]\d{_D}{{0,5}})"
)
# "€ 20. 14 dagen later" is no € 20,14: a space after the comma needs the end of the sentence or cell behind the cents.
_CENTS = (
    rf"(?:(?:\s?,|\.)(?:{_D}{{2}}(?![0-9])|[-–—=]{{1,2}}|\d(?![0-9.]))"
    rf"|,\s{_D}{{2}}(?=\s*(?:$|[.;)\n\t])|\seuro)|\s?,\s?[-–—=]{{1,2}})"
)
# What follows an amount may not be more of the same number: "€ 1. 250,00" is not € 1.
_END = r"(?!\w|\s?[.,]\d|\.\s\d{3},)"
_CREDIT = re.compile(r"(?: (?:-|–|—|−)|[ \t](?:[Mm]in|CR|[Cc]redit))[ ]*(?=$|[\t\n\f])", re.MULTILINE)
"""A minus behind the amount, at the end of a cell or line: how ledgers and the tax office print what is received. A dash in a cell of its
own is none: it says that the next column is empty."""
# A long dash with a space after it parts two thoughts; one that touches the amount is a minus.
_MINUS = r"(?:[-−]|–(?=[€\d]))"
_MARK = r"(?:€|\b(?i:euro?)\b)"
_MARKED = re.compile(
    rf"(?P<neg>(?:-/-|\./\.|\bmin(?:us)?\b|{_MINUS})\s?)?(?P<mark>{_MARK}"
    rf"|(?<![\w.,])[EC£](?=\s?\d[\d.]*,\d\d\b))[ \t]?(?P<neg2>{_MINUS}\s?)?"
    rf"(?P<n>{_WHOLE})(?P<c>{_CENTS})?(?P<neg3>\s?-/-|[-–−](?![\w–-]))?{_END}"
)
_TRAILING = re.compile(
    rf"(?<![\w.,€])(?P<neg>(?:-/-|\bmin\b|{_MINUS})\s?)?(?P<n>{_WHOLE})(?P<c>{_CENTS})?\s?(?:euro|EUR"
    rf"|€)(?![\w])(?!\s?\d)"
)
_BARE = re.compile(rf"^(?P<neg>(?:-/-|{_MINUS})\s?)?(?P<n>{_WHOLE})(?P<c>[.,](?:{_D}{{2}}|[-–—=]{{1,2}}))(?P<neg3>\s?-/-|[-–−])?$")
_MULTIPLE = re.compile(r"\s?(?:miljoen|miljard|mln|mld|duizend)\b")
_MONEY_HEADER = re.compile(
    r"bedrag|€|\beuro|\beur\b|\btotaal|te betalen|\bsaldo|\bkosten\b|\bpremie|\bhuur\b|voldoen|\bprijs|openstaand"
    r"|\bschuld",
    re.I,
)
_OTHER_HEADER = re.compile(r"m3|m³|kwh|\buren\b|uur|%|percentage|aantal|stand|verbruik|datum|periode|nummer|\bgj\b|\bkm\b", re.I)
_TOTAL = re.compile(r"\btotaal|\btotale\b|te betalen\b|te voldoen\b|totaalbedrag|\bin totaal|openstaand bedrag|verschuldigd", re.I)
_REACH = 25
"""How many lines up a column header may stand."""
_LABEL_WORDS = 14


def amounts(tekst: Tekst) -> tuple[Geld, ...]:
    """Return every amount of money, in reading order, without overlaps."""
    plat = tekst.plat
    table = layout.rows(tekst)
    sentences = Sentences(plat)
    hits = sorted(_marked(plat), key=lambda hit: (hit[0].start, -hit[0].eind))
    kept: list[tuple[Span, Decimal, bool]] = []
    for hit in hits:
        if not kept or kept[-1][0].eind <= hit[0].start:
            kept.append(hit)
    kept += _unmarked(table, [hit[0] for hit in kept])
    kept.sort(key=lambda hit: hit[0].start)
    edges = [0, *(hit[0].eind for hit in kept[:-1])], [*(hit[0].start for hit in kept[1:]), len(plat)]
    return tuple(_describe(tekst, (table, sentences), hit, Span(left, right)) for hit, left, right in zip(kept, *edges, strict=False))


def _marked(plat: str) -> Iterator[tuple[Span, Decimal, bool]]:
    for shape in (_MARKED, _TRAILING):
        for match in shape.finditer(plat):
            if not _MULTIPLE.match(plat, match.end()):
                yield _value(match, 0)


def _value(match: re.Match[str], shift: int) -> tuple[Span, Decimal, bool]:
    """Return (span, signed amount, repaired) for a match that stands `shift` characters into `plat`."""
    groups = match.groupdict()
    whole, cents = groups["n"], (groups["c"] or "").strip(" .,-–—=")
    number = numbers.digits(re.sub(r"[., ]", "", whole)) + "." + (numbers.digits(cents).ljust(2, "0"))
    negative = any(groups.get(name) for name in ("neg", "neg2", "neg3")) and not _is_bullet(match)
    mark = groups.get("mark") or ""
    repaired = any(char in numbers.SLIPS for char in whole + cents) or mark in ("E", "C", "£")
    negative = negative or _CREDIT.match(match.string, match.end()) is not None
    value = -Decimal(number) if negative else Decimal(number)
    return Span(match.start() + shift, match.end() + shift), value, repaired


def _is_bullet(match: re.Match[str]) -> bool:
    """Tell whether the dash in "- € 20 kosten" opens a list item: it begins the line, and words follow the amount."""
    if (match["neg"] or "").rstrip() == (match["neg"] or "") or not (match["neg"] or "").startswith("-"):
        return False
    text = match.string
    return text[: match.start()].rstrip(" ")[-1:] in ("", "\n", "\f") and re.match(r" \w", text[match.end() :]) is not None


def _unmarked(table: tuple[Row, ...], taken: list[Span]) -> list[tuple[Span, Decimal, bool]]:
    """Return amounts without a euro sign that fill a table cell whose column or row speaks of money."""
    found: list[tuple[Span, Decimal, bool]] = []
    for row in table:
        for cell in row:
            match = _BARE.match(cell.tekst) if cell.plek else None
            if match is None or any(cell.span.overlaps(span) for span in taken):
                continue
            if _is_money(table, row, cell, taken):
                found.append(_value(match, cell.span.start))
    return found


def _is_money(table: tuple[Row, ...], row: Row, cell: Cell, taken: list[Span]) -> bool:
    header = _header(table, cell)
    label = row[cell.plek - 1].tekst
    if _OTHER_HEADER.search(header) and not _MONEY_HEADER.search(header):
        return False
    if _MONEY_HEADER.search(header) or (_MONEY_HEADER.search(label) and not _OTHER_HEADER.search(label)):
        return True
    neighbours = layout.above(table, cell, 3)
    if cell.rij + 1 < len(table) and (under := layout.column_of(table[cell.rij + 1], cell)) is not None:
        neighbours += (under,)
    return any(other.plek and any(other.span.overlaps(span) for span in taken) for other in neighbours)


def _header(table: tuple[Row, ...], cell: Cell) -> str:
    """Return the nearest cell without digits over `cell` in its column that stands in a row of cells; "" if none."""
    for other in layout.above(table, cell, _REACH):
        if len(table[other.rij]) < 2:
            return ""
        if not any(char.isdigit() for char in other.tekst):
            return other.tekst
    return ""


def _describe(tekst: Tekst, frame: tuple[tuple[Row, ...], Sentences], hit: tuple[Span, Decimal, bool], between: Span) -> Geld:
    """Add the words around an amount; `between` runs from the amount before it to the amount after it."""
    (table, sentences), (span, value, repaired), plat = frame, hit, tekst.plat
    cell = layout.cell_at(table, tekst, span.start)
    row = table[cell.rij] if cell else ()
    in_table = len(row) > 1
    if in_table and cell is not None:
        label = " ".join([*(other.tekst for other in row[: cell.plek]), plat[cell.span.start : span.start]])
        header, after = _header(table, cell), ""
    else:
        sentence = sentences.at(span.start)
        label, header = plat[max(sentence.start, between.start) : span.start], ""
        after = plat[span.eind : min(sentence.eind, between.eind)]
    label = " ".join(label.replace("€", " ").split()[-_LABEL_WORDS:]).strip(" :,;.")
    after = " ".join(after.split()[:_LABEL_WORDS]).strip(" ,;.")
    total = bool(_TOTAL.search(label) or (in_table and _TOTAL.search(header)))
    return Geld(span, value, label, in_table, total, header, after, repaired)
