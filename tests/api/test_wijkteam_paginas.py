"""From the desk to the team on pages: nothing goes before the yes, exactly the ticked fields go, and a no has no consequence."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI

from brievenbus.dienst import Dienst, doorverwijzen, werklijst
from brievenbus.dienst.klok import run_klok
from tests.api.paginabouw import Lezer
from tests.dienst.doorverwijsbouw import JPEG, acties, geef_postcode, inhoud, maak_brief, stuur
from tests.dienstbouw import Klok, maak_wie, maak_wijkteam

JA = {
    "postcode": "3511", "veld_briefsoort": "on", "veld_afzender": "on", "veld_uiterste_datum": "on", "veld_contact": "on",
    "contact_wijze": "telefoon", "contact_waarde": "06 12345678", "voornaam": "Noor",
}  # fmt: skip


@pytest.fixture
def team(dienst: Dienst) -> str:
    made = maak_wijkteam(dienst.opslag, "Wijkteam Noord", hoger_id=maak_wijkteam(dienst.opslag, "Stadsteam"))
    geef_postcode(dienst, made)
    return made


@pytest.fixture
def truus(app: FastAPI, dienst: Dienst, team: str) -> Lezer:
    return Lezer(app, dienst, maak_wie(dienst.opslag))


@pytest.fixture
def lid(app: FastAPI, dienst: Dienst, team: str) -> Callable[[], Lezer]:
    return lambda: Lezer(app, dienst, maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team))


def waar(brief_id: str) -> str:
    return f"/balie/brieven/{brief_id}/doorverwijzen"


def test_the_form_says_why_and_ticks_the_minimal_set_only(dienst: Dienst, truus: Lezer) -> None:
    page = truus.kijk(waar(maak_brief(dienst, truus.wie, inhoud("h06"))))
    assert page.status == 200
    assert "binnen 3 werkdagen een gesprek aanbieden" in page.tekst and "Er gaat nog niets weg" in page.tekst
    ticked = {name for name in ("briefsoort", "afzender", "uiterste_datum", "urgentie", "contact", "postcode", "vraag")
              if f'name="veld_{name}" checked' in page.bron}  # fmt: skip
    assert ticked == {"briefsoort", "afzender", "uiterste_datum", "contact"}
    assert 'name="afbeelding" checked' not in page.bron


def test_looking_and_reading_aloud_keep_and_send_nothing(dienst: Dienst, truus: Lezer, lid: Callable[[], Lezer]) -> None:
    brief = maak_brief(dienst, truus.wie, inhoud("h06"))
    truus.kijk(waar(brief))
    page = truus.stuur(waar(brief), **JA)
    assert page.status == 200 and "Lees dit voor" in page.tekst
    assert "Wijkteam Noord" in page.tekst and "+31 6 12345678 (Noor)" in page.tekst and "De brief zelf blijft hier" in page.tekst
    assert "Hoe dringend" not in page.tekst
    assert acties(dienst) == [] and werklijst.bij_brief(dienst, truus.wie, brief) is None
    assert "Er wacht niemand op u" in lid().kijk("/wijkteam").tekst


@pytest.mark.parametrize(("anders", "zin"), [
    ({"postcode": "35"}, "geen vier cijfers"), ({"postcode": ""}, "Het wijkteam is nog niet bekend"),
    ({"postcode": "9999"}, "hoort geen wijkteam"), ({"contact_waarde": ""}, "geen telefoonnummer"),
    ({"contact_wijze": "duif"}, "hoe het team contact opneemt"), ({"veld_vraag": "on"}, "'vraag'"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(dienst: Dienst, truus: Lezer, anders: dict[str, str], zin: str) -> None:
    brief = maak_brief(dienst, truus.wie, inhoud("h06"))
    for pad in (waar(brief), waar(brief) + "/ja"):
        page = truus.stuur(pad, **{**JA, "wijze": "mondeling", **anders})
        assert page.status == 400 and zin in page.tekst and 'value="Noor"' in page.bron
    assert acties(dienst) == []


def test_a_yes_sends_exactly_what_was_read_aloud(dienst: Dienst, truus: Lezer) -> None:
    brief = maak_brief(dienst, truus.wie, inhoud("h06"))
    assert truus.stuur(waar(brief) + "/ja", **JA).status == 400  # how the yes was given is not said
    assert acties(dienst) == []
    assert truus.stuur(waar(brief) + "/ja", **JA, wijze="mondeling").waarheen == waar(brief)
    assert acties(dienst) == ["doorverwijzing_voorgesteld", "doorverwijzing_verstuurd"]
    sent = werklijst.bij_brief(dienst, truus.wie, brief)
    assert sent is not None and sent.gegevens is not None and sent.toestemming is not None
    assert set(sent.gegevens) == {"briefsoort", "afzender", "uiterste_datum", "contact"}
    assert (sent.toestemming.wijze, sent.toestemming.afbeelding) == ("mondeling", False)
    page = truus.kijk(waar(brief))
    assert "Doorgegeven" in page.tekst and "Zeedijk Energie" in page.tekst and "Trek de toestemming in" in page.tekst
    assert truus.stuur(waar(brief) + "/ja", **JA, wijze="mondeling").status == 303  # pressing twice is one referral
    assert len(acties(dienst)) == 2


def test_a_no_is_kept_kindly_and_can_be_changed_only_by_asking_again(dienst: Dienst, truus: Lezer) -> None:
    brief = maak_brief(dienst, truus.wie, inhoud("g07"))  # its own route is no team
    assert truus.stuur(waar(brief) + "/nee").waarheen == waar(brief)
    page = truus.kijk(waar(brief))
    assert "De inwoner zei nee" in page.tekst and "er verandert niets" in page.tekst
    assert acties(dienst)[-1] == "doorverwijzing_geweigerd"
    assert truus.stuur(waar(brief) + "/ja", **JA, wijze="mondeling", reden="anders").status == 409
    again = truus.kijk(waar(brief) + "?opnieuw=ja")
    assert "De inwoner zei eerder nee" in again.tekst and 'name="opnieuw"' in again.bron
    assert truus.stuur(waar(brief) + "/ja", **JA, wijze="schriftelijk", reden="anders", opnieuw="ja").status == 303


def test_where_the_letter_proposes_no_team_a_reason_is_asked(dienst: Dienst, truus: Lezer) -> None:
    brief = maak_brief(dienst, truus.wie, inhoud("g07"))
    assert "Waarom vraagt u hulp?" in truus.kijk(waar(brief)).tekst
    assert truus.stuur(waar(brief), **JA).status == 400
    assert truus.stuur(waar(brief), **JA, reden="hulp_nodig").status == 200


def test_taking_back_before_the_team_took_it_up_leaves_nothing(dienst: Dienst, truus: Lezer, lid: Callable[[], Lezer]) -> None:
    one = stuur(dienst, truus.wie, inhoud("h06"), afbeelding=True)
    member = lid()
    assert "Zeedijk Energie" in member.kijk(f"/wijkteam/{one.id}").tekst
    assert truus.stuur(waar(one.brief_id) + "/intrekken").status == 303
    assert "is gewist" in truus.kijk(waar(one.brief_id)).tekst
    for pad in (f"/wijkteam/{one.id}/paginas/1", "/wijkteam", f"/wijkteam/{one.id}"):
        assert "Zeedijk" not in member.kijk(pad).bron
    assert member.kijk(f"/wijkteam/{one.id}/paginas/1").status == 404


def test_pictures_only_with_their_own_tick(dienst: Dienst, truus: Lezer, lid: Callable[[], Lezer]) -> None:
    member = lid()
    dicht, open_ = stuur(dienst, truus.wie), stuur(dienst, truus.wie, afbeelding=True)
    assert "<img" not in member.kijk(f"/wijkteam/{dicht.id}").bron and member.kijk(f"/wijkteam/{dicht.id}/paginas/1").status == 404
    assert "<img" in member.kijk(f"/wijkteam/{open_.id}").bron
    shown = member.kijk(f"/wijkteam/{open_.id}/paginas/1")
    assert (shown.status, shown.inhoud, shown.kop["cache-control"]) == (200, JPEG, "no-store")
    assert member.kijk(f"/wijkteam/{open_.id}/paginas/x").status == 404


def test_the_inbox_shows_the_clock_and_what_is_too_late_on_top(
    dienst: Dienst, klok: Klok, truus: Lezer, app: FastAPI
) -> None:  # fmt: skip
    alone = maak_wijkteam(dienst.opslag, "Wijkteam Zuid")  # nobody above it: what is late stays and is marked
    member = Lezer(app, dienst, maak_wie(dienst.opslag, "wijkteam", wijkteam_id=alone))
    stuur(dienst, truus.wie, inhoud("h06"), postcode="", wijkteam_id=alone)
    klok.verder(days=4)
    assert run_klok(dienst) == 1
    member = Lezer(app, dienst, member.wie)  # the earlier session ran out
    stuur(dienst, Lezer(app, dienst, truus.wie).wie, inhoud("g02"), postcode="", wijkteam_id=alone)
    text = member.kijk("/wijkteam").tekst
    assert "1 brief wacht te lang" in text
    assert text.index("Te laat") < text.index("Zeedijk") < text.index("Centraal Justitieel")
    assert "Oppakken vóór donderdag 26 november 2026, 17.00 uur" in text


def test_take_up_note_give_back_and_close(dienst: Dienst, truus: Lezer, lid: Callable[[], Lezer]) -> None:
    anna, piet = lid(), lid()
    one, two = stuur(dienst, truus.wie), stuur(dienst, truus.wie, inhoud("h06"))
    assert anna.stuur(f"/wijkteam/{one.id}/oppakken").waarheen == f"/wijkteam/{one.id}?bericht=opgepakt"
    late = piet.stuur(f"/wijkteam/{one.id}/oppakken")
    assert late.status == 409 and "Een collega heeft deze doorverwijzing al opgepakt" in late.tekst and "Opgepakt door Sanne" in late.tekst
    assert "Van mij" in anna.kijk("/wijkteam?keuze=mijn").tekst and "niets onder handen" in piet.kijk("/wijkteam?keuze=mijn").tekst
    assert anna.stuur(f"/wijkteam/{one.id}/notities", notitie="Gebeld, BSN 123456782").status == 303
    assert truus.stuur(waar(one.brief_id) + "/notities", notitie="Belt na vier uur").status == 303
    for page in (anna.kijk(f"/wijkteam/{one.id}"), truus.kijk(waar(one.brief_id))):
        assert "Belt na vier uur" in page.tekst and "Gebeld" in page.tekst and "123456782" not in page.bron
    assert anna.stuur(f"/wijkteam/{one.id}/notities", notitie=" ").status == 400
    assert anna.stuur(f"/wijkteam/{one.id}/sluiten", label="onzin").status == 400
    assert anna.stuur(f"/wijkteam/{one.id}/sluiten", label="geholpen", notitie="Regeling gemaakt").status == 303
    assert "De inwoner is geholpen" in anna.kijk("/wijkteam?keuze=klaar").tekst
    assert "Het wijkteam is klaar" in truus.kijk(waar(one.brief_id)).tekst
    assert piet.stuur(f"/wijkteam/{two.id}/teruggeven", label="ander_team", notitie="Is van Zuid").status == 303
    page = truus.kijk(waar(two.brief_id))
    assert "hoort bij een ander team" in page.tekst and "Is van Zuid" in page.tekst
    assert "Er wacht niemand op u" in anna.kijk("/wijkteam").tekst


def test_a_withdrawal_after_acceptance_is_told_to_the_team(dienst: Dienst, truus: Lezer, lid: Callable[[], Lezer]) -> None:
    member, one = lid(), stuur(dienst, truus.wie, afbeelding=True)
    doorverwijzen.aanvaard(dienst, member.wie, one.id)
    truus.stuur(waar(one.brief_id) + "/intrekken")
    page = member.kijk(f"/wijkteam/{one.id}")
    assert "De inwoner heeft de toestemming ingetrokken" in page.tekst and "<img" not in page.bron


def test_forms_without_their_word_do_nothing(dienst: Dienst, truus: Lezer, lid: Callable[[], Lezer]) -> None:
    one = stuur(dienst, truus.wie)
    brief = maak_brief(dienst, truus.wie, inhoud("h06"))
    before = acties(dienst)
    assert truus.vervals(waar(brief) + "/ja", **JA, wijze="mondeling").status == 403
    assert truus.vervals(waar(brief) + "/nee", formulier="0" * 64).status == 403
    assert lid().vervals(f"/wijkteam/{one.id}/oppakken", formulier="0" * 64).status == 403
    assert acties(dienst) == before


def test_what_the_letter_says_is_never_markup(dienst: Dienst, truus: Lezer, lid: Callable[[], Lezer]) -> None:
    told = inhoud("h06")
    told["afzender"]["naam"] = "<script>alert(1)</script>"
    one = stuur(dienst, truus.wie, told)
    for page in (truus.kijk(waar(one.brief_id)), lid().kijk(f"/wijkteam/{one.id}"), lid().kijk("/wijkteam")):
        assert "<script>alert" not in page.bron and "&lt;script&gt;" in page.bron


def test_the_inbox_goes_on_over_pages_and_shows_one_desk(
    dienst: Dienst, truus: Lezer, lid: Callable[[], Lezer], klok: Klok
) -> None:  # fmt: skip
    member, there = lid(), maak_wie(dienst.opslag)
    sent = []
    for who in [truus.wie] * 51 + [there]:
        sent.append(stuur(dienst, who, inhoud("g07")).id)
        klok.nu += timedelta(seconds=1)
    first = member.kijk("/wijkteam")
    assert [one for one in sent if f'href="/wijkteam/{one}"' in first.bron] != sent and "Vorige" not in first.tekst
    more = html.unescape(re.findall(r'href="([^"]+)" rel="next"', first.bron)[0])
    second = member.kijk(more)
    shown = [re.findall(r'<h2[^>]*><a href="/wijkteam/([0-9a-f]{32})"', page.bron) for page in (first, second)]
    assert [len(one) for one in shown] == [50, 2] and set(shown[0] + shown[1]) == set(sent)
    assert "Volgende" not in second.tekst and "Vorige" in second.tekst
    one_desk = member.kijk(f"/wijkteam?balie={there.balie_id}")
    assert re.findall(r'<h2[^>]*><a href="/wijkteam/([0-9a-f]{32})"', one_desk.bron) == [sent[-1]]
    assert "Van welke balie?" in one_desk.tekst
    assert "Van deze balie is hier niets" in member.kijk(f"/wijkteam?keuze=klaar&balie={there.balie_id}").tekst
