"""Terms counted in days, weeks, months or years, and the day they are counted from where the letter says so."""

from __future__ import annotations

import re

from brievenbus.extract import numbers
from brievenbus.extract.layout import Sentences
from brievenbus.feiten import Duur, DuurBasis, DuurEenheid, Marker
from brievenbus.page import Span, Tekst

_UNITS: dict[str, DuurEenheid] = {
    "dag": "dagen", "dagen": "dagen", "kalenderdag": "dagen", "kalenderdagen": "dagen", "werkdag": "werkdagen",
    "werkdagen": "werkdagen", "week": "weken", "weken": "weken", "maand": "maanden", "maanden": "maanden",
    "kalendermaand": "maanden", "kalendermaanden": "maanden", "jaar": "jaren", "jaren": "jaren",
}  # fmt: skip
_NUMBER = (
    r"(?:(?P<d>\d{1,3}|[lIO]\d|\d[OolI])(?:\s?\([a-zéë]+\))?"
    rf"|(?P<w>(?i:{numbers.pattern(numbers.CARDINALS)}))(?:\s?\(\d{{1,3}}\))?)"
)
_DURATION = re.compile(
    rf"(?<![\w,.€-]){_NUMBER}[ -]?(?:(?:volle|hele|volledige|aaneengesloten)\s)?"
    rf"(?P<u>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"
)
_MARKERS: tuple[tuple[Marker, re.Pattern[str]], ...] = (
    ("binnen", re.compile(r"\bbinnen\s+(?:een\s+termijn\s+van\s+|uiterlijk\s+|nu\s+en\s+)?$", re.I)),
    (
        "termijn",
        re.compile(r"(?:termijn|periode|bedenktijd|respijt|uitstel)\s+(?:bedraagt|is|van|duurt)\s+(?:in totaal\s+)?$", re.I),
    ),
    ("gedurende", re.compile(r"\bgedurende\s+$", re.I)),
    ("uiterlijk", re.compile(r"\buiterlijk\s+$", re.I)),
    ("na", re.compile(r"\b(?:na|over)\s+$", re.I)),
    ("per", re.compile(r"\b(?:elke|iedere|per|om de)\s+$", re.I)),
    (
        "heeft",
        re.compile(
            r"\b(?:hebt|heeft|krijgt|heb je|krijg je|geven|gunnen|geeft\s+(?:u|je)|gunt\s+(?:u|je)|resteren|resten)\b[^.;:!?\n]{0,50}$",
            re.I,
        ),
    ),
)
_AFTER = re.compile(r"\b(?:na|nadat|vanaf)\b", re.I)
_REACH = 200
"""How many characters from the term its starting day may be named: a sentence of OCR rubble can be a page long."""
_BACKWARD = re.compile(r"\s*(?:voor(?!\s*[,.;:)]|\s+(?:om|nodig|te)\b)|voorafgaand|voordat|ervoor|daarvoor|van tevoren|eerder)\b")
_AGO = re.compile(r"\s*(?:geleden|oud|oude)\b")
_LINK = re.compile(
    r"\b(?:na|nadat|vanaf|gerekend|te rekenen|volgend op|volgende op|ingaande|gaat in|loopt|begint|beginnen|start"
    r"|telt|tellen|sinds)\b",
    re.I,
)
_RESUME = re.compile(
    r"\b(?:termijn|periode|dagen|weken|maand|maanden)\b[^.\n]{0,40}\b(?:gaat|begint|start|loopt|telt|rekenen"
    r"|gerekend|vangt|in)\b"
    r"|\b(?:rekenen|tellen|begint|beginnen|gaat in|start)\b", re.I
)  # fmt: skip
_BASES: tuple[tuple[DuurBasis, re.Pattern[str]], ...] = (
    ("betekening", re.compile(r"\bbetekening|\bbetekend|\bexploot|\bdeurwaarder (?:u )?(?:dit|deze)", re.I)),
    ("uitspraak", re.compile(r"\buitspraak|\bvonnis|\bgewezen\b|\buitgesproken", re.I)),
    ("ontvangst", re.compile(
        r"\bontvang|\bbezorg|\bgekregen\b|\bin (?:uw )?huis\b|\bop de (?:deur)?mat\b|\bbij u (?:is |binnen)"
        r"|\bu (?:deze|dit) (?:brief|bericht) (?:krijgt|leest)", re.I)),
    ("verzending", re.compile(r"\bverz(?:end|onden)|\btoe(?:zending|gezonden)|\bverstuur|gestuurd|\bop de post", re.I)),
    ("dagtekening", re.compile(
        r"\bdagtekening|\bbriefdatum|\b(?:factuur|nota)datum|\bgedagtekend|\bvandaag\b|\bheden\b"
        r"|\bdatum\b[^.,;\n]{0,25}\b(?:brief|besluit|beschikking|factuur|nota|aanmaning|herinnering|aanslag|aanslagbiljet|kennisgeving"
        r"|schrijven|uitnodiging|voornemen|boete|(?:hier)?boven\w*)"
        r"|\bna (?:deze|dit) (?:brief|besluit|beschikking|aanmaning)", re.I)),
    ("bekend", re.compile(r"\bbekendmaking|\bbekendgemaakt|\bbekend (?:is )?(?:gemaakt|geworden)", re.I)),
)  # fmt: skip


def durations(tekst: Tekst) -> tuple[Duur, ...]:
    """Return every length of time, 1 to 999 units, in reading order."""
    plat = numbers.fold(tekst.plat)
    sentences = Sentences(plat)
    found: list[Duur] = []
    for match in _DURATION.finditer(plat):
        printed = match["d"]
        aantal = int(numbers.digits(printed)) if printed else numbers.value(match["w"])
        if not aantal or _AGO.match(plat, match.end()):
            continue
        marker, start = _marker(plat, match, sentences.at(match.start()).start)
        if not marker and aantal == 1 and not printed:
            # "een week" without a marker is an ordinary word, no term.
            continue
        basis, end = _basis(plat, match, sentences)
        repaired = printed is not None and not printed.isdigit()
        found.append(Duur(Span(start, end), aantal, _UNITS[match["u"]], basis, marker, repaired))
    return tuple(found)


def _marker(plat: str, match: re.Match[str], floor: int) -> tuple[Marker, int]:
    """Return the marker and where it starts."""
    if _BACKWARD.match(plat, match.end()):
        return "voor", match.start()
    # `endpos` makes "$" the place of the number; look no further back than the sentence.
    floor = max(floor, match.start() - 70)
    for marker, shape in _MARKERS:
        hit = shape.search(plat, floor, match.start())
        if hit is not None:
            return marker, hit.start()
    return "", match.start()


def _basis(plat: str, match: re.Match[str], sentences: Sentences) -> tuple[DuurBasis, int]:
    """Return what the term is counted from, and where the evidence in the same sentence ends."""
    sentence = sentences.at(match.start())
    link = _LINK.search(plat, match.end(), min(sentence.eind, match.end() + _REACH))
    if link is not None:
        found = _first_basis(plat, Span(link.start(), min(sentence.eind, link.end() + 90)))
        if found is not None:
            return found
    before = _AFTER.search(plat, max(sentence.start, match.start() - _REACH), match.start())
    if before is not None:
        found = _first_basis(plat, Span(before.start(), match.start()))
        if found is not None:
            return found[0], match.end()
    following = sentences.after(sentence)
    following = Span(following.start, min(following.eind, following.start + _REACH))
    if _RESUME.search(plat, following.start, following.eind):
        found = _first_basis(plat, following)
        if found is not None:
            return found[0], match.end()
    return "onbekend", match.end()


def _first_basis(plat: str, where: Span) -> tuple[DuurBasis, int] | None:
    """Return the basis named first in this stretch and where its words end."""
    hits = [(hit.start(), basis, hit.end()) for basis, shape in _BASES if (hit := shape.search(plat, where.start, where.eind)) is not None]
    if not hits:
        return None
    _, basis, end = min(hits)
    while end < where.eind and plat[end].isalpha():
        end += 1
    return basis, end
