"""Handing a letter to the neighbourhood team: what would go, the words to read aloud, the resident's answer, and taking it back.

Two steps, both without a script. The first asks what may go; the second shows exactly that, to be read aloud. Until the
resident's yes is sent nothing is kept and nothing leaves: what was filled in travels along in the form itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, cast, get_args

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.desk.formulier import read_fields
from api.desk.overdragen import Ingevuld, show_ask, show_done, show_read
from api.desk.taal import _
from api.desk.weergave import PaginaRoute
from brievenbus.dienst import Dienst, Wie, brieven, doorverwijzen, voorbeeld, werklijst
from brievenbus.dienst.gegevens import Contact, ContactWijze, Veld, Verzoek
from brievenbus.dienst.overgangen import Wijze
from brievenbus.errors import BrievenbusError, InputError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Vrijwilliger = Annotated[Wie, vereist("vrijwilliger")]

OPEN_STATEN = ("voorgesteld", "teruggegeven", "geweigerd")
"""States in which the resident can (again) be asked."""


@router.get("/balie/brieven/{brief_id}/doorverwijzen")
def toon(wie: Vrijwilliger, dienst: Met, brief_id: str, opnieuw: str = "") -> Response:
    """Show where this letter stands: to be asked, refused, or with a team."""
    now = werklijst.bij_brief(dienst, wie, brief_id)
    if now is None or now.status == "voorgesteld" or (now.status in OPEN_STATEN and opnieuw):
        return _ask(dienst, wie, brief_id)
    return show_done(dienst, wie, now)


@router.post("/balie/brieven/{brief_id}/doorverwijzen")
def lees_voor(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Show what would go, to read aloud. Keeps nothing."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    if "terug" in velden:
        return _ask(dienst, wie, brief_id, velden)
    try:
        found = voorbeeld.voorbeeld(dienst, wie, brief_id, _request(velden, "mondeling"))
        _need_reason(dienst, wie, brief_id, velden)
    except InputError as error:
        return _ask(dienst, wie, brief_id, velden, error)
    return show_read(dienst, wie, brief_id, found, velden)


@router.post("/balie/brieven/{brief_id}/doorverwijzen/ja")
def ja(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Write down the resident's yes and send."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    wijze = velden.get("wijze", "")
    try:
        if wijze not in get_args(Wijze):
            raise InputError("wijze_nodig")
        asked = _request(velden, cast(Wijze, wijze))
        voorbeeld.voorbeeld(dienst, wie, brief_id, asked)  # all that can be wrong with it, before there is a proposal
        made = doorverwijzen.stel_voor(dienst, wie, brief_id, velden.get("reden") or None)
        doorverwijzen.toestemmen(dienst, wie, made.id, asked)
    except InputError as error:
        if error.code != "wijze_nodig":
            return _ask(dienst, wie, brief_id, velden, error)
        found = voorbeeld.voorbeeld(dienst, wie, brief_id, _request(velden, "mondeling"))
        return show_read(dienst, wie, brief_id, found, velden, error)
    return RedirectResponse(_here(brief_id), 303)


@router.post("/balie/brieven/{brief_id}/doorverwijzen/nee")
def nee(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Write down that the resident says no. It has no consequence, and nobody asks why."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    proposed = voorbeeld.voorstel(dienst, wie, brief_id).naar == "wijkteam"
    made = doorverwijzen.stel_voor(dienst, wie, brief_id, velden.get("reden") or (None if proposed else "anders"))
    doorverwijzen.weiger(dienst, wie, made.id)
    return RedirectResponse(_here(brief_id), 303)


@router.post("/balie/brieven/{brief_id}/doorverwijzen/intrekken")
def intrekken(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Take the consent back."""
    return _act(dienst, wie, brief_id, velden, "intrekken")


@router.post("/balie/brieven/{brief_id}/doorverwijzen/notities")
def noteer(wie: Vrijwilliger, dienst: Met, brief_id: str, velden: Velden) -> Response:
    """Tell the team something more: the warm hand-over."""
    return _act(dienst, wie, brief_id, velden, "noteren")


def _act(dienst: Dienst, wie: Wie, brief_id: str, velden: Mapping[str, str], what: str) -> Response:
    """Do one thing with the referral of a letter, and show it again; what goes wrong is said there."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    now = werklijst.bij_brief(dienst, wie, brief_id)
    if now is None:
        brieven.zoek(dienst, wie, brief_id)  # no such letter is answered as another desk's
        return RedirectResponse(_here(brief_id), 303)
    try:
        if what == "intrekken":
            doorverwijzen.trek_in(dienst, wie, now.id)
        else:
            doorverwijzen.noteer(dienst, wie, now.id, velden.get("notitie", ""))
    except BrievenbusError as error:
        return show_done(dienst, wie, now, error)
    return RedirectResponse(_here(brief_id), 303)


def _ask(
    dienst: Dienst, wie: Wie, brief_id: str, velden: Mapping[str, str] | None = None, fout: BrievenbusError | None = None
) -> Response:  # fmt: skip
    return show_ask(dienst, wie, brief_id, Ingevuld.of(velden), sentence(fout, _) if fout else "", fout.http_status if fout else 200)


def _need_reason(dienst: Dienst, wie: Wie, brief_id: str, velden: Mapping[str, str]) -> None:
    """Raise InputError where the letter's own route is no team and nobody said why it is wanted all the same."""
    if not velden.get("reden") and voorbeeld.voorstel(dienst, wie, brief_id).naar != "wijkteam":
        raise InputError("reden_nodig")


def _request(velden: Mapping[str, str], wijze: Wijze) -> Verzoek:
    """Return the resident's yes as the form says it. Raises InputError for a way of contact that there is not."""
    ticked = tuple(veld for veld in get_args(Veld) if f"veld_{veld}" in velden)
    way = velden.get("contact_wijze", "")
    if "contact" in ticked and way not in get_args(ContactWijze):
        raise InputError("veld_ontbreekt", veld=_("hoe het team contact opneemt"))
    contact = None
    if "contact" in ticked:
        contact = Contact(cast(ContactWijze, way), velden.get("contact_waarde", ""), velden.get("voornaam", ""))
    return Verzoek(
        wijze=wijze, velden=ticked, afbeelding="afbeelding" in velden, postcode="".join(velden.get("postcode", "").split()),
        wijkteam_id=velden.get("team") or velden.get("wijkteam") or None, contact=contact, vraag=velden.get("vraag", ""),
        opnieuw="opnieuw" in velden,
    )  # fmt: skip


def _here(brief_id: str) -> str:
    return f"/balie/brieven/{brief_id}/doorverwijzen"
