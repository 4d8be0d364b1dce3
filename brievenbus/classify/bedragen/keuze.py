"""Which amount is due now and which one comes to the resident: points for each sign, the most points win.

An amount is called due only where the letter asks for it: a total in a table, an order to pay, a payment slip. An amount
that belongs to a threat ("anders wordt het …") or to the past ("u betaalde …") never is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from brievenbus.classify.bedragen.stukken import labels
from brievenbus.classify.bedragen.weging import NEVER_ASKED, Weging
from brievenbus.classify.context import Lezing
from brievenbus.classify.verleden import is_past
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Zin

DUE_THRESHOLD = 3.0
LEAST, LEAST_PAYABLE = 1.0, 0.5
"""In a letter about a debt, and in one that asks money, the best amount is taken from here on: such letters nearly always name one."""
LEAD = 1.0
"""An amount that leads the next one by less than this is a choice that somebody must look at."""
RECEIVE_THRESHOLD = 2.0
GOOD_NEWS = 3.5
"""What good news takes off: it may name a debt, but rarely asks it."""
MONTHLY = 1.5
"""What it takes off an amount to receive that it is an instalment or costs; not off what remains of an award that is paid by the month."""
NOTHING_OPEN = 5.0
"""What it takes off that the letter says that nothing is due (any more): what it names then is history, or a rule."""
SET_OFF = 3.0
"""What it takes off an amount to receive that the letter has already set off against what is due, or gives to somebody else."""
ONLY_ONE = 1.5
"""What it adds that a letter about a debt names one amount only."""
_DEBT = frozenset({"beslag", "ontruiming"})
"""Consequences of letters about a debt, also where the card does not say that it can simply be paid."""


def due(lezing: Lezing, wegingen: Sequence[Weging], kaart: BriefsoortKaart | None, goed_nieuws: bool) -> tuple[Decimal | None, bool]:
    """Return the amount due now (None where there is none) and whether that choice is sure."""
    places: dict[Decimal, set[tuple[bool, int]]] = defaultdict(set)
    for w in wegingen:
        places[w.waarde].add((w.geld.in_tabel, 0 if w.geld.in_tabel else w.zin.nummer))
    coming = {abs(w.waarde) for w in wegingen if receive_score(w, wegingen) >= RECEIVE_THRESHOLD}
    dropped = {w.waarde for w in wegingen if "vrijgesteld" in w.eigen | w.na}
    prior = _prior(kaart, any(w.bij_rekening for w in wegingen)) - _all_clear(lezing, wegingen)
    alone = len({abs(w.waarde) for w in wegingen}) == 1 and not any(w.eigen & NEVER_ASKED for w in wegingen)
    prior += ONLY_ONE if alone and _is_payable(kaart) else 0.0
    best: tuple[float, int, Decimal] | None = None
    scores: dict[Decimal, float] = {}
    for i, w in enumerate(wegingen):
        if w.waarde <= 0:
            continue
        score = prior + _due_score(lezing, w, len(places[w.waarde]), _is_debt(kaart) or kaart is None)
        score -= 0.0 if w.strook else (GOOD_NEWS if goed_nieuws else 0.0)
        score -= (0.0 if w.strook or w.waarde not in coming else 3.0) + (5.0 if w.waarde in dropped else 0.0)
        scores[w.waarde] = max(score, scores.get(w.waarde, score))
        if best is None or (score, i) > (best[0], best[1]):
            best = (score, i, w.waarde)
    if best is None:
        return None, True
    chosen = wegingen[best[1]]
    plain = not (chosen.eigen & NEVER_ASKED or chosen.is_kosten or goed_nieuws or coming)
    if best[0] < (_least(kaart) if plain and not _asks_nothing(lezing) else DUE_THRESHOLD):
        return None, True
    return best[2], best[0] >= DUE_THRESHOLD and _lead(scores, best[2]) >= LEAD


def _lead(scores: Mapping[Decimal, float], chosen: Decimal) -> float:
    """How far the chosen amount stands above the next one that could be meant."""
    others = [score for value, score in scores.items() if value != chosen]
    return scores[chosen] - max(others) if others else LEAD


def _prior(kaart: BriefsoortKaart | None, betaalbaar: bool) -> float:
    """What the letter type says beforehand. `betaalbaar`: the letter prints an account to pay to."""
    if kaart is None:
        return 0.0
    if _is_payable(kaart):
        return 0.5
    if _is_debt(kaart) or betaalbaar:
        return 0.0
    return -0.7 if kaart.slecht_nieuws or kaart.gevolgen else -1.5


def _asks_nothing(lezing: Lezing) -> bool:
    """The letter says that nothing need be done or paid: then only a plain demand makes an amount due."""
    done = any(label == "niets_doen" for zin in lezing.zinnen for label, _ in lezing.woorden.labels("signalen", zin))
    return done or _is_cleared(lezing)


def _is_cleared(lezing: Lezing) -> bool:
    """The letter says that nothing is open any more, and not only that somebody once said so ('U schreef dat u niets schuldig bent')."""
    said = (zin for zin in lezing.zinnen if not is_past(lezing, zin) and not zin.tekst.rstrip().endswith("?"))
    return any("niets_open" in labels(lezing, zin) for zin in said)


def _all_clear(lezing: Lezing, wegingen: Sequence[Weging]) -> float:
    """What it takes off that the letter says that nothing is open any more; nothing where it prints an account to pay to."""
    if any(w.bij_rekening for w in wegingen):
        return 0.0
    return NOTHING_OPEN if _is_cleared(lezing) else 0.0


def _least(kaart: BriefsoortKaart | None) -> float:
    return LEAST_PAYABLE if _is_payable(kaart) else (LEAST if _is_debt(kaart) else DUE_THRESHOLD)


def _is_payable(kaart: BriefsoortKaart | None) -> bool:
    return kaart is not None and "betalen" in kaart.acties


def _is_debt(kaart: BriefsoortKaart | None) -> bool:
    return kaart is not None and (_is_payable(kaart) or bool(_DEBT.intersection(kaart.gevolgen)))


def _due_score(lezing: Lezing, w: Weging, times: int, schuldbrief: bool) -> float:
    """How plainly the letter asks for this amount now. 3 and more is a demand."""
    score = (_row_score(w) if w.geld.in_tabel else _text_score(lezing, w)) + _counter_signs(lezing, w)
    return score + (2.0 if (schuldbrief or w.bij_rekening) and not w.geld.in_tabel else 1.0) * w.gevraagd + 0.8 * min(times - 1, 2)


def _row_score(w: Weging) -> float:
    score = 3.0 if "eis" in w.eigen else (2.5 if "totaal" in w.eigen and "kosten" not in w.eigen else 0.0)
    score += 0.7 if {"eis", "totaal"} <= w.eigen else 0.0
    score += 1.0 if "vordering" in w.eigen and not score else 0.0
    score -= 3.0 if w.deel else 0.0
    return score + (2.5 if w.som else 0.0) + (3.0 if w.strook else 0.0)


def _text_score(lezing: Lezing, w: Weging) -> float:
    score = 3.0 if "eis" in w.eigen else (2.0 if "eis" in w.zin_labels else 0.0)
    score += 1.5 if "totaal" in w.eigen else 0.0
    score += 1.2 if "vordering" in w.eigen else 0.0
    score += 2.0 if "eis" not in w.eigen and _asks_this(lezing, w.zin) else 0.0
    score += 0.7 if "slotsom" in w.eigen else 0.0
    return score + (2.0 if w.geheel and not w.deel else 0.0) - (1.5 if w.deel else 0.0) + (1.0 if w.rest else 0.0)


def _counter_signs(lezing: Lezing, w: Weging) -> float:
    score = 0.0
    if "dreigend" in w.eigen:
        score -= 3.0
    elif "dreigend" in w.zin_labels and not w.geld.in_tabel:
        score -= 1.0
    if w.eigen & {"al_betaald", "te_ontvangen"} or w.waarde < 0:
        score -= 1.5 if "te_ontvangen" in w.eigen and {"eis", "vordering"} <= w.eigen else 3.5
    score -= 3.0 if "elders" in w.eigen | w.na else 0.0
    if "gegeven" in w.eigen:
        score -= 1.5 if "eis" in w.eigen else 3.0
    elif "gegeven" in w.zin_labels and not w.geld.in_tabel:
        score -= 0.5
    score -= (1.6 if w.geld.in_tabel else 2.5) if "termijnbedrag" in w.eigen and not w.geheel else 0.0
    score -= 1.0 if "saldo" in w.eigen and "vordering" not in w.eigen else 0.0
    if (w.is_kosten and "eis" not in w.eigen) or w.kostentabel:
        score -= 1.5
    before = lezing.before(w.zin, 1)
    if before and not w.geld.in_tabel and "dreigend" in labels(lezing, before[0]):
        score -= 1.0
    return score


def _asks_this(lezing: Lezing, zin: Zin) -> bool:
    """The next sentence asks for the amount that this one names ("Betaal dit bedrag …")."""
    following = lezing.after(zin)
    if following is None or not {"dit", "dat", "bedrag"} & set(following.woorden[:6]):
        return False
    return "eis" in labels(lezing, following)


def receive_score(w: Weging, wegingen: Sequence[Weging]) -> float:
    """How plainly the letter says that this amount comes to the resident. 2 and more is said."""
    alone = sum(other.zin is w.zin for other in wegingen) == 1
    said = w.eigen | w.na | (w.zin_labels if alone and not w.geld.in_tabel else frozenset())
    score = 2.0 if "te_ontvangen" in said else (1.2 if "te_ontvangen" in w.zin_labels and not w.geld.in_tabel else 0.0)
    score += 1.2 if "netto" in w.eigen else 0.0
    if score:
        score += 1.0 if w.toegezegd else 0.0
        score += 1.0 if w.rest or w.geheel or w.som or (w.slot and "netto" in w.eigen) else 0.0
    score += 2.5 if w.waarde < 0 and "al_betaald" not in w.eigen and (w.som or w.slot or w.eigen & {"totaal", "eis"}) else 0.0
    score -= 2.0 if w.eigen & {"dreigend", "gegeven", "vrijgesteld"} else 0.0
    score -= SET_OFF if w.verrekend or (w.eigen | w.na) & {"verrekend", "elders"} or "elders" in said else 0.0
    score -= MONTHLY if w.eigen & {"termijnbedrag", "kosten"} and "te_ontvangen" not in w.na else 0.0
    score -= 1.5 if "eis" in w.eigen and not w.geld.in_tabel else 0.0
    return score - (1.0 if "al_betaald" in w.eigen and "te_ontvangen" not in said else 0.0)
