"""What may stand in a sentence as a name. A printed name comes from the page: it may hold anything, a sentence of its own included.

A name that is not in the knowledge must look like one: few words, capitals, nothing that says what somebody must, may, does or gets.
"""

from __future__ import annotations

import re
import unicodedata

from brievenbus.explain.schrijf import MAANDEN, WEEKDAGEN

MOST, LONGEST = 8, 80
_DIGITS = 2
"""3RO and Tele2 are names; EUR500 and T06-12345678 are not."""
_EXTRA = frozenset(" &.'’-/,+()|:[]")
_ONLY_KNOWN = re.compile(r"[:|\[\]]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?|[\w-]+\.[a-z]{2,3}", re.IGNORECASE)
"""B.V., a.s.r. and bol.com."""
_SPELLED = re.compile(r"(?<!\S)(?:[A-Z][.-]? )+[A-Z][.-]?(?!\S)")
"""U W V, as a voice says it."""
_FORM = re.compile(r",? [bn]\.?v\.?$")
"""A letter prints "Direct Pay Services B.V." where the knowledge has the name without its form."""
_JOINS = re.compile(r"[.\-'’/+]")
_LOOKS = str.maketrans("l1ı0", "iiio")
"""Signs that look like others in print: NlET, GE1DIG."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHORT = _words("st. zn. fa. gebr. co. ltd. inc. mr. drs. dr. ir. ing. prof. stg. ver. coöp. afd. mw. dhr.")
_LINK = _words("van de der den het 't 's te ten ter aan bij in op voor en of & + - / des d' le la l' von und and the")
_SPEAKS = _words(
    """
    u uw je jij jou jouw jullie ik mij wij we hij zij ze hem
    niet niets geen nooit niemand nergens nee noch zonder tenzij behalve alsof nul
    moet moeten moest dient dienen verplicht mag mogen mocht kan kun kunt kunnen kon hoef hoeft hoeven wil wilt willen zal zult zullen zou
    bent is zijn was waren word wordt worden werd heb hebt heeft hebben had hadden
    betaal betaalt betalen betaald betaling bel belt bellen krijg krijgt krijgen kreeg ontvangt stuur stuurt sturen doe doet doen
    ga gaat gaan kom komt komen geef geeft geven neem neemt nemen maak maakt maken vraag vraagt vragen zeg zegt zeggen staat staan
    stop stopt stoppen vervalt vervallen wacht wachten reageer reageert klik scan open schrijf schrijft zoek teken tekent bewaar
    blijf blijft
    uiterlijk vanaf sinds vóór na tot binnen dagen weken maanden jaar uur euro eur cent procent
    gratis kosteloos gewonnen prijs verlaagd verhoogd geldig ongeldig als omdat want maar dat indien dus anders terug nog al pas
    vandaag morgen gisteren straks later meteen onmiddellijk
    """
).union(MAANDEN, WEEKDAGEN)
"""Words that say something of somebody, of time or of money. None stands in the name of a sender that the knowledge does not have."""
_TELLS = _words(
    """
    voldaan verrekend vereffend ingetrokken intrekking geannuleerd annulering goedgekeurd afgekeurd afgewezen toegekend toegewezen verleend
    gestopt gestaakt stopgezet beëindigd opgeheven geschrapt geseponeerd ingelost afgelost afbetaald kwijt kwijtgescholden kwijtschelding
    afgehandeld gesloten verlopen verschuldigd openstaand vrijgesteld vrijgesproken
    nep nepbrief vals fraude oplichting echt wel alleen enkel slechts
    pay paid not no never do don't you your must free ignore cancelled
    """
)
"""Words that tell how a case ended, or in English what to do. They refuse a name only where the knowledge does not have it."""


def is_heel(tekst: str) -> bool:
    """Tell whether a text, as a name in a sentence, stays within that sentence: no end of a sentence, no word that says something."""
    if not 2 <= len(tekst) <= LONGEST or unicodedata.normalize("NFC", tekst) != tekst or not all(map(_is_sign, tekst)):
        return False
    words = _SPELLED.sub(lambda spelled: spelled.group().replace(" ", ""), tekst).split(" ")
    return len(words) <= MOST + 2 and all(_is_word(word) for word in words) and any(sign.isalpha() for sign in tekst)


def is_naam(tekst: str, bekend: frozenset[str], woorden: frozenset[str]) -> bool:
    """Tell whether a text is a name that the knowledge has (`bekend`, folded), or looks like a name of whatever sender.

    `woorden` are the folded words of the known names: a word without a capital must be one of them.
    """
    if not is_heel(tekst):
        return False
    if _FORM.sub("", tekst.casefold()) in bekend or tekst.casefold() in bekend:
        return True
    if any(part in _TELLS for part in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", tekst.casefold().replace("’", "'"))):
        return False
    words = [word.strip(",()") for word in tekst.split(" ")]
    capital = any(word[:1].isupper() for word in words)
    return capital and len(words) <= MOST and not _ONLY_KNOWN.search(tekst) and all(_is_named(word, woorden) for word in words)


def _is_named(word: str, woorden: frozenset[str]) -> bool:
    return word.casefold() in _LINK or word.casefold() in woorden or any(sign.isupper() for sign in word)


def _is_sign(sign: str) -> bool:
    """Letters of one script only: a Cyrillic "а" in a Latin name is another name that looks the same."""
    if sign.isascii() and sign.isalnum():
        return True
    return sign in _EXTRA or (sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN "))


def _is_word(word: str) -> bool:
    bare = word.strip(",()[]:")
    if not word or bare.isdigit():
        return False
    if "." in bare and not _DOTTED.fullmatch(bare) and bare.casefold() not in _SHORT:
        return False
    if sum(sign.isdigit() for sign in bare) > _DIGITS:
        return False
    return not any(part.casefold() in _SPEAKS for part in {bare, *re.findall(r"[^\W\d_]{2,}", bare)}) and not _speaks_hidden(bare)


def _speaks_hidden(word: str) -> bool:
    """Tell whether a word says something behind dots (N.I.E.T), accents (Níet) or signs that look alike (NlET).

    Of one or two letters it is no more than somebody's initials: A.L. Jansen.
    """
    letters = _JOINS.sub("", word).casefold()
    return len(letters) > 2 and (letters in _SPEAKS or letters.replace("l", "i") in _SPEAKS or _look(letters) in _LOOK_SPEAKING)


def _look(letters: str) -> str:
    """Return what letters look like at a glance: without accents, with one form for signs that look alike."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(sign))
    return plain.translate(_LOOKS)


_LOOK_SPEAKING = frozenset(_look(word) for word in _SPEAKS if len(word) > 3) - frozenset(map(_look, _LINK))
"""Longer words only, for three letters soon look like three others; "vóór" is left out, for "voor" is in many a name."""
