"""Kept as long as promised and no longer; a team that has a letter keeps it; what a resident asks for is whole."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from brievenbus.dienst import Dienst, Wie
from brievenbus.dienst.bewaren import Bewijs, exporteer, run_bewaren, wis_bezoek
from brievenbus.dienst.brieven import corrigeer, open_bezoek, sluit_bezoek
from brievenbus.dienst.sessies import open_sessie
from brievenbus.errors import AccessError, MissingError
from brievenbus.store import Opslag, audit, inlogpogingen, tables
from tests.beheerbouw import INHOUD, Verwijzing, bring, finish, read_letter, refer, status_of
from tests.dienstbouw import Klok, maak_wie


def blobs_of(opslag: Opslag, brief_id: str) -> set[str]:
    return {path.split("/")[1] for path, _ in opslag.blobs.list(brief_id)}


def actions(opslag: Opslag) -> list[tuple[str, dict[str, object]]]:
    with opslag.engine.begin() as conn:
        return [(r.gebeurtenis.actie, dict(r.gebeurtenis.bijzonderheden)) for r in audit.lees(conn, 0, 500)]


@pytest.mark.beide
def test_a_letter_goes_when_its_hours_after_the_visit_are_over(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    bezoek = open_bezoek(dienst, vrijwilliger).id
    brief_id = read_letter(dienst, vrijwilliger, bezoek_id=bezoek)
    corrigeer(dienst, vrijwilliger, brief_id, "afzender", "Gemeente Elders")
    sluit_bezoek(dienst, vrijwilliger, bezoek)
    klok.verder(hours=23, minutes=59)
    assert run_bewaren(dienst).gewist == 0 and status_of(dienst.opslag, brief_id) == "klaar"
    klok.verder(minutes=1)
    assert run_bewaren(dienst).gewist == 1
    assert status_of(dienst.opslag, brief_id) == "gewist" and blobs_of(dienst.opslag, brief_id) == set()
    with dienst.opslag.engine.begin() as conn:
        row = conn.execute(sa.select(tables.brief)).mappings().one()
        assert [row[naam] for naam in ("sleutel", "kek_id", "inhoud", "fout_waarden")] == [None] * 4
        assert conn.execute(sa.select(sa.func.count()).select_from(tables.correctie)).scalar_one() == 0
    receipt = next(told for actie, told in actions(dienst.opslag) if actie == "brief_gewist")
    assert {naam: receipt[naam] for naam in ("reden", "bladzijden", "velden")} == {"reden": "termijn", "bladzijden": 1, "velden": 2}
    assert run_bewaren(dienst) == Bewijs()


@pytest.mark.beide
def test_a_visit_nobody_closed_ends_with_its_day(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    brief_id = read_letter(dienst, vrijwilliger)
    klok.nu = datetime.fromisoformat("2026-11-24T00:00:00+01:00")
    assert run_bewaren(dienst).bezoeken_gesloten == 1
    assert status_of(dienst.opslag, brief_id) == "klaar"
    klok.verder(hours=24)
    assert run_bewaren(dienst).gewist == 1


def test_a_letter_that_was_never_read_goes_too_and_is_counted(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    bring(dienst, vrijwilliger)
    klok.verder(days=3)
    bewijs = run_bewaren(dienst)
    assert (bewijs.gewist, bewijs.ongelezen) == (1, 1)
    assert list(dienst.opslag.blobs.list()) == []


@pytest.mark.beide
@pytest.mark.parametrize("status", ["verstuurd", "aanvaard"])
def test_a_letter_that_a_team_has_stays_until_its_days_after_closing(dienst: Dienst, vrijwilliger: Wie, klok: Klok, status: str) -> None:
    brief_id = read_letter(dienst, vrijwilliger)
    made = refer(dienst, vrijwilliger, brief_id, Verwijzing(status, verstuurd=klok()))
    closed = klok.verder(days=60)
    assert run_bewaren(dienst).gewist == 0
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.doorverwijzing.update().where(tables.doorverwijzing.c.id == made).values(status="gesloten", gesloten=closed))
    klok.nu = closed + timedelta(days=30) - timedelta(seconds=1)
    assert run_bewaren(dienst).gewist == 0
    klok.verder(seconds=1)
    assert run_bewaren(dienst).gewist == 1 and status_of(dienst.opslag, brief_id) == "gewist"
    with dienst.opslag.engine.begin() as conn:
        assert conn.execute(sa.select(tables.doorverwijzing.c.gegevens)).scalar_one() is None


@pytest.mark.parametrize("status", ["voorgesteld", "geweigerd"])
def test_a_proposal_without_a_yes_keeps_nothing_longer(dienst: Dienst, vrijwilliger: Wie, klok: Klok, status: str) -> None:
    brief_id = read_letter(dienst, vrijwilliger)
    refer(dienst, vrijwilliger, brief_id, Verwijzing(status))
    klok.verder(days=3)
    assert run_bewaren(dienst).gewist == 1
    with dienst.opslag.engine.begin() as conn:
        row = conn.execute(sa.select(tables.doorverwijzing)).mappings().one()
    assert (row["status"], row["gegevens"]) == ("gesloten", None)


def test_blobs_that_no_row_needs_go_after_an_hour(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    klok.nu = datetime.now(klok.nu.tzinfo)  # the day on which the blobs are written, or the letters may be over their term too
    read, waiting = bring(dienst, vrijwilliger), bring(dienst, vrijwilliger)
    finish(dienst, read)  # the worker died before it cleaned up
    dienst.opslag.blobs.put("0" * 32 + "/bestand-1", b"an upload that was never stored")
    klok.nu = datetime.now(klok.nu.tzinfo) + timedelta(minutes=59)
    dienst = replace(dienst, beleid=replace(dienst.beleid, bewaren_uren=10_000))
    assert run_bewaren(dienst).blobs == 0
    klok.verder(minutes=2)
    assert run_bewaren(dienst).blobs == 2
    assert blobs_of(dienst.opslag, read) == {"pagina-1"} and blobs_of(dienst.opslag, waiting) == {"bestand-1"}


@pytest.mark.beide
def test_what_is_left_of_old_letters_and_visits_goes_after_a_year(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    brief_id = read_letter(dienst, vrijwilliger)
    refer(dienst, vrijwilliger, brief_id, Verwijzing("geweigerd"))
    klok.verder(days=3)
    run_bewaren(dienst)
    klok.verder(days=365)
    assert run_bewaren(dienst).resten == 0
    klok.verder(seconds=1)
    bewijs = run_bewaren(dienst)
    assert (bewijs.resten, bewijs.bezoeken) == (1, 1)
    with dienst.opslag.engine.begin() as conn:
        for t in (tables.brief, tables.toestemming, tables.doorverwijzing, tables.bezoek):
            assert conn.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() == 0
        assert audit.verify(conn, dienst.opslag.huis).goed and audit.kop(conn).volgnummer >= 5


@pytest.mark.beide
def test_ended_access_goes(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    open_sessie(dienst, vrijwilliger.gebruiker_id, "mens")
    with dienst.opslag.engine.begin() as conn:
        inlogpogingen.begin(conn, b"naam", b"adres", klok())
        made = {"gebruiker_id": vrijwilliger.gebruiker_id, "vervalt": klok.nu + timedelta(hours=72)}
        conn.execute(tables.uitnodiging.insert().values(token_hash=b"h", **made))
        conn.execute(tables.tik.insert().values(werker="w", tijd=klok()))
    klok.verder(days=2)
    bewijs = run_bewaren(dienst)
    assert (bewijs.sessies, bewijs.pogingen, bewijs.uitnodigingen, bewijs.tikken) == (1, 0, 0, 0)
    klok.verder(days=29)
    bewijs = run_bewaren(dienst)
    assert (bewijs.sessies, bewijs.pogingen, bewijs.uitnodigingen, bewijs.tikken) == (0, 1, 1, 1)


def test_a_visit_is_erased_on_request_with_what_its_referral_says(dienst: Dienst, vrijwilliger: Wie) -> None:
    bezoek = open_bezoek(dienst, vrijwilliger).id
    ids = [read_letter(dienst, vrijwilliger, bezoek_id=bezoek) for _ in range(3)]
    other = read_letter(dienst, vrijwilliger, bezoek_id=open_bezoek(dienst, vrijwilliger).id)
    refer(dienst, vrijwilliger, ids[0], Verwijzing("voorgesteld"))
    assert {een.brief_id for een in wis_bezoek(dienst, vrijwilliger, bezoek)} == set(ids)
    assert [status_of(dienst.opslag, brief_id) for brief_id in [*ids, other]] == ["gewist"] * 3 + ["klaar"]
    with dienst.opslag.engine.begin() as conn:
        assert conn.execute(sa.select(tables.doorverwijzing.c.gegevens)).scalar_one() is None


def test_an_export_has_all_that_is_kept(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    bezoek = open_bezoek(dienst, vrijwilliger).id
    brief_id = read_letter(dienst, vrijwilliger, bezoek_id=bezoek)
    bring(dienst, vrijwilliger, bezoek_id=bezoek)
    corrigeer(dienst, vrijwilliger, brief_id, "afzender", "<b>Elders</b>")
    refer(dienst, vrijwilliger, brief_id, Verwijzing("verstuurd", verstuurd=klok()))
    with zipfile.ZipFile(io.BytesIO(exporteer(dienst, vrijwilliger, bezoek_id=bezoek))) as archive:
        names = set(archive.namelist())
        page = archive.read("index.html").decode()
        folder = next(naam.split("/")[0] for naam in names if naam.endswith("lezing.json"))
        assert json.loads(archive.read(f"{folder}/lezing.json")) == INHOUD
        assert json.loads(archive.read(f"{folder}/toestemmingen.json"))["toestemmingen"][0]["wijze"] == "mondeling"
        assert archive.read(f"{folder}/bladzijde-1.jpg").startswith(b"\xff\xd8")
    assert "&lt;b&gt;Elders" in page and "Toestemming gegeven op 23-11-2026" in page and "wordt nog gelezen" in page
    assert ("brief_uitgevoerd", {}) in actions(dienst.opslag)


def test_an_export_of_a_large_visit_leaves_no_letter_out(dienst: Dienst, vrijwilliger: Wie, monkeypatch: pytest.MonkeyPatch) -> None:
    bezoek = open_bezoek(dienst, vrijwilliger).id
    ids = [bring(dienst, vrijwilliger, bezoek_id=bezoek) for _ in range(5)]
    monkeypatch.setattr("brievenbus.dienst.brieven.MOST", 2)
    with zipfile.ZipFile(io.BytesIO(exporteer(dienst, vrijwilliger, bezoek_id=bezoek))) as archive:
        assert archive.read("index.html").decode().count("<h2>") == len(ids)


def test_another_desk_and_another_role_get_nothing(dienst: Dienst, vrijwilliger: Wie) -> None:
    brief_id = read_letter(dienst, vrijwilliger)
    with pytest.raises(MissingError):
        exporteer(dienst, maak_wie(dienst.opslag), [brief_id])
    with pytest.raises(AccessError):
        exporteer(dienst, maak_wie(dienst.opslag, "beheerder"), [brief_id])
