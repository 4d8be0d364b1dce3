"""The picture of a page as an answer, for the API and for the pages."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from brievenbus.dienst.beeld import media_type

_FILE = {"schema": {"type": "string", "format": "binary"}}
SOORTEN: dict[str, Any] = {"image/webp": _FILE, "image/jpeg": _FILE}
"""The kinds a picture can be, for the description of the API."""


def picture(content: bytes) -> Response:
    """Answer with a picture, and say of what kind it is."""
    return Response(content, media_type=media_type(content))
