"""The amounts of a letter with everything that tells what each is for: words, place, arithmetic, and orders that point to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from brievenbus.classify.bedragen.rekenen import MOST_ROWS, is_rest, parts_of, reckon, unit_of
from brievenbus.classify.bedragen.rekening import own_account
from brievenbus.classify.bedragen.stukken import labelled, labels, own_labels, said_after
from brievenbus.classify.context import Lezing, fold_words
from brievenbus.feiten import Feiten, Geld
from brievenbus.match import Zin

BACK = 2
"""How many sentences before the nearest amount a plain total or demand still goes before it."""
NAMED = 40
"""So many amounts before it a sum may be made of: every pair is tried."""
UNREAL = 10**12
"""No letter asks a million million euros: such a number is a reference, or misread."""
REACH = 9
"""How many sentences an order without an amount may stand behind the amount that it asks."""
NEVER_ASKED = frozenset({"al_betaald", "te_ontvangen", "termijnbedrag", "gegeven", "vrijgesteld", "dreigend", "elders"})
_TOGETHER = frozenset({"tezamen", "samen", "totaal", "opgeteld", "elkaar"})
"""Right before an amount these say that it is the sum of others, also of those that are only named later."""
_TURNS = frozenset({"maar", "nu", "doch", "terwijl"})
"""Between two amounts these part a threat from what is so."""
SLIP = 4
"""So many lines from the account the amount of a payment slip may stand."""


@dataclass(frozen=True, slots=True)
class Weging:
    """One printed amount with the labels of its own words (`eigen`), of its sentence, and of what is said of it right after.

    `som`: it is a proven total of its table; `deel`, `geheel`, `rest`: a part, a sum or what remains of others in running text;
    `gevraagd`: an order to pay that names no amount of its own points to it; `toegezegd`: so does a promise of payment to the resident;
    `bij_rekening`: the letter prints an account to pay to; `strook`: the amount stands on the payment slip with that account;
    `verrekend`: it was taken off on the way to an amount that is still to be paid.
    """

    geld: Geld
    zin: Zin
    eigen: frozenset[str]
    zin_labels: frozenset[str]
    som: bool = False
    slot: bool = False
    kostentabel: bool = False
    na: frozenset[str] = frozenset()
    deel: bool = False
    geheel: bool = False
    rest: bool = False
    gevraagd: bool = False
    toegezegd: bool = False
    bij_rekening: bool = False
    strook: bool = False
    verrekend: bool = False

    @property
    def waarde(self) -> Decimal:
        """The amount, signed as printed."""
        return self.geld.waarde

    @property
    def is_kosten(self) -> bool:
        """Costs by name, and no total that holds them."""
        return "kosten" in self.eigen and not self.eigen & {"totaal", "geheel"}


def weigh(lezing: Lezing, feiten: Feiten) -> list[Weging]:
    """Return every amount of the letter that is not nil, in reading order."""
    found = []
    table = reckon(lezing, feiten)
    off = {abs(geld.waarde) for geld in feiten.bedragen if geld.span in table.verrekend}
    places = ((geld, lezing.zin_at(geld.span.start)) for geld in feiten.bedragen)
    rows = [place.nummer for geld, place in places if geld.in_tabel and place is not None]
    for geld in feiten.bedragen:
        zin = lezing.zin_at(geld.span.start)
        if zin is None or not 0 < abs(geld.waarde) < UNREAL:
            continue
        whole = labels(lezing, zin)
        if geld.in_tabel:
            last = not any(0 < other - zin.nummer <= 2 for other in rows)
            own = _row_labels(lezing, geld)
            last_of = Weging(geld, zin, own, whole, geld.span in table.sommen, last, _is_cost_table(lezing, zin))
            found.append(replace(last_of, deel=geld.span in table.tussen and not _is_slip(lezing, feiten, geld)))
        else:
            said = frozenset(label for piece in said_after(lezing, zin, geld) for label in labels(lezing, piece))
            found.append(Weging(geld, zin, own_labels(lezing, feiten, geld, zin), whole, na=said))
    found = _threatened(lezing, found)
    found = [replace(w, verrekend=abs(w.waarde) in off, strook=_is_slip(lezing, feiten, w.geld)) for w in found]
    return _asked(lezing, feiten, _reckoned(found))


def _is_slip(lezing: Lezing, feiten: Feiten, geld: Geld) -> bool:
    """The amount of the payment slip: "Te betalen" on a line of its own, right by the account to pay to."""
    label = " ".join(fold_words(geld.label))
    if not geld.in_tabel or not any(label.endswith(words) for words in ("te betalen", "te voldoen", "betalen", "bedrag")):
        return False
    line = lezing.tekst.line_at(geld.span.start)
    return any(
        abs(lezing.tekst.line_at(account.span.start) - line) <= SLIP for account in feiten.rekeningen if not own_account(lezing, account)
    )


def _threatened(lezing: Lezing, wegingen: list[Weging]) -> list[Weging]:
    """Mark what follows a threatened amount in its sentence ("daarna komt er € 40 bij en wordt het € 115") as threatened too."""
    found = list(wegingen)
    for i, w in enumerate(wegingen[1:], start=1):
        before = found[i - 1]
        between = set(fold_words(lezing.tekst.plat[before.geld.span.eind : w.geld.span.start]))
        if not w.geld.in_tabel and w.zin is before.zin and "dreigend" in before.eigen and not between & _TURNS:
            found[i] = replace(w, eigen=w.eigen | {"dreigend"})
    return found


def _row_labels(lezing: Lezing, geld: Geld) -> frozenset[str]:
    own = labelled(lezing, geld.label, geld.span)
    return own or labelled(lezing, geld.kop, geld.span) - {"totaal", "eis"}


def _is_cost_table(lezing: Lezing, zin: Zin) -> bool:
    """The head of the table says that it lists costs: its total is not what the letter is about."""
    for above in lezing.before(zin, MOST_ROWS):
        if "\t" not in above.tekst:
            return False
        if not any(char.isdigit() for char in above.tekst):
            return any("kosten" in word for word in above.woorden)
    return False


def _reckoned(wegingen: list[Weging]) -> list[Weging]:
    """Mark sums, their parts, and what remains, among the amounts of running text."""
    found = list(wegingen)
    parts: set[Decimal] = set()
    for i, w in enumerate(wegingen):
        if w.geld.in_tabel or w.waarde <= 0:
            continue
        earlier = wegingen[max(0, i - NAMED) : i]
        owed = [other.waarde for other in earlier if not other.eigen & {"al_betaald", "te_ontvangen", "gegeven", "vrijgesteld"}]
        adds = parts_of(w.waarde, owed)
        repeated = {other.waarde for other in wegingen[:i] if "termijnbedrag" in other.eigen or w.eigen & {"totaal", "slotsom"}}
        unit = None if adds or "termijnbedrag" in w.eigen else unit_of(w.waarde, [value for value in owed if value in repeated])
        below = tuple(other.waarde for other in wegingen[i + 1 :] if other.zin.nummer - w.zin.nummer <= 1 and not other.geld.in_tabel)
        adds = adds or (below if len(below) > 1 and sum(below) == w.waarde else ())
        if not adds and not unit and _TOGETHER.intersection(fold_words(w.geld.label)[-2:]):
            adds = parts_of(w.waarde, [other.waarde for other in wegingen[i + 1 :]])
        if not w.eigen & NEVER_ASKED:
            parts |= _lessened(w, earlier)
        if (adds or unit) and not w.eigen & NEVER_ASKED:
            found[i] = replace(w, geheel=True)
            parts |= {*adds, *([unit] if unit else [])}
        elif is_rest(w.waarde, [other.waarde for other in earlier]):
            found[i] = replace(w, rest=True)
    return [replace(w, deel=w.deel or (w.waarde in parts and not w.strook)) for w in found]


def _lessened(rest: Weging, earlier: Sequence[Weging]) -> set[Decimal]:
    """The amounts of which `rest` is what remains when something that was paid is taken off: no longer due."""
    paid = {abs(w.waarde) for w in earlier if "al_betaald" in w.eigen}
    return {w.waarde for w in earlier if w.waarde > rest.waarde and w.waarde - rest.waarde in paid}


def _asked(lezing: Lezing, feiten: Feiten, wegingen: list[Weging]) -> list[Weging]:
    """Mark the amounts to which an order to pay without an amount of its own points: the nearest one before it that can be asked."""
    found = list(wegingen)
    accounts = [account.span for account in feiten.rekeningen if not own_account(lezing, account)]
    for zin in lezing.zinnen:
        pays = any(zin.span.overlaps(span) for span in accounts)
        said = labels(lezing, zin)
        comes = "te_ontvangen" in said and not pays
        if not (pays or said & {"opdracht", "te_ontvangen"}) or ("dreigend" in said and not pays):
            continue
        if any(_can_be_asked(w) for w in wegingen if w.zin is zin):
            continue
        at = _nearest(wegingen, zin)
        if at is not None:
            found[at] = replace(found[at], toegezegd=True) if comes else replace(found[at], gevraagd=True)
    return [replace(w, bij_rekening=bool(accounts)) for w in found]


def _can_be_asked(w: Weging) -> bool:
    return not w.eigen & NEVER_ASKED and not w.na & {"vrijgesteld", "te_ontvangen"} and not w.is_kosten and w.waarde > 0


def _nearest(wegingen: list[Weging], zin: Zin) -> int | None:
    """The place of the amount before `zin` that an order there means: a total or demand, else the last."""
    reached = [i for i, w in enumerate(wegingen) if 0 < zin.nummer - w.zin.nummer <= REACH and w.waarde > 0 and not w.deel]
    options = [i for i in reached if _can_be_asked(wegingen[i])]
    options = options or [i for i in reached if (wegingen[i].eigen | wegingen[i].na) & NEVER_ASKED <= {"termijnbedrag"}]
    if not options:
        return None
    last = wegingen[options[-1]].zin.nummer
    near = [i for i in options if last - wegingen[i].zin.nummer <= BACK]
    return next((i for i in reversed(near) if wegingen[i].som or wegingen[i].geheel or wegingen[i].eigen & {"totaal", "eis"}), near[-1])
