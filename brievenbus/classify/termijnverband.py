"""Last days without a word such as 'uiterlijk': in a condition, a demand, a row of instalments, or pointed at later.

'Is het bedrag op 4 december niet binnen, dan …' binds on 4 December; 'betaal voor die dag' binds on the day before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from brievenbus.brief import TermijnSoort
from brievenbus.classify.termijnsoort import MOMENT, RIGHTS, duty_of, kind_of
from brievenbus.classify.termijnvondst import Blik, Dag, Vondst
from brievenbus.classify.termijnwoorden import DUTY, HEARS, IF, IF_VERB, LACKS, MAIN, MUST, ORDERS, PAID_OUT, PAST, SELVES, THEIRS, WHO
from brievenbus.match import Zin
from brievenbus.page import Span

ASKED = frozenset({"betalen", "inleveren", "reageren", "aanvragen", "opzeggen"}) | RIGHTS
_REACHED = re.compile(
    r"\b(?:betaald|betaling|voldaan|binnen|ontvangen|hebben|heeft|hebt|open|openstaat|openstaan|bestaat|staat|staan|bijgeschreven"
    r"|ingeleverd|ingevuld|getekend|gereageerd|gemeld|geregeld|gehoord|gekregen|terug|klaar|ligt|opgehaald|weg|ontruimd|aangetoond"
    r"|overgemaakt|gestort|doorgegeven|aangevraagd|ingediend|verhuisd|voldoet|betaalt|reageert|teruggestuurd|opgestuurd|is|zijn)\b"
)
_FIRST = re.compile(
    r"\b(?:voor het eerst|de eerste (?:keer|termijn|betaling|aflossing|maand)\b.{0,25}"
    r"|het eerste (?:deel|bedrag|gedeelte)\b.{0,40}|te beginnen|beginnend) (?:op|uiterlijk op)?\s*(?:\w+dag\s+)?$"
)
_NEXT = re.compile(
    r"\b(?:het|de) (?:tweede|derde|vierde|andere|volgende|rest|laatste|restant|overige)\b"
    r"[^.;]{0,40}?(?:\b(?:op|per|uiterlijk)\s+)?(?:\w+dag\s+)?$"
    r"|^.*\ben(?: op)?\s+(?:\w+dag\s+)?$"
)
_THAT_DAY = re.compile(
    r"\b(?P<m>tot en met|uiterlijk op|uiterlijk|op|vóór|voor|tot)"
    r" (?:die|deze|dezelfde|genoemde|diezelfde|de genoemde|de vermelde) (?:dag|datum)\b"
    r"|\b(?P<n>vóór|voor|uiterlijk op|tot) de (?:voorgestelde |genoemde |nieuwe )?ingangsdatum\b"
)
_OR_ELSE = re.compile(r"^\s*(?:binnen|betaald|voldaan|geregeld|op onze rekening)\b[^.]{0,10}\b(?:of|anders)\b")
_ARRIVED = re.compile(r"\b(?:bij ons|binnen|ontvangen|betaald|voldaan|ingeleverd|terug|op onze rekening)\b")
"""'Zijn de stukken op 27 november bij ons, dan …': what must be there on that day."""
_STARTS_IN = re.compile(r"^[^.;]{0,45}\b(?:te beginnen|beginnend|voor het eerst|startend|ingaande)\b")
_DAY_BEFORE = re.compile(
    r"\b(?:(?:daags|de dag|(?:uiterlijk )?(?:een|één|1) (?P<w>werk)?dag) (?:ervoor|daarvoor|tevoren|van tevoren)|daags ervoor)\b"
)
_COUNT = re.compile(r"\b(?:dag|dagen|werkdagen|week|weken|maand|maanden)\s+$")
"""'Tien dagen vóór die dag' is counted back from it."""
_REQUESTS = (("wil", "je"), ("wilt", "u"), ("wil", "jij"), ("zou", "je"), ("zou", "u"), ("kun", "je"), ("kunt", "u"))
"""How a request begins: 'Wil je het formulier vrijdag de 27e meenemen?'."""
_BRING = re.compile(r"\b(?:meenemen|inleveren|teruggeven|afgeven|brengen|sturen|terugsturen|laten weten|doorgeven|betalen)\b")
_NO_PAYER = re.compile(r"\b(?:teruggestort|terugbetaald|uitgekeerd)\b")


def demanded(blik: Blik, dag: Dag) -> Vondst | None:
    """Return the term of a plain day ('op 4 december') by which something is demanded, or on which a condition falls."""
    if dag.marker not in ("op", "") or not blik.ahead(dag.datum.waarde) or (dag.datum.rol and dag.marker == ""):
        return None
    condition = is_condition(dag)
    if not condition and (any(word in PAST for word in dag.clause.woorden) and not MUST & set(dag.clause.woorden)):
        return None
    if not condition and not _is_demand(dag):
        return None
    place = dag.clause if condition else dag.zin
    soort, near = kind_of(blik.lezing, blik.kaart, place, dag.clause, dag.datum.span, laatste=True)
    if condition and soort == "reageren" and _is_form_asked(blik, dag):
        soort = "inleveren"
    expected = (MUST & set(dag.clause.woorden) and _REACHED.search(dag.rest)) or (
        dag.clause.woorden[:2] in _REQUESTS and _BRING.search(dag.rest)
    )
    if soort in ("ontruiming", "afsluiting") and near and not condition:
        return None
    if (condition or expected) and soort not in ASKED:
        soort, near = duty_of(blik.kaart), False
    if soort not in ASKED or not (near or condition or expected):
        return None
    return Vondst(cast(TermijnSoort, soort), dag.datum.waarde, dag.bewijs, 3 if near else 2)


def _is_form_asked(blik: Blik, dag: Dag) -> bool:
    """'Als wij het antwoord hebben' after 'wilt u de vragen invullen': the answer is that form."""
    before = blik.lezing.before(dag.zin, 2)
    return any(label == "inleveren" for zin in before for label, _ in blik.lezing.woorden.labels("termijnsoorten", zin))


def is_condition(dag: Dag) -> bool:
    """Tell whether the day stands in a condition, not in what follows from it: 'als wij op 4 december geen antwoord hebben'."""
    if dag.marker not in ("op", ""):
        return False
    lead, rest = dag.lead, dag.rest
    since_comma = lead.rpartition(", ")[2] if ", " in lead else lead
    if ", " in lead and MAIN.match(since_comma):
        return False
    until_comma = re.split(r"[,;]|\.(?!\d)", rest, maxsplit=1)[0]
    state = _REACHED.search(lead + " " + until_comma) is not None
    if IF.search(lead):
        return state and (LACKS.search(lead + until_comma) is not None or _REACHED.search(until_comma) is not None)
    lacks = LACKS.search(since_comma + " " + until_comma) is not None
    if WHO.match(lead.strip()):
        return lacks
    question = dag.zin.tekst.rstrip().endswith("?")
    if IF_VERB.match(lead.strip()) and ", " not in lead and ("," in rest or question or re.search(r"\bdan\b", rest)):
        return lacks or ("dan" in rest.split() and _ARRIVED.search(until_comma) is not None)
    return _OR_ELSE.match(rest) is not None


def _is_demand(dag: Dag) -> bool:
    """'Uw zienswijze moet er zijn op 26 november', 'Lever uw formulier op 4 december in'."""
    words = dag.clause.woorden
    text = dag.clause.tekst.lower()
    if words[:2] in _REQUESTS and not HEARS.search(text):
        return True
    if PAID_OUT.search(text) or THEIRS.search(text) or _NO_PAYER.search(text):
        return False
    if "niet" in words and "hoeft" in words:
        return False
    ordered = bool(words) and (words[0] in ORDERS or (words[0] in ("en", "of", "dan") and len(words) > 1 and words[1] in ORDERS))
    return ordered or bool(MUST & set(words))


def follows(blik: Blik, dag: Dag, found: list[Vondst]) -> Vondst | None:
    """Return the term of a first instalment, or of a day in a row that goes on from a term in the same sentence."""
    if not blik.ahead(dag.datum.waarde) or dag.marker not in ("op", "", "vanaf"):
        return None
    lead = dag.lead
    if _FIRST.search(lead) and (dag.soort in ("betalen", "inning")) and not THEIRS.search(dag.zin.tekst.lower()):
        return Vondst(cast(TermijnSoort, dag.soort), dag.datum.waarde, dag.bewijs, 2)
    if (
        dag.datum.vorm == "plaats"
        and _STARTS_IN.search(dag.rest)
        and dag.soort in ("betalen", "inning")
        and not THEIRS.search(dag.zin.tekst.lower())
    ):
        return Vondst(cast(TermijnSoort, dag.soort), dag.datum.waarde, dag.bewijs, 2)
    if dag.marker == "vanaf" or not _NEXT.search(lead):
        return None
    own = dag.zin.span
    earlier = [v for v in found if own.start <= v.span.start and v.span.eind <= own.eind and v.soort in ("betalen", "inning")]
    if not earlier or dag.soort not in (None, MOMENT, "ingang", "betalen", "inning"):
        return None
    return Vondst(earlier[-1].soort, dag.datum.waarde, dag.bewijs, 2)


def pointed(blik: Blik, last: frozenset[date]) -> Iterator[Vondst]:
    """Yield terms that point back at a printed day: 'betaal voor die dag', 'vóór de voorgestelde ingangsdatum'.

    `last` are the days that the letter itself prints as a last day: 'voor die datum' is loosely said of such a day itself,
    but not of the day on which a document expires.
    """
    for zin in blik.lezing.zinnen:
        for hit in _THAT_DAY.finditer(zin.tekst.lower()):
            day = _day_meant(blik, zin, hit)
            if day is None or not blik.ahead(day) or SELVES & set(zin.woorden[:1]):
                continue
            marker = hit["m"] or hit["n"]
            if marker == "op" and not (LACKS.search(zin.tekst.lower()) and IF.search(zin.tekst[: hit.start()])):
                continue
            span = Span(zin.span.start + hit.start(), zin.span.start + hit.end())
            clause = blik.lezing.clause(zin, span)
            soort, near = kind_of(blik.lezing, blik.kaart, zin, clause, span, laatste=True)
            if not near and zin.tekst.rstrip().endswith(":"):
                following = blik.lezing.after(zin)
                soort, near = kind_of(blik.lezing, blik.kaart, following, following, span, laatste=True) if following else (None, False)
            asks = (set(zin.woorden) & DUTY) or (clause.woorden[:1] and clause.woorden[0] in ORDERS) or "niet" in zin.woorden
            if soort not in ASKED or not near or not asks:
                continue
            before = marker in ("voor", "vóór", "tot")
            if (before and day in last and soort != "aanvragen") or _COUNT.search(zin.tekst[: hit.start()]):
                continue
            yield Vondst(cast(TermijnSoort, soort), day - timedelta(days=1) if before else day, zin.span, 2)


def day_before(blik: Blik) -> Iterator[Vondst]:
    """Yield terms of the day before a day that the sentences before print: 'bel uiterlijk een werkdag ervoor'."""
    for zin in blik.lezing.zinnen:
        hit = _DAY_BEFORE.search(zin.tekst.lower())
        floor = (blik.lezing.before(zin, 4) or (zin,))[-1].span.start
        days = [d.waarde for d in blik.feiten.data if hit and floor <= d.span.start < zin.span.start + hit.start() and blik.ahead(d.waarde)]
        if hit is None or not days:
            continue
        span = Span(zin.span.start + hit.start(), zin.span.start + hit.end())
        clause = blik.lezing.clause(zin, span)
        soort, near = kind_of(blik.lezing, blik.kaart, zin, clause, span, laatste=True)
        asks = (
            (set(zin.woorden) & MUST)
            or (clause.woorden[:1] and clause.woorden[0] in ORDERS)
            or "uiterlijk" in zin.woorden
            or IF.search(zin.tekst)
        )
        if soort not in ASKED or not near or not asks:
            continue
        day = days[-1] - timedelta(days=1)
        while hit["w"] and day.weekday() > 4:
            day -= timedelta(days=1)
        yield Vondst(cast(TermijnSoort, soort), day, zin.span, 1)


def _day_meant(blik: Blik, zin: Zin, hit: re.Match[str]) -> date | None:
    """Return the day that is pointed at: the last one printed, at most eight sentences back (more for "de genoemde dag")."""
    if hit["n"]:
        return blik.day_beside(("ingang", "ingaande", "ingangsdatum", "per"))
    at = zin.span.start + hit.start()
    reach = 14 if "genoemde" in hit[0] or "vermelde" in hit[0] else 8
    floor = (blik.lezing.before(zin, reach) or (zin,))[-1].span.start
    days = [d.waarde for d in blik.feiten.data if floor <= d.span.start < at and blik.ahead(d.waarde)]
    return days[-1] if days else None
