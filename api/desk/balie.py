"""The desk: bring a letter, a pile or a phone's photos, see the letters of this visit, and end it with the bag of post as a whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from api.auth import controleer_formulier, formuliertoken, get_dienst, vereist
from api.desk.balieblad import make_blad, make_overzicht
from api.desk.balienieuws import news
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.taal import N_, _
from api.desk.weergave import KoppelBeeld, PaginaRoute, page, pairing
from api.qr import qr_svg
from api.upload import Formulier, read_form
from brievenbus.dienst import GEWOON, STAPEL, Dienst, Wie, brieven, koppelen, overzicht
from brievenbus.dienst.bezoeken import heropen_bezoek, sluit_bezoek
from brievenbus.errors import BrievenbusError, LoginError, MissingError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Vrijwilliger = Annotated[Wie, vereist("vrijwilliger")]

HIER = "/balie"
_BERICHT = {
    "klaar": N_("Dit bezoek is klaar. U kunt de volgende bezoeker helpen."),
    "verder": N_("U gaat verder met dit bezoek. Nieuwe brieven komen hierbij."),
    "stapel": N_("De stapel is binnen. De brieven komen één voor één in de lijst."),
}


class Getoond(BaseModel):
    """What a page of the desk shows when it asks for news; see `balienieuws.question`."""

    teken: str = ""
    gezien: str = ""
    bezoek: str = ""
    koppeling: str = ""
    was: str = ""


async def read_files(request: Request, wie: Vrijwilliger, dienst: Met) -> Formulier | BrievenbusError:
    """Read the files of the form, after it is known who sends them; what is wrong with them is for the page to tell."""
    try:
        return await read_form(request, aantal=dienst.beleid.max_bestanden, per_bestand=dienst.beleid.max_bytes)
    except LoginError:
        raise
    except BrievenbusError as error:
        return error


Bestanden = Annotated[Formulier | BrievenbusError, Depends(read_files)]


@router.get("/balie")
def toon(request: Request, wie: Vrijwilliger, dienst: Met, koppeling: str = "", bezoek: str = "") -> Response:
    """Show the desk: the visit at hand, or another one of this desk."""
    said = next((_(_BERICHT[word]) for word in _BERICHT if word in request.query_params), "")
    return _show(dienst, wie, _pairing(dienst, wie, koppeling), bezoek=bezoek, bericht=said)


@router.get("/balie/stand")
def stand(wie: Vrijwilliger, dienst: Met, getoond: Annotated[Getoond, Query()]) -> Response:
    """Answer the page that asks for news: nothing, or only what differs from what it shows."""
    now, panel = overzicht.stand(dienst, wie, getoond.bezoek or None), _pairing(dienst, wie, getoond.koppeling)
    paired = panel.stand if panel else ""
    if (now.teken, paired) == (getoond.teken, getoond.was):
        return Response(status_code=204)
    blad = make_blad(dienst, wie, formuliertoken(dienst, wie), getoond.bezoek, koppeling=panel, fout="", bericht="")
    said = news(now, getoond.gezien, {kaart.id: kaart.titel for kaart in blad.brieven})
    return page("balie_nieuws.html", blad=blad, lijst=blad.teken != getoond.teken, telefoon=paired != getoond.was, nieuws=said)


@router.get("/balie/overzicht")
def toon_overzicht(wie: Vrijwilliger, dienst: Met, bezoek: str = "") -> Response:
    """Show the whole bag of post: what to do, what to keep, what can go."""
    blad = make_overzicht(dienst, wie, formuliertoken(dienst, wie), bezoek)
    return page("overzicht.html", blad=blad, kop=make_kop(dienst, wie, HIER))


@router.post("/balie/brieven")
def breng(wie: Vrijwilliger, dienst: Met, form: Bestanden) -> Response:
    """Take the files of one letter."""
    return _bring(dienst, wie, form, pile=False)


@router.post("/balie/stapels")
def breng_stapel(wie: Vrijwilliger, dienst: Met, form: Bestanden) -> Response:
    """Take a pile: many letters at once."""
    return _bring(dienst, wie, form, pile=True)


@router.post("/balie/telefoon")
def koppel(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Make a code and show it, the only time it can be shown."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    bezoek = velden.get("bezoek", "")
    made = koppelen.maak(dienst, wie, bezoek or None)
    waiting = koppelen.KoppelingStand(made.id, "wacht", made.vervalt, made.bezoek_id)
    return _show(dienst, wie, pairing(dienst, waiting, qr_svg(made.url)), bezoek=bezoek)


@router.post("/balie/telefoon/stop")
def ontkoppel(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Cut the phone off."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    koppelen.verbreek(dienst, wie, velden.get("koppeling", ""))
    return _back(velden.get("bezoek", ""))


@router.post("/balie/opnieuw")
def opnieuw(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Try a letter again that could not be read."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    brieven.opnieuw(dienst, wie, velden.get("brief", ""))
    return _back(velden.get("bezoek", ""))


@router.post("/balie/klaar")
def klaar(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Close the visit."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    sluit_bezoek(dienst, wie, velden.get("bezoek", ""))
    return RedirectResponse("/balie?klaar", 303)


@router.post("/balie/verder")
def verder(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Go on with a visit of today that was closed."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    visit = heropen_bezoek(dienst, wie, velden.get("bezoek", ""))
    return _back(visit.id, "verder")


def _bring(dienst: Dienst, wie: Wie, form: Formulier | BrievenbusError, *, pile: bool) -> Response:
    if isinstance(form, BrievenbusError):
        return _show(dienst, wie, fout=form)
    controleer_formulier(dienst, wie, form.velden.get("formulier", ""))
    visit, key = form.velden.get("bezoek", ""), form.velden.get("sleutel") or None
    verzoek = brieven.Verzoek(idempotentie=key, bezoek_id=visit or None, voorrang=STAPEL if pile else GEWOON)
    bring = brieven.maak_stapel if pile else brieven.ontvang
    try:
        bring(dienst, wie, [brieven.Bijlage(deel.naam, deel.inhoud) for deel in form.bestanden], verzoek)
    except BrievenbusError as error:
        return _show(dienst, wie, fout=error, bezoek=visit)
    return _back(visit, "stapel" if pile else "")


def _back(bezoek: str, bericht: str = "") -> Response:
    """Go back to the desk, at the visit that was on the screen. The id came from a form: only what can be one is put in the address."""
    query = [f"bezoek={bezoek}"] if bezoek.isalnum() and bezoek.isascii() else []
    query += [bericht] if bericht else []
    return RedirectResponse(f"/balie?{'&'.join(query)}" if query else "/balie", 303)


def _pairing(dienst: Dienst, wie: Wie, koppeling_id: str) -> KoppelBeeld | None:
    if not koppeling_id:
        return None
    try:
        return pairing(dienst, koppelen.stand(dienst, wie, koppeling_id))
    except MissingError:
        return None


def _show(
    dienst: Dienst, wie: Wie, koppeling: KoppelBeeld | None = None, *, bezoek: str = "", fout: BrievenbusError | None = None,
    bericht: str = "",
) -> Response:  # fmt: skip
    said = sentence(fout, _) if fout else ""
    blad = make_blad(dienst, wie, formuliertoken(dienst, wie), bezoek, koppeling=koppeling, fout=said, bericht=bericht)
    return page("balie.html", status=fout.http_status if fout else 200, blad=blad, kop=make_kop(dienst, wie, HIER))
