"""The table of the walk of routes and roles: for every route who gets through, and what is sent.

Written by hand, from what each role is for; not made from the marks in the code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brievenbus.store import new_id
from tests.api.plaatje import bestanden, jpeg
from tests.api.rollenwereld import BINNEN, Wereld

FOTO = Path(__file__).parents[2] / "samples" / "beelden" / "g01.p1.foto.jpg"
Maker = Callable[[Wereld], dict[str, Any]]


def _json(**body: Any) -> Maker:
    return lambda w: {"json": body}


def _named() -> Maker:
    return lambda w: {"json": {"naam": f"Naam {new_id()}"}}


@dataclass(frozen=True)
class Mag:
    """Who gets through (`wie`), for whom it does not exist (`niets`); the others who are in get 403. `goed`: what one of them gets."""

    wie: str = ""
    niets: str = ""
    goed: int = 200
    stuur: Maker = field(default=lambda w: {})
    open: bool = False
    slots: dict[str, str] = field(default_factory=dict)


V, V2, W, W2, B, C, T, T2, A = BINNEN
MENSEN = f"{V} {V2} {W} {W2} {B} {C}"
BALIE, BRENGERS, TEAMS = f"{V} {V2}", f"{V} {V2} {T} {T2} {A}", f"{W} {W2}"
ACCOUNT = {"naam": "Sam Voorbeeld", "rol": "controleur"}
JA = {"wijze": "mondeling", "velden": ["afzender"]}
OPEN = Mag(open=True)
FOUT = {"gebruikersnaam": "niemand", "wachtwoord": "een lang wachtwoord", "code": "000000"}
VELD = {"veld": "afzender", "waarde": "Parkeren"}
CODE = {"token": "a" * 43, "wachtwoord": "een lang wachtwoord", "code": "000000"}


def _form(**slots: str) -> Maker:
    return lambda w: {"data": {name: w.ids[slot] for name, slot in slots.items()}}


def _files(veld: str = "bestanden") -> Maker:
    return lambda w: {"files": bestanden(jpeg(sum(new_id().encode()) % 200), veld=veld)}


def _team(w: Wereld) -> dict[str, Any]:
    return {"json": {"naam": f"Team {new_id()}", "actief": True}}


def _fresh(w: Wereld) -> dict[str, Any]:
    return {"json": {**FOUT, "gebruikersnaam": new_id()}}


def _fresh_form(w: Wereld) -> dict[str, Any]:
    return {"data": {"naam": new_id(), "wachtwoord": "een lang wachtwoord", "code": "000000"}}


def _yes(w: Wereld) -> dict[str, Any]:
    return {"data": {"wijze": "mondeling", "veld_afzender": "1", "reden": "anders", "wijkteam": w.ids["wijkteam_id"]}}


def _account(w: Wereld) -> dict[str, Any]:
    return {"json": {**ACCOUNT, "gebruikersnaam": new_id()}}


GEZIEN, VRIJ = {"brief_id": "brief_gezien"}, {"brief_id": "brief_vrij"}
GAST, VOORSTEL = {"gebruiker_id": "gast"}, {"doorverwijzing_id": "voorstel"}
LEEG, LEEG_TEAM = {"balie_id": "lege_balie"}, {"wijkteam_id": "leeg_wijkteam"}

TABEL: dict[str, Mag] = {
    # pages: only with the cookie
    "GET /": Mag(open=True, goed=303),
    "GET /taal/{code}": Mag(open=True, goed=303),
    "GET /inloggen": OPEN, "POST /inloggen": Mag(open=True, goed=401, stuur=_fresh_form),
    "POST /uitloggen": Mag(MENSEN, goed=303, stuur=_form()),
    "GET /uitnodiging": OPEN, "POST /uitnodiging": Mag(open=True, goed=404, stuur=lambda w: {"data": {"token": "a" * 43}}),
    "POST /uitnodiging/gebruik": Mag(open=True, goed=404, stuur=lambda w: {"data": CODE}),
    "GET /balie": Mag(BALIE), "GET /balie/stand": Mag(BALIE),
    "POST /balie/brieven": Mag(BALIE, goed=303, stuur=_files()),
    "POST /balie/telefoon": Mag(BALIE, stuur=_form()),
    "POST /balie/telefoon/stop": Mag(V, V2, 303, _form(koppeling="koppeling_id")),
    "POST /balie/opnieuw": Mag(V, V2, 303, _form(brief="mislukt")),
    "POST /balie/klaar": Mag(V, V2, 303, _form(bezoek="bezoek_id")),
    "GET /oefenen": Mag(f"{V} {V2} {W} {W2} {B}"), "GET /oefenen/brieven/{naam}": Mag(f"{V} {V2} {W} {W2} {B}"),
    "GET /oefenen/brieven/{naam}/paginas/{nummer}": Mag(f"{V} {V2} {W} {W2} {B}"),
    "GET /oefenen/brieven/{naam}/{wat}": Mag(f"{V} {V2} {W} {W2} {B}"),
    "POST /oefenen/brieven/{naam}/{wat}": Mag(f"{V} {V2} {W} {W2} {B}", goed=303, stuur=_form()),
    "GET /balie/overzicht": Mag(BALIE), "POST /balie/stapels": Mag(BALIE, goed=303, stuur=_files()),
    "POST /balie/verder": Mag(V, V2, 303, _form(bezoek="bezoek_id")),
    "GET /balie/brieven/{brief_id}": Mag(V, V2), "GET /balie/brieven/{brief_id}/stand": Mag(V, V2),
    "GET /balie/brieven/{brief_id}/paginas/{nummer}": Mag(f"{V} {W}", f"{V2} {W2}", slots={"brief_id": "brief_gezien"}),
    "POST /balie/brieven/{brief_id}/correcties": Mag(V, V2, 303, lambda w: {"data": VELD}),
    "POST /balie/brieven/{brief_id}/antwoord": Mag(V, V2, 409, lambda w: {"data": {"antwoord": "nee"}}),
    "POST /balie/brieven/{brief_id}/opnieuw": Mag(V, V2, 303, _form(), slots={"brief_id": "mislukt"}),
    "GET /balie/brieven/{brief_id}/wissen": Mag(V, V2), "POST /balie/brieven/{brief_id}/wissen": Mag(V, V2, 303, _form()),
    "GET /blad.css": OPEN, "GET /balie/brieven/{brief_id}/meegeven": Mag(V, V2), "GET /balie/brieven/{brief_id}/meegeven.pdf": Mag(V, V2),
    "GET /balie/brieven/{brief_id}/agenda.ics": Mag(V, V2),
    "GET /balie/brieven/{brief_id}/voorlezen": Mag(V, V2), "GET /balie/brieven/{brief_id}/voorlezen/{nummer}.wav": Mag(V, V2),
    "GET /oefenen/brieven/{naam}/voorlezen": Mag(f"{V} {V2} {W} {W2} {B}"),
    "GET /oefenen/brieven/{naam}/voorlezen/{nummer}.wav": Mag(f"{V} {V2} {W} {W2} {B}"),
    "GET /balie/brieven/{brief_id}/terugvertel": Mag(V, V2), "POST /balie/brieven/{brief_id}/terugvertel": Mag(V, V2, 303, _form()),
    "GET /balie/brieven/{brief_id}/concept/{soort}.docx": Mag(V, V2), "GET /balie/brieven/{brief_id}/concept/{soort}.pdf": Mag(V, V2),
    "GET /balie/brieven/{brief_id}/doorverwijzen": Mag(V, V2, slots=GEZIEN),
    "POST /balie/brieven/{brief_id}/doorverwijzen": Mag(V, V2, 200, lambda w: {"data": {"terug": "1"}}, slots=VRIJ),
    "POST /balie/brieven/{brief_id}/doorverwijzen/ja": Mag(V, V2, 303, _yes, slots=VRIJ),
    "POST /balie/brieven/{brief_id}/doorverwijzen/nee": Mag(V, V2, 303, _form(), slots=VRIJ),
    "POST /balie/brieven/{brief_id}/doorverwijzen/intrekken": Mag(V, V2, 303, _form(), slots=GEZIEN),
    "POST /balie/brieven/{brief_id}/doorverwijzen/notities": Mag(V, V2, 303, lambda w: {"data": {"notitie": "Gebeld"}}, slots=GEZIEN),
    "GET /wijkteam": Mag(TEAMS), "GET /wijkteam/{doorverwijzing_id}": Mag(W, W2),
    "GET /wijkteam/{doorverwijzing_id}/paginas/{nummer}": Mag(W, W2),
    "POST /wijkteam/{doorverwijzing_id}/oppakken": Mag(W, W2, 303, _form()),
    "POST /wijkteam/{doorverwijzing_id}/notities": Mag(W, W2, 303, lambda w: {"data": {"notitie": "Gebeld"}}),
    "POST /wijkteam/{doorverwijzing_id}/teruggeven": Mag(W, W2, 303, lambda w: {"data": {"label": "anders"}}),
    "POST /wijkteam/{doorverwijzing_id}/sluiten": Mag(W, W2, 409, lambda w: {"data": {"label": "anders"}}),
    "GET /telefoon": OPEN, "* /static": OPEN, "GET /metrics": OPEN,
    "GET /oidc/inloggen": Mag(open=True, goed=404), "GET /oidc/terug": Mag(open=True, goed=404),
    # managing: a beheerder, who sees no letters; the log: a controleur; counts: also a team
    "GET /beheer": Mag(B), "GET /beheer/accounts": Mag(B), "GET /beheer/accounts/overzicht": Mag(B),
    "POST /beheer/accounts": Mag(B, stuur=lambda w: {"data": {**ACCOUNT, "gebruikersnaam": new_id()}}),
    "GET /beheer/accounts/{gebruiker_id}": Mag(B),
    "POST /beheer/accounts/{gebruiker_id}": Mag(B, goed=303, stuur=lambda w: {"data": ACCOUNT}, slots=GAST),
    "POST /beheer/accounts/{gebruiker_id}/blokkeren": Mag(B, goed=303, stuur=_form(), slots=GAST),
    "POST /beheer/accounts/{gebruiker_id}/deblokkeren": Mag(B, goed=303, stuur=_form(), slots=GAST),
    "POST /beheer/accounts/{gebruiker_id}/herstellen": Mag(B, stuur=_form(), slots=GAST),
    "GET /beheer/balies": Mag(B), "POST /beheer/balies": Mag(B, goed=303, stuur=lambda w: {"data": {"naam": f"Naam {new_id()}"}}),
    "POST /beheer/balies/{balie_id}": Mag(B, goed=303, stuur=lambda w: {"data": {"doe": "sluiten"}}, slots=LEEG),
    "POST /beheer/balies/{balie_id}/apparaten": Mag(B, stuur=lambda w: {"data": {"naam": "Kiosk hal"}}),
    "POST /beheer/balies/{balie_id}/apparaten/{apparaat_id}/stoppen": Mag(B, goed=303, stuur=_form()),
    "GET /beheer/wijkteams": Mag(B), "POST /beheer/wijkteams": Mag(B, goed=303, stuur=lambda w: {"data": {"naam": f"Team {new_id()}"}}),
    "POST /beheer/wijkteams/{wijkteam_id}": Mag(B, goed=303, stuur=lambda w: {"data": {"naam": f"Team {new_id()}"}}, slots=LEEG_TEAM),
    "GET /beheer/instellingen": Mag(B), "GET /beheer/algoritmeregister": Mag(B), "GET /beheer/algoritmeregister/json": Mag(B),
    "GET /logboek": Mag(C), "GET /logboek/kop": Mag(C), "POST /logboek/controle": Mag(C, stuur=_form()),
    "GET /signalen": Mag(f"{TEAMS} {B}"), "GET /signalen/brief": Mag(f"{TEAMS} {B}"),
    # who comes in
    "POST /v1/sessies": Mag(open=True, goed=401, stuur=_fresh),
    "GET /v1/sessies/_eigen": Mag(" ".join(BINNEN)), "DELETE /v1/sessies/_eigen": Mag(" ".join(BINNEN), goed=204),
    "POST /v1/uitnodigingen/_bekijken": Mag(open=True, goed=404, stuur=_json(token="a" * 43)),
    "POST /v1/uitnodigingen/_aanvaarden": Mag(open=True, goed=404, stuur=_json(**CODE)),
    # accounts, desks: a beheerder; of one's own account and desk everybody sees the row
    "POST /v1/gebruikers": Mag(B, goed=201, stuur=_account), "GET /v1/gebruikers": Mag(B), "GET /v1/gebruikers/_overzicht": Mag(B),
    "GET /v1/gebruikers/{gebruiker_id}": Mag(f"{V} {B}", f"{V2} {W} {W2} {C}"),
    "PUT /v1/gebruikers/{gebruiker_id}": Mag(B, stuur=_json(**ACCOUNT), slots=GAST),
    "PUT /v1/gebruikers/{gebruiker_id}/blokkade": Mag(B, slots=GAST), "DELETE /v1/gebruikers/{gebruiker_id}/blokkade": Mag(B, slots=GAST),
    "POST /v1/gebruikers/{gebruiker_id}/uitnodigingen": Mag(B, goed=201, slots=GAST),
    "POST /v1/balies": Mag(B, goed=201, stuur=_named()), "GET /v1/balies": Mag(B),
    "GET /v1/balies/{balie_id}": Mag(f"{V} {B} {T} {T2} {A}", V2),
    "PUT /v1/balies/{balie_id}": Mag(B, stuur=_team, slots=LEEG), "DELETE /v1/balies/{balie_id}": Mag(B, goed=204, slots=LEEG),
    "POST /v1/balies/{balie_id}/apparaten": Mag(B, goed=201, stuur=_named()), "GET /v1/balies/{balie_id}/apparaten": Mag(B),
    "DELETE /v1/balies/{balie_id}/apparaten/{apparaat_id}": Mag(B, goed=204),
    # letters: the desk; a phone or kiosk only brings, and follows what it brought; a team sees the picture it was allowed
    "POST /v1/brieven": Mag(BRENGERS, goed=202, stuur=_files()), "GET /v1/brieven": Mag(BALIE),
    "GET /v1/brieven/{brief_id}": Mag(f"{V} {T}", f"{V2} {T2} {A}"),
    "GET /v1/brieven/{brief_id}/lezing": Mag(V, V2),
    "GET /v1/brieven/{brief_id}/paginas/{nummer}": Mag(f"{V} {W}", f"{V2} {W2}", slots={"brief_id": "brief_gezien"}),
    "POST /v1/brieven/{brief_id}/correcties": Mag(V, V2, 201, _json(**VELD)), "GET /v1/brieven/{brief_id}/correcties": Mag(V, V2),
    # what may be learned from a correction: proposed by who sees the letter, decided on by who sees none
    "GET /v1/brieven/{brief_id}/voorstellen": Mag(V, V2),
    "POST /v1/brieven/{brief_id}/voorstellen": Mag(V, V2, 200, _json(nummer=1, soort="cjib_verkeersboete", functie="eis"), slots=VRIJ),
    "GET /v1/voorstellen": Mag(B), "DELETE /v1/voorstellen/{voorstel_id}": Mag(B, goed=204),
    "POST /v1/brieven/{brief_id}/herkansingen": Mag(V, V2, 202, slots={"brief_id": "mislukt"}),
    "DELETE /v1/brieven/{brief_id}": Mag(V, V2),
    "POST /v1/stapels": Mag(BALIE, goed=202, stuur=_files()), "GET /v1/stapels/{stapel_id}": Mag(V, V2),
    "POST /v1/bezoeken": Mag(BALIE, goed=201), "GET /v1/bezoeken": Mag(BALIE), "POST /v1/bezoeken/{bezoek_id}/sluitingen": Mag(V, V2),
    "POST /v1/koppelingen": Mag(BALIE, goed=201), "GET /v1/koppelingen/_eigen": Mag(f"{T} {T2}"),
    "POST /v1/koppelingen/_inwisselen": Mag(open=True, goed=401, stuur=_json(code="a" * 43)),
    "GET /v1/koppelingen/{koppeling_id}": Mag(V, V2), "DELETE /v1/koppelingen/{koppeling_id}": Mag(V, V2),
    "POST /v1/keuringen": Mag(BRENGERS, stuur=lambda w: {"files": bestanden(FOTO.read_bytes(), veld="bestand")}),
    # referrals: the desk that made it and the team that has it
    "POST /v1/brieven/{brief_id}/doorverwijzingen": Mag(V, V2, 201, _json(reden="anders"), slots={"brief_id": "brief_vrij"}),
    "POST /v1/doorverwijzingen/{doorverwijzing_id}/toestemmingen": Mag(
        V, V2, stuur=lambda w: {"json": {**JA, "wijkteamId": w.ids["wijkteam_id"]}}, slots=VOORSTEL
    ),
    "POST /v1/doorverwijzingen/{doorverwijzing_id}/weigeringen": Mag(V, V2, slots=VOORSTEL),
    "POST /v1/doorverwijzingen/{doorverwijzing_id}/intrekkingen": Mag(f"{V} {W}", f"{V2} {W2}"),
    "GET /v1/doorverwijzingen": Mag(f"{BALIE} {TEAMS}"),
    "GET /v1/doorverwijzingen/{doorverwijzing_id}": Mag(f"{V} {W}", f"{V2} {W2}"),
    "POST /v1/doorverwijzingen/{doorverwijzing_id}/aanvaardingen": Mag(W, W2),
    "POST /v1/doorverwijzingen/{doorverwijzing_id}/teruggaven": Mag(W, W2, stuur=_json(label="anders")),
    "POST /v1/doorverwijzingen/{doorverwijzing_id}/sluitingen": Mag(
        f"{V} {W}", f"{V2} {W2}", 409, _json(label="anders")  # nobody accepted it yet
    ),
    "POST /v1/doorverwijzingen/{doorverwijzing_id}/notities": Mag(f"{V} {W}", f"{V2} {W2}", stuur=_json(tekst="Gebeld")),
    "GET /v1/doorverwijzingen/{doorverwijzing_id}/paginas/{nummer}": Mag(f"{V} {W}", f"{V2} {W2}"),
    "GET /v1/wijkteams": Mag(f"{BALIE} {TEAMS} {B}"), "POST /v1/wijkteams": Mag(B, goed=201, stuur=_named()),
    "GET /v1/wijkteams/{wijkteam_id}": Mag(f"{BALIE} {TEAMS} {B}"),
    "PUT /v1/wijkteams/{wijkteam_id}": Mag(B, stuur=_team, slots=LEEG_TEAM),
    "DELETE /v1/wijkteams/{wijkteam_id}": Mag(B, goed=204, slots=LEEG_TEAM),
    "PUT /v1/wijkteams/{wijkteam_id}/postcodes": Mag(B, stuur=_json(postcodes=[]), slots=LEEG_TEAM),
    # the trail: a controleur, who sees nothing else
    "GET /v1/auditregels": Mag(C), "GET /v1/auditregels/_controle": Mag(C),
    "GET /v1/gezondheid": OPEN, "GET /v1/gereedheid": Mag(open=True, goed=503), "GET /v1/openapi.json": OPEN,
}  # fmt: skip
