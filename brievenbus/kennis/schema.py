"""The closed list of keys a knowledge file may hold (pydantic). An unknown or missing key stops the start.

Knowledge is data for people who do not program: plain phrases, never regular expressions, conditions or code.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from brievenbus.brief import Actie, AfzenderSoort, GevolgSoort, TermijnSoort, Urgentie

Wijkteam = Literal["ja", "vraag", "nee"]
Basis = Literal["dagtekening", "verzending", "ontvangst", "betekening", "uitspraak", "beslag", "ingang", "verloop"]
Eenheid = Literal["dagen", "weken", "maanden", "werkdagen"]
Gecontroleerd = Literal["brontaal", "niet", "vergeleken", "moedertaal"]
"""How far a language was gone through: not at all, sentence by sentence beside the Dutch, or by somebody whose own language it is."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TermijnVerwijzing(_Closed):
    """A term that the law or custom attaches to this letter type; `regel` is a key of regels/termijnen.toml."""

    soort: TermijnSoort
    regel: str


class Zinnen(_Closed):
    """Example sentences by what they do in the letter. They *are* the recogniser."""

    onderwerp: tuple[str, ...] = ()
    aanleiding: tuple[str, ...] = ()
    mededeling: tuple[str, ...] = ()
    eis: tuple[str, ...] = ()
    termijn: tuple[str, ...] = ()
    dreiging: tuple[str, ...] = ()
    recht: tuple[str, ...] = ()
    hulp: tuple[str, ...] = ()


class AlgemeneZinnen(_Closed):
    """Sentences that fit many letter types, by what they do: no letter is told apart by them, and the readers learn just that.

    `ontkenning` says that something does *not* happen; `onschuldig` holds grave words where nothing is the matter.
    """

    geruststelling: tuple[str, ...] = ()
    ontkenning: tuple[str, ...] = ()
    onschuldig: tuple[str, ...] = ()
    hulpaanbod: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    betaalwijze: tuple[str, ...] = ()
    privacy: tuple[str, ...] = ()
    kleine_letters: tuple[str, ...] = ()


class UitlegKaart(_Closed):
    """Fixed sentences for this letter type, spoken to the resident ("u"). `eerst` comes before any date ("Betaal nog niets.")."""

    titel: str
    kern: str
    eerst: tuple[str, ...] = ()
    doen: tuple[str, ...] = ()
    gevolg: str = ""
    hulp: tuple[str, ...] = ()


class VrijwilligerKaart(_Closed):
    """Fixed sentences for this letter type, spoken to the volunteer: what it is, what to check or ask, and the pitfall ('' for none)."""

    kern: str
    nagaan: tuple[str, ...]
    let_op: str = ""


class Voorbeeld(_Closed):
    """A stretch of letter that must be recognised as this card."""

    tekst: str


class Tegenvoorbeeld(_Closed):
    """A stretch of letter that looks like this card but is another one: `is` names it."""

    tekst: str
    is_: str = Field(alias="is")


class Trede(_Closed):
    """A step within a type that holds several: where one of `zinnen` stands in the letter, this level counts."""

    naam: str
    urgentie: Urgentie
    zinnen: tuple[str, ...]


class Voorrang(_Closed):
    """This card goes before the types in `op` where at least `minstens` of `zinnen` stand in the letter."""

    op: tuple[str, ...]
    zinnen: tuple[str, ...]
    minstens: int = 2


class BriefsoortKaart(_Closed):
    """One letter type of chapter 2 of the domain reference.

    `gunstig_urgentie` is the level where the type is a decision that may turn out well and this one does. `voorrang`
    mends what wording alone takes for a neighbour: the same message from another kind of sender, another step. `hulp_bij` is the
    answer to `vraag` that makes the wijkteam the next step.
    """

    sleutel: str
    naam: str
    urgentie: Urgentie
    kern: bool = False
    ladder: str = ""
    trap: int = 0
    afzenders: tuple[str, ...]
    gevolgen: tuple[GevolgSoort, ...] = ()
    acties: tuple[Actie, ...]
    goed_nieuws: bool = False
    slecht_nieuws: bool = False
    gunstig_urgentie: Urgentie | None = None
    voorrang: tuple[Voorrang, ...] = ()
    trede: tuple[Trede, ...] = ()
    wijkteam: Wijkteam
    vraag: str = ""
    hulp_bij: Literal["ja", "nee"] = "nee"
    werkdagen: Literal[0, 3] = 0
    bron: str
    geldig_vanaf: date
    termijn: tuple[TermijnVerwijzing, ...] = ()
    uitleg: UitlegKaart
    vrijwilliger: VrijwilligerKaart | None = None
    zinnen: Zinnen
    voorbeeld: tuple[Voorbeeld, ...]
    tegenvoorbeeld: tuple[Tegenvoorbeeld, ...]


class AfzenderKaart(_Closed):
    """One sender of chapter 1. `namen` are proper names, `termen` generic words that only such a sender prints.

    `onderwerpwoorden` are words that show anywhere in the letter what it is about: the subject of such a sender.
    """

    sleutel: str
    naam: str
    soort: AfzenderSoort
    overheid: bool
    namen: tuple[str, ...] = ()
    termen: tuple[str, ...] = ()
    onderwerpwoorden: tuple[str, ...] = ()
    domeinen: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    bron: str
    geldig_vanaf: date
    onbevestigd: tuple[str, ...] = ()
    hulp: tuple[str, ...] = ()
    voorbeeld: tuple[Voorbeeld, ...]
    tegenvoorbeeld: tuple[Tegenvoorbeeld, ...] = ()


class TermijnVoorbeeld(_Closed):
    """A worked case: `basis` day in, `ruw` and `einde` out."""

    nummer: int
    basis: date
    ruw: date | None = None
    einde: date


class TermijnRegel(_Closed):
    """How long a term is and what day it starts from. `awt` says whether the Algemene termijnenwet moves its end."""

    sleutel: str
    aantal: int
    eenheid: Eenheid
    basis: Basis
    awt: bool
    min_werkdagen: bool = False
    wet: str
    uitleg: str
    bron: str
    geldig_vanaf: date
    onbevestigd: bool = False
    voorbeeld: tuple[TermijnVoorbeeld, ...] = ()


class Hulp(_Closed):
    """Someone who helps. `nummer` is empty where no confirmed number is known: then the letter's own number is shown."""

    sleutel: str
    naam: str
    waarvoor: str
    nummer: str = ""
    bevestigd: bool
    bron: str
    geldig_vanaf: date


class Feestdag(_Closed):
    """A day that counts as a feast day for the Algemene termijnenwet. `gelijkgesteld` days are ordinary working days otherwise."""

    datum: date
    naam: str
    gelijkgesteld: bool = False
    bron: str


class Woordgroep(_Closed):
    """Phrases that point to one label (a consequence, a kind of term, a signal). See `match.Phrase` for the marks.

    `niet` are phrases that, in the same sentence, take the meaning away ("geen beslag").
    """

    label: str
    zinnen: tuple[str, ...]
    niet: tuple[str, ...] = ()
    bron: str = "praktijkkennis"


class Wetswoord(_Closed):
    """A hard word of the law that explanations keep and explain once. `na` are words just before it that explain it too."""

    woord: str
    uitleg: str
    na: tuple[str, ...] = ()


class Taal(_Closed):
    """Fixed sentences of one language. Slots stand in braces; the same keys and slots in every language.

    `gecontroleerd` says how far the sentences were gone through. A language other than Dutch may lack keys: those are said in Dutch.
    `hulp` names helpers by their key; only other languages have it.
    """

    taal: str
    naam: str
    gecontroleerd: Gecontroleerd
    fouten: dict[str, str] = {}
    woorden: dict[str, str] = {}
    zinnen: dict[str, str] = {}
    aanwijzingen: dict[str, str] = {}
    twijfels: dict[str, str] = {}
    gevolgen: dict[str, str] = {}
    acties: dict[str, str] = {}
    termijnen: dict[str, str] = {}
    redenen: dict[str, str] = {}
    meegeven: dict[str, str] = {}
    terugvertel: dict[str, str] = {}
    concepten: dict[str, str] = {}
    hulp: dict[str, str] = {}
