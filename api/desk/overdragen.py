"""What the pages of handing over show: the form, the words to read aloud, and how it stands. Also what a team sees of the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from starlette.responses import Response

from api.desk.kop import make_kop
from api.desk.taal import N_, _, dag, ltr
from api.desk.weergave import page
from brievenbus.dienst import Dienst, Wie, voorbeeld, werklijst, wijkteams
from brievenbus.dienst.klok import NEDERLAND
from brievenbus.dienst.voorbeeld import VOORAF, Voorbeeld, Voorstel
from brievenbus.dienst.werklijst import Doorverwijzing
from brievenbus.errors import BrievenbusError
from brievenbus.foutzin import sentence

REDENEN = {
    "inwoner_vraagt": N_("De inwoner vraagt er zelf om"), "hulp_nodig": N_("De inwoner heeft meer hulp nodig"),
    "te_moeilijk": N_("De brief is te moeilijk"), "haast": N_("Het heeft haast"), "anders": N_("Iets anders"),
}  # fmt: skip
URGENTIES = {
    "kritiek": N_("Heel dringend"), "hoog": N_("Dringend"), "middel": N_("Binnenkort iets doen"), "laag": N_("Niet dringend"),
    "geen": N_("Niets te doen"), "onbekend": N_("Niet duidelijk"),
}  # fmt: skip
TERUG = {
    "ander_team": N_("Hoort bij een ander team"), "onvoldoende": N_("Er staat te weinig in"),
    "niet_voor_ons": N_("Niet voor het wijkteam"), "anders": N_("Iets anders"),
}  # fmt: skip
_TERUG_ZIN = {
    "ander_team": N_("Het wijkteam gaf de brief terug: hoort bij een ander team."),
    "onvoldoende": N_("Het wijkteam gaf de brief terug: er staat te weinig in."),
    "niet_voor_ons": N_("Het wijkteam gaf de brief terug: niet voor het wijkteam."),
    "anders": N_("Het wijkteam gaf de brief terug: iets anders."),
}
SLUIT = {
    "geholpen": N_("De inwoner is geholpen"), "doorverwezen": N_("Iemand anders helpt verder"),
    "niet_bereikt": N_("De inwoner was niet te bereiken"), "ingetrokken": N_("De inwoner wil het niet meer"), "anders": N_("Iets anders"),
}  # fmt: skip
_NAMEN = {
    "briefsoort": N_("Soort brief"), "afzender": N_("Van wie de brief is"), "uiterste_datum": N_("Uiterste datum"),
    "urgentie": N_("Hoe dringend de brief is"), "contact": N_("Contact"), "postcode": N_("Postcode"), "vraag": N_("Vraag van de inwoner"),
}  # fmt: skip
_UIT_BRIEF = ("briefsoort", "afzender")
_WIJZEN = {"telefoon": N_("Bellen"), "email": N_("E-mail"), "balie": N_("Terugkomen aan deze balie")}
_GEGEVEN = {"mondeling": N_("%(moment)s, mondeling"), "schriftelijk": N_("%(moment)s, schriftelijk")}


@dataclass(frozen=True, slots=True)
class Feit:
    """One field as people read it. `uit_brief`: its words are those of the letter, so always Dutch."""

    sleutel: str
    naam: str
    waarde: str
    uit_brief: bool


@dataclass(frozen=True, slots=True)
class Ingevuld:
    """What the form holds: at first the minimal set, then what was filled in."""

    velden: frozenset[str]
    tekst: Mapping[str, str]
    afbeelding: bool

    @classmethod
    def of(cls, velden: Mapping[str, str] | None) -> Ingevuld:
        """Return what a form said, or what is ticked beforehand."""
        if velden is None:
            return cls(frozenset(VOORAF), {}, False)
        ticked = frozenset(name.removeprefix("veld_") for name in velden if name.startswith("veld_"))
        return cls(ticked, velden, "afbeelding" in velden)

    def get(self, naam: str) -> str:
        """Return a typed field."""
        return self.tekst.get(naam, "")


@dataclass(frozen=True, slots=True)
class VraagBlad:
    """The first step: what may go, and to whom."""

    brief_id: str
    voorstel: Voorstel
    feiten: tuple[Feit, ...]
    in_: Ingevuld
    redenen: Mapping[str, str]
    wijzen: Mapping[str, str]
    teams: tuple[tuple[str, str], ...]
    eerder: str
    fout: str


@dataclass(frozen=True, slots=True)
class LeesBlad:
    """The second step: what to read aloud, and the answer."""

    brief_id: str
    team: str
    feiten: tuple[Feit, ...]
    afbeelding: bool
    voor: str
    verborgen: tuple[tuple[str, str], ...]
    fout: str


@dataclass(frozen=True, slots=True)
class NotitieBeeld:
    """A line of the warm hand-over."""

    naam: str
    moment: str
    tekst: str


@dataclass(frozen=True, slots=True)
class StaatBlad:
    """How it stands afterwards."""

    brief_id: str
    staat: str
    zin: str
    team: str
    feiten: tuple[Feit, ...]
    afbeelding: bool
    gegeven: str
    voor: str
    notities: tuple[NotitieBeeld, ...]
    mag_intrekken: bool
    mag_noteren: bool
    fout: str


def show_ask(dienst: Dienst, wie: Wie, brief_id: str, filled: Ingevuld, fout: str, status: int) -> Response:
    """Return the page of the first step."""
    found = voorbeeld.voorstel(dienst, wie, brief_id)
    teams = tuple((team.id, team.naam) for team in wijkteams.lijst(dienst, wie))
    blad = VraagBlad(
        brief_id, found, facts(found.feiten), filled, {} if found.naar == "wijkteam" else REDENEN, _WIJZEN, teams,
        _before(werklijst.bij_brief(dienst, wie, brief_id)), fout,
    )  # fmt: skip
    return page("doorverwijzen.html", status=status, kop=make_kop(dienst, wie, "/balie"), blad=blad)


def show_read(
    dienst: Dienst, wie: Wie, brief_id: str, found: Voorbeeld, velden: Mapping[str, str], fout: BrievenbusError | None = None
) -> Response:  # fmt: skip
    """Return the page of the second step."""
    kept = {name: value for name, value in velden.items() if value and name not in ("formulier", "wijze", "team")}
    blad = LeesBlad(
        brief_id, found.wijkteam, facts(found.velden), "afbeelding" in velden, moment_in_words(found.aanvaarden_voor),
        (*kept.items(), ("team", found.wijkteam_id)), sentence(fout, _) if fout else "",
    )  # fmt: skip
    return page("doorverwijzen_lees.html", status=fout.http_status if fout else 200, kop=make_kop(dienst, wie, "/balie"), blad=blad)


def show_done(dienst: Dienst, wie: Wie, now: Doorverwijzing, fout: BrievenbusError | None = None) -> Response:
    """Return the page that tells how it stands."""
    given = now.toestemming
    blad = StaatBlad(
        brief_id=now.brief_id, staat="ingetrokken" if now.ingetrokken else now.status, zin=_state(now),
        team=now.wijkteam or "", feiten=facts(now.gegevens or {}), afbeelding=bool(given and given.afbeelding and not now.ingetrokken),
        gegeven=given_in_words(given.gegeven, given.wijze) if given else "",
        voor=moment_in_words(now.aanvaarden_voor) if now.aanvaarden_voor and now.status == "verstuurd" else "",
        notities=notes(dienst, wie, now),
        mag_intrekken=given is not None and not now.ingetrokken and now.status in ("verstuurd", "aanvaard", "gesloten", "teruggegeven"),
        mag_noteren=now.status in ("verstuurd", "aanvaard") and not now.ingetrokken, fout=sentence(fout, _) if fout else "",
    )  # fmt: skip
    return page("doorverwezen.html", status=fout.http_status if fout else 200, kop=make_kop(dienst, wie, "/balie"), blad=blad)


def facts(gegevens: Mapping[str, Any]) -> tuple[Feit, ...]:
    """Return the fields of a referral in words, in the order in which people tell them."""
    return tuple(Feit(key, _(name), _words(key, gegevens[key]), key in _UIT_BRIEF) for key, name in _NAMEN.items() if key in gegevens)


def notes(dienst: Dienst, wie: Wie, now: Doorverwijzing) -> tuple[NotitieBeeld, ...]:
    """Return the warm hand-over, oldest first, with who wrote each line."""
    if not now.notities:
        return ()
    names = werklijst.namen(dienst, wie, now.id)
    return tuple(NotitieBeeld(names.get(note.wie) or _("Een collega"), moment_in_words(note.tijd), note.tekst) for note in now.notities)


def moment_in_words(moment: datetime) -> str:
    """Return a moment as people say it, in Dutch time."""
    local = moment.astimezone(NEDERLAND)
    said = {"dag": dag(local.date()), "uur": local.hour, "minuut": f"{local.minute:02d}"}
    return _("%(dag)s, %(uur)s.%(minuut)s uur") % said


def given_in_words(moment: datetime, wijze: str) -> str:
    """Return when and how the resident said yes."""
    return _(_GEGEVEN[wijze]) % {"moment": moment_in_words(moment)}


def _words(key: str, value: Any) -> str:
    if key == "briefsoort":
        return str(value["naam"])
    if key == "uiterste_datum":
        return dag(date.fromisoformat(value)) if value else _("Staat niet in de brief")
    if key == "urgentie":
        return _(URGENTIES[value])
    if key == "contact":
        way = _WIJZEN[value["wijze"]]
        told = ": ".join(part for part in (_(way), ltr(value["waarde"])) if part)
        return f"{told} ({value['voornaam']})" if value["voornaam"] else told
    return str(value)


def _before(now: Doorverwijzing | None) -> str:
    """Return what happened before, where the resident is asked again."""
    if now is None or now.status == "voorgesteld":
        return ""
    if now.status == "geweigerd":
        return _("De inwoner zei eerder nee. Vraag het alleen opnieuw als de inwoner dat zelf wil.")
    return _("Deze brief is eerder teruggekomen. Vraag de inwoner opnieuw of het mag.")


def _state(now: Doorverwijzing) -> str:
    if now.status == "geweigerd":
        return _("De inwoner zei nee.")
    if now.status == "teruggegeven":
        return _(_TERUG_ZIN.get(now.label or "", _TERUG_ZIN["anders"]))
    if now.status == "gesloten":
        return _("Het wijkteam is klaar met deze brief.")
    if now.status == "aanvaard":
        return _("Het wijkteam heeft dit opgepakt.")
    return _("Doorgegeven. Het wijkteam moet het nog oppakken.")
