"""Which advice of a card is said: not what a sentence with the day itself says already, and first what must come before any date.

It works on the Dutch card, before it is put in another language, so that every language says the same things in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from brievenbus.brief import Termijn
from brievenbus.kennis.schema import UitlegKaart

_BETAAL = re.compile(r"Betaal (?:dan )?(?:op tijd|(?:de|het|uw|dit)(?: \w+){1,2}(?: op tijd)?|vóór de datum in de brief)\.")
"""Advice that says no more than: pay."""
_ZOEK = re.compile(r"Zoek (?:de|het) (?:laatste )?(?:dag|datum|termijn)\b[^.?!]*\.")
_WELKE = {"zitting": {"zitting"}, "reageren": {"reageren", "zienswijze"}}
"""Which kinds of term answer advice to look for a day; advice that names none is answered by any day that is said."""
_RECHT = re.compile(r"\b(?:bezwaar|beroep|verzet)\b")
_HULP = re.compile(r"\b(?:bel|hulp|advocaat|loket|raadslieden)\b", re.IGNORECASE)
"""Advice about a right that also sends somebody to a helper says more than the day."""


def without_doubles(kaart: UitlegKaart, termijnen: Iterable[Termijn], gezegd: Collection[str]) -> UitlegKaart:
    """Return a card without the advice that a dated sentence says better. `gezegd` are the kinds of term whose day is said."""
    coming = {t.soort for t in termijnen if not t.verlopen and t.soort in gezegd}

    def double(zin: str) -> bool:
        if "betalen" in coming and _BETAAL.fullmatch(zin):
            return True
        if _ZOEK.fullmatch(zin):  # the day of a payment is no answer to when the hearing is
            wanted = _WELKE["zitting"] if "zitting" in zin else _WELKE["reageren"] if "reageren" in zin else coming
            return bool(coming & wanted)
        rights = set(_RECHT.findall(zin))
        return bool(rights) and rights <= coming and not _HULP.search(zin)

    return kaart.model_copy(update={"doen": tuple(zin for zin in kaart.doen if not double(zin))})
