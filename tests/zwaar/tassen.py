"""How well a bag of post is laid in cases.

    python -m tests.zwaar.tassen [--n 30] [--zaad bouw] [--ruis] [--toon]

Writes bags of some 20 letters, each a page or two, from building blocks of its own (`tasbrieven.toml`: 20 kinds of chain, every step
in three wordings): transfers to another collector, part payments, two cases of one sender, closed cases, letters that came twice,
loose post, a misread digit in a reference. Each letter is read by the real path, without a picture; `--ruis` puts the slips
of a recogniser into its characters. Counted are superseded letters that were marked, live cases lost, cases that hold letters
of two, and the live amount and day. The rules were tuned on `--zaad bouw` alone; any other seed makes other bags.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from brievenbus.bundle import Stuk, Tas, bundle
from brievenbus.classify import Lezer
from brievenbus.classify.lezers import open_lezer
from brievenbus.explain.schrijf import MAANDEN
from brievenbus.explain.schrijf import bedrag as euro
from brievenbus.extract import mask
from brievenbus.kennis import load
from brievenbus.ocr.opmaak import read_markup
from brievenbus.pipeline import Opdracht, read_brief
from brievenbus.settings import Settings

PEIL = date(2026, 11, 23)
BLOKKEN = tomllib.loads((Path(__file__).parent / "tasbrieven.toml").read_text("utf-8"))
SLIPS = {"0": "O", "1": "l", "5": "S", "8": "B", "3": "8", "6": "5", "9": "4", "7": "1", "2": "7", "4": "9"}
RUIS = {"e": "c", "l": "1", "o": "0", "i": "l", "m": "rn", "n": "u", "a": "o", "t": "l", "c": "e", "u": "n", "0": "O", "5": "S", "1": "l"}
RUIS_DEEL = 0.004
VERDER = "\n\n%%\n\nHeeft u vragen over deze brief? Bel ons op werkdagen van 9.00 tot 17.00 uur. Houd uw nummer bij de hand."
TWEELING = ("winkel", "boete", "energie", "gemeente", "belasting")
KOSTEN = {
    "sommatie": "40", "cessie": "52.35", "deurwaarder": "71.20", "dagvaarding": "214.60", "kans": "251.45", "huur3": "96.80",
    "bd_aanmaning": "10", "bd_dwangbevel": "81", "gem_aanmaning": "9", "gem_dwangbevel": "62", "en2": "15", "en3": "15",
    "ts6": "11", "duo3": "8.50", "wa2": "14.24",
}  # fmt: skip
BEGINPLAATS = ("Postbus 1200, 3500 BA Utrecht", "Kerkplein 4, 1234 AB Broekerveen", "Postbus 77, 8900 AB Leeuwarden")


@dataclass
class Brieftekst:
    """One letter of a bag: its name, markup, and what the right answer says of it."""

    naam: str
    tekst: str
    dag: date
    eis: Decimal | None
    uiterlijk: date | None


@dataclass
class Keten:
    """The letters of one case, oldest first. `klaar`: the last one ends it. `levend`: the place of the letter that counts.

    `blijft` is a day of an older letter that no newer one replaces.
    """

    soort: str
    brieven: list[Brieftekst] = field(default_factory=list)
    klaar: bool = False
    levend: int = -1
    blijft: date | None = None

    @property
    def laatste(self) -> Brieftekst:
        """The letter that counts now, or that ended the case."""
        return self.brieven[self.levend]

    @property
    def oud(self) -> list[Brieftekst]:
        """The letters that a newer one takes the place of."""
        return [brief for brief in self.brieven if brief.dag < self.laatste.dag]


@dataclass
class Goud:
    """A bag with its answers."""

    brieven: list[Brieftekst]
    ketens: list[Keten]
    losse: set[str]
    dubbel: set[frozenset[str]]


class Schrijver:
    """Writes one bag from a seed."""

    def __init__(self, zaad: str) -> None:
        self.rng = random.Random(zaad)
        self.teller = 0
        self._gemaakt: dict[str, dict[str, str]] = {}
        self._vast: dict[str, dict[str, str]] = {}
        self._inners: dict[str, str] = {}
        self._noemt = ""

    def tas(self) -> Goud:
        """Write a bag of 15 to 25 letters, shuffled."""
        kinds = self.rng.sample([kind for kind in BLOKKEN["ketens"] if kind not in ("terug", "strafboete")], 6)
        ketens = [self.keten(kind) for kind in kinds]
        ketens += self._tweeling(kinds, ketens)
        if "bijstand" not in kinds and "hervat" not in kinds and self.rng.random() < 0.5:
            een = {"naam": "Sociale Dienst Tussen de Wateren", "partij": self._digits("########"), "nummer": self._digits("Z/26/######")}
            self._vast["sociaal"] = een
            ketens += [self.keten("terug"), self.keten("strafboete")]
        losse = [self.los(naam) for naam in self.rng.sample(list(BLOKKEN["los"]), self.rng.randint(2, 4))]
        alle = [brief for keten in ketens for brief in keten.brieven] + losse
        dubbel = set()
        for brief in self.rng.sample(alle, self.rng.randint(0, 2)):
            copy = replace(brief, naam=self.naam())
            alle.append(copy)
            dubbel.add(frozenset((brief.naam, copy.naam)))
        self.rng.shuffle(alle)
        return Goud(alle, ketens, {brief.naam for brief in losse}, dubbel)

    def naam(self) -> str:
        """The next file name."""
        self.teller += 1
        return f"{self.teller:02}"

    def _tweeling(self, kinds: Sequence[str], ketens: Sequence[Keten]) -> list[Keten]:
        """A second case of one sender: the next number with the same amount, or another one that names the first case."""
        kind = next((kind for kind in kinds if kind in TWEELING), "")
        if not kind:
            return []
        wie = BLOKKEN["ketens"][kind]["wie"]
        eerste = self._gemaakt[kind]
        self._vast = {wie: {"naam": eerste["naam"], "partij": eerste["partij"]}}
        if kind in ("winkel", "energie") and self.rng.random() < 0.5:
            nummer = eerste["nummer"]
            self._vast[wie] |= {"nummer": nummer[:-1] + str((int(nummer[-1]) + 1) % 10), "kern": eerste["kern"]}
        elif self.rng.random() < 0.6:
            self._noemt = (
                f"\n\nIn onze administratie staat ook nog een ander bedrag van u open: {euro(Decimal(eerste['kern']))}, "
                f"{BLOKKEN['wie'][wie]['nummer'].lower()} {eerste['nummer']}. "
                "Daarover krijgt u apart bericht. Deze brief gaat daar niet over."
            )
        tweede = self.keten(kind)
        self._vast, self._noemt = {}, ""
        return [tweede]

    def keten(self, kind: str) -> Keten:
        """Write a chain of a kind, or a stretch of one. What is in `_vast` for a sender is taken from there."""
        stappen: list[str] = BLOKKEN["ketens"][kind]["stappen"]
        closes, whole = stappen[-1] in ("betaald", "pw_hervat"), kind in ("bezwaar", "rechter")
        start = 0 if closes or whole else self.rng.choice([0, 0, 0, *range(len(stappen))])
        eind = len(stappen) if closes or whole or self.rng.random() < 0.7 else self.rng.randint(start + 1, len(stappen))
        wie = BLOKKEN["ketens"][kind]["wie"]
        vast = self._vast.get(wie, {})
        kern = Decimal(vast.get("kern", self.rng.randint(3500, 48000) / Decimal(100)))
        if kind == "boete":
            kern = Decimal(self.rng.choice((42, 58, 76, 119, 131, 164, 210, 280)))
        rollen = {wie: {"naam": self.rng.choice(BLOKKEN["wie"][wie]["namen"]), "partij": self._digits("########"), **vast}}
        nummers = {wie: vast.get("nummer") or self._digits(BLOKKEN["wie"][wie]["vorm"])}
        self._gemaakt[kind] = {**rollen[wie], "nummer": nummers[wie], "kern": str(kern)}
        dag = PEIL - timedelta(days=self.rng.randint(2, 9) + sum(self.rng.randint(16, 30) for _ in range(eind - 1)))
        keten, vorige, eis = Keten(kind, klaar=closes), dag - timedelta(days=21), kern
        zitting = PEIL + timedelta(days=self.rng.randint(8, 30))
        for at, stap in enumerate(stappen[:eind]):
            wat, _, wissel = stap.partition("@")
            rol = wissel or wie
            rollen.setdefault(rol, {"naam": self._inner(rol), "partij": ""})
            if rol not in nummers or BLOKKEN["wie"][rol].get("wisselt"):
                nummers[rol] = self._digits(BLOKKEN["wie"][rol]["vorm"])
            kern, kosten, betaald, eis = self._geld(wat, kern, eis)
            if at >= start:
                brief = self._brief(wat, rol, wie, rollen, nummers, (kern, kosten, betaald, eis), dag, vorige, zitting)
                keten.brieven.append(brief)
            vorige, dag = dag, max(dag + timedelta(days=1), min(dag + timedelta(days=self.rng.randint(16, 30)), PEIL - timedelta(days=1)))
        if kind == "bezwaar":
            keten.levend = 0
        keten.blijft = zitting if kind == "rechter" else None
        return keten

    def _inner(self, rol: str) -> str:
        """A collector; often the one that another case in the bag has too."""
        if rol not in self._inners or self.rng.random() < 0.5:
            self._inners[rol] = self.rng.choice(BLOKKEN["wie"][rol]["namen"])
        return self._inners[rol]

    def _geld(self, stap: str, kern: Decimal, eis: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """Return (principal, costs, paid, now due) at a step."""
        nul, veertig = Decimal(0), Decimal(40)
        if stap == "deelbetaling":
            paid = (eis / 3).quantize(Decimal(1))
            return eis, nul, paid, eis - paid
        if stap.startswith("cjib"):
            costs = {"cjib_boete": nul, "cjib_aanmaning": kern / 2, "cjib_aanmaning2": kern * 2}[stap]
            return kern, costs, nul, kern + costs + 9
        if stap in ("huur2", "zv2", "zv4") and (stap != "huur2" or self.rng.random() < 0.5):
            kern = kern * 2
        if stap in ("aanmaning", "huur2", "zv2"):
            return kern, veertig, nul, kern
        costs = Decimal(KOSTEN.get(stap, "0"))
        return kern, costs, nul, kern + costs

    def _brief(
        self, stap: str, rol: str, wie: str, rollen: dict[str, dict[str, str]], nummers: dict[str, str],
        geld: tuple[Decimal, Decimal, Decimal, Decimal], dag: date, vorige: date, zitting: date,
    ) -> Brieftekst:  # fmt: skip
        kern, kosten, betaald, eis = geld
        onderwerp, inhoud = self.rng.choice(BLOKKEN["stappen"][stap])
        uiterlijk = dag + timedelta(days=42 if stap == "pw4" else self.rng.randint(10, 16))
        vraagt = "{bedrag}" in inhoud
        vorige_inner = next((rollen[r]["naam"] for r in ("incasso",) if r in rollen), "een ander kantoor")
        sloten = {
            "bedrag": euro(eis), "kern": euro(kern), "kosten": euro(kosten), "betaald": euro(betaald), "uiterlijk": _dag(uiterlijk),
            "vorige": _dag(vorige), "nummer": nummers[rol], "schuldeiser": rollen[wie]["naam"], "collega": vorige_inner,
            "kenteken": "TX-418-B", "zitting": _dag(zitting),
        }  # fmt: skip
        inhoud = inhoud.format(**sloten)
        if rol != wie and self.rng.random() < 0.7:
            inhoud += f"\n\n{BLOKKEN['wie'][wie]['nummer']} van onze opdrachtgever: {nummers.get(wie, '')}." if nummers.get(wie) else ""
        if rol == wie:
            inhoud += self._noemt
        card = BLOKKEN["wie"][rol]
        refs = [f"Datum: {_dag(dag)}", f"{card['nummer']}: {nummers[rol]}"]
        if card.get("partij") and (rollen[rol]["partij"] and (card.get("wisselt") or self.rng.random() < 0.7)):
            refs.append(f"{card['partij']}: {rollen[rol]['partij']}")
        if self.rng.random() < 0.12:
            refs[1] = self._slip(refs[1])
        naam, plaats = rollen[rol]["naam"], self.rng.choice(BEGINPLAATS)
        slip = [f"Bedrag: {euro(eis)}", "IBAN: NL67 INGB 0512 9805 98", f"Op naam van: {naam}", f"Betalingskenmerk: {nummers[rol]}"]
        if self.rng.random() < 0.5:
            inhoud += VERDER
        tekst = _markup(naam, plaats, refs, onderwerp.format(**sloten), inhoud, slip if vraagt else [])
        return Brieftekst(self.naam(), tekst, dag, eis if vraagt else None, uiterlijk)

    def los(self, soort: str) -> Brieftekst:
        """Write a letter that belongs to nothing."""
        onderwerp, inhoud = BLOKKEN["los"][soort]
        dag = PEIL - timedelta(days=self.rng.randint(1, 40))
        tekst = inhoud.format(uiterlijk=_dag(PEIL + timedelta(days=12)), bedrag="€ 287,00")
        kop, plaats = BLOKKEN["wie"]["los"][soort], self.rng.choice(BEGINPLAATS)
        return Brieftekst(self.naam(), _markup(kop, plaats, [f"Datum: {_dag(dag)}"], onderwerp, tekst, []), dag, None, None)

    def _digits(self, vorm: str) -> str:
        return "".join(str(self.rng.randint(1 if at == 0 else 0, 9)) if char == "#" else char for at, char in enumerate(vorm))

    def _slip(self, text: str) -> str:
        places = [at for at, char in enumerate(text) if char in SLIPS]
        at = self.rng.choice(places)
        return text[:at] + SLIPS[text[at]] + text[at + 1 :]


def _dag(dag: date) -> str:
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def _markup(kop: str, plaats: str, refs: Sequence[str], onderwerp: str, inhoud: str, strook: Sequence[str]) -> str:
    parts = [
        f"@letterhead\n{kop}\n{plaats}", "@address\nMevrouw S. Kaldenberg\nTortellaan 118\n3884 KB Broekerveen",
        "@refs\n" + "\n".join(refs), f"@subject\n{onderwerp}", f"@body\nGeachte mevrouw Kaldenberg,\n\n{inhoud}",
        f"@sign\nMet vriendelijke groet,\n\n{kop}",
    ]  # fmt: skip
    return "\n\n".join([*parts, *(["@slip\n" + "\n".join(strook)] if strook else [])]) + "\n"


def noisy(tekst: str, rng: random.Random) -> str:
    """Return the markup with slips of a recogniser in its characters; the marks stay whole."""
    lines = tekst.split("\n")
    return "\n".join(line if line.startswith("@") else "".join(_slipped(char, rng) for char in line) for line in lines)


def _slipped(char: str, rng: random.Random) -> str:
    return RUIS[char] if char in RUIS and rng.random() < RUIS_DEEL * 2 else char


@dataclass
class Telling:
    """What was counted over all bags."""

    aantal: Counter[str] = field(default_factory=Counter)
    fouten: list[str] = field(default_factory=list)

    def share(self, good: str, of: str) -> str:
        """Return "good/of share" of two counts."""
        n = self.aantal[of]
        return f"{self.aantal[good]}/{n} {self.aantal[good] / n:.3f}" if n else "-"


def measure(goud: Goud, tas: Tas, uit: Telling, tas_naam: str) -> None:
    """Hold one bag against its answers."""
    twin = {naam: other for pair in goud.dubbel for naam, other in ((min(pair), max(pair)), (max(pair), min(pair)))}
    same = lambda naam: {naam, twin.get(naam, naam)}  # noqa: E731
    van = {naam: at for at, keten in enumerate(goud.ketens) for brief in keten.brieven for naam in same(brief.naam)}
    levend = {zaak.stand.levend: zaak for zaak in tas.zaken if zaak.stand.levend}
    telling = uit.aantal
    telling["tassen"] += 1
    telling["brieven"] += len(goud.brieven)
    for keten in goud.ketens:
        last = keten.laatste
        for brief in keten.oud:
            telling["achterhaald"] += 1
            hit = bool(same(brief.naam) & set(tas.achterhaald)) and not same(brief.naam) & set(levend)
            telling["gemerkt"] += hit
            if not hit:
                uit.fouten.append(f"{tas_naam} {keten.soort}: {brief.naam} niet achterhaald ({[b.naam for b in keten.brieven]})")
        if keten.klaar:
            telling["dicht"] += 1
            ok = not any(same(brief.naam) & set(levend) for brief in keten.brieven)
            telling["dicht_gezien"] += ok
            if not ok:
                uit.fouten.append(f"{tas_naam} {keten.soort}: niet dicht {[b.naam for b in keten.brieven]}")
            continue
        telling["zaken"] += 1
        zaak = next((levend[naam] for naam in same(last.naam) if naam in levend), None)
        if zaak is None:
            telling["verloren"] += 1
            uit.fouten.append(f"{tas_naam} {keten.soort}: VERLOREN {last.naam}")
        bedrag, termijn = (zaak.stand.bedrag, zaak.stand.termijn) if zaak else (None, None)
        telling["bedrag_goed"] += bedrag == last.eis
        if zaak and bedrag != last.eis:
            uit.fouten.append(f"{tas_naam} {keten.soort}: {last.naam} bedrag {bedrag}, goed is {last.eis}")
        if last.uiterlijk and f"uiterlijk {_dag(last.uiterlijk)}" in last.tekst.replace(" op ", " "):
            telling["dagen"] += 1
            telling["dag_goed"] += termijn is not None and termijn.datum == last.uiterlijk
            if zaak and (termijn is None or termijn.datum != last.uiterlijk):
                uit.fouten.append(f"{tas_naam} {keten.soort}: {last.naam} dag {termijn and termijn.datum}, goed is {last.uiterlijk}")
        if keten.blijft:
            telling["blijft"] += 1
            seen = zaak is not None and keten.blijft in {o.termijn.datum for o in zaak.stand.ook if o.termijn.soort == "zitting"}
            telling["blijft_gezien"] += seen
            if not seen:
                uit.fouten.append(f"{tas_naam} {keten.soort}: zitting {keten.blijft} weg {[b.naam for b in keten.brieven]}")
    for zaak in tas.zaken:
        owners = {van.get(naam, naam) for naam in zaak.brieven}
        owners = {owner if isinstance(owner, int) else min(same(owner)) for owner in owners}
        telling["verkeerd_samen"] += len(owners) > 1
        if len(owners) > 1:
            uit.fouten.append(f"{tas_naam}: verkeerd samen {zaak.brieven} {owners}")
    telling["dubbel"] += len(goud.dubbel)
    telling["dubbel_gezien"] += len(goud.dubbel & {frozenset(pair) for pair in tas.dubbel})
    telling["dubbel_vals"] += len({frozenset(pair) for pair in tas.dubbel} - goud.dubbel)


def read(brieven: Iterable[Brieftekst], lezer: Lezer, ruis: str) -> list[Stuk]:
    """Read the letters of a bag by the real path; `ruis` seeds the slips, "" for none."""
    found = []
    for brief in brieven:
        text = noisy(brief.tekst, random.Random(f"{ruis} {brief.naam}")) if ruis else brief.tekst
        tekst = mask(read_markup(text, f"{brief.naam}.txt"))[0]
        ident = hashlib.sha256(f"{brief.naam}".encode()).hexdigest()
        found.append(Stuk(brief.naam, read_brief(tekst, ident, Opdracht(lezer, PEIL)), tekst))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=30)
    parser.add_argument("--zaad", default="bouw")
    parser.add_argument("--ruis", action="store_true", help="met leesfouten in de letters")
    parser.add_argument("--toon", action="store_true", help="noem elke fout")
    keuze = parser.parse_args()
    kennis = load()
    lezer = open_lezer(kennis, Settings.read().cache)
    uit = Telling()
    for nummer in range(keuze.n):
        naam = f"{keuze.zaad} {nummer}"
        goud = Schrijver(naam).tas()
        measure(goud, bundle(read(goud.brieven, lezer, naam if keuze.ruis else ""), kennis), uit, naam)
    telling = uit.aantal
    if keuze.toon:
        print("\n".join(uit.fouten))
    print(f"{telling['tassen']} tassen, {telling['brieven']} brieven, {telling['zaken']} open zaken")
    print(f"achterhaald gemerkt     {uit.share('gemerkt', 'achterhaald')}")
    print(f"open zaken verloren     {telling['verloren']}")
    print(f"verkeerd samen          {telling['verkeerd_samen']}")
    print(f"bedrag goed             {uit.share('bedrag_goed', 'zaken')}")
    print(f"dag goed                {uit.share('dag_goed', 'dagen')}")
    print(f"gesloten zaken gezien   {uit.share('dicht_gezien', 'dicht')}")
    print(f"oude zitting in zicht   {uit.share('blijft_gezien', 'blijft')}")
    print(f"dubbele brieven gezien  {uit.share('dubbel_gezien', 'dubbel')}, ten onrechte {telling['dubbel_vals']}")


if __name__ == "__main__":
    main()
