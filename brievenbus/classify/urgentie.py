"""How soon a person must act on this letter: the six steps of the contract, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from brievenbus.brief import ERNST, GEEN_PLICHT, Gevolg, Termijn, Urgentie
from brievenbus.classify.gevolgen import GRAVE
from brievenbus.kennis.schema import BriefsoortKaart

CONVENIENCE = frozenset({"en_meter_tarief_info", "school_info_ouderbijdrage", "gem_document_verloopt", "gem_stempas_bewonersbrief"})
"""Letter types where nothing but convenience hangs on the term: the lift stops at `middel`."""
NO_LOSS = frozenset(
    {
        "bevolkingsonderzoek",
        "ggd_oproep",
        "gem_wmo_jeugd_uitnodiging",
        "reclame_loterij_enquete",
        "huur_onderhoud_afspraak",
    }
)
"""Invitations that can be refused without loss: their day is no must-term."""
ORDINARY_BILLS = frozenset(
    ("bd_aanslag_betalen", "bd_motorrijtuigenbelasting", "bd_uitstel_besluit", "gem_aanslag", "cak_eigen_bijdrage",
     "zv_polis_jaaroverzicht",
     "zv_zorgnota_eigen_risico", "en_jaarnota", "en_meter_tarief_info", "huur_servicekosten", "kinderopvang_factuur_opzegging",
     "duo_schuldoverzicht", "info_niets_doen")
)  # fmt: skip
"""Bills that may be collected without the resident doing anything. A reminder or arrears is never among them."""
SOON, NOW = 7, 2


@dataclass(frozen=True, slots=True)
class Weging:
    """The level, and the term that decided it or else the one to name with it."""

    urgentie: Urgentie
    termijn: Termijn | None


def weigh(
    kaart: BriefsoortKaart, basis: Urgentie, termijnen: tuple[Termijn, ...], gevolgen: tuple[Gevolg, ...], peildatum: date,
    *, slecht_nieuws: bool, iets_gevraagd: bool,
) -> Weging:  # fmt: skip
    """Apply the rules. `basis` is the level of the step this letter takes; `iets_gevraagd`: it asks something of the resident."""
    level, term = basis, None
    grave = any(g.soort in GRAVE for g in gevolgen)
    must = [t for t in termijnen if t.soort not in GEEN_PLICHT and kaart.sleutel not in NO_LOSS]
    if not iets_gevraagd:
        must = []
    for t in must:
        days = (t.datum - peildatum).days
        if days > SOON:
            continue
        lifted: Urgentie = "middel" if kaart.sleutel in CONVENIENCE and not grave else "hoog"
        if basis == "hoog" and days <= NOW and grave:
            lifted = "kritiek"
        if ERNST[lifted] > ERNST[level] or (ERNST[lifted] == ERNST[level] and term is None):
            level, term = lifted, t
    if must and grave and kaart.sleutel not in CONVENIENCE and ERNST[level] < ERNST["middel"]:
        level = "middel"  # a type without hurry, but this letter asks something by a day, and something grave is lost otherwise
    if slecht_nieuws:
        for t in termijnen:
            days = (t.datum - peildatum).days
            if t.soort in ("bezwaar", "beroep", "verzet") and 0 <= days <= SOON and ERNST[level] < ERNST["hoog"]:
                level, term = "hoog", t
    if term is None:
        term = _shown(must or list(termijnen), peildatum)
    return Weging(level, term)


def _shown(terms: list[Termijn], peildatum: date) -> Termijn | None:
    """The term to name in the reason: the first still to come, else the last that has passed."""
    ahead = [t for t in terms if t.datum >= peildatum]
    return ahead[0] if ahead else (terms[-1] if terms else None)
