"""One letter in a few words, as a list of letters shows it: how dangerous, what, who, by when, how much.

Everything comes from the Brief that was read; what is past or not is counted from today, not from the day it was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from brievenbus.brief import ERNST, GEEN_PLICHT
from brievenbus.dienst.briefstand import BriefStand, Waarden
from brievenbus.dienst.leesfeiten import UITERLIJK
from brievenbus.explain import schrijf
from brievenbus.foutzin import fill

Bak = Literal["doen", "bewaren", "goednieuws", "weg", "bezig", "mislukt"]
"""Where a letter goes: something must be done, keep it, good news (keep it too), can go. `bezig`: still being read; `mislukt`: not read."""

_HAND: frozenset[str] = frozenset({"betalen", "regeling", "bezwaar", "inleveren", "afspraak", "bellen", "aanvragen", "niet_betalen"})
"""Actions that ask something of the resident; what is left is looking, keeping and nothing."""
_CALM = ("laag", "geen")
_LEVEL: dict[str, int] = {str(level): rank for level, rank in ERNST.items()}
_UNREAD = max(ERNST.values())
_ORDER: dict[Bak, int] = {"mislukt": 0, "doen": 1, "bewaren": 2, "goednieuws": 3, "weg": 4, "bezig": 5}
_MONEY = ("te_betalen", "te_ontvangen")
_MATTER = frozenset({
    "betalingskenmerk", "acceptgironummer", "zaaknummer", "dossiernummer", "factuurnummer", "vorderingsnummer", "incassonummer",
    "aanslagnummer", "beschikkingsnummer", "cjib_nummer", "parketnummer", "claimnummer", "schadenummer", "ordernummer",
})  # fmt: skip
"""References of one matter. A customer number is none: two bills of one company are two things to do."""


@dataclass(frozen=True, slots=True)
class BriefKaart:
    """One letter in the list. `eerst` is the first thing to do; `zin` says what went wrong with one that was not read.

    `datum` is the day that counts, written out in `dag` ("di 24 nov") and `wanneer` ("nog 5 dagen"); `te_laat` says since when it is
    too late ("te laat sinds 18 september"), '' where it is not. `bedrag` is '' for a suspect letter: nobody should pay that.
    `kern` are references that tie letters about one matter together. For a page in another language the same without words: `voorbij` is
    the day in `te_laat`, `uiterlijk` whether it was a last day, `geld` with `krijgt` or `gaat_om` make
    `bedrag` (`gaat_om`: an amount for the resident in a letter that is no good news), `fout` with `fout_waarden` make `zin`.
    """

    id: str
    status: str
    bak: Bak
    urgentie: str = ""
    titel: str = ""
    afzender: str = ""
    soort: str = ""
    eerst: str = ""
    datum: date | None = None
    dag: str = ""
    wanneer: str = ""
    te_laat: str = ""
    bedrag: str = ""
    twijfel: str = ""
    werkdagen: int | None = None
    zin: str = ""
    bladzijden: int = 0
    aangemaakt: datetime | None = None
    gedrukt: date | None = None
    kern: frozenset[str] = frozenset()
    goed_nieuws: bool = False
    verdacht: bool = False
    fase: str = ""
    voorbij: date | None = None
    uiterlijk: bool = False
    geld: Decimal | None = None
    krijgt: bool = False
    gaat_om: bool = False
    fout: str = ""
    fout_waarden: Waarden = field(default_factory=dict)


def without_content(row: BriefStand) -> BriefKaart:
    """Make the card of a letter that was not read: yet, or not at all."""
    said = fill(row.fout, row.fout_waarden) or fill("brief_mislukt") if row.fout else ""
    bak: Bak = "mislukt" if row.status in ("geweigerd", "mislukt") else "bezig"
    return BriefKaart(
        row.id, row.status, bak, zin=said, bladzijden=row.bladzijden, aangemaakt=row.aangemaakt, fase=row.fase or "",
        fout=row.fout or "", fout_waarden=row.fout_waarden,
    )  # fmt: skip


def make_kaart(row: BriefStand, inhoud: Mapping[str, Any], vandaag: date, mens: str) -> BriefKaart:
    """Make the card of a letter that was read.

    The sentence `mens` ("let somebody look along") makes room for the doubt itself: this reader is that somebody.
    """
    told, doubts = inhoud["uitleg"], inhoud["twijfels"]
    first = [zin for zin in told["doen"] if zin != mens or not doubts]
    day, past = _day(inhoud["termijnen"], vandaag)
    money, theirs = _money(inhoud)
    gets, about = theirs and inhoud["goed_nieuws"], theirs and not inhoud["goed_nieuws"]
    return BriefKaart(
        id=row.id, status=row.status, bak=sort_out(inhoud), urgentie=inhoud["urgentie"], titel=told["titel"],
        afzender=inhoud["afzender"]["naam"], soort=inhoud["briefsoort"]["naam"], eerst=_first(first, day) or told["kern"],
        datum=day, dag=short_day(day) if day else "",
        wanneer=schrijf.over(day, vandaag) if day and past is None else "", te_laat=_late(past, vandaag) if past else "",
        bedrag=_money_words(money, gets, about), twijfel=doubts[0] if doubts else "",
        werkdagen=inhoud["route"]["werkdagen"], bladzijden=row.bladzijden, aangemaakt=row.aangemaakt,
        gedrukt=date.fromisoformat(inhoud["datum"]) if inhoud["datum"] else None, kern=_matter(inhoud),
        goed_nieuws=inhoud["goed_nieuws"], verdacht=inhoud["echtheid"]["verdacht"],
        voorbij=past.dag if past else None, uiterlijk=past is not None and past.uiterlijk, geld=money, krijgt=gets,
        gaat_om=about,
    )  # fmt: skip


def _first(zinnen: Sequence[str], dag: date | None) -> str:
    """Return what to do by the day that is shown beside it, else the first thing to do; '' where there is nothing."""
    named = next((zin for zin in zinnen if dag and schrijf.datum(dag) in zin), "")
    return named or next(iter(zinnen), "")


def sort_out(inhoud: Mapping[str, Any]) -> Bak:
    """Say where a read letter goes. In doubt it stays: only what asks nothing, is no good news and is read well, can go."""
    actions = set(inhoud["acties"])
    must = any(term["soort"] not in GEEN_PLICHT for term in inhoud["termijnen"])
    if inhoud["urgentie"] not in _CALM or must or actions & _HAND:
        return "doen"
    if inhoud["goed_nieuws"]:
        return "goednieuws"
    sure = not inhoud["mens_nodig"] and inhoud["bron"]["oordeel"] == "goed"
    return "weg" if inhoud["urgentie"] == "geen" and sure and not actions & {"bewaren", "controleren"} else "bewaren"


def in_order(kaarten: Sequence[BriefKaart]) -> tuple[BriefKaart, ...]:
    """Return the cards, the most serious first; within one level the earliest day. What could not be read counts as most serious."""
    return tuple(sorted(kaarten, key=_rank))


def _rank(kaart: BriefKaart) -> tuple[bool, int, int, date, datetime]:
    level = _UNREAD if kaart.bak == "mislukt" else _LEVEL.get(kaart.urgentie, 0)
    came = kaart.aangemaakt or datetime.max
    return kaart.bak == "bezig", -level, _ORDER[kaart.bak], kaart.datum or date.max, came


def short_day(dag: date) -> str:
    """Return "di 24 nov"."""
    return f"{schrijf.WEEKDAGEN[dag.weekday()][:2]} {dag.day} {schrijf.MAANDEN[dag.month - 1][:3].replace('maa', 'mrt')}"


@dataclass(frozen=True, slots=True)
class _Voorbij:
    """A day that is past: since when it is too late for a last day (`uiterlijk`), or the day on which something was."""

    dag: date
    uiterlijk: bool


def _day(termijnen: Sequence[Mapping[str, Any]], vandaag: date) -> tuple[date | None, _Voorbij | None]:
    """Return the day that counts, and what is to say where it is past: the first must-day to come, else the first that passed, else any."""
    days = sorted((date.fromisoformat(term["datum"]), term["soort"]) for term in termijnen)
    must = [(day, soort) for day, soort in days if soort not in GEEN_PLICHT]
    ahead = next((day for day, _ in must or days if day >= vandaag), None)
    if ahead is not None or not must:
        return ahead, None
    day, soort = must[0]
    last = soort in UITERLIJK
    return day, _Voorbij(day + timedelta(days=1) if last else day, last)


def _late(past: _Voorbij, vandaag: date) -> str:
    day = past.dag
    text = f"{day.day} {schrijf.MAANDEN[day.month - 1]}{'' if day.year == vandaag.year else f' {day.year}'}"
    return f"te laat sinds {text}" if past.uiterlijk else f"dit was op {text}"


def _money(inhoud: Mapping[str, Any]) -> tuple[Decimal | None, bool]:
    """Return the amount that counts, and whether it is one for the resident; in a letter that is no good news it may well not be paid."""
    if not inhoud["echtheid"]["verdacht"]:
        for soort in _MONEY:
            found = next((bedrag["bedrag"] for bedrag in inhoud["bedragen"] if bedrag["soort"] == soort), None)
            if found is not None:
                return Decimal(found), soort == "te_ontvangen"
    return None, False


def _money_words(money: Decimal | None, gets: bool, about: bool) -> str:
    if money is None:
        return ""
    return f"{'u krijgt ' if gets else 'het gaat om ' if about else ''}{schrijf.bedrag(money)}"


def _matter(inhoud: Mapping[str, Any]) -> frozenset[str]:
    if inhoud["echtheid"]["verdacht"]:
        return frozenset()
    sender, found = inhoud["afzender"]["sleutel"], inhoud["kenmerken"]
    return frozenset(f"{sender}|{kenmerk['soort']}|{kenmerk['waarde']}" for kenmerk in found if kenmerk["soort"] in _MATTER)
