"""Pages for people: logging in, the desk, the phone. Server-rendered, with small scripts that only make them smoother.

The pages hold nothing that the service does not hold: each route calls one function of `dienst` and fills one template.
"""

from __future__ import annotations

from fastapi import FastAPI

from api.auth import OpenbaarDeel
from api.desk import (
    balie,
    beheer,
    brief,
    concepten,
    doorverwijzen,
    inloggen,
    logboek,
    meegeven,
    oefenen,
    plaatsen,
    signalen,
    taalkeuze,
    telefoon,
    terugvertel,
    voorlezen,
    wijkteam,
)
from api.desk.vast import WAAR, VasteBestanden

PAGINAS = (
    inloggen, balie, voorlezen, oefenen, brief, meegeven, concepten, telefoon, doorverwijzen, wijkteam, beheer, plaatsen, logboek,
    signalen, taalkeuze, terugvertel,
)  # fmt: skip
"""`voorlezen` stands before `oefenen`, which answers every other path below a practice letter."""


def mount(app: FastAPI) -> None:
    """Give an app the pages, and the fixed files under `/static`: those hold nothing of anybody."""
    for module in PAGINAS:
        app.include_router(module.router, include_in_schema=False)
    app.mount(WAAR, OpenbaarDeel(VasteBestanden()))
