"""The minimal set that goes to a neighbourhood team: of the letter and of the resident only what the resident allowed.

Default of the domain sheet (section 5): type, sender, latest date, wish for contact; not the letter itself, never a BSN.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

import phonenumbers

from brievenbus.brief import GEEN_PLICHT, Urgentie
from brievenbus.dienst import bsnvrij
from brievenbus.dienst.overgangen import Wijze, check_label
from brievenbus.errors import InputError

Veld = Literal["briefsoort", "afzender", "uiterste_datum", "urgentie", "contact", "postcode", "vraag"]
ContactWijze = Literal["telefoon", "email", "balie"]

MAX_VRAAG = 500
MAX_NOTITIE = 1000
_DAG = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POSTCODE = re.compile(r"[1-9][0-9]{3}")
_EMAIL = re.compile(r"[^@\s\"<>(),:;\\]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
_VOORNAAM = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.-]){0,39}")


@dataclass(frozen=True, slots=True)
class Contact:
    """How the resident wants to be reached: `waarde` is the number or address for it, empty at the desk."""

    wijze: ContactWijze
    waarde: str = ""
    voornaam: str = ""


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A resident's yes for one letter, as the volunteer wrote it down.

    velden: what may go. afbeelding: whether the team may see the page pictures. postcode: four digits, to find the team;
    wijkteam_id: a team chosen by hand instead. opnieuw: the resident was asked again, after a no, a withdrawal or a return.
    """

    wijze: Wijze
    velden: tuple[Veld, ...]
    afbeelding: bool = False
    postcode: str = ""
    wijkteam_id: str | None = None
    contact: Contact | None = None
    vraag: str = ""
    opnieuw: bool = False


def checked(verzoek: Verzoek) -> Verzoek:
    """Return the request in one form, without what may not go. Raises InputError naming the first thing that is wrong."""
    check_label(verzoek.wijze, Wijze)
    for veld in verzoek.velden:
        check_label(veld, Veld)
    if not verzoek.velden:
        raise InputError("toestemming_leeg")
    if verzoek.postcode and not _POSTCODE.fullmatch(verzoek.postcode):
        raise InputError("postcode_ongeldig")
    given: dict[Veld, object] = {"contact": verzoek.contact, "postcode": verzoek.postcode, "vraag": bsnvrij.mask(verzoek.vraag)}
    for naam, value in given.items():
        if naam in verzoek.velden and not value:
            raise InputError("veld_ontbreekt", veld=naam)
    if len(str(given["vraag"])) > MAX_VRAAG:
        raise InputError("tekst_te_lang", meest=MAX_VRAAG)
    return replace(
        verzoek, velden=tuple(veld for veld in get_args(Veld) if veld in verzoek.velden),
        vraag=str(given["vraag"]) if "vraag" in verzoek.velden else "",
        contact=_contact(verzoek.contact) if verzoek.contact and "contact" in verzoek.velden else None,
    )  # fmt: skip


def stamp(verzoek: Verzoek, gebruiker_id: str) -> str:
    """Return what tells a repeat of the same request by the same person from another one."""
    told = json.dumps([asdict(verzoek), gebruiker_id], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def minimal_set(inhoud: Mapping[str, Any], verzoek: Verzoek, vandaag: date) -> dict[str, Any]:
    """Return what goes of this letter and this resident: the allowed fields, each free of any BSN."""
    uiterste = must_date(inhoud, vandaag)
    every: dict[Veld, Any] = {
        "briefsoort": {key: bsnvrij.mask(inhoud["briefsoort"][key]) for key in ("sleutel", "naam")},
        "afzender": bsnvrij.mask(inhoud["afzender"]["naam"]),
        "uiterste_datum": None if uiterste is None else uiterste.isoformat(),
        "urgentie": inhoud["urgentie"],
        "contact": None if verzoek.contact is None else asdict(verzoek.contact),
        "postcode": verzoek.postcode,
        "vraag": verzoek.vraag,
    }
    return {veld: every[veld] for veld in verzoek.velden}


def corrected(inhoud: Mapping[str, Any], correcties: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return a letter as the volunteers say it is: later corrections go over earlier ones. What names no field of it is passed over.

    `afzender` and `briefsoort` mean their name; a date that is no date (JJJJ-MM-DD) is passed over too, and an urgency that is none:
    who reads the referral knows only the words of the contract.
    """
    made: dict[str, Any] = json.loads(json.dumps(inhoud))
    for veld, waarde in correcties:
        *path, last = veld.split(".") if veld not in ("afzender", "briefsoort") else (veld, "naam")
        place: Any = made
        for part in path:
            place = _part(place, part)
        old = _part(place, last)
        if isinstance(place, dict) and isinstance(old, str) and _fits(veld, old, waarde):
            place[last] = waarde
    return made


def must_date(inhoud: Mapping[str, Any], vandaag: date) -> date | None:
    """Return the earliest day still to come on which something must be done; else the last such day that passed; else None.

    Rights (objection, appeal), starting days and automatic collections are no duties (contract, urgentie rule 2).
    """
    days = sorted(date.fromisoformat(term["datum"]) for term in inhoud["termijnen"] if term["soort"] not in GEEN_PLICHT)
    return next((day for day in days if day >= vandaag), days[-1] if days else None)


def note(tekst: str) -> str:
    """Return a note without BSN. Raises InputError for one that is empty or too long."""
    clean = bsnvrij.mask(tekst)
    if not clean:
        raise InputError("notitie_leeg")
    if len(clean) > MAX_NOTITIE:
        raise InputError("tekst_te_lang", meest=MAX_NOTITIE)
    return clean


def _part(place: Any, name: str) -> Any:
    if isinstance(place, list) and name.isdecimal() and int(name) < len(place):
        return place[int(name)]
    return place.get(name) if isinstance(place, dict) else None


def _fits(veld: str, old: str, waarde: str) -> bool:
    """Tell whether a corrected value is of the kind that the field holds."""
    if veld == "urgentie":
        return waarde in get_args(Urgentie)
    return _DAG.fullmatch(old) is None or _is_day(waarde)


def _is_day(waarde: str) -> bool:
    try:
        return _DAG.fullmatch(waarde) is not None and bool(date.fromisoformat(waarde))
    except ValueError:
        return False


def _contact(contact: Contact) -> Contact:
    """Return a wish for contact that can be used. A number or address that could be a BSN is refused, not masked: it would be useless."""
    check_label(contact.wijze, ContactWijze)
    voornaam = bsnvrij.plain(contact.voornaam)
    if voornaam and not _VOORNAAM.fullmatch(voornaam):
        raise InputError("voornaam_ongeldig")
    waarde = bsnvrij.plain(contact.waarde)
    if contact.wijze == "balie":
        waarde = ""
    elif contact.wijze == "telefoon":
        waarde = _phone(waarde)
    elif len(waarde) > 254 or not _EMAIL.fullmatch(waarde) or bsnvrij.has_bsn(waarde):
        raise InputError("email_ongeldig")
    return Contact(contact.wijze, waarde, voornaam)


def _phone(waarde: str) -> str:
    """Return a telephone number in one form. Without a leading 0 or + nine digits are as likely a BSN, and refused."""
    try:
        number = phonenumbers.parse(waarde, "NL")
    except phonenumbers.NumberParseException as error:
        raise InputError("telefoon_ongeldig") from error
    if len(waarde) > 25 or not waarde.startswith(("0", "+", "(0")) or not phonenumbers.is_valid_number(number):
        raise InputError("telefoon_ongeldig")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
