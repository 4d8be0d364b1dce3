"""Many ways in which letters ask for money: the amount due or to receive, and the reference to pay with, of each invented case."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from brievenbus.page import Tekst
from tests.begrijp import Begrip, brief

A, E = "NL91 ABNA 0417 1643 00", "NL20 INGB 0001 2345 67"
GEVALLEN: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("bedraggevallen.toml").read_text("utf-8"))["geval"]


def letter(geval: dict[str, Any]) -> Tekst:
    return brief("Geachte heer De Wit,\n\n" + geval["tekst"].replace("{A}", A).replace("{E}", E))


def wrong(begrip: Begrip, answer: Callable[[dict[str, Any], Tekst], bool]) -> list[str]:
    return [geval["tekst"][:60] for geval in GEVALLEN if not answer(geval, letter(geval))]


def amount(begrip: Begrip, geval: dict[str, Any], tekst: Tekst, kind: str) -> str:
    found = begrip.bedragen(tekst, geval["soort"], goed=begrip.kaart(geval["soort"]).goed_nieuws)
    return next((str(b.bedrag) for b in found if b.soort == kind), "")


def test_amount_due(begrip: Begrip) -> None:
    found = wrong(begrip, lambda g, t: amount(begrip, g, t, "te_betalen") in (g.get("betalen", ""), *g.get("anders", ())))
    assert len(found) <= 3, found


def test_no_debt_is_invented(begrip: Begrip) -> None:
    assert wrong(begrip, lambda g, t: "betalen" in g or not amount(begrip, g, t, "te_betalen")) == []


def test_amount_to_receive(begrip: Begrip) -> None:
    assert len(wrong(begrip, lambda g, t: amount(begrip, g, t, "te_ontvangen") == g.get("ontvangen", ""))) <= 2


def test_account_and_reference(begrip: Begrip) -> None:
    def right(geval: dict[str, Any], tekst: Tekst) -> bool:
        betaling = begrip.betaling(tekst, geval["soort"], goed=begrip.kaart(geval["soort"]).goed_nieuws)
        if "{A}" not in geval["tekst"]:
            return betaling is None
        said = "".join((betaling.kenmerk or "").split()) if betaling else ""
        asked = "".join(geval.get("kenmerk", "").split())
        return betaling is not None and betaling.iban == A.replace(" ", "") and (not asked or said == asked)

    assert wrong(begrip, right) == []
