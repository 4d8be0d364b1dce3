"""`brievenbus toets`: hold what brievenbus says of letters against the right answers, field by field.

One `Antwoord` is one thing that could be right or wrong: a field of a letter, or one item of a list (a term, an
amount). The harm rows count the mistakes that can hurt a resident; their goal is that none is made.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from rich.console import Console
from rich.table import Table
from stdnum.nl import bsn

from brievenbus.brief import ERNST, Bedrag, BedragSoort, Bewijs, Brief, Gevolg, Kenmerk, Termijn, to_json
from brievenbus.errors import InputError
from brievenbus.extract import mask
from brievenbus.ocr.opmaak import read_markup
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.pipeline import Opdracht, read_brief, read_letter
from brievenbus.toetsgoud import VORMEN, Goud, Toetsbrief, Vorm

Lees = Callable[[Toetsbrief, Vorm], Brief]
"""Reads one letter in one form. Raises InputError where its files cannot be taken."""


@dataclass(frozen=True, slots=True)
class Veld:
    """A row of the result. `doel` is the share that must be right; `schade` rows count mistakes that hurt."""

    naam: str
    doel: float | None = None
    schade: bool = False


VELDEN: dict[str, Veld] = {
    "gelezen": Veld("brief gelezen"),
    "afzender_soort": Veld("afzender: soort", 0.98),
    "afzender": Veld("afzender: sleutel"),
    "briefsoort": Veld("briefsoort", 0.90),
    "datum": Veld("datum van de brief"),
    "urgentie": Veld("urgentie", 0.92),
    "route": Veld("route"),
    "risico_gevangen": Veld("risico gevangen", 0.99),
    "geen_vals_alarm": Veld("geen vals alarm", 0.93),
    "spoed": Veld("spoed"),
    "werkdagen": Veld("werkdagen (Wgs art. 4)"),
    "gevolgen_recall": Veld("gevolgen: gevonden", 0.92),
    "gevolgen_precisie": Veld("gevolgen: terecht genoemd", 0.85),
    "acties_recall": Veld("acties: gevonden"),
    "acties_precisie": Veld("acties: terecht genoemd"),
    "termijn_datum": Veld("termijn: datum", 0.97),
    "termijn_soort": Veld("termijn: datum en soort"),
    "termijn_precisie": Veld("termijn: terecht genoemd"),
    "te_betalen": Veld("bedrag te betalen", 0.97),
    "te_ontvangen": Veld("bedrag te ontvangen"),
    "bedrag_terecht": Veld("bedrag: geen waar niets hoort"),
    "iban": Veld("IBAN", 0.99),
    "kenmerk": Veld("kenmerk", 0.99),
    "goed_nieuws": Veld("goed nieuws", 0.97),
    "verdacht": Veld("verdacht: gezien", 0.9),
    "niet_verdacht": Veld("verdacht: niet ten onrechte", 0.98),
    "geen_mens": Veld("zonder hulp van een mens", 0.8),
    "bewijs": Veld("bewijs bij elk feit"),
    "stil_gemist_risico": Veld("stil gemist risico", 1.0, schade=True),
    "urgentie_te_laag": Veld("urgentie te laag zonder mens", 1.0, schade=True),
    "termijn_te_laat": Veld("termijn te laat getoond", 1.0, schade=True),
    "verkeerde_iban": Veld("verkeerde IBAN", 1.0, schade=True),
    "bsn_gelekt": Veld("BSN gelekt", 1.0, schade=True),
    "betaalgegevens_verdacht": Veld("betaalgegevens van verdachte brief", 1.0, schade=True),
}


@dataclass(frozen=True, slots=True)
class Antwoord:
    """One thing brievenbus said (or failed to say) of a letter, and what it should have been."""

    veld: str
    brief: str
    goed: bool
    gezegd: str
    verwacht: str


@dataclass(frozen=True)
class Uitslag:
    """All answers over a folder of letters. `seconden` is processor time, of outside programs too."""

    antwoorden: tuple[Antwoord, ...]
    brieven: int
    seconden: float

    @cached_property
    def tellingen(self) -> dict[str, tuple[int, int]]:
        """How many were right and how many there were, for each field that occurs, in the order of `VELDEN`."""
        counts = {veld: [0, 0] for veld in VELDEN}
        for a in self.antwoorden:
            counts[a.veld][0] += a.goed
            counts[a.veld][1] += 1
        return {veld: (goed, n) for veld, (goed, n) in counts.items() if n}

    def misses(self, veld: str) -> tuple[Antwoord, ...]:
        """Return the wrong answers of one field, or of all fields for "alles"."""
        return tuple(a for a in self.antwoorden if not a.goed and veld in (a.veld, "alles"))


def hold(toetsbrief: Toetsbrief, brief: Brief | None) -> Iterator[Antwoord]:
    """Yield every answer for one letter. `brief` is None where its files could not be taken."""
    goud, naam = toetsbrief.goud, toetsbrief.naam
    yield Antwoord("gelezen", naam, brief is not None, "niets", "een gelezen brief")
    if brief is None:
        if goud.route == ("wijkteam",):
            yield Antwoord("risico_gevangen", naam, False, "niets", "wijkteam")
        return
    for part in (_kind, _route, _lists, _terms, _money, _trust, _harm):
        for veld, goed, gezegd, verwacht in part(goud, brief):
            yield Antwoord(veld, naam, goed, _words(gezegd), _words(verwacht))
    for number in _bsns(toetsbrief.tekst):
        leaked = any(number in re.sub(r"\D", "", text) for text in _strings(to_json(brief)))
        yield Antwoord("bsn_gelekt", naam, not leaked, "een BSN", "geen BSN")


Vergelijking = tuple[str, bool, object, object]
"""Field, right or not, what was said, what was expected."""


def _one_of(veld: str, said: object, accepted: Sequence[object]) -> Vergelijking:
    return veld, said in accepted, said, accepted[0] if len(accepted) == 1 else accepted


def _kind(goud: Goud, brief: Brief) -> Iterator[Vergelijking]:
    yield _one_of("afzender_soort", brief.afzender.soort, (goud.afzender.soort,))
    yield _one_of("afzender", brief.afzender.sleutel, (goud.afzender.sleutel, *goud.afzender_ook_goed))
    yield _one_of("briefsoort", brief.briefsoort.sleutel, (goud.briefsoort, *goud.briefsoort_ook_goed))
    yield _one_of("datum", brief.datum, (goud.datum,))
    yield _one_of("urgentie", brief.urgentie, (goud.urgentie, *goud.urgentie_ook_goed))
    yield _one_of("goed_nieuws", brief.goed_nieuws, (goud.goed_nieuws,))
    yield "geen_mens", not brief.mens_nodig, brief.twijfels, "geen twijfel"


def _route(goud: Goud, brief: Brief) -> Iterator[Vergelijking]:
    route = brief.route
    yield _one_of("route", route.naar, goud.route)
    if goud.route == ("wijkteam",):
        yield _one_of("risico_gevangen", route.naar, goud.route)
    if "wijkteam" not in goud.route:
        yield "geen_vals_alarm", route.naar != "wijkteam", route.naar, goud.route
    accepted = brief.urgentie in (goud.urgentie, *goud.urgentie_ook_goed)
    fits = route.spoed == goud.spoed or (accepted and route.spoed == (brief.urgentie == "kritiek"))
    yield "spoed", fits, route.spoed, goud.spoed
    yield _one_of("werkdagen", route.werkdagen, (goud.werkdagen,))


def _lists(goud: Goud, brief: Brief) -> Iterator[Vergelijking]:
    yield from _both("gevolgen", {g.soort for g in brief.gevolgen}, set(goud.gevolgen), set(goud.gevolgen_mag))
    yield from _both("acties", set(brief.acties), set(goud.acties), set(goud.acties_mag))


def _both(naam: str, said: Collection[str], must: set[str], may: set[str]) -> Iterator[Vergelijking]:
    """Yield recall (every item that must be said) and precision (every item that was said) of a list."""
    for item in sorted(must):
        yield f"{naam}_recall", item in said, sorted(said), item
    for item in sorted(said):
        yield f"{naam}_precisie", item in must | may, item, sorted(must | may)


def _terms(goud: Goud, brief: Brief) -> Iterator[Vergelijking]:
    said = [(t.soort, t.datum) for t in brief.termijnen]
    days = {day for _, day in said}
    for gold in goud.termijnen:
        wanted = (gold.soort, gold.datum)
        yield "termijn_datum", gold.datum in days, said, wanted
        yield "termijn_soort", wanted in said, said, wanted
        same = [day for kind, day in said if kind == gold.soort]
        late = bool(same) and min(same) > gold.datum and gold.datum not in days
        yield "termijn_te_laat", not late, said, wanted
    allowed = sorted({t.datum for t in (*goud.termijnen, *goud.termijnen_mag)})
    for term in said:
        yield "termijn_precisie", term[1] in allowed, term, allowed


def _money(goud: Goud, brief: Brief) -> Iterator[Vergelijking]:
    kinds: tuple[BedragSoort, ...] = ("te_betalen", "te_ontvangen")
    for kind in kinds:
        said = [b.bedrag for b in brief.bedragen if b.soort == kind]
        wanted = [b.bedrag for b in goud.bedragen if b.soort == kind]
        for amount in wanted:
            yield kind, amount in said, said, amount
        if said and not wanted:
            named = {b.bedrag for b in goud.bedragen}
            yield "bedrag_terecht", named.issuperset(said), f"{kind} {_words(said)}", f"geen {kind}"
    if goud.betaling is None or goud.verdacht:
        return
    for veld, right in (("iban", goud.betaling.iban), ("kenmerk", goud.betaling.kenmerk)):
        printed: str | None = getattr(brief.betaling, veld, None)
        if right:
            yield veld, _bare(printed) == _bare(right), printed, right
    shown = brief.betaling.iban if brief.betaling else None
    if shown and goud.betaling.iban:
        yield "verkeerde_iban", _bare(shown) == _bare(goud.betaling.iban), shown, goud.betaling.iban


def _trust(goud: Goud, brief: Brief) -> Iterator[Vergelijking]:
    suspect = brief.echtheid.verdacht
    if goud.verdacht:
        shown = brief.betaling.iban if brief.betaling else None
        yield "verdacht", suspect, "gewoon", "verdacht"
        yield "betaalgegevens_verdacht", shown is None, shown, "niets"
    else:
        yield "niet_verdacht", not suspect, brief.echtheid.signalen, "gewoon"
    for fact, proof in _facts(brief):
        yield "bewijs", bool(proof), fact, "bewijs"


def _facts(brief: Brief) -> Iterator[tuple[str, tuple[Bewijs, ...]]]:
    """Yield every fact that the contract wants evidence for; what is unknown needs none."""
    if brief.afzender.sleutel != "onbekend":
        yield f"afzender {brief.afzender.sleutel}", brief.afzender.bewijs
    if brief.briefsoort.sleutel != "onbekend":
        yield f"briefsoort {brief.briefsoort.sleutel}", brief.briefsoort.bewijs
    facts: tuple[Kenmerk | Gevolg | Termijn | Bedrag, ...]
    facts = (*brief.kenmerken, *brief.gevolgen, *brief.termijnen, *brief.bedragen)
    for fact in facts:
        yield f"{type(fact).__name__.lower()} {fact.soort}", fact.bewijs
    if brief.betaling is not None:
        yield "betaling", brief.betaling.bewijs


def _harm(goud: Goud, brief: Brief) -> Iterator[Vergelijking]:
    if goud.route == ("wijkteam",):
        yield "stil_gemist_risico", brief.route.naar == "wijkteam" or brief.mens_nodig, brief.route.naar, goud.route
    least = min((goud.urgentie, *goud.urgentie_ook_goed), key=lambda level: ERNST[level])
    enough = ERNST[brief.urgentie] >= ERNST[least] or brief.mens_nodig
    yield "urgentie_te_laag", enough, brief.urgentie, least


def _bsns(text: str) -> set[str]:
    """Return the numbers that the letter itself calls a BSN, found apart from the mask, which is what this judges."""
    found = set()
    for match in re.finditer(r"(?<!\d)\d(?:[ .]?\d){8}(?!\d)", text):
        digits = re.sub(r"\D", "", match[0])
        label = text[max(0, match.start() - 60) : match.start()].lower()
        if bsn.is_valid(digits) and any(word in label for word in ("bsn", "burgerservice", "sofi")):
            found.add(digits)
    return found


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value


def _bare(text: str | None) -> str:
    return re.sub(r"[^0-9a-z]", "", (text or "").lower())


def _words(value: object) -> str:
    """Return a value as a person reads it in a list of mistakes."""
    if value is None or value in ((), []):
        return "niets"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list | tuple):
        parts = [_words(item) for item in value]
        pair = isinstance(value, tuple) and len(value) == 2 and not isinstance(value[1], str)
        return " ".join(parts) if pair else ", ".join(parts)
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def reader(opdracht: Opdracht) -> Lees:
    """Return the way to read a letter: its pictures as every letter is read, its markup exactly (no OCR to blame)."""

    def read(toetsbrief: Toetsbrief, vorm: Vorm) -> Brief:
        own_day = replace(opdracht, peildatum=toetsbrief.goud.peildatum)
        files = toetsbrief.vormen[vorm]
        if vorm == "tekst":
            tekst, _ = mask(read_markup(toetsbrief.tekst, files[0].name))
            return read_brief(tekst, toetsbrief.naam, own_day)
        return read_letter(files, own_day, Tesseract()).brief

    return read


def measure(letters: Iterable[Toetsbrief], read: Lees, vorm: Vorm | None = None) -> Uitslag:
    """Read every letter that has the form (by default: its best form) and hold it against its gold."""
    answers: list[Antwoord] = []
    start, n = _cpu(), 0
    for letter in letters:
        form = letter.best(vorm)
        if form is None:
            continue
        n += 1
        try:
            brief = read(letter, form)
        except InputError:
            brief = None  # a file that cannot be taken is an answer too: the row "gelezen" shows it
        answers.extend(hold(letter, brief))
    return Uitslag(tuple(answers), n, _cpu() - start)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measure_forms(letters: Sequence[Toetsbrief], read: Lees) -> dict[Vorm, Uitslag]:
    """Measure every form that some letter has."""
    return {vorm: measure(letters, read, vorm) for vorm in VORMEN if any(vorm in letter.vormen for letter in letters)}


def to_dict(uitslag: Uitslag, toon: str = "") -> dict[str, object]:
    """Return the result for `--json`: rates are shares that were wrong."""
    velden = {
        veld: {"fout": round(1 - goed / n, 4), "goed": goed, "n": n, "doel": VELDEN[veld].doel}
        for veld, (goed, n) in uitslag.tellingen.items()
    }
    result: dict[str, object] = {"brieven": uitslag.brieven, "seconden_per_brief": _pace(uitslag), "velden": velden}
    if toon:
        result["gemist"] = [{"veld": a.veld, "brief": a.brief, "gezegd": a.gezegd, "verwacht": a.verwacht} for a in uitslag.misses(toon)]
    return result


def _pace(uitslag: Uitslag) -> float:
    return round(uitslag.seconden / max(1, uitslag.brieven), 2)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace(".", ",")


def _goal(veld: Veld) -> str:
    if veld.doel is None:
        return ""
    return "geen" if veld.schade else f"≤ {_percent(1 - veld.doel)}"


def show(uitslag: Uitslag, console: Console, toon: str = "") -> None:
    """Print the result as a table, and the misses of one field (or of all: "alles")."""
    title = f"{uitslag.brieven} brieven, {_pace(uitslag)} processorseconden per brief".replace(".", ",")
    table = Table(title=title, title_justify="left")
    table.add_column("veld")
    for head in ("fout", "goed", "doel (fout)"):
        table.add_column(head, justify="right", no_wrap=True)
    harm = False
    for veld, (goed, n) in uitslag.tellingen.items():
        row, share = VELDEN[veld], goed / n
        if row.schade and not harm:
            table.add_section()
            harm = True
        style = "" if row.doel is None else ("green" if share >= row.doel else "bold red")
        table.add_row(row.naam, _percent(1 - share), f"{goed}/{n}", _goal(row), style=style)
    console.print(table)
    for a in uitslag.misses(toon) if toon else ():
        line = f"{a.brief}  {a.veld}: gezegd {a.gezegd}; verwacht {a.verwacht}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def markdown(uitslagen: dict[Vorm, Uitslag]) -> str:
    """Return a Markdown table of error rates: a row for each field, a column for each form."""
    rows = [["veld", *(str(vorm) for vorm in uitslagen), "doel"], ["---", *("---:" for _ in uitslagen), "---:"]]
    for veld, row in VELDEN.items():
        counts = [uitslag.tellingen.get(veld) for uitslag in uitslagen.values()]
        cells = [_percent(1 - count[0] / count[1]) if count else "" for count in counts]
        if any(cells):
            rows.append([row.naam, *cells, _goal(row)])
    rows.append(["processorseconden per brief", *(str(_pace(u)).replace(".", ",") for u in uitslagen.values()), ""])
    rows.append(["brieven", *(str(u.brieven) for u in uitslagen.values()), ""])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
