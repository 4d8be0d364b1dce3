"""Days that a letter names by their place in a month, a year or a week: 'de eerste vrijdag van december', 'vóór het nieuwe jaar'.

Every such day is worked out from the date of the letter; without that date only a place with a printed year is a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from brievenbus.extract import datewords, numbers
from brievenbus.feiten import Datum
from brievenbus.page import Span

_NAME = "|".join(datewords.MAANDEN)
_WEEKDAY = "|".join(datewords.WEEKDAYS)
_START = re.compile(
    rf"(?:te beginnen|beginnend|startend|ingaande|voor het eerst|de eerste (?:keer|maal))"
    rf"(?:\s+(?:in|met|per|vanaf|op))?(?:\s+de)?(?:\s+maand)?\s+(?P<m>{_NAME})\b(?:\s+(?P<y>20\d\d)\b)?",
    re.I,
)
"""Names the first month of a row of payments: 'telkens op de 28e van de maand, te beginnen in december'."""
_START_REACH = 90
_MONTH = (
    rf"(?:(?:de\s+maand\s+)?(?P<m>{_NAME})\b(?:\s+(?P<y>20\d\d)\b)?"
    r"|de\s+maand\s+(?P<dated>waarin\s+(?:deze|de)\s+brief\s+is\s+\w+|van\s+(?:deze\s+brief|dagtekening|verzending))"
    r"|(?P<this>deze|dezelfde|de\s+lopende)\s+maand|(?P<next>(?:de\s+)?(?:komende|volgende))\s+maand|(?P<that>die)\s+maand"
    r"|(?P<each>elke|iedere|de)\s+maand)"
)
_YEAR = r"(?:(?P<year>dit|het|het\s+lopende|het\s+kalender)\s?jaar\b(?:\s+(?P<jy>20\d\d)\b)?)"
_NTH = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": -1}
_PLACE = re.compile(rf"\b(?:de\s+)?(?P<nth>{'|'.join(_NTH)})\s+(?P<what>{_WEEKDAY}|werkdag|dag)\s+(?:van|in)\s+(?:{_MONTH}|{_YEAR})", re.I)
_END = re.compile(
    r"\b(?:voor|uiterlijk|later\s+dan|tot|tot\s+en\s+met|laatste|laatst)(?:\s+(?:aan|op|tegen))?\s+"
    rf"(?P<day>(?:het\s+)?einde?\s+van\s+(?:{_MONTH}|{_YEAR}))",
    re.I,
)
_NEW_YEAR = re.compile(
    r"\b(?:voor|tot)\s+(?P<day>(?:het\s+nieuwe\s+jaar|nieuwjaar|de\s+jaarwisseling|oud\s+en\s+nieuw|(?:de\s+)?(?P<kerst>kerst|kerstmis)))\b",
    re.I,
)
_LOOSE = re.compile(
    rf"\b(?P<wd>{_WEEKDAY})\s+(?:de|den)\s+(?:(?P<d>\d{{1,2}})\s?(?:e|de|ste)\b|(?P<w>{numbers.pattern(numbers.ORDINALS)})\b)"
    rf"(?!\s*(?:{_NAME})\b)",
    re.I,
)
_FEW = numbers.pattern({word: n for word, n in numbers.CARDINALS.items() if n < 9})
_WEEKS_ON = re.compile(
    rf"\b(?:(?P<wd>{_WEEKDAY})|(?P<today>vandaag))\s+over\s+(?P<n>\d|{_FEW})"
    r"\s+(?P<u>weken|week)\b"
    rf"|\b(?:volgende\s+week\s+(?P<nw>{_WEEKDAY})|(?P<nw2>{_WEEKDAY})\s+(?:in|van)\s+(?:de\s+)?volgende\s+week)\b",
    re.I,
)
_BESIDE = re.compile(rf"\b(?:de\s+)?(?:(?P<nth>laatste|eerste)\s+(?P<what>{_WEEKDAY}|werkdag)|dag|daags)\s+(?P<way>voor|na)\s+$", re.I)
"""What makes a printed day another one: 'de laatste vrijdag vóór 14 december', 'de dag na 3 december'."""
_RECURS = re.compile(r"\b(?:telkens|steeds|altijd|elke|iedere|maandelijks)\b[^.;:\n]{0,60}$", re.I)
_MONTH_NAMED = re.compile(rf"\b(?P<m>{_NAME})\b", re.I)
_FIXED_FEASTS = frozenset({(1, 1), (12, 25), (12, 26)})


def day_places(plat: str, anchor: date | None) -> tuple[Datum, ...]:
    """Return the days that `plat` names by their place, in reading order."""
    text = numbers.fold(plat)
    found = [*_in_period(text, anchor), *_at_end(text, anchor)]
    if anchor is not None:
        found += [*_new_year(text, anchor), *_loose(text, anchor), *_weeks_on(text, anchor)]
    return tuple(sorted(found, key=lambda d: d.span.start))


def first_month(text: str, end: int, anchor: date) -> date | None:
    """Return the first day of the month in which a row of payments begins, if the sentence after `end` names it."""
    rest = re.split(r"[.;\n]\s", text[end : end + _START_REACH], maxsplit=1)[0]
    start = _START.search(rest)
    return None if start is None else _named(start["m"], start["y"], anchor)


def beside(plat: str, hit: Span, day: date) -> tuple[Span, date] | None:
    """Return the day that 'de laatste vrijdag vóór' right before a printed day makes of it, and the whole span."""
    before = _BESIDE.search(numbers.fold(plat[max(0, hit.start - 45) : hit.start]))
    if before is None:
        return None
    step = timedelta(days=-1 if before["way"].lower() == "voor" else 1)
    day += step
    while before["what"] and not _fits(day, before["what"].lower()):
        day += step
    return Span(max(0, hit.start - 45) + before.start(), hit.eind), day


def _in_period(text: str, anchor: date | None) -> Iterator[Datum]:
    for match in _PLACE.finditer(text):
        period = _period(text, match, anchor)
        if period is not None:
            day = _nth(period[0], period[1], _NTH[match["nth"].lower()], match["what"].lower())
            if day is not None:
                yield Datum(Span(match.start(), match.end()), day, "plaats", _year_printed(match))


def _at_end(text: str, anchor: date | None) -> Iterator[Datum]:
    for match in _END.finditer(text):
        period = _period(text, match, anchor)
        if period is not None:
            yield Datum(Span(match.start("day"), match.end()), period[1], "einde", _year_printed(match))


def _year_printed(match: re.Match[str]) -> bool:
    return bool(match["y"] or match["jy"])


def _period(text: str, match: re.Match[str], anchor: date | None) -> tuple[date, date] | None:
    """Return the first and last day of the month or year that is meant, or None where it cannot be known."""
    if match["m"] and match["y"]:
        return _month_of(date(int(match["y"]), _number(match["m"]), 1))
    if anchor is None:
        return None
    if match["year"]:
        year = int(match["jy"]) if match["jy"] else anchor.year
        return date(year, 1, 1), date(year, 12, 31)
    if match["m"]:
        return _month_of(_named(match["m"], None, anchor))
    if match["next"]:
        return _month_of(_after(anchor))
    if match["that"]:
        named = list(_MONTH_NAMED.finditer(text, max(0, match.start() - 240), match.start()))
        return _month_of(_named(named[-1]["m"], None, anchor)) if named else None
    if match["each"]:
        start = first_month(text, match.end(), anchor)
        if start is None and (match["each"].lower() != "de" or _RECURS.search(text[max(0, match.start() - 70) : match.start()])):
            return None
        return _month_of(start or anchor)
    return _month_of(anchor)


def _number(name: str) -> int:
    return datewords.MAANDEN.index(name.lower()) + 1


def _named(name: str, year: str | None, anchor: date) -> date:
    """Return the first of the named month: of its year, or the first such month from the letter's own on."""
    month = _number(name)
    return date(int(year) if year else anchor.year + (month < anchor.month), month, 1)


def _after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _nth(first: date, last: date, nth: int, what: str) -> date | None:
    """Return the n-th (or last) such day of a period. Feasts other than the fixed ones are not known here: the earlier day wins."""
    if what == "dag":
        return last if nth == -1 else first + timedelta(days=nth - 1)
    day, step, left = (last, timedelta(days=-1), 1) if nth == -1 else (first, timedelta(days=1), nth)
    while first <= day <= last:
        left -= _fits(day, what)
        if left == 0:
            return day
        day += step
    return None


def _fits(day: date, what: str) -> bool:
    if what == "werkdag":
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED_FEASTS
    return day.weekday() == datewords.WEEKDAYS.index(what)


def _new_year(text: str, anchor: date) -> Iterator[Datum]:
    for match in _NEW_YEAR.finditer(text):
        day = date(anchor.year, 12, 25) if match["kerst"] else date(anchor.year + 1, 1, 1)
        yield Datum(Span(match.start("day"), match.end("day")), day, "plaats", False)


def _loose(text: str, anchor: date) -> Iterator[Datum]:
    """'Woensdag de 25e' is the first 25th after the letter; where that is no Wednesday, the first is still the safe one."""
    for match in _LOOSE.finditer(text):
        number = int(match["d"]) if match["d"] else numbers.value(match["w"]) or 0
        days = [day for day in (anchor + timedelta(days=n) for n in range(62)) if day.day == number]
        if days:
            fits = [day for day in days if _fits(day, match["wd"].lower())]
            yield Datum(Span(match.start(), match.end()), (fits or days)[0], "plaats", False, twijfel=not fits)


def _weeks_on(text: str, anchor: date) -> Iterator[Datum]:
    for match in _WEEKS_ON.finditer(text):
        span = Span(match.start(), match.end())
        monday = anchor + timedelta(days=7 - anchor.weekday())
        next_week = match["nw"] or match["nw2"]
        if next_week:
            yield Datum(span, monday + timedelta(days=datewords.WEEKDAYS.index(next_week.lower())), "plaats", False, twijfel=True)
            continue
        weeks = timedelta(weeks=int(match["n"]) if match["n"].isdigit() else numbers.value(match["n"]) or 0)
        if match["today"]:
            yield Datum(span, anchor + weeks, "plaats", False)
            continue
        day = anchor + timedelta(days=1)
        while not _fits(day, match["wd"].lower()):
            day += timedelta(days=1)
        yield Datum(span, day + weeks, "plaats", False, twijfel=True)
