"""How the desk stays up to date: what its page asks, again and again, and what is said of the answer.

The question carries what the page shows, so the answer holds only what differs, and nothing where nothing does: then nothing on
the screen moves. It is asked only while something can come by itself: a desk that was left would stay logged in for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from api.desk.taal import _, ngettext
from api.desk.weergave import KoppelBeeld
from brievenbus.dienst.overzicht import Stand

ELKE_MS = 700
"""A letter that was read should be on the screen within a second, the way there and back counted in."""


def question(now: Stand, vast: str, koppeling: KoppelBeeld | None) -> str:
    """Return the path to ask for news at; '' where none can come."""
    if not now.levend and (koppeling is None or koppeling.stand == "verlopen"):
        return ""
    shown = {"teken": now.teken, "gezien": "-".join(map(str, _counts(now)))}
    if vast:
        shown["bezoek"] = vast
    if koppeling is not None:
        shown |= {"koppeling": koppeling.id, "was": koppeling.stand}
    return f"/balie/stand?{urlencode(shown)}"


def news(now: Stand, gezien: str, titels: Mapping[str, str]) -> str:
    """Return what to read aloud to who cannot see the list change; `gezien` comes from the question, `titels` are by letter."""
    came, read, not_read = (new - old for new, old in zip(_counts(now), _parse(gezien), strict=True))
    said = []
    if came > 0:
        said.append(ngettext("Er is een brief binnen.", "Er zijn %(n)s brieven binnen.", came) % {"n": came})
    if read > 0:
        newest = max((row for row in now.brieven if row.status == "klaar"), key=lambda row: row.gelezen or row.aangemaakt)
        said.append(_("Gelezen: %(titel)s.") % {"titel": titels.get(newest.id, "").rstrip(".")})
    if not_read > 0:
        said.append(_("Een brief konden we niet lezen. Kijk in de lijst."))
    return " ".join(said)


def _counts(now: Stand) -> tuple[int, int, int]:
    """Return how many letters there are, how many were read, and how many could not be."""
    states = [row.status for row in now.brieven]
    return len(states), states.count("klaar"), states.count("geweigerd") + states.count("mislukt")


def _parse(gezien: str) -> tuple[int, int, int]:
    """Return the counts of a question. One that was not made here counts as everything seen: then nothing is said."""
    parts = gezien.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) <= 6 for part in parts):
        return (10**6, 10**6, 10**6)
    came, read, not_read = map(int, parts)
    return came, read, not_read
