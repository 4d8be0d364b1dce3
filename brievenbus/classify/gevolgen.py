"""What happens if nothing is done: from the sentences, and from the law on the card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from brievenbus.brief import Gevolg, GevolgSoort, Urgentie
from brievenbus.classify.context import Lezing, words_before
from brievenbus.classify.verleden import Slag, is_conditional, slag
from brievenbus.classify.zinlezer import LEEG, ONGELEZEN, Zinbeeld
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Phrase, Zin, evidence
from brievenbus.page import Span

BOEK, BIJ = "gevolgen", "gevolgwoorden"
_DENIAL = frozenset({"niet", "niets", "geen", "nooit"})
_NEVER_A = frozenset({"niets", "geen"})
_STOP = frozenset(".,;:()")
_KNOWN = frozenset({"de", "deze", "die", "per", "beide", "gevorderde", "opgelegde"})
_OTHERS = frozenset(["gedetineerd", "huurders", "deelnemers", "collega", "collegas", "cursus", "voorlichting", "tip", "tips"])
_CONDITION = frozenset({"als", "indien", "anders", "dan", "zonder", "mocht", "tenzij", "gebreke", "uitblijven", "daarna"})
_YOU = frozenset({"u", "uw", "je", "jij", "jouw", "jullie", "gedaagde", "gerekwireerde", "gerequireerde", "schuldenaar", "you", "your"})
_US = frozenset({"wij", "we", "ik"})
_FUTURE = frozenset({"kunnen", "kan", "wordt", "worden", "zal", "zullen", "gaan", "gaat", "volgt", "stopt", "vervalt", "komt", "komen"})
_WAT_STOPT: dict[GevolgSoort, str] = {"uitkering_stopt": "inkomen", "afsluiting": "aansluiting"}
"""Consequences whose words ('ingetrokken', 'afsluiten') are said of much else: where the letter type does not expect them, the
sentence must name what would stop, by a label of regels/gevolgwoorden.toml."""
GRAVE: frozenset[GevolgSoort] = frozenset(
    {"beslag", "rechtszaak", "ontruiming", "afsluiting", "zorgverzekering", "vrijheidsbeneming", "rijbewijs_voertuig",
     "verblijfsrecht", "kinderen", "uitkering_stopt", "uitschrijving"}
)  # fmt: skip
"""Grave consequences: contract, urgentie rule 2."""
_HOURS = re.compile(r"\d uur tot\b|\btussen \d{1,2}[.:]\d{2} (?:uur )?en \d")
LOSSES: frozenset[str] = GRAVE | {"terugvordering", "hulp_minder"}
_NAMED, _SAID, _THREATENED = 1, 2, 3
"""How firmly a sentence holds a consequence: a word merely falls, it is said of the resident, or it follows if nothing is done."""


@dataclass(frozen=True, slots=True)
class _Hit:
    soort: GevolgSoort
    zin: Zin
    kracht: int


def find_gevolgen(
    lezing: Lezing, kaart: BriefsoortKaart, bewijs_soort: tuple[Span, ...],
    *, gunstig: bool, niveau: Urgentie | None = None, plicht: bool = False, stil: bool = False, beelden: Mapping[int, Zinbeeld] = ONGELEZEN,
) -> tuple[Gevolg, ...]:  # fmt: skip
    """Return the consequences with their evidence, in the order of the letter.

    `niveau` is the level of the step this letter takes, where that is not the one of its type;
    `plicht`: something must be done by a day; `stil`: nothing is asked of the resident, or the letter is not to be trusted.
    `beelden` is what the reader of sentences saw, by sentence number: where it sees a threat a phrase counts as said to the
    resident.

    A consequence that belongs to this letter type is believed on one mention; another one only where the sentence
    speaks of what will or may happen. A letter that brings good news or asks nothing has none but what its type says, unless it
    asks something by a day and a sentence says what follows otherwise: one letter may grant the one thing and demand the other.
    What belongs to the type and the letter neither names nor denies is given all the same, as what the law attaches to this type:
    `bewijs_soort`, the words that show the type, are its evidence.
    """
    quiet = stil or gunstig or ((niveau or kaart.urgentie) in ("geen", "laag") and not kaart.gevolgen)
    needed = _SAID if not quiet else _THREATENED if plicht and not stil else None
    found: dict[GevolgSoort, list[Span]] = {}
    for hit in _hits(lezing, beelden, kaart.gevolgen):
        if hit.soort not in kaart.gevolgen and (needed is None or hit.kracht < needed):
            continue
        found.setdefault(hit.soort, []).append(hit.zin.span)
    if not quiet and bewijs_soort:
        denied = _denied(lezing)
        for soort in kaart.gevolgen:
            if soort not in denied:
                found.setdefault(soort, list(bewijs_soort))
    return tuple(Gevolg(soort, tuple(b for span in spans[:2] for b in evidence(lezing.tekst, span))) for soort, spans in found.items())


def names_loss(lezing: Lezing) -> bool:
    """Tell whether a plain sentence of now says that something grave happens, or has happened, to the resident.

    Weaker than a consequence: it only asks a person to look before a letter is called harmless.
    """
    for zin in lezing.zinnen:
        if lezing.is_heading(zin) or len(zin.tokens) < 4 or slag(lezing, zin) not in (Slag.GEWOON, Slag.BESLUIT):
            continue
        labels = {label for label, _ in lezing.woorden.labels("signalen", zin)}
        history = {label for label, _ in lezing.woorden.labels("verleden", zin)}
        if labels & {"goed_nieuws", "niets_doen"} or history & {"terugname", "gerust"}:
            continue
        denied = lezing.woorden.denied(BOEK, zin)
        for label, phrase, span in lezing.woorden.boeken[BOEK].find(zin):
            if label not in LOSSES or label in denied or _is_denied(zin, span, phrase):
                continue
            outside = {t.woord for t in zin.tokens if t.span.eind <= span.start or t.span.start >= span.eind}
            if not _YOU & set(zin.woorden) or (label == "afsluiting" and (_DENIAL & outside or _HOURS.search(zin.tekst))):
                continue  # said of others, or an hour of maintenance
            if label == "uitschrijving" and zin.woorden[0] == "schrijf":
                continue  # 'Schrijf u uit': from a mailing list
            if not _is_elsewhere(lezing, zin, cast(GevolgSoort, label), span):
                return True
    return False


def _hits(lezing: Lezing, beelden: Mapping[int, Zinbeeld], verwacht: tuple[GevolgSoort, ...]) -> list[_Hit]:
    found = []
    for zin in lezing.zinnen:
        if lezing.is_heading(zin) or len(zin.tokens) < 4:
            continue
        seen: set[str] = set()
        beeld = beelden.get(zin.nummer, LEEG)
        denied = lezing.woorden.denied(BOEK, zin)
        for label, phrase, span in lezing.woorden.boeken[BOEK].find(zin):
            if label in denied or label in seen or _is_denied(zin, span, phrase):
                continue
            soort = cast(GevolgSoort, label)
            kracht = _NAMED
            if soort in verwacht or not _is_elsewhere(lezing, zin, soort, span):
                kracht = _THREATENED if beeld.threatens(span) and not _is_general(lezing, zin) else _strength(lezing, zin)
            seen.add(label)
            found.append(_Hit(soort, zin, kracht))
    return found


def _denied(lezing: Lezing) -> frozenset[str]:
    """The consequences that some sentence names and takes away ("er volgt geen beslag"). A word of denial on its own takes nothing away."""
    found = set()
    for zin in lezing.zinnen:
        gone = lezing.woorden.denied(BOEK, zin)
        for label, phrase, span in lezing.woorden.boeken[BOEK].find(zin):
            if label in gone or _is_denied(zin, span, phrase):
                found.add(label)
    return frozenset(found)


def _is_denied(zin: Zin, span: Span, phrase: Phrase) -> bool:
    """'Er wordt niets afgesloten', 'geen verdere boete', 'sluiten wij u niet af': a word of denial before the phrase or inside it."""
    own = {part[0] for part in phrase.delen if part is not None}
    inside = {t.woord for t in zin.tokens if t.span.start >= span.start and t.span.eind <= span.eind}
    if _DENIAL & (inside - own):
        return True
    before = [t for t in zin.tokens if t.span.eind <= span.start]
    text, start = zin.tekst, zin.span.start
    near = {t.woord for t in before[-4:] if not _STOP & set(text[t.span.eind - start : span.start - start])}
    return bool(_DENIAL & near & {t.woord for t in before[-2:]} or _NEVER_A & near)


def _is_elsewhere(lezing: Lezing, zin: Zin, soort: GevolgSoort, span: Span) -> bool:
    """The words are there but not the thing: something else is withdrawn, or a fine that was given before is named again."""
    if soort == "boete":
        return bool(_KNOWN & set(words_before(zin, span, 1)))
    needed = _WAT_STOPT.get(soort)
    return needed is not None and all(label != needed for label, _ in lezing.woorden.labels(BIJ, zin))


def _is_general(lezing: Lezing, zin: Zin) -> bool:
    """Said to everybody: 'Wie niet betaalt, ...', or what the back of every letter holds."""
    return zin.woorden[:1] == ("wie",) or slag(lezing, zin) is Slag.ALGEMEEN


def _strength(lezing: Lezing, zin: Zin) -> int:
    """What the sentence says: what follows if nothing is done, what will or may happen to the resident, or no more than a word.

    What only recalls an earlier step, or is said to everybody, is no more than a word.
    """
    words = set(zin.woorden)
    if words & _OTHERS or zin.tekst.rstrip().endswith("?") or _is_general(lezing, zin) or slag(lezing, zin) is Slag.GESCHIEDENIS:
        return _NAMED
    if any(label == "vast" for label, _ in lezing.woorden.labels(BIJ, zin)):
        return _SAID
    conditional, about_you, future = bool(words & _CONDITION), bool(words & _YOU), bool(words & _FUTURE)
    if (conditional or is_conditional(lezing, zin)) and future:
        return _THREATENED
    return _SAID if (conditional and (about_you or words & _US)) or (about_you and future) else _NAMED
