"""Accounts: invited, never given a password; blocked is out at once; there is always a beheerder who can get in."""

from __future__ import annotations

import csv
import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from brievenbus.dienst import SYSTEEM, Dienst, Wie, accounts, balies, uitnodigingen, wachtwoorden
from brievenbus.dienst.accounts import Aanmelding
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.errors import AccessError, BrievenbusError, BusyError, ConflictError, InputError, LoginError, MissingError
from brievenbus.store import Opslag, audit, tables
from tests.dienst.accountbouw import GOED, Persoon, accept, cheap_hashes, first_admin, person
from tests.dienstbouw import Klok, maak_balie, maak_wie, maak_wijkteam


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_hashes(monkeypatch)


def _code(error: pytest.ExceptionInfo[BrievenbusError]) -> str:
    return error.value.code


def _trail(opslag: Opslag) -> list[audit.Gebeurtenis]:
    with opslag.engine.connect() as conn:
        return [row.gebeurtenis for row in audit.lees(conn, aantal=1000)]


# ---- the first start


@pytest.mark.beide
def test_the_first_start_lets_one_beheerder_in_and_then_never_again(dienst: Dienst, klok: Klok) -> None:
    persoon, wie = first_admin(dienst, klok)
    assert (persoon.naam, wie.rol, wie.soort) == ("beheerder", "beheerder", "mens")
    assert accounts.eerste_start(dienst) is None
    assert wie_is(dienst, persoon.in_(dienst)[0]).gebruiker_id == wie.gebruiker_id


def test_each_start_gives_a_new_link_and_kills_the_old(dienst: Dienst, klok: Klok) -> None:
    old, new = accounts.eerste_start(dienst), accounts.eerste_start(dienst)
    assert old and new and old != new
    with pytest.raises(MissingError):
        uitnodigingen.bekijk(dienst, old)
    accept(dienst, klok, new)
    assert len(accounts.lijst(dienst, SYSTEEM)) == 1


def test_a_first_start_after_the_only_beheerder_was_reset_lets_that_one_in(dienst: Dienst, klok: Klok) -> None:
    persoon, wie = first_admin(dienst, klok)
    accounts.herstel(dienst, wie, persoon.id)
    token = accounts.eerste_start(dienst)
    assert token and accept(dienst, klok, token)[0].id == persoon.id


@pytest.mark.beide
def test_two_machines_that_start_at_once_make_one_account(dienst: Dienst) -> None:
    found: list[str | None] = []
    starts = [threading.Thread(target=lambda: found.append(accounts.eerste_start(dienst))) for _ in range(4)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(accounts.lijst(dienst, SYSTEEM)) == 1
    alive = 0
    for token in found:
        assert token
        try:
            uitnodigingen.bekijk(dienst, token)
            alive += 1
        except MissingError:
            pass
    assert alive == 1


# ---- invitations


def test_an_invitation_works_once(dienst: Dienst, klok: Klok) -> None:
    token = accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "Noor Voorbeeld", "controleur")).token
    accept(dienst, klok, token)
    for use in (lambda: uitnodigingen.bekijk(dienst, token), lambda: accept(dienst, klok, token)):
        with pytest.raises(MissingError) as error:
            use()
        assert _code(error) == "uitnodiging_ongeldig"


def test_an_invitation_ends_after_72_hours(dienst: Dienst, klok: Klok) -> None:
    token = accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "Noor Voorbeeld", "controleur")).token
    klok.verder(hours=71, minutes=59)
    uitnodigingen.bekijk(dienst, token)
    klok.verder(minutes=1)
    with pytest.raises(MissingError):
        uitnodigingen.bekijk(dienst, token)


@pytest.mark.beide
def test_two_uses_at_once_and_one_wins(dienst: Dienst, klok: Klok) -> None:
    token = accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "Noor Voorbeeld", "controleur")).token
    won: list[Persoon] = []
    lost: list[BrievenbusError] = []

    def use() -> None:
        try:
            won.append(accept(dienst, klok, token)[0])
        except MissingError as error:
            lost.append(error)

    tries = [threading.Thread(target=use) for _ in range(4)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert (len(won), len(lost)) == (1, 3)


def test_the_link_hides_the_token_behind_the_hash(dienst: Dienst) -> None:
    made = accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "Noor Voorbeeld", "controleur"))
    assert made.url == f"http://127.0.0.1:8000/uitnodiging#{made.token}"
    assert made.token not in repr(made)


def test_a_wrong_code_leaves_the_invitation_open(dienst: Dienst, klok: Klok) -> None:
    token = accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "Noor Voorbeeld", "controleur")).token
    with pytest.raises(InputError) as error:
        uitnodigingen.aanvaard(dienst, token, GOED, "12345", adres="192.0.2.1")
    assert _code(error) == "code_onjuist"
    accept(dienst, klok, token)


@pytest.mark.parametrize(
    ("wachtwoord", "code"),
    [
        ("elf tekens!", "wachtwoord_te_kort"),
        ("", "wachtwoord_te_kort"),
        ("x1" * 129, "wachtwoord_te_lang"),
        ("Wachtwoord123", "wachtwoord_te_gewoon"),
        ("Welkom2026!!!", "wachtwoord_te_gewoon"),
        ("password1234", "wachtwoord_te_gewoon"),
        ("123456789012", "wachtwoord_te_gewoon"),
        ("aaaaaaaaaaaaaaa", "wachtwoord_te_gewoon"),
        ("abcdefghijklmn", "wachtwoord_te_gewoon"),
        ("noor.voorbeeld", "wachtwoord_te_gewoon"),
        ("Noor.Voorbeeld1", "wachtwoord_te_gewoon"),
        ("brievenbus2026", "wachtwoord_te_gewoon"),
    ],
)
def test_a_password_anybody_guesses_is_refused(dienst: Dienst, klok: Klok, wachtwoord: str, code: str) -> None:
    token = accounts.maak(dienst, SYSTEEM, Aanmelding("noor.voorbeeld", "Noor Voorbeeld", "controleur")).token
    with pytest.raises(InputError) as error:
        accept(dienst, klok, token, wachtwoord)
    assert _code(error) == code


@pytest.mark.parametrize(
    "wachtwoord", ["paard batterij nietje", "allemaalkleineletters", "ÜberÆøå日本語テキスト", "4829104738261", "x" * 5 + "qzjkvw" * 20]
)
def test_any_other_password_is_fine(dienst: Dienst, klok: Klok, wachtwoord: str) -> None:
    token = accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "Noor Voorbeeld", "controleur")).token
    persoon, _ = accept(dienst, klok, token, wachtwoord)
    assert persoon.in_(dienst)


def test_a_password_is_the_same_from_any_keyboard(dienst: Dienst, klok: Klok) -> None:
    token = accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "Noor Voorbeeld", "controleur")).token
    persoon, _ = accept(dienst, klok, token, "cafe\u0301 aan de gracht")
    assert persoon.in_(dienst, wachtwoord="caf\u00e9 aan de gracht")


def test_the_real_hash_is_argon2id_of_64_mebibyte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    made = wachtwoorden.make_hash(GOED)
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert wachtwoorden.verify(GOED, made) == (True, None)
    assert wachtwoorden._DUMMY.split("$")[:4] == made.split("$")[:4]
    assert wachtwoorden.verify("niets", None) == (False, None)


def test_no_more_than_two_hashes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wachtwoorden, "_WAIT_SECONDS", 0.01)
    with wachtwoorden._slot(), wachtwoorden._slot(), pytest.raises(BusyError) as error:
        wachtwoorden.make_hash(GOED)
    assert _code(error) == "te_druk_inloggen"
    assert wachtwoorden.make_hash(GOED)


# ---- making and changing


@pytest.mark.parametrize("rol", ["vrijwilliger", "wijkteam", "controleur"])
def test_only_a_beheerder_touches_accounts(dienst: Dienst, opslag: Opslag, rol: str) -> None:
    who = maak_wie(opslag, rol)  # type: ignore[arg-type]
    other = maak_wie(opslag)
    told = Aanmelding("noor", "Noor Voorbeeld", "controleur")
    for act in (
        lambda w: accounts.maak(dienst, w, told), lambda w: accounts.lijst(dienst, w), lambda w: accounts.exporteer(dienst, w),
        lambda w: accounts.wijzig(dienst, w, other.gebruiker_id, told), lambda w: accounts.blokkeer(dienst, w, other.gebruiker_id),
        lambda w: accounts.deblokkeer(dienst, w, other.gebruiker_id), lambda w: accounts.herstel(dienst, w, other.gebruiker_id),
        lambda w: balies.maak(dienst, w, "Balie Noord"),
        lambda w: balies.lijst(dienst, w), lambda w: balies.maak_apparaat(dienst, w, other.balie_id or "", "Kiosk"),
    ):  # fmt: skip
        for asker in (who, replace(maak_wie(opslag, "beheerder"), soort="apparaat"), replace(who, soort="telefoon")):
            with pytest.raises(AccessError):
                act(asker)
    assert accounts.zoek(dienst, who, who.gebruiker_id).rol == rol
    with pytest.raises(MissingError):
        accounts.zoek(dienst, who, other.gebruiker_id)
    with pytest.raises(AccessError):
        accounts.zoek(dienst, replace(who, soort="telefoon"), who.gebruiker_id)


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"gebruikersnaam": "n"}, "gebruikersnaam_ongeldig"),
        ({"gebruikersnaam": "noor voorbeeld"}, "gebruikersnaam_ongeldig"),
        ({"gebruikersnaam": "=1+1"}, "gebruikersnaam_ongeldig"),
        ({"naam": "  "}, "naam_ongeldig"),
        ({"naam": "n" * 201}, "naam_ongeldig"),
        ({"rol": "baas"}, "rol_onbekend"),
        ({"rol": "vrijwilliger"}, "rol_plaats"),
        ({"rol": "wijkteam"}, "rol_plaats"),
        ({"balie_id": "b" * 32}, "rol_plaats"),
        ({"rol": "vrijwilliger", "balie_id": "b" * 32}, "balie_onbekend"),
        ({"rol": "wijkteam", "wijkteam_id": "b" * 32}, "wijkteam_onbekend"),
    ],
)
def test_what_does_not_fit_together_is_refused(dienst: Dienst, anders: dict[str, str], code: str) -> None:
    told = replace(Aanmelding("noor", "Noor Voorbeeld", "controleur"), **anders)  # type: ignore[arg-type]
    with pytest.raises(InputError) as error:
        accounts.maak(dienst, SYSTEEM, told)
    assert _code(error) == code
    assert accounts.lijst(dienst, SYSTEEM) == []


@pytest.mark.beide
def test_a_user_name_is_of_one_person_whatever_the_case(dienst: Dienst) -> None:
    accounts.maak(dienst, SYSTEEM, Aanmelding("Noor", "Noor Voorbeeld", "controleur"))
    with pytest.raises(ConflictError) as error:
        accounts.maak(dienst, SYSTEEM, Aanmelding(" NOOR ", "Noor Ander", "controleur"))
    assert _code(error) == "gebruikersnaam_bezet"
    assert len(accounts.lijst(dienst, SYSTEEM)) == 1


def test_another_role_or_desk_ends_every_session_and_another_name_does_not(dienst: Dienst, opslag: Opslag, klok: Klok) -> None:
    one, two = maak_balie(opslag), maak_balie(opslag)
    persoon = person(dienst, klok, "vrijwilliger", balie_id=one)
    for told, ended in (
        (Aanmelding("", "Sam Anders", "vrijwilliger", one), False),
        (Aanmelding("", "Sam Anders", "vrijwilliger", two), True),
        (Aanmelding("", "Sam Anders", "wijkteam", None, maak_wijkteam(opslag)), True),
        (Aanmelding("", "Sam Anders", "beheerder"), True),
    ):
        token, _ = open_sessie(dienst, persoon.id, "mens")
        phone, _ = open_sessie(dienst, persoon.id, "telefoon", balie_id=one)
        accounts.wijzig(dienst, SYSTEEM, persoon.id, replace(told, gebruikersnaam=persoon.naam))
        assert [_out(dienst, token), _out(dienst, phone)] == [ended, ended]


def _out(dienst: Dienst, token: str) -> bool:
    try:
        wie_is(dienst, token)
    except LoginError:
        return True
    return False


def test_blocking_ends_sessions_devices_and_invitations_and_unblocking_gives_back_the_password(
    dienst: Dienst, opslag: Opslag, klok: Klok
) -> None:
    first_admin(dienst, klok)
    persoon = person(dienst, klok, "beheerder")
    tokens = [open_sessie(dienst, persoon.id, "mens")[0], open_sessie(dienst, persoon.id, "apparaat", balie_id=maak_balie(opslag))[0]]
    assert not accounts.blokkeer(dienst, SYSTEEM, persoon.id).actief
    accounts.blokkeer(dienst, SYSTEEM, persoon.id)
    assert all(_out(dienst, token) for token in tokens)
    with pytest.raises(LoginError):
        persoon.in_(dienst)
    with pytest.raises(ConflictError):
        accounts.herstel(dienst, SYSTEEM, persoon.id)
    assert accounts.deblokkeer(dienst, SYSTEEM, persoon.id).actief
    assert persoon.in_(dienst)


def test_a_blocked_person_cannot_use_an_older_invitation(dienst: Dienst) -> None:
    made = accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "Noor Voorbeeld", "controleur"))
    accounts.blokkeer(dienst, SYSTEEM, made.gebruiker.id)
    accounts.deblokkeer(dienst, SYSTEEM, made.gebruiker.id)
    with pytest.raises(MissingError):
        uitnodigingen.bekijk(dienst, made.token)


def test_a_reset_takes_password_app_and_sessions_away(dienst: Dienst, klok: Klok) -> None:
    persoon = person(dienst, klok)
    token, _ = persoon.in_(dienst)
    made = accounts.herstel(dienst, SYSTEEM, persoon.id)
    assert _out(dienst, token)
    with pytest.raises(LoginError):
        persoon.in_(dienst)
    again, _ = accept(dienst, klok, made.token, "een heel ander wachtwoord")
    assert again.id == persoon.id and again.geheim != persoon.geheim
    with pytest.raises(LoginError):
        again.in_(dienst, code=persoon.code())
    assert again.in_(dienst)


@pytest.mark.beide
def test_the_last_beheerder_who_can_get_in_stays(dienst: Dienst, klok: Klok) -> None:
    one, wie = first_admin(dienst, klok)
    invited = accounts.maak(dienst, wie, Aanmelding("tweede", "Tweede Voorbeeld", "beheerder"))  # not in yet: does not count
    for act in (
        lambda: accounts.blokkeer(dienst, wie, one.id),
        lambda: accounts.wijzig(dienst, wie, one.id, Aanmelding(one.naam, "Eerste", "controleur")),
    ):
        with pytest.raises(ConflictError) as error:
            act()
        assert _code(error) == "laatste_beheerder"
    accept(dienst, klok, invited.token)
    assert not accounts.blokkeer(dienst, wie, one.id).actief


@pytest.mark.beide
def test_two_beheerders_who_block_each_other_at_once(dienst: Dienst, klok: Klok) -> None:
    one, _ = first_admin(dienst, klok)
    two = person(dienst, klok, "beheerder")
    refused: list[str] = []

    def block(gebruiker_id: str) -> None:
        try:
            accounts.blokkeer(dienst, SYSTEEM, gebruiker_id)
        except ConflictError as error:
            refused.append(error.code)

    both = [threading.Thread(target=block, args=(persoon.id,)) for persoon in (one, two)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert refused == ["laatste_beheerder"]
    assert sum(person.actief for person in accounts.lijst(dienst, SYSTEEM)) == 1


def test_the_yearly_review_has_every_account_and_no_formula(dienst: Dienst, opslag: Opslag, klok: Klok) -> None:
    first_admin(dienst, klok)
    person(dienst, klok, "vrijwilliger", balie_id=maak_balie(opslag, "Balie Zuid"))
    accounts.maak(dienst, SYSTEEM, Aanmelding("noor", "=HYPERLINK()", "controleur"))
    rows = list(csv.DictReader(accounts.exporteer(dienst, SYSTEEM).splitlines(), delimiter=";"))
    assert [(r["gebruikersnaam"], r["balie"], r["actief"], r["inloggen met"]) for r in rows] == [
        ("beheerder", "", "ja", "wachtwoord"), ("noor", "", "ja", "nog niet"), ("sam.voorbeeld", "Balie Zuid", "ja", "wachtwoord"),
    ]  # fmt: skip
    assert rows[1]["naam"] == "'=HYPERLINK()"


# ---- desks and devices


def test_a_desk_is_made_changed_closed_and_deleted(dienst: Dienst, opslag: Opslag) -> None:
    wie = maak_wie(opslag, "beheerder")
    one, two = balies.maak(dienst, wie, "  Balie   Noord "), balies.maak(dienst, wie, "Balie Zuid")
    assert one.naam == "Balie Noord"
    for act in (lambda: balies.maak(dienst, wie, "Balie Noord"), lambda: balies.wijzig(dienst, wie, two.id, "Balie Noord", True)):
        with pytest.raises(ConflictError) as error:
            act()
        assert _code(error) == "balienaam_bezet"
    kiosk = balies.maak_apparaat(dienst, wie, one.id, "Kiosk hal")
    assert wie_is(dienst, kiosk.token).balie_id == one.id and kiosk.token not in repr(kiosk)
    assert not balies.wijzig(dienst, wie, one.id, "Balie Noord", False).actief
    assert _out(dienst, kiosk.token)
    for act in (lambda: balies.maak_apparaat(dienst, wie, one.id, "Nog een"), lambda: balies.verwijder(dienst, wie, one.id)):
        with pytest.raises(ConflictError):
            act()
    balies.verwijder(dienst, wie, two.id)
    assert [balie.naam for balie in balies.lijst(dienst, wie)] == ["Balie Noord"]
    with pytest.raises(MissingError):
        balies.verwijder(dienst, wie, two.id)


def test_a_device_is_withdrawn_at_its_own_desk_only(dienst: Dienst, opslag: Opslag) -> None:
    wie, here, there = maak_wie(opslag, "beheerder"), maak_balie(opslag), maak_balie(opslag)
    made = balies.maak_apparaat(dienst, wie, here, "Kiosk hal")
    with pytest.raises(MissingError):
        balies.trek_apparaat_in(dienst, wie, there, made.apparaat.id)
    assert not _out(dienst, made.token)
    balies.trek_apparaat_in(dienst, wie, here, made.apparaat.id)
    balies.trek_apparaat_in(dienst, wie, here, made.apparaat.id)
    assert _out(dienst, made.token)
    assert [device.naam for device in balies.apparaten(dienst, wie, here)] == ["Kiosk hal"]


def test_a_volunteer_sees_their_own_desk_only(dienst: Dienst, opslag: Opslag, vrijwilliger: Wie) -> None:
    assert balies.zoek(dienst, vrijwilliger, vrijwilliger.balie_id or "").id == vrijwilliger.balie_id
    with pytest.raises(MissingError):
        balies.zoek(dienst, vrijwilliger, maak_balie(opslag))


# ---- what is written down


def test_secrets_are_sealed_and_no_name_is_in_the_trail(dienst: Dienst, opslag: Opslag, klok: Klok) -> None:
    persoon = person(dienst, klok)
    with pytest.raises(LoginError):
        persoon.in_(dienst, wachtwoord="iets anders dan dat")
    persoon.in_(dienst)
    with opslag.engine.connect() as conn:
        stored = str(conn.execute(sa.select(tables.gebruiker)).one())
        sealed = conn.execute(sa.select(tables.gebruiker.c.totp)).scalar_one()
    assert persoon.geheim not in stored and persoon.geheim.encode() not in sealed and GOED not in stored
    trail = str(_trail(opslag))
    assert "sam" not in trail.lower() and persoon.geheim not in trail
    acts = [(g.actie, g.resultaat) for g in _trail(opslag)]
    assert acts == [
        ("account_gemaakt", "gelukt"), ("uitgenodigd", "gelukt"), ("uitnodiging_gebruikt", "gelukt"),
        ("ingelogd", "geweigerd"), ("ingelogd", "gelukt"),
    ]  # fmt: skip
    with opslag.engine.connect() as conn:
        assert audit.verify(conn, opslag.huis).goed
