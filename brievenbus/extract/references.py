"""Reference numbers: labelled ones ("Ons kenmerk", "Polisnummer") and 16-digit payment references anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz, process

from brievenbus.extract import layout, numbers
from brievenbus.extract.codewaarde import line_end, read_value
from brievenbus.extract.layout import Cell, Row
from brievenbus.extract.vermeldingen import asked, bare, quoted
from brievenbus.feiten import Nummer
from brievenbus.page import Span, Tekst

_STEMS = (
    "cjib", "aanslag", "beschikkings", "klant", "klanten", "polis", "factuur", "nota", "zaak", "rol", "dossier",
    "huurders", "huurder", "relatie", "debiteur", "debiteuren", "contract", "client", "aanvraag", "registratie",
    "parket", "meldings", "melding", "vorderings", "vordering", "incasso", "subject", "deelnemers", "deelnemer",
    "leerling", "patient", "lidmaatschaps", "lid", "repertorium", "correspondentie", "v", "vreemdelingen",
    "acceptgiro", "order", "verzekerden", "verzekerde", "biljet", "vergunning", "besluit", "studenten",
    "onderwijs", "overeenkomst", "claim", "schade", "case", "aanslagbiljet", "declaratie", "student", "gezins", "krediet", "lening",
    "bestel", "boekings", "bon", "uvb",
)  # fmt: skip
_ALIASES = {
    "ons kenmerk": "ons_kenmerk", "onze referentie": "ons_kenmerk", "ons nummer": "ons_kenmerk",
    "uw kenmerk": "uw_kenmerk",
    "uw referentie": "uw_kenmerk", "kenmerk": "kenmerk", "referentie": "kenmerk", "referentienummer": "kenmerk",
    "betalingskenmerk": "betalingskenmerk", "betaalkenmerk": "betalingskenmerk", "betaalreferentie": "betalingskenmerk",
    "zaak/rolnummer": "zaaknummer", "zaak-/rolnummer": "zaaknummer", "zaaknummer/rolnummer": "zaaknummer",
    "zaaknummer / rolnummer": "zaaknummer", "machtigingskenmerk": "machtigingskenmerk", "kenteken": "kenteken",
    "ean-code": "ean",
    "ean code": "ean",
}  # fmt: skip
_SAME = {
    "klantennummer": "klantnummer", "huurdernummer": "huurdersnummer", "debiteurennummer": "debiteurnummer",
    "notanummer": "factuurnummer",
    "vreemdelingennummer": "v_nummer", "vnummer": "v_nummer", "cjibnummer": "cjib_nummer", "rolnummer": "zaaknummer",
    "meldingnummer": "meldingsnummer", "vorderingnummer": "vorderingsnummer", "deelnemernummer": "deelnemersnummer",
    "lidnummer": "lidmaatschapsnummer", "verzekerdenummer": "verzekerdennummer", "casenummer": "zaaknummer",
}  # fmt: skip
_ANCHOR = re.compile(r"(?:kenmerk|nummer|\bnr\.?|nr\.?|referentie|kenteken|ean[- ]code)(?![\w-])", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?<![\w-])(?P<label>{'|'.join(re.escape(alias) for alias in sorted(_ALIASES, key=len, reverse=True))}"
    rf"|(?:{'|'.join(sorted(_STEMS, key=len, reverse=True))})[- ]?(?:nummer|nr\b\.?))(?![\w-])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:\s+(?:is|luidt|van (?:deze|dit|uw|de) \w+(?: is)?|bij ons is))?\s*[:.]?[ \t]*(?:\(\w+\)\s*)?")
_SLIP_DIGIT = f"[0-9{re.escape(numbers.SLIPS)}]"
_PAYMENT = re.compile(
    rf"(?<![\w•])(?<!\d[ .-]){_SLIP_DIGIT}{{4}}(?:(?P<sep>[ .-]?){_SLIP_DIGIT}{{4}})(?:(?P=sep){_SLIP_DIGIT}{{4}}){{2}}"
    r"(?![\w•])(?![ .-]\d)"
)
_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)
_LENGTH_CODE = {9: 7, 10: 8, 11: 9, 12: 0, 13: 1, 14: 2}
_LONG = 12
"""Digits from which a number to mention is a payment reference, whose spaces and dots are only there to read it by."""
_PAYING = frozenset({"betalingskenmerk", "acceptgironummer"})


def payment_check(digits: str) -> bool | None:
    """Tell whether a payment reference of 9 to 14 or 16 digits has the right check digit; None for other lengths.

    First digit = 11 - (weighted sum of the others modulo 11), 10 written as 1 and 11 as 0; of 9 to 14 digits the second
    gives the length. Source: betaalvereniging.nl, "Specificaties betalingskenmerk".
    """
    if not digits.isdigit() or (len(digits) != 16 and len(digits) not in _LENGTH_CODE):
        return None
    if len(digits) != 16 and int(digits[1]) != _LENGTH_CODE[len(digits)]:
        return False
    total = sum(int(digit) * _WEIGHTS[place % 10] for place, digit in enumerate(reversed(digits[1:])))
    return int(digits[0]) == {10: 1, 11: 0}.get(11 - total % 11, 11 - total % 11)


def references(tekst: Tekst) -> tuple[Nummer, ...]:
    """Return every reference number, in reading order, each place once."""
    table = layout.rows(tekst)
    found: dict[Span, Nummer] = {}
    for number in (*_labelled(tekst, table), *_mentioned(tekst), *_payment_references(tekst)):
        clash = next((span for span in found if span.overlaps(number.span)), None)
        if clash is None:
            found[number.span] = number
        else:
            found[clash] = _merge(found[clash], number)
    return tuple(sorted(found.values(), key=lambda number: number.span.start))


def _merge(first: Nummer, second: Nummer) -> Nummer:
    """Two readings of one place: the label of the first, the payment meaning of either."""
    if second.soort == "betalingskenmerk" and first.soort in (
        "kenmerk",
        "vermelding",
        "betalingskenmerk",
        "ons_kenmerk",
    ):
        return replace(second, label=first.label, betaling=first.betaling or second.betaling)
    return replace(first, betaling=first.betaling or second.betaling)


def _kind(label: str) -> str:
    key = label.lower().strip(" :.")
    if key in _ALIASES:
        return _ALIASES[key]
    key = re.sub(r"[^a-z]", "", numbers.fold(key))
    key = key[:-2] + "nummer" if key.endswith("nr") else key
    return _SAME.get(key, key)


def _labelled(tekst: Tekst, table: tuple[Row, ...]) -> Iterator[Nummer]:
    folded = numbers.fold(tekst.plat)
    for anchor in _ANCHOR.finditer(folded):
        # The long list of labels is only tried where a word for "number" ends one: ten times faster than everywhere.
        match = _LABEL.search(folded, max(0, anchor.start() - 24), anchor.end())
        cell = layout.cell_at(table, tekst, anchor.start())
        if match is not None and cell is not None and match.end() == anchor.end():
            yield from _value_of(tekst, table, cell, Span(match.start("label"), match.end("label")))
    for row in table:
        for cell in row:
            printed = tekst.plat[cell.span.start : cell.span.eind].partition(":")[0]
            label = _slipped_label(printed)
            if label is not None:
                place = Span(cell.span.start, cell.span.start + len(printed))
                yield from (replace(number, soort=_kind(label)) for number in _value_of(tekst, table, cell, place))


_WHOLE_LABELS = (*_ALIASES, *(f"{stem}nummer" for stem in _STEMS if len(stem) > 3))


def _slipped_label(text: str) -> str | None:
    """Return the label that a cell, up to its colon, stands for despite a misread letter; None for a clean one."""
    key = numbers.fold(text).lower().strip(" :.")
    if not 7 <= len(key) <= 24 or " " in key.replace("ons ", "").replace("uw ", "") or _LABEL.fullmatch(key):
        return None
    hit = process.extractOne(key, _WHOLE_LABELS, scorer=fuzz.ratio, score_cutoff=88)
    return hit[0] if hit else None


def _value_of(tekst: Tekst, table: tuple[Row, ...], cell: Cell, label: Span) -> Iterator[Nummer]:
    """Yield the number that belongs to a label: behind it in the cell, else in the cell to its right, else under it."""
    plat = tekst.plat
    gap = _BETWEEN.match(plat, label.eind)
    places = [Span(gap.end() if gap else label.eind, line_end(plat, label.eind))]
    row = table[cell.rij]
    if plat[label.eind : cell.span.eind].strip(" :.") == "":
        beside = row[cell.plek + 1] if cell.plek + 1 < len(row) else None
        under = layout.below(table, cell)
        places = [other.span for other in (beside, under) if other is not None and not _LABEL.match(numbers.fold(other.tekst))]
    for place in places:
        value = read_value(plat, place)
        if value is not None:
            printed = " ".join(plat[label.start : label.eind].split())
            yield _number(plat, value, _kind(printed), printed)
            return


def _number(plat: str, span: Span, soort: str, label: str, *, mentioned: bool = False) -> Nummer:
    printed = " ".join(plat[span.start : span.eind].split())
    compact = re.sub(r"[ .-]", "", printed)
    if soort in _PAYING or (mentioned and compact.isdigit() and len(compact) >= _LONG):
        value, repaired = _repair(compact)
        return Nummer(span, soort, value, label, repaired, payment_check(value), betaling=True)
    return Nummer(span, soort, printed, label, betaling=mentioned)


def _repair(compact: str) -> tuple[str, bool]:
    """Return (payment reference, repaired): slips become digits where nothing but digits then remains."""
    value = numbers.digits(compact)
    return (value, value != compact) if value.isdigit() and not compact.isalpha() else (compact, False)


def _mentioned(tekst: Tekst) -> Iterator[Nummer]:
    """Yield numbers that the letter asks to name when paying."""
    plat = tekst.plat
    for at in asked(plat):
        label = _LABEL.match(numbers.fold(plat), at)
        if label is not None:
            gap = _BETWEEN.match(plat, label.end())
            at = gap.end() if gap else label.end()
        value = read_value(plat, Span(at, line_end(plat, at)))
        if value is not None:
            printed = label["label"] if label else ""
            yield _number(plat, value, _kind(printed) if printed else "vermelding", printed, mentioned=True)
    for value in quoted(plat):
        yield _number(plat, value, "vermelding", "", mentioned=True)
    for noun, label_, value in bare(plat):
        yield _number(plat, value, _kind(noun), plat[label_.start : label_.eind])


def _payment_references(tekst: Tekst) -> Iterator[Nummer]:
    plat = tekst.plat
    for match in _PAYMENT.finditer(plat):
        printed = re.sub(r"[ .-]", "", match[0])
        if sum(char.isdigit() for char in printed) < 12:
            continue
        value = numbers.digits(printed)
        check = payment_check(value)
        if value != printed and not check:
            continue
        yield Nummer(Span(match.start(), match.end()), "betalingskenmerk", value, "", value != printed, check, betaling=True)
