"""What a day is for: the words in its clause, its sentence, the ones around it, and last the letter type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from brievenbus.brief import TermijnSoort
from brievenbus.classify.context import Lezing, part
from brievenbus.classify.termijnwoorden import ORDERS
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
_ANAPHORS = (
    ("dit", "moet"), ("dat", "moet"), ("dat", "doet"), ("dat", "kan"), ("doe", "dit"), ("doe", "dat"), ("dit", "doet"), ("dit", "kan"),
    ("die", "brief"), ("uw", "brief"), ("deze", "brief"), ("de", "termijn"), ("die", "termijn"), ("daarvoor",), ("hiervoor",),
    ("u", "heeft", "daar"), ("u", "hebt", "daar"), ("u", "heeft", "daarvoor"), ("u", "hebt", "daarvoor"), ("u", "heeft", "hiervoor"),
    ("laat", "ons", "dat"), ("laat", "ons", "dit"), ("laat", "dat"), ("laat", "het"), ("je", "hebt", "daarvoor"), ("schrijf", "ons"),
)  # fmt: skip
"""How a sentence begins that speaks of what the sentence before it named."""
_POINTERS = frozenset({"ze", "die", "dat", "het", "dit", "deze"})
_MONEY = frozenset({"betaal", "betaalt", "betalen", "betaling", "bedrag", "geld", "rekening", "euro", "overmaken", "voldoen", "saldo"})
_TRANSFER = re.compile(r"\bover te (?:maken|schrijven|boeken)\b|\bnl\d\d")
WEAK = (MOMENT, "ingang")
"""Labels that say when, not what for: other words nearby go before them."""
VAGUE = ("inleveren", "reageren", "aanvragen")
"""Labels that also fit the letter with which somebody objects."""
_JUDGES = ("rechtbank", "huur_dagvaarding", "dw_dagvaarding", "cjib_gijzeling", "om_dagvaarding")
_PLANNED = re.compile(
    r"\b(?:voordat|voor|alvorens) (?:wij|we) (?:dit|dat|een besluit|het besluit|een beslissing|definitief)[^,.;]{0,30}"
    r"\b(?:doen|beslissen|besluiten|nemen)\b"
)
"""'Voordat wij dit doen, mag u zeggen wat u ervan vindt': what is asked then is a view on the plan."""
_SIGNED = frozenset({"ondertekend", "ondertekenen", "getekend", "ondertekende", "getekende"})
_QUOTED = re.compile(r"['‘\"“„][^'’\"”]{3,80}['’\"”]")
_MONEY_STARTS = ("betaal", "betal", "overm", "gestort", "schuld", "premie", "huur", "vold")


def kind_of(lezing: Lezing, kaart: BriefsoortKaart, zin: Zin, clause: Zin, span: Span, *, laatste: bool = False) -> tuple[str | None, bool]:
    """Return what the day is for (or `MOMENT`), and whether the words stand in its own sentence.

    `laatste`: the day is a last day, so what happens on an appointed day (a hearing, a collection) is what it is for only
    where nothing else is asked: 'deze stukken moeten uiterlijk 26 november voor de zitting binnen zijn'.
    """
    clause = _cut(clause, span)
    soort, near = _kind(lezing, zin, clause, span, laatste)
    if soort == "betalen" and near and duty_of(kaart) != "betalen" and "€" not in zin.tekst and not _speaks_of_money(zin):
        return "inleveren", near  # 'deze moet uiterlijk 24 november binnen zijn', of a form
    if soort == "reageren" and ("voornemen" in kaart.sleutel or _is_intention(lezing, zin)):
        return "zienswijze", near
    if soort == "bezwaar" and not any(word.startswith("bezwa") for word in zin.woorden):
        rights = [v.soort for v in kaart.termijn if v.soort in RIGHTS]
        if rights and "bezwaar" not in rights:
            return rights[0], near  # 'niet mee eens' in a letter against which only appeal lies
    return soort, near


def _is_intention(lezing: Lezing, zin: Zin) -> bool:
    """The sentence or one of the ones before it asks for the resident's view before a decision that is only planned."""
    return any(_PLANNED.search(other.tekst.lower()) for other in (zin, *lezing.before(zin, 8)))


def _cut(clause: Zin, span: Span) -> Zin:
    """Leave out a second order after the day: 'betaal uiterlijk 24 november of stuur een kopie'."""
    for a, b in pairwise(clause.tokens):
        if a.span.start >= span.eind and (
            (a.woord in ("of", "en") and b.woord in ORDERS) or (a.woord == "dan" and b.woord.endswith(("n", "t")))
        ):
            return part(clause, Span(clause.span.start, a.span.start))
    return clause


def _speaks_of_money(zin: Zin) -> bool:
    return any(word in _MONEY or word.startswith(_MONEY_STARTS) for word in zin.woorden) or _TRANSFER.search(zin.tekst.lower()) is not None


def _kind(lezing: Lezing, zin: Zin, clause: Zin, span: Span, laatste: bool) -> tuple[str | None, bool]:
    right = _right_above(lezing, zin)
    own: str | None = None
    for place in (clause, _cut(_between_semicolons(zin, span), span), zin):
        soort = _nearest(lezing, place, span, laatste)
        if right is not None and (soort in VAGUE or (soort == "betalen" and _LETTER & set(zin.woorden) and not _MONEY & set(zin.woorden))):
            return right, True
        if soort in VAGUE and place is clause and _POINTERS & set(clause.woorden):
            said = _right_in(lezing, zin)
            if said is not None:
                return said, True
        if soort not in (None, *WEAK):
            return soort, True
        own = own or soort
    if right is not None:
        return right, False
    for other in _around(lezing, zin):
        soort = _nearest(lezing, other, span, laatste)
        if soort not in (None, *WEAK):
            return soort, False
    return own, own is not None


def _between_semicolons(zin: Zin, span: Span) -> Zin:
    """The half of a long sentence in which the day stands: 'wie opzegt, doet dat uiterlijk 31 december; kiezen kan daarna nog'."""
    text = zin.tekst
    at = span.start - zin.span.start
    start = text.rfind(";", 0, max(0, at)) + 1
    end = text.find(";", max(0, span.eind - zin.span.start))
    return part(zin, Span(zin.span.start + start, zin.span.start + (end if end >= 0 else len(text))))


def _right_in(lezing: Lezing, zin: Zin) -> str | None:
    labels = {label for label, _ in lezing.woorden.labels("termijnsoorten", zin)}
    return next((label for label in ("zienswijze", "verzet", "beroep", "bezwaar") if label in labels), None)


def _right_above(lezing: Lezing, zin: Zin) -> str | None:
    """The right (objection, appeal …) that the heading or the sentences before speak of: 'your letter must reach us by …'."""
    heading = lezing.heading(zin)
    points = any(zin.woorden[: len(start)] == start for start in _ANAPHORS)
    reach = 3 if points else 2 if _LETTER & set(zin.woorden) else 0
    above = [heading] if heading is not None else []
    before = lezing.before(zin, reach)
    for place in (*before, *above) if points else (*above, *before):
        label = _right_in(lezing, place)
        if label is not None:
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


def _nearest(lezing: Lezing, zin: Zin, span: Span, laatste: bool) -> str | None:
    """Return the strong label that stands in the piece, else the label whose words stand nearest to the day."""
    hits = [(label, at) for label, at in lezing.woorden.labels("termijnsoorten", zin)]
    labels = {label for label, _ in hits}
    if not hits:
        return None
    if len(labels) > 1:
        hits = [hit for hit in hits if not _is_quoted(zin, hit[1])] or hits
        labels = {label for label, _ in hits}
    if {"inleveren", "reageren"} <= labels and _SIGNED & set(zin.woorden):
        hits = [hit for hit in hits if hit[0] != "reageren"]  # a form that is to be sent back signed
    for strong in STRONG:
        if strong in labels and (not laatste or strong in RIGHTS):
            return strong
    if laatste and "ontruiming" in labels and not labels & {"betalen"}:
        return "ontruiming"
    quiet = ("ingang", MOMENT, *(EVENTS if laatste else ()))
    real = [hit for hit in hits if hit[0] not in quiet] or [hit for hit in hits if hit[0] not in ("ingang", MOMENT)] or hits
    distance = {hit: min(abs(hit[1].start - span.eind), abs(span.start - hit[1].eind)) for hit in real}
    return min(real, key=lambda hit: (distance[hit], ORDER.get(hit[0], 99)))[0]


def _is_quoted(zin: Zin, span: Span) -> bool:
    """Words in the title of a form or folder say nothing of what the day is for."""
    start = span.start - zin.span.start
    return any(m.start() < start < m.end() for m in _QUOTED.finditer(zin.tekst))


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
