"""What the resident can say on the phone: who and what it is about, then one or two questions. Nothing where nothing is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from brievenbus.afdruk.dagen import Dag
from brievenbus.afdruk.vorm import Zin
from brievenbus.explain import SURE_SENDER
from brievenbus.explain.poort import Poort
from brievenbus.explain.schrijf import OpPapier
from brievenbus.kaart import in_fours
from brievenbus.kennis.schema import Taal

_SURE_KIND = 0.45
_ANDER_MIDDEL = frozenset({"beroep", "verzet", "zienswijze", "zitting"})
_ZEGGEN = ("niet_betalen", "zitting", "regeling", "afspraak", "inleveren", "aanvragen", "bezwaar", "betalen", "controleren", "bellen")
"""For which actions there is something to say, the most useful first; two are said at most."""
_NUMMERS_TOT_LAATST = ("betalingskenmerk", "kenteken", "vermelding")
_WOORDEN = frozenset({"wat"})
"""Slots that hold a word of the language; all others hold what is copied from the letter."""
_ADRES = re.compile(r"\w\.[a-z]{2,}|://|@|\d{5,}", re.IGNORECASE)
"""What in a name is an address or a number: of a suspect letter that is never passed on."""


def make_poort(brief: Mapping[str, Any], taal: Taal) -> Poort:
    """Return the gate for the fixed sentences of the sheet filled with facts of this letter, as they are written in the language."""
    los = OpPapier(taal.taal).los
    facts = {
        "afzender": [los(sender(brief))],
        "soort": [los(soort(brief))],
        "kenmerk": [los(in_fours(k["waarde"])) for k in brief["kenmerken"]],
        "wat": [word.capitalize() for word in taal.termijnen.values()],
    }
    return Poort(facts, taal.meegeven.values())


def said(brief: Mapping[str, Any], taal: Taal, key: str, **waarden: str) -> Zin | None:
    """Return a fixed sentence filled with facts of the letter (copied) and words of the language, or None where the gate refuses it."""
    los = OpPapier(taal.taal).los
    zin = taal.meegeven[key].format(**{name: text if name in _WOORDEN else los(text) for name, text in waarden.items()})
    return Zin(zin) if make_poort(brief, taal).passes(zin) else None


def soort(brief: Mapping[str, Any]) -> str:
    """Return the kind of letter as it stands in a sentence."""
    return str(brief["briefsoort"]["naam"]).rstrip(".!?")


def sender(brief: Mapping[str, Any]) -> str:
    """Return the sender's name as it stands in a sentence."""
    return str(brief["afzender"]["naam"]).rstrip(".")


def make_belzinnen(brief: Mapping[str, Any], taal: Taal, vandaag: date, must: tuple[Dag, ...]) -> tuple[Zin, ...]:
    """Return the sentences in the order in which they are said.

    A sender that we are not sure of is not named, and a number of a suspect letter is not given away.
    """
    asked = _questions(brief, vandaag, must)
    if not asked:
        return ()
    suspect = brief["echtheid"]["verdacht"]
    script = [said(brief, taal, "ik_bel", afzender=sender(brief)) if _is_named(brief) else said(brief, taal, "ik_bel_zonder")]
    if not suspect and brief["briefsoort"]["zekerheid"] >= _SURE_KIND:
        script.append(said(brief, taal, "gaat_over", soort=soort(brief)))
    number = _reference(brief)
    if number and not suspect:
        script.append(_unbroken(said(brief, taal, "nummer", kenmerk=in_fours(number)), in_fours(number)))
    script += [said(brief, taal, f"zeg_{key}") for key in asked]
    if "regeling" in asked:
        script.append(said(brief, taal, "zeg_slot"))
    return tuple(zin for zin in script if zin is not None)


def _is_named(brief: Mapping[str, Any]) -> bool:
    who = brief["afzender"]
    if brief["echtheid"]["verdacht"]:
        return who["sleutel"] != "onbekend" and not _ADRES.search(who["naam"])
    return bool(who["sleutel"] != "onbekend" and who["zekerheid"] >= SURE_SENDER)


def _unbroken(zin: Zin | None, number: str) -> Zin | None:
    """Return the sentence with its number kept on one line: it is read aloud over the phone."""
    return zin and Zin(zin.nl.replace(number, number.replace(" ", "\u00a0")))


def _questions(brief: Mapping[str, Any], vandaag: date, must: tuple[Dag, ...]) -> tuple[str, ...]:
    if brief["echtheid"]["verdacht"]:
        return ("niet_betalen",)
    if brief["urgentie"] in ("geen", "onbekend") or set(brief["acties"]) <= {"bewaren", "niets"}:
        return ()
    acties = set(brief["acties"]) - ({"betalen"} if "regeling" in brief["acties"] else set())
    kinds = {term["soort"] for term in brief["termijnen"]}
    if kinds & _ANDER_MIDDEL:  # then objecting is not what can be done
        acties -= {"bezwaar"}
    if "zitting" in kinds:
        acties = acties - {"afspraak"} | {"zitting"}
    late = ["te_laat"] if any(dag.datum < vandaag for dag in must) else []
    asked = late + [key for key in _ZEGGEN if key in acties]
    return tuple([key for key in asked if key != "bellen"][:2] or asked)


def _reference(brief: Mapping[str, Any]) -> str:
    """Return the number by which the sender knows the letter: a file or customer number rather than one for paying."""
    known = [k for k in brief["kenmerken"] if k["soort"] not in ("kenteken", "vermelding")]
    known.sort(key=lambda k: k["soort"] in _NUMMERS_TOT_LAATST)
    return str(known[0]["waarde"]) if known else ""
