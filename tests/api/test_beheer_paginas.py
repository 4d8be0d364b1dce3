"""Managing and the log on pages: secrets are shown once, the last beheerder stays, and nothing of a letter is ever there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from api.desk.logboek import ACTIES
from api.desk.plaatsen import read_ranges
from brievenbus.dienst import SYSTEEM, Dienst, Rol, accounts, algoritmeregister, balies, uitnodigingen, wijkteams
from brievenbus.dienst.inloggen import Inlog, log_in
from brievenbus.dienst.wijkteams import Reeks
from brievenbus.errors import InputError, LoginError
from brievenbus.store import tables
from tests.api.paginabouw import Antwoord, Lezer
from tests.dienst.doorverwijsbouw import inhoud, stuur
from tests.dienstbouw import Klok, maak_balie, maak_wie

Maker = Callable[[Rol], Lezer]
REPO = Path(__file__).parents[2]


@pytest.fixture
def als(app: FastAPI, dienst: Dienst) -> Maker:
    return lambda rol: Lezer(app, dienst, maak_wie(dienst.opslag, rol))


def test_an_invitation_is_shown_once_and_opens_the_account(dienst: Dienst, als: Maker) -> None:
    desk, beheer = maak_balie(dienst.opslag, "Buurthuis"), als("beheerder")
    page = beheer.stuur("/beheer/accounts", gebruikersnaam="noor", naam="Noor Voorbeeld", rol="vrijwilliger", balie=desk)
    hit = re.search(r"/uitnodiging#([\w-]+)", page.bron)
    assert page.status == 200 and hit is not None
    assert uitnodigingen.bekijk(dienst, hit[1]).gebruikersnaam == "noor"
    found = next(one for one in accounts.lijst(dienst, SYSTEEM) if one.gebruikersnaam == "noor")
    for pad in ("/beheer/accounts", f"/beheer/accounts/{found.id}", "/beheer/accounts/overzicht"):
        assert hit[1] not in beheer.kijk(pad).bron
    assert "Nog niet begonnen" in beheer.kijk(f"/beheer/accounts/{found.id}").tekst


def test_what_does_not_fit_is_said_and_what_was_typed_stays(als: Maker) -> None:
    page = als("beheerder").stuur("/beheer/accounts", gebruikersnaam="noor", naam="Noor Voorbeeld", rol="vrijwilliger")
    assert page.status == 400 and "Een vrijwilliger hoort bij een balie" in page.tekst and 'value="Noor Voorbeeld"' in page.bron


def test_block_unblock_reset_and_another_role(dienst: Dienst, als: Maker) -> None:
    beheer, person = als("beheerder"), maak_wie(dienst.opslag)
    here = f"/beheer/accounts/{person.gebruiker_id}"
    assert beheer.stuur(here + "/blokkeren").waarheen.startswith(here)
    assert "Laat weer toe" in beheer.kijk(here).tekst
    assert beheer.stuur(here + "/herstellen").status == 409
    assert beheer.stuur(here + "/deblokkeren").status == 303
    assert "/uitnodiging#" in beheer.stuur(here + "/herstellen").bron
    assert beheer.stuur(here, naam="Sam Voorbeeld", rol="controleur").status == 303
    now = accounts.zoek(dienst, SYSTEEM, person.gebruiker_id)
    assert (now.naam, now.rol, now.balie_id) == ("Sam Voorbeeld", "controleur", None)
    for what in ("", "/blokkeren", "/deblokkeren", "/herstellen"):
        assert beheer.stuur(f"/beheer/accounts/{'0' * 32}{what}").status == 404


def test_the_last_beheerder_cannot_go(dienst: Dienst, als: Maker) -> None:
    beheer = als("beheerder")
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.gebruiker.update().where(tables.gebruiker.c.id == beheer.wie.gebruiker_id).values(wachtwoord="x"))
    page = beheer.stuur(f"/beheer/accounts/{beheer.wie.gebruiker_id}/blokkeren")
    assert page.status == 409 and "Dit is de enige beheerder" in page.tekst


def test_the_list_comes_as_a_file(als: Maker) -> None:
    page = als("beheerder").kijk("/beheer/accounts/overzicht")
    assert page.kop["content-type"].startswith("text/csv") and "attachment" in page.kop["content-disposition"]
    assert page.inhoud.decode("utf-8-sig").startswith("gebruikersnaam;naam;rol")


def test_desks_and_kiosk_keys(dienst: Dienst, als: Maker) -> None:
    beheer = als("beheerder")
    assert beheer.stuur("/beheer/balies", naam="Bibliotheek").status == 303
    assert beheer.stuur("/beheer/balies", naam="Bibliotheek").status == 409
    desk = next(one for one in balies.lijst(dienst, SYSTEEM) if one.naam == "Bibliotheek")
    page = beheer.stuur(f"/beheer/balies/{desk.id}/apparaten", naam="Kiosk hal")
    hit = re.search(r"readonly>([\w-]{40,})<", page.bron)
    assert page.status == 200 and hit is not None
    shown = beheer.kijk("/beheer/balies")
    assert "Kiosk hal" in shown.tekst and hit[1] not in shown.bron
    kiosk = balies.apparaten(dienst, SYSTEEM, desk.id)[0]
    assert beheer.stuur(f"/beheer/balies/{desk.id}/apparaten/{kiosk.id}/stoppen").status == 303
    assert "gestopt" in beheer.kijk("/beheer/balies").tekst
    assert beheer.stuur(f"/beheer/balies/{desk.id}", doe="sluiten").status == 303
    assert not balies.zoek(dienst, SYSTEEM, desk.id).actief
    assert beheer.stuur(f"/beheer/balies/{desk.id}/apparaten", naam="Kiosk").status == 409
    assert beheer.stuur(f"/beheer/balies/{desk.id}", doe="openen").status == 303
    assert beheer.stuur(f"/beheer/balies/{desk.id}", naam="Bibliotheek Oost").status == 303
    assert balies.zoek(dienst, SYSTEEM, desk.id) == type(desk)(desk.id, "Bibliotheek Oost", True)


def test_teams_postcodes_and_the_team_above(dienst: Dienst, als: Maker) -> None:
    beheer = als("beheerder")
    assert beheer.stuur("/beheer/wijkteams", naam="Stadsteam").status == 303
    above = wijkteams.lijst(dienst, SYSTEEM)[0].id
    assert beheer.stuur("/beheer/wijkteams", naam="Noord", hoger=above, postcodes="3511-3515, 3520").status == 303
    team = next(one for one in wijkteams.lijst(dienst, SYSTEEM) if one.naam == "Noord")
    assert (team.hoger_id, team.postcodes) == (above, (Reeks(3511, 3515), Reeks(3520, 3520)))
    page = beheer.kijk("/beheer/wijkteams")
    assert "3511-3515, 3520" in page.tekst and "Nog geen postcodes" in page.tekst
    assert beheer.stuur(f"/beheer/wijkteams/{above}", naam="Stadsteam", actief="on", postcodes="3515").status == 409
    assert beheer.stuur(f"/beheer/wijkteams/{above}", naam="Stadsteam", actief="on", hoger=team.id).status == 409
    assert beheer.stuur(f"/beheer/wijkteams/{team.id}", naam="Noord", actief="on", postcodes="35").status == 400
    assert beheer.stuur(f"/beheer/wijkteams/{team.id}", naam="Noord").status == 303
    assert wijkteams.zoek(dienst, SYSTEEM, team.id).actief is False
    assert beheer.stuur(f"/beheer/wijkteams/{'0' * 32}", naam="Weg").status == 404


def test_postcodes_as_people_type_them() -> None:
    assert read_ranges("3511 t/m 3515; 3520\n3530–3531,") == (Reeks(3511, 3515), Reeks(3520, 3520), Reeks(3530, 3531))
    assert read_ranges("") == ()
    for wrong in ("3511 AB", "35", "3511-", "1-9999"):
        with pytest.raises(InputError):
            read_ranges(wrong)


def test_settings_are_there_to_look_at_only(dienst: Dienst, als: Maker) -> None:
    page = als("beheerder").kijk("/beheer/instellingen")
    assert "24 uur" in page.tekst and "BRIEVENBUS_BEWAREN_UREN" in page.tekst and dienst.kennis.stempel[:12] in page.tekst
    assert str(len(dienst.kennis.briefsoorten)) in page.tekst
    assert "<form" not in page.bron[page.bron.index("<main") :]


def test_the_register_sheet_has_every_field_and_marks_what_is_open(dienst: Dienst, als: Maker) -> None:
    beheer = als("beheerder")
    page = beheer.kijk("/beheer/algoritmeregister")
    assert page.tekst.count("zelf aanvullen") == sum(one.zelf for one in algoritmeregister.blad(dienst, beheer.wie))
    sheet = json.loads(beheer.kijk("/beheer/algoritmeregister/json").inhoud)
    must = {"name", "organization", "description_short", "status", "contact_email", "publication_category", "category", "goal", "lang",
            "human_intervention", "risks", "source_data", "methods_and_models", "standard_version"}  # fmt: skip
    assert must <= set(sheet) and all(sheet.values())
    assert "[ZELF INVULLEN]" in sheet["organization"] and "[ZELF INVULLEN]" in sheet["contact_email"]


def test_managing_shows_nothing_of_letters(dienst: Dienst, als: Maker) -> None:
    stuur(dienst, maak_wie(dienst.opslag), inhoud("h06"), wijkteam_id=als("wijkteam").wie.wijkteam_id)
    for rol, paden in (("beheerder", ("", "/accounts", "/balies", "/wijkteams", "/instellingen")), ("controleur", ("",))):
        person = als("beheerder" if rol == "beheerder" else "controleur")
        for pad in paden:
            page = person.kijk(("/beheer" if rol == "beheerder" else "/logboek") + pad)
            assert page.status == 200
            for word in ("Zeedijk", "Noor", "12345678", "afgesloten"):
                assert word not in page.bron, pad


def test_the_log_is_in_plain_words_the_newest_on_top(dienst: Dienst, als: Maker) -> None:
    beheer, controle = als("beheerder"), als("controleur")
    for number in range(60):
        beheer.stuur("/beheer/balies", naam=f"Balie {number}")
    page = controle.kijk("/logboek")
    assert "maakte een balie" in page.tekst and "Ouder ›" in page.tekst and "Nieuwer" not in page.tekst
    numbers = [int(number) for number in re.findall(r'<th scope="row">(\d+)</th>', page.bron)]
    assert numbers == list(range(60, 10, -1))
    older = controle.kijk(link(page, "next"))
    assert numbers_of(older) == list(range(10, 0, -1))
    assert "Nieuwer" in older.tekst and "Ouder ›" not in older.tekst
    newest = controle.kijk(link(older, "prev"))
    assert numbers_of(newest) == numbers
    assert controle.kijk("/logboek?onder=onzin&boven=9e9").status == 200


def test_the_log_is_chosen_by_day_action_and_result(dienst: Dienst, als: Maker, klok: Klok) -> None:
    klok.nu = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)  # 23.59 in the Netherlands
    beheer, controle = als("beheerder"), als("controleur")
    beheer.stuur("/beheer/balies", naam="Balie eerst")
    klok.nu += timedelta(minutes=1)  # midnight
    for number in range(60):
        beheer.stuur("/beheer/balies", naam=f"Balie {number}")
    with pytest.raises(LoginError):
        log_in(dienst, Inlog("niemand", "een lang wachtwoord", "000000", "127.0.0.1"))
    for vraag, aantal in (
        ("?tm=2026-11-22", 1), ("?van=2026-11-22&tm=22-11-2026", 1), ("?actie=balie_gemaakt&tm=2026-11-22", 1), ("?tm=2026-11-21", 0),
        ("?van=2026-11-23&actie=balie_gemaakt", 50), ("?resultaat=niet", 1), ("?resultaat=niet&actie=balie_gemaakt", 0),
        ("?van=2026-11-23&tm=2026-11-22", 0),
    ):  # fmt: skip
        assert len(numbers_of(controle.kijk("/logboek" + vraag))) == aantal, vraag
    page = controle.kijk("/logboek?van=2026-11-23&actie=balie_gemaakt&resultaat=gelukt")
    assert numbers_of(page) == list(range(61, 11, -1))
    older = controle.kijk(link(page, "next"))
    assert numbers_of(older) == list(range(11, 1, -1)), "the choice stays while one turns pages"
    assert 'value="2026-11-23"' in older.bron and '<option value="balie_gemaakt" selected>' in older.bron
    assert numbers_of(controle.kijk(link(older, "prev"))) == numbers_of(page)
    for typed in ("van=morgen", "van=0001-01-01", "tm=9999-12-31"):
        wrong = controle.kijk(f"/logboek?{typed}")
        assert wrong.status == 400 and "Dit is geen datum" in wrong.tekst and numbers_of(wrong) == []


def numbers_of(page: Antwoord) -> list[int]:
    """Return the numbers of the rows on a page of the log."""
    return [int(number) for number in re.findall(r'<th scope="row">(\d+)</th>', page.bron)]


def link(page: Antwoord, rel: str) -> str:
    """Return where a page leads on or back."""
    return html.unescape(re.findall(rf'href="([^"]+)" rel="{rel}"', page.bron)[0])


def test_a_broken_chain_is_said_aloud(dienst: Dienst, als: Maker) -> None:
    beheer, controle = als("beheerder"), als("controleur")
    beheer.stuur("/beheer/balies", naam="Balie")
    assert "Het logboek is heel" in controle.stuur("/logboek/controle").tekst
    with dienst.opslag.engine.begin() as conn:
        conn.execute(sa.update(tables.auditregel).where(tables.auditregel.c.volgnummer == 1).values(actie="iets_anders"))
    page = controle.stuur("/logboek/controle")
    assert "Het logboek klopt niet" in page.tekst and "regel 1." in page.tekst


def test_the_head_can_be_printed(als: Maker) -> None:
    controle = als("controleur")
    controle.kijk("/logboek")
    page = controle.kijk("/logboek/kop")
    assert "Bewijs van het logboek" in page.tekst and len(re.findall(r"<code>[0-9a-f]{8}</code>", page.bron)) == 8


def test_everything_that_is_written_down_has_a_word() -> None:
    source = "".join(path.read_text("utf-8") for top in ("api", "brievenbus") for path in sorted((REPO / top).rglob("*.py")))
    written = set(re.findall(r'[gG]ebeurtenis\((?:(?!actie)\w+, )?\s*"([a-z_]+)"', source))
    assert len(written) > 30
    assert written <= set(ACTIES)


def test_every_word_of_the_log_is_dutch_and_short() -> None:
    assert all(re.fullmatch(r"[a-z_]+", key) and 5 < len(word) < 60 and "_" not in word for key, word in ACTIES.items())
