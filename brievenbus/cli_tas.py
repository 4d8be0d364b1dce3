"""`brievenbus tas`: read a bag of post and print its cases, in plain Dutch or as JSON.

The letters are found and read as `brievenbus stapel` does; nothing is kept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from brievenbus.brief import Termijn, to_json
from brievenbus.bundle import Reden, Stuk, Tas, Zaak, bundle
from brievenbus.errors import BrievenbusError, InputError
from brievenbus.explain import schrijf
from brievenbus.foutzin import sentence
from brievenbus.kennis import Kennis, load
from brievenbus.kennis.schema import Taal
from brievenbus.poststuk import group
from brievenbus.settings import Settings
from brievenbus.stapel import STOPS_ALL, cores, find_letters
from brievenbus.stapel_werk import Lezen, Werk, read_all

if TYPE_CHECKING:
    from brievenbus.stapel import Poststuk

STOPPED = 130
OP_DE_DAG = frozenset(("zitting", "afspraak", "ontruiming", "afsluiting", "inning", "ingang"))
"""Kinds of day on which something happens; before the other ones something must be done."""


def run(map_: Path, peildatum: date, *, werkers: int, als_json: bool) -> None:
    """Read the letters in a folder (or one file) and print the cases. Raises InputError map_ontbreekt, map_leeg; ToolError."""
    kennis, settings = load(), Settings.read()
    werk = Werk(settings.cache, peildatum, "nl", settings.max_bytes, settings.max_bladzijden, settings.lezer)
    try:
        stukken = read(map_, werk, werkers or settings.werkers or cores())
    except KeyboardInterrupt:
        print("Gestopt: er is niets gedaan.", file=sys.stderr)
        raise typer.Exit(STOPPED) from None
    tas = bundle(stukken, kennis)
    if als_json:
        print(json.dumps(to_dict(tas, peildatum, kennis.talen["nl"]), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(tas, stukken, peildatum, kennis)))


def read(map_: Path, werk: Werk, werkers: int) -> list[Stuk]:
    """Return the letters in the order in which they lie. One that cannot be read is told of on standard error."""
    root = map_.parent if map_.is_file() else map_
    files: tuple[Poststuk, ...] = ((map_.name,),) if map_.is_file() else find_letters(map_)
    if not files:
        raise InputError("map_leeg", map=str(map_))
    make_reader(werk)  # here once: a missing tool stops the run, and the recogniser is built only once
    found: dict[int, list[dict[str, Any]]] = {}
    paths = [[root / file for file in stuk] for stuk in files]
    for at, outcome in read_all(paths, werk, werkers=min(werkers, len(paths)), maker=make_reader):
        if isinstance(outcome, BrievenbusError):
            if outcome.code in STOPS_ALL:
                raise outcome
            print(f"{files[at][0]}: {sentence(outcome)}", file=sys.stderr)
        else:
            found[at] = outcome
    named = names(files)
    return [
        Stuk(f"{named[at]}#{nummer}" if len(found[at]) > 1 else named[at], one["brief"], one["tekst"])
        for at in sorted(found)
        for nummer, one in enumerate(found[at], start=1)
    ]


def make_reader(werk: Werk) -> Lezen:
    """Return what reads the letters of one input, each with its text: cases are tied by what letters say of each other."""
    import cv2

    from brievenbus.classify.lezers import open_lezer
    from brievenbus.intake import Limits
    from brievenbus.ocr.tesseract import Tesseract
    from brievenbus.pipeline import Opdracht, read_letter, read_stapel

    cv2.setNumThreads(1)  # as in a pile: the letters run side by side
    limits = Limits(max_bytes=werk.max_bytes, max_pages=werk.max_pages)
    opdracht = Opdracht(open_lezer(load(), werk.cache, werk.lezer), werk.peildatum, werk.taal, limits)
    engine = Tesseract()

    def read_input(paths: Sequence[Path]) -> list[dict[str, Any]]:
        found = read_stapel(paths, opdracht, engine) if len(paths) == 1 else [read_letter(paths, opdracht, engine)]
        return [{"brief": one.brief, "tekst": one.tekst} for one in found]

    return read_input


def names(files: Sequence[Poststuk]) -> list[str]:
    """Return a short name for each input: its file without the ending, its folder, or the whole path where two would be the same."""
    short = []
    for stuk in files:
        path = Path(stuk[0])
        group_name = group([path.name])[0][0]
        whole = group_name if group_name != path.name else path.stem
        short.append(path.parent.as_posix() if path.parent.name else whole)
    return [name if short.count(name) == 1 else files[at][0] for at, name in enumerate(short)]


def to_dict(tas: Tas, peildatum: date, taal: Taal) -> dict[str, object]:
    """Return the bag for `--json`: amounts as text with two decimals, days as JJJJ-MM-DD."""
    return {
        "peildatum": peildatum.isoformat(),
        "zaken": [_case(zaak, taal) for zaak in tas.zaken],
        "achterhaald": list(tas.achterhaald),
        "losse": list(tas.losse),
        "dubbel": [list(pair) for pair in tas.dubbel],
        "tweemaal": [to_json(one) for one in tas.tweemaal],
    }


def _case(zaak: Zaak, taal: Taal) -> dict[str, object]:
    stand = zaak.stand
    return {
        "naam": title(zaak, taal),
        "brieven": list(zaak.brieven),
        "levend": stand.levend,
        "bedrag": None if stand.bedrag is None else to_json(stand.bedrag),
        "termijn": to_json(stand.termijn.datum) if stand.termijn else None,
        "urgentie": stand.urgentie,
        "stappen": [to_json(stap) for stap in stand.stappen],
        "ook": [{"brief": o.brief, "soort": o.termijn.soort, "datum": to_json(o.termijn.datum)} for o in stand.ook],
        "waarom": reasons(zaak, taal),
        "misschien_zelfde_zaak": list(zaak.misschien_zelfde_zaak),
    }


def title(zaak: Zaak, taal: Taal) -> str:
    """Return whom the case is with: who wrote first, and who has it now."""
    first, last = zaak.afzenders[0], zaak.afzenders[-1]
    return first if first == last else taal.zinnen["tas_overgenomen"].format(eerst=first, nu=last)


def reasons(zaak: Zaak, taal: Taal) -> list[str]:
    """Return one sentence for each letter that was laid with an older one."""
    said = []
    for waarom in zaak.waarom:
        words = "; ".join(_reason(reden, taal) for reden in waarom.redenen)
        said.append(taal.zinnen["tas_hoort"].format(brief=waarom.brief, bij=waarom.bij, redenen=words))
    return said


def _reason(reden: Reden, taal: Taal) -> str:
    value = reden.waarde
    text = value if isinstance(value, str) else schrijf.datum(value) if isinstance(value, date) else schrijf.bedrag(value)
    key = "tas_zelfde_bedrag" if reden.soort == "bedrag" else f"tas_{reden.soort}"
    return taal.zinnen[key].format(waarde=text)


def lines(tas: Tas, stukken: Sequence[Stuk], peildatum: date, kennis: Kennis) -> Iterator[str]:
    """Yield the bag as lines for a person, the most urgent case first."""
    taal = kennis.talen["nl"]
    zin = taal.zinnen
    counts = {"brieven": _count(len(stukken), "brief", "brieven"), "zaken": _count(len(tas.zaken), "zaak", "zaken")}
    yield zin["tas_kop"].format(**counts, datum=schrijf.datum(peildatum))
    for zaak in tas.zaken:
        yield ""
        yield f"{taal.woorden[zaak.urgentie]}  {title(zaak, taal)}"
        yield from (f"  {line}" for line in _case_lines(zaak, taal))
    by_name = {stuk.naam: stuk.brief for stuk in stukken}
    if tas.losse:
        yield ""
        yield zin["tas_losse"]
    for naam in tas.losse:
        brief = by_name[naam]
        key = "tas_los_verdacht" if brief.echtheid.verdacht else "tas_los"
        yield "  " + zin[key].format(brief=naam, soort=brief.briefsoort.naam, afzender=brief.afzender.naam)
    if tas.dubbel:
        yield ""
        yield from (zin["tas_dubbel"].format(brief=one, kopie=copy) for one, copy in tas.dubbel)
    for een in tas.tweemaal:
        yield ""
        yield zin["tas_tweemaal"].format(een=een.een, ander=een.ander, bedrag=schrijf.bedrag(een.bedrag))
        yield zin["controle_wie"]


def _case_lines(zaak: Zaak, taal: Taal) -> Iterator[str]:
    zin, stand = taal.zinnen, zaak.stand
    last = next(stap for stap in stand.stappen if stap.rol in ("levend", "afsluiting"))
    if stand.levend is None:
        yield zin["tas_klaar"].format(brief=last.brief)
    elif last.datum is None:
        yield zin["tas_geldt_ongedateerd"].format(brief=last.brief, soort=last.soort)
    else:
        yield zin["tas_geldt"].format(brief=last.brief, datum=schrijf.datum(last.datum), soort=last.soort)
    if stand.bedrag is not None:
        yield zin["tas_bedrag"].format(bedrag=schrijf.bedrag(stand.bedrag))
    if stand.termijn is not None:
        yield _day(stand.termijn, taal)
    for ook in stand.ook:
        yield zin["tas_ook"].format(brief=ook.brief, wat=taal.termijnen[ook.termijn.soort], datum=schrijf.datum(ook.termijn.datum))
    holding = {ook.brief for ook in stand.ook}
    for stap in stand.stappen:
        if stap.rol == "achterhaald":
            key = "tas_achterhaald_let_op" if stap.brief in holding else "tas_achterhaald"
            yield zin[key].format(brief=stap.brief, door=last.brief)
        elif stap.rol == "mededeling":
            yield zin["tas_mededeling"].format(brief=stap.brief)
    yield from reasons(zaak, taal)
    yield from (zin["tas_misschien"].format(brief=naam) for naam in zaak.misschien_zelfde_zaak)


def _day(termijn: Termijn, taal: Taal) -> str:
    on = termijn.soort in OP_DE_DAG
    key = "tas_voorbij" if termijn.verlopen else "tas_dag_op" if on else "tas_dag"
    return taal.zinnen[key].format(wat=taal.termijnen[termijn.soort].capitalize(), datum=schrijf.datum(termijn.datum))


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
