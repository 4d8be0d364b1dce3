"""What the codes on a letter say: a second reading of account, amount and reference, without misread characters.

A payment QR code follows EPC069-12 ("Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA
Credit Transfer", European Payments Council): up to twelve lines. One that breaks a rule of it is no payment at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlsplit

from stdnum import iban as stdnum_iban
from stdnum import iso11649
from stdnum.exceptions import ValidationError

from brievenbus.extract.references import payment_check
from brievenbus.feiten import LEAST_REFERENCE, Betaalcode, Codelink, Feiten, Nummer, Rekening
from brievenbus.page import MASK, Code, Span, Tekst

MOST_BYTES = 331
"""EPC069-12 3.0: the largest content of a payment QR code."""
SLIPS = 2
"""So many characters may differ between a printed number that fails its check and the number that a code holds."""

_AMOUNT = re.compile(r"EUR(\d{1,9}(?:\.\d{1,2})?)")
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_PAYING_HOST = re.compile(r"(?:^|\.)(?:tikkie\.me|bunq\.me|paypal\.me|ideal\.nl|wero-wallet\.eu|mollie\.com|buckaroo\.nl|pay\.nl)$")
_PAYING_PATH = re.compile(r"betaalverzoek|betaallink|payreq|paymentlink|payment-link|tikkie|ideal|/pay(?:/|$)|/betaal", re.IGNORECASE)


class Opdracht(NamedTuple):
    """A payment as a QR code asks for it. `kenmerk` and `bedrag` are None where the code leaves them to the payer."""

    naam: str
    iban: str
    bedrag: Decimal | None
    kenmerk: str | None


def parse_payment(text: str) -> Opdracht | None:
    """Return the payment of an EPC069-12 code (`text` as decoded), or None where it is none or breaks a rule of it."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES or not text.startswith("BCD"):
        return None
    lines = [line.strip() for line in re.split(r"\r\n|\n|\r", text)]
    if not 7 <= len(lines) <= 13:  # a line end after the last line is let pass
        return None
    service, version, charset, kind, bic, name, account, amount, purpose, creditor, message, info = (*lines, *[""] * 6)[:12]
    fixed = service == "BCD" and version in ("001", "002") and charset in tuple("12345678") and kind == "SCT" and not "".join(lines[12:])
    bank = _BIC.fullmatch(bic) is not None or (not bic and version == "002")
    lengths = zip((name, purpose, creditor, message, info), (70, 4, 35, 140, 70), strict=True)
    fits = bool(name) and name.isprintable() and all(len(part) <= most for part, most in lengths)
    iban = account.replace(" ", "").upper()
    if not (fixed and bank and fits and _is_iban(iban)) or (creditor and message) or not (creditor + message).isprintable():
        return None
    value = _AMOUNT.fullmatch(amount)
    if amount and (value is None or Decimal(value[1]) < Decimal("0.01")):
        return None
    if creditor[:2] == "RF" and not iso11649.is_valid(creditor):
        return None
    return Opdracht(name, iban, Decimal(value[1]).quantize(Decimal("0.01")) if value else None, creditor or message or None)


def parse_link(text: str) -> tuple[str, bool] | None:
    """Return (domain, is it a payment link) of a web address, None where the text is none. The rest is not kept."""
    try:
        parts = urlsplit(text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}")
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    if any(char.isspace() for char in text) or parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    if "://" not in text and not text.lower().startswith("www."):
        return None
    return host, bool(_PAYING_HOST.search(host) or _PAYING_PATH.search(f"{host}{parts.path}"))


def with_codes(tekst: Tekst, feiten: Feiten) -> Feiten:
    """Return the facts with what the codes of the letter say; the same facts where it has none.

    Printed facts that a code repeats are `bevestigd`. A printed account or payment reference that fails its check gets the
    characters of the code where the two differ by a slip of reading. What contradicts the print stands beside it, in
    `betaalcodes`: neither is chosen here. No fact holds the text of a code with a masked number in it.
    """
    codes = [(page.nummer, code) for page in tekst.pages for code in page.codes]
    if not codes:
        return feiten
    payments = tuple(_payments(codes))
    accounts, broken = _mended_accounts(feiten, payments)
    numbers = tuple(_mended_number(number, payments) for number in feiten.nummers)
    feiten = replace(feiten, rekeningen=accounts, rekeningen_ongeldig=broken, nummers=numbers)
    links = ((nummer, code.vak, parse_link(code.tekst)) for nummer, code in codes)
    return replace(
        feiten,
        betaalcodes=payments,
        codelinks=tuple(Codelink(nummer, vak, *link) for nummer, vak, link in links if link),
        bevestigd=frozenset(_confirmed(feiten, payments, [compact(code.tekst) for _, code in codes])),
    )


def compact(text: str) -> str:
    """Return the letters and digits of a number alone, in capitals: as two printings of it are compared."""
    return "".join(char for char in text.upper() if char.isalnum())


def _payments(codes: list[tuple[int, Code]]) -> Iterator[Betaalcode]:
    for nummer, code in codes:
        payment = parse_payment(code.tekst) if code.soort == "qr" else None
        if payment:
            kenmerk = None if payment.kenmerk is None or MASK in payment.kenmerk else payment.kenmerk
            naam = None if MASK in payment.naam else payment.naam
            yield Betaalcode(nummer, code.vak, payment.iban, naam, payment.bedrag, kenmerk)


def _confirmed(feiten: Feiten, payments: tuple[Betaalcode, ...], said: list[str]) -> Iterator[Span]:
    """Yield where the letter prints what a code says too."""
    ibans, sums = {code.iban for code in payments}, {code.bedrag for code in payments}
    yield from (account.span for account in feiten.rekeningen if account.iban in ibans)
    yield from (geld.span for geld in feiten.bedragen if geld.waarde in sums)
    for number in feiten.nummers:
        value = compact(number.waarde)
        if len(value) >= LEAST_REFERENCE and any(value in text for text in said):
            yield number.span


def _mended_accounts(feiten: Feiten, payments: tuple[Betaalcode, ...]) -> tuple[tuple[Rekening, ...], tuple[Rekening, ...]]:
    """Return the accounts, right and broken; a broken one that a code gives rightly moves over."""
    right, broken = list(feiten.rekeningen), []
    for account in feiten.rekeningen_ongeldig:
        meant = {code.iban for code in payments if _slips(account.iban, code.iban) <= SLIPS}
        if len(meant) == 1:
            right.append(replace(account, iban=meant.pop(), hersteld=True, geldig=True))
        else:
            broken.append(account)
    return tuple(sorted(right, key=lambda account: account.span.start)), tuple(broken)


def _mended_number(number: Nummer, payments: tuple[Betaalcode, ...]) -> Nummer:
    """Return a payment reference that fails its check digit with the digits of the code, where it was misread."""
    if number.controle_klopt is not False:
        return number
    held = {compact(code.kenmerk) for code in payments if code.kenmerk}
    meant = {value for value in held if payment_check(value) and _slips(compact(number.waarde), value) <= SLIPS}
    return replace(number, waarde=meant.pop(), hersteld=True, controle_klopt=True) if len(meant) == 1 else number


def _slips(one: str, other: str) -> int:
    """Return in how many places two numbers differ; of another length they are other numbers."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else SLIPS + 1


def _is_iban(number: str) -> bool:
    try:
        stdnum_iban.validate(number, check_country=False)
    except ValidationError:
        return False
    return True
