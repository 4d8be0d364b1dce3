"""What goes wrong outside a page's own function (no such page, too large, too often, our own fault) told on a page to who looks at pages.

Everything below answers with a problem (JSON), which is right for scripts and the API. Here, outside all that, a problem for a browser
becomes a page with the same status and the same sentence.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.desk.taal import BRON, _, nu
from api.desk.weergave import message
from api.problemen import MEDIA_TYPE
from brievenbus.foutzin import fill

_KEEP = ("retry-after", "allow")


class Foutpagina:
    """Turn a problem into a page where HTML is asked for; never under `/v1`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back a problem until it is whole, and send its page instead; let everything else pass as it comes."""
        if not _wants_page(scope):
            await self.app(scope, receive, send)
            return
        held: Message | None = None
        body = b""

        async def watch(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start" and Headers(raw=message["headers"]).get("content-type") == MEDIA_TYPE:
                held = message
            elif held is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await _page_of(held, body)(scope, receive, send)

        await self.app(scope, receive, watch)


def _wants_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["path"].startswith("/v1/"):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _page_of(start: Message, body: bytes) -> Response:
    told: dict[str, Any] = json.loads(body)
    headers = Headers(raw=start["headers"])
    made = message(start["status"], _said(told, headers))
    for name in _KEEP:
        if name in headers:
            made.headers[name] = headers[name]
    return made


def _said(told: dict[str, Any], headers: Headers) -> str:
    """Return the sentence of a problem in the language of the page. The answer has it in Dutch; how long to wait stands in its head."""
    if nu().code == BRON:
        return str(told["detail"])
    return fill(str(told["code"]), {"seconden": headers.get("retry-after", "")}, _) or str(told["detail"])
