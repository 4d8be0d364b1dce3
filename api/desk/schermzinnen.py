"""What the scripts say, in the language of the page: a page hands them their sentences as JSON in `data-zinnen`.

`static/zinnen.js` fills the slots (`{n}`) and takes the form that goes with the number `n`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from babel import Locale

from api.desk.taal import N_, _, ngettext, nu
from brievenbus.foutzin import fill

Zin = str | Callable[[int], str]
"""One sentence, or the way to one from a number."""

AANWIJZINGEN = {
    "te_donker": N_("De foto is te donker. Maak hem bij meer licht."), "onscherp": N_("De foto is niet scherp. Houd de telefoon stil."),
    "schaduw": N_("Er valt schaduw op de brief. Draai de brief naar het licht."),
    "afgesneden": N_("Een stuk valt buiten de foto. Houd de telefoon hoger."),
    "glans": N_("Er glimt iets op de brief. Houd de telefoon schuin."),
    "meer_brieven": N_("Misschien zijn dit twee brieven. Stuur elke brief apart."),
    "scheef": N_("De brief ligt scheef. Houd de telefoon recht boven de brief."),
    "te_klein": N_("De letters zijn te klein. Ga dichterbij."), "leeg": N_("Deze kant is leeg. Is dit de achterkant?"),
}  # fmt: skip
"""What the page coach says of one photo, in the words of `kennis/talen/nl.toml`."""

FOUTEN = (
    "koppelcode_ongeldig", "niet_ingelogd", "mag_niet", "bestand_leeg", "bestand_te_groot", "te_veel_bladzijden", "te_veel_pixels",
    "pdf_op_slot", "bestand_kapot", "bestandssoort_onbekend", "bestand_te_zwaar", "virus_gevonden", "verzoek_te_groot",
    "verzoek_te_traag", "verzoek_afgebroken", "formulier_kapot", "zending_te_groot", "bezoek_gesloten", "bezoek_voorbij", "balie_gesloten",
)  # fmt: skip
"""What the service may answer to a phone. Of any other error the phone shows the Dutch sentence of the answer."""

_TELEFOON: Mapping[str, Zin] = {
    "onbereikbaar": N_("Uw telefoon kan de balie nu niet bereiken. Kijk of u internet hebt."),
    "te_veel": lambda n: ngettext(
        "Een brief kan hier hoogstens {n} bladzijde hebben. Stuur deze eerst op.",
        "Een brief kan hier hoogstens {n} bladzijden hebben. Stuur deze eerst op.", n),
    "te_groot": N_("Deze foto is te groot: meer dan {n} MB. Maak hem opnieuw met de gewone camera."),
    "gehoord": N_("Bladzijde {n}. {zin}"),
    "weggehaald": N_("De bladzijde is weg."),
    "kop_eerst": N_("Maak een foto van de brief"), "kop": N_("Uw brief"), "maak_eerst": N_("Maak een foto"),
    "maak": N_("Nog een bladzijde"),
    "verstuur": lambda n: ngettext("Stuur de brief op", "Stuur de brief op ({n}\u00a0bladzijden)", n),
    "bijna": N_("Bijna klaar."),
    "wacht": lambda n: ngettext(
        "Er is even geen verbinding. Over {n} seconde proberen we het vanzelf opnieuw.",
        "Er is even geen verbinding. Over {n} seconden proberen we het vanzelf opnieuw.", n),
    "mislukt": N_("Dit lukte niet. Vraag hulp aan de balie."),
    "voorbij": N_("De verbinding met de balie is voorbij. Vraag aan de balie om een nieuwe code en scan die."),
    "bladzijde": N_("Bladzijde {n}"),
    "kijken": N_("We kijken of de foto goed is …"), "onbekend": N_("De foto staat klaar. U kunt hem opsturen."),
    "goed": N_("Mooi, deze foto is goed."), "goed_bestand": N_("Het bestand staat klaar."),
    "akkoord": N_("Dank u. We doen het met deze foto."), "toch_goed": N_("Goed, we gebruiken deze foto."),
    "opnieuw": N_("Opnieuw"), "toch": N_("Toch gebruiken"), "weghalen": N_("Weghalen"), "foto": N_("Foto"),
}  # fmt: skip
_BALIE: Mapping[str, Zin] = {
    "rest": N_("nog {minuten} min en {seconden} sec"), "rest_kort": lambda n: ngettext("nog {n} seconde", "nog {n} seconden", n),
    "te_groot": N_("Een bestand is te groot: meer dan {n} MB. Kies een kleiner bestand."),
    "verstuurt": lambda n: ngettext("Bestand wordt verstuurd …", "{n} bestanden worden verstuurd …", n),
    "gesleept": lambda n: ngettext(
        "U sleepte {n} bestand. Is dat één brief?", "U sleepte {n} bestanden. Zijn dat de bladzijden van één brief?", n),
}  # fmt: skip
_BRIEF: Mapping[str, Zin] = {
    "gemarkeerd": N_("Gemarkeerd op bladzijde {n}."), "bladzijde": N_("Bladzijde {n}."), "gekopieerd": N_("Gekopieerd"),
    "gekopieerd_gezegd": N_("Gekopieerd."), "lees_voor": N_("Lees voor"), "pauze": N_("Pauze"), "verder": N_("Lees verder"),
    "geen_stem": N_("Op deze computer is geen stem om voor te lezen. Lees samen wat er staat."),
    "geen_stem_taal": N_("Voor deze taal is er geen stem. U hoort het Nederlands."),
    "lees_fout": N_("Voorlezen lukt nu niet. Probeer het opnieuw."),
}  # fmt: skip
SCHERMEN = {"telefoon": _TELEFOON, "balie": _BALIE, "brief": _BRIEF}
"""The sentences of each page that has a script, by the name under which its script asks for them."""

_TOT = 101
"""Numbers to look at for the forms of a language; beyond, they only come back."""


def zinnen(scherm: str) -> str:
    """Return the sentences of a page as JSON."""
    said: dict[str, object] = {naam: _(zin) if isinstance(zin, str) else _forms(zin) for naam, zin in SCHERMEN[scherm].items()}
    if scherm == "telefoon":
        said |= {f"hint_{hint}": _(zin) for hint, zin in AANWIJZINGEN.items()}
        said |= {f"fout_{code}": fill(code, {"bestand": _("dat u stuurde")}, _) for code in FOUTEN}
    return json.dumps(said, ensure_ascii=False)


def _forms(zin: Callable[[int], str]) -> dict[str, str]:
    """Return a sentence for each kind of number that the language tells apart, by its name in CLDR ('one', 'few', 'other')."""
    kind = Locale.parse(nu().code).plural_form
    forms: dict[str, str] = {}
    for n in range(_TOT):
        forms.setdefault(kind(n), zin(n))
    return forms
