"""The hand-over to the municipality: what was allowed arrives once, whatever breaks on the way, and what is withdrawn goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brievenbus.dienst import Dienst, Wie, doorverwijzen
from brievenbus.dienst.bericht import Bericht, Doorzetter
from brievenbus.dienst.klok import run_klok
from brievenbus.dienst.overdracht import open_doorzetter, referentie, zet_over
from brievenbus.dienst.overdracht.export import Export, make_key, read_export, read_key
from brievenbus.dienst.overdracht.klantinteracties import Klantinteracties, numbers
from brievenbus.dienst.overdracht.woorden import cut, inhoud
from brievenbus.errors import InputError, SettingsError, ToolError
from brievenbus.store import overdrachten
from tests.dienst.doorverwijsbouw import JA, NepDoorzetter, acties, geef_postcode, stuur
from tests.dienst.openklant import TOKEN, Draad, OpenKlant, open_klant
from tests.dienstbouw import Klok, NepRij, maak_wie, maak_wijkteam

TEAM = "Wijkteam Zuid"
BERICHT = Bericht(
    "doorverwijzing", "abcdefghijklmnopqrstuvwxyz", datetime(2026, 11, 23, 9, 0, tzinfo=UTC), TEAM,
    datetime(2026, 11, 26, 16, 0, tzinfo=UTC),
    {
        "briefsoort": {"sleutel": "cjib_aanmaning_2", "naam": "Tweede aanmaning verkeersboete"}, "uiterste_datum": "2026-12-03",
        "afzender": "Centraal Justitieel Incassobureau", "urgentie": "hoog", "vraag": "Kan ik in delen betalen?",
        "contact": {"wijze": "telefoon", "waarde": "+31 6 12345678", "voornaam": "Noor"},
    },
)  # fmt: skip
INTREKKING = Bericht("intrekking", BERICHT.referentie, BERICHT.moment, "", None, {}, wissen=True)


@pytest.fixture
def lid(dienst: Dienst) -> Wie:
    """Somebody of the team that has the test's postcode."""
    team = maak_wijkteam(dienst.opslag, TEAM)
    geef_postcode(dienst, team)
    return maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team)


def met(dienst: Dienst, doorzetter: Doorzetter) -> Dienst:
    return replace(dienst, doorzetter=doorzetter)


def outbox(dienst: Dienst, doorverwijzing_id: str) -> list[tuple[str, str, int, str | None]]:
    with dienst.opslag.engine.begin() as conn:
        return [(one.soort, one.status, one.pogingen, one.fout) for one in overdrachten.select(conn, doorverwijzing_id)]


# the outbox


def test_the_message_is_queued_with_the_yes_and_holds_only_what_was_allowed(
    dienst: Dienst, vrijwilliger: Wie, lid: Wie, rij: NepRij
) -> None:
    out = NepDoorzetter()
    working = met(dienst, out)
    sent = stuur(working, vrijwilliger, velden=("briefsoort", "afzender"), vraag="Geheim?")
    [(werkstroom, opdracht, _)] = rij.banen
    assert (werkstroom, opdracht.partition(".")[0]) == ("zet_over", sent.id)
    assert [zet_over(working, opdracht), zet_over(working, sent.id)] == [1, 0]
    [bericht] = out.berichten
    assert set(bericht.gegevens) == {"briefsoort", "afzender"}
    assert (bericht.wijkteam, bericht.moment, bericht.soort) == (TEAM, sent.verstuurd, "doorverwijzing")
    assert outbox(dienst, sent.id) == [("doorverwijzing", "gedaan", 1, None)]
    assert acties(dienst)[-1] == "overdracht_gedaan"


def test_without_a_system_nothing_is_queued(dienst: Dienst, vrijwilliger: Wie, lid: Wie, rij: NepRij) -> None:
    sent = stuur(dienst, vrijwilliger)
    assert (rij.banen, outbox(dienst, sent.id), zet_over(dienst, sent.id)) == ([], [], 0)


def test_a_yes_that_is_rolled_back_leaves_no_message(dienst: Dienst, vrijwilliger: Wie, lid: Wie, rij: NepRij) -> None:
    class Vol(NepRij):
        def zet(self, conn: Any, werkstroom: str, object_id: str, voorrang: int) -> None:
            raise ToolError("overdracht_map_vol")

    broken = replace(dienst, doorzetter=NepDoorzetter(), rij=Vol())
    made = doorverwijzen.stel_voor(broken, vrijwilliger, _brief(dienst, vrijwilliger))
    with pytest.raises(ToolError):
        doorverwijzen.toestemmen(broken, vrijwilliger, made.id, JA)
    assert (outbox(dienst, made.id), acties(dienst)) == ([], ["doorverwijzing_voorgesteld"])


def _brief(dienst: Dienst, wie: Wie) -> str:
    from tests.dienst.doorverwijsbouw import maak_brief

    return maak_brief(dienst, wie)


@pytest.mark.beide
def test_a_failure_is_kept_and_the_clock_queues_it_again_once_each_time(
    dienst: Dienst, vrijwilliger: Wie, lid: Wie, rij: NepRij, klok: Klok
) -> None:
    out = NepDoorzetter("overdracht_onbereikbaar", "overdracht_geweigerd")
    working = met(dienst, out)
    sent = stuur(working, vrijwilliger)
    with pytest.raises(ToolError):
        zet_over(working, sent.id)
    assert outbox(dienst, sent.id) == [("doorverwijzing", "wacht", 1, "overdracht_onbereikbaar")]
    run_klok(working)
    assert len(rij.banen) == 1
    klok.verder(minutes=16)
    for _ in range(3):
        run_klok(working)
    assert len(rij.banen) == 2
    with pytest.raises(ToolError):
        zet_over(working, rij.banen[-1][1])
    klok.verder(hours=1)
    run_klok(working)
    assert len(rij.banen) == 3
    assert zet_over(working, rij.banen[-1][1]) == 1
    assert len(out.berichten) == 1
    klok.verder(days=2)
    run_klok(working)
    assert len(rij.banen) == 3


# withdrawal


def test_what_is_withdrawn_before_it_left_never_leaves(dienst: Dienst, vrijwilliger: Wie, lid: Wie, rij: NepRij) -> None:
    out = NepDoorzetter()
    working = met(dienst, out)
    sent = stuur(working, vrijwilliger)
    doorverwijzen.trek_in(working, vrijwilliger, sent.id)
    assert [zet_over(working, opdracht) for _, opdracht, _ in rij.banen] == [0]
    assert (out.berichten, outbox(dienst, sent.id)) == ([], [("doorverwijzing", "vervallen", 0, None)])


@pytest.mark.parametrize("accepted", [False, True])
def test_what_arrived_is_followed_by_its_withdrawal(dienst: Dienst, vrijwilliger: Wie, lid: Wie, rij: NepRij, accepted: bool) -> None:
    out = NepDoorzetter()
    working = met(dienst, out)
    sent = stuur(working, vrijwilliger)
    zet_over(working, sent.id)
    if accepted:
        doorverwijzen.aanvaard(working, lid, sent.id)
    for _ in range(2):
        doorverwijzen.trek_in(working, vrijwilliger, sent.id)
    assert len(rij.banen) == 2
    assert len({opdracht for _, opdracht, _ in rij.banen}) == 2
    assert zet_over(working, rij.banen[-1][1]) == 1
    first, last = out.berichten
    assert (last.soort, last.referentie, last.wissen, dict(last.gegevens)) == ("intrekking", first.referentie, not accepted, {})


def test_what_may_be_on_its_way_is_waited_for_before_it_is_withdrawn(dienst: Dienst, vrijwilliger: Wie, lid: Wie, klok: Klok) -> None:
    sent_meanwhile: list[str] = []

    class Traag(NepDoorzetter):
        def stuur(self, bericht: Bericht) -> str:
            if bericht.soort == "doorverwijzing":
                doorverwijzen.trek_in(working, vrijwilliger, sent.id)
                with pytest.raises(ToolError, match="overdracht_onderweg"):
                    zet_over(working, sent.id)
            sent_meanwhile.append(bericht.soort)
            return super().stuur(bericht)

    working = met(dienst, Traag())
    sent = stuur(working, vrijwilliger)
    zet_over(working, sent.id)
    klok.verder(minutes=3)
    assert zet_over(working, sent.id) == 1
    assert sent_meanwhile == ["doorverwijzing", "intrekking"]


def test_another_yes_is_another_message_with_another_reference(dienst: Dienst, vrijwilliger: Wie, lid: Wie, rij: NepRij) -> None:
    out = NepDoorzetter()
    working = met(dienst, out)
    sent = stuur(working, vrijwilliger)
    zet_over(working, sent.id)
    doorverwijzen.geef_terug(working, lid, sent.id, "onvoldoende")
    doorverwijzen.toestemmen(working, vrijwilliger, sent.id, replace(JA, opnieuw=True))
    assert zet_over(working, rij.banen[-1][1]) == 1
    assert len({one.referentie for one in out.berichten}) == 2


def test_what_came_back_before_it_left_does_not_leave(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    out = NepDoorzetter()
    working = met(dienst, out)
    sent = stuur(working, vrijwilliger)
    doorverwijzen.geef_terug(working, lid, sent.id, "niet_voor_ons")
    assert zet_over(working, sent.id) == 0
    assert (out.berichten, outbox(dienst, sent.id)[0][1]) == ([], "vervallen")


def test_a_reference_tells_nothing_and_never_changes() -> None:
    made = referentie(b"h" * 32, "t" * 32)
    assert made == referentie(b"h" * 32, "t" * 32) != referentie(b"i" * 32, "t" * 32)
    assert len(made) == 26


# Klantinteracties


@pytest.fixture(scope="module")
def overkant() -> Iterator[OpenKlant]:
    """The other side on a port of its own."""
    with open_klant() as other:
        yield other


@pytest.fixture
def klant(overkant: OpenKlant) -> OpenKlant:
    """The other side, with nothing but the team."""
    overkant.leeg()
    overkant.team(TEAM)
    return overkant


def test_a_referral_becomes_a_contact_and_a_task_in_plain_words(klant: OpenKlant) -> None:
    out = Klantinteracties(klant.url, TOKEN)
    number = out.stuur(BERICHT)
    [contact], [task] = klant.klantcontacten, klant.internetaken
    assert (contact["referentienummer"], contact["metadata"], contact["taal"], contact["vertrouwelijk"]) == (
        number, {"brievenbus": BERICHT.referentie}, "nld", True
    )  # fmt: skip
    assert contact["onderwerp"] == "Hulp bij een brief van Centraal Justitieel Incassobureau"
    assert contact["inhoud"].splitlines() == [
        "De inwoner vraagt het wijkteam om hulp bij een brief. De inwoner heeft voor deze brief toestemming gegeven.",
        "Soort brief: Tweede aanmaning verkeersboete.",
        "Afzender: Centraal Justitieel Incassobureau.",
        "Uiterste datum: donderdag 3 december 2026.",
        "Hoe dringend is de brief: hoog.",
        "Contact met Noor: bellen (+31 6 12345678).",
        "Vraag van de inwoner: Kan ik in delen betalen?",
    ]
    assert (task["status"], task["aanleidinggevendKlantcontact"]["uuid"]) == ("te_verwerken", contact["uuid"])
    assert task["toegewezenAanActoren"] == [{"uuid": klant.actoren[0]["uuid"]}]
    assert task["toelichting"].startswith("Graag oppakken voor donderdag 26 november 2026.")
    assert "kenmerk" not in str(contact)


def test_twice_is_once(klant: OpenKlant) -> None:
    out = Klantinteracties(klant.url, TOKEN)
    assert out.stuur(BERICHT) == out.stuur(BERICHT)
    assert (len(klant.klantcontacten), len(klant.internetaken)) == (1, 1)


@pytest.mark.parametrize(
    "breuk",
    [
        [("POST", "maak-klantcontact")], [("POST", "internetaken")], [("GET", "klantcontacten")], [("GET", "actoren")],
        [("POST", "maak-klantcontact"), ("GET", "internetaken"), ("POST", "internetaken")],
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_that_is_lost_makes_no_double(klant: OpenKlant, breuk: list[tuple[str, str]]) -> None:
    out = Klantinteracties(klant.url, TOKEN, Draad(*breuk))
    for _ in breuk:
        with pytest.raises(ToolError, match="overdracht_onbereikbaar"):
            out.stuur(BERICHT)
    out.stuur(BERICHT)
    assert (len(klant.klantcontacten), len(klant.internetaken)) == (1, 1)


@pytest.mark.parametrize("status", [500, 502, 503, 429])
@pytest.mark.parametrize("stap", ["maak-klantcontact", "internetaken", "klantcontacten", "actoren"])
def test_a_system_that_is_down_for_a_while_gets_it_once(klant: OpenKlant, status: int, stap: str) -> None:
    left = [2]

    def fault(method: str, path: str) -> int | None:
        if path != stap or not left[0]:
            return None
        left[0] -= 1
        return status

    klant.storing = fault
    out = Klantinteracties(klant.url, TOKEN)
    for _ in range(2):
        with pytest.raises(ToolError, match="overdracht_onbereikbaar"):
            out.stuur(BERICHT)
    out.stuur(BERICHT)
    assert (len(klant.klantcontacten), len(klant.internetaken)) == (1, 1)


def test_a_number_that_is_somebody_elses_is_passed_over(klant: OpenKlant) -> None:
    first, second = list(numbers(BERICHT.referentie))[:2]
    klant.klantcontacten.append({"uuid": "van-een-ander", "referentienummer": first, "metadata": {}, "inhoud": "Andere vraag"})
    out = Klantinteracties(klant.url, TOKEN)
    assert out.stuur(BERICHT) == second
    assert out.stuur(BERICHT) == second
    out.stuur(INTREKKING)
    assert [one["inhoud"] for one in klant.klantcontacten] == ["Andere vraag", "De inwoner heeft de toestemming ingetrokken."]


@given(st.text(min_size=1, max_size=40))
def test_numbers_are_ten_digits_as_the_api_takes_them(naam: str) -> None:
    made = list(numbers(naam))
    assert all(len(number) == 10 and number.isdecimal() and number[0] != "0" for number in made)
    assert made == list(numbers(naam))


@pytest.mark.parametrize("wissen", [True, False])
def test_a_withdrawal_takes_back_or_tells(klant: OpenKlant, wissen: bool) -> None:
    out = Klantinteracties(klant.url, TOKEN)
    number = out.stuur(BERICHT)
    for _ in range(2):
        assert out.stuur(replace(INTREKKING, wissen=wissen)) == number
    [contact], [task] = klant.klantcontacten, klant.internetaken
    assert ("Noor" in str(contact) + str(task)) is not wissen
    assert task["status"] == ("verwerkt" if wissen else "te_verwerken")
    assert "ingetrokken" in task["gevraagdeHandeling"]


def test_a_withdrawal_of_what_never_arrived_makes_nothing(klant: OpenKlant) -> None:
    Klantinteracties(klant.url, TOKEN).stuur(INTREKKING)
    assert (klant.klantcontacten, klant.internetaken) == ([], [])


def test_what_is_too_long_is_cut_and_arrives(klant: OpenKlant) -> None:
    much = {**BERICHT.gegevens, "vraag": "ongeveer " * 300, "afzender": "é" * 400}
    Klantinteracties(klant.url, TOKEN).stuur(replace(BERICHT, gegevens=much))
    [contact], [task] = klant.klantcontacten, klant.internetaken
    assert (len(contact["onderwerp"]), contact["inhoud"][-1], task["toelichting"][-1]) == (200, "…", "…")


@given(st.text(max_size=300), st.integers(2, 100))
def test_cutting_always_fits_and_keeps_the_beginning(tekst: str, meest: int) -> None:
    made = cut(tekst, meest)
    assert len(made) <= meest
    assert made == tekst or tekst.startswith(made[:-1])


def test_every_way_of_contact_and_every_gap_has_words() -> None:
    for wijze in ("telefoon", "email", "balie"):
        assert "Contact" in inhoud(replace(BERICHT, gegevens={"contact": {"wijze": wijze, "waarde": "", "voornaam": ""}}))
    assert "niet gevonden" in inhoud(replace(BERICHT, gegevens={"uiterste_datum": None, "postcode": "3511"}))
    assert inhoud(replace(BERICHT, gegevens={})).count("\n") == 0


def test_a_team_is_found_by_its_exact_name_also_on_a_later_page(klant: OpenKlant) -> None:
    klant.actoren.clear()
    for naam in (f"{TEAM} oud", f"{TEAM}oost", f"{TEAM}west", "WIJKTEAM ZUID"):
        klant.team(naam)
    klant.team(TEAM, indicatieActief=False)
    Klantinteracties(klant.url, TOKEN).stuur(BERICHT)
    assert klant.internetaken[0]["toegewezenAanActoren"] == [{"uuid": klant.actoren[3]["uuid"]}]


def test_an_unknown_team_waits_until_it_is_made_there(klant: OpenKlant) -> None:
    klant.actoren.clear()
    out = Klantinteracties(klant.url, TOKEN)
    with pytest.raises(ToolError, match="overdracht_team_onbekend"):
        out.stuur(BERICHT)
    klant.team(TEAM)
    out.stuur(BERICHT)
    assert (len(klant.klantcontacten), len(klant.internetaken)) == (1, 1)


def test_every_fault_of_the_other_side_is_one_of_ours_and_names_nobody(klant: OpenKlant) -> None:
    codes = {401: "overdracht_geen_toegang", 403: "overdracht_geen_toegang", 400: "overdracht_geweigerd", 404: "overdracht_geweigerd",
             302: "overdracht_geweigerd", 500: "overdracht_onbereikbaar"}  # fmt: skip
    out = Klantinteracties(klant.url, TOKEN)
    for status, code in codes.items():
        klant.storing = lambda method, path, status=status: status  # type: ignore[misc]
        with pytest.raises(ToolError) as caught:
            out.stuur(BERICHT)
        assert caught.value.code == code
        assert "Noor" not in str(caught.value)
    with pytest.raises(ToolError, match="overdracht_geen_toegang"):
        Klantinteracties(klant.url, "verkeerd").controleer()
    with pytest.raises(ToolError, match="overdracht_onbereikbaar"):
        Klantinteracties("http://127.0.0.1:9", TOKEN).controleer()
    klant.storing = lambda method, path: None
    out.controleer()


def test_the_whole_way_with_a_line_that_breaks(dienst: Dienst, vrijwilliger: Wie, lid: Wie, klant: OpenKlant, rij: NepRij) -> None:
    line = Draad(("POST", "maak-klantcontact"), ("POST", "internetaken"))
    working = met(dienst, Klantinteracties(klant.url, TOKEN, line))
    sent = stuur(working, vrijwilliger)
    for _ in range(2):
        with pytest.raises(ToolError):
            zet_over(working, sent.id)
    assert [zet_over(working, sent.id), zet_over(working, sent.id)] == [1, 0]
    assert (len(klant.klantcontacten), len(klant.internetaken)) == (1, 1)
    doorverwijzen.trek_in(working, vrijwilliger, sent.id)
    assert zet_over(working, rij.banen[-1][1]) == 1
    assert "Noor" not in str(klant.klantcontacten) + str(klant.internetaken)


# signed export


@pytest.fixture
def sleutel(tmp_path: Path) -> Path:
    """A key to sign with."""
    make_key(tmp_path / "export.pem")
    return tmp_path / "export.pem"


@pytest.fixture
def uit(tmp_path: Path) -> Path:
    """The outgoing folder."""
    (tmp_path / "uit").mkdir()
    return tmp_path / "uit"


def test_a_file_is_signed_and_says_what_was_allowed(uit: Path, sleutel: Path) -> None:
    out = Export.open(f"file://{uit}", sleutel)
    out.controleer()
    name = out.stuur(BERICHT)
    before = (uit / name).read_bytes()
    assert out.stuur(BERICHT) == name == f"{BERICHT.referentie}.doorverwijzing.jws"
    assert [one.name for one in uit.iterdir()] == [name]
    assert (uit / name).read_bytes() == before
    told = read_export(uit / name, sleutel.with_name("export.pem.pub").read_bytes())
    assert told == {
        "versie": "1", "soort": "doorverwijzing", "referentie": BERICHT.referentie, "moment": "2026-11-23T09:00:00+00:00", "wijkteam": TEAM,
        "aanvaardenVoor": "2026-11-26T16:00:00+00:00", "gegevens": BERICHT.gegevens, "wissen": False,
    }  # fmt: skip


def test_a_file_that_was_changed_or_signed_by_another_is_refused(uit: Path, sleutel: Path, tmp_path: Path) -> None:
    file = uit / Export.open(str(uit), sleutel).stuur(BERICHT)
    public = sleutel.with_name("export.pem.pub").read_bytes()
    other = make_key(tmp_path / "ander.pem").encode()
    head, body, mark = file.read_bytes().split(b".")
    for key, content in (
        (other, file.read_bytes()),
        (public, head + b"." + body[:-4] + b"AAAA." + mark),
        (public, b"niets"),
        (public, b""),
    ):
        file.write_bytes(content)
        with pytest.raises(InputError, match="overdracht_handtekening"):
            read_export(file, key)


def test_a_withdrawal_takes_the_file_away_where_it_still_lies(uit: Path, sleutel: Path) -> None:
    out = Export.open(str(uit), sleutel)
    out.stuur(BERICHT)
    out.stuur(INTREKKING)
    assert [one.name for one in uit.iterdir()] == [f"{BERICHT.referentie}.intrekking.jws"]
    out.stuur(BERICHT)
    out.stuur(replace(INTREKKING, wissen=False))
    assert len(list(uit.iterdir())) == 2


def test_a_folder_that_is_gone_is_an_error_of_ours(uit: Path, sleutel: Path) -> None:
    out = Export.open(str(uit), sleutel)
    uit.rmdir()
    for act in (lambda: out.stuur(BERICHT), out.controleer):
        with pytest.raises(ToolError, match="overdracht_map_vol"):
            act()


def test_keys_and_addresses_that_are_wrong_stop_the_start(tmp_path: Path, sleutel: Path) -> None:
    def refused(naam: str, url: str, geheim: Path) -> str:
        with pytest.raises(SettingsError) as caught:
            open_doorzetter(naam, url, geheim)
        return caught.value.code

    token = tmp_path / "token"
    token.write_text(TOKEN + "\n")
    assert refused("klantinteracties", "https://gemeente.voorbeeld", token) == "overdracht_geheim_open"
    token.chmod(0o600)
    assert refused("klantinteracties", "http://gemeente.voorbeeld", token) == "overdracht_url_ongeldig"
    assert refused("klantinteracties", "https://gemeente.voorbeeld", tmp_path / "weg") == "overdracht_geheim_ontbreekt"
    assert refused("export", "uit", sleutel) == "overdracht_url_ongeldig"
    assert refused("export", str(tmp_path), token) == "overdracht_geheim_ontbreekt"
    assert refused("export", str(tmp_path), sleutel.with_name("export.pem.pub")) == "overdracht_geheim_ontbreekt"
    assert refused("fax", "", token) == "overdracht_onbekend"
    sleutel.chmod(0o644)
    assert refused("export", str(tmp_path), sleutel) == "overdracht_geheim_open"
    with pytest.raises(SettingsError, match="overdracht_sleutel_niet_gemaakt"):
        make_key(sleutel)
    assert open_doorzetter("", "", tmp_path) is None
    made = open_doorzetter("klantinteracties", "https://gemeente.voorbeeld/klantinteracties/api/v1", token)
    assert isinstance(made, Klantinteracties)
    sleutel.chmod(0o600)
    assert read_key(sleutel).is_private
