"""What a day is for: the words in its clause, its sentence, the ones around it, and last the letter type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from brievenbus.brief import TermijnSoort
from brievenbus.classify.context import Lezing
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Zin
from brievenbus.page import Span

EVENTS = frozenset({"afspraak", "zitting", "ontruiming", "afsluiting", "inning"})
RIGHTS = frozenset({"zienswijze", "verzet", "beroep", "bezwaar"})
ORDER: dict[str, int] = {
    name: i
    for i, name in enumerate(
        ("zienswijze", "verzet", "beroep", "bezwaar", "zitting", "ontruiming", "afsluiting", "inning", "opzeggen",
         "aanvragen", "inleveren", "afspraak", "betalen", "reageren", "ingang")
    )
}  # fmt: skip
STRONG = ("zienswijze", "verzet", "beroep", "bezwaar", "zitting", "inning", "ontruiming", "afsluiting")
MOMENT = "tijdstip"
_LETTER = frozenset({"brief", "schrijf", "schrijft", "schriftelijk", "mail", "bezwaarschrift", "beroepschrift", "verzetschrift"})
"""Words that make a sentence about sending something one about the letter of objection itself."""
WEAK = (MOMENT, "ingang")
"""Labels that say when, not what for: other words nearby go before them."""
VAGUE = ("inleveren", "reageren", "aanvragen")
"""Labels that also fit the letter with which somebody objects."""
_JUDGES = ("rechtbank", "huur_dagvaarding", "dw_dagvaarding", "cjib_gijzeling", "om_dagvaarding")


def kind_of(lezing: Lezing, zin: Zin, clause: Zin, span: Span) -> tuple[str | None, bool]:
    """Return what the day is for (or `MOMENT`), and whether the words stand in its own sentence."""
    right = _right_above(lezing, zin)
    own: str | None = None
    for place in (clause, zin):
        soort = _nearest(lezing, place, span)
        if soort in VAGUE and right is not None:
            return right, True
        if soort not in (None, *WEAK):
            return soort, True
        own = own or soort
    if right is not None:
        return right, False
    for other in _around(lezing, zin):
        soort = _nearest(lezing, other, span)
        if soort not in (None, *WEAK):
            return soort, False
    return own, own is not None


def _right_above(lezing: Lezing, zin: Zin) -> str | None:
    """The right (objection, appeal …) that the heading or the sentence before speaks of: 'your letter must reach us by …'."""
    heading = lezing.heading(zin)
    before = lezing.before(zin, 1) if _LETTER & set(zin.woorden) else ()
    for place in (*([heading] if heading is not None else []), *before):
        labels = {label for label, _ in lezing.woorden.labels("termijnsoorten", place)}
        for label in ("zienswijze", "verzet", "beroep", "bezwaar"):
            if label in labels:
                return label
    return None


def _around(lezing: Lezing, zin: Zin) -> Iterator[Zin]:
    """The places where the purpose may stand when the sentence itself does not tell, nearest first."""
    if "\t" in zin.tekst:
        yield from lezing.before(zin, 6)
    before = lezing.before(zin, 2)
    yield from before[:1]
    heading = lezing.heading(zin)
    if heading is not None and heading not in before:
        yield heading
    yield from before[1:]
    following = lezing.after(zin)
    if following is not None:
        yield following


def _nearest(lezing: Lezing, zin: Zin, span: Span) -> str | None:
    """Return the strong label that stands in the piece, else the label whose words stand nearest to the day."""
    hits = [(label, at) for label, at in lezing.woorden.labels("termijnsoorten", zin)]
    if not hits:
        return None
    for strong in STRONG:
        if any(label == strong for label, _ in hits):
            return strong
    real = [hit for hit in hits if hit[0] not in ("ingang", MOMENT)] or hits
    distance = {hit: min(abs(hit[1].start - span.eind), abs(span.start - hit[1].eind)) for hit in real}
    return min(real, key=lambda hit: (distance[hit], ORDER.get(hit[0], 99)))[0]


def event_of(kaart: BriefsoortKaart) -> TermijnSoort:
    """What an appointed day and hour means in this type of letter."""
    if kaart.sleutel.startswith(_JUDGES):
        return "zitting"
    if "ontruiming" in kaart.gevolgen and kaart.werkdagen:
        return "ontruiming"
    if "afsluiting" in kaart.gevolgen and kaart.werkdagen:
        return "afsluiting"
    return "afspraak"


def duty_of(kaart: BriefsoortKaart) -> TermijnSoort:
    """What a plain last day means in this type of letter, where its own words do not tell."""
    for actie in kaart.acties:
        if actie in ("betalen", "inleveren", "aanvragen"):
            return cast(TermijnSoort, actie)
    return "reageren"
