"""Ten thousand wrong facts and more, on every kind of letter: none passes a gate.

Each lie is made from a sentence that the explanation of a letter really says, by one change that makes it say something else. It is offered
to the gate for fixed sentences, to the gate for other words, and to that gate in other words that would pass if the fact were right.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest

from brievenbus.brief import Afzender, Bedrag, Gevolg, Termijn
from brievenbus.explain import Inhoud, explain
from brievenbus.explain.feitenpoort import zegt_hetzelfde
from brievenbus.explain.poort import Poort
from brievenbus.explain.schrijf import MAANDEN, WEEKDAGEN, bedrag, datum
from brievenbus.kennis import load
from brievenbus.kennis.gelijk import load_gelijk
from brievenbus.kennis.talen import splits

KENNIS = load()
NL = KENNIS.talen["nl"]
MINSTENS, MEESTE = 10_000, 4_000
"""Lies at least, and of one kind at most: a sample of them, drawn from all letters."""
NAAM, ANDERE = "Zeedijk Energie", ("Vattenfall", "Zeedijk Incasso", "Zeedijk", "Energie Zeedijk", "de Belastingdienst", "uw verhuurder")
DAGEN = (date(2026, 12, 3), date(2027, 3, 1), date(2026, 11, 28))
SOMMEN = (Decimal("366.00"), Decimal("1250.05"), Decimal("20.10"))
PEIL = date(2026, 11, 21)
_DAG = re.compile(rf"({'|'.join(WEEKDAGEN)}) (\d+) ({'|'.join(MAANDEN)}) (\d+)")
_SOM = re.compile(r"€ [\d.]+,\d\d")
_FEIT = re.compile(rf"{_DAG.pattern}|{_SOM.pattern}|{NAAM}")
Leugen = tuple[str, str, str]
"""What kind of lie, the sentence, and the lie."""
Maker = Callable[[str, random.Random], Iterator[str]]


@cache
def _zinnen() -> tuple[tuple[str, str], ...]:
    """Every sentence that an explanation says, with the kind of letter: all terms of the card, and an amount both ways."""
    found: dict[str, str] = {}
    for at, (soort, kaart) in enumerate(KENNIS.briefsoorten.items()):
        day, som = DAGEN[at % len(DAGEN)], SOMMEN[at % len(SOMMEN)]
        kinds = dict.fromkeys((*(t.soort for t in kaart.termijn), "betalen", "zitting", "inleveren", "bezwaar", "inning"))
        terms = tuple(Termijn(kind, day + timedelta(days=n), "gedrukt", None, None, n == 1, ()) for n, kind in enumerate(kinds))
        for good in (False, True):
            inhoud = Inhoud(
                Afzender("energieleverancier", NAAM, "energie", 0.9 if good else 0.2), kaart, kaart.urgentie,
                tuple(Gevolg(one, ()) for one in kaart.gevolgen), kaart.acties, terms,
                (Bedrag("te_ontvangen" if good else "te_betalen", som, ()),), good, False, not good, PEIL,
            )  # fmt: skip
            uitleg = explain(inhoud, KENNIS)
            for tekst in (uitleg.titel, uitleg.kern, *uitleg.doen, uitleg.gevolg, *uitleg.hulp):
                found |= dict.fromkeys(splits(tekst), soort)
                if "? " in tekst:
                    found.setdefault(tekst, soort)
    return tuple(found.items())


@cache
def _poort() -> Poort:
    """A gate that knows what is true of one of these letters, and every fixed sentence of the knowledge."""
    facts = {"afzender": (NAAM,), "bedrag": map(bedrag, SOMMEN[:1]), "datum": map(datum, DAGEN[:1])}
    return Poort(facts, _vast())


@cache
def _vast() -> frozenset[str]:
    """Every fixed sentence; of one letter a lie, of another it may be true."""
    cards = (zin for kaart in KENNIS.briefsoorten.values() for zin in (kaart.uitleg.kern, *kaart.uitleg.doen, kaart.uitleg.gevolg))
    return frozenset((*NL.zinnen.values(), *NL.gevolgen.values(), *cards))


def _each(zin: str, pattern: re.Pattern[str], made: Callable[[re.Match[str]], Iterator[str]]) -> Iterator[str]:
    for match in pattern.finditer(zin):
        for new in made(match):
            yield zin[: match.start()] + new + zin[match.end() :]


def _bedrag(zin: str, rng: random.Random) -> Iterator[str]:
    def wrong(match: re.Match[str]) -> Iterator[str]:
        right = Decimal(match.group()[2:].replace(".", "").replace(",", "."))
        others = (
            right + 1,
            right - 1,
            right * 10,
            right / 10,
            right * 100,
            right / 2,
            right * 2,
            right + Decimal("0.01"),
            right - Decimal("0.1"),
        )
        yield from (bedrag(other) for other in others if other.quantize(Decimal("0.01")) != right)
        yield from (f"{bedrag(right)} per maand", f"€ {right:.2f}", f"-{match.group()}", f"{match.group()}0")
        yield from (
            match.group()[2:],
            match.group().replace("€", "$"),
            f"{match.group()[2:]} procent",
            "een klein bedrag",
            "de helft",
            "niets",
        )
        yield from (bedrag(Decimal(rng.randrange(1, 10**6)) / 100 + 7) for _ in range(3))

    return _each(zin, _SOM, wrong)


def _datum(zin: str, rng: random.Random) -> Iterator[str]:
    def wrong(match: re.Match[str]) -> Iterator[str]:
        week, day, month, year = match.groups()
        right = date(int(year), MAANDEN.index(month) + 1, int(day))
        for days in (1, -1, 7, -7, 30, 365, -365, rng.randrange(8, 300)):
            other = right + timedelta(days=days)
            yield from (datum(other), f"{WEEKDAGEN[other.weekday()]} {other:%d-%m-%Y}", datum(other, jaar=False))
        yield from (f"{name} {day} {month} {year}" for name in WEEKDAGEN if name != week)
        yield from (f"{week} {day} {name} {year}" for name in MAANDEN if name != month)
        yield from (
            f"{week} {day} {month}",
            f"{day} {month} {year}",
            f"{week} {month} {year}",
            f"{week} {month} {day} {year}",
            "morgen",
            "vandaag",
        )
        yield from (
            f"{week} {right:%m-%d-%Y}" if right.day != right.month else "nu",
            f"{match.group()} of later",
            f"{match.group()} om 9 uur",
        )

    return _each(zin, _DAG, wrong)


def _getal(zin: str, rng: random.Random) -> Iterator[str]:
    words = {
        "één": "twee",
        "twee": "drie",
        "drie": "twee",
        "vier": "veertien",
        "zes": "zestien",
        "eerste": "tweede",
        "helft": "dubbele",
        "keer": "maal",
    }
    yield from _swap(zin, words)
    yield from _each(zin, re.compile(r"\d+"), lambda m: iter((str(int(m.group()) + 1), m.group() + "0", "I" * (int(m.group()) % 4 + 1))))
    yield from _each(
        zin,
        re.compile(r"\d"),
        lambda m: iter((chr(ord(m.group()) + 0xFEE0), chr(0x660 + int(m.group())), "O" if m.group() != "O" else "0")),
    )
    place = rng.randrange(len(zin.split()) + 1)
    yield from (_put(zin, place, extra) for extra in ("14 dagen", "drie weken", "50%", "XIV", "½", "twintig", "2 keer", "€ 5"))


def _naam(zin: str, rng: random.Random) -> Iterator[str]:
    yield from _each(zin, re.compile(NAAM), lambda _: iter(ANDERE))
    yield from _each(zin, re.compile(r"\b(?:DUO|UWV|SVB|CJIB|IND|CAK|CBR|GGD|RDW|BKR|COA)\b"), lambda m: iter(_others(m.group())))
    roles = ["gemeente", "bank", "rechter", "deurwaarder", "verhuurder", "verzekeraar", "advocaat", "politie", "school", "werkgever"]
    for role in roles:
        others = [other for other in roles if other != role]
        yield from _each(zin, re.compile(rf"\b{role}\b"), lambda _, o=others: iter(rng.sample(o, 4)))  # type: ignore[misc]


def _others(naam: str) -> tuple[str, ...]:
    return (*(other for other in ("DUO", "UWV", "CJIB") if other != naam), naam[::-1], naam + "1")


def _nummer(zin: str, rng: random.Random) -> Iterator[str]:
    def wrong(match: re.Match[str]) -> Iterator[str]:
        for _ in range(4):
            at = rng.choice([n for n, sign in enumerate(match.group()) if sign.isdigit()])
            yield match.group()[:at] + str((int(match.group()[at]) + rng.randrange(1, 10)) % 10) + match.group()[at + 1 :]
        yield from (match.group() + "1", match.group()[:-1], "0900-1234")

    yield from _each(zin, re.compile(r"0\d[\d -]{6,}\d"), wrong)
    yield from (f"{zin[:-1]} (kenmerk {rng.randrange(10**6, 10**7)}).", f"{zin[:-1]}, telefoon 0900-{rng.randrange(1000, 9999)}.")


def _ontkenning(zin: str, rng: random.Random) -> Iterator[str]:
    yield from _swap(
        zin, {"niet": "", "niets": "iets", "geen": "een", "nooit": "altijd", "zonder": "met", "nog": "niet", "wel": "niet", "alleen": ""}
    )
    words = zin.split()
    for place in sorted({rng.randrange(1, len(words) + 1) for _ in range(6)}):
        yield from (_put(zin, place, extra) for extra in ("niet", "geen", "nooit", "zonder", "niet meer", "tenzij u dat wilt", "behalve"))
    yield f"Het is niet waar: {zin}"
    yield from _swap(zin, {"geldig": "ongeldig", "klopt": "klopt niet", "eens": "oneens", "verplicht": "vrijwillig", "mag": "mag niet"})


def _moeten(zin: str, rng: random.Random) -> Iterator[str]:
    yield from _swap(
        zin,
        {"moet": "mag", "moeten": "mogen", "mag": "moet", "kunt": "moet", "kan": "zal", "hoeft": "mag", "wilt": "moet", "kunnen": "zullen"},
    )
    yield from _swap(
        zin, {"moet": "hoeft", "kan": "gaat", "kunt": "zult", "mag": "kunt", "wil": "moet", "hoeft": "kunt", "krijgt": "kunt krijgen"}
    )
    yield from _swap(
        zin, {"Betaal": "U mag betalen:", "Bel": "U kunt bellen:", "Vraag": "U hoeft te vragen:", "Stuur": "U stuurde", "Maak": "U maakt"}
    )
    yield from (f"{lead} {zin[0].lower()}{zin[1:]}" for lead in ("U mag kiezen:", "Misschien", "U hoeft niet, maar", "Als u zin heeft,"))


def _volgorde(zin: str, rng: random.Random) -> Iterator[str]:
    yield from _swap(
        zin, {"uiterlijk": "vanaf", "vóór": "na", "voor": "na", "na": "vóór", "op": "na", "tot": "vanaf", "eerst": "later", "straks": "nu"}
    )
    yield from _swap(
        zin,
        {"uiterlijk": "na", "vandaag": "morgen", "nu": "later", "meteen": "ooit", "snel": "rustig", "op tijd": "later", "daarna": "eerst"},
    )
    yield from _swap(
        zin, {"uiterlijk": "niet vóór", "was": "is", "is": "was", "dan": "nooit", "Dan": "Nooit", "later": "eerder", "nog": "al"}
    )


def _wie(zin: str, rng: random.Random) -> Iterator[str]:
    yield from _swap(zin, {"U": "Wij", "u": "wij", "uw": "onze", "Uw": "Zijn", "zij": "u", "Wij": "U", "iemand": "u"})
    yield from _swap(
        zin, {"krijgt": "betaalt", "betaalt": "krijgt", "betalen": "krijgen", "krijgen": "betalen", "geeft": "neemt", "stuurt": "krijgt"}
    )
    match = re.match(r"(U) (\w+t) (de \w+)(.*)", zin)
    if match:
        yield f"{match[3].capitalize()} {match[2]} u{match[4]}"
    match = re.match(r"(De \w+) (\w+t) (u)\b(.*)", zin)
    if match:
        yield f"U {match[2]} {match[1].lower()}{match[4]}"


def _erbij(zin: str, rng: random.Random) -> Iterator[str]:
    claims = (
        "Het is gratis.", "Dit is kosteloos.", "U krijgt dubbel geld.", "De boete vervalt.", "Doe het nu meteen.", "Betaal de helft.",
        "Dit is nep.", "U hoeft niets te doen.", "Bel 0900-1234.", "Deze brief is goed nieuws.", "U wordt vastgezet.",
        "Klik op www.voorbeeld.nl.", "Ja.",
    )  # fmt: skip
    yield from (f"{zin} {claim}" for claim in rng.sample(claims, 5))
    yield from (f"{claim} {zin}" for claim in rng.sample(claims, 3))
    yield from (
        f"{zin[:-1]} {tail}." for tail in ("gratis", "en dat is kosteloos", ", of niet", "of de helft", "als u wilt", "(dit hoeft niet)")
    )
    yield from (
        _put(zin, rng.randrange(1, len(zin.split()) + 1), extra)
        for extra in ("gratis", "dubbel", "bijna", "ongeveer", "alleen", "ook", "meestal")
    )


def _weg(zin: str, rng: random.Random) -> Iterator[str]:
    """What a sentence hangs on, or a part of it, is gone."""
    words = zin.split()
    same = [at for at, word in enumerate(words) if at and word == "om" and words[at - 1].lower() == "vraag"]  # "vraag uitstel" says it too
    facts = [at for at, word in enumerate(words) if word.strip(".,?()").lower() not in {"dan", "er", "het", "de"} and at not in same]
    for at in rng.sample(facts, min(4, len(facts))):
        left = " ".join((*words[:at], *words[at + 1 :]))
        if left:
            yield left
    if "? " in zin:
        yield zin.split("? ", 1)[1]
        yield zin.split("? ", 1)[1].removeprefix("Dan ").capitalize()
    yield from (half for half in (zin.partition(" (")[0] + ".", zin.partition(", ")[0] + ".") if half not in (zin, zin + "."))


def _tekens(zin: str, rng: random.Random) -> Iterator[str]:
    """Signs that nobody sees or that look like others."""
    looks = str.maketrans({"a": "а", "e": "е", "o": "о", "i": "і", "B": "В", "c": "с"})
    at = rng.randrange(1, len(zin))
    yield zin.translate(looks)
    yield from (
        zin[:at] + sign + zin[at:]
        for sign in ("\u200b", "\u00ad", "\u2060", "\u202e", "\ufeff", "\u0301", "\x00", "\n", "\t", "\u2066", "\u00a0")
    )
    yield "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in zin)
    yield from (f"<b>{zin}</b>", f"{zin} [1]", f"*{zin}*", f"{zin}{{datum}}", "".join(reversed(zin)))


def _door_elkaar(zin: str, rng: random.Random) -> Iterator[str]:
    """The words of a sentence in another order: who acts, what is denied and what hangs on what may all change.

    But not the verb of "als …": wherever that stands the condition says the same ("als er nog iets staat open"), if in bad Dutch.
    """
    words = zin.rstrip(".").split()
    verbs = load_gelijk().bouw.persoonsvorm
    when = words.index("als") if "als" in words else len(words)
    free = [
        at
        for at in range(1, len(words) - 1)
        if not re.search(r"\d|€|dag|vandaag|nu|straks|meteen|snel|dan", words[at] + words[at + 1])
        and not (at > when and verbs & {words[at], words[at + 1]})
    ]
    for at in rng.sample(free, min(3, len(free))):
        swapped = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
        if swapped != words:
            yield " ".join(swapped) + "."


def _los_teken(zin: str, rng: random.Random) -> Iterator[str]:
    """A sign that ends a sentence, where none ends: it casts doubt on what stands before it."""
    yield from (zin + sign for sign in ("?", "!", ".", ".?", "?!", " ?", " . ?", "?."))
    yield from (sign + zin for sign in ("?", ".", "! ", "? "))
    at = rng.choice([n for n, sign in enumerate(zin) if sign in ".?! "])
    yield from (zin[:at] + sign + zin[at:] for sign in (".?", "?!"))


def _werkwoord_voorop(zin: str, rng: random.Random) -> Iterator[str]:
    """A statement whose verb comes first asks, or hangs on nothing any more."""
    lead, asked, told = zin.rpartition("? ")
    words = told.split()
    verbs = [at for at, word in enumerate(words) if word in load_gelijk().bouw.persoonsvorm]
    if not verbs or "," in told:
        return
    at = verbs[0]
    before, behind = [words[0].lower() if at else "", *words[1:at]], words[at + 1 :]
    for row in ([*before, *behind], behind, [*behind[:1], *before, *behind[1:]]):
        for first in (words[at].capitalize(), words[at]):
            said = " ".join((first, *row)).rstrip(".?")
            yield from (f"{lead}{asked}{said}{end}" for end in ".?")


def _swap(zin: str, pairs: dict[str, str]) -> Iterator[str]:
    for old, new in pairs.items():
        yield from _each(zin, re.compile(rf"(?<!\w){old}(?!\w)"), lambda _, n=new: iter((n,)))  # type: ignore[misc]


def _put(zin: str, place: int, extra: str) -> str:
    words = zin.split()
    if place >= len(words):
        return f"{zin.rstrip('.?')} {extra}."
    return " ".join((*words[:place], extra, *words[place:]))


SOORTEN: dict[str, Maker] = {
    "bedrag": _bedrag, "datum": _datum, "getal": _getal, "naam": _naam, "nummer": _nummer, "ontkenning": _ontkenning, "moeten": _moeten,
    "volgorde": _volgorde, "wie": _wie, "erbij": _erbij, "weg": _weg, "tekens": _tekens, "door elkaar": _door_elkaar,
    "los teken": _los_teken, "werkwoord voorop": _werkwoord_voorop,
}  # fmt: skip


@cache
def _leugens(soort: str) -> tuple[Leugen, ...]:
    rng = random.Random(f"leugens {soort}")
    known = {zin for zin, _ in _zinnen()}
    made = ((soort, zin, lie) for zin, _ in _zinnen() for lie in SOORTEN[soort](zin, rng))
    lies = [one for one in dict.fromkeys(made) if one[2] != one[1] and one[2] not in known]
    return tuple(rng.sample(lies, min(MEESTE, len(lies))))


@pytest.mark.parametrize("soort", SOORTEN)
def test_no_lie_passes_as_other_words(soort: str) -> None:
    assert [(zin, lie) for _, zin, lie in _leugens(soort) if zegt_hetzelfde(zin, lie)] == []


@pytest.mark.parametrize("soort", SOORTEN)
def test_no_lie_passes_as_a_fixed_sentence(soort: str) -> None:
    poort, whole = _poort(), _vast()
    assert [lie for _, _, lie in _leugens(soort) if poort.passes(lie) and lie not in whole] == []


@pytest.mark.parametrize("soort", ["bedrag", "datum", "naam", "ontkenning", "moeten", "wie"])
def test_no_lie_passes_in_words_that_would_pass_with_the_truth(soort: str) -> None:
    """The other words are ones that the gate knows: only the fact is wrong."""
    other = {
        "uiterlijk": "op zijn laatst",
        "krijgt": "ontvangt",
        "heeft": "hebt",
        "meteen": "direct",
        "Deze brief komt van": "Deze brief is van",
    }
    passed = []
    for _, zin, lie in _leugens(soort):
        for old, new in other.items():
            said = re.sub(rf"(?<!\w){old}(?!\w)", new, lie)
            if said != lie and zegt_hetzelfde(zin, said):
                passed.append((zin, said))
    assert passed == []


def test_there_are_ten_thousand_lies_of_every_kind_on_every_kind_of_letter() -> None:
    counts = {soort: len(_leugens(soort)) for soort in SOORTEN}
    assert sum(counts.values()) >= MINSTENS
    assert min(counts.values()) >= 100, counts
    of = dict(_zinnen())
    letters = Counter(of[zin] for soort in SOORTEN for _, zin, _ in _leugens(soort))
    assert set(letters) == set(KENNIS.briefsoorten)


def test_the_truth_passes_both_gates() -> None:
    """The lies are refused for what they say: the sentences they are made from pass."""
    zinnen = [zin for zin, _ in _zinnen()]
    assert [zin for zin in zinnen if not zegt_hetzelfde(zin, zin)] == []
    assert _FEIT.search(" ".join(zinnen))
