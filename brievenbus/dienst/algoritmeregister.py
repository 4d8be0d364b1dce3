"""The sheet for the Dutch Algoritmeregister (algoritmes.overheid.nl), in the fields of its publication standard 1.0.

What the program does is filled in and honest to the code. What only the organisation knows is marked `INVULLEN`: nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from brievenbus.dienst import Dienst, Wie
from brievenbus.errors import AccessError

INVULLEN = "[ZELF INVULLEN]"
STANDAARD = "1.0"


@dataclass(frozen=True, slots=True)
class Rubriek:
    """One field of the standard: its name in the JSON, its Dutch name, and what is said. `zelf`: the organisation fills it in."""

    sleutel: str
    naam: str
    tekst: str

    @property
    def zelf(self) -> bool:
        """Tell whether something is still to be filled in here."""
        return INVULLEN in self.tekst


def blad(dienst: Dienst, wie: Wie) -> tuple[Rubriek, ...]:
    """Return the sheet. Raises AccessError for whoever is no beheerder."""
    if wie.rol != "beheerder" or wie.soort not in ("mens", "systeem"):
        raise AccessError("mag_niet")
    return (*_ALGEMEEN, *_VERANTWOORD, *_werking(dienst))


def als_json(rubrieken: tuple[Rubriek, ...]) -> dict[str, str | list[str]]:
    """Return the sheet as the register takes it; `category` is a list there."""
    made: dict[str, str | list[str]] = {one.sleutel: one.tekst for one in rubrieken}
    return made | {"category": [_DOMEIN], "lang": "NLD", "standard_version": STANDAARD}


_DOMEIN = "Sociale zekerheid"
_ALGEMEEN = (
    Rubriek("name", "Naam", "brievenbus: uitleg van officiële brieven"),
    Rubriek("organization", "Organisatie", f"{INVULLEN} de naam van uw gemeente of organisatie"),
    Rubriek(
        "description_short", "Korte omschrijving",
        "brievenbus leest een officiële brief die een inwoner zelf meebrengt en legt in gewone taal uit wie schrijft, wat er moet gebeuren "
        "en vóór welke dag. Een vrijwilliger kijkt mee. Het programma neemt geen besluiten.",
    ),
    Rubriek("category", "Thema", _DOMEIN),
    Rubriek("status", "Status", f"{INVULLEN} In ontwikkeling, In gebruik of Buiten gebruik"),
    Rubriek("begin_date", "Begindatum", f"{INVULLEN} maand en jaar waarin u begon"),
    Rubriek("contact_email", "Contactgegevens", f"{INVULLEN} een e-mailadres waar inwoners terechtkunnen"),
    Rubriek(
        "publication_category", "Publicatiecategorie",
        f"{INVULLEN} Impactvolle algoritmes of Overige algoritmes; beoordeel dit zelf en leg het vast. Het programma bepaalt geen recht op "
        "een uitkering of hulp, rangschikt geen mensen en maakt geen profiel. Gebruikt u het daar wel voor, dan kan het een hoog-risico "
        "AI-systeem zijn (AI-verordening, bijlage III punt 5a).",
    ),
)  # fmt: skip
_VERANTWOORD = (
    Rubriek(
        "goal", "Doel en impact",
        "Inwoners begrijpen hun post op tijd en missen geen termijn. Wie er moeite mee heeft, krijgt hulp van een vrijwilliger of, na een "
        "ja voor die ene brief, van het wijkteam. Een fout kan zijn dat een datum, een bedrag of het soort brief verkeerd gelezen wordt.",
    ),
    Rubriek(
        "proportionality", "Afwegingen",
        "Alles gebeurt op eigen computers; er gaat niets naar buiten zonder toestemming. Een brief wordt kort bewaard en dan gewist. Er is "
        "gekozen voor regels en een klein, uitlegbaar model in plaats van een taalmodel: elke zin komt uit een vast sjabloon met feiten "
        f"uit de brief. {INVULLEN} uw eigen afweging.",
    ),
    Rubriek(
        "human_intervention", "Menselijke tussenkomst",
        "Een vrijwilliger zit erbij, ziet bij elk feit waar het in de brief staat en kan elk feit verbeteren. Bij twijfel zegt het "
        "programma dat een mens moet kijken. Alleen de inwoner beslist of iets naar het wijkteam gaat; nee zeggen heeft geen gevolg. "
        "Een medewerker van het wijkteam beslist wat er dan gebeurt.",
    ),
    Rubriek(
        "risks", "Risicobeheer",
        "Een gedrukte datum gaat voor een berekende; bij twijfel geldt de vroegste dag en de ernstigste lezing. Bij een verdachte brief "
        "worden betaalgegevens niet getoond. Het burgerservicenummer wordt na het lezen afgedekt. Elke inzage staat in een logboek dat "
        "niet ongemerkt te veranderen is. De kans op fouten is gemeten op verzonnen brieven; de cijfers staan bij de broncode. "
        f"{INVULLEN} hoe u zelf klachten en fouten volgt.",
    ),
    Rubriek(
        "lawful_basis", "Wettelijke basis",
        f"{INVULLEN} uw grondslag (bijvoorbeeld toestemming, AVG artikel 6 lid 1 a, of uw publieke taak)",
    ),
    Rubriek("impacttoetsen", "Impacttoetsen", f"{INVULLEN} welke toetsen u deed, zoals een DPIA of IAMA, en wanneer"),
)  # fmt: skip


def _werking(dienst: Dienst) -> tuple[Rubriek, ...]:
    kennis, beleid = dienst.kennis, dienst.beleid
    return (
        Rubriek(
            "source_data", "Gegevens",
            "De brief die de inwoner meebrengt: een foto, scan of pdf. Er worden geen andere bestanden of registers geraadpleegd. "
            f"Een brief wordt {beleid.bewaren_uren} uur na het bezoek gewist, of {beleid.bewaren_doorverwijzing_dagen} dagen nadat een "
            "doorverwijzing is gesloten. Geanonimiseerde aantallen per afzender en soort brief blijven bewaard. Het programma leert niet "
            "van brieven van inwoners.",
        ),
        Rubriek(
            "methods_and_models", "Technische werking",
            "Tekstherkenning (Tesseract) maakt van het beeld tekst. Regels zoeken data, bedragen en kenmerken. Een lineair model (ridge-"
            f"regressie op woorden, geleerd van zelfgeschreven voorbeeldzinnen) en regels kiezen uit {len(kennis.briefsoorten)} soorten "
            f"brieven en {len(kennis.afzenders)} afzenders. {len(kennis.termijnregels)} regels rekenen termijnen uit volgens de wet. "
            f"De kennis staat in leesbare bestanden; deze versie heeft stempel {kennis.stempel[:12]}.",
        ),
        Rubriek(
            "provider", "Leverancier",
            f"{INVULLEN} wie het voor u installeert en beheert; het programma zelf is vrije software (EUPL-1.2)",
        ),
        Rubriek("publiccode", "Broncode", f"{INVULLEN} het adres van de broncode die u gebruikt"),
    )  # fmt: skip
