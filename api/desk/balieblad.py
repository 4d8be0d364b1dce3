"""What the desk page and its overview show: from cards and visits to words on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.desk.weergave import KoppelBeeld, badge, new_key
from brievenbus.dienst import Dienst, Wie, overzicht
from brievenbus.dienst.bezoeken import BezoekStand
from brievenbus.dienst.briefkaart import BriefKaart
from brievenbus.dienst.briefstand import NEDERLAND, dutch_day
from brievenbus.dienst.overzicht import StapelVoortgang, Tas

_TITEL = {
    "ontvangen": "De brief is binnen", "bezig": "We lezen de brief …", "geweigerd": "Deze brief konden we niet openen",
    "mislukt": "Het lezen lukte niet",
}  # fmt: skip
_STAPPEN = {
    "ontvangen": (("ontvangen", "klaar"), ("lezen", ""), ("begrijpen", ""), ("klaar", "")),
    "bezig": (("ontvangen", "klaar"), ("lezen", "nu"), ("begrijpen", "nu"), ("klaar", "")),
}


@dataclass(frozen=True, slots=True)
class Stap:
    """One step on the way of a letter; `stand` is klaar, nu or '' (still to come)."""

    naam: str
    stand: str


@dataclass(frozen=True, slots=True)
class KaartBeeld:
    """A letter as the list shows it. `klasse` gives the colour, `symbool` and `merk` the sign and the word."""

    id: str
    status: str
    bak: str
    klasse: str
    symbool: str
    merk: str
    titel: str
    regel: str
    eerst: str
    twijfel: str
    bedrag: str
    dag: str
    wanneer: str
    te_laat: str
    stappen: tuple[Stap, ...]
    pad: str


@dataclass(frozen=True, slots=True)
class BezoekBeeld:
    """An earlier visit of today."""

    id: str
    om: str
    brieven: str
    klaar: bool


@dataclass(frozen=True, slots=True)
class BezoekKop:
    """The visit on the screen: how many letters in each heap, and what is said of a visit that was closed."""

    id: str
    brieven: int
    doen: int
    bewaren: int
    weg: int
    begonnen: str
    gesloten: str
    gewist: str


@dataclass(frozen=True, slots=True)
class Blad:
    """All that the desk page shows. `vast` is the visit that was asked for in the address, '' for the visit at hand."""

    formulier: str
    sleutel: str
    stapelsleutel: str
    max_bytes: int
    vast: str
    teken: str
    levend: bool
    bezoek: BezoekKop
    brieven: tuple[KaartBeeld, ...]
    stapels: tuple[StapelVoortgang, ...]
    eerdere: tuple[BezoekBeeld, ...]
    bewaren_uren: int
    koppeling: KoppelBeeld | None
    fout: str
    bericht: str


@dataclass(frozen=True, slots=True)
class ZaakBeeld:
    """One thing to do, and the earlier letters about the same."""

    brief: KaartBeeld
    eerder: tuple[KaartBeeld, ...]


@dataclass(frozen=True, slots=True)
class Overzichtblad:
    """The bag of post as a whole."""

    formulier: str
    vast: str
    dag: str
    bezoek: BezoekKop
    doen: tuple[ZaakBeeld, ...]
    bewaren: tuple[KaartBeeld, ...]
    weg: tuple[KaartBeeld, ...]
    niet_gelezen: tuple[KaartBeeld, ...]
    bewaren_uren: int


def make_blad(
    dienst: Dienst, wie: Wie, formulier: str, vast: str, *, koppeling: KoppelBeeld | None, fout: str, bericht: str
) -> Blad:  # fmt: skip
    """Gather the desk page. Raises AccessError, MissingError (a visit that is not there), StoreError."""
    now = overzicht.stand(dienst, wie, vast or None)
    cards = overzicht.kaarten(dienst, wie, now)
    return Blad(
        formulier=formulier, sleutel=new_key(), stapelsleutel=new_key(), max_bytes=dienst.beleid.max_bytes, vast=vast, teken=now.teken,
        levend=now.levend, bezoek=_head(dienst, now, cards), brieven=tuple(card(kaart) for kaart in cards),
        stapels=overzicht.stapels(now.brieven), eerdere=tuple(_visit(one) for one in overzicht.eerdere(dienst, wie, now.bezoek_id)),
        bewaren_uren=dienst.beleid.bewaren_uren, koppeling=koppeling, fout=fout, bericht=bericht,
    )  # fmt: skip


def make_overzicht(dienst: Dienst, wie: Wie, formulier: str, vast: str) -> Overzichtblad:
    """Gather the overview of a visit. Raises AccessError, MissingError, StoreError."""
    now = overzicht.stand(dienst, wie, vast or None)
    cards = overzicht.kaarten(dienst, wie, now)
    bag: Tas = overzicht.tas(cards)
    return Overzichtblad(
        formulier=formulier, vast=vast, dag=overzicht.dag_voluit(dutch_day(dienst.klok())), bezoek=_head(dienst, now, cards),
        doen=tuple(ZaakBeeld(card(zaak.brief), _cards(zaak.eerder)) for zaak in bag.doen), bewaren=_cards(bag.bewaren),
        weg=_cards(bag.weg), niet_gelezen=_cards(bag.niet_gelezen), bewaren_uren=dienst.beleid.bewaren_uren,
    )  # fmt: skip


def card(kaart: BriefKaart, pad: str = "/balie/brieven/") -> KaartBeeld:
    """Shape one letter for a list; `pad` is where it can be opened."""
    klasse, symbol, word = badge(kaart.bak, kaart.urgentie or kaart.status, goed_nieuws=kaart.goed_nieuws, verdacht=kaart.verdacht)
    steps = tuple(Stap(naam, stand) for naam, stand in _STAPPEN.get(kaart.status, ()))
    return KaartBeeld(
        kaart.id, kaart.status, kaart.bak, klasse, symbol, word, kaart.titel or _TITEL[kaart.status], _line(kaart),
        kaart.eerst or kaart.zin, kaart.twijfel, kaart.bedrag, kaart.dag, kaart.wanneer, kaart.te_laat, steps, pad + kaart.id,
    )  # fmt: skip


def at_time(moment: datetime) -> str:
    """Return "10.42 uur", in Dutch time."""
    local = moment.astimezone(NEDERLAND)
    return f"{local.hour}.{local.minute:02d} uur"


def _cards(kaarten: Sequence[BriefKaart]) -> tuple[KaartBeeld, ...]:
    return tuple(card(kaart) for kaart in kaarten)


def _line(kaart: BriefKaart) -> str:
    parts = [kaart.afzender, kaart.soort]
    if kaart.werkdagen:
        parts.append(f"hulp binnen {kaart.werkdagen} werkdagen")
    if kaart.status == "bezig" and kaart.bladzijden:
        parts.append(f"{kaart.bladzijden} bladzijden")
    return " · ".join(part for part in parts if part)


def _head(dienst: Dienst, now: overzicht.Stand, cards: Sequence[BriefKaart]) -> BezoekKop:
    heaps = [kaart.bak for kaart in cards]
    gone = now.gesloten + timedelta(hours=dienst.beleid.bewaren_uren) if now.gesloten else None
    return BezoekKop(
        id=now.bezoek_id or "", brieven=len(cards), doen=heaps.count("doen"), bewaren=heaps.count("bewaren"),
        weg=heaps.count("weg") + heaps.count("goednieuws"), begonnen=at_time(now.begonnen) if now.begonnen else "",
        gesloten=at_time(now.gesloten) if now.gesloten else "",
        gewist=f"{overzicht.dag_voluit(gone.astimezone(NEDERLAND).date())} om {at_time(gone)}" if gone else "",
    )  # fmt: skip


def _visit(visit: BezoekStand) -> BezoekBeeld:
    letters = f"{visit.brieven} {'brief' if visit.brieven == 1 else 'brieven'}"
    return BezoekBeeld(visit.id, at_time(visit.begonnen), letters, visit.gesloten is not None)
