"""One question about a letter that was explained, in pictures: "Wat moet u doen?" It looks whether the explanation came across.

It tests the explanation and not the person, so nobody is ever told to be wrong. Of the three answers one is what the explanation says to
do first. The two others are plainly something else: none of the letter's own actions, nothing that its terms, amounts or explanation
speak of, and nothing that is always wise (to call, to check) or always one's right (to object). A letter whose action is not sure has no
question: there a person looks first. Everything is chosen by the letter's id, so that a second look shows the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal, cast

from brievenbus.afdruk.dagen import Dag, overige, plichten
from brievenbus.afdruk.heruitleg import is_onleesbaar
from brievenbus.brief import Actie
from brievenbus.explain.poort import Poort
from brievenbus.explain.schrijf import OpPapier
from brievenbus.kennis.schema import Taal

Daad = Literal[Actie, "weggooien", "gegevens"]
"""What an answer shows: an action of the contract, or one that no letter asks for. The key of its words and of its picture."""

_BEGRIJPELIJK = ("datum_ontbreekt", "termijn_onzeker", "bedrag_onzeker", "bedrag_keuze", "kenmerk_onzeker")
"""Doubts about a day or a number: what must be done is sure all the same. With any other a person looks first."""
_DAG_ONZEKER = ("datum_ontbreekt", "termijn_onzeker")
_RUSTIG = frozenset({"bewaren", "niets"})
_ANDER_MIDDEL = frozenset({"beroep", "verzet", "zienswijze", "zitting"})
"""Terms beside which the action `bezwaar` stands for another remedy: an objection would go to the wrong place."""
_BEL, _BEL_SOMS = "bel ", ("bel bij ", "bel als ")
_BIJ_TERMIJN: dict[str, tuple[Daad, ...]] = {
    "betalen": ("betalen", "regeling"), "inleveren": ("inleveren",), "reageren": ("inleveren", "bellen", "bezwaar", "aanvragen"),
    "aanvragen": ("aanvragen",), "zienswijze": ("bezwaar",), "afspraak": ("afspraak",), "zitting": ("afspraak",), "inning": ("betalen",),
    "ontruiming": ("bellen",), "afsluiting": ("bellen",), "opzeggen": ("inleveren",),
}  # fmt: skip
"""What somebody does because of a term."""
_ANDERS: tuple[Daad, ...] = ("betalen", "inleveren", "afspraak", "niets", "weggooien")
_STIL: tuple[Daad, ...] = ("niets", "weggooien")
_SLUIT_UIT: dict[Daad, frozenset[Daad]] = {
    "betalen": frozenset({"betalen", "regeling"}),
    "inleveren": frozenset({"inleveren", "aanvragen", "bezwaar", "regeling", "controleren"}),
    "afspraak": frozenset({"afspraak"}), "niets": frozenset({"niets", "bewaren"}), "weggooien": frozenset({"niets"}),
}  # fmt: skip
"""Beside which actions an answer is not plainly wrong: whoever objects, applies or asks for time sends papers, too."""
_GENOEMD: dict[Daad, tuple[str, ...]] = {
    "betalen": ("betaal", "betalen"),
    "inleveren": ("stuur", "sturen", "lever ", "inleveren", "vul ", "formulier", "papier", "schrijf ", "geef ", "aangifte", "bewijs"),
    "afspraak": ("afspra", "gesprek", "zitting", "rechtbank", "ga naar", "ga altijd", "ga vandaag", "bezoek"),
    "niets": ("hoeft niets", "hoeft nu niets", "niets te doen", "of u iets moet"), "weggooien": ("gooi", "mag weg", "kan weg"),
}  # fmt: skip
"""Words of the explanation after which an answer is not plainly wrong any more."""
_MOET = frozenset({"betalen", "regeling", "inleveren", "afspraak", "aanvragen"})
_DRINGEND = ("middel", "hoog", "kritiek")
_MAG = ("laag", "geen")


@dataclass(frozen=True, slots=True)
class Antwoord:
    """One answer: a picture and its words; `dutch` are the same words for who sits beside the resident."""

    sleutel: Daad
    woorden: str
    dutch: str


@dataclass(frozen=True, slots=True)
class Vraag:
    """The question of one letter in one language. `uitleg` is the easier version: what to do, and by when where a day is sure."""

    antwoorden: tuple[Antwoord, Antwoord, Antwoord]
    goed: Daad
    uitleg: tuple[str, ...]


def make_vraag(brief: Mapping[str, Any], taal: Taal, bron: Taal, vandaag: date) -> Vraag | None:
    """Return the question for a letter (the object of the contract, explained in Dutch) on a day; None where a person looks first.

    `bron` is Dutch: the doubts and the explanation of the letter are read in it.
    """
    if not _is_sure(brief, bron):
        return None
    right = _first(brief, vandaag)
    others = () if right is None else _others(brief, right)
    if right is None or len(others) < 2:
        return None
    shown = sorted((right, *others), key=lambda daad: _lot(brief, "plaats", daad))
    words = [_wording(brief, daad) for daad in shown]
    first, second, third = (Antwoord(daad, taal.terugvertel[key], bron.terugvertel[key]) for daad, key in zip(shown, words, strict=True))
    return Vraag((first, second, third), right, _easier(brief, right, taal, bron, vandaag))


def _is_sure(brief: Mapping[str, Any], bron: Taal) -> bool:
    """Tell whether it is sure what must be done. A suspect letter says so itself: pay nothing, check first."""
    if is_onleesbaar(brief):
        return False
    if brief["echtheid"]["verdacht"]:
        return True
    known = {bron.twijfels[key] for key in _BEGRIJPELIJK}
    if not set(brief["twijfels"]) <= known or (brief["mens_nodig"] and not brief["twijfels"]):
        return False
    return not (brief["mens_nodig"] and set(brief["acties"]) <= _RUSTIG)  # never calm with a doubt


def _first(brief: Mapping[str, Any], vandaag: date) -> Daad | None:
    """Return what the explanation says to do first; after the last day that is to call. None where that is not for us to say."""
    if brief["echtheid"]["verdacht"]:
        return "niet_betalen"
    must, deeds = plichten(brief), cast(list[Daad], brief["acties"])
    if must and all(dag.datum < vandaag for dag in must):
        return "bellen"
    if not deeds or (must and deeds[0] in _RUSTIG):
        return None  # it says to keep the letter, and has a day on which something must be done: not for us to choose
    if deeds[0] == "bezwaar" and not _may_object(brief, vandaag):
        return "bellen" if "bellen" in deeds else None
    if deeds[0] == "betalen" and "bellen" in deeds and _says_to_call(brief):
        return "bellen"
    return deeds[0]


def _may_object(brief: Mapping[str, Any], vandaag: date) -> bool:
    """Tell whether to object is the remedy, and still in time: the letter names a day for that, and for no other remedy."""
    terms = brief["termijnen"]
    return not any(t["soort"] in _ANDER_MIDDEL for t in terms) and any(
        t["soort"] == "bezwaar" and date.fromisoformat(t["datum"]) >= vandaag for t in terms
    )  # fmt: skip


def _says_to_call(brief: Mapping[str, Any]) -> bool:
    """Tell whether the explanation says to call, which comes before paying: not where one calls only in doubt or in need."""
    said = [zin.casefold() for zin in brief["uitleg"]["doen"]]
    return any(zin.startswith(_BEL) and not zin.startswith(_BEL_SOMS) for zin in said)


def _others(brief: Mapping[str, Any], right: Daad) -> tuple[Daad, ...]:
    """Return the two answers beside the right one, fewer where there are none that are plainly wrong."""
    if right == "niet_betalen":
        return ("betalen", "gegevens")
    own = {right, *brief["acties"]} | {daad for t in brief["termijnen"] for daad in _BIJ_TERMIJN.get(t["soort"], ())}
    if brief["betaling"] is not None or any(b["soort"] in ("te_betalen", "termijnbedrag") for b in brief["bedragen"]):
        own.add("betalen")
    if any(g["soort"] == "rechtszaak" for g in brief["gevolgen"]):
        own.add("afspraak")
    said = " ".join(brief["uitleg"]["doen"]).casefold()
    free = [daad for daad in _ANDERS if not own & _SLUIT_UIT[daad] and not any(word in said for word in _GENOEMD[daad])]
    if not _must_act(brief, own) and "niets" in free:
        free.remove("niets")
    free.sort(key=lambda daad: _lot(brief, "keuze", daad))
    doing, quiet = ([daad for daad in free if (daad in _STIL) == still] for still in (False, True))
    return tuple([*quiet[:1], *doing, *quiet[1:]][:2])  # one who does nothing beside one who does something else, where both are there


def _must_act(brief: Mapping[str, Any], own: set[Daad]) -> bool:
    """Tell whether doing nothing is plainly wrong: where one may refuse or agree, it is not."""
    return brief["urgentie"] == "kritiek" or (brief["urgentie"] in _DRINGEND and bool(own & _MOET))


def _lot(brief: Mapping[str, Any], use: str, daad: Daad) -> bytes:
    """Return by what an answer is put in order: the same for the same letter, and another for another."""
    return sha256(f"{brief['id']}|{use}|{daad}".encode()).digest()


def _wording(brief: Mapping[str, Any], daad: Daad) -> str:
    """Return the key of an answer's words: who cannot pay at once, and may ask to pay in parts, must find that in them too."""
    return "betalen_of" if daad == "betalen" and "regeling" in brief["acties"] else daad


def _easier(brief: Mapping[str, Any], right: Daad, taal: Taal, bron: Taal, vandaag: date) -> tuple[str, ...]:
    """Return the letter in one or two sentences. Only fixed ones, filled with a day of the letter, come through the gate."""
    zin, schrift = taal.terugvertel, OpPapier(taal.taal)
    gate = Poort({"datum": [schrift.datum(date.fromisoformat(t["datum"])) for t in brief["termijnen"]]}, zin.values())
    said = [zin[f"{'kunt' if _is_free(brief, right) else 'moet'}_{_wording(brief, right)}"]]
    dag = None if set(brief["twijfels"]) & {bron.twijfels[key] for key in _DAG_ONZEKER} else _day(brief, right, vandaag)
    if dag is not None:
        said.append(zin[_day_key(right)].format(datum=schrift.datum(dag.datum)))
    elif right == "bellen" and brief["urgentie"] == "kritiek":
        said.append(zin["vandaag"])
    return gate.keep(said)


def _is_free(brief: Mapping[str, Any], right: Daad) -> bool:
    """Tell whether one may, and need not: a right, or an offer without hurry."""
    return right == "bezwaar" or (brief["urgentie"] in _MAG and right in ("afspraak", "aanvragen", "inleveren"))


def _day(brief: Mapping[str, Any], right: Daad, vandaag: date) -> Dag | None:
    """Return the first day to come of what must be done, None where it has none of its own."""
    if right == "bellen":
        return None
    if right == "bezwaar":  # the last day of an objection and of nothing else: one for appeal is often another
        own = overige(brief, ("bezwaar",))
    else:
        own = tuple(dag for dag in plichten(brief) if right in _BIJ_TERMIJN.get(dag.soort, ()))
    return min((dag for dag in own if dag.datum >= vandaag), default=None)


def _day_key(right: Daad) -> str:
    return {"afspraak": "dag_op", "bezwaar": "dag_tot", "inleveren": "dag_er"}.get(right, "dag_uiterlijk")
