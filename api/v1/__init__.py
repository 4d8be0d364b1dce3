"""JSON under `/v1`, one module per Dutch plural noun. What all of them share: the shape of bodies, ids and pages of lists."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.convertors import StringConvertor, register_url_convertor


class _Deel(StringConvertor):
    """A part of a path that may be an id. `_eigen`, `_controle` … are operations (NL API Design Rules), never an id: without this
    a `DELETE /koppelingen/_eigen` would reach the route of one koppeling."""

    regex = "[^/_\\x00][^/\\x00]*"


register_url_convertor("str", _Deel())


class Model(BaseModel):
    """Base of every body: camelCase outside, snake_case inside, no field more than said."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True, extra="forbid", frozen=True)


JaNee = Annotated[bool, Field(strict=True)]
"""True or false in a body, and not what Python would take for it (0, "on", "f")."""

Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Het nummer: 32 hexadecimale tekens.")]
OptioneelId = Annotated[str | None, Query(pattern="^[0-9a-f]{32}$", description="Een nummer: 32 hexadecimale tekens.")]
Na = Annotated[str | None, Query(pattern="^[0-9a-f]{32}$", description="Geef wat na dit nummer komt: 'volgende' van de vorige bladzijde.")]
Aantal = Annotated[int, Query(ge=1, le=200, description="Hoeveel er hoogstens op één bladzijde van de lijst staan.")]
