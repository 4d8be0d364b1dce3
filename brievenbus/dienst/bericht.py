"""What goes from the desk to a system of the municipality, and the one port through which it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class Bericht:
    """One message. It holds what the resident agreed to and nothing of what helpers wrote.

    soort: a referral, or the news that its consent was withdrawn; both carry the same `referentie`, which never names anybody.
    gegevens: the fields that the resident allowed; empty for a withdrawal.
    wissen: nobody had accepted the referral when the consent was withdrawn, so that what was sent must go.
    """

    soort: Literal["doorverwijzing", "intrekking"]
    referentie: str
    moment: datetime
    wijkteam: str
    aanvaarden_voor: datetime | None
    gegevens: Mapping[str, Any]
    wissen: bool = False


class Doorzetter(Protocol):
    """A way to a system of the municipality. Every call may come twice for the same message, and then has the effect of one."""

    naam: str

    def stuur(self, bericht: Bericht) -> str:
        """Bring one message over; return how the other side can find it. Raises ToolError when it did not surely arrive."""

    def controleer(self) -> None:
        """Raise ToolError or SettingsError when nothing could be sent now: wrong address, no access, no room."""
