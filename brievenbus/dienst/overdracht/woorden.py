"""What a referral says in plain Dutch. The resident may read every word of it: facts that were allowed, and no remarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from brievenbus.dienst.bericht import Bericht

_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_CONTACT = {"telefoon": "bellen", "email": "een e-mail", "balie": "een gesprek aan de balie"}


def onderwerp(bericht: Bericht) -> str:
    """Return what it is about, in one line."""
    afzender = bericht.gegevens.get("afzender")
    return f"Hulp bij een brief van {afzender}" if afzender else "Hulp bij een brief"


def inhoud(bericht: Bericht) -> str:
    """Return what the resident asked. The question stands last: where the room ends, the facts are whole."""
    opening = "De inwoner vraagt het wijkteam om hulp bij een brief. De inwoner heeft voor deze brief toestemming gegeven."
    return "\n".join([opening, *_facts(bericht.gegevens)])


def toelichting(bericht: Bericht) -> str:
    """Return what the team needs for its task."""
    by = bericht.aanvaarden_voor
    first = [f"Graag oppakken voor {day_in_words(by.date())}."] if by else []
    return "\n".join([*first, *_facts(bericht.gegevens)])


def day_in_words(dag: date) -> str:
    """Return a day as people say it."""
    return f"{_DAGEN[dag.weekday()]} {dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"


def month_in_words(maand: str) -> str:
    """Return a month (JJJJ-MM) as people say it."""
    return f"{_MAANDEN[int(maand[5:]) - 1]} {maand[:4]}"


def cut(tekst: str, meest: int) -> str:
    """Return a text that fits in a field: whole where it can, else cut at a space, with "…" to show it."""
    if len(tekst) <= meest:
        return tekst
    kept = tekst[: meest - 1]
    head, space, _ = kept.rpartition(" ")
    return (head if space and len(head) > meest // 2 else kept) + "…"


def _facts(gegevens: Mapping[str, Any]) -> Iterator[str]:
    if "briefsoort" in gegevens:
        yield f"Soort brief: {gegevens['briefsoort']['naam']}."
    if "afzender" in gegevens:
        yield f"Afzender: {gegevens['afzender']}."
    if "uiterste_datum" in gegevens:
        dag = gegevens["uiterste_datum"]
        yield f"Uiterste datum: {day_in_words(date.fromisoformat(dag))}." if dag else "Uiterste datum: niet gevonden in de brief."
    if "urgentie" in gegevens:
        yield f"Hoe dringend is de brief: {gegevens['urgentie']}."
    if "contact" in gegevens:
        yield _contact(gegevens["contact"])
    if "postcode" in gegevens:
        yield f"Postcode: {gegevens['postcode']}."
    if gegevens.get("vraag"):
        yield f"Vraag van de inwoner: {gegevens['vraag']}"


def _contact(contact: Mapping[str, str]) -> str:
    name = f" met {contact['voornaam']}" if contact["voornaam"] else ""
    where = f" ({contact['waarde']})" if contact["waarde"] else ""
    return f"Contact{name}: {_CONTACT[contact['wijze']]}{where}."
