"""What a day is for: the words in its clause, its sentence, the ones around it, and last the letter type."""

from __future__ import annotations

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
_MONEY = frozenset({"betaal", "betaalt", "betalen", "betaling", "bedrag", "geld", "rekening", "euro", "overmaken", "voldoen"})
WEAK = (MOMENT, "ingang")
"""Labels that say when, not what for: other words nearby go before them."""
VAGUE = ("inleveren", "reageren", "aanvragen")
"""Labels that also fit the letter with which somebody objects."""
_JUDGES = ("rechtbank", "huur_dagvaarding", "dw_dagvaarding", "cjib_gijzeling", "om_dagvaarding")
_MONEY_STARTS = ("betaal", "betal", "overm", "gestort", "schuld", "premie", "huur", "vold")


def kind_of(
    lezing: Lezing, kaart: BriefsoortKaart, zin: Zin, clause: Zin, span: Span, *, laatste: bool = False
) -> tuple[str | None, bool]:
    """Return what the day is for (or `MOMENT`), and whether the words stand in its own sentence.

    `laatste`: the day is a last day, so what happens on an appointed day (a hearing, a collection) is what it is for only
    where nothing else is asked: 'deze stukken moeten uiterlijk 26 november voor de zitting binnen zijn'.
    """
    clause = _cut(clause, span)
    soort, near = _kind(lezing, zin, clause, span, laatste)
    if soort == "betalen" and near and duty_of(kaart) == "inleveren" and "€" not in zin.tekst and not _speaks_of_money(zin):
        return "inleveren", near  # 'deze moet uiterlijk 24 november binnen zijn', of a form
    if soort == "reageren" and "voornemen" in kaart.sleutel:
        return "zienswijze", near
    if soort == "bezwaar" and not any(word.startswith("bezwa") for word in zin.woorden):
        rights = [v.soort for v in kaart.termijn if v.soort in RIGHTS]
        if rights and "bezwaar" not in rights:
            return rights[0], near  # 'niet mee eens' in a letter against which only appeal lies
    return soort, near


def _cut(clause: Zin, span: Span) -> Zin:
    """Leave out a second order after the day: 'betaal uiterlijk 24 november of stuur een kopie'."""
    for a, b in pairwise(clause.tokens):
        if a.span.start >= span.eind and a.woord in ("of", "en") and b.woord in ORDERS:
            return part(clause, Span(clause.span.start, a.span.start))
    return clause


def _speaks_of_money(zin: Zin) -> bool:
    return any(word in _MONEY or word.startswith(_MONEY_STARTS) for word in zin.woorden)


def _kind(lezing: Lezing, zin: Zin, clause: Zin, span: Span, laatste: bool) -> tuple[str | None, bool]:
    right = _right_above(lezing, zin)
    own: str | None = None
    for place in (clause, zin):
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
    for strong in STRONG:
        if strong in labels and (not laatste or strong in RIGHTS):
            return strong
    if laatste and "ontruiming" in labels and not labels & {"betalen"}:
        return "ontruiming"
    quiet = ("ingang", MOMENT, *(EVENTS if laatste else ()))
    real = [hit for hit in hits if hit[0] not in quiet] or [hit for hit in hits if hit[0] not in ("ingang", MOMENT)] or hits
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
