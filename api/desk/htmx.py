"""What a page says to htmx beside the page itself: load yourself anew, or go and log in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

HERLAAD = {"HX-Refresh": "true"}
"""The headers of an answer that has the page load itself anew."""


def to_login(request: Request) -> Response:
    """Take somebody who is not logged in (any more) to where that can be done.

    A browser follows a redirect before htmx sees it, and the login form would come to stand in the middle of the page.
    """
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": "/inloggen?verlopen"})
    return RedirectResponse("/inloggen", 303)
