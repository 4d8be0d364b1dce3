"""The days that matter: printed dates and counted terms, each with what must be done or what happens on that day.

Rules that never bend: a printed date goes before a computed one; a term is never counted from today or from a day the
letter does not show; in doubt the earliest day is given (contract, rules 1 and 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from brievenbus.brief import ERNST, Termijn, TermijnSoort
from brievenbus.classify.context import Lezing, part, words_before
from brievenbus.classify.termijnsoort import EVENTS, MOMENT, ORDER, RIGHTS, duty_of, event_of, kind_of
from brievenbus.feiten import Datum, Duur, Feiten
from brievenbus.kennis import Kennis
from brievenbus.kennis.rekenen import einde, plus, werkdagen_na
from brievenbus.kennis.schema import BriefsoortKaart, TermijnRegel
from brievenbus.match import Zin, evidence
from brievenbus.page import Span

DEADLINE = frozenset({"tot_en_met", "voor", "tot"})
MOST_WORDS_OF_A_DAY = 6
"""A line of so few words with a date in it is the day itself ("woensdag 9 december 2026"), not a sentence about it."""
FAR = timedelta(days=210)
"""A day printed without its year is not believed to lie further ahead than this."""
_PAST = frozenset(
    [
        "kon",
        "konden",
        "had",
        "hadden",
        "moest",
        "moesten",
        "was",
        "waren",
        "werd",
        "werden",
        "stuurden",
        "stuurde",
        "schreven",
        "schreef",
        "ontvingen",
        "ontving",
        "vroegen",
        "vroeg",
        "spraken",
        "sprak",
        "liet",
        "lieten",
        "zouden",
        "gaf",
        "gaven",
        "kreeg",
        "kregen",
        "deed",
        "deden",
        "belde",
        "belden",
        "bracht",
        "brachten",
        "vond",
        "vonden",
        "nam",
        "namen",
        "meldde",
        "meldden",
        "betaalde",
        "betaalden",
        "verzonden",
        "gestuurd",
        "geschreven",
        "toegestuurd",
        "verstuurd",
        "ontvangen",
        "gevraagd",
        "geweest",
        "besloten",
        "gelegd",
        "diende",
        "dienden",
        "kwam",
        "kwamen",
        "ging",
        "gingen",
        "startte",
        "begon",
        "heette",
        "bleek",
        "bleken",
        "verliep",
        "verstreek",
        "verstreken",
        "geboren",
        "gesloten",
        "uitgevaardigd",
        "aangemaand",
        "opgelegd",
        "ingediend",
        "gemeld",
        "gesproken",
        "gebeld",
        "jl",
        "laatstleden",
        "afgelopen",
        "vorige",
    ]
)
_DUTY = frozenset(
    [
        "moet",
        "moeten",
        "dient",
        "dienen",
        "verplicht",
        "verzoek",
        "verzoeken",
        "verzocht",
        "vragen",
        "vraag",
        "wilt",
        "kunt",
        "kan",
        "mag",
        "mogen",
        "must",
        "zorg",
        "zorgt",
    ]
)
_CLOSED = frozenset(["gesloten", "dicht", "vakantie", "bereikbaar", "feestdagen"])
_NOT_OURS = frozenset(
    [
        "klacht",
        "klachten",
        "geschillencommissie",
        "ombudsman",
        "klachtencommissie",
        "garantie",
        "bewaren",
        "bewaartermijn",
        "afkoelingsperiode",
    ]
)
_ARRIVES = re.compile(
    r"op onze (?:bank)?rekening|bijgeschreven|binnen zijn|ontvangen hebben|binnen is|moet|dient|betaal\b|betaalt u|maak\b"
)
_PAID_OUT = re.compile(
    r"uitbetaald|betalen wij|betalen we|wij betalen|wordt betaald|worden betaald|storten wij|ontvangt u|u ontvangt|u krijgt"
)
_STANDING = re.compile(
    r"(?<!deze )(?<!die )(?<!de )(?<!uw )\b(?:verandering|wijziging)(?:en)?\b.{0,60}\b(?:door|melden|meldt|geven|geeft)\b"
    r"|\b(?:verandert|wijzigt)\b.{0,60}\b(?:door|melden|meld|meldt)\b"
)
"""A duty for whenever something changes: its days do not count from the letter."""
_THEIRS = re.compile(
    r"\b(?:u (?:ontvangt|krijgt)|ontvangt u|krijgt u) (?:dan |dus |nog )?(?:€|dit bedrag|het bedrag|het geld|uw geld)"
    r"|\b(?:betalen|storten) (?:wij|we)\b|\b(?:wij|we) (?:betalen|storten)\b|\buitbetaald\b"
)
"""Money on its way to the resident. 'U krijgt' alone is not: 'u krijgt een boete als u niet uiterlijk … betaalt'."""
_FREE = re.compile(r"\bhoe(?:f|ft|ven)\b.*\b(?:niet|niets|geen)\b")
_OTHER_START = re.compile(r"\s+(?:na|nadat|vanaf|voor|vóór|voordat|sinds)\s+(?!vandaag|heden|nu\b)")
_HOUR = re.compile(r"\b\d{1,2}[.:]\d{2}\s*(?:uur|u\b)|\b\d{1,2} uur\b")
_HOURS = re.compile(r"\btussen \d{1,2}(?:[.:]\d{2})? en \d{1,2}|\bom \d{1,2}[.:]\d{2}|\bvanaf \d{1,2}[.:]\d{2}")
_ROW_DAY = frozenset(["dag", "wanneer", "datum", "tijd", "tijdstip", "dagentijd"])


@dataclass(frozen=True, slots=True)
class Vondst:
    """A term found in the letter, before doubles are taken out. `kracht` tells how plainly it was said."""

    soort: TermijnSoort
    datum: date
    span: Span
    kracht: int
    regel: str | None = None
    einde: date | None = None


@dataclass(frozen=True, slots=True)
class Blik:
    """What every rule below needs to see of one letter."""

    lezing: Lezing
    feiten: Feiten
    kaart: BriefsoortKaart
    kennis: Kennis

    @property
    def letter(self) -> date | None:
        """The day printed on the letter."""
        return self.feiten.briefdatum.waarde if self.feiten.briefdatum else None


def find_termijnen(lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart, kennis: Kennis, peildatum: date) -> tuple[Termijn, ...]:
    """Return the terms of the letter, earliest first. `peildatum` only decides `verlopen`."""
    blik = Blik(lezing, feiten, kaart, kennis)
    found = list(_printed(blik))
    found.extend(_computed(blik, found))
    found.extend(_by_law(blik, found))
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
def _printed(blik: Blik) -> Iterator[Vondst]:
    letter = blik.letter
    for datum in blik.feiten.data:
        if blik.feiten.briefdatum and datum.span == blik.feiten.briefdatum.span:
            continue
        zin = blik.lezing.zin_at(datum.span.start)
        if zin is None or (letter is not None and datum.waarde < letter - timedelta(days=1)):
            continue
        if not datum.jaar_gelezen and letter is not None and datum.waarde > letter + FAR:
            continue
        vondst = _printed_term(blik, zin, datum)
        if vondst is not None:
            yield vondst


def _printed_term(blik: Blik, zin: Zin, datum: Datum) -> Vondst | None:
    marker = _marker(blik.lezing, zin, datum)
    clause = blik.lezing.clause(zin, datum.span)
    soort, near = kind_of(blik.lezing, zin, clause, datum.span)
    past = any(word in _PAST for word in clause.woorden)
    closed = any(word in _CLOSED for word in zin.woorden)
    span = _around(zin, clause, datum.span)
    if closed or (datum.rol and not (soort in EVENTS and near)):
        return None
    if marker in DEADLINE:
        if datum.waarde == blik.letter and "\t" in zin.tekst:
            return None  # "rente tot en met" the day of the letter: how far the sender has counted
        if past and not any(word in _DUTY for word in clause.woorden) and (blik.letter is None or datum.waarde <= blik.letter):
            return None
        if _is_no_duty(clause, marker, soort):
            return None
        return _deadline(blik, zin, datum, soort, marker, near, span)
    if past:
        return None
    return _event(blik, zin, clause, datum, soort, marker, near, span)


def _is_no_duty(clause: Zin, marker: str, soort: str | None) -> bool:
    """A last day that is not the resident's: money the sender will pay by then, or a duty from which one is free until then."""
    if any(word in _DUTY for word in clause.woorden):
        return False
    free = _FREE.search(clause.tekst.lower()) is not None and marker in ("tot", "tot_en_met")
    about_money = soort in (None, MOMENT, "ingang", "betalen")  # not a form that is asked for the sake of the money
    return free or (about_money and _THEIRS.search(clause.tekst.lower()) is not None)


def _deadline(blik: Blik, zin: Zin, datum: Datum, soort: str | None, marker: str, near: bool, span: Span) -> Vondst | None:
    if soort is None or soort in (MOMENT, "ingang"):
        duty = any(word in _DUTY or word in ("reageer", "uiterlijk") for word in zin.woorden)
        if not duty and (soort == "ingang" or ERNST[blik.kaart.urgentie] <= ERNST["laag"]):
            return None
        soort, near = duty_of(blik.kaart), False
    day = datum.waarde - timedelta(days=1) if marker in ("voor", "tot") and soort not in EVENTS else datum.waarde
    return Vondst(cast(TermijnSoort, soort), day, span, 3 if near else 2)


def _event(blik: Blik, zin: Zin, clause: Zin, datum: Datum, soort: str | None, marker: str, near: bool, span: Span) -> Vondst | None:
    text = clause.tekst.lower()
    if soort in ("ontruiming", "afsluiting") and soort not in blik.kaart.gevolgen and ERNST[blik.kaart.urgentie] <= ERNST["middel"]:
        return None  # a fire drill, or an hour of maintenance
    if soort in EVENTS and near and marker in ("op", ""):
        if soort == "inning" and re.search(r"\bniet (?:meer )?(?:worden )?(?:afgeschreven|geïncasseerd)|\bzou\b", zin.tekst.lower()):
            return None
        if soort == "afspraak" and event_of(blik.kaart) != "afspraak" and _HOUR.search(zin.tekst):
            soort = event_of(blik.kaart)
        return Vondst(cast(TermijnSoort, soort), datum.waarde, span, 3)
    if soort == "inning" and "\t" in zin.tekst and (blik.letter is None or datum.waarde > blik.letter):
        return Vondst("inning", datum.waarde, span, 2)
    if marker == "vanaf" and near and event_of(blik.kaart) == soort:
        return Vondst(soort, datum.waarde, span, 2)
    if marker == "op" and _visit(blik, zin, datum):
        return Vondst(event_of(blik.kaart), datum.waarde, span, 2)
    if _is_appointed(blik, zin, datum, soort, marker):
        return Vondst(event_of(blik.kaart), datum.waarde, span, 2)
    if soort == "betalen" and near and marker in ("op", "") and _ARRIVES.search(text) and not _PAID_OUT.search(text):
        return Vondst("betalen", datum.waarde, span, 1)
    if soort == "ingang" and marker == "vanaf" and near and _explicit_start(clause, datum.span):
        return Vondst("ingang", datum.waarde, span, 0)
    return None


def _visit(blik: Blik, zin: Zin, datum: Datum) -> bool:
    """A day and hour on which somebody comes to do what the letter announces (a fitter, a bailiff)."""
    grave = event_of(blik.kaart) in ("ontruiming", "afsluiting")
    return grave and _HOURS.search(zin.tekst) is not None and (blik.letter is None or datum.waarde > blik.letter)


def _is_appointed(blik: Blik, zin: Zin, datum: Datum, soort: str | None, marker: str) -> bool:
    """A day with an hour, or in a row that says 'Dag' or 'Wanneer', is an appointed day."""
    if marker not in ("op", "") or (soort in ("betalen", "inleveren", "reageren") and "\t" not in zin.tekst):
        return False
    row = zin.woorden[:1] and zin.woorden[0] in _ROW_DAY and "\t" in zin.tekst
    following = blik.lezing.after(zin)
    short = "\t" in zin.tekst or len(zin.tokens) <= MOST_WORDS_OF_A_DAY
    nearby = zin.tekst + (" " + following.tekst if following and short else "")
    hour = _HOUR.search(nearby) is not None and len(zin.tokens) <= 24
    ahead = blik.letter is None or datum.waarde > blik.letter
    fits = (
        any(a in ("afspraak", "bellen") for a in blik.kaart.acties) or event_of(blik.kaart) != "afspraak" or soort in (MOMENT, "afspraak")
    )
    named = marker == "op" and soort == MOMENT and "afspraak" in blik.kaart.acties
    return bool(ahead and fits and (row or hour or named))


def _marker(lezing: Lezing, zin: Zin, datum: Datum) -> str:
    """Return the label of the marker words right before the date: weekday and article may stand between."""
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
    before = part(zin, Span(zin.span.start, datum.span.start))
    if "\t" in zin.tekst or ":" in before.tekst or not before.tokens:
        above = lezing.before(zin, 1)
        label_zin = before if before.tokens else (above[0] if above else before)
        if any(found == "tot_en_met" for found, _ in lezing.woorden.labels("termijnmarkers", label_zin)):
            return "tot_en_met"
    after = part(zin, Span(datum.span.eind, min(zin.span.eind, datum.span.eind + 60)))
    return "tot_en_met" if any(word in ("uiterlijk", "latest") for word in after.woorden[:3]) else ""


def _explicit_start(clause: Zin, span: Span) -> bool:
    before = words_before(clause, span, 4)
    return "ingang" in before or "ingangsdatum" in before or ("gaat" in clause.woorden and "in" in clause.woorden)


def _around(zin: Zin, clause: Zin, span: Span) -> Span:
    """Evidence: the clause if it is short enough to read, else the sentence part around the fact."""
    if clause.span.start <= span.start and clause.span.eind >= span.eind and len(clause.tekst) >= 25:
        return clause.span
    return zin.span if len(zin.tekst) <= 200 else span


# ---------------------------------------------------------------- terms counted in weeks
def _computed(blik: Blik, printed: list[Vondst]) -> Iterator[Vondst]:
    for duur in blik.feiten.duren:
        zin = blik.lezing.zin_at(duur.span.start)
        if zin is None or duur.eenheid == "jaren" or any(word in _NOT_OURS for word in zin.woorden):
            continue
        if duur.marker == "voor":
            yield from _counted_back(blik, duur, zin, printed)
            continue
        if duur.marker == "per" or (
            duur.marker not in ("binnen", "gedurende", "termijn", "heeft", "uiterlijk") and duur.basis == "onbekend"
        ):
            continue
        if duur.basis == "onbekend" and (
            _OTHER_START.match(blik.lezing.tekst.plat, duur.span.eind) or _STANDING.search(zin.tekst.lower())
        ):
            continue  # "vijf dagen na de verhuizing": counted from a day the letter does not show
        clause = blik.lezing.clause(zin, Span(duur.span.start, min(duur.span.eind, zin.span.eind)))
        if _own_promise(zin, clause, duur):
            continue
        vondst = _counted(blik, duur, zin, clause)
        if vondst is not None:
            yield vondst


def _counted(blik: Blik, duur: Duur, zin: Zin, clause: Zin) -> Vondst | None:
    basis = _basis_day(blik, duur)
    soort, near = kind_of(blik.lezing, zin, clause, duur.span)
    if basis is None or soort == "inning":
        return None
    if soort is None or soort in (MOMENT, "ingang"):
        if duur.marker not in ("binnen", "heeft", "termijn") or not any(
            w in ("u", "uw", "je", "jij", "jouw") or w in _DUTY for w in zin.woorden
        ):
            return None
        soort, near = duty_of(blik.kaart), False
    rule = _rule_for(soort, duur, blik)
    if duur.eenheid == "werkdagen":
        raw = werkdagen_na(basis, duur.aantal, blik.kennis.dagen)
    else:
        raw = plus(basis, duur.aantal, duur.eenheid)
    text = f"datum brief + {duur.aantal} {duur.eenheid}"
    end = None
    if rule is not None:
        end = einde(rule, basis, blik.kennis.dagen)[1]
        text = f"{text} ({rule.wet})"
    span = zin.span if len(zin.tekst) <= 200 else Span(duur.span.start, min(duur.span.eind, zin.span.eind))
    return Vondst(cast(TermijnSoort, soort), raw, span, 2 if near else 1, text, end)


def _counted_back(blik: Blik, duur: Duur, zin: Zin, printed: list[Vondst]) -> Iterator[Vondst]:
    """'Uiterlijk tien dagen vóór de zitting': counted back from the one appointed day that the letter prints."""
    days = {v.datum for v in printed if v.soort in ("zitting", "afspraak", "ontruiming", "afsluiting")}
    text = zin.tekst.lower()
    if len(days) != 1 or duur.eenheid not in ("dagen", "weken") or not ("uiterlijk" in text or "minstens" in text or "ten minste" in text):
        return
    clause = blik.lezing.clause(zin, Span(duur.span.start, min(duur.span.eind, zin.span.eind)))
    soort, _ = kind_of(blik.lezing, zin, clause, duur.span)
    if soort in (None, "zitting", MOMENT, "ingang", "betalen"):
        soort = "inleveren"
    day = next(iter(days)) - timedelta(days=duur.aantal * (7 if duur.eenheid == "weken" else 1))
    yield Vondst(cast(TermijnSoort, soort), day, zin.span, 1, f"afgesproken dag - {duur.aantal} {duur.eenheid}")


def _rule_for(soort: str, duur: Duur, blik: Blik) -> TermijnRegel | None:
    """The law of this letter type for this kind of term, if it is as long as what the letter says."""
    for verwijzing in blik.kaart.termijn:
        rule = blik.kennis.termijnregels[verwijzing.regel]
        if verwijzing.soort == soort and (rule.aantal, rule.eenheid) == (duur.aantal, duur.eenheid):
            return rule
    return None


def _basis_day(blik: Blik, duur: Duur) -> date | None:
    """Return the day to count from, only if the letter shows it."""
    if duur.basis == "uitspraak":
        return _day_beside(blik, ("uitspraak", "uitgesproken", "gewezen", "vonnis"))
    if duur.basis == "betekening" and not _is_exploot(blik.lezing):
        return None
    return blik.letter


def _is_exploot(lezing: Lezing) -> bool:
    """The letter itself is the service: a bailiff's writ ('exploot', 'betekend', 'heden')."""
    words = {t.woord for zin in lezing.zinnen for t in zin.tokens}
    return bool(words & {"exploot", "betekend", "betekende", "betekening"}) and bool(
        words & {"heden", "exploot", "deurwaarder", "gerechtsdeurwaarder", "belastingdeurwaarder"}
    )


def _day_beside(blik: Blik, words: tuple[str, ...]) -> date | None:
    """Return the date that has one of the words right before it in its sentence or row."""
    days = [*blik.feiten.data, *([blik.feiten.briefdatum] if blik.feiten.briefdatum else [])]
    for datum in days:
        zin = blik.lezing.zin_at(datum.span.start)
        if zin is not None and any(w in words for w in words_before(zin, datum.span, 4)):
            return datum.waarde
    return None


_NEWS = frozenset(
    [
        "bericht",
        "antwoord",
        "beslissing",
        "besluit",
        "brief",
        "geld",
        "reactie",
        "uitslag",
        "bevestiging",
        "factuur",
        "betaling",
        "terug",
        "rekening",
    ]
)
_SELF_STARTS = (
    ("hoort", "u"), ("ontvangt", "u"), ("krijgt", "u"), ("u", "hoort"), ("u", "ontvangt"), ("u", "krijgt"), ("dan", "hoort"),
    ("de", "rechter"), ("de", "kantonrechter"), ("de", "rechtbank"), ("het", "college"), ("de", "gemeente"), ("de", "ind"),
    ("de", "commissie"), ("de", "officier"), ("you", "will"),
)  # fmt: skip
_SELVES = frozenset({"wij", "we", "ik"})
_PROMISES = frozenset(
    ("beslissen", "beslis", "behandelen", "besluiten", "sturen", "reageren", "antwoorden", "nemen", "betalen", "bellen", "laten")
)
_ASKING = frozenset(["willen", "verwachten", "verzoeken", "vragen", "ontvangen", "sommeren", "bieden", "wachten", "eisen", "geven"])


def _own_promise(zin: Zin, clause: Zin, duur: Duur) -> bool:
    """'Wij beslissen binnen zes weken' is a promise of the sender, not a term of the resident."""
    words = clause.woorden
    promise = any({a, b} & _SELVES and {a, b} & _PROMISES for a, b in pairwise(words))
    if promise and not _arrives(clause):
        return True
    if any(word in _DUTY for word in words):
        return False
    if any(words[i : i + len(start)] == start for start in _SELF_STARTS for i in range(min(4, len(words)))):
        return "krijgt" not in words or bool(_NEWS & set(words[: words.index("krijgt") + 6]) and "daarvoor" not in words)
    before = words_before(clause, duur.span, 12)
    selves = [i for i, word in enumerate(before) if word in ("wij", "we", "ik")]
    if not selves:
        return False
    if _arrives(clause):
        return False
    around = {before[i + 1] for i in selves if i + 1 < len(before)} | {before[i - 1] for i in selves if i}
    return not around & _ASKING


def _arrives(clause: Zin) -> bool:
    """The clause asks that money or papers arrive: that is the resident's doing, whoever the subject is."""
    return _ARRIVES.search(clause.tekst.lower()) is not None


# ---------------------------------------------------------------- terms the law attaches
def _by_law(blik: Blik, found: Iterable[Vondst]) -> Iterator[Vondst]:
    """A right that the letter names without a term gets the term of the law, counted from the letter date."""
    have = {v.soort for v in found}
    if blik.letter is None or have & RIGHTS:
        return
    for verwijzing in blik.kaart.termijn:
        rule = blik.kennis.termijnregels[verwijzing.regel]
        if verwijzing.soort not in RIGHTS or rule.onbevestigd or rule.basis not in ("dagtekening", "verzending"):
            continue
        mention = _mention(blik.lezing, verwijzing.soort)
        if mention is None:
            continue
        raw, end = einde(rule, blik.letter, blik.kennis.dagen)
        yield Vondst(verwijzing.soort, raw, mention.span, 0, f"datum brief + {rule.aantal} {rule.eenheid} ({rule.wet})", end)


def _mention(lezing: Lezing, soort: str) -> Zin | None:
    for zin in lezing.zinnen:
        if any(label == soort for label, _ in lezing.woorden.labels("termijnsoorten", zin)):
            denied = any(word in ("geen", "niet", "kon") for word in zin.woorden[:6])
            if any(word in _DUTY for word in zin.woorden) and not denied:
                return zin
    return None


# ---------------------------------------------------------------- one list
def _settle(found: list[Vondst]) -> list[Vondst]:
    """Take out doubles: one entry a kind and day; a counted term falls away where a printed one of its kind is near.

    A day that one rule saw plainly and another only by its surroundings keeps the plain kind.
    """
    printed = [v for v in found if v.regel is None]
    kept: dict[tuple[str, date], Vondst] = {}
    for v in sorted(found, key=lambda v: (v.regel is not None, -v.kracht)):
        if v.regel is not None and any(p.soort == v.soort and abs((p.datum - v.datum).days) <= 10 for p in printed):
            continue
        if v.kracht < 3 and any(day == v.datum and other.kracht > v.kracht for (_, day), other in kept.items()):
            continue
        kept.setdefault((v.soort, v.datum), v)
    return sorted(kept.values(), key=lambda v: (v.datum, ORDER[v.soort]))
