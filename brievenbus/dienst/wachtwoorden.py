"""Passwords (argon2id) and the codes of an authenticator app (TOTP, RFC 6238).

The rule for a password is that of NIST SP 800-63B: long enough, not one everybody tries, and otherwise free: no digits or signs
demanded, nothing that makes people change it every so often.
"""

from __future__ import annotations

import hmac
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise

import pyotp
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

from brievenbus.errors import BusyError, InputError

MIN_TEKENS, MAX_TEKENS = 12, 256
STAP_SECONDEN = 30
UITGEVER = "brievenbus"
_MIN_VERSCHILLEND = 5
_AT_ONCE, _IN_LINE, _WAIT_SECONDS = 2, 8, 10

_hasher = PasswordHash.recommended()
_room = threading.BoundedSemaphore(_AT_ONCE)
"""A hash takes 64 MiB and 0.2 s of a processor: more at once would let anybody fill the memory from the login page."""
_line = threading.BoundedSemaphore(_AT_ONCE + _IN_LINE)
"""Who waits keeps a thread of the web process: more than these are sent away at once, or a crowd here would stop everybody's work."""

_DUMMY = "$argon2id$v=19$m=65536,t=3,p=4$Fgcdqs3H0h57saR/wIE8eA$A0pegVab/4RDvyWXpeL7FcLOsJZ1ynwnWiBM0gmfCVs"
"""A hash of nothing, to spend the same time on a name that is not there."""

_GEWOON = frozenset(
    """
    welkom wachtwoord geheim geheimwachtwoord mijnwachtwoord ditismijnwachtwoord nieuwwachtwoord wachtwoordwachtwoord welkomwelkom
    password passwordpassword mypassword letmein letmeinletmein welcome welcomewelcome admin administrator adminadmin beheerder
    brievenbus brievenbusbrievenbus vrijwilliger wijkteam gemeente bibliotheek qwerty qwertyuiop qwertyqwerty qwertyuiopasdf
    qwertyuiopasdfghjkl asdfghjkl asdfghjklzxcvbnm zxcvbnm abcdefghijkl abcdefghijklm abcdefghijklmnopqrstuvwxyz iloveyou
    iloveyouiloveyou ikhouvanjou ikhouvanjullie hallohallo hallohallohallo zomer winter lente herfst januari februari amsterdam
    rotterdam utrecht denhaag nederland feyenoord ajaxamsterdam monkeymonkey dragondragon sunshine princess football voetbal
    changeme changemenow verander testtest testtesttest testaccount computer
    """.split()  # noqa: SIM905 - a list of this length reads better as words
)
"""What is left of the passwords everybody tries first, after cutting digits and signs off both ends ("Welkom2026!!" → welkom)."""

_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def check_rule(wachtwoord: str, gebruikersnaam: str) -> None:
    """Raise InputError for a password that is too short, too long or too easy to guess."""
    text = normalize(wachtwoord)
    if len(text) < MIN_TEKENS:
        raise InputError("wachtwoord_te_kort", aantal=MIN_TEKENS)
    if len(text) > MAX_TEKENS:
        raise InputError("wachtwoord_te_lang", aantal=MAX_TEKENS)
    core = _EDGES.sub("", text.casefold()).replace(" ", "")
    if core in _GEWOON or core == gebruikersnaam.casefold() or len(set(text)) < _MIN_VERSCHILLEND or _is_row(text):
        raise InputError("wachtwoord_te_gewoon")


def normalize(wachtwoord: str) -> str:
    """Return the password as it is hashed: the same letters from any keyboard are the same."""
    return unicodedata.normalize("NFKC", wachtwoord)


def make_hash(wachtwoord: str) -> str:
    """Return the argon2id hash to store. Raises BusyError when too many are being made."""
    with _slot():
        return _hasher.hash(normalize(wachtwoord))


def verify(wachtwoord: str, stored: str | None) -> tuple[bool, str | None]:
    """Tell whether this is the password, and give a new hash where the parameters have moved on.

    Without a stored hash it takes as long and is False. Raises BusyError when too many are being checked.
    """
    with _slot():
        try:
            right, renewed = _hasher.verify_and_update(normalize(wachtwoord)[:MAX_TEKENS], stored or _DUMMY)
        except UnknownHashError:
            return False, None
    return (right, renewed) if stored else (False, None)


def new_secret() -> str:
    """Return a fresh TOTP secret: 160 random bits in base32."""
    return pyotp.random_base32()


def otpauth_uri(secret: str, gebruikersnaam: str) -> str:
    """Return the address that an authenticator app reads from a QR picture."""
    return pyotp.TOTP(secret, interval=STAP_SECONDEN).provisioning_uri(name=gebruikersnaam, issuer_name=UITGEVER)


def find_step(secret: str, code: str, nu: datetime, na: int | None) -> int | None:
    """Return the time step this code belongs to: now, the one before or the one after, and later than step `na`.

    Clocks of phones run up to half a minute off. Compares all three, so that the time taken tells nothing.
    """
    typed = "".join(code.split())
    now = int(nu.timestamp()) // STAP_SECONDEN
    totp = pyotp.TOTP(secret, interval=STAP_SECONDEN)
    right = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode())]
    return next((step for step in right if na is None or step > na), None)


def _is_row(text: str) -> bool:
    """Tell whether it is one row of neighbours, such as 123456789012 or abcdefghijkl, going on after the 9."""
    steps = {(ord(b) - ord(a)) % 10 if a.isdigit() and b.isdigit() else ord(b) - ord(a) for a, b in pairwise(text)}
    return steps <= {1} or steps <= {-1, 9}


@contextmanager
def _slot() -> Iterator[None]:
    busy = BusyError("te_druk_inloggen", seconden=_WAIT_SECONDS)
    if not _line.acquire(blocking=False):
        raise busy
    try:
        if not _room.acquire(timeout=_WAIT_SECONDS):
            raise busy
        try:
            yield
        finally:
            _room.release()
    finally:
        _line.release()
