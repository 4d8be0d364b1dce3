"""The rows of letters: received, read, refused, failed, erased. Contents pass through here only as sealed bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from brievenbus.store import tables

STATUS = ("ontvangen", "bezig", "klaar", "geweigerd", "mislukt", "gewist")
"""ontvangen: waits. bezig: is being read. klaar: read. geweigerd: a file that cannot be read, says why. mislukt: our own
failure, may be tried again. gewist: only this row is left, without content."""
TE_LEZEN = ("ontvangen", "bezig")
FASEN = ("lezen", "begrijpen")
"""How far a letter is that is being read: its pages, then what they say. Every change of state begins or ends it."""

_b, _f, _p, _c = tables.brief, tables.bestand, tables.pagina, tables.correctie


@dataclass(frozen=True, slots=True)
class BriefRij:
    """A letter as stored, without its content (`content` fetches that)."""

    id: str
    balie_id: str
    bezoek_id: str | None
    stapel_id: str | None
    gebruiker_id: str
    sessie_id: str | None
    status: str
    voorrang: int
    taal: str
    peildatum: date
    aangemaakt: datetime
    gelezen: datetime | None
    bladzijden: int | None
    deel: int
    delen: int
    poging: int
    fout: str | None
    fout_waarden: bytes | None
    sleutel: bytes | None
    kek_id: str | None
    bewaren_tot: datetime
    gewist: datetime | None
    afdruk: bytes
    fase: str | None = None


@dataclass(frozen=True, slots=True)
class BestandRij:
    """A file as it was sent; `naam` is sealed under the letter's key."""

    volgnummer: int
    soort: str
    grootte: int
    naam: bytes
    blob: str


@dataclass(frozen=True, slots=True)
class PaginaRij:
    """A page picture."""

    nummer: int
    breedte: int
    hoogte: int
    blob: str


@dataclass(frozen=True, slots=True)
class CorrectieRij:
    """What a person says a field should be; `waarde` is sealed under the letter's key."""

    id: str
    gebruiker_id: str
    tijd: datetime
    veld: str
    waarde: bytes


@dataclass(frozen=True, slots=True)
class Bereik:
    """Which letters somebody may see: of this desk, and of this session alone where it is given. Empty: all."""

    balie_id: str | None = None
    sessie_id: str | None = None


@dataclass(frozen=True, slots=True)
class Aantallen:
    """How much was erased with a letter."""

    bestanden: int = 0
    bladzijden: int = 0
    velden: int = 0


_COLUMNS = [_b.c[naam] for naam in BriefRij.__dataclass_fields__]


def insert(conn: sa.Connection, rij: BriefRij, idempotentie: bytes | None, bestanden: Iterable[BestandRij]) -> None:
    """Store a new letter and its files. Raises IntegrityError where the idempotency key is taken."""
    conn.execute(_b.insert().values(**_values(rij), idempotentie=idempotentie))
    rows = [{"brief_id": rij.id, **_values(bestand)} for bestand in bestanden]
    if rows:
        conn.execute(_f.insert(), rows)


def insert_part(conn: sa.Connection, rij: BriefRij, inhoud: bytes, paginas: Sequence[PaginaRij]) -> None:
    """Store a letter that was found, read, in the file of another."""
    conn.execute(_b.insert().values(**_values(rij), inhoud=inhoud))
    _insert_pages(conn, rij.id, paginas)


def by_id(conn: sa.Connection, brief_id: str, bereik: Bereik | None = None) -> BriefRij | None:
    """Return a letter, if it is there and within reach."""
    query = sa.select(*_COLUMNS).where(_b.c.id == brief_id, *_within(bereik or Bereik()))
    return _one(conn, query)


def by_idempotency(conn: sa.Connection, idempotentie: bytes) -> BriefRij | None:
    """Return the letter that was sent under this (blind) idempotency key."""
    return _one(conn, sa.select(*_COLUMNS).where(_b.c.idempotentie == idempotentie))


def newest(
    conn: sa.Connection, bereik: Bereik, waar: Mapping[str, str | None], na: BriefRij | None, aantal: int
) -> tuple[BriefRij, ...]:  # fmt: skip
    """Return letters, newest first, from after `na`. `waar`: column → value; erased ones only when their status is asked."""
    conditions = _within(bereik) + [_b.c[naam] == value for naam, value in waar.items() if value is not None]
    if waar.get("status") is None:
        conditions.append(_b.c.status != "gewist")
    if na is not None:
        conditions.append(sa.or_(_b.c.aangemaakt < na.aangemaakt, sa.and_(_b.c.aangemaakt == na.aangemaakt, _b.c.id < na.id)))
    query = sa.select(*_COLUMNS).where(*conditions).order_by(_b.c.aangemaakt.desc(), _b.c.id.desc()).limit(aantal)
    return tuple(_brief(row) for row in conn.execute(query).mappings())


def content(conn: sa.Connection, brief_id: str) -> bytes | None:
    """Return the sealed Brief."""
    return conn.execute(sa.select(_b.c.inhoud).where(_b.c.id == brief_id)).scalar_one_or_none()


def files(conn: sa.Connection, brief_id: str) -> tuple[BestandRij, ...]:
    """Return the files of a letter in the order in which they were sent; none once it was read."""
    query = sa.select(_f).where(_f.c.brief_id == brief_id).order_by(_f.c.volgnummer)
    return tuple(BestandRij(r.volgnummer, r.soort, r.grootte, bytes(r.naam), r.blob) for r in conn.execute(query))


def pages(conn: sa.Connection, brief_id: str) -> tuple[PaginaRij, ...]:
    """Return the page pictures of a letter."""
    query = sa.select(_p).where(_p.c.brief_id == brief_id).order_by(_p.c.nummer)
    return tuple(PaginaRij(r.nummer, r.breedte, r.hoogte, r.blob) for r in conn.execute(query))


def start(conn: sa.Connection, brief_id: str) -> BriefRij | None:
    """Mark a letter that waits as being read and return it; None where there is nothing (more) to read."""
    if not _change(conn, brief_id, TE_LEZEN, status="bezig", fase="lezen"):
        return None
    return by_id(conn, brief_id)


def pages_read(conn: sa.Connection, brief_id: str) -> bool:
    """Store that every page of a letter was read and it is being understood; False where nobody reads it (any more)."""
    return _change(conn, brief_id, ("bezig",), fase="begrijpen")


def finish(
    conn: sa.Connection, brief_id: str, nu: datetime, *, inhoud: bytes, bladzijden: int, paginas: Sequence[PaginaRij], delen: int = 1
) -> bool:  # fmt: skip
    """Store what was read; the files as sent are no longer named. False where it was done already, or erased meanwhile.

    `delen`: how many letters its file held, this one among them.
    """
    read = {"inhoud": inhoud, "bladzijden": bladzijden, "delen": delen, "gelezen": nu, "fout": None, "fout_waarden": None}
    if not _change(conn, brief_id, TE_LEZEN, status="klaar", **read):
        return False
    conn.execute(_f.delete().where(_f.c.brief_id == brief_id))
    _insert_pages(conn, brief_id, paginas)
    return True


def refuse(conn: sa.Connection, brief_id: str, nu: datetime, code: str, waarden: bytes | None) -> bool:
    """Store that a letter cannot be read, and why. False where it is not being read (any more)."""
    if not _change(conn, brief_id, TE_LEZEN, status="geweigerd", gelezen=nu, fout=code, fout_waarden=waarden):
        return False
    conn.execute(_f.delete().where(_f.c.brief_id == brief_id))
    return True


def fail(conn: sa.Connection, brief_id: str, code: str) -> bool:
    """Store that reading failed through us. The files stay, so that it can be tried again."""
    return _change(conn, brief_id, TE_LEZEN, status="mislukt", fout=code, fout_waarden=None)


def retry(conn: sa.Connection, brief_id: str) -> bool:
    """Let a failed letter wait again; False where it had not failed."""
    return _change(conn, brief_id, ("mislukt",), status="ontvangen", fout=None, poging=_b.c.poging + 1)


def erase(conn: sa.Connection, brief_id: str, nu: datetime) -> Aantallen | None:
    """Forget a letter's key and all it held; the bare row stays. None where it was erased already."""
    row = conn.execute(sa.select(_b.c.inhoud, _b.c.fout_waarden).where(_b.c.id == brief_id)).one()
    empty = {"sleutel": None, "kek_id": None, "inhoud": None, "fout_waarden": None}
    if not _change(conn, brief_id, STATUS[:-1], status="gewist", gewist=nu, **empty):
        return None
    gone = {t.name: conn.execute(t.delete().where(t.c.brief_id == brief_id)).rowcount for t in (_f, _p, _c, tables.antwoord)}
    velden = sum(value is not None for value in row) + gone["correctie"] + gone["antwoord"] + gone["bestand"]
    return Aantallen(gone["bestand"], gone["pagina"], velden)


def add_correction(conn: sa.Connection, brief_id: str, correctie: CorrectieRij) -> None:
    """Store what somebody says a field should be."""
    conn.execute(_c.insert().values(brief_id=brief_id, **asdict(correctie)))


def corrections(conn: sa.Connection, brief_id: str) -> tuple[CorrectieRij, ...]:
    """Return the corrections of a letter, oldest first."""
    query = sa.select(_c).where(_c.c.brief_id == brief_id).order_by(_c.c.tijd, _c.c.id)
    return tuple(CorrectieRij(r.id, r.gebruiker_id, r.tijd, r.veld, bytes(r.waarde)) for r in conn.execute(query))


def picture_allowed(conn: sa.Connection, brief_id: str, wijkteam_id: str) -> bool:
    """Tell whether a team has this letter now, with the resident's standing yes to its picture."""
    d, t = tables.doorverwijzing, tables.toestemming
    query = sa.select(sa.literal(1)).select_from(d.join(t, d.c.toestemming_id == t.c.id)).where(
        d.c.brief_id == brief_id, d.c.wijkteam_id == wijkteam_id,
        d.c.status.in_(("verstuurd", "aanvaard")),
        t.c.afbeelding.is_(True), t.c.ingetrokken.is_(None),
    )  # fmt: skip
    return conn.execute(query).first() is not None


def _insert_pages(conn: sa.Connection, brief_id: str, paginas: Sequence[PaginaRij]) -> None:
    if paginas:
        conn.execute(_p.insert(), [{"brief_id": brief_id, **asdict(pagina)} for pagina in paginas])


def _change(conn: sa.Connection, brief_id: str, van: Sequence[str], **values: Any) -> bool:
    """Change a letter that is in one of the states `van`; tell whether it was. It is in no stage of reading but the one named."""
    return conn.execute(_b.update().where(_b.c.id == brief_id, _b.c.status.in_(van)).values(**({"fase": None} | values))).rowcount == 1


def _within(bereik: Bereik) -> list[sa.ColumnElement[bool]]:
    limits = (_b.c.balie_id, bereik.balie_id), (_b.c.sessie_id, bereik.sessie_id)
    return [column == value for column, value in limits if value is not None]


def _values(value: BriefRij | BestandRij) -> dict[str, Any]:
    return asdict(value)


def _one(conn: sa.Connection, query: sa.Select[Any]) -> BriefRij | None:
    row = conn.execute(query).mappings().one_or_none()
    return None if row is None else _brief(row)


def _brief(row: Mapping[Any, Any]) -> BriefRij:
    return BriefRij(**{naam: row[naam] for naam in BriefRij.__dataclass_fields__})
