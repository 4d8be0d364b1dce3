"""Make a sentence of a letter anonymous, or refuse it. Nothing that can point to a resident, a helper or a case may be left.

Every number in figures is replaced, whatever it is; a name only where its place gives it away. All other words must be words of the
knowledge: a word that could be a name is never guessed at, the sentence is refused and the reason said. So what nobody thought of is
refused, not kept. Numbers written as words stay: whoever proposes reads the sentence first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from brievenbus.leren.namen import BEKEND, NAMEN, TUSSEN
from brievenbus.leren.woorden import WORD, Woordenschat, begins
from brievenbus.match import fold

NAAM, STRAAT, PLAATS, POSTCODE = "Voorbeeld", "Voorbeeldstraat 1", "Voorbeeldstad", "1234 AB"
MAIL, SITE = "naam@voorbeeld.nl", "voorbeeld.nl"
BEDRAG, DAG, DAG_CIJFERS, JAAR, TIJD, IBAN, TELEFOON, GETAL = (
    "€ 100,00", "1 juni 2026", "01-06-2026", "2026", "10.00", "NL00 BANK 0123 4567 89", "0800 0000", "10",
)  # fmt: skip
MIN_WORDS, MAX_WORDS, MAX_SIGNS = 3, 45, 400
_D = r"[\d•]"
_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|(?:jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?)"
)
_UPPER = "".join(chr(code) for code in range(0x250) if chr(code).isupper())
_TAKEN = "\uf8ff"
"""Stands for a name that was taken out, so that a title, initials or particles beside it are still seen as part of a name."""
_CAP = rf"(?:[{_UPPER}](?:[^\W\d_]|['’-](?=[^\W\d_]))*|{_TAKEN})"
_SMALL = r"(?:van|de|den|der|het|'t|’t|ten|ter|te|el|al|la|le|op|in|bin|ben|von|di|da|dos|aan|v\.?\s?d\.?)"
_INITIALS = r"(?:[^\W\d_]\.\s?){1,6}"
_NAME = rf"(?:{_INITIALS}\s?)?(?:(?i:{_SMALL})\s+){{0,3}}{_CAP}(?:(?:[ -](?i:{_SMALL})){{0,3}}[ -]{_CAP}){{0,3}}"
_TITLE = (
    r"(?i:(?:de\s+)?heer\s+(?:en|of|/)\s+mevrouw|de\s+heer|heer|mevrouw|meneer|mijnheer|dhr\.?|hr\.?|mevr\.?|mw\.?|familie|fam\.?|de\s+erven"
    r"|erven|geachte|beste|t\.?a\.?v\.?|t\.?n\.?v\.?|ten\s+name\s+van|op\s+naam\s+van|namens|uw\s+(?:zoon|dochter|kind|partner|man|vrouw)"
    r"|genaamd|drs?\.|mr\.|ir\.|ing\.|prof\.)"
)
_STREET_END = (
    r"(?:straat|laan|weg|plein|hof|gracht|kade|singel|dijk|steeg|pad|dreef|baan|plantsoen|park|markt|wal|haven|ring|burg|oord|stede|str\.)"
)
_STREET = (
    rf"(?:{_CAP}\s+){{0,3}}[^\W\d_]*(?i:{_STREET_END})\s+{_D}{{1,5}}"
    rf"(?:\s?[-/]\s?\w{{1,4}}\b|[a-zA-Z]\b|\s(?:hs|bis|bg|I{{1,3}}|[A-Z])\b)?"
)
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+@[\w-]*(?:\.[\w-]+)*"), MAIL),
    (re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|net|eu|be|de|info|gov|frl)\b(?:/\S*)?", re.IGNORECASE), SITE),
    (re.compile(r"\b[A-Za-z]{2}[ .]?[\d•]{2}(?:[ .]?[A-Za-z]{4})(?:[ .-]?[\d•]){6,22}"), IBAN),
    (re.compile(_STREET), STRAAT),
    (re.compile(rf"(?<![\w.,]){_D}{{4}}\s?[A-Z]{{2}}\b[ ,]*{_NAME}"), f"{POSTCODE} {PLAATS}"),
    (re.compile(rf"(?<![\w.,]){_D}{{4}}\s?[A-Z]{{2}}\b"), POSTCODE),
    (re.compile(rf"(?:€|\beuro?\b)\s*-?{_D}(?:[\d•.]*{_D})?(?:,(?:{_D}{{2}}|-{{1,2}}))?(?:\s?,-+)?", re.IGNORECASE), BEDRAG),
    (re.compile(rf"{_D}[\d•.]*(?:,{_D}{{2}}|,-{{1,2}})?\s?(?:€|\beuro?\b)", re.IGNORECASE), BEDRAG),
    (re.compile(rf"\b{_D}{{1,2}}(?:e|ste|de)?\s+{_MONTH}(?:\s+(?:'|’)?{_D}{{2,4}}\b)?", re.IGNORECASE), DAG),
    (re.compile(rf"\b{_D}{{1,2}}[-/.]{_D}{{1,2}}[-/.]{_D}{{2,4}}\b"), DAG_CIJFERS),
    (re.compile(rf"\b{_MONTH}\s+{_D}{{4}}\b", re.IGNORECASE), f"juni {JAAR}"),
    (re.compile(rf"(?:\+{_D}{{2}}|\b0{_D}{{1,3}})[ /-]*(?:\(0\))?(?:[ -]?{_D}){{6,9}}\b"), TELEFOON),
    (re.compile(rf"\b{_D}{{1,2}}[.:]{_D}{{2}}(?=\s*(?:uur|u\b))", re.IGNORECASE), TIJD),
    (re.compile(r"\b(?:19|20)\d\d\b(?![.,/-]?[\w•])"), JAAR),
    (re.compile(rf"[^\s,;:()]*{_D}(?:[^\s;:()]*[\w•%])?(?:[ -]?{_D}[\w•]*)*"), GETAL),
)  # fmt: skip
_NAMED = re.compile(rf"(?P<title>\b{_TITLE})\s+(?P<name>{_NAME})(?:\s+(?i:en|of)\s+(?=[^\W\d_]\.))?")
_INITIALLED = re.compile(rf"(?<!\w){_INITIALS}\s?(?:(?i:{_SMALL})\s+){{0,3}}{_CAP}(?:[ -]{_CAP}){{0,2}}")
_WHERE = re.compile(
    rf"(?P<word>\b(?:in|te|uit|gemeente|rechtbank|arrondissement|regio|locatie)\s+)(?P<name>(?:(?i:den|het|de)\s+)?{_CAP}(?:[ -]{_CAP})?)"
)
_SHORT = re.compile(
    r"(?<!\w)(?:t\.?n\.?v\.|o\.?v\.?v\.|d\.d\.|i\.v\.m\.|m\.i\.v\.|t/m|a\.u\.b\.|n\.v\.t\.|o\.a\.|d\.w\.z\.|i\.p\.v\.|m\.b\.t\.|p\.m\.|p/m|p\.j\."
    r"|en/of|bijv\.|enz\.|evt\.|nr\.|art\.|incl\.|excl\.|tel\.|resp\.|b\.v\.|B\.V\.|N\.V\.)"
)
_LIFT = re.compile(r"[a-zà-öø-ÿ]+(?:['’-][a-zà-öø-ÿ]+)*")
_CALENDAR = re.compile(
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|maandag|dinsdag|woensdag|donderdag|vrijdag"
    r"|zaterdag|zondag)"
)
_MARK = 0xE000
_TITLED = re.compile(
    r"\b(?:heer|mevrouw|meneer|mijnheer|dhr|mevr|mw|fam|familie|buurman|buurvrouw)\.?\s+(?:v[ao]n\s+(?:de[rn]?\s+)?)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Anoniem:
    """What came of a sentence. `zin` is "" where it is refused; `redenen` say why, in Dutch, and never hold more than the word it is about.

    `woorden` are unknown words in lower case: somebody who sees the letter may say that they are no names, and try again.
    """

    zin: str
    redenen: tuple[str, ...] = ()
    woorden: tuple[str, ...] = ()


def anonymise(zin: str, schat: Woordenschat, eigen: Collection[str] = (), gewoon: Iterable[str] = ()) -> Anoniem:
    """Return a sentence without personal data, or why it may not go.

    `eigen` are words of this letter that belong to a person or address (`brieftekst.own_words`): none of them is left, in any case.
    `gewoon` are words in lower case of which somebody said that they are no names.
    """
    text = _plain(zin)
    parts: list[str] = []

    def put(value: str) -> str:
        parts.append(value)
        return chr(_MARK + len(parts) - 1)

    for pattern, value in _STEPS:
        text = pattern.sub(lambda _, value=value: put(value), text)  # type: ignore[misc]
    own = {fold(word) for word in eigen if len(word) > 1} - TUSSEN
    text = WORD.sub(lambda hit: _TAKEN if _is_own(hit[0], own) else hit[0], text)
    text = schat.organisatie.sub(lambda hit: put(hit[0]), text)
    text = _NAMED.sub(lambda hit: f"{hit['title']} {_TAKEN}", text)
    text = _SHORT.sub(lambda hit: put(hit[0]), text)
    text = _INITIALLED.sub(_TAKEN, text)
    text = _WHERE.sub(lambda hit: hit[0] if _is_free(hit["name"], schat) else hit["word"] + put(PLAATS), text)
    unknown, wrong = _judge(text, schat, {fold(word) for word in gewoon if _LIFT.fullmatch(word)})
    text = re.sub(rf"{_TAKEN}(?:[ -]*{_TAKEN})+", _TAKEN, text)
    made = re.sub(rf"\b{GETAL}(?: ?{GETAL})+\b", GETAL, "".join(_shown(char, parts) for char in text))
    wrong = [*wrong, *_shape(made)]
    if wrong or unknown:
        said = tuple(f"Het woord '{word}' kent brievenbus niet. Het kan een naam zijn." for word in unknown)
        return Anoniem("", tuple(dict.fromkeys((*wrong, *said))), tuple(unknown))
    return Anoniem(made)


def _plain(zin: str) -> str:
    """One line, one kind of digit, no sign that nobody sees, and none of the signs that stand in for what was taken out."""
    shown = unicodedata.normalize("NFKC", zin.replace("\t", " ").replace("\n", " "))
    shown = re.sub(r"^\s*(?:[•–—*·-]|\d{1,2}[.)]|[a-z][.)])\s+", "", shown)  # the sign of a list
    kept = (char for char in shown if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Mn"))
    return " ".join("".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in kept).split())


def _shown(char: str, parts: list[str]) -> str:
    at = ord(char) - _MARK
    if char == _TAKEN:
        return NAAM
    return parts[at] if 0 <= at < len(parts) else char


def _is_own(word: str, own: Collection[str]) -> bool:
    return any(fold(part).strip("'’") in own for part in (word, *re.split(r"['’-]", word)) if part)


def _is_free(word: str, schat: Woordenschat) -> bool:
    return word in BEKEND or word in schat.afkortingen or _CALENDAR.fullmatch(fold(word)) is not None


def _judge(text: str, schat: Woordenschat, gewoon: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the unknown words in lower case, and the reasons for which no word of somebody can help."""
    unknown: list[str] = []
    wrong: list[str] = []
    loud = sum(char.isupper() for char in text) > sum(char.islower() for char in text)
    for hit in WORD.finditer(text):
        word, key = hit[0], fold(hit[0])
        if _is_free(word, schat) and not (loud and key in NAMEN):
            continue
        head, _, rest = word.partition("-")
        if rest and head in schat.afkortingen and rest.islower():
            word, key = rest, fold(rest)
        if word.islower():
            if schat.knows(word) and not (key in NAMEN and _after_title(text, hit.start())):
                continue
            if key in gewoon and key not in NAMEN:
                continue
            if _LIFT.fullmatch(word):
                unknown.append(word)
            else:
                wrong.append(_name_like(word))
        elif key in NAMEN or not (loud or begins(text, hit.start())) or not schat.knows(key):
            wrong.append(_name_like(word))
    return list(dict.fromkeys(unknown)), wrong


def _after_title(text: str, at: int) -> bool:
    """'met de heer bakker': behind a title even a word of the knowledge is a name."""
    return _TITLED.search(text[:at]) is not None



def _name_like(word: str) -> str:
    return f"Het woord '{word}' kan een naam zijn van een mens, plaats of bedrijf."


def _shape(made: str) -> list[str]:
    n = len(made.split())
    if n < MIN_WORDS:
        return ["De zin is te kort om iets van te leren."]
    if n > MAX_WORDS or len(made) > MAX_SIGNS:
        return ["De zin is te lang. Kies één zin."]
    return ["Er staan tekens in de zin die niet in een kennisbestand kunnen."] if re.search(r"[\"\\…*]", made) else []
