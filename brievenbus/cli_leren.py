"""`brievenbus kennis voorstel|voorstellen|proef|neem|wijs-af`: what a keeper does with sentences that were proposed for the knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brievenbus.cli_beheer import checked_settings, meld_sleutel, plaatsen
from brievenbus.errors import InputError, KennisError
from brievenbus.settings import beleid

if TYPE_CHECKING:
    from brievenbus.dienst import Dienst
    from brievenbus.kennis import Kennis
    from brievenbus.leren.proef import Proef
    from brievenbus.leren.voorstel import Voorstel

Map = Annotated[Path | None, typer.Option("--map", metavar="MAP", help="Een andere map met kennis.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Het begin van een ID uit: kennis voorstellen.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `brievenbus kennis`."""
    app.command("voorstel")(voorstel)
    app.command("voorstellen")(voorstellen)
    app.command("proef")(proef)
    app.command("neem")(neem)
    app.command("wijs-af")(wijs_af)


def voorstel(
    zin: Annotated[str, typer.Argument(help="Eén zin. Namen, adressen en getallen worden vervangen.")],
    soort: Annotated[str, typer.Option("--soort", help="De sleutel van de briefsoort.")],
    functie: Annotated[str, typer.Option("--functie", help="Wat de zin doet: onderwerp, mededeling, eis, …")],
    eerder: Annotated[str, typer.Option("--eerder", help="De soort waarvoor de brief werd aangezien.")] = "",
    woord: Annotated[list[str] | None, typer.Option("--woord", help="Een nieuw woord dat zeker geen naam is.")] = None,
) -> None:
    """Stel een zin voor de kennis voor. Wat op een naam lijkt, wordt geweigerd."""
    from brievenbus.dienst import SYSTEEM
    from brievenbus.dienst.voorstellen import schrijf_voor

    made = schrijf_voor(_dienst(), SYSTEEM, soort, functie, zin, eerder, woord or ())
    if made.zin:
        print(f"Voorgesteld: {made.zin}")
        return
    for reden in made.redenen:
        print(reden)
    if made.woorden:
        print("Is het zeker geen naam? Geef dan: " + " ".join(f"--woord {een}" for een in made.woorden))
    raise typer.Exit(InputError.exit_code)


def voorstellen() -> None:
    """Laat de voorstellen zien die op een besluit wachten."""
    from brievenbus.dienst import SYSTEEM
    from brievenbus.dienst.voorstellen import open_voorstellen
    from brievenbus.leren.verslag import proposal_lines
    from brievenbus.leren.woorden import Woordenschat

    dienst = _dienst()
    found = open_voorstellen(dienst, SYSTEEM)
    schat = Woordenschat.make(dienst.kennis)
    for een in found:
        print("\n".join(proposal_lines(een, schat)))
    print(f"Open voorstellen: {len(found)}.")


def proef(
    wat: Annotated[list[str], typer.Argument(metavar="ID… of BESTAND.toml", help="Voorstellen, of een bestand met [[voorstel]].")],
    map_: Map = None,
) -> None:
    """Laat zien wat er zou veranderen. Verandert niets. Duurt een minuut."""
    from brievenbus.leren.verslag import probe_lines

    root, kennis = _kennis(map_)
    for line in probe_lines(_probe(root, kennis, _chosen(wat, kennis))):
        print(line)


def neem(
    ids: Ids, map_: Map = None, toch: Annotated[bool, typer.Option("--toch", help="Ook als er een fout bij komt.")] = False,
) -> None:  # fmt: skip
    """Zet voorgestelde zinnen op hun kaart, als de kennis er niet slechter van wordt."""
    from brievenbus.dienst import SYSTEEM
    from brievenbus.dienst.voorstellen import besluit
    from brievenbus.leren.overnemen import take_over
    from brievenbus.leren.verslag import probe_lines

    root, kennis = _kennis(map_)
    dienst = _dienst()
    chosen = _proposed(dienst, ids)
    found = _probe(root, kennis, chosen)
    if not (found.mag or toch):
        print("\n".join(probe_lines(found)))
        raise typer.Exit(KennisError.exit_code)
    for file in take_over(root, chosen, date.today()):
        print(f"Bijgewerkt: {file}")
    for een in chosen:
        besluit(dienst, SYSTEEM, een.id, "goedgekeurd")
    print("Kijk na met: brievenbus kennis check. De herkenner wordt vanzelf opnieuw gebouwd.")


def wijs_af(ids: Ids) -> None:
    """Wijs voorstellen af. De zinnen worden vergeten."""
    from brievenbus.dienst import SYSTEEM
    from brievenbus.dienst.voorstellen import besluit

    dienst = _dienst()
    for een in _proposed(dienst, ids):
        besluit(dienst, SYSTEEM, een.id, "afgewezen")
        print(f"Afgewezen: {een.id[:8]}")


def _dienst() -> Dienst:
    from brievenbus.dienst.opstart import GeenRij, open_bewaarplaats, open_dienst

    settings = checked_settings()
    opslag = open_bewaarplaats(plaatsen(settings), _now(), meld_sleutel, migreer=False)
    return open_dienst(opslag, beleid(settings), GeenRij(), _now)


def _now() -> datetime:
    return datetime.now(UTC)


def _kennis(map_: Path | None) -> tuple[Path, Kennis]:
    from brievenbus.kennis import KENNIS_MAP, load, read_kennis

    if map_ is not None and not map_.is_dir():
        raise InputError("map_ontbreekt", map=str(map_))
    return (map_, read_kennis(map_)) if map_ is not None else (KENNIS_MAP, load())


def _proposed(dienst: Dienst, ids: Sequence[str]) -> tuple[Voorstel, ...]:
    from brievenbus.dienst import SYSTEEM
    from brievenbus.dienst.voorstellen import zoek

    return tuple({een.id: een for een in (zoek(dienst, SYSTEEM, een) for een in ids)}.values())


def _chosen(wat: Sequence[str], kennis: Kennis) -> tuple[Voorstel, ...]:
    from brievenbus.leren.voorstel import read_file

    files = [Path(een) for een in wat if een.endswith(".toml")]
    ids = [een for een in wat if not een.endswith(".toml")]
    read = [een for file in files for een in read_file(file, kennis, date.today())]
    return (*read, *(_proposed(_dienst(), ids) if ids else ()))


def _probe(root: Path, kennis: Kennis, voorstellen: Sequence[Voorstel]) -> Proef:
    from brievenbus.leren.geleerd import read_cases
    from brievenbus.leren.proef import probe

    return probe(kennis, voorstellen, read_cases(root, kennis))
