"""Who writes the letter: names and trade words, weighed by where on the paper they stand.

A name in the letterhead, the return line, the signature or the account holder says who writes; the same name in the body
only says whom the letter is about (a bailiff's letter names the landlord, the tax office names your bank).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from brievenbus.classify.context import Lezing, fold_words
from brievenbus.feiten import Feiten
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import AfzenderKaart
from brievenbus.match import Phrase, Phrasebook, Zin, tokenize
from brievenbus.page import Line, Span

NAME, TERM = "naam", "term"
WEIGHT = {"kop": 5.0, "retour": 4.0, "slot": 3.0, "voet": 2.0, "onderwerp": 1.2, "romp": 0.25}
TERM_SHARE = 0.6
MUNICIPAL = "gemeente_"
SUBJECT_WORD, MOST_SUBJECT_WORDS = 0.7, 6
MAX_A_PLACE = 2
"""A name counts at most twice a place: a letter that repeats a name is not more surely from it."""
_CLIENT = tuple(
    Phrase.make(text)
    for text in (
        "in opdracht van",
        "opdrachtgever*",
        "namens uw",
        "vordering van",
        "inzake",
        "tegen",
        "voor rekening van",
        "ten verzoeke van",
        "in samenwerking met",
    )
)
_FOR_ANOTHER, _OFFICES = "namens", frozenset(["de", "het", "burgemeester", "college", "uw", "dijkgraaf"])
"""In a letterhead 'namens' names for whom is written; before these words it says by whose power, and that is who writes."""
SELF = frozenset({"kop", "retour", "slot", "voet", "web", "iban"})
UNKNOWN = "onbekend"
OUTWEIGHS = 1.5
"""A trade in the letterhead must outweigh by so much what the letter is about."""
COMPOUND, HEADED = 6, frozenset({"kop", "slot"})
"""Where a sender names itself, a word that ends in a trade word of so many letters tells its trade: 'Dorpswarmte', 'Tuinvereniging'."""
_SIGN = frozenset(["hoogachtend", "groet", "groeten", "namens"])
_RETURN = ("retouradres", "afzender")


@dataclass(frozen=True, slots=True)
class Spoor:
    """One clue to a sender: where it stands, and what it is worth."""

    sleutel: str
    plek: str
    waarde: float
    span: Span


@dataclass(frozen=True)
class Sporen:
    """All clues of a letter, summed for each sender key."""

    punten: dict[str, float]
    sporen: tuple[Spoor, ...]

    def best(self, sleutel: str) -> tuple[Span, ...]:
        """Return the places of the two strongest clues for a sender."""
        mine = sorted((s for s in self.sporen if s.sleutel == sleutel), key=lambda s: -s.waarde)
        return tuple(s.span for s in mine[:2])


def headed(sporen: Sporen, sleutel: str, kennis: Kennis, usual: tuple[str, ...], *, naam: bool) -> str:
    """Return the sender whose own name or trade stands where a sender names itself, where the chosen one has no such clue.

    The letter type draws its usual sender along: a landlord who tells how a bailiff's summons came to nothing, writes himself. `usual`
    are the senders of the type: among them a letterhead outside them is a department ('Debiteurenbeheer'). `naam`: the letterhead bears
    some name. A public body that it does not bear is then not the sender: it is one that nobody here knows.
    """
    points: dict[str, float] = defaultdict(float)
    for spoor in sporen.sporen:
        if spoor.plek in SELF:
            points[spoor.sleutel] += spoor.waarde
    if points.get(sleutel) or (sleutel.startswith(MUNICIPAL) and sporen.punten.get(sleutel)):
        return sleutel
    best = max(points, key=lambda key: points[key], default=None)
    if best is not None and points[best] >= WEIGHT["kop"] * TERM_SHARE:
        town = best.startswith(MUNICIPAL) and not sleutel.startswith(MUNICIPAL)
        foreign = (sleutel in usual and best not in usual) or (best == f"{MUNICIPAL}algemeen" and usual[:1] == (sleutel,))
        outweighs = sporen.punten[best] >= OUTWEIGHS * sporen.punten.get(sleutel, 0.0)
        return best if town or (outweighs and not foreign) else sleutel
    card = kennis.afzenders[sleutel]
    return UNKNOWN if naam and best is None and card.overheid and not sleutel.startswith(MUNICIPAL) else sleutel


class Afzenderboek:
    """The names and trade words of every sender card, made once for a knowledge base."""

    def __init__(self, kennis: Kennis) -> None:
        names = {f"{NAME}:{k}": card.namen for k, card in kennis.afzenders.items()}
        terms = {f"{TERM}:{k}": card.termen for k, card in kennis.afzenders.items()}
        self.boek = Phrasebook({**names, **terms})
        self.onderwerp = Phrasebook({k: card.onderwerpwoorden for k, card in kennis.afzenders.items()})
        self.achtervoegsels = _tails(kennis)
        self.domeinen = {d: k for k, card in kennis.afzenders.items() for d in card.domeinen}
        self.ibans = {i.replace(" ", ""): k for k, card in kennis.afzenders.items() for i in card.ibans}


def _tails(kennis: Kennis) -> dict[str, str]:
    """Return the trade words that are one long word of one kind of sender only, with that sender."""
    owners: dict[str, set[str]] = defaultdict(set)
    for key, card in kennis.afzenders.items():
        for term in card.termen:
            words = fold_words(term)
            if len(words) == 1 and len(words[0]) >= COMPOUND and words[0].isalpha():
                owners[words[0]].add(key)
    return {word: next(iter(keys)) for word, keys in owners.items() if len(keys) == 1}


def sporen(lezing: Lezing, feiten: Feiten, boek: Afzenderboek) -> Sporen:
    """Return every clue to the sender in the letter."""
    found: list[Spoor] = []
    places = _places(lezing)
    counted: dict[tuple[str, str], int] = defaultdict(int)
    ibans = [account.span for account in (*feiten.rekeningen, *feiten.rekeningen_ongeldig)]
    for index, (_, line) in enumerate(lezing.tekst.lines):
        start = lezing.tekst.line_starts[index]
        plek = places[index]
        zin = Zin(line.tekst, Span(start, start + len(line.tekst)), tokenize(line.tekst, start), index)
        client = _client_from(zin, plek)
        for name, phrase, span in boek.boek.find(zin):
            kind, _, sleutel = name.partition(":")
            counted[name, plek] += 1
            if counted[name, plek] > MAX_A_PLACE or any(span.overlaps(iban) for iban in ibans):
                continue  # "BUNQ" inside an account number names the bank of the sender, not the sender
            share = 1.0 if kind == NAME else TERM_SHARE
            length = 1.0 + 0.15 * (len(phrase.delen) - 1)
            place = "romp" if client is not None and span.start >= client else plek
            found.append(Spoor(sleutel, place, WEIGHT[place] * share * length, span))
        found.extend(_compounds(zin, plek, client, boek))
    found.extend(_subject(lezing, boek))
    found.extend(_other(feiten, boek))
    points: dict[str, float] = defaultdict(float)
    for spoor in found:
        points[spoor.sleutel] += spoor.waarde
    return Sporen(dict(points), tuple(found))


def _client_from(zin: Zin, plek: str) -> int | None:
    """Where a line names for whom the sender acts ("in opdracht van …"): who stands behind that does not write the letter."""
    spans = [phrase.find(zin.woorden) for phrase in _CLIENT]
    ends = [zin.tokens[hit[1] - 1].span.eind for hit in spans if hit is not None]
    for at, word in enumerate(zin.woorden[:-1]):
        if plek == "kop" and word == _FOR_ANOTHER and zin.woorden[at + 1] not in _OFFICES:
            ends.append(zin.tokens[at].span.eind)
    return min(ends) if ends else None


def _compounds(zin: Zin, plek: str, client: int | None, boek: Afzenderboek) -> list[Spoor]:
    """The trade words that end a longer word where the sender names itself."""
    if plek not in HEADED:
        return []
    found = []
    for token in zin.tokens:
        if client is not None and token.span.start >= client:
            break
        for cut in range(2, len(token.woord) - COMPOUND + 1):
            sleutel = boek.achtervoegsels.get(token.woord[cut:])
            if sleutel is not None:
                found.append(Spoor(sleutel, plek, WEIGHT[plek] * TERM_SHARE, token.span))
                break
    return found


def _subject(lezing: Lezing, boek: Afzenderboek) -> list[Spoor]:
    """Words that show what the letter is about: they tell the kind of sender where no name does. Each counts once."""
    found: dict[tuple[str, str], Span] = {}
    for zin in lezing.zinnen:
        for sleutel, phrase, span in boek.onderwerp.find(zin):
            found.setdefault((sleutel, phrase.bron), span)
    counted: dict[str, int] = defaultdict(int)
    clues = []
    for (sleutel, _), span in found.items():
        counted[sleutel] += 1
        if counted[sleutel] <= MOST_SUBJECT_WORDS:
            clues.append(Spoor(sleutel, "inhoud", SUBJECT_WORD, span))
    return clues


def _other(feiten: Feiten, boek: Afzenderboek) -> list[Spoor]:
    """Clues outside the running text: web domains, known account numbers."""
    found = []
    seen: set[str] = set()
    for url in feiten.webadressen:
        for domein, sleutel in boek.domeinen.items():
            if url.domein == domein or url.domein.endswith("." + domein):
                if sleutel not in seen:
                    found.append(Spoor(sleutel, "web", 1.5, url.span))
                seen.add(sleutel)
    for account in feiten.rekeningen:
        if account.iban in boek.ibans:
            found.append(Spoor(boek.ibans[account.iban], "iban", 4.0, account.span))
    return found


def _places(lezing: Lezing) -> list[str]:
    """Return for each line of the letter where on the paper it stands: kop, retour, slot, voet, onderwerp or romp."""
    lines = lezing.tekst.lines
    heights = [line.vak.height for _, line in lines] or [0.0]
    usual = median(heights)
    signed = _signature_start(lezing)
    places = []
    for index, (nummer, line) in enumerate(lines):
        words = fold_words(line.tekst)
        if nummer == 1 and words and words[0] in _RETURN:
            places.append("retour")
        elif nummer == 1 and (line.vak.y1 < 0.155 or (index < 3 and line.vak.y0 < 0.25)):
            places.append("kop")
        elif signed is not None and signed <= index < signed + 8 and not _is_footer(line):
            places.append("slot")
        elif _is_footer(line):
            places.append("voet")
        elif nummer == 1 and line.vak.height > 1.15 * usual and line.vak.y0 < 0.45:
            places.append("onderwerp")
        else:
            places.append("romp")
    return places


def _is_footer(line: Line) -> bool:
    return line.vak.y0 > 0.9


def _signature_start(lezing: Lezing) -> int | None:
    best = None
    for index, (_, line) in enumerate(lezing.tekst.lines):
        words = fold_words(line.tekst)
        if len(words) <= 8 and any(word in _SIGN for word in words):
            best = index
    return best


_LEGAL_FORM = re.compile(r"\b(?:B\.?V\.?|N\.?V\.?|C\.?V\.?|U\.?A\.?|vof|stichting|vereniging|co[oö]peratie|gemeente|waterschap)\b", re.I)
_MUNICIPALITY = re.compile(
    r"\b(?:[Gg]emeente|GEMEENTE) [A-Z'’][\w'’-]+(?: (?:(?:aan|en|op|bij|in|de|den|der|van|ter|ten) )*[A-Z&'’][\w'’-]*(?![\w:]))*"
)
"""A name starts with a capital and may hold small words in between: Gemeente Alphen aan den Rijn, gemeente 's-Hertogenbosch."""
_NOT_A_NAME = re.compile(r"\d{4}\s?[A-Z]{2}\b|@|www\.|\bpostbus\b|\btelefoon\b|\bdatum\b|\bpagina\b|\bIBAN\b|\d{5,}", re.I)
_ADDRESSEE = re.compile(r"^\s*(?:aan\b|de heer\b|mevrouw\b|mevr\b|dhr\b|familie\b|mw\b|the\b|de bewoners?\b)", re.I)


def printed_name(lezing: Lezing) -> tuple[str, Span] | None:
    """Return the sender's name as printed: the tallest line of the letterhead that can be a name."""
    best: tuple[float, str, Span] | None = None
    for index, (nummer, line) in enumerate(lezing.tekst.lines):
        if nummer != 1 or line.vak.y0 > 0.2:
            continue
        for text, offset in _cells(line.tekst):
            if not 2 <= len(text) <= 60 or _NOT_A_NAME.search(text) or _ADDRESSEE.search(text) or not re.search(r"[A-Za-z]{2}", text):
                continue
            score = line.vak.height + (0.004 if _LEGAL_FORM.search(text) else 0.0) - 0.02 * line.vak.y0
            start = lezing.tekst.line_starts[index] + offset
            if best is None or score > best[0]:
                best = (score, text, Span(start, start + len(text)))
    return (best[1], best[2]) if best else None


def own_name(lezing: Lezing, card: AfzenderKaart) -> tuple[str, Span] | None:
    """Return the name of this sender as the paper prints it; of a public body only a line that holds a name or trade word of it."""
    town = card.sleutel.startswith(MUNICIPAL)
    printed = (_municipality(lezing) if town else None) or printed_name(lezing)
    if printed is None or not card.overheid or (town and _MUNICIPALITY.search(printed[0])):
        return printed
    words = fold_words(printed[0])
    known = card.namen if town else (*card.namen, *card.termen)  # "Team Inkomen" does not say whose team it is
    return printed if any(Phrase.make(text).find(words) for text in known) else None


def _municipality(lezing: Lezing) -> tuple[str, Span] | None:
    """Return the municipality in the letterhead or the return line: its cards are named after their task, for there are hundreds."""
    for index, (nummer, line) in enumerate(lezing.tekst.lines):
        hit = _MUNICIPALITY.search(line.tekst) if nummer == 1 and line.vak.y0 <= 0.25 else None
        if hit:
            start = lezing.tekst.line_starts[index] + hit.start()
            return "G" + hit.group()[1:], Span(start, start + len(hit.group()))
    return None


def _cells(text: str) -> list[tuple[str, int]]:
    cells, at = [], 0
    for cell in text.split("\t"):
        cells.append((cell.strip(), at + len(cell) - len(cell.lstrip())))
        at += len(cell) + 1
    return cells
