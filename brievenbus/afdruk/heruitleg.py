"""The explanation of a letter made anew: on the day it is handed over, after what people said of it, or in another language.

A sheet hangs on a wall for weeks, so it never calls a day to come that has passed since the letter was read. Every sentence goes
through the same gate as when the letter was read (`explain.poort`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from brievenbus.brief import ERNST, Afzender, Bedrag, Gevolg, Termijn, Urgentie
from brievenbus.classify.urgentie import weigh
from brievenbus.explain import Inhoud, explain, unreadable
from brievenbus.explain.schrijf import Schrift
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart, UitlegKaart


def make_uitleg(brief: Mapping[str, Any], kennis: Kennis, taal: str, vandaag: date, schrift: Schrift | None = None) -> dict[str, Any]:
    """Return the `uitleg` of the contract for a letter (its object) as it must be said on a day, in a language there is a file of.

    `schrift` is how its facts are written; as in a text by itself where it is None.
    """
    if is_onleesbaar(brief):
        return asdict(unreadable(kennis, taal))
    return asdict(explain(make_inhoud(brief, kennis, vandaag), kennis, taal, schrift))


def make_inhoud(brief: Mapping[str, Any], kennis: Kennis, vandaag: date) -> Inhoud:
    """Return the facts that may be said of a letter on a day."""
    kaart = kennis.briefsoorten.get(brief["briefsoort"]["sleutel"])
    return Inhoud(
        _sender(brief["afzender"]), kaart or _bare(brief, kennis), brief["urgentie"],
        tuple(Gevolg(one["soort"], ()) for one in brief["gevolgen"]), tuple(brief["acties"]),
        tuple(sorted((_term(one, vandaag) for one in brief["termijnen"]), key=lambda term: term.datum)),  # a corrected day may move up
        tuple(Bedrag(one["soort"], Decimal(one["bedrag"]), ()) for one in brief["bedragen"]),
        brief["goed_nieuws"], brief["echtheid"]["verdacht"], brief["mens_nodig"], vandaag,
    )  # fmt: skip


def weigh_again(brief: Mapping[str, Any], kennis: Kennis, vandaag: date, *, vrij: bool = False) -> Urgentie:
    """Return how urgent a letter is with its days as they stand now: the rules of reading, and never less than it was.

    `vrij`: somebody says it is another kind of letter, one without a card; then no rule of the kind that was read makes it calmer.
    """
    was: Urgentie = brief["urgentie"]
    if is_onleesbaar(brief):
        return was
    kaart = None if vrij else kennis.briefsoorten.get(brief["briefsoort"]["sleutel"])
    kaart = kaart or _bare(brief, kennis)
    terms = tuple(_term(one, vandaag) for one in brief["termijnen"])
    harm = tuple(Gevolg(one["soort"], ()) for one in brief["gevolgen"])
    bad, asked = kaart.slecht_nieuws and not brief["goed_nieuws"], not set(brief["acties"]) <= {"bewaren", "niets"}
    # a level that a near day has lifted is no level to lift from once more
    own = max((kaart.urgentie, *(trede.urgentie for trede in kaart.trede)), key=ERNST.__getitem__)
    basis = min(was, own, key=ERNST.__getitem__)
    again = weigh(kaart, basis, terms, harm, vandaag, slecht_nieuws=bad, iets_gevraagd=asked).urgentie
    return max(was, again, key=ERNST.__getitem__)


def is_onleesbaar(brief: Mapping[str, Any]) -> bool:
    """Tell whether the letter could not be read: then its sheet holds no fact at all."""
    return bool(brief["bron"]["oordeel"] == "onleesbaar" or brief["urgentie"] == "onbekend")


def _sender(one: Mapping[str, Any]) -> Afzender:
    return Afzender(one["sleutel"], one["naam"], one["soort"], one["zekerheid"])


def _term(one: Mapping[str, Any], vandaag: date) -> Termijn:
    day = date.fromisoformat(one["datum"])
    late = one["juridisch_einde"]
    return Termijn(one["soort"], day, one["herkomst"], late and date.fromisoformat(late), one["rekenregel"], day < vandaag, ())


def _bare(brief: Mapping[str, Any], kennis: Kennis) -> BriefsoortKaart:
    """Return a card without advice, for a kind of letter that somebody named in words of their own: no sentence of another kind is said."""
    name = str(brief["briefsoort"]["naam"])
    empty = UitlegKaart(titel=name, kern="", hulp=("afzender",))
    return next(iter(kennis.briefsoorten.values())).model_copy(
        update={
            "sleutel": "", "naam": name, "uitleg": empty, "gevolgen": (), "goed_nieuws": bool(brief["goed_nieuws"]),
            "slecht_nieuws": True, "urgentie": brief["urgentie"], "trede": (),
        }
    )
