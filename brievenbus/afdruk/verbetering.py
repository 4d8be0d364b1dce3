"""What a volunteer says a letter should say, as the sheet shows it: never silently, and beside what the computer read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from brievenbus.afdruk.vorm import Blad, GroteDag, Regel, Strook, Zin
from brievenbus.explain import schrijf
from brievenbus.kaart import in_fours
from brievenbus.kennis.schema import Taal

_KOP = {
    "afzender": "wie", "briefsoort": "welke_brief", "datum": "datum_brief", "kenmerken": "welk_nummer", "bedragen": "welk_bedrag",
    "urgentie": "welke_haast", "termijnen": "welke_dag", "betaling": "over_betalen",
}  # fmt: skip
_BETALING = {"iban": "naar_rekening", "tnv": "op_naam", "kenmerk": "zet_erbij"}


@dataclass(frozen=True, slots=True)
class Verbetering:
    """One fact by its place in the object ("termijnen.0.datum"): what was read, and what a volunteer says it is."""

    veld: str
    was: str
    nu: str


@dataclass(frozen=True, slots=True)
class Verbeterd:
    """All that volunteers said of a letter: facts that are put right, and what they added in words of their own (place, words).

    `narekenen` are the places of the terms that hang on a date of the letter that was put right and could not be counted anew.
    """

    feiten: tuple[Verbetering, ...] = ()
    erbij: tuple[tuple[str, str], ...] = ()
    narekenen: tuple[int, ...] = ()


GEEN = Verbeterd()


def mark(blad: Blad, brief: Mapping[str, Any], taal: Taal, verbeterd: Verbeterd) -> Blad:
    """Return the sheet with a mark at every fact that a volunteer put right, and a list of what they changed and added.

    `brief` is the letter as the volunteers say it is.
    """
    if not verbeterd.feiten and not verbeterd.erbij:
        return blad
    now = {show(one.veld, one.nu): one for one in verbeterd.feiten}

    def marked(zin: Zin) -> Zin:
        return replace(zin, verbeterd=_holds(zin.nl, now))

    def all_marked(zinnen: Iterable[Zin]) -> tuple[Zin, ...]:
        return tuple(marked(zin) for zin in zinnen)

    recount = (Zin(taal.meegeven["narekenen"]),) if verbeterd.narekenen else ()
    badge = any(one.veld == "urgentie" for one in verbeterd.feiten)
    return replace(
        blad, titel=marked(blad.titel), kern=all_marked(blad.kern), doen=(*recount, *all_marked(blad.doen)), zeggen=all_marked(blad.zeggen),
        merk=replace(blad.merk, verbeterd=badge), dag=blad.dag and _day(blad.dag, now),
        bedrag=blad.bedrag and replace(
            blad.bedrag, verbeterd=_holds(blad.bedrag.bedrag, now),
            over=tuple(replace(rij, verbeterd=_holds(rij.waarde, now)) for rij in blad.bedrag.over),
        ),
        strook=_strip(blad.strook, now, _open_days(brief, verbeterd)),
        verbeterd=tuple(_rules(brief, taal, verbeterd)),
        narekenen=not recount and any(one.veld == "datum" for one in verbeterd.feiten)
        and any(t["herkomst"] == "berekend" for t in brief["termijnen"]),
    )  # fmt: skip


def show(veld: str, waarde: str) -> str:
    """Return a value as it is written on the sheet."""
    if veld.endswith("datum"):
        return schrijf.datum(date.fromisoformat(waarde))
    if veld.endswith(".bedrag"):
        return schrijf.bedrag(Decimal(waarde))
    return in_fours(waarde) if veld.startswith(("betaling.iban", "betaling.kenmerk", "kenmerken.")) else waarde


def _holds(text: str, now: Mapping[str, Verbetering]) -> bool:
    plain = text.replace("\u00a0", " ")
    return any(shown.rstrip(".") in plain for shown in now)


def _day(dag: GroteDag, now: Mapping[str, Verbetering]) -> GroteDag:
    one = now.get(dag.datum)
    return dag if one is None else replace(dag, verbeterd=True, las=show(one.veld, one.was))


def _open_days(brief: Mapping[str, Any], verbeterd: Verbeterd) -> frozenset[date]:
    """Return the days that have to be counted again first; one that is printed in the letter as well is sure."""
    terms = [(at in verbeterd.narekenen, date.fromisoformat(term["datum"])) for at, term in enumerate(brief["termijnen"])]
    return frozenset(day for doubtful, day in terms if doubtful) - {day for doubtful, day in terms if not doubtful}


def _strip(strook: Strook | None, now: Mapping[str, Verbetering], open_days: frozenset[date]) -> Strook | None:
    """Return the strip without a day that has to be counted again: what hangs on a wall is believed."""
    if strook is None:
        return None
    shown = {schrijf.datum(day) for day in open_days}
    days = tuple(
        replace(dag, wat=replace(dag.wat, verbeterd=_holds(f"{dag.weekdag} {dag.datum}", now)))
        for dag in strook.dagen if f"{dag.weekdag} {dag.datum}" not in shown
    )  # fmt: skip
    qr = "" if any(f"{day:%Y%m%d}" in strook.qr for day in open_days) else strook.qr
    return replace(strook, dagen=days, qr=qr) if days else None


def _rules(brief: Mapping[str, Any], taal: Taal, verbeterd: Verbeterd) -> Iterable[Regel]:
    for one in verbeterd.feiten:
        if one.veld.startswith("betaling."):  # an account that is wrong is not printed: somebody would copy it
            yield Regel(_heading(brief, taal, one.veld), show(one.veld, one.nu))
            continue
        shown = taal.woorden if one.veld == "urgentie" else {}
        yield Regel(_heading(brief, taal, one.veld), shown.get(one.nu, show(one.veld, one.nu)), shown.get(one.was, show(one.veld, one.was)))
    for veld, words in verbeterd.erbij:
        head = veld.split(".")[0]  # words about paying never stand under a heading that invites to copy them
        yield Regel(_heading(brief, taal, head if head == "betaling" else veld), words)


def _heading(brief: Mapping[str, Any], taal: Taal, veld: str) -> Zin | None:
    """Return what a place in the object is called on paper; None for one without a name."""
    head, *rest = veld.split(".")
    if head == "termijnen" and rest and rest[0].isascii() and rest[0].isdecimal() and int(rest[0]) < len(brief["termijnen"]):
        return Zin(taal.termijnen[brief["termijnen"][int(rest[0])]["soort"]].capitalize())
    if head == "betaling" and rest:
        return Zin(taal.meegeven[_BETALING.get(rest[0], _KOP[head])])
    return Zin(taal.meegeven[_KOP[head]]) if head in _KOP else None
