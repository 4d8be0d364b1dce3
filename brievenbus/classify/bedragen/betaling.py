"""How the letter must be paid: to which account, with which reference."""

from __future__ import annotations

from brievenbus.brief import Bedrag, Betaling
from brievenbus.classify.bedragen.rekening import own_account
from brievenbus.classify.bedragen.stukken import labels
from brievenbus.classify.context import Lezing
from brievenbus.feiten import Feiten, Nummer, Rekening
from brievenbus.match import evidence

_PAYMENT_KINDS = (
    "betalingskenmerk",
    "vermelding",
    "factuurnummer",
    "dossiernummer",
    "aanslagnummer",
    "cjib_nummer",
    "klantnummer",
    "kenmerk",
)
_SLIP = 4
"""So many lines a payment slip has between the account and the reference, at most."""
_NEAR = 2
"""A number that is asked for this many sentences from the account belongs to it."""


def find_betaling(lezing: Lezing, feiten: Feiten, bedragen_: tuple[Bedrag, ...], goed_nieuws: bool) -> Betaling | None:
    """Return the account, holder, reference and amount to pay, or None where the letter asks for no transfer."""
    accounts = [r for r in feiten.rekeningen if not own_account(lezing, r)]
    if not accounts:
        return None
    due = next((b for b in bedragen_ if b.soort == "te_betalen"), None)
    account = max(accounts, key=lambda r: _asks_payment(lezing, r))
    if due is None and (not _is_ordered(lezing, feiten, account) if goed_nieuws else _asks_payment(lezing, account) < 1):
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


def _is_ordered(lezing: Lezing, feiten: Feiten, account: Rekening) -> bool:
    """Good news may still ask a transfer ("u betaalt elke maand … op …"): an order, or a number to pay with, beside the account."""
    zin = lezing.zin_at(account.span.start)
    said = labels(lezing, zin)
    numbered = zin is not None and any(n.betaling and zin.span.overlaps(n.span) for n in feiten.nummers)
    return numbered or ("opdracht" in said and "te_ontvangen" not in said)


def _asks_payment(lezing: Lezing, account: Rekening) -> int:
    zin = lezing.zin_at(account.span.start)
    if zin is None:
        return 0
    score = 0
    for place, points in ((zin, 3), *((other, 1) for other in lezing.before(zin, 2))):
        if labels(lezing, place) & {"eis", "totaal", "opdracht"}:
            score += points
    return score + (2 if account.tnv else 0)


def _reference(lezing: Lezing, feiten: Feiten, account: Rekening) -> Nummer | None:
    """The reference to give with the payment: asked for beside the account, else named as such, else the nearest of a kind used for it."""
    named = _named_kind(lezing, feiten, account)
    zin = lezing.zin_at(account.span.start)

    def rank(n: Nummer) -> tuple[int, ...]:
        place = lezing.zin_at(n.span.start)
        away = abs(place.nummer - zin.nummer) if place is not None and zin is not None else _NEAR + 1
        asked = (n.betaling and away <= _NEAR) or (n.soort == "kenmerk" and _on_slip(lezing, n, account))
        return (
            0 if asked and away == 0 else 1,
            0 if n.soort == named else 1,
            0 if away == 0 else 1,
            0 if asked else 1,
            0 if n.soort == "betalingskenmerk" else (1 if n.betaling else 2),
            _PAYMENT_KINDS.index(n.soort) if n.soort in _PAYMENT_KINDS else len(_PAYMENT_KINDS),
            abs(n.span.start - account.span.start),
        )

    options = [n for n in feiten.nummers if n.betaling or n.soort in _PAYMENT_KINDS or n.soort.endswith(("nummer", "kenmerk"))]
    return min(options, key=rank, default=None)


def _on_slip(lezing: Lezing, number: Nummer, account: Rekening) -> bool:
    """A line "Kenmerk: …" a few lines from the account is the reference to pay with, whatever numbers the head of the letter holds."""
    lines = lezing.tekst.line_at(number.span.start), lezing.tekst.line_at(account.span.start)
    return 0 < abs(lines[0] - lines[1]) <= _SLIP


def _named_kind(lezing: Lezing, feiten: Feiten, account: Rekening) -> str | None:
    """The kind of number that the letter asks to mention with the payment ("onder vermelding van het dossiernummer")."""
    zin = lezing.zin_at(account.span.start)
    if zin is None:
        return None
    kinds = sorted({n.soort for n in feiten.nummers})
    following = lezing.after(zin)
    for place in (zin, *([following] if following else [])):
        words = place.woorden
        at = next((i for i, word in enumerate(words) if word.startswith(("vermeld", "omschrijving")) or word in ("ovv", "met")), None)
        if at is None:
            continue
        said = words[at : at + 8]
        for kind in kinds:
            if any(word == kind or (word == kind.split("_")[-1] and "_" in kind) for word in said):
                return kind
    return None
