"""Which draft is the right answer to a letter. The law decides; in doubt there is none, for a wrong remedy costs the days of the right one.

Objection (`bezwaar`) is open against a decision of a public body (Awb 1:3, 7:1), to that body itself (Awb 6:4). So:
- the card of the letter type must name a term for objection that rests on the Awb, or on a law that changes only its length (AWR 22j,
  Vw 69, ZW 75k). To dispute a private debt (Zvw 18b, a bill, a rise of rent) is no objection in that sense.
- a letter that names `beroep` or `verzet` asks for another remedy: a traffic fine goes to the officier van justitie (Wahv 6), a criminal
  order is opposed (Sv 257e), a judgment by default too (Rv 143), a decision on an objection goes to court (Awb 8:1), a refused remission
  to the director or board (Uitvoeringsregeling IW 1990 art. 24). Courts, police and prosecutor give no decision in this sense
  (Awb 1:1 lid 2, 1:6), and a bailiff is no public body.
- against an intention there is no objection yet, only a `zienswijze` (Awb 6:3).
- the IND decides on asylum too, and that goes straight to court (Vw 69): there the letter must name a day for objection itself.

A request to pay in parts fits where the letter calls for `regeling`; not where the debt should be disputed, since asking for it may
count as owning up to the debt, which starts its limitation anew (BW 3:318), nor where an offer lies there to be accepted (Zvw 18a), nor
where paying is giving up the right to oppose (Sv 257e), nor for the security without which an appeal is not heard (Wahv 11).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brievenbus.afdruk.concept.vorm import Soort
from brievenbus.afdruk.heruitleg import is_onleesbaar
from brievenbus.afdruk.verbetering import Verbeterd
from brievenbus.explain import SURE_SENDER
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart

BESTUURSRECHT = frozenset({"awb_bezwaar", "belasting_bezwaar", "vw_bezwaar", "zw_bezwaar"})
"""Terms of regels/termijnen.toml within which one objects to a decision of a public body."""
ANDERS = frozenset({"zvw_betwisten"})
"""Terms of the same kind that are no such objection."""
_ALLEEN_MET_DAG = frozenset({"vw_bezwaar"})
_ANDER_MIDDEL = frozenset({"beroep", "verzet"})
_BESLUIT_NIET = frozenset({"justitie", "rechtspraak", "gerechtsdeurwaarder"})
_GEEN_REGELING = frozenset(
    {"incasso_onterecht_verjaard", "zv_regeling_2mnd", "cjib_strafbeschikking", "cjib_beroep_kantonrechter_zekerheid"}
)
_SURE_KIND = 0.5


def fits(brief: Mapping[str, Any], kennis: Kennis, soort: Soort, verbeterd: Verbeterd) -> bool:
    """Tell whether this draft answers the letter. Never for a suspect letter, an unreadable one, or good news."""
    if brief["echtheid"]["verdacht"] or is_onleesbaar(brief) or brief["goed_nieuws"]:
        return False
    if is_other_kind(verbeterd):
        return False
    if soort == "regeling":
        return "regeling" in brief["acties"] and brief["briefsoort"]["sleutel"] not in _GEEN_REGELING
    card = kennis.briefsoorten.get(brief["briefsoort"]["sleutel"])
    return card is not None and _is_decision(brief, kennis, card, sure_kind=_is_sure_kind(brief, kennis, verbeterd))


def is_other_kind(verbeterd: Verbeterd) -> bool:
    """Tell whether a volunteer says that it is another kind of letter, one that we do not know: what goes with the kind is not said."""
    return any(veld == "briefsoort.naam" for veld, _ in verbeterd.erbij)


def _is_decision(brief: Mapping[str, Any], kennis: Kennis, card: BriefsoortKaart, *, sure_kind: bool) -> bool:
    rules = {one.regel for one in card.termijn if one.soort == "bezwaar"} & BESTUURSRECHT
    terms = {one["soort"] for one in brief["termijnen"]}
    if not rules or terms & _ANDER_MIDDEL:
        return False
    named = "bezwaar" in terms
    if not named and ("bezwaar" not in brief["acties"] or "zienswijze" in terms or rules & _ALLEEN_MET_DAG):
        return False
    who = brief["afzender"]
    sender = kennis.afzenders.get(who["sleutel"]) if who["zekerheid"] >= SURE_SENDER and who["sleutel"] != "onbekend" else None
    if sender is None:
        return named and sure_kind
    return sender.overheid and sender.soort not in _BESLUIT_NIET and (named or sure_kind)


def _is_sure_kind(brief: Mapping[str, Any], kennis: Kennis, verbeterd: Verbeterd) -> bool:
    doubts = kennis.talen["nl"].twijfels
    if any(one.veld == "briefsoort.naam" for one in verbeterd.feiten):
        return True
    unsure = {doubts["soort_onzeker"], doubts["andere_taal"]} & set(brief["twijfels"])
    return bool(brief["briefsoort"]["zekerheid"] >= _SURE_KIND and not unsure)
