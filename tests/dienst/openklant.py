"""A stand-in for Open Klant on a real port: its rules for what it takes (OAS 0.9.0), and a line that can break after a request.

Only what brievenbus uses. Its rules are those of the served API: a referentienummer is at most ten digits and unique, fields have
their longest lengths, an interne taak needs actors, metadata are strings.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "geheim-token-van-de-proef"
BASIS = "/klantinteracties/api/v1"
LENGTHS = {"kanaal": 50, "onderwerp": 200, "inhoud": 1000, "taal": 3, "gevraagdeHandeling": 200, "toelichting": 1000}


@dataclass
class OpenKlant:
    """What the other side holds. `storing` may answer a request itself: (method, path) → status or None."""

    klantcontacten: list[dict[str, Any]] = field(default_factory=list)
    internetaken: list[dict[str, Any]] = field(default_factory=list)
    actoren: list[dict[str, Any]] = field(default_factory=list)
    verzoeken: list[tuple[str, str]] = field(default_factory=list)
    storing: Callable[[str, str], int | None] = lambda method, path: None
    url: str = ""

    def leeg(self) -> None:
        """Forget everything."""
        for held in (self.klantcontacten, self.internetaken, self.actoren, self.verzoeken):
            held.clear()
        self.storing = lambda method, path: None

    def team(self, naam: str, **anders: Any) -> None:
        """Make an actor for a team."""
        self.actoren.append(
            {"uuid": str(uuid4()), "naam": naam, "soortActor": "organisatorische_eenheid", "indicatieActief": True, **anders}
        )

    def _wrong(self, told: dict[str, Any], known: list[dict[str, Any]]) -> bool:
        number = told.get("referentienummer")
        too_long = any(len(str(told.get(name, ""))) > most for name, most in LENGTHS.items())
        bad_number = number is not None and (not re.fullmatch(r"-?[0-9]{1,10}", number) or len(number) > 10)
        metadata = told.get("metadata", {})
        bad_meta = not all(isinstance(value, str) and len(value) <= 255 for value in metadata.values())
        return too_long or bad_number or bad_meta or any(one["referentienummer"] == number for one in known if number)

    async def _contacts(self, request: Request) -> Response:
        number = request.query_params.get("referentienummer")
        return _page([one for one in self.klantcontacten if number in (None, one["referentienummer"])])

    async def _make_contact(self, request: Request) -> Response:
        told = (await request.json())["klantcontact"]
        needed = {"kanaal", "onderwerp", "taal", "vertrouwelijk"} <= set(told)
        if not needed or self._wrong(told, self.klantcontacten):
            return JSONResponse({"code": "invalid"}, 400)
        made = {"uuid": str(uuid4()), **told}
        self.klantcontacten.append(made)
        return JSONResponse({"klantcontact": made, "betrokkene": None, "onderwerpobject": None}, 201)

    async def _tasks(self, request: Request) -> Response:
        if request.method == "GET":
            asked = request.query_params.get("aanleidinggevendKlantcontact__uuid")
            return _page([one for one in self.internetaken if asked in (None, one["aanleidinggevendKlantcontact"]["uuid"])])
        told = await request.json()
        actors = {one["uuid"] for one in self.actoren}
        contacts = {one["uuid"] for one in self.klantcontacten}
        known = all(one["uuid"] in actors for one in told.get("toegewezenAanActoren", [{"uuid": ""}]))
        if not known or told["aanleidinggevendKlantcontact"]["uuid"] not in contacts or self._wrong(told, self.internetaken):
            return JSONResponse({"code": "invalid"}, 400)
        self.internetaken.append({"uuid": str(uuid4()), **told})
        return JSONResponse(self.internetaken[-1], 201)

    async def _actors(self, request: Request) -> Response:
        query = request.query_params
        found = [
            one for one in self.actoren
            if query["naam"].lower() in one["naam"].lower() and one["indicatieActief"] and one["soortActor"] == query["soortActor"]
        ]  # fmt: skip
        page = int(query.get("page", "1"))
        return _page(found[(page - 1) * 2 : page * 2], more=len(found) > page * 2)

    async def _change(self, request: Request) -> Response:
        kind, uuid = request.path_params["soort"], request.path_params["uuid"]
        rows = self.klantcontacten if kind == "klantcontacten" else self.internetaken
        row = next((one for one in rows if one["uuid"] == uuid), None)
        if row is None:
            return JSONResponse({"code": "not_found"}, 404)
        told = await request.json()
        if self._wrong({**row, **told}, [one for one in rows if one is not row]):
            return JSONResponse({"code": "invalid"}, 400)
        row.update(told)
        return JSONResponse(row)

    async def guard(self, scope: Any, receive: Any, send: Any) -> None:
        """Let in who has the token; break when told to."""
        if scope["type"] == "lifespan":
            return
        request = Request(scope)
        path = request.url.path.removeprefix(BASIS + "/")
        self.verzoeken.append((request.method, path))
        status = self.storing(request.method, path)
        if request.headers.get("authorization") != f"Token {TOKEN}":
            status = 403
        answer = JSONResponse({"detail": "nee"}, status) if status else None
        await (answer or self._app())(scope, receive, send)

    def _app(self) -> Starlette:
        routes = [
            Route(f"{BASIS}/klantcontacten", self._contacts, methods=["GET"]),
            Route(f"{BASIS}/maak-klantcontact", self._make_contact, methods=["POST"]),
            Route(f"{BASIS}/internetaken", self._tasks, methods=["GET", "POST"]),
            Route(f"{BASIS}/actoren", self._actors, methods=["GET"]),
            Route(BASIS + "/{soort}/{uuid}", self._change, methods=["PATCH"]),
        ]
        return Starlette(routes=routes)


class Draad(httpx2.HTTPTransport):
    """A line to the other side. What `breuk` names is carried over, but the answer never comes back."""

    def __init__(self, *breuk: tuple[str, str]) -> None:
        super().__init__(limits=httpx2.Limits(max_keepalive_connections=0))
        self.breuk = list(breuk)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Carry a request over; lose its answer when told to."""
        answer = super().handle_request(request)
        asked = (request.method, request.url.path.removeprefix(BASIS + "/"))
        if asked in self.breuk:
            self.breuk.remove(asked)
            answer.close()
            raise httpx2.ReadTimeout("lost", request=request)
        return answer


def _page(results: list[dict[str, Any]], *, more: bool = False) -> Response:
    return JSONResponse({"count": len(results), "next": "http://elders.voorbeeld/?page=2" if more else None, "results": results})


@contextmanager
def open_klant() -> Iterator[OpenKlant]:
    """Run the other side on a free port of this machine."""
    other = OpenKlant()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        other.url = f"http://127.0.0.1:{listener.getsockname()[1]}{BASIS}"
        server = uvicorn.Server(uvicorn.Config(other.guard, log_level="critical", lifespan="off", ws="none", interface="asgi3"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield other
        server.should_exit = True
        thread.join(5)
