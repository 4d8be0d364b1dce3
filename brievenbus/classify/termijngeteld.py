"""Terms counted in days, weeks or months from a day that the letter shows, and back from an appointed day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from brievenbus.brief import TermijnSoort
from brievenbus.classify.context import Lezing, words_before
from brievenbus.classify.termijnsoort import MOMENT, duty_of, kind_of
from brievenbus.classify.termijnvondst import Blik, Vondst
from brievenbus.classify.termijnwoorden import (
    ARRIVES,
    ASKING,
    DUTY,
    FINITE_PAST,
    NEWS,
    NOT_OURS,
    ORDERS,
    OTHER_START,
    OVER,
    PAID_BACK,
    PROMISES,
    SELF_STARTS,
    SELVES,
    STANDING,
    THEIRS,
)
from brievenbus.feiten import Duur
from brievenbus.kennis.rekenen import einde, plus, werkdagen_na
from brievenbus.kennis.schema import TermijnRegel
from brievenbus.match import Zin
from brievenbus.page import Span

_TERMS = ("binnen", "gedurende", "termijn", "heeft", "uiterlijk")
_LONG = 3
"""Months: a longer term that is not said to count from the letter or its sending binds nobody on a day."""
_LEAD_IN = re.compile(
    r"\b(?:meer dan|minder dan|langer dan|ruim|bijna|al|reeds|ongeveer|circa|in|voor|per|elke|om de|na|over|wel|extra)\s+$"
)
_IF = re.compile(r"\b(?:als|indien|wanneer|mits|zodra)\b")
_MORE = re.compile(r"\s*(?:extra|uitstel|langer|later)\b")
_HEARS = ({"krijgt", "u"}, {"ontvangt", "u"}, {"hoort", "u"})
_SERVED = re.compile(r"\bgeldt\b[^.;]{0,60}\bals\b[^.;]{0,30}\bbetekend\b")
_GENERAL = re.compile(
    r"\bgewoonlijk\b|\bin het algemeen\b|\bniet eerder (?:\w+ ){0,2}dan\b"
    r"|\bgeen (?:\w+ )?(?:bezwaar|beroep)\b"
    r"|\bgeldt niet\b|\b(?:opnieuw|weer) (?:ziek|arbeidsongeschikt)\b|\buitstel van\b[^;]*$"
)
"""A term that is not of this letter, that the resident does not have, or that binds the sender to wait."""
_GAVE = re.compile(r"\b(?:gaf|gaven)\b")
_HISTORY = re.compile(
    r"\b(?:is|bent|zijn|heeft|hebben|hebt) (?:u|wij u|we u|ik u) (?:\w+ ){0,2}"
    r"(?:bevolen|verzocht|gevraagd|gesommeerd|opgedragen|gegeven)\b"
)
_NOW = frozenset(["heden", "hierbij", "hiermee", "vandaag", "thans"])
_SAID = re.compile(r"\b(?:die|deze|dezelfde)\s+$")
_BEFORE_IT = re.compile(r"\s*(?:ervoor|daarvoor)\b")
_KEPT = re.compile(r"\b(?:houden|bewaren|reserveren|houdt)\b[^,;]{0,60}\bvoor u\b")
"""What is kept for the resident must be fetched within that time."""
_OTHER_DAY = re.compile(
    r"\b(?:na|sinds) (?:de|het|uw|je|een|dat|die|afloop van) \w+[^,;]{0,40}\b(?:heb|hebt|heeft|krijgt|krijg) (?:u|je)\b[^,;]{0,25}$"
)
"""'Na het tekenen heeft u nog twee weken': counted from a day that the letter does not print."""
_CLAIM = re.compile(r"\bveroordel|\bte veroordelen|\bhet te wijzen vonnis|\bna betekening van (?:het|dit) vonnis")


def counted(blik: Blik, printed: list[Vondst]) -> Iterator[Vondst]:
    """Yield a term for each length of time that binds the resident and starts from a day in the letter."""
    for duur in blik.feiten.duren:
        zin = blik.lezing.zin_at(duur.span.start)
        if zin is None or duur.eenheid == "jaren" or any(word in NOT_OURS for word in zin.woorden):
            continue
        if duur.marker == "voor":
            if _BEFORE_IT.match(blik.lezing.tekst.plat, duur.span.eind):
                continue  # read by `day_before`
            yield from _counted_back(blik, duur, zin, printed)
            continue
        if duur.marker == "per" or (duur.marker not in _TERMS and duur.basis == "onbekend"):
            continue
        clause = blik.lezing.clause(zin, Span(duur.span.start, min(duur.span.eind, zin.span.eind)))
        if _is_other_start(blik, duur, zin) or _binds_nobody(duur, zin, clause) or _own_promise(zin, clause, duur):
            continue
        vondst = _counted(blik, duur, zin, clause)
        if vondst is not None:
            yield vondst


def _is_other_start(blik: Blik, duur: Duur, zin: Zin) -> bool:
    """'Vijf dagen na de verhuizing': counted from a day that the letter does not show, or comes back each time."""
    if duur.basis != "onbekend":
        return False
    long = duur.eenheid == "maanden" and duur.aantal > _LONG
    lead = zin.tekst[: max(0, duur.span.start - zin.span.start)].lower()
    stretch = zin.tekst[: max(0, duur.span.eind - zin.span.start)].lower()
    if _OTHER_DAY.search(re.sub(r"\S+\s+\S+$", "", stretch)) or _OTHER_DAY.search(lead):
        return True
    return long or OTHER_START.match(blik.lezing.tekst.plat, duur.span.eind) is not None or STANDING.search(zin.tekst.lower()) is not None


def _binds_nobody(duur: Duur, zin: Zin, clause: Zin) -> bool:
    """A term that is over, an amount of time ('meer dan zes maanden premie'), or what a claimant asks of the judge."""
    words = set(clause.woorden)
    lead = zin.tekst[: max(0, duur.span.start - zin.span.start)].lower()
    if not duur.marker and _SAID.search(lead):
        return True  # 'die vier weken zijn er zodat u nog kunt handelen'
    if _GENERAL.search(clause.tekst.lower()) or _GAVE.search(clause.tekst.lower()):
        return True
    if duur.basis == "onbekend" and _is_history(zin, clause):
        return True
    if words & OVER or (zin.tekst.rstrip().endswith("?") and duur.marker in ("heeft", "") and duur.basis == "onbekend"):
        return True
    text = zin.tekst.lower()
    if duur.basis in ("betekening", "uitspraak") and _CLAIM.search(text):
        return True
    if duur.marker != "heeft" or duur.basis != "onbekend":
        return False
    if _MORE.match(text, duur.span.eind - zin.span.start):
        return True
    stretch = text[duur.span.start - zin.span.start : duur.span.eind - zin.span.start]
    number = re.search(r"\S+[ -]\S+$", stretch.rstrip())
    return number is not None and _LEAD_IN.search(stretch[: number.start()]) is not None


def _is_history(zin: Zin, clause: Zin) -> bool:
    """'Bij dwangbevel van 5 november is u bevolen binnen twee dagen te betalen', 'waarna men binnen een week kon ingrijpen'."""
    if _NOW & set(zin.woorden):
        return False
    if _HISTORY.search(zin.tekst.lower()):
        return True
    return bool(set(clause.woorden) & FINITE_PAST) and not set(clause.woorden) & DUTY


def _counted(blik: Blik, duur: Duur, zin: Zin, clause: Zin) -> Vondst | None:
    basis = _basis_day(blik, duur, zin)
    soort, near = kind_of(blik.lezing, blik.kaart, zin, clause, duur.span, laatste=True)
    if basis is None or soort == "inning" or (duur.basis == "onbekend" and _prints_its_day(blik, clause)):
        return None
    if soort in ("ontruiming", "afsluiting") and soort not in blik.kaart.gevolgen:
        soort = None
    if soort is None or soort in (MOMENT, "ingang"):
        said = duur.marker == "termijn" and duur.basis != "onbekend"
        asks = said or any(w in ("u", "uw", "je", "jij", "jouw") or w in DUTY or w in ORDERS for w in zin.woorden)
        if duur.marker not in ("binnen", "heeft", "termijn") or not asks:
            return None
        soort, near = duty_of(blik.kaart), False
    rule = _rule_for(soort, duur, blik)
    if duur.eenheid == "werkdagen":
        raw = werkdagen_na(basis, duur.aantal, blik.kennis.dagen)
    else:
        raw = plus(basis, duur.aantal, duur.eenheid)
    start = "datum brief" if basis == blik.letter else f"{basis:%d-%m-%Y}"
    text = f"{start} + {duur.aantal} {duur.eenheid}"
    end = None
    if rule is not None:
        end = einde(rule, basis, blik.kennis.dagen)[1]
        text = f"{text} ({rule.wet})"
    span = zin.span if len(zin.tekst) <= 200 else Span(duur.span.start, min(duur.span.eind, zin.span.eind))
    return Vondst(cast(TermijnSoort, soort), raw, span, 2 if near else 1, text, end)


def _prints_its_day(blik: Blik, clause: Zin) -> bool:
    """'De termijn van zes weken loopt nog tot 11 december': the printed day goes before the count."""
    return any(clause.span.start <= d.span.start < clause.span.eind and blik.ahead(d.waarde) for d in blik.feiten.data)


def _counted_back(blik: Blik, duur: Duur, zin: Zin, printed: list[Vondst]) -> Iterator[Vondst]:
    """'Uiterlijk tien dagen vóór de zitting': counted back from the one appointed day that the letter prints."""
    days = {v.datum for v in printed if v.soort in ("zitting", "afspraak", "ontruiming", "afsluiting")}
    text = zin.tekst.lower()
    if len(days) != 1 or duur.eenheid not in ("dagen", "weken") or not ("uiterlijk" in text or "minstens" in text or "ten minste" in text):
        return
    if any(zin.span.start <= d.span.start < zin.span.eind for d in blik.feiten.data):
        return  # the sentence prints the day itself
    clause = blik.lezing.clause(zin, Span(duur.span.start, min(duur.span.eind, zin.span.eind)))
    soort, _ = kind_of(blik.lezing, blik.kaart, zin, clause, duur.span, laatste=True)
    if soort in (None, "zitting", "afspraak", MOMENT, "ingang", "betalen"):
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


def _basis_day(blik: Blik, duur: Duur, zin: Zin) -> date | None:
    """Return the day to count from, only if the letter shows it."""
    if duur.basis == "uitspraak":
        return blik.day_beside(("uitspraak", "uitgesproken", "gewezen", "vonnis"))
    if duur.basis == "betekening":
        return _served(blik, zin) or (blik.letter if _is_exploot(blik.lezing) else None)
    return blik.letter


def _served(blik: Blik, zin: Zin) -> date | None:
    """Return the day on which a writ sent by post counts as served, where the sentence before tells it."""
    for other in (zin, *blik.lezing.before(zin, 2)):
        if _SERVED.search(other.tekst.lower()):
            days = [d.waarde for d in blik.feiten.data if other.span.start <= d.span.start < other.span.eind]
            return days[-1] if days else None
    return None


def _is_exploot(lezing: Lezing) -> bool:
    """The letter itself is the service: a bailiff's writ ('exploot', 'betekend', 'heden')."""
    words = {t.woord for zin in lezing.zinnen for t in zin.tokens}
    return bool(words & {"exploot", "betekend", "betekende", "betekening"}) and bool(
        words & {"heden", "exploot", "deurwaarder", "gerechtsdeurwaarder", "belastingdeurwaarder"}
    )


def _own_promise(zin: Zin, clause: Zin, duur: Duur) -> bool:
    """'Wij beslissen binnen zes weken' is a promise of the sender, not a term of the resident."""
    words = clause.woorden
    head = _IF.split(clause.tekst.lower(), maxsplit=1)[0]
    arrives = ARRIVES.search(head) is not None
    if any({a, b} & SELVES and {a, b} & PROMISES for a, b in pairwise(words)) and not arrives:
        return True
    if PAID_BACK.search(zin.tekst.lower()) and not {"moet", "dient"} & set(words):
        return True
    if any(word in DUTY for word in words):
        return False
    if THEIRS.search(head) and "u" not in words:
        return True
    if any(words[i : i + len(start)] == start for start in SELF_STARTS for i in range(min(4, len(words)))):
        return "krijgt" not in words or bool(NEWS & set(words[: words.index("krijgt") + 6]) and "daarvoor" not in words)
    if NEWS & set(words) and any({a, b} in _HEARS for a, b in pairwise(words)) and "om" not in words:
        return True
    before = words_before(clause, duur.span, 12)
    if "om" in before or "bevel" in before:
        return False  # 'ik heb u bevel gedaan om binnen twee dagen te betalen'
    if _KEPT.search(clause.tekst.lower()):
        return False
    selves = [i for i, word in enumerate(before) if word in SELVES]
    if not selves or arrives:
        return False
    around = {before[i + 1] for i in selves if i + 1 < len(before)} | {before[i - 1] for i in selves if i}
    return not around & ASKING
