"""How well a page was read: characters, values, signs. Works on text alone, whoever read it.

Order-free errors (`fcer`): each printed line is sought in what was read, best match first; what is left on either side
is matched word by word, and what is then still left was lost or made up. So columns may be read in any order and lines
may be cut or joined, but no character may be missing, wrong or added. White space counts within a line only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

MAANDEN = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
PATRONEN = {
    "datum": re.compile(rf"\b\d{{1,2}}\s(?:{MAANDEN})(?:\s\d{{4}})?\b|\b\d{{1,2}}-\d{{1,2}}-\d{{4}}\b", re.IGNORECASE),
    "bedrag": re.compile(r"(?:-\s?)?€\s?-?\d[\d.]*(?:,\d\d)?(?!\d)"),
    "iban": re.compile(r"\b[A-Z]{2}\d\d(?:\s?[A-Z]{4})(?:\s?\d{4}){2}\s?\d\d\b"),
    "kenmerk": re.compile(r"(?<![\d.,])(?:\d{4}(?:\s?\d{4}){3}|\d{9})(?![\d.,]\d|\d)"),
}
"""What a wrong reading of costs money or a term."""
RONDES = (100.0, 85.0, 60.0)
"""Least likeness (0..100) of a printed line and a stretch of what was read: sure matches are taken first."""
WOORD_LIJKT = 0.6
"""The same for single words (0..1)."""
KORT, LANG = 4, 12
"""Shorter lines are sought as a whole only: up to `KORT` in every round, up to `LANG` before the last, lest they eat a longer line."""
_STREEPJES = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’`´", "'"), "\u00a0": " "})
_WIT = re.compile(r"[^\S\n\t]+")


@dataclass(frozen=True, order=True)
class Waarde:
    """A value as it stands on a page: kind, and its characters without white space; the sign of an amount in front."""

    soort: str
    tekst: str


@dataclass(frozen=True)
class Gelezen:
    """What a reader gave: lines of text, and the stretches of `tekst` (start, end) that it calls doubtful."""

    tekst: str
    onzeker: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Maat:
    """One page. `fouten` of `tekens` order-free; `cer` in the order of reading (0 = without an error)."""

    tekens: int
    fouten: int
    cer: float
    waarden: int
    goed: int
    goed_onzeker: int
    fout: tuple[Waarde, ...]
    fout_zeker: tuple[Waarde, ...]
    gemist: tuple[Waarde, ...]
    minnen: int
    minnen_goed: int
    gevonden: float
    kwijt: tuple[str, ...] = field(default=(), repr=False)
    verzonnen: tuple[str, ...] = field(default=(), repr=False)

    @property
    def fcer(self) -> float:
        """Order-free character errors as a share of the printed characters."""
        return self.fouten / max(1, self.tekens)


def meet(gedrukt: str, gelezen: Gelezen, vrij: Sequence[str] = (), onleesbaar: Iterable[Waarde] = ()) -> Maat:
    """Compare what is printed with what was read.

    `vrij`: words that could not be expected (they are covered) and cost nothing where a part of them was read all the
    same; they are not in `gedrukt`. `onleesbaar`: values that stand on the page under a cover: no error if read.
    """
    fouten, kwijt, verzonnen = _errors(gedrukt, gelezen.tekst, vrij)
    op_blad, gelezen_waarden = set(waarden(gedrukt)), dict(_with_doubt(gelezen))
    bekend = op_blad | set(onleesbaar)
    fout = tuple(sorted(waarde for waarde in gelezen_waarden if waarde not in bekend))
    goed = op_blad & gelezen_waarden.keys()
    minnen = {waarde for waarde in op_blad if waarde.tekst.startswith("-")}
    woorden = Counter(woord for woord in _flat(gedrukt).split() if len(woord) >= 4)
    gezien = woorden & Counter(_flat(gelezen.tekst).split())
    tekst, ander = _flat(gedrukt), _flat(gelezen.tekst)
    return Maat(
        tekens=_size(gedrukt),
        fouten=fouten,
        cer=Levenshtein.distance(tekst, ander) / max(1, len(tekst)),
        waarden=len(op_blad),
        goed=len(goed),
        goed_onzeker=sum(not gelezen_waarden[waarde] for waarde in goed),
        fout=fout,
        fout_zeker=tuple(waarde for waarde in fout if gelezen_waarden[waarde]),
        gemist=tuple(sorted(op_blad - gelezen_waarden.keys())),
        minnen=len(minnen),
        minnen_goed=len(minnen & gelezen_waarden.keys()),
        gevonden=gezien.total() / max(1, woorden.total()),
        kwijt=tuple(kwijt),
        verzonnen=tuple(verzonnen),
    )


def normaal(tekst: str) -> str:
    """One kind of dash, quote and space, so that only real differences count."""
    return _WIT.sub(" ", tekst.translate(_STREEPJES))


def waarden(tekst: str) -> Iterator[Waarde]:
    """Yield the values in a text, as often as they stand there."""
    for waarde, _, _ in _values(tekst):
        yield waarde


def _flat(tekst: str) -> str:
    return " ".join(normaal(tekst).split())


def _size(gedrukt: str) -> int:
    return sum(len(regel) for regel in _lines(gedrukt))


def _lines(tekst: str) -> list[str]:
    """Lines, cut at the tabs between the cells of a table."""
    delen = (" ".join(deel.split()) for deel in re.split(r"[\n\t\f]", normaal(tekst)))
    return [deel for deel in delen if deel]


def _values(tekst: str) -> Iterator[tuple[Waarde, int, int]]:
    """Yield each value with where it stands; dashes and spaces are one character each, so places hold for `tekst`."""
    effen = re.sub(r"\s", " ", tekst.translate(_STREEPJES))
    for soort, patroon in PATRONEN.items():
        for vondst in patroon.finditer(effen):
            kaal = re.sub(r"\s", "", vondst.group()).lower().rstrip(".")
            if soort == "bedrag" and "-" in kaal:
                kaal = "-" + kaal.replace("-", "")
            yield Waarde(soort, kaal), vondst.start(), vondst.end()


def _with_doubt(gelezen: Gelezen) -> Iterator[tuple[Waarde, bool]]:
    """Yield each value and whether it was shown as certain; certain in one place is certain."""
    zeker: dict[Waarde, bool] = {}
    for waarde, start, eind in _values(gelezen.tekst):
        twijfel = any(van < eind and start < tot for van, tot in gelezen.onzeker)
        zeker[waarde] = zeker.get(waarde, False) or not twijfel
    yield from zeker.items()


def _errors(gedrukt: str, gelezen: str, vrij: Sequence[str]) -> tuple[int, list[str], list[str]]:
    """Return the order-free errors, the words that were lost and those that were made up."""
    over = _lines(gelezen)
    fouten, rest = 0, sorted(_lines(gedrukt), key=len, reverse=True)
    for minstens in RONDES:
        regels, rest = rest, []
        for regel in regels:
            kosten = _take(regel, over, minstens) if len(regel) >= (KORT if minstens == RONDES[-1] else LANG) or regel in over else None
            if kosten is None:
                rest.append(regel)
            else:
                fouten += kosten
    kosten, kwijt, los = _by_word([woord for regel in rest for woord in regel.split()], [w for deel in over for w in deel.split()])
    verzonnen = _not_covered(los, vrij)
    fouten += kosten + sum(map(len, kwijt)) + sum(map(len, verzonnen))
    return fouten, kwijt, verzonnen


def _take(regel: str, over: list[str], minstens: float) -> int | None:
    """Find the stretch of what is left that is most like the line; take it away and return its distance."""
    if regel in over:
        over.remove(regel)
        return 0
    beste, plek = minstens - 1e-6, -1
    for nummer, deel in enumerate(over):
        if 0.7 * len(regel) <= len(deel):
            score = fuzz.partial_ratio(regel, deel, score_cutoff=beste) if len(deel) > len(regel) else fuzz.ratio(regel, deel)
            if score > beste:
                beste, plek = score, nummer
    if plek < 0:
        return None
    deel = over.pop(plek)
    start, eind = _stretch(regel, deel)
    over += [stuk for stuk in (deel[:start].strip(), deel[eind:].strip()) if stuk]
    return Levenshtein.distance(regel, deel[start:eind])


def _stretch(regel: str, deel: str) -> tuple[int, int]:
    """Return the run of whole words of `deel` nearest to the line."""
    grenzen = [(vondst.start(), vondst.end()) for vondst in re.finditer(r"\S+", deel)]
    if len(deel) <= len(regel):
        return 0, len(deel)
    spoor = fuzz.partial_ratio_alignment(regel, deel)
    midden = (spoor.dest_start, spoor.dest_end) if spoor else (0, len(deel))
    eerste = min(range(len(grenzen)), key=lambda i: abs(grenzen[i][0] - midden[0]))
    laatste = min(range(len(grenzen)), key=lambda i: abs(grenzen[i][1] - midden[1]))
    keuzes = [
        (Levenshtein.distance(regel, deel[grenzen[i][0] : grenzen[j][1]]), i, j)
        for i in range(max(0, eerste - 1), min(len(grenzen), eerste + 2))
        for j in range(max(i, laatste - 1), min(len(grenzen), max(i, laatste) + 2))
    ]
    _, i, j = min(keuzes)
    return grenzen[i][0], grenzen[j][1]


def _by_word(gedrukt: Sequence[str], gelezen: Sequence[str]) -> tuple[int, list[str], list[str]]:
    """Match words, most alike first. Return the errors in matched words and the words left on either side."""
    gelijk = Counter(gedrukt) & Counter(gelezen)
    links, rechts = list((Counter(gedrukt) - gelijk).elements()), list((Counter(gelezen) - gelijk).elements())
    paren = sorted(
        (-likeness, i, j)
        for i, woord in enumerate(links)
        for j, ander in enumerate(rechts)
        if (likeness := Levenshtein.normalized_similarity(woord, ander, score_cutoff=WOORD_LIJKT)) > 0
    )
    fouten, weg_links, weg_rechts = 0, set[int](), set[int]()
    for _, i, j in paren:
        if i not in weg_links and j not in weg_rechts:
            weg_links.add(i)
            weg_rechts.add(j)
            fouten += Levenshtein.distance(links[i], rechts[j])
    kwijt = [woord for i, woord in enumerate(links) if i not in weg_links]
    return fouten, kwijt, [woord for j, woord in enumerate(rechts) if j not in weg_rechts]


def _not_covered(los: Sequence[str], vrij: Sequence[str]) -> list[str]:
    """Leave out what is a part of a covered word."""
    _, _, rest = _by_word(vrij, los)
    return [woord for woord in rest if not any(len(woord) >= 2 and woord in heel for heel in vrij)]
