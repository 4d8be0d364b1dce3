"""To whom a letter is proposed: wijkteam, vrijwilliger or niemand, why, how soon, and which question decides.

A route is a proposal about a letter. Nothing leaves the desk without the resident's recorded yes for this letter.
"""

from __future__ import annotations

from brievenbus.brief import ERNST, Actie, Route, Urgentie
from brievenbus.kennis.schema import BriefsoortKaart

WGS_WERKDAGEN = 3
"""Wet gemeentelijke schuldhulpverlening art. 4 lid 2."""


def propose(kaart: BriefsoortKaart, urgentie: Urgentie, acties: tuple[Actie, ...], *, gunstig: bool, mens_nodig: bool) -> Route:
    """Return the proposal. `redenen` are keys of [redenen] in the language files."""
    spoed = urgentie == "kritiek"
    werkdagen = WGS_WERKDAGEN if kaart.werkdagen and not gunstig else None
    if (kaart.wijkteam == "ja" and not gunstig) or werkdagen or spoed:
        reasons = [
            *(["kritiek"] if spoed else []),
            *(["wgs"] if werkdagen else []),
            *(["soort_wijkteam"] if kaart.wijkteam == "ja" else []),
        ]
        return Route("wijkteam", spoed, tuple(reasons), werkdagen)
    question = kaart.vraag if kaart.wijkteam == "vraag" and not gunstig else None
    reasons = []
    if question:
        reasons.append("voorwaarde")
    idle = ("bewaren", "niets", "controleren") if ERNST[urgentie] <= ERNST["laag"] else ("bewaren", "niets")
    if any(actie not in idle for actie in acties):
        reasons.append("zelf_doen")
    if urgentie in ("hoog", "onbekend"):
        reasons.append("hoog")
    if mens_nodig:
        reasons.append("mens_nodig")
    if reasons:
        return Route("vrijwilliger", False, tuple(reasons), None, question or None)
    return Route("niemand", False, ("goed_nieuws" if gunstig else "niets",))
