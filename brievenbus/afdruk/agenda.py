"""The dates of a letter for a calendar (RFC 5545). A date, what it is and who wrote: no amount, no reference, no person.

A calendar is often shared and often stands in somebody else's cloud, so it holds less than the sheet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event

from brievenbus.afdruk.dagen import RECHTEN, Dag, agendadagen, korte_naam
from brievenbus.kennis.schema import Taal

_AT_NINE = timedelta(hours=9)
_ALARMS = (_AT_NINE - timedelta(days=3), _AT_NINE)
"""Three days before and on the day itself, at nine in the morning, counted from the midnight with which an all-day event begins."""
_WEEK_AHEAD = _AT_NINE - timedelta(days=7)
"""A right takes time to use: a letter must be written, and help found."""


def make_agenda(brief: Mapping[str, Any], taal: Taal, nu: datetime, vandaag: date) -> bytes | None:
    """Return the days from today on as a calendar file; None where there are none. `nu` is when it was made."""
    days = agendadagen(brief, vandaag)
    if not days:
        return None
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//brievenbus//agenda//NL")
    for dag in days:
        calendar.add_component(_event(brief, taal, dag, nu))
    return bytes(calendar.to_ical())


def qr_tekst(brief: Mapping[str, Any], taal: Taal, vandaag: date) -> str:
    """Return the first day from today on (a must-term before a right) as the shortest event that phones take from a QR code, else ''.

    A bare VEVENT: the camera apps of Android (ZXing) and iOS read it without the calendar around it, and the fewer characters, the
    bigger the blocks of the code.
    """
    dag = min(agendadagen(brief, vandaag), key=lambda dag: (dag.soort in RECHTEN, dag), default=None)
    if dag is None:
        return ""
    event = Event()
    event.add("summary", onderwerp(brief, taal, dag))
    event.add("dtstart", dag.datum)
    lines = event.to_ical().decode().replace("\r\n ", "").strip().splitlines()
    return "\n".join(lines)


def onderwerp(brief: Mapping[str, Any], taal: Taal, dag: Dag) -> str:
    """Return what stands in the calendar: "Betalen: CJIB"."""
    what = taal.termijnen[dag.soort].capitalize()
    return f"{what}: {korte_naam(brief['afzender']['naam'])}" if brief["afzender"]["sleutel"] != "onbekend" else what


def _event(brief: Mapping[str, Any], taal: Taal, dag: Dag, nu: datetime) -> Event:
    event = Event()
    told = onderwerp(brief, taal, dag)
    # the same letter gives the same event, so that adding it twice leaves one
    mark = hashlib.sha256(f"{brief['id']}|{dag.soort}|{dag.datum.isoformat()}".encode()).hexdigest()[:32]
    event.add("uid", f"{mark}@brievenbus")
    event.add("dtstamp", nu)
    event.add("summary", told)
    event.add("dtstart", dag.datum)
    event.add("dtend", dag.datum + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for moment in (_WEEK_AHEAD, *_ALARMS) if dag.soort in RECHTEN else _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", told)
        alarm.add("trigger", moment)
        event.add_component(alarm)
    return event
