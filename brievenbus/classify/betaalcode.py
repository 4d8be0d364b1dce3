"""A payment that a QR code asks for, beside what the letter prints: it fills in, confirms or contradicts.

What is printed is always shown. A code that says something else is said aloud, and neither is believed in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brievenbus.brief import Bedrag, Betaling, Bewijs
from brievenbus.classify.bedragen import own_account
from brievenbus.classify.context import Lezing
from brievenbus.feiten import Betaalcode, Feiten


def other_account(lezing: Lezing, feiten: Feiten) -> bool:
    """Tell whether a code asks to pay to another account than those that the letter prints to pay to."""
    printed = {account.iban for account in feiten.rekeningen if not own_account(lezing, account)}
    return bool(printed) and any(code.iban not in printed for code in feiten.betaalcodes)


def add_code(betaling: Betaling | None, lezing: Lezing, feiten: Feiten, sums: Sequence[Bedrag]) -> Betaling | None:
    """Return how to pay with what only the code says of it; all of it where the letter asks for money and prints no account.

    Codes that differ among themselves say nothing, nor does one beside a printed account that could not be read.
    """
    if len({(code.iban, code.bedrag, code.kenmerk) for code in feiten.betaalcodes}) != 1 or feiten.rekeningen_ongeldig:
        return betaling
    code = feiten.betaalcodes[0]
    if betaling is None:
        asked = any(sum_.soort == "te_betalen" for sum_ in sums) or code.bedrag in {geld.waarde for geld in feiten.bedragen}
        due = {sum_.bedrag for sum_ in sums if sum_.soort == "te_betalen"}
        other = bool(due) and code.bedrag is not None and code.bedrag not in due  # another amount than the letter asks: not how to pay it
        if not asked or other or any(not own_account(lezing, account) for account in feiten.rekeningen):
            return None
        return Betaling(code.iban, code.naam, code.kenmerk, code.bedrag, (_proof(code),))
    if betaling.iban != code.iban:
        return betaling
    full = replace(
        betaling, tnv=betaling.tnv or code.naam, kenmerk=betaling.kenmerk or code.kenmerk,
        bedrag=code.bedrag if betaling.bedrag is None else betaling.bedrag,
    )  # fmt: skip
    return betaling if full == betaling else replace(full, bewijs=(*full.bewijs, _proof(code)))


def code_doubts(lezing: Lezing, feiten: Feiten, sums: Sequence[Bedrag], betaling: Betaling | None) -> tuple[str, ...]:
    """Return the keys of [twijfels] for what a code says otherwise than the letter, or says alone."""
    found = []
    if other_account(lezing, feiten):
        found.append("code_rekening")
    asked = {sum_.bedrag for sum_ in sums if sum_.soort in ("te_betalen", "termijnbedrag")} or {geld.waarde for geld in feiten.bedragen}
    if asked and any(code.bedrag is not None and code.bedrag not in asked for code in feiten.betaalcodes):
        found.append("code_bedrag")
    paying = [number.waarde for number in feiten.nummers if number.betaling]
    if paying and any(_is_other_reference(code, feiten) for code in feiten.betaalcodes):
        found.append("code_kenmerk")
    if betaling is not None and betaling.iban not in {account.iban for account in feiten.rekeningen}:
        found.append("code_alleen")
    return tuple(found)


def _is_other_reference(code: Betaalcode, feiten: Feiten) -> bool:
    """Tell whether a code gives a number with the payment that the letter prints nowhere."""
    has_number = code.kenmerk is not None and sum(char.isdigit() for char in code.kenmerk) >= 6
    return has_number and not any(code.mentions(number.waarde) for number in feiten.nummers)


def _proof(code: Betaalcode) -> Bewijs:
    """The content of the code as evidence, with the code itself as its place."""
    amount = f"EUR {code.bedrag}" if code.bedrag is not None else None
    said = "; ".join(part for part in (code.iban, code.naam, amount, code.kenmerk) if part)
    box = code.vak
    return Bewijs(code.bladzijde, said, (round(box.x0, 4), round(box.y0, 4), round(box.x1, 4), round(box.y1, 4)))
