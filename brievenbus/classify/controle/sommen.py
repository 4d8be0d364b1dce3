"""Sums: a table that does not add up to its total, so many times an amount, and a slip that asks for another amount.

Columns of figures read with doubt say nothing here: a sum that fails on an unsure reading is a doubt of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from brievenbus.brief import Controle
from brievenbus.classify.bedragen import own_account
from brievenbus.classify.controle.zaak import Zaak, euro, tail
from brievenbus.feiten import Geld
from brievenbus.match import Zin

REGEL = "Rekenregel: de delen zijn samen het totaal"
TWO = "De brief zelf: één vordering heeft één totaal"
CENT = Decimal("0.05")
MOST_ROWS = 14
NEAR_SLIP = 6
"""How many lines of the slip may stand above or under the account number."""
_SHORT = 8
_EDGE = 0.06
"""Two amounts are in one column where their right edges are this close (fraction of the page width)."""
_GAP = 2.3
"""A white gap of so many times the usual one may be a row that was not read."""
_NUMBERS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_TIMES = re.compile(
    r"\b(\d{1,2}|" + "|".join(_NUMBERS) + r")\s?(?:maanden|termijnen|keer|maal|x|×|weken|kwartalen)"
    r"\s?(?:à|a|van|x|×|maal|keer)?\s?(?:€|eur|euro)?\s?$",
    re.IGNORECASE,
)
_IS = re.compile(r"=|\b(?:is|samen|totaal|dus|maakt|bij elkaar|oftewel|komt neer op)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:plus|en|met|rente|kosten|eerste|laatste|extra|waarvan|minus|min|of|later|betaald|dan)\b|[.;!?]", re.IGNORECASE)
_BETWEEN = 45
"""How many characters may stand between an amount and what so many of it are."""


@dataclass(frozen=True)
class Rij:
    """One row of a table with its last amount; `aftrek`: its words say that it is taken off."""

    geld: Geld
    zin: Zin
    labels: frozenset[str]

    @property
    def waarde(self) -> Decimal:
        """The amount with its direction."""
        return -abs(self.geld.waarde) if self.geld.waarde < 0 or "aftrek" in self.labels else self.geld.waarde


def check(zaak: Zaak) -> Iterator[Controle]:
    """Yield what does not add up: one finding of each kind at most."""
    for kind in (_tables, _times, _slip, _totals):
        found = next(kind(zaak), None)
        if found is not None:
            yield found


# ---------------------------------------------------------------- tables
def _tables(zaak: Zaak) -> Iterator[Controle]:
    for rows in _groups(zaak):
        for at, total in enumerate(rows):
            above = rows[max(0, at - MOST_ROWS) : at]
            parts = [row for row in above if "informatierij" not in row.labels]
            if "totaalrij" not in total.labels or len(parts) < 2 or not _is_plain(zaak, [*above, total]):
                continue
            if not all(row.labels & {"onderdeel", "totaalrij", "aftrek"} for row in parts):
                continue
            if not any(_fits(some[start:], total.geld.waarde) for some in (parts, above) for start in range(len(some) - 1)):
                first = max((i + 1 for i, row in enumerate(parts) if _is_sum(parts, i)), default=0)
                made = sum((row.waarde for row in parts[max(0, first - 1) :]), Decimal(0))
                spans = (zaak.place(row.geld) for row in (*parts, total))
                yield zaak.finding("som", REGEL, *spans, som=euro(made), totaal=euro(total.geld.waarde))


def _is_sum(parts: list[Rij], at: int) -> bool:
    """The row is itself a total that the rows above it add up to."""
    return "totaalrij" in parts[at].labels and any(_fits(parts[start:at], parts[at].geld.waarde) for start in range(at - 1))


def _fits(parts: list[Rij], total: Decimal) -> bool:
    """Tell whether these rows add up to the total. Amounts without cents were rounded, each by itself."""
    whole = all(row.geld.waarde == row.geld.waarde.to_integral_value() for row in parts)
    slack = Decimal(len(parts)) if whole and total == total.to_integral_value() and len(parts) > 3 else CENT
    return abs(sum((row.waarde for row in parts), Decimal(0)) - abs(total)) <= slack or (
        total < 0 and abs(sum((row.waarde for row in parts), Decimal(0)) - total) <= slack
    )


def _groups(zaak: Zaak) -> Iterator[list[Rij]]:
    """Yield the tables: rows that follow each other, each with the last amount in it. A row with two in its last cell ends one."""
    last: dict[int, tuple[Geld, Zin]] = {}
    for geld in zaak.feiten.bedragen:
        zin = zaak.lezing.zin_at(geld.span.start)
        if zin is not None and geld.in_tabel:
            last[zin.nummer] = (geld, zin)
    group: list[Rij] = []
    for nummer, (geld, zin) in sorted(last.items()):
        if group and nummer != group[-1].zin.nummer + 1:
            yield group
            group = []
        group.append(Rij(geld, zin, zaak.labels_of(geld.label) if geld.label else frozenset()))
    if group:
        yield group


def _is_plain(zaak: Zaak, rows: list[Rij]) -> bool:
    """One straight column, read without doubt, on one page, with no gap in which a row may have been missed."""
    if not all(zaak.sure(row.geld.span, row.geld.hersteld) for row in rows):
        return False
    places = [zaak.lezing.tekst.boxes(row.geld.span) for row in rows]
    if any(len(place) != 1 for place in places) or len({place[0][0] for place in places}) > 1:
        return False
    boxes = [place[0][1] for place in places]
    edges = [box.x1 for box in boxes]
    left = [box.x0 for box in boxes]
    if min(max(edges) - min(edges), max(left) - min(left)) > _EDGE:
        return False
    if zaak.lezing.tekst.soort == "pdf":
        return True
    steps = [under.mid_y - over.mid_y for over, under in pairwise(boxes)]
    return zaak.heel and max(steps) <= _GAP * max(min(steps), 0.001)


# ---------------------------------------------------------------- so many times an amount
def _times(zaak: Zaak) -> Iterator[Controle]:
    """'3 maanden x € 60,00 = € 200,00'."""
    sums = zaak.feiten.bedragen
    for one, other in pairwise(sums):
        before = zaak.lezing.zin_at(one.span.start)
        if before is None or before is not zaak.lezing.zin_at(other.span.start):
            continue
        hit = _TIMES.search(zaak.lezing.tekst.plat[before.span.start : one.span.start])
        between = zaak.lezing.tekst.plat[one.span.eind : other.span.start]
        if hit is None or len(between) > _BETWEEN or _MORE.search(between) or not (_IS.search(between) or between.strip(" ") == "\t"):
            continue
        if not all(zaak.sure(geld.span, geld.hersteld) for geld in (one, other)):
            continue
        keer = int(hit[1]) if hit[1].isdigit() else _NUMBERS.index(hit[1].lower()) + 1
        if abs(keer * one.waarde - other.waarde) > CENT:
            slots = {"keer": str(keer), "bedrag": euro(one.waarde), "som": euro(keer * one.waarde), "totaal": euro(other.waarde)}
            yield zaak.finding("keer", REGEL, before.span, **slots)


# ---------------------------------------------------------------- the slip, and two totals
def _slip(zaak: Zaak) -> Iterator[Controle]:
    """The slip asks for an amount that the letter names nowhere, while the letter asks for another."""
    slip = _on_slip(zaak)
    if not slip or not zaak.heel:
        return
    others = [geld for geld in zaak.feiten.bedragen if geld not in slip]
    named = {abs(geld.waarde) for geld in others}
    asked = [geld for geld in others if geld.waarde > 0 and _is_asked(zaak, geld)]
    for geld in slip:
        if geld.waarde > 0 and geld.waarde not in named and asked and zaak.sure(geld.span, geld.hersteld):
            best = next((one for one in asked if one.totaal or "heel_bedrag" in zaak.labels_of(one.label)), asked[0])
            slots = {"strook": euro(geld.waarde), "bedrag": euro(best.waarde)}
            yield zaak.finding("strook", TWO, zaak.place(geld), zaak.place(best), **slots)


def _on_slip(zaak: Zaak) -> list[Geld]:
    tekst = zaak.lezing.tekst
    lines = [tekst.line_at(account.span.start) for account in zaak.feiten.rekeningen if not own_account(zaak.lezing, account)]
    lines = [line for line in lines if len(tekst.lines[line][1].woorden) <= _SHORT + 4]
    found = []
    for geld in zaak.feiten.bedragen:
        line = tekst.line_at(geld.span.start)
        near = any(abs(line - other) <= NEAR_SLIP and tekst.lines[line][0] == tekst.lines[other][0] for other in lines)
        said = tekst.plat[tekst.line_starts[line] : geld.span.start]
        if near and len(said.split()) <= 4 and len(tekst.lines[line][1].woorden) <= _SHORT and "strookbedrag" in zaak.labels_of(said):
            found.append(geld)
    return found


def _is_asked(zaak: Zaak, geld: Geld) -> bool:
    """The words of this amount say that it is the one to pay."""
    if not zaak.sure(geld.span, geld.hersteld):
        return False
    if geld.in_tabel:
        return "totaalrij" in zaak.labels_of(geld.label)
    zin = zaak.lezing.zin_at(geld.span.start)
    said = zaak.sums(zin.tekst) if zin is not None else frozenset()
    return "eis" in said and not said & {"dreigend", "termijnbedrag", "al_betaald", "te_ontvangen"}


def _totals(zaak: Zaak) -> Iterator[Controle]:
    """The table has one total, a sentence calls another amount the total, and no third printed amount explains it."""
    tables = [rows[-1].geld for rows in _groups(zaak) if len(rows) > 2 and "totaalrij" in rows[-1].labels and _is_plain(zaak, rows)]
    printed = {abs(geld.waarde) for geld in zaak.feiten.bedragen}
    for geld in zaak.feiten.bedragen:
        if geld.in_tabel or geld.waarde <= 0 or len(tables) != 1 or geld in _on_slip(zaak):
            continue
        zin = zaak.lezing.zin_at(geld.span.start)
        if zin is None or "heel_bedrag" not in zaak.labels_of(tail(geld.label, 5)) or not _is_asked(zaak, geld):
            continue
        total = tables[0]
        apart = abs(total.waarde - geld.waarde)
        column = {abs(row.geld.waarde) for rows in _groups(zaak) for row in rows}
        if apart > 1 and apart not in printed and geld.waarde not in column:
            yield zaak.finding("twee", TWO, zaak.place(total), zaak.place(geld), een=euro(total.waarde), ander=euro(geld.waarde))
