"""What tests of accounts are built with: cheap hashes, and people who really went through their invitation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from brievenbus.dienst import SYSTEEM, Dienst, Rol, Wie, accounts, uitnodigingen, wachtwoorden
from brievenbus.dienst.inloggen import Inlog, log_in
from brievenbus.dienst.sessies import Sessie, wie_is
from tests.dienstbouw import Klok

GOED = "vier woorden die blijven"


def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make argon2 light: these tests are about the rules, not about its weight."""
    light = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(wachtwoorden, "_hasher", light)
    monkeypatch.setattr(wachtwoorden, "_DUMMY", light.hash("niemand"))


@dataclass
class Persoon:
    """Somebody with an account: what they know, and an app for codes that follows the test's clock."""

    id: str
    naam: str
    geheim: str
    klok: Klok
    wachtwoord: str = GOED

    def code(self, stap: int = 0) -> str:
        """Return the code of now, or of some steps away."""
        return pyotp.TOTP(self.geheim).at(self.klok.nu + stap * timedelta(seconds=30))

    def in_(
        self, dienst: Dienst, *, wachtwoord: str | None = None, code: str | None = None, adres: str = "192.0.2.1"
    ) -> tuple[str, Sessie]:
        """Log in, a time step later than the last time."""
        self.klok.verder(seconds=30)
        typed = Inlog(self.naam, self.wachtwoord if wachtwoord is None else wachtwoord, self.code() if code is None else code, adres)
        return log_in(dienst, typed)


def accept(dienst: Dienst, klok: Klok, token: str, wachtwoord: str = GOED, adres: str = "192.0.2.1") -> tuple[Persoon, str]:
    """Use an invitation as a person would; return the person and the token of the session."""
    seen = uitnodigingen.bekijk(dienst, token)
    geheim = parse_qs(urlsplit(seen.otpauth).query)["secret"][0]
    code = pyotp.TOTP(geheim).at(klok.nu)
    opened, sessie = uitnodigingen.aanvaard(dienst, token, wachtwoord, code, adres=adres)
    return Persoon(sessie.gebruiker_id, seen.gebruikersnaam, geheim, klok, wachtwoord), opened


def first_admin(dienst: Dienst, klok: Klok) -> tuple[Persoon, Wie]:
    """Let the first beheerder in."""
    token = accounts.eerste_start(dienst)
    assert token is not None
    persoon, opened = accept(dienst, klok, token)
    return persoon, wie_is(dienst, opened)


def person(dienst: Dienst, klok: Klok, rol: Rol = "controleur", naam: str = "sam.voorbeeld", balie_id: str | None = None) -> Persoon:
    """Make an account and let the person use the invitation."""
    made = accounts.maak(dienst, SYSTEEM, accounts.Aanmelding(naam, "Sam Voorbeeld", rol, balie_id))
    return accept(dienst, klok, made.token)[0]
