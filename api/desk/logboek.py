"""The log, for a controleur: who did what and when, in plain words, and whether it is whole. Looking is itself written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.overdragen import moment_in_words
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, inzage
from brievenbus.dienst.inzage import Controle, Regel, Zoek

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Controleur = Annotated[Wie, vereist("controleur")]

PER_BLAD = 50
ACTIES: Mapping[str, str] = {
    "account_geblokkeerd": "blokkeerde een account",
    "account_gedeblokkeerd": "liet een account weer toe",
    "account_gemaakt": "maakte een account",
    "account_gewijzigd": "wijzigde een account",
    "account_hersteld": "begon een account opnieuw",
    "accounts_uitgevoerd": "haalde de lijst van accounts op",
    "apparaat_gemaakt": "maakte een sleutel voor een apparaat",
    "apparaat_ingetrokken": "stopte een apparaat",
    "audit_gecontroleerd": "controleerde het logboek",
    "audit_gelezen": "las het logboek",
    "balie_gemaakt": "maakte een balie",
    "balie_gewijzigd": "wijzigde een balie",
    "balie_verwijderd": "haalde een balie weg",
    "bewaartermijn": "wiste wat te oud was",
    "bezoek_geopend": "begon een bezoek",
    "bezoek_gesloten": "sloot een bezoek",
    "brief_gelezen": "las een brief",
    "brief_gesplitst": "verdeelde een stapel",
    "brief_geweigerd": "kon een brief niet openen",
    "brief_gewist": "wiste een brief",
    "brief_ingezien": "bekeek een brief",
    "brief_mislukt": "kon een brief niet lezen",
    "brief_ontvangen": "nam een brief aan",
    "brief_opnieuw": "liet een brief opnieuw lezen",
    "brief_uitgevoerd": "gaf een brief mee als bestand",
    "brief_verbeterd": "verbeterde een gegeven",
    "doorverwijzing_aanvaard": "pakte een doorverwijzing op",
    "doorverwijzing_gesloten": "sloot een doorverwijzing",
    "doorverwijzing_geweigerd": "schreef op dat de inwoner nee zei",
    "doorverwijzing_hoger": "gaf een doorverwijzing een stap hoger",
    "doorverwijzing_ingezien": "bekeek een doorverwijzing",
    "doorverwijzing_notitie": "schreef een notitie",
    "doorverwijzing_overtijd": "zag dat een doorverwijzing te laat is",
    "doorverwijzing_teruggegeven": "gaf een doorverwijzing terug",
    "doorverwijzing_verstuurd": "stuurde door, na een ja van de inwoner",
    "doorverwijzing_voorgesteld": "stelde een doorverwijzing voor",
    "ingelogd": "logde in",
    "ingelogd_oidc": "logde in via de organisatie",
    "koppeling_gebruikt": "koppelde een telefoon",
    "koppeling_gemaakt": "maakte een code voor een telefoon",
    "koppeling_verbroken": "verbrak een telefoon",
    "noodtoegang_beheerder": "opende de noodtoegang",
    "overdracht_gedaan": "gaf door aan het systeem van de gemeente",
    "pagina_ingezien": "bekeek een bladzijde",
    "reservekopie_gemaakt": "maakte een reservekopie",
    "reservekopie_teruggezet": "zette een reservekopie terug",
    "sessie_ingetrokken": "beëindigde een sessie",
    "signalen_bekeken": "bekeek de aantallen",
    "sleutel_verwijderd": "haalde een sleutel weg",
    "sleutels_ververst": "ververste de sleutels",
    "toestemming_ingetrokken": "trok een toestemming in",
    "uitgelogd": "logde uit",
    "uitgenodigd": "nodigde iemand uit",
    "uitnodiging_gebruikt": "gebruikte een uitnodiging",
    "verhuisd": "verhuisde de gegevens",
    "werker_overgenomen": "nam werk over",
    "wijkteam_gemaakt": "maakte een wijkteam",
    "wijkteam_gewijzigd": "wijzigde een wijkteam",
    "wijkteam_postcodes": "wijzigde postcodes",
    "wijkteam_verwijderd": "haalde een wijkteam weg",
}
_BRON = {"mens": "Iemand", "telefoon": "Een telefoon", "apparaat": "Een apparaat", "systeem": "Het programma"}


@dataclass(frozen=True, slots=True)
class RegelBeeld:
    """One row in words; `wat` and `meer` hold ids and labels only."""

    nummer: int
    moment: str
    wie: str
    deed: str
    wat: str
    meer: str
    gelukt: bool


@dataclass(frozen=True, slots=True)
class LogBlad:
    """A page of the log, the newest on top."""

    regels: tuple[RegelBeeld, ...]
    nieuwste: int
    hash: str
    ouder: int | None
    nieuwer: int | None
    nu: str
    controle: Controle | None


@router.get("/logboek")
def toon(wie: Controleur, dienst: Met, tot: str = "") -> Response:
    """Show the newest rows, or those up to number `tot`."""
    return _show(dienst, wie, int(tot) if tot.isascii() and tot.isdecimal() and len(tot) < 16 else None)


@router.post("/logboek/controle")
def controleer(wie: Controleur, dienst: Met, velden: Velden) -> Response:
    """Check the whole chain and tell."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    return _show(dienst, wie, None, inzage.controleer(dienst, wie))


@router.get("/logboek/kop")
def kop(wie: Controleur, dienst: Met) -> Response:
    """Show the head, to print and keep elsewhere."""
    found = inzage.kop(dienst, wie)
    parts = tuple(found.hash[i : i + 8] for i in range(0, len(found.hash), 8))
    return page(
        "logboek_kop.html", kop=make_kop(dienst, wie, "/logboek"), nummer=found.volgnummer, delen=parts, nu=moment_in_words(dienst.klok())
    )


def _show(dienst: Dienst, wie: Wie, tot: int | None, controle: Controle | None = None) -> Response:
    head = inzage.kop(dienst, wie)
    last = head.volgnummer if tot is None else min(tot, head.volgnummer)
    first = max(0, last - PER_BLAD)
    rows = inzage.lijst(dienst, wie, Zoek(first, last - first)) if last > first else ()
    blad = LogBlad(
        tuple(_row(row) for row in reversed(rows)), head.volgnummer, head.hash[:16], first or None,
        last + PER_BLAD if last < head.volgnummer else None, moment_in_words(dienst.klok()), controle,
    )  # fmt: skip
    return page("logboek.html", kop=make_kop(dienst, wie, "/logboek"), blad=blad)


def _row(row: Regel) -> RegelBeeld:
    g = row.gebeurtenis
    who = _BRON.get(g.oorsprong, "Iemand") + (f" ({g.actor[:8]})" if g.actor and g.actor != "systeem" else "")
    more = ", ".join(f"{name}: {_said(value)}" for name, value in g.bijzonderheden.items() if value != "")
    what = f"{g.object_soort} {g.object_id[:8]}".strip()
    did = ACTIES.get(g.actie, g.actie.replace("_", " "))
    return RegelBeeld(row.volgnummer, moment_in_words(row.tijd), who, did, what, more, g.resultaat == "gelukt")


def _said(value: str | int | bool) -> str:
    """Return a detail as people read it; of an id its beginning, as elsewhere on the page."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)[:8] if len(str(value)) == 32 else str(value)
