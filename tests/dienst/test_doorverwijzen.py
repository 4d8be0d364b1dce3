"""A letter to the neighbourhood team: never without the resident's yes, never more than that yes, never a BSN, never twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from brievenbus.dienst import Dienst, Wie, bsnvrij, doorverwijzen, werklijst, wijkteams
from brievenbus.dienst.gegevens import Contact, Veld, Verzoek, corrected, minimal_set, must_date
from brievenbus.dienst.overgangen import OVERGANGEN, Handeling, Reden, SluitLabel, Status, TerugLabel, next_status
from brievenbus.dienst.werklijst import Doorverwijzing
from brievenbus.dienst.wijkteams import Reeks
from brievenbus.errors import AccessError, BrievenbusError, ConflictError, InputError, MissingError
from brievenbus.store import doorverwijzingen as store
from brievenbus.store import tables
from tests.dienst.doorverwijsbouw import BSN, JA, JPEG, POSTCODE, acties, geef_postcode, inhoud, maak_brief, stuur
from tests.dienstbouw import BEGIN, Klok, NepRij, maak_telefoon, maak_wie, maak_wijkteam


@pytest.fixture
def lid(dienst: Dienst) -> Wie:
    """Somebody of the team that has the test's postcode."""
    team = maak_wijkteam(dienst.opslag, "Wijkteam Zuid")
    geef_postcode(dienst, team)
    return maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team)


@pytest.fixture
def voorstel(dienst: Dienst, vrijwilliger: Wie) -> Doorverwijzing:
    """A proposal for a read letter."""
    return doorverwijzen.stel_voor(dienst, vrijwilliger, maak_brief(dienst, vrijwilliger))


def code_of(soort: type[BrievenbusError], call: Callable[[], object]) -> str:
    with pytest.raises(soort) as caught:
        call()
    return caught.value.code


# proposing


def test_a_proposal_says_nothing_to_anybody(dienst: Dienst, voorstel: Doorverwijzing, lid: Wie, rij: NepRij) -> None:
    assert (voorstel.status, voorstel.reden, voorstel.gegevens, voorstel.wijkteam_id) == ("voorgesteld", "route", None, None)
    assert werklijst.lijst(dienst, lid)[0] == []
    assert code_of(MissingError, lambda: werklijst.zoek(dienst, lid, voorstel.id)) == "niet_gevonden"
    assert rij.banen == []


@pytest.mark.beide
def test_a_letter_has_one_referral_also_when_two_propose_at_once(dienst: Dienst, vrijwilliger: Wie) -> None:
    brief_id = maak_brief(dienst, vrijwilliger)
    made: list[str] = []
    people = [threading.Thread(target=lambda: made.append(doorverwijzen.stel_voor(dienst, vrijwilliger, brief_id).id)) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert acties(dienst) == ["doorverwijzing_voorgesteld"]


def test_without_a_route_a_volunteer_says_why(dienst: Dienst, vrijwilliger: Wie) -> None:
    brief_id = maak_brief(dienst, vrijwilliger, inhoud("g07"))
    for reden in (None, "route"):
        assert code_of(InputError, lambda reden=reden: doorverwijzen.stel_voor(dienst, vrijwilliger, brief_id, reden)) == "reden_nodig"
    assert code_of(InputError, lambda: doorverwijzen.stel_voor(dienst, vrijwilliger, brief_id, "zomaar")) == "label_onbekend"
    assert doorverwijzen.stel_voor(dienst, vrijwilliger, brief_id, "inwoner_vraagt").reden == "inwoner_vraagt"


def test_only_a_read_letter_of_ones_own_desk(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    brief_id = maak_brief(dienst, vrijwilliger)
    other = maak_wie(dienst.opslag)
    assert code_of(MissingError, lambda: doorverwijzen.stel_voor(dienst, other, brief_id)) == "niet_gevonden"
    for wie in (lid, maak_wie(dienst.opslag, "beheerder"), maak_wie(dienst.opslag, "controleur"), maak_telefoon(vrijwilliger)):
        assert code_of(AccessError, lambda wie=wie: doorverwijzen.stel_voor(dienst, wie, brief_id)) == "mag_niet"
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.brief.update().values(status="bezig"))
    assert code_of(ConflictError, lambda: doorverwijzen.stel_voor(dienst, vrijwilliger, brief_id)) == "nog_niet_gelezen"


# the yes


def test_with_the_yes_goes_what_was_allowed_and_nothing_else(dienst: Dienst, vrijwilliger: Wie, lid: Wie, voorstel: Doorverwijzing) -> None:
    sent = doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, JA)
    assert (sent.status, sent.wijkteam, sent.wijkteam_id) == ("verstuurd", "Wijkteam Zuid", lid.wijkteam_id)
    seen = werklijst.zoek(dienst, lid, voorstel.id)
    assert seen.gegevens == {
        "briefsoort": {"sleutel": "cjib_aanmaning_2", "naam": "Tweede aanmaning verkeersboete"},
        "afzender": "Centraal Justitieel Incassobureau", "uiterste_datum": "2026-12-03", "urgentie": "hoog",
        "contact": {"wijze": "telefoon", "waarde": "+31 6 12345678", "voornaam": "Noor"},
    }  # fmt: skip
    assert seen.toestemming is not None
    given = seen.toestemming
    assert (given.gebruiker_id, given.gegeven, given.wijze, given.afbeelding) == (vrijwilliger.gebruiker_id, BEGIN, "mondeling", False)
    assert seen.reden is None
    in_list = werklijst.lijst(dienst, lid)[0][0]
    assert in_list.gegevens is not None
    assert "contact" not in in_list.gegevens
    assert acties(dienst) == ["doorverwijzing_voorgesteld", "doorverwijzing_verstuurd", "doorverwijzing_ingezien"]


@pytest.mark.parametrize("veld", get_args(Veld))
def test_each_field_goes_only_by_name(dienst: Dienst, vrijwilliger: Wie, lid: Wie, veld: Veld) -> None:
    sent = stuur(dienst, vrijwilliger, inhoud("g11"), velden=(veld,), vraag="Kunt u meekijken?")
    seen = werklijst.zoek(dienst, lid, sent.id)
    assert set(seen.gegevens or {}) == {veld}
    assert seen.spoed is (veld == "urgentie")
    with dienst.opslag.engine.begin() as conn:
        row = store.find(conn, sent.id)
    assert row is not None
    kept = werklijst.opened(dienst, "gegevens", row)
    assert ("Noor" in str(kept)) is (veld == "contact")
    assert ("meekijken" in str(kept)) is (veld == "vraag")


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"velden": ()}, "toestemming_leeg"),
        ({"velden": ("bsn",)}, "label_onbekend"),
        ({"wijze": "gebaar"}, "label_onbekend"),
        ({"contact": None}, "veld_ontbreekt"),
        ({"velden": ("vraag",), "vraag": " "}, "veld_ontbreekt"),
        ({"velden": ("vraag",), "vraag": "a" * 501}, "tekst_te_lang"),
        ({"postcode": "3511 AB"}, "postcode_ongeldig"),
        ({"postcode": "0511"}, "postcode_ongeldig"),
        ({"postcode": ""}, "postcode_nodig"),
        ({"postcode": "9711"}, "postcode_onbekend"),
        ({"wijkteam_id": "0" * 32}, "wijkteam_onbekend"),
        ({"contact": Contact("telefoon", BSN)}, "telefoon_ongeldig"),
        ({"contact": Contact("telefoon", "")}, "telefoon_ongeldig"),
        ({"contact": Contact("telefoon", "06 12")}, "telefoon_ongeldig"),
        ({"contact": Contact("email", f"{BSN}@voorbeeld.nl")}, "email_ongeldig"),
        ({"contact": Contact("email", "noor")}, "email_ongeldig"),
        ({"contact": Contact("balie", "", BSN)}, "voornaam_ongeldig"),
        ({"contact": Contact("duif", "")}, "label_onbekend"),
    ],
)
def test_a_yes_that_says_too_little_or_something_strange(
    dienst: Dienst, vrijwilliger: Wie, lid: Wie, voorstel: Doorverwijzing, anders: dict[str, object], code: str
) -> None:
    ask = replace(JA, **anders)  # type: ignore[arg-type]
    assert code_of(InputError, lambda: doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, ask)) == code
    assert werklijst.zoek(dienst, vrijwilliger, voorstel.id).status == "voorgesteld"
    with dienst.opslag.engine.begin() as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(tables.toestemming)).scalar_one() == 0


def test_a_team_chosen_by_hand_goes_before_the_postcode(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    other = maak_wijkteam(dienst.opslag)
    assert stuur(dienst, vrijwilliger, postcode="", wijkteam_id=other).wijkteam_id == other
    assert stuur(dienst, vrijwilliger, wijkteam_id=other).wijkteam_id == other


def test_what_a_volunteer_corrected_goes_corrected(dienst: Dienst, vrijwilliger: Wie, lid: Wie, voorstel: Doorverwijzing) -> None:
    from brievenbus.dienst import brieven

    for veld, waarde in (("afzender.naam", "Gemeente Voorbeeld"), ("termijnen.0.datum", "2026-11-25"), ("termijnen.0.datum", "morgen")):
        brieven.corrigeer(dienst, vrijwilliger, voorstel.brief_id, veld, waarde)
    sent = doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, JA)
    assert sent.gegevens is not None
    assert (sent.gegevens["afzender"], sent.gegevens["uiterste_datum"]) == ("Gemeente Voorbeeld", "2026-11-25")


def test_corrections_touch_only_words_that_are_there() -> None:
    told = inhoud()
    changed = corrected(
        told, [("afzender", "A"), ("termijnen.9.datum", "2026-01-01"), ("route.spoed", "ja"), ("route", "x"), ("a.b.c", "d")]
    )
    assert changed["afzender"]["naam"] == "A"
    assert {key: value for key, value in changed.items() if key != "afzender"} == {k: v for k, v in told.items() if k != "afzender"}


def test_the_date_is_the_first_that_still_comes_and_no_right() -> None:
    def terms(*pairs: tuple[str, str]) -> dict[str, object]:
        return {"termijnen": [{"soort": soort, "datum": datum} for soort, datum in pairs]}

    today = BEGIN.date()
    assert str(must_date(terms(("bezwaar", "2026-11-24"), ("betalen", "2026-12-03"), ("zitting", "2026-12-01")), today)) == "2026-12-01"
    assert str(must_date(terms(("betalen", "2026-11-01"), ("inleveren", "2026-11-20")), today)) == "2026-11-20"
    assert str(must_date(terms(("betalen", "2026-11-01"), ("inleveren", "2026-12-20")), today)) == "2026-12-20"
    assert must_date(terms(("bezwaar", "2026-12-24")), today) is None


# once, and by one


@pytest.mark.beide
def test_the_same_yes_twice_or_at_once_is_one_yes(dienst: Dienst, vrijwilliger: Wie, lid: Wie, voorstel: Doorverwijzing) -> None:
    seen: list[Doorverwijzing] = []

    def ask() -> None:
        seen.append(doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, JA))

    people = [threading.Thread(target=ask) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    ask()
    assert len(seen) == 5
    assert len({one.toestemming.id for one in seen if one.toestemming}) == 1
    assert acties(dienst).count("doorverwijzing_verstuurd") == 1
    with dienst.opslag.engine.begin() as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(tables.toestemming)).scalar_one() == 1


def test_a_repeat_after_acceptance_changes_nothing(dienst: Dienst, vrijwilliger: Wie, lid: Wie, voorstel: Doorverwijzing) -> None:
    doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, JA)
    doorverwijzen.aanvaard(dienst, lid, voorstel.id)
    assert doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, JA).status == "aanvaard"
    other = replace(JA, afbeelding=True)
    assert code_of(ConflictError, lambda: doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, other)) == "overgang_kan_niet"


@pytest.mark.beide
def test_of_two_people_at_once_one_is_told(dienst: Dienst, vrijwilliger: Wie, lid: Wie, voorstel: Doorverwijzing) -> None:
    colleague = maak_wie(dienst.opslag, balie_id=vrijwilliger.balie_id)
    ends: list[str] = []

    def ask(wie: Wie) -> None:
        try:
            ends.append(doorverwijzen.toestemmen(dienst, wie, voorstel.id, JA).status)
        except ConflictError as error:
            ends.append(error.code)

    people = [threading.Thread(target=ask, args=(wie,)) for wie in (vrijwilliger, colleague)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(ends) == ["overgang_kan_niet", "verstuurd"]


def test_a_stale_reader_changes_nothing(dienst: Dienst, vrijwilliger: Wie, voorstel: Doorverwijzing) -> None:
    with dienst.opslag.engine.begin() as conn:
        old = store.find(conn, voorstel.id)
    assert old is not None
    doorverwijzen.weiger(dienst, vrijwilliger, voorstel.id)
    with dienst.opslag.engine.begin() as conn:
        assert not store.update(conn, old, status="verstuurd")


# the no


def test_a_no_is_written_down_and_nothing_else_happens(
    dienst: Dienst, vrijwilliger: Wie, lid: Wie, voorstel: Doorverwijzing, rij: NepRij
) -> None:
    assert [doorverwijzen.weiger(dienst, vrijwilliger, voorstel.id).status for _ in range(2)] == ["geweigerd", "geweigerd"]
    assert acties(dienst) == ["doorverwijzing_voorgesteld", "doorverwijzing_geweigerd"]
    assert (rij.banen, werklijst.lijst(dienst, lid)[0]) == ([], [])
    assert code_of(ConflictError, lambda: doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, JA)) == "toestemming_opnieuw"
    again = doorverwijzen.toestemmen(dienst, vrijwilliger, voorstel.id, replace(JA, opnieuw=True))
    assert again.status == "verstuurd"


# withdrawal


def test_withdrawn_before_anybody_accepted_nothing_is_left(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    sent = stuur(dienst, vrijwilliger, afbeelding=True)
    doorverwijzen.noteer(dienst, vrijwilliger, sent.id, "Belt liever na vijven.")
    back = doorverwijzen.trek_in(dienst, vrijwilliger, sent.id)
    assert (back.status, back.label, back.gegevens, back.notities, back.ingetrokken) == ("teruggegeven", "ingetrokken", None, (), True)
    assert doorverwijzen.trek_in(dienst, vrijwilliger, sent.id) == back
    assert werklijst.lijst(dienst, lid)[0] == []
    assert code_of(MissingError, lambda: doorverwijzen.pagina(dienst, lid, sent.id, 1)) == "geen_afbeelding"
    assert code_of(ConflictError, lambda: doorverwijzen.aanvaard(dienst, lid, sent.id)) == "overgang_kan_niet"
    with dienst.opslag.engine.begin() as conn:
        row = store.find(conn, sent.id)
    assert row is not None
    assert (row.gegevens, row.notities) == (None, None)
    late = replace(JA, afbeelding=True)
    assert code_of(ConflictError, lambda: doorverwijzen.toestemmen(dienst, vrijwilliger, sent.id, late)) == "toestemming_opnieuw"


def test_withdrawn_after_acceptance_the_picture_closes_at_once_and_the_team_is_told(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    sent = stuur(dienst, vrijwilliger, afbeelding=True)
    doorverwijzen.aanvaard(dienst, lid, sent.id)
    assert doorverwijzen.pagina(dienst, lid, sent.id, 1) == JPEG
    doorverwijzen.trek_in(dienst, vrijwilliger, sent.id)
    assert code_of(MissingError, lambda: doorverwijzen.pagina(dienst, lid, sent.id, 1)) == "geen_afbeelding"
    seen = werklijst.zoek(dienst, lid, sent.id)
    assert (seen.status, seen.ingetrokken, werklijst.lijst(dienst, lid)[0][0].ingetrokken) == ("aanvaard", True, True)
    assert seen.gegevens is not None
    assert doorverwijzen.sluit(dienst, lid, sent.id, "ingetrokken").status == "gesloten"


# the picture


def test_the_picture_needs_a_yes_of_its_own(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    without, with_ = stuur(dienst, vrijwilliger), stuur(dienst, vrijwilliger, afbeelding=True)
    assert code_of(MissingError, lambda: doorverwijzen.pagina(dienst, lid, without.id, 1)) == "geen_afbeelding"
    assert doorverwijzen.pagina(dienst, lid, with_.id, 1) == JPEG
    assert doorverwijzen.pagina(dienst, vrijwilliger, without.id, 1) == JPEG
    assert code_of(MissingError, lambda: doorverwijzen.pagina(dienst, lid, with_.id, 2)) == "pagina_ontbreekt"
    doorverwijzen.geef_terug(dienst, lid, with_.id, "ander_team")
    assert code_of(MissingError, lambda: doorverwijzen.pagina(dienst, lid, with_.id, 1)) == "geen_afbeelding"


# accept, give back, close


def test_who_accepts_has_it_and_a_colleague_is_told(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    sent = stuur(dienst, vrijwilliger)
    colleague = maak_wie(dienst.opslag, "wijkteam", wijkteam_id=lid.wijkteam_id)
    mine = [doorverwijzen.aanvaard(dienst, lid, sent.id) for _ in range(2)]
    assert [(one.status, one.behandelaar_id) for one in mine] == [("aanvaard", lid.gebruiker_id)] * 2
    assert code_of(ConflictError, lambda: doorverwijzen.aanvaard(dienst, colleague, sent.id)) == "al_aanvaard"
    assert doorverwijzen.sluit(dienst, colleague, sent.id, "geholpen").status == "gesloten"


def test_given_back_it_needs_another_yes(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    sent = stuur(dienst, vrijwilliger)
    back = [doorverwijzen.geef_terug(dienst, lid, sent.id, "ander_team", "Hoort bij Noord.") for _ in range(2)]
    assert [(one.status, one.label) for one in back] == [("teruggegeven", "ander_team")] * 2
    assert back[0].gegevens is None
    at_desk = werklijst.zoek(dienst, vrijwilliger, sent.id)
    assert [note.tekst for note in at_desk.notities] == ["Hoort bij Noord."]
    assert code_of(ConflictError, lambda: doorverwijzen.toestemmen(dienst, vrijwilliger, sent.id, JA)) == "toestemming_opnieuw"
    other = maak_wijkteam(dienst.opslag)
    again = doorverwijzen.toestemmen(dienst, vrijwilliger, sent.id, replace(JA, opnieuw=True, wijkteam_id=other))
    assert (again.status, again.wijkteam_id, again.notities, again.label) == ("verstuurd", other, (), None)
    assert code_of(MissingError, lambda: werklijst.zoek(dienst, lid, sent.id)) == "niet_gevonden"


def test_what_the_desk_closes_loses_its_data(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    sent = stuur(dienst, vrijwilliger)
    assert code_of(ConflictError, lambda: doorverwijzen.sluit(dienst, vrijwilliger, sent.id, "anders")) == "overgang_kan_niet"
    doorverwijzen.geef_terug(dienst, lid, sent.id, "niet_voor_ons")
    done = [doorverwijzen.sluit(dienst, vrijwilliger, sent.id, "anders") for _ in range(2)]
    assert [(one.status, one.gegevens) for one in done] == [("gesloten", None)] * 2
    assert code_of(InputError, lambda: doorverwijzen.sluit(dienst, vrijwilliger, sent.id, "zomaar")) == "label_onbekend"


@pytest.mark.parametrize("handeling", get_args(Handeling))
@pytest.mark.parametrize("status", get_args(Status))
def test_the_table_alone_decides(handeling: Handeling, status: Status) -> None:
    may = OVERGANGEN.get((handeling, status))
    for rol in ("vrijwilliger", "wijkteam", "beheerder", "controleur"):
        if may is not None and rol in may.rollen:
            assert next_status(handeling, status, rol) == may.naar  # type: ignore[arg-type]
        else:
            with pytest.raises((AccessError, ConflictError)):
                next_status(handeling, status, rol)  # type: ignore[arg-type]


def test_only_a_yes_leads_to_the_team() -> None:
    assert {act for (act, van), step in OVERGANGEN.items() if step.naar == "verstuurd" and van != "verstuurd"} == {"toestemmen"}
    assert [step for (_, van), step in OVERGANGEN.items() if van == "gesloten" and step.naar != "gesloten"] == []


def test_nobody_else_sees_or_does_anything(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    sent = stuur(dienst, vrijwilliger, afbeelding=True)
    acts: list[Callable[[Wie], object]] = [
        lambda wie: werklijst.zoek(dienst, wie, sent.id), lambda wie: doorverwijzen.aanvaard(dienst, wie, sent.id),
        lambda wie: doorverwijzen.toestemmen(dienst, wie, sent.id, JA), lambda wie: doorverwijzen.weiger(dienst, wie, sent.id),
        lambda wie: doorverwijzen.trek_in(dienst, wie, sent.id), lambda wie: doorverwijzen.geef_terug(dienst, wie, sent.id, "anders"),
        lambda wie: doorverwijzen.sluit(dienst, wie, sent.id, "anders"), lambda wie: doorverwijzen.noteer(dienst, wie, sent.id, "x"),
        lambda wie: doorverwijzen.pagina(dienst, wie, sent.id, 1),
    ]  # fmt: skip
    strangers = [maak_wie(dienst.opslag), maak_wie(dienst.opslag, "wijkteam")]
    never = [maak_wie(dienst.opslag, "beheerder"), maak_wie(dienst.opslag, "controleur"), maak_telefoon(vrijwilliger)]
    for act in acts:
        assert [code_of(MissingError, lambda act=act, wie=wie: act(wie)) for wie in strangers] == ["niet_gevonden"] * 2
        assert [code_of(AccessError, lambda act=act, wie=wie: act(wie)) for wie in never] == ["mag_niet"] * 3
    with pytest.raises(AccessError):
        doorverwijzen.aanvaard(dienst, vrijwilliger, sent.id)
    assert werklijst.zoek(dienst, vrijwilliger, sent.id).status == "verstuurd"


# notes, and the BSN


def test_both_sides_write_notes_and_no_bsn_gets_in(dienst: Dienst, vrijwilliger: Wie, lid: Wie, klok: Klok) -> None:
    sent = stuur(dienst, vrijwilliger)
    doorverwijzen.noteer(dienst, vrijwilliger, sent.id, f"Inwoner belt liever. Nummer {BSN}, tel. 06-12345678.")
    klok.verder(minutes=5)
    for _ in range(2):
        seen = doorverwijzen.noteer(dienst, lid, sent.id, "Morgen gebeld.")
    assert [(note.wie, note.tekst) for note in seen.notities] == [
        (vrijwilliger.gebruiker_id, "Inwoner belt liever. Nummer •••••••••, tel. 06-12345678."), (lid.gebruiker_id, "Morgen gebeld.")
    ]  # fmt: skip
    assert code_of(InputError, lambda: doorverwijzen.noteer(dienst, lid, sent.id, " \n ")) == "notitie_leeg"
    assert code_of(InputError, lambda: doorverwijzen.noteer(dienst, lid, sent.id, "a" * 1001)) == "tekst_te_lang"


def test_before_the_yes_and_after_the_end_there_is_nothing_to_note(
    dienst: Dienst, vrijwilliger: Wie, lid: Wie, voorstel: Doorverwijzing
) -> None:
    assert code_of(ConflictError, lambda: doorverwijzen.noteer(dienst, vrijwilliger, voorstel.id, "x")) == "overgang_kan_niet"


@pytest.mark.parametrize(
    "tekst",
    [
        BSN, "bsn 123456782", "1234.56.782", "123 456 782", "123-456-782", "1 2 3 4 5 6 7 8 2", "mijn nummer is 12345 6782.",
        "BSN:123456782en meer", "１２３４５６７８２", "١٢٣٤٥٦٧٨٢", "123\u200b456\u200b782", "123\n456\n782", "(123456782)",
        "123456782 12 jaar", "burgerservicenummer 123456781", "12/34/56/782",
    ],
)  # fmt: skip
def test_no_way_of_writing_a_bsn_gets_through(tekst: str) -> None:
    hidden = bsnvrij.mask(tekst)
    assert "•" in hidden
    assert sum(char.isdigit() for char in hidden) <= 2
    assert bsnvrij.has_bsn(tekst)


@pytest.mark.parametrize("tekst", ["06-12345678", "+31 6 12345678", "Bel voor 3 december 2026.", "€ 346,00 te betalen", "3511 AB", ""])
def test_other_numbers_stay(tekst: str) -> None:
    assert bsnvrij.mask(tekst) == tekst


@given(st.text(max_size=200))
def test_masking_is_steady_and_keeps_length_of_plain_text(tekst: str) -> None:
    once = bsnvrij.mask(tekst)
    assert len(once) == len(bsnvrij.plain(tekst))
    assert bsnvrij.mask(once) == once


def test_the_minimal_set_masks_what_the_letter_itself_may_say() -> None:
    told = inhoud()
    told["afzender"]["naam"] = f"Gemeente ({BSN})"
    told["briefsoort"]["naam"] = f"Brief {BSN}"
    gone = minimal_set(told, Verzoek("mondeling", ("briefsoort", "afzender"), postcode=POSTCODE), BEGIN.date())
    assert BSN not in str(gone)


def test_nothing_of_it_can_be_read_in_the_database_without_the_key(dienst: Dienst, vrijwilliger: Wie, lid: Wie) -> None:
    sent = stuur(dienst, vrijwilliger)
    doorverwijzen.noteer(dienst, vrijwilliger, sent.id, "Belt liever na vijven.")
    told = b""
    with dienst.opslag.engine.begin() as conn:
        for table in (tables.doorverwijzing, tables.toestemming, tables.auditregel, tables.overdracht):
            told += repr(conn.execute(sa.select(table)).all()).encode()
    for word in (b"Noor", b"12345678", b"vijven", b"Justitieel", b"verkeersboete", b"2026, 12, 3)"):
        assert word not in told


# teams


def test_a_beheerder_keeps_the_teams(dienst: Dienst, vrijwilliger: Wie) -> None:
    boss = maak_wie(dienst.opslag, "beheerder")
    top = wijkteams.maak(dienst, boss, "  Stadsteam ")
    team = wijkteams.maak(dienst, boss, "Noord", top.id)
    assert (top.naam, team.hoger_id) == ("Stadsteam", top.id)
    assert code_of(ConflictError, lambda: wijkteams.maak(dienst, boss, "Noord")) == "wijkteam_bestaat"
    assert code_of(InputError, lambda: wijkteams.maak(dienst, boss, " ")) == "naam_ongeldig"
    assert code_of(InputError, lambda: wijkteams.maak(dienst, boss, "Oost", "0" * 32)) == "wijkteam_onbekend"
    circle = lambda: wijkteams.wijzig(dienst, boss, top.id, "Stadsteam", hoger_id=team.id, actief=True)  # noqa: E731
    assert code_of(ConflictError, circle) == "wijkteam_kring"
    assert code_of(ConflictError, lambda: wijkteams.verwijder(dienst, boss, top.id)) == "wijkteam_in_gebruik"
    wijkteams.wijzig(dienst, boss, team.id, "Noord", hoger_id=None, actief=False)
    assert [one.naam for one in wijkteams.lijst(dienst, vrijwilliger)] == ["Stadsteam"]
    wijkteams.verwijder(dienst, boss, top.id)
    assert code_of(MissingError, lambda: wijkteams.zoek(dienst, boss, top.id)) == "niet_gevonden"
    assert code_of(AccessError, lambda: wijkteams.maak(dienst, vrijwilliger, "West")) == "mag_niet"
    assert code_of(AccessError, lambda: wijkteams.lijst(dienst, maak_wie(dienst.opslag, "controleur"))) == "mag_niet"


@pytest.mark.parametrize("reeksen", [[Reeks(3600, 3599)], [Reeks(999, 1200)], [Reeks(9000, 10000)]])
def test_a_range_that_cannot_be(dienst: Dienst, reeksen: list[Reeks]) -> None:
    boss = maak_wie(dienst.opslag, "beheerder")
    team = wijkteams.maak(dienst, boss, "Noord")
    assert code_of(InputError, lambda: wijkteams.zet_postcodes(dienst, boss, team.id, reeksen)) == "reeks_ongeldig"


@pytest.mark.beide
def test_no_two_teams_have_the_same_postcode_also_when_set_at_once(dienst: Dienst) -> None:
    boss = maak_wie(dienst.opslag, "beheerder")
    one, other = (wijkteams.maak(dienst, boss, naam) for naam in ("Noord", "Zuid"))
    ends: list[str] = []

    def set_(team: str, reeks: Reeks) -> None:
        try:
            wijkteams.zet_postcodes(dienst, boss, team, [reeks])
            ends.append("ok")
        except ConflictError as error:
            ends.append(error.code)

    people = [
        threading.Thread(target=set_, args=(one.id, Reeks(3500, 3550))),
        threading.Thread(target=set_, args=(other.id, Reeks(3540, 3599))),
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(ends) == ["ok", "postcode_dubbel"]
    twice = [Reeks(1000, 1100), Reeks(1100, 1200)]
    assert code_of(ConflictError, lambda: wijkteams.zet_postcodes(dienst, boss, one.id, twice)) == "postcode_dubbel"
    wijkteams.zet_postcodes(dienst, boss, other.id, [])
    assert wijkteams.zet_postcodes(dienst, boss, one.id, [Reeks(3500, 3599)]).postcodes == (Reeks(3500, 3599),)


def test_labels_are_closed_lists() -> None:
    assert {"geholpen", "doorverwezen", "niet_bereikt", "ingetrokken", "anders"} == set(get_args(SluitLabel))
    assert "route" in get_args(Reden)
    assert "ander_team" in get_args(TerugLabel)
