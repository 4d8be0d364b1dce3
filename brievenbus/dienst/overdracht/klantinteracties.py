"""Way out two: the Klantinteracties API of a municipality, as Open Klant serves it (OAS 0.9.0).

A referral becomes a klantcontact (what the resident asked, in words fit for the resident to read: that is VNG's definition of
its content) and an interne taak for the team. Both are known by a `referentienummer`: at most ten digits, so that two could be
equal by chance. Our whole reference stands in the klantcontact's metadata; a number that is somebody else's is passed over.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from brievenbus.dienst.bericht import Bericht
from brievenbus.dienst.overdracht.woorden import cut, inhoud, onderwerp, toelichting
from brievenbus.errors import SettingsError, ToolError

KANAAL = "balie"
EIGEN = "brievenbus"
"""The key in a klantcontact's metadata under which our own reference stands."""

_TIMEOUT = httpx2.Timeout(15.0, connect=5.0)
_LIMITS = httpx2.Limits(max_keepalive_connections=0)
"""Messages are few and far between: a line kept open would be dead by the next one."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_NUMBERS = 20
_PAGES = 20


class Klantinteracties:
    """Brings messages to an Open Klant. `transport` is for tests that run the other side in the same process."""

    naam = "klantinteracties"

    def __init__(self, url: str, token: str, transport: httpx2.BaseTransport | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise SettingsError("overdracht_url_ongeldig")
        headers = {"Authorization": f"Token {token}", "Accept": "application/json"}
        self._http = httpx2.Client(base_url=url.rstrip("/") + "/", headers=headers, timeout=_TIMEOUT, limits=_LIMITS, transport=transport)

    @classmethod
    def open(cls, url: str, geheim: Path) -> Klantinteracties:
        """Open with the token in a file that only we may read. Raises SettingsError."""
        try:
            mode, token = geheim.stat().st_mode, geheim.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("overdracht_geheim_ontbreekt", bestand=str(geheim)) from error
        if not token or not token.isprintable():
            raise SettingsError("overdracht_geheim_ontbreekt", bestand=str(geheim))
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsError("overdracht_geheim_open", bestand=str(geheim))
        return cls(url, token)

    def stuur(self, bericht: Bericht) -> str:
        """Bring a message over and return its referentienummer. First looks whether it is there: an answer may have been lost."""
        nummer, contact = self._look_up(bericht.referentie)
        if bericht.soort == "intrekking":
            if contact is not None:
                self._withdraw(contact, bericht)
            return nummer
        if contact is None:
            contact = self._make_contact(nummer, bericht)
        if not self._tasks(contact):
            self._make_task(nummer, contact, bericht)
        return nummer

    def controleer(self) -> None:
        """Raise ToolError when the other side cannot be reached or does not let us in."""
        self._call("GET", "klantcontacten", params={"pageSize": "1"})

    def _look_up(self, referentie: str) -> tuple[str, dict[str, Any] | None]:
        """Return our number with the klantcontact that has it, or the first number that nobody has."""
        for nummer in numbers(referentie):
            found = self._call("GET", "klantcontacten", params={"referentienummer": nummer})["results"]
            mine = next((one for one in found if (one.get("metadata") or {}).get(EIGEN) == referentie), None)
            if mine is not None or not found:
                return nummer, mine
        raise ToolError("overdracht_geweigerd", status=409)

    def _make_contact(self, nummer: str, bericht: Bericht) -> dict[str, Any]:
        klantcontact = {
            "referentienummer": nummer, "kanaal": KANAAL, "onderwerp": cut(onderwerp(bericht), 200), "inhoud": cut(inhoud(bericht), 1000),
            "taal": "nld", "vertrouwelijk": True, "indicatieContactGelukt": True, "plaatsgevondenOp": bericht.moment.isoformat(),
            "metadata": {EIGEN: bericht.referentie},
        }  # fmt: skip
        made: dict[str, Any] = self._call("POST", "maak-klantcontact", body={"klantcontact": klantcontact})["klantcontact"]
        return made

    def _make_task(self, nummer: str, contact: Mapping[str, Any], bericht: Bericht) -> None:
        task = {
            "referentienummer": nummer, "gevraagdeHandeling": "Neem contact op met de inwoner over een brief.",
            "aanleidinggevendKlantcontact": {"uuid": contact["uuid"]}, "toegewezenAanActoren": [{"uuid": self._actor(bericht.wijkteam)}],
            "toelichting": cut(toelichting(bericht), 1000), "status": "te_verwerken",
        }  # fmt: skip
        self._call("POST", "internetaken", body=task)

    def _withdraw(self, contact: Mapping[str, Any], bericht: Bericht) -> None:
        """Take back what was sent, or where somebody is at work with it, tell that the consent is gone."""
        told = "De inwoner heeft de toestemming ingetrokken."
        if bericht.wissen:
            emptied = {"onderwerp": "Ingetrokken", "inhoud": told}
            self._call("PATCH", f"klantcontacten/{contact['uuid']}", body=emptied)
        for task in self._tasks(contact):
            change = {"gevraagdeHandeling": f"{told} Overleg met de inwoner."}
            if bericht.wissen:
                change = {"gevraagdeHandeling": f"Niets doen. {told}", "toelichting": "", "status": "verwerkt"}
            self._call("PATCH", f"internetaken/{task['uuid']}", body=change)

    def _tasks(self, contact: Mapping[str, Any]) -> list[dict[str, Any]]:
        query = {"aanleidinggevendKlantcontact__uuid": str(contact["uuid"])}
        tasks: list[dict[str, Any]] = self._call("GET", "internetaken", params=query)["results"]
        return tasks

    def _actor(self, wijkteam: str) -> str:
        """Return the team's actor by its exact name. One is never made: nobody would look at the tasks of an unknown team."""
        for page in range(1, _PAGES + 1):
            query = {"naam": wijkteam, "soortActor": "organisatorische_eenheid", "indicatieActief": "true", "page": str(page)}
            answer = self._call("GET", "actoren", params=query)
            for actor in answer["results"]:
                if str(actor.get("naam", "")).strip().casefold() == wijkteam.strip().casefold():
                    return str(actor["uuid"])
            if not answer.get("next"):
                break
        raise ToolError("overdracht_team_onbekend")

    def _call(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Ask one thing. Nothing of the answer ends up in an error: it may name people."""
        try:
            answer = self._http.request(method, path, params=params, json=body)
        except httpx2.HTTPError as error:
            raise ToolError("overdracht_onbereikbaar") from error
        if answer.status_code in (401, 403):
            raise ToolError("overdracht_geen_toegang")
        if answer.status_code >= 500 or answer.status_code == 429:
            raise ToolError("overdracht_onbereikbaar")
        if not answer.is_success:
            raise ToolError("overdracht_geweigerd", status=answer.status_code)
        return _object(answer)


def numbers(referentie: str) -> Iterator[str]:
    """Yield the referentienummers of a reference in the order in which they are tried: ten digits, the first no zero."""
    for attempt in range(_NUMBERS):
        drawn = int.from_bytes(hashlib.sha256(f"{referentie}|{attempt}".encode()).digest()[:8], "big")
        yield str(10**9 + drawn % (9 * 10**9))


def _object(answer: httpx2.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError as error:
        raise ToolError("overdracht_geweigerd", status=answer.status_code) from error
    if not isinstance(told, dict):
        raise ToolError("overdracht_geweigerd", status=answer.status_code)
    return told
