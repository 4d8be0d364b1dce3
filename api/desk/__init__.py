"""Pages for people: logging in, the desk, the phone. Server-rendered, with small scripts that only make them smoother.

The pages hold nothing that the service does not hold: each route calls one function of `dienst` and fills one template.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from api.auth import OpenbaarDeel
from api.desk import balie, inloggen, telefoon
from api.desk.weergave import HIER, VAST

PAGINAS = (inloggen, balie, telefoon)


def mount(app: FastAPI) -> None:
    """Give an app the pages, and the fixed files under `/static`: those hold nothing of anybody."""
    for module in PAGINAS:
        app.include_router(module.router, include_in_schema=False)
    app.mount(VAST, OpenbaarDeel(StaticFiles(directory=HIER / "static")))
