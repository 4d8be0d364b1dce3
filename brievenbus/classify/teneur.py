"""The drift of a letter, whatever its subject: does it ask something, say that nothing need be done, bring good or bad news?

Wording alone takes a refund for an assessment and a dropped claim for a reminder: the words are the same, the drift is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brievenbus.brief import ERNST, Bedrag
from brievenbus.classify.context import Lezing
from brievenbus.classify.gevolgen import GRAVE
from brievenbus.classify.termijnsoort import RIGHTS
from brievenbus.classify.verleden import Slag, is_half, is_turned, leaves_rest, slag, takes_away
from brievenbus.classify.zinlezer import LEEG, ONGELEZEN, Zinbeeld
from brievenbus.feiten import Feiten
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Zin

_YOU = frozenset(["u", "uw", "je", "jij", "jouw"])
_CONDITIONAL = frozenset(["als", "indien", "wanneer", "mocht"])
_IF_YOU_LIKE = frozenset([("wilt", "u"), ("wil", "je")])
"""'Wilt u verlengen, dan betaalt u opnieuw': asked of who wants it."""
_PERHAPS = frozenset(["misschien", "mogelijk", "wellicht"])
"""Good news that may or may not come is none. A demand stays one: 'zo spoedig mogelijk'."""
_TURNED = frozenset(["u", "uw", "je", "jouw", "het", "de", "er", "wij", "dit", "deze", "iets"])
"""Second words of a sentence that opens with its verb: 'Verhuist u, geef dat dan door' asks something of few."""
_NO_RIGHT = frozenset(["geen", "niet"])
"""'Hiertegen staat geen bezwaar open' threatens nothing."""
AGREES, CONTRADICTS, WRONG_WAY = 0.9, -1.3, -4.0
"""Log-odds. `WRONG_WAY`: the money goes the other way than in this type of letter."""


@dataclass(frozen=True, slots=True)
class Teneur:
    """How many sentences speak each way. `eis`: orders with a day, a term or an amount; `goed`/`slecht`: news; `niets`: no action;
    `ernst`: sentences that name a grave consequence or a right to object;
    `betaalt`/`ontvangt`: the resident pays, or receives, a sum;
    `verlies`: sentences that end, stop or hold back something of the resident, also under a condition, and those that take a step back
    in part, for a while or under a condition;
    `gezien`: sentences in which the reader of sentences, with a high share, sees an order or a threat to the resident."""

    eis: int
    niets: int
    goed: int
    slecht: int
    ernst: int = 0
    betaalt: bool = False
    ontvangt: bool = False
    gezien: int = 0
    verlies: int = 0

    @property
    def rustig(self) -> bool:
        """The letter says that nothing need be done, asks nothing with a day or an amount, and threatens nothing."""
        return self.niets > 0 and self.eis == self.ernst == self.slecht == self.gezien == self.verlies == 0

    @property
    def gunstig(self) -> bool:
        """The letter brings good news that no refusal or demand contradicts."""
        return self.goed > 0 and self.slecht == 0 and self.eis == 0 and self.ernst == 0

    @property
    def nadelig(self) -> bool:
        """The letter refuses or takes away."""
        return self.slecht > self.goed


def drift(lezing: Lezing, feiten: Feiten, bedragen: tuple[Bedrag, ...], beelden: Mapping[int, Zinbeeld] = ONGELEZEN) -> Teneur:
    """Return the drift of a letter. `bedragen` as found without a letter type: a sum due is a demand, one to receive good news.

    `beelden` is what the reader of sentences saw, by sentence number. It adds orders and threats to what the phrases find. Its denials
    and its good news are not believed: of the denials it saw in unseen sentences less than half were so (`models/zinlezer/CARD.md`).
    """
    spots = [*(d.span for d in feiten.data), *(d.span for d in feiten.duren), *(g.span for g in feiten.bedragen)]
    eis = niets = goed = slecht = ernst = gezien = verlies = 0
    for zin in lezing.zinnen:
        labels = {label for label, _ in lezing.woorden.labels("signalen", zin)}
        beeld = beelden.get(zin.nummer, LEEG)
        conditional = bool(set(zin.woorden[:8]) & _CONDITIONAL) or (zin.woorden[:2] in _IF_YOU_LIKE and is_turned(zin))
        fact = any(zin.span.overlaps(span) for span in spots)
        ordered = _is_ordered(zin, beeld) and fact and not conditional
        eis += ("plicht" in labels and fact and not conditional and "niets_doen" not in labels) or ordered
        gezien += ordered or (_is_threatened(lezing, zin, beeld) and not conditional)
        niets += "niets_doen" in labels and not conditional
        goed += "goed_nieuws" in labels and not _asked(zin) and not conditional and not _PERHAPS & set(zin.woorden[:8])
        for_all = slag(lezing, zin) is Slag.ALGEMEEN
        slecht += "afwijzing" in labels and not conditional and not for_all and not is_turned(zin)
        ernst += _is_grave(lezing, zin) and not for_all
        verlies += takes_away(lezing, zin) or is_half(lezing, zin)
    verlies += leaves_rest(lezing)
    due = any(b.soort == "te_betalen" for b in bedragen)
    got = any(b.soort == "te_ontvangen" for b in bedragen)
    return Teneur(eis + due, niets, goed + (got and not due), slecht, ernst, due, got and not due, gezien, verlies)


def _is_grave(lezing: Lezing, zin: Zin) -> bool:
    """The sentence speaks to the resident of a grave consequence, or of the right to object to a decision."""
    if any(label in RIGHTS for label, _ in lezing.woorden.labels("termijnsoorten", zin)):
        return not _NO_RIGHT & set(zin.woorden)
    if not _YOU & set(zin.woorden):
        return False
    return any(label in GRAVE for label, _ in lezing.woorden.labels("gevolgen", zin))


def _is_ordered(zin: Zin, beeld: Zinbeeld) -> bool:
    """The reader sees an order with a term beside it or no condition before it ('Verhuist u, ...' orders few)."""
    return beeld.orders() and (not _is_turned(zin) or beeld.marked("MOET")[0].start == zin.span.start)


def _is_threatened(lezing: Lezing, zin: Zin, beeld: Zinbeeld) -> bool:
    """The reader sees a threat to the resident that hangs on no condition ('Verhuist u niet op tijd, dan ...' is said to many)."""
    return beeld.threatens() and bool(_YOU & set(zin.woorden)) and (not _is_turned(zin) or _is_grave(lezing, zin))


def _is_turned(zin: Zin) -> bool:
    return len(zin.woorden) > 1 and zin.woorden[1] in _TURNED


def _asked(zin: Zin) -> bool:
    return zin.tekst.rstrip().endswith("?")


def fits(teneur: Teneur, kaart: BriefsoortKaart) -> float:
    """Return how much the drift speaks for (above 0) or against a letter type, in log-odds."""
    level = ERNST[kaart.urgentie]
    asks = any(actie in ("betalen", "inleveren", "aanvragen") for actie in kaart.acties)
    score = 0.0
    if teneur.gunstig:
        score += AGREES if kaart.goed_nieuws or kaart.gunstig_urgentie else 0.0
        score += CONTRADICTS if kaart.slecht_nieuws and not kaart.gunstig_urgentie else 0.0
        score += 0.5 * CONTRADICTS if "betalen" in kaart.acties else 0.0
    if teneur.ontvangt:
        score += WRONG_WAY if "betalen" in kaart.acties else (AGREES if kaart.goed_nieuws else 0.0)
    if teneur.betaalt:
        score += 0.5 * WRONG_WAY if kaart.goed_nieuws else 0.0
    if teneur.rustig:
        score += AGREES if level <= ERNST["laag"] else 0.0
        score += CONTRADICTS if level >= ERNST["hoog"] and asks else 0.0
    if teneur.eis >= 2:
        score += CONTRADICTS if kaart.acties in (("niets",), ("bewaren",), ("bewaren", "niets")) else 0.0
    if teneur.nadelig:
        score += 1.5 * CONTRADICTS if kaart.goed_nieuws else (0.5 * AGREES if kaart.slecht_nieuws else 0.0)
    return score
