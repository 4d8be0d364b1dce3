"""The days that matter: printed dates and counted terms, each with what must be done or what happens on that day.

Rules that never bend: a printed date goes before a computed one; a term is never counted from today or from a day the
letter does not show; in doubt the earliest day is given (contract, rules 1 and 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from brievenbus.brief import Termijn, TermijnSoort
from brievenbus.classify.context import Lezing, part, words_before
from brievenbus.feiten import Datum, Duur, Feiten
from brievenbus.kennis import Kennis
from brievenbus.kennis.rekenen import einde, plus, werkdagen_na
from brievenbus.kennis.schema import BriefsoortKaart, TermijnRegel
from brievenbus.match import Zin, evidence
from brievenbus.page import Span

DEADLINE = frozenset({"tot_en_met", "voor", "tot"})
EVENTS = frozenset({"afspraak", "zitting", "ontruiming", "afsluiting", "inning"})
RIGHTS = frozenset({"zienswijze", "verzet", "beroep", "bezwaar"})
STRONG = ("zienswijze", "verzet", "beroep", "bezwaar", "zitting", "inning")
STATUTORY = RIGHTS | {"betalen"}
_PAST = frozenset(
    "kon konden had hadden moest moesten was waren werd werden stuurden stuurde schreven schreef ontvingen ontving vroegen vroeg "
    "spraken sprak liet lieten zouden gaf gaven kreeg kregen deed deden belde belden bracht brachten vond vonden nam namen meldde "
    "meldden betaalde betaalden verzonden gestuurd geschreven toegestuurd verstuurd ontvangen gevraagd geweest besloten gelegd "
    "diende dienden kwam kwamen ging gingen startte begon heette bleek bleken verliep verstreek verstreken geboren gesloten "
    "uitgevaardigd aangemaand opgelegd ingediend gemeld gesproken gebeld jl laatstleden afgelopen vorige".split()
)
_SELF = frozenset("wij we ik".split())
_SELF_STARTS = (
    ("hoort", "u"), ("ontvangt", "u"), ("krijgt", "u"), ("u", "hoort"), ("u", "ontvangt"), ("u", "krijgt"),
    ("de", "rechter"), ("de", "kantonrechter"), ("de", "rechtbank"), ("het", "college"), ("de", "gemeente"), ("de", "ind"),
    ("u", "hebt", "van", "ons"), ("de", "commissie"), ("de", "officier"), ("you", "will"),
)  # fmt: skip
_DUTY = frozenset("moet moeten dient dienen verplicht verzoek verzoeken verzocht vragen vraag wilt kunt kan mag mogen must".split())


@dataclass(frozen=True, slots=True)
class Vondst:
    """A term found in the letter, before doubles are taken out. `kracht` tells how plainly it was said."""

    soort: TermijnSoort
    datum: date
    span: Span
    kracht: int
    duur: Duur | None = None
    regel: str | None = None
    einde: date | None = None


def termijnen(
    lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart | None, kennis: Kennis, peildatum: date
) -> tuple[Termijn, ...]:
    """Return the terms of the letter, earliest first. `peildatum` only decides `verlopen`."""
    found = [*_printed(lezing, feiten), *_computed(lezing, feiten, kaart, kennis)]
    found.extend(_by_law(lezing, feiten, kaart, kennis, found))
    return tuple(
        Termijn(
            soort=v.soort,
            datum=v.datum,
            herkomst="berekend" if v.regel else "gedrukt",
            juridisch_einde=v.einde if v.einde and v.einde > v.datum else None,
            rekenregel=v.regel,
            verlopen=v.datum < peildatum,
            bewijs=evidence(lezing.tekst, v.span),
        )
        for v in _settle(found)
    )


# ---------------------------------------------------------------- printed dates
def _printed(lezing: Lezing, feiten: Feiten) -> Iterator[Vondst]:
    letter = feiten.briefdatum.waarde if feiten.briefdatum else None
    for datum in feiten.data:
        if feiten.briefdatum and datum.span == feiten.briefdatum.span:
            continue
        zin = lezing.zin_at(datum.span.start)
        if zin is None or (letter is not None and datum.waarde < letter - timedelta(days=1)):
            continue
        vondst = _printed_term(lezing, zin, datum, letter)
        if vondst is not None:
            yield vondst


def _printed_term(lezing: Lezing, zin: Zin, datum: Datum, letter: date | None) -> Vondst | None:
    marker = _marker(lezing, zin, datum)
    clause = lezing.clause(zin, datum.span)
    soort, near = _kind(lezing, zin, clause, datum.span)
    if soort is None:
        return None
    past = any(word in _PAST for word in clause.woorden)
    if marker in DEADLINE:
        if past and not any(word in _DUTY for word in clause.woorden) and (letter is None or datum.waarde <= letter):
            return None
        day = datum.waarde - timedelta(days=1) if marker in ("voor", "tot") and soort not in EVENTS else datum.waarde
        return Vondst(soort, day, _around(zin, clause, datum.span), 3 if near else 2)
    if letter is None and past:
        return None
    if soort in EVENTS and marker in ("op", "") and not _is_aside(clause):
        return Vondst(soort, datum.waarde, _around(zin, clause, datum.span), 3 if near else 1) if near else None
    if soort == "betalen" and near and (marker == "op" or "\t" in zin.tekst) and not past:
        return Vondst(soort, datum.waarde, _around(zin, clause, datum.span), 1)
    if soort == "ingang" and marker == "vanaf" and near and _explicit_start(clause, datum.span):
        return Vondst(soort, datum.waarde, _around(zin, clause, datum.span), 0)
    return None


def _marker(lezing: Lezing, zin: Zin, datum: Datum) -> str:
    """Return the label of the marker words right before the date: weekday and article may stand between."""
    before = part(zin, Span(zin.span.start, datum.span.start))
    recent = part(zin, Span(max(zin.span.start, datum.span.start - 45), datum.span.start))
    best, best_end = "", -1
    for label, span in lezing.woorden.labels("termijnmarkers", recent):
        between = lezing.tekst.plat[span.eind : datum.span.start]
        if len(between.split()) > (4 if label == "tot_en_met" else 2):
            continue
        if (span.eind, -span.start) > (best_end, 0) or (span.eind == best_end and label == "tot_en_met"):
            best, best_end = label, span.eind
    if best:
        return best
    if "\t" in zin.tekst or ":" in before.tekst or not before.tokens:
        above = lezing.before(zin, 1)
        label = before if before.tokens else (above[0] if above else before)
        if any(found == "tot_en_met" for found, _ in lezing.woorden.labels("termijnmarkers", label)):
            return "tot_en_met"
    after = part(zin, Span(datum.span.eind, min(zin.span.eind, datum.span.eind + 60)))
    if any(word in ("uiterlijk", "latest") for word in after.woorden[:3]):
        return "tot_en_met"
    return ""


def _explicit_start(clause: Zin, span: Span) -> bool:
    before = words_before(clause, span, 4)
    return "ingang" in before or "ingangsdatum" in before or ("gaat" in clause.woorden and "in" in clause.woorden)


def _is_aside(clause: Zin) -> bool:
    """A day in a clause that tells of the past, or that the office is closed, is no appointment."""
    return any(word in _PAST or word in ("gesloten", "dicht", "vakantie") for word in clause.woorden)


def _around(zin: Zin, clause: Zin, span: Span) -> Span:
    """Evidence: the clause if it is short enough to read, else the sentence part around the fact."""
    if clause.span.start <= span.start and clause.span.eind >= span.eind and len(clause.tekst) >= 25:
        return clause.span
    return zin.span if len(zin.tekst) <= 200 else span


def _kind(lezing: Lezing, zin: Zin, clause: Zin, span: Span) -> tuple[TermijnSoort | None, bool]:
    """Return what the day is for, and whether the words stand in its own sentence (else in the ones around it)."""
    for place in (clause, zin):
        soort = _nearest_label(lezing, place, span)
        if soort is not None:
            return soort, True
    if "\t" in zin.tekst:
        for above in lezing.before(zin, 6):
            soort = _nearest_label(lezing, above, span)
            if soort is not None and soort != "ingang":
                return soort, False
    following = lezing.after(zin)
    around = [*lezing.before(zin, 2), *([following] if following else [])]
    heading = lezing.heading(zin)
    if heading is not None and heading.nummer < zin.nummer - 2:
        around.insert(1, heading)
    for other in around:
        soort = _nearest_label(lezing, other, span)
        if soort is not None and soort != "ingang":
            return soort, False
    return None, False


def _nearest_label(lezing: Lezing, zin: Zin, span: Span) -> TermijnSoort | None:
    hits = [(label, at) for label, at in lezing.woorden.labels("termijnsoorten", zin) if label in _ORDER]
    if not hits:
        return None
    for strong in STRONG:
        if any(label == strong for label, _ in hits):
            return cast(TermijnSoort, strong)
    real = [hit for hit in hits if hit[0] != "ingang"] or hits
    distance = {hit: min(abs(hit[1].start - span.eind), abs(span.start - hit[1].eind)) for hit in real}
    return cast(TermijnSoort, min(real, key=lambda hit: (distance[hit], _ORDER[hit[0]]))[0])


_ORDER = {
    name: i
    for i, name in enumerate(
        ("zienswijze", "verzet", "beroep", "bezwaar", "zitting", "ontruiming", "afsluiting", "inning", "opzeggen",
         "aanvragen", "inleveren", "afspraak", "betalen", "reageren", "ingang")
    )
}  # fmt: skip


# ---------------------------------------------------------------- terms counted in weeks
def _computed(lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart | None, kennis: Kennis) -> Iterator[Vondst]:
    for duur in feiten.duren:
        if duur.marker not in ("binnen", "gedurende", "termijn", "heeft", "uiterlijk") and duur.basis == "onbekend":
            continue
        if duur.marker in ("voor", "per") or duur.eenheid == "jaren":
            continue
        zin = lezing.zin_at(duur.span.start)
        if zin is None:
            continue
        clause = lezing.clause(zin, Span(duur.span.start, min(duur.span.eind, zin.span.eind)))
        if _own_promise(zin, clause, duur):
            continue
        basis = _basis_day(lezing, feiten, duur)
        soort, near = _kind(lezing, zin, clause, duur.span)
        if basis is None or soort is None or soort in ("ingang", "inning"):
            continue
        if not near and duur.marker in ("gedurende", "heeft", "") and soort not in RIGHTS:
            near = False
        rule = _rule_for(soort, duur, kaart, kennis)
        yield _count(soort, basis, duur, rule, kennis, zin, near)


def _count(soort: TermijnSoort, basis: date, duur: Duur, rule: TermijnRegel | None, kennis: Kennis, zin: Zin, near: bool) -> Vondst:
    if duur.eenheid == "werkdagen":
        raw = werkdagen_na(basis, duur.aantal, kennis.dagen)
    else:
        raw = plus(basis, duur.aantal, duur.eenheid)
    end = None
    text = f"datum brief + {duur.aantal} {duur.eenheid}"
    if rule is not None:
        end = einde(rule, basis, kennis.dagen)[1]
        text = f"{text} ({rule.wet})"
    span = Span(zin.span.start, zin.span.eind) if len(zin.tekst) <= 200 else duur.span
    return Vondst(soort, raw, span, 2 if near else 1, duur, text, end)


def _rule_for(soort: TermijnSoort, duur: Duur, kaart: BriefsoortKaart | None, kennis: Kennis) -> TermijnRegel | None:
    """The law of this letter type for this kind of term, if it is as long as what the letter says."""
    if kaart is None:
        return None
    for verwijzing in kaart.termijn:
        rule = kennis.termijnregels[verwijzing.regel]
        if verwijzing.soort == soort and (rule.aantal, rule.eenheid) == (duur.aantal, duur.eenheid):
            return rule
    return None


def _basis_day(lezing: Lezing, feiten: Feiten, duur: Duur) -> date | None:
    """Return the day to count from, only if the letter shows it."""
    letter = feiten.briefdatum.waarde if feiten.briefdatum else None
    if duur.basis == "uitspraak":
        return _day_beside(lezing, feiten, ("uitspraak", "uitgesproken", "gewezen", "vonnis")) or None
    if duur.basis == "betekening" and not _is_exploot(lezing):
        return None
    return letter


def _is_exploot(lezing: Lezing) -> bool:
    """The letter itself is the service: a bailiff's writ ('exploot', 'betekend', 'heden')."""
    words = {t.woord for zin in lezing.zinnen for t in zin.tokens}
    return bool(words & {"exploot", "betekend", "betekende", "betekening"}) and bool(
        words & {"heden", "exploot", "deurwaarder", "gerechtsdeurwaarder", "belastingdeurwaarder"}
    )


def _day_beside(lezing: Lezing, feiten: Feiten, words: tuple[str, ...]) -> date | None:
    """Return the date that stands in a sentence or row with one of the words, nearest before the date."""
    for datum in (*feiten.data, *((feiten.briefdatum,) if feiten.briefdatum else ())):
        zin = lezing.zin_at(datum.span.start)
        if zin is not None and any(w in words for w in words_before(zin, datum.span, 4)):
            return datum.waarde
    return None


def _own_promise(zin: Zin, clause: Zin, duur: Duur) -> bool:
    """'Wij beslissen binnen zes weken' is a promise of the sender, not a term of the resident."""
    words = clause.woorden
    duty = any(word in _DUTY for word in words)
    if any(words[i : i + len(start)] == start for start in _SELF_STARTS for i in range(min(4, len(words)))):
        return not duty
    before = words_before(clause, duur.span, 12)
    if any(word in _SELF for word in before) and not duty and not ("u" in words or "uw" in words):
        return True
    verbs = {"beslissen", "beslist", "hoort", "behandelen", "besluiten", "sturen", "laten", "betalen", "nemen", "bellen"}
    return bool(before) and before[0] in _SELF and len(before) > 1 and before[1] in verbs


# ---------------------------------------------------------------- terms the law attaches
def _by_law(
    lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart | None, kennis: Kennis, found: Iterable[Vondst]
) -> Iterator[Vondst]:
    """A right that the letter names without a term gets the term of the law, counted from the letter date."""
    if kaart is None or feiten.briefdatum is None:
        return
    have = {v.soort for v in found}
    for verwijzing in kaart.termijn:
        rule = kennis.termijnregels[verwijzing.regel]
        if verwijzing.soort in have or verwijzing.soort not in RIGHTS or rule.onbevestigd:
            continue
        if rule.basis not in ("dagtekening", "verzending") or have & RIGHTS:
            continue
        mention = _mention(lezing, verwijzing.soort)
        if mention is None:
            continue
        raw, end = einde(rule, feiten.briefdatum.waarde, kennis.dagen)
        text = f"datum brief + {rule.aantal} {rule.eenheid} ({rule.wet})"
        yield Vondst(verwijzing.soort, raw, mention.span, 0, None, text, end)


def _mention(lezing: Lezing, soort: str) -> Zin | None:
    for zin in lezing.zinnen:
        if any(label == soort for label, _ in lezing.woorden.labels("termijnsoorten", zin)):
            if any(word in _DUTY for word in zin.woorden) and not any(word in ("geen", "niet", "kon") for word in zin.woorden[:6]):
                return zin
    return None


# ---------------------------------------------------------------- one list
def _settle(found: list[Vondst]) -> list[Vondst]:
    """Take out doubles: one entry a kind and day; a counted term falls away where a printed one of its kind is near."""
    printed = [v for v in found if v.regel is None]
    kept: dict[tuple[str, date], Vondst] = {}
    for v in sorted(found, key=lambda v: (v.regel is not None, -v.kracht)):
        if v.regel is not None and any(p.soort == v.soort and abs((p.datum - v.datum).days) <= 10 for p in printed):
            continue
        key = (v.soort, v.datum)
        if key not in kept:
            kept[key] = v
    return sorted(kept.values(), key=lambda v: (v.datum, _ORDER[v.soort]))
