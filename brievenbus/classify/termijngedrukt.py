"""Days that the letter prints: which of them bind, and on which day the term ends.

A date goes out where its sentence tells of the past, of opening hours, of a period or of what the sender does itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from brievenbus.brief import ERNST, TermijnSoort
from brievenbus.classify.context import Lezing, part
from brievenbus.classify.termijndag import event, has_hour
from brievenbus.classify.termijnsoort import EVENTS, MOMENT, duty_of, kind_of
from brievenbus.classify.termijnverband import day_before, demanded, follows, is_condition, pointed
from brievenbus.classify.termijnvondst import FAR, Blik, Dag, Vondst
from brievenbus.classify.termijnwoorden import (
    CLOSED,
    DECIDING,
    DUTY,
    EVERY,
    FREE,
    HEARS,
    IF,
    LACKS,
    PAST,
    REACH,
    REMAINS,
    SELVES,
    TERM,
    THEIRS,
    WIPED,
)
from brievenbus.feiten import Datum
from brievenbus.match import Zin
from brievenbus.page import Span

DEADLINE = frozenset({"tot_en_met", "voor", "tot"})
_MONEY = (None, MOMENT, "ingang", "betalen")
_LAST_DAY = re.compile(
    r"\b(?:uiterste|uiterlijke|laatste|sluitings|eind)[ -]?(?:\w+[ -])?(?:datum|dag|moment|tijdstip|mogelijkheid|kans)\b"
    r"[^.;:]{0,50}?(?:\b(?:is|blijft|wordt)|:)\s*(?:op\s+)?(?:\w+dag\s+)?$"
    r"|\b(?:de tijd|wachten|wachten wij|wachten we|tijd) tot\s+(?:\w+dag\s+)?$"
)
_IS_LAST = re.compile(
    r"^\s*(?:is|blijft|wordt)\s+(?:\w+\s+){0,2}(?:de |uw |je )?(?:uiterste|laatste)\b"
    r"|^\s*\(?(?:uiterlijk|op zijn laatst)\b"
)
_BEFORE = re.compile(r"\b(?:tot|v[oó]{2}r)\s+(?:\w+dag\s+)?$")
"""Before the day itself, also where the sentence calls it the last one: the earlier day is the safe one (rule 3 of the contract)."""
_TOO_LATE = re.compile(r"\bna\s+(?:\w+dag\s+)?$")
_GONE = re.compile(r"\b(?:niet meer|geen|te laat|vervalt|verliest|nemen wij .* niet)\b")
_PLANNED = re.compile(
    r"\b(?:gepland|ingepland|vastgesteld|afspraak|gereserveerd|oproep|uitnodiging|uitgenodigd|reservering)\s+voor\s+(?:\w+dag\s+)?$"
)
_SET_ON = re.compile(r"\b(?:bepaald|gesteld|vastgesteld|gezet) op\s+(?:\w+dag\s+)?$")
"""'Daarvoor is een termijn gesteld; die is bepaald op 30 november'."""
_PAPERS = frozenset(["paspoort", "identiteitskaart", "rijbewijs", "apk", "id", "keuring", "kaart", "document", "auto", "parkeervergunning"])
_OPTION = re.compile(r"\bwie\b.*\b(?:krijgt|ontvangt|wint|profiteert)\b|\bmaakt? kans\b")
_ADVERT = re.compile(r"\bwist (?:u|je) dat\b|\baanbieding:|\bactie (?:t/m|tot|loopt|geldt)\b")
_NO_DEADLINE = re.compile(
    r"\bniet eerder dan (?:op )?(?:\w+dag )?$|\b(?:van|behalve|uitgezonderd) (?:op |v[oó]{2}r |voor )(?:\w+dag )?$"
    r"|\bin plaats van (?:op |v[oó]{2}r |voor |uiterlijk )?(?:\w+dag )?$|\buitstellen tot (?:\w+ )?$"
)
"""Words before a day that take its deadline away: 'zaken van vóór 1 januari', 'niet eerder dan 21 december', 'in plaats van'."""
_ABSENT = re.compile(r"\b(?:geen (?:tijd|gelegenheid)|verhinderd|niet komen|niet kunnen komen|kunt u\b[^,;]{0,40}\bniet$)")
"""Not being able to come on an appointed day is no term."""
_INSTEAD = re.compile(r"\bniet (?:meer )?(?:op|v[oó]{2}r|voor|uiterlijk) (?:\w+dag )?$")
_OLD = re.compile(
    r"\bstond(?:en)?\b|\bmoest(?:en)?\b|\b(?:had|hadden)\b[^,;]{0,25}\bmoeten\b|\b(?:liep|liepen|gold|golden) (?:\w+ )?(?:tot|af)\b"
)
"""A day that an earlier letter or rule set. It is history even where it has not come yet."""
_STILL = re.compile(r"\b(?:alsnog|kan nog|mag nog|kunt u nog|kunt dat nog|krijgt nog)\b")
"""What had to be done may still be done by this day."""
_HAD_TO = re.compile(r"\b(?:had|hadden)\b[^,;]{0,25}\bmoeten\b")
_THEIR_STEP = re.compile(r"^(?:de )?(?:beslissing|besluit|uitspraak|advies|verweerschrift|antwoord van|reactie van)\b[^\t]*\t")
"""A row that tells when the sender itself takes a step ('Beslissing op bezwaar | uiterlijk 26 januari')."""
_PERIODS = re.compile(r"(?:^|\t)\s*tot (?:en met )?\d.*\t\s*(?:vanaf|met ingang van|per) \d|(?:^|\t)\s*vanaf \d.*\t\s*tot \d", re.I)
"""A table head that sets an old period beside a new one."""
_TAP = re.compile(r"\bdraai\w*\b.*\bdicht\b|\bkraan\b")
_AHEAD = timedelta(days=400)
"""A last day so far ahead is how far something may be put off, not what must be done now."""


def printed(blik: Blik) -> Iterator[Vondst]:
    """Yield a term for each printed day that binds; days before the letter never do."""
    letter = blik.letter
    found: list[Vondst] = []
    last: set[date] = set()
    for datum in blik.feiten.data:
        if blik.feiten.briefdatum and datum.span == blik.feiten.briefdatum.span:
            continue
        zin = blik.lezing.zin_at(datum.span.start)
        if zin is None or (letter is not None and datum.waarde < letter - timedelta(days=1)):
            continue
        if not datum.jaar_gelezen and letter is not None and datum.waarde > letter + FAR:
            continue
        vondst = _term(blik, zin, datum, found)
        if vondst is not None:
            found.append(vondst)
            if marker_of(blik.lezing, zin, datum) == "tot_en_met":
                last.add(vondst.datum)
    yield from found
    yield from pointed(blik, frozenset(last))
    yield from day_before(blik)


def _term(blik: Blik, zin: Zin, datum: Datum, found: list[Vondst]) -> Vondst | None:
    marker = marker_of(blik.lezing, zin, datum)
    clause = blik.lezing.clause(zin, datum.span)
    if marker == "einde":
        marker = "tot_en_met" if "aanvragen" in blik.kaart.acties or _ends_a_term(blik, zin, clause) else ""
    soort, near = kind_of(blik.lezing, blik.kaart, zin, clause, datum.span, laatste=marker in DEADLINE)
    dag = Dag(datum, zin, clause, marker, soort, near)
    if _is_closing(zin) or (datum.rol and not (soort in EVENTS and near)):
        return None
    past = any(word in PAST for word in clause.woorden)
    starts = marker == "vanaf" and datum.jaar_gelezen and blik.ahead(datum.waarde)  # 'omdat u niet betaalde stopt … met ingang van'
    if _is_no_term(dag):
        return None
    if marker in DEADLINE:
        if _tells_of_before(blik, dag, past) or _is_no_duty(blik, dag):
            return None
        return _deadline(blik, dag)
    if not (soort in EVENTS and has_hour(dag)) and is_condition(dag):
        return demanded(blik, dag)
    return (None if past and not starts else event(blik, dag)) or demanded(blik, dag) or follows(blik, dag, found)


def _ends_a_term(blik: Blik, zin: Zin, clause: Zin) -> bool:
    """'De termijn eindigt op', also where the sentence before names it: 'U krijgt een termijn. Die loopt af op …'."""
    points = bool(clause.woorden) and clause.woorden[0] in ("die", "deze", "dat", "hij", "zij")
    places = (clause, *blik.lezing.before(zin, 1)) if points else (clause,)
    return any(TERM.search(place.tekst.lower()) for place in places)


def _is_no_term(dag: Dag) -> bool:
    """Words that take the day away, whatever stands before it: an older duty, a replaced day, a table of old and new periods."""
    text = dag.clause.tekst.lower()
    if _had_to(text) or (_ABSENT.search(text) and not has_hour(dag)) or _PERIODS.search(dag.zin.tekst):
        return True
    no_deadline = _NO_DEADLINE.search(dag.lead) is not None and dag.soort not in ("ontruiming", "afsluiting")
    return no_deadline or (_INSTEAD.search(dag.lead) is not None and "maar" in dag.rest)


def _had_to(text: str) -> bool:
    return _HAD_TO.search(text) is not None and _STILL.search(text) is None


def _is_closing(zin: Zin) -> bool:
    """Opening hours and holidays; not a tap that is turned off ('draait onze monteur de kraan dicht')."""
    return any(word in CLOSED for word in zin.woorden) and _TAP.search(zin.tekst.lower()) is None


def _tells_of_before(blik: Blik, dag: Dag, past: bool) -> bool:
    """A day up to which the sender has counted, or by which something had to be done."""
    if dag.datum.waarde == blik.letter and "\t" in dag.zin.tekst:
        return True  # "rente tot en met" the day of the letter: how far the sender has counted
    duty = bool(DUTY & set(dag.clause.woorden)) and not _had_to(dag.clause.tekst.lower())
    told = past and (blik.letter is None or dag.datum.waarde <= blik.letter)
    old = _OLD.search(dag.clause.tekst.lower()) is not None and not _STILL.search(dag.clause.tekst.lower())
    return not duty and (told or old)


def _is_no_duty(blik: Blik, dag: Dag) -> bool:
    """A last day that is not the resident's: money or a decision of the sender, or a state that lasts until then."""
    text = dag.clause.tekst.lower()
    if EVERY.search(dag.zin.tekst.lower()[max(0, dag.datum.span.start - dag.zin.span.start) :]) and dag.datum.vorm == "dag":
        return True
    if SELVES & set(dag.clause.woorden) and DECIDING & set(dag.clause.woorden) and "u" not in dag.clause.woorden:
        return True
    if (
        HEARS.search(text)
        or (WIPED.search(dag.lead[-60:] + text) and not IF.search(dag.lead))
        or _THEIR_STEP.search(dag.zin.tekst.lower())
        or (_ADVERT.search(dag.zin.tekst.lower()) and not {"moet", "moeten"} & set(dag.clause.woorden))
    ):
        return True
    if dag.datum.waarde > (blik.letter or dag.datum.waarde) + _AHEAD and dag.soort != "aanvragen":
        return True
    if any(word in DUTY for word in dag.clause.woorden):
        return False
    if dag.soort in _MONEY and THEIRS.search(text):
        return True  # but not a form that is asked for the sake of the money
    if "uiterlijk" in dag.clause.woorden:
        return False
    if _OPTION.search(dag.zin.tekst.lower()) and not LACKS.search(text):
        return True
    until = dag.marker in ("tot", "tot_en_met")
    if until and FREE.search(text):
        return True
    if until and dag.soort not in ("bezwaar", "beroep", "verzet", "zienswijze"):
        if REMAINS.search(text) and not TERM.search(text):
            return dag.soort != "aanvragen" or not _renews(blik, dag.zin)
        return REACH.search(dag.lead) is not None and not TERM.search(dag.lead) and "af" not in dag.clause.woorden
    return False


def _renews(blik: Blik, zin: Zin) -> bool:
    """'Geldig tot' in a letter about a passport, licence or inspection is the day by which a new one must be there."""
    near = {word for other in (zin, *blik.lezing.before(zin, 1)) for word in other.woorden}
    return "aanvragen" in blik.kaart.acties and bool(near & _PAPERS or "\t" in zin.tekst)


def _deadline(blik: Blik, dag: Dag) -> Vondst | None:
    soort, near = dag.soort, dag.near
    if soort in ("ontruiming", "afsluiting") and soort not in blik.kaart.gevolgen:
        soort = None
    if soort is None or soort in (MOMENT, "ingang"):
        duty = any(word in DUTY or word in ("reageer", "uiterlijk") for word in dag.zin.woorden)
        if not duty and (soort == "ingang" or ERNST[blik.kaart.urgentie] <= ERNST["laag"]):
            return None
        soort, near = duty_of(blik.kaart), False
    if soort in ("afspraak", "zitting") and not near:
        soort = duty_of(blik.kaart)
    day = dag.datum.waarde
    if dag.marker in ("voor", "tot") and soort not in EVENTS and not has_hour(dag) and dag.datum.vorm != "einde":
        day -= timedelta(days=1)
    return Vondst(cast(TermijnSoort, soort), day, dag.bewijs, 3 if near else 2)


def marker_of(lezing: Lezing, zin: Zin, datum: Datum) -> str:
    """Return the label of the marker words right before the date: weekday and article may stand between."""
    lead = zin.tekst[: datum.span.start - zin.span.start].lower()
    rest = zin.tekst[max(0, datum.span.eind - zin.span.start) :].lower()
    if _SET_ON.search(lead) and any("termijn" in other.woorden for other in (zin, *lezing.before(zin, 1))):
        return "tot_en_met"
    if _PLANNED.search(lead):
        return "op"
    if _LAST_DAY.search(lead) or _IS_LAST.search(rest) or (_TOO_LATE.search(lead) and _GONE.search(rest)):
        return "tot" if _BEFORE.search(lead) else "tot_en_met"
    recent = part(zin, Span(max(zin.span.start, datum.span.start - 45), datum.span.start))
    best, best_end = "", -1
    for label, span in lezing.woorden.labels("termijnmarkers", recent):
        between = lezing.tekst.plat[span.eind : datum.span.start]
        if len(between.split()) > (4 if label == "tot_en_met" else 2):
            continue
        if (span.eind, -span.start) > (best_end, 0) or (span.eind == best_end and label == "tot_en_met"):
            best, best_end = label, span.eind
    return best or _marker_beside(lezing, zin, datum)


def _marker_beside(lezing: Lezing, zin: Zin, datum: Datum) -> str:
    """Look for a last-day word in the cell before, the line above, or right after the date."""
    before = part(zin, Span(zin.span.start, datum.span.start))
    if "\t" in zin.tekst or ":" in before.tekst or not before.tokens:
        above = lezing.before(zin, 1)
        label_zin = before if before.tokens else (above[0] if above else before)
        if any(found == "tot_en_met" for found, _ in lezing.woorden.labels("termijnmarkers", label_zin)):
            return "tot_en_met"
    after = part(zin, Span(datum.span.eind, min(zin.span.eind, datum.span.eind + 60)))
    return "tot_en_met" if any(word in ("uiterlijk", "latest") for word in after.woorden[:3]) else ""
