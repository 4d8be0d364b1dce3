"""`brievenbus beheer`: what the one who keeps the service running does. Every command opens the settings and checks them first."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Abort

from brievenbus.errors import InputError, StoreError
from brievenbus.foutzin import sentence
from brievenbus.settings import Settings, beleid, controleer, variable

if TYPE_CHECKING:
    from brievenbus.dienst import Dienst
    from brievenbus.dienst.opstart import Plaatsen
    from brievenbus.store import Opslag
    from brievenbus.store.audit import Kop

app = typer.Typer(no_args_is_help=True, help="De dienst beheren: database, sleutels, reservekopie, bewaren, logboek, accounts.")
sleutel_app = typer.Typer(no_args_is_help=True, help="De sleutels waarmee brieven verzegeld zijn.")
kopie_app = typer.Typer(no_args_is_help=True, help="Een reservekopie maken of terugzetten.")
bewaren_app = typer.Typer(no_args_is_help=True, help="De bewaartermijn.")
audit_app = typer.Typer(no_args_is_help=True, help="Het logboek van wie wat deed.")
overdracht_app = typer.Typer(no_args_is_help=True, help="De ondertekende bestanden van BRIEVENBUS_OVERDRACHT=export.")
account_app = typer.Typer(no_args_is_help=True, help="Accounts, als niemand meer kan inloggen.")
for _naam, _sub in (
    ("sleutel", sleutel_app), ("reservekopie", kopie_app), ("bewaren", bewaren_app), ("audit", audit_app), ("overdracht", overdracht_app),
    ("account", account_app),
):  # fmt: skip
    app.add_typer(_sub, name=_naam)

STIL = timedelta(minutes=1)
"""A worker that was silent for this long, and whose lock is free, is dead."""

_EERSTE_SLEUTEL = """
==================================================================================================
LET OP: er is een nieuw sleutelbestand gemaakt:
    {bestand}
Zonder dit bestand kan niemand de brieven nog lezen, ook u niet.
MAAK NU EEN KOPIE, en bewaar die ergens anders. Nooit bij de reservekopieën: die zijn dan niet veilig.
==================================================================================================
"""


def meld_sleutel(bestand: Path) -> None:
    """Say on standard error, too loud to miss, that a key file was made. For every command that opens the store."""
    print(_EERSTE_SLEUTEL.format(bestand=bestand), file=sys.stderr)


def plaatsen(settings: Settings) -> Plaatsen:
    """Return where the store is, as `dienst.opstart` takes it."""
    from brievenbus.dienst.opstart import Plaatsen

    return Plaatsen(settings.database_url, settings.opslag_url, settings.sleutelbestand)


def checked_settings() -> Settings:
    """Read and check the settings, and send every log line through the filter. Raises SettingsError."""
    from brievenbus import logboek

    settings = Settings.read()
    controleer(settings)
    logboek.configure(niveau=logboek.level(settings.logniveau))
    return settings


@app.command()
def migreer() -> None:
    """Breng de database bij. De gegevens blijven. Maak eerst een reservekopie."""
    from brievenbus.dienst.opstart import open_bewaarplaats
    from brievenbus.store.migreren import is_bij

    settings = checked_settings()
    opslag = open_bewaarplaats(plaatsen(settings), _now(), meld_sleutel)
    print("De database is bij." if is_bij(opslag.engine) else "De database is niet bij.")


@app.command()
def hervat() -> None:
    """Geef werk van een computer die niet meer terugkomt aan de anderen, en brieven die zijn blijven liggen weer in de rij."""
    from brievenbus.dienst.opstart import open_dienst
    from brievenbus.jobs import waakhond
    from brievenbus.jobs.rij import maak_rij

    opslag = _opslag()
    rij = maak_rij(opslag)
    dienst = open_dienst(opslag, beleid(checked_settings()), rij, _now)
    taken, brieven = waakhond.neem_over(dienst, rij.banen, "", STIL), waakhond.red_brieven(dienst, rij.banen)
    print(f"Overgenomen van wie er niet meer is: {taken}. Brieven die waren blijven liggen: {brieven}.")


@app.command("controleer")
def controleer_alles() -> None:
    """Kijk alles na: instellingen, database, sleutels, bestanden, logboek en tesseract. Verandert niets."""
    from brievenbus.dienst.nakijken import nakijken

    settings = Settings.read()
    wrong = 0
    for wat, fout in nakijken(lambda: controleer(settings), plaatsen(settings)):
        wrong += fout is not None
        print(f"{'goed' if fout is None else 'FOUT'}  {wat}" + ("" if fout is None else f": {sentence(fout)}"))
    raise typer.Exit(StoreError.exit_code if wrong else 0)


@sleutel_app.command("nieuw")
def sleutel_nieuw() -> None:
    """Maak een nieuwe sleutel. De dienst neemt hem meteen; zet daarna met 'sleutel ververs' ook het oude eronder."""
    from brievenbus.dienst import sleutels

    settings = checked_settings()
    naam = sleutels.make_key(settings.sleutelbestand, _now())
    print(f"Sleutel {naam} staat bovenaan in {settings.sleutelbestand}. Maak een kopie van dat bestand.")
    print("Draait de dienst op meer computers? Zet het bestand nu ook daar: zonder deze sleutel openen ze nieuwe brieven niet.")
    print("Geef daarna: brievenbus beheer sleutel ververs")


@sleutel_app.command("ververs")
def sleutel_ververs() -> None:
    """Zet alles onder de nieuwste sleutel. Stoppen mag: dezelfde opdracht gaat verder."""
    from brievenbus.dienst import sleutels

    opslag = _opslag()
    print(f"{sleutels.ververs(opslag, _now())} sleutels staan nu onder {opslag.sleutels.actief}.")


@sleutel_app.command("lijst")
def sleutel_lijst() -> None:
    """Laat zien welke sleutels er zijn en hoeveel brieven ze openen."""
    from brievenbus.dienst import sleutels

    for een in sleutels.lijst(_opslag(), checked_settings().sleutelbestand):
        stand = "in gebruik voor nieuwe brieven" if een.actief else "" if een.aanwezig else "ONTBREEKT in het sleutelbestand"
        print(f"{een.naam}  opent {een.gebruikt}  {stand}".rstrip())


@sleutel_app.command("verwijder")
def sleutel_verwijder(
    naam: Annotated[str, typer.Argument(help="De naam uit: sleutel lijst.")],
    ja: Annotated[bool, typer.Option("--ja", help="Vraag niets.")] = False,
) -> None:
    """Gooi een oude sleutel weg. Reservekopieën uit die tijd zijn daarna door niemand meer te openen."""
    from brievenbus.dienst import sleutels

    opslag = _opslag()
    if not ja:
        told = f"Sleutel {naam} gaat voorgoed weg. Reservekopieën uit die tijd zijn daarna niet meer te openen. Typ ja"
        if typer.prompt(told, default="nee", show_default=False).strip().lower() != "ja":
            raise Abort
    sleutels.verwijder(opslag, checked_settings().sleutelbestand, naam, _now())
    print(f"Sleutel {naam} is weg. Verwijder hem ook uit de kopieën van het sleutelbestand.")


@kopie_app.command("maak")
def kopie_maak(naar: Annotated[Path, typer.Argument(metavar="MAP", help="Map waarin de reservekopie komt.")]) -> None:
    """Maak een reservekopie terwijl de dienst doorgaat. Het sleutelbestand zit er niet in."""
    from brievenbus.dienst import reservekopie

    made = reservekopie.maak(_opslag(), naar, _now())
    print(f"Klaar: {made.map} ({made.blobs} bestanden van brieven).")
    print("Bewaar het sleutelbestand ergens anders: zonder dat is deze kopie niet te lezen, samen ermee voor iedereen.")


@kopie_app.command("zet-terug")
def kopie_zet_terug(van: Annotated[Path, typer.Argument(metavar="MAP", help="De map van één reservekopie.")]) -> None:
    """Zet een reservekopie terug op een lege plaats, kijk alles na, en wis wat intussen over zijn termijn is."""
    from brievenbus.dienst import bewaren, reservekopie
    from brievenbus.store.blobs import Blobs
    from brievenbus.store.crypto import Sleutelbos

    settings = checked_settings()
    blobs = Blobs(settings.opslag_url)
    done = reservekopie.zet_terug(van, settings.database_url, blobs, Sleutelbos.read(settings.sleutelbestand), _now())
    print(f"Teruggezet en geopend: {done.brieven} brieven, {done.blobs} bestanden, {done.auditregels} regels van het logboek.")
    bewijs = bewaren.run_bewaren(_dienst())
    print(f"Gewist omdat de termijn voorbij is: {bewijs.gewist} brieven.")


@app.command()
def verhuis(
    naar: Annotated[str, typer.Argument(metavar="DATABASE_URL", help="De lege PostgreSQL: postgresql://…")],
    opslag_url: Annotated[str, typer.Option("--opslag", help="Kopieer ook de bestanden, hierheen: file:///… of s3://…")] = "",
) -> None:
    """Verhuis van SQLite naar PostgreSQL. Stop eerst de dienst. De oude database blijft zoals hij is."""
    from brievenbus.dienst.verhuizen import verhuis as move
    from brievenbus.store.blobs import Blobs
    from brievenbus.store.engine import make_engine

    done = move(_opslag(), make_engine(naar), _now(), Blobs(opslag_url) if opslag_url else None)
    for tabel, aantal in done.rijen.items():
        print(f"{aantal:8}  {tabel}")
    names = [variable('database_url')] + ([variable('opslag_url')] if opslag_url else [])
    print(f"Verhuisd. Zet nu {' en '.join(names)} op de nieuwe plaats.")
    print("Start de oude database niet meer: bewaar hem als reservekopie en wis hem binnen de bewaartermijn.")


@bewaren_app.command("nu")
def bewaren_nu() -> None:
    """Wis nu wat over zijn termijn is. De dienst doet dit elk uur zelf."""
    from dataclasses import asdict

    from brievenbus.dienst.bewaren import run_bewaren

    for wat, aantal in asdict(run_bewaren(_dienst())).items():
        print(f"{aantal:8}  {wat.replace('_', ' ')}")


@audit_app.command("controleer")
def audit_controleer(
    bekend: Annotated[str, typer.Option("--kop", help="Een eerder bewaarde kop: NUMMER:HASH.")] = "",
) -> None:
    """Reken het hele logboek na. Met een eerder bewaarde kop valt ook een teruggezette oude database op."""
    from brievenbus.store import audit

    opslag = _opslag()
    with opslag.engine.connect() as conn:
        found = audit.verify(conn, opslag.huis, _head(bekend) if bekend else None)
    if not found.goed:
        raise StoreError("audit_gebroken", regel=found.eerste_fout or 0)
    print(f"Het logboek klopt: {found.aantal} regels.")


@audit_app.command("kop")
def audit_kop() -> None:
    """Print de kop van het logboek. Doe dit elke dag en bewaar het buiten deze computer, bijvoorbeeld op papier."""
    from brievenbus.store import audit

    opslag = _opslag()
    with opslag.engine.connect() as conn:
        head = audit.kop(conn)
    print(f"{head.volgnummer}:{head.hash}")


@overdracht_app.command("sleutel")
def overdracht_sleutel(
    bestand: Annotated[Path | None, typer.Argument(metavar="BESTAND", help="Anders BRIEVENBUS_OVERDRACHT_TOKEN_BESTAND.")] = None,
) -> None:
    """Maak de sleutel waarmee elk bestand ondertekend wordt. Wat u ziet, is de publieke helft: geef die aan de ontvanger."""
    from brievenbus.dienst.overdracht import export

    path = bestand or _signing_key()
    print(export.make_key(path), end="")
    print(f"De sleutel staat in {path}; houd hem geheim. De publieke helft staat ook in {export.public_half(path)}.", file=sys.stderr)


@overdracht_app.command("lees")
def overdracht_lees(
    bestand: Annotated[Path, typer.Argument(metavar="BESTAND", help="Een bestand dat eindigt op .jws.")],
    sleutel: Annotated[Path | None, typer.Option("--sleutel", help="De publieke sleutel van de afzender (.pub).")] = None,
) -> None:
    """Kijk of een bestand echt van deze brievenbus komt, en print als JSON wat erin staat. Ook voor de ontvanger."""
    import json

    from brievenbus.dienst.overdracht import export

    message = export.read_export(bestand, export.read_public(sleutel or export.public_half(_signing_key())))
    print(json.dumps(message, ensure_ascii=False, indent=2))


@account_app.command("nieuw-beheerder")
def account_nieuw_beheerder(
    gebruikersnaam: Annotated[str, typer.Argument(help="De gebruikersnaam van de nieuwe beheerder.")],
    naam: Annotated[str, typer.Option("--naam", help="De naam van de persoon.")] = "Beheerder",
) -> None:
    """Maak een beheerder als geen enkele beheerder meer kan inloggen. Dit staat opvallend in het logboek."""
    from brievenbus.dienst import SYSTEEM, accounts, gebeurtenis
    from brievenbus.store import audit

    dienst = _dienst()
    made = accounts.maak(dienst, SYSTEEM, accounts.Aanmelding(gebruikersnaam, naam, "beheerder"))
    with dienst.opslag.engine.begin() as conn:
        told = gebeurtenis(SYSTEEM, "noodtoegang_beheerder", "gebruiker", made.gebruiker.id)
        audit.append(conn, dienst.opslag.huis, told, dienst.klok())
    print(f"Open deze link één keer, binnen de geldigheid:\n    {made.url}")
    print("Dit staat in het logboek als noodtoegang. Meld het aan de functionaris gegevensbescherming.")


def _now() -> datetime:
    return datetime.now(UTC)


def _signing_key() -> Path:
    named = Settings.read().overdracht_token_bestand
    if not named:
        raise InputError("overdracht_sleutel_waar")
    return Path(named)


def _opslag() -> Opslag:
    """Open the store as it is: only `migreer` and the service itself change tables."""
    from brievenbus.dienst.opstart import open_bewaarplaats

    return open_bewaarplaats(plaatsen(checked_settings()), _now(), meld_sleutel, migreer=False)


def _dienst() -> Dienst:
    from brievenbus.dienst.opstart import GeenRij, open_dienst

    return open_dienst(_opslag(), beleid(checked_settings()), GeenRij(), _now)


def _head(text: str) -> Kop:
    from brievenbus.store import audit

    nummer, _, made = text.partition(":")
    if not nummer.isdigit() or len(made) != 64:
        raise InputError("kop_ongeldig")
    return audit.Kop(int(nummer), made)
