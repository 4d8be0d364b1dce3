"""The command line: parse, call, print. Heavy parts load only when a command needs them, so that --help is instant."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, cast

import typer
from typer.exceptions import Abort

from brievenbus import cli_beheer, cli_dienst, cli_leren
from brievenbus.errors import BrievenbusError, InputError, KennisError
from brievenbus.foutzin import sentence
from brievenbus.settings import Settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="brievenbus leest Nederlandse post en zegt wat het is, hoe dringend, en wat te doen. "
    "Alles blijft op deze computer.",
)  # fmt: skip
UNREADABLE = 3
STOPPED = 130

Peildatum = Annotated[str, typer.Option("--peildatum", help="De dag van lezen, JJJJ-MM-DD. Anders vandaag.")]
Taalkeuze = Annotated[str, typer.Option("--taal", help="Taal van de uitleg.")]


kennis_app = typer.Typer(no_args_is_help=True, help="De kennis: controleren, en de herkenner ervan bouwen.")
app.add_typer(kennis_app, name="kennis")
app.add_typer(cli_beheer.app, name="beheer")


@app.command()
def lees(
    bestanden: Annotated[list[Path], typer.Argument(help="De bladzijden van één brief, in volgorde.")],
    als_json: Annotated[bool, typer.Option("--json", help="Print het hele object als JSON.")] = False,
    peildatum: Peildatum = "",
    taal: Taalkeuze = "nl",
) -> None:
    """Lees één brief en print de kaart."""
    from brievenbus import kaart
    from brievenbus.brief import to_json
    from brievenbus.ocr.tesseract import Tesseract
    from brievenbus.pipeline import read_letter

    opdracht = _opdracht(peildatum, taal, herschrijven=True)
    brief = read_letter(bestanden, opdracht, Tesseract()).brief
    if als_json:
        print(json.dumps(to_json(brief), ensure_ascii=False, indent=2))
    else:
        from rich.console import Console

        from brievenbus.afdruk.vrijwilliger import make_vrijwilliger

        beside = make_vrijwilliger(cast("dict[str, Any]", to_json(brief)), opdracht.lezer.kennis)
        kaart.show(brief, opdracht.lezer.kennis.talen["nl"], Console(), beside)
    raise typer.Exit(UNREADABLE if brief.bron.oordeel == "onleesbaar" else 0)


@app.command()
def toets(
    map_: Annotated[Path, typer.Argument(metavar="MAP", help="Map met brieven en NAAM.goud.json ernaast.")],
    vorm: Annotated[str, typer.Option("--vorm", help="tekst, pdf, scan of foto; anders de beste die er is.")] = "",
    toon: Annotated[str, typer.Option("--toon", help="Laat van dit veld elke fout zien; 'alles' voor elk veld.")] = "",
    als_json: Annotated[bool, typer.Option("--json", help="Print de uitslag als JSON.")] = False,
    tabel: Annotated[bool, typer.Option("--tabel", help="Print een Markdown-tabel met elke vorm die er is.")] = False,
) -> None:
    """Lees een map met brieven waarvan de antwoorden bekend zijn, en print het foutpercentage per veld."""
    from rich.console import Console

    from brievenbus import toets as meten
    from brievenbus.toetsgoud import VORMEN, find_letters

    _one_of("--toon", toon, (*meten.VELDEN, "alles"))
    _one_of("--vorm", vorm, VORMEN)
    letters = find_letters(map_)
    read = meten.reader(_opdracht("", "nl"))
    if tabel:
        print(meten.markdown(meten.measure_forms(letters, read)))
        return
    uitslag = meten.measure(letters, read, cast(Any, vorm or None))
    if not uitslag.brieven:
        raise InputError("map_leeg", map=str(map_))
    if als_json:
        print(json.dumps(meten.to_dict(uitslag, toon), ensure_ascii=False, indent=2))
    else:
        meten.show(uitslag, Console(), toon)


@kennis_app.command("check")
def kennis_check(
    alles: Annotated[bool, typer.Option("--alles", help="Noem elke waarschuwing, en proef elke zin zonder zichzelf.")] = False,
    map_: Annotated[Path | None, typer.Option("--map", metavar="MAP", help="Een andere map met kennis.")] = None,
) -> None:
    """Lees alle kennisbestanden, reken de voorbeelden na en kijk of elke kaart herkend wordt."""
    from rich.console import Console

    from brievenbus import kenniscontrole
    from brievenbus.kennis import KENNIS_MAP
    from brievenbus.leren.geleerd import check_learned

    if map_ is not None and not map_.is_dir():
        raise InputError("map_ontbreekt", map=str(map_))
    root = map_ or KENNIS_MAP
    delen = (*kenniscontrole.check_all(root, alles=alles), *check_learned(root, Settings.read().cache))
    kenniscontrole.show(delen, Console(), alles=alles)
    raise typer.Exit(KennisError.exit_code if any(deel.fouten for deel in delen) else 0)


@kennis_app.command("bouw")
def kennis_bouw() -> None:
    """Bouw de herkenner nu en bewaar hem, zodat de eerste brief niet hoeft te wachten."""
    from brievenbus.classify.model import load as load_model
    from brievenbus.kennis import load

    start = perf_counter()
    kennis, cache = load(), Settings.read().cache
    model = load_model(kennis, cache)
    seconds = f"{perf_counter() - start:.1f}".replace(".", ",")
    print(f"De herkenner van {len(model.sleutels)} briefsoorten is klaar na {seconds} seconden. Hij staat in {cache}.")


@app.command()
def stapel(
    map_: Annotated[Path, typer.Argument(metavar="MAP", help="Map met brieven; een submap is één brief.")],
    uit: Annotated[Path, typer.Option("--uit", help="Map voor de uitkomst en het rapport.")],
    peildatum: Peildatum = "",
    werkers: Annotated[int, typer.Option("--werkers", help="Zoveel brieven tegelijk; 0: één per processorkern.")] = 0,
    taal: Taalkeuze = "nl",
) -> None:
    """Lees een stapel brieven. Stoppen mag altijd: dezelfde opdracht gaat daarna verder waar hij was."""
    import signal

    from rich.console import Console

    from brievenbus import stapel as lezen
    from brievenbus.kennis import load
    from brievenbus.stapel_scherm import progress, summary
    from brievenbus.stapel_werk import Werk

    settings, kennis, day = Settings.read(), load(), _day(peildatum)
    if taal not in kennis.talen:
        raise InputError("taal_onbekend", waarde=taal, talen=", ".join(sorted(kennis.talen)))
    if werkers < 0:
        raise InputError("instelling_ongeldig", naam="--werkers", waarde=werkers)
    werk = Werk(settings.cache, day, taal, settings.max_bytes, settings.max_bladzijden, settings.lezer)
    taak = lezen.Taak(map_, uit, werk, werkers or settings.werkers or lezen.cores())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with progress(Console(stderr=True)) as melden:
            uitslag = lezen.run(taak, kennis, zin=sentence, melden=melden)
    except KeyboardInterrupt:
        again = f"Gestopt. Wat klaar is, is bewaard. Ga verder met dezelfde opdracht, en --peildatum {day}."
        print(again, file=sys.stderr)
        raise typer.Exit(STOPPED) from None
    summary(uitslag, kennis.talen["nl"], Console())


@app.command()
def tas(
    map_: Annotated[Path, typer.Argument(metavar="MAP", help="Map met brieven van één inwoner, of één PDF met alles.")],
    als_json: Annotated[bool, typer.Option("--json", help="Print de zaken als JSON.")] = False,
    peildatum: Peildatum = "",
    werkers: Annotated[int, typer.Option("--werkers", help="Zoveel brieven tegelijk; 0: één per processorkern.")] = 0,
) -> None:
    """Leg een tas post in zaken: welke brief geldt nu, en welke zijn achterhaald?"""
    from brievenbus import cli_tas

    if werkers < 0:
        raise InputError("instelling_ongeldig", naam="--werkers", waarde=werkers)
    cli_tas.run(map_, _day(peildatum), werkers=werkers, als_json=als_json)


@app.command()
def concept(
    bestanden: Annotated[list[Path], typer.Argument(help="De bladzijden van één brief, in volgorde.")],
    soort: Annotated[str, typer.Option("--soort", help="bezwaar of regeling (in delen betalen).")],
    uit: Annotated[Path, typer.Option("--uit", help="De nieuwe brief: NAAM.docx of NAAM.pdf.")],
    peildatum: Peildatum = "",
) -> None:
    """Maak een brief om zelf af te maken en te versturen: bezwaar, of een verzoek om in delen te betalen."""
    from brievenbus import cli_concept
    from brievenbus.brief import to_json
    from brievenbus.ocr.tesseract import Tesseract
    from brievenbus.pipeline import read_letter

    chosen, opdracht = cli_concept.check(soort, uit), _opdracht(peildatum, "nl")
    brief = cast(dict[str, Any], to_json(read_letter(bestanden, opdracht, Tesseract()).brief))
    remarks = cli_concept.run(brief, opdracht.lezer.kennis, chosen, uit, opdracht.peildatum)
    print(f"Klaar: {uit}. Dit is een concept. Lees de brief na. U verstuurt hem zelf.")
    for zin in remarks:
        print(f"- {zin}")


cli_dienst.register(app)
cli_leren.register(kennis_app)


def _one_of(naam: str, waarde: str, keuzes: Sequence[str]) -> None:
    if waarde and waarde not in keuzes:
        raise InputError("keuze_onbekend", naam=naam, keuzes=", ".join(keuzes))


def _opdracht(peildatum: str, taal: str, *, herschrijven: bool = False):  # type: ignore[no-untyped-def]
    from brievenbus.classify.lezers import open_lezer
    from brievenbus.intake import Limits
    from brievenbus.kennis import load
    from brievenbus.pipeline import Opdracht

    settings = Settings.read()
    kennis = load()
    if taal not in kennis.talen:
        raise InputError("taal_onbekend", waarde=taal, talen=", ".join(sorted(kennis.talen)))
    lezer = open_lezer(kennis, settings.cache, settings.lezer)
    limits = Limits(max_bytes=settings.max_bytes, max_pages=settings.max_bladzijden)
    return Opdracht(lezer, _day(peildatum), taal, limits, _taalmodel(settings) if herschrijven else None)


def _taalmodel(settings: Settings):  # type: ignore[no-untyped-def]
    """Return the model that puts an explanation in other words. Settings half set or unsafe stop here too, not only in the service."""
    from brievenbus.settings import controleer_herschrijven
    from brievenbus.taalmodel import Taalmodel

    controleer_herschrijven(settings)
    return Taalmodel.open(settings.herschrijf_url, settings.herschrijf_model, settings.herschrijf_sleutelbestand)


def _day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("datum_ongeldig", waarde=text) from None


def main() -> None:
    """Run a command; every error of ours, and every wrong use, is one Dutch sentence on standard error, with its exit code."""
    try:
        sys.exit(app(prog_name="brievenbus", standalone_mode=False) or 0)
    except Abort:
        print("Gestopt: er is niets gedaan.", file=sys.stderr)
        sys.exit(1)
    except BrievenbusError as error:
        print(sentence(error), file=sys.stderr)
        sys.exit(error.exit_code)
    except typer.TyperException as error:
        wrong = _wrong_use(error)
        print(sentence(wrong), file=sys.stderr)
        sys.exit(wrong.exit_code)


def _wrong_use(error: typer.TyperException) -> InputError:
    """Return what is wrong with a command line: typer says it in English."""
    ctx, param = getattr(error, "ctx", None), getattr(error, "param", None)
    opdracht = ctx.command_path if ctx else "brievenbus"
    if param is None:
        return InputError("opdracht_ongeldig", wat=getattr(error, "option_name", "") or "wat u typte", opdracht=opdracht)
    wat = param.opts[0] if param.param_type_name == "option" else param.metavar or param.name.upper()
    missing = type(error).__name__ == "MissingParameter"  # a private class of typer
    return InputError("opdracht_onvolledig" if missing else "opdracht_ongeldig", wat=wat, opdracht=opdracht)


if __name__ == "__main__":
    main()
