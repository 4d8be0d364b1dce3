"""From a read letter to what its page shows: the badge, the pages with their marks, the facts in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.desk.balieblad import Stap as Wegstap
from api.desk.feitwoorden import named, said, tile
from api.desk.taal import N_, _, dag
from api.desk.weergave import badge
from api.desk.woorden import ZONDER_JAAR, at_time
from brievenbus.dienst.briefkaart import sort_out
from brievenbus.dienst.briefstand import BriefStand, dutch_day
from brievenbus.dienst.leesblad import Bladzijde, Concept, Leesblad, Stap, Tegel, Toevoeging
from brievenbus.dienst.leesfeiten import Feit
from brievenbus.kennis.schema import VrijwilligerKaart
from brievenbus.kennis.talen import splits

BREED = 1000
"""How many units of the drawing a page is wide; heights follow from the picture."""
_RAND_X, _RAND_Y = 6, 4
_GENOEMD = 3
SURE_SENDER = 0.45
KOMT_VAN = "Deze brief komt "

_SIGNAAL = {
    "haast": N_("De brief jaagt u op."), "buitenlandse_rekening": N_("U moet betalen op een buitenlandse rekening."),
    "rekening_klopt_niet": N_("Het rekeningnummer klopt niet."),
    "lijkt_op_nepbrief": N_("De zinnen lijken op die van bekende nepbrieven."),
    "code_gevraagd": N_("De brief vraagt om een code of wachtwoord."), "betaal_via_link": N_("U moet betalen via een link of code."),
    "vreemd_betaalmiddel": N_("U moet betalen op een vreemde manier."),
    "prijs_tegen_betaling": N_("U moet betalen om een prijs te krijgen."),
    "andere_rekening_in_code": N_("De QR-code noemt een andere rekening dan de brief."),
    "meekijken": N_("Iemand wil meekijken op uw computer of telefoon."),
    "geheimhouding": N_("U mag er met niemand over praten."),
    "vooraf_betalen": N_("U moet eerst betalen om geld te krijgen."),
    "buitenlandse_overheid": N_("Het geld moet naar een ander land. De overheid vraagt dat niet."),
    "rekening_van_persoon": N_("De rekening is van een persoon, niet van de afzender."),
    "adres_lijkt_op": N_("Het webadres lijkt op dat van een ander."),
    "alleen_zo_betalen": N_("U mag niet op een gewone manier betalen."),
    "inloggen_via_link": N_("U moet inloggen via een link of code."),
    "gegevens_bevestigen": N_("U moet uw gegevens opnieuw bevestigen."),
    "dreiging_zonder_titel": N_("De brief dreigt meteen met iets ergs."),
    "rekening_gewijzigd": N_("De brief noemt een nieuw rekeningnummer."),
    "nieuw_nummer": N_("Iemand vraagt geld vanaf een nieuw nummer."),
    "duur_nummer": N_("U moet een duur nummer bellen."),
    "slordige_taal": N_("In de brief staan taalfouten."),
    "incasso_zonder_nummer": N_("De brief noemt geen dossiernummer."),
    "vage_vordering": N_("De brief zegt niet duidelijk waarvoor u betaalt."),
    "vreemd_webadres": N_("Het webadres heeft een vreemd einde."),
    "vrije_mail": N_("De afzender gebruikt een gratis e-mailadres."),
    "aandringen": N_("De brief dringt erg aan."),
    "via_whatsapp": N_("U moet reageren via WhatsApp of een mobiel nummer."),
    "geen_kenmerk": N_("De brief noemt geen klantnummer of kenmerk."),
    "geen_naam": N_("De brief noemt uw naam niet."),
    "naam_past_niet": N_("De naam bij de rekening past niet bij de afzender."),
    "rekening_onbekend": N_("Wij kennen dit rekeningnummer niet van deze afzender."),
}  # fmt: skip
_ONTBREEKT = {
    "termijnen": N_("Een datum"), "bedragen": N_("Een bedrag"), "betaling": N_("Rekening of nummer om te betalen"),
    "gevolgen": N_("Een gevolg"), "afzender": N_("Wie schrijft"), "briefsoort": N_("Wat voor brief"), "urgentie": N_("Hoe dringend"),
    "uitleg": N_("De uitleg"),
}  # fmt: skip
"""What somebody may say is missing or wrong as a whole, in words of their own."""


@dataclass(frozen=True, slots=True)
class Merk:
    """How urgent, in a colour (`klasse`), a sign and a word."""

    klasse: str
    symbool: str
    woord: str


@dataclass(frozen=True, slots=True)
class Rechthoek:
    """A mark on a page for the facts that stand there, in units of the drawing; `aan`: it is shown from the start."""

    feiten: tuple[int, ...]
    x: int
    y: int
    breedte: int
    hoogte: int
    naam: str
    aan: bool = False
    anker: str = ""


@dataclass(frozen=True, slots=True)
class Vel:
    """A page beside the card. `hoog` is the height of its drawing; 0 where there is no picture."""

    nummer: int
    beeld: str
    breedte: int
    hoogte: int
    hoog: int
    gekozen: bool
    rechthoeken: tuple[Rechthoek, ...]


@dataclass(frozen=True, slots=True)
class Keuze:
    """What the address asks for: a page, a fact to mark, an answer (when practising); and what went wrong with a correction."""

    bladzijde: int = 0
    bewijs: int = 0
    antwoord: str = ""
    fout: str = ""
    fout_veld: str = ""
    getypt: str = ""


@dataclass(frozen=True, slots=True)
class BriefBlad:
    """All that the page of a read letter shows."""

    id: str
    merk: Merk
    wie: str
    wat: str
    inhoud: Mapping[str, Any]
    kern: tuple[str, ...]
    anders: tuple[str, ...]
    hulp: tuple[str, ...]
    tegels: tuple[Tegel, ...]
    stappen: tuple[Stap, ...]
    twijfels: tuple[str, ...]
    signalen: tuple[str, ...]
    betaling: tuple[Feit, ...]
    feiten: tuple[Feit, ...]
    controle: tuple[Feit, ...]
    gevolgen: tuple[Feit, ...]
    toevoegingen: tuple[tuple[str, Toevoeging], ...]
    ontbreekt: Mapping[str, str]
    spreektekst: tuple[str, ...]
    vellen: tuple[Vel, ...]
    talen: tuple[tuple[str, str], ...]
    antwoord: str
    beantwoord: str
    hulp_nodig: bool
    agenda: bool
    concepten: tuple[Concept, ...]
    pdf: bool
    terugvertel: bool
    vrijwilliger: VrijwilligerKaart | None
    keuze: Keuze
    deel: int
    delen: int


@dataclass(frozen=True, slots=True)
class StandBlad:
    """The page of a letter that there is nothing (more) to read of: underway, refused, failed, erased.

    `stand` changes with every step on its way; the script of the page looks whether it did.
    """

    id: str
    status: str
    zin: str
    stand: str
    stappen: tuple[Wegstap, ...]


def make_blad(stand: BriefStand, gelezen: Leesblad, talen: Mapping[str, str], keuze: Keuze) -> BriefBlad:
    """Shape a read letter. `talen`: code → name of the languages that there are."""
    inhoud, told = gelezen.inhoud, gelezen.inhoud["uitleg"]
    apart, answer = ("betaling", "controle"), gelezen.antwoord.antwoord if gelezen.antwoord else keuze.antwoord
    facts = tuple(said(feit, gelezen.vandaag) for feit in gelezen.feiten)
    return BriefBlad(
        id=stand.id, merk=_badge(inhoud), wie=_who(inhoud), wat=inhoud["briefsoort"]["naam"], inhoud=inhoud,
        kern=tuple(zin for zin in sentences(told["kern"]) if not zin.startswith(KOMT_VAN)), anders=_otherwise(told["gevolg"]),
        hulp=tuple(help_on_card(zin) for zin in told["hulp"]),
        tegels=tuple(tile(one, facts, gelezen.vandaag) for one in gelezen.tegels), stappen=gelezen.stappen,
        twijfels=gelezen.twijfels,
        signalen=tuple(_(_SIGNAAL[one]) for one in inhoud["echtheid"]["signalen"] if one in _SIGNAAL),
        betaling=tuple(feit for feit in facts if feit.soort == "betaling"),
        feiten=tuple(feit for feit in facts if feit.soort not in apart),
        controle=tuple(feit for feit in facts if feit.soort == "controle"),
        gevolgen=tuple(feit for feit in facts if feit.soort == "gevolg"),
        toevoegingen=tuple((_(_ONTBREEKT.get(one.veld.split(".")[0], N_("Iets anders"))), one) for one in gelezen.toevoegingen),
        ontbreekt={veld: _(naam) for veld, naam in _ONTBREEKT.items()}, spreektekst=_spoken(told, gelezen.stappen),
        vellen=_sheets(stand.id, gelezen.bladzijden, facts, keuze),
        talen=tuple((code, name) for code, name in talen.items() if code != told["taal"]),
        antwoord=answer, beantwoord=_when(gelezen), hulp_nodig=answer == gelezen.hulp_bij, agenda=gelezen.agenda,
        concepten=gelezen.concepten, pdf=gelezen.pdf, terugvertel=gelezen.terugvertel,
        vrijwilliger=gelezen.vrijwilliger,
        keuze=keuze, deel=stand.deel, delen=stand.delen,
    )  # fmt: skip


def _when(gelezen: Leesblad) -> str:
    """Return when the question was answered, as "om 10.14 uur"; with the day where that was not today."""
    if gelezen.antwoord is None:
        return ""
    moment = gelezen.antwoord.tijd
    day = dutch_day(moment)
    if day == gelezen.vandaag:
        return _("om %(tijd)s") % {"tijd": at_time(moment)}
    return _("op %(dag)s om %(tijd)s") % {"dag": dag(day, ZONDER_JAAR), "tijd": at_time(moment)}


def _badge(inhoud: Mapping[str, Any]) -> Merk:
    """Return the same badge as in the list; of the letter as people say it is, where they said something of it."""
    suspect = inhoud["echtheid"]["verdacht"]
    klasse, symbol, word = badge(sort_out(inhoud), inhoud["urgentie"], goed_nieuws=inhoud["goed_nieuws"], verdacht=suspect)
    return Merk(klasse, symbol, _(word))


def _who(inhoud: Mapping[str, Any]) -> str:
    """Return who writes, in the words of how sure that is; a suspect letter only says that it is somebody's."""
    who = inhoud["afzender"]
    if inhoud["echtheid"]["verdacht"]:
        return _("Op de brief staat deze afzender:")
    if who["sleutel"] == "onbekend" or who["zekerheid"] < SURE_SENDER:
        return _("Waarschijnlijk een brief van")
    return _("Brief van")


def _spoken(told: Mapping[str, Any], stappen: Sequence[Stap]) -> tuple[str, ...]:
    """Return what a volunteer may say: what it is, the heart of it, and the first thing to do."""
    first = [stappen[0].zin] if stappen else []
    return (_stop(told["titel"]), told["kern"], *first)


def sentences(text: str) -> tuple[str, ...]:
    """Return a text sentence by sentence, as it is read aloud."""
    return splits(text)


def _otherwise(gevolg: str) -> tuple[str, ...]:
    """Return what happens if nothing is done, beginning with the question that it answers."""
    told = sentences(gevolg)
    return ("Doet u niets?", *told) if told and not told[0].endswith("?") else told


def help_on_card(zin: str) -> str:
    """Return a sentence as it stands under "Wie kan helpen?"; any other stays as it is."""
    text = zin.removeprefix("Hulp: ")
    return text[:1].upper() + text[1:]


def _stop(zin: str) -> str:
    return zin if zin.endswith((".", "!", "?")) else f"{zin}."


def _sheets(brief_id: str, bladzijden: Sequence[Bladzijde], feiten: Sequence[Feit], keuze: Keuze) -> tuple[Vel, ...]:
    asked = next((feit for feit in feiten if feit.nummer == keuze.bewijs and feit.bewijs), None)
    numbers = [page.nummer for page in bladzijden]
    shown = asked.bewijs[0].bladzijde if asked else keuze.bladzijde
    if shown not in numbers:
        shown = numbers[0] if numbers else 0
    return tuple(_sheet(brief_id, page, feiten, asked, gekozen=page.nummer == shown) for page in bladzijden)


def _sheet(brief_id: str, page: Bladzijde, feiten: Sequence[Feit], asked: Feit | None, *, gekozen: bool) -> Vel:
    high = round(BREED * page.hoogte / page.breedte) if page.breedte else 0
    return Vel(
        page.nummer, f"/balie/brieven/{brief_id}/paginas/{page.nummer}", page.breedte, page.hoogte, high, gekozen,
        _marks(page.nummer, high, feiten, asked) if high else (),
    )  # fmt: skip


def _marks(nummer: int, high: int, feiten: Sequence[Feit], asked: Feit | None) -> tuple[Rechthoek, ...]:
    """Return the marks of a page: one a place, however many facts it proves; large ones first, so that small ones lie on top."""
    found: dict[tuple[float, float, float, float], list[Feit]] = {}
    for feit in feiten:
        for plaats in feit.bewijs:
            if plaats.bladzijde == nummer and feit not in found.setdefault(plaats.vak, []):
                found[plaats.vak].append(feit)
    first = None if asked is None else next((plaats.vak for plaats in asked.bewijs if plaats.bladzijde == nummer), None)
    made = [
        Rechthoek(
            tuple(feit.nummer for feit in here), max(0, round(vak[0] * BREED) - _RAND_X), max(0, round(vak[1] * high) - _RAND_Y),
            round((vak[2] - vak[0]) * BREED) + 2 * _RAND_X, round((vak[3] - vak[1]) * high) + 2 * _RAND_Y,
            "; ".join(named(feit) for feit in here[:_GENOEMD]),
            asked is not None and asked in here, f"bewijs-{asked.nummer}" if asked is not None and vak == first else "",
        )
        for vak, here in found.items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: -one.breedte * one.hoogte))
