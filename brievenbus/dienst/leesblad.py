"""What somebody at the desk sees of one read letter: its facts, its pages, what people said of it; and how they say so.

A correction is kept beside the reading and never instead of it. What is said of the letter follows the correction, on the day that
somebody looks, as on the sheet that goes home (`meegeven`); at the fact itself stands what the computer read, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from brievenbus.afdruk.concept.keuze import is_other_kind
from brievenbus.afdruk.concept.maken import offered
from brievenbus.afdruk.concept.vorm import Concept
from brievenbus.afdruk.dagen import agendadagen
from brievenbus.afdruk.heruitleg import make_uitleg
from brievenbus.afdruk.pdf import has_pdf
from brievenbus.afdruk.terugvertel import make_vraag
from brievenbus.afdruk.vrijwilliger import make_vrijwilliger
from brievenbus.dienst import Dienst, Wie, antwoorden, brieven
from brievenbus.dienst.antwoorden import Antwoord, Beantwoord, hulp_bij
from brievenbus.dienst.briefstand import dutch_day, find, reach_contents
from brievenbus.dienst.brieven import Correctie
from brievenbus.dienst.leesfeiten import Aanpassing, Feit, Invoer, make_feiten, put_right, show_value
from brievenbus.dienst.verbeterd import verbeter
from brievenbus.errors import InputError
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import Taal, VrijwilligerKaart
from brievenbus.store import brieven as store

__all__ = ["Bladzijde", "Concept", "Feit", "Leesblad", "Stap", "Tegel", "Toevoeging", "leesblad", "make_leesblad", "zeg"]

_TEGEL_NAAM = {
    "afspraak": "Afspraak", "zitting": "Bij de rechter", "ontruiming": "Ontruiming", "afsluiting": "Afsluiting",
    "inning": "Wordt afgeschreven",
}  # fmt: skip
_TEGEL_DAGEN = ("betalen", "reageren", "inleveren", "aanvragen", "zienswijze", *_TEGEL_NAAM)
_TEGELS = 3
_EURO = re.compile(r"(?:€|eur|euro)?\s*(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:[.,](\d{2}|-{1,2}))?\s*", re.IGNORECASE)
_DAG = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """A page. Without picture (nothing of it could be read well) `breedte` and `hoogte` are 0."""

    nummer: int
    breedte: int
    hoogte: int


@dataclass(frozen=True, slots=True)
class Tegel:
    """A fact that stands large on top; `waarde` leaves out the year that it is."""

    naam: str
    feit: Feit
    waarde: str


@dataclass(frozen=True, slots=True)
class Stap:
    """Something to do; `feit` is the number of the fact in it, None where it names none."""

    zin: str
    feit: int | None


@dataclass(frozen=True, slots=True)
class Toevoeging:
    """What somebody says is missing from the reading."""

    veld: str
    aanpassing: Aanpassing


@dataclass(frozen=True, slots=True)
class Leesblad:
    """A read letter as the desk shows it on a day (`vandaag`).

    `inhoud` is the letter as the volunteers say it is, explained as it must be said on that day. `hulp_bij` is the answer to the route's
    question that makes a team the next step, `antwoord` the one that was given. `agenda`: there is a day to come on which something must
    be done or a right ends, so a calendar can be made. `concepten` are the letters that answer it, `pdf`: they can be made as PDF here.
    `terugvertel`: the resident can be asked what must be done (`afdruk.terugvertel`). `vrijwilliger` is what helps whoever sits beside
    the resident; None where the kind of letter is not sure enough for it.
    """

    inhoud: Mapping[str, Any]
    taal: Taal
    feiten: tuple[Feit, ...]
    tegels: tuple[Tegel, ...]
    stappen: tuple[Stap, ...]
    bladzijden: tuple[Bladzijde, ...]
    toevoegingen: tuple[Toevoeging, ...]
    twijfels: tuple[str, ...]
    hulp_bij: Antwoord
    vandaag: date
    agenda: bool
    concepten: tuple[Concept, ...]
    pdf: bool
    antwoord: Beantwoord | None = None
    terugvertel: bool = False
    vrijwilliger: VrijwilligerKaart | None = None


def leesblad(dienst: Dienst, wie: Wie, brief_id: str) -> Leesblad:
    """Return all that the desk shows of a read letter. Raises as `brieven.lees_inhoud`; looking is on the audit trail."""
    inhoud = brieven.lees_inhoud(dienst, wie, brief_id)
    pages = _pages(dienst, wie, brief_id, inhoud["bron"]["bladzijden"])
    made = make_leesblad(dienst.kennis, inhoud, pages, dutch_day(dienst.klok()), (brieven.correcties(dienst, wie, brief_id), wie))
    return replace(made, antwoord=antwoorden.zoek(dienst, wie, brief_id))


def make_leesblad(
    kennis: Kennis, inhoud: Mapping[str, Any], bladzijden: tuple[Bladzijde, ...], vandaag: date,
    gezegd: tuple[Sequence[Correctie], Wie | None] = ((), None),
) -> Leesblad:  # fmt: skip
    """Return what is shown of a Brief on a day. `gezegd`: what people said of it, and who looks now."""
    taal, (said, wie) = kennis.talen["nl"], gezegd
    as_said, changed = verbeter(inhoud, [(one.veld, one.waarde) for one in said], kennis, vandaag)  # as sheet and calendar have it
    told = {**as_said, "uitleg": make_uitleg(as_said, kennis, "nl", vandaag)}
    read = make_feiten(inhoud, taal, vandaag)  # from the reading: a correction changes no number, and no place on the paper
    now = {feit.veld: feit for feit in make_feiten(told, taal, vandaag) if feit.veld}
    hidden = told["echtheid"]["verdacht"]  # also where it is a person who calls the letter false
    put = {one.veld: one.nu for one in changed.feiten}
    feiten = tuple(
        _now(_with(feit, said, wie), put, now, said, vandaag) for feit in read if not (hidden and feit.veld) or feit.veld in now
    )  # fmt: skip
    known = {feit.veld for feit in read}
    return Leesblad(
        inhoud=told, taal=taal, feiten=feiten, tegels=_tiles(told, feiten, vandaag), stappen=_steps(told, taal, feiten),
        bladzijden=bladzijden,
        toevoegingen=tuple(Toevoeging(one.veld, _change(one, wie)) for one in said if _fact_field(one.veld) not in known),
        twijfels=_doubts(inhoud, taal, narekenen=bool(changed.narekenen)), hulp_bij=hulp_bij(kennis, inhoud), vandaag=vandaag,
        agenda=bool(agendadagen(as_said, vandaag)), concepten=offered(as_said, kennis, vandaag, changed),
        pdf=has_pdf(),
        vrijwilliger=None if is_other_kind(changed) else make_vrijwilliger(told, kennis),
        terugvertel=not changed.erbij and not changed.narekenen and make_vraag(told, taal, taal, vandaag) is not None,
    )  # fmt: skip


def zeg(dienst: Dienst, wie: Wie, brief_id: str, veld: str, waarde: str) -> Correctie:
    """Record what a fact should be, as somebody typed it: a day or an amount is understood in any usual form.

    Raises InputError `correctie_leeg`, `correctie_dag`, `correctie_bedrag`, and what `brieven.corrigeer` raises.
    """
    typed = " ".join(waarde.split())
    if not typed:
        raise InputError("correctie_leeg")
    if veld.endswith(".datum") or veld == "datum":
        typed = _day(typed)
    elif veld.endswith(".bedrag"):
        typed = _euros(typed)
    return brieven.corrigeer(dienst, wie, brief_id, veld, typed)


def _day(text: str) -> str:
    found = _DAG.fullmatch(text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        raise InputError("correctie_dag") from None
    if not 1900 <= day.year <= 2200:
        raise InputError("correctie_dag")
    return day.isoformat()


def _euros(text: str) -> str:
    found = _EURO.fullmatch(text)
    if not found:
        raise InputError("correctie_bedrag")
    cents = (found[2] or "00").replace("--", "00").replace("-", "00")
    return f"{Decimal(found[1].replace('.', '') + '.' + cents):.2f}"


def _pages(dienst: Dienst, wie: Wie, brief_id: str, aantal: int) -> tuple[Bladzijde, ...]:
    with dienst.opslag.engine.begin() as conn:
        find(conn, brief_id, reach_contents(wie))
        seen = {row.nummer: row for row in store.pages(conn, brief_id)}
    numbers = sorted({*range(1, aantal + 1), *seen})
    return tuple(Bladzijde(n, seen[n].breedte, seen[n].hoogte) if n in seen else Bladzijde(n, 0, 0) for n in numbers)


def _fact_field(veld: str) -> str:
    """A letter's `afzender` or `briefsoort` as a whole means its name (as `gegevens.corrected` reads it)."""
    return f"{veld}.naam" if veld in ("afzender", "briefsoort") else veld


def _with(feit: Feit, said: Iterable[Correctie], wie: Wie | None) -> Feit:
    own = [one for one in said if feit.veld and _fact_field(one.veld) == feit.veld]
    return replace(feit, aanpassingen=tuple(_change(one, wie, feit.invoer) for one in own))


def _now(feit: Feit, put: Mapping[str, str], now: Mapping[str, Feit], said: Sequence[Correctie], vandaag: date) -> Feit:
    """Return a fact as people say it is. Whoever pays looks at the account alone, so there the last word always counts."""
    value = put.get(feit.veld)
    if value is None and feit.soort == "betaling":
        value = next((one.waarde.strip() for one in reversed(said) if one.veld == feit.veld), None)
    small = now[feit.veld].klein if feit.soort == "termijn" else feit.klein
    return replace(put_right(feit, value, vandaag), klein=small) if value and value != feit.ruw else feit


def _change(one: Correctie, wie: Wie | None, invoer: Invoer = "tekst") -> Aanpassing:
    return Aanpassing(show_value(invoer, one.waarde), wie is not None and one.gebruiker_id == wie.gebruiker_id)


def _tiles(inhoud: Mapping[str, Any], feiten: Sequence[Feit], vandaag: date) -> tuple[Tegel, ...]:
    """The few facts to see at once: the amount, and of each kind of day that asks something the one the steps speak of too."""
    made: list[Tegel] = []
    wanted = ("te_betalen", "te_ontvangen") if inhoud["goed_nieuws"] else ("te_betalen",)
    money = next((feit for feit in feiten if feit.soort == "bedrag" and feit.label in wanted), None)
    if money is not None:
        made.append(Tegel("U krijgt" if money.label == "te_ontvangen" else _pay_word(inhoud), money, money.waarde))
    kinds: dict[str, Feit] = {}
    for feit in sorted((one for one in feiten if one.soort == "termijn"), key=lambda one: one.ruw):  # a correction may change the order
        if feit.label in _TEGEL_DAGEN and (feit.label not in kinds or _is_next(feit, kinds[feit.label])):
            kinds[feit.label] = feit
    for soort, feit in kinds.items():
        if not _is_over(feit):
            made.append(Tegel(_TEGEL_NAAM.get(soort, "Uiterlijk"), feit, feit.waarde.removesuffix(f" {vandaag.year}")))
    return tuple(made[:_TEGELS])


def _pay_word(inhoud: Mapping[str, Any]) -> str:
    return "Betaal" if "betalen" in inhoud["acties"] else "Bedrag"


def _is_next(feit: Feit, before: Feit) -> bool:
    """Of collections the next one counts; of what must be done the first one, also when it is past."""
    return feit.label == "inning" and before.rest.startswith("was") and not feit.rest.startswith("was")


def _is_over(feit: Feit) -> bool:
    return feit.label == "inning" and feit.rest.startswith("was")


def _steps(inhoud: Mapping[str, Any], taal: Taal, feiten: Sequence[Feit]) -> tuple[Stap, ...]:
    """What to do. 'Let somebody look along' makes room for the doubt itself: this reader is that somebody."""
    told = [zin for zin in inhoud["uitleg"]["doen"] if zin != taal.zinnen["mens"] or not inhoud["twijfels"]]
    about = [feit for feit in feiten if feit.soort in ("termijn", "bedrag")]
    return tuple(Stap(zin, next((feit.nummer for feit in about if feit.waarde in zin), None)) for zin in told)


def _doubts(inhoud: Mapping[str, Any], taal: Taal, *, narekenen: bool) -> tuple[str, ...]:
    """What was unsure, days to be counted again first, and at most two hints about the picture (contract, bron.aanwijzingen)."""
    recount = [taal.meegeven["narekenen"]] if narekenen else []
    hints = [taal.aanwijzingen[hint] for hint in inhoud["bron"]["aanwijzingen"][:2]]
    return tuple(dict.fromkeys([*recount, *inhoud["twijfels"], *hints]))
