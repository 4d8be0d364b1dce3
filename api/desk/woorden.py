"""Days and times in a few words, in the language of the page. In Dutch they are those of a letter's explanation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from api.desk.taal import _, dag, ngettext
from brievenbus.dienst.briefstand import NEDERLAND
from brievenbus.dienst.leesfeiten import RECHTEN, UITERLIJK

ZONDER_JAAR = "EEEE d MMMM"
KORT = "EE d MMM"
_DAG_MAAND = "d MMMM"


def at_time(moment: datetime) -> str:
    """Return "10.42 uur", in Dutch time."""
    local = moment.astimezone(NEDERLAND)
    return _("%(uur)s.%(minuut)s uur") % {"uur": local.hour, "minuut": f"{local.minute:02d}"}


def over(day: date, vandaag: date) -> str:
    """Return how far away a day to come is: "vandaag", "morgen", "nog 5 dagen"."""
    days = (day - vandaag).days
    near = {0: _("vandaag"), 1: _("morgen")}
    return near.get(days) or ngettext("nog %(n)s dag", "nog %(n)s dagen", days) % {"n": days}


def past(day: date, vandaag: date, *, uiterlijk: bool) -> str:
    """Return "te laat sinds 18 september" where `day` follows a last day, else "dit was op 20 november"."""
    said = {"dag": dag(day, _DAG_MAAND if day.year == vandaag.year else f"{_DAG_MAAND} y")}
    return (_("te laat sinds %(dag)s") if uiterlijk else _("dit was op %(dag)s")) % said


def far(soort: str, day: date, vandaag: date) -> str:
    """Return how far away the day of a term is; in Dutch the same as `leesfeiten.far`."""
    if day >= vandaag:
        return over(day, vandaag)
    if soort in RECHTEN:
        return _("voorbij, maar toch nog bellen kan helpen")
    if soort in UITERLIJK:
        return _("te laat sinds %(dag)s") % {"dag": dag(day + timedelta(days=1), _DAG_MAAND)}
    days = (vandaag - day).days
    return _("was gisteren") if days == 1 else ngettext("was %(n)s dag geleden", "was %(n)s dagen geleden", days) % {"n": days}
