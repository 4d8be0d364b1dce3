"""What each amount is for, which one is due now, and how it must be paid.

An amount is called due only where the letter asks for it: a total in a table, an order to pay, a payment slip. An amount
that belongs to a threat ("anders wordt het …") or to the past ("u betaalde …") never is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from brievenbus.brief import Bedrag, BedragSoort, Betaling
from brievenbus.classify.context import Lezing, part
from brievenbus.feiten import Feiten, Geld, Nummer, Rekening
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Zin, evidence, tokenize
from brievenbus.page import Span

DUE_THRESHOLD = 3.0
MOST_ROWS = 14
"""Rows that a total may add up."""


@dataclass(frozen=True, slots=True)
class Weging:
    """One printed amount with the labels of its own words and of the sentence it stands in."""

    geld: Geld
    zin: Zin
    eigen: frozenset[str]
    zin_labels: frozenset[str]
    som: bool
    slot: bool
    kostentabel: bool


def _labels(lezing: Lezing, text: str, span: Span) -> frozenset[str]:
    piece = Zin(text, span, tokenize(text, span.start), -1)
    return frozenset(label for label, _ in lezing.woorden.labels("bedragsoorten", piece))


def _weigh(lezing: Lezing, feiten: Feiten) -> list[Weging]:
    found = []
    sums = add_up(lezing, feiten)
    places = ((geld, lezing.zin_at(geld.span.start)) for geld in feiten.bedragen)
    rows = [place.nummer for geld, place in places if geld.in_tabel and place is not None]
    for geld in feiten.bedragen:
        zin = lezing.zin_at(geld.span.start)
        if zin is None or geld.waarde == 0:
            continue
        clause = lezing.clause(zin, geld.span)
        own = _labels(lezing, geld.label, geld.span) if geld.in_tabel else frozenset()
        if geld.in_tabel and not own:
            own = _labels(lezing, geld.kop, geld.span) - {"totaal", "eis"}
        near = frozenset(label for label, _ in lezing.woorden.labels("bedragsoorten", clause))
        before = lezing.tekst.plat[zin.span.start : geld.span.start]
        if before.rstrip().endswith(":"):  # "Totaal te betalen: € 120,00": the words before the colon name the amount
            near |= _labels(lezing, before, Span(zin.span.start, geld.span.start))
        whole = frozenset(label for label, _ in lezing.woorden.labels("bedragsoorten", zin))
        last = geld.in_tabel and not any(0 < other - zin.nummer <= 2 for other in rows)
        costs = geld.in_tabel and _is_cost_table(lezing, zin)
        found.append(Weging(geld, zin, own if geld.in_tabel else near, whole, geld.span in sums, last, costs))
    return found


def _is_cost_table(lezing: Lezing, zin: Zin) -> bool:
    """The head of the table says that it lists costs: its total is not what the letter is about."""
    for above in lezing.before(zin, MOST_ROWS):
        if "\t" not in above.tekst:
            return False
        if not any(char.isdigit() for char in above.tekst):
            return any("kosten" in word for word in above.woorden)
    return False


def add_up(lezing: Lezing, feiten: Feiten) -> frozenset[Span]:
    """Return the table amounts that are the sum of the rows above them: arithmetic proves them to be totals.

    In a table with several columns of money the last column counts; a row of what was already paid is subtracted.
    """
    column: dict[int, Geld] = {}
    for geld in feiten.bedragen:
        zin = lezing.zin_at(geld.span.start)
        if geld.in_tabel and zin is not None:
            column[zin.nummer] = geld
    rows = sorted(column.items())
    found = set()
    for i, (nummer, geld) in enumerate(rows):
        total = Decimal(0)
        for used, (above, other) in enumerate(reversed(rows[:i]), start=1):
            if nummer - above > MOST_ROWS or used > MOST_ROWS:
                break
            paid = other.waarde < 0 or "al_betaald" in _labels(lezing, other.label, other.span)
            total += -abs(other.waarde) if paid else other.waarde
            if used >= 2 and total == geld.waarde:
                found.add(geld.span)
                break
        found |= _split_below(geld, [other.waarde for below, other in rows[i + 1 :] if below - nummer <= MOST_ROWS])
    return frozenset(found)


def _split_below(geld: Geld, parts: list[Decimal]) -> set[Span]:
    """The amount is a total that the rows under it divide into instalments: they start right below and add up to it."""
    total = Decimal(0)
    for used, part_ in enumerate(parts, start=1):
        total += part_
        if used >= 2 and total == geld.waarde:
            return {geld.span}
    return set()


def _due_score(lezing: Lezing, w: Weging, times: int, kaart: BriefsoortKaart | None) -> float:
    """How plainly the letter asks for this amount now. 3 and more is a demand."""
    score = 0.0
    labels = w.eigen
    if w.geld.in_tabel:
        score += 3.0 if "eis" in labels else (2.5 if labels & {"totaal"} and "kosten" not in labels else 0.0)
        score += 2.5 if w.som else 0.0
    else:
        score += 3.0 if "eis" in labels else (2.0 if "eis" in w.zin_labels else 0.0)
        score += 1.2 if "totaal" in labels else 0.0
        score += 2.0 if "eis" not in labels and _asks_this(lezing, w.zin) else 0.0
    if "dreigend" in labels:
        score -= 3.0
    elif "dreigend" in w.zin_labels and not w.geld.in_tabel:
        score -= 1.0
    if labels & {"al_betaald", "te_ontvangen"} or w.geld.waarde < 0:
        score -= 3.5
    if "termijnbedrag" in labels:
        score -= 1.6
    if (labels & {"kosten"} and "eis" not in labels) or w.kostentabel:
        score -= 1.5
    before = lezing.before(w.zin, 1)
    if before and not w.geld.in_tabel and any(label == "dreigend" for label, _ in lezing.woorden.labels("bedragsoorten", before[0])):
        score -= 1.0
    score += 0.8 * min(times - 1, 2)
    if kaart is not None:
        score += 0.5 if "betalen" in kaart.acties else (0.0 if kaart.slecht_nieuws or kaart.gevolgen else -0.7)
    return score


def _asks_this(lezing: Lezing, zin: Zin) -> bool:
    """The next sentence asks for the amount that this one names ("Betaal dit bedrag …")."""
    following = lezing.after(zin)
    if following is None or not {"dit", "dat", "bedrag"} & set(following.woorden[:6]):
        return False
    return any(label == "eis" for label, _ in lezing.woorden.labels("bedragsoorten", following))


def _plain_kind(w: Weging, goed_nieuws: bool) -> BedragSoort:
    labels = w.eigen or w.zin_labels
    if w.geld.waarde < 0 and "al_betaald" not in labels and (w.som or w.slot or "totaal" in labels or "eis" in labels):
        return "te_ontvangen"
    if {"te_ontvangen", "termijnbedrag"} <= labels:
        return "termijnbedrag"
    if "al_betaald" in labels:
        return "overig"
    for name in ("te_ontvangen", "termijnbedrag", "kosten", "boete", "oorspronkelijk", "saldo"):
        if name in labels:
            return name
    return "te_ontvangen" if goed_nieuws and w.geld.totaal else "overig"


def find_bedragen(lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart | None, goed_nieuws: bool) -> tuple[Bedrag, ...]:
    """Return every amount once, with its kind; at most one is `te_betalen`. An amount due comes first."""
    wegingen = _weigh(lezing, feiten)
    places: dict[Decimal, set[tuple[bool, int]]] = defaultdict(set)
    for w in wegingen:
        places[w.geld.waarde].add((w.geld.in_tabel, 0 if w.geld.in_tabel else w.zin.nummer))
    times = {value: len(where) for value, where in places.items()}
    due = _due(lezing, wegingen, times, kaart, goed_nieuws)
    found: dict[tuple[BedragSoort, Decimal], list[Span]] = {}
    for w in wegingen:
        value = abs(w.geld.waarde)
        kind: BedragSoort = "te_betalen" if value == due else _plain_kind(w, goed_nieuws)
        found.setdefault((kind, value), []).append(_row(w))
    best_receive = _receive(found)
    result = []
    for (kind, value), spans in found.items():
        if kind == "te_ontvangen" and value != best_receive:
            kind = "overig"
        proof = tuple(b for span in spans[:2] for b in evidence(lezing.tekst, span))
        result.append(Bedrag(kind, value.quantize(Decimal("0.01")), proof))
    order = ("te_betalen", "te_ontvangen", "boete", "oorspronkelijk", "kosten", "termijnbedrag", "saldo", "overig")
    return tuple(sorted(result, key=lambda b: order.index(b.soort)))


def _row(w: Weging) -> Span:
    return w.zin.span if len(w.zin.tekst) <= 200 else w.geld.span


def _due(
    lezing: Lezing,
    wegingen: list[Weging],
    times: Mapping[Decimal, int],
    kaart: BriefsoortKaart | None,
    goed_nieuws: bool,
) -> Decimal | None:
    best: tuple[float, int, Decimal] | None = None
    for i, w in enumerate(wegingen):
        if w.geld.waarde <= 0:
            continue
        score = _due_score(lezing, w, times[w.geld.waarde], kaart) - (2.0 if goed_nieuws else 0.0)
        if best is None or (score, i) > (best[0], best[1]):
            best = (score, i, w.geld.waarde)
    return best[2] if best is not None and best[0] >= DUE_THRESHOLD else None


def _receive(found: dict[tuple[BedragSoort, Decimal], list[Span]]) -> Decimal | None:
    """Of several amounts to receive the one named most often is the one; the largest where that does not decide."""
    options = [(len(spans), value) for (kind, value), spans in found.items() if kind == "te_ontvangen"]
    return max(options)[1] if options else None


# ---------------------------------------------------------------- how to pay
def find_betaling(lezing: Lezing, feiten: Feiten, bedragen_: tuple[Bedrag, ...], goed_nieuws: bool) -> Betaling | None:
    """Return the account, holder, reference and amount to pay, or None where the letter asks for no transfer."""
    accounts = [r for r in feiten.rekeningen if not own_account(lezing, r)]
    if not accounts:
        return None
    due = next((b for b in bedragen_ if b.soort == "te_betalen"), None)
    if due is None and goed_nieuws:
        return None
    account = max(accounts, key=lambda r: _asks_payment(lezing, r))
    if due is None and _asks_payment(lezing, account) < 1:
        return None
    reference = _reference(lezing, feiten, account)
    spans = [account.span, *([reference.span] if reference else [])]
    zin = lezing.zin_at(account.span.start)
    if zin is not None and len(zin.tekst) <= 200:
        spans[0] = zin.span
    return Betaling(
        iban=account.iban,
        tnv=account.tnv or next((r.tnv for r in accounts if r.tnv and r.iban == account.iban), None),
        kenmerk=reference.waarde if reference else None,
        bedrag=due.bedrag if due else None,
        bewijs=tuple(b for span in spans for b in evidence(lezing.tekst, span)),
    )


_OWN = (
    "uw rekening",
    "uw bankrekening",
    "uw eigen rekening",
    "rekeningnummer dat wij van u",
    "jouw rekening",
    "u bij ons bekend",
    "bij ons bekend",
)


def own_account(lezing: Lezing, account: Rekening) -> bool:
    """The resident's own account, to which money comes or from which it is collected."""
    zin = lezing.zin_at(account.span.start)
    if zin is None:
        return False
    before = " ".join(t.woord for t in part(zin, Span(zin.span.start, account.span.start)).tokens[-12:])
    return any(words in before for words in _OWN)


def _asks_payment(lezing: Lezing, account: Rekening) -> int:
    zin = lezing.zin_at(account.span.start)
    if zin is None:
        return 0
    score = 0
    for place, points in ((zin, 3), *((other, 1) for other in lezing.before(zin, 2))):
        if any(label in ("eis", "totaal") for label, _ in lezing.woorden.labels("bedragsoorten", place)):
            score += points
    return score + (2 if account.tnv else 0)


def _reference(lezing: Lezing, feiten: Feiten, account: Rekening) -> Nummer | None:
    """The reference to give with the payment: named as such, else the nearest number of a kind used for payments."""
    named = _named_kind(lezing, feiten, account)
    ranked = sorted(
        (n for n in feiten.nummers if n.betaling or n.soort in _PAYMENT_KINDS or n.soort.endswith(("nummer", "kenmerk"))),
        key=lambda n: (
            0 if n.soort == named else 1,
            0 if n.soort == "betalingskenmerk" else (1 if n.betaling else 2),
            _PAYMENT_KINDS.index(n.soort) if n.soort in _PAYMENT_KINDS else len(_PAYMENT_KINDS),
            abs(n.span.start - account.span.start),
        ),
    )
    return ranked[0] if ranked else None


def _named_kind(lezing: Lezing, feiten: Feiten, account: Rekening) -> str | None:
    """The kind of number that the letter asks to mention with the payment ("onder vermelding van het dossiernummer")."""
    zin = lezing.zin_at(account.span.start)
    if zin is None:
        return None
    following = lezing.after(zin)
    for place in (zin, *([following] if following else [])):
        words = place.woorden
        at = next((i for i, word in enumerate(words) if word.startswith("vermeld")), None)
        if at is None:
            continue
        said = words[at : at + 8]
        for kind in sorted({n.soort for n in feiten.nummers}):
            if any(word == kind or (word == kind.split("_")[-1] and "_" in kind) for word in said):
                return kind
    return None


_PAYMENT_KINDS = (
    "betalingskenmerk",
    "factuurnummer",
    "dossiernummer",
    "aanslagnummer",
    "cjib_nummer",
    "klantnummer",
    "kenmerk",
)
