"""The description of the API that everybody may read: OpenAPI 3.1, in Dutch, as the NL API Design Rules want it.

The framework describes what a route takes and gives; here every problem that can come back is added, and the header that
is on every answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.auth import routes_met_merk
from api.koppen import API_VERSION
from api.problemen import MEDIA_TYPE, TITELS

_PROBLEM = {
    "title": "Probleem", "type": "object", "description": "Wat er mis is (RFC 9457), in gewoon Nederlands.",
    "required": ["status", "title", "detail", "code"],
    "properties": {
        "status": {"type": "integer", "description": "De HTTP-status."},
        "title": {"type": "string", "description": "Wat voor probleem het is."},
        "detail": {"type": "string", "description": "Wat er mis is en wat u kunt doen."},
        "code": {"type": "string", "description": "De vaste code van dit probleem."},
        "fouten": {"type": "array", "items": {"$ref": "#/components/schemas/Veldfout"}, "description": "Alles in één keer."},
    },
}  # fmt: skip
_FIELD_PROBLEM = {
    "title": "Veldfout", "type": "object", "description": "Wat er aan één veld niet klopt.", "required": ["veld", "code", "zin"],
    "properties": {name: {"type": "string"} for name in ("veld", "code", "zin")},
}  # fmt: skip
_VERSION_HEADER = {"description": "De hele versie van de API.", "schema": {"type": "string", "examples": [API_VERSION]}}
_METHODS = ("get", "post", "put", "patch", "delete")
_ABOUT = """Brieven insturen, volgen en lezen, en doorgeven aan een wijkteam.

Log in met `POST /sessies` en stuur het token mee als `Authorization: Bearer …`. Elk antwoord dat niet gelukt is, is
`application/problem+json` met een zin in gewoon Nederlands en een vaste code. Momenten staan in UTC. Een `HEAD` mag overal
waar een `GET` mag. Een burgerservicenummer staat in geen enkel antwoord."""
_TAGS = {
    "sessies": "Inloggen en uitloggen.",
    "uitnodigingen": "Een eigen wachtwoord en code kiezen met een eenmalige link.",
    "gebruikers": "Accounts van mensen.",
    "balies": "Plekken waar inwoners met hun post komen.",
    "brieven": "Een brief insturen, volgen, lezen, verbeteren en wissen.",
    "stapels": "Veel brieven in één keer.",
    "bezoeken": "Wat de brieven van één inwoner bij elkaar houdt.",
    "koppelingen": "Een telefoon koppelen aan een balie.",
    "voorstellen": "Zinnen zonder persoonsgegevens waarvan brievenbus kan leren.",
    "keuringen": "Kijken of een foto goed genoeg is.",
    "toestemmingen": "Het ja van de inwoner voor één brief.",
    "doorverwijzingen": "Een brief voorstellen aan een wijkteam, en wat het wijkteam ermee doet.",
    "wijkteams": "Teams en hun postcodes.",
    "auditregels": "Wie wat deed, en of dat spoor heel is.",
    "gezondheid": "Of de dienst leeft en gereed is.",
}


def formulier(omschrijving: str, *, veld: str = "bestanden", meer: bool = True, taal: bool = False) -> dict[str, Any]:
    """Return the description of a form with files, for `openapi_extra` of a route that reads its own body.

    `meer`: several files under the one name, in order. `taal`: with the plain fields that say how a letter is to be read.
    """
    file: dict[str, Any] = {"type": "string", "format": "binary"}
    fields: dict[str, Any] = {veld: {"type": "array", "minItems": 1, "items": file} if meer else file}
    fields[veld]["description"] = omschrijving
    if taal:
        fields["taal"] = {"type": "string", "enum": ["nl"], "default": "nl", "description": "De taal van de uitleg."}
        fields["peildatum"] = {"type": "string", "format": "date", "description": "De dag waarop gelezen wordt; anders vandaag."}
        fields["bezoekId"] = {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": "Het bezoek waar dit bij hoort."}
    schema = {"type": "object", "required": [veld], "properties": fields, "additionalProperties": False}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


def describe(app: FastAPI, adres: str, contact: str) -> dict[str, Any]:
    """Return the whole description of the API. `contact` is the e-mail address of whoever runs this service."""
    made = get_openapi(
        title="brievenbus", version=API_VERSION, openapi_version="3.1.0", routes=app.routes,
        summary="Leest Nederlandse post en zegt wat het is, hoe dringend, en wat te doen.",
        description=_ABOUT,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        servers=[{"url": f"{adres}/v1", "description": "Deze dienst"}],
        tags=[{"name": name, "description": text} for name, text in _TAGS.items()],
    )  # fmt: skip
    made["info"]["contact"] = {"name": "Beheer van brievenbus", "url": adres, "email": contact}
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= {"Probleem": _PROBLEM, "Veldfout": _FIELD_PROBLEM}
    made["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "description": "Het token van een sessie."}}
    routes = [route for route in routes_met_merk(app) if route.merk is not None and route.merk.openbaar]
    public = {(route.pad, method.lower()) for route in routes for method in route.methoden}
    for path, method, operation in _operations(made):
        _complete(path, operation, open_to_all=(path, method) in public)
    return made


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in made["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield path, method, methods[method]


def _complete(path: str, operation: dict[str, Any], *, open_to_all: bool) -> None:
    """Add to one operation what every caller may get back: its problems, and the version header."""
    responses: dict[str, Any] = operation["responses"]
    responses.pop("422", None)
    body = operation.get("requestBody", {}).get("content", {})
    statuses = {400, 405, 429, 500, 503}
    statuses |= set() if open_to_all else {403}
    statuses |= {401} if body or not open_to_all else set()
    statuses |= {404} if operation.get("parameters") else set()
    statuses |= {404, 409} if body or "{" in path else set()
    statuses |= {408, 413, 415, 507} if "multipart/form-data" in body else ({408, 413} if body else set())
    for parameter in operation.get("parameters", ()):
        _never_null(parameter)
    for status in sorted(statuses):
        responses.setdefault(str(status), _problem(status))
    for name, response in responses.items():
        if name[0] in "23":
            response.setdefault("headers", {})["API-Version"] = _VERSION_HEADER
    operation["responses"] = dict(sorted(responses.items()))
    operation["security"] = [] if open_to_all else [{"bearer": []}]


def _never_null(parameter: dict[str, Any]) -> None:
    """A parameter is there or it is not: nobody can send null in a path, query or header, whatever Python's None made of it."""
    schema = parameter["schema"]
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        parameter["schema"] = {**kinds[0], **{name: value for name, value in schema.items() if name != "anyOf"}}


def _problem(status: int) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleem"}}}
    return {"description": TITELS[status] + ".", "content": content, "headers": {"API-Version": _VERSION_HEADER}}
