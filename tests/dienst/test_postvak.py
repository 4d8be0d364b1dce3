"""The inbox of a team in pages: nothing twice, nothing passed over, whatever colleagues do meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brievenbus.dienst import Dienst, Wie, doorverwijzen
from brievenbus.dienst.klok import run_klok
from brievenbus.dienst.postvak import Postvak, Vraag, postvak
from brievenbus.errors import AccessError
from tests.dienst.doorverwijsbouw import geef_postcode, inhoud, stuur
from tests.dienstbouw import Klok, maak_wie, maak_wijkteam


@pytest.fixture
def lid(dienst: Dienst) -> Wie:
    """Somebody of the only team there is."""
    team = maak_wijkteam(dienst.opslag)
    geef_postcode(dienst, team)
    return maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team)


def vul(dienst: Dienst, wie: Wie, klok: Klok, aantal: int) -> list[str]:
    """Send letters a day apart; return their ids in the order in which they must be taken up."""
    made = []
    for _ in range(aantal):
        made.append(stuur(dienst, wie, inhoud("g07")))
        klok.nu += timedelta(days=1)
    return [one.id for one in sorted(made, key=lambda one: (one.aanvaarden_voor, one.id))]  # a weekend moves days together


def ids(blad: Postvak) -> list[str]:
    return [one.id for one in blad.stukken]


@pytest.mark.beide
def test_pages_hold_everything_once_there_and_back(dienst: Dienst, vrijwilliger: Wie, lid: Wie, klok: Klok) -> None:
    sent = vul(dienst, vrijwilliger, klok, 7)
    doorverwijzen.aanvaard(dienst, lid, sent[0])  # the first by its day: taken up, so it comes last
    order = [*sent[1:], sent[0]]
    pages, blad = [], postvak(dienst, lid, Vraag(), 3)
    assert blad.vorige == ""
    while True:
        pages.append(ids(blad))
        if not blad.volgende:
            break
        blad = postvak(dienst, lid, Vraag(na=blad.volgende), 3)
    assert pages == [order[:3], order[3:6], order[6:]]
    back = postvak(dienst, lid, Vraag(voor=blad.vorige), 3)
    assert ids(back) == order[3:6] and back.volgende and back.vorige
    first = postvak(dienst, lid, Vraag(voor=back.vorige), 3)
    assert ids(first) == order[:3] and first.vorige == ""


@pytest.mark.beide
def test_what_a_colleague_takes_up_meanwhile_hides_nothing(dienst: Dienst, vrijwilliger: Wie, lid: Wie, klok: Klok) -> None:
    sent = vul(dienst, vrijwilliger, klok, 6)
    first = postvak(dienst, lid, Vraag(), 3)
    for taken in sent[:3]:  # the last one of the page is where the next one begins
        doorverwijzen.aanvaard(dienst, lid, taken)
    assert ids(postvak(dienst, lid, Vraag(na=first.volgende), 3)) == sent[3:]


def test_a_page_that_is_no_more_is_the_first(dienst: Dienst, vrijwilliger: Wie, lid: Wie, klok: Klok) -> None:
    sent = vul(dienst, vrijwilliger, klok, 4)
    second = postvak(dienst, lid, Vraag(na=postvak(dienst, lid, Vraag(), 2).volgende), 2)
    for taken in sent[2:]:
        doorverwijzen.trek_in(dienst, vrijwilliger, taken)
    nowhere = Vraag(na=f"1.{'9' * 17}.{'f' * 32}")
    for place in (Vraag(na=second.volgende), Vraag(voor=second.vorige), Vraag(na="onzin"), Vraag(voor="0.1.x"), nowhere):
        assert ids(postvak(dienst, lid, place, 2)) == sent[:2], place


@pytest.mark.beide
def test_a_heap_of_ones_own_and_one_of_a_desk(dienst: Dienst, vrijwilliger: Wie, lid: Wie, klok: Klok) -> None:
    there = maak_wie(dienst.opslag)
    here_sent, there_sent = vul(dienst, vrijwilliger, klok, 2), vul(dienst, there, klok, 2)
    blad = postvak(dienst, lid, Vraag())
    assert {desk for desk, _ in blad.balies} == {vrijwilliger.balie_id, there.balie_id}
    assert ids(postvak(dienst, lid, Vraag(balie_id=there.balie_id or ""))) == there_sent
    assert len(postvak(dienst, lid, Vraag(balie_id=there.balie_id or "")).balies) == 2, "the other desk can still be chosen"
    colleague = maak_wie(dienst.opslag, "wijkteam", wijkteam_id=lid.wijkteam_id)
    doorverwijzen.aanvaard(dienst, lid, here_sent[0])
    doorverwijzen.aanvaard(dienst, colleague, here_sent[1])
    assert ids(postvak(dienst, lid, Vraag("mijn"))) == [here_sent[0]]
    doorverwijzen.sluit(dienst, lid, here_sent[0], "geholpen", "")
    assert (ids(postvak(dienst, lid, Vraag("mijn"))), ids(postvak(dienst, lid, Vraag("klaar")))) == ([], [here_sent[0]])


def test_what_is_late_is_counted_over_all_pages_and_of_one_team(dienst: Dienst, vrijwilliger: Wie, lid: Wie, klok: Klok) -> None:
    vul(dienst, vrijwilliger, klok, 5)
    klok.nu += timedelta(days=30)
    run_klok(dienst)
    assert postvak(dienst, lid, Vraag(), 2).te_laat == 5
    assert postvak(dienst, maak_wie(dienst.opslag, "wijkteam", wijkteam_id=maak_wijkteam(dienst.opslag, "Zuid")), Vraag()) == Postvak(
        (), "", "", 0, ()
    )


def test_only_for_a_person_of_a_team(dienst: Dienst, vrijwilliger: Wie) -> None:
    for somebody in (vrijwilliger, maak_wie(dienst.opslag, "beheerder"), maak_wie(dienst.opslag, "controleur")):
        with pytest.raises(AccessError):
            postvak(dienst, somebody, Vraag())
