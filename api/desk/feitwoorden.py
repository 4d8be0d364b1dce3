"""The facts of a letter in the language of the page: how each is called, its day or amount, how far away it is.

What a letter says itself, and what is called as on the paper (a number, a name), stays Dutch; the page marks that as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from api.desk.taal import BRON, N_, _, bedrag, dag, nu
from api.desk.woorden import ZONDER_JAAR, far
from brievenbus.dienst.leesblad import Tegel
from brievenbus.dienst.leesfeiten import Feit, show_was

NAMEN = frozenset({
    N_("Betalen, uiterlijk"), N_("Reageren, uiterlijk"), N_("Papieren inleveren, uiterlijk"), N_("Regelen, uiterlijk"),
    N_("Uw kant vertellen, uiterlijk"), N_("Opzeggen, uiterlijk"), N_("Bezwaar maken, uiterlijk"), N_("In beroep gaan, uiterlijk"),
    N_("In verzet gaan, uiterlijk"), N_("Afspraak"), N_("Zitting bij de rechter"), N_("Ontruiming"), N_("Afsluiting"),
    N_("Automatische afschrijving"), N_("Gaat in"),
    N_("Te betalen"), N_("U krijgt"), N_("Bedrag waar het om gaat"), N_("Per keer"), N_("Kosten"), N_("Boete"), N_("Eerst was het"),
    N_("Stand"), N_("Ander bedrag in de brief"), N_("Rekening (IBAN)"), N_("Op naam van"), N_("Zet dit nummer erbij"),
    N_("Wat kan er gebeuren"), N_("Klopt dit?"), N_("Wie schrijft"), N_("Wat voor brief"), N_("Datum van de brief"),
    N_("Bij de rechter"), N_("Wordt afgeschreven"), N_("Uiterlijk"), N_("Betaal"), N_("Bedrag"),
})  # fmt: skip
"""Every name of a fact or a tile, as `leesfeiten` and `leesblad` give it; the kinds of numbers on a letter have their own."""


_ZONDER_TAAL = frozenset({"termijn", "bedrag", "betaling", "datum"})
"""Facts that are a day, an amount or a number: the same in every language, or said in that of the page."""


def said(feit: Feit, vandaag: date) -> Feit:
    """Return a fact in the language of the page, `was` in words too. Its number, its place and what people said of it stay as they are."""
    naam = feit.naam if feit.soort == "kenmerk" else _(feit.naam)
    if feit.invoer == "bedrag":
        return replace(feit, naam=naam, waarde=bedrag(Decimal(feit.ruw)), was=bedrag(Decimal(feit.was)) if feit.was else "")
    if feit.invoer != "dag":
        return replace(feit, naam=naam, was=show_was(feit))
    day = date.fromisoformat(feit.ruw)
    rest = far(feit.label, day, vandaag) if feit.soort == "termijn" else ""
    return replace(feit, naam=naam, waarde=dag(day), was=dag(date.fromisoformat(feit.was)) if feit.was else "", rest=rest)


def named(feit: Feit) -> str:
    """Return what a mark on the paper is called. One name has one language: Dutch words are left out of a page in another."""
    if nu().code == BRON or feit.soort in _ZONDER_TAAL:
        return f"{feit.naam}: {feit.waarde}"
    return feit.naam


def tile(tegel: Tegel, feiten: Sequence[Feit], vandaag: date) -> Tegel:
    """Return a tile in the language of the page, with its fact out of `feiten`."""
    feit = next(one for one in feiten if one.nummer == tegel.feit.nummer)
    if feit.soort != "termijn":
        return Tegel(_(tegel.naam), feit, feit.waarde)
    day = date.fromisoformat(feit.ruw)
    return Tegel(_(tegel.naam), feit, dag(day, ZONDER_JAAR) if day.year == vandaag.year else feit.waarde)
