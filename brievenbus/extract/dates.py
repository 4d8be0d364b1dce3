"""Days and months in a letter, with the year worked out where it is not printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from brievenbus.extract import datewords, dayplaces, letterdate, numbers
from brievenbus.extract.datewords import Gedrukt, make_date
from brievenbus.feiten import Datum, Maand, Vorm
from brievenbus.page import Span, Tekst

_PAST_CUE = re.compile(
    r"\b(?:sinds|brief van|e-mail van|bericht van|aanvraag van|verzoek van|besluit van|beschikking van|vonnis van"
    r"|factuur van|nota van"
    r"|gesprek van|afspraak van|aanmaning van|herinnering van|ontvangen op|gestuurd op|verzonden op|gebeld op"
    r"|geboren op)\s+$"
    r"|\b(?:ontvingen|stuurden|vroegen|schreven|spraken)\b[^.\n]{0,40}$",
    re.IGNORECASE,
)
_PAST_VERB = re.compile(r"^\W{0,2}(?:hebben|hebt|heeft|is|zijn|was|waren|ontvin\w+|stuurde\w*|schreven|vroegen|bent|kreeg\w*|had)\b")
_FAR_FUTURE = 245
"""Without a year: a day that would lie more than eight months ahead was meant as one that has just passed."""
_NEAR_PAST = 60
"""With words of the past around it: a day that would lie more than two months ahead has passed."""
_LONG_AGO = 400
"""Days before the letter within which a printed weekday may still pick the year."""
_NAME = f"(?P<m>{'|'.join(datewords.MAANDEN)})"
_MONTH = re.compile(
    rf"\b(?:(?P<part>begin|half|medio|einde?|ultimo)\s+(?:van\s+)?{_NAME}\b(?:\s+(?P<y>(?:19|20)\d\d)\b)?"
    rf"|{_NAME.replace('<m>', '<m2>')}\s+(?P<y2>(?:19|20)\d\d)\b)",
    re.IGNORECASE,
)
_PARTS: dict[str, Literal["begin", "half", "eind"]] = {
    "begin": "begin", "half": "half", "medio": "half", "eind": "eind", "einde": "eind", "ultimo": "eind",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kalender:
    """All that a letter prints of days: its own date (None where it prints none), every day, every month."""

    briefdatum: Datum | None
    data: tuple[Datum, ...]
    maanden: tuple[Maand, ...]


def read_calendar(tekst: Tekst) -> Kalender:
    """Return the letter date, the days and the months in one reading; days that do not exist are left out."""
    days = datewords.printed_days(tekst.plat)
    hit = letterdate.find(tekst, days)
    value = hit.day() if hit else None
    dated = None if hit is None or value is None else Datum(
        hit.span, value, hit.vorm, True, hit.hersteld, _wrong_weekday(hit, value)
    )  # fmt: skip
    places = dayplaces.day_places(tekst.plat, value)
    data = (*(d for d in _dates(tekst.plat, days, value) if not any(d.span.overlaps(p.span) for p in places)), *places)
    return Kalender(dated, tuple(sorted(data, key=lambda d: d.span.start)), _months(tekst.plat, days, places, value))


def dates(tekst: Tekst) -> tuple[Datum, ...]:
    """Return every day in the letter, in reading order."""
    return read_calendar(tekst).data


def letter_date(tekst: Tekst) -> Datum | None:
    """Return the date printed on the letter, or None. Never today, never the date of a letter that it answers."""
    return read_calendar(tekst).briefdatum


def months(tekst: Tekst) -> tuple[Maand, ...]:
    """Return "november 2026" and "eind december" where no day stands before them; see `Maand`."""
    return read_calendar(tekst).maanden


def _dates(plat: str, days: tuple[Gedrukt, ...], anchor: date | None) -> tuple[Datum, ...]:
    # Without a letter date the latest full day in the letter picks the year; such a day is always in doubt.
    guess = anchor or max((day for day in (hit.day() for hit in days) if day is not None), default=None)
    found: list[Datum] = []
    for index, hit in enumerate(days):
        following = days[index + 1] if index + 1 < len(days) else None
        resolved = _resolve(_borrow_year(hit, following, plat), plat, guess)
        if resolved is not None:
            value, doubt = resolved
            lacks = hit.jaar is None
            span, value = dayplaces.beside(plat, hit.span, value) or (hit.span, value)
            vorm: Vorm = "plaats" if hit.maand is None and dayplaces.first_month(plat, hit.span.eind, anchor or value) else hit.vorm
            found.append(Datum(span, value, vorm, not lacks, hit.hersteld, doubt or (lacks and anchor is None), hit.rol))
    return tuple(found)


def _borrow_year(hit: Gedrukt, following: Gedrukt | None, plat: str) -> Gedrukt:
    """Give "1 november" in "1 november t/m 31 december 2026" the year of the day after it."""
    if hit.jaar is not None or hit.maand is None or following is None or following.jaar is None or following.maand is None:
        return hit
    between = numbers.fold(plat[hit.span.eind : following.span.start]).strip().lower()
    if hit.rol != "van" and between not in ("en", "of"):
        return hit
    wraps = (hit.maand, hit.dag) > (following.maand, following.dag)
    return Gedrukt(hit.span, hit.dag, hit.maand, following.jaar - wraps, hit.vorm, hit.weekdag, hit.hersteld, hit.wijzer, hit.rol)


def _resolve(hit: Gedrukt, plat: str, anchor: date | None) -> tuple[date, bool] | None:
    """Return (day, doubt), or None where the day does not exist or its year cannot be known."""
    if hit.jaar is not None and hit.maand is not None:
        value = make_date(hit.jaar, hit.maand, hit.dag)
        return None if value is None else (value, _wrong_weekday(hit, value))
    if anchor is None:
        return None
    if hit.maand is None:
        start = dayplaces.first_month(plat, hit.span.eind, anchor)
        return _next_loose_day(hit, max(start or anchor, anchor))
    options = [day for year in range(anchor.year - 4, anchor.year + 5) if (day := make_date(year, hit.maand, hit.dag))]
    if not options:
        return None
    natural = _choose(hit, plat, options, anchor)
    if hit.weekdag is None or natural.weekday() == hit.weekdag:
        return natural, False
    # Every weekday comes back within eleven years, so a day far from the letter is no agreement but a misread weekday.
    near = [day for day in options if day.weekday() == hit.weekdag and -_LONG_AGO <= (day - anchor).days <= _FAR_FUTURE]
    return (_choose(hit, plat, near or options, anchor), True)


def _next_loose_day(hit: Gedrukt, anchor: date) -> tuple[date, bool] | None:
    """Return the first 15th on or after the letter date for "de 15e", the first Friday after it for "vrijdag a.s."."""
    for ahead in range(62):
        day = anchor + timedelta(days=ahead)
        if day.day == hit.dag or (not hit.dag and ahead and day.weekday() == hit.weekdag):
            return day, False
    return None


def _choose(hit: Gedrukt, plat: str, options: list[date], anchor: date) -> date:
    if hit.wijzer in ("dit_jaar", "volgend_jaar"):
        year = anchor.year + (hit.wijzer == "volgend_jaar")
        return min(options, key=lambda day: abs(day.year - year))
    future = [day for day in options if day >= anchor]
    past = [day for day in options if day <= anchor]
    if not future or not past:
        return (future or past[::-1])[0]
    if hit.wijzer:
        return future[0] if hit.wijzer == "komend" else past[-1]
    limit = _NEAR_PAST if _speaks_of_past(hit, plat) else _FAR_FUTURE
    return future[0] if (future[0] - anchor).days <= limit else past[-1]


def _speaks_of_past(hit: Gedrukt, plat: str) -> bool:
    before, after = plat[max(0, hit.span.start - 60) : hit.span.start], plat[hit.span.eind : hit.span.eind + 20]
    return bool(_PAST_CUE.search(before) or _PAST_VERB.match(after))


def _wrong_weekday(hit: Gedrukt, value: date) -> bool:
    return hit.weekdag is not None and hit.weekdag != value.weekday()


def _months(plat: str, days: tuple[Gedrukt, ...], places: tuple[Datum, ...], anchor: date | None) -> tuple[Maand, ...]:
    taken = [*(day.span for day in days), *(place.span for place in places)]
    found: list[Maand] = []
    for match in _MONTH.finditer(plat):
        span = Span(match.start(), match.end())
        name = datewords.month(match["m"] or match["m2"])
        printed = match["y"] or match["y2"]
        if name is None or any(span.overlaps(other) for other in taken):
            continue
        year = int(printed) if printed else _year_near(name[0], anchor)
        if year is not None:
            part = _PARTS[match["part"].lower()] if match["part"] else ""
            found.append(Maand(span, year, name[0], part, printed is not None))
    return tuple(found)


def _year_near(maand: int, anchor: date | None) -> int | None:
    """Return the year of the first such month from the letter's own month on; None without a letter date."""
    if anchor is None:
        return None
    return anchor.year if maand >= anchor.month else anchor.year + 1
