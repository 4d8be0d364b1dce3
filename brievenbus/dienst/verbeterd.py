"""A letter as the volunteers say it is, for what goes home with the resident: the corrections put in, and a list of them.

The reading itself stays as it was (`brieven.correcties`). What fits a fact of the letter takes its place; anything else that somebody
typed is said on the sheet in their own words. Of a suspect letter nothing is put in: no correction makes it safe to pay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from brievenbus.afdruk.heruitleg import is_onleesbaar, weigh_again
from brievenbus.afdruk.verbetering import GEEN, Verbeterd, Verbetering
from brievenbus.brief import Urgentie
from brievenbus.dienst.gegevens import corrected
from brievenbus.kennis import Kennis

_FEIT = re.compile(
    r"termijnen\.\d{1,4}\.datum|bedragen\.\d{1,4}\.bedrag|betaling\.(?:iban|tnv|kenmerk)|kenmerken\.\d{1,4}\.waarde"
    r"|(?:afzender|briefsoort)\.naam|datum|urgentie"
)
_HEEL = ("afzender", "briefsoort")


def verbeter(
    inhoud: Mapping[str, Any], gezegd: Iterable[tuple[str, str]], kennis: Kennis, vandaag: date
) -> tuple[dict[str, Any], Verbeterd]:  # fmt: skip
    """Return the letter with what people said of it (place and value, oldest first), and what of it is changed or added."""
    if inhoud["echtheid"]["verdacht"]:
        return dict(inhoud), GEEN
    last: dict[str, str] = {}
    for veld, waarde in gezegd:
        last[f"{veld}.naam" if veld in _HEEL else veld] = waarde.strip()
    feiten, erbij = [], []
    for veld, waarde in last.items():
        was = None if is_onleesbaar(inhoud) else _value(inhoud, veld)
        if was is None or not _fits(veld, waarde):
            erbij.append((veld, waarde))
        elif was != waarde:
            feiten.append(Verbetering(veld, was, waarde))
    said = Verbeterd(tuple(feiten), tuple((veld, waarde) for veld, waarde in erbij if waarde))
    made = corrected(inhoud, [(one.veld, one.nu) for one in feiten])
    for one in feiten:
        _follow(made, one, kennis)
    if any(one.veld.startswith("termijnen.") for one in feiten) and not any(one.veld == "urgentie" for one in feiten):
        made["urgentie"] = weigh_again(made, kennis, vandaag)
    return made, said


def _value(inhoud: Mapping[str, Any], veld: str) -> str | None:
    """Return the fact that a place names, None where it names none."""
    if not _FEIT.fullmatch(veld):
        return None
    place: Any = inhoud
    for part in veld.split("."):
        if isinstance(place, list):
            place = place[int(part)] if int(part) < len(place) else None
        else:
            place = place.get(part) if isinstance(place, dict) else None
    return place if isinstance(place, str) and place else None


def _fits(veld: str, waarde: str) -> bool:
    """Tell whether a value can stand in that place."""
    try:
        if veld.endswith("datum"):
            return date.fromisoformat(waarde).isoformat() == waarde
        if veld.endswith(".bedrag"):
            return Decimal(waarde).is_finite() and 0 <= Decimal(waarde) < 10**9
    except (ValueError, InvalidOperation):
        return False
    return waarde in get_args(Urgentie) if veld == "urgentie" else bool(waarde)


def _follow(made: dict[str, Any], one: Verbetering, kennis: Kennis) -> None:
    """Let what hangs on a corrected fact go along: no half of the letter may still speak of what was read."""
    head, *rest = one.veld.split(".")
    if head == "termijnen":
        term = made["termijnen"][int(rest[0])]
        term.update(herkomst="gedrukt", rekenregel=None, juridisch_einde=None)
    elif head == "bedragen":
        pay = made["betaling"]
        if pay is not None and made["bedragen"][int(rest[0])]["soort"] == "te_betalen":
            pay["bedrag"] = one.nu
    elif head == "afzender":
        made["afzender"].update(sleutel="", zekerheid=1.0)
    elif head == "briefsoort":
        known = next((card for card in kennis.briefsoorten.values() if card.naam.casefold() == one.nu.casefold()), None)
        made["briefsoort"].update(sleutel=known.sleutel if known else "", zekerheid=1.0)
