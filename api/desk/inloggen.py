"""Logging in and out, and the page behind an invitation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from api.auth import (
    controleer_formulier,
    get_adres,
    get_dienst,
    get_trace_id,
    get_wie,
    openbaar,
    vereist,
    wis_koekje,
    zet_koekje,
)  # fmt: skip
from api.desk.formulier import read_fields
from api.desk.kop import WERKPLEK, make_kop
from api.desk.taal import N_, _
from api.desk.weergave import PaginaRoute, page
from api.koppen import is_own
from api.qr import qr_svg
from brievenbus.dienst import Dienst, Rol, Wie, uitnodigingen
from brievenbus.dienst.inloggen import Inlog, log_in
from brievenbus.dienst.sessies import sluit
from brievenbus.errors import AccessError, BusyError, InputError, LoginError, MissingError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
_BERICHT = {
    "uit": N_("U bent uitgelogd. Tot de volgende keer."),
    "verlopen": N_("U bent uitgelogd, omdat u even weg was. Log opnieuw in. De brieven van dit bezoek staan er nog."),
}
Iemand = Annotated[Wie, vereist("vrijwilliger", "wijkteam", "beheerder", "controleur")]

_ROLNAAM: Mapping[Rol, str] = {"beheerder": N_("beheerder"), "controleur": N_("controleur")}
"""Who is welcomed on a page; the others go straight to where they work."""


@router.get("/", dependencies=[openbaar])
def begin(request: Request, dienst: Met) -> Response:
    """Take somebody to where they work."""
    try:
        wie = get_wie(request, dienst)
    except LoginError:
        return RedirectResponse("/inloggen", 303)
    if wie.rol in WERKPLEK:
        return RedirectResponse(WERKPLEK[wie.rol], 303)
    return page("welkom.html", rol=wie.rol, rolnaam=_(_ROLNAAM[wie.rol]), kop=make_kop(dienst, wie))


@router.get("/inloggen", dependencies=[openbaar])
def toon_inloggen(request: Request) -> Response:
    """Show the form."""
    bericht = next((_(_BERICHT[word]) for word in _BERICHT if word in request.query_params), "")
    return page("inloggen.html", naam="", fout="", bericht=bericht, organisatie=_organisation(request))


@router.post("/inloggen", dependencies=[openbaar])
def inloggen(request: Request, dienst: Met, velden: Velden) -> Response:
    """Let somebody in, or say why not."""
    _own_page(request)
    naam = velden.get("naam", "")[:100]
    inlog = Inlog(naam, velden.get("wachtwoord", ""), velden.get("code", "").replace(" ", ""), get_adres(request))
    try:
        token, _session = log_in(dienst, inlog, get_trace_id(request))
    except (LoginError, BusyError) as error:
        return page(
            "inloggen.html", status=error.http_status, naam=naam, fout=sentence(error, _), bericht="", organisatie=_organisation(request)
        )
    return _enter(dienst, token)


@router.post("/uitloggen")
def uitloggen(wie: Iemand, dienst: Met, velden: Velden) -> Response:
    """End the session."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    sluit(dienst, wie)
    answer = RedirectResponse("/inloggen?uit", 303)
    wis_koekje(answer, dienst)
    return answer


@router.get("/uitnodiging", dependencies=[openbaar])
def toon_uitnodiging() -> Response:
    """Show where the invitation goes in; the script takes it from behind the #."""
    return page("uitnodiging.html", qr="", token="", fout="")


@router.post("/uitnodiging", dependencies=[openbaar])
def open_uitnodiging(request: Request, dienst: Met, velden: Velden) -> Response:
    """Show the app's QR and the form for a password."""
    _own_page(request)
    return _invited(dienst, velden.get("token", "").strip(), "", 200)


@router.post("/uitnodiging/gebruik", dependencies=[openbaar])
def gebruik_uitnodiging(request: Request, dienst: Met, velden: Velden) -> Response:
    """Set the password and let the person in."""
    _own_page(request)
    token, code = velden.get("token", ""), velden.get("code", "").replace(" ", "")
    try:
        opened, _session = uitnodigingen.aanvaard(
            dienst, token, velden.get("wachtwoord", ""), code, adres=get_adres(request), trace_id=get_trace_id(request)
        )  # fmt: skip
    except (InputError, BusyError) as error:
        return _invited(dienst, token, sentence(error, _), error.http_status)
    except MissingError as error:
        return page("uitnodiging.html", status=404, qr="", token="", fout=sentence(error, _))
    return _enter(dienst, opened)


def _invited(dienst: Dienst, token: str, fout: str, status: int) -> Response:
    try:
        found = uitnodigingen.bekijk(dienst, token)
    except MissingError as error:
        return page("uitnodiging.html", status=404, qr="", token="", fout=sentence(error, _))
    return page(
        "uitnodiging.html", status=status, qr=Markup(qr_svg(found.otpauth)), token=token, fout=fout, naam=found.naam,
        gebruikersnaam=found.gebruikersnaam, geheim=" ".join(found.geheim[i : i + 4] for i in range(0, len(found.geheim), 4)),
    )  # fmt: skip


def _enter(dienst: Dienst, token: str) -> Response:
    answer = RedirectResponse("/", 303)
    zet_koekje(answer, dienst, token)
    return answer


def _organisation(request: Request) -> str:
    """Return where to log in through the municipality; '' where that was not set up."""
    return "/oidc/inloggen" if getattr(request.app.state, "oidc", None) else ""


def _own_page(request: Request) -> None:
    """Raise AccessError where another site sends this form: nobody is logged in as somebody else without knowing."""
    if not is_own(request.headers, request.url.scheme, request.app.state.dienst.beleid.adres, silent=True):
        raise AccessError("andere_site")
