"""The audit trail, for the controleur alone: who did what to which object, and whether the chain is whole."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api.auth import get_dienst, vereist
from api.v1 import Aantal, Model
from brievenbus.dienst import Dienst, Wie, inzage

router = APIRouter(tags=["auditregels"])
Controleur = Annotated[Wie, vereist("controleur")]
Met = Annotated[Dienst, Depends(get_dienst)]


class Auditregel(Model):
    """Eén handeling. Alleen nummers, labels en aantallen; geen namen en geen woorden uit brieven."""

    volgnummer: int
    tijd: datetime
    actie: str
    object_soort: str
    object_id: str
    resultaat: str
    oorsprong: str
    actor: str
    trace_id: str
    bijzonderheden: dict[str, Any]
    hash: str


class AuditLijst(Model):
    """Een bladzijde van het spoor, de oudste eerst; 'volgende' is leeg op de laatste."""

    auditregels: list[Auditregel]
    volgende: int | None


class Controle(Model):
    """Of de ketting van regels heel is. 'eersteFout' is het nummer van de eerste regel die niet klopt."""

    goed: bool
    aantal: int = Field(ge=0)
    eerste_fout: int | None


@router.get("/auditregels", summary="Lijst van auditregels", operation_id="geefAuditregels")
def list_rows(
    wie: Controleur, dienst: Met,
    na: Annotated[int, Query(ge=0, le=2**53, description="Geef de regels na dit volgnummer.")] = 0,
    aantal: Aantal = 50,
    actie: Annotated[str | None, Query(pattern="^[a-z_]{1,60}$", description="Alleen deze handeling.")] = None,
    object_id: Annotated[str | None, Query(alias="objectId", pattern="^[0-9a-f]{32}$", description="Alleen over dit object.")] = None,
    actor: Annotated[str | None, Query(pattern="^[0-9a-z]{1,64}$", description="Alleen van deze gebruiker.")] = None,
) -> AuditLijst:  # fmt: skip
    """Geef de regels van het auditspoor op volgorde."""
    rows = inzage.lijst(dienst, wie, inzage.Zoek(na, aantal + 1, actie, object_id, actor))
    shown = [_shape(row) for row in rows[:aantal]]
    return AuditLijst(auditregels=shown, volgende=shown[-1].volgnummer if len(rows) > aantal else None)


@router.get("/auditregels/_controle", summary="Controle van het auditspoor", operation_id="controleerAuditregels")
def check_chain(wie: Controleur, dienst: Met) -> Controle:
    """Reken de hele ketting na: geen regel veranderd, weggelaten, toegevoegd of verplaatst."""
    return Controle.model_validate(inzage.controleer(dienst, wie))


def _shape(row: inzage.Regel) -> Auditregel:
    g = row.gebeurtenis
    return Auditregel(
        volgnummer=row.volgnummer, tijd=row.tijd, hash=row.hash, actie=g.actie, object_soort=g.object_soort, object_id=g.object_id,
        resultaat=g.resultaat, oorsprong=g.oorsprong, actor=g.actor, trace_id=g.trace_id, bijzonderheden=dict(g.bijzonderheden),
    )  # fmt: skip
