"""Signals that a letter may not be what it says. Never a verdict: a suspect letter means 'ask the sender'.

One strong signal, or two weak ones, make a letter suspect. A QR code or a payment link alone is no signal: real
government and collection letters use them too. A payment link in a code is one where the letter hurries and names no account.
"""

from __future__ import annotations

from brievenbus.brief import Echtheid
from brievenbus.classify.betaalcode import other_account
from brievenbus.classify.context import Lezing
from brievenbus.feiten import Feiten
from brievenbus.kennis.schema import AfzenderKaart
from brievenbus.match import Zin

STRONG = frozenset({"code_gevraagd", "vreemd_betaalmiddel", "prijs_tegen_betaling", "buitenlandse_rekening"})
DUTCH_SEPA = "NL"
RESEMBLES = 0.35


def judge_echtheid(lezing: Lezing, feiten: Feiten, afzender: AfzenderKaart, *, lijkt_nep: float) -> Echtheid:
    """Return the signals. `lijkt_nep` (0..1) is the recogniser's share for the suspect letter type."""
    signals: list[str] = []
    for zin in lezing.zinnen:
        for label, _ in lezing.woorden.labels("echtheid", zin):
            if label not in signals and not _is_warning(zin):
                signals.append(label)
    ibans = [*(r.iban for r in feiten.rekeningen), *(code.iban for code in feiten.betaalcodes)]
    foreign = [iban for iban in ibans if not iban.startswith(DUTCH_SEPA)]
    if foreign and (afzender.overheid or len(foreign) == len(ibans)):
        signals.append("buitenlandse_rekening")
    if feiten.rekeningen_ongeldig and not feiten.rekeningen:
        signals.append("rekening_klopt_niet")
    if other_account(lezing, feiten):
        signals.append("andere_rekening_in_code")
    if "haast" in signals and not feiten.rekeningen and any(link.betalen for link in feiten.codelinks):
        signals = list(dict.fromkeys([*signals, "betaal_via_link"]))
    if lijkt_nep >= RESEMBLES:
        signals.append("lijkt_op_nepbrief")
    strong = [s for s in signals if s in STRONG]
    weak = [s for s in signals if s not in STRONG]
    if strong and (strong != ["buitenlandse_rekening"] or afzender.overheid or weak):
        return Echtheid(True, tuple(signals))
    if len(weak) >= 2:
        return Echtheid(True, tuple(signals))
    return Echtheid(False, tuple(signals))


def _is_warning(zin: Zin) -> bool:
    """'Wij vragen nooit om uw pincode' is a warning, not a request."""
    return bool(set(zin.woorden) & {"nooit", "pas", "oplichters", "nepbrief", "fraude", "phishing"} - {"pas"})
