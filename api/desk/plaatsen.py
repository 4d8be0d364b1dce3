"""Managing, for a beheerder: desks with their kiosks, neighbourhood teams with their postcodes, what is set, and the register sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.overdragen import moment_in_words
from api.desk.taal import N_, _, ngettext
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, algoritmeregister, balies, wijkteams
from brievenbus.dienst.wijkteams import Reeks, Wijkteam
from brievenbus.errors import BrievenbusError, InputError, MissingError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Beheer = Annotated[Wie, vereist("beheerder")]

_REEKS = re.compile(r"(\d{4})(?:\s*(?:-|–|t/m|tot en met)\s*(\d{4}))?")
_TALEN = {
    "nl": N_("Nederlands"), "en": N_("Engels"), "tr": N_("Turks"), "ar": N_("Arabisch"), "pl": N_("Pools"), "uk": N_("Oekraïens"),
    "ti": N_("Tigrinya"), "fr": N_("Frans"), "so": N_("Somalisch"), "fa": N_("Farsi"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ApparaatBeeld:
    """A kiosk or app of a desk."""

    id: str
    naam: str
    stand: str
    mag: bool


@dataclass(frozen=True, slots=True)
class BalieBeeld:
    """A desk with its devices."""

    id: str
    naam: str
    actief: bool
    apparaten: tuple[ApparaatBeeld, ...]


@dataclass(frozen=True, slots=True)
class TeamBeeld:
    """A team as its form shows it; `postcodes` as one types them."""

    id: str
    naam: str
    hoger_id: str
    hoger: str
    actief: bool
    postcodes: str


@dataclass(frozen=True, slots=True)
class Instelling:
    """One thing that is set: what it is, how it stands, and the name under which to change it."""

    naam: str
    waarde: str
    waar: str


@router.get("/beheer/balies")
def toon_balies(wie: Beheer, dienst: Met) -> Response:
    """Show the desks."""
    return _balies(dienst, wie)


@router.post("/beheer/balies")
def maak_balie(wie: Beheer, dienst: Met, velden: Velden) -> Response:
    """Make a desk."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    try:
        balies.maak(dienst, wie, velden.get("naam", ""))
    except BrievenbusError as error:
        return _balies(dienst, wie, error)
    return RedirectResponse("/beheer/balies", 303)


@router.post("/beheer/balies/{balie_id}")
def wijzig_balie(wie: Beheer, dienst: Met, balie_id: str, velden: Velden) -> Response:
    """Give a desk another name, or close or open it."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    now = balies.zoek(dienst, wie, balie_id)
    actief = {"sluiten": False, "openen": True}.get(velden.get("doe", ""), now.actief)
    try:
        balies.wijzig(dienst, wie, balie_id, velden.get("naam", now.naam), actief)
    except BrievenbusError as error:
        return _balies(dienst, wie, error)
    return RedirectResponse("/beheer/balies", 303)


@router.post("/beheer/balies/{balie_id}/apparaten")
def maak_apparaat(wie: Beheer, dienst: Met, balie_id: str, velden: Velden) -> Response:
    """Make a key for a kiosk and show it, the only time it can be shown."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    desk = balies.zoek(dienst, wie, balie_id)
    try:
        made = balies.maak_apparaat(dienst, wie, balie_id, velden.get("naam", ""))
    except BrievenbusError as error:
        return _balies(dienst, wie, error)
    return page(
        "beheer_apparaat.html", kop=make_kop(dienst, wie, "/beheer"), naam=made.apparaat.naam or "", balie=desk.naam, token=made.token,
        vervalt=moment_in_words(made.apparaat.vervalt),
    )  # fmt: skip


@router.post("/beheer/balies/{balie_id}/apparaten/{apparaat_id}/stoppen")
def stop_apparaat(wie: Beheer, dienst: Met, balie_id: str, apparaat_id: str, velden: Velden) -> Response:
    """End the key of a kiosk."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    balies.trek_apparaat_in(dienst, wie, balie_id, apparaat_id)
    return RedirectResponse("/beheer/balies", 303)


@router.get("/beheer/wijkteams")
def toon_teams(wie: Beheer, dienst: Met) -> Response:
    """Show the teams."""
    return _teams(dienst, wie)


@router.post("/beheer/wijkteams")
def maak_team(wie: Beheer, dienst: Met, velden: Velden) -> Response:
    """Make a team, with its postcodes where they were given."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    try:
        ranges = read_ranges(velden.get("postcodes", ""))
        made = wijkteams.maak(dienst, wie, velden.get("naam", ""), velden.get("hoger") or None)
        if ranges:
            wijkteams.zet_postcodes(dienst, wie, made.id, ranges)
    except BrievenbusError as error:
        return _teams(dienst, wie, error)
    return RedirectResponse("/beheer/wijkteams", 303)


@router.post("/beheer/wijkteams/{wijkteam_id}")
def wijzig_team(wie: Beheer, dienst: Met, wijkteam_id: str, velden: Velden) -> Response:
    """Write a team as it should be."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    try:
        ranges = read_ranges(velden.get("postcodes", ""))
        wijkteams.wijzig(
            dienst, wie, wijkteam_id, velden.get("naam", ""), hoger_id=velden.get("hoger") or None, actief="actief" in velden
        )  # fmt: skip
        wijkteams.zet_postcodes(dienst, wie, wijkteam_id, ranges)
    except MissingError:
        raise
    except BrievenbusError as error:
        return _teams(dienst, wie, error)
    return RedirectResponse("/beheer/wijkteams", 303)


@router.get("/beheer/instellingen")
def instellingen(wie: Beheer, dienst: Met) -> Response:
    """Show what is set and what the program knows. Nothing can be changed here: that takes who stands at the machine."""
    kennis = dienst.kennis
    counts = {
        _("Soorten brieven"): len(kennis.briefsoorten), _("Afzenders"): len(kennis.afzenders),
        _("Regels voor termijnen"): len(kennis.termijnregels),
        _("Adressen voor hulp"): len(kennis.hulp), _("Feestdagen"): len(kennis.feestdagen),
    }  # fmt: skip
    talen = tuple(_(_TALEN.get(key, key)) for key in kennis.talen)
    return page(
        "beheer_instellingen.html", kop=make_kop(dienst, wie, "/beheer"), bewaren=_retention(dienst), overig=_settings(dienst),
        kennis=counts, stempel=kennis.stempel[:12], uitlegtalen=talen,
    )  # fmt: skip


@router.get("/beheer/algoritmeregister")
def register(wie: Beheer, dienst: Met) -> Response:
    """Show the sheet for the register."""
    return page("beheer_register.html", kop=make_kop(dienst, wie, "/beheer"), rubrieken=algoritmeregister.blad(dienst, wie))


@router.get("/beheer/algoritmeregister/json")
def register_json(wie: Beheer, dienst: Met) -> Response:
    """Give the sheet as the register takes it."""
    sheet = algoritmeregister.als_json(algoritmeregister.blad(dienst, wie))
    return JSONResponse(sheet, headers={"Content-Disposition": 'attachment; filename="algoritmeregister.json"'})


def read_ranges(tekst: str) -> tuple[Reeks, ...]:
    """Return typed postcodes ("3511-3515, 3520") as ranges. Raises InputError `reeks_ongeldig`."""
    made = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", tekst))):
        hit = _REEKS.fullmatch(part)
        if hit is None:
            raise InputError("reeks_ongeldig")
        made.append(Reeks(int(hit[1]), int(hit[2] or hit[1])))
    return tuple(made)


def _balies(dienst: Dienst, wie: Wie, fout: BrievenbusError | None = None) -> Response:
    shown = tuple(BalieBeeld(one.id, one.naam, one.actief, _devices(dienst, wie, one.id)) for one in balies.lijst(dienst, wie))
    return page(
        "beheer_balies.html", status=fout.http_status if fout else 200, kop=make_kop(dienst, wie, "/beheer"), balies=shown,
        fout=sentence(fout, _) if fout else "",
    )  # fmt: skip


def _devices(dienst: Dienst, wie: Wie, balie_id: str) -> tuple[ApparaatBeeld, ...]:
    nu, made = dienst.klok(), []
    for one in balies.apparaten(dienst, wie, balie_id):
        open_ = one.ingetrokken is None and one.vervalt > nu
        said = _("werkt tot %(moment)s") % {"moment": moment_in_words(one.vervalt)} if open_ else _("gestopt")
        made.append(ApparaatBeeld(one.id, one.naam or "", said, open_))
    return tuple(made)


def _teams(dienst: Dienst, wie: Wie, fout: BrievenbusError | None = None) -> Response:
    found = wijkteams.lijst(dienst, wie)
    named = {one.id: one.naam for one in found}
    return page(
        "beheer_wijkteams.html", status=fout.http_status if fout else 200, kop=make_kop(dienst, wie, "/beheer"),
        teams=tuple(_team(one, named) for one in found), fout=sentence(fout, _) if fout else "",
    )  # fmt: skip


def _team(one: Wijkteam, named: Mapping[str, str]) -> TeamBeeld:
    typed = ", ".join(str(reeks.van) if reeks.van == reeks.tot else f"{reeks.van}-{reeks.tot}" for reeks in one.postcodes)
    return TeamBeeld(one.id, one.naam, one.hoger_id or "", named.get(one.hoger_id or "", ""), one.actief, typed)


def _retention(dienst: Dienst) -> tuple[Instelling, ...]:
    beleid = dienst.beleid
    hours, closed, log = beleid.bewaren_uren, beleid.bewaren_doorverwijzing_dagen, beleid.bewaren_log_dagen
    return (
        Instelling(
            _("Een brief wordt gewist na het bezoek"), ngettext("%(n)s uur", "%(n)s uur", hours) % {"n": hours}, "BRIEVENBUS_BEWAREN_UREN"
        ),
        Instelling(
            _("Een brief bij een gesloten doorverwijzing wordt gewist"),
            ngettext("%(n)s dag na het sluiten", "%(n)s dagen na het sluiten", closed) % {"n": closed},
            "BRIEVENBUS_BEWAREN_DOORVERWIJZING_DAGEN",
        ),
        Instelling(
            _("Wat er dan zonder inhoud nog staat, gaat weg"), ngettext("na %(n)s dag", "na %(n)s dagen", log) % {"n": log},
            "BRIEVENBUS_BEWAREN_LOG_DAGEN",
        ),
    )  # fmt: skip


def _settings(dienst: Dienst) -> tuple[Instelling, ...]:
    beleid = dienst.beleid
    days = beleid.aanvaard_werkdagen
    return (
        Instelling(_("Adres van de dienst"), beleid.adres, "BRIEVENBUS_ADRES"),
        Instelling(
            _("Een wijkteam moet oppakken vóór de termijn"), ngettext("%(n)s werkdag", "%(n)s werkdagen", days) % {"n": days},
            "BRIEVENBUS_AANVAARD_WERKDAGEN",
        ),
        Instelling(_("Grootste bestand"), f"{beleid.max_bytes // 1_000_000} MB", "BRIEVENBUS_UPLOAD_BYTES"),
        Instelling(_("Meeste bestanden in één keer"), str(beleid.max_bestanden), "BRIEVENBUS_UPLOAD_BESTANDEN"),
        Instelling(_("Meeste bladzijden van één brief"), str(beleid.max_bladzijden), "BRIEVENBUS_UPLOAD_BLADZIJDEN"),
        Instelling(_("Controle op virussen"), beleid.clamav or _("uit"), "BRIEVENBUS_CLAMAV"),
        Instelling(
            _("Doorgeven aan een systeem van de gemeente"),
            dienst.doorzetter.naam if dienst.doorzetter else _("nee, alleen de eigen werklijst"), "BRIEVENBUS_OVERDRACHT",
        ),
    )  # fmt: skip
