"""The facts of a letter that a resident can put a signature under. What may have been misread is left open, and said to be so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from brievenbus.afdruk.concept.vorm import Soort
from brievenbus.afdruk.verbetering import Verbeterd
from brievenbus.explain import SURE_SENDER, schrijf
from brievenbus.explain.naam import is_heel
from brievenbus.kaart import in_fours
from brievenbus.kennis import Kennis

_BESLUIT = ("besluitnummer", "beschikkingsnummer", "aanslagnummer", "aanslagbiljetnummer", "vorderingsnummer")
_BRIEF = ("ons_kenmerk", "kenmerk")
_ZAAK = ("zaaknummer", "dossiernummer", "cjib_nummer", "vorderingsnummer")
_BETALEN = ("betalingskenmerk", "acceptgironummer")
_NIET = frozenset({"kenteken", "vermelding", "uw_kenmerk", "machtigingskenmerk", "ean"})
"""Numbers by which a sender does not find its own letter."""
_VOORRANG: dict[Soort, tuple[tuple[str, ...], ...]] = {"bezwaar": (_BESLUIT, _BRIEF, _ZAAK), "regeling": (_ZAAK, _BESLUIT, _BRIEF)}
_NIET_BIJ: dict[Soort, tuple[str, ...]] = {"bezwaar": (*_BETALEN, "factuurnummer"), "regeling": ()}
_WOORD = {"ons_kenmerk": "kenmerk", "cjib_nummer": "CJIB-nummer", "v_nummer": "V-nummer"}
_BEDEKT = "•"


@dataclass(frozen=True, slots=True)
class Gegevens:
    """Facts as they are written, '' where one must be filled in; `let_op` are keys of [concepten] for what to look at on the paper."""

    afzender: str
    datum: str
    nummer: str
    bedrag: str
    let_op: tuple[str, ...]


@dataclass(frozen=True)
class _Zeker:
    """What is sure of a letter: proven by its words, or put right by a volunteer."""

    brief: Mapping[str, Any]
    twijfels: Mapping[str, str]
    gezegd: frozenset[str]
    betwijfeld: frozenset[str]

    def doubts(self, *keys: str) -> bool:
        return any(self.twijfels[key] in self.brief["twijfels"] for key in keys)

    def proven(self, veld: str, bewijs: Sequence[Mapping[str, Any]], *doubts: str) -> bool:
        if veld in self.gezegd or veld in self.betwijfeld:
            return veld in self.gezegd
        return bool(bewijs) and all(one.get("zeker", True) for one in bewijs) and not self.doubts("meer_brieven", *doubts)


def sure_facts(brief: Mapping[str, Any], kennis: Kennis, soort: Soort, verbeterd: Verbeterd, vandaag: date) -> Gegevens:
    """Return the facts for a draft of this kind. `brief` is the letter as the volunteers say it is."""
    zeker = _Zeker(
        brief, kennis.talen["nl"].twijfels, frozenset(one.veld for one in verbeterd.feiten), frozenset(veld for veld, _ in verbeterd.erbij)
    )  # fmt: skip
    afzender, datum = _sender(zeker, kennis), _date(zeker, vandaag)
    nummer, about = _number(zeker, soort)
    bedrag = _amount(zeker) if soort == "regeling" else ""
    missing = (("let_op_afzender", afzender), ("let_op_datum", datum), (about, nummer), ("let_op_bedrag", bedrag or soort == "bezwaar"))
    return Gegevens(afzender, datum, nummer, bedrag, tuple(key for key, known in missing if not known))


def _sender(zeker: _Zeker, kennis: Kennis) -> str:
    """Return the sender's name as the letter prints it; a name of our own for a kind of sender ("Gemeente: Wmo") is no addressee."""
    who = zeker.brief["afzender"]
    if "afzender.naam" not in zeker.gezegd:
        card = kennis.afzenders.get(who["sleutel"])
        ours = card is not None and who["naam"] == card.naam and card.naam not in card.namen
        if ours or who["sleutel"] == "onbekend" or who["zekerheid"] < SURE_SENDER or not zeker.proven("afzender.naam", who["bewijs"]):
            return ""
    name = one_line(who["naam"])
    return name if is_heel(name) else ""


def _date(zeker: _Zeker, vandaag: date) -> str:
    """Return the date of the letter. It has no evidence of its own, so any doubt about days or about the picture leaves it open."""
    written = zeker.brief["datum"]
    if not written or "datum" in zeker.betwijfeld or date.fromisoformat(written) > vandaag:
        return ""
    if "datum" not in zeker.gezegd:
        counted = [term["bewijs"] for term in zeker.brief["termijnen"] if term["herkomst"] == "berekend"]
        unsure = any(not one.get("zeker", True) for bewijs in counted for one in bewijs)
        if unsure or zeker.brief["bron"]["oordeel"] != "goed" or zeker.doubts("termijn_onzeker", "datum_ontbreekt", "meer_brieven"):
            return ""
    return schrijf.datum(date.fromisoformat(written)).split(" ", 1)[1]


def _number(zeker: _Zeker, soort: Soort) -> tuple[str, str]:
    """Return the number by which the sender finds its letter, with what it is called; else '' and what to tell of it."""
    known = [
        (_rank(one["soort"], soort), at, one) for at, one in enumerate(zeker.brief["kenmerken"])
        if one["soort"] not in _NIET and one["soort"] not in _NIET_BIJ[soort] and _BEDEKT not in one["waarde"]
    ]  # fmt: skip
    if not known:
        return "", "let_op_geen_nummer"
    kind = min(known, key=lambda found: found[:2])[2]["soort"]
    same = [(at, one) for _, at, one in known if one["soort"] == kind]
    if len({_compact(one["waarde"]) for _, one in same}) > 1:
        return "", "let_op_nummers"
    doubts = ("kenmerk_onzeker", "code_kenmerk") if kind in _BETALEN else ()
    one = next((one for at, one in same if zeker.proven(f"kenmerken.{at}.waarde", one["bewijs"], *doubts)), None)
    return (named_number(one), "") if one is not None else ("", "let_op_nummer")


def one_line(text: str) -> str:
    """Return a text without line ends and without signs that no letter can hold."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def named_number(kenmerk: Mapping[str, Any]) -> str:
    """Return a number of the letter with what it is called: "kenmerk 12-34"."""
    word = _WOORD.get(kenmerk["soort"], str(kenmerk["soort"]).replace("_", " "))
    return f"{word} {in_fours(one_line(kenmerk['waarde']))}"


def _rank(kind: str, soort: Soort) -> int:
    order = _VOORRANG[soort]
    if kind in _BETALEN:
        return len(order) + 1
    return next((at for at, kinds in enumerate(order) if kind in kinds), len(order))


def _compact(number: str) -> str:
    return "".join(number.split())


def _amount(zeker: _Zeker) -> str:
    """Return the amount that is due, where the letter names one and no more."""
    due = [(f"bedragen.{at}.bedrag", one) for at, one in enumerate(zeker.brief["bedragen"]) if one["soort"] == "te_betalen"]
    doubts = ("bedrag_onzeker", "bedrag_keuze", "code_bedrag")
    if len({one["bedrag"] for _, one in due}) != 1 or not any(zeker.proven(veld, one["bewijs"], *doubts) for veld, one in due):
        return ""
    return schrijf.bedrag(Decimal(due[0][1]["bedrag"]))
