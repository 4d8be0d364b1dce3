"""Find every printed day in a text: what is written, before the year of a short date is worked out.

The grammar is our own: on 62 invented sentences dateparser missed a third of the days, invented or misread half
as many, and took ten times as long (figures in `tests/unit/test_dates.py`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rapidfuzz.distance import OSA

from brievenbus.extract import numbers
from brievenbus.feiten import Vorm
from brievenbus.page import Span

Wijzer = Literal["", "komend", "vorig", "dit_jaar", "volgend_jaar"]

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
_SHORT = {
    "jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
# Case is folded inside groups only: a small "s" or "b" is no slip for a digit, a capital is.
_WEEKDAY = "(?i:" + "|".join(WEEKDAYS) + "|ma|di|wo|do|vr|za|zo)"
_SLIP = f"[0-9{re.escape(numbers.SLIPS)}]"
_WORDS = numbers.pattern(numbers.ORDINALS | {w: n for w, n in numbers.CARDINALS.items() if n <= 31})
_LEAD = r"(?<![\w€])(?<!\d[.,/-])"
_AFTER_DAY = r"(?=[ .\-]{0,2}(?P<m>[A-Za-z][A-Za-z0-9|!]{2,11})(?P<m2>\.?[ -]?[a-z]{1,7})?)"
_DIGIT_DAY = re.compile(rf"{_LEAD}(?P<d>{_SLIP}{{1,2}})(?:\s?(?:e|de|ste)\b)?{_AFTER_DAY}")
_COMPOUND = re.compile(r"-?[A-Za-z]")
"""What follows the month in "3 mei-facturen": a word that only begins like a date."""
_MONTH_WORD = re.compile(rf"\b(?P<m>(?i:{'|'.join(MAANDEN)}))\b")
_WORD_DAY = re.compile(rf"\b(?P<w>(?i:{_WORDS}))\s+$")
_WEEKDAY_BEFORE = re.compile(rf"\b(?P<wd>{_WEEKDAY})\b[\s,.]{{0,2}}(?:den?\s+)?$")
_YEAR = re.compile(
    rf"\.?,?[ \n.\-]{{0,2}}(?:van (?P<rel>dit|het volgende|volgend) jaar|(?P<y>[12lIZ]{_SLIP}{{3}})(?![\w])"
    rf"|['’‘](?P<yy>\d\d)\b"
    rf"|-(?P<yyy>\d\d)\b|twee\s?duizend\s?(?:en\s?)?(?P<yw>{numbers.pattern(numbers.CARDINALS)})\b)"
)
_POINTER = re.compile(
    r"\.?[\s,(]{0,2}(?:(?P<next>a\.\s?s\b\.?|as\b(?=[.,;)]|$)|aanstaande\b)|(?P<last>j\.\s?l\b\.?|jl\b\.?"
    r"|l\.\s?l\b\.?|jongstleden\b|laatstleden\b))",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"(?<![\w./€-])(?<!\d,)(?P<d>{_SLIP}{{1,2}})(?P<sep>\s?[-/.]\s?)(?P<m>{_SLIP}{{1,2}})(?P=sep)"
    rf"(?P<y>[12lIZ]{_SLIP}{{3}}|\d\d)(?!\w|[-/.]\w|[ -]\d\d[ -]\d\d)"
)
_SHORT_NUMERIC = re.compile(
    r"\b(?:op|voor|uiterlijk|vanaf|per|tot en met|t/m|tot|d\.d\.)\s+(?P<day>(?P<d>\d{1,2})[-/](?P<m>\d{1,2}))(?![\w]"
    r"|[-/.,]\w)"
)
_ISO = re.compile(r"(?<![\w./-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\w|[-/.]\w)")
_BARE_DAY = re.compile(
    rf"\b(?:op|voor|uiterlijk|tot|vanaf|rond|per|de)\s+(?P<day>(?:de\s+|den\s+)?(?:(?P<d>\d{{1,2}})\s?(?:e|de|ste)\b"
    rf"|(?P<w>{_WORDS})\b))"
    r"(?P<tail>\s+van\s+(?:de|deze|die|elke|iedere|de komende|de volgende)\s+maand|(?=\s*(?:[.,;)\n]|$)))"
)
_COMING_WEEKDAY = re.compile(
    rf"\b(?:(?i:{'|'.join(WEEKDAYS)})\s+(?:a\.\s?s\b\.?|aanstaande\b)"
    rf"|(?:aanstaande|komende|eerstkomende)\s+(?i:{'|'.join(WEEKDAYS)})\b)(?!\s+\d)"
)
_BETWEEN = re.compile(r"\btussen\s+$", re.IGNORECASE)
_RANGE = frozenset({"t/m", "tot en met", "tot", "-", "–"})
_EARLIER = re.compile(rf"(?<![\w.,/-])(?P<d>{_SLIP}{{1,2}})e?\s*(?P<sep>t/m|tot en met|tot|-|–|en|of|,)\s*(?:{_WEEKDAY}\s+)?$")


@dataclass(frozen=True, slots=True)
class Gedrukt:
    """A day as printed. `jaar` and `maand` are None where they are not printed; `weekdag` 0 = Monday.

    `dag` is 0 where only a weekday is printed ("vrijdag a.s.").

    `rol` is "van" for the first day of a range ("1 t/m 5 december"), "tot" for its last, "" for a day by itself.
    """

    span: Span
    dag: int
    maand: int | None
    jaar: int | None
    vorm: Vorm
    weekdag: int | None = None
    hersteld: bool = False
    wijzer: Wijzer = ""
    rol: Literal["", "van", "tot"] = ""

    def day(self) -> date | None:
        """Return the day where it is printed in full and exists, else None."""
        return make_date(self.jaar, self.maand, self.dag) if self.jaar and self.maand else None


def make_date(jaar: int, maand: int, dag: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(jaar, maand, dag)
    except ValueError:
        return None


def month(word: str) -> tuple[int, bool] | None:
    """Return (month 1..12, repaired) for a month name, abbreviation or unambiguous OCR slip of one; else None."""
    key = word.lower()
    if key in MAANDEN:
        return MAANDEN.index(key) + 1, False
    if key in _SHORT:
        return _SHORT[key], False
    shape = _shape(key)
    hits = [number for number, name in enumerate(MAANDEN, 1) if _shape(name) == shape]
    if not hits and len(key) >= 5:
        # One slip in five letters; two from eight on: "maar" and "markt" must not become "maart".
        most = 1 if len(key) < 8 else 2
        hits = [number for number, name in enumerate(MAANDEN, 1) if OSA.distance(_shape(name), shape, score_cutoff=most) <= most]
    return (hits[0], True) if len(hits) == 1 else None


def _shape(word: str) -> str:
    return word.replace("rn", "m").replace("vv", "w").translate(str.maketrans("l1|!0", "iiiio"))


def printed_days(plat: str) -> tuple[Gedrukt, ...]:
    """Return every day printed in `plat`, in reading order, without overlaps."""
    text = numbers.fold(plat)
    found = [*_textual(text), *_numeric(text), *_iso(text), *_short(text)]
    taken = [hit.span for hit in found]
    loose = (*_bare_days(text), *_coming_weekdays(text))
    found += [hit for hit in loose if not any(hit.span.overlaps(span) for span in taken)]
    return _ranges(sorted(found, key=lambda hit: (hit.span.start, hit.rol == "tot")), text)


def _ranges(days: list[Gedrukt], text: str) -> tuple[Gedrukt, ...]:
    """Give the ends of "15 november t/m 1 december" and "tussen 7 en 11 december" their roles."""
    for index, (first, second) in enumerate(itertools.pairwise(days)):
        between = text[first.span.eind : second.span.start].strip().lower()
        shared = first.span.eind == second.span.eind and not first.rol
        joined = between == "en" or shared
        if between in _RANGE or (joined and _BETWEEN.search(text, max(0, first.span.start - 12), first.span.start)):
            span = Span(first.span.start, second.span.eind)
            days[index : index + 2] = [replace(first, rol="van", span=span), replace(second, rol="tot")]
    return tuple(days)


def _textual(text: str) -> Iterator[Gedrukt]:
    for match in _DIGIT_DAY.finditer(text):
        name, end = month(match["m"]), match.end("m")
        if name is None and match["m2"]:
            # "novem ber": OCR put a space inside the name.
            name, end = month(match["m"] + match["m2"].lstrip(" -.")), match.end("m2")
        day = int(numbers.digits(match["d"]))
        if name is not None and 1 <= day <= 31 and not _COMPOUND.match(text, end):
            repaired = name[1] or _slipped(match["d"]) or end != match.end("m")
            hit = Gedrukt(Span(match.start(), end), day, name[0], None, "voluit", hersteld=repaired)
            yield from _spread(_around(hit, text), text)
    for match in _MONTH_WORD.finditer(text):
        word = _WORD_DAY.search(text, max(0, match.start() - 24), match.start())
        dag = numbers.value(word["w"]) if word else None
        if word is not None and dag is not None:
            number = MAANDEN.index(match["m"].lower()) + 1
            yield _around(Gedrukt(Span(word.start(), match.end()), dag, number, None, "woorden"), text)


def _around(hit: Gedrukt, text: str) -> Gedrukt:
    """Add what stands before and after day and month: a weekday, a year, "a.s." or "jl."."""
    before = _WEEKDAY_BEFORE.search(text, max(0, hit.span.start - 16), hit.span.start)
    if before is not None:
        hit = replace(hit, span=Span(before.start(), hit.span.eind), weekdag=_weekday(before["wd"]))
    year = _YEAR.match(text, hit.span.eind) if hit.jaar is None else None
    if year is not None:
        hit = _add_year(hit, year)
    pointer = _POINTER.match(text, hit.span.eind)
    if pointer is not None:
        hit = replace(hit, span=Span(hit.span.start, pointer.end()), wijzer="komend" if pointer["next"] else "vorig")
    return hit


def _slipped(printed: str | None) -> bool:
    return printed is not None and not printed.isdigit()


def _weekday(word: str) -> int:
    return next(index for index, name in enumerate(WEEKDAYS) if name.startswith(word.lower()))


def _add_year(hit: Gedrukt, match: re.Match[str]) -> Gedrukt:
    span = Span(hit.span.start, match.end())
    if match["rel"]:
        return replace(hit, span=span, wijzer="dit_jaar" if match["rel"] == "dit" else "volgend_jaar")
    if match["yw"]:
        return replace(hit, span=span, jaar=2000 + (numbers.value(match["yw"]) or 0))
    year = full_year(match["y"] or match["yy"] or match["yyy"])
    if year is None:
        return hit
    return replace(hit, span=span, jaar=year, hersteld=hit.hersteld or _slipped(match["y"]))


def full_year(printed: str) -> int | None:
    """Return the year for four or two printed digits; two mean 1941 to 2040. None outside 1900..2099."""
    jaar = int(numbers.digits(printed))
    if len(printed) == 2:
        # Letters speak of births as well as of terms: up to 40 is this century.
        jaar += 2000 if jaar <= 40 else 1900
    return jaar if 1900 <= jaar <= 2099 and sum(c.isdigit() for c in printed) >= 2 else None


def _spread(hit: Gedrukt, text: str) -> Iterator[Gedrukt]:
    """Yield `hit`, and before it the days that share its month: "1 t/m 5 december", "8, 15 en 22 december"."""
    start = hit.span.start
    earlier: list[Gedrukt] = []
    while (match := _EARLIER.search(text, max(0, start - 24), start)) is not None:
        dag = int(numbers.digits(match["d"]))
        if not 1 <= dag < (earlier[-1].dag if earlier else hit.dag):
            break
        ranged = match["sep"].lower() not in ("en", "of", ",") and not earlier
        if ranged:
            hit = replace(hit, rol="tot")
        earlier.append(replace(hit, span=Span(match.start(), hit.span.eind), dag=dag, weekdag=None, rol="van" if ranged else ""))
        start = match.start()
    yield from reversed(earlier)
    yield hit


def _numeric(text: str) -> Iterator[Gedrukt]:
    for match in _NUMERIC.finditer(text):
        jaar = full_year(match["y"])
        dag, maand = int(numbers.digits(match["d"])), int(numbers.digits(match["m"]))
        dotted_number = "." in match["sep"] and len(match["y"]) == 2 and len(match["d"] + match["m"]) < 4
        if jaar is None or dotted_number or make_date(jaar, maand, dag) is None:
            continue
        repaired = any(_slipped(match[name]) for name in "dmy")
        yield _around(Gedrukt(Span(match.start(), match.end()), dag, maand, jaar, "cijfers", hersteld=repaired), text)


def _short(text: str) -> Iterator[Gedrukt]:
    for match in _SHORT_NUMERIC.finditer(text):
        dag, maand = int(match["d"]), int(match["m"])
        if make_date(2024, maand, dag) is not None:
            yield Gedrukt(Span(match.start("day"), match.end("day")), dag, maand, None, "cijfers")


def _iso(text: str) -> Iterator[Gedrukt]:
    for match in _ISO.finditer(text):
        yield Gedrukt(Span(match.start(), match.end()), int(match["d"]), int(match["m"]), int(match["y"]), "iso")


def _bare_days(text: str) -> Iterator[Gedrukt]:
    for match in _BARE_DAY.finditer(text):
        dag = numbers.value(match["w"]) if match["w"] else int(match["d"])
        # "op de eerste." alone is no day of a month; "op de 15e." is.
        if dag is None or not 1 <= dag <= 31 or (match["w"] and not match["tail"]):
            continue
        yield Gedrukt(Span(match.start("day"), match.end()), dag, None, None, "dag")


def _coming_weekdays(text: str) -> Iterator[Gedrukt]:
    for match in _COMING_WEEKDAY.finditer(text):
        name = next(index for index, word in enumerate(WEEKDAYS) if word in match[0].lower())
        yield Gedrukt(Span(match.start(), match.end()), 0, None, None, "dag", name, wijzer="komend")
