"""Smaller answers (gzip), but never where a secret and somebody else's words could be pressed together.

The length of a compressed answer tells whether two parts of it are alike. Who can make a browser ask a page again and again, with
words of his own in it, can so guess what stands beside them: a form's token, or a letter (BREACH). Therefore an answer to anybody who
is logged in, by cookie or bearer, goes out as it is: pages here are small. What is the same for everybody (styles, scripts, the pages
for logging in and for the phone, the description of the API) is compressed. Event streams never are.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_LEAST = 1000
_LEVEL = 6


class Inpakken:
    """Compress what is for everybody; pass on the rest."""

    def __init__(self, app: ASGIApp, *, statisch: str = "/static/") -> None:
        self.app, self.statisch = app, statisch
        self.packed = GZipMiddleware(app, minimum_size=_LEAST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by what is asked and by who asks."""
        packed = scope["type"] == "http" and (scope["path"].startswith(self.statisch) or _anonymous(Headers(scope=scope)))
        await (self.packed if packed else self.app)(scope, receive, send)


def _anonymous(headers: Headers) -> bool:
    return "cookie" not in headers and "authorization" not in headers
