"""Make letters out of the sentence bank: to train on, and to try the path on letters with a known answer.

A letter gets a letterhead, a subject (sometimes vague, sometimes none), sentences of its own type in the order that letters have,
general sentences, and decoys: a sentence or two of another type, alarming words where nothing is the matter, the decisive sentence
late. Dates, amounts and numbers in the sentences are drawn anew, so that no letter teaches a number.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from brievenbus.brief import ERNST, GevolgSoort, Urgentie
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart
from models.maken.bank import Bank

VAAG = (
    "Uw dossier", "Informatie voor u", "Uw brief", "Bericht", "Mededeling", "Uw gegevens", "Belangrijk bericht", "Ter informatie",
    "Onze brief van vorige maand", "Uw kenmerk", "Correspondentie", "Vervolg", "Zaaknummer", "Uw situatie", "Belangrijk: lees deze brief",
)  # fmt: skip
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_DATE = re.compile(r"\b\d{1,2} (" + "|".join(MAANDEN) + r")( \d{4})?\b")
_AMOUNT = re.compile(r"€ ?\d[\d.]*(?:,\d\d|,-)?")
_LONG = re.compile(r"\b\d{5,}\b")
_COUNT = {
    "aanleiding": (1, 1, 2, 2),
    "mededeling": (1, 2, 2, 3, 4, 5),
    "eis": (0, 1, 1, 2, 3),
    "termijn": (0, 1, 1, 2),
    "dreiging": (0, 0, 1, 1, 2, 3),
    "recht": (0, 0, 1, 1, 2),
    "hulp": (0, 0, 0, 1, 1),
}
"""How many sentences of a function a letter may have: one is drawn."""
ALGEMEEN = {"hulpaanbod": 0.2, "contact": 0.4, "betaalwijze": 0.2, "privacy": 0.15, "kleine_letters": 0.35}
"""How often a letter holds a general sentence of each kind; letters without hurry get comfort, denials and harmless alarm as well."""
ALGEMEEN_ZACHT = {"geruststelling": 0.3, "ontkenning": 0.25, "onschuldig": 0.15}


@dataclass(frozen=True)
class Samenstelling:
    """A composed letter: its letterhead, its sentences in order, and the answer."""

    kop: str
    zinnen: tuple[str, ...]
    functies: tuple[str, ...]
    soort: str
    afzender_soort: str
    gevolgen: tuple[GevolgSoort, ...]
    urgentie: Urgentie
    goed_nieuws: bool


def reroll(text: str, rng: random.Random) -> str:
    """Return the sentence with other days, amounts and long numbers."""

    def day(m: re.Match[str]) -> str:
        year = f" {rng.choice((2025, 2026, 2026, 2027))}" if m.group(2) else ""
        return f"{rng.randint(1, 28)} {rng.choice(MAANDEN)}{year}"

    def amount(m: re.Match[str]) -> str:
        value = round(10 ** rng.uniform(1, 3.6), 2)
        whole, cents = f"{value:.2f}".split(".")
        return f"€ {int(whole):,}".replace(",", ".") + ("," + cents if rng.random() < 0.8 else "")

    def number(m: re.Match[str]) -> str:
        return "".join(rng.choice("0123456789") for _ in m.group())

    return _LONG.sub(number, _AMOUNT.sub(amount, _DATE.sub(day, text)))


class Samensteller:
    """Composes letters from a bank with a seed: the same seed gives the same letters."""

    def __init__(self, bank: Bank, kennis: Kennis, zaad: int) -> None:
        self.bank = bank
        self.kennis = kennis
        self.rng = random.Random(zaad)
        self._soorten = [key for key in bank.soorten if any(bank.of(key, f) for f in _COUNT)]
        self._zacht = {key for key in self._soorten if ERNST[bank.kaarten[key].urgentie] <= ERNST["laag"]}

    def compose(self, soort: str | None = None) -> Samenstelling:
        """Return one letter, of a given type or of one drawn (core types half again as often)."""
        rng = self.rng
        if soort is None:
            soort = rng.choices(self._soorten, [1.5 if self.bank.kaarten[k].kern else 1.0 for k in self._soorten])[0]
        card = self.bank.kaarten[soort]
        sender = self._sender(card)
        lines: list[tuple[str, str]] = self._subject(soort)
        for functie in self._order():
            texts = self.bank.of(soort, functie)
            amount = min(rng.choice(_COUNT[functie]), len(texts))
            lines += [(functie, text) for text in rng.sample(list(texts), amount)]
        if sum(functie != "onderwerp" for functie, _ in lines) < 2:
            texts = self.bank.of(soort, "mededeling") or self.bank.of(soort, "aanleiding")
            lines += [("mededeling", text) for text in rng.sample(list(texts), min(2, len(texts)))]
        lines = self._decoys(self._general(lines, soort), soort)
        return Samenstelling(
            self._letterhead(sender),
            tuple(reroll(text, rng) for _, text in lines),
            tuple(functie for functie, _ in lines),
            soort,
            self.kennis.afzenders[sender].soort if sender in self.kennis.afzenders else "overig",
            card.gevolgen,
            card.urgentie,
            card.goed_nieuws,
        )

    def _order(self) -> list[str]:
        """The usual order of a letter; one in four has it upside down, so that what decides comes late or early."""
        order = list(_COUNT)
        if self.rng.random() < 0.25:
            self.rng.shuffle(order)
        return order

    def _sender(self, card: BriefsoortKaart) -> str:
        keys = card.afzenders
        return keys[0] if self.rng.random() < 0.5 else self.rng.choice(keys)

    def _letterhead(self, key: str) -> str:
        """A letterhead of the sender, or nothing: a quarter of the letters has a logo that nobody can read."""
        card = self.kennis.afzenders.get(key)
        if card is None or self.rng.random() < 0.25:
            return ""
        choices = [*(v.tekst.replace("\n", " ") for v in card.voorbeeld), *card.namen]
        return self.rng.choice(choices) if choices else card.naam

    def _subject(self, soort: str) -> list[tuple[str, str]]:
        chance = self.rng.random()
        if chance < 0.7 and self.bank.of(soort, "onderwerp"):
            return [("onderwerp", self.rng.choice(self.bank.of(soort, "onderwerp")))]
        return [("onderwerp", self.rng.choice(VAAG))] if chance < 0.85 else []

    def _general(self, lines: list[tuple[str, str]], soort: str) -> list[tuple[str, str]]:
        rng = self.rng
        for functie, often in (ALGEMEEN | ALGEMEEN_ZACHT if soort in self._zacht else ALGEMEEN).items():
            texts = self.bank.of("", functie)
            if texts and rng.random() < often:
                late = functie in ALGEMEEN
                lines.insert(rng.randint(max(0, len(lines) - 3) if late else 0, len(lines)), (functie, rng.choice(texts)))
        return lines

    def _decoys(self, lines: list[tuple[str, str]], soort: str) -> list[tuple[str, str]]:
        """A sentence or two that belong to another letter: of any type, at any place."""
        if self.rng.random() < 0.25:
            for _ in range(self.rng.choice((1, 1, 2))):
                other = self.rng.choice([k for k in self.rng.sample(self._soorten, 5) if k != soort])
                texts = self.bank.of(other, self.rng.choice(("mededeling", "recht", "hulp", "dreiging")))
                if texts:
                    lines.insert(self.rng.randint(0, len(lines)), ("elders", self.rng.choice(texts)))
        return lines
