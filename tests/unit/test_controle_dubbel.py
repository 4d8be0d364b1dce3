"""The same claim asked by two collectors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from brievenbus.brief import Afzender, Bedrag, BedragSoort, Bewijs, Brief, Briefsoort, Bron, Echtheid, Kenmerk, Route, Uitleg
from brievenbus.classify.controle import creditors, same_claim
from tests.begrijp import brief

PROOF = (Bewijs(1, "woorden", (0.1, 0.1, 0.2, 0.2)),)


def made(naam: str, *bedragen: tuple[BedragSoort, str], kenmerk: str = "", zeker: bool = True) -> Brief:
    """A read letter of a collector with these amounts."""
    proof = tuple(replace(one, zeker=zeker) for one in PROOF)
    return Brief(
        versie="1", id=naam, peildatum=date(2026, 11, 21), bron=Bron(("a.pdf",), 1, "pdf", 1.0, "goed"),
        afzender=Afzender("incassobureau", naam, "incasso", 0.9, PROOF), briefsoort=Briefsoort("incasso_sommatie", "Sommatie", 0.9, PROOF),
        datum=date(2026, 11, 10), kenmerken=(Kenmerk("factuurnummer", kenmerk, PROOF),) if kenmerk else (),
        urgentie="hoog", urgentie_reden="",
        gevolgen=(), acties=("betalen",), termijnen=(), bedragen=tuple(Bedrag(soort, Decimal(value), proof) for soort, value in bedragen),
        betaling=None, goed_nieuws=False, echtheid=Echtheid(False), controle=(), route=Route("vrijwilliger", False, ()), mens_nodig=False,
        twijfels=(), uitleg=Uitleg("nl", "", "", (), "", (), None),
    )  # fmt: skip


SCHULD = (("te_betalen", "258.08"), ("oorspronkelijk", "214.90"), ("kosten", "40.00"))
ANDER = (("te_betalen", "263.30"), ("oorspronkelijk", "214.90"), ("kosten", "48.40"))


def test_a_shared_number_and_the_same_original_amount() -> None:
    een, ander = made("Rondeel Incasso B.V.", *SCHULD, kenmerk="2026-55190"), made("Vesting Incasso", *ANDER, kenmerk="2026 55190")
    assert same_claim(een, ander) == same_claim(ander, een) == Decimal("214.90")


def test_the_same_creditor_and_the_same_original_amount() -> None:
    een, ander = made("Rondeel Incasso B.V.", *SCHULD), made("Vesting Incasso", *ANDER)
    one = creditors(brief("Inzake de factuur.", hoofd="Opdrachtgever: Slaapgoed Online B.V."))
    other = creditors(brief("Wij schrijven u namens Slaapgoed Online BV over een factuur."))
    assert same_claim(een, ander) is None
    assert same_claim(een, ander, (one, other)) == Decimal("214.90")
    assert same_claim(een, ander, (one, frozenset({"iemand anders"}))) is None


def test_the_creditor_himself_and_his_collector() -> None:
    een = made("Slaapgoed Online B.V.", ("te_betalen", "214.90"))
    assert same_claim(een, made("Vesting Incasso", *ANDER), (frozenset(), frozenset({"slaapgoed online"}))) == Decimal("214.90")


def test_what_is_due_without_its_costs() -> None:
    een = made("Rondeel", ("te_betalen", "254.90"), ("kosten", "40.00"), kenmerk="2026-55190")
    assert same_claim(een, made("Vesting", *ANDER, kenmerk="2026-55190")) == Decimal("214.90")


def test_what_is_no_double_claim() -> None:
    een = made("Rondeel Incasso B.V.", *SCHULD, kenmerk="2026-55190")
    assert same_claim(een, een) is None  # one sender: a next letter of the same case
    assert same_claim(een, made("Vesting", ("te_betalen", "99.00"), kenmerk="2026-55190")) is None
    assert same_claim(een, made("Vesting", *ANDER, kenmerk="7719-0001")) is None
    assert same_claim(een, made("Vesting", *ANDER, kenmerk="2026-55190", zeker=False)) is None  # an amount that may be misread
    assert same_claim(made("Rondeel", *SCHULD, kenmerk="12"), made("Vesting", *ANDER, kenmerk="12")) is None


def test_creditors_as_letters_name_them() -> None:
    tekst = brief("Onze opdrachtgever De Linde Wonen heeft ons gevraagd te schrijven.\n\nWij handelen in opdracht van Plas & Bron N.V.")
    assert {"linde wonen", "plas & bron"} <= creditors(tekst)
