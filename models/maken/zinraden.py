"""Labels and stretches of the sentences of the bank, told from the function of the sentence: many, and less exact than marks by hand.

A threat is what follows 'dan' or the comma of the condition; an order and a denial are the clause without its term; a term is a
day or a number of days behind 'binnen', 'uiterlijk', 'vóór' and the like. Where the rules are not sure nothing is guessed.
"""

from __future__ import annotations

import re

from brievenbus.brief import ERNST
from brievenbus.classify.zinlezer import LABELS
from models.maken.bank import Bank

Merk = tuple[int, int, str]
_MONTH = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
_DAY = rf"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag )?\d{{1,2}} {_MONTH}(?: \d{{4}})?(?: (?:om|te) \d{{1,2}}[.:]\d\d uur)?"
_NUMBER = r"(?:\d{1,3}|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|dertien|veertien|dertig|enkele)"
_UNIT = r"(?:werkdagen|werkdag|dagen|dag|weken|week|maanden|maand|jaar|uur)"
_EVENT = r"(?:dag|datum|dagtekening|verzending|verzenddatum|ontvangst|bekendmaking|betekening|heden|vandaag)"
_FROM = rf"(?: na (?:de )?{_EVENT}(?: van (?:deze|dit|de|het) \w+)?)?"
_LEAD = r"(?:binnen|uiterlijk(?: op)?|v[óo]+r|tot en met|tot|voor)"
TERM = re.compile(
    rf"\b(?:{_LEAD}|op|per|vanaf|met ingang van) (?:{_DAY})|\b(?:binnen|uiterlijk) {_NUMBER} {_UNIT}{_FROM}"
    r"|\b(?:nog vandaag|per direct|onmiddellijk)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"^(?:Als|Indien|Wanneer|Mocht|Zonder|Bij|Wie|Na|Zodra|[A-Z][a-zë]+t? (?:u|uw|je|wij|het|de|er|dit|ik)\b)")
_NOT = re.compile(r"\b(?:niet|niets|geen|nooit|nergens|hoeft|hoeven|vervalt)\b", re.IGNORECASE)

_DENIAL = re.compile(r"\b(niet|niets|geen|nooit|nergens|hoeft|hoeven|vervalt|vervallen|ingetrokken|gewoon|zonder|af)\b", re.IGNORECASE)
_GOOD = re.compile(
    r"toegekend|goedgekeurd|kwijt|ontvangt|krijgt|terug|recht op|ingewilligd|toegewezen|nabetaling|kennen|betalen wij", re.IGNORECASE
)


def guess(text: str, functie: str) -> tuple[Merk, ...] | None:
    """Return the stretches (start, end, mark) of a sentence; None where they cannot be told."""
    if functie in ("aanleiding", "onschuldig", "privacy", "onderwerp"):
        return ()
    mark = {"dreiging": "ANDERS", "eis": "MOET", "ontkenning": "NIET", "geruststelling": "NIET"}.get(functie)
    terms = [(m.start(), m.end()) for m in TERM.finditer(text)] if functie in ("dreiging", "eis", "termijn") else []
    if functie == "termijn":
        return tuple((a, b, "WANNEER") for a, b in terms) or None
    if mark is None:
        return None
    start, end = _clause(text)
    if mark == "NIET":
        start, end = _denied(text)
    if end - start < 6:
        return None
    pieces = _without(text, start, end, terms) if mark != "ANDERS" else (start, end)
    if pieces is None:
        return None
    a, b = pieces
    free = [(c, d) for c, d in terms if d <= a or c >= b]
    return (*((c, d, "WANNEER") for c, d in free), (a, b, mark))


def _clause(text: str) -> tuple[int, int]:
    """The main clause: behind 'dan' or the comma of a condition, before a condition that follows; without the full stop."""
    end = len(text.rstrip(" ."))
    then = re.search(r"(?:, dan |^Dan |, anders |^Anders |\? Dan )", text)
    if then:
        return then.end(), end
    if _IF.match(text) and ", " in text:
        return text.index(", ") + 2, end
    later = re.search(r",? (?:als|indien|wanneer|tenzij) (?:u|uw|je|wij|het|de)\b", text)
    start = 2 if text.startswith(("U ", "Je ")) else 0
    return (start, later.start()) if later else (start, end)


def _denied(text: str) -> tuple[int, int]:
    """The clause with the word of denial, its subject with it."""
    m = _NOT.search(text, _clause(text)[0] if _IF.match(text) and ", " in text else 0)
    if m is None:
        return 0, 0
    start = max((cut.end() for cut in re.finditer(r"[,;:?] ", text[: m.start()])), default=0)
    stops = [at for at in (text.find(mark, m.end()) for mark in (", ", "; ", ". ")) if at > 0]
    return start, min(stops, default=len(text.rstrip(" .")))


def _without(text: str, start: int, end: int, terms: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The clause up to or from the term in it; None where the term stands amid the clause."""
    for a, b in terms:
        if start <= a and b <= end:
            if end - b < 4:
                end = a - 1
            elif a - start < 4:
                start = b + 1
            else:
                return None
    return (start, end) if end - start >= 5 else None


def known_labels(text: str, functie: str, soort: str, bank: Bank) -> dict[str, float]:
    """Return label → 0 or 1: the function gives one, those that may well hold too are left out, the rest are not so."""
    labels = dict.fromkeys(LABELS, 0.0)
    unknown: set[str] = set()
    if functie in LABELS:
        labels[functie] = 1.0
    card = bank.kaarten.get(soort)
    match functie:
        case "eis":
            unknown = {"termijn", "dreiging", "recht", "ontkenning"}
        case "termijn":
            unknown = {"eis", "recht", "dreiging", "goed_nieuws", "ontkenning"}
        case "dreiging":
            unknown = {"eis", "termijn"}
        case "recht":
            unknown = {"termijn", "hulp", "eis", "goed_nieuws", "ontkenning"}
        case "hulp" | "hulpaanbod":
            labels["hulp"] = 1.0
            unknown = {"recht", "termijn", "ontkenning", "eis"}
        case "geruststelling":
            labels["ontkenning"] = 1.0
            unknown = {"goed_nieuws"}
        case "ontkenning":
            unknown = {"goed_nieuws"}
        case "mededeling" | "onderwerp" | "aanleiding":
            unknown = {"termijn", "recht", "hulp"} if functie == "mededeling" else set()
            if _DENIAL.search(text):
                unknown.add("ontkenning")
            if card is not None and (card.goed_nieuws or card.gunstig_urgentie):
                unknown.add("goed_nieuws")
                if card.goed_nieuws and functie != "aanleiding" and _GOOD.search(text) and not re.search(r"\b(als|niet|geen)\b", text):
                    labels["goed_nieuws"] = 1.0
                    unknown.discard("goed_nieuws")
            if card is not None and ERNST[card.urgentie] >= ERNST["middel"] and functie == "mededeling":
                unknown |= {"dreiging", "eis"}
    return {label: share for label, share in labels.items() if label not in unknown or share}
