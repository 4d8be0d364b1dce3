"""What kind of letter it is: the recogniser's reading, the sender, and the step on the ladder, weighed together.

The recogniser reads sentences; sender clues tell who may send what; rules on step and order mend what wording alone
cannot tell. Sender and letter type are chosen together, because each says something of the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brievenbus.brief import ERNST
from brievenbus.classify.afzender import MUNICIPAL, Sporen
from brievenbus.classify.context import Lezing
from brievenbus.classify.model import Model, Voorspelling
from brievenbus.classify.stem import ZWIJGT, Brieflezer
from brievenbus.classify.teneur import Teneur, fits
from brievenbus.classify.verleden import is_turned
from brievenbus.kennis import Kennis
from brievenbus.match import Phrase, Zin
from brievenbus.page import Span

LETTER_WEIGHT = 6.0
"""How much one unit of mean log-probability counts beside a point of sender clues: set on our own letters."""
NET_WEIGHT = 1.0
"""How much one unit of log-probability of the trained reader counts. Its view of the sender is not used: the letterhead knows better."""
NEVER = -7.0
"""The log-probability of what the trained reader thinks impossible: it may doubt, it may not forbid."""
HEAD_LINES = 4
SENDER_WEIGHT = 0.4
SENDER_CAP = 9.0
SAME_KIND, MISFIT = -1.2, -3.0
GENERAL, OFFICE_SHARE = f"{MUNICIPAL}algemeen", 0.9
QUIET = {True: ("goed_nieuws", "info_niets_doen"), False: ("info_niets_doen",)}
CANDIDATES = 25
ENOUGH = 2.0
"""Weight of sentences (two long ones) below which a reading of the letter type is not called sure."""
LONG = 25
"""A sentence counts by its length, up to this many words: long ones say more of the letter type than short ones."""
_SKIP_START = (
    "geachte",
    "beste",
    "hoi",
    "hallo",
    "telefoon",
    "retouradres",
    "postbus",
    "pagina",
    "met vriendelijke",
    "hoogachtend",
)


@dataclass(frozen=True)
class Keuze:
    """The chosen sender and letter type with their certainty, and the runners-up.

    `stil` is the harmless type to take instead where the letter says that nothing need be done and no term contradicts it.
    """

    afzender: str
    briefsoort: str
    zekerheid_afzender: float
    zekerheid_soort: float
    anderen: tuple[tuple[str, float], ...]
    zinnen: tuple[Zin, ...]
    voorspelling: Voorspelling
    stil: str | None = None


def readable(lezing: Lezing) -> tuple[tuple[Zin, float], ...]:
    """Return the sentences that can tell the letter type, each with its weight: subject and headings count more."""
    found = []
    body = _body_start(lezing)
    for zin in lezing.zinnen:
        words = zin.woorden
        letters = sum(len(word) for word in words if word.isalpha())
        if letters < 8 or len(words) < 2 or " ".join(words).startswith(_SKIP_START):
            continue
        if zin.span.start < body and not _is_subject(lezing, zin):
            continue
        weight = min(len(words), LONG) / LONG
        if _is_subject(lezing, zin):
            weight = max(weight, 0.7)
        found.append((zin, weight))
    return tuple(found)


def _body_start(lezing: Lezing) -> int:
    """Return where the running text starts: at the salutation, else after the first fifth of the first page."""
    for zin in lezing.zinnen[:40]:
        if zin.woorden and zin.woorden[0] in ("geachte", "beste", "hoi", "dear", "hallo", "heden", "l"):
            return zin.span.start
    for index, (nummer, line) in enumerate(lezing.tekst.lines):
        if nummer > 1 or line.vak.y0 > 0.27:
            return lezing.tekst.line_starts[index]
    return 0


def _is_subject(lezing: Lezing, zin: Zin) -> bool:
    """A line of its own shortly above the salutation, or one that says 'betreft' or 'onderwerp'."""
    if zin.woorden[:1] in (("betreft",), ("onderwerp",)):
        return True
    body = _body_start(lezing)
    if not 0 < body - zin.span.start < 260 or "\t" in zin.tekst or len(zin.tokens) > 16:
        return False
    line = lezing.tekst.lines[lezing.tekst.line_at(zin.span.start)][1]
    return line.vak.y0 > 0.25 and not any(char.isdigit() for char in zin.tekst.split(" ")[0])


def choose(
    lezing: Lezing, sporen: Sporen, teneur: Teneur, model: Model, kennis: Kennis, zonder: frozenset[str] = frozenset(),
    net: Brieflezer | None = None,
) -> Keuze:
    """Choose sender and letter type together; `zonder` are types that cannot be told for this letter, `net` is the trained reader."""
    weighed = readable(lezing)
    texts = [zin.tekst.replace("\t", " ") for zin, _ in weighed]
    reading = model.predict(texts, [weight for _, weight in weighed])
    stem = ZWIJGT if net is None else net.read(_letterhead(lezing), texts)
    senders = {key: min(points, SENDER_CAP) * SENDER_WEIGHT for key, points in _by_office(sporen, kennis).items()}
    senders.setdefault("onbekend", 0.0)
    scored: list[tuple[float, str, str]] = []
    known = (i for i, key in enumerate(model.sleutels) if key not in zonder)
    order = sorted(known, key=lambda i: -LETTER_WEIGHT * float(reading.letter[i]) - NET_WEIGHT * _log(stem.soorten, model.sleutels[i]))
    for i in order[:CANDIDATES]:
        soort = model.sleutels[i]
        card = kennis.briefsoorten[soort]
        base = LETTER_WEIGHT * float(reading.letter[i]) + NET_WEIGHT * _log(stem.soorten, soort) + fits(teneur, card)
        for key in {*senders, *card.afzenders}:
            fit = _fit(key, card.afzenders, kennis)
            scored.append((base + senders.get(key, -0.6) + fit, soort, key))
    scored.sort(reverse=True)
    total = sum(math.exp(score - scored[0][0]) for score, _, _ in scored)
    by_type: dict[str, float] = {}
    by_sender: dict[str, float] = {}
    for score, soort, key in scored:
        share = math.exp(score - scored[0][0]) / total
        by_type[soort] = by_type.get(soort, 0.0) + share
        by_sender[key] = by_sender.get(key, 0.0) + share
    soort, key = max(by_type, key=lambda k: by_type[k]), scored[0][2]
    key = next(k for _, s, k in scored if s == soort)
    mended = _precedence(soort, model.sleutels, lezing, kennis)
    if mended != soort:
        share = by_type.pop(soort)
        if _is_harmless(mended, kennis) and ERNST[kennis.briefsoorten[soort].urgentie] >= ERNST["hoog"]:
            share /= 2
            by_type[soort] = share  # words outweighed a grave type: the doubt is said, and a person looks
        by_type[mended] = by_type.get(mended, 0.0) + share
        soort = mended
        key = max(by_sender, key=lambda k: by_sender[k] * (k in kennis.briefsoorten[soort].afzenders or 0.2))
    quiet = None
    if teneur.rustig and ERNST[kennis.briefsoorten[soort].urgentie] >= ERNST["hoog"]:
        quiet = _quiet(reading, teneur, kennis)
    others = tuple(sorted(((k, v) for k, v in by_type.items() if k != soort), key=lambda kv: -kv[1])[:3])
    return Keuze(
        key,
        soort,
        min(by_sender[key], 0.99),
        min(by_type.get(soort, 0.0), 0.99) * min(1.0, sum(weight for _, weight in weighed) / ENOUGH),
        others,
        tuple(z for z, _ in weighed),
        reading,
        quiet,
    )


def _is_harmless(soort: str, kennis: Kennis) -> bool:
    return ERNST[kennis.briefsoorten[soort].urgentie] <= ERNST["laag"]


def _log(shares: Mapping[str, float], key: str) -> float:
    """The log of a reader's share for a label; of one it does not know, what it would be if all were alike."""
    if not shares:
        return 0.0
    return max(NEVER, math.log(max(shares.get(key, 1 / len(shares)), 1e-9)))


def _letterhead(lezing: Lezing) -> str:
    """The first lines of the paper, where the sender stands."""
    return " ".join(line.tekst.replace("\t", " ") for _, line in lezing.tekst.lines[:HEAD_LINES])


def _quiet(reading: Voorspelling, teneur: Teneur, kennis: Kennis) -> str | None:
    """The best harmless type for a letter that says nothing need be done and asks nothing, whatever grave words it holds.

    The runners-up keep the grave type, so that the doubt is said aloud and a person looks.
    """
    harmless = [
        i for i, key in enumerate(reading.sleutels)
        if _is_harmless(key, kennis) and key in QUIET[teneur.goed > teneur.slecht]
    ]  # fmt: skip
    return reading.sleutels[max(harmless, key=lambda i: float(reading.letter[i]))] if harmless else None


def _by_office(sporen: Sporen, kennis: Kennis) -> dict[str, float]:
    """The points of each sender. What says only 'gemeente' counts for every office of the municipality that has a clue of its own."""
    points = {key: value for key, value in sporen.punten.items() if key in kennis.afzenders}
    general = points.get(GENERAL, 0.0)
    for key in kennis.afzenders:
        if key.startswith(MUNICIPAL) and key != GENERAL and general:
            points[key] = points.get(key, 0.0) + OFFICE_SHARE * general
    return points


def _precedence(soort: str, candidates: Iterable[str], lezing: Lezing, kennis: Kennis) -> str:
    """Return the card that goes before `soort` by its own words, else `soort` itself.

    What happens only under a condition is no word of the step this letter takes: 'Komt er niets, dan zetten wij uw uitkering stil.'
    """
    best, most = soort, 0
    plain = [zin for zin in lezing.zinnen if not is_turned(zin)]
    for key in candidates:
        for rule in kennis.briefsoorten[key].voorrang:
            if soort not in rule.op:
                continue
            found = sum(any(Phrase.make(text).find(z.woorden) for z in plain) for text in rule.zinnen)
            if found >= rule.minstens and found > most:
                best, most = key, found
    return best


def _fit(key: str, allowed: tuple[str, ...], kennis: Kennis) -> float:
    if key in allowed:
        return -0.08 * allowed.index(key)
    if key == "onbekend":
        return SAME_KIND
    kinds = {kennis.afzenders[k].soort for k in allowed}
    return SAME_KIND if kennis.afzenders[key].soort in kinds else MISFIT


def proof(keuze: Keuze, n: int = 2) -> tuple[Span, ...]:
    """Return the places of the sentences that speak most for the chosen type against the others."""
    if keuze.briefsoort not in keuze.voorspelling.sleutels or not keuze.zinnen:
        return ()
    column = keuze.voorspelling.sleutels.index(keuze.briefsoort)
    ranked = sorted(zip(keuze.zinnen, keuze.voorspelling.zinnen[:, column], strict=True), key=lambda pair: -float(pair[1]))
    return tuple(zin.span for zin, _ in ranked[:n])
