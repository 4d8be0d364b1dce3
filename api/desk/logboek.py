"""The log, for a controleur: who did what and when, in plain words, and whether it is whole. Looking is itself written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.auth import controleer_formulier, get_dienst, vereist
from api.desk.formulier import read_fields
from api.desk.kop import make_kop
from api.desk.overdragen import moment_in_words
from api.desk.taal import N_, _
from api.desk.weergave import PaginaRoute, page
from brievenbus.dienst import Dienst, Wie, inzage
from brievenbus.dienst.briefstand import NEDERLAND
from brievenbus.dienst.inzage import Bladzijde, Controle, Keus, Regel
from brievenbus.errors import InputError
from brievenbus.foutzin import sentence

router = APIRouter(route_class=PaginaRoute)
Met = Annotated[Dienst, Depends(get_dienst)]
Velden = Annotated[dict[str, str], Depends(read_fields)]
Controleur = Annotated[Wie, vereist("controleur")]

ACTIES: Mapping[str, str] = {
    "account_geblokkeerd": N_("blokkeerde een account"),
    "account_gedeblokkeerd": N_("liet een account weer toe"),
    "account_gemaakt": N_("maakte een account"),
    "account_gewijzigd": N_("wijzigde een account"),
    "account_hersteld": N_("begon een account opnieuw"),
    "accounts_uitgevoerd": N_("haalde de lijst van accounts op"),
    "apparaat_gemaakt": N_("maakte een sleutel voor een apparaat"),
    "apparaat_ingetrokken": N_("stopte een apparaat"),
    "audit_gecontroleerd": N_("controleerde het logboek"),
    "audit_gelezen": N_("las het logboek"),
    "balie_gemaakt": N_("maakte een balie"),
    "balie_gewijzigd": N_("wijzigde een balie"),
    "balie_verwijderd": N_("haalde een balie weg"),
    "bewaartermijn": N_("wiste wat te oud was"),
    "bezoek_geopend": N_("begon een bezoek"),
    "bezoek_gesloten": N_("sloot een bezoek"),
    "bezoek_heropend": N_("ging verder met een bezoek"),
    "bezoek_ingezien": N_("bekeek de brieven van een bezoek"),
    "brief_gelezen": N_("las een brief"),
    "brief_gesplitst": N_("verdeelde een stapel"),
    "brief_geweigerd": N_("kon een brief niet openen"),
    "brief_gewist": N_("wiste een brief"),
    "brief_ingezien": N_("bekeek een brief"),
    "brief_mislukt": N_("kon een brief niet lezen"),
    "brief_ontvangen": N_("nam een brief aan"),
    "brief_opnieuw": N_("liet een brief opnieuw lezen"),
    "brief_uitgevoerd": N_("gaf een brief mee als bestand"),
    "brief_verbeterd": N_("verbeterde een gegeven"),
    "doorverwijzing_aanvaard": N_("pakte een doorverwijzing op"),
    "doorverwijzing_gesloten": N_("sloot een doorverwijzing"),
    "doorverwijzing_geweigerd": N_("schreef op dat de inwoner nee zei"),
    "doorverwijzing_hoger": N_("gaf een doorverwijzing een stap hoger"),
    "doorverwijzing_ingezien": N_("bekeek een doorverwijzing"),
    "doorverwijzing_notitie": N_("schreef een notitie"),
    "doorverwijzing_overtijd": N_("zag dat een doorverwijzing te laat is"),
    "doorverwijzing_teruggegeven": N_("gaf een doorverwijzing terug"),
    "doorverwijzing_verstuurd": N_("stuurde door, na een ja van de inwoner"),
    "doorverwijzing_voorgesteld": N_("stelde een doorverwijzing voor"),
    "ingelogd": N_("logde in"),
    "ingelogd_oidc": N_("logde in via de organisatie"),
    "koppeling_gebruikt": N_("koppelde een telefoon"),
    "koppeling_gemaakt": N_("maakte een code voor een telefoon"),
    "koppeling_verbroken": N_("verbrak een telefoon"),
    "noodtoegang_beheerder": N_("opende de noodtoegang"),
    "overdracht_gedaan": N_("gaf door aan het systeem van de gemeente"),
    "pagina_ingezien": N_("bekeek een bladzijde"),
    "reservekopie_gemaakt": N_("maakte een reservekopie"),
    "reservekopie_teruggezet": N_("zette een reservekopie terug"),
    "sessie_ingetrokken": N_("beëindigde een sessie"),
    "signalen_bekeken": N_("bekeek de aantallen"),
    "sleutel_verwijderd": N_("haalde een sleutel weg"),
    "sleutels_ververst": N_("ververste de sleutels"),
    "toestemming_ingetrokken": N_("trok een toestemming in"),
    "uitgelogd": N_("logde uit"),
    "uitgenodigd": N_("nodigde iemand uit"),
    "uitnodiging_gebruikt": N_("gebruikte een uitnodiging"),
    "verhuisd": N_("verhuisde de gegevens"),
    "voorstel_besloten": N_("besloot over een voorstel voor de kennis"),
    "voorstel_gedaan": N_("stelde een zin voor de kennis voor"),
    "vraag_beantwoord": N_("schreef het antwoord op een vraag op"),
    "werker_overgenomen": N_("nam werk over"),
    "wijkteam_gemaakt": N_("maakte een wijkteam"),
    "wijkteam_gewijzigd": N_("wijzigde een wijkteam"),
    "wijkteam_postcodes": N_("wijzigde postcodes"),
    "wijkteam_verwijderd": N_("haalde een wijkteam weg"),
}
RESULTATEN: Mapping[str, str] = {"gelukt": N_("Gelukt"), "niet": N_("Niet gelukt")}
_LANGST = 16
_DAG = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_BRON = {
    "mens": N_("Iemand"), "telefoon": N_("Een telefoon"), "apparaat": N_("Een apparaat"), "systeem": N_("Het programma"),
}  # fmt: skip


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
class Filter:
    """What the form holds, as it was filled in. What is no action or result of the lists is no choice."""

    van: str = ""
    tm: str = ""
    actie: str = ""
    resultaat: str = ""

    @classmethod
    def of(cls, van: str, tm: str, actie: str, resultaat: str) -> Filter:
        """Return the choice that an address holds."""
        known = actie if actie in ACTIES else "", resultaat if resultaat in RESULTATEN else ""
        return cls(van.strip()[:_LANGST], tm.strip()[:_LANGST], *known)

    def keus(self) -> Keus:
        """Return the choice in moments and labels; the day `tm` is in it. Raises InputError `correctie_dag`."""
        last = _day(self.tm)
        return Keus(
            self.actie or None, None if not self.resultaat else self.resultaat == "gelukt", _midnight(_day(self.van)),
            _midnight(last + timedelta(days=1) if last else None),
        )  # fmt: skip

    def pad(self, **plaats: int) -> str:
        """Return the address of another page of the same choice."""
        chosen = {name: value for name, value in (*asdict(self).items(), *plaats.items()) if value}
        return f"/logboek?{urlencode(chosen)}"


@dataclass(frozen=True, slots=True)
class LogBlad:
    """A page of the log, the newest on top; `ouder` and `nieuwer` are the addresses of the pages beside it, '' for none."""

    regels: tuple[RegelBeeld, ...]
    filter: Filter
    acties: tuple[tuple[str, str], ...]
    resultaten: Mapping[str, str]
    ouder: str
    nieuwer: str
    controle: Controle | None
    fout: str


@router.get("/logboek")
def toon(
    wie: Controleur, dienst: Met, *, van: str = "", tm: str = "", actie: str = "", resultaat: str = "", onder: str = "", boven: str = ""
) -> Response:  # fmt: skip
    """Show the newest rows of a choice, or those below or above a number."""
    return _show(dienst, wie, Filter.of(van, tm, actie, resultaat), (_number(onder), _number(boven)))


@router.post("/logboek/controle")
def controleer(wie: Controleur, dienst: Met, velden: Velden) -> Response:
    """Check the whole chain and tell."""
    controleer_formulier(dienst, wie, velden.get("formulier", ""))
    return _show(dienst, wie, Filter(), controle=inzage.controleer(dienst, wie))


@router.get("/logboek/kop")
def kop(wie: Controleur, dienst: Met) -> Response:
    """Show the head, to print and keep elsewhere."""
    found = inzage.kop(dienst, wie)
    parts = tuple(found.hash[i : i + 8] for i in range(0, len(found.hash), 8))
    return page(
        "logboek_kop.html", kop=make_kop(dienst, wie, "/logboek"), nummer=found.volgnummer, delen=parts, nu=moment_in_words(dienst.klok())
    )


def _show(
    dienst: Dienst, wie: Wie, filter_: Filter, plaats: tuple[int | None, int | None] = (None, None), controle: Controle | None = None
) -> Response:  # fmt: skip
    said, found = "", Bladzijde((), nieuwer=False, ouder=False)
    try:
        found = inzage.blader(dienst, wie, filter_.keus(), onder=plaats[0], boven=plaats[1])
    except InputError as error:
        said = sentence(error, _)
    rows, actions = found.regels, [(key, _(word)) for key, word in ACTIES.items()]
    blad = LogBlad(
        tuple(_row(row) for row in rows), filter_, tuple(sorted(actions, key=lambda one: one[1])), RESULTATEN,
        filter_.pad(onder=rows[-1].volgnummer) if found.ouder else "", filter_.pad(boven=rows[0].volgnummer) if found.nieuwer else "",
        controle, said,
    )  # fmt: skip
    return page("logboek.html", status=400 if said else 200, kop=make_kop(dienst, wie, "/logboek"), blad=blad)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _LANGST else None


def _day(text: str) -> date | None:
    """Return a day as a browser sends it or a person types it; None for no day. Raises InputError `correctie_dag`."""
    if not text:
        return None
    typed = _DAG.fullmatch(text)
    try:
        day = date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else date.fromisoformat(text)
    except ValueError:
        raise InputError("correctie_dag") from None
    if not 1900 <= day.year <= 2200:  # a day at the edge has no midnight before or after it
        raise InputError("correctie_dag")
    return day


def _midnight(dag: date | None) -> datetime | None:
    return None if dag is None else datetime.combine(dag, time(), NEDERLAND).astimezone(UTC)


def _row(row: Regel) -> RegelBeeld:
    g = row.gebeurtenis
    who = _(_BRON.get(g.oorsprong, _BRON["mens"])) + (f" ({g.actor[:8]})" if g.actor and g.actor != "systeem" else "")
    more = ", ".join(f"{name}: {_said(value)}" for name, value in g.bijzonderheden.items() if value != "")
    what = f"{g.object_soort} {g.object_id[:8]}".strip()
    did = _(ACTIES.get(g.actie, g.actie.replace("_", " ")))
    return RegelBeeld(row.volgnummer, moment_in_words(row.tijd), who, did, what, more, g.resultaat == "gelukt")


def _said(value: str | int | bool) -> str:
    """Return a detail as people read it; of an id its beginning, as elsewhere on the page."""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return str(value)[:8] if len(str(value)) == 32 else str(value)
