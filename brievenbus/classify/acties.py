"""What the letter calls for: of all that may belong to its type, what its own terms, sums and sentences bear out.

The card of a letter type lists what such letters may ask. This letter asks less, or a thing more: an appointment is only gone to where
there is one, papers are only sent where they are asked for, and who may lay a letter aside is not sent to keep watch over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from brievenbus.brief import ERNST, Actie, Bedrag, Termijn
from brievenbus.classify.context import Lezing
from brievenbus.classify.verleden import is_conditional, is_past
from brievenbus.kennis.schema import BriefsoortKaart

BOEK = "acties"
COLLECTED: tuple[Actie, ...] = ("controleren",)
"""A bill that is collected without the resident: nothing to do but see whether it is right."""
SUSPECT: tuple[Actie, ...] = ("niet_betalen", "controleren")
_BY_TERM: tuple[tuple[str, Actie], ...] = (
    ("inleveren", "inleveren"),
    ("afspraak", "afspraak"),
    ("zitting", "afspraak"),
    ("aanvragen", "aanvragen"),
    ("zienswijze", "bezwaar"),
)
_BY_PHRASE: tuple[tuple[str, Actie], ...] = (("teruggave_formulier", "inleveren"), ("ophalen", "afspraak"), ("aanvragen", "aanvragen"))
"""What a plain request adds, with or without a day."""
_ASKED: frozenset[Actie] = frozenset({"betalen", "inleveren", "afspraak", "aanvragen", "bezwaar"})
_QUIET: frozenset[Actie] = frozenset({"bewaren", "niets"})
_LIGHT: frozenset[Actie] = _QUIET | {"controleren"}


@dataclass(frozen=True)
class _Vraag:
    """What of this letter bears on its actions."""

    kaart: BriefsoortKaart
    gunstig: bool
    due: bool
    kinds: frozenset[str]
    gezegd: frozenset[str]
    gevraagd: frozenset[str]


def find_acties(
    lezing: Lezing, kaart: BriefsoortKaart, bedragen: tuple[Bedrag, ...], termijnen: tuple[Termijn, ...],
    *, gunstig: bool, verdacht: bool,
) -> tuple[Actie, ...]:  # fmt: skip
    """Return what the letter calls for. A card's action that nothing in the letter bears out is left out."""
    if verdacht:
        return SUSPECT
    due = any(b.soort == "te_betalen" for b in bedragen)
    said, asked = _labels(lezing)
    vraag = _Vraag(kaart, gunstig, due, frozenset(t.soort for t in termijnen), said, asked)
    found: list[Actie] = [actie for actie in kaart.acties if _is_borne_out(actie, vraag)]
    if due and "betalen" not in found and not gunstig and "inning" not in vraag.kinds:
        found.insert(0, "betalen")
    for kind, actie in _BY_TERM:
        if kind in vraag.kinds and actie not in found:
            found.append(actie)
    for label, actie in _BY_PHRASE:
        if label in asked and actie not in found and _may_add(label, vraag):
            found.append(actie)
    if "regeling" in asked and "betalen" in found and "regeling" not in found and kaart.slecht_nieuws and not gunstig:
        found.append("regeling")
    return _settle(found, vraag)


def _labels(lezing: Lezing) -> tuple[frozenset[str], frozenset[str]]:
    """Return what is said anywhere, and what is said in a sentence that neither sets a condition nor tells of before."""
    said: set[str] = set()
    asked: set[str] = set()
    for zin in lezing.zinnen:
        labels = {label for label, _ in lezing.woorden.labels(BOEK, zin)}
        said |= labels
        if labels and not is_conditional(lezing, zin) and not is_past(lezing, zin):
            asked |= labels
    return frozenset(said), frozenset(asked)


def _is_borne_out(actie: Actie, vraag: _Vraag) -> bool:
    """Tell whether this letter asks what its card lists."""
    check = _CHECKS.get(actie)
    return check is None or check(vraag)


def _may_add(label: str, vraag: _Vraag) -> bool:
    """Who is granted a thing need not apply for it; what is ready to be fetched matters where nothing else is asked."""
    if label == "aanvragen":
        return not vraag.gunstig
    return label != "ophalen" or set(vraag.kaart.acties) <= _LIGHT


def _pays(vraag: _Vraag) -> bool:
    return vraag.due or "betalen" in vraag.kinds


def _spreads(vraag: _Vraag) -> bool:
    grave = ERNST[vraag.kaart.urgentie] >= ERNST["hoog"]
    return not vraag.gunstig and (grave or _pays(vraag) or "regeling" in vraag.gezegd)


def _objects(vraag: _Vraag) -> bool:
    """Where objecting is among the first things of its card it is the answer to such a letter, whether or not it says so."""
    rights = {"bezwaar", "beroep", "verzet", "zienswijze", "zitting"}
    return not vraag.gunstig and bool("bezwaar" in vraag.kaart.acties[:2] or rights & vraag.kinds or "rechten" in vraag.gezegd)


def _sends(vraag: _Vraag) -> bool:
    return "inleveren" in vraag.kinds or "inleveren" in vraag.gezegd


def _goes(vraag: _Vraag) -> bool:
    return bool({"afspraak", "zitting"} & vraag.kinds) or "afspraak" in vraag.gezegd


def _calls(vraag: _Vraag) -> bool:
    """Where all hangs on the next days calling is always right; elsewhere where the letter gives it as a way."""
    return vraag.kaart.urgentie == "kritiek" or vraag.kaart.acties[0] == "bellen" or "bellen" in vraag.gezegd


_CHECKS: dict[Actie, Callable[[_Vraag], bool]] = {
    "betalen": _pays,
    "regeling": _spreads,
    "bezwaar": _objects,
    "inleveren": _sends,
    "afspraak": _goes,
    "bellen": _calls,
}


def _settle(found: list[Actie], vraag: _Vraag) -> tuple[Actie, ...]:
    """Let go of what something weightier makes idle: keeping and checking beside acting, doing nothing beside anything."""
    first = vraag.kaart.acties[0]
    asked = _ASKED & set(found)
    free = "vrijwillig" in vraag.gezegd or (vraag.kaart.acties == ("niets",) and asked <= {"afspraak"})
    if first == "niets" and free and not vraag.due:
        return ("niets",)  # an advertisement or survey may be laid aside, whatever day it names
    if not asked and "bewaar" in vraag.gezegd and "bewaren" not in found:
        found.append("bewaren")
    if not found:
        found = ["bewaren"] if vraag.gunstig or ERNST[vraag.kaart.urgentie] <= ERNST["laag"] else ["controleren"]
    idle = {"bewaren"} if asked - {"afspraak"} or (asked and first != "bewaren") else set()
    if {"inleveren", "afspraak"} & asked and first != "controleren" and "controleren" not in vraag.gezegd:
        idle.add("controleren")
    if set(found) >= _QUIET:
        idle.add("niets" if {"bewaar", "bewaren"} & vraag.gezegd or vraag.gunstig else "bewaren")
    kept = [actie for actie in found if actie not in idle]
    return tuple(actie for actie in kept if actie != "niets" or len(kept) == 1)
