"""Read what a page's form sent: short fields only, in memory, and never as an upload."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import Request

from api.grenzen import VerkeerdeSoort
from brievenbus.errors import InputError

_FIELDS = 20


async def read_fields(request: Request) -> dict[str, str]:
    """Return the fields of a plain form. Raises VerkeerdeSoort (415) for another kind of body, InputError for a broken one."""
    if not request.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
        raise VerkeerdeSoort("geen_formulier")
    try:
        fields = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:  # no UTF-8, or too many fields
        raise InputError("formulier_kapot") from None
    if any("\0" in value for value in fields.values()):  # PostgreSQL takes none, and nobody types one
        raise InputError("formulier_kapot")
    return fields
