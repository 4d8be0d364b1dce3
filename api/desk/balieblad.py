"""What the desk page and its overview show: from cards and visits to words on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from api.desk.balienieuws import ELKE_MS, question
from api.desk.taal import N_, _, bedrag, dag, ngettext
from api.desk.weergave import KoppelBeeld, badge, new_key
from api.desk.woorden import KORT, ZONDER_JAAR, at_time, over, past
from brievenbus.dienst import Dienst, Wie, overzicht
from brievenbus.dienst.bezoeken import BezoekStand
from brievenbus.dienst.briefkaart import BriefKaart
from brievenbus.dienst.briefstand import NEDERLAND, dutch_day
from brievenbus.dienst.overzicht import StapelVoortgang
from brievenbus.foutzin import fill

_TITEL = {
    "ontvangen": N_("De brief is binnen"), "bezig": N_("We lezen de brief …"), "geweigerd": N_("Deze brief konden we niet openen"),
    "mislukt": N_("Het lezen lukte niet"),
}  # fmt: skip
_WEG = {"ontvangen": N_("ontvangen"), "lezen": N_("lezen"), "begrijpen": N_("begrijpen"), "klaar": N_("klaar")}
"""The way of a letter, step by step, and how each step is called."""


@dataclass(frozen=True, slots=True)
class Stap:
    """One step on the way of a letter; `stand` is klaar, nu or '' (still to come)."""

    naam: str
    stand: str


@dataclass(frozen=True, slots=True)
class KaartBeeld:
    """A letter as the list shows it. `klasse` gives the colour, `symbool` and `merk` the sign and the word.

    `regel` and `twijfel`, and of a letter that was read (`gelezen`) `titel` and `eerst`, are Dutch: they come from the letter. All the
    rest is in the language of the page.
    """

    id: str
    status: str
    bak: str
    klasse: str
    symbool: str
    merk: str
    gelezen: bool
    titel: str
    regel: str
    erbij: str
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
    """All that the desk page shows.

    `vast` is the visit that was asked for in the address, '' for the visit at hand; `vraag` is where to ask for news.
    """

    formulier: str
    sleutel: str
    stapelsleutel: str
    max_bytes: int
    vast: str
    teken: str
    vraag: str
    elke_ms: int
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
        vraag=question(now, vast, koppeling), elke_ms=ELKE_MS, bezoek=_head(dienst, now, cards),
        brieven=_cards(cards, dutch_day(dienst.klok())), stapels=overzicht.stapels(now.brieven),
        eerdere=tuple(_visit(one) for one in overzicht.eerdere(dienst, wie, now.bezoek_id)),
        bewaren_uren=dienst.beleid.bewaren_uren, koppeling=koppeling, fout=fout, bericht=bericht,
    )  # fmt: skip


def make_overzicht(dienst: Dienst, wie: Wie, formulier: str, vast: str) -> Overzichtblad:
    """Gather the overview of a visit. Raises AccessError, MissingError, StoreError."""
    now = overzicht.stand(dienst, wie, vast or None)
    cards = overzicht.kaarten(dienst, wie, now)
    bag, today = overzicht.tas(cards), dutch_day(dienst.klok())
    return Overzichtblad(
        formulier=formulier, vast=vast, dag=dag(today, ZONDER_JAAR), bezoek=_head(dienst, now, cards),
        doen=tuple(ZaakBeeld(card(zaak.brief, today), _cards(zaak.eerder, today)) for zaak in bag.doen),
        bewaren=_cards(bag.bewaren, today), weg=_cards(bag.weg, today), niet_gelezen=_cards(bag.niet_gelezen, today),
        bewaren_uren=dienst.beleid.bewaren_uren,
    )  # fmt: skip


def card(kaart: BriefKaart, vandaag: date, pad: str = "/balie/brieven/") -> KaartBeeld:
    """Shape one letter for a list on a day; `pad` is where it can be opened."""
    klasse, symbol, word = badge(kaart.bak, kaart.urgentie or kaart.status, goed_nieuws=kaart.goed_nieuws, verdacht=kaart.verdacht)
    late = past(kaart.voorbij, vandaag, uiterlijk=kaart.uiterlijk) if kaart.voorbij else ""
    return KaartBeeld(
        kaart.id, kaart.status, kaart.bak, klasse, symbol, _(word), bool(kaart.titel), kaart.titel or _(_TITEL[kaart.status]),
        " · ".join(part for part in (kaart.afzender, kaart.soort) if part), _beside(kaart), kaart.eerst or _wrong(kaart), kaart.twijfel,
        _money(kaart), dag(kaart.datum, KORT) if kaart.datum else "", over(kaart.datum, vandaag) if kaart.datum and not late else "", late,
        steps(kaart.status, kaart.fase), pad + kaart.id,
    )  # fmt: skip


def steps(status: str, fase: str) -> tuple[Stap, ...]:
    """Return how far a letter is on its way; nothing for one that is there, or never will be."""
    if status not in ("ontvangen", "bezig"):
        return ()
    at = list(_WEG).index(fase or "lezen") if status == "bezig" else 0
    return tuple(Stap(_(naam), "klaar" if n < max(at, 1) else "nu" if n == at else "") for n, naam in enumerate(_WEG.values()))


def _cards(kaarten: Sequence[BriefKaart], vandaag: date) -> tuple[KaartBeeld, ...]:
    return tuple(card(kaart, vandaag) for kaart in kaarten)


def _beside(kaart: BriefKaart) -> str:
    parts = []
    if kaart.werkdagen:
        days = kaart.werkdagen
        parts.append(ngettext("hulp binnen %(n)s werkdag", "hulp binnen %(n)s werkdagen", days) % {"n": days})
    if kaart.status == "bezig" and kaart.bladzijden:
        pages = kaart.bladzijden
        parts.append(ngettext("%(n)s bladzijde", "%(n)s bladzijden", pages) % {"n": pages})
    return " · ".join(parts)


def _wrong(kaart: BriefKaart) -> str:
    """Return what went wrong with a letter that could not be read."""
    return fill(kaart.fout, kaart.fout_waarden, _) or fill("brief_mislukt", vertaal=_) if kaart.fout else ""


def _money(kaart: BriefKaart) -> str:
    if kaart.geld is None:
        return ""
    money = bedrag(kaart.geld)
    if kaart.krijgt:
        return _("u krijgt %(bedrag)s") % {"bedrag": money}
    return _("het gaat om %(bedrag)s") % {"bedrag": money} if kaart.gaat_om else money


def _head(dienst: Dienst, now: overzicht.Stand, cards: Sequence[BriefKaart]) -> BezoekKop:
    heaps = [kaart.bak for kaart in cards]
    gone = now.gesloten + timedelta(hours=dienst.beleid.bewaren_uren) if now.gesloten else None
    return BezoekKop(
        id=now.bezoek_id or "", brieven=len(cards), doen=heaps.count("doen"), bewaren=heaps.count("bewaren"),
        weg=heaps.count("weg") + heaps.count("goednieuws"), begonnen=at_time(now.begonnen) if now.begonnen else "",
        gesloten=at_time(now.gesloten) if now.gesloten else "", gewist=_moment(gone) if gone else "",
    )  # fmt: skip


def _moment(moment: datetime) -> str:
    return _("%(dag)s om %(tijd)s") % {"dag": dag(moment.astimezone(NEDERLAND).date(), ZONDER_JAAR), "tijd": at_time(moment)}


def _visit(visit: BezoekStand) -> BezoekBeeld:
    letters = ngettext("%(n)s brief", "%(n)s brieven", visit.brieven) % {"n": visit.brieven}
    return BezoekBeeld(visit.id, at_time(visit.begonnen), letters, visit.gesloten is not None)
