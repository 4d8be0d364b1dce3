"""Letters at the desk: bring, follow, read, see, correct, try again, erase. The names that the web and the jobs use.

Who may: `briefstand.reach`. What is not yours does not exist for you (MissingError), so that nobody can feel for ids.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, cast

from brievenbus.brief import Brief
from brievenbus.dienst import Dienst, Wie, bsnvrij, gebeurtenis, opdracht
from brievenbus.dienst.bezoeken import BezoekStand, lijst_bezoeken, open_bezoek, sluit_bezoek
from brievenbus.dienst.briefstand import BriefStand, eis_gelezen, find, key_of, reach, reach_contents, stand
from brievenbus.dienst.ontvangst import Bijlage, StapelStand, Verzoek, maak_stapel, ontvang, zoek_stapel
from brievenbus.errors import ConflictError, InputError, MissingError
from brievenbus.store import audit, brieven, new_id
from brievenbus.store.brieven import Aantallen, Bereik, CorrectieRij
from brievenbus.store.crypto import seal_json, unseal, unseal_json

__all__ = [
    "BezoekStand", "Bijlage", "BriefStand", "Correctie", "StapelStand", "Verzoek", "Wisbewijs", "correcties", "corrigeer", "lees_inhoud",
    "lijst", "lijst_bezoeken", "maak_stapel", "ontvang", "open_bezoek", "opnieuw", "pagina", "sluit_bezoek", "wis", "zoek", "zoek_stapel",
]  # fmt: skip

MOST = 200
LONGEST_VALUE = 1000
VELDEN = frozenset(field.name for field in fields(Brief)) - {"versie", "id", "peildatum", "bron"}
"""What may be corrected: everything that reading decides, as a whole (`afzender`) or a part of it (`afzender.naam`)."""


@dataclass(frozen=True, slots=True)
class Correctie:
    """What a volunteer says a field should be."""

    id: str
    veld: str
    waarde: str
    tijd: datetime
    gebruiker_id: str


@dataclass(frozen=True, slots=True)
class Wisbewijs:
    """The receipt of an erased letter: how much there was, and nothing of what it said. `velden`: sealed values and corrections."""

    id: str
    brief_id: str
    gewist: datetime
    bestanden: int
    bladzijden: int
    velden: int


def zoek(dienst: Dienst, wie: Wie, brief_id: str) -> BriefStand:
    """Return how a letter stands. Raises AccessError mag_niet, MissingError niet_gevonden."""
    bereik = reach(wie)
    with dienst.opslag.engine.begin() as conn:
        rij = find(conn, brief_id, bereik)
    return stand(dienst.opslag, rij)


def lijst(
    dienst: Dienst, wie: Wie, *, bezoek_id: str | None = None, stapel_id: str | None = None, status: str | None = None,
    na: str | None = None, aantal: int = 50,
) -> tuple[BriefStand, ...]:  # fmt: skip
    """Return at most `aantal` letters of the own desk, newest first, from after letter `na`. Erased ones only when asked for.

    Raises AccessError, MissingError (`na` is not there, or not theirs).
    """
    bereik = reach(wie)
    waar = {"bezoek_id": bezoek_id, "stapel_id": stapel_id, "status": status}
    with dienst.opslag.engine.begin() as conn:
        after = None if na is None else find(conn, na, bereik)
        rijen = brieven.newest(conn, bereik, waar, after, max(1, min(aantal, MOST + 1)))
    return tuple(stand(dienst.opslag, rij) for rij in rijen)


def lees_inhoud(dienst: Dienst, wie: Wie, brief_id: str, *, op_spoor: bool = True) -> dict[str, Any]:
    """Return the Brief of the contract. Looking is put on the audit trail; without `op_spoor` it is part of a looking that was.

    Raises AccessError, MissingError niet_gevonden, brief_gewist; ConflictError nog_niet_gelezen, brief_niet_gelezen; StoreError.
    """
    bereik, nu = reach_contents(wie), dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        rij = eis_gelezen(find(conn, brief_id, bereik))
        sealed = brieven.content(conn, brief_id)
        if op_spoor:
            audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "brief_ingezien", "brief", brief_id), nu)
    if sealed is None:
        raise MissingError("brief_gewist")
    return cast(dict[str, Any], unseal_json(key_of(dienst.opslag, rij), f"brief|inhoud|{brief_id}", sealed))


def pagina(dienst: Dienst, wie: Wie, brief_id: str, nummer: int) -> bytes:
    """Return the picture of a page (every BSN painted over), counted from 1; `beeld.media_type` tells of what kind.

    Looking is put on the audit trail. A team sees it where it was sent the letter with the resident's yes to the picture. Raises
    AccessError, MissingError niet_gevonden, brief_gewist, pagina_ontbreekt (no such page, or one that could not be read);
    ConflictError; StoreError.
    """
    nu, team = dienst.klok(), wie.wijkteam_id if wie.rol == "wijkteam" and wie.soort == "mens" else None
    bereik = Bereik() if team is not None else reach_contents(wie)
    with dienst.opslag.engine.begin() as conn:
        if team is not None and not brieven.picture_allowed(conn, brief_id, team):
            raise MissingError("niet_gevonden")
        rij = eis_gelezen(find(conn, brief_id, bereik))
        blob = next((row.blob for row in brieven.pages(conn, brief_id) if row.nummer == nummer), None)
        if blob is None:
            raise MissingError("pagina_ontbreekt")
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "pagina_ingezien", "brief", brief_id, bladzijde=nummer), nu)
    return unseal(key_of(dienst.opslag, rij), f"blob|{blob}", dienst.opslag.blobs.get(blob))


def corrigeer(dienst: Dienst, wie: Wie, brief_id: str, veld: str, waarde: str) -> Correctie:
    """Record what a field should be; the reading itself stays. A BSN in the value is masked.

    Raises AccessError, MissingError, ConflictError; InputError correctie_onbekend, correctie_te_lang.
    """
    bereik, nu = reach_contents(wie), dienst.klok()
    if veld.split(".")[0] not in VELDEN or len(veld) > 60:
        raise InputError("correctie_onbekend")
    if len(waarde) > LONGEST_VALUE:
        raise InputError("correctie_te_lang", aantal=LONGEST_VALUE)
    made = Correctie(new_id(), veld, bsnvrij.mask(waarde), nu, wie.gebruiker_id)
    with dienst.opslag.engine.begin() as conn:
        rij = eis_gelezen(find(conn, brief_id, bereik))
        sealed = seal_json(key_of(dienst.opslag, rij), f"correctie|waarde|{made.id}", made.waarde)
        brieven.add_correction(conn, brief_id, CorrectieRij(made.id, wie.gebruiker_id, nu, veld, sealed))
        told = gebeurtenis(wie, "brief_verbeterd", "brief", brief_id, veld=veld.split(".")[0])
        audit.append(conn, dienst.opslag.huis, told, nu)
    return made


def correcties(dienst: Dienst, wie: Wie, brief_id: str) -> tuple[Correctie, ...]:
    """Return the corrections of a letter, oldest first. Raises AccessError, MissingError, ConflictError."""
    bereik = reach_contents(wie)
    with dienst.opslag.engine.begin() as conn:
        rij = eis_gelezen(find(conn, brief_id, bereik))
        rows = brieven.corrections(conn, brief_id)
    key = key_of(dienst.opslag, rij)
    return tuple(
        Correctie(row.id, row.veld, unseal_json(key, f"correctie|waarde|{row.id}", row.waarde), row.tijd, row.gebruiker_id) for row in rows
    )


def opnieuw(dienst: Dienst, wie: Wie, brief_id: str) -> BriefStand:
    """Read a letter again where reading failed through us. Raises AccessError, MissingError, ConflictError niet_mislukt."""
    bereik, nu = reach_contents(wie), dienst.klok()
    with dienst.opslag.engine.begin() as conn:
        rij = find(conn, brief_id, bereik)
        if not brieven.retry(conn, brief_id):
            raise ConflictError("niet_mislukt")
        again = find(conn, brief_id, bereik)
        dienst.rij.zet(conn, "lees_brief", opdracht(brief_id, again.poging), rij.voorrang)
        audit.append(conn, dienst.opslag.huis, gebeurtenis(wie, "brief_opnieuw", "brief", brief_id, poging=again.poging), nu)
    return stand(dienst.opslag, again)


def wis(dienst: Dienst, wie: Wie, brief_id: str) -> Wisbewijs:
    """Erase a letter: its key is forgotten first, then its files. What stays is a row without content. Twice is once.

    A letter that is being read meanwhile comes to nothing. Raises AccessError, MissingError niet_gevonden, StoreError.
    """
    bereik, nu, bewijs = reach_contents(wie), dienst.klok(), new_id()
    with dienst.opslag.engine.begin() as conn:
        rij = find(conn, brief_id, bereik)
        gone = brieven.erase(conn, brief_id, nu)
        if gone is not None:
            told = gebeurtenis(wie, "brief_gewist", "brief", brief_id, bewijs=bewijs, **asdict(gone))
            audit.append(conn, dienst.opslag.huis, told, nu)
    dienst.opslag.blobs.delete_folder(brief_id)
    gone = gone or Aantallen()
    return Wisbewijs(bewijs, brief_id, rij.gewist or nu, gone.bestanden, gone.bladzijden, gone.velden)
