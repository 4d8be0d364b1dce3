"""Letters at the desk, from upload to erasure, on both databases; the reading itself is in test_lezen."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from brievenbus.dienst import GEWOON, STAPEL, SYSTEEM, Beleid, Dienst, Wie, balies, brieven, koppelen
from brievenbus.dienst.bezoeken import visit_for
from brievenbus.dienst.brieven import Bijlage, BriefStand, Verzoek
from brievenbus.errors import AccessError, BrievenbusError, ConflictError, InputError, MissingError, StoreError
from brievenbus.foutzin import sentence
from brievenbus.store import audit, new_id, tables
from brievenbus.store import brieven as rijen
from brievenbus.store.blobs import Blobs
from tests.dienstbouw import BEGIN, Klok, NepRij, maak_gebruiker, maak_telefoon, maak_wie

JPEG = b"\xff\xd8\xff\xe0" + b"een foto van een brief " * 50
PDF = b"%PDF-1.7\n" + b"een brief " * 50


def bijlage(inhoud: bytes = JPEG, naam: str = "foto.jpg") -> Bijlage:
    """Return a file as a phone sends it."""
    return Bijlage(naam, inhoud)


def breng(dienst: Dienst, wie: Wie, inhoud: bytes = JPEG, verzoek: Verzoek | None = None) -> BriefStand:
    """Bring a letter of one page."""
    return brieven.ontvang(dienst, wie, [bijlage(inhoud)], verzoek or Verzoek())


def blobs(dienst: Dienst) -> list[str]:
    """Return the paths of all blobs."""
    return sorted(path for path, _ in dienst.opslag.blobs.list())


def tel(dienst: Dienst, table: sa.Table) -> int:
    """Return how many rows a table holds."""
    with dienst.opslag.engine.begin() as conn:
        return conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def acties(dienst: Dienst) -> list[str]:
    """Return what the audit trail tells, and check the trail."""
    with dienst.opslag.engine.begin() as conn:
        assert audit.verify(conn, dienst.opslag.huis).goed
        return [regel.gebeurtenis.actie for regel in audit.lees(conn, aantal=200)]


def code_of(raises: type[BrievenbusError], call: object, *args: object, **kwargs: object) -> str:
    """Call and return the code of the error that comes."""
    assert callable(call)
    with pytest.raises(raises) as caught:
        call(*args, **kwargs)
    return caught.value.code


@pytest.mark.beide
def test_a_letter_is_sealed_stored_and_queued(dienst: Dienst, vrijwilliger: Wie, rij: NepRij, tmp_path: Path) -> None:
    made = brieven.ontvang(dienst, vrijwilliger, [bijlage(), bijlage(PDF, "C:\\post\\mevrouw Jansen.pdf")], Verzoek())
    assert (made.status, made.bladzijden, made.herhaald, made.aangemaakt) == ("ontvangen", 0, False, BEGIN)
    assert rij.banen == [("lees_brief", made.id, GEWOON)]
    assert blobs(dienst) == [f"{made.id}/bestand-1", f"{made.id}/bestand-2"]
    assert brieven.zoek(dienst, vrijwilliger, made.id) == made
    assert [row.id for row in brieven.lijst(dienst, vrijwilliger)] == [made.id]
    assert acties(dienst) == ["bezoek_geopend", "brief_ontvangen"]
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"een foto van" not in on_disk and b"Jansen" not in on_disk
    with dienst.opslag.engine.begin() as conn:
        assert [file.soort for file in rijen.files(conn, made.id)] == ["jpeg", "pdf"]


@pytest.mark.beide
def test_the_same_key_and_bytes_are_the_same_letter(dienst: Dienst, vrijwilliger: Wie, rij: NepRij) -> None:
    key = Verzoek(idempotentie="zending-0001")
    first = breng(dienst, vrijwilliger, verzoek=key)
    assert breng(dienst, vrijwilliger, verzoek=key) == replace(first, herhaald=True)
    assert code_of(ConflictError, breng, dienst, vrijwilliger, PDF, key) == "sleutel_hergebruikt"
    colleague = maak_wie(dienst.opslag, balie_id=vrijwilliger.balie_id)
    assert breng(dienst, colleague, verzoek=key).id != first.id, "somebody else's key is another key"
    assert (len(rij.banen), tel(dienst, tables.brief), len(blobs(dienst))) == (2, 2, 2)


@pytest.mark.beide
def test_two_at_once_under_one_key_are_one_letter(dienst: Dienst, vrijwilliger: Wie, rij: NepRij) -> None:
    gate, made = threading.Barrier(6), []

    def send() -> None:
        gate.wait()
        made.append(breng(dienst, vrijwilliger, verzoek=Verzoek(idempotentie="zending-0001")))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6 and len({stand.id for stand in made}) == 1 and sum(not stand.herhaald for stand in made) == 1
    assert (len(rij.banen), tel(dienst, tables.brief), len(blobs(dienst))) == (1, 1, 1), "the losers' blobs are gone"


def test_nothing_is_stored_of_what_is_refused(dienst: Dienst, vrijwilliger: Wie, rij: NepRij) -> None:
    small = replace(dienst, beleid=Beleid(max_bytes=2000, max_bestanden=9))
    big, page = bijlage(JPEG + bytes(3000)), bijlage()

    def refused(*files: Bijlage, verzoek: Verzoek | None = None) -> str:
        return code_of(InputError, brieven.ontvang, small, vrijwilliger, files, verzoek or Verzoek())

    assert refused() == "geen_bestanden"
    assert refused(*[page] * 10) == "te_veel_bestanden"
    assert refused(page, bijlage(b"")) == "bestand_leeg"
    assert refused(page, big) == "bestand_te_groot"
    assert refused(*[page] * 8) == "zending_te_groot"
    assert refused(page, bijlage(b"<html>" * 20, "foto.jpg")) == "bestandssoort_onbekend"
    assert refused(page, verzoek=Verzoek(taal="xx")) == "taal_onbekend"
    assert refused(page, verzoek=Verzoek(idempotentie="")) == "sleutel_ongeldig"
    assert (blobs(dienst), rij.banen, tel(dienst, tables.brief), tel(dienst, tables.bezoek)) == ([], [], 0, 0)


def test_an_error_names_no_file(dienst: Dienst, vrijwilliger: Wie) -> None:
    with pytest.raises(InputError) as caught:
        brieven.ontvang(dienst, vrijwilliger, [bijlage(b"tekst", "mevrouw Jansen.jpg")], Verzoek())
    assert "Jansen" not in str(caught.value) and caught.value.waarden["bestand"] == "nummer 1"


class GeenRij(NepRij):
    """A queue that is down."""

    def zet(self, conn: sa.Connection, werkstroom: str, object_id: str, voorrang: int) -> None:
        """Fail as a database does that went away."""
        raise sa.exc.OperationalError("insert", {}, Exception("weg"))


@pytest.mark.beide
def test_without_a_job_there_is_no_letter(dienst: Dienst, vrijwilliger: Wie) -> None:
    with pytest.raises(sa.exc.OperationalError):
        breng(replace(dienst, rij=GeenRij()), vrijwilliger)
    assert (tel(dienst, tables.brief), tel(dienst, tables.bestand), tel(dienst, tables.bezoek)) == (0, 0, 0)
    assert len(blobs(dienst)) == 1, "whether the commit arrived is not sure then: the sweep of retention decides"


def test_a_full_disk_is_an_error_and_no_letter(dienst: Dienst, vrijwilliger: Wie, rij: NepRij) -> None:
    class Vol(Blobs):
        def put(self, path: str, sealed: bytes) -> None:
            raise StoreError("opslag_vol")

    full = replace(dienst, opslag=replace(dienst.opslag, blobs=Vol(dienst.opslag.blobs.url)))
    assert code_of(StoreError, breng, full, vrijwilliger) == "opslag_vol"
    assert (rij.banen, tel(dienst, tables.brief)) == ([], 0)


@pytest.mark.beide
def test_letters_of_one_day_share_a_visit_until_it_is_closed(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    first, second = breng(dienst, vrijwilliger), breng(dienst, vrijwilliger, PDF)
    assert first.bezoek_id == second.bezoek_id is not None
    assert first.bewaren_tot == datetime(2026, 11, 24, 23, tzinfo=UTC), "24 hours after the Dutch day ends"
    klok.verder(hours=1)
    closed = brieven.sluit_bezoek(dienst, vrijwilliger, first.bezoek_id)
    assert (closed.gesloten, closed.brieven) == (klok.nu, 2)
    assert brieven.zoek(dienst, vrijwilliger, first.id).bewaren_tot == klok.nu + timedelta(hours=24)
    klok.verder(hours=1)
    assert brieven.sluit_bezoek(dienst, vrijwilliger, first.bezoek_id) == closed, "closing twice is closing once"
    assert breng(dienst, vrijwilliger).bezoek_id != first.bezoek_id
    late = Verzoek(bezoek_id=first.bezoek_id)
    assert code_of(ConflictError, breng, dienst, vrijwilliger, verzoek=late) == "bezoek_gesloten"
    assert len(blobs(dienst)) == 3, "nothing is kept of a letter that came too late"


def test_a_visit_that_nobody_closed_ends_with_its_day(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    first = breng(dienst, vrijwilliger)
    klok.verder(hours=14)  # 23:00 in UTC: midnight in the Netherlands
    assert breng(dienst, vrijwilliger).bezoek_id != first.bezoek_id
    with dienst.opslag.engine.begin() as conn:
        assert code_of(ConflictError, visit_for, conn, dienst, vrijwilliger, first.bezoek_id, klok.nu) == "bezoek_gesloten"
    assert first.bezoek_id is not None
    closed = brieven.sluit_bezoek(dienst, vrijwilliger, first.bezoek_id)
    assert closed.gesloten == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert brieven.zoek(dienst, vrijwilliger, first.id).bewaren_tot == first.bewaren_tot, "closing late keeps it no longer"


def test_closing_leaves_a_letter_that_went_to_a_team_alone(dienst: Dienst, vrijwilliger: Wie) -> None:
    sent, other = breng(dienst, vrijwilliger), breng(dienst, vrijwilliger, PDF)
    row = {"id": new_id(), "brief_id": sent.id, "balie_id": vrijwilliger.balie_id, "gebruiker_id": vrijwilliger.gebruiker_id}
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.doorverwijzing.insert().values(**row, reden="urgent", status="voorgesteld", spoed=False, voorgesteld=BEGIN))
    assert sent.bezoek_id is not None
    brieven.sluit_bezoek(dienst, vrijwilliger, sent.bezoek_id)
    assert brieven.zoek(dienst, vrijwilliger, sent.id).bewaren_tot == sent.bewaren_tot
    assert brieven.zoek(dienst, vrijwilliger, other.id).bewaren_tot < other.bewaren_tot


def test_visits_are_listed_with_their_letters(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    first = brieven.open_bezoek(dienst, vrijwilliger)
    klok.verder(minutes=1)
    second = brieven.open_bezoek(dienst, vrijwilliger)
    breng(dienst, vrijwilliger, verzoek=Verzoek(bezoek_id=first.id))
    breng(dienst, vrijwilliger)
    assert [(row.id, row.brieven) for row in brieven.lijst_bezoeken(dienst, vrijwilliger)] == [(second.id, 1), (first.id, 1)]
    brieven.sluit_bezoek(dienst, vrijwilliger, second.id)
    assert [row.id for row in brieven.lijst_bezoeken(dienst, vrijwilliger)] == [first.id]
    assert len(brieven.lijst_bezoeken(dienst, vrijwilliger, ook_gesloten=True)) == 2
    assert brieven.lijst_bezoeken(dienst, maak_wie(dienst.opslag)) == ()


@pytest.mark.beide
def test_nobody_sees_or_feels_another_desks_letters(dienst: Dienst, vrijwilliger: Wie) -> None:
    made, stranger = breng(dienst, vrijwilliger), maak_wie(dienst.opslag)
    calls = (brieven.zoek, brieven.lees_inhoud, brieven.correcties, brieven.opnieuw, brieven.wis)
    for brief_id in (made.id, new_id()):
        for call in calls:
            assert code_of(MissingError, call, dienst, stranger, brief_id) == "niet_gevonden"
        assert code_of(MissingError, brieven.pagina, dienst, stranger, brief_id, 1) == "niet_gevonden"
        assert code_of(MissingError, brieven.corrigeer, dienst, stranger, brief_id, "datum", "x") == "niet_gevonden"
        assert code_of(MissingError, brieven.lijst, dienst, stranger, na=brief_id) == "niet_gevonden"
    assert brieven.lijst(dienst, stranger) == ()
    assert made.bezoek_id is not None
    assert code_of(MissingError, brieven.sluit_bezoek, dienst, stranger, made.bezoek_id) == "niet_gevonden"
    elsewhere = Verzoek(bezoek_id=made.bezoek_id)
    assert code_of(MissingError, breng, dienst, stranger, verzoek=elsewhere) == "niet_gevonden"
    assert len(blobs(dienst)) == 1


def test_other_roles_have_no_letters(dienst: Dienst, vrijwilliger: Wie) -> None:
    made = breng(dienst, vrijwilliger)
    for rol in ("beheerder", "controleur", "wijkteam"):
        other = maak_wie(dienst.opslag, rol)
        for call in (brieven.zoek, brieven.lees_inhoud, brieven.correcties, brieven.opnieuw, brieven.wis):
            assert code_of(AccessError, call, dienst, other, made.id) == "mag_niet", rol
        assert code_of(AccessError, brieven.lijst, dienst, other) == "mag_niet"
        assert code_of(AccessError, breng, dienst, other) == "mag_niet"
        assert code_of(AccessError, brieven.open_bezoek, dienst, other) == "mag_niet"
    assert code_of(MissingError, brieven.pagina, dienst, maak_wie(dienst.opslag, "wijkteam"), made.id, 1) == "niet_gevonden"
    homeless = Wie(maak_gebruiker(dienst.opslag), "vrijwilliger")
    assert code_of(AccessError, breng, dienst, homeless) == "mag_niet"


def test_a_phone_brings_letters_to_its_visit_and_sees_only_those(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    visit = brieven.open_bezoek(dienst, vrijwilliger)
    klok.verder(seconds=1)
    brieven.open_bezoek(dienst, vrijwilliger)
    phone = maak_telefoon(vrijwilliger, visit.id)
    brought, other = breng(dienst, phone), breng(dienst, vrijwilliger)
    assert brought.bezoek_id == visit.id != other.bezoek_id
    assert brieven.zoek(dienst, phone, brought.id).status == "ontvangen"
    assert [row.id for row in brieven.lijst(dienst, phone)] == [brought.id]
    assert {row.id for row in brieven.lijst(dienst, vrijwilliger)} == {brought.id, other.id}
    assert code_of(MissingError, brieven.zoek, dienst, phone, other.id) == "niet_gevonden"
    assert code_of(MissingError, brieven.zoek, dienst, maak_telefoon(vrijwilliger, visit.id), brought.id) == "niet_gevonden"
    for call in (brieven.lees_inhoud, brieven.correcties, brieven.opnieuw, brieven.wis):
        assert code_of(AccessError, call, dienst, phone, brought.id) == "mag_niet"
    assert code_of(AccessError, brieven.pagina, dienst, phone, brought.id, 1) == "mag_niet"
    assert code_of(AccessError, brieven.sluit_bezoek, dienst, phone, visit.id) == "mag_niet"
    assert other.bezoek_id is not None
    assert code_of(MissingError, breng, dienst, phone, verzoek=Verzoek(bezoek_id=other.bezoek_id)) == "niet_gevonden"


@pytest.mark.beide
def test_the_list_goes_on_after_a_letter(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    made = []
    for number in range(5):
        made.append(breng(dienst, vrijwilliger, JPEG + bytes([number])).id)
        klok.verder(seconds=number % 2)  # some at the very same moment
    seen: list[str] = []
    while page := brieven.lijst(dienst, vrijwilliger, aantal=2, na=seen[-1] if seen else None):
        seen += [row.id for row in page]
    assert sorted(seen) == sorted(made) and len(seen) == 5
    assert [row.status for row in brieven.lijst(dienst, vrijwilliger, status="klaar")] == []


@pytest.mark.beide
def test_a_closed_desk_brings_no_letters(dienst: Dienst, vrijwilliger: Wie, rij: NepRij) -> None:
    verzoek = Verzoek(idempotentie="zending-0001")
    made, phone = breng(dienst, vrijwilliger, verzoek=verzoek), maak_telefoon(vrijwilliger)
    assert vrijwilliger.balie_id is not None
    balies.wijzig(dienst, SYSTEEM, vrijwilliger.balie_id, "Buurthuis Noord", False)
    for call, *more in (
        (breng, PDF), (breng, PDF, Verzoek(bezoek_id=made.bezoek_id)), (brieven.maak_stapel, [bijlage(PDF)]), (brieven.open_bezoek,),
        (koppelen.maak,),
    ):  # fmt: skip
        assert code_of(ConflictError, call, dienst, vrijwilliger, *more) == "balie_gesloten"
    assert code_of(ConflictError, breng, dienst, phone, PDF) == "balie_gesloten"
    assert "gesloten" in sentence(ConflictError("balie_gesloten"))
    assert (len(rij.banen), tel(dienst, tables.brief), len(blobs(dienst))) == (1, 1, 1), "nothing is kept of what was refused"
    assert breng(dienst, vrijwilliger, verzoek=verzoek) == replace(made, herhaald=True), "what had arrived had arrived"
    brieven.wis(dienst, vrijwilliger, made.id)
    balies.wijzig(dienst, SYSTEEM, vrijwilliger.balie_id, "Buurthuis Noord", True)
    assert breng(dienst, vrijwilliger, PDF).status == "ontvangen"


@pytest.mark.beide
def test_a_pile_is_many_letters_and_a_bad_file_stops_no_other(dienst: Dienst, vrijwilliger: Wie, rij: NepRij) -> None:
    pile = [
        bijlage(JPEG + b"2", "huur.p2.jpg"), bijlage(PDF, "map/energie.pdf"), bijlage(JPEG, "huur.p1.jpg"),
        bijlage(b"niets", "plaatje.jpg"), bijlage(b"[x]", "Thumbs.db"), bijlage(PDF, "energie.pdf"),
    ]  # fmt: skip
    key = Verzoek(voorrang=STAPEL, idempotentie="stapel-0001")
    made = brieven.maak_stapel(dienst, vrijwilliger, pile, key)
    assert (made.poststukken, made.aantal, made.bezig, made.geweigerd, made.klaar, made.mislukt) == (4, 4, 3, 1, 0, 0)
    assert {voorrang for _, _, voorrang in rij.banen} == {STAPEL} and len(rij.banen) == 3
    letters = brieven.lijst(dienst, vrijwilliger, stapel_id=made.id)
    assert sorted(len(blobs_of) for letter in letters if (blobs_of := [p for p in blobs(dienst) if p.startswith(letter.id)])) == [1, 1, 2]
    (refused,) = [letter for letter in letters if letter.status == "geweigerd"]
    assert (refused.fout, refused.fout_waarden) == ("bestandssoort_onbekend", {"bestand": "nummer 4"})
    assert brieven.maak_stapel(dienst, vrijwilliger, pile, key) == replace(made, herhaald=True)
    assert code_of(ConflictError, brieven.maak_stapel, dienst, vrijwilliger, pile[:1], key) == "sleutel_hergebruikt"
    assert brieven.zoek_stapel(dienst, vrijwilliger, made.id) == made
    assert code_of(MissingError, brieven.zoek_stapel, dienst, maak_wie(dienst.opslag), made.id) == "niet_gevonden"
    assert (tel(dienst, tables.stapel), len(blobs(dienst))) == (1, 4)


def test_the_pages_of_a_letter_in_a_pile_are_in_order(dienst: Dienst, vrijwilliger: Wie) -> None:
    pile = [bijlage(JPEG + b"10", "a.p10.jpg"), bijlage(JPEG + b"2" * 9, "a.p2.jpg"), bijlage(JPEG, "a.p1.jpg")]
    made = brieven.maak_stapel(dienst, vrijwilliger, pile)
    (letter,) = brieven.lijst(dienst, vrijwilliger, stapel_id=made.id)
    with dienst.opslag.engine.begin() as conn:
        sizes = [file.grootte for file in rijen.files(conn, letter.id)]
    assert sizes == [len(JPEG), len(JPEG) + 9, len(JPEG) + 2]


@pytest.mark.beide
def test_erasing_forgets_the_key_and_leaves_a_bare_row(dienst: Dienst, vrijwilliger: Wie, klok: Klok) -> None:
    made = brieven.ontvang(dienst, vrijwilliger, [bijlage(), bijlage(PDF)], Verzoek(idempotentie="zending-0001"))
    klok.verder(hours=1)
    receipt = brieven.wis(dienst, vrijwilliger, made.id)
    assert (receipt.brief_id, receipt.gewist, receipt.bestanden, receipt.bladzijden, receipt.velden) == (made.id, klok.nu, 2, 0, 2)
    assert blobs(dienst) == [] and tel(dienst, tables.bestand) == 0
    assert brieven.zoek(dienst, vrijwilliger, made.id).status == "gewist"
    assert brieven.lijst(dienst, vrijwilliger) == ()
    assert [row.id for row in brieven.lijst(dienst, vrijwilliger, status="gewist")] == [made.id]
    with dienst.opslag.engine.begin() as conn:
        row = conn.execute(sa.select(tables.brief).where(tables.brief.c.id == made.id)).one()
    assert (row.sleutel, row.inhoud, row.fout_waarden) == (None, None, None)
    assert code_of(MissingError, brieven.lees_inhoud, dienst, vrijwilliger, made.id) == "brief_gewist"
    again = brieven.wis(dienst, vrijwilliger, made.id)
    assert (again.gewist, again.bestanden, again.velden) == (klok.nu, 0, 0), "erasing twice is erasing once"
    assert acties(dienst).count("brief_gewist") == 1


def test_only_what_failed_is_tried_again(dienst: Dienst, vrijwilliger: Wie, rij: NepRij) -> None:
    made = breng(dienst, vrijwilliger)
    assert code_of(ConflictError, brieven.opnieuw, dienst, vrijwilliger, made.id) == "niet_mislukt"
    assert code_of(ConflictError, brieven.lees_inhoud, dienst, vrijwilliger, made.id) == "nog_niet_gelezen"
    with dienst.opslag.engine.begin() as conn:
        assert rijen.start(conn, made.id) is not None
        assert rijen.fail(conn, made.id, "brief_mislukt")
    assert brieven.zoek(dienst, vrijwilliger, made.id).fout == "brief_mislukt"
    assert code_of(ConflictError, brieven.lees_inhoud, dienst, vrijwilliger, made.id) == "brief_niet_gelezen"
    rij.banen.clear()
    again = brieven.opnieuw(dienst, vrijwilliger, made.id)
    assert (again.status, again.fout, len(rij.banen)) == ("ontvangen", None, 1)


def test_local_blobs_are_private_and_written_once(dienst: Dienst, vrijwilliger: Wie, tmp_path: Path) -> None:
    made = breng(dienst, vrijwilliger)
    (path,) = [file for file in tmp_path.rglob("bestand-1") if file.is_file()]
    before = path.read_bytes()
    dienst.opslag.blobs.put(f"{made.id}/bestand-1", b"iets anders")
    assert path.read_bytes() == before and path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir()] == ["bestand-1"], "no draft stays behind"
    assert len(before) == len(JPEG) + 28
