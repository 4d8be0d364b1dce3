"""The desk: bring a letter by file or phone, and see the letters of this visit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.auth import controleer_formulier, formuliertoken, get_dienst, vereist
from api.desk.formulier import read_fields
from api.desk.weergave import Blad, KoppelBeeld, PaginaRoute, card, new_key, page, pairing
from api.qr import qr_svg
from api.upload import Formulier, read_form
from brievenbus.dienst import Dienst, Wie, accounts, balies, brieven, koppelen, overzicht
from brievenbus.dienst.bezoeken import sluit_bezoek
from brievenbus.errors import BrievenbusError, LoginError, MissingError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Vrijwilliger = Annotated[Wie, vereist("vrijwilliger")]

_BERICHT = {"klaar": "Dit bezoek is klaar. U kunt de volgende bezoeker helpen."}


async def read_files(request: Request, wie: Vrijwilliger, dienst: Met) -> Formulier | BrievenbusError:
    """Read the files of the form, after it is known who sends them; what is wrong with them is for the page to tell."""
    try:
        return await read_form(request, aantal=dienst.beleid.max_bestanden, per_bestand=dienst.beleid.max_bytes)
    except LoginError:
        raise
    except BrievenbusError as error:
        return error


@router.get("/balie")
def toon(request: Request, wie: Vrijwilliger, dienst: Met, koppeling: str = "") -> Response:
    """Show the desk."""
    said = next((_BERICHT[word] for word in _BERICHT if word in request.query_params), "")
    return _show(dienst, wie, _pairing(dienst, wie, koppeling), bericht=said)


@router.get("/balie/stand")
def stand(wie: Vrijwilliger, dienst: Met, koppeling: str = "") -> Response:
    """Tell the script of the desk whether there is anything new to fetch."""
    now, panel = overzicht.stand(dienst, wie), _pairing(dienst, wie, koppeling)
    return JSONResponse({"teken": now.teken, "levend": now.levend, "koppeling": panel.stand if panel else None})


@router.post("/balie/brieven")
def breng(wie: Vrijwilliger, dienst: Met, form: Annotated[Formulier | BrievenbusError, Depends(read_files)]) -> Response:
    """Take the files of one letter."""
    if isinstance(form, BrievenbusError):
        return _show(dienst, wie, fout=form)
    controleer_formulier(dienst, wie, form.velden.get("formulier", ""))
    verzoek = brieven.Verzoek(idempotentie=form.velden.get("sleutel") or None)
    try:
        brieven.ontvang(dienst, wie, [brieven.Bijlage(deel.naam, deel.inhoud) for deel in form.bestanden], verzoek)
    except BrievenbusError as error:
        return _show(dienst, wie, fout=error)
    return RedirectResponse("/balie", 303)


@router.post("/balie/telefoon")
def koppel(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Make a code and show it, the only time it can be shown."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    made = koppelen.maak(dienst, wie)
    waiting = koppelen.KoppelingStand(made.id, "wacht", made.vervalt, made.bezoek_id)
    return _show(dienst, wie, pairing(dienst, waiting, qr_svg(made.url)))


@router.post("/balie/telefoon/stop")
def ontkoppel(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Cut the phone off."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    koppelen.verbreek(dienst, wie, velden.get("koppeling", ""))
    return RedirectResponse("/balie", 303)


@router.post("/balie/opnieuw")
def opnieuw(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Try a letter again that could not be read."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    brieven.opnieuw(dienst, wie, velden.get("brief", ""))
    return RedirectResponse("/balie", 303)


@router.post("/balie/klaar")
def klaar(wie: Vrijwilliger, dienst: Met, velden: Velden) -> Response:
    """Close the visit."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    sluit_bezoek(dienst, wie, velden.get("bezoek", ""))
    return RedirectResponse("/balie?klaar", 303)


def _pairing(dienst: Dienst, wie: Wie, koppeling_id: str) -> KoppelBeeld | None:
    if not koppeling_id:
        return None
    try:
        return pairing(dienst, koppelen.stand(dienst, wie, koppeling_id))
    except MissingError:
        return None


def _show(
    dienst: Dienst, wie: Wie, koppeling: KoppelBeeld | None = None, *, fout: BrievenbusError | None = None, bericht: str = ""
) -> Response:  # fmt: skip
    now = overzicht.stand(dienst, wie)
    blad = Blad(
        balie=balies.zoek(dienst, wie, wie.balie_id or "").naam,
        naam=accounts.zoek(dienst, wie, wie.gebruiker_id).naam,
        formulier=formuliertoken(dienst, wie),
        sleutel=new_key(),
        max_bytes=dienst.beleid.max_bytes,
        bezoek_id=now.bezoek_id or "",
        teken=now.teken,
        levend=now.levend,
        brieven=tuple(card(kaart) for kaart in overzicht.kaarten(dienst, wie, now.brieven)),
        koppeling=koppeling,
        fout=sentence(fout) if fout else "",
        bericht=bericht,
    )
    return page("balie.html", status=fout.http_status if fout else 200, blad=blad)
