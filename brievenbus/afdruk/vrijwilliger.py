"""What the volunteer beside the resident is told of a kind of letter: where it stands, what to check or ask, and the pitfall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brievenbus.afdruk.heruitleg import is_onleesbaar
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import VrijwilligerKaart

_SURE_KIND = 0.45
"""Below this the kind of letter is a guess, and advice that goes with a guess leads the wrong way."""


def make_vrijwilliger(brief: Mapping[str, Any], kennis: Kennis) -> VrijwilligerKaart | None:
    """Return the sentences of the card for a letter (its object); None where the kind is not sure, or the letter suspect or unreadable."""
    soort = brief["briefsoort"]
    if is_onleesbaar(brief) or brief["echtheid"]["verdacht"] or soort["zekerheid"] < _SURE_KIND:
        return None
    kaart = kennis.briefsoorten.get(soort["sleutel"])
    return kaart.vrijwilliger if kaart is not None else None
