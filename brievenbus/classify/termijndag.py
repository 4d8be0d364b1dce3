"""Appointed days: a hearing, a visit, an eviction, a collection, the day on which something begins."""

from __future__ import annotations

import re
from typing import cast

from brievenbus.brief import ERNST, TermijnSoort
from brievenbus.classify.context import words_before
from brievenbus.classify.termijnsoort import EVENTS, MOMENT, event_of
from brievenbus.classify.termijnvondst import Blik, Dag, Vondst
from brievenbus.classify.termijnwoorden import ARRIVES, HOUR, HOUR_BESIDE, HOURS, PAID_OUT

MOST_WORDS_OF_A_DAY = 6
"""A line of so few words with a date in it is the day itself ("woensdag 9 december 2026"), not a sentence about it."""
_ROW_DAY = frozenset(["dag", "wanneer", "datum", "tijd", "tijdstip", "dagentijd"])
_MEETS = frozenset(["u", "uw", "je", "jou", "jullie", "monteur", "thuis", "meneer", "mevrouw"])
_NOT_MEANT = re.compile(
    r"\bgeen (?:water|gas|stroom|warmte)\b|\binloop|\bbereikbaar|\bniets meer\b|\bnuchter|\bmarathon|\bwelkom vanaf|\bouders zijn"
    r"|\bniet door\b|\bvervalt\b|\bhoeft?\b.*\bniet\b"
)
_BALANCE = re.compile(r"\b(?:stand|saldo|schuld)\b")
"""A row that tells how much is owed on a day."""
_COURT = re.compile(r"zitting|rechter\b|rechtbank|gerechtshof|mondelinge behandeling|dagvaard", re.IGNORECASE)
_NOT_HELD = re.compile(r"\b(?:gaat|gaan) niet door\b(?! (?:als|indien|wanneer|mits|zodra))|\bgeannuleerd|\bafgezegd|\bingetrokken")
_CALLED_OFF = re.compile(r"\bniet (?:meer )?(?:worden )?(?:afgeschreven|geïncasseerd)|\bzou\b")
_EACH = re.compile(r"\b(?:elke|iedere|per) (?:maand|dag|week) (?:vanaf|per|met ingang)|\brente\b")
_BEGINS = re.compile(
    r"\b(?:begint|starten|start|stopt|stoppen|eindigt|eindigen|beëindig\w*|vervalt|vervallen|wijzig\w*|verander\w*|verhog\w*|verhoogd"
    r"|verlag\w*|verlaagd|ingehouden|houden|huurprijs|gelden|geldt|opgezegd|ontbonden|opgeschort|ingetrokken|trekken|schorten|straks|nieuw\w*)\b"
)


def has_hour(dag: Dag) -> bool:
    """Tell whether an hour stands right after the day ("1 december te 16.00 uur")."""
    return HOUR_BESIDE.match(dag.rest) is not None


def event(blik: Blik, dag: Dag) -> Vondst | None:
    """Return the term of a day that is appointed rather than a last day, or None."""
    soort, datum, marker = dag.soort, dag.datum, dag.marker
    if soort in EVENTS and (_NOT_HELD.search(dag.clause.tekst.lower()) or _called_off_later(dag)):
        return None
    if soort in ("ontruiming", "afsluiting") and soort not in blik.kaart.gevolgen and ERNST[blik.kaart.urgentie] <= ERNST["middel"]:
        if not (has_hour(dag) and blik.ahead(datum.waarde) and _MEETS & set(dag.zin.woorden)) or _NOT_MEANT.search(dag.zin.tekst.lower()):
            return None  # a fire drill, or an hour of maintenance
        return Vondst("afspraak", datum.waarde, dag.bewijs, 2)
    if marker in ("op", "") and has_hour(dag) and _event(blik) == "zitting" and blik.ahead(datum.waarde):
        return Vondst("zitting", datum.waarde, dag.bewijs, 3)
    if soort in EVENTS and dag.near and marker in ("op", ""):
        if soort == "inning" and _CALLED_OFF.search(dag.zin.tekst.lower()):
            return None
        if soort == "afspraak" and _event(blik) != "afspraak" and HOUR.search(dag.zin.tekst):
            soort = _event(blik)
        return Vondst(cast(TermijnSoort, soort), datum.waarde, dag.bewijs, 3)
    if soort == "inning" and "\t" in dag.zin.tekst and not _BALANCE.search(dag.lead) and blik.ahead(datum.waarde):
        return Vondst("inning", datum.waarde, dag.bewijs, 2)
    grave = soort in ("ontruiming", "afsluiting") and soort in blik.kaart.gevolgen
    if marker == "vanaf" and dag.near and grave and not _EACH.search(dag.zin.tekst.lower()):
        return Vondst(cast(TermijnSoort, soort), datum.waarde, dag.bewijs, 2)
    if marker == "vanaf" and dag.near and _event(blik) == soort and has_hour(dag):
        return Vondst(_event(blik), datum.waarde, dag.bewijs, 2)
    if marker == "op" and _visit(blik, dag):
        return Vondst(_event(blik), datum.waarde, dag.bewijs, 2)
    if _is_appointed(blik, dag):
        return Vondst(_event(blik), datum.waarde, dag.bewijs, 2)
    return _plain(blik, dag)


def _called_off_later(dag: Dag) -> bool:
    """'De afspraak die voor 24 november stond, is afgezegd': said after a comma, and no other day is named there."""
    rest = dag.rest
    hit = _NOT_HELD.search(rest)
    return (
        hit is not None
        and re.search(r"\d", rest[rest.find(",") + 1 : hit.start()] if "," in rest else "") is None
        and "als" not in rest[: hit.start()].split()
    )


def _event(blik: Blik) -> TermijnSoort:
    """What an appointed day is in this letter: a hearing only where the letter speaks of one (a police interview is none)."""
    event = event_of(blik.kaart)
    interview = blik.kaart.sleutel.startswith("om_")
    if event == "zitting" and interview and _COURT.search(blik.lezing.tekst.plat) is None:
        return "afspraak"
    return event


def _plain(blik: Blik, dag: Dag) -> Vondst | None:
    """A day on which money must be there, or on which something begins."""
    text = dag.clause.tekst.lower()
    if dag.soort == "betalen" and dag.near and dag.marker in ("op", "") and ARRIVES.search(text) and not PAID_OUT.search(text):
        return Vondst("betalen", dag.datum.waarde, dag.bewijs, 1)
    if dag.marker == "vanaf" and _starts(blik, dag):
        return Vondst("ingang", dag.datum.waarde, dag.bewijs, 0)
    return None


def _starts(blik: Blik, dag: Dag) -> bool:
    """'Met ingang van' and 'gaat in' say so themselves; 'per' and 'vanaf' only with a verb of change, and not for good news."""
    if not blik.ahead(dag.datum.waarde) or dag.datum.rol:
        return False
    before = words_before(dag.zin, dag.datum.span, 4)
    words = dag.clause.woorden
    if _EACH.search(dag.zin.tekst.lower()):
        return False
    said = "ingang" in before or "ingangsdatum" in before or ("gaat" in words and "in" in words)
    if said and (dag.soort == "ingang" or blik.lezing.heading(dag.zin, 1) is None):
        return True
    word = before[-1] if before else ""
    row = len(dag.zin.tokens) <= MOST_WORDS_OF_A_DAY and word == "per"
    changes = row or _BEGINS.search(dag.clause.tekst.lower()) is not None
    weighs = row or ERNST[blik.kaart.urgentie] >= ERNST["middel"]
    return weighs and changes and (said or word == "per" or "per" in words[:1]) and dag.datum.jaar_gelezen


def _visit(blik: Blik, dag: Dag) -> bool:
    """A day and hour on which somebody comes to do what the letter announces (a fitter, a bailiff)."""
    grave = _event(blik) in ("ontruiming", "afsluiting")
    return grave and HOURS.search(dag.zin.tekst) is not None and blik.ahead(dag.datum.waarde)


def _is_appointed(blik: Blik, dag: Dag) -> bool:
    """A day with an hour, or in a row that says 'Dag' or 'Wanneer', is an appointed day."""
    zin, soort = dag.zin, dag.soort
    if dag.marker not in ("op", "") or not blik.ahead(dag.datum.waarde):
        return False
    beside = has_hour(dag)
    if soort in ("betalen", "inleveren", "reageren") and "\t" not in zin.tekst and not (beside and soort == "reageren"):
        return False
    if _NOT_MEANT.search(zin.tekst.lower()):
        return False
    row = zin.woorden[:1] and zin.woorden[0] in _ROW_DAY and "\t" in zin.tekst
    following = blik.lezing.after(zin)
    short = "\t" in zin.tekst or len(zin.tokens) <= MOST_WORDS_OF_A_DAY
    nearby = zin.tekst + (" " + following.tekst if following and short else "")
    hour = beside or (HOUR.search(nearby) is not None and len(zin.tokens) <= 24)
    fits = (
        any(a in ("afspraak", "bellen") for a in blik.kaart.acties)
        or _event(blik) != "afspraak"
        or soort in (MOMENT, "afspraak")
        or (beside and bool(_MEETS & set(zin.woorden)))
    )
    named = dag.marker == "op" and soort == MOMENT and "afspraak" in blik.kaart.acties
    return bool(fits and (row or hour or named))
